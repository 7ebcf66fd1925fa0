//! The administration.

mod boards;
mod look;
mod mail;
mod overview;
mod people;
mod roles;
mod roles_care;
