//! Filters that few ideas pass: those ideas are read from the filter's own index and sorted in memory.

use diesel::prelude::*;

use super::ListQuery;
use super::order::{Key, compare};
use crate::db::Db;
use crate::db::schema::{follows, idea_tags, ideas, votes};
use crate::error::Result;
use crate::ids::IdeaId;

/// How many ideas are few: so many are loaded by their ids in a few milliseconds, and a filter that more of them pass
/// fills a page soon enough along the index of the order.
pub(super) const FEW: usize = 2_000;

/// The same as a limit, with one more to see that there are more.
const PROBE: i64 = 2_001;

type Found = Result<Option<Vec<IdeaId>>>;

impl ListQuery {
    /// All ideas that pass one of the filters, and perhaps the others, if they are few.
    pub(super) fn few(&self, db: &mut Db) -> Found {
        if let Some(among) = &self.among {
            return Ok(Some(among.clone()));
        }
        let probes: [fn(&Self, &mut Db) -> Found; 6] = [
            Self::own,
            Self::with_own_follow,
            Self::with_own_vote,
            Self::tagged,
            Self::inside,
            Self::standing,
        ];
        for probe in probes {
            if let Some(found) = probe(self, db)?
                && found.len() <= FEW
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn own(&self, db: &mut Db) -> Found {
        let Some(person) = self.viewer.id.filter(|_| self.mine) else { return Ok(None) };
        Ok(Some(ideas::table.filter(ideas::author_id.eq(person)).select(ideas::id).limit(PROBE).load(db)?))
    }

    fn with_own_follow(&self, db: &mut Db) -> Found {
        let Some(person) = self.viewer.id.filter(|_| self.followed) else { return Ok(None) };
        let followed = follows::table.filter(follows::person_id.eq(person)).select(follows::idea_id);
        Ok(Some(followed.limit(PROBE).load(db)?))
    }

    fn with_own_vote(&self, db: &mut Db) -> Found {
        let Some(person) = self.viewer.id.filter(|_| self.voted) else { return Ok(None) };
        let voted = votes::table.filter(votes::person_id.eq(person)).select(votes::idea_id);
        Ok(Some(voted.limit(PROBE).load(db)?))
    }

    fn tagged(&self, db: &mut Db) -> Found {
        let Some(tags) = &self.tags else { return Ok(None) };
        let tagged = idea_tags::table.filter(idea_tags::tag_id.eq_any(tags)).select(idea_tags::idea_id);
        Ok(Some(tagged.limit(PROBE).load(db)?))
    }

    fn inside(&self, db: &mut Db) -> Found {
        let Some(categories) = &self.categories else { return Ok(None) };
        let inside = ideas::table.filter(ideas::category_id.eq_any(categories)).select(ideas::id);
        Ok(Some(inside.limit(PROBE).load(db)?))
    }

    fn standing(&self, db: &mut Db) -> Found {
        let Some(statuses) = &self.statuses else { return Ok(None) };
        let standing = ideas::table.filter(ideas::status_id.eq_any(statuses)).select(ideas::id);
        Ok(Some(standing.limit(PROBE).load(db)?))
    }

    /// The next `limit` keys among these ideas.
    pub(super) fn pick(&self, db: &mut Db, few: &[IdeaId], limit: usize) -> Result<Vec<Key>> {
        let mut keys: Vec<Key> = self.passing_of(db, few).select(Key::as_select()).load(db)?;
        let on_board = self.board.is_some();
        let place = |key: &Key| (key.place(self.order, on_board), key.id);
        if let Some(after) = &self.after {
            keys.retain(|key| compare(place(key), (after.place, after.id)).is_gt());
        }
        keys.sort_by(|a, b| compare(place(a), place(b)));
        keys.truncate(limit);
        Ok(keys)
    }
}
