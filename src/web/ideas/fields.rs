//! The fields of an idea, in the form for a new one and in the form that changes one: as typed, with their choices.

use serde_json::{Value, json};

use crate::boards::Catalog;
use crate::http::guard::Visitor;
use crate::ideas::edit::version;
use crate::ideas::{BODY_MAX, Idea, TITLE_MAX};
use crate::ids::TagId;
use crate::people::drafts::Draft;
use crate::web::comments::form::{draft_key, fresh_key, mentions};
use crate::web::stamp;

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct TypedIdea {
    /// The board's name in addresses.
    pub board: String,
    /// `board/category`, both by their names in addresses; empty for none.
    pub category: String,
    /// The title.
    pub title: String,
    /// The body.
    pub body: String,
    /// Names in addresses of the tags.
    pub tags: Vec<String>,
    /// The form's key.
    pub form_key: String,
    /// When the form was shown first, signed.
    pub stamp: String,
    /// What stands in the field that nobody sees.
    pub trap: String,
    /// The version that an edit was made from.
    pub seen: String,
    /// The storm session that it is posted in; empty for none.
    pub storm: String,
    /// Key of what was kept while signing in; forgotten once it is posted.
    pub draft: String,
    /// Whether a preview was asked for.
    pub wants_preview: bool,
    /// Whether similar ideas were asked for.
    pub wants_similar: bool,
}

impl TypedIdea {
    /// From the pairs of a form, in which tags come several times. Unknown fields are left aside.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "board" => typed.board = value,
                "category" => typed.category = value,
                "title" => typed.title = value,
                "body" => typed.body = value,
                "tags" => typed.tags.push(value),
                "form_key" => typed.form_key = value,
                "stamp" => typed.stamp = value,
                "homepage" => typed.trap = value,
                "seen" => typed.seen = value,
                "storm" => typed.storm = value,
                "draft" => typed.draft = value,
                "preview" => typed.wants_preview = true,
                "similar" => typed.wants_similar = true,
                _ => {}
            }
        }
        typed
    }

    /// An empty form for a board.
    pub fn fresh(board: Option<&str>, title: Option<&str>) -> Self {
        let text = |given: Option<&str>| given.unwrap_or_default().to_owned();
        Self { board: text(board), title: text(title), form_key: fresh_key(), ..Self::default() }
    }

    /// The same for a storm session.
    #[must_use]
    pub fn into_storm(mut self, storm: Option<&str>) -> Self {
        self.storm = storm.unwrap_or_default().to_owned();
        self
    }

    /// An idea as it is now.
    pub fn from_idea(idea: &Idea, tags: &[TagId], catalog: &Catalog) -> Self {
        let board = catalog.board(idea.board_id).map(|board| board.slug.clone()).unwrap_or_default();
        let category = idea.category_id.and_then(|id| catalog.category(id));
        Self {
            category: category.map(|found| format!("{board}/{}", found.slug)).unwrap_or_default(),
            board,
            title: idea.title.clone(),
            body: idea.body.clone(),
            tags: tags.iter().filter_map(|id| Some(catalog.tag(*id)?.slug.clone())).collect(),
            seen: version(idea),
            ..Self::default()
        }
    }

    /// What is kept while somebody signs in.
    pub fn payload(&self) -> Value {
        json!({
            "board": self.board, "category": self.category, "title": self.title, "body": self.body,
            "tags": self.tags.join(" "), "storm": self.storm, "stamp": self.stamp,
        })
    }

    /// What was typed before signing in.
    pub fn from_draft(draft: &Draft, key: Option<&str>) -> Self {
        Self {
            board: draft.text("board"),
            category: draft.text("category"),
            title: draft.text("title"),
            body: draft.text("body"),
            tags: draft.text("tags").split_whitespace().map(str::to_owned).collect(),
            storm: draft.text("storm"),
            stamp: draft.text("stamp"),
            form_key: fresh_key(),
            draft: key.unwrap_or_default().to_owned(),
            ..Self::default()
        }
    }

    /// The category's own name in addresses, if it is one of the chosen board; else as typed, which no board has.
    pub fn category_slug(&self) -> &str {
        self.category.strip_prefix(&format!("{}/", self.board)).unwrap_or(&self.category)
    }
}

/// A choice of a list or a box to tick.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// Whether only staff sees it.
    pub is_staff_only: bool,
}

/// The fields with their choices.
pub struct IdeaFields {
    /// What was typed.
    pub typed: TypedIdea,
    /// Boards; with one there is nothing to choose.
    pub boards: Vec<Choice>,
    /// Categories, by the board that has them.
    pub categories: Vec<(String, Vec<Choice>)>,
    /// Tags.
    pub tags: Vec<Choice>,
    /// Keys of title and body on the reader's device.
    pub draft_keys: (String, String),
    /// Where mentions are completed from; empty for nowhere.
    pub mentions: String,
    /// Most characters of title and body.
    pub max: (usize, usize),
}

impl IdeaFields {
    /// The fields for a visitor. `boards` are the names in addresses of those that may be chosen; without, all open ones.
    pub fn new(visitor: &Visitor, mut typed: TypedIdea, draft: &str, only_board: Option<&str>) -> Self {
        typed.stamp = stamp::kept(visitor, &typed.stamp);
        let (catalog, is_staff) = (&visitor.settings.catalog, visitor.is_staff());
        let open = || {
            let mine = move |slug: &str| only_board.is_none_or(|only| only == slug);
            catalog.boards.iter().filter(move |board| {
                let may_post = board.is_open_to(is_staff) && board.archived_at.is_none();
                mine(&board.slug) && (may_post || only_board.is_some())
            })
        };
        let boards: Vec<Choice> = open()
            .map(|board| Choice {
                value: board.slug.clone(),
                label: board.name.clone(),
                is_chosen: board.slug == typed.board,
                is_staff_only: board.audience == crate::boards::Audience::Staff,
            })
            .collect();
        let categories = open().map(|board| (board.name.clone(), categories(catalog, board, &typed)));
        let tags = catalog.tags_open_to(is_staff).map(|tag| Choice {
            value: tag.slug.clone(),
            label: tag.name.clone(),
            is_chosen: typed.tags.contains(&tag.slug),
            is_staff_only: tag.is_staff_only,
        });
        Self {
            categories: categories.filter(|(_, choices)| !choices.is_empty()).collect(),
            tags: tags.collect(),
            boards,
            draft_keys: (
                draft_key(visitor, &format!("{draft}-title")),
                draft_key(visitor, &format!("{draft}-body")),
            ),
            mentions: mentions(visitor, ""),
            max: (TITLE_MAX, BODY_MAX),
            typed,
        }
    }

    /// The board, when there is only one.
    pub fn only_board(&self) -> Option<&Choice> {
        match self.boards.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

fn categories(catalog: &Catalog, board: &crate::boards::Board, typed: &TypedIdea) -> Vec<Choice> {
    catalog
        .categories_of(board.id)
        .map(|category| {
            let value = format!("{}/{}", board.slug, category.slug);
            Choice {
                is_chosen: value == typed.category,
                value,
                label: category.name.clone(),
                is_staff_only: false,
            }
        })
        .collect()
}
