//! Ideas like one that is being written: those that share its rarer words, in this or a like spelling. What finds
//! candidates, [`holders`], is apart from what compares them, [`rank`], so that another source of candidates fits in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text};

use super::document::cut;
use super::score::number;
use super::spelling;
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{ideas, search_documents};
use crate::error::Result;
use crate::ideas::Viewer;
use crate::ideas::list::{ListOrder, ListQuery};
use crate::ids::{BoardId, IdeaId, StatusId};
use crate::text::fold::{self, Language};
use crate::time::Timestamp;

/// Words of the title that are looked at.
const TITLE_WORDS: usize = 16;
/// Words of the body that are looked at besides, the first.
const BODY_WORDS: usize = 24;
/// Characters of the body in which they are looked for.
const BODY_READ: usize = 4_000;
/// Ideas with a word that are looked at, the newest; a word that so many have tells little.
const PER_WORD: u32 = 500;
/// Ideas that are compared.
const COMPARED: usize = 300;
/// How alike an idea must be to be shown, 0 to 1, to a title alone; and to a title with a body, most words of which
/// nobody else used.
const LEAST: (f64, f64) = (0.4, 0.12);
/// What the shared words weigh against the shared spelling of the titles.
const WORDS: f64 = 0.85;
/// What a word of the written body weighs.
const FROM_BODY: f64 = 0.3;
/// How often a word counts that stands in the other idea's title.
const IN_TITLE: f64 = 3.0;
/// What a word weighs that no idea holds: it may be how this one differs, or only how it is put.
const UNKNOWN: f64 = 1.5;
/// What being on the same board adds.
const SAME_BOARD: f64 = 0.05;
/// How soon a word that is said again stops telling more (k1 of BM25).
const SOON: f64 = 1.2;
/// How much longer texts count for less (b of BM25).
const BY_LENGTH: f64 = 0.75;
/// Words of a usual idea, its title counted as above.
const USUAL_LENGTH: f64 = 114.0;

/// An idea like the one being written.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = ideas)]
pub struct SimilarIdea {
    /// Its number.
    pub id: IdeaId,
    /// Its board.
    pub board_id: BoardId,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status_id: StatusId,
    /// What the status means: whether it still takes votes.
    pub status_kind: StatusKind,
    /// Promotions less demotions.
    pub net: i64,
    /// When it was posted.
    pub created_at: Timestamp,
}

/// The ideas most like this title and body that the viewer may see, most alike first.
pub fn similar(
    db: &mut Db,
    title: &str,
    body: &str,
    viewer: Viewer,
    board: Option<BoardId>,
    limit: usize,
) -> Result<Vec<SimilarIdea>> {
    let found = alike(db, (title, body), viewer, board, limit)?;
    Ok(found.into_iter().map(|(_, idea)| idea).collect())
}

/// The same, each with how alike it is: 0 to 1, and a little more on the same board.
pub fn alike(
    db: &mut Db,
    (title, body): (&str, &str),
    viewer: Viewer,
    board: Option<BoardId>,
    limit: usize,
) -> Result<Vec<(f64, SimilarIdea)>> {
    let mut wanted = Wanted::new(title, body);
    let mut found = holders(db, &wanted.terms())?;
    if let Some(respelt) = wanted.respelt(db, &found)? {
        wanted = respelt;
        found = holders(db, &wanted.terms())?;
    }
    rank(db, &wanted, &found, (title, board), viewer, limit)
}

/// The terms that are looked for, and what each weighs.
#[derive(Debug, Default)]
struct Wanted {
    words: BTreeMap<String, f64>,
}

impl Wanted {
    fn new(title: &str, body: &str) -> Self {
        let mut words: BTreeMap<String, f64> = BTreeMap::new();
        for word in fold::words(title).into_iter().take(TITLE_WORDS) {
            words.insert(cut(&word), 1.0);
        }
        let mut left = BODY_WORDS;
        let body: String = body.chars().take(BODY_READ).collect();
        for word in fold::words(&body).into_iter().filter(|word| word.chars().count() > 2) {
            if left == 0 {
                break;
            }
            words.entry(cut(&word)).or_insert_with(|| {
                left -= 1;
                FROM_BODY
            });
        }
        Self { words }
    }

    fn has_body(&self) -> bool {
        self.words.values().any(|weight| *weight < 1.0)
    }

    /// Terms with their weights; two words of one term count as the heavier.
    fn weighted(&self) -> BTreeMap<String, f64> {
        let mut terms: BTreeMap<String, f64> = BTreeMap::new();
        for (word, weight) in &self.words {
            let term = terms.entry(fold::stem(word, Language::default())).or_insert(0.0);
            *term = term.max(*weight);
        }
        terms
    }

    fn terms(&self) -> Vec<String> {
        self.weighted().into_keys().collect()
    }

    /// The same with words of the title that no idea holds put right, if there are any.
    fn respelt(&self, db: &mut Db, holders: &HashMap<String, Vec<IdeaId>>) -> Result<Option<Self>> {
        let mut words = BTreeMap::new();
        let mut is_changed = false;
        for (word, weight) in &self.words {
            let term = fold::stem(word, Language::default());
            let unknown = *weight >= 1.0 && holders.get(&term).is_none_or(Vec::is_empty);
            let near = if unknown { spelling::corrections(db, word, 1)? } else { Vec::new() };
            is_changed |= !near.is_empty();
            words.insert(near.into_iter().next().unwrap_or_else(|| word.clone()), *weight);
        }
        Ok(is_changed.then_some(Self { words }))
    }
}

#[derive(QueryableByName)]
struct Holder {
    #[diesel(sql_type = Integer)]
    term: i32,
    #[diesel(sql_type = BigInt)]
    idea: IdeaId,
}

/// For each term the newest ideas that hold it in title or body, in one statement.
fn holders(db: &mut Db, terms: &[String]) -> Result<HashMap<String, Vec<IdeaId>>> {
    let is_postgres = matches!(db, Db::Postgres(_));
    let parts: Vec<String> = (1..=terms.len())
        .map(|n| {
            let from = if is_postgres {
                format!("SELECT idea_id AS idea FROM search_terms WHERE term = ${n} ORDER BY idea_id")
            } else {
                format!("SELECT rowid AS idea FROM search_text WHERE search_text MATCH ${n} ORDER BY rowid")
            };
            format!(
                "SELECT CAST({n} AS INTEGER) AS term, idea FROM ({from} DESC LIMIT {PER_WORD}) AS holders_{n}"
            )
        })
        .collect();
    if parts.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = diesel::sql_query(parts.join(" UNION ALL ")).into_boxed();
    for term in terms {
        let text = if is_postgres { term.clone() } else { format!("{{title body}} : \"{term}\"") };
        query = query.bind::<Text, _>(text);
    }
    let rows: Vec<Holder> = query.load(db)?;
    let mut holders: HashMap<String, Vec<IdeaId>> = HashMap::new();
    for row in rows {
        let term = usize::try_from(row.term).ok().and_then(|n| terms.get(n.checked_sub(1)?));
        if let Some(term) = term {
            holders.entry(term.clone()).or_default().push(row.idea);
        }
    }
    Ok(holders)
}

fn rank(
    db: &mut Db,
    wanted: &Wanted,
    holders: &HashMap<String, Vec<IdeaId>>,
    (title, board): (&str, Option<BoardId>),
    viewer: Viewer,
    limit: usize,
) -> Result<Vec<(f64, SimilarIdea)>> {
    let weights = rarity(&wanted.weighted(), holders);
    let ids = likeliest(&weights, holders);
    let visible = ListQuery::new(viewer, ListOrder::New).passing(db, &ids)?;
    let rows: Vec<(SimilarIdea, (String, String))> = ideas::table
        .inner_join(search_documents::table.on(ideas::id.eq(search_documents::idea_id)))
        .filter(ideas::id.eq_any(&visible))
        .select((SimilarIdea::as_select(), (search_documents::title, search_documents::body)))
        .load(db)?;
    let own = grams(title);
    let least = if wanted.has_body() { LEAST.1 } else { LEAST.0 };
    let mut scored: Vec<(f64, SimilarIdea)> = rows
        .into_iter()
        .map(|(idea, document)| {
            let alike = WORDS * shared(&weights, &document) + (1.0 - WORDS) * dice(&own, &grams(&idea.title));
            (alike + if board == Some(idea.board_id) { SAME_BOARD } else { 0.0 }, idea)
        })
        .filter(|(alike, _)| *alike >= least)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.net.cmp(&a.1.net)).then(b.1.id.cmp(&a.1.id)));
    scored.truncate(limit);
    Ok(scored)
}

/// What each term weighs: the rarer, the more (the inverse document frequency of BM25). How many more than
/// [`PER_WORD`] ideas hold a term is not known, and hardly matters.
fn rarity(terms: &BTreeMap<String, f64>, holders: &HashMap<String, Vec<IdeaId>>) -> BTreeMap<String, f64> {
    let rare = |found: usize| match found {
        0 => UNKNOWN,
        found => (1.0 + (2.0 * f64::from(PER_WORD) - number(found) + 0.5) / (number(found) + 0.5)).ln(),
    };
    let found = |term: &String| holders.get(term).map_or(0, Vec::len);
    terms.iter().map(|(term, weight)| (term.clone(), weight * rare(found(term)))).collect()
}

/// The ideas whose shared terms weigh most.
fn likeliest(weights: &BTreeMap<String, f64>, holders: &HashMap<String, Vec<IdeaId>>) -> Vec<IdeaId> {
    let mut sums: HashMap<IdeaId, f64> = HashMap::new();
    for (term, weight) in weights {
        for idea in holders.get(term).into_iter().flatten() {
            *sums.entry(*idea).or_insert(0.0) += weight;
        }
    }
    let mut ids: Vec<(f64, IdeaId)> = sums.into_iter().map(|(idea, sum)| (sum, idea)).collect();
    ids.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    ids.into_iter().take(COMPARED).map(|(_, idea)| idea).collect()
}

/// Which share of the weight the idea has, too, as BM25 counts it over title and body together (Robertson, Zaragoza,
/// Taylor 2004).
fn shared(weights: &BTreeMap<String, f64>, (title, body): &(String, String)) -> f64 {
    let mut said: HashMap<&str, f64> = HashMap::new();
    let mut length = 0.0;
    for (text, times) in [(title, IN_TITLE), (body, 1.0)] {
        for term in text.split(' ').filter(|term| !term.is_empty()) {
            length += times;
            if weights.contains_key(term) {
                *said.entry(term).or_insert(0.0) += times;
            }
        }
    }
    let enough = SOON * (1.0 - BY_LENGTH + BY_LENGTH * length / USUAL_LENGTH);
    let all: f64 = weights.values().sum();
    let found: f64 = said
        .iter()
        .map(|(term, times)| weights.get(*term).copied().unwrap_or(0.0) * times / (times + enough))
        .sum();
    if all > 0.0 { found / all } else { 0.0 }
}

fn grams(title: &str) -> BTreeSet<String> {
    fold::words(title).iter().flat_map(|word| fold::trigrams(word)).collect()
}

/// How many trigrams two titles share: 1 for all, 0 for none (Dice 1945).
fn dice(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let both = number(a.intersection(b).count());
    2.0 * both / number((a.len() + b.len()).max(1))
}
