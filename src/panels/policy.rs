//! Who makes panels, who takes part, and who sees what was said when. The same predicate decides the button and the act.

use super::Panel;
use crate::error::{Error, Result};
use crate::ideas::Idea;
use crate::people::{Person, Power};
use crate::time::Timestamp;

/// Refuses whoever does not make and change panels.
pub fn may_run(person: &Person) -> Result<()> {
    person.must(Power::Call)
}

/// Whether somebody may open a panel: its people, and whoever runs panels.
pub fn may_see(person: &Person, is_panelist: bool) -> Result<()> {
    if may_run(person).is_ok() || may_take_part(person, is_panelist) { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether somebody rates the ideas of a panel: one of its people, who is still a member of staff.
pub fn may_take_part(person: &Person, is_panelist: bool) -> bool {
    is_panelist && person.role.is_staff()
}

/// Whether an idea can be rated now: the panel is open, and the idea is there to be seen and stands for itself.
pub fn may_rate(panel: &Panel, idea: &Idea, now: Timestamp) -> Result<()> {
    if !panel.is_open(now) {
        Err(Error::field("closed", "error-panel-closed"))
    } else if idea.shown <= 0 {
        Err(Error::field("closed", "error-panel-idea-gone"))
    } else {
        Ok(())
    }
}

/// Whether somebody who may open a panel sees what others gave for an idea: all do once it is closed; until then those
/// of its people who have given their own, and nobody else, not even who made it.
pub fn sees_ratings(panel: &Panel, is_panelist: bool, has_given: bool, now: Timestamp) -> bool {
    !panel.is_open(now) || (is_panelist && has_given)
}
