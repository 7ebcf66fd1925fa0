//! The same decision about several posts of the queue: said first, then done in one act with one undo. What others decided or
//! changed meanwhile is left out.

use diesel::prelude::*;
use serde_json::json;

use super::item::Item;
use super::queue::{self, Entry};
use super::{Remark, Target, claims, policy, visibility};
use crate::db::schema::{comments, ideas};
use crate::db::{self, Db};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::PostState;
use crate::ids::{ActId, IdeaId};
use crate::people::Person;
use crate::settings::Settings;
use crate::text_enum;
use crate::time::Timestamp;

/// Most posts in one go.
pub const BULK_MAX: usize = 100;

text_enum! {
    /// What is decided.
    pub enum Verdict {
        /// Waiting posts go on the site.
        Approve = "approve",
        /// Posts are hidden, waiting ones turned down.
        Hide = "hide",
        /// Reports are dismissed, the posts stay.
        Dismiss = "dismiss",
    }
}

/// What will happen to an entry, as the key of a sentence.
///
/// # Errors
/// The key of why nothing can.
pub fn outlook(entry: &Entry, verdict: Verdict, moderator: &Person) -> Result<&'static str, &'static str> {
    if entry.appeal.is_some() {
        return Err("bulk-left-appeal");
    }
    if entry.claim.as_ref().is_some_and(|claim| claim.person != moderator.id) {
        return Err("bulk-left-claimed");
    }
    let is_pending = entry.post.state == PostState::Pending && !entry.post.is_deleted;
    let is_reported = !entry.complaints.is_empty();
    match (verdict, entry.post.state) {
        _ if !is_pending && !is_reported => Err("bulk-left-decided"),
        (Verdict::Approve, _) if is_pending => Ok("bulk-does-approve"),
        (Verdict::Approve, _) => Err("bulk-left-not-waiting"),
        (Verdict::Dismiss, _) if is_reported => Ok("bulk-does-dismiss"),
        (Verdict::Dismiss, _) => Err("bulk-left-not-reported"),
        (Verdict::Hide, _) if entry.post.is_deleted => Err("bulk-left-deleted"),
        (Verdict::Hide, PostState::Hidden) => Err("bulk-left-hidden"),
        (Verdict::Hide, PostState::Pending) => Ok("bulk-does-turn-down"),
        (Verdict::Hide, PostState::Visible) => Ok("bulk-does-hide"),
    }
}

/// How an entry stands: what is different from this when it is decided was not what the moderator saw.
pub fn stamp(entry: &Entry) -> String {
    let edited = entry.post.edited_at.map_or(0, Timestamp::micros);
    let last = entry.complaints.last().map_or(0, |complaint| complaint.at.micros());
    format!("{}.{edited}.{}.{last}", entry.post.state, entry.complaints.len())
}

/// What became of it.
#[derive(Debug, Default)]
pub struct Report {
    /// What was decided.
    pub done: Vec<Item>,
    /// What was left out, with the key of why.
    pub left: Vec<(Item, &'static str)>,
    /// The act that undoes all of it; none for approvals, which cannot be taken back.
    pub undo: Option<ActId>,
}

/// Decides these, each as it stood when the moderator saw it. One transaction, one act.
pub fn apply(
    db: &mut Db,
    moderator: &Person,
    chosen: &[(Item, String)],
    (verdict, remark): (Verdict, Option<&Remark>),
    settings: &Settings,
    now: Timestamp,
) -> Result<Report> {
    policy::may_moderate(moderator)?;
    let (mut report, mut acts) = (Report::default(), Vec::new());
    for (item, seen) in in_order(db, chosen)? {
        match db::savepoint(db, |db| one(db, moderator, (item, &seen), (verdict, remark), settings, now)) {
            Ok(act) => {
                acts.push(act);
                report.done.push(item);
            }
            Err(Error::Conflict(key)) => report.left.push((item, why(key))),
            Err(Error::Claimed { .. }) => report.left.push((item, "bulk-left-claimed")),
            Err(Error::NotFound) => report.left.push((item, "bulk-left-decided")),
            Err(error) => return Err(error),
        }
    }
    if !acts.is_empty() {
        let act = NewAct::new(ActKind::BulkDecided, ActAudience::Staff, Some(moderator.id))
            .detail(json!({ "acts": acts, "verdict": verdict }))
            .record(db, now)?;
        report.undo = (verdict != Verdict::Approve).then_some(act);
    }
    Ok(report)
}

/// In the order of their ideas, in which everybody locks them.
fn in_order(db: &mut Db, chosen: &[(Item, String)]) -> Result<Vec<(Item, String)>> {
    let mut ordered = Vec::new();
    for (item, seen) in chosen.iter().take(BULK_MAX) {
        let idea: Option<IdeaId> = match item {
            Item::Post(Target::Idea(id)) => ideas::table.find(*id).select(ideas::id).first(db).optional()?,
            Item::Post(Target::Comment(id)) => {
                comments::table.find(*id).select(comments::idea_id).first(db).optional()?
            }
            Item::Appeal(_) => None,
        };
        ordered.push((idea, *item, seen.clone()));
    }
    ordered.sort();
    ordered.dedup_by_key(|(_, item, _)| *item);
    Ok(ordered.into_iter().map(|(_, item, seen)| (item, seen)).collect())
}

/// The keys that tell more than that somebody decided.
fn why(key: &'static str) -> &'static str {
    if key.starts_with("bulk-left-") { key } else { "bulk-left-decided" }
}

fn one(
    db: &mut Db,
    moderator: &Person,
    (item, seen): (Item, &str),
    (verdict, remark): (Verdict, Option<&Remark>),
    settings: &Settings,
    now: Timestamp,
) -> Result<ActId> {
    item.lock(db)?;
    let entry = queue::entry(db, item, now)?;
    outlook(&entry, verdict, moderator).map_err(Error::Conflict)?;
    if stamp(&entry) != seen {
        return Err(Error::Conflict("bulk-left-changed"));
    }
    claims::refuse_others(db, moderator, item, now)?;
    let target = entry.post.target;
    match (verdict, remark) {
        (Verdict::Approve, _) => visibility::approve(db, moderator, target, now),
        (Verdict::Dismiss, _) => visibility::dismiss(db, moderator, target, now),
        (Verdict::Hide, Some(remark)) => visibility::hide(db, moderator, target, remark, settings, now),
        (Verdict::Hide, None) => Err(Error::field("reason", "error-reason-missing")),
    }
}
