//! What somebody set, where they are signed in, what is stored about them.

pub mod archive;
pub mod data;
pub mod leave;
pub mod notifications;
pub mod profile;
pub mod sessions;
pub mod two_step;
