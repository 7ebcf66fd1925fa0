//! The number of comments that an idea shows: it equals the rows that are visible and not deleted.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{comments, ideas};
use crate::error::Result;
use crate::ideas::{PostState, queries};
use crate::ids::IdeaId;

/// Adds to the number of an idea whose row is locked.
pub(super) fn add(db: &mut Db, idea: IdeaId, by: i64) -> Result<()> {
    diesel::update(ideas::table.find(idea))
        .set(ideas::comment_count.eq(ideas::comment_count + by))
        .execute(db)?;
    Ok(())
}

/// Counts the rows and stores their number: for whatever changes what is visible, and for `doctor`.
pub fn recount(db: &mut Db, idea: IdeaId) -> Result<i64> {
    queries::lock(db, idea)?;
    let count: i64 = comments::table
        .filter(comments::idea_id.eq(idea))
        .filter(comments::state.eq(PostState::Visible))
        .filter(comments::deleted_at.is_null())
        .count()
        .get_result(db)?;
    diesel::update(ideas::table.find(idea)).set(ideas::comment_count.eq(count)).execute(db)?;
    Ok(count)
}
