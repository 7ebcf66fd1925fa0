//! The moderators' queue.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::screening::SawBox;
use super::{Quote, act, reasons};
use crate::http::guard::Moderator;
use crate::ideas::PostState;
use crate::ids::PersonId;
use crate::moderation::queue::{self, Entry};
use crate::moderation::{Post, Reason, Target, policy};
use crate::people::Person;
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// Entries on one page.
const SIZE: usize = 20;

/// What the address may hold.
#[derive(Debug, Deserialize)]
pub struct QueueQuery {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "moderation/queue.html")]
struct QueuePage {
    layout: Layout,
    waiting: i64,
    cards: Vec<QueueCard>,
    next: Option<String>,
    reasons: Vec<Choice>,
}

/// An entry: the post with what can be done about it.
struct QueueCard {
    /// Makes the ids of its controls unique.
    uid: String,
    quote: Quote,
    board: String,
    author: PersonId,
    author_name: String,
    ban: Option<String>,
    since: Timestamp,
    is_waiting: bool,
    /// Where it shows what an edit that waits has changed.
    changes: Option<String>,
    is_deleted: bool,
    complaints: Vec<String>,
    count: usize,
    notes: Vec<String>,
    /// What rules saw in it.
    seen: Vec<SawBox>,
    hide: String,
    approve: String,
    dismiss: String,
    lock: Option<String>,
}

impl QueueCard {
    fn new(layout: &Layout, settings: &Settings, moderator: &Person, entry: &Entry) -> Self {
        let (post, links) = (&entry.post, &layout.links);
        let (uid, lock) = match post.target {
            Target::Idea(id) => (format!("idea-{id}"), links.idea_act(id, "lock")),
            Target::Comment(id) => (format!("comment-{id}"), links.idea_act(post.idea, "lock")),
        };
        let ban = policy::may_ban(moderator, &entry.author)
            .is_ok()
            .then(|| links.to(&format!("/people/{}/ban", entry.author.id)));
        let notes = entry.complaints.iter().map(|c| c.note.clone()).filter(|note| !note.is_empty());
        Self {
            uid,
            quote: Quote::new(layout, post),
            board: settings.catalog.board(post.board).map(|board| board.name.clone()).unwrap_or_default(),
            author: entry.author.id,
            author_name: entry.author.label(&layout.words),
            ban,
            since: entry.since,
            is_waiting: post.state == PostState::Pending,
            changes: changes(layout, post),
            is_deleted: post.is_deleted,
            complaints: complaints(layout, entry),
            count: entry.complaints.len(),
            notes: notes.collect(),
            seen: entry.findings.iter().map(|finding| SawBox::new(layout, &finding.saw)).collect(),
            hide: act(links, post.target, "hide"),
            approve: act(links, post.target, "approve"),
            dismiss: act(links, post.target, "dismiss"),
            lock: (!post.is_locked).then_some(lock),
        }
    }
}

/// Of ideas all texts are kept that anybody was to read; of comments only the last.
fn changes(layout: &Layout, post: &Post) -> Option<String> {
    let Target::Idea(id) = post.target else { return None };
    let waits = post.state == PostState::Pending && post.edited_at.is_some();
    waits.then(|| layout.links.idea_act(id, "history"))
}

/// How often each reason was given: "advertising (2)".
fn complaints(layout: &Layout, entry: &Entry) -> Vec<String> {
    let count = |reason: &Reason| entry.complaints.iter().filter(|c| c.reason == *reason).count();
    let line = |reason: &Reason| {
        let count = count(reason);
        let name = layout.words.get(reason.word());
        (count > 0).then(|| layout.words.two("moderation-complaint", "reason", name, "count", count))
    };
    Reason::ALL.iter().filter_map(line).collect()
}

/// The queue, oldest first.
pub async fn page(who: Moderator, query: Query<QueueQuery>) -> Result<Html<impl Template>> {
    let after = query.into_inner().after;
    let (page, count) = who
        .state
        .db
        .read(move |db| Ok((queue::page(db, after.as_deref(), SIZE)?, queue::count(db)?)))
        .await?;
    let layout = Layout::new(&who.visitor);
    let card = |entry: &Entry| QueueCard::new(&layout, &who.settings, &who.person, entry);
    let cards = page.items.iter().map(card).collect();
    let next = page.next.map(|cursor| layout.links.to(&format!("/moderation?after={cursor}")));
    let reasons = reasons(&layout.words, "");
    Ok(Html(QueuePage { layout, waiting: count, cards, next, reasons }))
}
