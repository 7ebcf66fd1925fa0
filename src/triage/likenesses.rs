//! Ideas that look like an older one: found when they are posted, edited or compared anew, decided on the desk. What was
//! called not the same is remembered, and a merge that was undone counts as that.

use std::collections::HashSet;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::policy;
use crate::db::Db;
use crate::db::schema::{ideas, likenesses};
use crate::each;
use crate::error::{Error, Result};
use crate::ideas::{Idea, Viewer, links, queries};
use crate::ids::{IdeaId, LikenessId, PersonId};
use crate::outbox::{Event, Recorded};
use crate::people::Person;
use crate::search;
use crate::text_enum;
use crate::time::{DAY, Timestamp};

/// Older ideas that are suggested for one at most.
const EACH: usize = 3;
/// Like ideas among which the older ones are looked for: when an idea is not the newest, most of those like it may be newer.
const LOOKED_AT: usize = 40;
/// How alike two ideas must be to be suggested, 0 to 1: more than to be shown while somebody types, since people's time
/// is asked for.
const LEAST: f64 = 0.35;
/// How long "later" is.
const LATER: i64 = 7 * DAY;
/// Pairs that one page shows.
pub const PAGE: i64 = 30;

text_enum! {
    /// Where the desk stands with a pair.
    pub enum LikenessState {
        /// Nobody has decided, or somebody put it off.
        Waiting = "waiting",
        /// Somebody saw that they are not the same.
        NotSame = "not_same",
    }
}

/// Two ideas that may be the same.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = likenesses)]
pub struct Likeness {
    /// Its id.
    pub id: LikenessId,
    /// The newer idea.
    pub idea_id: IdeaId,
    /// The older one.
    pub like_idea: IdeaId,
    /// How alike they are, 0 to 1.
    pub alike: f64,
}

/// What somebody decides on a pair, apart from merging it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They are not the same, and are not suggested again.
    NotSame,
    /// It comes back in a week.
    Later,
}

impl Decision {
    /// From a form: `not-same` or `later`.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "not-same" => Ok(Self::NotSame),
            "later" => Ok(Self::Later),
            _ => Err(Error::field("decision", "error-choice")),
        }
    }
}

/// Looks for older ideas like one that was posted or edited; keeps a pair apart whose merge was undone.
pub fn on_event(db: &mut Db, recorded: &Recorded, event: &Event) -> Result<()> {
    match event {
        Event::IdeaPosted { idea } | Event::IdeaEdited { idea, .. } => {
            suggest(db, *idea, recorded.created_at)
        }
        Event::IdeaUnmerged { idea, from, by } => keep_apart(db, (*idea, *from), *by, recorded.created_at),
        _ => Ok(()),
    }
}

/// Compares an idea with the older ones and suggests those that are most like it. Doing it again adds nothing, and a pair
/// that was decided, whichever of the two came first, stays decided.
pub fn suggest(db: &mut Db, idea: IdeaId, now: Timestamp) -> Result<()> {
    let Some(idea) = ideas::table.find(idea).select(Idea::as_select()).first(db).optional()? else {
        return Ok(());
    };
    if idea.shown <= 0 {
        return Ok(());
    }
    let staff = Viewer { id: None, is_staff: true, is_moderator: false };
    let found = search::alike(db, (&idea.title, &idea.body), staff, Some(idea.board_id), LOOKED_AT)?;
    let linked = links::linked_with(db, idea.id)?;
    let is_older = |other: IdeaId| other < idea.id && !linked.contains(&other);
    let older = found.into_iter().filter(|(alike, other)| *alike >= LEAST && is_older(other.id));
    let nearest: Vec<(f64, IdeaId)> = older.take(EACH).map(|(alike, other)| (alike, other.id)).collect();
    if nearest.is_empty() {
        return Ok(());
    }
    let known = paired_with(db, idea.id)?;
    for (alike, other) in nearest.into_iter().filter(|(_, other)| !known.contains(other)) {
        insert(db, (idea.id, other), alike, now)?;
    }
    Ok(())
}

/// The ideas that this one was ever suggested with, from either side.
fn paired_with(db: &mut Db, idea: IdeaId) -> Result<HashSet<IdeaId>> {
    let newer = likenesses::table.filter(likenesses::idea_id.eq(idea)).select(likenesses::like_idea);
    let mut known: HashSet<IdeaId> = newer.load::<IdeaId>(db)?.into_iter().collect();
    let older = likenesses::table.filter(likenesses::like_idea.eq(idea)).select(likenesses::idea_id);
    known.extend(older.load::<IdeaId>(db)?);
    Ok(known)
}

/// Suggests a pair that somebody elsewhere called the same. Doing it again adds nothing.
pub fn suggest_same(db: &mut Db, (idea, like): (IdeaId, IdeaId), now: Timestamp) -> Result<()> {
    insert(db, (idea, like), 1.0, now)
}

fn insert(db: &mut Db, (idea, like): (IdeaId, IdeaId), alike: f64, now: Timestamp) -> Result<()> {
    let values = (
        likenesses::idea_id.eq(idea),
        likenesses::like_idea.eq(like),
        likenesses::alike.eq(alike),
        likenesses::state.eq(LikenessState::Waiting),
        likenesses::due_at.eq(now),
        likenesses::created_at.eq(now),
    );
    each!(db, |c| diesel::insert_into(likenesses::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Remembers that two are not the same, also when nothing had suggested them: a later comparison would.
fn keep_apart(db: &mut Db, (one, other): (IdeaId, IdeaId), by: PersonId, now: Timestamp) -> Result<()> {
    if !paired_with(db, one)?.contains(&other) {
        insert(db, (one.max(other), one.min(other)), 0.0, now)?;
    }
    for (idea, like) in [(one, other), (other, one)] {
        let pair =
            likenesses::table.filter(likenesses::idea_id.eq(idea)).filter(likenesses::like_idea.eq(like));
        diesel::update(pair).set(decided(by, now)).execute(db)?;
    }
    Ok(())
}

type Decided = (
    diesel::dsl::Eq<likenesses::state, LikenessState>,
    diesel::dsl::Eq<likenesses::decided_by, Option<PersonId>>,
    diesel::dsl::Eq<likenesses::decided_at, Option<Timestamp>>,
);

fn decided(by: PersonId, now: Timestamp) -> Decided {
    (
        likenesses::state.eq(LikenessState::NotSame),
        likenesses::decided_by.eq(Some(by)),
        likenesses::decided_at.eq(Some(now)),
    )
}

/// Both ideas are still to be seen; a merged one is not.
const BOTH_SHOWN: &str = "EXISTS (SELECT 1 FROM ideas i WHERE i.id = likenesses.idea_id AND i.shown > 0) \
                          AND EXISTS (SELECT 1 FROM ideas i WHERE i.id = likenesses.like_idea AND i.shown > 0)";

/// Staff has said what the two are to each other; that they are the same wish again is no reason not to merge them.
const LINKED: &str = "EXISTS (SELECT 1 FROM links l WHERE l.kind <> 'duplicate_of' AND \
                      ((l.from_idea = likenesses.idea_id AND l.to_idea = likenesses.like_idea) \
                      OR (l.from_idea = likenesses.like_idea AND l.to_idea = likenesses.idea_id)))";

/// The pairs that wait by now, the oldest first, each with both ideas: the newer, then the older.
pub fn waiting(db: &mut Db, now: Timestamp) -> Result<Vec<(Likeness, Idea, Idea)>> {
    let pairs: Vec<Likeness> = likenesses::table
        .filter(sql::<Bool>("likenesses.state = 'waiting'"))
        .filter(likenesses::due_at.le(now))
        .filter(sql::<Bool>(BOTH_SHOWN))
        .filter(sql::<Bool>(&format!("NOT {LINKED}")))
        .order((likenesses::due_at, likenesses::id))
        .limit(PAGE)
        .select(Likeness::as_select())
        .load(db)?;
    let ids: Vec<IdeaId> = pairs.iter().flat_map(|pair| [pair.idea_id, pair.like_idea]).collect();
    let rows: Vec<Idea> = ideas::table.filter(ideas::id.eq_any(ids)).select(Idea::as_select()).load(db)?;
    let find = |id: IdeaId| rows.iter().find(|idea| idea.id == id).cloned();
    let both = pairs.into_iter().filter_map(|pair| {
        let (newer, older) = (find(pair.idea_id)?, find(pair.like_idea)?);
        Some((pair, newer, older))
    });
    Ok(both.collect())
}

/// Decides on a pair. One that somebody else decided in the meantime stays as it is.
///
/// # Errors
/// `NotFound` when there is no such pair; `Conflict` when it was decided already.
pub fn decide(
    db: &mut Db,
    person: &Person,
    id: LikenessId,
    decision: Decision,
    now: Timestamp,
) -> Result<()> {
    policy::may_merge(person)?;
    let newer: IdeaId = likenesses::table
        .find(id)
        .select(likenesses::idea_id)
        .first(db)
        .optional()?
        .ok_or(Error::NotFound)?;
    queries::find_home(db, newer, person.into())?;
    let open = likenesses::table.find(id).filter(likenesses::state.eq(LikenessState::Waiting));
    let changed = match decision {
        Decision::NotSame => diesel::update(open).set(decided(person.id, now)).execute(db)?,
        Decision::Later => diesel::update(open).set(likenesses::due_at.eq(now.plus(LATER))).execute(db)?,
    };
    if changed == 0 { Err(Error::Conflict("error-likeness-decided")) } else { Ok(()) }
}
