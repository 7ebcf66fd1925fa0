//! The tags of the site: adding, renaming, keeping some for staff, deleting.

use diesel::prelude::*;

use super::Tag;
use crate::db::Db;
use crate::db::schema::{idea_tags, tags};
use crate::db::witness;
use crate::error::{Error, FieldErrors, Result};
use crate::ids::TagId;
use crate::site;
use crate::text::{clean, slug};
use crate::time::Timestamp;

/// Most characters in a tag.
pub const TAG_MAX: usize = 40;

/// Adds a tag.
pub fn add(db: &mut Db, name: &str, is_staff_only: bool, now: Timestamp) -> Result<TagId> {
    let name = parse(name)?;
    let slug = slug::slug(&name);
    let taken: i64 = tags::table.filter(tags::slug.eq(&slug)).count().get_result(db)?;
    if taken > 0 {
        return Err(Error::field("name", "error-name-taken"));
    }
    let values = (tags::slug.eq(slug), tags::name.eq(name), tags::is_staff_only.eq(is_staff_only));
    let id: TagId = diesel::insert_into(tags::table).values(values).returning(tags::id).get_result(db)?;
    witness::made("tag", id.raw());
    site::touch(db, now)?;
    Ok(id)
}

/// Gives a tag another name and says who sees it. Its name in addresses stays.
pub fn save(db: &mut Db, id: TagId, name: &str, is_staff_only: bool, now: Timestamp) -> Result<()> {
    find(db, id)?;
    let name = parse(name)?;
    diesel::update(tags::table.find(id))
        .set((tags::name.eq(name), tags::is_staff_only.eq(is_staff_only)))
        .execute(db)?;
    site::touch(db, now)
}

/// Deletes a tag from the site and from all ideas.
pub fn delete(db: &mut Db, id: TagId, now: Timestamp) -> Result<()> {
    find(db, id)?;
    diesel::delete(tags::table.find(id)).execute(db)?;
    site::touch(db, now)
}

/// How many ideas carry a tag, hidden and waiting ones included.
pub fn count_ideas(db: &mut Db, id: TagId) -> Result<i64> {
    Ok(idea_tags::table.filter(idea_tags::tag_id.eq(id)).count().get_result(db)?)
}

/// A tag.
pub fn find(db: &mut Db, id: TagId) -> Result<Tag> {
    tags::table.find(id).select(Tag::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

fn parse(typed: &str) -> Result<String> {
    let mut errors = FieldErrors::default();
    let name = clean::single_line(typed).unwrap_or_default();
    if clean::is_invisible(&name) || clean::char_count(&name) > TAG_MAX {
        errors.add_with("name", "error-board-name", &[("limit", 40)]);
    } else if slug::slug(&name).is_empty() {
        errors.add("name", "error-slug");
    }
    errors.or(name)
}
