//! The review list and the queue of first-time authors.

use std::collections::HashMap;

use askama::Template;

use super::Tabs;
use super::fields::{Fields, QueryFields};
use super::labels;
use crate::accounts::segments::{self, Segment};
use crate::accounts::{Account, Demand, demand, queries as customers};
use crate::db::Db;
use crate::db::page::Page;
use crate::http::guard::{Manager, Visitor};
use crate::ideas::{Idea, Viewer};
use crate::ids::{AccountId, IdeaId, TeamId};
use crate::ranking::impact::Effort;
use crate::settings::Settings;
use crate::text::words::Words;
use crate::time::{DAY, Timestamp};
use crate::triage::desk::{self, DeskFilter, DeskOrder, Momentum};
use crate::triage::queries;
use crate::triage::routes::RouteState;
use crate::triage::teams::{self, Team};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// One idea in a list of the desk.
pub struct Row {
    id: IdeaId,
    title: String,
    status: String,
    kind: &'static str,
    place: String,
    teams: Vec<(String, &'static str)>,
    value: String,
    accounts: i64,
    asking: Vec<(AccountId, String)>,
    impact: String,
    is_tied: bool,
    reach: String,
    people: i64,
    votes: i64,
    confidence: String,
    effort: &'static str,
    week: String,
    month: String,
    is_rising: bool,
    days: i64,
    is_late: bool,
    created_at: Timestamp,
}

/// The list.
#[derive(Template)]
#[template(path = "desk/review.html")]
pub struct ReviewPage {
    layout: Layout,
    tabs: Tabs,
    rows: Vec<Row>,
    order: DeskOrder,
    orders: Vec<Choice>,
    boards: Vec<Choice>,
    categories: Vec<Choice>,
    tags: Vec<Choice>,
    statuses: Vec<Choice>,
    efforts: Vec<Choice>,
    routed: Vec<Choice>,
    segments: Vec<Choice>,
    account: Option<Account>,
    set_statuses: Vec<Choice>,
    set_efforts: Vec<Choice>,
    set_tags: Vec<Choice>,
    teams: Vec<Team>,
    q: String,
    least: String,
    unanswered: bool,
    is_filtered: bool,
    next: Option<String>,
    promise_days: i32,
}

/// Ideas to review.
pub async fn page(who: Manager, query: QueryFields) -> Result<Html<ReviewPage>> {
    let fields = query.0;
    let order = DeskOrder::parse(fields.get("order")).unwrap_or(DeskOrder::Impact);
    show(who, fields, order, false).await
}

/// First-time authors without an answer, those who wait longest first.
pub async fn first_time(who: Manager, query: QueryFields) -> Result<Html<ReviewPage>> {
    show(who, query.0, DeskOrder::Oldest, true).await
}

async fn show(who: Manager, fields: Fields, order: DeskOrder, first: bool) -> Result<Html<ReviewPage>> {
    let (settings, now) = (who.settings.clone(), who.now);
    let mut filter = filter(&fields, &settings);
    if first {
        filter = DeskFilter { first_time: true, ..DeskFilter::default() };
    }
    let after = Some(fields.get("after").to_owned()).filter(|after| !after.is_empty());
    let (words_typed, viewer) = (fields.get("q").to_owned(), who.viewer());
    let (account, segment) = (fields.get("account").to_owned(), fields.get("segment").to_owned());
    let loaded = who
        .state
        .db
        .read(move |db| {
            filter.among = found_by_words(db, &words_typed, viewer)?;
            let customers = Customers::find(db, &account, &segment)?;
            filter.accounts.clone_from(&customers.wanted);
            let page = desk::page(db, order, &filter, after.as_deref())?;
            load(db, page, customers, now)
        })
        .await?;
    Ok(Html(ReviewPage::new(&who, &fields, order, first, loaded)))
}

fn found_by_words(db: &mut Db, typed: &str, viewer: Viewer) -> crate::error::Result<Option<Vec<IdeaId>>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    desk::by_words(db, typed, viewer).map(Some)
}

/// The account and the segment that a list is narrowed to.
struct Customers {
    account: Option<Account>,
    segments: Vec<Segment>,
    wanted: Option<Vec<AccountId>>,
}

impl Customers {
    fn find(db: &mut Db, account: &str, segment: &str) -> crate::error::Result<Self> {
        let account = match account.parse() {
            Ok(id) => Some(customers::find(db, id)?),
            Err(_) => None,
        };
        let segments = segments::list(db)?;
        let mut wanted = match super::accounts::chosen(&segments, segment)? {
            Some(conditions) => Some(customers::ids_meeting(db, &conditions)?),
            None => None,
        };
        if let Some(account) = &account {
            let is_in = wanted.as_ref().is_none_or(|ids| ids.contains(&account.id));
            wanted = Some(is_in.then_some(account.id).into_iter().collect());
        }
        Ok(Self { account, segments, wanted })
    }
}

struct Loaded {
    customers: Customers,
    demand: HashMap<IdeaId, Demand>,
    page: Page<Idea>,
    momentum: HashMap<IdeaId, Momentum>,
    routed: HashMap<IdeaId, Vec<(TeamId, RouteState)>>,
    teams: Vec<Team>,
    counts: desk::Counts,
}

fn load(db: &mut Db, page: Page<Idea>, customers: Customers, now: Timestamp) -> crate::error::Result<Loaded> {
    let ids: Vec<IdeaId> = page.items.iter().map(|idea| idea.id).collect();
    Ok(Loaded {
        momentum: desk::momentum(db, &ids, now)?,
        routed: queries::teams_of(db, &ids)?,
        teams: teams::list(db)?,
        counts: desk::counts(db)?,
        demand: demand::of_ideas(db, &ids)?,
        customers,
        page,
    })
}

/// The filters that the address names. What it names wrongly is no filter.
fn filter(fields: &Fields, settings: &Settings) -> DeskFilter {
    let catalog = &settings.catalog;
    let board = catalog.boards.iter().find(|board| board.slug == fields.get("board")).map(|board| board.id);
    let status = fields.get("status");
    let statuses: Vec<_> =
        catalog.statuses.iter().filter(|own| own.slug == status).map(|own| own.id).collect();
    DeskFilter {
        board,
        category: fields.get("category").parse().ok().filter(|id| catalog.category(*id).is_some()),
        tag: catalog.tags.iter().find(|tag| tag.slug == fields.get("tag")).map(|tag| tag.id),
        statuses: (!statuses.is_empty()).then_some(statuses),
        any_status: status == "any",
        among: None,
        accounts: None,
        unanswered: fields.has("unanswered"),
        routed: match fields.get("routed") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        effort: match fields.get("effort") {
            "unknown" => Some(None),
            band => Effort::parse(band).map(Some),
        },
        least_votes: fields.get("least").parse().ok().filter(|least| *least > 0),
        first_time: false,
    }
}

impl ReviewPage {
    fn new(visitor: &Visitor, fields: &Fields, order: DeskOrder, first: bool, loaded: Loaded) -> Self {
        let layout = Layout::new(visitor);
        let words = layout.words;
        let current = match (first, fields.get("status")) {
            (true, _) => "/desk/first-time",
            (false, "any") => "/desk?status=any",
            _ => "/desk",
        };
        let next = loaded.page.next.as_ref().map(|after| {
            let path = if first { "/desk/first-time" } else { "/desk" };
            layout.links.to(&format!("{path}?{}", with_after(fields, after)))
        });
        let rows = rows(visitor, order, &loaded);
        let any = Choice::new("", words.get("desk-any"), "");
        Self {
            tabs: Tabs { current, counts: loaded.counts },
            orders: orders(&words, order),
            boards: boards(visitor, &any, fields.get("board")),
            categories: categories(visitor, &any, fields.get("category")),
            tags: tags(visitor, &any, fields.get("tag"), true),
            statuses: statuses(visitor, fields.get("status")),
            efforts: efforts(&words, fields.get("effort")),
            routed: routed(&words, fields.get("routed")),
            segments: super::accounts::segment_choices(
                &words,
                &loaded.customers.segments,
                fields.get("segment"),
            ),
            account: loaded.customers.account,
            set_statuses: set_statuses(visitor),
            set_efforts: set_efforts(&words),
            set_tags: tags(visitor, &Choice::new("", words.get("desk-bulk-none"), ""), "", false),
            teams: loaded.teams.into_iter().filter(|team| team.archived_at.is_none()).collect(),
            q: fields.get("q").to_owned(),
            least: fields.get("least").to_owned(),
            unanswered: fields.has("unanswered"),
            is_filtered: FILTERS.iter().any(|name| fields.has(name)),
            promise_days: visitor.settings.site.promise_days,
            rows,
            order,
            next,
            layout,
        }
    }

    fn is_first_time(&self) -> bool {
        self.tabs.current == "/desk/first-time"
    }
}

const FILTERS: [&str; 11] = [
    "board",
    "category",
    "tag",
    "status",
    "q",
    "unanswered",
    "routed",
    "effort",
    "least",
    "account",
    "segment",
];

fn with_after(fields: &Fields, after: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in FILTERS.iter().chain(&["order"]).filter(|name| fields.has(name)) {
        query.append_pair(name, fields.get(name));
    }
    query.append_pair("after", after).finish()
}

fn rows(visitor: &Visitor, order: DeskOrder, loaded: &Loaded) -> Vec<Row> {
    let mut rows = Vec::with_capacity(loaded.page.items.len());
    let mut above = None;
    for idea in &loaded.page.items {
        let impact = labels::impact_of(idea);
        let is_tied = order == DeskOrder::Impact && above.is_some_and(|above| impact.ties_with(&above));
        rows.push(row(visitor, idea, is_tied, loaded));
        above = Some(impact);
    }
    rows
}

fn row(visitor: &Visitor, idea: &Idea, is_tied: bool, loaded: &Loaded) -> Row {
    let (words, catalog) = (&visitor.words, &visitor.settings.catalog);
    let impact = labels::impact_of(idea);
    let momentum = loaded.momentum.get(&idea.id).copied().unwrap_or_default();
    let demand = loaded.demand.get(&idea.id).cloned().unwrap_or_default();
    let days = visitor.now.since(idea.created_at) / DAY;
    let name = |team: &TeamId| loaded.teams.iter().find(|own| own.id == *team).map(|own| own.name.clone());
    let routed = loaded.routed.get(&idea.id).map(Vec::as_slice).unwrap_or_default();
    Row {
        id: idea.id,
        title: idea.title.clone(),
        status: labels::status(idea, catalog, words),
        kind: idea.status_kind.as_str(),
        place: labels::place(idea, catalog),
        teams: routed.iter().filter_map(|(team, state)| Some((name(team)?, state.word()))).collect(),
        value: labels::moneys(words, &demand.values),
        accounts: demand.accounts,
        asking: demand.names,
        impact: labels::decimal(words, impact.score, 1),
        is_tied,
        reach: labels::decimal(words, impact.reach, 0),
        people: idea.ranks.promotions + idea.ranks.demotions,
        votes: i64::from(impact.counted),
        confidence: labels::decimal(words, impact.confidence, 2),
        effort: labels::effort(idea.effort),
        week: labels::signed(words, momentum.week()),
        month: labels::signed(words, momentum.month()),
        is_rising: momentum.week() > 0,
        days,
        is_late: desk::is_waiting(idea) && days >= i64::from(visitor.settings.site.promise_days),
        created_at: idea.created_at,
    }
}

fn orders(words: &Words, order: DeskOrder) -> Vec<Choice> {
    let key = |order: DeskOrder| match order {
        DeskOrder::Impact => "desk-order-impact",
        DeskOrder::Trending => "desk-order-trending",
        DeskOrder::New => "desk-order-new",
        DeskOrder::Oldest => "desk-order-oldest",
    };
    DeskOrder::ALL.iter().map(|own| Choice::new(own, words.get(key(*own)), order.as_str())).collect()
}

fn boards(visitor: &Visitor, any: &Choice, chosen: &str) -> Vec<Choice> {
    let boards = visitor.settings.catalog.boards_open_to(true);
    let own = boards.map(|board| Choice::new(&board.slug, &board.name, chosen));
    std::iter::once(any.clone()).chain(own).collect()
}

fn categories(visitor: &Visitor, any: &Choice, chosen: &str) -> Vec<Choice> {
    let catalog = &visitor.settings.catalog;
    let own = catalog.boards_open_to(true).flat_map(|board| {
        let label = move |name: &str| format!("{}: {name}", board.name);
        catalog.categories_of(board.id).map(move |own| Choice::new(own.id, label(&own.name), chosen))
    });
    std::iter::once(any.clone()).chain(own).collect()
}

fn tags(visitor: &Visitor, first: &Choice, chosen: &str, by_slug: bool) -> Vec<Choice> {
    let own = visitor.settings.catalog.tags.iter().map(|tag| {
        let value = if by_slug { tag.slug.clone() } else { tag.id.to_string() };
        Choice::new(value, &tag.name, chosen)
    });
    std::iter::once(first.clone()).chain(own).collect()
}

fn statuses(visitor: &Visitor, chosen: &str) -> Vec<Choice> {
    let words = &visitor.words;
    let fixed = [("", "desk-status-review"), ("any", "desk-any")];
    let fixed = fixed.map(|(value, key)| Choice::new(value, words.get(key), chosen));
    let own = labels::all_statuses(&visitor.settings.catalog);
    let own = own.into_iter().map(|status| Choice::new(&status.slug, status.label(words), chosen));
    fixed.into_iter().chain(own).collect()
}

fn efforts(words: &Words, chosen: &str) -> Vec<Choice> {
    let fixed = [("", "desk-any"), ("unknown", "effort-unknown")];
    let fixed = fixed.map(|(value, key)| Choice::new(value, words.get(key), chosen));
    let bands =
        Effort::ALL.iter().map(|band| Choice::new(band, words.get(labels::effort_word(Some(*band))), chosen));
    fixed.into_iter().chain(bands).collect()
}

fn routed(words: &Words, chosen: &str) -> Vec<Choice> {
    let all = [("", "desk-any"), ("yes", "desk-routed-yes"), ("no", "desk-routed-no")];
    all.map(|(value, key)| Choice::new(value, words.get(key), chosen)).into()
}

fn set_statuses(visitor: &Visitor) -> Vec<Choice> {
    let keep = Choice::new("", visitor.words.get("desk-bulk-keep"), "");
    let own = labels::all_statuses(&visitor.settings.catalog);
    let own = own.into_iter().map(|status| Choice::new(&status.slug, status.label(&visitor.words), "-"));
    std::iter::once(keep).chain(own).collect()
}

fn set_efforts(words: &Words) -> Vec<Choice> {
    let keep = Choice::new("keep", words.get("desk-bulk-keep"), "keep");
    std::iter::once(keep).chain(labels::effort_choices(words, "keep")).collect()
}
