//! Finding rounds, their short lists and their results.

use std::collections::HashMap;

use diesel::dsl::{count_star, sum};
use diesel::prelude::*;

use super::{IDEAS_MAX, Round, policy};
use crate::boards::{Audience, StatusKind};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{
    accounts, acts, ballot_points, boards, ideas, people, round_acts, round_ideas, rounds,
};
use crate::error::{Error, Result};
use crate::history::Act;
use crate::ideas::Viewer;
use crate::ids::{IdeaId, RoundId, StatusId};
use crate::merges;
use crate::people::Person;
use crate::time::Timestamp;

/// Rounds on one page.
pub const PAGE: usize = 30;
/// Acts of a history that are shown.
const ACTS: i64 = 200;

/// A round, whoever asks.
pub fn find(db: &mut Db, id: RoundId) -> Result<Round> {
    rounds::table.find(id).select(Round::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// A round; not found for those who must not see it.
pub fn find_visible(db: &mut Db, id: RoundId, person: Option<&Person>) -> Result<Round> {
    let round = find(db, id)?;
    policy::may_see(person, &round)?;
    Ok(round)
}

fn limit() -> i64 {
    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
}

/// Published rounds that somebody sees, the last to end first. `after` is the cursor of the page before.
pub fn published(db: &mut Db, is_staff: bool, after: Option<&str>) -> Result<Page<Round>> {
    let mut query = rounds::table
        .filter(rounds::is_published.eq(true))
        .order((rounds::ends_at.desc(), rounds::id.desc()))
        .limit(limit())
        .select(Round::as_select())
        .into_boxed();
    if !is_staff {
        query = query.filter(rounds::audience.eq(Audience::Public));
    }
    if let Some((ends, id)) = after.and_then(cursor) {
        query = query.filter(rounds::ends_at.lt(ends).or(rounds::ends_at.eq(ends).and(rounds::id.lt(id))));
    }
    Ok(Page::cut(query.load(db)?, PAGE, |round: &Round| format!("{}-{}", round.ends_at.micros(), round.id)))
}

fn cursor(text: &str) -> Option<(Timestamp, RoundId)> {
    let (ends, id) = text.split_once('-')?;
    Some((Timestamp::from_micros(ends.parse().ok()?), id.parse().ok()?))
}

/// All rounds, the newest first, for those who run them. `after` is the last one of the page before.
pub fn all(db: &mut Db, after: Option<RoundId>) -> Result<Page<Round>> {
    let before = after.unwrap_or(RoundId::new(i64::MAX));
    let rows = rounds::table
        .filter(rounds::id.lt(before))
        .order(rounds::id.desc())
        .limit(limit())
        .select(Round::as_select())
        .load(db)?;
    Ok(Page::cut(rows, PAGE, |round: &Round| round.id.to_string()))
}

/// An idea on the short list of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundIdea {
    /// The idea.
    pub idea: IdeaId,
    /// Its title.
    pub title: String,
    /// The beginning of its text, in Markdown.
    pub beginning: String,
    /// Its status.
    pub status: StatusId,
    /// What the status means.
    pub kind: StatusKind,
    /// What it is part of now, if it was merged since: number and title.
    pub home: Option<(IdeaId, String)>,
    /// Points that it got. Not for pages while the round is open.
    pub points: i64,
    /// People who gave them.
    pub people: i64,
}

type OptionRow = (IdeaId, String, String, (StatusId, StatusKind), (i32, String, Audience), (i64, i64));

/// The short list, as far as the viewer finds its ideas on lists; a merged idea stands for itself, as long as what it is
/// part of is found. In the order of numbers: nothing of the result shows in it.
pub fn options(db: &mut Db, round: &Round, viewer: Viewer) -> Result<Vec<RoundIdea>> {
    let rows: Vec<OptionRow> = round_ideas::table
        .inner_join(ideas::table.inner_join(boards::table))
        .filter(round_ideas::round_id.eq(round.id))
        .order(round_ideas::idea_id)
        .limit(i64::try_from(IDEAS_MAX).unwrap_or(i64::MAX))
        .select((
            ideas::id,
            ideas::title,
            ideas::body,
            (ideas::status_id, ideas::status_kind),
            (ideas::shown, ideas::state, boards::audience),
            (round_ideas::points, round_ideas::people),
        ))
        .load(db)?;
    let merged: Vec<(IdeaId, String)> = rows
        .iter()
        .filter(|row| {
            row.4.0 == merges::SHOWN && row.4.1 == "visible" && row.4.2.shown() >= viewer.least_shown()
        })
        .map(|row| (row.0, row.1.clone()))
        .collect();
    let went = crate::storms::ideas::went(db, merged, viewer)?;
    let homes: HashMap<IdeaId, (IdeaId, String)> =
        went.into_iter().map(|one| (one.idea, (one.home, one.home_title))).collect();
    let option = |(idea, title, body, (status, kind), (shown, ..), (points, people)): OptionRow| {
        let home = homes.get(&idea).cloned();
        let is_found = shown >= viewer.least_shown() || home.is_some();
        is_found.then_some(RoundIdea { idea, title, beginning: body, status, kind, home, points, people })
    };
    Ok(rows.into_iter().filter_map(option).collect())
}

/// The same, most points first, for results.
pub fn results(db: &mut Db, round: &Round, viewer: Viewer) -> Result<Vec<RoundIdea>> {
    let mut options = options(db, round, viewer)?;
    options.sort_by_key(|option| (std::cmp::Reverse((option.points, option.people)), option.idea));
    Ok(options)
}

/// Points and people by the segment of the people's accounts, as it is now; empty for people without one.
pub type BySegment = HashMap<(IdeaId, String), (i64, i64)>;

/// What each segment gave. It reads the ballots of the round.
pub fn by_segment(db: &mut Db, id: RoundId) -> Result<BySegment> {
    let of_accounts: Vec<(IdeaId, String, Option<i64>, i64)> = ballot_points::table
        .inner_join(people::table.inner_join(accounts::table))
        .filter(ballot_points::round_id.eq(id))
        .group_by((ballot_points::idea_id, accounts::segment))
        .select((ballot_points::idea_id, accounts::segment, sum(ballot_points::points), count_star()))
        .load(db)?;
    let of_others: Vec<(IdeaId, Option<i64>, i64)> = ballot_points::table
        .inner_join(people::table)
        .filter(ballot_points::round_id.eq(id))
        .filter(people::account_id.is_null())
        .group_by(ballot_points::idea_id)
        .select((ballot_points::idea_id, sum(ballot_points::points), count_star()))
        .load(db)?;
    let mut all = BySegment::new();
    let of_others = of_others.into_iter().map(|(idea, points, people)| (idea, String::new(), points, people));
    for (idea, segment, points, people) in of_accounts.into_iter().chain(of_others) {
        let entry = all.entry((idea, segment)).or_default();
        *entry = (entry.0 + points.unwrap_or(0), entry.1 + people);
    }
    Ok(all)
}

/// What was done with a round, the latest first.
pub fn history(db: &mut Db, id: RoundId) -> Result<Vec<Act>> {
    Ok(round_acts::table
        .inner_join(acts::table)
        .filter(round_acts::round_id.eq(id))
        .order(round_acts::act_id.desc())
        .limit(ACTS)
        .select(Act::as_select())
        .load(db)?)
}
