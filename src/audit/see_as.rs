//! Looking at the site as a customer sees it: for half an hour, read only, told to the customer and to the log.

use diesel::prelude::*;
use serde_json::json;

use super::NewEntry;
use crate::db::Db;
use crate::db::schema::seen_as;
use crate::db::witness::{self, Mark};
use crate::error::{Error, Result};
use crate::ids::{PersonId, SeenAsId};
use crate::people::{Person, Role, queries};
use crate::time::{MINUTE, Timestamp};

/// How long a look lasts at the most.
pub const LIFETIME: i64 = 30 * MINUTE;
/// Looks that are closed at once.
const CHUNK: i64 = 100;

/// A look that goes on.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Who looks.
    pub admin: Person,
    /// As whom.
    pub person: Person,
    /// Until when.
    pub until: Timestamp,
}

/// Begins a look.
///
/// # Errors
/// `Forbidden` for whoever does not administer the site, and as a member of staff; `NotFound` as nobody or a former member.
pub fn begin(db: &mut Db, admin: PersonId, person: PersonId, now: Timestamp) -> Result<SeenAsId> {
    if !found(db, admin)?.role.is_admin() {
        return Err(Error::Forbidden("error-role"));
    }
    if found(db, person)?.role.is_staff() {
        return Err(Error::Forbidden("error-see-as-staff"));
    }
    let until = now.plus(LIFETIME);
    let values = (
        seen_as::admin_id.eq(admin),
        seen_as::person_id.eq(person),
        seen_as::began_at.eq(now),
        seen_as::until_at.eq(until),
    );
    let id = diesel::insert_into(seen_as::table).values(values).returning(seen_as::id).get_result(db)?;
    let detail = json!({ "until": until.to_rfc3339() });
    witness::mark(|| Mark { what: "see_as_begun", object: "person", id: Some(person.raw()), detail });
    Ok(id)
}

fn found(db: &mut Db, id: PersonId) -> Result<Person> {
    queries::find(db, id)?.filter(Person::is_here).ok_or(Error::NotFound)
}

/// A look of an administrator as long as it may go on: not past its time, not as somebody who has left or joined the staff.
pub fn current(db: &mut Db, id: SeenAsId, admin: &Person, now: Timestamp) -> Result<Option<Seen>> {
    if !admin.role.is_admin() {
        return Ok(None);
    }
    let row: Option<(PersonId, Timestamp)> = seen_as::table
        .find(id)
        .filter(seen_as::admin_id.eq(admin.id))
        .filter(seen_as::ended_at.is_null())
        .filter(seen_as::until_at.gt(now))
        .select((seen_as::person_id, seen_as::until_at))
        .first(db)
        .optional()?;
    let Some((person, until)) = row else { return Ok(None) };
    let person = queries::find(db, person)?;
    let person = person.filter(|person| person.is_here() && person.role == Role::Customer);
    Ok(person.map(|person| Seen { admin: admin.clone(), person, until }))
}

/// Ends a look; gives as whom it was. One that has ended stays as it is.
///
/// # Errors
/// `NotFound` when it is none of this administrator's.
pub fn end(db: &mut Db, id: SeenAsId, admin: PersonId, now: Timestamp) -> Result<PersonId> {
    let own = || seen_as::table.find(id).filter(seen_as::admin_id.eq(admin));
    let row: Option<(PersonId, Timestamp)> =
        own().select((seen_as::person_id, seen_as::until_at)).first(db).optional()?;
    let (person, until) = row.ok_or(Error::NotFound)?;
    diesel::update(own().filter(seen_as::ended_at.is_null()))
        .set(seen_as::ended_at.eq(Some(now.min(until))))
        .execute(db)?;
    witness::mark(|| Mark {
        what: "see_as_ended",
        object: "person",
        id: Some(person.raw()),
        detail: json!({ "at": now.min(until).to_rfc3339() }),
    });
    Ok(person)
}

/// Closes looks whose time is over and which nobody ended, and tells the log of it; gives how many.
pub fn close_expired(db: &mut Db, now: Timestamp) -> Result<usize> {
    let over: Vec<(SeenAsId, PersonId, PersonId, Timestamp)> = seen_as::table
        .filter(seen_as::ended_at.is_null())
        .filter(seen_as::until_at.le(now))
        .order((seen_as::until_at, seen_as::id))
        .limit(CHUNK)
        .select((seen_as::id, seen_as::admin_id, seen_as::person_id, seen_as::until_at))
        .load(db)?;
    for (id, admin, person, until) in &over {
        let open = seen_as::table.find(*id).filter(seen_as::ended_at.is_null());
        if diesel::update(open).set(seen_as::ended_at.eq(Some(*until))).execute(db)? == 0 {
            continue;
        }
        let entry = NewEntry {
            actor: Some((*admin, Role::Administrator)),
            act: "see-as/over",
            object: ("person", Some(person.raw())),
            before: json!({}),
            after: json!({ "acts": [{ "what": "see_as_ended", "detail": { "at": until.to_rfc3339() } }] }),
            request_id: "",
        };
        entry.record(db, now)?;
    }
    Ok(over.len())
}
