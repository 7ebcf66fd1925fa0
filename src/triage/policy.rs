//! Who may decide, route and read inboxes. The same predicate decides the button and the act.

use super::routes::{Move, Route, Side};
use crate::error::{Error, Result};
use crate::ideas::Idea;
use crate::ids::{PersonId, TeamId};
use crate::people::Person;

/// Refuses whoever does not run the desk.
pub fn may_decide(person: &Person) -> Result<()> {
    if person.role.is_manager() { Ok(()) } else { Err(Error::Forbidden("error-role")) }
}

/// Refuses whoever may not file ideas and votes for customers.
pub fn may_capture(person: &Person) -> Result<()> {
    may_decide(person)
}

/// Refuses to answer or route what not even its board sees: the answer would tell of it.
pub fn may_be_worked_on(idea: &Idea) -> Result<()> {
    if idea.shown > 0 { Ok(()) } else { Err(Error::Forbidden("error-desk-hidden")) }
}

/// Whether somebody may read a team's inbox: its members, and whoever runs the desk.
pub fn may_see_inbox(person: &Person, own_teams: &[TeamId], team: TeamId) -> bool {
    person.role.is_manager() || (person.role.is_staff() && own_teams.contains(&team))
}

/// Whether somebody may hand over to another team what a team has: who reads its inbox.
pub fn may_hand_over(person: &Person, own_teams: &[TeamId], team: TeamId) -> bool {
    may_see_inbox(person, own_teams, team)
}

/// Whether somebody may take a note back: who wrote it.
pub fn may_delete_note(person: &Person, author: PersonId) -> bool {
    person.role.is_staff() && person.id == author
}

/// Whether the author can be asked: nobody answers for an account that is deleted.
pub fn may_ask_author(has_left: bool, act: Move) -> bool {
    act != Move::AskAuthor || !has_left
}

/// Whether somebody may make this move on a route, as far as their side goes; the state has a say as well.
pub fn may_move(person: &Person, own_teams: &[TeamId], route: &Route, author: PersonId, act: Move) -> bool {
    let is_manager = person.role.is_manager();
    match act.side(route.asked_of) {
        Side::Team => may_see_inbox(person, own_teams, route.team_id),
        Side::Desk => is_manager,
        Side::Author => is_manager || person.id == author,
    }
}
