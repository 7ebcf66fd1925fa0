//! Export in the neutral format: everything that an import takes, streamed, a thousand rows at a time.
//! Rows that an import brought keep the names they came with; the rest are named by this site and their number.

use std::collections::HashMap;
use std::io::Write;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::record::Kind;
use crate::boards::{Board, Catalog, catalog};
use crate::comments::Comment;
use crate::db::Db;
use crate::db::schema::{
    comments, extensions, follows, idea_tags, ideas, links, merges, origins, people, responses, votes,
};
use crate::error::{Error, Result};
use crate::ideas::{Idea, LinkKind};
use crate::ids::{CommentId, IdeaId, LinkId, MergeId, PersonId, ResponseId, StatusId, TagId};
use crate::merges::Merge;
use crate::people::Person;
use crate::ranking::impact::Effort;
use crate::ranking::store::VoteState;
use crate::site;
use crate::time::Timestamp;

/// Rows that are in memory at once.
const CHUNK: i64 = 1_000;

/// Writes everything to `out` and gives how many lines there were, by kind. Run it on a connection of its own; on
/// PostgreSQL rows that change meanwhile may show either way.
pub fn export(db: &mut Db, out: &mut dyn Write) -> Result<Vec<(Kind, u64)>> {
    let site = site::find(db)?;
    let own = hex::encode(Sha256::digest(site.key())).chars().take(8).collect::<String>();
    let mut export =
        Export { own: format!("groundswell-{own}"), catalog: catalog(db)?, out, counts: Vec::new() };
    export.tags(db)?;
    export.boards(db)?;
    export.people(db)?;
    export.ideas(db)?;
    export.comments(db)?;
    export.votes(db)?;
    export.responses(db)?;
    export.links(db)?;
    export.follows(db)?;
    export.merges(db)?;
    Ok(export.counts)
}

/// Votes that no standing merge copied as they are.
const NOT_MERGED_VOTE: &str = "NOT EXISTS (SELECT 1 FROM merge_votes m JOIN merges g ON g.id = m.merge_id WHERE \
     m.person_id = votes.person_id AND g.into_idea = votes.idea_id AND g.undone_at IS NULL AND m.value = votes.value \
     AND m.cast_at = votes.cast_at)";
/// The same of follows.
const NOT_MERGED_FOLLOW: &str = "NOT EXISTS (SELECT 1 FROM merge_follows m JOIN merges g ON g.id = m.merge_id WHERE \
     m.person_id = follows.person_id AND g.into_idea = follows.idea_id AND g.undone_at IS NULL AND follows.is_on \
     AND m.created_at = follows.created_at)";

struct Export<'o> {
    /// This site's name as a source.
    own: String,
    catalog: Catalog,
    out: &'o mut dyn Write,
    counts: Vec<(Kind, u64)>,
}

/// The names of rows: source and source id.
type Names = HashMap<i64, (String, String)>;

impl Export<'_> {
    /// What rows of a kind are called, in one query.
    fn names(&self, db: &mut Db, kind: Kind, rows: impl IntoIterator<Item = i64>) -> Result<Names> {
        let mut ids: Vec<i64> = rows.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut names: Names = ids.iter().map(|id| (*id, (self.own.clone(), id.to_string()))).collect();
        for ids in ids.chunks(500) {
            let found: Vec<(i64, String, String)> = origins::table
                .filter(origins::kind.eq(kind.as_str()))
                .filter(origins::row_id.eq_any(ids))
                // A row that several sources name is called by the first of them.
                .order((origins::source.desc(), origins::source_id.desc()))
                .select((origins::row_id, origins::source, origins::source_id))
                .load(db)?;
            names.extend(found.into_iter().map(|(row, source, id)| (row, (source, id))));
        }
        Ok(names)
    }

    fn write(&mut self, kind: Kind, source: &str, fields: Vec<(&str, Value)>) -> Result<()> {
        let mut line = Map::new();
        line.insert("kind".into(), json!(kind));
        line.insert("source".into(), json!(source));
        for (name, value) in fields {
            let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            if !is_empty {
                line.insert(name.into(), value);
            }
        }
        let failed = |cause: std::io::Error| Error::internal(format!("cannot write the export: {cause}"));
        serde_json::to_writer(&mut *self.out, &line).map_err(Error::internal)?;
        self.out.write_all(b"\n").map_err(failed)?;
        match self.counts.last_mut() {
            Some((last, count)) if *last == kind => *count += 1,
            _ => self.counts.push((kind, 1)),
        }
        Ok(())
    }

    fn tags(&mut self, db: &mut Db) -> Result<()> {
        let mut tags = self.catalog.tags.clone();
        tags.sort_by_key(|tag| tag.id);
        let names = self.names(db, Kind::Tag, tags.iter().map(|tag| tag.id.raw()))?;
        for tag in tags {
            let (source, id) = name(&names, tag.id.raw());
            let fields = vec![
                ("source_id", json!(id)),
                ("name", json!(tag.name)),
                ("slug", json!(tag.slug)),
                ("staff_only", json!(tag.is_staff_only)),
            ];
            self.write(Kind::Tag, &source, fields)?;
        }
        Ok(())
    }

    fn boards(&mut self, db: &mut Db) -> Result<()> {
        let boards = self.catalog.boards.clone();
        let names = self.names(db, Kind::Board, boards.iter().map(|board| board.id.raw()))?;
        for board in boards {
            let (source, id) = name(&names, board.id.raw());
            let fields = self.board(&board, &id);
            self.write(Kind::Board, &source, fields)?;
        }
        Ok(())
    }

    fn board(&self, board: &Board, id: &str) -> Vec<(&'static str, Value)> {
        let categories = self.catalog.categories_of(board.id);
        let categories: Vec<Value> =
            categories.map(|category| json!({ "slug": category.slug, "name": category.name })).collect();
        let status = |status: &crate::boards::Status| {
            let mut fields = Map::new();
            fields.insert("slug".into(), json!(status.slug));
            if let Some(name) = &status.name {
                fields.insert("name".into(), json!(name));
            }
            fields.insert("kind".into(), json!(status.kind));
            fields.insert("wants_reason".into(), json!(status.wants_reason));
            Value::Object(fields)
        };
        let statuses: Vec<Value> = self.catalog.statuses_of(board.id).map(status).collect();
        vec![
            ("source_id", json!(id)),
            ("name", json!(board.name)),
            ("slug", json!(board.slug)),
            ("description", json!(board.description)),
            ("audience", json!(board.audience)),
            ("voting", json!(board.voting)),
            ("premoderation", json!(board.premoderation)),
            ("half_life_days", json!(board.half_life_days)),
            ("counts", json!(board.counts)),
            ("counts_days", json!(board.counts_days)),
            ("explore_every", json!(board.explore_every)),
            ("created_at", moment(board.created_at)),
            ("archived_at", optional(board.archived_at)),
            ("categories", json!(categories)),
            ("statuses", json!(statuses)),
        ]
    }

    fn people(&mut self, db: &mut Db) -> Result<()> {
        let mut after = PersonId::new(i64::MIN);
        loop {
            let rows: Vec<Person> = people::table
                .filter(people::id.gt(after))
                .order(people::id)
                .limit(CHUNK)
                .select(Person::as_select())
                .load(db)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.id;
            let names = self.names(db, Kind::Person, rows.iter().map(|person| person.id.raw()))?;
            for person in rows {
                let (source, id) = name(&names, person.id.raw());
                let fields = vec![
                    ("source_id", json!(id)),
                    ("name", text(&person.name)),
                    ("handle", json!(person.handle)),
                    ("email", json!(person.email)),
                    ("role", json!(person.role)),
                    ("about", text(&person.about)),
                    ("language", json!(person.language)),
                    ("time_zone", json!(person.time_zone)),
                    ("created_at", moment(person.created_at)),
                    ("former_at", optional(person.former_at)),
                ];
                self.write(Kind::Person, &source, fields)?;
            }
        }
    }

    fn ideas(&mut self, db: &mut Db) -> Result<()> {
        let mut after = IdeaId::new(i64::MIN);
        loop {
            let rows: Vec<Idea> = ideas::table
                .filter(ideas::id.gt(after))
                .order(ideas::id)
                .limit(CHUNK)
                .select(Idea::as_select())
                .load(db)?;
            let Some(last) = rows.last() else { return Ok(()) };
            let first = after;
            after = last.id;
            let names = self.names(db, Kind::Idea, rows.iter().map(|idea| idea.id.raw()))?;
            let boards = self.names(db, Kind::Board, rows.iter().map(|idea| idea.board_id.raw()))?;
            let authors = self.names(db, Kind::Person, rows.iter().map(|idea| idea.author_id.raw()))?;
            let tags = self.tags_of(db, first, after)?;
            for idea in rows {
                let (source, id) = name(&names, idea.id.raw());
                let places = (&boards, &authors, tags.get(&idea.id));
                let fields = self.idea(&idea, &id, &source, places)?;
                self.write(Kind::Idea, &source, fields)?;
            }
        }
    }

    fn tags_of(&self, db: &mut Db, after: IdeaId, last: IdeaId) -> Result<HashMap<IdeaId, Vec<String>>> {
        let rows: Vec<(IdeaId, TagId)> = idea_tags::table
            .filter(idea_tags::idea_id.gt(after))
            .filter(idea_tags::idea_id.le(last))
            .order((idea_tags::idea_id, idea_tags::tag_id))
            .select((idea_tags::idea_id, idea_tags::tag_id))
            .load(db)?;
        let mut tags: HashMap<IdeaId, Vec<String>> = HashMap::new();
        for (idea, tag) in rows {
            let slug = self.catalog.tag(tag).map(|tag| tag.slug.clone());
            tags.entry(idea).or_default().extend(slug);
        }
        Ok(tags)
    }

    fn idea(
        &self,
        idea: &Idea,
        id: &str,
        source: &str,
        (boards, authors, tags): (&Names, &Names, Option<&Vec<String>>),
    ) -> Result<Vec<(&'static str, Value)>> {
        let category = idea.category_id.and_then(|id| self.catalog.category(id));
        let ranks = &idea.ranks;
        let total = |count: i64| if count == 0 { Value::Null } else { json!(count) };
        Ok(vec![
            ("source_id", json!(id)),
            ("board", reference(boards, idea.board_id.raw(), source)),
            ("category", json!(category.map(|category| &category.slug))),
            ("author", reference(authors, idea.author_id.raw(), source)),
            ("title", json!(idea.title)),
            ("body", text(&idea.body)),
            ("tags", json!(tags.cloned().unwrap_or_default())),
            ("status", json!(self.catalog.status(idea.status_id)?.slug)),
            ("status_at", moment(idea.status_at)),
            ("effort", json!(idea.effort)),
            ("state", json!(idea.state)),
            ("state_reason", json!(idea.state_reason)),
            ("locked", if idea.is_locked { json!(true) } else { Value::Null }),
            ("created_at", moment(idea.created_at)),
            ("edited_at", optional(idea.edited_at)),
            ("brought_promotions", total(ranks.brought_promotions)),
            ("brought_demotions", total(ranks.brought_demotions)),
            ("brought_from", json!(idea.brought_from)),
        ])
    }

    fn comments(&mut self, db: &mut Db) -> Result<()> {
        let mut after = CommentId::new(i64::MIN);
        loop {
            let rows: Vec<Comment> = comments::table
                .filter(comments::id.gt(after))
                .order(comments::id)
                .limit(CHUNK)
                .select(Comment::as_select())
                .load(db)?;
            let Some(last) = rows.last() else { return Ok(()) };
            let first = after;
            after = last.id;
            let taken: HashMap<CommentId, (PersonId, Timestamp)> = extensions::table
                .filter(extensions::comment_id.gt(first))
                .filter(extensions::comment_id.le(after))
                .select((extensions::comment_id, (extensions::taken_up_by, extensions::created_at)))
                .load::<(CommentId, (PersonId, Timestamp))>(db)?
                .into_iter()
                .collect();
            let own = rows.iter().flat_map(|row| [Some(row.id), row.parent_id]).flatten().map(CommentId::raw);
            let names = self.names(db, Kind::Comment, own)?;
            let on = self.names(db, Kind::Idea, rows.iter().map(|comment| comment.idea_id.raw()))?;
            let authors = rows.iter().map(|comment| comment.author_id).chain(taken.values().map(|by| by.0));
            let authors = self.names(db, Kind::Person, authors.map(PersonId::raw))?;
            for comment in rows {
                let (source, id) = name(&names, comment.id.raw());
                let up = taken.get(&comment.id);
                let fields = vec![
                    ("source_id", json!(id)),
                    ("idea", reference(&on, comment.idea_id.raw(), &source)),
                    (
                        "parent",
                        comment.parent_id.map_or(Value::Null, |id| reference(&names, id.raw(), &source)),
                    ),
                    ("author", reference(&authors, comment.author_id.raw(), &source)),
                    ("body", text(&comment.body)),
                    ("state", json!(comment.state)),
                    ("state_reason", json!(comment.state_reason)),
                    ("created_at", moment(comment.created_at)),
                    ("edited_at", optional(comment.edited_at)),
                    ("deleted_at", optional(comment.deleted_at)),
                    ("taken_up_by", up.map_or(Value::Null, |by| reference(&authors, by.0.raw(), &source))),
                    ("taken_up_at", optional(up.map(|by| by.1))),
                ];
                self.write(Kind::Comment, &source, fields)?;
            }
        }
    }

    fn votes(&mut self, db: &mut Db) -> Result<()> {
        type Row = (IdeaId, PersonId, i16, VoteState, Timestamp, bool);
        let mut after = (IdeaId::new(i64::MIN), PersonId::new(i64::MIN));
        loop {
            let columns = (
                votes::idea_id,
                votes::person_id,
                votes::value,
                votes::state,
                votes::cast_at,
                votes::is_captured,
            );
            let order = (votes::idea_id, votes::person_id);
            // What a merge copied comes about again when the merge is brought in.
            let own = || sql::<Bool>(NOT_MERGED_VOTE);
            let rest = votes::table
                .filter(votes::idea_id.eq(after.0))
                .filter(votes::person_id.gt(after.1))
                .filter(own());
            let mut rows: Vec<Row> = rest.order(order).limit(CHUNK).select(columns).load(db)?;
            if rows.is_empty() {
                let next = votes::table.filter(votes::idea_id.gt(after.0)).filter(own());
                rows = next.order(order).limit(CHUNK).select(columns).load(db)?;
            }
            let Some(last) = rows.last() else { return Ok(()) };
            after = (last.0, last.1);
            let on = self.names(db, Kind::Idea, rows.iter().map(|row| row.0.raw()))?;
            let people = self.names(db, Kind::Person, rows.iter().map(|row| row.1.raw()))?;
            for (idea, person, value, state, at, is_captured) in rows {
                let (source, _) = name(&on, idea.raw());
                let fields = vec![
                    ("idea", reference(&on, idea.raw(), &source)),
                    ("person", reference(&people, person.raw(), &source)),
                    ("value", json!(value)),
                    ("state", if state == VoteState::Counted { Value::Null } else { json!(state) }),
                    ("captured", if is_captured { json!(true) } else { Value::Null }),
                    ("created_at", moment(at)),
                ];
                self.write(Kind::Vote, &source, fields)?;
            }
        }
    }

    fn responses(&mut self, db: &mut Db) -> Result<()> {
        type Row = (
            (ResponseId, IdeaId, PersonId, StatusId),
            (Option<Effort>, String, Timestamp, Option<Timestamp>),
        );
        let mut after = ResponseId::new(i64::MIN);
        loop {
            let rows: Vec<Row> = responses::table
                .filter(responses::id.gt(after))
                .order(responses::id)
                .limit(CHUNK)
                .select((
                    (responses::id, responses::idea_id, responses::author_id, responses::status_id),
                    (responses::effort, responses::body, responses::created_at, responses::edited_at),
                ))
                .load(db)?;
            let Some(((last, ..), _)) = rows.last() else { return Ok(()) };
            after = *last;
            let names = self.names(db, Kind::Response, rows.iter().map(|row| row.0.0.raw()))?;
            let on = self.names(db, Kind::Idea, rows.iter().map(|row| row.0.1.raw()))?;
            let people = self.names(db, Kind::Person, rows.iter().map(|row| row.0.2.raw()))?;
            for ((id, idea, author, status), (effort, body, created_at, edited_at)) in rows {
                let (source, own) = name(&names, id.raw());
                let fields = vec![
                    ("source_id", json!(own)),
                    ("idea", reference(&on, idea.raw(), &source)),
                    ("author", reference(&people, author.raw(), &source)),
                    ("status", json!(self.catalog.status(status)?.slug)),
                    ("effort", json!(effort)),
                    ("body", json!(body)),
                    ("created_at", moment(created_at)),
                    ("edited_at", optional(edited_at)),
                ];
                self.write(Kind::Response, &source, fields)?;
            }
        }
    }

    fn links(&mut self, db: &mut Db) -> Result<()> {
        type Row = (LinkId, IdeaId, IdeaId, LinkKind, Option<PersonId>, Timestamp);
        let mut after = LinkId::new(i64::MIN);
        loop {
            let rows: Vec<Row> = links::table
                .filter(links::id.gt(after))
                .order(links::id)
                .limit(CHUNK)
                .select((
                    links::id,
                    links::from_idea,
                    links::to_idea,
                    links::kind,
                    links::created_by,
                    links::created_at,
                ))
                .load(db)?;
            let Some((last, ..)) = rows.last() else { return Ok(()) };
            after = *last;
            let names = self.names(db, Kind::Link, rows.iter().map(|row| row.0.raw()))?;
            let ends = rows.iter().flat_map(|row| [row.1.raw(), row.2.raw()]);
            let ideas = self.names(db, Kind::Idea, ends)?;
            let people =
                self.names(db, Kind::Person, rows.iter().filter_map(|row| row.4).map(PersonId::raw))?;
            for (id, from, to, kind, by, at) in rows {
                let (source, own) = name(&names, id.raw());
                let fields = vec![
                    ("source_id", json!(own)),
                    ("from", reference(&ideas, from.raw(), &source)),
                    ("link", json!(kind)),
                    ("to", reference(&ideas, to.raw(), &source)),
                    ("created_by", by.map_or(Value::Null, |by| reference(&people, by.raw(), &source))),
                    ("created_at", moment(at)),
                ];
                self.write(Kind::Link, &source, fields)?;
            }
        }
    }

    fn follows(&mut self, db: &mut Db) -> Result<()> {
        type Row = (IdeaId, PersonId, bool, Timestamp);
        let mut after = (IdeaId::new(i64::MIN), PersonId::new(i64::MIN));
        loop {
            let columns = (follows::idea_id, follows::person_id, follows::is_on, follows::created_at);
            let order = (follows::idea_id, follows::person_id);
            let own = || sql::<Bool>(NOT_MERGED_FOLLOW);
            let rest = follows::table
                .filter(follows::idea_id.eq(after.0))
                .filter(follows::person_id.gt(after.1))
                .filter(own());
            let mut rows: Vec<Row> = rest.order(order).limit(CHUNK).select(columns).load(db)?;
            if rows.is_empty() {
                let next = follows::table.filter(follows::idea_id.gt(after.0)).filter(own());
                rows = next.order(order).limit(CHUNK).select(columns).load(db)?;
            }
            let Some(last) = rows.last() else { return Ok(()) };
            after = (last.0, last.1);
            let on = self.names(db, Kind::Idea, rows.iter().map(|row| row.0.raw()))?;
            let people = self.names(db, Kind::Person, rows.iter().map(|row| row.1.raw()))?;
            for (idea, person, is_on, at) in rows {
                let (source, _) = name(&on, idea.raw());
                let fields = vec![
                    ("idea", reference(&on, idea.raw(), &source)),
                    ("person", reference(&people, person.raw(), &source)),
                    ("on", if is_on { Value::Null } else { json!(false) }),
                    ("created_at", moment(at)),
                ];
                self.write(Kind::Follow, &source, fields)?;
            }
        }
    }

    /// Merges that stand, in the order in which they were made.
    fn merges(&mut self, db: &mut Db) -> Result<()> {
        let mut after = MergeId::new(i64::MIN);
        loop {
            let rows: Vec<Merge> = merges::table
                .filter(merges::id.gt(after))
                .filter(merges::undone_at.is_null())
                .order(merges::id)
                .limit(CHUNK)
                .select(Merge::as_select())
                .load(db)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.id;
            let names = self.names(db, Kind::Merge, rows.iter().map(|row| row.id.raw()))?;
            let ends = rows.iter().flat_map(|row| [row.idea_id.raw(), row.into_idea.raw()]);
            let ideas = self.names(db, Kind::Idea, ends)?;
            let people = self.names(db, Kind::Person, rows.iter().map(|row| row.merged_by.raw()))?;
            for merge in rows {
                let (source, own) = name(&names, merge.id.raw());
                let fields = vec![
                    ("source_id", json!(own)),
                    ("idea", reference(&ideas, merge.idea_id.raw(), &source)),
                    ("into", reference(&ideas, merge.into_idea.raw(), &source)),
                    ("merged_by", reference(&people, merge.merged_by.raw(), &source)),
                    ("created_at", moment(merge.created_at)),
                ];
                self.write(Kind::Merge, &source, fields)?;
            }
        }
    }
}

fn name(names: &Names, row: i64) -> (String, String) {
    names.get(&row).cloned().unwrap_or_default()
}

/// A reference as an import reads it: the id alone within one source.
fn reference(names: &Names, row: i64, source: &str) -> Value {
    let (other, id) = name(names, row);
    if other == source { json!(id) } else { json!({ "source": other, "source_id": id }) }
}

fn moment(at: Timestamp) -> Value {
    json!(at.to_rfc3339())
}

fn optional(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, moment)
}

/// An empty text is left out.
fn text(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}
