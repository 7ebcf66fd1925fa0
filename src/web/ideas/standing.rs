//! "Where it stands": the place of an idea in Trending and the votes behind it, in the sentence that lists use.

use super::{veil, why};
use crate::boards::Veil;
use crate::db::Db;
use crate::error::Result;
use crate::ideas::Idea;
use crate::ideas::list::ListOrder;
use crate::ranking::standing;
use crate::text::words::Words;
use crate::time::Timestamp;

/// What the sentence needs besides the idea.
#[derive(Debug, Clone)]
pub struct Standing {
    place: Option<u32>,
    middle: Option<Timestamp>,
}

impl Standing {
    /// Two queries, each with a bound. Ideas that not everybody sees have no place.
    pub fn load(db: &mut Db, idea: &Idea) -> Result<Self> {
        let place = if idea.shown == 2 { standing::trending_place(db, idea.id, &idea.ranks)? } else { None };
        Ok(Self { place, middle: standing::middle_vote(db, idea.id, &idea.ranks)? })
    }

    /// "3rd in Trending: 41 promotions and 2 demotions, half of them in the last 6 days.", or why that is hidden.
    pub fn sentence(&self, words: &Words, idea: &Idea, veil: Option<Veil>, now: Timestamp) -> String {
        let facts = match veil {
            Some(veil) => veil::facts(words, veil),
            None => why::votes(words, &idea.ranks, idea.brought_from.as_deref(), self.middle, now),
        };
        why::placed(words, ListOrder::Trending, self.place, facts)
    }
}
