//! Comments and replies. There is one level of replies: a reply to a reply goes under the comment that began the thread.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use super::ideas::find_authors;
use super::{Batch, Known, list, shown};
use crate::db::schema::{comments, extensions};
use crate::db::{self, Db};
use crate::error::Result;
use crate::ids::{CommentId, IdeaId, PersonId};
use crate::transfer::fields::Key;
use crate::transfer::origins::{self, Origins};
use crate::transfer::record::{self, Kind, Record};
use crate::transfer::report::Place;

/// Where a comment that may be replied to lies.
#[derive(Debug, Clone, Copy)]
struct Thread {
    idea: IdeaId,
    root: CommentId,
}

/// Puts comments in.
pub fn comments(db: &mut Db, batch: &mut Batch<'_>) -> Result<()> {
    let wanted: Vec<(usize, Place, &record::Comment, String)> = batch
        .lines
        .iter()
        .enumerate()
        .filter_map(|(nth, line)| match &line.record {
            Record::Comment(comment) => Some((nth, line.place, comment, origins::digest(&line.record))),
            _ => None,
        })
        .collect();
    let of = |pick: fn(&record::Comment) -> Option<&Key>| wanted.iter().filter_map(move |line| pick(line.2));
    let mut known = Origins::find(db, Kind::Comment, of(|c| Some(&c.key)).chain(of(|c| c.parent.as_ref())))?;
    let ideas = Origins::find(db, Kind::Idea, of(|c| Some(&c.idea)))?;
    let authors = find_authors(db, batch, wanted.iter().map(|line| (line.2.author.as_ref(), &line.2.key)))?;
    let takers = Origins::find(db, Kind::Person, of(|c| c.taken_up.as_ref().map(|(by, _)| by)))?;
    let mut threads = threads(db, &known, of(|c| c.parent.as_ref()))?;
    let mut new = batch.new_origins(Kind::Comment);
    let mut changed = BTreeSet::new();
    for (nth, place, comment, digest) in &wanted {
        let known_as = Batch::known(&known, &comment.key, digest);
        if matches!(known_as, Known::Same) {
            batch.applied.counts.unchanged += 1;
            continue;
        }
        let Some(idea) = batch.idea(&ideas, &comment.idea, "idea", *place) else { continue };
        let Some(author) = batch.author(&authors, comment.author.as_ref(), &comment.key, *place) else {
            continue;
        };
        let parent = match parent_of(batch, &threads, comment, idea, *place) {
            Parent::Root(parent) => parent,
            Parent::Later => {
                batch.applied.deferred.push(*nth);
                continue;
            }
            Parent::Refused => continue,
        };
        let id = if let Known::Changed(id) = known_as {
            renew(db, batch, CommentId::new(id), comment, digest)?
        } else {
            let id = insert(db, batch, comment, (idea, parent, author))?;
            new.push(&comment.key, id.raw(), digest.clone());
            known.insert(comment.key.clone(), id.raw(), digest.clone());
            batch.applied.counts.created += 1;
            id
        };
        take_up(db, batch, &takers, comment, (idea, id), *place)?;
        threads.insert(comment.key.clone(), Thread { idea, root: parent.unwrap_or(id) });
        changed.insert(idea);
    }
    new.store(db)?;
    settle(db, &changed)?;
    batch.applied.touched.extend(changed);
    Ok(())
}

/// Where a comment hangs.
enum Parent {
    /// Below this comment, or on the idea itself.
    Root(Option<CommentId>),
    /// Below one that has not come yet.
    Later,
    /// Nowhere; the report says why.
    Refused,
}

fn parent_of(
    batch: &mut Batch<'_>,
    threads: &HashMap<Key, Thread>,
    comment: &record::Comment,
    idea: IdeaId,
    place: Place,
) -> Parent {
    let Some(parent) = &comment.parent else { return Parent::Root(None) };
    match threads.get(parent) {
        Some(thread) if thread.idea == idea => Parent::Root(Some(thread.root)),
        Some(_) => {
            batch.applied.refuse(place, "parent", "is a comment on another idea");
            Parent::Refused
        }
        None if !batch.is_last => Parent::Later,
        None => {
            let reason = format!("there is no comment {}; it went in by itself", shown(parent));
            batch.applied.note(place, "parent", reason);
            Parent::Root(None)
        }
    }
}

fn renew(
    db: &mut Db,
    batch: &mut Batch<'_>,
    id: CommentId,
    comment: &record::Comment,
    digest: &str,
) -> Result<CommentId> {
    let id = update(db, batch, id, comment)?;
    origins::update(db, Kind::Comment, &comment.key, digest)?;
    batch.applied.counts.updated += 1;
    Ok(id)
}

fn threads<'k>(
    db: &mut Db,
    known: &Origins,
    parents: impl Iterator<Item = &'k Key>,
) -> Result<HashMap<Key, Thread>> {
    let rows: HashMap<i64, &Key> = parents.filter_map(|key| Some((known.row(key)?, key))).collect();
    let ids: Vec<CommentId> = rows.keys().copied().map(CommentId::new).collect();
    let mut threads = HashMap::new();
    for ids in ids.chunks(500) {
        let found: Vec<(CommentId, IdeaId, Option<CommentId>)> = comments::table
            .filter(comments::id.eq_any(ids))
            .select((comments::id, comments::idea_id, comments::parent_id))
            .load(db)?;
        for (id, idea, parent) in found {
            if let Some(key) = rows.get(&id.raw()) {
                threads.insert((*key).clone(), Thread { idea, root: parent.unwrap_or(id) });
            }
        }
    }
    Ok(threads)
}

fn insert(
    db: &mut Db,
    batch: &Batch<'_>,
    comment: &record::Comment,
    (idea, parent, author): (IdeaId, Option<CommentId>, PersonId),
) -> Result<CommentId> {
    let body = batch.settings.renderer.render(db, &comment.body)?;
    let values = (
        comments::idea_id.eq(idea),
        comments::parent_id.eq(parent),
        comments::author_id.eq(author),
        comments::body.eq(&comment.body),
        comments::body_html.eq(body.html.as_str()),
        comments::render_version.eq(body.version),
        comments::state.eq(comment.state),
        comments::state_reason.eq(comment.state_reason.as_deref()),
        comments::created_at.eq(comment.created_at),
        comments::edited_at.eq(comment.edited_at),
        comments::deleted_at.eq(comment.deleted_at),
    );
    Ok(diesel::insert_into(comments::table).values(values).returning(comments::id).get_result(db)?)
}

/// The text and what became of it; a comment stays where it is and whose it is.
fn update(db: &mut Db, batch: &Batch<'_>, id: CommentId, comment: &record::Comment) -> Result<CommentId> {
    let body = batch.settings.renderer.render(db, &comment.body)?;
    let set = (
        comments::body.eq(&comment.body),
        comments::body_html.eq(body.html.as_str()),
        comments::render_version.eq(body.version),
        comments::state.eq(comment.state),
        comments::state_reason.eq(comment.state_reason.as_deref()),
        comments::created_at.eq(comment.created_at),
        comments::edited_at.eq(comment.edited_at),
        comments::deleted_at.eq(comment.deleted_at),
    );
    diesel::update(comments::table.find(id)).set(set).execute(db)?;
    Ok(id)
}

fn take_up(
    db: &mut Db,
    batch: &mut Batch<'_>,
    takers: &Origins,
    comment: &record::Comment,
    (idea, id): (IdeaId, CommentId),
    place: Place,
) -> Result<()> {
    let Some((by, at)) = &comment.taken_up else { return Ok(()) };
    let Some(person) = takers.row(by).map(PersonId::new) else {
        batch.applied.note(
            place,
            "taken_up_by",
            format!("there is no person {}; it is no extension", shown(by)),
        );
        return Ok(());
    };
    let there: i64 = extensions::table.filter(extensions::comment_id.eq(id)).count().get_result(db)?;
    if there == 0 {
        let values = (
            extensions::comment_id.eq(id),
            extensions::idea_id.eq(idea),
            extensions::taken_up_by.eq(person),
            extensions::created_at.eq(*at),
        );
        diesel::insert_into(extensions::table).values(values).execute(db)?;
    }
    Ok(())
}

/// Counts the comments of these ideas, and moves when something last happened there.
pub fn settle(db: &mut Db, changed: &BTreeSet<IdeaId>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let shown = "c.idea_id = ideas.id AND c.state = 'visible' AND c.deleted_at IS NULL";
    let ids = list(changed.iter().copied());
    db::execute(
        db,
        &format!(
            "UPDATE ideas SET comment_count = (SELECT count(*) FROM comments c WHERE {shown}), active_at = \
             (SELECT max(at) FROM (SELECT ideas.active_at AS at UNION ALL SELECT c.created_at FROM comments c \
             WHERE {shown}) AS moments) WHERE id IN ({ids})"
        ),
    )?;
    Ok(())
}
