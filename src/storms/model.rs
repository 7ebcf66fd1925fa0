//! The row.

use diesel::prelude::*;

use crate::calls::{Period, Phase};
use crate::db::schema::storms;
use crate::ids::{BoardId, PersonId, StormId};
use crate::time::Timestamp;

/// A storm session.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = storms)]
pub struct Storm {
    /// Its number.
    pub id: StormId,
    /// The board on which its ideas are posted.
    pub board_id: BoardId,
    /// What the company asks.
    pub question: String,
    /// What an idea should be like, in Markdown; may be empty.
    pub rules: String,
    /// Whether others than those who run the desk know of it.
    pub is_published: bool,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it is over.
    pub ends_at: Timestamp,
    /// When it was told that it began.
    pub opened_at: Option<Timestamp>,
    /// When it was told that it is over.
    pub closed_at: Option<Timestamp>,
    /// What came in, in Markdown; may be empty.
    pub summary: String,
    /// What the company makes of it, in Markdown; may be empty.
    pub answer: String,
    /// Who published summary and answer last.
    pub answered_by: Option<PersonId>,
    /// When they were first published.
    pub answered_at: Option<Timestamp>,
    /// Who made it.
    pub created_by: PersonId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Storm {
    /// Its time.
    pub fn period(&self) -> Period {
        Period { starts_at: self.starts_at, ends_at: self.ends_at }
    }

    /// Where it stands.
    pub fn phase(&self, now: Timestamp) -> Phase {
        Phase::of(self.is_published, self.period(), now)
    }
}
