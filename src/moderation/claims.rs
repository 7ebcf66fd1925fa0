//! Claims: whoever takes something out of the queue has it to themselves for a while, so that two do not work on the same.

use std::collections::HashMap;

use diesel::prelude::*;

use super::item::{Item, ItemKind};
use super::{policy, queue};
use crate::db::Db;
use crate::db::schema::{moderation_claims as claims, people};
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::people::Person;
use crate::time::{MINUTE, Timestamp};

/// How long a claim holds, in microseconds.
pub const TERM: i64 = 15 * MINUTE;

/// Who has something, and until when.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Who has it.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Until when, unless they decide or give it back before.
    pub ends_at: Timestamp,
}

/// Takes something that waits. Taking it again begins the time anew; `over` takes it from whoever has it.
///
/// # Errors
/// `Conflict` when it does not wait any more, `Claimed` when somebody else has it.
pub fn take(db: &mut Db, moderator: &Person, item: Item, over: bool, now: Timestamp) -> Result<()> {
    policy::may_moderate(moderator)?;
    item.lock(db)?;
    if !queue::waits(db, item)? {
        return Err(Error::Conflict("error-not-in-queue"));
    }
    if !over {
        refuse_others(db, moderator, item, now)?;
    }
    let (kind, id) = item.parts();
    diesel::delete(claims::table.filter(claims::ends_at.le(now))).execute(db)?;
    settle(db, item)?;
    let values = (
        claims::kind.eq(kind),
        claims::item_id.eq(id),
        claims::person_id.eq(moderator.id),
        claims::ends_at.eq(now.plus(TERM)),
    );
    diesel::insert_into(claims::table).values(values).execute(db)?;
    Ok(())
}

/// Gives back what somebody has taken; nothing happens when they do not have it any more.
pub fn give_back(db: &mut Db, moderator: &Person, item: Item) -> Result<()> {
    policy::may_moderate(moderator)?;
    let (kind, id) = item.parts();
    let own = claims::table.find((kind.as_str(), id)).filter(claims::person_id.eq(moderator.id));
    diesel::delete(own).execute(db)?;
    Ok(())
}

/// Who has what of these, of now; one query.
pub fn of_items(db: &mut Db, items: &[Item], now: Timestamp) -> Result<HashMap<Item, Claim>> {
    let ids: Vec<i64> = items.iter().map(|item| item.parts().1).collect();
    let rows: Vec<(ItemKind, i64, PersonId, String, Timestamp)> = claims::table
        .inner_join(people::table.on(people::id.eq(claims::person_id)))
        .filter(claims::item_id.eq_any(ids))
        .filter(claims::ends_at.gt(now))
        .select((claims::kind, claims::item_id, claims::person_id, people::name, claims::ends_at))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(kind, id, person, name, ends_at)| (Item::new(kind, id), Claim { person, name, ends_at }))
        .collect())
}

/// Refuses to decide what somebody else has.
pub(super) fn refuse_others(db: &mut Db, moderator: &Person, item: Item, now: Timestamp) -> Result<()> {
    match of_items(db, &[item], now)?.remove(&item) {
        Some(claim) if claim.person != moderator.id => {
            Err(Error::Claimed { by: claim.name, until: claim.ends_at })
        }
        _ => Ok(()),
    }
}

/// Nobody has it any more: it is decided.
pub(super) fn settle(db: &mut Db, item: Item) -> Result<()> {
    let (kind, id) = item.parts();
    diesel::delete(claims::table.find((kind.as_str(), id))).execute(db)?;
    Ok(())
}
