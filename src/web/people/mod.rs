//! Pages of people.

pub mod held;
pub mod me;
pub mod needed;
pub mod rows;
pub mod show;
pub mod waiting;
