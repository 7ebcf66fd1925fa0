//! The moderators' queue: posts that wait for approval, posts that were reported and appeals, as one list, oldest first. Whatever
//! else is to wait here joins as one more source.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::appeals::{self, Appeal};
use super::claims::{self, Claim};
use super::item::{Item, ItemKind};
use super::report::{self, Complaint};
use super::{Post, Target};
use crate::db::Db;
use crate::db::page::Page;
use crate::error::{Error, Result};
use crate::ideas::PostState;
use crate::ids::{AppealId, BoardId, CommentId, IdeaId, PersonId};
use crate::people::{Person, queries};
use crate::screening::{self, Finding};
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What the queue can be narrowed to.
    pub enum Kind {
        /// Posts that wait for approval.
        Waiting = "waiting",
        /// Posts that were reported.
        Reported = "reported",
        /// Appeals.
        Appeals = "appeals",
    }
}

impl Kind {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "queue-waiting",
            Self::Reported => "queue-reported",
            Self::Appeals => "queue-appeals",
        }
    }
}

/// What the queue is narrowed to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// One kind.
    pub kind: Option<Kind>,
    /// One board.
    pub board: Option<BoardId>,
}

/// How much waits, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    waiting: i64,
    reported: i64,
    appeals: i64,
}

impl Counts {
    /// Of one kind.
    pub fn of(self, kind: Kind) -> i64 {
        match kind {
            Kind::Waiting => self.waiting,
            Kind::Reported => self.reported,
            Kind::Appeals => self.appeals,
        }
    }

    /// Altogether.
    pub fn total(self) -> i64 {
        self.waiting + self.reported + self.appeals
    }
}

/// An entry of the queue.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What waits.
    pub item: Item,
    /// The post that it is about.
    pub post: Post,
    /// Who wrote it.
    pub author: Person,
    /// Since when it waits: when its text was written, it was first reported, or the appeal was made.
    pub since: Timestamp,
    /// Waiting reports of the post, oldest first.
    pub complaints: Vec<Complaint>,
    /// The appeal, if it is one.
    pub appeal: Option<Appeal>,
    /// Who has it.
    pub claim: Option<Claim>,
    /// What rules saw in the post, while it waits for approval.
    pub findings: Vec<Finding>,
}

/// The lists that the queue is woven of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    WaitingIdeas,
    WaitingComments,
    ReportedIdeas,
    ReportedComments,
    Appeals,
}

const SOURCES: [(Source, u8, Kind); 5] = [
    (Source::WaitingIdeas, 0, Kind::Waiting),
    (Source::WaitingComments, 1, Kind::Waiting),
    (Source::ReportedIdeas, 2, Kind::Reported),
    (Source::ReportedComments, 3, Kind::Reported),
    (Source::Appeals, 4, Kind::Appeals),
];

impl Source {
    /// The table whose rows stand for entries, with the condition that its partial index has. Conditions are written out, not
    /// bound, so that both databases see that the index serves them.
    fn rows(self) -> (&'static str, &'static str, String) {
        match self {
            Self::WaitingIdeas => ("ideas", "id", "state = 'pending'".to_owned()),
            Self::WaitingComments => {
                ("comments", "id", "state = 'pending' AND deleted_at IS NULL".to_owned())
            }
            Self::ReportedIdeas => (
                "reports",
                "idea_id",
                format!("decided_at IS NULL AND comment_id IS NULL AND {NOT_WAITING} AND {FIRST_OF_IDEA}"),
            ),
            Self::ReportedComments => (
                "reports",
                "comment_id",
                format!(
                    "decided_at IS NULL AND comment_id IS NOT NULL AND {NOT_WAITING} AND {FIRST_OF_COMMENT}"
                ),
            ),
            Self::Appeals => ("appeals", "id", "decided_at IS NULL".to_owned()),
        }
    }

    fn on_board(self, board: Option<BoardId>) -> String {
        match (self, board) {
            (_, None) => String::new(),
            (Self::WaitingIdeas, Some(board)) => format!(" AND board_id = {board}"),
            (_, Some(board)) => {
                let (table, ..) = self.rows();
                format!(
                    " AND EXISTS (SELECT 1 FROM ideas WHERE ideas.id = {table}.idea_id AND ideas.board_id = {board})"
                )
            }
        }
    }

    fn item(self) -> ItemKind {
        match self {
            Self::WaitingIdeas | Self::ReportedIdeas => ItemKind::Idea,
            Self::WaitingComments | Self::ReportedComments => ItemKind::Comment,
            Self::Appeals => ItemKind::Appeal,
        }
    }
}

/// A reported post that waits for approval as well is in the queue once.
const NOT_WAITING: &str = "CASE WHEN comment_id IS NULL \
    THEN NOT EXISTS (SELECT 1 FROM ideas WHERE ideas.id = reports.idea_id AND ideas.state = 'pending') \
    ELSE NOT EXISTS (SELECT 1 FROM comments WHERE comments.id = reports.comment_id \
        AND comments.state = 'pending' AND comments.deleted_at IS NULL) END";
/// Of several reports of a post the first stands for it.
const FIRST_OF_IDEA: &str = "NOT EXISTS (SELECT 1 FROM reports AS earlier \
    WHERE earlier.idea_id = reports.idea_id AND earlier.comment_id IS NULL AND earlier.decided_at IS NULL \
    AND earlier.id < reports.id)";
const FIRST_OF_COMMENT: &str = "NOT EXISTS (SELECT 1 FROM reports AS earlier \
    WHERE earlier.idea_id = reports.idea_id AND earlier.comment_id = reports.comment_id \
    AND earlier.decided_at IS NULL AND earlier.id < reports.id)";

/// Where an entry lies in the queue: its time, its list, the id of its row; and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    at: Timestamp,
    list: u8,
    id: i64,
    item: Item,
}

/// Behind which place a page begins.
#[derive(Debug, Clone, Copy)]
struct Start {
    at: Timestamp,
    list: u8,
    id: i64,
}

impl Start {
    const FIRST: Self = Self { at: Timestamp::from_micros(i64::MIN), list: 0, id: -1 };

    fn parse(cursor: &str) -> Option<Self> {
        let mut parts = cursor.split('.');
        let at = Timestamp::from_micros(parts.next()?.parse().ok()?);
        Some(Self { at, list: parts.next()?.parse().ok()?, id: parts.next()?.parse().ok()? })
    }

    /// The greatest id that a row of this list at this very time must exceed.
    fn bound(self, list: u8) -> i64 {
        match list.cmp(&self.list) {
            std::cmp::Ordering::Less => i64::MAX,
            std::cmp::Ordering::Equal => self.id,
            std::cmp::Ordering::Greater => -1,
        }
    }
}

#[derive(QueryableByName)]
struct PlaceRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    at: Timestamp,
    #[diesel(sql_type = BigInt)]
    item: i64,
}

/// A page of the queue. A cursor that cannot be read starts at the beginning.
pub fn page(
    db: &mut Db,
    narrowed: Narrowed,
    after: Option<&str>,
    size: usize,
    now: Timestamp,
) -> Result<Page<Entry>> {
    let start = after.and_then(Start::parse).unwrap_or(Start::FIRST);
    let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let mut places = Vec::new();
    for (source, list, kind) in SOURCES {
        if narrowed.kind.is_none_or(|own| own == kind) {
            let rows = rows(db, source, narrowed.board, (start.at, start.bound(list)), limit)?;
            let place = |row: PlaceRow| {
                let item = Item::new(source.item(), row.item);
                Place { at: row.at, list, id: row.id, item }
            };
            places.extend(rows.into_iter().map(place));
        }
    }
    places.sort();
    let cursor = |place: &Place| format!("{}.{}.{}", place.at.micros(), place.list, place.id);
    let page = Page::cut(places, size, cursor);
    let found: Vec<(Item, Timestamp)> = page.items.iter().map(|place| (place.item, place.at)).collect();
    Ok(Page { items: entries(db, &found, now)?, next: page.next })
}

fn rows(
    db: &mut Db,
    source: Source,
    board: Option<BoardId>,
    (at, id): (Timestamp, i64),
    limit: i64,
) -> Result<Vec<PlaceRow>> {
    let (table, item, condition) = source.rows();
    let query = format!(
        "SELECT id, created_at AS at, {item} AS item FROM {table} WHERE {condition}{} \
         AND (created_at > $1 OR (created_at = $1 AND id > $2)) ORDER BY created_at, id LIMIT $3",
        source.on_board(board)
    );
    Ok(diesel::sql_query(query)
        .bind::<BigInt, _>(at)
        .bind::<BigInt, _>(id)
        .bind::<BigInt, _>(limit)
        .load(db)?)
}

/// Entries as the queue shows them, also of what waits no longer, in this order; what is not there is left out.
pub fn by_items(db: &mut Db, items: &[Item], now: Timestamp) -> Result<Vec<Entry>> {
    let found: Vec<(Item, Timestamp)> = items.iter().map(|item| (*item, now)).collect();
    let mut entries = entries(db, &found, now)?;
    for entry in entries.iter_mut().filter(|entry| entry.appeal.is_none()) {
        let first = entry.complaints.first().map(|complaint| complaint.at);
        let is_pending = entry.post.state == PostState::Pending;
        let written = entry.post.edited_at.unwrap_or(entry.post.created_at);
        entry.since = if is_pending { written } else { first.unwrap_or(written) };
    }
    Ok(entries)
}

/// One entry, also when it waits no longer.
pub fn entry(db: &mut Db, item: Item, now: Timestamp) -> Result<Entry> {
    by_items(db, &[item], now)?.into_iter().next().ok_or(Error::NotFound)
}

/// Whether something waits for a moderator.
pub(super) fn waits(db: &mut Db, item: Item) -> Result<bool> {
    match item {
        Item::Post(target) => {
            let post = Post::find(db, target)?;
            let is_pending = post.state == PostState::Pending && !post.is_deleted;
            Ok(is_pending || report::is_any_waiting(db, &post)?)
        }
        Item::Appeal(id) => Ok(appeals::find(db, id)?.decided_at.is_none()),
    }
}

/// How much waits.
pub fn count(db: &mut Db) -> Result<i64> {
    counts(db, None).map(Counts::total)
}

/// How much waits of each kind, on one board or on all.
pub fn counts(db: &mut Db, board: Option<BoardId>) -> Result<Counts> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let mut counts = Counts::default();
    for (source, _, kind) in SOURCES {
        let (table, _, condition) = source.rows();
        let query =
            format!("SELECT COUNT(*) AS count FROM {table} WHERE {condition}{}", source.on_board(board));
        let count: Count = diesel::sql_query(query).get_result(db)?;
        let own = match kind {
            Kind::Waiting => &mut counts.waiting,
            Kind::Reported => &mut counts.reported,
            Kind::Appeals => &mut counts.appeals,
        };
        *own += count.count;
    }
    Ok(counts)
}

/// The entries of these, in their order; a handful of queries however many there are.
fn entries(db: &mut Db, found: &[(Item, Timestamp)], now: Timestamp) -> Result<Vec<Entry>> {
    let items: Vec<Item> = found.iter().map(|(item, _)| *item).collect();
    let appeals = appeals_of(db, &items)?;
    let targets: Vec<Target> = items.iter().filter_map(|item| target_of(*item, &appeals)).collect();
    let posts = posts_of(db, &targets)?;
    let authors: Vec<PersonId> = posts.values().map(|post| post.author).collect();
    let authors: HashMap<PersonId, Person> =
        queries::by_ids(db, &authors)?.into_iter().map(|person| (person.id, person)).collect();
    let about: Vec<IdeaId> = posts.values().map(|post| post.idea).collect();
    let mut complaints: HashMap<Target, Vec<Complaint>> = HashMap::new();
    for complaint in report::of_ideas(db, &about)? {
        complaints.entry(complaint.target).or_default().push(complaint);
    }
    let findings = screening::waiting(db, &posts.values().map(Post::place).collect::<Vec<_>>())?;
    let mut claims = claims::of_items(db, &items, now)?;
    let entry = |(item, at): &(Item, Timestamp)| {
        let target = target_of(*item, &appeals)?;
        let post = posts.get(&target)?.clone();
        let edited_at = post.edited_at.filter(|_| post.state == PostState::Pending);
        let appeal = appeal_id(*item).and_then(|id| appeals.get(&id).cloned());
        let since = appeal.as_ref().map(|appeal| appeal.created_at).or(edited_at).unwrap_or(*at);
        let own = |finding: &&Finding| finding.place == post.place();
        Some(Entry {
            item: *item,
            author: authors.get(&post.author)?.clone(),
            since,
            complaints: complaints.get(&target).cloned().unwrap_or_default(),
            appeal,
            claim: claims.remove(item),
            findings: findings.iter().filter(own).cloned().collect(),
            post,
        })
    };
    Ok(found.iter().filter_map(entry).collect())
}

fn appeal_id(item: Item) -> Option<AppealId> {
    match item {
        Item::Appeal(id) => Some(id),
        Item::Post(_) => None,
    }
}

fn target_of(item: Item, appeals: &HashMap<AppealId, Appeal>) -> Option<Target> {
    match item {
        Item::Post(target) => Some(target),
        Item::Appeal(id) => appeals.get(&id).map(Appeal::target),
    }
}

fn appeals_of(db: &mut Db, items: &[Item]) -> Result<HashMap<AppealId, Appeal>> {
    let ids: Vec<AppealId> = items.iter().filter_map(|item| appeal_id(*item)).collect();
    Ok(appeals::by_ids(db, &ids)?.into_iter().map(|appeal| (appeal.id, appeal)).collect())
}

fn posts_of(db: &mut Db, targets: &[Target]) -> Result<HashMap<Target, Post>> {
    let ideas: Vec<IdeaId> = targets
        .iter()
        .filter_map(|target| match target {
            Target::Idea(id) => Some(*id),
            Target::Comment(_) => None,
        })
        .collect();
    let comments: Vec<CommentId> = targets.iter().filter_map(|target| target.comment()).collect();
    let posts = Post::by_ids(db, &ideas, &comments)?;
    Ok(posts.into_iter().map(|post| (post.target, post)).collect())
}
