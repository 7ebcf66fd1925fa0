//! Banning somebody from posting, voting and commenting, until a moment or for good, and lifting the ban. They can
//! still read and stay signed in, and are told why and until when.

use chrono::{NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use diesel::prelude::*;
use serde_json::json;

use super::{Remark, policy};
use crate::db::Db;
use crate::db::schema::bans;
use crate::error::{Error, FieldErrors, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{ActId, BanId, PersonId};
use crate::people::{Person, queries};
use crate::settings::Settings;
use crate::text::words::Words;
use crate::text_enum;
use crate::time::{DAY, Timestamp};

text_enum! {
    /// How long a ban is to last, as the form offers it.
    pub enum BanTerm {
        /// A day.
        Day = "day",
        /// Seven days.
        Week = "week",
        /// Thirty days.
        Month = "month",
        /// Until a moment that is typed beside it.
        Until = "until",
        /// For good.
        Forever = "forever",
    }
}

impl BanTerm {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "ban-term-day",
            Self::Week => "ban-term-week",
            Self::Month => "ban-term-month",
            Self::Until => "ban-term-until",
            Self::Forever => "ban-term-forever",
        }
    }
}

/// A parsed ban: why, and until when.
#[derive(Debug, Clone)]
pub struct BanDraft {
    remark: Remark,
    ends_at: Option<Timestamp>,
}

impl BanDraft {
    /// Parses the form. `until` is `2026-11-22T18:00` in the moderator's own time zone.
    pub fn parse(remark: Result<Remark>, term: &str, until: &str, zone: Tz, now: Timestamp) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let remark = match remark {
            Err(Error::Invalid(wrong)) => {
                errors = wrong;
                None
            }
            remark => Some(remark?),
        };
        let ends_at = match BanTerm::parse(term) {
            Some(BanTerm::Day) => Some(now.plus(DAY)),
            Some(BanTerm::Week) => Some(now.plus(7 * DAY)),
            Some(BanTerm::Month) => Some(now.plus(30 * DAY)),
            Some(BanTerm::Forever) => None,
            Some(BanTerm::Until) => parse_end(until, zone, now, &mut errors),
            None => {
                errors.add("term", "error-ban-term");
                None
            }
        };
        match remark {
            Some(remark) => errors.or(Self { remark, ends_at }),
            None => Err(Error::Invalid(errors)),
        }
    }
}

fn parse_end(typed: &str, zone: Tz, now: Timestamp, errors: &mut FieldErrors) -> Option<Timestamp> {
    let local = NaiveDateTime::parse_from_str(typed.trim(), "%Y-%m-%dT%H:%M").ok();
    let at = local.and_then(|local| zone.from_local_datetime(&local).latest());
    let Some(at) = at.map(|at| Timestamp::from(at.to_utc())) else {
        errors.add("until", "error-ban-until");
        return None;
    };
    if at <= now {
        errors.add("until", "error-ban-until-past");
    }
    Some(at)
}

/// Bans somebody. A ban in force gives way to this one.
pub fn ban(
    db: &mut Db,
    moderator: &Person,
    person: PersonId,
    draft: &BanDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<ActId> {
    let person = queries::find(db, person)?.ok_or(Error::NotFound)?;
    policy::may_ban(moderator, &person)?;
    end_all(db, moderator.id, person.id, now)?;
    let language = person.language.unwrap_or(settings.site.language);
    let words = Words::new(language, person.zone(settings.site.zone()));
    let values = (
        bans::person_id.eq(person.id),
        bans::reason.eq(draft.remark.told(&words)),
        bans::created_by.eq(moderator.id),
        bans::created_at.eq(now),
        bans::ends_at.eq(draft.ends_at),
    );
    diesel::insert_into(bans::table).values(values).execute(db)?;
    NewAct::new(ActKind::Banned, ActAudience::Log, Some(moderator.id))
        .person(person.id)
        .detail(json!({ "reason": draft.remark.reason(), "until": draft.ends_at }))
        .record(db, now)
}

/// Lifts somebody's ban.
///
/// # Errors
/// `Conflict` when there is none in force.
pub fn lift(db: &mut Db, moderator: &Person, person: PersonId, now: Timestamp) -> Result<()> {
    policy::may_moderate(moderator)?;
    if end_all(db, moderator.id, person, now)? == 0 {
        return Err(Error::Conflict("error-not-banned"));
    }
    NewAct::new(ActKind::BanLifted, ActAudience::Log, Some(moderator.id)).person(person).record(db, now)?;
    Ok(())
}

fn end_all(db: &mut Db, moderator: PersonId, person: PersonId, now: Timestamp) -> Result<usize> {
    let in_force = bans::table
        .filter(bans::person_id.eq(person))
        .filter(bans::lifted_at.is_null())
        .filter(bans::ends_at.is_null().or(bans::ends_at.gt(now)));
    Ok(diesel::update(in_force)
        .set((bans::lifted_at.eq(Some(now)), bans::lifted_by.eq(Some(moderator))))
        .execute(db)?)
}

/// A ban in force, as moderators see it.
#[derive(Debug, Clone)]
pub struct BanRow {
    /// Its id.
    pub id: BanId,
    /// Who is banned.
    pub person: Person,
    /// The reason, as the person sees it.
    pub reason: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when; for good, if none.
    pub ends_at: Option<Timestamp>,
}

/// Bans in force, newest first, `limit` after the one given.
pub fn list(db: &mut Db, after: Option<BanId>, limit: i64, now: Timestamp) -> Result<Vec<BanRow>> {
    use crate::db::schema::people;
    let mut query = bans::table
        .inner_join(people::table.on(people::id.eq(bans::person_id)))
        .filter(bans::lifted_at.is_null())
        .filter(bans::ends_at.is_null().or(bans::ends_at.gt(now)))
        .order(bans::id.desc())
        .limit(limit)
        .select((bans::id, Person::as_select(), bans::reason, bans::created_at, bans::ends_at))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(bans::id.lt(after));
    }
    let rows: Vec<(BanId, Person, String, Timestamp, Option<Timestamp>)> = query.load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, person, reason, created_at, ends_at)| BanRow { id, person, reason, created_at, ends_at })
        .collect())
}
