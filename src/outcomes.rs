//! What voters say of an idea that was delivered: whether it solved what they asked for. One word per person and idea,
//! changeable; the counts are public, the lines are for the company.

use std::collections::HashMap;

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::accounts::membership;
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{ideas, outcomes, votes};
use crate::error::{Error, FieldErrors, Result};
use crate::ids::{AccountId, IdeaId, PersonId};
use crate::people::{Person, bans};
use crate::text::clean;
use crate::text_enum;
use crate::time::Timestamp;

/// Most characters of a line.
pub const LINE_MAX: usize = 500;
/// Lines that a page shows.
const LINES_SHOWN: i64 = 50;

text_enum! {
    /// Whether a delivery helped.
    pub enum Helped {
        /// It solved what they asked for.
        Solved = "solved",
        /// In part.
        Partly = "partly",
        /// It did not.
        Not = "not",
    }
}

impl Helped {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Solved => "outcome-solved",
            Self::Partly => "outcome-partly",
            Self::Not => "outcome-not",
        }
    }
}

/// A parsed form.
#[derive(Debug, Clone)]
pub struct OutcomeDraft {
    value: Helped,
    line: String,
}

impl OutcomeDraft {
    /// Parses what was chosen and the line, which may be empty.
    pub fn parse(value: &str, line: &str) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let line = clean::single_line(line).unwrap_or_default();
        if clean::char_count(&line) > LINE_MAX {
            errors.add_with("line", "error-outcome-line", &[("limit", 500)]);
        }
        match Helped::parse(value) {
            Some(value) => errors.or(Self { value, line }),
            None => {
                errors.add("outcome", "error-outcome-choice");
                errors.or(()).and(Err(Error::NotFound))
            }
        }
    }
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Outcome {
    /// The idea.
    pub idea: IdeaId,
    /// Whether it helped.
    pub value: Helped,
    /// Their line; may be empty.
    pub line: String,
    /// When they said so last.
    pub at: Timestamp,
}

/// How many said what of an idea.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// It solved it.
    pub solved: i64,
    /// In part.
    pub partly: i64,
    /// Not.
    pub not: i64,
}

impl Outcomes {
    /// Everybody who said something.
    pub fn all(self) -> i64 {
        self.solved + self.partly + self.not
    }

    /// Of whom it helped at least in part, in whole per cent; 0 when nobody said anything.
    pub fn share(self) -> i64 {
        ((self.solved + self.partly) * 200 + self.all()) / (self.all() * 2).max(1)
    }

    fn add(&mut self, value: Helped, count: i64) {
        match value {
            Helped::Solved => self.solved += count,
            Helped::Partly => self.partly += count,
            Helped::Not => self.not += count,
        }
    }
}

/// Whether somebody is asked about an idea: it was delivered, and they promoted it.
pub fn may_say(db: &mut Db, person: PersonId, idea: IdeaId, kind: StatusKind) -> Result<bool> {
    if kind != StatusKind::Done {
        return Ok(false);
    }
    let promoted: Option<i16> = votes::table
        .find((idea, person))
        .filter(votes::value.eq(1_i16))
        .filter(votes::state.ne("void"))
        .select(votes::value)
        .first(db)
        .optional()?;
    Ok(promoted.is_some())
}

/// Says it, or changes what was said. It keeps the person's account as of now.
///
/// # Errors
/// `NotFound` when they do not see the idea, `Forbidden` when it was not delivered or they did not ask for it.
pub fn say(db: &mut Db, person: &Person, idea: IdeaId, draft: &OutcomeDraft, now: Timestamp) -> Result<()> {
    let idea = crate::ideas::queries::find_visible(db, idea, person.into())?;
    if !may_say(db, person.id, idea.id, idea.status_kind)? {
        return Err(Error::Forbidden("error-outcome-not-asked"));
    }
    bans::refuse_banned_on(db, person.id, idea.board_id, now)?;
    let account = membership::of(db, person.id)?.map(|(account, _)| account);
    // Whoever says so twice at the same moment waits for themselves.
    crate::people::queries::lock(db, person.id)?;
    let said = (
        outcomes::value.eq(draft.value),
        outcomes::line.eq(&draft.line),
        outcomes::account_id.eq(account),
        outcomes::updated_at.eq(now),
    );
    if diesel::update(outcomes::table.find((idea.id, person.id))).set(said).execute(db)? == 0 {
        let keys =
            (outcomes::idea_id.eq(idea.id), outcomes::person_id.eq(person.id), outcomes::created_at.eq(now));
        diesel::insert_into(outcomes::table).values((keys, said)).execute(db)?;
    }
    Ok(())
}

/// Takes back what somebody said.
pub fn take_back(db: &mut Db, person: PersonId, idea: IdeaId) -> Result<()> {
    diesel::delete(outcomes::table.find((idea, person))).execute(db)?;
    Ok(())
}

/// What somebody said of an idea.
pub fn own(db: &mut Db, person: PersonId, idea: IdeaId) -> Result<Option<Outcome>> {
    Ok(outcomes::table
        .find((idea, person))
        .select((outcomes::idea_id, outcomes::value, outcomes::line, outcomes::updated_at))
        .first(db)
        .optional()?)
}

/// How many said what of an idea; reads one index.
pub fn counts(db: &mut Db, idea: IdeaId) -> Result<Outcomes> {
    let rows: Vec<(Helped, i64)> = outcomes::table
        .filter(outcomes::idea_id.eq(idea))
        .group_by(outcomes::value)
        .select((outcomes::value, count_star()))
        .load(db)?;
    let mut counts = Outcomes::default();
    for (value, count) in rows {
        counts.add(value, count);
    }
    Ok(counts)
}

/// The lines about an idea, the latest first, with who wrote them.
pub fn lines(db: &mut Db, idea: IdeaId) -> Result<Vec<(PersonId, Outcome)>> {
    Ok(outcomes::table
        .filter(outcomes::idea_id.eq(idea))
        .filter(outcomes::line.ne(""))
        .order((outcomes::updated_at.desc(), outcomes::person_id))
        .limit(LINES_SHOWN)
        .select((
            outcomes::person_id,
            (outcomes::idea_id, outcomes::value, outcomes::line, outcomes::updated_at),
        ))
        .load(db)?)
}

/// What people of an account said of these ideas: how many what, and their lines.
pub fn of_account(
    db: &mut Db,
    account: AccountId,
    ideas: &[IdeaId],
) -> Result<HashMap<IdeaId, (Outcomes, Vec<String>)>> {
    let rows: Vec<Outcome> = outcomes::table
        .filter(outcomes::account_id.eq(account))
        .filter(outcomes::idea_id.eq_any(ideas))
        .order((outcomes::updated_at.desc(), outcomes::person_id))
        .select((outcomes::idea_id, outcomes::value, outcomes::line, outcomes::updated_at))
        .load(db)?;
    let mut found: HashMap<IdeaId, (Outcomes, Vec<String>)> = HashMap::new();
    for row in rows {
        let (counts, lines) = found.entry(row.idea).or_default();
        counts.add(row.value, 1);
        if !row.line.is_empty() {
            lines.push(row.line);
        }
    }
    Ok(found)
}

/// Delivered ideas that somebody promoted and has not spoken of, the latest delivered first.
pub fn asked_of(db: &mut Db, person: PersonId, limit: i64) -> Result<Vec<(IdeaId, String)>> {
    Ok(votes::table
        .inner_join(ideas::table)
        .filter(votes::person_id.eq(person))
        .filter(votes::value.eq(1_i16))
        .filter(votes::state.ne("void"))
        .filter(ideas::status_kind.eq(StatusKind::Done))
        .filter(ideas::shown.gt(0))
        .filter(sql::<Bool>(
            "NOT EXISTS (SELECT 1 FROM outcomes o WHERE o.idea_id = votes.idea_id AND o.person_id = votes.person_id)",
        ))
        .order((ideas::status_at.desc(), ideas::id.desc()))
        .limit(limit)
        .select((ideas::id, ideas::title))
        .load(db)?)
}
