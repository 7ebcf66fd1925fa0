//! The list: of the whole site, and of a board.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use askama::Template;

use super::aside::Aside;
use super::card::{IdeaRow, rows};
use super::filters::{Chip, Choice, ChoiceGroup, Filters, ListParams, Tick};
use super::why::order_key;
use crate::boards::Board;
use crate::db::page::Page;
use crate::http::guard::Visitor;
use crate::ideas::list::{Cards, ListOrder, PAGE};
use crate::text::markdown::{RenderOptions, SafeHtml, render};
use crate::web::errors::Result;
use crate::web::open_graph::OpenGraph;
use crate::web::page::{Html, Layout, see_other};

/// An order among the tabs.
struct Tab {
    label: String,
    href: String,
    is_current: bool,
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

async fn show(visitor: &Visitor, filters: Filters, params: &ListParams) -> Result {
    let mut query = filters.query(visitor);
    query.after = params.after.as_deref().map(str::parse).transpose()?;
    let (viewer, asked) = (visitor.viewer(), query.clone());
    let (found, cards) = visitor
        .state
        .db
        .read(move |db| {
            let found = asked.page(db, PAGE)?;
            let cards = Cards::load(db, &found.items, viewer)?;
            Ok((found, cards))
        })
        .await?;
    let place = (!query.is_filtered()).then(|| query.seen().saturating_add(1));
    let rows = rows(visitor, &cards, Some(filters.order), place)?;
    let aside = Aside::load(visitor).await?;
    let is_first = query.after.is_none();
    let page = view(visitor, filters, (rows, found), is_first, aside);
    Ok(Html(page).with_status(StatusCode::OK))
}

fn view(
    visitor: &Visitor,
    filters: Filters,
    (rows, found): (Vec<IdeaRow>, Page<crate::ids::IdeaId>),
    is_first: bool,
    aside: Aside,
) -> ListPage {
    let (words, links) = (visitor.words, &visitor.state.links);
    let layout = Layout::new(visitor);
    let site = &visitor.settings.site;
    let (heading, lead) = match &filters.board {
        Some(board) => (board.name.clone(), board.description.clone()),
        None if site.tagline.is_empty() => (words.get("list-title"), words.get("list-lead")),
        None => (words.get("list-title"), site.tagline.clone()),
    };
    let welcome = (is_first && filters.board.is_none() && !site.welcome.is_empty()).then(|| welcome(visitor));
    let tabs = ListOrder::PUBLIC.map(|order| Tab {
        label: words.get(order_key(order)),
        href: filters.ordered(order),
        is_current: order == filters.order,
    });
    let empty = rows.is_empty().then(|| empty(&filters, is_first));
    ListPage {
        open_graph: OpenGraph::new(&layout, "website", &visitor.path, &heading, &lead),
        feed: feed(visitor, filters.board.as_ref()),
        panel: Panel::new(visitor, &filters, links.to("/")),
        first: (!is_first).then(|| filters.first()),
        next: found.next.map(|after| filters.behind(&after)),
        tabs: tabs.into(),
        layout,
        heading,
        lead,
        welcome,
        filters,
        rows,
        empty,
        aside,
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
