//! Mails about vote rounds: their report-back to everybody who gave points, once; their end to whoever made one.

use diesel::prelude::*;

use super::notice::{self, Told};
use crate::db::Db;
use crate::db::schema::ballots;
use crate::error::{Error, Result};
use crate::ids::{PersonId, RoundId};
use crate::jobs::{self, Job, Progress, Step};
use crate::links::Links;
use crate::outbox::{Event, Recorded};
use crate::people::mail_choices::MailKind;
use crate::people::{Person, queries as people};
use crate::rounds::{Round, policy, queries};
use crate::settings::Settings;
use crate::text::words::Words;
use crate::time::Timestamp;

/// How many people one step tells.
const CHUNK: i64 = 200;

/// Acts on an event of a round.
pub(super) fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    match *event {
        Event::RoundReported { round } => {
            let key = format!("round-reported:{round}");
            jobs::enqueue(db, &key, &Job::TellRound { round }, recorded.created_at).map(drop)
        }
        Event::RoundClosed { round } => closed(db, round, settings, recorded.created_at),
        _ => Ok(()),
    }
}

fn find(db: &mut Db, round: RoundId) -> Result<Option<Round>> {
    match queries::find(db, round) {
        Err(Error::NotFound) => Ok(None),
        found => found.map(Some),
    }
}

/// Whoever made it, and runs rounds still, has a report-back to write, unless it is there already.
fn closed(db: &mut Db, round: RoundId, settings: &Settings, at: Timestamp) -> Result<()> {
    let Some(round) = find(db, round)?.filter(|round| round.reported_at.is_none()) else { return Ok(()) };
    let maker = people::find(db, round.created_by)?;
    if let Some(maker) = maker.filter(|maker| policy::may_run(maker).is_ok()) {
        tell(db, &round, &[maker], (false, settings), at)?;
    }
    Ok(())
}

/// One step of telling those who gave points in a round what the company makes of the result.
pub fn tell_round(
    db: &mut Db,
    round: RoundId,
    before: Progress,
    settings: &Settings,
    now: Timestamp,
) -> Result<Step> {
    let Some(round) = find(db, round)?.filter(|round| round.reported_at.is_some()) else {
        return Ok(Step::Done(before));
    };
    let ids: Vec<PersonId> = ballots::table
        .filter(ballots::round_id.eq(round.id))
        .filter(ballots::person_id.gt(PersonId::new(before.after)))
        .order(ballots::person_id)
        .select(ballots::person_id)
        .limit(CHUNK)
        .load(db)?;
    let mut givers = people::by_ids(db, &ids)?;
    givers
        .retain(|giver| policy::may_see(Some(giver), &round).is_ok() && Some(giver.id) != round.reported_by);
    tell(db, &round, &givers, (true, settings), now)?;
    let done = before.done.saturating_add(i64::try_from(ids.len()).unwrap_or(0));
    Ok(match ids.last() {
        Some(last) => Step::More(Progress { after: last.raw(), done, total: Some(round.people) }),
        None => Step::Done(Progress { done, ..before }),
    })
}

fn tell(
    db: &mut Db,
    round: &Round,
    people: &[Person],
    (is_report, settings): (bool, &Settings),
    at: Timestamp,
) -> Result<()> {
    let what = if is_report { "reported" } else { "closed" };
    notice::tell_each(db, MailKind::Round, people, settings, at, |person, words| {
        let key = format!("round:{}:{what}:person:{}", round.id, person.id);
        (key, letter(round, is_report, words, &settings.links))
    })
}

fn letter(round: &Round, is_report: bool, words: &Words, links: &Links) -> Told {
    let title = round.title.as_str();
    if is_report {
        Told {
            subject: words.one("mail-subject-round-reported", "title", title),
            lead: words.get("mail-lead-round-reported"),
            action: words.get("mail-open-round"),
            reason: "mail-reason-round-reported",
            due: None,
            source: round.report.clone(),
            url: links.absolute(&links.round(round.id, title)),
            title: title.to_owned(),
        }
    } else {
        Told {
            subject: words.one("mail-subject-round-closed", "title", title),
            lead: words.count("mail-lead-round-closed", round.people),
            action: words.get("mail-open-round-desk"),
            reason: "mail-reason-round-closed",
            due: None,
            source: String::new(),
            url: links.absolute(&links.desk_round(round.id)),
            title: title.to_owned(),
        }
    }
}
