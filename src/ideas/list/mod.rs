//! Lists of ideas: one builder for pages, feeds, exports and the desk.
//! A page is found by its keys alone, behind the last key of the page before; what is shown of the ideas is loaded after.
//!
//! A filter that few ideas pass is answered from its own index and sorted in memory; one that many pass is checked
//! while walking the index of the order. So a page costs the same however many ideas there are, with one limit: two
//! filters that many ideas pass each, and hardly any both, walk as far as it takes to fill the page.

mod cards;
mod cursor;
mod facts;
mod narrow;
mod order;
mod walk;

use diesel::prelude::*;

pub use cards::{Answer, Cards, Listed};
pub use cursor::Cursor;
pub use facts::{BoardCount, COUNT_MAX, Delivered, Facts};
pub use order::{Key, ListOrder};
pub use walk::Condition;

use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::ideas;
use crate::error::{Error, Result};
use crate::ids::{BoardId, CategoryId, IdeaId, StatusId, TagId};

use super::Viewer;

/// Ideas on one page of a list.
pub const PAGE: usize = 20;

/// Which ideas, in which order, from where on.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// Who looks: decides what is visible, and whose ideas, votes and follows are meant.
    pub viewer: Viewer,
    /// The order.
    pub order: ListOrder,
    /// Only this board's.
    pub board: Option<BoardId>,
    /// Only in one of these categories: boards may have one each of the same name.
    pub categories: Option<Vec<CategoryId>>,
    /// Only with one of these tags. The caller has asked whether the viewer may know them.
    pub tags: Option<Vec<TagId>>,
    /// Only with one of these statuses: boards have a row each for the same one.
    pub statuses: Option<Vec<StatusId>>,
    /// Only the viewer's own.
    pub mine: bool,
    /// Only those the viewer has voted on.
    pub voted: bool,
    /// Only those the viewer follows.
    pub followed: bool,
    /// Only these: what a search found. At most as many as one search gives.
    pub among: Option<Vec<IdeaId>>,
    /// Without these, which have places of their own: a few.
    pub without: Vec<IdeaId>,
    /// Whether counts are hidden on it, so that no address may tell them.
    pub is_veiled: bool,
    /// Behind this place.
    pub after: Option<Cursor>,
}

impl ListQuery {
    /// All that a viewer sees, from the beginning.
    pub fn new(viewer: Viewer, order: ListOrder) -> Self {
        Self {
            viewer,
            order,
            board: None,
            categories: None,
            tags: None,
            statuses: None,
            mine: false,
            voted: false,
            followed: false,
            among: None,
            without: Vec::new(),
            is_veiled: false,
            after: None,
        }
    }

    /// Whether anything but the board narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.categories.is_some()
            || self.tags.is_some()
            || self.statuses.is_some()
            || self.mine
            || self.voted
            || self.followed
            || self.among.is_some()
    }

    /// The next `size` ideas and where the page after them starts.
    ///
    /// What paging promises: the pages of a list that does not change, joined, are the list, every idea once. An idea
    /// that votes lift past the reader's place is not shown again, one that they drop below it may be; all others
    /// are shown exactly once.
    ///
    /// # Errors
    /// `SignInNeeded` when the filter is about the viewer and nobody is signed in, `Invalid` when `after` belongs to
    /// another list.
    pub fn page(&self, db: &mut Db, size: usize) -> Result<Page<IdeaId>> {
        self.check_viewer()?;
        self.check_cursor()?;
        match self.unveiled(db)? {
            Some(query) => query.page_behind(db, size),
            None => self.page_behind(db, size),
        }
    }

    fn page_behind(&self, db: &mut Db, size: usize) -> Result<Page<IdeaId>> {
        let keys = match self.few(db)? {
            Some(few) => self.pick(db, &few, size + 1)?,
            None => self.walk(db, size + 1)?,
        };
        let seen = self.seen().saturating_add(u32::try_from(size).unwrap_or(u32::MAX));
        let cursor = |key: &Key| {
            let cursor = Cursor::behind(key, self.order, self.board.is_some(), seen);
            if self.is_veiled { cursor.veiled() } else { cursor }.to_string()
        };
        Ok(Page::cut(keys, size, cursor).map(|key| key.id))
    }

    /// How many ideas of the list came before this page, as of when they were shown.
    pub fn seen(&self) -> u32 {
        self.after.as_ref().map_or(0, |after| after.seen)
    }

    /// Those of these ideas that the viewer may see and that pass the filters, in no order.
    pub fn passing(&self, db: &mut Db, ids: &[IdeaId]) -> Result<Vec<IdeaId>> {
        self.check_viewer()?;
        Ok(self.passing_of(db, ids).select(ideas::id).load(db)?)
    }

    /// Filters about the viewer need one.
    pub fn check_viewer(&self) -> Result<()> {
        let is_own = self.mine || self.voted || self.followed;
        if is_own && self.viewer.id.is_none() { Err(Error::SignInNeeded) } else { Ok(()) }
    }

    /// The idea that the page follows, and the first behind it, where votes make the order: the ideas at the edges of the
    /// page may be level with them. `next` is where the next page begins.
    pub fn neighbours(&self, db: &mut Db, next: Option<&str>) -> Result<[Option<IdeaId>; 2]> {
        if self.order != ListOrder::Top {
            return Ok([None, None]);
        }
        let before = match &self.after {
            Some(after) => self.passing(db, &[after.id])?.first().copied(),
            None => None,
        };
        let behind = match next {
            Some(next) => {
                Self { after: Some(next.parse()?), ..self.clone() }.page(db, 1)?.items.first().copied()
            }
            None => None,
        };
        Ok([before, behind])
    }

    /// The same query behind the place where the idea that its cursor names is now; none when the cursor tells the place.
    fn unveiled(&self, db: &mut Db) -> Result<Option<Self>> {
        let Some(after) = self.after.as_ref().filter(|after| after.is_veiled()) else { return Ok(None) };
        let key: Option<Key> = ideas::table.find(after.id).select(Key::as_select()).first(db).optional()?;
        let key = key.ok_or_else(|| Error::field("after", "error-cursor"))?;
        let after = Cursor::behind(&key, self.order, self.board.is_some(), after.seen);
        Ok(Some(Self { after: Some(after), ..self.clone() }))
    }

    /// A place in another list means nothing here; one that tells votes is none where they are hidden, since whoever
    /// may name any would learn them.
    fn check_cursor(&self) -> Result<()> {
        match &self.after {
            Some(after) if self.is_veiled && after.tells_votes() => {
                Err(Error::field("after", "error-cursor"))
            }
            Some(after) if !after.fits(self.order, self.board.is_some()) => {
                Err(Error::field("after", "error-cursor"))
            }
            _ => Ok(()),
        }
    }
}
