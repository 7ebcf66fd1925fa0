//! Staff-only notes beside an idea: thoughts on a decision that are nobody else's business.

use diesel::prelude::*;

use super::policy;
use crate::db::Db;
use crate::db::schema::notes;
use crate::error::{Error, Result};
use crate::ideas::queries;
use crate::ids::{IdeaId, NoteId, PersonId};
use crate::merges;
use crate::people::Person;
use crate::time::Timestamp;

/// Most characters in a note.
pub const NOTE_MAX: usize = 4_000;
/// How many notes a page shows.
const SHOWN: i64 = 100;

/// A note.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = notes)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// The idea it is about.
    pub idea_id: IdeaId,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Plain text.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
}

/// Adds a note, of a merged idea to what that is part of now. Gives the idea that it stands at.
pub fn add(db: &mut Db, author: &Person, idea: IdeaId, typed: &str, now: Timestamp) -> Result<IdeaId> {
    if !author.role.is_staff() {
        return Err(Error::Forbidden("error-role"));
    }
    let place = lock_home(db, idea)?;
    let body = super::plain_text(typed, NOTE_MAX, "note", "error-note-empty")?;
    let values = (
        notes::idea_id.eq(place),
        notes::author_id.eq(author.id),
        notes::body.eq(body),
        notes::created_at.eq(now),
    );
    diesel::insert_into(notes::table).values(values).execute(db)?;
    Ok(place)
}

/// Where an idea is now, locked: whoever merges it at the same time waits, or is waited for.
fn lock_home(db: &mut Db, idea: IdeaId) -> Result<IdeaId> {
    let home = merges::home(db, idea)?;
    queries::lock(db, home)?;
    match merges::home(db, idea)? {
        now if now == home => Ok(home),
        _ => lock_home(db, idea),
    }
}

/// Takes one's own note back. Gives the idea it was about.
pub fn delete(db: &mut Db, person: &Person, note: NoteId) -> Result<IdeaId> {
    let found = notes::table.find(note).select(Note::as_select()).first(db).optional()?;
    let found = found.filter(|_| person.role.is_staff()).ok_or(Error::NotFound)?;
    if !policy::may_delete_note(person, found.author_id) {
        return Err(Error::Forbidden("error-note-others"));
    }
    diesel::delete(notes::table.find(note)).execute(db)?;
    Ok(found.idea_id)
}

/// The latest hundred notes on an idea and on those that are part of it, oldest first.
pub fn of_idea(db: &mut Db, idea: IdeaId) -> Result<Vec<Note>> {
    let here = merges::with_parts(db, idea)?;
    let mut found: Vec<Note> = notes::table
        .filter(notes::idea_id.eq_any(here))
        .order(notes::id.desc())
        .limit(SHOWN)
        .select(Note::as_select())
        .load(db)?;
    found.reverse();
    Ok(found)
}
