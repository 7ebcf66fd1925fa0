//! Who runs storm sessions, who sees them, and when ideas can be posted in them. The same predicate decides the button
//! and the act.

use super::Storm;
use crate::boards::Catalog;
use crate::calls::Phase;
use crate::error::{Error, Result};
use crate::ideas::Idea;
use crate::people::{Person, Power};
use crate::time::Timestamp;

/// Refuses whoever does not run storm sessions.
pub fn may_run(person: &Person) -> Result<()> {
    person.must(Power::Call)
}

/// Whether somebody may see a session: it is published, or they run it, and they see its board.
pub fn may_see(person: Option<&Person>, storm: &Storm, catalog: &Catalog) -> Result<()> {
    let is_staff = person.is_some_and(|person| person.role.is_staff());
    let runs = person.is_some_and(|person| may_run(person).is_ok());
    let is_open_to = catalog.board(storm.board_id)?.is_open_to(is_staff);
    if is_open_to && (storm.is_published || runs) { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether an idea can be posted in a session now.
pub fn takes_ideas(storm: &Storm, now: Timestamp) -> Result<()> {
    match storm.phase(now) {
        Phase::Open => Ok(()),
        Phase::Closed => Err(Error::field("storm", "error-storm-closed")),
        Phase::Draft | Phase::Planned => Err(Error::field("storm", "error-storm-planned")),
    }
}

/// Whether an idea can be put into a session by hand: it is to be seen, and by everybody who sees the session.
pub fn may_hold(idea: &Idea, storm: &Storm, catalog: &Catalog) -> Result<()> {
    if idea.shown > 0 && idea.shown >= catalog.board(storm.board_id)?.audience.shown() {
        Ok(())
    } else {
        Err(Error::field("idea", "error-storm-idea-hidden"))
    }
}
