//! Who may look at votes and decide about them. The same predicate decides the button and the act.

use crate::error::{Error, Result};
use crate::people::Person;

/// Whether somebody reviews votes.
pub fn may_review(person: &Person) -> Result<()> {
    if person.role.is_moderator() { Ok(()) } else { Err(Error::Forbidden("error-role")) }
}

/// Whether somebody decides that proposals are carried out at once.
pub fn may_set(person: &Person) -> Result<()> {
    if person.role.is_admin() { Ok(()) } else { Err(Error::Forbidden("error-role")) }
}
