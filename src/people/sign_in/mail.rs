//! The mail with the code and the link.

use askama::Template;

use crate::db::Db;
use crate::error::{Error, Result};
use crate::ids::SignInId;
use crate::links::Links;
use crate::mail::{self, NewMail};
use crate::site::Site;
use crate::text::clean;
use crate::text::words::Words;
use crate::time::Timestamp;

#[derive(Template)]
#[template(path = "mail/sign_in/subject.txt")]
struct Subject<'a> {
    words: &'a Words,
    site: &'a str,
}

#[derive(Template)]
#[template(path = "mail/sign_in/body.txt")]
struct Text<'a> {
    words: &'a Words,
    site: &'a str,
    code: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "mail/sign_in/body.html")]
struct Body<'a> {
    words: &'a Words,
    site: &'a str,
    code: &'a str,
    link: &'a str,
}

/// Enqueues the mail, in the words of whoever asked. It names no person, since nobody has proved anything yet.
pub(super) fn enqueue(
    db: &mut Db,
    id: SignInId,
    email: &str,
    (code, link): (&str, &str),
    (site, links, words): (&Site, &Links, &Words),
    now: Timestamp,
) -> Result<()> {
    let link = &links.absolute(&links.to(&format!("/signin/link/{link}")));
    let site = &clean::isolated(if site.name.is_empty() { "Groundswell" } else { &site.name });
    let mail = NewMail {
        key: format!("sign-in:{id}"),
        person: None,
        idea: None,
        comment: None,
        kind: "sign_in",
        recipient: email.to_owned(),
        subject: Subject { words, site }.render().map_err(Error::internal)?,
        text: Text { words, site, code, link }.render().map_err(Error::internal)?,
        html: Body { words, site, code, link }.render().map_err(Error::internal)?,
        headers: Vec::new(),
    };
    mail::enqueue(db, &mail, now).map(drop)
}
