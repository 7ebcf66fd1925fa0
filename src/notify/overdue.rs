//! The weekly mail to managers: which routes are overdue, the longest first.

use askama::Template;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::notice::{self, Footer};
use super::unsubscribe::Subscription;
use crate::db::Db;
use crate::db::schema::{ideas, people, routes, teams};
use crate::error::{Error, Result};
use crate::ids::{IdeaId, PersonId};
use crate::jobs::{Progress, Step};
use crate::mail::{self, NewMail};
use crate::merges;
use crate::people::mail_choices::{self, MailKind};
use crate::people::{Person, Power, powers};
use crate::settings::Settings;
use crate::text::words::Words;
use crate::time::{DAY, Timestamp};
use crate::triage::routes::RouteState;

/// How many routes the mail names; the rest is a number.
const NAMED: usize = 30;
/// How many managers one step writes to.
const CHUNK: i64 = 100;

/// An overdue route as the mail names it.
struct Line {
    title: String,
    url: String,
    team: String,
    late: String,
}

struct Overdue {
    words: Words,
    site: String,
    lead: String,
    lines: Vec<Line>,
    more: Option<String>,
    url: String,
    footer: Footer,
}

#[derive(Template)]
#[template(path = "mail/overdue/subject.txt")]
struct Subject<'a> {
    subject: &'a str,
}

#[derive(Template)]
#[template(path = "mail/overdue/body.txt")]
struct Text<'a> {
    mail: &'a Overdue,
}

#[derive(Template)]
#[template(path = "mail/overdue/body.html")]
struct Html<'a> {
    mail: &'a Overdue,
    subject: &'a str,
}

/// Idea, title, team and due date of a route.
type Late = (IdeaId, String, String, Option<Timestamp>);

/// One step of the weekly mail. Nobody gets it when nothing is overdue.
pub fn tell_overdue(
    db: &mut Db,
    week: &str,
    before: Progress,
    settings: &Settings,
    now: Timestamp,
) -> Result<Step> {
    let (late, count) = overdue(db, now)?;
    if late.is_empty() {
        return Ok(Step::Done(before));
    }
    let managers = managers(db, before.after)?;
    let ids: Vec<PersonId> = managers.iter().map(|person| person.id).collect();
    let unwanted = mail_choices::unwanted(db, &ids)?;
    for person in &managers {
        if person.email.is_some() && !unwanted.contains(&(person.id, MailKind::Overdue)) {
            mail::enqueue(db, &to_manager(week, person, &late, count, settings, now)?, now)?;
        }
    }
    let done = before.done.saturating_add(i64::try_from(managers.len()).unwrap_or(0));
    Ok(match managers.last() {
        Some(last) => Step::More(Progress { after: last.id.raw(), done, ..before }),
        None => Step::Done(Progress { done, ..before }),
    })
}

/// The routes that have been overdue longest, and how many there are in all. Ideas that are hidden are left out.
fn overdue(db: &mut Db, now: Timestamp) -> Result<(Vec<Late>, i64)> {
    let open = || sql::<Bool>(RouteState::IS_OPEN);
    let count = routes::table
        .inner_join(ideas::table)
        .filter(open())
        .filter(routes::due_at.lt(Some(now)))
        .filter(sql::<Bool>(merges::STANDS))
        .count()
        .get_result(db)?;
    let late = routes::table
        .inner_join(ideas::table)
        .inner_join(teams::table)
        .filter(open())
        .filter(routes::due_at.lt(Some(now)))
        .filter(sql::<Bool>(merges::STANDS))
        .order((routes::due_at, routes::id))
        .limit(i64::try_from(NAMED).unwrap_or(i64::MAX))
        .select((ideas::id, ideas::title, teams::name, routes::due_at))
        .load(db)?;
    Ok((late, count))
}

fn managers(db: &mut Db, after: i64) -> Result<Vec<Person>> {
    let roles = powers::roles_with(db, Power::Route)?;
    Ok(people::table
        .filter(people::role.eq_any(roles))
        .filter(people::former_at.is_null())
        .filter(people::id.gt(PersonId::new(after)))
        .order(people::id)
        .limit(CHUNK)
        .select(Person::as_select())
        .load(db)?)
}

fn to_manager(
    week: &str,
    person: &Person,
    late: &[Late],
    count: i64,
    settings: &Settings,
    now: Timestamp,
) -> Result<NewMail> {
    let words = notice::words_of(person, settings);
    let subscription = Subscription { person: person.id, kind: MailKind::Overdue };
    let named = i64::try_from(late.len()).unwrap_or(0);
    let overdue = Overdue {
        words,
        site: notice::site_name(settings),
        lead: words.count("mail-lead-overdue", count),
        lines: late.iter().map(|late| line(late, &words, settings, now)).collect(),
        more: (count > named).then(|| words.count("mail-overdue-more", count - named)),
        url: settings.links.absolute(&settings.links.to("/desk")),
        footer: notice::footer(&words, settings, Some(subscription), "mail-reason-overdue"),
    };
    let subject = notice::one_line(&words.count("mail-subject-overdue", count));
    Ok(NewMail {
        key: format!("overdue:{week}:person:{}", person.id),
        person: Some(person.id),
        kind: MailKind::Overdue.as_str(),
        recipient: person.email.clone().unwrap_or_default(),
        subject: notice::one_line(&Subject { subject: &subject }.render().map_err(Error::internal)?),
        text: Text { mail: &overdue }.render().map_err(Error::internal)?,
        html: Html { mail: &overdue, subject: &subject }.render().map_err(Error::internal)?,
        headers: notice::list_headers(settings, Some(subscription)),
        ..NewMail::default()
    })
}

fn line(late: &Late, words: &Words, settings: &Settings, now: Timestamp) -> Line {
    let (id, title, team, due_at) = late;
    let days = due_at.map_or(0, |due| now.since(due) / DAY);
    Line {
        title: title.clone(),
        url: settings.links.absolute(&settings.links.desk_idea(*id)),
        team: team.clone(),
        late: words.count("mail-overdue-days", days),
    }
}
