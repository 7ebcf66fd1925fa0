//! Finding single ideas.

use diesel::prelude::*;

use super::{Idea, Viewer, policy};
use crate::db::Db;
use crate::db::schema::{idea_tags, ideas};
use crate::error::{Error, Result};
use crate::ids::{IdeaId, TagId};
use crate::merges;

/// An idea by its number, whoever asks.
pub fn find(db: &mut Db, id: IdeaId) -> Result<Idea> {
    ideas::table.find(id).select(Idea::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// An idea by its number; not found for those who must not see it.
pub fn find_visible(db: &mut Db, id: IdeaId, viewer: Viewer) -> Result<Idea> {
    let idea = find(db, id)?;
    policy::may_see(viewer, &idea)?;
    Ok(idea)
}

/// The idea that this number leads to now: its own, or the one that it was merged into; not found for those who must
/// not see it.
pub fn find_home(db: &mut Db, id: IdeaId, viewer: Viewer) -> Result<Idea> {
    let idea = find(db, id)?;
    if idea.shown != merges::SHOWN {
        policy::may_see(viewer, &idea)?;
        return Ok(idea);
    }
    let home = merges::home(db, id)?;
    find_visible(db, home, viewer)
}

/// An idea by its number, whoever asks. On PostgreSQL its row is locked until the transaction ends, so that whoever
/// changes the same idea's rows waits; SQLite has one writer and needs no lock.
pub fn lock(db: &mut Db, id: IdeaId) -> Result<Idea> {
    if let Db::Postgres(c) = db {
        ideas::table.find(id).select(ideas::id).for_update().first::<IdeaId>(c).optional()?;
    }
    find(db, id)
}

/// The tags of ideas, in no order; one query.
pub fn tags_of(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<(IdeaId, TagId)>> {
    Ok(idea_tags::table
        .filter(idea_tags::idea_id.eq_any(ids))
        .select((idea_tags::idea_id, idea_tags::tag_id))
        .load(db)?)
}
