//! A fresh proof that it is still the same person: a code to the address of whoever has no second step. What is stored is a hash of
//! the code together with the key of the session, which lies in the cookie alone, so that the code cannot be found from it.

use askama::Template;
use subtle::ConstantTimeEq as _;

use super::Person;
use crate::allowances;
use crate::db::Db;
use crate::error::{Error, Result};
pub use crate::mail::secret::PROOF_HOLDS as HOLDS;
use crate::mail::{self, NewMail};
use crate::site::{Site, random_token, token_hash};
use crate::text::clean;
use crate::text::words::Words;
use crate::time::{HOUR, MINUTE, Timestamp};

/// How long a proof is fresh.
pub const FRESH: i64 = 10 * MINUTE;
/// How many codes may be sent to somebody, and typed by them, in an hour.
const MAILS: i32 = 8;
const TRIES: i32 = 10;

#[derive(Template)]
#[template(path = "mail/proof/subject.txt")]
struct Subject<'a> {
    words: &'a Words,
    site: &'a str,
}

#[derive(Template)]
#[template(path = "mail/proof/body.txt")]
struct Text<'a> {
    words: &'a Words,
    site: &'a str,
    code: &'a str,
}

#[derive(Template)]
#[template(path = "mail/proof/body.html")]
struct Body<'a> {
    words: &'a Words,
    site: &'a str,
    code: &'a str,
}

/// Sends a code to somebody's address; gives its hash, which belongs into their session.
///
/// # Errors
/// `NotFound` for whoever has no address, `TooMany` after too many.
pub fn send(
    db: &mut Db,
    person: &Person,
    session_key: &str,
    (site, words): (&Site, &Words),
    now: Timestamp,
) -> Result<String> {
    let email = person.email.clone().ok_or(Error::NotFound)?;
    allowances::take(db, &format!("proof-mail:{}", person.id), MAILS, HOUR, now)?;
    let code = &format!("{:06}", rand::random_range(0..1_000_000));
    let site = &clean::isolated(if site.name.is_empty() { "Groundswell" } else { &site.name });
    let mail = NewMail {
        key: format!("proof:{}", random_token()),
        person: Some(person.id),
        kind: "proof",
        recipient: email,
        subject: Subject { words, site }.render().map_err(Error::internal)?,
        text: Text { words, site, code }.render().map_err(Error::internal)?,
        html: Body { words, site, code }.render().map_err(Error::internal)?,
        ..NewMail::default()
    };
    mail::enqueue(db, &mail, now)?;
    Ok(hash(session_key, code))
}

fn hash(session_key: &str, code: &str) -> String {
    token_hash(&format!("{session_key}:{code}"))
}

/// Whether a typed code is the one that was sent. Every try counts.
///
/// # Errors
/// `TooMany` after too many tries.
pub fn is_right(
    db: &mut Db,
    person: &Person,
    (session_key, stored): (&str, &str),
    typed: &str,
    now: Timestamp,
) -> Result<bool> {
    allowances::take(db, &format!("proof-try:{}", person.id), TRIES, HOUR, now)?;
    let code: String = typed.chars().filter(char::is_ascii_digit).collect();
    Ok(bool::from(hash(session_key, &code).as_bytes().ct_eq(stored.as_bytes())))
}
