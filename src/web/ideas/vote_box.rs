//! The vote box, on lists and on the idea's page: a form whose buttons say what will be, so it sets and never toggles.

use askama::Template;

use super::veil;
use crate::boards::{Board, StatusKind};
use crate::http::guard::Visitor;
use crate::ids::IdeaId;
use crate::ranking::store::Ranks;
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::votes::VoteValue;
use crate::web::page::sprite;

/// What the box shows and takes.
#[derive(Debug, Clone, Template)]
#[template(path = "ideas/_vote.html")]
pub struct VoteBox {
    words: Words,
    sprite: String,
    action: String,
    return_to: String,
    title: String,
    /// Net votes; none where they are hidden.
    net: Option<i64>,
    /// Why they are hidden.
    hidden: String,
    own: Option<VoteValue>,
    takes_votes: bool,
    takes_demotions: bool,
    /// Large, with visible words, on the idea's own page.
    is_big: bool,
}

impl VoteBox {
    /// The box for an idea: `own` is the visitor's vote, the moment is when the idea was posted.
    pub fn new(
        visitor: &Visitor,
        (id, title): (IdeaId, &str),
        (board, kind, posted): (&Board, StatusKind, Timestamp),
        ranks: &Ranks,
        own: Option<VoteValue>,
    ) -> Self {
        let links = &visitor.state.links;
        let veil = board.veil(posted, own.is_some(), visitor.now);
        Self {
            words: visitor.words,
            sprite: sprite(links),
            action: links.idea_act(id, "vote"),
            return_to: visitor.path.clone(),
            title: title.to_owned(),
            net: veil.is_none().then_some(ranks.net),
            hidden: veil.map(|veil| veil::sentence(&visitor.words, veil)).unwrap_or_default(),
            own,
            takes_votes: kind.takes_votes(),
            takes_demotions: board.takes_demotions(),
            is_big: false,
        }
    }

    /// The large box of the idea's own page.
    #[must_use]
    pub fn big(mut self) -> Self {
        self.is_big = true;
        self
    }

    /// The same box on another page: after a vote, browsers without script return there.
    #[must_use]
    pub fn returning_to(mut self, path: &str) -> Self {
        path.clone_into(&mut self.return_to);
        self
    }

    fn mine(&self) -> &'static str {
        match self.own {
            Some(VoteValue::Promote) => "up",
            Some(VoteValue::Demote) => "down",
            None => "none",
        }
    }

    fn is_up(&self) -> bool {
        self.own == Some(VoteValue::Promote)
    }

    fn is_down(&self) -> bool {
        self.own == Some(VoteValue::Demote)
    }
}
