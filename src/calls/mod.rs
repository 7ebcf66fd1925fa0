//! What the site calls people to for a stretch of time: storm sessions and vote rounds. Whether one is planned, open or closed is never
//! stored; it follows from its times.

mod period;

use diesel::prelude::*;

use crate::boards::Audience;
use crate::db::Db;
use crate::db::schema::{rounds, storms};
use crate::error::Result;
use crate::ids::{BoardId, RoundId, StormId};
use crate::text_enum;
use crate::time::Timestamp;

pub use period::{Period, moment, moment_field};

/// Calls that the banner knows of at the most.
const CURRENT_MAX: i64 = 50;

text_enum! {
    /// Where a call stands.
    pub enum Phase {
        /// Only those who run it know of it.
        Draft = "draft",
        /// It is announced and has not begun.
        Planned = "planned",
        /// People can take part.
        Open = "open",
        /// Its time is over.
        Closed = "closed",
    }
}

impl Phase {
    /// Out of whether it is published, and its times.
    pub fn of(is_published: bool, period: Period, now: Timestamp) -> Self {
        match is_published {
            false => Self::Draft,
            true if now < period.starts_at => Self::Planned,
            true if now < period.ends_at => Self::Open,
            true => Self::Closed,
        }
    }

    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "phase-draft",
            Self::Planned => "phase-planned",
            Self::Open => "phase-open",
            Self::Closed => "phase-closed",
        }
    }

    /// The class of its pill.
    pub fn pill(self) -> &'static str {
        match self {
            Self::Draft | Self::Planned => "open",
            Self::Open => "active",
            Self::Closed => "closed",
        }
    }
}

/// What a call leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A storm session of a board.
    Storm(StormId, BoardId),
    /// A vote round for this audience.
    Round(RoundId, Audience),
}

/// Something that is announced or runs.
#[derive(Debug, Clone)]
pub struct Call {
    /// What it leads to.
    pub target: Target,
    /// Its question or title.
    pub title: String,
    /// Its time.
    pub period: Period,
}

impl Call {
    /// Whether people can take part now.
    pub fn is_open(&self, now: Timestamp) -> bool {
        Phase::of(true, self.period, now) == Phase::Open
    }
}

/// The published calls that nobody has recorded as closed yet, the first to end first.
pub fn current(db: &mut Db) -> Result<Vec<Call>> {
    let rows: Vec<(StormId, BoardId, String, Timestamp, Timestamp)> = storms::table
        .filter(storms::closed_at.is_null())
        .filter(storms::is_published.eq(true))
        .order((storms::ends_at, storms::id))
        .limit(CURRENT_MAX)
        .select((storms::id, storms::board_id, storms::question, storms::starts_at, storms::ends_at))
        .load(db)?;
    let call = |(id, board, title, starts_at, ends_at)| Call {
        target: Target::Storm(id, board),
        title,
        period: Period { starts_at, ends_at },
    };
    let mut calls: Vec<Call> = rows.into_iter().map(call).collect();
    let rows: Vec<(RoundId, Audience, String, Timestamp, Timestamp)> = rounds::table
        .filter(rounds::closed_at.is_null())
        .filter(rounds::is_published.eq(true))
        .order((rounds::ends_at, rounds::id))
        .limit(CURRENT_MAX)
        .select((rounds::id, rounds::audience, rounds::title, rounds::starts_at, rounds::ends_at))
        .load(db)?;
    let call = |(id, audience, title, starts_at, ends_at)| Call {
        target: Target::Round(id, audience),
        title,
        period: Period { starts_at, ends_at },
    };
    calls.extend(rows.into_iter().map(call));
    Ok(calls)
}
