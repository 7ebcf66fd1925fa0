//! Ideas like one that is being written: those that share its rarer words, in this or a like spelling. Several ways of
//! looking each rank what they find, and [`fuse`] puts the rankings together; one that goes by meaning (vectors) would be
//! one more [`Ranking`] of [`proposed`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Text};

use super::document::cut;
use super::fuse::{Ranking, fuse};
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
const COMPARED: usize = 200;
/// How alike an idea must be to be shown, 0 to 1, to a title alone; and to a title with a body, most words of which
/// nobody else used.
const LEAST: (f64, f64) = (0.4, 0.12);
/// What the shared words weigh against the shared spelling of the titles in how alike two ideas are.
const WORDS: f64 = 0.85;
/// What the places count for by shared words and where they stand, by the weight of the shared words alone, and by the
/// spelling of the titles; measured by `benches/similar`.
const PLACES: (f64, f64, f64) = (1.0, 0.5, 0.3);
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

/// The same, each with how alike it is: 0 to 1, and a little more on the same board. The order is that of all ways of
/// looking together, not of this number alone.
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
        let new: Vec<String> = wanted.terms().into_iter().filter(|term| !found.contains_key(term)).collect();
        found.extend(holders(db, &new)?);
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

#[derive(QueryableByName)]
struct Holders {
    #[diesel(sql_type = Text)]
    term: String,
    #[diesel(sql_type = Array<BigInt>)]
    ideas: Vec<IdeaId>,
}

/// For each term the newest ideas that hold it in title or body, in one statement.
fn holders(db: &mut Db, terms: &[String]) -> Result<HashMap<String, Vec<IdeaId>>> {
    let mut holders: HashMap<String, Vec<IdeaId>> = HashMap::new();
    if terms.is_empty() {
        return Ok(holders);
    }
    match db {
        Db::Sqlite(c) => {
            let mut query = diesel::sql_query(of_each(terms.len())).into_boxed();
            for term in terms {
                query = query.bind::<Text, _>(format!("{{title body}} : \"{term}\""));
            }
            let rows: Vec<Holder> = query.load(c)?;
            for row in rows {
                let term = usize::try_from(row.term).ok().and_then(|n| terms.get(n.checked_sub(1)?));
                if let Some(term) = term {
                    holders.entry(term.clone()).or_default().push(row.idea);
                }
            }
        }
        Db::Postgres(c) => {
            // One row a term: planning a part for each would take longer than reading them.
            let query = format!(
                "SELECT wanted.term AS term, ARRAY(SELECT idea_id FROM search_terms AS held \
                 WHERE held.term = wanted.term ORDER BY idea_id DESC LIMIT {PER_WORD}) AS ideas \
                 FROM unnest($1) AS wanted (term)"
            );
            let rows: Vec<Holders> = diesel::sql_query(query).bind::<Array<Text>, _>(terms).load(c)?;
            holders.extend(rows.into_iter().map(|row| (row.term, row.ideas)));
        }
    }
    Ok(holders)
}

/// SQLite's statement for so many terms.
fn of_each(terms: usize) -> String {
    let part = |n: usize| {
        format!(
            "SELECT CAST({n} AS INTEGER) AS term, idea FROM (SELECT rowid AS idea FROM search_text \
             WHERE search_text MATCH ${n} ORDER BY rowid DESC LIMIT {PER_WORD}) AS holders_{n}"
        )
    };
    (1..=terms).map(part).collect::<Vec<_>>().join(" UNION ALL ")
}

/// An idea that was found, and how it compares.
struct Compared {
    idea: SimilarIdea,
    /// The share of the wanted words' weight that it has.
    words: f64,
    /// How much its title is spelt alike.
    spelling: f64,
}

impl Compared {
    /// 0 to 1, and a little more on the same board.
    fn alike(&self, board: Option<BoardId>) -> f64 {
        WORDS * self.words + (1.0 - WORDS) * self.spelling + self.bonus(board)
    }

    fn bonus(&self, board: Option<BoardId>) -> f64 {
        if board == Some(self.idea.board_id) { SAME_BOARD } else { 0.0 }
    }
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
    let mut rankings = proposed(&weights, holders);
    let compared = compare(db, &rankings, &weights, title, viewer)?;
    rankings.push(ranking(PLACES.0, &compared, |one| one.words));
    rankings.push(ranking(PLACES.2, &compared, |one| one.spelling));
    let places = fuse(&rankings);
    let least = if wanted.has_body() { LEAST.1 } else { LEAST.0 };
    let place = |one: &Compared| places.get(&one.idea.id).copied().unwrap_or(0.0) * (1.0 + one.bonus(board));
    let alike = compared.into_iter().filter(|one| one.alike(board) >= least);
    let mut scored: Vec<(f64, Compared)> = alike.map(|one| (place(&one), one)).collect();
    scored.sort_by(|(a, one), (b, other)| {
        b.total_cmp(a).then(other.idea.net.cmp(&one.idea.net)).then(other.idea.id.cmp(&one.idea.id))
    });
    scored.truncate(limit);
    Ok(scored.into_iter().map(|(_, one)| (one.alike(board), one.idea)).collect())
}

/// What each source proposes for comparing, the likeliest first.
fn proposed(weights: &BTreeMap<String, f64>, holders: &HashMap<String, Vec<IdeaId>>) -> Vec<Ranking<IdeaId>> {
    vec![Ranking { weight: PLACES.1, found: likeliest(weights, holders) }]
}

/// Those of the proposed ideas that the viewer may see, compared with what is wanted.
fn compare(
    db: &mut Db,
    proposed: &[Ranking<IdeaId>],
    weights: &BTreeMap<String, f64>,
    title: &str,
    viewer: Viewer,
) -> Result<Vec<Compared>> {
    let ids: BTreeSet<IdeaId> = proposed.iter().flat_map(|ranking| ranking.found.iter().copied()).collect();
    let ids: Vec<IdeaId> = ids.into_iter().collect();
    let visible = ListQuery::new(viewer, ListOrder::New).passing(db, &ids)?;
    let rows: Vec<(SimilarIdea, (String, String))> = ideas::table
        .inner_join(search_documents::table.on(ideas::id.eq(search_documents::idea_id)))
        .filter(ideas::id.eq_any(&visible))
        .select((SimilarIdea::as_select(), (search_documents::title, search_documents::body)))
        .load(db)?;
    let own = grams(title);
    let all: f64 = weights.values().sum();
    let weights: HashMap<&str, f64> = weights.iter().map(|(term, weight)| (term.as_str(), *weight)).collect();
    let compared = rows.into_iter().map(|(idea, document)| Compared {
        words: shared(&weights, all, &document),
        spelling: dice(&own, &grams(&idea.title)),
        idea,
    });
    Ok(compared.collect())
}

/// The compared ones by one measure, the most alike first and of equals the newest.
fn ranking(weight: f64, compared: &[Compared], measure: fn(&Compared) -> f64) -> Ranking<IdeaId> {
    let mut measured: Vec<(f64, IdeaId)> = compared.iter().map(|one| (measure(one), one.idea.id)).collect();
    measured.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    Ranking { weight, found: measured.into_iter().map(|(_, id)| id).collect() }
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

/// Which share of all the weight the idea has, too, as BM25 counts it over title and body together (Robertson, Zaragoza,
/// Taylor 2004).
fn shared(weights: &HashMap<&str, f64>, all: f64, (title, body): &(String, String)) -> f64 {
    let mut said: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    let mut length = 0.0;
    for (text, times) in [(title, IN_TITLE), (body, 1.0)] {
        for term in text.split(' ').filter(|term| !term.is_empty()) {
            length += times;
            if let Some(weight) = weights.get(term) {
                said.entry(term).or_insert((*weight, 0.0)).1 += times;
            }
        }
    }
    let enough = SOON * (1.0 - BY_LENGTH + BY_LENGTH * length / USUAL_LENGTH);
    let found: f64 = said.values().map(|(weight, times)| weight * times / (times + enough)).sum();
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
