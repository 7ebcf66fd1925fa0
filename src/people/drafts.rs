//! What somebody typed before signing in, kept until they have. Whoever holds the random key may read a draft.

use diesel::prelude::*;
use serde_json::Value;

use crate::db::Db;
use crate::db::schema::drafts;
use crate::error::{Error, Result};
use crate::ids::{DraftId, IdeaId};
use crate::site::{random_token, token_hash};
use crate::text_enum;
use crate::time::{DAY, Timestamp};

/// How long a draft is kept.
pub const LIFETIME: i64 = 7 * DAY;

text_enum! {
    /// What was about to be posted.
    pub enum DraftKind {
        /// An idea.
        Idea = "idea",
        /// A comment or reply.
        Comment = "comment",
        /// A vote.
        Vote = "vote",
    }
}

/// A kept form.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = drafts)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// What was about to be posted.
    pub kind: DraftKind,
    /// The idea that was voted or commented on.
    pub idea_id: Option<IdeaId>,
    /// The fields of the form, as JSON.
    pub payload: String,
}

impl Draft {
    /// The fields of the form.
    pub fn payload(&self) -> Value {
        serde_json::from_str(&self.payload).unwrap_or(Value::Null)
    }

    /// A text field of the form; empty when there is none.
    pub fn text(&self, field: &str) -> String {
        self.payload().get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

/// Keeps a form; gives the key that opens it.
pub fn keep(
    db: &mut Db,
    kind: DraftKind,
    idea: Option<IdeaId>,
    payload: &Value,
    now: Timestamp,
) -> Result<String> {
    let key = random_token();
    let values = (
        drafts::key_hash.eq(token_hash(&key)),
        drafts::kind.eq(kind),
        drafts::idea_id.eq(idea),
        drafts::payload.eq(payload.to_string()),
        drafts::created_at.eq(now),
    );
    diesel::insert_into(drafts::table).values(values).execute(db)?;
    Ok(key)
}

/// The draft that a key opens. It stays until [`remove`], so that a page that is loaded again is filled again.
pub fn find(db: &mut Db, key: &str, now: Timestamp) -> Result<Option<Draft>> {
    Ok(drafts::table
        .filter(drafts::key_hash.eq(token_hash(key)))
        .filter(drafts::created_at.gt(now.minus(LIFETIME)))
        .select(Draft::as_select())
        .first(db)
        .optional()?)
}

/// The draft behind a `?draft=` of an address, when it is of this kind and for this idea: what a page fills its form with.
pub fn find_for(
    db: &mut Db,
    key: Option<&str>,
    kind: DraftKind,
    idea: Option<IdeaId>,
    now: Timestamp,
) -> Result<Option<Draft>> {
    let Some(key) = key else { return Ok(None) };
    Ok(find(db, key, now)?.filter(|draft| draft.kind == kind && draft.idea_id == idea))
}

/// Removes the draft that a key opens: its post has arrived.
pub fn remove(db: &mut Db, key: &str) -> Result<()> {
    diesel::delete(drafts::table.filter(drafts::key_hash.eq(token_hash(key)))).execute(db)?;
    Ok(())
}

/// A draft by its id, for whoever has proved the sign-in that it was kept for.
pub(super) fn by_id(db: &mut Db, id: DraftId, now: Timestamp) -> Result<Option<Draft>> {
    Ok(drafts::table
        .find(id)
        .filter(drafts::created_at.gt(now.minus(LIFETIME)))
        .select(Draft::as_select())
        .first(db)
        .optional()?)
}

/// Removes a draft by its id.
pub(super) fn remove_by_id(db: &mut Db, id: DraftId) -> Result<()> {
    diesel::delete(drafts::table.find(id)).execute(db)?;
    Ok(())
}

/// Gives a draft a new key, for whoever has proved the sign-in that it was kept for, on whichever device.
pub(super) fn rekey(db: &mut Db, id: DraftId) -> Result<String> {
    let key = random_token();
    let changed =
        diesel::update(drafts::table.find(id)).set(drafts::key_hash.eq(token_hash(&key))).execute(db)?;
    if changed == 0 { Err(Error::Gone) } else { Ok(key) }
}
