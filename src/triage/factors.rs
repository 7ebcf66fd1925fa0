//! Factors of the impact that a manager sets by hand, each time with a note: who, when, from what, to what, why. What
//! was set can be taken back; the history keeps both.

use std::collections::HashMap;

use diesel::prelude::*;

use super::policy;
use crate::db::Db;
use crate::db::schema::{factor_overrides, ideas};
use crate::error::{Error, FieldErrors, Result};
use crate::ideas::{Idea, queries};
use crate::ids::{FactorOverrideId, IdeaId, PersonId};
use crate::merges;
use crate::people::Person;
use crate::ranking::impact::{Effort, Impact, Overrides, divisor};
use crate::ranking::store::Ranked;
use crate::text_enum;
use crate::time::Timestamp;

/// Most characters in a note.
pub const NOTE_MAX: usize = 500;
/// How many entries of the history a page shows.
const SHOWN: i64 = 100;
/// The greatest reach and value that somebody may set.
const MOST: f64 = 1_000_000.0;

text_enum! {
    /// A factor of the impact.
    pub enum Factor {
        /// How many people want it.
        Reach = "reach",
        /// What the accounts that want it are worth.
        Value = "value",
        /// How sure that is.
        Confidence = "confidence",
        /// What it would cost.
        Effort = "effort",
    }
}

impl Factor {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reach => "factor-reach",
            Self::Value => "factor-value",
            Self::Confidence => "factor-confidence",
            Self::Effort => "factor-effort",
        }
    }

    /// What was set by hand.
    pub fn set_in(self, set: &Overrides) -> Option<f64> {
        match self {
            Self::Reach => set.reach,
            Self::Value => set.value,
            Self::Confidence => set.confidence,
            Self::Effort => set.effort,
        }
    }

    /// What follows from the rows, and what counts.
    pub fn of(self, impact: &Impact) -> (f64, f64) {
        let (computed, used) = (&impact.computed, &impact.factors);
        match self {
            Self::Reach => (computed.reach, used.reach),
            Self::Value => (computed.value, used.value),
            Self::Confidence => (computed.confidence, used.confidence),
            Self::Effort => (computed.effort, used.effort),
        }
    }
}

/// The band that a divisor stands for.
pub fn band(by: f64) -> Option<Effort> {
    Effort::ALL.iter().copied().find(|band| (divisor(Some(*band)) - by).abs() < f64::EPSILON)
}

/// What is to count instead of a factor, as parsed.
#[derive(Debug, Clone)]
pub struct OverrideDraft {
    factor: Factor,
    after: Option<f64>,
    note: String,
    seen: Option<f64>,
}

impl OverrideDraft {
    /// Parses the form: a number with a full stop or a comma, an effort band, or nothing, which leaves the factor to the
    /// rows again. `seen` is what stood there when the form was made.
    ///
    /// # Errors
    /// `Invalid` for a number out of range and for a note that is missing or too long.
    pub fn parse(factor: Factor, typed: &str, note: &str, seen: &str) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let after = match (typed.trim(), factor) {
            ("", _) => None,
            (band, Factor::Effort) => Effort::parse(band).map(|band| divisor(Some(band))),
            (number, _) => number.replace(',', ".").parse::<f64>().ok(),
        };
        let most = if factor == Factor::Confidence { 1.0 } else { MOST };
        let is_number = after.is_some_and(|number| (0.0..=most).contains(&number));
        if !typed.trim().is_empty() && !is_number {
            errors.add("to", wrong(factor));
        }
        let note = match super::plain_text(note, NOTE_MAX, "note", "error-factor-note") {
            Ok(note) => note,
            Err(Error::Invalid(found)) => {
                errors.0.extend(found.0);
                String::new()
            }
            Err(other) => return Err(other),
        };
        errors.or(Self { factor, after, note, seen: seen_of(seen) })
    }
}

fn wrong(factor: Factor) -> &'static str {
    match factor {
        Factor::Reach | Factor::Value => "error-factor-number",
        Factor::Confidence => "error-factor-share",
        Factor::Effort => "error-factor-band",
    }
}

/// What a form carries of what stood there: the bits of the number, so that it comes back as the very same.
pub fn seen(set: Option<f64>) -> String {
    set.map_or_else(String::new, |number| format!("{:x}", number.to_bits()))
}

fn seen_of(text: &str) -> Option<f64> {
    u64::from_str_radix(text, 16).ok().map(f64::from_bits)
}

fn is_same(a: Option<f64>, b: Option<f64>) -> bool {
    a.map(f64::to_bits) == b.map(f64::to_bits)
}

/// Sets a factor by hand, or leaves it to the rows again. Says whether anything changed.
///
/// # Errors
/// `Forbidden` for whoever does not run the desk, `Invalid` when somebody else set it since the form was made, `Conflict`
/// when the idea was merged.
pub fn set(db: &mut Db, actor: &Person, idea: IdeaId, draft: &OverrideDraft, now: Timestamp) -> Result<bool> {
    policy::may_score(actor)?;
    Ranked::lock(db, idea)?;
    let before = draft.factor.set_in(&unmerged(db, idea)?.set);
    if is_same(before, draft.after) {
        return Ok(false);
    }
    if !is_same(before, draft.seen) {
        return Err(Error::field("to", "error-factor-meanwhile"));
    }
    store(db, idea, draft.factor, draft.after)?;
    record(db, actor.id, idea, draft, before, None, now)?;
    Ok(true)
}

/// What is set on a merged idea counts nowhere.
fn unmerged(db: &mut Db, idea: IdeaId) -> Result<Idea> {
    let found = queries::find(db, idea)?;
    if found.shown == merges::SHOWN { Err(Error::Conflict("error-factor-merged")) } else { Ok(found) }
}

/// Takes back what was set: the factor is as it was before. Gives the idea.
///
/// # Errors
/// `Forbidden` for whoever does not run the desk, `Conflict` when the factor was set again since or the idea was merged.
pub fn undo(db: &mut Db, actor: &Person, what: FactorOverrideId, now: Timestamp) -> Result<IdeaId> {
    policy::may_score(actor)?;
    let done = find(db, what)?;
    Ranked::lock(db, done.idea_id)?;
    unmerged(db, done.idea_id)?;
    let latest: FactorOverrideId = factor_overrides::table
        .filter(factor_overrides::idea_id.eq(done.idea_id))
        .filter(factor_overrides::factor.eq(done.factor))
        .order(factor_overrides::id.desc())
        .select(factor_overrides::id)
        .first(db)?;
    if latest != what {
        return Err(Error::Conflict("error-factor-undo"));
    }
    let draft = OverrideDraft { factor: done.factor, after: done.before, note: done.note, seen: None };
    store(db, done.idea_id, done.factor, done.before)?;
    record(db, actor.id, done.idea_id, &draft, done.after, Some(what), now)?;
    Ok(done.idea_id)
}

fn store(db: &mut Db, idea: IdeaId, factor: Factor, to: Option<f64>) -> Result<()> {
    let row = ideas::table.find(idea);
    match factor {
        Factor::Reach => diesel::update(row).set(ideas::reach_set.eq(to)).execute(db)?,
        Factor::Value => diesel::update(row).set(ideas::value_set.eq(to)).execute(db)?,
        Factor::Confidence => diesel::update(row).set(ideas::confidence_set.eq(to)).execute(db)?,
        Factor::Effort => diesel::update(row).set(ideas::effort_set.eq(to)).execute(db)?,
    };
    Ranked::load(db, idea)?.save(db).map(drop)
}

fn record(
    db: &mut Db,
    actor: PersonId,
    idea: IdeaId,
    draft: &OverrideDraft,
    before: Option<f64>,
    undoes: Option<FactorOverrideId>,
    now: Timestamp,
) -> Result<()> {
    let values = (
        factor_overrides::idea_id.eq(idea),
        factor_overrides::person_id.eq(actor),
        factor_overrides::factor.eq(draft.factor),
        factor_overrides::before.eq(before),
        factor_overrides::after.eq(draft.after),
        factor_overrides::note.eq(&draft.note),
        factor_overrides::undoes.eq(undoes),
        factor_overrides::created_at.eq(now),
    );
    diesel::insert_into(factor_overrides::table).values(values).execute(db)?;
    Ok(())
}

/// A factor set by hand, or taken back.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = factor_overrides)]
pub struct Override {
    /// Its id.
    pub id: FactorOverrideId,
    /// The idea.
    pub idea_id: IdeaId,
    /// Who did it.
    pub person_id: PersonId,
    /// Which factor.
    pub factor: Factor,
    /// What was set before; nothing when the factor followed from the rows.
    pub before: Option<f64>,
    /// What was set; nothing when the factor was left to the rows.
    pub after: Option<f64>,
    /// Why.
    pub note: String,
    /// What it takes back.
    pub undoes: Option<FactorOverrideId>,
    /// When.
    pub created_at: Timestamp,
}

/// An entry of the history.
pub fn find(db: &mut Db, id: FactorOverrideId) -> Result<Override> {
    let row = factor_overrides::table.find(id).select(Override::as_select());
    row.first(db).optional()?.ok_or(Error::NotFound)
}

/// The latest hundred entries of an idea's history, newest first.
pub fn history(db: &mut Db, idea: IdeaId) -> Result<Vec<Override>> {
    Ok(factor_overrides::table
        .filter(factor_overrides::idea_id.eq(idea))
        .order(factor_overrides::id.desc())
        .limit(SHOWN)
        .select(Override::as_select())
        .load(db)?)
}

/// What the history says is set by hand on these ideas.
pub fn latest(db: &mut Db, ideas: &[IdeaId]) -> Result<HashMap<(IdeaId, Factor), Option<f64>>> {
    let rows: Vec<(IdeaId, Factor, Option<f64>)> = factor_overrides::table
        .filter(factor_overrides::idea_id.eq_any(ideas))
        .order(factor_overrides::id)
        .select((factor_overrides::idea_id, factor_overrides::factor, factor_overrides::after))
        .load(db)?;
    Ok(rows.into_iter().map(|(idea, factor, after)| ((idea, factor), after)).collect())
}

/// A factor of an idea, what is set by hand, and what the history says is.
pub type Difference = (IdeaId, Factor, Option<f64>, Option<f64>);

/// What is set by hand on these ideas, beside what their history says: where they differ.
pub fn differing(db: &mut Db, ideas: &[IdeaId]) -> Result<Vec<Difference>> {
    let latest = latest(db, ideas)?;
    let rows: Vec<(IdeaId, Overrides)> = ideas::table
        .filter(ideas::id.eq_any(ideas))
        .order(ideas::id)
        .select((ideas::id, Overrides::as_select()))
        .load(db)?;
    let mut found = Vec::new();
    for (idea, set) in rows {
        for factor in Factor::ALL {
            let (stored, told) = (factor.set_in(&set), latest.get(&(idea, *factor)).copied().flatten());
            if !is_same(stored, told) {
                found.push((idea, *factor, stored, told));
            }
        }
    }
    Ok(found)
}

/// Brings what is set by hand on these ideas in step with their history; their scores follow after.
pub fn restore(db: &mut Db, ideas: &[IdeaId]) -> Result<()> {
    for (idea, factor, _, told) in differing(db, ideas)? {
        store(db, idea, factor, told)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(factor: Factor, typed: &str) -> Option<Option<f64>> {
        OverrideDraft::parse(factor, typed, "Because.", "").ok().map(|draft| draft.after)
    }

    #[test]
    fn numbers_bands_and_nothing() {
        assert_eq!(after(Factor::Reach, " 40 "), Some(Some(40.0)));
        assert_eq!(after(Factor::Value, "2,5"), Some(Some(2.5)));
        assert_eq!(after(Factor::Confidence, "0.75"), Some(Some(0.75)));
        assert_eq!(after(Factor::Effort, "xl"), Some(Some(8.0)));
        assert_eq!(after(Factor::Reach, ""), Some(None));
        for typed in ["-1", "many", "NaN", "inf", "1000001"] {
            assert_eq!(after(Factor::Reach, typed), None, "{typed}");
        }
        assert_eq!(after(Factor::Confidence, "1.01"), None);
        assert_eq!(after(Factor::Effort, "8"), None);
    }

    #[test]
    fn a_note_is_wanted() {
        let error = OverrideDraft::parse(Factor::Reach, "x", " ", "").unwrap_err();
        let Error::Invalid(errors) = error else { panic!("{error}") };
        assert_eq!(errors.0.iter().map(|error| error.field).collect::<Vec<_>>(), ["to", "note"]);
    }

    #[test]
    fn what_a_form_carries_comes_back_as_it_was() {
        for set in [None, Some(0.1), Some(1_000_000.0)] {
            assert!(is_same(seen_of(&seen(set)), set));
        }
    }

    #[test]
    fn every_band_has_its_divisor() {
        for own in Effort::ALL {
            assert_eq!(band(divisor(Some(*own))), Some(*own));
        }
        assert_eq!(band(3.0), None);
    }
}
