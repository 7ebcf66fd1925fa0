//! A session: its question, its rules, the time left, its ideas, how to take part; the answer on top once there is one.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::boards::{Audience, Board};
use crate::calls::Phase;
use crate::db::Db;
use crate::db::page::Page;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::Viewer;
use crate::ideas::list::Cards;
use crate::ids::{IdeaId, StormId};
use crate::people::Person;
use crate::settings::Settings;
use crate::storms::ideas::{self, Merged, Size};
use crate::storms::{Storm, policy, queries};
use crate::text::markdown::plain;
use crate::text::slug;
use crate::web::calls;
use crate::web::errors::Result;
use crate::web::ideas::card::{Around, IdeaRow, rows};
use crate::web::open_graph::OpenGraph;
use crate::web::page::{Html, Layout};
use crate::web::who::{People, Who};

/// Characters of the description that search engines and previews of links show.
const DESCRIPTION: usize = 200;

/// What the address may ask for.
#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    after: Option<String>,
}

struct Loaded {
    storm: Storm,
    rules: String,
    summary: String,
    answer: String,
    found: Page<IdeaId>,
    cards: Cards,
    merged: Vec<Merged>,
    size: Size,
    people: People,
}

#[derive(Template)]
#[template(path = "storms/show.html")]
struct StormPage {
    layout: Layout,
    open_graph: OpenGraph,
    description: String,
    storm: Storm,
    phase: Phase,
    left: String,
    board: Board,
    rules: String,
    summary: String,
    answer: String,
    answered_by: Option<Who>,
    rows: Vec<IdeaRow>,
    merged: Vec<Merged>,
    size: Size,
    /// The way to the next page.
    next: Option<String>,
    is_first: bool,
    /// The feed of a session that everybody sees.
    feed: Option<String>,
    /// The form of an idea for it.
    post: String,
    desk: Option<String>,
}

/// Shows a session, or the way to its right address.
pub async fn page(visitor: Visitor, part: Path<String>, query: Query<ShowQuery>) -> Result {
    let id = slug::number(&part).map(StormId::new).ok_or(Error::NotFound)?;
    let (settings, person, after) =
        (Arc::clone(&visitor.settings), visitor.person.clone(), query.into_inner().after);
    let is_first = after.is_none();
    let load = move |db: &mut Db| Loaded::load(db, id, person.as_ref(), &settings, after.as_deref());
    let loaded = visitor.state.db.read(load).await?;
    let right = visitor.state.links.storm(id, &loaded.storm.question);
    if !right.ends_with(&format!("/{part}")) {
        return Ok(HttpResponse::MovedPermanently()
            .insert_header(("location", right))
            .insert_header(("cache-control", "private, no-cache"))
            .finish());
    }
    Ok(Html(StormPage::new(&visitor, loaded, is_first)?).with_status(StatusCode::OK))
}

impl Loaded {
    fn load(
        db: &mut Db,
        id: StormId,
        person: Option<&Person>,
        settings: &Settings,
        after: Option<&str>,
    ) -> crate::error::Result<Self> {
        let storm = queries::find_visible(db, id, person, &settings.catalog)?;
        let viewer = Viewer::from(person);
        let found = ideas::ranked(db, id, viewer, after)?;
        let is_answered = storm.answered_at.is_some();
        let render = |db: &mut Db, text: &str, shown: bool| match shown && !text.is_empty() {
            true => Ok(settings.renderer.render(db, text)?.html.into_string()),
            false => Ok::<String, Error>(String::new()),
        };
        Ok(Self {
            rules: render(db, &storm.rules, true)?,
            summary: render(db, &storm.summary, is_answered)?,
            answer: render(db, &storm.answer, is_answered)?,
            cards: Cards::load(db, &found.items, viewer)?,
            merged: ideas::merged(db, id, viewer, &settings.catalog)?,
            size: ideas::sizes(db, &[id], viewer)?.remove(&id).unwrap_or_default(),
            people: People::load(db, storm.answered_by)?,
            found,
            storm,
        })
    }
}

impl StormPage {
    fn new(visitor: &Visitor, loaded: Loaded, is_first: bool) -> Result<Self> {
        let (storm, links) = (loaded.storm, &visitor.state.links);
        let board = visitor.settings.catalog.board(storm.board_id)?.clone();
        let (layout, path) = (Layout::new(visitor), links.storm(storm.id, &storm.question));
        let description = plain(&storm.rules, DESCRIPTION);
        let runs = visitor.person.as_ref().is_some_and(|person| policy::may_run(person).is_ok());
        let is_public = storm.is_published && board.audience == Audience::Public;
        Ok(Self {
            open_graph: OpenGraph::new(&layout, "website", &path, &storm.question, &description),
            description,
            phase: storm.phase(visitor.now),
            left: calls::left(&visitor.words, storm.ends_at, visitor.now),
            rules: loaded.rules,
            summary: loaded.summary,
            answer: loaded.answer,
            answered_by: storm.answered_by.map(|id| loaded.people.who(id, visitor)),
            rows: rows(visitor, &loaded.cards, Around::default())?,
            merged: loaded.merged,
            size: loaded.size,
            next: loaded.found.next.map(|after| format!("{path}?after={after}")),
            is_first,
            feed: is_public.then(|| links.to(&format!("/feeds/storms/{}.atom", storm.id))),
            post: links.to(&format!("/ideas/new?storm={}", storm.id)),
            desk: runs.then(|| links.desk_storm(storm.id)),
            board,
            storm,
            layout,
        })
    }
}
