//! Erasing somebody who left and did not come back within the week: step by step, each a transaction of its own, until nothing
//! tells who they were. What goes and what stays without a name was their choice.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::copies::{self, Needles};
use super::tables::{self, Owner};
use super::{mails, replay};
use crate::db::Db;
use crate::db::schema::{drafts, merge_votes, origins, reports, sign_ins};
use crate::error::Result;
use crate::ids::{CommentId, DraftId, IdeaId, PersonId};
use crate::jobs::{self, Job, Progress, Step};
use crate::people::departures::{self as leaving, Departure, Phase};
use crate::people::leave::{self, LeaversVotes, VOTES_AT_ONCE};
use crate::people::{Person, queries};
use crate::screening::{self, Place};
use crate::settings::Settings;
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::{ballots, comments, ideas, merges, search};

/// Ideas that are erased together: few, since each is looked for in the index.
const IDEAS: i64 = 5;
/// Comments that are erased together.
const COMMENTS: i64 = 20;

/// Begins to erase those whose week is over, and reminds those whose week ends soon; gives how many.
pub fn enqueue_due(db: &mut Db, settings: &Settings, now: Timestamp) -> Result<usize> {
    let due = leaving::begin_due(db, now)?;
    for person in &due {
        jobs::enqueue_anew(db, &format!("forget:{person}"), &Job::ForgetPerson { person: *person }, now)?;
    }
    let soon = leaving::remind_due(db, now)?;
    for departure in &soon {
        if let Some(person) = queries::find(db, departure.person_id)? {
            mails::leaving_soon(db, &person, departure.due_at, settings, now)?;
        }
    }
    Ok(due.len() + soon.len())
}

/// Closes somebody's account and writes to them how to open it again.
///
/// # Errors
/// As [`leaving::ask`].
pub fn ask(
    db: &mut Db,
    person: &Person,
    wishes: leaving::Wishes,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let departure = leaving::ask(db, person, wishes, now)?;
    mails::leaving(db, person, departure.due_at, settings, now)
}

/// One step of erasing somebody.
pub fn step(
    db: &mut Db,
    person: PersonId,
    before: Progress,
    settings: &Settings,
    now: Timestamp,
) -> Result<Step> {
    queries::lock(db, person)?;
    let departure = leaving::find(db, person)?.filter(|departure| departure.begun_at.is_some());
    let (Some(departure), Some(who)) = (departure, queries::find(db, person)?) else {
        return Ok(Step::Done(before));
    };
    let came_to = match departure.phase {
        Phase::Mails | Phase::Deliveries | Phase::Acts | Phase::Refusals => {
            let needles = Needles::of(db, &who, &departure)?;
            copies::step(db, departure.phase, &needles, before.after)?
        }
        Phase::Votes if departure.votes_go => votes(db, person, now)?,
        Phase::Comments if departure.posts_go => comments_of(db, person, before.after, now)?,
        Phase::Ideas if departure.posts_go => ideas_of(db, person, before.after, settings)?,
        Phase::Votes | Phase::Comments | Phase::Ideas => None,
        Phase::Rest => {
            rest(db, &who, &departure, settings, now)?;
            return Ok(Step::Done(before));
        }
    };
    Ok(match came_to {
        Some((after, count)) => {
            let count = i64::try_from(count).unwrap_or(0);
            Step::More(Progress { after, done: before.done.saturating_add(count), ..before })
        }
        None => {
            leaving::enter(db, person, departure.phase.next())?;
            Step::More(Progress { after: 0, ..before })
        }
    })
}

fn votes(db: &mut Db, person: PersonId, now: Timestamp) -> Result<Option<(i64, usize)>> {
    let count = leave::take_votes_back(db, person, VOTES_AT_ONCE)?;
    if count > 0 {
        return Ok(Some((0, count)));
    }
    ballots::take_back(db, person, now)?;
    diesel::delete(merge_votes::table.filter(merge_votes::person_id.eq(person))).execute(db)?;
    Ok(None)
}

fn comments_of(db: &mut Db, person: PersonId, after: i64, now: Timestamp) -> Result<Option<(i64, usize)>> {
    let gone = comments::edit::forget(db, person, CommentId::new(after), COMMENTS, now)?;
    let mut homes: Vec<IdeaId> = Vec::new();
    for (comment, idea, _) in &gone {
        screening::forget(db, Place::comment(*idea, *comment))?;
        homes.push(merges::home(db, *idea)?);
    }
    let texts: Vec<String> = gone.iter().map(|(_, _, text)| text.clone()).collect();
    unindex(db, homes, &texts)?;
    Ok(gone.last().map(|(id, ..)| (id.raw(), gone.len())))
}

fn ideas_of(db: &mut Db, person: PersonId, after: i64, settings: &Settings) -> Result<Option<(i64, usize)>> {
    let words = Words::new(settings.site.language, settings.site.zone());
    let title = words.get("leave-idea-title");
    let gone = ideas::forget::forget(db, person, IdeaId::new(after), &title, IDEAS)?;
    let mut homes: Vec<IdeaId> = Vec::new();
    for (idea, _) in &gone {
        screening::forget(db, Place::idea(*idea))?;
        homes.extend([*idea, merges::home(db, *idea)?]);
    }
    let texts: Vec<String> = gone.iter().flat_map(|(_, texts)| texts.clone()).collect();
    unindex(db, homes, &texts)?;
    Ok(gone.last().map(|(id, _)| (id.raw(), gone.len())))
}

/// Brings the index up to date, and forgets words that nobody else used.
fn unindex(db: &mut Db, mut homes: Vec<IdeaId>, texts: &[String]) -> Result<()> {
    homes.sort_unstable();
    homes.dedup();
    for home in homes {
        search::reindex(db, home)?;
    }
    search::forget_words(db, texts)
}

/// The person, and whatever else is theirs alone.
fn rest(db: &mut Db, who: &Person, departure: &Departure, settings: &Settings, now: Timestamp) -> Result<()> {
    let needles = Needles::of(db, who, departure)?;
    copies::since(db, &needles, departure.begun_at.unwrap_or(now))?;
    let person = who.id;
    if let Some(email) = &who.email {
        let asked = sign_ins::table.filter(sign_ins::email.eq(email)).select(sign_ins::draft_id);
        let kept: Vec<DraftId> = asked.load::<Option<DraftId>>(db)?.into_iter().flatten().collect();
        diesel::delete(drafts::table.filter(drafts::id.eq_any(kept))).execute(db)?;
    }
    diesel::delete(
        origins::table.filter(origins::kind.eq("person")).filter(origins::row_id.eq(person.raw())),
    )
    .execute(db)?;
    diesel::update(reports::table.filter(reports::reporter_id.eq(person)))
        .set(reports::note.eq(""))
        .execute(db)?;
    replay::remember(db, who, departure, &settings.site, now)?;
    leave::leave(db, who, LeaversVotes::Stay, now)?;
    delete_own(db, who)
}

/// Every table of which it is said that its rows go with the person keeps that word.
fn delete_own(db: &mut Db, who: &Person) -> Result<()> {
    for table in tables::all().filter(|table| table.goes_with_person()) {
        for owner in table.of {
            let sql = format!("DELETE FROM {} WHERE {} = $1", table.name, owner.column());
            match (owner, &who.email) {
                (Owner::Person(_), _) => {
                    diesel::sql_query(sql).bind::<BigInt, _>(who.id.raw()).execute(db)?;
                }
                (Owner::Address(_), Some(email)) => {
                    diesel::sql_query(sql).bind::<Text, _>(email.as_str()).execute(db)?;
                }
                (Owner::Address(_), None) => {}
            }
        }
    }
    Ok(())
}
