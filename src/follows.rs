//! Following an idea: who wants to hear what comes of it. A choice not to follow outlasts later votes and comments.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{follows, ideas};
use crate::error::Result;
use crate::ids::{IdeaId, ImportId, PersonId};
use crate::time::Timestamp;

/// Follows an idea because of something else the person did there, unless they once chose not to.
pub fn follow_along(db: &mut Db, idea: IdeaId, person: PersonId, now: Timestamp) -> Result<()> {
    lock(db, idea)?;
    if find(db, idea, person)?.is_none() {
        insert(db, idea, person, true, now)?;
        count(db, idea, 1)?;
    }
    Ok(())
}

/// Follows an idea or stops, by choice. Setting what is set already changes nothing.
pub fn set(db: &mut Db, idea: IdeaId, person: PersonId, is_on: bool, now: Timestamp) -> Result<()> {
    lock(db, idea)?;
    match find(db, idea, person)? {
        Some(before) if before == is_on => return Ok(()),
        Some(_) => {
            // A choice made here is not the import's any more that may have brought the row.
            let set = (
                follows::is_on.eq(is_on),
                follows::created_at.eq(now),
                follows::import_id.eq(None::<ImportId>),
            );
            diesel::update(follows::table.find((idea, person))).set(set).execute(db)?;
        }
        None => {
            insert(db, idea, person, is_on, now)?;
            if !is_on {
                return Ok(());
            }
        }
    }
    count(db, idea, if is_on { 1 } else { -1 })
}

/// Whether somebody follows (`Some(true)`), chose not to (`Some(false)`), or never said.
pub fn find(db: &mut Db, idea: IdeaId, person: PersonId) -> Result<Option<bool>> {
    Ok(follows::table.find((idea, person)).select(follows::is_on).first(db).optional()?)
}

fn insert(db: &mut Db, idea: IdeaId, person: PersonId, is_on: bool, now: Timestamp) -> Result<()> {
    let values = (
        follows::idea_id.eq(idea),
        follows::person_id.eq(person),
        follows::is_on.eq(is_on),
        follows::created_at.eq(now),
    );
    diesel::insert_into(follows::table).values(values).execute(db)?;
    Ok(())
}

fn count(db: &mut Db, idea: IdeaId, by: i64) -> Result<()> {
    diesel::update(ideas::table.find(idea))
        .set(ideas::follower_count.eq(ideas::follower_count + by))
        .execute(db)?;
    Ok(())
}

/// Makes whoever changes the same idea's rows wait; SQLite has one writer and needs nothing.
fn lock(db: &mut Db, idea: IdeaId) -> Result<()> {
    if let Db::Postgres(c) = db {
        ideas::table.find(idea).select(ideas::id).for_update().first::<IdeaId>(c).optional()?;
    }
    Ok(())
}
