//! Pages about oneself: signing in and out, settings, what came of what one posted.

mod draft;

pub use draft::keep_draft;
