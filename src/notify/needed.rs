//! The weekly mail that asks people about their votes of a year ago: one mail to each, with all of them. Who wants none is
//! asked on their own page alone.

use askama::Template;

use super::notice::{self, Footer};
use super::unsubscribe::Subscription;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::freshness::{self, OldVote};
use crate::ids::{IdeaId, PersonId};
use crate::jobs::{Progress, Step};
use crate::mail::{self, NewMail};
use crate::people::mail_choices::{self, MailKind};
use crate::people::{Person, queries};
use crate::settings::Settings;
use crate::text::words::Words;
use crate::time::Timestamp;

/// How many ideas the mail names; the rest is a number.
const NAMED: usize = 20;
/// How many votes one step looks for, and so of how many people at the most.
const CHUNK: i64 = 100;
/// How many ideas with resting votes one step looks at.
const WAKING: i64 = 500;
/// How many people are dealt with a week; the rest waits for the next.
const MOST: i64 = 10_000;
/// Where the progress stands once all ideas with resting votes were looked at.
const AWAKE: i64 = -1;

/// A vote as the mail names it.
struct Line {
    title: String,
    url: String,
    voted: String,
}

struct Needed {
    words: Words,
    site: String,
    lead: String,
    lines: Vec<Line>,
    more: Option<String>,
    url: String,
    footer: Footer,
}

#[derive(Template)]
#[template(path = "mail/needed/subject.txt")]
struct Subject<'a> {
    subject: &'a str,
}

#[derive(Template)]
#[template(path = "mail/needed/body.txt")]
struct Text<'a> {
    mail: &'a Needed,
}

#[derive(Template)]
#[template(path = "mail/needed/body.html")]
struct Html<'a> {
    mail: &'a Needed,
    subject: &'a str,
}

/// One step of asking: first votes that rest on ideas which are open again are woken, then people are asked.
pub fn ask_whether_needed(
    db: &mut Db,
    week: &str,
    before: Progress,
    settings: &Settings,
    now: Timestamp,
) -> Result<Step> {
    if before.after != AWAKE {
        let last = freshness::wake(db, IdeaId::new(before.after), WAKING)?;
        return Ok(Step::More(Progress { after: last.map_or(AWAKE, IdeaId::raw), ..before }));
    }
    let due = freshness::due_people(db, CHUNK, now)?;
    if due.is_empty() || before.done >= MOST {
        return Ok(Step::Done(before));
    }
    let people = queries::by_ids(db, &due)?;
    let asked = freshness::ask(db, &people, now)?;
    let ids: Vec<PersonId> = asked.iter().map(|own| own.0).collect();
    let unwanted = mail_choices::unwanted(db, &ids)?;
    for (id, votes) in &asked {
        let reader = people.iter().find(|person| person.id == *id && person.email.is_some());
        let Some(reader) = reader.filter(|_| !unwanted.contains(&(*id, MailKind::StillNeeded))) else {
            continue;
        };
        mail::enqueue(db, &to_voter(week, reader, votes, settings)?, now)?;
    }
    let done = before.done.saturating_add(i64::try_from(due.len()).unwrap_or(0));
    Ok(Step::More(Progress { done, ..before }))
}

fn to_voter(week: &str, person: &Person, votes: &[OldVote], settings: &Settings) -> Result<NewMail> {
    let words = notice::words_of(person, settings);
    let subscription = Subscription { person: person.id, kind: MailKind::StillNeeded };
    let count = i64::try_from(votes.len()).unwrap_or(i64::MAX);
    let more = i64::try_from(votes.len().saturating_sub(NAMED)).unwrap_or(0);
    let site = notice::site_name(settings);
    let needed = Needed {
        words,
        lead: words
            .with("mail-lead-still-needed", &[("count", count.into()), ("site", site.as_str().into())]),
        site,
        lines: votes.iter().take(NAMED).map(|vote| line(vote, &words, settings)).collect(),
        more: (more > 0).then(|| words.count("mail-needed-more", more)),
        url: settings.links.absolute(&settings.links.to("/me/waiting#needed")),
        footer: notice::footer(&words, settings, Some(subscription), "mail-reason-still-needed"),
    };
    let subject = notice::one_line(&words.count("mail-subject-still-needed", count));
    Ok(NewMail {
        key: format!("needed:{week}:person:{}", person.id),
        person: Some(person.id),
        kind: MailKind::StillNeeded.as_str(),
        recipient: person.email.clone().unwrap_or_default(),
        subject: notice::one_line(&Subject { subject: &subject }.render().map_err(Error::internal)?),
        text: Text { mail: &needed }.render().map_err(Error::internal)?,
        html: Html { mail: &needed, subject: &subject }.render().map_err(Error::internal)?,
        headers: notice::list_headers(settings, Some(subscription)),
        ..NewMail::default()
    })
}

fn line(vote: &OldVote, words: &Words, settings: &Settings) -> Line {
    Line {
        title: vote.title.clone(),
        url: settings.links.absolute(&settings.links.idea(vote.idea, &vote.title)),
        voted: words.one("mail-needed-voted", "date", words.date(vote.cast_at)),
    }
}
