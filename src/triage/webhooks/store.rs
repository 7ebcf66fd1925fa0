//! Deliveries as rows: waiting, claimed by a worker for a while, delivered or given up.

use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::Value;

use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{deliveries, ideas};
use crate::error::{Error, Result};
use crate::ids::{DeliveryId, IdeaId, TeamId};
use crate::merges;
use crate::text_enum;
use crate::time::Timestamp;

/// Deliveries on one page.
const PAGE: usize = 50;

text_enum! {
    /// Where a delivery stands.
    pub enum DeliveryState {
        /// It waits for its next try.
        Waiting = "waiting",
        /// A worker is sending it.
        Claimed = "claimed",
        /// The receiver took it.
        Delivered = "delivered",
        /// It was given up.
        Failed = "failed",
        /// What it tells of was hidden before it could be sent.
        Withheld = "withheld",
    }
}

impl DeliveryState {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "delivery-waiting",
            Self::Claimed => "delivery-claimed",
            Self::Delivered => "delivery-delivered",
            Self::Failed => "delivery-failed",
            Self::Withheld => "delivery-withheld",
        }
    }

    /// The pill that it is shown with.
    pub fn pill(self) -> &'static str {
        match self {
            Self::Waiting | Self::Claimed => "active",
            Self::Delivered => "done",
            Self::Failed => "alert",
            Self::Withheld => "closed",
        }
    }
}

/// A message to a team's webhook.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = deliveries)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The team.
    pub team_id: TeamId,
    /// What it tells of, by the name that receivers see.
    pub event: String,
    /// Where it goes.
    pub url: String,
    /// The body, byte for byte.
    pub payload: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next.
    pub next_at: Timestamp,
    /// When a worker took it last.
    pub claimed_at: Option<Timestamp>,
    /// The status of the last answer.
    pub response_status: Option<i32>,
    /// The beginning of the last answer, at most 1,024 bytes.
    pub response_excerpt: Option<String>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was delivered or given up.
    pub done_at: Option<Timestamp>,
}

impl Delivery {
    /// The `webhook-id`: the same at every try, so that receivers know what they have had.
    pub fn message_id(&self) -> String {
        format!("msg_{}", self.id)
    }

    fn idea(&self) -> Option<IdeaId> {
        let payload: Value = serde_json::from_str(&self.payload).ok()?;
        payload.pointer("/data/idea/id")?.as_i64().map(IdeaId::new)
    }
}

/// A delivery about to be written.
#[derive(Debug, Clone)]
pub(super) struct NewDelivery<'a> {
    pub(super) key: String,
    pub(super) team: TeamId,
    pub(super) event: &'a str,
    pub(super) url: &'a str,
    pub(super) payload: String,
}

/// Writes a delivery down, unless one with its key is there.
pub(super) fn insert(db: &mut Db, new: &NewDelivery<'_>, now: Timestamp) -> Result<Option<DeliveryId>> {
    let there: Option<DeliveryId> =
        deliveries::table.filter(deliveries::key.eq(&new.key)).select(deliveries::id).first(db).optional()?;
    if there.is_some() {
        return Ok(None);
    }
    let values = (
        deliveries::key.eq(&new.key),
        deliveries::team_id.eq(new.team),
        deliveries::event.eq(new.event),
        deliveries::url.eq(new.url),
        deliveries::payload.eq(&new.payload),
        deliveries::state.eq(DeliveryState::Waiting),
        deliveries::attempts.eq(0),
        deliveries::next_at.eq(now),
        deliveries::created_at.eq(now),
    );
    Ok(Some(diesel::insert_into(deliveries::table).values(values).returning(deliveries::id).get_result(db)?))
}

/// A delivery.
pub fn find(db: &mut Db, id: DeliveryId) -> Result<Delivery> {
    deliveries::table.find(id).select(Delivery::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// Deliveries, newest first, perhaps of one team. `after` is the last id of the page before.
pub fn list(db: &mut Db, team: Option<TeamId>, after: Option<DeliveryId>) -> Result<Page<Delivery>> {
    let size = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut query =
        deliveries::table.order(deliveries::id.desc()).limit(size).select(Delivery::as_select()).into_boxed();
    if let Some(team) = team {
        query = query.filter(deliveries::team_id.eq(team));
    }
    if let Some(after) = after {
        query = query.filter(deliveries::id.lt(after));
    }
    Ok(Page::cut(query.load(db)?, PAGE, |delivery| delivery.id.to_string()))
}

/// Lets a delivery go out once more, under the same id, with all its tries before it.
pub fn send_again(db: &mut Db, id: DeliveryId, now: Timestamp) -> Result<()> {
    let delivery = find(db, id)?;
    if delivery.state == DeliveryState::Claimed {
        return Err(Error::Conflict("error-delivery-claimed"));
    }
    diesel::update(deliveries::table.find(id))
        .set((
            deliveries::state.eq(DeliveryState::Waiting),
            deliveries::attempts.eq(0),
            deliveries::next_at.eq(now),
            deliveries::done_at.eq(None::<Timestamp>),
        ))
        .execute(db)?;
    Ok(())
}

/// Takes up to `most` deliveries that are due for this worker; those that a worker claimed `lease` microseconds ago
/// and never finished come back first. What tells of a hidden idea is withheld.
pub fn claim(db: &mut Db, worker: &str, most: i64, lease: i64, now: Timestamp) -> Result<Vec<Delivery>> {
    let expired = deliveries::table
        .filter(diesel::dsl::sql::<Bool>("deliveries.state = 'claimed'"))
        .filter(deliveries::claimed_at.lt(Some(now.minus(lease))));
    diesel::update(expired)
        .set((deliveries::state.eq(DeliveryState::Waiting), deliveries::claimed_by.eq(None::<String>)))
        .execute(db)?;
    let ids = due(db, most, now)?;
    diesel::update(deliveries::table.filter(deliveries::id.eq_any(&ids)))
        .set((
            deliveries::state.eq(DeliveryState::Claimed),
            deliveries::claimed_by.eq(Some(worker)),
            deliveries::claimed_at.eq(Some(now)),
        ))
        .execute(db)?;
    let claimed: Vec<Delivery> = deliveries::table
        .filter(deliveries::id.eq_any(&ids))
        .order(deliveries::id)
        .select(Delivery::as_select())
        .load(db)?;
    withhold(db, claimed, now)
}

/// Whether there is anything to claim.
pub(super) fn is_due(db: &mut Db, lease: i64, now: Timestamp) -> Result<bool> {
    let waiting = deliveries::table
        .filter(diesel::dsl::sql::<Bool>("deliveries.state = 'waiting'"))
        .filter(deliveries::next_at.le(now))
        .select(deliveries::id);
    if waiting.first::<DeliveryId>(db).optional()?.is_some() {
        return Ok(true);
    }
    let expired = deliveries::table
        .filter(diesel::dsl::sql::<Bool>("deliveries.state = 'claimed'"))
        .filter(deliveries::claimed_at.lt(Some(now.minus(lease))))
        .select(deliveries::id);
    Ok(expired.first::<DeliveryId>(db).optional()?.is_some())
}

fn due(db: &mut Db, most: i64, now: Timestamp) -> Result<Vec<DeliveryId>> {
    let query = deliveries::table
        // Written out, as the index is on it.
        .filter(diesel::dsl::sql::<Bool>("deliveries.state = 'waiting'"))
        .filter(deliveries::next_at.le(now))
        .order((deliveries::next_at, deliveries::id))
        .limit(most)
        .select(deliveries::id);
    Ok(match db {
        Db::Postgres(c) => query.for_update().skip_locked().load(c)?,
        Db::Sqlite(c) => query.load(c)?,
    })
}

fn withhold(db: &mut Db, claimed: Vec<Delivery>, now: Timestamp) -> Result<Vec<Delivery>> {
    let about: Vec<IdeaId> = claimed.iter().filter_map(Delivery::idea).collect();
    let shown: Vec<IdeaId> = ideas::table
        .filter(ideas::id.eq_any(&about))
        .filter(diesel::dsl::sql::<Bool>(merges::STANDS))
        .select(ideas::id)
        .load(db)?;
    let (open, hidden): (Vec<Delivery>, Vec<Delivery>) =
        claimed.into_iter().partition(|delivery| delivery.idea().is_none_or(|idea| shown.contains(&idea)));
    let ids: Vec<DeliveryId> = hidden.iter().map(|delivery| delivery.id).collect();
    if !ids.is_empty() {
        diesel::update(deliveries::table.filter(deliveries::id.eq_any(ids)))
            .set((
                deliveries::state.eq(DeliveryState::Withheld),
                deliveries::claimed_by.eq(None::<String>),
                deliveries::done_at.eq(Some(now)),
            ))
            .execute(db)?;
    }
    Ok(open)
}

/// Gives back what this worker has claimed and not finished; for a stop in good order.
pub fn release(db: &mut Db, worker: &str) -> Result<usize> {
    let own = deliveries::table
        .filter(diesel::dsl::sql::<Bool>("deliveries.state = 'claimed'"))
        .filter(deliveries::claimed_by.eq(Some(worker)));
    Ok(diesel::update(own)
        .set((deliveries::state.eq(DeliveryState::Waiting), deliveries::claimed_by.eq(None::<String>)))
        .execute(db)?)
}

/// How a try went.
#[derive(Debug, Clone)]
pub(super) struct Tried {
    pub(super) state: DeliveryState,
    pub(super) next_at: Timestamp,
    pub(super) status: Option<i32>,
    pub(super) excerpt: Option<String>,
    pub(super) error: Option<String>,
}

/// Writes down how a try went, unless the delivery has gone to another worker meanwhile.
pub(super) fn finish(
    db: &mut Db,
    worker: &str,
    delivery: &Delivery,
    tried: &Tried,
    now: Timestamp,
) -> Result<()> {
    let own = deliveries::table
        .find(delivery.id)
        .filter(deliveries::state.eq(DeliveryState::Claimed))
        .filter(deliveries::claimed_by.eq(Some(worker)));
    let done_at = (tried.state != DeliveryState::Waiting).then_some(now);
    diesel::update(own)
        .set((
            deliveries::state.eq(tried.state),
            deliveries::attempts.eq(delivery.attempts + 1),
            deliveries::next_at.eq(tried.next_at),
            deliveries::claimed_by.eq(None::<String>),
            deliveries::response_status.eq(tried.status),
            deliveries::response_excerpt.eq(&tried.excerpt),
            deliveries::error.eq(&tried.error),
            deliveries::done_at.eq(done_at),
        ))
        .execute(db)?;
    Ok(())
}
