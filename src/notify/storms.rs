//! Mails about storm sessions: their answer to everybody whose idea is in one, once; their end to whoever made one.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::notice::{self, Told};
use crate::db::Db;
use crate::db::schema::{ideas, storm_ideas};
use crate::error::{Error, Result};
use crate::ideas::Viewer;
use crate::ids::{IdeaId, PersonId, StormId};
use crate::jobs::{self, Job, Progress, Step};
use crate::links::Links;
use crate::merges;
use crate::outbox::{Event, Recorded};
use crate::people::mail_choices::MailKind;
use crate::people::{Person, queries as people};
use crate::settings::Settings;
use crate::storms::{Storm, policy, queries};
use crate::text::words::Words;
use crate::time::Timestamp;

/// How many people one step tells.
const CHUNK: i64 = 200;

/// Acts on an event of a session.
pub(super) fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    match *event {
        Event::StormAnswered { storm } => {
            let key = format!("storm-answered:{storm}");
            jobs::enqueue(db, &key, &Job::TellStorm { storm }, recorded.created_at).map(drop)
        }
        Event::StormClosed { storm } => closed(db, storm, settings, recorded.created_at),
        _ => Ok(()),
    }
}

fn find(db: &mut Db, storm: StormId) -> Result<Option<Storm>> {
    match queries::find(db, storm) {
        Err(Error::NotFound) => Ok(None),
        found => found.map(Some),
    }
}

/// Whoever made it, and runs the desk still, has an answer to write.
fn closed(db: &mut Db, storm: StormId, settings: &Settings, at: Timestamp) -> Result<()> {
    let Some(storm) = find(db, storm)? else { return Ok(()) };
    let maker = people::find(db, storm.created_by)?;
    if let Some(maker) = maker.filter(|maker| policy::may_run(maker).is_ok()) {
        tell(db, &storm, &[maker], (false, settings), at)?;
    }
    Ok(())
}

/// One step of telling the authors of a session's ideas that it is answered.
pub fn tell_storm(
    db: &mut Db,
    storm: StormId,
    before: Progress,
    settings: &Settings,
    now: Timestamp,
) -> Result<Step> {
    let Some(storm) = find(db, storm)?.filter(|storm| storm.answered_at.is_some()) else {
        return Ok(Step::Done(before));
    };
    let ids: Vec<PersonId> = storm_ideas::table
        .inner_join(ideas::table)
        .filter(storm_ideas::storm_id.eq(storm.id))
        .filter(ideas::shown.gt(0).or(ideas::shown.eq(merges::SHOWN)))
        .filter(ideas::author_id.gt(PersonId::new(before.after)))
        .order(ideas::author_id)
        .select(ideas::author_id)
        .distinct()
        .limit(CHUNK)
        .load(db)?;
    let authors = people::by_ids(db, &ids)?;
    let mut authors = still_in(db, storm.id, authors)?;
    authors.retain(|author| {
        let sees = policy::may_see(Some(author), &storm, &settings.catalog).is_ok();
        sees && Some(author.id) != storm.answered_by
    });
    tell(db, &storm, &authors, (true, settings), now)?;
    let done = before.done.saturating_add(i64::try_from(ids.len()).unwrap_or(0));
    Ok(match ids.last() {
        Some(last) => Step::More(Progress { after: last.raw(), done, ..before }),
        None => Step::Done(Progress { done, ..before }),
    })
}

/// Those of these authors of whom an idea is in the session: one that is shown, or a merged one that they can read still.
/// As many queries for one author as for many.
fn still_in(db: &mut Db, storm: StormId, authors: Vec<Person>) -> Result<Vec<Person>> {
    let ids: Vec<PersonId> = authors.iter().map(|author| author.id).collect();
    let own: Vec<(IdeaId, PersonId, i32)> = storm_ideas::table
        .inner_join(ideas::table)
        .filter(storm_ideas::storm_id.eq(storm))
        .filter(ideas::author_id.eq_any(ids))
        .select((ideas::id, ideas::author_id, ideas::shown))
        .load(db)?;
    let merged: Vec<IdeaId> = own.iter().filter(|row| row.2 == merges::SHOWN).map(|row| row.0).collect();
    let least = |author: &Person| Viewer::from(author).least_shown();
    let mut readable: HashMap<i32, HashSet<IdeaId>> = HashMap::new();
    for author in &authors {
        if let Entry::Vacant(place) = readable.entry(least(author)) {
            place.insert(merges::readable(db, &merged, least(author))?);
        }
    }
    let is_in = |author: &Person| {
        let reads = |idea: &IdeaId| readable.get(&least(author)).is_some_and(|own| own.contains(idea));
        own.iter().any(|(idea, by, shown)| *by == author.id && (*shown > 0 || reads(idea)))
    };
    Ok(authors.into_iter().filter(is_in).collect())
}

fn tell(
    db: &mut Db,
    storm: &Storm,
    people: &[Person],
    (is_answer, settings): (bool, &Settings),
    at: Timestamp,
) -> Result<()> {
    let what = if is_answer { "answered" } else { "closed" };
    notice::tell_each(db, MailKind::Storm, people, settings, at, |person, words| {
        let key = format!("storm:{}:{what}:person:{}", storm.id, person.id);
        (key, letter(storm, is_answer, words, &settings.links))
    })
}

fn letter(storm: &Storm, is_answer: bool, words: &Words, links: &Links) -> Told {
    let name = storm.question.as_str();
    if is_answer {
        Told {
            subject: words.one("mail-subject-storm-answered", "question", name),
            lead: words.get("mail-lead-storm-answered"),
            action: words.get("mail-open-storm"),
            reason: "mail-reason-storm-answered",
            due: None,
            source: storm.answer.clone(),
            url: links.absolute(&links.storm(storm.id, name)),
            title: name.to_owned(),
        }
    } else {
        Told {
            subject: words.one("mail-subject-storm-closed", "question", name),
            lead: words.get("mail-lead-storm-closed"),
            action: words.get("mail-open-storm-desk"),
            reason: "mail-reason-storm-closed",
            due: None,
            source: String::new(),
            url: links.absolute(&links.desk_storm(storm.id)),
            title: name.to_owned(),
        }
    }
}
