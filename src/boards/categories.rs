//! The categories of a board: adding, renaming, ordering, deleting.

use diesel::prelude::*;

use super::create::parse_name;
use super::{Category, Step};
use crate::db::Db;
use crate::db::schema::{categories, ideas};
use crate::db::witness;
use crate::error::{Error, FieldErrors, Result};
use crate::ids::{BoardId, CategoryId};
use crate::site;
use crate::text::slug;
use crate::time::Timestamp;

/// Adds a category at the end of its board's.
pub fn add(db: &mut Db, board: BoardId, name: &str, now: Timestamp) -> Result<CategoryId> {
    let mut errors = FieldErrors::default();
    let name = parse_name(name, &mut errors);
    let slug = slug::slug(&name);
    if slug.is_empty() && errors.is_empty() {
        errors.add("name", "error-slug");
    }
    errors.or(())?;
    let of_board = categories::table.filter(categories::board_id.eq(board));
    let taken: i64 = of_board.filter(categories::slug.eq(&slug)).count().get_result(db)?;
    if taken > 0 {
        return Err(Error::field("name", "error-name-taken"));
    }
    let last: Option<i32> = of_board.select(diesel::dsl::max(categories::position)).first(db)?;
    let values = (
        categories::board_id.eq(board),
        categories::slug.eq(slug),
        categories::name.eq(name),
        categories::position.eq(last.unwrap_or(0) + 1),
    );
    let id: CategoryId =
        diesel::insert_into(categories::table).values(values).returning(categories::id).get_result(db)?;
    witness::made("category", id.raw());
    site::touch(db, now)?;
    Ok(id)
}

/// Gives a category another name. Its name in addresses stays, so that links keep leading there.
pub fn rename(db: &mut Db, id: CategoryId, name: &str, now: Timestamp) -> Result<Category> {
    let category = find(db, id)?;
    let mut errors = FieldErrors::default();
    let name = parse_name(name, &mut errors);
    errors.or(())?;
    diesel::update(categories::table.find(id)).set(categories::name.eq(name)).execute(db)?;
    site::touch(db, now)?;
    Ok(category)
}

/// Moves a category one place among its board's.
pub fn shift(db: &mut Db, id: CategoryId, step: Step, now: Timestamp) -> Result<Category> {
    let category = find(db, id)?;
    let ids: Vec<CategoryId> = categories::table
        .filter(categories::board_id.eq(category.board_id))
        .order((categories::position, categories::id))
        .select(categories::id)
        .load(db)?;
    for (position, category) in (1_i32..).zip(step.applied(&ids, id)) {
        diesel::update(categories::table.find(category))
            .set(categories::position.eq(position))
            .execute(db)?;
    }
    site::touch(db, now)?;
    Ok(category)
}

/// Deletes a category; its ideas have none afterwards.
pub fn delete(db: &mut Db, id: CategoryId, now: Timestamp) -> Result<Category> {
    let category = find(db, id)?;
    diesel::delete(categories::table.find(id)).execute(db)?;
    site::touch(db, now)?;
    Ok(category)
}

/// How many ideas have a category, hidden and waiting ones included.
pub fn count_ideas(db: &mut Db, id: CategoryId) -> Result<i64> {
    Ok(ideas::table.filter(ideas::category_id.eq(id)).count().get_result(db)?)
}

/// A category.
pub fn find(db: &mut Db, id: CategoryId) -> Result<Category> {
    categories::table.find(id).select(Category::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}
