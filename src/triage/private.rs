//! What a response says to the author alone, beside what everybody reads.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::private_lines;
use crate::error::Result;
use crate::ids::{PersonId, ResponseId};
use crate::people::Person;
use crate::time::Timestamp;

/// Most characters in a private line.
pub const LINE_MAX: usize = 1_000;

/// A line to the author.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = private_lines)]
pub struct PrivateLine {
    /// The response that it stands beside.
    pub response_id: ResponseId,
    /// Who reads it, besides staff.
    pub person_id: PersonId,
    /// Who wrote it.
    pub written_by: PersonId,
    /// Plain text.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
}

/// Writes the line, in the transaction of its response.
pub fn write(
    db: &mut Db,
    response: ResponseId,
    (by, to): (PersonId, PersonId),
    body: &str,
    now: Timestamp,
) -> Result<()> {
    diesel::insert_into(private_lines::table)
        .values((
            private_lines::response_id.eq(response),
            private_lines::person_id.eq(to),
            private_lines::written_by.eq(by),
            private_lines::body.eq(body),
            private_lines::created_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// The lines beside these responses that somebody may read: all for staff, their own for others. At most one query.
pub fn lines_for(
    db: &mut Db,
    responses: &[ResponseId],
    reader: Option<&Person>,
) -> Result<HashMap<ResponseId, PrivateLine>> {
    let Some(reader) = reader.filter(|_| !responses.is_empty()) else { return Ok(HashMap::new()) };
    let mut query = private_lines::table
        .filter(private_lines::response_id.eq_any(responses))
        .select(PrivateLine::as_select())
        .into_boxed();
    if !reader.role.is_staff() {
        query = query.filter(private_lines::person_id.eq(reader.id));
    }
    let rows: Vec<PrivateLine> = query.load(db)?;
    Ok(rows.into_iter().map(|line| (line.response_id, line)).collect())
}

/// Who is told of the line beside a response, and what it says.
pub fn told_to(db: &mut Db, response: ResponseId) -> Result<Option<(PersonId, String)>> {
    let line = private_lines::table.find(response);
    Ok(line.select((private_lines::person_id, private_lines::body)).first(db).optional()?)
}
