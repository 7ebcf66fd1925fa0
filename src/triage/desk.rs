//! The lists of the desk: ideas to review in order of impact, first-time authors, what waits. Each is one walk along
//! an index, in keyset pages.

use std::cmp::Ordering;
use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{idea_accounts, idea_tags, ideas, routes, shortlisted, statuses, votes};
use crate::error::Result;
use crate::ideas::Idea;
use crate::ids::{AccountId, BoardId, CategoryId, IdeaId, StatusId, TagId};
use crate::ranking::impact::Effort;
use crate::ranking::store::VoteState;
use crate::search::Matching;
use crate::text_enum;
use crate::time::{DAY, Timestamp};

/// Most ideas that a list of what some accounts ask for begins with.
const FEW: i64 = 2_000;
/// Ideas on one page of the desk.
pub const PAGE: usize = 30;
/// Counts in tabs stop here: counting on would cost more than it tells.
pub const COUNT_MAX: usize = 999;

text_enum! {
    /// The orders of the desk's list.
    pub enum DeskOrder {
        /// Greatest impact first.
        Impact = "impact",
        /// What the accounts that ask are worth, most first.
        Value = "value",
        /// Most counted promotions first.
        Promotions = "promotions",
        /// Most comments first.
        Discussed = "discussed",
        /// Hottest first.
        Trending = "trending",
        /// Newest first.
        New = "new",
        /// Those that wait longest first.
        Oldest = "oldest",
    }
}

/// Ideas of first-time authors that nobody answered with words, whatever their status; written out as in their index.
const FIRST_TIME: &str =
    "ideas.is_first_by_author AND ideas.answered_at IS NULL AND ideas.status_kind <> 'closed'";

/// Which ideas are asked for.
#[derive(Debug, Clone, Default)]
pub struct DeskFilter {
    /// On this board.
    pub board: Option<BoardId>,
    /// In this category.
    pub category: Option<CategoryId>,
    /// With this tag.
    pub tag: Option<TagId>,
    /// With one of these statuses; ideas of kind open, unless given.
    pub statuses: Option<Vec<StatusId>>,
    /// Of any kind of status.
    pub any_status: bool,
    /// That a search finds.
    pub words: Option<Matching>,
    /// Asked for by some accounts.
    pub accounts: Option<AskedFor>,
    /// On the shortlist.
    pub shortlisted: bool,
    /// Without a response.
    pub unanswered: bool,
    /// Sent to some team (`Some(true)`) or to none (`Some(false)`).
    pub routed: Option<bool>,
    /// With this effort; `Some(None)` is unknown.
    pub effort: Option<Option<Effort>>,
    /// With at least so many counted promotions.
    pub least_votes: Option<i64>,
    /// By first-time authors, without an answer in words; a status alone is none.
    pub first_time: bool,
}

type Backend = <Db as diesel::Connection>::Backend;
type Query<'a> = diesel::dsl::IntoBoxed<
    'a,
    diesel::dsl::Select<ideas::table, diesel::dsl::AsSelect<Idea, Backend>>,
    Backend,
>;

/// One page of the desk's list. `after` is the cursor of the page before.
pub fn page(db: &mut Db, order: DeskOrder, filter: &DeskFilter, after: Option<&str>) -> Result<Page<Idea>> {
    batch(db, order, filter, after, PAGE)
}

/// The same with as many ideas as wanted, for files.
pub fn batch(
    db: &mut Db,
    order: DeskOrder,
    filter: &DeskFilter,
    after: Option<&str>,
    size: usize,
) -> Result<Page<Idea>> {
    let cursor = after.and_then(|text| Cursor::parse(order, text));
    let wanted = i64::try_from(size + 1).unwrap_or(i64::MAX);
    let parts = parts(db, order, filter)?;
    let mut rows = Vec::new();
    for part in &parts {
        rows.extend(walk(db, order, (filter, *part), cursor, wanted)?);
    }
    if parts.len() > 1 {
        rows.sort_by(|a, b| first(order, a, b));
    }
    let by_board = filter.board.is_some();
    Ok(Page::cut(rows, size, |idea| Cursor::of(order, by_board, idea).to_text()))
}

/// Ideas that one walk along an index finds; written out, as the indexes are on these.
const OPEN: &str = "ideas.status_kind = 'open'";
/// The others.
const DECIDED: &str = "ideas.status_kind <> 'open'";

/// The walks that a list is put together of: the indexes of some orders have open ideas and decided ones apart.
fn parts(db: &mut Db, order: DeskOrder, filter: &DeskFilter) -> Result<Vec<Option<&'static str>>> {
    let is_apart = matches!(order, DeskOrder::Impact | DeskOrder::Value | DeskOrder::Promotions);
    match &filter.statuses {
        Some(wanted) if is_apart => {
            let own = statuses::table.filter(statuses::id.eq_any(wanted));
            let kinds: Vec<StatusKind> = own.select(statuses::kind).distinct().load(db)?;
            let (open, decided): (Vec<_>, Vec<_>) =
                kinds.into_iter().partition(|kind| *kind == StatusKind::Open);
            let walks = [(!open.is_empty()).then_some(OPEN), (!decided.is_empty()).then_some(DECIDED)];
            Ok(walks.into_iter().filter(Option::is_some).collect())
        }
        None if is_apart && filter.any_status => Ok(vec![Some(OPEN), Some(DECIDED)]),
        _ => Ok(vec![None]),
    }
}

/// Ideas behind a cursor in their order, of one part or of all. In two walks instead of one row value: SQLite would go
/// through all ties.
fn walk(
    db: &mut Db,
    order: DeskOrder,
    (filter, part): (&DeskFilter, Option<&str>),
    cursor: Option<Cursor>,
    wanted: i64,
) -> Result<Vec<Idea>> {
    let by_board = filter.board.is_some();
    let all = || match part {
        Some(part) => filtered(filter).filter(diesel::dsl::sql::<Bool>(part)),
        None => filtered(filter),
    };
    let Some(cursor) = cursor else { return Ok(ordered(all(), order, by_board).limit(wanted).load(db)?) };
    let mut rows: Vec<Idea> = cursor.ties(all(), by_board).limit(wanted).load(db)?;
    let left = wanted - i64::try_from(rows.len()).unwrap_or(wanted);
    if left > 0 {
        let rest = ordered(cursor.rest(all(), by_board), order, by_board);
        rows.extend(rest.limit(left).load::<Idea>(db)?);
    }
    Ok(rows)
}

/// Which of two ideas comes first in an order that is walked in parts.
fn first(order: DeskOrder, a: &Idea, b: &Idea) -> Ordering {
    let (a_ranks, b_ranks) = (&a.ranks, &b.ranks);
    let by_key = match order {
        DeskOrder::Promotions => b_ranks.promotions.cmp(&a_ranks.promotions),
        DeskOrder::Value => b_ranks.value_factor.total_cmp(&a_ranks.value_factor),
        _ => b_ranks.impact.total_cmp(&a_ranks.impact),
    };
    by_key.then(b.id.cmp(&a.id))
}

/// Those of some ideas that a filter lets pass, in the order of their ids.
pub fn passing(db: &mut Db, filter: &DeskFilter, ids: &[IdeaId]) -> Result<Vec<Idea>> {
    Ok(filtered(filter).filter(ideas::id.eq_any(ids)).order(ideas::id).load(db)?)
}

fn filtered(filter: &DeskFilter) -> Query<'_> {
    // Written out, as the indexes are on these.
    let shown = diesel::dsl::sql::<Bool>("ideas.shown > 0");
    let mut query = ideas::table.select(Idea::as_select()).into_boxed().filter(shown);
    match &filter.statuses {
        Some(statuses) => query = query.filter(ideas::status_id.eq_any(statuses)),
        None if filter.any_status || filter.first_time => {}
        None => query = query.filter(diesel::dsl::sql::<Bool>(OPEN)),
    }
    if let Some(board) = filter.board {
        query = query.filter(ideas::board_id.eq(board));
    }
    if let Some(category) = filter.category {
        query = query.filter(ideas::category_id.eq(Some(category)));
    }
    if let Some(tag) = filter.tag {
        let tagged = idea_tags::table.filter(idea_tags::tag_id.eq(tag)).select(idea_tags::idea_id);
        query = query.filter(ideas::id.eq_any(tagged));
    }
    if let Some(words) = &filter.words {
        query = query.filter(words.condition());
    }
    match &filter.accounts {
        Some(AskedFor::Few(wanted)) => query = query.filter(ideas::id.eq_any(wanted)),
        Some(AskedFor::Many(accounts)) => {
            let asked = idea_accounts::table
                .filter(idea_accounts::idea_id.eq(ideas::id))
                .filter(idea_accounts::account_id.eq_any(accounts));
            query = query.filter(diesel::dsl::exists(asked));
        }
        None => {}
    }
    narrowed(query, filter)
}

/// What some accounts ask for: which way to look depends on how much it is.
#[derive(Debug, Clone)]
pub enum AskedFor {
    /// So few ideas that a list begins with them.
    Few(Vec<IdeaId>),
    /// So many that a list soon meets them in its own order, and asks of each whether one of these accounts wants it.
    Many(Vec<AccountId>),
}

impl AskedFor {
    /// What these accounts ask for.
    pub fn of(db: &mut Db, accounts: Vec<AccountId>) -> Result<Self> {
        // An idea that several of them want is there several times: telling them apart would read all of them first.
        let mut few: Vec<IdeaId> = idea_accounts::table
            .filter(idea_accounts::account_id.eq_any(&accounts))
            .select(idea_accounts::idea_id)
            .limit(FEW + 1)
            .load(db)?;
        let are_few = i64::try_from(few.len()).is_ok_and(|len| len <= FEW);
        few.sort_unstable();
        few.dedup();
        Ok(if are_few { Self::Few(few) } else { Self::Many(accounts) })
    }
}

fn narrowed<'a>(mut query: Query<'a>, filter: &'a DeskFilter) -> Query<'a> {
    if filter.shortlisted {
        query = query.filter(ideas::id.eq_any(shortlisted::table.select(shortlisted::idea_id)));
    }
    let there = || routes::table.filter(routes::idea_id.eq(ideas::id));
    if filter.unanswered {
        query = query.filter(ideas::answered_at.is_null());
    }
    match filter.routed {
        Some(true) => query = query.filter(diesel::dsl::exists(there())),
        Some(false) => query = query.filter(diesel::dsl::not(diesel::dsl::exists(there()))),
        None => {}
    }
    match filter.effort {
        Some(Some(effort)) => query = query.filter(ideas::effort.eq(Some(effort))),
        Some(None) => query = query.filter(ideas::effort.is_null()),
        None => {}
    }
    if let Some(least) = filter.least_votes {
        query = query.filter(ideas::promotions.ge(least));
    }
    if filter.first_time {
        query = query.filter(diesel::dsl::sql::<Bool>(FIRST_TIME));
    }
    query
}

fn ordered(query: Query<'_>, order: DeskOrder, by_board: bool) -> Query<'_> {
    match order {
        DeskOrder::Impact => query.order((ideas::impact.desc(), ideas::id.desc())),
        DeskOrder::Value => query.order((ideas::value_factor.desc(), ideas::id.desc())),
        DeskOrder::Promotions => query.order((ideas::promotions.desc(), ideas::id.desc())),
        DeskOrder::Discussed => query.order((ideas::comment_count.desc(), ideas::id.desc())),
        DeskOrder::Trending if by_board => query.order((ideas::heat.desc(), ideas::id.desc())),
        DeskOrder::Trending => query.order((ideas::site_heat.desc(), ideas::id.desc())),
        DeskOrder::New => query.order((ideas::created_at.desc(), ideas::id.desc())),
        DeskOrder::Oldest => query.order((ideas::created_at.asc(), ideas::id.asc())),
    }
}

/// Where a page begins: behind this key and id.
#[derive(Debug, Clone, Copy)]
enum Cursor {
    Score(DeskOrder, f64, IdeaId),
    Count(DeskOrder, i64, IdeaId),
    Time(DeskOrder, Timestamp, IdeaId),
}

impl Cursor {
    fn of(order: DeskOrder, by_board: bool, idea: &Idea) -> Self {
        match order {
            DeskOrder::Impact => Self::Score(order, idea.ranks.impact, idea.id),
            DeskOrder::Value => Self::Score(order, idea.ranks.value_factor, idea.id),
            DeskOrder::Promotions => Self::Count(order, idea.ranks.promotions, idea.id),
            DeskOrder::Discussed => Self::Count(order, idea.comment_count, idea.id),
            DeskOrder::Trending if by_board => Self::Score(order, idea.ranks.heat, idea.id),
            DeskOrder::Trending => Self::Score(order, idea.ranks.site_heat, idea.id),
            DeskOrder::New | DeskOrder::Oldest => Self::Time(order, idea.created_at, idea.id),
        }
    }

    /// A score goes through its bits, so that it comes back as the very same number.
    fn to_text(self) -> String {
        match self {
            Self::Score(_, score, id) => format!("{:x}_{id}", score.to_bits()),
            Self::Count(_, count, id) => format!("{count:x}_{id}"),
            Self::Time(_, at, id) => format!("{:x}_{id}", at.micros()),
        }
    }

    fn parse(order: DeskOrder, text: &str) -> Option<Self> {
        let (key, id) = text.split_once('_')?;
        let id: IdeaId = id.parse().ok()?;
        match order {
            DeskOrder::Promotions | DeskOrder::Discussed => {
                Some(Self::Count(order, i64::from_str_radix(key, 16).ok()?, id))
            }
            DeskOrder::Impact | DeskOrder::Value | DeskOrder::Trending => {
                let score = f64::from_bits(u64::from_str_radix(key, 16).ok()?);
                score.is_finite().then_some(Self::Score(order, score, id))
            }
            DeskOrder::New | DeskOrder::Oldest => {
                let at = i64::from_str_radix(key, 16).ok()?;
                Some(Self::Time(order, Timestamp::from_micros(at), id))
            }
        }
    }

    /// Those with the same key behind the id.
    fn ties(self, query: Query<'_>, by_board: bool) -> Query<'_> {
        match self {
            Self::Score(DeskOrder::Impact, score, id) => {
                query.filter(ideas::impact.eq(score)).filter(ideas::id.lt(id)).order(ideas::id.desc())
            }
            Self::Score(DeskOrder::Value, score, id) => {
                query.filter(ideas::value_factor.eq(score)).filter(ideas::id.lt(id)).order(ideas::id.desc())
            }
            Self::Count(DeskOrder::Promotions, count, id) => {
                query.filter(ideas::promotions.eq(count)).filter(ideas::id.lt(id)).order(ideas::id.desc())
            }
            Self::Count(_, count, id) => {
                query.filter(ideas::comment_count.eq(count)).filter(ideas::id.lt(id)).order(ideas::id.desc())
            }
            Self::Score(_, score, id) if by_board => {
                query.filter(ideas::heat.eq(score)).filter(ideas::id.lt(id)).order(ideas::id.desc())
            }
            Self::Score(_, score, id) => {
                query.filter(ideas::site_heat.eq(score)).filter(ideas::id.lt(id)).order(ideas::id.desc())
            }
            Self::Time(DeskOrder::Oldest, at, id) => {
                query.filter(ideas::created_at.eq(at)).filter(ideas::id.gt(id)).order(ideas::id.asc())
            }
            Self::Time(_, at, id) => {
                query.filter(ideas::created_at.eq(at)).filter(ideas::id.lt(id)).order(ideas::id.desc())
            }
        }
    }

    /// Those with a key behind this one.
    fn rest(self, query: Query<'_>, by_board: bool) -> Query<'_> {
        match self {
            Self::Score(DeskOrder::Impact, score, _) => query.filter(ideas::impact.lt(score)),
            Self::Score(DeskOrder::Value, score, _) => query.filter(ideas::value_factor.lt(score)),
            Self::Count(DeskOrder::Promotions, count, _) => query.filter(ideas::promotions.lt(count)),
            Self::Count(_, count, _) => query.filter(ideas::comment_count.lt(count)),
            Self::Score(_, score, _) if by_board => query.filter(ideas::heat.lt(score)),
            Self::Score(_, score, _) => query.filter(ideas::site_heat.lt(score)),
            Self::Time(DeskOrder::Oldest, at, _) => query.filter(ideas::created_at.gt(at)),
            Self::Time(_, at, _) => query.filter(ideas::created_at.lt(at)),
        }
    }
}

/// Votes of the last days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Momentum {
    /// Promotions of the last 7 days.
    pub up_week: i64,
    /// Demotions of the last 7 days.
    pub down_week: i64,
    /// Promotions of the last 30 days.
    pub up_month: i64,
    /// Demotions of the last 30 days.
    pub down_month: i64,
}

impl Momentum {
    /// Net votes of the last 7 days.
    pub fn week(self) -> i64 {
        self.up_week - self.down_week
    }

    /// Net votes of the last 30 days.
    pub fn month(self) -> i64 {
        self.up_month - self.down_month
    }
}

/// The momentum of the ideas of a page: one grouped query for each span.
pub fn momentum(db: &mut Db, ids: &[IdeaId], now: Timestamp) -> Result<HashMap<IdeaId, Momentum>> {
    let mut found: HashMap<IdeaId, Momentum> = HashMap::new();
    for (idea, value, count) in votes_since(db, ids, now.minus(30 * DAY))? {
        let entry = found.entry(idea).or_default();
        *(if value > 0 { &mut entry.up_month } else { &mut entry.down_month }) += count;
    }
    for (idea, value, count) in votes_since(db, ids, now.minus(7 * DAY))? {
        let entry = found.entry(idea).or_default();
        *(if value > 0 { &mut entry.up_week } else { &mut entry.down_week }) += count;
    }
    Ok(found)
}

fn votes_since(db: &mut Db, ids: &[IdeaId], since: Timestamp) -> Result<Vec<(IdeaId, i16, i64)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(votes::table
        .filter(votes::idea_id.eq_any(ids))
        .filter(votes::cast_at.ge(since))
        .filter(votes::state.eq(VoteState::Counted))
        .group_by((votes::idea_id, votes::value))
        .select((votes::idea_id, votes::value, diesel::dsl::count_star()))
        .load(db)?)
}

/// The numbers in the desk's tabs, each at most 999.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Ideas to review.
    pub review: usize,
    /// First-time authors without an answer.
    pub first_time: usize,
    /// What came back from teams.
    pub returned: usize,
}

/// Counts for the tabs: walks along indexes that stop at a thousand.
pub fn counts(db: &mut Db) -> Result<Counts> {
    let shown = |and: &str| {
        let those = diesel::dsl::sql::<Bool>(&format!("ideas.shown > 0 AND {and}"));
        ideas::table.filter(those).limit(1_000).select(ideas::id)
    };
    let review: Vec<IdeaId> = shown("ideas.status_kind = 'open'").load(db)?;
    let first: Vec<IdeaId> = shown(FIRST_TIME).load(db)?;
    let returned = super::routes::count_returned(db, 1_000)?.min(999);
    Ok(Counts { review: review.len(), first_time: first.len(), returned })
}

/// Whether an idea still waits for a first word of the company.
pub fn is_waiting(idea: &Idea) -> bool {
    idea.answered_at.is_none() && idea.status_kind == StatusKind::Open
}

/// Ideas that are shown to staff, by their ids, in the order of the ids; one query.
pub fn by_ids(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<Idea>> {
    Ok(ideas::table
        .filter(ideas::id.eq_any(ids))
        .filter(ideas::shown.gt(0))
        .order(ideas::id)
        .select(Idea::as_select())
        .load(db)?)
}
