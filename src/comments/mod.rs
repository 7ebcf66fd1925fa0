//! Comments and one level of replies: posting, editing, deleting, listing, and taking them up into the idea.

pub mod count;
pub mod edit;
pub mod extensions;
mod model;
pub mod policy;
pub mod post;
pub mod queries;

pub use model::Comment;
pub use post::{BODY_MAX, CommentDraft, CommentInput};
