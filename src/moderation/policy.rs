//! Who may report, hide and ban. The same predicate decides the button and the act.

use super::Post;
use crate::error::{Error, Result};
use crate::ideas::{PostState, Viewer};
use crate::people::Person;

/// Whether somebody may report a post: one that is there for others to read, and not their own.
pub fn may_report(person: &Person, post: &Post) -> Result<()> {
    if post.state != PostState::Visible || !post.is_seen_by(Viewer::from(person)) {
        return Err(Error::NotFound);
    }
    if post.author == person.id { Err(Error::Forbidden("error-report-own")) } else { Ok(()) }
}

/// Whether somebody moderates at all.
pub fn may_moderate(person: &Person) -> Result<()> {
    if person.role.is_moderator() { Ok(()) } else { Err(Error::Forbidden("error-role")) }
}

/// Whether a moderator may ban somebody: only people of lesser role, which leaves out themselves.
pub fn may_ban(moderator: &Person, person: &Person) -> Result<()> {
    may_moderate(moderator)?;
    if person.former_at.is_some() {
        return Err(Error::NotFound);
    }
    if moderator.role > person.role { Ok(()) } else { Err(Error::Forbidden("error-ban-staff")) }
}

/// Whether a moderator may hide everything of somebody: of people of lesser role, also of those who left.
pub fn may_sweep(moderator: &Person, person: &Person) -> Result<()> {
    may_moderate(moderator)?;
    if moderator.role > person.role { Ok(()) } else { Err(Error::Forbidden("error-ban-staff")) }
}
