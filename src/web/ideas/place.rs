//! Where an idea lies: its board, category and tags, with the lists that they lead to.

use crate::boards::{Audience, Board, Catalog};
use crate::db::Db;
use crate::error::Result;
use crate::ideas::{Idea, queries};
use crate::ids::{CategoryId, TagId};
use crate::web::page::Layout;

/// The board, and ids whose names are in the catalog.
#[derive(Debug, Clone)]
pub struct Place {
    /// The board.
    pub board: Board,
    category: Option<CategoryId>,
    tags: Vec<TagId>,
}

/// A tag or category with its list.
#[derive(Debug, Clone)]
pub struct Named {
    /// What it is called.
    pub name: String,
    /// The list of what has it.
    pub link: String,
    /// Whether only staff sees it.
    pub is_staff_only: bool,
}

impl Place {
    /// One query, for the tags.
    pub fn load(db: &mut Db, idea: &Idea, catalog: &Catalog) -> Result<Self> {
        let board = catalog.board(idea.board_id)?.clone();
        let tags = queries::tags_of(db, &[idea.id])?.into_iter().map(|(_, tag)| tag).collect();
        Ok(Self { board, category: idea.category_id, tags })
    }

    /// The board with its list.
    pub fn board_link(&self, layout: &Layout) -> Named {
        Named {
            link: layout.links.board(&self.board.slug),
            is_staff_only: self.board.audience == Audience::Staff,
            name: self.board.name.clone(),
        }
    }

    /// The category with its list.
    pub fn category_link(&self, layout: &Layout) -> Option<Named> {
        let category = layout.catalog().category(self.category?)?;
        let link = format!("{}?category={}", layout.links.board(&self.board.slug), category.slug);
        Some(Named { name: category.name.clone(), link, is_staff_only: false })
    }

    /// The tags that the reader may see, by name, with their lists.
    pub fn tag_links(&self, layout: &Layout) -> Vec<Named> {
        let shown =
            layout.catalog().tags_open_to(layout.is_staff()).filter(|tag| self.tags.contains(&tag.id));
        shown
            .map(|tag| Named {
                name: tag.name.clone(),
                link: layout.links.to(&format!("/?tag={}", tag.slug)),
                is_staff_only: tag.is_staff_only,
            })
            .collect()
    }
}
