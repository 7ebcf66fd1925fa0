//! Search in titles, bodies, comments and responses; similar ideas. The index follows events, and every hit is asked
//! for its visibility when it is found, so that what was hidden a moment ago is already gone.

mod document;
mod find;
mod fuse;
mod index;
mod score;
mod similar;
mod snippet;
mod spelling;

pub use find::{Found, Hit, Matching, matching, search};
pub use index::{forget_words, rebuild, reindex};
pub use similar::{SimilarIdea, alike, similar};
pub use snippet::{Place, Snippet, snippets};

use crate::db::Db;
use crate::error::Result;
use crate::merges;
use crate::outbox::{Event, Recorded};
use crate::settings::Settings;

/// Acts on an event, inside the transaction that marks it as handled. An idea is indexed from its present rows, so
/// doing it again changes nothing.
pub fn on_event(db: &mut Db, _: &Recorded, event: &Event, _: &Settings) -> Result<()> {
    match event {
        Event::IdeaPosted { idea }
        | Event::IdeaEdited { idea, .. }
        | Event::IdeaVisibilityChanged { idea }
        | Event::CommentPosted { idea, .. }
        | Event::CommentEdited { idea, .. }
        | Event::CommentVisibilityChanged { idea, .. }
        | Event::ExtensionTakenUp { idea, .. }
        | Event::RuleActed { idea, .. }
        | Event::Answered { idea, .. } => {
            // Comments of a merged idea are found with the idea that it is part of.
            let home = merges::home(db, *idea)?;
            reindex(db, home)
        }
        Event::IdeaMerged { idea, into: other, .. } | Event::IdeaUnmerged { idea, from: other, .. } => {
            reindex(db, *idea)?;
            reindex(db, *other)
        }
        Event::VoteCast { .. }
        | Event::StatusChanged { .. }
        | Event::IdeaSplit { .. }
        | Event::Routed { .. }
        | Event::RouteMoved { .. }
        | Event::RuleAsked { .. }
        | Event::RouteDueSoon { .. }
        | Event::RouteEscalated { .. }
        | Event::BoardChanged { .. }
        | Event::StormOpened { .. }
        | Event::StormClosed { .. }
        | Event::StormAnswered { .. }
        | Event::RoundOpened { .. }
        | Event::RoundClosed { .. }
        | Event::RoundReported { .. }
        | Event::PanelAsked { .. }
        | Event::PanelClosed { .. }
        | Event::AuthorTold { .. }
        | Event::PersonLeft { .. } => Ok(()),
    }
}
