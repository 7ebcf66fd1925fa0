//! Votes of the demo that look like one hand: eight customers promote one idea within minutes, from one network and with one
//! browser. The worker's own look finds them; a moderator has yet to decide.

use diesel::prelude::*;

use super::play::Played;
use super::stage::Stage;
use crate::db::Db;
use crate::db::schema::{vote_signals, votes};
use crate::each;
use crate::error::{Error, Result};
use crate::ids::{IdeaId, PersonId};
use crate::integrity::sweep;
use crate::jobs::{Progress, Step};
use crate::people::{Person, Role};
use crate::time::{DAY, HOUR, MINUTE, Timestamp};
use crate::votes::{Ballot, VoteValue, cast};

/// The idea, and how many promote it.
const IDEA: &str = "widget-next-trip";
const CROWD: usize = 8;
/// What their network and their browser are hashed to; other people have smaller numbers.
const ONE_PLACE: i64 = 1_000_003;
/// How many networks and browsers everybody else has.
const NETWORKS: i64 = 61;
const BROWSERS: i64 = 11;
const ROWS: usize = 500;

/// Keeps signals beside the latest votes, casts those of the crowd, and looks.
pub fn look(db: &mut Db, stage: &Stage, played: &Played<'_>, now: Timestamp) -> Result<()> {
    keep_signals(db, now)?;
    let idea = *played.ideas.get(IDEA).ok_or(Error::NotFound)?;
    let at = now.minus(26 * HOUR);
    for (place, person) in (0_i64..).zip(crowd(db, stage, idea)?) {
        let when = at.plus(place * MINUTE);
        cast(db, &person, idea, Ballot(Some(VoteValue::Promote)), when)?;
        let values = (
            vote_signals::idea_id.eq(idea),
            vote_signals::person_id.eq(person.id),
            vote_signals::network.eq(Some(ONE_PLACE)),
            vote_signals::agent.eq(Some(ONE_PLACE)),
            vote_signals::account_age.eq(when.since(person.created_at).max(0)),
            vote_signals::cast_at.eq(when),
        );
        diesel::insert_into(vote_signals::table).values(values).execute(db)?;
    }
    let mut progress = Progress::default();
    while let Step::More(next) = sweep::step(db, now, progress, now)? {
        progress = next;
    }
    Ok(())
}

/// Customers who belong to no account and have not voted on the idea.
fn crowd(db: &mut Db, stage: &Stage, idea: IdeaId) -> Result<Vec<Person>> {
    let voted: Vec<PersonId> =
        votes::table.filter(votes::idea_id.eq(idea)).select(votes::person_id).load(db)?;
    let mut people: Vec<Person> = stage
        .people()
        .filter(|person| person.role == Role::Customer && stage.snapshot(person.id).is_none())
        .filter(|person| !voted.contains(&person.id))
        .cloned()
        .collect();
    people.sort_by_key(|person| std::cmp::Reverse(person.id));
    let mut free = Vec::new();
    for person in people {
        if free.len() < CROWD && crate::people::bans::active(db, person.id, Timestamp::default())?.is_none() {
            free.push(person);
        }
    }
    Ok(free)
}

/// What would lie beside the votes of the last two weeks.
fn keep_signals(db: &mut Db, now: Timestamp) -> Result<()> {
    let latest: Vec<(IdeaId, PersonId, Timestamp)> = votes::table
        .filter(votes::cast_at.gt(now.minus(14 * DAY)))
        .filter(votes::value.ne(0_i16))
        .filter(votes::is_author.eq(false))
        .order((votes::cast_at, votes::idea_id, votes::person_id))
        .select((votes::idea_id, votes::person_id, votes::cast_at))
        .load(db)?;
    let rows: Vec<_> = latest
        .into_iter()
        .map(|(idea, person, at)| {
            (
                vote_signals::idea_id.eq(idea),
                vote_signals::person_id.eq(person),
                vote_signals::network.eq(Some(person.raw() % NETWORKS)),
                vote_signals::agent.eq(Some(person.raw() % BROWSERS)),
                vote_signals::account_age.eq(100 * DAY),
                vote_signals::cast_at.eq(at),
            )
        })
        .collect();
    for rows in rows.chunks(ROWS) {
        each!(db, |c| diesel::insert_into(vote_signals::table).values(rows).execute(c))?;
    }
    Ok(())
}
