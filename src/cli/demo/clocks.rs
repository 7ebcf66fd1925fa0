//! Working time of the demo: the calendar, the clocks of teams, what boards promise, and what all that came to so far.

use diesel::prelude::*;

use super::schema::{Clock, Content};
use super::stage::Stage;
use crate::boards::{self, promises as board_promises};
use crate::calendars::{self, CalendarDraft, CalendarInput};
use crate::db::Db;
use crate::db::schema::events;
use crate::error::{FieldErrors, Result};
use crate::ids::TeamId;
use crate::outbox::Recorded;
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::triage::clocks::{self, TermsDraft, TermsInput};
use crate::triage::promises;

/// Sets calendar and clocks as of the company's beginning, and promises as of a later moment.
pub fn set(
    db: &mut Db,
    content: &Content,
    stage: &Stage,
    (founded, since): (Timestamp, Timestamp),
) -> Result<()> {
    let own = &content.company.calendar;
    let input = CalendarInput {
        time_zone: own.time_zone.clone(),
        days: own.days.clone(),
        holidays: own.holidays.clone(),
        more: String::new(),
    };
    let mut errors = FieldErrors::default();
    let draft = CalendarDraft::parse(&input, &mut errors);
    calendars::save(db, None, &errors.or(draft)?, None, founded)?;
    for team in &content.company.teams {
        if let Some(clock) = &team.clock {
            set_terms(db, stage.team(&team.slug)?, clock, stage, founded)?;
        }
    }
    let catalog = boards::catalog(db)?;
    for board in &content.company.boards {
        if let Some(days) = board.promise_days {
            let id = catalog.visible_board(&board.slug, true)?.id;
            board_promises::set(db, id, Some(days), None, since)?;
        }
    }
    Ok(())
}

fn set_terms(db: &mut Db, team: TeamId, clock: &Clock, stage: &Stage, now: Timestamp) -> Result<()> {
    let person = stage.person(&clock.escalate_to)?.id;
    let text = |number: i32| number.to_string();
    let input = TermsInput {
        due_days: &text(clock.due_days),
        remind_hours: &text(clock.remind_hours),
        escalate_hours: &text(clock.escalate_hours),
        escalate_to: &format!("person-{person}"),
        pauses: true,
    };
    let mut errors = FieldErrors::default();
    let draft = TermsDraft::parse(&input, team, (&[person], &[]), &mut errors);
    clocks::save(db, &errors.or(draft)?, now)
}

/// Lets clocks and promises follow what was played, as the worker would have done.
pub fn replay(db: &mut Db, settings: &Settings, now: Timestamp) -> Result<()> {
    let all: Vec<Recorded> =
        events::table.order((events::created_at, events::id)).select(Recorded::as_select()).load(db)?;
    for recorded in &all {
        let event = recorded.event()?;
        clocks::on_event(db, recorded, &event)?;
        promises::on_event(db, recorded, &event, settings)?;
    }
    while clocks::look_at_next(db, now)? {}
    let boards: Vec<_> = settings.catalog.boards.iter().map(|board| board.id).collect();
    promises::measure(db, &boards, now)
}
