//! Reading votes.

use std::collections::HashMap;

use diesel::prelude::*;

use super::VoteValue;
use crate::db::Db;
use crate::db::schema::votes;
use crate::error::Result;
use crate::ids::{IdeaId, PersonId};
use crate::ranking::store::VoteState;
use crate::time::Timestamp;

/// Somebody's own votes on these ideas, held ones included: to their owner a held vote looks like any other.
pub fn own(db: &mut Db, person: PersonId, ideas: &[IdeaId]) -> Result<HashMap<IdeaId, VoteValue>> {
    let rows: Vec<(IdeaId, i16)> = votes::table
        .filter(votes::person_id.eq(person))
        .filter(votes::idea_id.eq_any(ideas))
        .select((votes::idea_id, votes::value))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(idea, sign)| Some((idea, VoteValue::from_sign(sign)?))).collect())
}

/// The latest counted voters of an idea, newest first, without those for whom a vote was filed: that is not told.
pub fn latest_voters(db: &mut Db, idea: IdeaId, limit: i64) -> Result<Vec<PersonId>> {
    Ok(votes::table
        .filter(votes::idea_id.eq(idea))
        .filter(votes::state.eq(VoteState::Counted))
        .filter(votes::value.eq(1_i16))
        .filter(votes::is_captured.eq(false))
        .order((votes::cast_at.desc(), votes::person_id.desc()))
        .limit(limit)
        .select(votes::person_id)
        .load(db)?)
}

/// How many [`latest_voters`] there are in all.
pub fn count_voters(db: &mut Db, idea: IdeaId) -> Result<i64> {
    Ok(votes::table
        .filter(votes::idea_id.eq(idea))
        .filter(votes::state.eq(VoteState::Counted))
        .filter(votes::value.eq(1_i16))
        .filter(votes::is_captured.eq(false))
        .count()
        .get_result(db)?)
}

/// Where a page of voters begins: behind this vote.
pub type VoterCursor = (Timestamp, PersonId);

/// The people whose promotions of an idea count, the latest first, behind the cursor; with those whose vote was filed for
/// them when `with_captured`, and whether it was.
pub fn voters(
    db: &mut Db,
    idea: IdeaId,
    after: Option<VoterCursor>,
    limit: i64,
    with_captured: bool,
) -> Result<Vec<(PersonId, Timestamp, bool)>> {
    let mut query = votes::table
        .filter(votes::idea_id.eq(idea))
        .filter(votes::state.eq(VoteState::Counted))
        .filter(votes::value.eq(1_i16))
        .order((votes::cast_at.desc(), votes::person_id.desc()))
        .limit(limit)
        .select((votes::person_id, votes::cast_at, votes::is_captured))
        .into_boxed();
    if !with_captured {
        query = query.filter(votes::is_captured.eq(false));
    }
    if let Some((at, person)) = after {
        let same_moment = votes::cast_at.eq(at).and(votes::person_id.lt(person));
        query = query.filter(votes::cast_at.lt(at).or(same_moment));
    }
    Ok(query.load(db)?)
}
