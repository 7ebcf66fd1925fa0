//! The row.

use diesel::prelude::*;

use crate::boards::Audience;
use crate::calls::{Period, Phase};
use crate::db::schema::rounds;
use crate::ids::{PersonId, RoundId};
use crate::time::Timestamp;

/// Fewest ideas of a round that is published.
pub const IDEAS_MIN: usize = 2;
/// Most ideas of a round.
pub const IDEAS_MAX: usize = 20;

/// A vote round.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = rounds)]
pub struct Round {
    /// Its number.
    pub id: RoundId,
    /// Its title.
    pub title: String,
    /// What it is about, in Markdown; may be empty.
    pub intro: String,
    /// Who sees it and takes part.
    pub audience: Audience,
    /// Points of each person.
    pub budget: i32,
    /// Most points that a person gives to one idea.
    pub cap: Option<i32>,
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
    /// People with a ballot.
    pub people: i64,
    /// What the company makes of the result, in Markdown; may be empty.
    pub report: String,
    /// Who published that last.
    pub reported_by: Option<PersonId>,
    /// When it was first published.
    pub reported_at: Option<Timestamp>,
    /// Who made it.
    pub created_by: PersonId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Round {
    /// Its time.
    pub fn period(&self) -> Period {
        Period { starts_at: self.starts_at, ends_at: self.ends_at }
    }

    /// Where it stands.
    pub fn phase(&self, now: Timestamp) -> Phase {
        Phase::of(self.is_published, self.period(), now)
    }

    /// Most points that one idea can get from a person.
    pub fn most(&self) -> i32 {
        self.cap.map_or(self.budget, |cap| cap.min(self.budget))
    }
}
