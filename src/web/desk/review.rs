//! The review list and the queue of first-time authors.

use askama::Template;

use super::fields::{Fields, QueryFields};
use super::listing::{self, Batch, Listing, Reader, Row};
use super::{Tabs, columns, labels};
use crate::accounts::Account;
use crate::http::guard::{Manager, Visitor};
use crate::panels::queries::{self as panels, Waiting};
use crate::ranking::impact::Effort;
use crate::text::words::Words;
use crate::triage::columns::DeskColumn;
use crate::triage::desk::{self, DeskOrder, PAGE};
use crate::triage::lenses::{Lens, store};
use crate::triage::teams::Team;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// A column's head: its name, whether it is of numbers, the address that sorts by it, whether and how it is sorted.
pub struct Head {
    label: String,
    is_number: bool,
    sort: Option<String>,
    sorted: &'static str,
}

/// The list.
#[derive(Template)]
#[template(path = "desk/review.html")]
pub struct ReviewPage {
    layout: Layout,
    tabs: Tabs,
    rows: Vec<Row>,
    heads: Vec<Head>,
    columns: Vec<Choice>,
    lenses: Vec<Choice>,
    lens: Option<Lens>,
    may_change_lens: bool,
    ties: bool,
    query: String,
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
    shortlisted: bool,
    is_filtered: bool,
    next: Option<String>,
    promise_days: i32,
    panels: Vec<Waiting>,
}

/// Ideas to review.
pub async fn page(who: Manager, query: QueryFields) -> Result<Html<ReviewPage>> {
    show(who, query.0, false).await
}

/// First-time authors without an answer, those who wait longest first.
pub async fn first_time(who: Manager, query: QueryFields) -> Result<Html<ReviewPage>> {
    show(who, query.0, true).await
}

struct Loaded {
    listing: Listing,
    batch: Batch,
    counts: desk::Counts,
    panels: Vec<Waiting>,
}

async fn show(who: Manager, fields: Fields, first: bool) -> Result<Html<ReviewPage>> {
    let (reader, asked, me) = (Reader::new(&who), fields.clone(), who.person.id);
    let after = Some(fields.get("after").to_owned()).filter(|after| !after.is_empty());
    let loaded = who
        .state
        .db
        .read(move |db| {
            let listing = Listing::find(db, &asked, first, &reader)?;
            let batch = listing::batch(db, &listing, after.as_deref(), PAGE, reader.now)?;
            let panels = panels::waiting(db, me, reader.now)?;
            Ok(Loaded { listing, batch, counts: desk::counts(db)?, panels })
        })
        .await?;
    Ok(Html(ReviewPage::new(&who, first, loaded)))
}

impl ReviewPage {
    fn new(who: &Manager, first: bool, loaded: Loaded) -> Self {
        let visitor: &Visitor = who;
        let Loaded { listing, batch, counts, panels } = loaded;
        let (layout, fields) = (Layout::new(visitor), &listing.fields);
        let words = layout.words;
        let current = match (first, fields.get("status")) {
            (true, _) => "/desk/first-time",
            (false, "any") => "/desk?status=any",
            _ => "/desk",
        };
        let next = batch.page.next.as_ref().map(|after| {
            let path = if first { "/desk/first-time" } else { "/desk" };
            layout.links.to(&format!("{path}?{}", with_after(fields, after)))
        });
        let rows = listing::rows(&Reader::new(who), &listing, &batch);
        let any = Choice::new("", words.get("desk-any"), "");
        Self {
            tabs: Tabs { current, counts },
            orders: orders(&words, &listing),
            lenses: lenses(&listing),
            may_change_lens: listing.lens.as_ref().is_some_and(|lens| store::may_change(&who.person, lens)),
            boards: boards(visitor, &any, fields.get("board")),
            categories: categories(visitor, &any, fields.get("category")),
            tags: tags(visitor, &any, fields.get("tag"), true),
            statuses: statuses(visitor, fields.get("status")),
            efforts: efforts(&words, fields.get("effort")),
            routed: routed(&words, fields.get("routed")),
            segments: super::accounts::segment_choices(&words, &listing.segments, fields.get("segment")),
            account: listing.account.clone(),
            lens: listing.lens.clone(),
            set_statuses: set_statuses(visitor),
            set_efforts: set_efforts(&words),
            set_tags: tags(visitor, &Choice::new("", words.get("desk-bulk-none"), ""), "", false),
            teams: batch.teams.into_iter().filter(|team| team.archived_at.is_none()).collect(),
            q: fields.get("q").to_owned(),
            least: fields.get("least").to_owned(),
            unanswered: fields.has("unanswered"),
            shortlisted: fields.has("shortlisted"),
            is_filtered: KEPT.iter().take(FILTERS).any(|name| fields.has(name)),
            promise_days: visitor.settings.site.promise_days,
            panels,
            heads: heads(&layout, &listing, first),
            columns: column_choices(&words, &listing.columns),
            ties: rows.iter().any(|row| row.is_tied),
            query: if first { "list=first-time".to_owned() } else { query_of(fields) },
            rows,
            next,
            layout,
        }
    }

    fn is_first_time(&self) -> bool {
        self.tabs.current == "/desk/first-time"
    }
}

/// What makes an address one of the list: the filters, then the lens, and whether the filters are not just its own.
const KEPT: [&str; 15] = [
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
    "shortlisted",
    "lens",
    "own",
    "order",
];
/// How many of these are filters.
const FILTERS: usize = 12;

/// Filters and order as in the address of the list, without where a page begins.
pub fn query_of(fields: &Fields) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in KEPT.iter().filter(|name| fields.has(name)) {
        query.append_pair(name, fields.get(name));
    }
    query.finish()
}

/// Filters and order alone: what a lens keeps of an address.
pub fn kept_by_lens(fields: &Fields) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let is_kept = |name: &&&str| **name != "lens" && **name != "own" && fields.has(name);
    for name in KEPT.iter().filter(is_kept) {
        query.append_pair(name, fields.get(name));
    }
    query.finish()
}

fn with(fields: &Fields, name: &str, value: &str, but: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let kept = KEPT.iter().filter(|own| fields.has(own) && **own != but);
    for own in kept {
        query.append_pair(own, fields.get(own));
    }
    query.append_pair(name, value).finish()
}

fn with_after(fields: &Fields, after: &str) -> String {
    with(fields, "after", after, "after")
}

fn heads(layout: &Layout, listing: &Listing, first: bool) -> Vec<Head> {
    let fields = &listing.fields;
    let head = |column: &DeskColumn| {
        let by = columns::order(*column).filter(|_| !first);
        let address = |by: DeskOrder| {
            layout.links.to(&format!("/desk?{}", with(fields, "order", by.as_str(), "order")))
        };
        let is_sorted = match listing.by_lens {
            Some(_) => *column == DeskColumn::Impact,
            None => by == Some(listing.order),
        };
        Head {
            label: layout.words.get(columns::word(*column)),
            is_number: columns::is_number(*column),
            sort: by.filter(|_| !is_sorted).map(address),
            sorted: if is_sorted { "descending" } else { "" },
        }
    };
    listing.columns.iter().map(head).collect()
}

fn column_choices(words: &Words, shown: &[DeskColumn]) -> Vec<Choice> {
    let choice = |own: &DeskColumn| Choice {
        value: own.to_string(),
        label: words.get(columns::word(*own)),
        is_chosen: shown.contains(own),
    };
    DeskColumn::ALL.iter().map(choice).collect()
}

fn orders(words: &Words, listing: &Listing) -> Vec<Choice> {
    let key = |order: DeskOrder| match order {
        DeskOrder::Impact => "desk-order-impact",
        DeskOrder::Value => "desk-order-value",
        DeskOrder::Promotions => "desk-order-promotions",
        DeskOrder::Discussed => "desk-order-discussed",
        DeskOrder::Trending => "desk-order-trending",
        DeskOrder::New => "desk-order-new",
        DeskOrder::Oldest => "desk-order-oldest",
    };
    let chosen = if listing.by_lens.is_some() { "lens" } else { listing.order.as_str() };
    let of_lens = listing.lens.as_ref().filter(|lens| lens.is_weighted);
    let of_lens = of_lens.map(|_| Choice::new("lens", words.get("lens-order-own"), chosen));
    let usual = DeskOrder::ALL.iter().map(|own| Choice::new(own, words.get(key(*own)), chosen));
    of_lens.into_iter().chain(usual).collect()
}

fn lenses(listing: &Listing) -> Vec<Choice> {
    let chosen = listing.lens.as_ref().map(|lens| lens.id.to_string()).unwrap_or_default();
    listing.lenses.iter().map(|lens| Choice::new(lens.id, &lens.name, &chosen)).collect()
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
