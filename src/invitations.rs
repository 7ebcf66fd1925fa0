//! Voters of an idea who are asked whether they need a part of it that was made an idea of its own. Below votes, since
//! whoever votes on the part has answered.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::invitations;
use crate::error::Result;
use crate::ids::{IdeaId, PersonId};
use crate::time::Timestamp;

/// Invitations that a page shows.
const SHOWN_MAX: i64 = 50;

/// Somebody invited to vote on a part of what they voted on.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = invitations)]
pub struct Invitation {
    /// The part.
    pub idea_id: IdeaId,
    /// What it is part of.
    pub from_idea: IdeaId,
    /// Since when they are.
    pub created_at: Timestamp,
}

/// What somebody is invited to, the oldest first.
pub fn waiting(db: &mut Db, person: PersonId) -> Result<Vec<Invitation>> {
    Ok(invitations::table
        .filter(invitations::person_id.eq(person))
        .filter(invitations::state.eq("waiting"))
        .order((invitations::created_at, invitations::idea_id))
        .limit(SHOWN_MAX)
        .select(Invitation::as_select())
        .load(db)?)
}

/// Whether somebody is invited to this idea and has not answered: where from.
pub fn to(db: &mut Db, idea: IdeaId, person: PersonId) -> Result<Option<IdeaId>> {
    Ok(invitations::table
        .find((idea, person))
        .filter(invitations::state.eq("waiting"))
        .select(invitations::from_idea)
        .first(db)
        .optional()?)
}

/// The next people invited to an idea who have not answered, in order of their ids.
pub fn invited(db: &mut Db, idea: IdeaId, after: PersonId, limit: i64) -> Result<Vec<PersonId>> {
    Ok(invitations::table
        .filter(invitations::idea_id.eq(idea))
        .filter(invitations::person_id.gt(after))
        .filter(invitations::state.eq("waiting"))
        .order(invitations::person_id)
        .limit(limit)
        .select(invitations::person_id)
        .load(db)?)
}

/// How many were invited to an idea, and how many of them took it up.
pub fn counts(db: &mut Db, idea: IdeaId) -> Result<(i64, i64)> {
    let all = invitations::table.filter(invitations::idea_id.eq(idea));
    let accepted = all.filter(invitations::state.eq("accepted"));
    Ok((all.count().get_result(db)?, accepted.count().get_result(db)?))
}

/// Keeps what somebody answered, by button or by voting: whoever declined may still take it up. Without an invitation
/// nothing happens.
pub fn settle(db: &mut Db, idea: IdeaId, person: PersonId, accepts: bool, now: Timestamp) -> Result<()> {
    let (state, from) =
        if accepts { ("accepted", vec!["waiting", "declined"]) } else { ("declined", vec!["waiting"]) };
    diesel::update(invitations::table.find((idea, person)).filter(invitations::state.eq_any(from)))
        .set((invitations::state.eq(state), invitations::decided_at.eq(Some(now))))
        .execute(db)?;
    Ok(())
}
