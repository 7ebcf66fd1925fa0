//! The list: of the whole site, and of a board.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use askama::Template;
use sha2::{Digest as _, Sha256};

use super::aside::Aside;
use super::card::{self, Around, IdeaRow, rows};
use super::filters::{Chip, Choice, ChoiceGroup, Filters, ListParams, Tick};
use super::why::order_key;
use crate::boards::{Board, Counts};
use crate::db::Db;
use crate::http::guard::Visitor;
use crate::ideas::explore::{self, Share};
use crate::ideas::list::{Cards, ListOrder, ListQuery, PAGE};
use crate::ids::IdeaId;
use crate::text::markdown::{RenderOptions, SafeHtml, render};
use crate::time::DAY;
use crate::web::errors::Result;
use crate::web::open_graph::OpenGraph;
use crate::web::page::{Html, Layout, see_other};

/// An order among the tabs.
pub struct Tab {
    /// Its name.
    pub label: String,
    /// The list in it.
    pub href: String,
    /// Whether it is the one that is shown.
    pub is_current: bool,
}

/// What stands where there are no ideas.
struct Empty {
    title: &'static str,
    text: &'static str,
}

#[derive(Template)]
#[template(path = "ideas/list.html")]
struct ListPage {
    layout: Layout,
    open_graph: OpenGraph,
    feed: String,
    heading: String,
    lead: String,
    welcome: Option<SafeHtml>,
    /// What the board keeps of its counts, and until when.
    veiled: Option<String>,
    tabs: Vec<Tab>,
    filters: Filters,
    panel: Panel,
    rows: Vec<IdeaRow>,
    empty: Option<Empty>,
    first: Option<String>,
    next: Option<String>,
    aside: Aside,
}

/// The filter panel and the filters in use.
pub struct Panel {
    /// Where the form goes.
    pub action: String,
    /// The boards; none to choose from where there is but one.
    pub boards: Vec<Choice>,
    /// The categories, by board.
    pub categories: Vec<ChoiceGroup>,
    /// The statuses.
    pub statuses: Vec<Choice>,
    /// Names of the tags that the reader may know.
    pub tags: Vec<String>,
    /// The check boxes; none for who is not signed in.
    pub ticks: Vec<Tick>,
    /// The filters in use.
    pub chips: Vec<Chip>,
}

impl Panel {
    /// For a visitor.
    pub fn new(visitor: &Visitor, filters: &Filters, action: String) -> Self {
        let (catalog, words, is_staff) = (&visitor.settings.catalog, &visitor.words, visitor.is_staff());
        let is_known = visitor.person.is_some();
        Self {
            action,
            boards: filters.board_choices(catalog, is_staff),
            categories: filters.category_choices(catalog, is_staff),
            statuses: filters.status_choices(catalog, words, is_staff),
            tags: catalog.tags_open_to(is_staff).map(|tag| tag.name.clone()).collect(),
            ticks: if is_known { filters.ticks(words) } else { Vec::new() },
            chips: filters.chips(catalog, words),
        }
    }
}

/// The ideas of the whole site.
pub async fn page(visitor: Visitor, params: Query<ListParams>) -> Result {
    if let Some(slug) = params.board.as_deref().filter(|slug| !slug.is_empty()) {
        let board = visitor.settings.catalog.visible_board(slug, visitor.is_staff())?.clone();
        let path = visitor.state.links.board(&board.slug);
        return Ok(see_other(&Filters::read(path, Some(board), &params)?.first()));
    }
    let path = visitor.state.links.to("/");
    show(&visitor, Filters::read(path, None, &params)?, &params).await
}

/// The ideas of a board.
pub async fn board(visitor: Visitor, slug: Path<String>, params: Query<ListParams>) -> Result {
    let board = visitor.settings.catalog.visible_board(&slug, visitor.is_staff())?.clone();
    let path = visitor.state.links.board(&board.slug);
    show(&visitor, Filters::read(path, Some(board), &params)?, &params).await
}

/// A page of a list as it was found.
struct Shown {
    /// Which of them are there to be looked at.
    looks: Vec<IdeaId>,
    next: Option<String>,
    /// What the pages behind have to know of that.
    chosen: Vec<IdeaId>,
    seen: u32,
    /// The ideas right before the page and right behind it, where the order tells of them.
    edges: [Option<IdeaId>; 2],
    edge_cards: Cards,
    cards: Cards,
}

impl Shown {
    fn load(db: &mut Db, query: &ListQuery, exploring: Option<&Exploring>) -> crate::error::Result<Self> {
        let found = match exploring {
            Some(own) => explore::page(db, query, own.share, &own.chosen, own.seed, PAGE)?,
            None => explore::plain(query.page(db, PAGE)?, query.seen()),
        };
        let ideas: Vec<IdeaId> = found.ideas.iter().map(|(idea, _)| *idea).collect();
        let edges = query.neighbours(db, found.next.as_deref())?;
        let beside: Vec<IdeaId> = edges.iter().flatten().copied().collect();
        let looks = found.ideas.into_iter().filter(|(_, is_look)| *is_look).map(|(idea, _)| idea);
        Ok(Self {
            looks: looks.collect(),
            next: found.next,
            chosen: found.chosen,
            seen: found.seen,
            edges,
            edge_cards: Cards::load(db, &beside, query.viewer)?,
            cards: Cards::load(db, &ideas, query.viewer)?,
        })
    }

    fn is_look(&self, idea: IdeaId) -> bool {
        self.looks.contains(&idea)
    }
}

/// What it takes to give a share of the places to ideas hardly seen.
struct Exploring {
    share: Share,
    chosen: Vec<IdeaId>,
    seed: u64,
}

impl Exploring {
    /// Only Trending explores, and only where nothing narrows it.
    fn new(visitor: &Visitor, query: &ListQuery, params: &ListParams) -> crate::error::Result<Option<Self>> {
        if query.order != ListOrder::Trending || query.is_filtered() {
            return Ok(None);
        }
        let catalog = &visitor.settings.catalog;
        let Some(share) = Share::of(catalog, query.board, visitor.is_staff()) else { return Ok(None) };
        let chosen = params.look.as_deref().map(explore::parse_chosen).unwrap_or_default();
        Ok(Some(Self { share, chosen, seed: seed(visitor)? }))
    }
}

/// The same for a session, and another the day after: what one has looked at makes room for something else.
fn seed(visitor: &Visitor) -> crate::error::Result<u64> {
    let day = visitor.now.micros() / DAY;
    let whose = match visitor.viewer().id {
        Some(person) => format!("look:{person}:{day}"),
        None => visitor.address_key(&format!("look:{}:{day}", visitor.agent))?,
    };
    let hash = Sha256::digest(whose.as_bytes());
    Ok(hash.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte)))
}

async fn show(visitor: &Visitor, filters: Filters, params: &ListParams) -> Result {
    let mut query = filters.query(visitor);
    query.after = params.after.as_deref().map(str::parse).transpose()?;
    let (asked, exploring) = (query.clone(), Exploring::new(visitor, &query, params)?);
    let shown = visitor.state.db.read(move |db| Shown::load(db, &asked, exploring.as_ref())).await?;
    visitor.was_shown(&shown.cards);
    let place = (!query.is_filtered()).then(|| shown.seen.saturating_add(1));
    let around = Around {
        order: Some(filters.order),
        first: place,
        ..edges(visitor, &shown.edge_cards, shown.edges)?
    };
    let mut rows = rows(visitor, &shown.cards, around)?;
    for (row, idea) in rows.iter_mut().zip(&shown.cards.ideas).filter(|(_, idea)| shown.is_look(idea.id)) {
        let every = visitor.settings.catalog.board(idea.board_id)?.explore_every;
        row.mark = Some(visitor.words.get("look-mark"));
        row.note = Some(visitor.words.get("look-note"));
        row.why = visitor.words.count("look-why", every);
    }
    let aside = Aside::load(visitor).await?;
    let aside = match &filters.board {
        Some(board) => aside.of_board(visitor, board.id).await?,
        None => aside,
    };
    let is_first = query.after.is_none();
    let next = shown.next.map(|after| match shown.chosen.as_slice() {
        [] => filters.behind(&after),
        chosen => filters.behind_with(&after, &explore::write_chosen(chosen)),
    });
    let page = view(visitor, filters, (rows, next), is_first, aside)?;
    Ok(Html(page).with_status(StatusCode::OK))
}

/// The votes around a page, as far as the visitor may know them.
fn edges(
    visitor: &Visitor,
    cards: &Cards,
    [before, behind]: [Option<IdeaId>; 2],
) -> crate::error::Result<Around> {
    let votes = |idea: Option<IdeaId>| idea.map_or(Ok(None), |idea| card::tally(visitor, cards, idea));
    Ok(Around { before: votes(before)?, behind: votes(behind)?, ..Around::default() })
}

/// The orders as tabs: those of a list, and For you for whoever is signed in and looks at the whole site.
/// Without a list it is For you that is shown.
pub fn tabs(visitor: &Visitor, filters: Option<&Filters>) -> crate::error::Result<Vec<Tab>> {
    let (words, links) = (&visitor.words, &visitor.state.links);
    let whole = Filters::read(links.to("/"), None, &ListParams::default())?;
    let list = filters.unwrap_or(&whole);
    let mut tabs: Vec<Tab> = ListOrder::PUBLIC
        .iter()
        .map(|order| Tab {
            label: words.get(order_key(*order)),
            href: list.ordered(*order),
            is_current: filters.is_some_and(|list| list.order == *order),
        })
        .collect();
    if visitor.person.is_some() && list.board.is_none() {
        let own = Tab {
            label: words.get("for-you-title"),
            href: links.to("/for-you"),
            is_current: filters.is_none(),
        };
        tabs.insert(1, own);
    }
    Ok(tabs)
}

fn view(
    visitor: &Visitor,
    filters: Filters,
    (rows, next): (Vec<IdeaRow>, Option<String>),
    is_first: bool,
    aside: Aside,
) -> crate::error::Result<ListPage> {
    let (words, links) = (visitor.words, &visitor.state.links);
    let layout = Layout::new(visitor);
    let site = &visitor.settings.site;
    let (heading, lead) = match &filters.board {
        Some(board) => (board.name.clone(), board.description.clone()),
        None if site.tagline.is_empty() => (words.get("list-title"), words.get("list-lead")),
        None => (words.get("list-title"), site.tagline.clone()),
    };
    let welcome = (is_first && filters.board.is_none() && !site.welcome.is_empty()).then(|| welcome(visitor));
    let tabs = tabs(visitor, Some(&filters))?;
    let veiled = filters.board.as_ref().and_then(|board| veiled(visitor, board));
    let empty = rows.is_empty().then(|| empty(&filters, is_first));
    Ok(ListPage {
        open_graph: OpenGraph::new(&layout, "website", &visitor.path, &heading, &lead),
        feed: feed(visitor, filters.board.as_ref()),
        panel: Panel::new(visitor, &filters, links.to("/")),
        first: (!is_first).then(|| filters.first()),
        next,
        tabs,
        layout,
        heading,
        lead,
        welcome,
        veiled,
        filters,
        rows,
        empty,
        aside,
    })
}

/// What a board says of counts that it hides.
fn veiled(visitor: &Visitor, board: &Board) -> Option<String> {
    let words = &visitor.words;
    match board.counts {
        Counts::Shown => None,
        Counts::Hidden => Some(words.get("veil-board-hidden")),
        Counts::UntilVoted => Some(words.get("veil-board-until-voted")),
        Counts::FirstDays => Some(words.count("veil-board-first-days", board.counts_days)),
    }
}

fn feed(visitor: &Visitor, board: Option<&Board>) -> String {
    let links = &visitor.state.links;
    match board {
        Some(board) => links.to(&format!("/feeds/boards/{}.atom", board.slug)),
        None => links.to("/feeds/site.atom"),
    }
}

/// The administrator's words above the list.
fn welcome(visitor: &Visitor) -> SafeHtml {
    let hosts = visitor.settings.site.image_host_list();
    render(&visitor.settings.site.welcome, &RenderOptions { image_hosts: &hosts, mention: &|_| None })
}

fn empty(filters: &Filters, is_first: bool) -> Empty {
    let (title, text) = match (filters.is_filtered(), is_first, filters.order) {
        (true, _, _) => ("empty-title", "empty-filtered"),
        (_, false, _) => ("empty-end-title", "empty-end"),
        (_, _, ListOrder::Answered) => ("empty-title", "empty-answered"),
        (_, _, ListOrder::Unanswered) => ("empty-unanswered-title", "empty-unanswered"),
        _ => ("empty-first-title", "empty-first"),
    };
    Empty { title, text }
}
