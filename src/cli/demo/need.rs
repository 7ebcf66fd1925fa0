//! How much ideas of the demo are needed: its shortlist, what people answered, and whether votes of a year ago still stand.

use super::chance::Chance;
use super::play::Played;
use super::stage::Stage;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::freshness;
use crate::kano::{self, KanoDraft};
use crate::people::{Person, Role};
use crate::time::{DAY, HOUR, Timestamp};
use crate::triage::shortlist;
use crate::votes::{Ballot, VoteValue, cast};

/// Ideas on the shortlist, and of twelve who answer, how many find it a must, the more the better, a delight,
/// indifferent.
const SHORTLIST: [(&str, [i64; 4]); 3] =
    [("buckle-standard", [5, 4, 1, 2]), ("repair-loan", [1, 2, 7, 2]), ("pack-map-pocket", [0, 1, 3, 8])];
/// Answers that make each of these kinds: if it were there, and if it were not.
const ANSWERS: [(&str, &str); 4] =
    [("expect", "dislike"), ("like", "dislike"), ("like", "live_with"), ("neutral", "neutral")];
/// Who manages the shortlist.
const MANAGER: &str = "priya";
/// The customer whom the demo's entrance lets in, and the old idea that they promoted.
const OLD_VOTE: (&str, &str) = ("fernweh_anna", "pack-map-pocket");

/// Shortlists ideas, lets people answer, and asks about old votes.
pub fn tell(db: &mut Db, stage: &Stage, played: &Played<'_>, now: Timestamp) -> Result<()> {
    let mut people: Vec<Person> = stage.people().cloned().collect();
    people.sort_by_key(|person| person.id);
    for (key, weights) in SHORTLIST {
        let idea = *played.ideas.get(key).ok_or(Error::NotFound)?;
        shortlist::set(db, stage.person(MANAGER)?, idea, true, now.minus(16 * DAY))?;
        for person in people.iter().filter(|person| person.role == Role::Customer) {
            let mut chance = Chance::of(&[key, &person.handle, "kano"]);
            // Whoever the entrance lets in still has something to tap.
            if chance.below(10) < 4 || person.handle == OLD_VOTE.0 {
                continue;
            }
            let (functional, dysfunctional) = answers(weights, chance.below(12));
            let draft = KanoDraft::parse(functional, dysfunctional)?;
            let at = now.minus(chance.below(15 * DAY) + HOUR);
            match kano::answer(db, person, idea, draft, at) {
                Ok(()) | Err(Error::Forbidden(_) | Error::Banned { .. } | Error::NotFound) => {}
                Err(other) => return Err(other),
            }
        }
    }
    ask(db, stage, played, &people, now)
}

fn answers(weights: [i64; 4], mut place: i64) -> (&'static str, &'static str) {
    for (weight, own) in weights.into_iter().zip(ANSWERS) {
        if place < weight {
            return own;
        }
        place -= weight;
    }
    ("dislike", "neutral")
}

/// Two days ago everybody was asked about votes of more than a year before; some have answered.
fn ask(db: &mut Db, stage: &Stage, played: &Played<'_>, people: &[Person], now: Timestamp) -> Result<()> {
    let (voter, idea) = (stage.person(OLD_VOTE.0)?, *played.ideas.get(OLD_VOTE.1).ok_or(Error::NotFound)?);
    cast(db, voter, idea, Ballot(Some(VoteValue::Promote)), now.minus(368 * DAY))?;
    let asked = freshness::ask(db, people, now.minus(2 * DAY))?;
    for (id, votes) in asked.iter().filter(|own| own.0 != voter.id) {
        let Some(person) = people.iter().find(|person| person.id == *id) else { continue };
        let mut chance = Chance::of(&[&person.handle, "still needed"]);
        for vote in votes {
            match chance.below(10) {
                0..5 => freshness::answer(db, person, vote.idea, true, now.minus(DAY))?,
                5 => freshness::answer(db, person, vote.idea, false, now.minus(DAY))?,
                _ => {}
            }
        }
    }
    Ok(())
}
