//! Statuses. A board may rename them, add its own and order them; code speaks only of kinds.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error::DatabaseError};

use super::Step;
use super::create::parse_name;
use crate::db::schema::{ideas, statuses};
use crate::db::witness;
use crate::db::{Db, savepoint};
use crate::error::{Error, FieldErrors, Result};
use crate::ids::{BoardId, StatusId};
use crate::outbox::{self, Event};
use crate::site;
use crate::text::slug;
use crate::text::words::Words;
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What a status means to the code.
    pub enum StatusKind {
        /// Not decided: takes votes.
        Open = "open",
        /// Being worked on: takes votes.
        Active = "active",
        /// There.
        Done = "done",
        /// Will not come.
        Closed = "closed",
    }
}

impl StatusKind {
    /// Whether ideas of this kind take votes.
    pub fn takes_votes(self) -> bool {
        matches!(self, Self::Open | Self::Active)
    }
}

/// A status of a board.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = statuses)]
pub struct Status {
    /// Its id.
    pub id: StatusId,
    /// The board.
    pub board_id: BoardId,
    /// Its name in addresses; also the key of its word when it has no name of its own.
    pub slug: String,
    /// The board's own name for it.
    pub name: Option<String>,
    /// What it means.
    pub kind: StatusKind,
    /// Whether it may not be set without a reason.
    pub wants_reason: bool,
    /// Place among the board's statuses; the first of kind open is what new ideas get.
    pub position: i32,
}

impl Status {
    /// Its name for a reader: the board's own, else the word of the language.
    pub fn label(&self, words: &Words) -> String {
        self.name.clone().unwrap_or_else(|| words.get(&format!("status-{}", self.slug.replace('_', "-"))))
    }
}

/// The statuses of a new board: slug, kind, whether a reason is wanted.
pub const DEFAULT_STATUSES: [(&str, StatusKind, bool); 8] = [
    ("open", StatusKind::Open, false),
    ("under_review", StatusKind::Open, false),
    ("planned", StatusKind::Active, false),
    ("in_progress", StatusKind::Active, false),
    ("delivered", StatusKind::Done, false),
    ("partly_delivered", StatusKind::Done, true),
    ("already_available", StatusKind::Done, false),
    ("not_planned", StatusKind::Closed, true),
];

/// A status as its form has it; made by [`StatusDraft::parse`].
#[derive(Debug, Clone)]
pub struct StatusDraft {
    name: Option<String>,
    kind: StatusKind,
    wants_reason: bool,
}

impl StatusDraft {
    /// Parses what was typed. An empty name stands for the word of the reader's language, which only the statuses that
    /// every board starts with have.
    pub fn parse(name: &str, kind: &str, wants_reason: bool) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = if name.trim().is_empty() { None } else { Some(parse_name(name, &mut errors)) };
        let kind = StatusKind::parse(kind);
        if kind.is_none() {
            errors.add("kind", "error-choice");
        }
        match kind {
            Some(kind) => errors.or(Self { name, kind, wants_reason }),
            None => Err(Error::Invalid(errors)),
        }
    }
}

impl Status {
    /// Whether it has a word in every language, and so needs no name of its own.
    pub fn has_word(&self) -> bool {
        DEFAULT_STATUSES.iter().any(|(slug, _, _)| *slug == self.slug)
    }
}

/// Adds a status at the end of its board's.
pub fn add(db: &mut Db, board: BoardId, draft: &StatusDraft, now: Timestamp) -> Result<StatusId> {
    let Some(name) = &draft.name else {
        return Err(Error::Invalid(name_missing()));
    };
    let slug = slug::slug(name).replace('-', "_");
    if slug.is_empty() {
        return Err(Error::field("name", "error-slug"));
    }
    let of_board = statuses::table.filter(statuses::board_id.eq(board));
    let taken: i64 = of_board.filter(statuses::slug.eq(&slug)).count().get_result(db)?;
    if taken > 0 {
        return Err(Error::field("name", "error-name-taken"));
    }
    let last: Option<i32> = of_board.select(diesel::dsl::max(statuses::position)).first(db)?;
    let values = (
        statuses::board_id.eq(board),
        statuses::slug.eq(slug),
        statuses::name.eq(Some(name)),
        statuses::kind.eq(draft.kind),
        statuses::wants_reason.eq(draft.wants_reason),
        statuses::position.eq(last.unwrap_or(0) + 1),
    );
    let id: StatusId =
        diesel::insert_into(statuses::table).values(values).returning(statuses::id).get_result(db)?;
    witness::made("status", id.raw());
    site::touch(db, now)?;
    Ok(id)
}

fn name_missing() -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add_with("name", "error-board-name", &[("limit", 60)]);
    errors
}

/// Stores a changed status. Ideas that have it follow its kind, which decides whether they take votes.
///
/// # Errors
/// `Invalid` when the board would be left without a status of kind open.
pub fn save(db: &mut Db, id: StatusId, draft: &StatusDraft, now: Timestamp) -> Result<Status> {
    let status = find(db, id)?;
    if draft.name.is_none() && !status.has_word() {
        return Err(Error::Invalid(name_missing()));
    }
    if draft.kind != StatusKind::Open && is_last_open(db, &status)? {
        return Err(Error::field("kind", "error-status-last-open"));
    }
    diesel::update(statuses::table.find(id))
        .set((
            statuses::name.eq(draft.name.as_deref()),
            statuses::kind.eq(draft.kind),
            statuses::wants_reason.eq(draft.wants_reason),
        ))
        .execute(db)?;
    if draft.kind != status.kind {
        diesel::update(ideas::table.filter(ideas::status_id.eq(id)))
            .set(ideas::status_kind.eq(draft.kind))
            .execute(db)?;
        outbox::record(db, &Event::BoardChanged { board: status.board_id }, now)?;
    }
    site::touch(db, now)?;
    Ok(status)
}

fn is_last_open(db: &mut Db, status: &Status) -> Result<bool> {
    let others: i64 = statuses::table
        .filter(statuses::board_id.eq(status.board_id))
        .filter(statuses::kind.eq(StatusKind::Open))
        .filter(statuses::id.ne(status.id))
        .count()
        .get_result(db)?;
    Ok(others == 0 && status.kind == StatusKind::Open)
}

/// Moves a status one place among its board's. The first of kind open is what new ideas get.
pub fn shift(db: &mut Db, id: StatusId, step: Step, now: Timestamp) -> Result<Status> {
    let status = find(db, id)?;
    let ids: Vec<StatusId> = statuses::table
        .filter(statuses::board_id.eq(status.board_id))
        .order((statuses::position, statuses::id))
        .select(statuses::id)
        .load(db)?;
    for (position, status) in (1_i32..).zip(step.applied(&ids, id)) {
        diesel::update(statuses::table.find(status)).set(statuses::position.eq(position)).execute(db)?;
    }
    site::touch(db, now)?;
    Ok(status)
}

/// Deletes a status that no idea has and no response has set.
///
/// # Errors
/// `Conflict` when it is in use, or the last of kind open.
pub fn delete(db: &mut Db, id: StatusId, now: Timestamp) -> Result<Status> {
    let status = find(db, id)?;
    if is_last_open(db, &status)? {
        return Err(Error::Conflict("error-status-last-open"));
    }
    // The foreign keys of ideas and responses know whether it is in use.
    let deleted = savepoint(db, |db| Ok(diesel::delete(statuses::table.find(id)).execute(db)?));
    match deleted {
        Err(Error::Database(DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _))) => {
            Err(Error::Conflict("error-status-used"))
        }
        deleted => {
            deleted?;
            site::touch(db, now)?;
            Ok(status)
        }
    }
}

/// How many ideas have a status, hidden and waiting ones included.
pub fn count_ideas(db: &mut Db, id: StatusId) -> Result<i64> {
    Ok(ideas::table.filter(ideas::status_id.eq(id)).count().get_result(db)?)
}

/// A status.
pub fn find(db: &mut Db, id: StatusId) -> Result<Status> {
    statuses::table.find(id).select(Status::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}
