//! Undoing an import: everything that it made goes, and nothing else. Refused as soon as anybody built on it.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::origins::MATCHED;
use super::record::Kind;
use super::report::Counts;
use super::{apply, left};
use crate::accounts::demand;
use crate::db::schema::{follows, ideas, imports, merges, votes};
use crate::db::{self, Db};
use crate::error::{Error, Result};
use crate::ideas::merge;
use crate::ids::{BoardId, CategoryId, IdeaId, ImportId, MergeId, TagId};
use crate::merges::{self as places, Merge};
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
    id: i64,
}

/// What would be built on an import: a sentence, and a query that counts it. `{i}` is the import, `{end}` its end,
/// `{made:kind}` the rows of a kind that it made and `{own}` the acts that it recorded itself. Every column that leads to
/// a person, board, idea or comment is asked for, but for these: what follows from rows asked for here (extensions and
/// tags of ideas, search), what is about to be forgotten by itself (drafts, sign-ins, allowances, events,
/// jobs), and what tells only what was sent (mails, deliveries). What leaves no trace is for [`left`], and rules are for
/// [`refuse_ruled`].
const BUILT_ON: [(&str, &str); 35] = [
    ("votes on its ideas", "votes WHERE idea_id IN {made:idea} AND (import_id IS NULL OR import_id <> {i})"),
    (
        "votes of its people",
        "votes WHERE person_id IN {made:person} AND (import_id IS NULL OR import_id <> {i})",
    ),
    (
        "votes that were changed since",
        "votes WHERE import_id = {i} AND (cast_at > {end} OR confirmed_at IS NOT NULL)",
    ),
    ("comments on its ideas", "comments WHERE idea_id IN {made:idea} AND id NOT IN {made:comment}"),
    ("comments of its people", "comments WHERE author_id IN {made:person} AND id NOT IN {made:comment}"),
    ("replies to its comments", "comments WHERE parent_id IN {made:comment} AND id NOT IN {made:comment}"),
    ("comments that were edited", "comments WHERE id IN {made:comment} AND edited_at > {end}"),
    (
        "comments taken up by its people",
        "extensions WHERE taken_up_by IN {made:person} AND comment_id NOT IN {made:comment}",
    ),
    ("ideas of its people", "ideas WHERE author_id IN {made:person} AND id NOT IN {made:idea}"),
    ("ideas on its boards", "ideas WHERE board_id IN {made:board} AND id NOT IN {made:idea}"),
    ("responses to its ideas", "responses WHERE idea_id IN {made:idea} AND id NOT IN {made:response}"),
    ("responses of its people", "responses WHERE author_id IN {made:person} AND id NOT IN {made:response}"),
    ("responses that were edited", "responses WHERE id IN {made:response} AND edited_at > {end}"),
    (
        "links with its ideas or people",
        "links WHERE id NOT IN {made:link} AND (from_idea IN {made:idea} OR to_idea IN {made:idea} \
         OR created_by IN {made:person})",
    ),
    (
        "merges of its ideas",
        "merges WHERE id NOT IN {made:merge} AND (idea_id IN {made:idea} OR into_idea IN {made:idea})",
    ),
    (
        "merges and decisions on duplicates by its people",
        "(SELECT merged_by AS a, undone_by AS b FROM merges WHERE id NOT IN {made:merge} \
         UNION ALL SELECT decided_by, NULL FROM likenesses) t WHERE a IN {made:person} OR b IN {made:person}",
    ),
    (
        "what was filed, asked or said of its ideas or people",
        "(SELECT idea_id, person_id AS a, captured_by AS b FROM captures \
         UNION ALL SELECT idea_id, person_id, NULL FROM invitations \
         UNION ALL SELECT idea_id, person_id, NULL FROM outcomes \
         UNION ALL SELECT idea_id, person_id, NULL FROM kano_answers \
         UNION ALL SELECT idea_id, NULL, added_by FROM shortlisted) t \
         WHERE idea_id IN {made:idea} OR a IN {made:person} OR b IN {made:person}",
    ),
    (
        "follows of its ideas or people",
        "follows WHERE (idea_id IN {made:idea} OR person_id IN {made:person}) \
         AND (import_id IS NULL OR import_id <> {i})",
    ),
    ("people who have signed in", "people WHERE id IN {made:person} AND NOT is_imported"),
    (
        "routes, notes, reports and edits",
        "(SELECT idea_id, sent_by AS a, assignee_id AS b FROM routes \
         UNION ALL SELECT NULL, person_id, NULL FROM route_steps \
         UNION ALL SELECT idea_id, author_id, NULL FROM notes \
         UNION ALL SELECT idea_id, editor_id, NULL FROM revisions \
         UNION ALL SELECT idea_id, reporter_id, decided_by FROM reports) t \
         WHERE idea_id IN {made:idea} OR a IN {made:person} OR b IN {made:person}",
    ),
    (
        "storm sessions on its boards or of its people",
        "storms WHERE board_id IN {made:board} OR created_by IN {made:person} OR answered_by IN {made:person}",
    ),
    ("ideas in storm sessions", "storm_ideas WHERE idea_id IN {made:idea} OR added_by IN {made:person}"),
    (
        "ideas on the lists of vote rounds, and points of its people",
        "(SELECT idea_id, 0 AS a FROM round_ideas UNION ALL SELECT idea_id, person_id FROM ballot_points) p \
         WHERE idea_id IN {made:idea} OR a IN {made:person}",
    ),
    ("vote rounds of its people", "rounds WHERE created_by IN {made:person} OR reported_by IN {made:person}"),
    ("ideas in evaluation panels", "panel_ideas WHERE idea_id IN {made:idea}"),
    (
        "people in evaluation panels",
        "(SELECT created_by AS a, closed_by AS b FROM panels UNION ALL SELECT person_id, NULL FROM panel_people \
         UNION ALL SELECT person_id, NULL FROM panel_ratings UNION ALL SELECT person_id, NULL FROM panel_scores) t \
         WHERE a IN {made:person} OR b IN {made:person}",
    ),
    ("reports on its comments", "reports WHERE comment_id IN {made:comment}"),
    (
        "bans of its people",
        "bans WHERE person_id IN {made:person} OR created_by IN {made:person} OR lifted_by IN {made:person}",
    ),
    ("people who belong to accounts", "people WHERE id IN {made:person} AND account_id IS NOT NULL"),
    ("accounts that its people look after", "accounts WHERE owner_id IN {made:person}"),
    ("members of teams", "team_members WHERE person_id IN {made:person}"),
    ("people who chose their mails", "mail_choices WHERE person_id IN {made:person}"),
    ("sessions of its people", "sessions WHERE person_id IN {made:person}"),
    (
        "acts in the history or the log",
        "acts WHERE NOT ({own}) AND (idea_id IN {made:idea} OR comment_id IN {made:comment} \
         OR board_id IN {made:board} OR person_id IN {made:person} OR actor_id IN {made:person})",
    ),
    (
        "rows that other imports name, too",
        "origins WHERE import_id <> {i} AND ((kind = 'board' AND row_id IN {made:board}) \
         OR (kind = 'person' AND row_id IN {made:person}) OR (kind = 'link' AND row_id IN {made:link}))",
    ),
];

/// The acts that an import records itself, with the dates of what it brings; nobody else does so for its rows.
const OWN_ACTS: &str = "(kind = 'idea_submitted' AND idea_id IN {made:idea}) OR (kind = 'answered' AND detail IN \
                        (SELECT '{\"response\":' || row_id || '}' FROM {made:response} r))";

/// What is kept about an import.
#[derive(Queryable, Selectable)]
#[diesel(table_name = imports)]
struct Run {
    counts: String,
    started_at: Timestamp,
    finished_at: Option<Timestamp>,
    undone_at: Option<Timestamp>,
    left_as: Option<String>,
}

/// Undoes an import. Gives how many rows went, by kind.
///
/// # Errors
/// `NotFound`, or an error that says what stands in the way: what was added since, what the import changed.
pub fn undo(db: &mut Db, import: ImportId, now: Timestamp) -> Result<Vec<(Kind, usize)>> {
    let found: Option<Run> = imports::table.find(import).select(Run::as_select()).first(db).optional()?;
    let Some(run) = found else { return Err(Error::internal(format!("there is no import {import}"))) };
    if run.undone_at.is_some() {
        return Err(Error::internal(format!("import {import} was undone before")));
    }
    refuse_updates(import, &run.counts)?;
    refuse_built_on(db, import, run.finished_at.unwrap_or(run.started_at))?;
    refuse_ruled(db, import)?;
    refuse_edits(db, import, run.left_as.as_deref())?;
    let removed = remove(db, import, now)?;
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
        let sql = written_out(sql, import).replace("{end}", &end.micros().to_string());
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

/// A query with what stands for an import and its rows written out.
fn written_out(sql: &str, import: ImportId) -> String {
    let sql = sql.replace("{own}", OWN_ACTS).replace("{i}", &import.to_string());
    Kind::ALL.iter().fold(sql, |sql, kind| {
        sql.replace(&format!("{{made:{kind}}}"), &format!("({})", made(*kind, import)))
    })
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
    for what in gone {
        if let Some(rule) = rules::naming(db, what)?.first() {
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

/// An import that was cut off kept nothing to compare with.
fn refuse_edits(db: &mut Db, import: ImportId, left_as: Option<&str>) -> Result<()> {
    let Some(left_as) = left_as else { return Ok(()) };
    match left::changed(db, import, left_as)? {
        Some(what) => Err(Error::internal(format!(
            "import {import} cannot be undone: some of its {what} were changed since"
        ))),
        None => Ok(()),
    }
}

/// The rows of a kind that an import made, as a query of their ids.
fn made(kind: Kind, import: ImportId) -> String {
    format!(
        "SELECT row_id FROM origins WHERE import_id = {import} AND kind = '{kind}' AND digest <> '{MATCHED}'"
    )
}

fn remove(db: &mut Db, import: ImportId, now: Timestamp) -> Result<Vec<(Kind, usize)>> {
    let mut removed = Vec::new();
    let (apart, mut touched) = put_apart(db, import, now)?;
    removed.push((Kind::Merge, apart));
    touched.extend(self::touched(db, import)?);
    drop_suggestions(db, import)?;
    let gone = diesel::delete(follows::table.filter(follows::import_id.eq(import))).execute(db)?;
    removed.push((Kind::Follow, gone));
    let gone = diesel::delete(votes::table.filter(votes::import_id.eq(import))).execute(db)?;
    removed.push((Kind::Vote, gone));
    let gone_ideas = ids(db, &format!("ideas WHERE id IN ({})", made(Kind::Idea, import)))?;
    db::execute(db, &written_out(&format!("DELETE FROM acts WHERE {OWN_ACTS}"), import))?;
    let tables = [
        (Kind::Link, "links"),
        (Kind::Response, "responses"),
        (Kind::Comment, "comments"),
        (Kind::Idea, "ideas"),
        (Kind::Board, "boards"),
        (Kind::Person, "people"),
    ];
    for (kind, table) in tables {
        let made = made(kind, import);
        removed.push((kind, db::execute(db, &format!("DELETE FROM {table} WHERE id IN ({made})"))?));
    }
    removed.push((Kind::Tag, remove_tags(db, import)?));
    db::execute(db, &format!("DELETE FROM origins WHERE import_id = {import}"))?;
    let left: Vec<IdeaId> = ideas::table.filter(ideas::id.eq_any(&touched)).select(ideas::id).load(db)?;
    demand::recount(db, &left)?;
    refresh_all(db, &left)?;
    let left: BTreeSet<IdeaId> = left.into_iter().collect();
    apply::recount(db, &left)?;
    // The index drops what is gone and reads anew what is not.
    for idea in left.into_iter().chain(gone_ideas.into_iter().map(IdeaId::new)) {
        crate::search::reindex(db, idea)?;
    }
    removed.retain(|(_, gone)| *gone > 0);
    Ok(removed)
}

/// Takes apart what the import merged, so that no row that a merge copied stays. Gives how many merges there were, and
/// the ideas.
fn put_apart(db: &mut Db, import: ImportId, now: Timestamp) -> Result<(usize, Vec<IdeaId>)> {
    let made = ids(db, &format!("merges WHERE id IN ({}) ORDER BY id DESC", made(Kind::Merge, import)))?;
    let mut touched = Vec::new();
    for id in &made {
        let row = merges::table.find(MergeId::new(*id));
        let merge: Merge = row.select(Merge::as_select()).first(db)?;
        if places::of(db, merge.idea_id)?.is_some_and(|standing| standing.id == merge.id) {
            merge::part(db, merge.idea_id, merge.merged_by, now)?;
        }
        touched.extend([merge.idea_id, merge.into_idea]);
        diesel::delete(row).execute(db)?;
    }
    Ok((made.len(), touched))
}

/// Pairs that wait only because the import called them the same.
fn drop_suggestions(db: &mut Db, import: ImportId) -> Result<()> {
    db::execute(
        db,
        &format!(
            "DELETE FROM likenesses WHERE state = 'waiting' AND alike = 1.0 AND EXISTS (SELECT 1 FROM links l WHERE \
             l.kind = 'duplicate_of' AND l.from_idea = likenesses.idea_id AND l.to_idea = likenesses.like_idea \
             AND l.id IN ({}))",
            made(Kind::Link, import)
        ),
    )?;
    Ok(())
}

/// A tag that other ideas have by now stays, and one that another import names.
fn remove_tags(db: &mut Db, import: ImportId) -> Result<usize> {
    db::execute(
        db,
        &format!(
            "DELETE FROM tags WHERE id IN ({}) AND id NOT IN (SELECT tag_id FROM idea_tags) AND id NOT IN \
             (SELECT row_id FROM origins WHERE kind = 'tag' AND import_id <> {import})",
            made(Kind::Tag, import)
        ),
    )
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
    Ok(rows.into_iter().map(|row| IdeaId::new(row.id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns that lead to somewhere and are not asked for, as [`BUILT_ON`] says why.
    const PASSED_OVER: [(&str, &str); 5] = [
        ("statuses", "board_id"),
        ("categories", "board_id"),
        ("idea_tags", "idea_id"),
        ("extensions", "idea_id"),
        ("mails", "person_id"),
    ];

    #[test]
    fn every_column_that_leads_to_a_person_board_idea_or_comment_is_asked_for() {
        let (mut table, mut seen) = ("", 0);
        for line in include_str!("../../migrations/sqlite/2026-11-22-000000_base/up.sql").lines() {
            if let Some(name) = line.strip_prefix("CREATE TABLE ") {
                table = name.trim_end_matches(" (");
            }
            let leads = ["people", "boards", "ideas", "comments"];
            if !leads.iter().any(|to| line.contains(&format!("REFERENCES {to} (id)"))) {
                continue;
            }
            seen += 1;
            let column = line.split_whitespace().next().unwrap();
            let is_asked = BUILT_ON.iter().any(|(_, sql)| sql.contains(table) && sql.contains(column));
            assert!(is_asked || PASSED_OVER.contains(&(table, column)), "{table}.{column}");
        }
        assert!(seen > 40, "{seen}");
    }
}
