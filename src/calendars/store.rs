//! The rows: the site's calendar, which is always there, and those of teams that have their own.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use chrono_tz::Tz;
use diesel::prelude::*;

use super::hours::{day_text, parse_day};
use super::{Calendar, DAYS, Holiday, Hours, as_text, merged};
use crate::db::Db;
use crate::db::schema::{calendars, holidays};
use crate::error::{Error, FieldErrors, Result};
use crate::ids::{CalendarId, TeamId};
use crate::site;
use crate::time::Timestamp;

/// A calendar as its form shows it.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The name of its time zone; empty for the site's.
    pub time_zone: String,
    /// The hours of each day, Monday first.
    pub days: [String; 7],
    /// The holidays, one a line.
    pub holidays: String,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The form of a calendar, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct CalendarInput {
    /// The name of its time zone; empty for the site's.
    pub time_zone: String,
    /// The hours of each day, Monday first.
    pub days: [String; 7],
    /// The holidays, one a line.
    pub holidays: String,
    /// Holidays to add: a list or a calendar file.
    pub more: String,
}

/// A parsed calendar.
#[derive(Debug, Clone)]
pub struct CalendarDraft {
    time_zone: String,
    hours: Hours,
    holidays: Vec<Holiday>,
}

impl CalendarDraft {
    /// Parses the form; every field that cannot be taken says why. A week needs an hour in which somebody works.
    pub fn parse(input: &CalendarInput, errors: &mut FieldErrors) -> Self {
        let time_zone = input.time_zone.trim().to_owned();
        if !time_zone.is_empty() && time_zone.parse::<Tz>().is_err() {
            errors.add("time_zone", "error-choice");
        }
        let mut hours = Hours::default();
        for ((day, typed), name) in hours.0.iter_mut().zip(&input.days).zip(DAYS) {
            match parse_day(typed) {
                Some(spans) => *day = spans,
                None => errors.add(name, "error-hours"),
            }
        }
        if errors.is_empty() && hours.is_empty() {
            errors.add("monday", "error-hours-none");
        }
        let holidays = merged(&input.holidays, &input.more, errors);
        Self { time_zone, hours, holidays }
    }
}

type Row = (CalendarId, String, String, Timestamp);

fn row(db: &mut Db, team: Option<TeamId>) -> Result<Option<Row>> {
    let columns = (calendars::id, calendars::time_zone, calendars::hours, calendars::updated_at);
    let found = match team {
        Some(team) => calendars::table.filter(calendars::team_id.eq(Some(team))).select(columns).first(db),
        None => calendars::table.filter(calendars::team_id.is_null()).select(columns).first(db),
    };
    Ok(found.optional()?)
}

fn days_off(db: &mut Db, calendar: CalendarId) -> Result<Vec<Holiday>> {
    let rows: Vec<(String, String)> = holidays::table
        .filter(holidays::calendar_id.eq(calendar))
        .order(holidays::day)
        .select((holidays::day, holidays::name))
        .load(db)?;
    let holiday = |(day, name): (String, String)| Some(Holiday { day: day.parse().ok()?, name });
    Ok(rows.into_iter().filter_map(holiday).collect())
}

/// The site's calendar, or a team's own, for its form. `None` when the team has none of its own.
pub fn stored(db: &mut Db, team: Option<TeamId>) -> Result<Option<Stored>> {
    let Some((id, time_zone, hours, updated_at)) = row(db, team)? else { return Ok(None) };
    let hours = Hours::from_text(&hours).unwrap_or_default();
    let mut days: [String; 7] = Default::default();
    for (text, spans) in days.iter_mut().zip(&hours.0) {
        *text = day_text(spans);
    }
    Ok(Some(Stored { time_zone, days, holidays: as_text(&days_off(db, id)?), updated_at }))
}

/// The calendar to count with: a team's own, else the site's.
pub fn of_team(db: &mut Db, team: TeamId) -> Result<Calendar> {
    load(db, Some(team))
}

/// The calendar to count with: a team's own if it has one, else the site's.
pub fn load(db: &mut Db, team: Option<TeamId>) -> Result<Calendar> {
    let own = match team {
        Some(_) => row(db, team)?,
        None => None,
    };
    let found = match own {
        Some(own) => Some(own),
        None => row(db, None)?,
    };
    let (id, zone, hours, _) = found.ok_or_else(|| Error::internal("the site has no calendar"))?;
    let zone = match zone.parse() {
        Ok(zone) => zone,
        Err(_) => site::find(db)?.zone(),
    };
    let hours =
        Hours::from_text(&hours).ok_or_else(|| Error::internal("a calendar's hours cannot be read"))?;
    let holidays: BTreeSet<NaiveDate> = days_off(db, id)?.into_iter().map(|one| one.day).collect();
    Ok(Calendar { zone, hours, holidays })
}

/// The same as [`row`], locked on PostgreSQL until the transaction ends.
fn lock(db: &mut Db, team: Option<TeamId>) -> Result<Option<Row>> {
    let found = row(db, team)?;
    let (Some((id, ..)), Db::Postgres(c)) = (&found, &mut *db) else { return Ok(found) };
    calendars::table.find(*id).select(calendars::id).for_update().first::<CalendarId>(c).optional()?;
    row(db, team)
}

/// Stores the site's calendar, or a team's own. `seen` is when the form's calendar was last changed.
///
/// # Errors
/// `Conflict` when somebody changed it since.
pub fn save(
    db: &mut Db,
    team: Option<TeamId>,
    draft: &CalendarDraft,
    seen: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let before = lock(db, team)?;
    let is_old = |(_, _, _, at): &Row| seen.is_some_and(|seen| seen != *at);
    if before.as_ref().is_some_and(is_old) {
        return Err(Error::Conflict("error-calendar-changed"));
    }
    let values = (
        calendars::time_zone.eq(&draft.time_zone),
        calendars::hours.eq(draft.hours.to_text()),
        calendars::updated_at.eq(now),
    );
    let id = match before {
        Some((id, ..)) => {
            diesel::update(calendars::table.find(id)).set(values).execute(db)?;
            id
        }
        None => diesel::insert_into(calendars::table)
            .values((calendars::team_id.eq(team), values))
            .returning(calendars::id)
            .get_result(db)?,
    };
    diesel::delete(holidays::table.filter(holidays::calendar_id.eq(id))).execute(db)?;
    for one in &draft.holidays {
        let values = (
            holidays::calendar_id.eq(id),
            holidays::day.eq(one.day.to_string()),
            holidays::name.eq(&one.name),
        );
        diesel::insert_into(holidays::table).values(values).execute(db)?;
    }
    Ok(())
}

/// Lets a team work by the site's calendar again.
pub fn leave_own(db: &mut Db, team: TeamId) -> Result<()> {
    diesel::delete(calendars::table.filter(calendars::team_id.eq(Some(team)))).execute(db)?;
    Ok(())
}
