//! Ideas like the one being written: a fragment while somebody types, a page of its own without script.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::card::Pill;
use crate::http::guard::Visitor;
use crate::search::{self, SimilarIdea};
use crate::text::words::Words;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// Most ideas that are shown.
pub const SHOWN: usize = 5;
/// Longest title that is looked at, in characters; a form may send any.
const TITLE_READ: usize = 200;

/// The title as typed so far, and the board.
#[derive(Debug, Deserialize)]
pub struct SimilarParams {
    title: Option<String>,
    board: Option<String>,
}

struct Item {
    href: String,
    title: String,
    pill: Pill,
    /// How many, or that they are hidden.
    votes: String,
    /// Where a vote goes; none when the idea takes none.
    vote: Option<String>,
}

/// The box "Is it one of these?", inside of a form: its buttons send that form to an idea's vote.
#[derive(Template)]
#[template(path = "ideas/_similar.html")]
pub struct SimilarBox {
    words: Words,
    items: Vec<Item>,
}

impl SimilarBox {
    /// For what [`search::similar`] found.
    pub fn new(visitor: &Visitor, found: &[SimilarIdea]) -> crate::error::Result<Self> {
        let (words, links) = (visitor.words, &visitor.state.links);
        let item = |idea: &SimilarIdea| -> crate::error::Result<Item> {
            let status = visitor.settings.catalog.status(idea.status_id)?;
            let board = visitor.settings.catalog.board(idea.board_id)?;
            // Whether the reader has voted on it would take another query; the idea's page asks.
            let is_hidden = board.veil(idea.created_at, false, visitor.now).is_some();
            Ok(Item {
                href: links.idea(idea.id, &idea.title),
                title: idea.title.clone(),
                pill: Pill { kind: status.kind, label: status.label(&words) },
                votes: if is_hidden { words.get("veil-word") } else { words.count("vote-say", idea.net) },
                vote: idea.status_kind.takes_votes().then(|| links.idea_act(idea.id, "vote")),
            })
        };
        Ok(Self { words, items: found.iter().map(item).collect::<crate::error::Result<_>>()? })
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

#[derive(Template)]
#[template(path = "ideas/similar.html")]
struct SimilarPage {
    layout: Layout,
    title: String,
    similar: SimilarBox,
}

/// The ideas most like a title.
pub async fn page(visitor: Visitor, request: HttpRequest, params: Query<SimilarParams>) -> Result {
    let title: String = params.title.as_deref().unwrap_or_default().chars().take(TITLE_READ).collect();
    let slug = params.board.as_deref().unwrap_or_default();
    let board = visitor.settings.catalog.visible_board(slug, visitor.is_staff()).ok().map(|board| board.id);
    let (viewer, typed) = (visitor.viewer(), title.clone());
    let found =
        visitor.state.db.read(move |db| search::similar(db, &typed, "", viewer, board, SHOWN)).await?;
    let similar = SimilarBox::new(&visitor, &found)?;
    if request.headers().contains_key("x-fragment") {
        return Ok(Html(similar).with_status(StatusCode::OK));
    }
    Ok(Html(SimilarPage { layout: Layout::new(&visitor), title, similar }).with_status(StatusCode::OK))
}
