//! Showings of ideas on lists, on their way from memory to the database.

use tokio::sync::watch;

use super::guard::Visitor;
use super::state::State;
use crate::error::Result;
use crate::ideas::explore;
use crate::ideas::list::Cards;

/// How often each instance stores what it counted: so much is lost at most when it crashes.
const EVERY: std::time::Duration = std::time::Duration::from_secs(30);
/// Ideas that one transaction stores.
const CHUNK: usize = 500;

impl Visitor {
    /// Counts that these ideas were shown to somebody who could vote on them, and not to an
    /// administrator who sees the site as they do. What they have voted on brings no other vote.
    pub fn was_shown(&self, cards: &Cards) {
        let Some(person) = self.viewer().id.filter(|_| self.seen.is_none()) else { return };
        let places = (1_u32..).zip(&cards.ideas);
        let open =
            places.filter(|(_, idea)| idea.status_kind.takes_votes() && !cards.own.contains_key(&idea.id));
        self.state.exposures.count(person, open.map(|(place, idea)| (place, idea.id)));
    }
}

impl State {
    /// Stores the showings that were counted so far. What could not be stored is counted again the next time.
    pub async fn store_showings(&self) -> Result<()> {
        let shown = self.exposures.take();
        for (at, part) in shown.chunks(CHUNK).enumerate() {
            let own = part.to_vec();
            if let Err(error) = self.db.write(move |db| explore::store(db, &own)).await {
                self.exposures.put_back(shown.iter().skip(at * CHUNK).copied().collect());
                return Err(error);
            }
        }
        Ok(())
    }
}

/// Stores showings every half minute, and once more when told to stop.
pub async fn keep_storing(state: State, mut stopping: watch::Receiver<bool>) {
    loop {
        let is_over = tokio::select! {
            () = tokio::time::sleep(EVERY) => false,
            _ = stopping.changed() => true,
        };
        if let Err(error) = state.store_showings().await {
            tracing::warn!(%error, "showings could not be stored; they are tried again");
        }
        if is_over {
            return;
        }
    }
}
