//! The desk's list as an address asks for it: which ideas, in which order, with which columns. The page and the exports
//! read it alike, so that a file holds what is on the screen.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::columns::{self, Cell, Held};
use super::fields::Fields;
use super::labels;
use crate::accounts::segments::{self, Segment};
use crate::accounts::{Account, Demand, demand, queries as customers};
use crate::db::Db;
use crate::db::page::Page;
use crate::error::Result;
use crate::http::guard::Manager;
use crate::ideas::{Idea, Viewer};
use crate::ids::{AccountId, IdeaId, LensId, TeamId};
use crate::people::Person;
use crate::ranking::impact::Impact;
use crate::search::{self, Matching};
use crate::settings::Settings;
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::triage::columns::{self as chosen, DeskColumn};
use crate::triage::desk::{self, DeskFilter, DeskOrder, Momentum};
use crate::triage::lenses::{Lens, filters, scores, store};
use crate::triage::promises;
use crate::triage::queries;
use crate::triage::routes::RouteState;
use crate::triage::teams::{self, Team};

/// Who reads, and when.
#[derive(Clone)]
pub struct Reader {
    /// Their language and time zone.
    pub words: Words,
    /// The site's settings.
    pub settings: Arc<Settings>,
    /// When the request came.
    pub now: Timestamp,
    /// What they see.
    pub viewer: Viewer,
    /// Who they are.
    pub me: Person,
}

impl Reader {
    /// Out of a request.
    pub fn new(who: &Manager) -> Self {
        Self {
            words: who.words,
            settings: who.settings.clone(),
            now: who.now,
            viewer: who.viewer(),
            me: who.person.clone(),
        }
    }
}

/// What is asked for.
pub struct Listing {
    /// Which ideas.
    pub filter: DeskFilter,
    /// In which order.
    pub order: DeskOrder,
    /// In the order of this lens, instead.
    pub by_lens: Option<LensId>,
    /// Through which lens.
    pub lens: Option<Lens>,
    /// The lenses to choose from.
    pub lenses: Vec<Lens>,
    /// The fields of the address; those that a lens keeps, when it is looked through as it is.
    pub fields: Fields,
    /// With which columns.
    pub columns: Vec<DeskColumn>,
    /// The account that it is narrowed to.
    pub account: Option<Account>,
    /// All segments, for the filter.
    pub segments: Vec<Segment>,
}

impl Listing {
    /// What an address asks for; `first` is the queue of first-time authors.
    pub fn find(db: &mut Db, fields: &Fields, first: bool, reader: &Reader) -> Result<Self> {
        let lens = match fields.get("lens").parse() {
            Ok(id) if !first => Some(store::find(db, &reader.me, id)?),
            _ => None,
        };
        let fields = lens.as_ref().map_or_else(|| fields.clone(), |lens| through(lens, fields));
        let mut filter = match first {
            true => DeskFilter { first_time: true, ..DeskFilter::default() },
            false => filters::named(|name| fields.get(name), &reader.settings),
        };
        let order = match first {
            true => DeskOrder::Oldest,
            false => DeskOrder::parse(fields.get("order")).unwrap_or(DeskOrder::Impact),
        };
        let is_own_order = matches!(fields.get("order"), "" | "lens");
        let by_lens = lens.as_ref().filter(|lens| lens.is_weighted && is_own_order).map(|lens| lens.id);
        let typed = fields.get("q");
        if !typed.trim().is_empty() {
            filter.words = Some(search::matching(db, typed, reader.viewer)?);
        }
        let account = match fields.get("account").parse() {
            Ok(id) => Some(customers::find(db, id)?),
            Err(_) => None,
        };
        let segments = segments::list(db)?;
        let only = account.as_ref().map(|account| account.id);
        filter.accounts = filters::asked_for(db, only, &segments, fields.get("segment"))?;
        let columns = match &lens {
            Some(lens) => lens.columns(),
            None => chosen::of(db, reader.me.id)?,
        };
        let lenses = store::list(db, reader.me.id)?;
        Ok(Self { filter, order, by_lens, lens, lenses, fields, columns, account, segments })
    }

    /// That more ideas hold the words than were looked at, in the reader's words; empty when all were.
    pub fn cut(&self, words: &Words) -> String {
        let is_cut = self.filter.words.as_ref().is_some_and(|found| found.is_cut);
        if is_cut { words.count("desk-search-cut", i64::from(Matching::MOST)) } else { String::new() }
    }
}

/// The fields of the address of a lens: its own, unless the address says that it has its own.
fn through(lens: &Lens, fields: &Fields) -> Fields {
    if fields.has("own") {
        return fields.clone();
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("lens", &lens.id.to_string()).append_pair("own", "1");
    for name in ["order", "after"].into_iter().filter(|name| fields.has(name)) {
        query.append_pair(name, fields.get(name));
    }
    Fields::parse(format!("{}&{}", query.finish(), lens.query).as_bytes())
}

/// Ideas of the list with everything that its rows tell: a few queries for all of them.
pub struct Batch {
    /// The ideas, and where the next ones begin.
    pub page: Page<Idea>,
    momentum: HashMap<IdeaId, Momentum>,
    routed: HashMap<IdeaId, Vec<(TeamId, RouteState)>>,
    demand: HashMap<IdeaId, Demand>,
    due: HashMap<IdeaId, Timestamp>,
    scores: HashMap<IdeaId, f64>,
    /// Those that are tied with the first of their group.
    tied: HashSet<IdeaId>,
    /// All teams.
    pub teams: Vec<Team>,
}

/// The first of a group of ties: its score, and how far off that may be.
type Head = (f64, f64);

/// A cursor takes the head of its group along, so that a group goes on behind the end of a page.
fn with_head(cursor: String, head: Option<Head>) -> String {
    match head {
        Some((score, doubt)) => format!("{cursor}.{:x}_{:x}", score.to_bits(), doubt.to_bits()),
        None => cursor,
    }
}

fn head_of(text: &str) -> Option<Head> {
    let bits =
        |hex: &str| u64::from_str_radix(hex, 16).ok().map(f64::from_bits).filter(|own| own.is_finite());
    let (score, doubt) = text.split_once('_')?;
    Some((bits(score)?, bits(doubt)?))
}

/// The next `size` ideas behind a cursor.
pub fn batch(
    db: &mut Db,
    listing: &Listing,
    after: Option<&str>,
    size: usize,
    now: Timestamp,
) -> Result<Batch> {
    let (after, head) = match after.map(|after| after.split_once('.').unwrap_or((after, ""))) {
        Some((after, head)) => (Some(after), head_of(head)),
        None => (None, None),
    };
    let mut page = match listing.by_lens {
        Some(lens) => scores::batch(db, lens, &listing.filter, after, size)?,
        None => desk::batch(db, listing.order, &listing.filter, after, size)?,
    };
    let ids: Vec<IdeaId> = page.items.iter().map(|idea| idea.id).collect();
    let scores = listing.by_lens.map(|lens| scores::of(db, lens, &ids)).transpose()?.unwrap_or_default();
    let (tied, head) = groups(listing, &page.items, &scores, head);
    page.next = page.next.map(|next| with_head(next, head));
    Ok(Batch {
        scores,
        tied,
        momentum: desk::momentum(db, &ids, now)?,
        routed: queries::teams_of(db, &ids)?,
        teams: teams::list(db)?,
        demand: demand::of_ideas(db, &ids)?,
        due: promises::of_ideas(db, &ids)?,
        page,
    })
}

/// Those ideas that are tied with the first of their group, and that of the last group. Each is held against the first:
/// being close to the one before would make one tie of everything.
fn groups(
    listing: &Listing,
    ideas: &[Idea],
    scores: &HashMap<IdeaId, f64>,
    mut head: Option<Head>,
) -> (HashSet<IdeaId>, Option<Head>) {
    let mut tied = HashSet::new();
    if listing.by_lens.is_none() && listing.order != DeskOrder::Impact {
        return (tied, None);
    }
    for idea in ideas {
        let (score, doubt) = scored(&idea.impact(), scores.get(&idea.id).copied());
        if head.is_some_and(|(top, most)| (top - score).abs() <= most.max(doubt)) {
            tied.insert(idea.id);
        } else {
            head = Some((score, doubt));
        }
    }
    (tied, head)
}

/// One idea in the list.
pub struct Row {
    /// Its number.
    pub id: IdeaId,
    /// Its title.
    pub title: String,
    /// The name of its status.
    pub status: String,
    /// The kind of its status.
    pub kind: &'static str,
    /// Board and category.
    pub place: String,
    /// Teams that have it, with the keys of how it stands there.
    pub teams: Vec<(String, &'static str)>,
    /// What the accounts that ask pay a month.
    pub value: String,
    /// How many accounts ask.
    pub accounts: i64,
    /// Some of them.
    pub asking: Vec<(AccountId, String)>,
    /// Whether its impact differs from that of the first of its group by less than they are sure.
    pub is_tied: bool,
    /// The chosen columns.
    pub cells: Vec<Cell>,
    /// What stands small beside them, for files.
    pub beside: Vec<Held>,
}

/// The rows of some ideas.
pub fn rows(reader: &Reader, listing: &Listing, batch: &Batch) -> Vec<Row> {
    let tied = |idea: &Idea| batch.tied.contains(&idea.id);
    batch.page.items.iter().map(|idea| row(reader, listing, batch, idea, tied(idea))).collect()
}

/// A score, and how far off it may be: the impact's own, or in the measure of a lens.
pub fn scored(impact: &Impact, of_lens: Option<f64>) -> (f64, f64) {
    match of_lens {
        Some(score) if impact.score > 0.0 => (score, impact.uncertainty * score / impact.score),
        Some(score) => (score, 0.0),
        None => (impact.score, impact.uncertainty),
    }
}

fn row(reader: &Reader, listing: &Listing, batch: &Batch, idea: &Idea, is_tied: bool) -> Row {
    let (words, catalog) = (&reader.words, &reader.settings.catalog);
    let demand = batch.demand.get(&idea.id).cloned().unwrap_or_default();
    let momentum = batch.momentum.get(&idea.id).copied().unwrap_or_default();
    let name = |team: &TeamId| batch.teams.iter().find(|own| own.id == *team).map(|own| own.name.clone());
    let routed = batch.routed.get(&idea.id).map(Vec::as_slice).unwrap_or_default();
    let lens = batch.scores.get(&idea.id).copied();
    let by_lens = listing.by_lens.is_some();
    let due = promises::due(idea, batch.due.get(&idea.id).copied(), &reader.settings, reader.now);
    let told =
        columns::Told { reader, idea, impact: idea.impact(), lens, by_lens, demand: &demand, momentum, due };
    Row {
        id: idea.id,
        title: idea.title.clone(),
        status: labels::status(idea, catalog, words),
        kind: idea.status_kind.as_str(),
        place: labels::place(idea, catalog),
        teams: routed.iter().filter_map(|(team, state)| Some((name(team)?, state.word()))).collect(),
        value: labels::moneys(words, &demand.values),
        accounts: demand.accounts,
        is_tied,
        beside: listing.columns.iter().flat_map(|column| told.beside(*column)).collect(),
        cells: listing.columns.iter().map(|column| told.cell(*column)).collect(),
        asking: demand.names,
    }
}
