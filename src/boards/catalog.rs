//! All boards, statuses, categories and tags at once: few rows, needed by nearly every page.

use diesel::prelude::*;

use super::{Board, BoardPromise, Category, Status, StatusKind, Tag, promises};
use crate::db::Db;
use crate::db::schema::{boards, categories, statuses, tags};
use crate::error::{Error, Result};
use crate::ids::{BoardId, CategoryId, StatusId, TagId};

/// Boards, statuses, categories and tags, each in order.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// All boards, also archived ones.
    pub boards: Vec<Board>,
    /// All statuses.
    pub statuses: Vec<Status>,
    /// All categories.
    pub categories: Vec<Category>,
    /// All tags, also those for staff only.
    pub tags: Vec<Tag>,
    /// What boards promise.
    pub promises: Vec<BoardPromise>,
}

/// Loads the catalog: five short queries.
pub fn catalog(db: &mut Db) -> Result<Catalog> {
    Ok(Catalog {
        boards: boards::table.order((boards::position, boards::id)).select(Board::as_select()).load(db)?,
        statuses: statuses::table
            .order((statuses::position, statuses::id))
            .select(Status::as_select())
            .load(db)?,
        categories: categories::table
            .order((categories::position, categories::id))
            .select(Category::as_select())
            .load(db)?,
        tags: tags::table.order((tags::name, tags::id)).select(Tag::as_select()).load(db)?,
        promises: promises::list(db)?,
    })
}

impl Catalog {
    /// Boards that somebody sees in the navigation.
    pub fn boards_open_to(&self, is_staff: bool) -> impl Iterator<Item = &Board> {
        self.boards.iter().filter(move |board| board.is_open_to(is_staff) && board.archived_at.is_none())
    }

    /// Whether the counts of any idea may be hidden on a board's list, or on lists across all that somebody sees.
    pub fn hides_counts(&self, board: Option<BoardId>, is_staff: bool) -> bool {
        let seen = self.boards.iter().filter(|own| own.is_open_to(is_staff));
        seen.filter(|own| board.is_none_or(|id| own.id == id)).any(Board::hides_counts)
    }

    /// A board by its name in addresses; not found for those who must not see it.
    pub fn visible_board(&self, slug: &str, is_staff: bool) -> Result<&Board> {
        self.boards
            .iter()
            .find(|board| board.slug == slug && board.is_open_to(is_staff))
            .ok_or(Error::NotFound)
    }

    /// A board.
    pub fn board(&self, id: BoardId) -> Result<&Board> {
        self.boards.iter().find(|board| board.id == id).ok_or(Error::NotFound)
    }

    /// What a board promises, if anything.
    pub fn promise(&self, board: BoardId) -> Option<&BoardPromise> {
        self.promises.iter().find(|promise| promise.board_id == board)
    }

    /// A status.
    pub fn status(&self, id: StatusId) -> Result<&Status> {
        self.statuses.iter().find(|status| status.id == id).ok_or(Error::NotFound)
    }

    /// The statuses of a board, in order.
    pub fn statuses_of(&self, board: BoardId) -> impl Iterator<Item = &Status> {
        self.statuses.iter().filter(move |status| status.board_id == board)
    }

    /// What a new idea gets: the board's first status of kind open.
    pub fn first_status(&self, board: BoardId) -> Result<&Status> {
        self.statuses_of(board)
            .find(|status| status.kind == StatusKind::Open)
            .ok_or_else(|| Error::internal(format!("board {board} has no open status")))
    }

    /// The categories of a board, in order.
    pub fn categories_of(&self, board: BoardId) -> impl Iterator<Item = &Category> {
        self.categories.iter().filter(move |category| category.board_id == board)
    }

    /// A category.
    pub fn category(&self, id: CategoryId) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == id)
    }

    /// A tag.
    pub fn tag(&self, id: TagId) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.id == id)
    }

    /// The tags that somebody may see and set.
    pub fn tags_open_to(&self, is_staff: bool) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(move |tag| is_staff || !tag.is_staff_only)
    }
}
