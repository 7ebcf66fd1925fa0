//! What becomes of what was filed for somebody once they say so themselves: they stand by it, or they do not. Voting says
//! so as much as answering does.

use diesel::prelude::*;

use super::{Ballot, VoteValue};
use crate::accounts::demand;
use crate::captures::{self, CaptureState};
use crate::db::Db;
use crate::db::schema::{ideas, votes};
use crate::error::Result;
use crate::ids::{AccountId, IdeaId, PersonId};
use crate::ranking::store::{self, VoteState};
use crate::time::Timestamp;

/// Somebody stands by what was filed for them on an idea and on all that is one with it: the votes are theirs by name, and
/// ideas that were posted for them become theirs, with their author's rights.
pub fn stand_by(db: &mut Db, idea: IdeaId, person: PersonId, now: Timestamp) -> Result<()> {
    let places = captures::places(db, idea)?;
    for (idea, staff) in captures::ideas_waiting(db, &places, person)? {
        hand_over(db, idea, staff, person)?;
    }
    captures::name_votes(db, &places, person)?;
    captures::settle(db, &places, person, CaptureState::Confirmed, now)
}

/// The idea becomes the customer's, if it is still that of who filed it.
fn hand_over(db: &mut Db, idea: IdeaId, staff: PersonId, person: PersonId) -> Result<()> {
    let earlier: Option<IdeaId> =
        ideas::table.filter(ideas::author_id.eq(person)).select(ideas::id).first(db).optional()?;
    let changed = diesel::update(ideas::table.find(idea).filter(ideas::author_id.eq(staff)))
        .set((
            ideas::author_id.eq(person),
            ideas::is_first_by_author.eq(earlier.is_none()),
            ideas::form_key.eq(None::<String>),
        ))
        .execute(db)?;
    if changed > 0 {
        diesel::update(votes::table.find((idea, person))).set(votes::is_author.eq(true)).execute(db)?;
    }
    Ok(())
}

/// What a ballot says of what was filed for the voter: a promotion stands by it, a demotion does not, and neither does
/// taking the filed vote away. The vote on the idea itself is the caller's.
pub(super) fn follow_ballot(
    db: &mut Db,
    (idea, voter): (IdeaId, PersonId),
    ballot: Ballot,
    is_captured: bool,
    now: Timestamp,
) -> Result<()> {
    match ballot.0 {
        Some(VoteValue::Promote) if is_captured => stand_by(db, idea, voter, now),
        Some(VoteValue::Demote) if is_captured || captures::is_any_waiting(db, voter)? => {
            decline(db, idea, voter, now)
        }
        None if is_captured => decline(db, idea, voter, now),
        _ => Ok(()),
    }
}

fn decline(db: &mut Db, idea: IdeaId, person: PersonId, now: Timestamp) -> Result<()> {
    let places = captures::places(db, idea)?;
    for place in places.iter().filter(|place| **place != idea) {
        take_vote(db, *place, person)?;
    }
    captures::settle(db, &places, person, CaptureState::Withdrawn, now)
}

/// Takes the vote away that was filed for somebody, unless they voted themselves. A vote under review stays, as 0, so that
/// being filed for is no way around it.
pub fn take_vote(db: &mut Db, idea: IdeaId, person: PersonId) -> Result<()> {
    let captured = votes::table.find((idea, person)).filter(votes::is_captured.eq(true));
    let found: Option<(VoteState, Option<AccountId>)> =
        captured.select((votes::state, votes::account_id)).first(db).optional()?;
    let Some((state, account)) = found else { return Ok(()) };
    if state == VoteState::Counted {
        diesel::delete(votes::table.find((idea, person))).execute(db)?;
    } else {
        diesel::update(votes::table.find((idea, person)))
            .set((votes::value.eq(0_i16), votes::is_captured.eq(false)))
            .execute(db)?;
    }
    store::refresh(db, idea)?;
    if let Some(account) = account {
        demand::refresh(db, idea, account)?;
    }
    Ok(())
}
