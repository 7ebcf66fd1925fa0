//! What customers said elsewhere and staff wrote down: their words, where, and whether they stand by it. Below votes,
//! since voting oneself decides about what was filed.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{captures, invitations, votes};
use crate::error::Result;
use crate::ids::{CaptureId, IdeaId, PersonId};
use crate::merges;
use crate::text_enum;
use crate::time::Timestamp;

/// Captures that one idea or person shows at most.
pub const SHOWN_MAX: i64 = 50;

text_enum! {
    /// Whether the customer stands by what was filed for them.
    pub enum CaptureState {
        /// They have not said.
        Waiting = "waiting",
        /// They do.
        Confirmed = "confirmed",
        /// They do not: their words are gone.
        Withdrawn = "withdrawn",
    }
}

/// Something filed for a customer.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = captures)]
pub struct Capture {
    /// Its id.
    pub id: CaptureId,
    /// The idea.
    pub idea_id: IdeaId,
    /// The customer; none once they withdrew it or left.
    pub person_id: Option<PersonId>,
    /// Who filed it.
    pub captured_by: PersonId,
    /// Whether the idea itself was posted for them, not only a vote.
    pub is_idea: bool,
    /// What they said.
    pub words: String,
    /// Where the conversation is.
    pub source_url: Option<String>,
    /// Whether they stand by it.
    pub state: CaptureState,
    /// When it was filed.
    pub created_at: Timestamp,
}

/// What was filed on these ideas, the latest first, without what was withdrawn.
pub fn of_ideas(db: &mut Db, ideas: &[IdeaId]) -> Result<Vec<Capture>> {
    Ok(captures::table
        .filter(captures::idea_id.eq_any(ideas))
        .filter(captures::state.ne(CaptureState::Withdrawn))
        .order(captures::id.desc())
        .limit(SHOWN_MAX)
        .select(Capture::as_select())
        .load(db)?)
}

/// What was filed for these people, the latest first.
pub fn of_people(db: &mut Db, people: &[PersonId]) -> Result<Vec<Capture>> {
    Ok(captures::table
        .filter(captures::person_id.eq_any(people))
        .order(captures::id.desc())
        .limit(SHOWN_MAX)
        .select(Capture::as_select())
        .load(db)?)
}

/// What waits for somebody to stand by it, the oldest first.
pub fn waiting(db: &mut Db, person: PersonId) -> Result<Vec<Capture>> {
    Ok(captures::table
        .filter(captures::person_id.eq(person))
        .filter(captures::state.eq(CaptureState::Waiting))
        .order(captures::id)
        .limit(SHOWN_MAX)
        .select(Capture::as_select())
        .load(db)?)
}

/// Whether anything waits for somebody: what was filed for them, or an invitation. Asked with every page, so it looks at
/// no more than one row of each.
pub fn is_anything_waiting(db: &mut Db, person: PersonId) -> Result<bool> {
    if is_any_waiting(db, person)? {
        return Ok(true);
    }
    let invited: Option<IdeaId> = invitations::table
        .filter(invitations::person_id.eq(person))
        .filter(invitations::state.eq("waiting"))
        .select(invitations::idea_id)
        .first(db)
        .optional()?;
    Ok(invited.is_some())
}

/// Whether an idea was posted for a customer.
pub fn is_idea_captured(db: &mut Db, idea: IdeaId) -> Result<bool> {
    let found: Option<CaptureId> = captures::table
        .filter(captures::idea_id.eq(idea))
        .filter(captures::is_idea.eq(true))
        .select(captures::id)
        .first(db)
        .optional()?;
    Ok(found.is_some())
}

/// How many counted promotions of an idea were filed for customers who have not said whether they stand by it.
pub fn votes_on(db: &mut Db, idea: IdeaId) -> Result<i64> {
    Ok(votes::table
        .filter(votes::idea_id.eq(idea))
        .filter(votes::is_captured.eq(true))
        .filter(votes::state.eq("counted"))
        .filter(votes::value.eq(1_i16))
        .count()
        .get_result(db)?)
}

/// An idea, everything it is part of, and everything that is part of it: where a vote of somebody may lie.
pub fn places(db: &mut Db, idea: IdeaId) -> Result<Vec<IdeaId>> {
    let mut places = merges::chain(db, idea)?;
    places.push(idea);
    let home = merges::home(db, idea)?;
    places.extend(merges::all_into(db, home)?.iter().map(|merge| merge.idea_id));
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

/// Whether anything at all that was filed for somebody waits for their answer.
pub fn is_any_waiting(db: &mut Db, person: PersonId) -> Result<bool> {
    let found: Option<CaptureId> = captures::table
        .filter(captures::person_id.eq(person))
        .filter(captures::state.eq(CaptureState::Waiting))
        .select(captures::id)
        .first(db)
        .optional()?;
    Ok(found.is_some())
}

/// Those of these ideas that were posted for somebody who has not said whether they stand by it, each with who posted it.
pub fn ideas_waiting(db: &mut Db, ideas: &[IdeaId], person: PersonId) -> Result<Vec<(IdeaId, PersonId)>> {
    Ok(captures::table
        .filter(captures::person_id.eq(person))
        .filter(captures::idea_id.eq_any(ideas))
        .filter(captures::is_idea.eq(true))
        .filter(captures::state.eq(CaptureState::Waiting))
        .order(captures::id)
        .select((captures::idea_id, captures::captured_by))
        .load(db)?)
}

/// The votes on these ideas that were filed for somebody are theirs by name.
pub fn name_votes(db: &mut Db, ideas: &[IdeaId], person: PersonId) -> Result<()> {
    diesel::update(votes::table.filter(votes::person_id.eq(person)).filter(votes::idea_id.eq_any(ideas)))
        .set(votes::is_captured.eq(false))
        .execute(db)?;
    Ok(())
}

/// Says of everything that waits for somebody on these ideas whether they stand by it. What they do not is forgotten.
pub fn settle(
    db: &mut Db,
    ideas: &[IdeaId],
    person: PersonId,
    state: CaptureState,
    now: Timestamp,
) -> Result<()> {
    let waiting = captures::table
        .filter(captures::person_id.eq(person))
        .filter(captures::idea_id.eq_any(ideas))
        .filter(captures::state.eq(CaptureState::Waiting));
    diesel::update(waiting)
        .set((captures::state.eq(state), captures::decided_at.eq(Some(now))))
        .execute(db)?;
    if state == CaptureState::Withdrawn {
        forget(db, person, ideas)?;
    }
    Ok(())
}

/// Somebody's words on these ideas go; that something was filed there stays, and of whom is unknown.
fn forget(db: &mut Db, person: PersonId, ideas: &[IdeaId]) -> Result<()> {
    let withdrawn = captures::table
        .filter(captures::person_id.eq(person))
        .filter(captures::idea_id.eq_any(ideas))
        .filter(captures::state.eq(CaptureState::Withdrawn));
    diesel::update(withdrawn)
        .set((
            captures::words.eq(""),
            captures::source_url.eq(None::<String>),
            captures::person_id.eq(None::<PersonId>),
        ))
        .execute(db)?;
    Ok(())
}

/// Everything that was filed for somebody loses their name and words, since they left.
pub fn forget_person(db: &mut Db, person: PersonId, now: Timestamp) -> Result<()> {
    diesel::update(captures::table.filter(captures::person_id.eq(person)))
        .set((
            captures::state.eq(CaptureState::Withdrawn),
            captures::decided_at.eq(Some(now)),
            captures::words.eq(""),
            captures::source_url.eq(None::<String>),
            captures::person_id.eq(None::<PersonId>),
        ))
        .execute(db)?;
    diesel::delete(invitations::table.filter(invitations::person_id.eq(person))).execute(db)?;
    Ok(())
}
