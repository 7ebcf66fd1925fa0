//! `groundswell import` and `export`.

mod again;
mod bad_input;
mod built_on;
mod customers;
mod decidim;
mod files;
mod ideascale;
mod opengov;
mod polis;
mod merges;
mod round_trip;
mod undo;
