//! Finding people.

use diesel::prelude::*;

use super::Person;
use crate::db::Db;
use crate::db::schema::people;
use crate::error::Result;
use crate::ids::PersonId;

/// A person by id.
pub fn find(db: &mut Db, id: PersonId) -> Result<Option<Person>> {
    Ok(people::table.find(id).select(Person::as_select()).first(db).optional()?)
}

/// A person by their address, lowercase.
pub fn find_by_email(db: &mut Db, email: &str) -> Result<Option<Person>> {
    Ok(people::table.filter(people::email.eq(email)).select(Person::as_select()).first(db).optional()?)
}

/// People by their ids, in no order; one query.
pub fn by_ids(db: &mut Db, ids: &[PersonId]) -> Result<Vec<Person>> {
    Ok(people::table.filter(people::id.eq_any(ids)).select(Person::as_select()).load(db)?)
}

/// People by their handles, in no order; one query.
pub fn by_handles(db: &mut Db, handles: &[String]) -> Result<Vec<Person>> {
    Ok(people::table.filter(people::handle.eq_any(handles)).select(Person::as_select()).load(db)?)
}
