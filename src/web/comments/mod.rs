//! Comments: writing, changing, deleting and taking them up, and completing mentions.

pub mod card;
pub mod delete;
pub mod edit;
pub mod extension;
pub mod form;
pub mod mentions;
pub mod post;
