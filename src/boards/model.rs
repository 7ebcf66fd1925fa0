//! The rows: board, category, tag.

use diesel::prelude::*;

use super::Counts;
use crate::db::schema::{boards, categories, tags};
use crate::ids::{BoardId, CategoryId, TagId};
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// Who sees a board and everything on it.
    pub enum Audience {
        /// Everybody.
        Public = "public",
        /// Members of staff.
        Staff = "staff",
    }
}

impl Audience {
    /// What `shown` is of the visible ideas on a board for this audience: 2 everybody, 1 staff.
    pub fn shown(self) -> i32 {
        match self {
            Self::Public => 2,
            Self::Staff => 1,
        }
    }
}

text_enum! {
    /// Which votes a board takes.
    pub enum Voting {
        /// Promotions only.
        UpOnly = "up_only",
        /// Promotions and demotions.
        PromoteDemote = "promote_demote",
    }
}

text_enum! {
    /// Which posts wait for a moderator before anybody else sees them.
    pub enum Premoderation {
        /// None.
        Off = "off",
        /// Posts of people none of whose posts has been visible yet.
        FirstPosts = "first_posts",
        /// All but those of staff.
        All = "all",
    }
}

/// A board.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = boards, treat_none_as_null = true)]
pub struct Board {
    /// Its id.
    pub id: BoardId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// A line or two on what belongs here.
    pub description: String,
    /// Who sees it.
    pub audience: Audience,
    /// Which votes it takes.
    pub voting: Voting,
    /// Which posts wait for a moderator.
    pub premoderation: Premoderation,
    /// Half-life of trending, in days.
    pub half_life_days: i32,
    /// The moment at which the board's heats count one for one.
    pub landmark: Timestamp,
    /// Place among the boards.
    pub position: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was closed for new ideas and taken out of the navigation.
    pub archived_at: Option<Timestamp>,
    /// Whether it shows how many votes its ideas have.
    pub counts: Counts,
    /// For how many days after an idea was posted it does not; only where it depends on that.
    pub counts_days: i32,
    /// On Trending, one place in so many goes to an idea that hardly anybody has seen; 0 for none.
    pub explore_every: i32,
}

impl Board {
    /// Whether somebody may see the board and what is on it.
    pub fn is_open_to(&self, is_staff: bool) -> bool {
        is_staff || self.audience == Audience::Public
    }

    /// Whether people can demote here.
    pub fn takes_demotions(&self) -> bool {
        self.voting == Voting::PromoteDemote
    }
}

/// A category of one board.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = categories)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// The board.
    pub board_id: BoardId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Place among the board's categories.
    pub position: i32,
}

/// A tag of the site.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = tags)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whether only staff sees and sets it.
    pub is_staff_only: bool,
}
