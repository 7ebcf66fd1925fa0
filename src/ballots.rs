//! The ballots of vote rounds: who gave how many points to what, and the counters that repeat it. Below people, since
//! whoever leaves may take their ballots along.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::{count_star, sum};
use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{ballot_points, ballots, round_ideas, rounds};
use crate::error::Result;
use crate::ids::{IdeaId, PersonId, RoundId};
use crate::time::Timestamp;

/// The points of one person in one round, by idea; an idea without points is not in it.
pub type Points = BTreeMap<IdeaId, i32>;

/// Waits on PostgreSQL until nobody else changes ballots of this round; SQLite has one writer. Says whether there is one.
pub fn lock(db: &mut Db, round: RoundId) -> Result<bool> {
    let found: Option<RoundId> = match db {
        Db::Postgres(c) => rounds::table.find(round).select(rounds::id).for_update().first(c).optional()?,
        Db::Sqlite(c) => rounds::table.find(round).select(rounds::id).first(c).optional()?,
    };
    Ok(found.is_some())
}

/// The points of somebody in a round, if they have a ballot there.
pub fn find(db: &mut Db, round: RoundId, person: PersonId) -> Result<Option<Points>> {
    let has: Option<Timestamp> =
        ballots::table.find((round, person)).select(ballots::cast_at).first(db).optional()?;
    if has.is_none() {
        return Ok(None);
    }
    let rows: Vec<(IdeaId, i32)> = ballot_points::table
        .filter(ballot_points::round_id.eq(round))
        .filter(ballot_points::person_id.eq(person))
        .select((ballot_points::idea_id, ballot_points::points))
        .load(db)?;
    Ok(Some(rows.into_iter().collect()))
}

/// Makes these the points of somebody in a round, and no others; none takes the ballot back. Call it with the round locked.
pub fn set(db: &mut Db, round: RoundId, person: PersonId, points: &Points, now: Timestamp) -> Result<()> {
    let before = find(db, round, person)?;
    let row = ballots::table.find((round, person));
    match (&before, points.is_empty()) {
        (None, true) => return Ok(()),
        (None, false) => {
            let values = (
                ballots::round_id.eq(round),
                ballots::person_id.eq(person),
                ballots::cast_at.eq(now),
                ballots::changed_at.eq(now),
            );
            diesel::insert_into(ballots::table).values(values).execute(db)?;
            add_people(db, round, 1)?;
        }
        (Some(_), false) => {
            diesel::update(row).set(ballots::changed_at.eq(now)).execute(db)?;
        }
        (Some(_), true) => {}
    }
    let before = before.unwrap_or_default();
    clear(db, round, person)?;
    for (idea, given) in points {
        let values = (
            ballot_points::round_id.eq(round),
            ballot_points::idea_id.eq(idea),
            ballot_points::person_id.eq(person),
            ballot_points::points.eq(given),
        );
        diesel::insert_into(ballot_points::table).values(values).execute(db)?;
    }
    if points.is_empty() {
        diesel::delete(row).execute(db)?;
        add_people(db, round, -1)?;
    }
    count(db, round, &before, points)
}

fn clear(db: &mut Db, round: RoundId, person: PersonId) -> Result<()> {
    let own = ballot_points::table
        .filter(ballot_points::round_id.eq(round))
        .filter(ballot_points::person_id.eq(person));
    diesel::delete(own).execute(db)?;
    Ok(())
}

fn add_people(db: &mut Db, round: RoundId, by: i64) -> Result<()> {
    diesel::update(rounds::table.find(round)).set(rounds::people.eq(rounds::people + by)).execute(db)?;
    Ok(())
}

/// Brings the counters of the ideas in step with what changed: at most as many statements as a round has ideas.
fn count(db: &mut Db, round: RoundId, before: &Points, after: &Points) -> Result<()> {
    let touched: BTreeSet<IdeaId> = before.keys().chain(after.keys()).copied().collect();
    for idea in touched {
        let (old, new) = (before.get(&idea).copied(), after.get(&idea).copied());
        if old == new {
            continue;
        }
        let points = i64::from(new.unwrap_or(0)) - i64::from(old.unwrap_or(0));
        let people = i64::from(new.is_some()) - i64::from(old.is_some());
        diesel::update(round_ideas::table.find((round, idea)))
            .set((
                round_ideas::points.eq(round_ideas::points + points),
                round_ideas::people.eq(round_ideas::people + people),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Takes all ballots of somebody back, one round at a time, in the order of rounds, so that two who leave at once do not
/// wait for each other.
pub fn take_back(db: &mut Db, person: PersonId, now: Timestamp) -> Result<()> {
    let own: Vec<RoundId> = ballots::table
        .filter(ballots::person_id.eq(person))
        .order(ballots::round_id)
        .select(ballots::round_id)
        .load(db)?;
    for round in own {
        lock(db, round)?;
        set(db, round, person, &Points::new(), now)?;
    }
    Ok(())
}

/// What is counted in a round: people, and points and people by idea.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// People with a ballot.
    pub people: i64,
    /// Points and people of each idea.
    pub ideas: BTreeMap<IdeaId, (i64, i64)>,
}

/// What the counters of a round say.
pub fn stored(db: &mut Db, round: RoundId) -> Result<Count> {
    let people = rounds::table.find(round).select(rounds::people).first(db)?;
    let rows: Vec<(IdeaId, i64, i64)> = round_ideas::table
        .filter(round_ideas::round_id.eq(round))
        .select((round_ideas::idea_id, round_ideas::points, round_ideas::people))
        .load(db)?;
    Ok(Count {
        people,
        ideas: rows.into_iter().map(|(idea, points, people)| (idea, (points, people))).collect(),
    })
}

/// What the ballots of a round say.
pub fn counted(db: &mut Db, round: RoundId) -> Result<Count> {
    let people = ballots::table.filter(ballots::round_id.eq(round)).count().get_result(db)?;
    let ideas: Vec<IdeaId> =
        round_ideas::table.filter(round_ideas::round_id.eq(round)).select(round_ideas::idea_id).load(db)?;
    let rows: Vec<(IdeaId, Option<i64>, i64)> = ballot_points::table
        .filter(ballot_points::round_id.eq(round))
        .group_by(ballot_points::idea_id)
        .select((ballot_points::idea_id, sum(ballot_points::points), count_star()))
        .load(db)?;
    let mut counted: BTreeMap<IdeaId, (i64, i64)> = ideas.into_iter().map(|idea| (idea, (0, 0))).collect();
    counted.extend(rows.into_iter().map(|(idea, points, people)| (idea, (points.unwrap_or(0), people))));
    Ok(Count { people, ideas: counted })
}

/// Makes the counters say what the ballots say.
pub fn recount(db: &mut Db, round: RoundId) -> Result<()> {
    lock(db, round)?;
    let counted = counted(db, round)?;
    diesel::update(rounds::table.find(round)).set(rounds::people.eq(counted.people)).execute(db)?;
    for (idea, (points, people)) in counted.ideas {
        diesel::update(round_ideas::table.find((round, idea)))
            .set((round_ideas::points.eq(points), round_ideas::people.eq(people)))
            .execute(db)?;
    }
    Ok(())
}

/// All rounds, for the doctor.
pub fn all_rounds(db: &mut Db) -> Result<Vec<RoundId>> {
    Ok(rounds::table.order(rounds::id).select(rounds::id).load(db)?)
}
