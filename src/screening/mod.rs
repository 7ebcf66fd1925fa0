//! Screening: which posts of customers wait for a moderator although their board lets posts through. Each rule looks at the
//! text, its author or its form and says what it saw; a post that any rule holds is held the way a board that reads first
//! would hold it, and never dropped. What moderators decide is written beside what was seen, and learnt from.

mod alike;
mod findings;
mod form;
mod learnt;
mod links;
mod look;
mod numbers;
mod rules;
mod words;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{lessons, screening_findings, shingled};
use crate::error::Result;
use crate::ids::{CommentId, FindingId, IdeaId, LessonId, ShingledId};
use crate::time::{DAY, Timestamp};

pub use findings::{Finding, Saw, WEEKS, Week, latest, waiting, weeks};
pub use form::{Filled, Sign, fresh, stamp};
pub use learnt::{Opinion, decisions};
pub use look::{Screened, Text, Tried, attempt, screen, screen_edit};
pub use numbers::Number;
pub use rules::{Rule, RuleDraft, Rules, Setting, may_change, save, switch_on};
pub use words::{LIST_MAX, WORD_MAX, WordLists, WordsDraft, save as save_words};

/// How long it is kept what rules saw and what was learnt from which decision.
pub const KEPT: i64 = 90 * DAY;
/// How many rows of each table one step of tidying removes.
const CHUNK: i64 = 1_000;

/// A post: an idea, or a comment on one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The idea.
    pub idea: IdeaId,
    /// The comment, when it is one.
    pub comment: Option<CommentId>,
}

impl Place {
    /// An idea.
    pub fn idea(idea: IdeaId) -> Self {
        Self { idea, comment: None }
    }

    /// A comment.
    pub fn comment(idea: IdeaId, comment: CommentId) -> Self {
        Self { idea, comment: Some(comment) }
    }
}

/// What a moderator decided about a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was approved.
    Approved,
    /// Its reports were dismissed.
    Dismissed,
    /// It was turned down or hidden; whether as spam.
    Refused {
        /// Whether as spam.
        as_spam: bool,
    },
}

/// Writes down what a moderator decided, and learns from it. Call it inside the transaction of the decision.
pub fn decided(db: &mut Db, place: Place, verdict: Verdict, now: Timestamp) -> Result<()> {
    match verdict {
        Verdict::Approved => findings::decide(db, place, true, now)?,
        Verdict::Refused { .. } => findings::decide(db, place, false, now)?,
        Verdict::Dismissed => {}
    }
    match verdict {
        Verdict::Approved | Verdict::Dismissed => learnt::learn(db, place, false, now),
        Verdict::Refused { as_spam: true } => learnt::learn(db, place, true, now),
        Verdict::Refused { as_spam: false } => Ok(()),
    }
}

/// Takes back what was written down and learnt from the decision of this moment.
pub fn taken_back(db: &mut Db, place: Place, at: Timestamp) -> Result<()> {
    findings::wait_again(db, place, at)?;
    learnt::unlearn_at(db, place, at)
}

/// A post that had been refused is back: the rules that held it were wrong, and it is no spam.
pub fn restored(db: &mut Db, place: Place, now: Timestamp) -> Result<()> {
    findings::overturn(db, place, now)?;
    learnt::unlearn_spam(db, place)
}

/// Forgets what rules saw in a post whose author deleted its text, and what it is compared with.
pub fn forget(db: &mut Db, place: Place) -> Result<()> {
    findings::forget(db, place)?;
    learnt::forget(db, place)?;
    alike::forget(db, place)
}

/// Removes what has served its time, up to a thousand rows of each table; gives the largest count.
pub fn tidy(db: &mut Db, now: Timestamp) -> Result<usize> {
    let old = now.minus(KEPT);
    let found: Vec<FindingId> = screening_findings::table
        .filter(screening_findings::created_at.lt(old))
        .filter(screening_findings::decided_at.is_not_null())
        .order(screening_findings::created_at)
        .limit(CHUNK)
        .select(screening_findings::id)
        .load(db)?;
    diesel::delete(screening_findings::table.filter(screening_findings::id.eq_any(&found))).execute(db)?;
    let taught: Vec<LessonId> = lessons::table
        .filter(lessons::created_at.lt(old))
        .order((lessons::created_at, lessons::id))
        .limit(CHUNK)
        .select(lessons::id)
        .load(db)?;
    diesel::delete(lessons::table.filter(lessons::id.eq_any(&taught))).execute(db)?;
    let days = i64::from(Rules::load(db)?.of(Rule::Alike).number(alike::DAYS));
    let texts: Vec<ShingledId> = shingled::table
        .filter(shingled::created_at.lt(now.minus(days * DAY)))
        .order((shingled::created_at, shingled::id))
        .limit(CHUNK)
        .select(shingled::id)
        .load(db)?;
    diesel::delete(shingled::table.filter(shingled::id.eq_any(&texts))).execute(db)?;
    Ok(found.len().max(taught.len()).max(texts.len()))
}
