//! The search page: what was typed, what was found, where it was hit.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;

use super::ideas::card::{Around, IdeaRow, author, rows};
use super::ideas::filters::{Filters, ListParams};
use super::ideas::list::Panel;
use crate::db::Db;
use crate::db::page::Page;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::list::{Cards, ListQuery, PAGE};
use crate::ids::IdeaId;
use crate::people;
use crate::search::{self, Found, Place, Snippet};
use crate::text::highlight::segments;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// A stretch of text, and whether the search asked for it.
type Stretch = (String, bool);

/// Where a hit is, when it is not in the idea's own text.
struct Elsewhere {
    label: String,
    href: String,
}

struct HitRow {
    row: IdeaRow,
    title: Vec<Stretch>,
    snippet: Vec<Stretch>,
    elsewhere: Option<Elsewhere>,
}

#[derive(Template)]
#[template(path = "search/page.html")]
struct SearchPage {
    layout: Layout,
    filters: Filters,
    hidden: Vec<(&'static str, String)>,
    panel: Panel,
    counted: Option<String>,
    instead: Option<String>,
    hits: Vec<HitRow>,
    is_nothing: bool,
    first: Option<String>,
    next: Option<String>,
}

/// What a search gives a page.
struct Answer {
    found: Found,
    page: Page<IdeaId>,
    cards: Cards,
    snippets: HashMap<IdeaId, Snippet>,
}

/// Searches.
pub async fn page(visitor: Visitor, params: Query<ListParams>) -> Result {
    let board = match params.board.as_deref().filter(|slug| !slug.is_empty()) {
        Some(slug) => Some(visitor.settings.catalog.visible_board(slug, visitor.is_staff())?.clone()),
        None => None,
    };
    let path = visitor.state.links.to("/search");
    let filters = Filters::read(path, board, &params)?.with_board_in_query();
    let query = filters.query(&visitor);
    let (typed, after) = (filters.typed.clone(), params.after.clone());
    let answer = visitor.state.db.read(move |db| answer(db, &typed, &query, after.as_deref())).await?;
    let is_first = params.after.is_none();
    let view = view(&visitor, filters, &answer, is_first)?;
    Ok(Html(view).with_status(StatusCode::OK))
}

fn answer(db: &mut Db, typed: &str, query: &ListQuery, after: Option<&str>) -> crate::error::Result<Answer> {
    let found = search::search(db, typed, query)?;
    let page =
        found.page(after, PAGE, query.is_veiled).ok_or_else(|| Error::field("after", "error-cursor"))?;
    let mut cards = Cards::load(db, &page.items, query.viewer)?;
    let snippets = search::snippets(db, &page.items, &found.query)?;
    let others: Vec<_> = snippets.values().filter_map(|snippet| snippet.author).collect();
    let others = people::queries::by_ids(db, &others)?;
    cards.people.extend(others.into_iter().map(|person| (person.id, person)));
    Ok(Answer { found, page, cards, snippets })
}

fn view(
    visitor: &Visitor,
    filters: Filters,
    answer: &Answer,
    is_first: bool,
) -> crate::error::Result<SearchPage> {
    let count = answer.found.hits.len();
    let words = visitor.words;
    let action = visitor.state.links.to("/search");
    let hits: Vec<HitRow> = rows(visitor, &answer.cards, Around::default())?
        .into_iter()
        .zip(&answer.cards.ideas)
        .map(|(row, idea)| hit(visitor, row, idea.id, answer))
        .collect();
    Ok(SearchPage {
        layout: Layout::new(visitor),
        hidden: filters.hidden(),
        panel: Panel::new(visitor, &filters, action),
        counted: (count > 0).then(|| {
            words.count(if answer.found.is_cut { "search-found-many" } else { "search-found" }, count)
        }),
        instead: answer.found.instead.clone(),
        is_nothing: !filters.typed.is_empty() && hits.is_empty(),
        first: (!is_first).then(|| filters.first()),
        next: answer.page.next.as_deref().map(|after| filters.behind(after)),
        hits,
        filters,
    })
}

fn hit(visitor: &Visitor, row: IdeaRow, id: IdeaId, answer: &Answer) -> HitRow {
    let title = segments(&row.title, &answer.found.query);
    let title = title.into_iter().map(|part| (part.text.to_owned(), part.hit)).collect();
    let snippet = answer.snippets.get(&id);
    let elsewhere = snippet.and_then(|snippet| elsewhere(visitor, id, &row, snippet, answer));
    HitRow {
        title,
        snippet: snippet.map(|snippet| snippet.parts.clone()).unwrap_or_default(),
        elsewhere,
        row,
    }
}

fn elsewhere(
    visitor: &Visitor,
    id: IdeaId,
    row: &IdeaRow,
    snippet: &Snippet,
    answer: &Answer,
) -> Option<Elsewhere> {
    let name = author(visitor, &answer.cards, snippet.author?).name;
    let (key, href) = match snippet.place {
        Place::Body => return None,
        Place::Response => ("search-in-response", format!("{}#response", row.href)),
        // Its page of comments need not be the first.
        Place::Comment(comment) => {
            ("search-in-comment", visitor.state.links.comment(id, &row.title, comment))
        }
    };
    Some(Elsewhere { label: visitor.words.one(key, "name", name), href })
}
