//! Where a single idea stands, for the sentence on its page. Both look-ups stop at a bound.

use diesel::prelude::*;

use super::explain::half_index;
use super::store::{Ranks, VoteState};
use crate::db::Db;
use crate::db::schema::{ideas, votes};
use crate::error::Result;
use crate::ids::IdeaId;
use crate::time::Timestamp;

/// Places are counted up to here; behind it nobody asks whether it is the 140th or the 150th.
const PLACES: i64 = 100;
/// Up to so many votes the middle one is looked for: it costs a walk over half of them.
const MIDDLE_MAX: i64 = 2_000;

/// The place of an idea in Trending across public boards, from 1; none beyond the hundredth.
pub fn trending_place(db: &mut Db, idea: IdeaId, ranks: &Ranks) -> Result<Option<u32>> {
    let heat = ranks.site_heat;
    let level = ideas::site_heat.eq(heat).and(ideas::id.gt(idea));
    let above: Vec<IdeaId> = ideas::table
        .filter(ideas::shown.ge(2))
        .filter(ideas::site_heat.ge(heat))
        .filter(ideas::site_heat.gt(heat).or(level))
        .limit(PLACES)
        .select(ideas::id)
        .load(db)?;
    let place = u32::try_from(above.len()).unwrap_or(u32::MAX).saturating_add(1);
    Ok(Some(place).filter(|place| i64::from(*place) <= PLACES))
}

/// When the vote was cast that completes half of an idea's counted votes, the latest first.
pub fn middle_vote(db: &mut Db, idea: IdeaId, ranks: &Ranks) -> Result<Option<Timestamp>> {
    let count = ranks.promotions.saturating_add(ranks.demotions);
    let half = usize::try_from(count).ok().and_then(half_index).and_then(|half| i64::try_from(half).ok());
    let Some(half) = half.filter(|_| count <= MIDDLE_MAX) else { return Ok(None) };
    Ok(votes::table
        .filter(votes::idea_id.eq(idea))
        .filter(votes::state.eq(VoteState::Counted))
        .order((votes::cast_at.desc(), votes::person_id.desc()))
        .offset(half)
        .select(votes::cast_at)
        .first(db)
        .optional()?)
}
