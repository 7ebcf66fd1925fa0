//! How often the idea that a new one repeats is among the first that `search::similar` gives, beside plain BM25 in the
//! same run. `cargo bench --bench similar`; `DATABASE_URL` names another, empty database than a fresh SQLite file;
//! `IDEAS=100000` adds copies until there are so many and times the questions again.
//!
//! Every issue is added in order of its number, and one that is known to repeat an older one is asked for just before,
//! so that candidates are older ones only, as when somebody types it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a measurement that cannot be made fails by panicking"
)]

use std::collections::{HashMap, HashSet};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::DateTime;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use flate2::read::GzDecoder;
use groundswell::boards::BoardDraft;
use groundswell::db::schema::{ideas, statuses};
use groundswell::db::{Database, Db};
use groundswell::error::Result;
use groundswell::ideas::Viewer;
use groundswell::ids::{BoardId, IdeaId, PersonId, StatusId};
use groundswell::people::Role;
use groundswell::people::create::{NewPerson, create};
use groundswell::text::fold;
use groundswell::time::Timestamp;
use groundswell::{boards, search, site};
use serde::Deserialize;

/// Where the issues and the known pairs are.
const DATA: &str = "../shared/data/duplicates/rust-tracker";
/// Of how many first ones the share is told.
const FIRST: [usize; 4] = [1, 5, 10, 20];
/// Characters of a body that plain BM25 reads.
const BM25_BODY: usize = 1_500;
/// Issues that one transaction adds.
const BATCH: usize = 200;

#[derive(Debug, Clone, Deserialize)]
struct Issue {
    id: i64,
    title: String,
    body: Option<String>,
    created_at: String,
}

impl Issue {
    fn body(&self) -> &str {
        self.body.as_deref().unwrap_or_default()
    }
}

/// Each repeating issue with the older ones that count as found.
type Pairs = HashMap<i64, HashSet<i64>>;

fn read_issues(folder: &Path) -> Vec<Issue> {
    let file = std::fs::File::open(folder.join("issues.dev.jsonl.gz")).unwrap();
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let mut issues: Vec<Issue> = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    for issue in &mut issues {
        // A zero byte, which the site takes out of whatever is posted, is no text to PostgreSQL.
        issue.title = issue.title.replace('\0', "");
        issue.body = issue.body.take().map(|body| body.replace('\0', ""));
    }
    issues.sort_by_key(|issue| issue.id);
    issues
}

fn read_pairs(folder: &Path) -> Pairs {
    let mut pairs = Pairs::new();
    for line in std::fs::read_to_string(folder.join("pairs.dev.tsv")).unwrap().lines().skip(1) {
        let numbers: Vec<i64> = line.split('\t').take(3).map(|cell| cell.parse().unwrap()).collect();
        let older = numbers[1..].iter().copied().filter(|id| *id < numbers[0]).collect::<HashSet<_>>();
        if !older.is_empty() {
            pairs.entry(numbers[0]).or_default().extend(older);
        }
    }
    pairs
}

/// Okapi BM25 with titles three times, over all older issues.
#[derive(Default)]
struct Bm25 {
    postings: HashMap<String, Vec<(usize, f64)>>,
    documents: Vec<(i64, f64)>,
    length: f64,
}

impl Bm25 {
    fn terms(issue: &Issue) -> HashMap<String, f64> {
        let body: String = issue.body().chars().take(BM25_BODY).collect();
        let mut counts: HashMap<String, f64> = HashMap::new();
        for (text, times) in [(issue.title.as_str(), 3.0), (body.as_str(), 1.0)] {
            for term in fold::terms(text) {
                *counts.entry(term).or_insert(0.0) += times;
            }
        }
        counts
    }

    fn add(&mut self, issue: &Issue) {
        let counts = Self::terms(issue);
        let length: f64 = counts.values().sum();
        let at = self.documents.len();
        self.documents.push((issue.id, length));
        self.length += length;
        for (term, times) in counts {
            self.postings.entry(term).or_default().push((at, times));
        }
    }

    fn first(&self, issue: &Issue, limit: usize) -> Vec<i64> {
        let count = number(self.documents.len());
        let usual = self.length / count.max(1.0);
        let mut sums: HashMap<usize, f64> = HashMap::new();
        for term in Self::terms(issue).keys() {
            let Some(holders) = self.postings.get(term) else { continue };
            let held = number(holders.len());
            let rare = (1.0 + (count - held + 0.5) / (held + 0.5)).ln();
            for (at, times) in holders {
                let long = 1.2 * (0.25 + 0.75 * self.documents[*at].1 / usual);
                *sums.entry(*at).or_insert(0.0) += rare * times * 2.2 / (times + long);
            }
        }
        let mut found: Vec<(usize, f64)> = sums.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        found.into_iter().take(limit).map(|(at, _)| self.documents[at].0).collect()
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// The place of the first that counts, among those found.
fn place(found: &[i64], wanted: &HashSet<i64>) -> Option<usize> {
    found.iter().position(|id| wanted.contains(id))
}

fn recall(places: &[Option<usize>]) -> String {
    let share = |first: usize| {
        let hits = places.iter().flatten().filter(|place| **place < first).count();
        format!("{:>7.3}", number(hits) / number(places.len().max(1)))
    };
    FIRST.map(share).join(" ")
}

/// A board and an author on a fresh database.
fn prepare(db: &mut Db, now: Timestamp) -> Result<(BoardId, PersonId, StatusId)> {
    site::find_or_create(db, now)?;
    let board = boards::create(db, &BoardDraft::parse("Tracker", "", "")?, now)?;
    let who =
        NewPerson { name: "Reporter", email: None, role: Role::Customer, handle: None, is_imported: true };
    let author = create(db, &who, now)?;
    let status = statuses::table
        .filter(statuses::board_id.eq(board.id))
        .order(statuses::position)
        .select(statuses::id)
        .first(db)?;
    Ok((board.id, author.id, status))
}

fn add(db: &mut Db, issue: &Issue, (board, author, status): (BoardId, PersonId, StatusId)) -> Result<()> {
    let at: Timestamp = DateTime::parse_from_rfc3339(&issue.created_at).unwrap().to_utc().into();
    let values = (
        (
            ideas::id.eq(IdeaId::new(issue.id)),
            ideas::board_id.eq(board),
            ideas::author_id.eq(author),
            ideas::title.eq(&issue.title),
            ideas::body.eq(issue.body()),
            ideas::body_html.eq(""),
            ideas::render_version.eq(1),
            ideas::status_id.eq(status),
            ideas::status_kind.eq("open"),
            ideas::status_at.eq(at),
            ideas::state.eq("visible"),
            ideas::shown.eq(2),
        ),
        (
            ideas::is_locked.eq(false),
            ideas::is_first_by_author.eq(false),
            ideas::created_at.eq(at),
            ideas::active_at.eq(at),
            ideas::promotions.eq(0_i64),
            ideas::demotions.eq(0_i64),
            ideas::comment_count.eq(0_i64),
            ideas::follower_count.eq(0_i64),
            ideas::held_count.eq(0_i64),
        ),
        (
            ideas::brought_promotions.eq(0_i64),
            ideas::brought_demotions.eq(0_i64),
            ideas::net.eq(0_i64),
            ideas::wilson.eq(0.0),
            ideas::heat.eq(0.0),
            ideas::site_heat.eq(0.0),
            ideas::impact.eq(0.0),
        ),
    );
    diesel::insert_into(ideas::table).values(values).execute(db)?;
    search::reindex(db, IdeaId::new(issue.id))
}

async fn measure(database: &Database, issues: &[Issue], pairs: &Pairs) {
    let now = Timestamp::from_micros(1_400_000_000_000_000);
    let place_of = database.write(move |db| prepare(db, now)).await.unwrap();
    let (mut plain, mut bm25, mut ours, mut took) = (Bm25::default(), Vec::new(), Vec::new(), Vec::new());
    let mut waiting: Vec<Issue> = Vec::new();
    for issue in issues {
        if let Some(wanted) = pairs.get(&issue.id) {
            flush(database, &mut waiting, place_of).await;
            bm25.push(place(&plain.first(issue, 20), wanted));
            let asked = issue.clone();
            let before = Instant::now();
            let find = move |db: &mut Db| {
                search::similar(db, &asked.title, asked.body(), Viewer::NOBODY, Some(place_of.0), 20)
            };
            let found: Vec<i64> =
                database.read(find).await.unwrap().into_iter().map(|idea| idea.id.raw()).collect();
            took.push(before.elapsed());
            ours.push(place(&found, wanted));
        }
        plain.add(issue);
        waiting.push(issue.clone());
        if waiting.len() >= BATCH {
            flush(database, &mut waiting, place_of).await;
        }
    }
    tell(issues.len(), &bm25, &ours, &mut took);
    if let Some(count) = std::env::var("IDEAS").ok().and_then(|count| count.parse().ok()) {
        flush(database, &mut waiting, place_of).await;
        grow(database, issues, pairs, place_of, count).await;
    }
}

/// Adds copies of the issues until there are so many ideas, and times the same questions among them.
async fn grow(
    database: &Database,
    issues: &[Issue],
    pairs: &Pairs,
    place: (BoardId, PersonId, StatusId),
    count: usize,
) {
    let last = issues.last().map_or(0, |issue| issue.id);
    let copies = issues.iter().cycle().take(count.saturating_sub(issues.len()));
    let mut waiting = Vec::new();
    for (id, issue) in (last + 1..).zip(copies) {
        waiting.push(Issue { id, ..issue.clone() });
        if waiting.len() >= BATCH {
            flush(database, &mut waiting, place).await;
        }
    }
    flush(database, &mut waiting, place).await;
    settle(database).await;
    let mut took = Vec::new();
    for issue in issues.iter().filter(|issue| pairs.contains_key(&issue.id)).cloned() {
        let before = Instant::now();
        let find = move |db: &mut Db| {
            search::similar(db, &issue.title, issue.body(), Viewer::NOBODY, Some(place.0), 5)
        };
        database.read(find).await.unwrap();
        took.push(before.elapsed());
    }
    println!("among {count} ideas {}", speed(&mut took));
}

#[derive(QueryableByName)]
struct Rounds {
    #[diesel(sql_type = BigInt)]
    rounds: i64,
}

/// Waits until autovacuum has been at PostgreSQL's terms, as it has a minute after any 50,000 of them.
async fn settle(database: &Database) {
    let asked = "SELECT autovacuum_count AS rounds FROM pg_stat_user_tables WHERE relname = 'search_terms'";
    let rounds = move |db: &mut Db| match db {
        Db::Sqlite(_) => Ok(None),
        Db::Postgres(_) => Ok(Some(diesel::sql_query(asked).get_result::<Rounds>(db)?.rounds)),
    };
    let before = database.read(rounds).await.unwrap();
    let until = Instant::now() + Duration::from_secs(120);
    while before.is_some() && database.read(rounds).await.unwrap() == before && Instant::now() < until {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// What most questions take, and what the slowest take.
fn speed(took: &mut [Duration]) -> String {
    took.sort_unstable();
    let at = |part: usize| took.get(took.len().saturating_sub(1) * part / 100).copied().unwrap_or_default();
    format!("search::similar takes {:.1?} (median), {:.1?} (99th percentile)", at(50), at(99))
}

async fn flush(database: &Database, waiting: &mut Vec<Issue>, place: (BoardId, PersonId, StatusId)) {
    let some = std::mem::take(waiting);
    let write = move |db: &mut Db| some.iter().try_for_each(|issue| add(db, issue, place));
    database.write(write).await.unwrap();
}

fn tell(issues: usize, bm25: &[Option<usize>], ours: &[Option<usize>], took: &mut [Duration]) {
    println!("{issues} issues, {} that repeat an older one", ours.len());
    println!("recall among the first       1       5      10      20");
    println!("plain BM25             {}", recall(bm25));
    println!("search::similar        {}", recall(ours));
    println!("{}", speed(took));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(DATA);
    if !folder.join("issues.dev.jsonl.gz").exists() {
        eprintln!("{} is missing: there is nothing to measure with.", folder.display());
        std::process::exit(2);
    }
    let scratch = tempfile::tempdir().unwrap();
    let url = std::env::var("DATABASE_URL")
        .unwrap_or_else(|_| scratch.path().join("similar.db").to_string_lossy().into_owned());
    let database = Database::open(&url, 2).unwrap();
    database.migrate().await.unwrap();
    measure(&database, &read_issues(&folder), &read_pairs(&folder)).await;
}
