//! Mails about one's own data: that the account is closed, that it is about to go, that the archive is there.

use askama::Template;

use crate::db::Db;
use crate::error::{Error, Result};
use crate::ids::DataExportId;
use crate::mail::{self, NewMail};
use crate::people::Person;
use crate::settings::Settings;
use crate::text::clean;
use crate::text::words::Words;
use crate::time::Timestamp;

struct Letter {
    words: Words,
    subject: String,
    lead: String,
    more: String,
    url: String,
    action: String,
}

#[derive(Template)]
#[template(path = "mail/own_data/subject.txt")]
struct Subject<'a> {
    mail: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/own_data/body.txt")]
struct Text<'a> {
    mail: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/own_data/body.html")]
struct Body<'a> {
    mail: &'a Letter,
}

fn words_of(person: &Person, settings: &Settings) -> Words {
    Words::new(person.language.unwrap_or(settings.site.language), person.zone(settings.site.zone()))
}

fn site_of(settings: &Settings) -> String {
    let name = settings.site.name.as_str();
    clean::isolated(if name.is_empty() { "Groundswell" } else { name })
}

/// The account is closed.
pub(super) fn leaving(
    db: &mut Db,
    person: &Person,
    due: Timestamp,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let (words, site) = (words_of(person, settings), site_of(settings));
    let letter = Letter {
        subject: words.one("mail-leaving-subject", "site", site.clone()),
        lead: words.two("mail-leaving-lead", "site", site, "date", words.date_time(due)),
        more: words.get("mail-leaving-more"),
        url: settings.links.absolute(&settings.links.to("/signin")),
        action: words.get("mail-leaving-act"),
        words,
    };
    send(db, person, ("leaving", format!("leaving:{}:{}", person.id, due.micros())), &letter, now)
}

/// The account goes in two days.
pub(super) fn leaving_soon(
    db: &mut Db,
    person: &Person,
    due: Timestamp,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let (words, site) = (words_of(person, settings), site_of(settings));
    let letter = Letter {
        subject: words.one("mail-leaving-soon-subject", "site", site.clone()),
        lead: words.two("mail-leaving-soon-lead", "site", site, "date", words.date_time(due)),
        more: words.get("mail-leaving-more"),
        url: settings.links.absolute(&settings.links.to("/signin")),
        action: words.get("mail-leaving-act"),
        words,
    };
    send(db, person, ("leaving_soon", format!("leaving-soon:{}:{}", person.id, due.micros())), &letter, now)
}

/// The archive is there.
pub(super) fn data_ready(
    db: &mut Db,
    person: &Person,
    (id, token, expires): (DataExportId, &str, Timestamp),
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let (words, site) = (words_of(person, settings), site_of(settings));
    let letter = Letter {
        subject: words.one("mail-data-ready-subject", "site", site.clone()),
        lead: words.two("mail-data-ready-lead", "site", site, "date", words.date_time(expires)),
        more: words.get("mail-data-ready-more"),
        url: settings.links.absolute(&settings.links.to(&format!("/settings/data/archive/{token}"))),
        action: words.get("mail-data-ready-act"),
        words,
    };
    send(db, person, ("data_ready", format!("data-ready:{id}")), &letter, now)
}

/// The mails belong to no person of the site, so that a closed account gets them, too.
fn send(
    db: &mut Db,
    person: &Person,
    (kind, key): (&'static str, String),
    letter: &Letter,
    now: Timestamp,
) -> Result<()> {
    let Some(email) = &person.email else { return Ok(()) };
    let mail = NewMail {
        key,
        kind,
        recipient: email.clone(),
        subject: Subject { mail: letter }.render().map_err(Error::internal)?,
        text: Text { mail: letter }.render().map_err(Error::internal)?,
        html: Body { mail: letter }.render().map_err(Error::internal)?,
        ..NewMail::default()
    };
    mail::enqueue(db, &mail, now).map(drop)
}
