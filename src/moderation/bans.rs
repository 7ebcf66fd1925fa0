//! Banning somebody from posting, voting and commenting, on the site or on one board, until a moment or for good, and lifting
//! the ban. They can still read and stay signed in, and are told why and until when.

use chrono::{NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use diesel::prelude::*;
use serde_json::json;

use super::{Remark, policy};
use crate::db::Db;
use crate::db::schema::bans;
use crate::error::{Error, FieldErrors, Result};
use crate::history::{Act, ActAudience, ActKind, NewAct};
use crate::ids::{ActId, BanId, BoardId, PersonId};
use crate::people::bans::{all as bans_of, in_force};
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
    board: Option<BoardId>,
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
            Some(remark) => errors.or(Self { remark, ends_at, board: None }),
            None => Err(Error::Invalid(errors)),
        }
    }
}

impl BanDraft {
    /// The same, from one board only.
    #[must_use]
    pub fn from_board(self, board: Option<BoardId>) -> Self {
        Self { board, ..self }
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

/// Bans somebody from the site or from one board. A ban in force from the same gives way to this one.
pub fn ban(
    db: &mut Db,
    moderator: &Person,
    person: PersonId,
    draft: &BanDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<ActId> {
    queries::lock(db, person)?;
    let person = queries::find(db, person)?.ok_or(Error::NotFound)?;
    policy::may_ban(moderator, &person)?;
    if let Some(board) = draft.board {
        settings.catalog.board(board)?;
    }
    let ended = end(db, moderator.id, person.id, draft.board, now)?;
    let language = person.language.unwrap_or(settings.site.language);
    let words = Words::new(language, person.zone(settings.site.zone()));
    let values = (
        bans::person_id.eq(person.id),
        bans::reason.eq(draft.remark.told(&words)),
        bans::created_by.eq(moderator.id),
        bans::created_at.eq(now),
        bans::ends_at.eq(draft.ends_at),
        bans::board_id.eq(draft.board),
    );
    let ban: BanId = diesel::insert_into(bans::table).values(values).returning(bans::id).get_result(db)?;
    on(NewAct::new(ActKind::Banned, ActAudience::Log, Some(moderator.id)), person.id, draft.board)
        .detail(
            json!({ "reason": draft.remark.reason(), "until": draft.ends_at, "ban": ban, "ended": ended }),
        )
        .record(db, now)
}

fn on(act: NewAct, person: PersonId, board: Option<BoardId>) -> NewAct {
    let act = act.person(person);
    match board {
        Some(board) => act.board(board),
        None => act,
    }
}

/// Lifts somebody's ban from the site, or from one board.
///
/// # Errors
/// `Conflict` when there is none in force.
pub fn lift(
    db: &mut Db,
    moderator: &Person,
    person: PersonId,
    board: Option<BoardId>,
    now: Timestamp,
) -> Result<ActId> {
    policy::may_moderate(moderator)?;
    queries::lock(db, person)?;
    let ended = end(db, moderator.id, person, board, now)?;
    if ended.is_empty() {
        return Err(Error::Conflict("error-not-banned"));
    }
    on(NewAct::new(ActKind::BanLifted, ActAudience::Log, Some(moderator.id)), person, board)
        .detail(json!({ "ended": ended }))
        .record(db, now)
}

/// Takes a ban back: what was in force before it is in force again.
pub(super) fn take_back(db: &mut Db, moderator: &Person, act: &Act, now: Timestamp) -> Result<()> {
    let person = act.person_id.ok_or(Error::Gone)?;
    let own: Option<BanId> =
        serde_json::from_value(act.detail().get("ban").cloned().unwrap_or_default()).ok();
    let holds = in_force(db, person, act.board_id, now)?;
    if own.is_none_or(|own| !holds.contains(&own)) {
        return Err(Error::Conflict("error-ban-moved-on"));
    }
    lift(db, moderator, person, act.board_id, now)?;
    reinstate(db, act).map(drop)
}

/// Takes the lifting of a ban back.
///
/// # Errors
/// `Conflict` when they were banned anew since.
pub(super) fn ban_again(db: &mut Db, moderator: &Person, act: &Act, now: Timestamp) -> Result<()> {
    let person = act.person_id.ok_or(Error::Gone)?;
    queries::lock(db, person)?;
    let is_banned = !in_force(db, person, act.board_id, now)?.is_empty();
    if is_banned || reinstate(db, act)? == 0 {
        return Err(Error::Conflict("error-ban-moved-on"));
    }
    let held = bans_of(db, person, now)?.into_iter().find(|ban| ban.board_id == act.board_id);
    let (ban, until) = held.map(|ban| (ban.id, ban.ends_at)).unzip();
    on(NewAct::new(ActKind::Banned, ActAudience::Log, Some(moderator.id)), person, act.board_id)
        .detail(json!({ "until": until.flatten(), "ban": ban }))
        .record(db, now)
        .map(drop)
}

/// The bans that an act ended hold again, each until its own end. Gives how many.
fn reinstate(db: &mut Db, act: &Act) -> Result<usize> {
    let ended = act.detail().get("ended").cloned().unwrap_or_default();
    let ids: Vec<BanId> = serde_json::from_value(ended).unwrap_or_default();
    Ok(diesel::update(bans::table.filter(bans::id.eq_any(ids)))
        .set((bans::lifted_at.eq(None::<Timestamp>), bans::lifted_by.eq(None::<PersonId>)))
        .execute(db)?)
}

/// Ends what holds from the same place, and gives which those were.
fn end(
    db: &mut Db,
    moderator: PersonId,
    person: PersonId,
    board: Option<BoardId>,
    now: Timestamp,
) -> Result<Vec<BanId>> {
    let ids = in_force(db, person, board, now)?;
    diesel::update(bans::table.filter(bans::id.eq_any(&ids)))
        .set((bans::lifted_at.eq(Some(now)), bans::lifted_by.eq(Some(moderator))))
        .execute(db)?;
    Ok(ids)
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
    /// From which board; from the site, if none.
    pub board: Option<BoardId>,
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
        .select((
            bans::id,
            Person::as_select(),
            bans::reason,
            bans::created_at,
            bans::ends_at,
            bans::board_id,
        ))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(bans::id.lt(after));
    }
    type Row = (BanId, Person, String, Timestamp, Option<Timestamp>, Option<BoardId>);
    let rows: Vec<Row> = query.load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, person, reason, created_at, ends_at, board)| BanRow {
            id,
            person,
            reason,
            created_at,
            ends_at,
            board,
        })
        .collect())
}
