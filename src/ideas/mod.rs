//! Ideas: what people ask for. Submitting, editing, finding and listing them.

mod draft;
mod model;
pub mod policy;
pub mod queries;
pub mod submit;

pub use draft::{BODY_MAX, IdeaDraft, IdeaInput, TITLE_MAX, TITLE_MIN};
pub use model::{Idea, PostState, Viewer, shown};
