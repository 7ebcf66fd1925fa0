//! The moderators' queue.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::screening::SawBox;
use super::{Quote, act, site_reasons, stored_reasons};
use crate::http::guard::Moderator;
use crate::ideas::PostState;
use crate::ids::{BoardId, PersonId};
use crate::moderation::queue::{self, Counts, Entry, Kind, Narrowed};
use crate::moderation::{Item, Post, Reason, Target, policy};
use crate::time::Timestamp;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// Entries on one page.
const SIZE: usize = 20;

/// What the address may hold.
#[derive(Debug, Deserialize)]
pub struct QueueQuery {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    board: String,
    after: Option<String>,
}

impl QueueQuery {
    fn narrowed(&self) -> Narrowed {
        Narrowed { kind: Kind::parse(&self.kind), board: self.board.parse().ok() }
    }
}

#[derive(Template)]
#[template(path = "moderation/queue.html")]
struct QueuePage {
    layout: Layout,
    waiting: i64,
    cards: Vec<QueueCard>,
    next: Option<String>,
    reasons: Vec<Choice>,
    kinds: Vec<Choice>,
    boards: Vec<Choice>,
    is_narrowed: bool,
}

/// An entry: the post with what can be done about it.
pub(super) struct QueueCard {
    /// Makes the ids of its controls unique.
    pub uid: String,
    /// What waits, as forms send it.
    pub item: Item,
    pub quote: Quote,
    pub board: String,
    pub author: PersonId,
    pub author_name: String,
    pub ban: Option<String>,
    pub since: Timestamp,
    pub is_waiting: bool,
    /// What the author of an appeal says.
    pub appeal: Option<String>,
    /// Who has it, if it is somebody else, and until when.
    pub held_by: Option<(String, String)>,
    /// Until when the reader has it.
    pub mine_until: Option<String>,
    /// Where it shows what an edit that waits has changed.
    pub changes: Option<String>,
    pub is_deleted: bool,
    pub complaints: Vec<String>,
    pub count: usize,
    pub notes: Vec<String>,
    /// What rules saw in it.
    pub seen: Vec<SawBox>,
    pub hide: String,
    pub approve: String,
    pub dismiss: String,
    pub lock: Option<String>,
}

impl QueueCard {
    pub(super) fn new(layout: &Layout, who: &Moderator, entry: &Entry) -> Self {
        let (post, links) = (&entry.post, &layout.links);
        let (uid, lock) = match post.target {
            Target::Idea(id) => (format!("idea-{id}"), links.idea_act(id, "lock")),
            Target::Comment(id) => (format!("comment-{id}"), links.idea_act(post.idea, "lock")),
        };
        let ban = policy::may_ban(&who.person, &entry.author)
            .is_ok()
            .then(|| links.to(&format!("/people/{}/ban", entry.author.id)));
        let notes = entry.complaints.iter().map(|c| c.note.clone()).filter(|note| !note.is_empty());
        let until = |at: Timestamp| layout.words.date_time(at);
        let (mine, others): (Vec<_>, Vec<_>) =
            entry.claim.iter().partition(|claim| claim.person == who.person.id);
        Self {
            uid: if entry.appeal.is_some() { entry.item.to_string() } else { uid },
            item: entry.item,
            quote: Quote::new(layout, post),
            board: who.settings.catalog.board(post.board).map(|own| own.name.clone()).unwrap_or_default(),
            author: entry.author.id,
            author_name: entry.author.label(&layout.words),
            ban,
            since: entry.since,
            is_waiting: post.state == PostState::Pending,
            appeal: entry.appeal.as_ref().map(|appeal| appeal.body.clone()),
            held_by: others.first().map(|claim| (claim.name.clone(), until(claim.ends_at))),
            mine_until: mine.first().map(|claim| until(claim.ends_at)),
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

fn kinds(layout: &Layout, counts: Counts, chosen: Option<Kind>) -> Vec<Choice> {
    let words = &layout.words;
    let name = |key: &str, count: i64| words.two("queue-kind", "name", words.get(key), "count", count);
    let all = std::iter::once(("", name("queue-all", counts.total())));
    let each = Kind::ALL.iter().map(|kind| (kind.as_str(), name(kind.word(), counts.of(*kind))));
    Choice::list(all.chain(each), chosen.map_or("", Kind::as_str))
}

fn boards(layout: &Layout, chosen: Option<BoardId>) -> Vec<Choice> {
    let all = std::iter::once((String::new(), layout.words.get("queue-all-boards")));
    let each = layout.catalog().boards.iter().map(|board| (board.id.to_string(), board.name.clone()));
    Choice::list(all.chain(each), &chosen.map_or_else(String::new, |board| board.to_string()))
}

/// The queue, oldest first.
pub async fn page(who: Moderator, query: Query<QueueQuery>) -> Result<Html<impl Template>> {
    let (narrowed, after, now) = (query.narrowed(), query.after.clone(), who.now);
    let (page, total, counts, stored) = who
        .state
        .db
        .read(move |db| {
            let page = queue::page(db, narrowed, after.as_deref(), SIZE, now)?;
            let counts = queue::counts(db, narrowed.board)?;
            Ok((page, queue::count(db)?, counts, stored_reasons::list(db)?))
        })
        .await?;
    let layout = Layout::new(&who.visitor);
    let next = page.next.map(|cursor| {
        let kind = narrowed.kind.map_or("", Kind::as_str);
        let board = narrowed.board.map_or_else(String::new, |board| board.to_string());
        layout.links.to(&format!("/moderation?kind={kind}&board={board}&after={cursor}"))
    });
    Ok(Html(QueuePage {
        waiting: total,
        cards: page.items.iter().map(|entry| QueueCard::new(&layout, &who, entry)).collect(),
        next,
        reasons: site_reasons(&layout.words, &stored, ""),
        kinds: kinds(&layout, counts, narrowed.kind),
        boards: boards(&layout, narrowed.board),
        is_narrowed: narrowed != Narrowed::default(),
        layout,
    }))
}
