//! The moderators' queue: posts that wait for approval and posts that were reported, as one list, oldest first.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::report::{self, Complaint};
use super::{Post, Target};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{comments, ideas};
use crate::error::Result;
use crate::ideas::PostState;
use crate::ids::{CommentId, IdeaId, PersonId};
use crate::people::{Person, queries};
use crate::screening::{self, Finding};
use crate::time::Timestamp;

/// An entry of the queue.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The post.
    pub post: Post,
    /// Who wrote it.
    pub author: Person,
    /// Since when it waits: when its text was written, or it was first reported.
    pub since: Timestamp,
    /// Its waiting reports, oldest first.
    pub complaints: Vec<Complaint>,
    /// What rules saw in it.
    pub findings: Vec<Finding>,
}

/// The four lists that the queue is woven of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    WaitingIdeas,
    WaitingComments,
    ReportedIdeas,
    ReportedComments,
}

const SOURCES: [(Source, u8); 4] = [
    (Source::WaitingIdeas, 0),
    (Source::WaitingComments, 1),
    (Source::ReportedIdeas, 2),
    (Source::ReportedComments, 3),
];

/// Where an entry lies in the queue: its time, its list, its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    at: Timestamp,
    list: u8,
    id: i64,
}

impl Place {
    const START: Self = Self { at: Timestamp::from_micros(i64::MIN), list: 0, id: -1 };

    fn parse(cursor: &str) -> Option<Self> {
        let mut parts = cursor.split('.');
        let at = Timestamp::from_micros(parts.next()?.parse().ok()?);
        Some(Self { at, list: parts.next()?.parse().ok()?, id: parts.next()?.parse().ok()? })
    }

    /// The greatest id that an entry of this list at this very time must exceed.
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
}

/// A page of the queue. A cursor that cannot be read starts at the beginning.
pub fn page(db: &mut Db, after: Option<&str>, size: usize) -> Result<Page<Entry>> {
    let after = after.and_then(Place::parse).unwrap_or(Place::START);
    let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let mut places = Vec::new();
    for (source, list) in SOURCES {
        let rows = rows(db, source, after.at, after.bound(list), limit)?;
        places.extend(rows.into_iter().map(|row| Place { at: row.at, list, id: row.id }));
    }
    places.sort();
    let cursor = |place: &Place| format!("{}.{}.{}", place.at.micros(), place.list, place.id);
    let page = Page::cut(places, size, cursor);
    let entries = entries(db, &page.items)?;
    Ok(Page { items: entries, next: page.next })
}

/// One post as the queue shows it, also when it no longer waits.
pub fn entry(db: &mut Db, target: Target) -> Result<Entry> {
    let post = Post::find(db, target)?;
    let (list, id) = match target {
        Target::Idea(id) => (0, id.raw()),
        Target::Comment(id) => (1, id.raw()),
    };
    let found = entries(db, &[Place { at: post.created_at, list, id }])?;
    found.into_iter().next().ok_or(crate::error::Error::NotFound)
}

/// How many posts wait.
pub fn count(db: &mut Db) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let waiting_ideas: i64 = ideas::table.filter(sql::<Bool>("state = 'pending'")).count().get_result(db)?;
    let waiting_comments: i64 = comments::table
        .filter(sql::<Bool>("state = 'pending'"))
        .filter(comments::deleted_at.is_null())
        .count()
        .get_result(db)?;
    let reported: Count = diesel::sql_query(format!(
        "SELECT COUNT(*) AS count FROM (SELECT DISTINCT idea_id, comment_id FROM reports \
         WHERE decided_at IS NULL AND {NOT_WAITING}) AS reported",
    ))
    .get_result(db)?;
    Ok(waiting_ideas + waiting_comments + reported.count)
}

/// A reported post that waits for approval as well is in the queue once.
const NOT_WAITING: &str = "CASE WHEN comment_id IS NULL \
    THEN NOT EXISTS (SELECT 1 FROM ideas WHERE ideas.id = reports.idea_id AND ideas.state = 'pending') \
    ELSE NOT EXISTS (SELECT 1 FROM comments WHERE comments.id = reports.comment_id \
        AND comments.state = 'pending' AND comments.deleted_at IS NULL) END";

/// The conditions are written out, not bound, so that both databases see that the partial indexes serve them.
fn rows(db: &mut Db, source: Source, at: Timestamp, id: i64, limit: i64) -> Result<Vec<PlaceRow>> {
    let query = match source {
        Source::WaitingIdeas => "SELECT id, created_at AS at FROM ideas WHERE state = 'pending' \
             AND (created_at > $1 OR (created_at = $1 AND id > $2)) ORDER BY created_at, id LIMIT $3"
            .to_owned(),
        Source::WaitingComments => {
            "SELECT id, created_at AS at FROM comments WHERE state = 'pending' AND deleted_at IS NULL \
             AND (created_at > $1 OR (created_at = $1 AND id > $2)) ORDER BY created_at, id LIMIT $3"
                .to_owned()
        }
        Source::ReportedIdeas => format!(
            "SELECT idea_id AS id, MIN(created_at) AS at FROM reports \
             WHERE decided_at IS NULL AND comment_id IS NULL AND {NOT_WAITING} GROUP BY idea_id \
             HAVING MIN(created_at) > $1 OR (MIN(created_at) = $1 AND idea_id > $2) \
             ORDER BY MIN(created_at), idea_id LIMIT $3"
        ),
        Source::ReportedComments => format!(
            "SELECT comment_id AS id, MIN(created_at) AS at FROM reports \
             WHERE decided_at IS NULL AND comment_id IS NOT NULL AND {NOT_WAITING} GROUP BY comment_id \
             HAVING MIN(created_at) > $1 OR (MIN(created_at) = $1 AND comment_id > $2) \
             ORDER BY MIN(created_at), comment_id LIMIT $3"
        ),
    };
    Ok(diesel::sql_query(query)
        .bind::<BigInt, _>(at)
        .bind::<BigInt, _>(id)
        .bind::<BigInt, _>(limit)
        .load(db)?)
}

/// The entries at these places, in their order; a handful of queries however many there are.
fn entries(db: &mut Db, places: &[Place]) -> Result<Vec<Entry>> {
    let of = |lists: [u8; 2]| places.iter().filter(move |place| lists.contains(&place.list)).map(|p| p.id);
    let idea_ids: Vec<IdeaId> = of([0, 2]).map(IdeaId::new).collect();
    let comment_ids: Vec<CommentId> = of([1, 3]).map(CommentId::new).collect();
    let posts = Post::by_ids(db, &idea_ids, &comment_ids)?;
    let authors: Vec<PersonId> = posts.iter().map(|post| post.author).collect();
    let authors: HashMap<PersonId, Person> =
        queries::by_ids(db, &authors)?.into_iter().map(|person| (person.id, person)).collect();
    let about: Vec<IdeaId> = posts.iter().map(|post| post.idea).collect();
    let mut complaints: HashMap<Target, Vec<Complaint>> = HashMap::new();
    for complaint in report::of_ideas(db, &about)? {
        complaints.entry(complaint.target).or_default().push(complaint);
    }
    let findings = screening::waiting(db, &posts.iter().map(Post::place).collect::<Vec<_>>())?;
    let posts: HashMap<Target, Post> = posts.into_iter().map(|post| (post.target, post)).collect();
    let entry = |place: &Place| {
        let target = if place.list.is_multiple_of(2) {
            Target::Idea(IdeaId::new(place.id))
        } else {
            Target::Comment(CommentId::new(place.id))
        };
        let post = posts.get(&target)?.clone();
        let author = authors.get(&post.author)?.clone();
        let complaints = complaints.get(&target).cloned().unwrap_or_default();
        let own = |finding: &&Finding| finding.place == post.place();
        let findings = findings.iter().filter(own).cloned().collect();
        let edited_at = post.edited_at.filter(|_| post.state == PostState::Pending);
        Some(Entry { since: edited_at.unwrap_or(place.at), post, author, complaints, findings })
    };
    Ok(places.iter().filter_map(entry).collect())
}
