//! `groundswell import` and `export`.

mod bad_input;
mod decidim;
mod files;
mod ideascale;
mod opengov;
mod polis;
mod round_trip;
mod undo;
