//! Undoing an import: everything that it made goes, and nothing else. Refused as soon as anybody built on it.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::apply;
use super::origins::MATCHED;
use super::record::Kind;
use super::report::Counts;
use crate::db::schema::{follows, ideas, imports, votes};
use crate::db::{self, Db};
use crate::error::{Error, Result};
use crate::ids::{BoardId, CategoryId, IdeaId, ImportId, TagId};
use crate::ranking::store::refresh_all;
use crate::time::Timestamp;
use crate::triage::rules::{self, Named};

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = BigInt)]
    id: IdeaId,
}

/// What would be built on an import: a sentence, and a query that counts it. `{i}` is the import, and `{made:kind}` the
/// rows of a kind that it made.
const BUILT_ON: [(&str, &str); 14] = [
    ("votes on its ideas", "votes WHERE idea_id IN {made:idea} AND (import_id IS NULL OR import_id <> {i})"),
    (
        "votes of its people",
        "votes WHERE person_id IN {made:person} AND (import_id IS NULL OR import_id <> {i})",
    ),
    ("votes that were changed since", "votes WHERE import_id = {i} AND cast_at > {end}"),
    ("comments on its ideas", "comments WHERE idea_id IN {made:idea} AND id NOT IN {made:comment}"),
    ("comments of its people", "comments WHERE author_id IN {made:person} AND id NOT IN {made:comment}"),
    ("replies to its comments", "comments WHERE parent_id IN {made:comment} AND id NOT IN {made:comment}"),
    ("ideas of its people", "ideas WHERE author_id IN {made:person} AND id NOT IN {made:idea}"),
    ("ideas on its boards", "ideas WHERE board_id IN {made:board} AND id NOT IN {made:idea}"),
    ("responses to its ideas", "responses WHERE idea_id IN {made:idea} AND id NOT IN {made:response}"),
    ("responses of its people", "responses WHERE author_id IN {made:person} AND id NOT IN {made:response}"),
    (
        "follows of its ideas",
        "follows WHERE idea_id IN {made:idea} AND (import_id IS NULL OR import_id <> {i})",
    ),
    ("people who have signed in", "sessions WHERE person_id IN {made:person}"),
    (
        "routes, notes and reports on its ideas",
        "(SELECT idea_id FROM routes UNION ALL SELECT idea_id FROM notes \
      UNION ALL SELECT idea_id FROM reports UNION ALL SELECT idea_id FROM revisions) t WHERE idea_id IN {made:idea}",
    ),
    ("acts on its ideas", "acts WHERE idea_id IN {made:idea} AND created_at > {end}"),
];

/// Undoes an import. Gives how many rows went, by kind.
///
/// # Errors
/// `NotFound`, or an error that says what stands in the way: what was added since, what the import changed.
pub fn undo(db: &mut Db, import: ImportId, now: Timestamp) -> Result<Vec<(Kind, usize)>> {
    let found: Option<(String, Option<Timestamp>, Option<Timestamp>, Timestamp)> = imports::table
        .find(import)
        .select((imports::counts, imports::finished_at, imports::undone_at, imports::started_at))
        .first(db)
        .optional()?;
    let Some((counts, finished_at, undone_at, started_at)) = found else {
        return Err(Error::internal(format!("there is no import {import}")));
    };
    if undone_at.is_some() {
        return Err(Error::internal(format!("import {import} was undone before")));
    }
    refuse_updates(import, &counts)?;
    refuse_built_on(db, import, finished_at.unwrap_or(started_at))?;
    refuse_ruled(db, import)?;
    let removed = remove(db, import)?;
    diesel::update(imports::table.find(import)).set(imports::undone_at.eq(Some(now))).execute(db)?;
    Ok(removed)
}

/// What rows said before an import changed them is not kept.
fn refuse_updates(import: ImportId, counts: &str) -> Result<()> {
    let counts: std::collections::BTreeMap<String, Counts> =
        serde_json::from_str(counts).map_err(Error::internal)?;
    match counts.iter().find(|(_, counts)| counts.updated > 0) {
        Some((kind, counts)) => Err(Error::internal(format!(
            "import {import} cannot be undone: it changed {} lines of kind {kind} that an earlier import had brought",
            counts.updated
        ))),
        None => Ok(()),
    }
}

fn refuse_built_on(db: &mut Db, import: ImportId, end: Timestamp) -> Result<()> {
    for (what, sql) in BUILT_ON {
        let sql = Kind::ALL.iter().fold(sql.to_owned(), |sql, kind| {
            sql.replace(&format!("{{made:{kind}}}"), &format!("({})", made(*kind, import)))
        });
        let sql = sql.replace("{i}", &import.to_string()).replace("{end}", &end.micros().to_string());
        let found: Number =
            diesel::sql_query(format!("SELECT count(*) AS number FROM {sql}")).get_result(db)?;
        if found.number > 0 {
            return Err(Error::internal(format!(
                "import {import} cannot be undone: since then there are {what} ({})",
                found.number
            )));
        }
    }
    Ok(())
}

/// A rule that names what goes would fit nothing any more.
fn refuse_ruled(db: &mut Db, import: ImportId) -> Result<()> {
    let (boards, tags) = (made(Kind::Board, import), made(Kind::Tag, import));
    let mut gone: Vec<Named> = Vec::new();
    let found = ids(db, &format!("boards WHERE id IN ({boards})"))?;
    gone.extend(found.into_iter().map(|id| Named::Board(BoardId::new(id))));
    let found = ids(db, &format!("categories WHERE board_id IN ({boards})"))?;
    gone.extend(found.into_iter().map(|id| Named::Category(CategoryId::new(id))));
    let found = ids(db, &format!("tags WHERE id IN ({tags})"))?;
    gone.extend(found.into_iter().map(|id| Named::Tag(TagId::new(id))));
    for rule in rules::list(db)? {
        let conditions = rule.conditions()?;
        if gone.iter().any(|what| conditions.asks_for(*what)) {
            return Err(Error::internal(format!(
                "import {import} cannot be undone: the rule “{}” names what it brought",
                rule.name
            )));
        }
    }
    Ok(())
}

fn ids(db: &mut Db, rows: &str) -> Result<Vec<i64>> {
    let rows: Vec<Number> = diesel::sql_query(format!("SELECT id AS number FROM {rows}")).load(db)?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

/// The rows of a kind that an import made, as a query of their ids.
fn made(kind: Kind, import: ImportId) -> String {
    format!(
        "SELECT row_id FROM origins WHERE import_id = {import} AND kind = '{kind}' AND digest <> '{MATCHED}'"
    )
}

fn remove(db: &mut Db, import: ImportId) -> Result<Vec<(Kind, usize)>> {
    let touched = touched(db, import)?;
    let mut removed = Vec::new();
    let gone = diesel::delete(follows::table.filter(follows::import_id.eq(import))).execute(db)?;
    removed.push((Kind::Follow, gone));
    let gone = diesel::delete(votes::table.filter(votes::import_id.eq(import))).execute(db)?;
    removed.push((Kind::Vote, gone));
    let gone_ideas = ids_of(db, import)?;
    let tables = [
        (Kind::Link, "links"),
        (Kind::Response, "responses"),
        (Kind::Comment, "comments"),
        (Kind::Idea, "ideas"),
        (Kind::Board, "boards"),
        (Kind::Tag, "tags"),
    ];
    for (kind, table) in tables {
        let made = made(kind, import);
        if kind == Kind::Tag {
            keep_used_tags(db, import)?;
        }
        removed.push((kind, db::execute(db, &format!("DELETE FROM {table} WHERE id IN ({made})"))?));
    }
    let people = made(Kind::Person, import);
    db::execute(db, &format!("DELETE FROM acts WHERE actor_id IN ({people}) OR person_id IN ({people})"))?;
    removed.push((Kind::Person, db::execute(db, &format!("DELETE FROM people WHERE id IN ({people})"))?));
    db::execute(db, &format!("DELETE FROM origins WHERE import_id = {import}"))?;
    let left: Vec<IdeaId> = ideas::table.filter(ideas::id.eq_any(&touched)).select(ideas::id).load(db)?;
    refresh_all(db, &left)?;
    let left: BTreeSet<IdeaId> = left.into_iter().collect();
    apply::recount(db, &left)?;
    // The index drops what is gone and reads anew what is not.
    for idea in left.into_iter().chain(gone_ideas) {
        crate::search::reindex(db, idea)?;
    }
    removed.retain(|(_, gone)| *gone > 0);
    Ok(removed)
}

/// A tag that other ideas have by now stays.
fn keep_used_tags(db: &mut Db, import: ImportId) -> Result<()> {
    let made = made(Kind::Tag, import);
    let used = "SELECT tag_id FROM idea_tags";
    diesel::sql_query(format!(
        "UPDATE origins SET digest = $1 WHERE import_id = {import} AND kind = 'tag' AND row_id IN ({made}) \
         AND row_id IN ({used})"
    ))
    .bind::<Text, _>(MATCHED)
    .execute(db)?;
    Ok(())
}

/// Ideas that lose votes, follows, comments or responses.
fn touched(db: &mut Db, import: ImportId) -> Result<Vec<IdeaId>> {
    let comments = made(Kind::Comment, import);
    let responses = made(Kind::Response, import);
    let rows: Vec<IdRow> = diesel::sql_query(format!(
        "SELECT idea_id AS id FROM votes WHERE import_id = {import} UNION SELECT idea_id FROM follows WHERE \
         import_id = {import} UNION SELECT idea_id FROM comments WHERE id IN ({comments}) UNION SELECT idea_id FROM \
         responses WHERE id IN ({responses})"
    ))
    .load(db)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

fn ids_of(db: &mut Db, import: ImportId) -> Result<Vec<IdeaId>> {
    let made = made(Kind::Idea, import);
    let rows: Vec<IdRow> =
        diesel::sql_query(format!("SELECT id FROM ideas WHERE id IN ({made})")).load(db)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
