//! What people see of their own votes that are looked at or do not count, and the line that they may write about it.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{ideas, vote_words, votes};
use crate::error::{Error, FieldErrors, Result};
use crate::ids::{IdeaId, PersonId};
use crate::merges;
use crate::people::Person;
use crate::ranking::store::VoteState;
use crate::text::clean;
use crate::time::Timestamp;

/// Most characters of a line.
pub const LINE_MAX: usize = 300;
/// Votes that the page shows.
const SHOWN: i64 = 50;

/// A line, parsed.
#[derive(Debug, Clone)]
pub struct Line(String);

impl Line {
    /// Parses what was typed: one line, not empty, of at most [`LINE_MAX`] characters.
    pub fn parse(typed: &str) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let line = clean::single_line(typed).unwrap_or_else(|_| {
            errors.add("line", "error-control-characters");
            String::new()
        });
        let count = clean::char_count(&line);
        if errors.is_empty() && clean::is_invisible(&line) {
            errors.add("line", "error-vote-line-missing");
        } else if count > LINE_MAX {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            errors.add_with("line", "error-too-long", &[("limit", 300), ("count", count)]);
        }
        errors.or(Self(line))
    }
}

/// Somebody's own vote that does not count.
#[derive(Debug, Clone, Queryable)]
pub struct Reviewed {
    /// The idea.
    pub idea: IdeaId,
    /// Its title.
    pub title: String,
    /// +1 or −1.
    pub value: i16,
    /// Held or void.
    pub state: VoteState,
    /// When it was cast.
    pub cast_at: Timestamp,
    /// What they said about it.
    pub line: Option<String>,
}

/// Somebody's votes that do not count, on ideas that are on the site.
pub fn of(db: &mut Db, person: PersonId) -> Result<Vec<Reviewed>> {
    let words = vote_words::idea_id.eq(votes::idea_id).and(vote_words::person_id.eq(votes::person_id));
    Ok(votes::table
        .inner_join(ideas::table.on(ideas::id.eq(votes::idea_id)))
        .left_join(vote_words::table.on(words))
        .filter(votes::person_id.eq(person))
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("votes.state <> 'counted'"))
        .filter(votes::value.ne(0_i16))
        .filter(ideas::shown.gt(0))
        .order(votes::idea_id.desc())
        .limit(SHOWN)
        .select((
            votes::idea_id,
            ideas::title,
            votes::value,
            votes::state,
            votes::cast_at,
            vote_words::line.nullable(),
        ))
        .load(db)?)
}

/// How many such votes somebody has.
pub fn count(db: &mut Db, person: PersonId) -> Result<usize> {
    Ok(of(db, person)?.len())
}

/// What became of somebody's vote on an idea, if it does not count.
pub fn state_of(db: &mut Db, idea: IdeaId, person: PersonId) -> Result<Option<VoteState>> {
    let found: Option<(VoteState, i16)> =
        votes::table.find((idea, person)).select((votes::state, votes::value)).first(db).optional()?;
    Ok(found.filter(|(state, value)| *state != VoteState::Counted && *value != 0).map(|(state, _)| state))
}

/// Keeps what somebody says about their vote; what they said before goes.
///
/// # Errors
/// `NotFound` when they have no vote there that is held or void.
pub fn write(db: &mut Db, person: &Person, idea: IdeaId, line: &Line, now: Timestamp) -> Result<()> {
    let idea = merges::home(db, idea)?;
    state_of(db, idea, person.id)?.ok_or(Error::NotFound)?;
    diesel::delete(vote_words::table.find((idea, person.id))).execute(db)?;
    let values = (
        vote_words::idea_id.eq(idea),
        vote_words::person_id.eq(person.id),
        vote_words::line.eq(&line.0),
        vote_words::written_at.eq(now),
    );
    diesel::insert_into(vote_words::table).values(values).execute(db)?;
    Ok(())
}
