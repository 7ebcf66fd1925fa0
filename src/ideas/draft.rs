//! What was typed into the form of an idea, parsed.

use sha2::{Digest as _, Sha256};

use crate::boards::{Board, Catalog};
use crate::error::{FieldErrors, Result};
use crate::ids::{BoardId, CategoryId, TagId};
use crate::screening::Filled;
use crate::text::clean;

/// Fewest characters in a title.
pub const TITLE_MIN: usize = 4;
/// Most characters in a title.
pub const TITLE_MAX: usize = 120;
/// Most characters in a body.
pub const BODY_MAX: usize = 20_000;
/// Most tags on one idea.
pub const TAGS_MAX: usize = 8;

/// The form as it came, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct IdeaInput<'a> {
    /// The board's name in addresses.
    pub board: &'a str,
    /// The category's name in addresses; empty for none.
    pub category: &'a str,
    /// The title.
    pub title: &'a str,
    /// The body, in Markdown.
    pub body: &'a str,
    /// Names in addresses of the tags.
    pub tags: &'a [String],
    /// Random key of the form, so that sending it twice posts once.
    pub form_key: &'a str,
}

/// A parsed idea, ready to be posted by somebody who may.
#[derive(Debug, Clone)]
pub struct IdeaDraft {
    pub(super) board: BoardId,
    pub(super) category: Option<CategoryId>,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) tags: Vec<TagId>,
    pub(super) form_key: Option<String>,
    pub(super) filled: Option<Filled>,
}

impl IdeaDraft {
    /// Parses the form for somebody of staff or not; every field that cannot be taken says why.
    pub fn parse(input: &IdeaInput<'_>, catalog: &Catalog, is_staff: bool) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let title = parse_title(input.title, &mut errors);
        let body = parse_body(input.body, BODY_MAX, &mut errors);
        let board = catalog.boards_open_to(is_staff).find(|board| board.slug == input.board);
        if board.is_none() {
            errors.add("board", "error-board-unknown");
        }
        let category = board.and_then(|board| parse_category(input.category, board, catalog, &mut errors));
        let tags = parse_tags(input.tags, catalog, is_staff, &mut errors);
        let form_key = posted_key(input.form_key, &[&title, &body]);
        let Some(board) = board else { return errors.or(()).and(Err(crate::error::Error::NotFound)) };
        errors.or(Self { board: board.id, category, title, body, tags, form_key, filled: None })
    }

    /// The same with what is known of the form that it came by.
    #[must_use]
    pub fn from_form(self, filled: Filled) -> Self {
        Self { filled: Some(filled), ..self }
    }

    /// The board it goes to.
    pub fn board(&self) -> BoardId {
        self.board
    }

    /// The title, cleaned.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The body, cleaned.
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// A title of 4 to 120 visible characters on one line.
pub fn parse_title(typed: &str, errors: &mut FieldErrors) -> String {
    let Ok(title) = clean::single_line(typed) else {
        errors.add("title", "error-control-characters");
        return String::new();
    };
    let count = clean::char_count(&title);
    if clean::is_invisible(&title) {
        errors.add("title", "error-title-empty");
    } else if count < TITLE_MIN {
        errors.add_with("title", "error-title-short", &[("limit", 4), ("count", as_number(count))]);
    } else if count > TITLE_MAX {
        errors.add_with("title", "error-title-long", &[("limit", 120), ("count", as_number(count))]);
    }
    title
}

/// A text of up to `limit` characters on any number of lines, with something to read in it.
pub fn parse_body(typed: &str, limit: usize, errors: &mut FieldErrors) -> String {
    let Ok(body) = clean::multi_line(typed) else {
        errors.add("body", "error-control-characters");
        return String::new();
    };
    let count = clean::char_count(&body);
    if clean::is_invisible(&body) {
        errors.add("body", "error-body-empty");
    } else if count > limit {
        errors.add_with(
            "body",
            "error-body-long",
            &[("limit", as_number(limit)), ("count", as_number(count))],
        );
    }
    body
}

fn as_number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A category of this board by its name in addresses; none when nothing was chosen.
pub(super) fn parse_category(
    typed: &str,
    board: &Board,
    catalog: &Catalog,
    errors: &mut FieldErrors,
) -> Option<CategoryId> {
    if typed.is_empty() {
        return None;
    }
    let found = catalog.categories_of(board.id).find(|category| category.slug == typed);
    if found.is_none() {
        errors.add("category", "error-category-unknown");
    }
    found.map(|category| category.id)
}

/// Tags by their names in addresses, each once.
pub(super) fn parse_tags(
    typed: &[String],
    catalog: &Catalog,
    is_staff: bool,
    errors: &mut FieldErrors,
) -> Vec<TagId> {
    let mut tags: Vec<TagId> = Vec::new();
    for slug in typed.iter().filter(|slug| !slug.is_empty()) {
        match catalog.tags_open_to(is_staff).find(|tag| &tag.slug == slug) {
            Some(tag) if !tags.contains(&tag.id) => tags.push(tag.id),
            Some(_) => {}
            None => errors.add("tags", "error-tag-unknown"),
        }
    }
    if tags.len() > TAGS_MAX {
        errors.add_with("tags", "error-tags-many", &[("limit", 8)]);
    }
    tags
}

/// What marks a post as sent from this form with these texts: sending the same again posts nothing new, while another
/// text from a page that somebody went back to is another post.
pub fn posted_key(form_key: &str, texts: &[&str]) -> Option<String> {
    let key = form_key.trim();
    if !(8..=100).contains(&key.len()) {
        return None;
    }
    let mut hash = Sha256::new();
    for part in std::iter::once(&key).chain(texts) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    Some(hex::encode(hash.finalize()))
}
