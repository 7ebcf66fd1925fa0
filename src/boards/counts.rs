//! Counts that are hidden: from whom a board keeps how many votes its ideas have, and until when.

use super::Board;
use crate::text_enum;
use crate::time::{DAY, Timestamp};

text_enum! {
    /// Whether a board shows how many votes its ideas have.
    pub enum Counts {
        /// To everybody.
        Shown = "shown",
        /// To nobody.
        Hidden = "hidden",
        /// To whoever has voted on the idea.
        UntilVoted = "until_voted",
        /// To everybody, some days after the idea was posted.
        FirstDays = "first_days",
    }
}

/// What keeps the counts of an idea from a reader. The desk has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Veil {
    /// They are never shown.
    Always,
    /// They are shown once the reader has voted.
    UntilVoted,
    /// They are shown from then on.
    Until(Timestamp),
}

impl Board {
    /// What keeps the counts of an idea from a reader who has voted on it or not; none when they may be shown.
    pub fn veil(&self, posted: Timestamp, has_voted: bool, now: Timestamp) -> Option<Veil> {
        match self.counts {
            Counts::Shown => None,
            Counts::Hidden => Some(Veil::Always),
            Counts::UntilVoted => (!has_voted).then_some(Veil::UntilVoted),
            Counts::FirstDays => {
                let end = posted.minus(-i64::from(self.counts_days) * DAY);
                (now < end).then_some(Veil::Until(end))
            }
        }
    }

    /// Whether the counts of any of its ideas may be hidden.
    pub fn hides_counts(&self) -> bool {
        self.counts != Counts::Shown
    }
}
