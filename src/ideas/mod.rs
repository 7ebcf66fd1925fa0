//! Ideas: what people ask for. Submitting, editing, finding and listing them.

mod draft;
pub mod edit;
pub mod explore;
pub mod for_you;
pub mod forget;
pub mod links;
pub mod list;
pub mod merge;
mod model;
pub mod policy;
pub mod queries;
pub mod revisions;
pub mod submit;
pub mod syndication;

pub use draft::{BODY_MAX, IdeaDraft, IdeaInput, TAGS_MAX, TITLE_MAX, TITLE_MIN, parse_body, posted_key};
pub use edit::{EditDraft, EditInput};
pub use links::LinkKind;
pub use model::{Idea, PostState, Viewer, shown};
