//! One piece of news as a mail, in its reader's language and time zone.

use askama::Template;

use super::news::{News, Team, What};
use super::unsubscribe::{self, Subscription};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::mail::{self, NewMail};
use crate::people::mail_choices::{self, MailKind};
use crate::people::{Person, label};
use crate::settings::Settings;
use crate::text::markdown::{RenderOptions, SafeHtml, render};
use crate::text::words::Words;
use crate::time::Timestamp;

/// What the three parts of the mail show.
struct Notice {
    words: Words,
    site: String,
    /// What happened, as a sentence.
    lead: String,
    title: String,
    /// The status, where that is part of the news.
    status: Option<String>,
    /// A due date, where there is one.
    due: Option<String>,
    /// What was written, as typed and as HTML.
    source: String,
    html: SafeHtml,
    /// What is said to the reader alone, in plain text.
    private: Option<String>,
    /// Where to read on, and the words of that link.
    url: String,
    action: String,
    footer: Footer,
}

/// Why the reader gets the mail, and how that ends.
pub(super) struct Footer {
    pub reason: String,
    pub unsubscribe: Option<String>,
    pub settings: Option<String>,
}

#[derive(Template)]
#[template(path = "mail/notice/subject.txt")]
struct Subject<'a> {
    subject: &'a str,
}

#[derive(Template)]
#[template(path = "mail/notice/body.txt")]
struct Text<'a> {
    mail: &'a Notice,
}

#[derive(Template)]
#[template(path = "mail/notice/body.html")]
struct Html<'a> {
    mail: &'a Notice,
    subject: &'a str,
}

/// News of something that is no idea, in the reader's words.
pub(super) struct Told {
    pub subject: String,
    pub lead: String,
    pub title: String,
    /// When something is due, as a sentence.
    pub due: Option<String>,
    /// What was written, in Markdown; may be empty.
    pub source: String,
    pub url: String,
    /// The words of the link.
    pub action: String,
    /// The key of why the reader gets the mail.
    pub reason: &'static str,
}

/// Writes to those of these people who are here and want mails of this kind. `tell` gives what a mail says, in its reader's
/// words, and its key.
pub(super) fn tell_each(
    db: &mut Db,
    kind: MailKind,
    people: &[Person],
    settings: &Settings,
    at: Timestamp,
    tell: impl Fn(&Person, &Words) -> (String, Told),
) -> Result<()> {
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let unwanted = mail_choices::unwanted(db, &ids)?;
    for person in people {
        let is_here = person.is_here() && person.email.is_some();
        if is_here && !unwanted.contains(&(person.id, kind)) {
            let words = words_of(person, settings);
            let (key, told) = tell(person, &words);
            let mail = written(key, told, words, (person, kind), settings)?;
            mail::enqueue(db, &mail, at)?;
        }
    }
    Ok(())
}

fn written(
    key: String,
    told: Told,
    words: Words,
    (person, kind): (&Person, MailKind),
    settings: &Settings,
) -> Result<NewMail> {
    let subscription = Subscription { person: person.id, kind };
    let footer = footer(&words, settings, Some(subscription), told.reason);
    let notice = Notice {
        words,
        site: site_name(settings),
        lead: told.lead,
        title: told.title,
        private: None,
        status: None,
        due: told.due,
        html: render(&told.source, &RenderOptions::default()),
        source: told.source,
        url: told.url,
        action: told.action,
        footer,
    };
    let envelope = NewMail {
        key,
        person: Some(person.id),
        kind: kind.as_str(),
        recipient: person.email.clone().unwrap_or_default(),
        headers: list_headers(settings, Some(subscription)),
        ..NewMail::default()
    };
    rendered(&notice, &one_line(&told.subject), envelope)
}

fn rendered(notice: &Notice, subject: &str, envelope: NewMail) -> Result<NewMail> {
    Ok(NewMail {
        subject: one_line(&Subject { subject }.render().map_err(Error::internal)?),
        text: Text { mail: notice }.render().map_err(Error::internal)?,
        html: Html { mail: notice, subject }.render().map_err(Error::internal)?,
        ..envelope
    })
}

/// The key of the one mail about an event to a person.
pub(super) fn key(news: &News, person: PersonId) -> String {
    format!("event:{}:person:{person}", news.event)
}

/// The mail to a person.
pub(super) fn to_person(
    news: &News,
    person: &Person,
    kind: MailKind,
    settings: &Settings,
) -> Result<NewMail> {
    let words = words_of(person, settings);
    let subscription = Subscription { person: person.id, kind };
    let address = person.email.clone().unwrap_or_default();
    let footer = footer(&words, settings, Some(subscription), &format!("mail-reason-{}", word(news, kind)));
    let mail = NewMail {
        key: key(news, person.id),
        person: Some(person.id),
        recipient: address,
        headers: headers(news, settings, Some(subscription)),
        ..NewMail::default()
    };
    write(news, kind, words, footer, settings, mail)
}

/// The mail to a team's own address, in the site's language.
pub(super) fn to_team(news: &News, team: &Team, address: &str, settings: &Settings) -> Result<NewMail> {
    let words = Words::new(settings.site.language, settings.site.zone());
    let footer = Footer {
        reason: words.one("mail-reason-team-address", "team", &team.name),
        unsubscribe: None,
        settings: None,
    };
    let mail = NewMail {
        key: format!("event:{}:team:{}", news.event, team.id),
        recipient: address.to_owned(),
        headers: headers(news, settings, None),
        ..NewMail::default()
    };
    let kind = match news.what {
        What::RuleFound { .. } => MailKind::RuleFound,
        _ => MailKind::Routed,
    };
    write(news, kind, words, footer, settings, mail)
}

fn write(
    news: &News,
    kind: MailKind,
    words: Words,
    footer: Footer,
    settings: &Settings,
    envelope: NewMail,
) -> Result<NewMail> {
    let mut notice = notice(news, kind, words, footer, settings);
    notice.private = envelope.person.and_then(|person| news.private_for(person)).map(str::to_owned);
    let subject =
        one_line(&words.with(&format!("mail-subject-{}", word(news, kind)), &sentence_args(news, &notice)));
    Ok(NewMail {
        idea: Some(news.idea.id),
        comment: news.comment(),
        kind: kind.as_str(),
        ..rendered(&notice, &subject, envelope)?
    })
}

fn notice(news: &News, kind: MailKind, words: Words, footer: Footer, settings: &Settings) -> Notice {
    let status = settings.catalog.status(news.status()).map(|status| status.label(&words)).ok();
    let tells_status = matches!(news.what, What::Answered { .. } | What::StatusChanged);
    let due = match news.what {
        What::Routed { due_at, .. } | What::DueSoon { due_at, .. } | What::Escalated { due_at, .. } => {
            due_at.map(|at| words.one("mail-due", "date", words.date(at)))
        }
        _ => None,
    };
    let mut notice = Notice {
        words,
        site: site_name(settings),
        lead: String::new(),
        title: news.idea.title.clone(),
        status: status.filter(|_| tells_status),
        due,
        html: render(&news.source, &RenderOptions::default()),
        source: news.source.clone(),
        private: None,
        url: settings.links.absolute(&place(news, settings)),
        action: words.get(
            if matches!(
                news.what,
                What::Routed { .. }
                    | What::QuestionAnswered { .. }
                    | What::DueSoon { .. }
                    | What::Escalated { .. }
            ) {
                "mail-open-inbox"
            } else {
                "mail-open-idea"
            },
        ),
        footer,
    };
    notice.lead = words.with(&format!("mail-lead-{}", word(news, kind)), &sentence_args(news, &notice));
    notice
}

/// Where the reader goes on.
fn place(news: &News, settings: &Settings) -> String {
    let (id, title) = (news.idea.id, news.idea.title.as_str());
    match &news.what {
        What::Commented { comment, .. } | What::TakenUp { comment, .. } => {
            settings.links.comment(id, title, *comment)
        }
        What::Routed { team, .. } | What::QuestionAnswered { team, .. } | What::DueSoon { team, .. } => {
            settings.links.team(&team.slug)
        }
        What::Escalated { route, .. } => settings.links.to(&format!("/desk/routes/{route}")),
        What::Asked { is_author: false, .. } | What::Returned { .. } => settings.links.desk_idea(id),
        _ => settings.links.idea(id, title),
    }
}

/// What the sentences of subject and lead may speak of.
fn sentence_args(news: &News, notice: &Notice) -> Vec<(&'static str, crate::text::words::Arg)> {
    let words = &notice.words;
    let actor = news
        .actor
        .as_ref()
        .map_or_else(|| notice.site.clone(), |person| label(&person.name, person.former_at.is_some(), words));
    let team = match &news.what {
        What::Routed { team, .. }
        | What::Asked { team, .. }
        | What::DueSoon { team, .. }
        | What::Escalated { team, .. }
        | What::Returned { team, .. }
        | What::QuestionAnswered { team, .. } => team.name.clone(),
        _ => String::new(),
    };
    let other = match &news.what {
        What::Merged { title, .. } | What::Unmerged { title, .. } | What::Invited { title, .. } => {
            title.clone()
        }
        _ => String::new(),
    };
    let rule = match &news.what {
        What::RuleFound { rule, .. } => rule.clone(),
        _ => String::new(),
    };
    vec![
        ("actor", actor.into()),
        ("title", notice.title.as_str().into()),
        ("site", notice.site.as_str().into()),
        ("team", team.into()),
        ("other", other.into()),
        ("rule", rule.into()),
        ("status", notice.status.clone().unwrap_or_default().into()),
    ]
}

/// Headers by which mail programs know the thread, the list and the way out.
fn headers(news: &News, settings: &Settings, subscription: Option<Subscription>) -> Vec<(String, String)> {
    let thread = format!("<idea-{}@{}>", news.idea.id, settings.links.host());
    let mut all = vec![("In-Reply-To".to_owned(), thread.clone()), ("References".to_owned(), thread)];
    all.extend(list_headers(settings, subscription));
    all
}

/// Headers of every mail that nobody typed: not to be answered by machines, and to be ended in one click (RFC 8058).
pub(super) fn list_headers(settings: &Settings, subscription: Option<Subscription>) -> Vec<(String, String)> {
    let header = |name: &str, value: String| (name.to_owned(), value);
    let mut all = vec![
        header("List-Id", format!("<notices.{}>", settings.links.host())),
        header("Auto-Submitted", "auto-generated".into()),
    ];
    if let Some(subscription) = subscription {
        all.push(header("List-Unsubscribe", format!("<{}>", unsubscribe::address(subscription, settings))));
        all.push(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
    }
    all
}

/// Why the reader gets the mail: the message with this key.
pub(super) fn footer(
    words: &Words,
    settings: &Settings,
    subscription: Option<Subscription>,
    reason: &str,
) -> Footer {
    Footer {
        reason: words.get(reason),
        unsubscribe: subscription.map(|subscription| unsubscribe::address(subscription, settings)),
        settings: subscription.map(|_| settings.links.absolute(&settings.links.mail_settings())),
    }
}

/// A person's words: their language and zone, else the site's.
pub(super) fn words_of(person: &Person, settings: &Settings) -> Words {
    Words::new(person.language.unwrap_or(settings.site.language), person.zone(settings.site.zone()))
}

pub(super) fn site_name(settings: &Settings) -> String {
    let name = settings.site.name.trim();
    if name.is_empty() { "Groundswell".to_owned() } else { name.to_owned() }
}

/// What happened to the reader, as it stands in keys of messages.
fn word(news: &News, kind: MailKind) -> String {
    match news.what {
        What::QuestionAnswered { .. } => "question-answered".to_owned(),
        What::Unmerged { .. } => "unmerged".to_owned(),
        What::Returned { is_done: true, .. } => "finished".to_owned(),
        _ => kind.as_str().replace('_', "-"),
    }
}

/// Header fields are one line, whatever a title holds.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
