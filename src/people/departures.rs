//! Leaving: the account is closed at once and deleted for good a week later, unless its owner takes that back.

use diesel::prelude::*;

use super::{Person, Role, roles, sessions};
use crate::db::Db;
use crate::db::schema::{departures, people};
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::text_enum;
use crate::time::{DAY, Timestamp};

/// How long somebody has to change their mind.
pub const GRACE: i64 = 7 * DAY;
/// How long before the end they are reminded.
const REMINDER: i64 = 2 * DAY;

text_enum! {
    /// What is being erased.
    pub enum Phase {
        /// What mails repeat.
        Mails = "mails",
        /// What was sent to webhooks.
        Deliveries = "deliveries",
        /// What the log of acts repeats.
        Acts = "acts",
        /// What is kept of refused sign-ins.
        Refusals = "refusals",
        /// Votes and points, if they are to go.
        Votes = "votes",
        /// Comments, if posts are to go.
        Comments = "comments",
        /// Ideas, if posts are to go.
        Ideas = "ideas",
        /// The person.
        Rest = "rest",
    }
}

impl Phase {
    /// What is erased after this.
    #[must_use]
    pub fn next(self) -> Self {
        let mut behind = Self::ALL.iter().skip_while(|phase| **phase != self).skip(1);
        behind.next().copied().unwrap_or(Self::Rest)
    }
}

/// What becomes of what somebody leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wishes {
    /// Ideas and comments are deleted; else they stay without a name.
    pub posts_go: bool,
    /// Votes are taken back; else they stay counted, nobody's.
    pub votes_go: bool,
}

/// Somebody on their way out.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = departures)]
pub struct Departure {
    /// Who.
    pub person_id: PersonId,
    /// Whether ideas and comments go.
    pub posts_go: bool,
    /// Whether votes go.
    pub votes_go: bool,
    /// When the account is deleted for good.
    pub due_at: Timestamp,
    /// Since when there is no way back.
    pub begun_at: Option<Timestamp>,
    /// What is being erased.
    pub phase: Phase,
}

/// Closes an account, to be deleted when the week is over.
///
/// # Errors
/// `Conflict` when nobody would administer the site any more, or it is closed already.
pub fn ask(db: &mut Db, person: &Person, wishes: Wishes, now: Timestamp) -> Result<Departure> {
    if person.role == Role::Administrator {
        roles::refuse_last_administrator(db, person.id)?;
    }
    let due = now.plus(GRACE);
    let here = people::table
        .find(person.id)
        .filter(people::leaving_at.is_null())
        .filter(people::former_at.is_null());
    let closed = diesel::update(here).set(people::leaving_at.eq(Some(due))).execute(db)?;
    if closed == 0 {
        return Err(Error::Conflict("error-leaving"));
    }
    insert(db, person.id, wishes, (now, due))?;
    sessions::end_all(db, person.id)?;
    find(db, person.id)?.ok_or(Error::NotFound)
}

fn insert(db: &mut Db, person: PersonId, wishes: Wishes, (now, due): (Timestamp, Timestamp)) -> Result<()> {
    let values = (
        departures::person_id.eq(person),
        departures::posts_go.eq(wishes.posts_go),
        departures::votes_go.eq(wishes.votes_go),
        departures::asked_at.eq(now),
        departures::due_at.eq(due),
        departures::phase.eq(Phase::Mails),
    );
    diesel::insert_into(departures::table).values(values).execute(db)?;
    Ok(())
}

/// Closes an account that was deleted before and came back with a backup; it is deleted as soon as the worker looks.
/// Says whether it was there.
pub fn ask_again(db: &mut Db, person: PersonId, wishes: Wishes, now: Timestamp) -> Result<bool> {
    diesel::delete(departures::table.find(person)).execute(db)?;
    let here = people::table.find(person).filter(people::former_at.is_null());
    if diesel::update(here).set(people::leaving_at.eq(Some(now))).execute(db)? == 0 {
        return Ok(false);
    }
    insert(db, person, wishes, (now, now))?;
    sessions::end_all(db, person)?;
    Ok(true)
}

/// The departure of somebody, if they are leaving.
pub fn find(db: &mut Db, person: PersonId) -> Result<Option<Departure>> {
    Ok(departures::table.find(person).select(Departure::as_select()).first(db).optional()?)
}

/// Opens the account again.
///
/// # Errors
/// `Gone` when nobody is leaving, or erasing has begun.
pub fn take_back(db: &mut Db, person: PersonId) -> Result<()> {
    let waiting = departures::table.find(person).filter(departures::begun_at.is_null());
    if diesel::delete(waiting).execute(db)? == 0 {
        return Err(Error::Gone);
    }
    diesel::update(people::table.find(person)).set(people::leaving_at.eq(None::<Timestamp>)).execute(db)?;
    Ok(())
}

/// Those whose week is over. From here on there is no way back for them.
pub fn begin_due(db: &mut Db, now: Timestamp) -> Result<Vec<PersonId>> {
    let due: Vec<PersonId> = departures::table
        .filter(departures::begun_at.is_null())
        .filter(departures::due_at.le(now))
        .order((departures::due_at, departures::person_id))
        .limit(100)
        .select(departures::person_id)
        .load(db)?;
    if !due.is_empty() {
        diesel::update(departures::table.filter(departures::person_id.eq_any(&due)))
            .set(departures::begun_at.eq(Some(now)))
            .execute(db)?;
    }
    Ok(due)
}

/// Those to be reminded now; each is given once.
pub fn remind_due(db: &mut Db, now: Timestamp) -> Result<Vec<Departure>> {
    let due: Vec<Departure> = departures::table
        .filter(departures::begun_at.is_null())
        .filter(departures::reminded_at.is_null())
        .filter(departures::due_at.gt(now))
        .filter(departures::due_at.le(now.plus(REMINDER)))
        .order((departures::due_at, departures::person_id))
        .limit(100)
        .select(Departure::as_select())
        .load(db)?;
    let ids: Vec<PersonId> = due.iter().map(|departure| departure.person_id).collect();
    if !ids.is_empty() {
        diesel::update(departures::table.filter(departures::person_id.eq_any(&ids)))
            .set(departures::reminded_at.eq(Some(now)))
            .execute(db)?;
    }
    Ok(due)
}

/// Goes on to the next phase.
pub fn enter(db: &mut Db, person: PersonId, phase: Phase) -> Result<()> {
    diesel::update(departures::table.find(person)).set(departures::phase.eq(phase)).execute(db)?;
    Ok(())
}
