//! Who may decide, route and read inboxes. The same predicate decides the button and the act.

use super::routes::{Move, Route, Side};
use crate::error::{Error, Result};
use crate::ideas::Idea;
use crate::ids::{PersonId, TeamId};
use crate::people::{Person, Power};

/// Refuses whoever does not see the desk.
pub fn may_see_desk(person: &Person) -> Result<()> {
    person.must(Power::Desk)
}

/// Refuses whoever may not move scores: set factors by hand, shortlist, change accounts and segments.
pub fn may_score(person: &Person) -> Result<()> {
    person.must(Power::Score)
}

/// Refuses whoever may not answer ideas, nor change what answers are made from.
pub fn may_answer(person: &Person) -> Result<()> {
    person.must(Power::Answer)
}

/// Refuses whoever may not send ideas to teams, nor change teams, rules and clocks.
pub fn may_route(person: &Person) -> Result<()> {
    person.must(Power::Route)
}

/// Refuses whoever may not change the ideas of others.
pub fn may_edit(person: &Person) -> Result<()> {
    person.must(Power::Edit)
}

/// Refuses whoever may not say which ideas are one, and which are two.
pub fn may_merge(person: &Person) -> Result<()> {
    crate::ideas::policy::may_merge(person)
}

/// Refuses whoever may not file ideas and votes for customers.
pub fn may_capture(person: &Person) -> Result<()> {
    person.must(Power::Capture)
}

/// Refuses to answer or route what not even its board sees: the answer would tell of it.
pub fn may_be_worked_on(idea: &Idea) -> Result<()> {
    if idea.shown > 0 { Ok(()) } else { Err(Error::Forbidden("error-desk-hidden")) }
}

/// Whether somebody may read a team's inbox: its members, and whoever sees the desk.
pub fn may_see_inbox(person: &Person, own_teams: &[TeamId], team: TeamId) -> bool {
    person.may(Power::Desk) || is_member(person, own_teams, team)
}

/// Whether somebody may do the work of a team, and hand it over to another: its members, and whoever routes.
pub fn may_work_for(person: &Person, own_teams: &[TeamId], team: TeamId) -> bool {
    person.may(Power::Route) || is_member(person, own_teams, team)
}

/// Refuses whoever does not do the work of a team; the inbox is not even there for those who do not read it.
pub fn must_work_for(person: &Person, own_teams: &[TeamId], team: TeamId) -> Result<()> {
    if may_work_for(person, own_teams, team) {
        Ok(())
    } else if may_see_inbox(person, own_teams, team) {
        Err(Error::Forbidden("error-role"))
    } else {
        Err(Error::NotFound)
    }
}

fn is_member(person: &Person, own_teams: &[TeamId], team: TeamId) -> bool {
    person.role.is_staff() && own_teams.contains(&team)
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
    let may_route = person.may(Power::Route);
    match act.side(route.asked_of) {
        Side::Team => may_work_for(person, own_teams, route.team_id),
        Side::Desk => may_route,
        Side::Author => may_route || person.id == author,
    }
}
