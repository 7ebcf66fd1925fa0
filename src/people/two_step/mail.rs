//! Mails about the second step: what was done, and what to do if it was somebody else.

use askama::Template;

use super::Sender;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::mail::{self, NewMail};
use crate::people::Person;
use crate::site::random_token;
use crate::text::clean;
use crate::text::words::Words;
use crate::time::Timestamp;

/// What a mail tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It was turned on.
    On,
    /// It was turned off.
    Off,
    /// A recovery code was used; so many are left.
    Used(i64),
    /// An administrator took it away.
    Reset,
}

impl Told {
    fn sentence(self, words: &Words, site: &str) -> String {
        match self {
            Self::On => words.one("two-step-mail-on", "site", site),
            Self::Off => words.one("two-step-mail-off", "site", site),
            Self::Used(left) => {
                words.with("two-step-mail-used", &[("site", site.into()), ("count", left.into())])
            }
            Self::Reset => words.one("two-step-mail-reset", "site", site),
        }
    }
}

#[derive(Template)]
#[template(path = "mail/two_step/subject.txt")]
struct Subject<'a> {
    words: &'a Words,
    site: &'a str,
}

#[derive(Template)]
#[template(path = "mail/two_step/body.txt")]
struct Text<'a> {
    words: &'a Words,
    sentence: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "mail/two_step/body.html")]
struct Body<'a> {
    words: &'a Words,
    site: &'a str,
    sentence: &'a str,
    link: &'a str,
}

/// Enqueues the mail, in the person's own language; nothing for whoever has no address.
pub(super) fn tell(
    db: &mut Db,
    person: &Person,
    told: Told,
    (site, links): Sender<'_>,
    now: Timestamp,
) -> Result<()> {
    let Some(email) = &person.email else { return Ok(()) };
    let words = &Words::new(person.language.unwrap_or(site.language), person.zone(site.zone()));
    let link = &links.absolute(&links.to("/settings/two-step"));
    let site = &clean::isolated(if site.name.is_empty() { "Groundswell" } else { &site.name });
    let sentence = &told.sentence(words, site);
    let mail = NewMail {
        key: format!("two-step:{}", random_token()),
        person: Some(person.id),
        kind: "two_step",
        recipient: email.clone(),
        subject: Subject { words, site }.render().map_err(Error::internal)?,
        text: Text { words, sentence, link }.render().map_err(Error::internal)?,
        html: Body { words, site, sentence, link }.render().map_err(Error::internal)?,
        ..NewMail::default()
    };
    mail::enqueue(db, &mail, now).map(drop)
}
