//! What a team's clocks do: when what it is sent is due, when they remind, when and to whom they escalate.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{clocks, people, routes, team_members, team_terms, teams};
use crate::error::{FieldErrors, Result};
use crate::ids::{PersonId, TeamId};
use crate::people::{Person, Power, Role, powers};
use crate::time::Timestamp;
use crate::triage::routes::RouteState;

/// Most working hours before or after a due date.
pub const HOURS_MAX: i32 = 400;
/// Most working days until something is due.
const DAYS_MAX: i32 = 365;
/// How many people may be chosen from.
const CANDIDATES: i64 = 200;

/// The terms of a team.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, Insertable, AsChangeset)]
#[diesel(table_name = team_terms, primary_key(team_id), treat_none_as_null = true)]
pub struct Terms {
    /// The team.
    pub team_id: TeamId,
    /// Working days in which what is sent without a due date is due.
    pub due_days: Option<i32>,
    /// Working hours before it is due at which the team is reminded.
    pub remind_hours: Option<i32>,
    /// Working hours after it was due at which it is escalated.
    pub escalate_hours: Option<i32>,
    /// To this person.
    pub escalate_person: Option<PersonId>,
    /// Or to this team.
    pub escalate_team: Option<TeamId>,
    /// Whether time stands still while a question waits for the author.
    pub pauses: bool,
}

impl Terms {
    /// Those of a team that has not said anything: only the pause.
    fn none(team: TeamId) -> Self {
        Self {
            team_id: team,
            due_days: None,
            remind_hours: None,
            escalate_hours: None,
            escalate_person: None,
            escalate_team: None,
            pauses: true,
        }
    }
}

/// The form of the terms, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct TermsInput<'a> {
    /// Working days until due; empty for none.
    pub due_days: &'a str,
    /// Working hours before; empty for no reminder.
    pub remind_hours: &'a str,
    /// Working hours after; empty for no escalation.
    pub escalate_hours: &'a str,
    /// `person-7` or `team-3`.
    pub escalate_to: &'a str,
    /// Whether the clock pauses.
    pub pauses: bool,
}

/// Parsed terms.
#[derive(Debug, Clone)]
pub struct TermsDraft(Terms);

impl TermsDraft {
    /// Parses the form. `people` and `teams` are those that it may be escalated to.
    pub fn parse(
        input: &TermsInput<'_>,
        team: TeamId,
        (people, teams): (&[PersonId], &[TeamId]),
        errors: &mut FieldErrors,
    ) -> Self {
        let due_days = parse_count(input.due_days, DAYS_MAX, "due_days", errors);
        let remind_hours = parse_count(input.remind_hours, HOURS_MAX, "remind_hours", errors);
        let escalate_hours = parse_hours_after(input.escalate_hours, errors);
        let (kind, id) = input.escalate_to.split_once('-').unwrap_or_default();
        let person = (kind == "person").then(|| id.parse().ok()).flatten().filter(|id| people.contains(id));
        let other = (kind == "team").then(|| id.parse().ok()).flatten().filter(|id| teams.contains(id));
        let goes_nowhere = person.is_none() && other.is_none();
        if goes_nowhere && (escalate_hours.is_some() || !input.escalate_to.is_empty()) {
            errors.add("escalate_to", "error-escalate-to");
        } else if escalate_hours.is_none() && !goes_nowhere && errors.of("escalate_hours").is_none() {
            errors.add("escalate_hours", "error-escalate-when");
        }
        Self(Terms {
            team_id: team,
            due_days,
            remind_hours,
            escalate_hours,
            escalate_person: person,
            escalate_team: other,
            pauses: input.pauses,
        })
    }
}

fn parse_count(typed: &str, most: i32, field: &'static str, errors: &mut FieldErrors) -> Option<i32> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let count = typed.parse().ok().filter(|count| (1..=most).contains(count));
    if count.is_none() {
        errors.add_with(field, "error-terms-count", &[("limit", most.into())]);
    }
    count
}

/// Zero hours after is at once.
fn parse_hours_after(typed: &str, errors: &mut FieldErrors) -> Option<i32> {
    if typed.trim() == "0" { Some(0) } else { parse_count(typed, HOURS_MAX, "escalate_hours", errors) }
}

/// The terms of a team.
pub fn find(db: &mut Db, team: TeamId) -> Result<Terms> {
    let found = team_terms::table.find(team).select(Terms::as_select()).first(db).optional()?;
    Ok(found.unwrap_or_else(|| Terms::none(team)))
}

/// Stores the terms of a team, and lets the worker look at its clocks anew. Due dates stay as they were told.
pub fn save(db: &mut Db, draft: &TermsDraft, now: Timestamp) -> Result<()> {
    let terms = &draft.0;
    if diesel::update(team_terms::table.find(terms.team_id)).set(terms).execute(db)? == 0 {
        diesel::insert_into(team_terms::table).values(terms).execute(db)?;
    }
    look_again(db, Some(terms.team_id), now)
}

/// Lets the worker look at the clocks of a team, or of all, anew: their calendar or terms have changed.
pub fn look_again(db: &mut Db, team: Option<TeamId>, now: Timestamp) -> Result<()> {
    let open = routes::table.filter(routes::state.eq_any(RouteState::OPEN)).select(routes::id);
    let again = clocks::next_at.eq(Some(now));
    match team {
        Some(team) => {
            let own = clocks::route_id.eq_any(open.filter(routes::team_id.eq(team)));
            diesel::update(clocks::table.filter(own)).set(again).execute(db)?
        }
        None => diesel::update(clocks::table.filter(clocks::route_id.eq_any(open))).set(again).execute(db)?,
    };
    Ok(())
}

/// A team and its name.
pub type NamedTeam = (TeamId, String);

/// Who it may be escalated to: members of the team and whoever runs the desk, by name; and the other teams.
pub fn candidates(db: &mut Db, team: TeamId) -> Result<(Vec<Person>, Vec<NamedTeam>)> {
    let roles = powers::roles_with(db, Power::Desk)?;
    let members = team_members::table.filter(team_members::team_id.eq(team)).select(team_members::person_id);
    let people = people::table
        .filter(people::former_at.is_null())
        .filter(
            people::role.eq_any(roles).or(people::id.eq_any(members).and(people::role.ne(Role::Customer))),
        )
        .order((people::name, people::id))
        .limit(CANDIDATES)
        .select(Person::as_select())
        .load(db)?;
    let teams = teams::table
        .filter(teams::archived_at.is_null())
        .filter(teams::id.ne(team))
        .order((teams::name, teams::id))
        .select((teams::id, teams::name))
        .load(db)?;
    Ok((people, teams))
}
