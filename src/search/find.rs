//! Finding ideas by words: candidates from the database's index, bounded and newest first, then ranked here, so that a
//! word that half of all ideas hold costs no more than another and both databases rank alike.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::document::cut;
use super::score::{Terms, score};
use super::spelling;
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{ideas, search_documents};
use crate::error::Result;
use crate::ideas::Viewer;
use crate::ideas::list::{Condition, ListOrder, ListQuery};
use crate::ids::IdeaId;
use crate::text::query::{Clause, Kind, Query};

/// Candidates of each scope that are ranked, the newest ones that pass the filters.
const CANDIDATES: i64 = 300;
/// Matches that are looked at to find them.
const MATCHES: u32 = 20_000;
/// Words that are tried for one misspelt word.
const CORRECTIONS: usize = 3;

/// Where all words have to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// In the title.
    Title,
    /// In title and body.
    Idea,
    /// Anywhere: also in responses and comments.
    All,
}

/// An idea that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The idea.
    pub idea: IdeaId,
    /// How well it fits; only good for comparing.
    pub score: f64,
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The ideas, best first: at most a few hundred.
    pub hits: Vec<Hit>,
    /// What was looked for, which is what to highlight.
    pub query: Query,
    /// What was looked for instead of what was typed, when that found nothing.
    pub instead: Option<String>,
    /// Whether there is more than was ranked.
    pub is_cut: bool,
}

impl Found {
    /// The next `size` ideas behind a place that this gave before; nothing when `after` is no such place.
    pub fn page(&self, after: Option<&str>, size: usize, is_veiled: bool) -> Option<Page<IdeaId>> {
        let after = match after {
            Some(after) => Some(self.place(after, is_veiled)?),
            None => None,
        };
        let rest = self.hits.iter().filter(|hit| after.is_none_or(|after| compare(hit, &after).is_gt()));
        let rest: Vec<Hit> = rest.take(size + 1).copied().collect();
        let cursor = |hit: &Hit| match is_veiled {
            true => format!("v_{}", hit.idea),
            false => format!("{:x}_{}", hit.score.to_bits(), hit.idea),
        };
        Some(Page::cut(rest, size, cursor).map(|hit| hit.idea))
    }

    /// Scores tell of votes, so where those are hidden a place is told by its idea alone, and no other is taken.
    fn place(&self, after: &str, is_veiled: bool) -> Option<Hit> {
        match after.strip_prefix("v_") {
            Some(idea) => {
                let idea = idea.parse().ok()?;
                self.hits.iter().find(|hit| hit.idea == idea).copied()
            }
            None => Hit::parse(after).filter(|_| !is_veiled),
        }
    }
}

impl Hit {
    fn parse(text: &str) -> Option<Self> {
        let (score, idea) = text.split_once('_')?;
        let score = f64::from_bits(u64::from_str_radix(score, 16).ok()?);
        Some(Self { score: Some(score).filter(|score| score.is_finite())?, idea: idea.parse().ok()? })
    }
}

/// What a search finds, as a condition of lists that have filters and an order of their own: every idea that matches, best
/// or not.
#[derive(Debug, Clone)]
pub struct Matching {
    is_postgres: bool,
    /// In the language of the database's index; none finds nothing.
    text: Option<String>,
    /// Whether more ideas match than are looked at.
    pub is_cut: bool,
}

impl Matching {
    /// Matches that are looked at: the newest.
    pub const MOST: u32 = MATCHES;

    /// The condition that an idea is found.
    pub fn condition(&self) -> Condition {
        match &self.text {
            Some(text) => holds(self.is_postgres, text.clone()),
            None => Box::new(sql::<Bool>("1 = 0")),
        }
    }
}

/// What was typed as a condition on ideas; with its words put right when nothing that this viewer sees holds them.
pub fn matching(db: &mut Db, typed: &str, viewer: Viewer) -> Result<Matching> {
    let list = ListQuery::new(viewer, ListOrder::New);
    let query = Query::parse(typed);
    let is_postgres = matches!(db, Db::Postgres(_));
    let mut best = Matching { is_postgres, text: None, is_cut: false };
    if query.is_empty() {
        return Ok(best);
    }
    let holds = condition(db, &query, Scope::All);
    if !list.newest_where(db, holds, 1)?.is_empty() {
        best.text = Some(match_text(db, &query, Scope::All));
    } else {
        for typed in respellings(db, &query)? {
            let query = Query::parse(&typed);
            let holds = condition(db, &query, Scope::All);
            if !list.newest_where(db, holds, 1)?.is_empty() {
                best.text = Some(match_text(db, &query, Scope::All));
                break;
            }
        }
    }
    if let Some(text) = &best.text {
        best.is_cut = count(db, text, MATCHES + 1)? > i64::from(MATCHES);
    }
    Ok(best)
}

/// Best first, then the newer idea.
fn compare(a: &Hit, b: &Hit) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(b.idea.cmp(&a.idea))
}

/// Finds ideas among those of a list, which decides about visibility and filters. A query that finds nothing is tried
/// again with its words put right.
pub fn search(db: &mut Db, typed: &str, list: &ListQuery) -> Result<Found> {
    list.check_viewer()?;
    let query = Query::parse(typed);
    if query.is_empty() {
        return Ok(Found { query, ..Found::default() });
    }
    let (hits, is_cut) = ranked(db, &query, list)?;
    if !hits.is_empty() {
        return Ok(Found { hits, query, instead: None, is_cut });
    }
    Ok(corrected(db, &query, list)?.unwrap_or(Found { query, ..Found::default() }))
}

/// The best of a few likely spellings; nothing when none of them finds anything that this viewer may see.
fn corrected(db: &mut Db, query: &Query, list: &ListQuery) -> Result<Option<Found>> {
    let mut best: Option<Found> = None;
    for typed in respellings(db, query)? {
        let query = Query::parse(&typed);
        let (hits, is_cut) = ranked(db, &query, list)?;
        if hits.len() > best.as_ref().map_or(0, |found| found.hits.len()) {
            best = Some(Found { hits, query, instead: Some(typed), is_cut });
        }
    }
    Ok(best)
}

/// The query with each misspelt word in its nearest, second nearest, third nearest spelling.
fn respellings(db: &mut Db, query: &Query) -> Result<Vec<String>> {
    let mut choices: Vec<(String, Vec<String>)> = Vec::with_capacity(query.wanted.len());
    for clause in &query.wanted {
        let near = match (clause.kind, clause.words.as_slice()) {
            (Kind::Word, [word]) if !is_known(db, clause)? => spelling::corrections(db, word, CORRECTIONS)?,
            _ => Vec::new(),
        };
        choices.push((written(clause), near));
    }
    let most = choices.iter().map(|(_, near)| near.len()).max().unwrap_or(0);
    let nth = |n: usize| {
        let words =
            choices.iter().map(|(typed, near)| near.get(n).or(near.first()).unwrap_or(typed).as_str());
        words.collect::<Vec<_>>().join(" ")
    };
    Ok((0..most).map(nth).collect())
}

/// A clause as somebody would type it.
fn written(clause: &Clause) -> String {
    match clause.kind {
        Kind::Word => clause.words.join("-"),
        Kind::Phrase => format!("\"{}\"", clause.words.join(" ")),
        Kind::Prefix => format!("{}*", clause.words.join("-")),
    }
}

/// Whether the index knows the clause at all, whoever may see it.
fn is_known(db: &mut Db, clause: &Clause) -> Result<bool> {
    let query = Query { wanted: vec![clause.clone()], ..Query::default() };
    let text = match_text(db, &query, Scope::All);
    Ok(count(db, &text, 1)? > 0)
}

/// How many rows of the index match, up to so many.
fn count(db: &mut Db, text: &str, most: u32) -> Result<i64> {
    let statement = match db {
        Db::Postgres(_) => "SELECT 1 FROM search_text WHERE document @@ $1::tsquery",
        Db::Sqlite(_) => "SELECT 1 FROM search_text WHERE search_text MATCH $1",
    };
    let counted = format!("SELECT COUNT(*) AS found FROM ({statement} LIMIT {most}) AS one");
    let found: Vec<One> = diesel::sql_query(counted).bind::<Text, _>(text).load(db)?;
    Ok(found.first().map_or(0, |one| one.found))
}

#[derive(QueryableByName)]
struct One {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    found: i64,
}

fn ranked(db: &mut Db, query: &Query, list: &ListQuery) -> Result<(Vec<Hit>, bool)> {
    let mut is_cut = false;
    let mut scopes: HashMap<IdeaId, Scope> = HashMap::new();
    for scope in [Scope::Title, Scope::Idea, Scope::All] {
        let condition = condition(db, query, scope);
        let found = list.newest_where(db, condition, CANDIDATES)?;
        is_cut |= i64::try_from(found.len()).unwrap_or(i64::MAX) == CANDIDATES;
        for idea in found {
            scopes.entry(idea).or_insert(scope);
        }
    }
    let ids: Vec<IdeaId> = scopes.keys().copied().collect();
    let documents: Vec<(IdeaId, String, String, i64)> = search_documents::table
        .inner_join(ideas::table.on(ideas::id.eq(search_documents::idea_id)))
        .filter(search_documents::idea_id.eq_any(&ids))
        .select((search_documents::idea_id, search_documents::title, search_documents::body, ideas::net))
        .load(db)?;
    let mut hits: Vec<Hit> = documents
        .iter()
        .filter_map(|(idea, title, body, net)| {
            let scope = *scopes.get(idea)?;
            Some(Hit { idea: *idea, score: score(query, scope, &Terms::new(title, body), *net) })
        })
        .collect();
    hits.sort_by(compare);
    Ok((hits, is_cut))
}

/// The condition that an idea matches.
fn condition(db: &Db, query: &Query, scope: Scope) -> Condition {
    holds(matches!(db, Db::Postgres(_)), match_text(db, query, scope))
}

fn holds(is_postgres: bool, text: String) -> Condition {
    if is_postgres {
        return Box::new(
            sql::<Bool>("ideas.id IN (SELECT idea_id FROM search_text WHERE document @@ (")
                .bind::<Text, _>(text)
                .sql(&format!(")::tsquery ORDER BY idea_id DESC LIMIT {MATCHES})")),
        );
    }
    Box::new(
        sql::<Bool>("ideas.id IN (SELECT rowid FROM search_text WHERE search_text MATCH ")
            .bind::<Text, _>(text)
            .sql(&format!(" ORDER BY rowid DESC LIMIT {MATCHES})")),
    )
}

/// The query in the language of the database's index. Words hold letters, marks and digits only, so nothing that was
/// typed is read as an operator.
pub(super) fn match_text(db: &Db, query: &Query, scope: Scope) -> String {
    match db {
        Db::Postgres(_) => tsquery(query, scope),
        Db::Sqlite(_) => fts(query, scope),
    }
}

fn fts(query: &Query, scope: Scope) -> String {
    let all = |clauses: &[Clause], scope: Scope, by: &str| {
        clauses.iter().map(|clause| fts_clause(clause, scope)).collect::<Vec<_>>().join(by)
    };
    let wanted = all(&query.wanted, scope, " AND ");
    if query.excluded.is_empty() {
        return wanted;
    }
    format!("({wanted}) NOT ({})", all(&query.excluded, Scope::All, " OR "))
}

fn fts_clause(clause: &Clause, scope: Scope) -> String {
    let columns = match (clause.kind, scope) {
        (Kind::Word, Scope::Title) => "title",
        (Kind::Word, Scope::Idea) => "title body",
        (Kind::Word, Scope::All) => "title body responses comments",
        (_, Scope::Title) => "title_words",
        (_, Scope::Idea) => "title_words body_words",
        (_, Scope::All) => "title_words body_words responses_words comments_words",
    };
    let words = if clause.kind == Kind::Word { &clause.terms } else { &clause.words };
    let star = if clause.kind == Kind::Prefix { " *" } else { "" };
    format!("{{{columns}}} : \"{}\"{star}", words.iter().map(|word| cut(word)).collect::<Vec<_>>().join(" "))
}

fn tsquery(query: &Query, scope: Scope) -> String {
    let wanted = query.wanted.iter().map(|clause| tsquery_clause(clause, scope));
    let excluded = query.excluded.iter().map(|clause| format!("!{}", tsquery_clause(clause, Scope::All)));
    wanted.chain(excluded).collect::<Vec<_>>().join(" & ")
}

fn tsquery_clause(clause: &Clause, scope: Scope) -> String {
    let weights = match scope {
        Scope::Title => "A",
        Scope::Idea => "AB",
        Scope::All => "ABCD",
    };
    let (words, mark) = if clause.kind == Kind::Word { (&clause.terms, "") } else { (&clause.words, "=") };
    let last = words.len().saturating_sub(1);
    let lexemes = words.iter().enumerate().map(|(at, word)| {
        let star = if clause.kind == Kind::Prefix && at == last { "*" } else { "" };
        format!("'{mark}{}':{star}{weights}", cut(word))
    });
    format!("({})", lexemes.collect::<Vec<_>>().join(" <-> "))
}
