//! What stands beside the lists: the promise and how it is kept, the boards, what was delivered lately.

use super::card::{Linked, Moment};
use crate::error::Result;
use crate::http::guard::Visitor;
use crate::ideas::list::{COUNT_MAX, Facts};
use crate::ids::BoardId;
use crate::text::words::Words;
use crate::triage::promises::{self, Figures};

/// A board with how many open ideas it has.
pub struct BoardLine {
    /// The board.
    pub board: Linked,
    /// How many, to print.
    pub open: String,
}

/// An idea that was delivered.
pub struct DeliveredLine {
    /// The idea.
    pub idea: Linked,
    /// When.
    pub at: Moment,
    /// How many people asked for it; none where counts are hidden.
    pub asked: Option<String>,
}

/// The aside.
pub struct Aside {
    /// "Every idea gets an answer within 14 days."
    pub promise: String,
    /// How it is kept: how long answers take, how many ideas wait.
    pub kept: String,
    /// The boards.
    pub boards: Vec<BoardLine>,
    /// What was delivered lately.
    pub delivered: Vec<DeliveredLine>,
}

impl Aside {
    /// For a visitor.
    pub async fn load(visitor: &Visitor) -> Result<Self> {
        let facts = visitor.state.facts(visitor.viewer()).await?;
        let words = &visitor.words;
        Ok(Self {
            promise: promise(visitor),
            kept: kept(words, &facts),
            boards: boards(visitor, &facts),
            delivered: facts.delivered.iter().map(|idea| delivered(visitor, idea)).collect(),
        })
    }
}

impl Aside {
    /// With the board's own promise in place of the site's, when it makes one.
    pub async fn of_board(mut self, visitor: &Visitor, board: BoardId) -> Result<Self> {
        let Some(promise) = visitor.settings.catalog.promise(board) else { return Ok(self) };
        self.promise = visitor.words.count("promise-board", promise.days);
        let figures = visitor.state.db.read(move |db| promises::of_board(db, board)).await?;
        self.kept = figures.map(|figures| kept_promise(&visitor.words, &figures)).unwrap_or_default();
        Ok(self)
    }
}

/// What the site promises, and that boards may promise otherwise.
fn promise(visitor: &Visitor) -> String {
    let (words, settings) = (&visitor.words, &visitor.settings);
    let own = words.count("aside-promise", settings.site.promise_days);
    if settings.catalog.promises.is_empty() {
        own
    } else {
        format!("{own} {}", words.get("aside-promise-boards"))
    }
}

/// How a board keeps its promise, broken ones included.
fn kept_promise(words: &Words, figures: &Figures) -> String {
    let mut said: Vec<String> = Vec::new();
    if let Some(percent) = figures.percent() {
        said.push(words.one("promise-board-share", "percent", percent));
    }
    if let (Some(median), Some(ninetieth)) = (figures.median_days, figures.ninetieth_days) {
        said.push(words.two("promise-board-speed", "median", median, "ninetieth", ninetieth));
    }
    if figures.broken > 0 {
        said.push(words.count("promise-board-broken", figures.broken));
    }
    said.join(" ")
}

fn kept(words: &Words, facts: &Facts) -> String {
    let mut said: Vec<String> = Vec::new();
    if let Some(days) = facts.median_days {
        said.push(words.count("aside-median", days));
    }
    if facts.waiting > COUNT_MAX {
        said.push(words.count("aside-waiting-many", COUNT_MAX));
    } else if facts.waiting > 0 {
        said.push(words.count("aside-waiting", facts.waiting));
    }
    said.join(" ")
}

fn boards(visitor: &Visitor, facts: &Facts) -> Vec<BoardLine> {
    let open = visitor.settings.catalog.boards_open_to(visitor.is_staff());
    open.map(|board| {
        let count = facts.open_on(board.id);
        let shown = visitor.words.number(count.min(COUNT_MAX));
        BoardLine {
            board: Linked { label: board.name.clone(), href: visitor.state.links.board(&board.slug) },
            open: if count > COUNT_MAX { format!("{shown}+") } else { shown },
        }
    })
    .collect()
}

fn delivered(visitor: &Visitor, idea: &crate::ideas::list::Delivered) -> DeliveredLine {
    let at = idea.status_at;
    let board = visitor.settings.catalog.board(idea.board_id);
    let is_shown = board.is_ok_and(|board| board.veil(idea.created_at, false, visitor.now).is_none());
    DeliveredLine {
        idea: Linked { label: idea.title.clone(), href: visitor.state.links.idea(idea.id, &idea.title) },
        at: Moment { iso: at.to_datetime(), text: visitor.words.ago(at, visitor.now) },
        asked: is_shown.then(|| visitor.words.count("aside-asked", idea.promotions)),
    }
}
