//! Statuses. A board may rename them, add its own and order them; code speaks only of kinds.

use diesel::prelude::*;

use crate::db::schema::statuses;
use crate::ids::{BoardId, StatusId};
use crate::text::words::Words;
use crate::text_enum;

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
