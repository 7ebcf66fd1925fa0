//! Whether old votes still stand. Whoever promoted an idea that is still open a year later is asked once whether they need
//! it; a yes is kept beside the vote, whose time and heat stay as they were, a no withdraws it, silence changes nothing.

use std::collections::HashMap;

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use crate::boards::StatusKind;
use crate::captures;
use crate::db::Db;
use crate::db::schema::{ideas, merges, resting_ideas, votes};
use crate::each;
use crate::error::{Error, Result};
use crate::ideas::Viewer;
use crate::ids::{IdeaId, PersonId};
use crate::merges::{all_into, home};
use crate::people::{Person, bans};
use crate::time::{DAY, Timestamp};
use crate::votes::{Ballot, cast};

/// How long a vote is fresh after it was cast, or after its voter said that they still need the idea.
pub const FRESH: i64 = 365 * DAY;
/// Votes of one person that a step asks about, and that their page shows.
const SHOWN_MAX: i64 = 50;
/// Votes that a step looks at.
const VOTES_AT_ONCE: i64 = 2_000;

/// Promotions that nobody was asked about; written out as in their index.
const UNASKED: &str = "votes.asked_at IS NULL AND NOT votes.is_resting AND NOT votes.is_captured \
                       AND votes.value = 1 AND votes.state = 'counted'";
/// Promotions whose voter was asked and has not answered; likewise.
const WAITING: &str = "votes.asked_at IS NOT NULL AND votes.confirmed_at IS NULL AND votes.value = 1";

/// Whether a vote's voter has not left; nobody else can answer.
const IS_HERE: &str =
    "NOT EXISTS (SELECT 1 FROM people p WHERE p.id = votes.person_id AND p.former_at IS NOT NULL)";

/// A promotion that came of age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldVote {
    /// The idea.
    pub idea: IdeaId,
    /// Its title.
    pub title: String,
    /// When the vote was cast.
    pub cast_at: Timestamp,
}

/// How fresh the promotions of an idea are. All of them count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Freshness {
    /// Cast within the last year, or confirmed within it.
    pub fresh: i64,
    /// Older, and not confirmed since.
    pub stale: i64,
    /// Of all, those whose voters said that they still need the idea.
    pub confirmed: i64,
    /// Of the stale ones, those whose voters were asked, are here still, and have not answered.
    pub silent: i64,
}

/// How fresh the counted promotions of an idea are: one query along the index of its votes.
pub fn of_idea(db: &mut Db, idea: IdeaId, now: Timestamp) -> Result<Freshness> {
    let since = now.minus(FRESH).micros();
    // Never unknown, so that it can be negated.
    let is_fresh = format!("(cast_at > {since} OR (confirmed_at IS NOT NULL AND confirmed_at > {since}))");
    let sum = |what: &str| {
        sql::<BigInt>(&format!("CAST(COALESCE(SUM(CASE WHEN {what} THEN 1 ELSE 0 END), 0) AS BIGINT)"))
    };
    let (fresh, all, confirmed, silent): (i64, i64, i64, i64) = votes::table
        .filter(votes::idea_id.eq(idea))
        .filter(sql::<Bool>("state = 'counted'"))
        .filter(votes::value.eq(1_i16))
        .select((
            sum(&is_fresh),
            count_star(),
            sum("confirmed_at IS NOT NULL"),
            sum(&format!("asked_at IS NOT NULL AND confirmed_at IS NULL AND NOT {is_fresh} AND {IS_HERE}")),
        ))
        .first(db)
        .map_err(Error::from)?;
    Ok(Freshness { fresh, stale: all - fresh, confirmed, silent })
}

/// People whose promotions came of age, those with the oldest first, at most as many as `limit` votes have.
pub fn due_people(db: &mut Db, limit: i64, now: Timestamp) -> Result<Vec<PersonId>> {
    let mut people: Vec<PersonId> = votes::table
        .filter(sql::<Bool>(UNASKED))
        .filter(votes::cast_at.le(now.minus(FRESH)))
        .order(votes::cast_at)
        .limit(limit)
        .select(votes::person_id)
        .load(db)?;
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Asks these people about all their promotions that came of age, and gives for each what they are asked about. What is
/// not open, or not theirs to see, rests until it is again. Each vote is asked about once, whatever becomes of it. Of many
/// people the last may be left for another time.
pub fn ask(db: &mut Db, people: &[Person], now: Timestamp) -> Result<Vec<(PersonId, Vec<OldVote>)>> {
    type Row = (PersonId, IdeaId, Timestamp);
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let mut rows: Vec<Row> = votes::table
        .filter(sql::<Bool>(UNASKED))
        .filter(votes::person_id.eq_any(&ids))
        .filter(votes::cast_at.le(now.minus(FRESH)))
        .order((votes::person_id, votes::cast_at))
        .limit(VOTES_AT_ONCE)
        .select((votes::person_id, votes::idea_id, votes::cast_at))
        .load(db)?;
    // Whoever may have more votes than were looked at is asked about all of them at once, by the next step.
    if i64::try_from(rows.len()).is_ok_and(|found| found >= VOTES_AT_ONCE) {
        let last = rows.last().map(|row| row.0);
        if rows.first().map(|row| row.0) != last {
            rows.retain(|row| Some(row.0) != last);
        }
    }
    let ids: Vec<IdeaId> = rows.iter().map(|row| row.1).collect();
    let known: Vec<(IdeaId, (String, StatusKind, i32))> = ideas::table
        .filter(ideas::id.eq_any(&ids))
        .select((ideas::id, (ideas::title, ideas::status_kind, ideas::shown)))
        .load(db)?;
    let known: HashMap<IdeaId, (String, StatusKind, i32)> = known.into_iter().collect();
    let copies = copies_of(db, &ids)?;
    let mut asked = Vec::new();
    for person in people {
        let least = Viewer::from(person).least_shown();
        let (mut now_asked, mut resting) = (Vec::new(), Vec::new());
        for (_, idea, cast_at) in rows.iter().filter(|row| row.0 == person.id) {
            match known.get(idea) {
                // Nobody is there to be asked; that is the end of it.
                Some((title, ..)) if person.former_at.is_some() => {
                    now_asked.push(OldVote { idea: *idea, title: title.clone(), cast_at: *cast_at });
                }
                Some((title, StatusKind::Open, shown)) if *shown >= least => {
                    now_asked.push(OldVote { idea: *idea, title: title.clone(), cast_at: *cast_at });
                }
                _ => resting.push(*idea),
            }
        }
        mark(db, person.id, &now_asked, &copies, now)?;
        rest(db, person.id, &resting, now)?;
        if person.former_at.is_none() && !now_asked.is_empty() {
            asked.push((person.id, now_asked));
        }
    }
    Ok(asked)
}

/// The ideas that are part of these, whose votes were copied to them: asked about one of two copies is asked.
fn copies_of(db: &mut Db, ids: &[IdeaId]) -> Result<HashMap<IdeaId, Vec<IdeaId>>> {
    let into: Vec<IdeaId> = merges::table
        .filter(merges::into_idea.eq_any(ids))
        .filter(merges::undone_at.is_null())
        .select(merges::into_idea)
        .distinct()
        .load(db)?;
    let mut copies = HashMap::new();
    for idea in into {
        copies.insert(idea, all_into(db, idea)?.iter().map(|merge| merge.idea_id).collect());
    }
    Ok(copies)
}

/// A vote that was cast anew in the meantime is not asked about.
fn mark(
    db: &mut Db,
    person: PersonId,
    old: &[OldVote],
    copies: &HashMap<IdeaId, Vec<IdeaId>>,
    now: Timestamp,
) -> Result<()> {
    let mut ids: Vec<IdeaId> = old.iter().map(|vote| vote.idea).collect();
    ids.extend(old.iter().filter_map(|vote| copies.get(&vote.idea)).flatten());
    let due = votes::table
        .filter(votes::person_id.eq(person))
        .filter(votes::idea_id.eq_any(ids))
        .filter(votes::cast_at.le(now.minus(FRESH)))
        .filter(votes::asked_at.is_null());
    diesel::update(due).set(votes::asked_at.eq(Some(now))).execute(db)?;
    Ok(())
}

fn rest(db: &mut Db, person: PersonId, resting: &[IdeaId], now: Timestamp) -> Result<()> {
    let due = votes::table
        .filter(votes::person_id.eq(person))
        .filter(votes::idea_id.eq_any(resting))
        .filter(votes::cast_at.le(now.minus(FRESH)));
    diesel::update(due).set(votes::is_resting.eq(true)).execute(db)?;
    for idea in resting {
        let insert = diesel::insert_into(resting_ideas::table).values(resting_ideas::idea_id.eq(idea));
        each!(db, |c| insert.on_conflict(resting_ideas::idea_id).do_nothing().execute(c))?;
    }
    Ok(())
}

/// Wakes the votes that rest on the next ideas behind `after`, where these are open again. Gives the last of these ideas;
/// none when there are no more.
pub fn wake(db: &mut Db, after: IdeaId, limit: i64) -> Result<Option<IdeaId>> {
    let next: Vec<IdeaId> = resting_ideas::table
        .filter(resting_ideas::idea_id.gt(after))
        .order(resting_ideas::idea_id)
        .limit(limit)
        .select(resting_ideas::idea_id)
        .load(db)?;
    let open: Vec<IdeaId> = ideas::table
        .filter(ideas::id.eq_any(&next))
        .filter(sql::<Bool>("ideas.status_kind = 'open'"))
        .filter(ideas::shown.gt(0))
        .select(ideas::id)
        .load(db)?;
    if !open.is_empty() {
        let resting = votes::table.filter(votes::idea_id.eq_any(&open)).filter(votes::is_resting.eq(true));
        diesel::update(resting).set(votes::is_resting.eq(false)).execute(db)?;
        diesel::delete(resting_ideas::table.filter(resting_ideas::idea_id.eq_any(&open))).execute(db)?;
    }
    Ok(next.last().copied())
}

/// What somebody is asked about and has not answered, what they were asked first about first; of ideas that are open.
pub fn waiting(db: &mut Db, person: &Person) -> Result<Vec<OldVote>> {
    let rows: Vec<(IdeaId, String, Timestamp)> = votes::table
        .inner_join(ideas::table)
        .filter(sql::<Bool>(WAITING))
        .filter(votes::person_id.eq(person.id))
        .filter(sql::<Bool>("ideas.status_kind = 'open'"))
        .filter(ideas::shown.ge(Viewer::from(person).least_shown()))
        .order((votes::asked_at, votes::cast_at, votes::idea_id))
        .limit(SHOWN_MAX)
        .select((ideas::id, ideas::title, votes::cast_at))
        .load(db)?;
    Ok(rows.into_iter().map(|(idea, title, cast_at)| OldVote { idea, title, cast_at }).collect())
}

/// Somebody answers whether they still need an idea. A no withdraws their vote as they would have themselves.
///
/// # Errors
/// `NotFound` when they may not see the idea, `Forbidden` when they were not asked or may not vote.
pub fn answer(db: &mut Db, person: &Person, idea: IdeaId, needs: bool, now: Timestamp) -> Result<()> {
    let idea = home(db, idea)?;
    let board = crate::ideas::queries::find_visible(db, idea, person.into())?.board_id;
    let own: Option<Option<Timestamp>> = votes::table
        .find((idea, person.id))
        .filter(votes::value.eq(1_i16))
        .select(votes::asked_at)
        .first(db)
        .optional()?;
    match own {
        // The other answer came first, or the vote went: there is nothing to withdraw any more.
        None if !needs => return Ok(()),
        Some(Some(_)) => {}
        _ => return Err(Error::Forbidden("error-fresh-not-asked")),
    }
    if !needs {
        return cast(db, person, idea, Ballot(None), now).map(drop);
    }
    bans::refuse_banned_on(db, person.id, board, now)?;
    let places = captures::places(db, idea)?;
    let here = votes::table
        .filter(votes::person_id.eq(person.id))
        .filter(votes::idea_id.eq_any(&places))
        .filter(votes::asked_at.is_not_null())
        .filter(votes::confirmed_at.is_null());
    diesel::update(here).set(votes::confirmed_at.eq(Some(now))).execute(db)?;
    Ok(())
}
