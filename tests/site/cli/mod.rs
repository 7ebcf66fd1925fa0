//! Commands.

mod config;
mod demo;
mod people;
mod serve;
mod backup;
mod doctor;
mod imports;
