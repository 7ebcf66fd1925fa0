//! The orders that a list can have, and the columns that each is made of.

use std::cmp::Ordering;

use diesel::prelude::*;

use crate::db::schema::ideas;
use crate::ids::IdeaId;
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// The order of a list. The id is the last key of each, so that no two ideas are level.
    pub enum ListOrder {
        /// Hottest first.
        Trending = "trending",
        /// Most net votes first.
        Top = "top",
        /// Newest first.
        New = "new",
        /// Most comments first.
        Discussed = "discussed",
        /// Latest official response first; only ideas that have one.
        Answered = "answered",
        /// Open ideas without a response: first-time authors first, oldest first.
        Unanswered = "unanswered",
        /// Open ideas by the desk's score.
        Impact = "impact",
    }
}

impl ListOrder {
    /// The orders of public pages.
    pub const PUBLIC: [Self; 6] =
        [Self::Trending, Self::Top, Self::New, Self::Discussed, Self::Answered, Self::Unanswered];
}

/// The columns that decide about an idea's place, in any order.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = ideas)]
pub struct Key {
    /// The idea.
    pub id: IdeaId,
    /// Net votes.
    pub net: i64,
    /// Agreement.
    pub wilson: f64,
    /// Heat on the board's list.
    pub heat: f64,
    /// Heat on lists across boards.
    pub site_heat: f64,
    /// The desk's score.
    pub impact: f64,
    /// When it was posted.
    pub created_at: Timestamp,
    /// Visible comments and replies.
    pub comment_count: i64,
    /// When the company last answered.
    pub answered_at: Option<Timestamp>,
    /// Whether it was its author's first.
    pub is_first_by_author: bool,
}

/// Where an idea stands in one order: what the keyset compares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// Heat or impact.
    Score(f64),
    /// Net votes and agreement.
    Votes(i64, f64),
    /// Posted or answered at.
    At(Timestamp),
    /// Comments.
    Count(i64),
    /// Whether it is its author's first, and posted at.
    Waiting(bool, Timestamp),
    /// Where its idea is when it is asked: counts are hidden.
    Veiled,
}

impl Key {
    /// The place in an order, on a board's list or across boards.
    pub(super) fn place(&self, order: ListOrder, on_board: bool) -> Place {
        match order {
            ListOrder::Trending if on_board => Place::Score(self.heat),
            ListOrder::Trending => Place::Score(self.site_heat),
            ListOrder::Top => Place::Votes(self.net, self.wilson),
            ListOrder::New => Place::At(self.created_at),
            ListOrder::Discussed => Place::Count(self.comment_count),
            ListOrder::Answered => Place::At(self.answered_at.unwrap_or_default()),
            ListOrder::Unanswered => Place::Waiting(self.is_first_by_author, self.created_at),
            ListOrder::Impact => Place::Score(self.impact),
        }
    }
}

/// Which of two places comes first in the list, as the databases sort them.
pub(super) fn compare(a: (Place, IdeaId), b: (Place, IdeaId)) -> Ordering {
    use Place::{At, Count, Score, Votes, Waiting};
    let number = |a: f64, b: f64| b.partial_cmp(&a).unwrap_or(Ordering::Equal);
    let newest = b.1.cmp(&a.1);
    match (a.0, b.0) {
        (Score(x), Score(y)) => number(x, y).then(newest),
        (Votes(x, p), Votes(y, q)) => y.cmp(&x).then(number(p, q)).then(newest),
        (At(x), At(y)) => y.cmp(&x).then(newest),
        (Count(x), Count(y)) => y.cmp(&x).then(newest),
        (Waiting(x, p), Waiting(y, q)) => y.cmp(&x).then(p.cmp(&q)).then(newest.reverse()),
        _ => newest,
    }
}
