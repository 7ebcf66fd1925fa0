//! Signing in by mail: a code to type in the browser that asked, and a link for any other. Only hashes are stored.

mod arrive;
mod mail;

use diesel::prelude::*;
use subtle::ConstantTimeEq as _;

use crate::db::Db;
use crate::db::schema::sign_ins;
use crate::error::Result;
use crate::ids::{DraftId, SignInId};
use crate::links::Links;
use crate::mail::secret::SIGN_IN_HOLDS;
use crate::people::drafts;
use crate::site::{Site, random_token, token_hash};
use crate::text::words::Words;
use crate::time::Timestamp;

pub use arrive::{Arrival, Kept, arrive, keep_on, settle_in};

/// How long a code and its link hold.
pub const LIFETIME: i64 = SIGN_IN_HOLDS;
/// How often a code may be tried.
pub const TRIES: i32 = 5;

/// Somebody's wish to sign in.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The address, parsed.
    pub email: String,
    /// Random token that only the asking browser holds: its code works nowhere else.
    pub browser: String,
    /// Where to go afterwards: a path of this site.
    pub return_to: String,
    /// The key of a draft that waits for it.
    pub draft: Option<String>,
}

/// A pending sign-in.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sign_ins)]
pub struct Asked {
    /// Its id.
    pub id: SignInId,
    /// The address that the mail went to.
    pub email: String,
    /// Where to go afterwards.
    pub return_to: Option<String>,
    draft_id: Option<DraftId>,
    code_hash: String,
    tries: i32,
}

/// That somebody reads the mail of an address.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The address.
    pub email: String,
    /// Where to go afterwards.
    pub return_to: Option<String>,
    draft: Option<DraftId>,
}

/// What became of a typed code.
#[derive(Debug, Clone)]
pub enum CodeAnswer {
    /// It is right, and used up.
    Right(Proof),
    /// It is wrong; so many tries are left.
    Wrong(i32),
    /// It is expired, used up, or was tried too often.
    Over,
}

/// Stores the request and enqueues the mail. Does the same whether or not somebody has this address.
pub fn ask(db: &mut Db, ask: &Ask, site: &Site, links: &Links, words: &Words, now: Timestamp) -> Result<()> {
    let code = format!("{:06}", rand::random_range(0..1_000_000));
    let link = random_token();
    let draft = match &ask.draft {
        Some(key) => drafts::find(db, key, now)?.map(|draft| draft.id),
        None => None,
    };
    let values = (
        sign_ins::email.eq(&ask.email),
        sign_ins::code_hash.eq(code_hash(&ask.browser, &code)),
        sign_ins::link_hash.eq(token_hash(&link)),
        sign_ins::browser_hash.eq(token_hash(&ask.browser)),
        sign_ins::return_to.eq(&ask.return_to),
        sign_ins::draft_id.eq(draft),
        sign_ins::tries.eq(0),
        sign_ins::created_at.eq(now),
        sign_ins::expires_at.eq(now.plus(LIFETIME)),
    );
    let id: SignInId =
        diesel::insert_into(sign_ins::table).values(values).returning(sign_ins::id).get_result(db)?;
    mail::enqueue(db, id, &ask.email, (&code, &link), (site, links, words), now)
}

/// A link that signs somebody in, made by whoever has the machine: no mail goes, and no browser asked. Gives what the link ends in.
pub fn make_link(db: &mut Db, email: &str, now: Timestamp) -> Result<String> {
    let (link, nobody) = (random_token(), random_token());
    let values = (
        sign_ins::email.eq(email),
        sign_ins::code_hash.eq(code_hash(&nobody, &random_token())),
        sign_ins::link_hash.eq(token_hash(&link)),
        sign_ins::browser_hash.eq(token_hash(&nobody)),
        sign_ins::tries.eq(TRIES),
        sign_ins::created_at.eq(now),
        sign_ins::expires_at.eq(now.plus(LIFETIME)),
    );
    diesel::insert_into(sign_ins::table).values(values).execute(db)?;
    Ok(link)
}

/// A code has a million values; hashed with the browser's token, which is not stored, it cannot be found from the hash.
fn code_hash(browser: &str, code: &str) -> String {
    token_hash(&format!("{browser}:{code}"))
}

/// The latest request of a browser, for the page that asks for the code.
pub fn find_by_browser(db: &mut Db, browser: &str) -> Result<Option<Asked>> {
    Ok(sign_ins::table
        .filter(sign_ins::browser_hash.eq(token_hash(browser)))
        .order((sign_ins::created_at.desc(), sign_ins::id.desc()))
        .select(Asked::as_select())
        .first(db)
        .optional()?)
}

/// The request behind a link, as long as the link holds. Looking does not use it up.
pub fn find_by_link(db: &mut Db, link: &str, now: Timestamp) -> Result<Option<Asked>> {
    Ok(sign_ins::table
        .filter(sign_ins::link_hash.eq(token_hash(link)))
        .filter(sign_ins::used_at.is_null())
        .filter(sign_ins::expires_at.gt(now))
        .select(Asked::as_select())
        .first(db)
        .optional()?)
}

/// Tries a code in the browser that asked for it. Every try counts before it is looked at, so that tries at the same
/// moment count, too.
pub fn try_code(db: &mut Db, browser: &str, typed: &str, now: Timestamp) -> Result<CodeAnswer> {
    let Some(asked) = find_by_browser(db, browser)? else { return Ok(CodeAnswer::Over) };
    let counted = diesel::update(sign_ins::table.find(asked.id))
        .filter(sign_ins::tries.lt(TRIES))
        .filter(sign_ins::used_at.is_null())
        .filter(sign_ins::expires_at.gt(now))
        .set(sign_ins::tries.eq(sign_ins::tries + 1))
        .execute(db)?;
    if counted == 0 {
        return Ok(CodeAnswer::Over);
    }
    let code: String = typed.chars().filter(char::is_ascii_digit).collect();
    let is_right = code_hash(browser, &code).as_bytes().ct_eq(asked.code_hash.as_bytes());
    if !bool::from(is_right) {
        let left = TRIES - asked.tries - 1;
        return Ok(if left > 0 { CodeAnswer::Wrong(left) } else { CodeAnswer::Over });
    }
    Ok(use_up(db, asked, now)?.map_or(CodeAnswer::Over, CodeAnswer::Right))
}

/// Uses a link up. `None` when it no longer holds.
pub fn use_link(db: &mut Db, link: &str, now: Timestamp) -> Result<Option<Proof>> {
    match find_by_link(db, link, now)? {
        Some(asked) => use_up(db, asked, now),
        None => Ok(None),
    }
}

/// Marks a request as used, code and link at once; of two at the same moment only one does.
fn use_up(db: &mut Db, asked: Asked, now: Timestamp) -> Result<Option<Proof>> {
    let used = diesel::update(sign_ins::table.find(asked.id).filter(sign_ins::used_at.is_null()))
        .set(sign_ins::used_at.eq(Some(now)))
        .execute(db)?;
    let proof = Proof { email: asked.email, return_to: asked.return_to, draft: asked.draft_id };
    Ok((used == 1).then_some(proof))
}
