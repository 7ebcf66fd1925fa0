//! The stamp that forms for posts carry, and the field in them that no person sees: what tells a form that was read from one
//! that a program filled in.

use crate::http::guard::Visitor;
use crate::screening::{self, Filled};

/// The stamp that a form came back with, as long as it serves; else one of now.
pub fn kept(visitor: &Visitor, came: &str) -> String {
    let site = &visitor.settings.site;
    if screening::fresh(site, came, visitor.now) {
        return came.to_owned();
    }
    screening::stamp(site, visitor.now).unwrap_or_default()
}

/// What a form that was posted tells.
pub fn filled(visitor: &Visitor, stamp: &str, trap: &str) -> Filled {
    Filled::read(&visitor.settings.site, stamp, trap)
}
