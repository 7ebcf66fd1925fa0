//! How much one person may post in an hour: far above what anybody does by hand, far below what a program would.

use super::Person;
use crate::allowances;
use crate::db::Db;
use crate::error::Result;
use crate::time::{HOUR, Timestamp};

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// Setting, changing or withdrawing a vote.
    Vote,
    /// Posting a comment or a reply.
    Comment,
    /// Posting an idea.
    Idea,
}

impl Limited {
    fn name(self) -> &'static str {
        match self {
            Self::Vote => "vote",
            Self::Comment => "comment",
            Self::Idea => "idea",
        }
    }

    /// How often a customer may in an hour.
    pub fn per_hour(self) -> i32 {
        match self {
            Self::Vote => 600,
            Self::Comment => 60,
            Self::Idea => 20,
        }
    }
}

/// Counts one act of somebody; staff has ten times as many.
///
/// # Errors
/// `TooMany` when the hour's are used up.
pub fn take(db: &mut Db, person: &Person, act: Limited, now: Timestamp) -> Result<()> {
    let limit = if person.role.is_staff() { 10 * act.per_hour() } else { act.per_hour() };
    allowances::take(db, &format!("{}:{}", act.name(), person.id), limit, HOUR, now)
}
