//! Looking at a text with every rule that is on: before it is posted, before it replaces another, and when a moderator tries
//! the rules. Staff is never looked at; imports do not pass here.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::alike::{self, Signature};
use super::words::{self, WordLists};
use super::{Filled, Opinion, Place, Rule, Rules, Saw, Setting, findings, form, learnt, links};
use crate::db::Db;
use crate::db::schema::{comments, ideas};
use crate::error::Result;
use crate::ids::{CommentId, IdeaId};
use crate::people::Person;
use crate::time::{DAY, HOUR, Timestamp};

/// What is stored as the state of a post that everybody may see.
const VISIBLE: &str = "visible";
/// Most hosts that a finding names.
const HOSTS_NAMED: usize = 5;
/// Places of the numbers of the rule of links: how many hold, and in how many first posts.
const LINKS: (usize, usize) = (0, 1);
/// Places of the numbers of the rule of rates: how many posts are let through, in how many hours, of accounts that are how
/// many days old.
const RATE: (usize, usize, usize) = (0, 1, 2);

/// A text to look at.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The title; empty for a comment.
    pub title: &'a str,
    /// The text in Markdown, as typed.
    pub body: &'a str,
    /// The text rendered.
    pub html: &'a str,
    /// Scheme and host of the site, whose own pages are no links.
    pub home: &'a str,
}

/// What the rules saw in a text.
#[derive(Debug, Clone, Default)]
pub struct Screened {
    saws: Vec<Saw>,
    signature: Option<Signature>,
}

impl Screened {
    /// Whether the post is to wait for a moderator.
    pub fn holds(&self) -> bool {
        !self.saws.is_empty()
    }

    /// Keeps it beside the post, once there is one. Call it inside the transaction of the post.
    pub fn keep(&self, db: &mut Db, place: Place, now: Timestamp) -> Result<()> {
        for saw in &self.saws {
            findings::keep(db, place, saw, now)?;
        }
        match &self.signature {
            Some(signature) => alike::keep(db, place, signature, now),
            None => Ok(()),
        }
    }
}

/// A text with all that the rules ask about.
struct Case<'a> {
    author: &'a Person,
    text: &'a Text<'a>,
    /// Where the text is to stand, and the one that stands there, when it is an edit.
    before: Option<(Place, &'a Text<'a>)>,
    filled: Option<Filled>,
    now: Timestamp,
}

/// Looks at what somebody is about to post. `filled` tells of the form that it came by.
pub fn screen(
    db: &mut Db,
    author: &Person,
    text: &Text<'_>,
    filled: Option<Filled>,
    now: Timestamp,
) -> Result<Screened> {
    look(db, &Case { author, text, before: None, filled, now })
}

/// Looks at what somebody is about to make of their post. Only what the edit brings counts: what stood there was let
/// through before.
pub fn screen_edit(
    db: &mut Db,
    editor: &Person,
    (place, before): (Place, &Text<'_>),
    text: &Text<'_>,
    now: Timestamp,
) -> Result<Screened> {
    look(db, &Case { author: editor, text, before: Some((place, before)), filled: None, now })
}

fn look(db: &mut Db, case: &Case<'_>) -> Result<Screened> {
    let mut screened = Screened::default();
    if case.author.role.is_staff() {
        return Ok(screened);
    }
    let rules = Rules::load(db)?;
    for setting in rules.all().iter().filter(|setting| setting.is_on) {
        let saw = match setting.rule {
            Rule::Links => links_in(db, setting, case)?,
            Rule::Rate => rate(db, setting, case)?,
            Rule::Alike => {
                screened.signature = alike::signature(setting, case.text);
                alike_to(db, setting, case, screened.signature.as_ref())?
            }
            Rule::Words => {
                words::look(&WordLists::load(db)?, case.text, case.before.map(|(_, before)| before))
            }
            Rule::Form => form::look(setting, case.filled, case.now),
            Rule::Learnt => like_spam(db, setting, case)?,
        };
        screened.saws.extend(saw);
    }
    Ok(screened)
}

fn saw_links(text: &Text<'_>, before: Option<&Text<'_>>) -> (usize, Vec<String>) {
    let mut found = links::addresses(&[text.title, text.html], text.home);
    if let Some(before) = before {
        for old in links::addresses(&[before.title, before.html], before.home) {
            found.remove(&old);
        }
    }
    let hosts: BTreeSet<&str> = found.iter().map(|address| links::host(address)).collect();
    (found.len(), hosts.into_iter().take(HOSTS_NAMED).map(str::to_owned).collect())
}

fn links_in(db: &mut Db, setting: &Setting, case: &Case<'_>) -> Result<Option<Saw>> {
    let (count, hosts) = saw_links(case.text, case.before.map(|(_, before)| before));
    let known = setting.number(LINKS.1);
    if as_number(count) < i64::from(setting.number(LINKS.0)) || has_standing(db, case, known)? {
        return Ok(None);
    }
    Ok(Some(Saw::Links { count, hosts }))
}

/// Whether so many posts of the author stand, besides the one that is edited.
fn has_standing(db: &mut Db, case: &Case<'_>, wanted: i32) -> Result<bool> {
    let own = case.before.map(|(place, _)| place);
    let wanted = i64::from(wanted);
    let limit = wanted.saturating_add(1);
    let of_ideas: Vec<IdeaId> = ideas::table
        .filter(ideas::author_id.eq(case.author.id))
        .filter(ideas::state.eq(VISIBLE))
        .select(ideas::id)
        .limit(limit)
        .load(db)?;
    let of_comments: Vec<CommentId> = comments::table
        .filter(comments::author_id.eq(case.author.id))
        .filter(comments::state.eq(VISIBLE))
        .filter(comments::deleted_at.is_null())
        .select(comments::id)
        .limit(limit)
        .load(db)?;
    let others = of_ideas.into_iter().filter(|id| own != Some(Place::idea(*id))).count()
        + of_comments.into_iter().filter(|id| own.and_then(|own| own.comment) != Some(*id)).count();
    Ok(as_number(others) >= wanted)
}

fn rate(db: &mut Db, setting: &Setting, case: &Case<'_>) -> Result<Option<Saw>> {
    let age = case.now.since(case.author.created_at);
    if case.before.is_some() || age >= i64::from(setting.number(RATE.2)) * DAY {
        return Ok(None);
    }
    let (most, hours) = (i64::from(setting.number(RATE.0)), setting.number(RATE.1));
    let since = case.now.minus(i64::from(hours) * HOUR);
    let of_ideas: Vec<Timestamp> = ideas::table
        .filter(ideas::author_id.eq(case.author.id))
        .filter(ideas::created_at.gt(since))
        .select(ideas::created_at)
        .limit(most)
        .load(db)?;
    let of_comments: Vec<Timestamp> = comments::table
        .filter(comments::author_id.eq(case.author.id))
        .order(comments::id.desc())
        .select(comments::created_at)
        .limit(most)
        .load(db)?;
    let count = of_ideas.len() + of_comments.into_iter().filter(|at| *at > since).count() + 1;
    Ok((as_number(count) > most).then_some(Saw::Rate { count, hours }))
}

fn alike_to(
    db: &mut Db,
    setting: &Setting,
    case: &Case<'_>,
    signature: Option<&Signature>,
) -> Result<Option<Saw>> {
    let Some(own) = signature else { return Ok(None) };
    let before = case.before.and_then(|(_, before)| alike::signature(setting, before));
    alike::look(db, setting, (own, before.as_ref()), case.before.map(|(place, _)| place), case.now)
}

fn like_spam(db: &mut Db, setting: &Setting, case: &Case<'_>) -> Result<Option<Saw>> {
    if let Some((_, before)) = case.before
        && spam_in(db, setting, before)?.is_some()
    {
        return Ok(None);
    }
    spam_in(db, setting, case.text)
}

fn spam_in(db: &mut Db, setting: &Setting, text: &Text<'_>) -> Result<Option<Saw>> {
    let opinion = learnt::opinion(db, setting, text.title, text.body)?;
    Ok(opinion.and_then(|opinion| learnt::seen(setting, opinion)))
}

fn as_number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What a rule would say of a text that is only tried.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The rule.
    pub rule: Rule,
    /// Whether it is on.
    pub is_on: bool,
    /// What it saw; nothing when it would let the text through.
    pub saw: Option<Saw>,
    /// What was learnt says of the text, also below the percentage that holds.
    pub opinion: Option<Opinion>,
}

/// What the rules that look at texts would say of one, as somebody's first post; also those that are off.
pub fn attempt(db: &mut Db, text: &Text<'_>, now: Timestamp) -> Result<Vec<Tried>> {
    let rules = Rules::load(db)?;
    let mut tried = Vec::new();
    for setting in rules.all() {
        let mut opinion = None;
        let saw = match setting.rule {
            Rule::Links => {
                let (count, hosts) = saw_links(text, None);
                let is_held = as_number(count) >= i64::from(setting.number(LINKS.0));
                is_held.then_some(Saw::Links { count, hosts })
            }
            Rule::Alike => match alike::signature(setting, text) {
                Some(own) => alike::look(db, setting, (&own, None), None, now)?,
                None => None,
            },
            Rule::Words => words::look(&WordLists::load(db)?, text, None),
            Rule::Learnt => {
                opinion = learnt::opinion(db, setting, text.title, text.body)?;
                opinion.clone().and_then(|opinion| learnt::seen(setting, opinion))
            }
            Rule::Rate | Rule::Form => continue,
        };
        tried.push(Tried { rule: setting.rule, is_on: setting.is_on, saw, opinion });
    }
    Ok(tried)
}
