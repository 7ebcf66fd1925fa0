//! Archives: all that is stored about somebody, as a file that a job makes, a mail leads to, and a week takes away again.

use std::fs::File;

use diesel::prelude::*;

use super::{files, mails};
use crate::db::Db;
use crate::db::schema::{data_export_parts, data_exports};
use crate::error::{Error, Result};
use crate::ids::{DataExportId, PersonId};
use crate::jobs::{self, Job};
use crate::mail::secret::ARCHIVE_HOLDS;
use crate::people::{Person, queries};
use crate::settings::Settings;
use crate::site::{random_token, token_hash};
use crate::time::{DAY, Timestamp};

/// How often somebody may have an archive made.
const EVERY: i64 = DAY;
/// Bytes of a piece as it is stored.
pub const PIECE: usize = 256 * 1024;
/// Archives whose pieces are removed together.
const CHUNK: i64 = 20;

/// An archive.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = data_exports)]
pub struct Archive {
    /// Its id.
    pub id: DataExportId,
    /// Whose.
    pub person_id: PersonId,
    /// Bytes, while it is there.
    pub size: Option<i64>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was made.
    pub ready_at: Option<Timestamp>,
    /// Until when it can be had.
    pub expires_at: Option<Timestamp>,
}

impl Archive {
    /// Whether it is being made.
    pub fn is_under_way(&self) -> bool {
        self.ready_at.is_none()
    }

    /// Whether it can be had.
    pub fn is_there(&self, now: Timestamp) -> bool {
        self.size.is_some() && self.expires_at.is_some_and(|end| end > now)
    }

    /// Whether another may be asked for.
    pub fn allows_another(&self, now: Timestamp) -> bool {
        now.since(self.asked_at) >= EVERY
    }
}

/// The last archive of somebody.
pub fn latest(db: &mut Db, person: PersonId) -> Result<Option<Archive>> {
    Ok(data_exports::table
        .filter(data_exports::person_id.eq(person))
        .order(data_exports::id.desc())
        .select(Archive::as_select())
        .first(db)
        .optional()?)
}

/// Has an archive made.
///
/// # Errors
/// `Conflict` while one is made, and when the last was asked for less than a day ago.
pub fn ask(db: &mut Db, person: PersonId, now: Timestamp) -> Result<()> {
    queries::lock(db, person)?;
    if let Some(last) = latest(db, person)?.filter(|last| !last.allows_another(now)) {
        let why = if last.is_under_way() { "error-archive-under-way" } else { "error-archive-daily" };
        return Err(Error::Conflict(why));
    }
    let values = (data_exports::person_id.eq(person), data_exports::asked_at.eq(now));
    let export: DataExportId =
        diesel::insert_into(data_exports::table).values(values).returning(data_exports::id).get_result(db)?;
    jobs::enqueue(db, &format!("export-data:{export}"), &Job::ExportData { export }, now).map(drop)
}

fn find(db: &mut Db, id: DataExportId) -> Result<Option<Archive>> {
    Ok(data_exports::table.find(id).select(Archive::as_select()).first(db).optional()?)
}

fn owner(db: &mut Db, id: DataExportId) -> Result<Option<Person>> {
    let Some(archive) = find(db, id)?.filter(Archive::is_under_way) else { return Ok(None) };
    Ok(queries::find(db, archive.person_id)?.filter(Person::is_here))
}

/// Writes the file; nothing when nobody waits for it any more.
pub fn write(db: &mut Db, id: DataExportId, settings: &Settings, now: Timestamp) -> Result<Option<File>> {
    let Some(person) = owner(db, id)? else { return Ok(None) };
    files::write(db, &person, settings, now).map(Some)
}

/// Stores a piece of the file; one that a job stored before it was cut short gives way.
pub fn store(db: &mut Db, id: DataExportId, position: i32, bytes: &[u8]) -> Result<()> {
    diesel::delete(data_export_parts::table.find((id, position))).execute(db)?;
    let values = (
        data_export_parts::export_id.eq(id),
        data_export_parts::position.eq(position),
        data_export_parts::bytes.eq(bytes),
    );
    diesel::insert_into(data_export_parts::table).values(values).execute(db)?;
    Ok(())
}

/// Makes the file known to its owner, by a link that works in their hands alone and is stored nowhere.
pub fn finish(
    db: &mut Db,
    id: DataExportId,
    (size, pieces): (i64, i32),
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let Some(person) = owner(db, id)? else { return Ok(()) };
    let behind = data_export_parts::export_id.eq(id).and(data_export_parts::position.ge(pieces));
    diesel::delete(data_export_parts::table.filter(behind)).execute(db)?;
    let (token, expires) = (random_token(), now.plus(ARCHIVE_HOLDS));
    diesel::update(data_exports::table.find(id))
        .set((
            data_exports::token_hash.eq(Some(token_hash(&token))),
            data_exports::size.eq(Some(size)),
            data_exports::ready_at.eq(Some(now)),
            data_exports::expires_at.eq(Some(expires)),
        ))
        .execute(db)?;
    mails::data_ready(db, &person, (id, &token, expires), settings, now)
}

/// The archive behind a link, in the hands of whom it belongs to.
///
/// # Errors
/// `NotFound` for everybody else, `Gone` when the week is over.
pub fn by_token(db: &mut Db, person: PersonId, token: &str, now: Timestamp) -> Result<Archive> {
    let found: Option<Archive> = data_exports::table
        .filter(data_exports::token_hash.eq(token_hash(token)))
        .filter(data_exports::person_id.eq(person))
        .select(Archive::as_select())
        .first(db)
        .optional()?;
    let found = found.ok_or(Error::NotFound)?;
    if found.is_there(now) { Ok(found) } else { Err(Error::Gone) }
}

/// A piece of the file; none behind the last.
pub fn piece(db: &mut Db, id: DataExportId, position: i32) -> Result<Option<Vec<u8>>> {
    let found = data_export_parts::table.find((id, position)).select(data_export_parts::bytes);
    Ok(found.first(db).optional()?)
}

/// Removes the files of archives whose week is over.
pub fn expire(db: &mut Db, now: Timestamp) -> Result<usize> {
    let over: Vec<DataExportId> = data_exports::table
        .filter(data_exports::size.is_not_null())
        .filter(data_exports::expires_at.le(now))
        .order((data_exports::expires_at, data_exports::id))
        .limit(CHUNK)
        .select(data_exports::id)
        .load(db)?;
    if over.is_empty() {
        return Ok(0);
    }
    diesel::delete(data_export_parts::table.filter(data_export_parts::export_id.eq_any(&over)))
        .execute(db)?;
    diesel::update(data_exports::table.filter(data_exports::id.eq_any(&over)))
        .set((data_exports::size.eq(None::<i64>), data_exports::token_hash.eq(None::<String>)))
        .execute(db)?;
    Ok(over.len())
}
