//! Who runs rounds, who sees them, who takes part and who reads results. The same predicate decides the button and the act.

use super::Round;
use crate::boards::Audience;
use crate::calls::Phase;
use crate::error::{Error, Result};
use crate::ideas::Idea;
use crate::people::{Person, Power};
use crate::time::Timestamp;

/// Refuses whoever does not run rounds.
pub fn may_run(person: &Person) -> Result<()> {
    person.must(Power::Call)
}

/// Whether somebody may see a round: it is published, or they run it, and they belong to its audience.
pub fn may_see(person: Option<&Person>, round: &Round) -> Result<()> {
    let is_staff = person.is_some_and(|person| person.role.is_staff());
    let runs = person.is_some_and(|person| may_run(person).is_ok());
    let is_meant = is_staff || round.audience == Audience::Public;
    if is_meant && (round.is_published || runs) { Ok(()) } else { Err(Error::NotFound) }
}

/// Refuses points while the round is not open.
pub fn takes_points(round: &Round, now: Timestamp) -> Result<()> {
    match round.phase(now) {
        Phase::Open => Ok(()),
        Phase::Closed => Err(Error::Conflict("error-round-closed")),
        Phase::Draft | Phase::Planned => Err(Error::Conflict("error-round-planned")),
    }
}

/// Whether the results can be read: nobody reads them while people can still give points.
pub fn shows_results(round: &Round, now: Timestamp) -> bool {
    round.phase(now) == Phase::Closed
}

/// Whether the short list can be changed: until people can give points.
pub fn may_change_list(round: &Round, now: Timestamp) -> Result<()> {
    match round.phase(now) {
        Phase::Draft | Phase::Planned => Ok(()),
        Phase::Open | Phase::Closed => Err(Error::Conflict("error-round-fixed")),
    }
}

/// Whether an idea can be in a round: whoever sees the round finds it.
pub fn may_hold(idea: &Idea, round: &Round) -> Result<()> {
    if idea.shown > 0 && idea.shown >= round.audience.shown() {
        Ok(())
    } else {
        Err(Error::field("idea", "error-round-idea-hidden"))
    }
}
