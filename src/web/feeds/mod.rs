//! Atom feeds: of the site's new ideas or answers, of a board, of one idea. Whoever asks, they show what everybody sees,
//! in the site's own language, so that any reader's copy serves the next.

mod atom;
mod idea;

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path, Query};
use atom_syndication::{Entry, Feed};
use serde::Deserialize;

use crate::boards::Board;
use crate::db::Db;
use crate::error::Error;
use crate::http::state::State;
use crate::ideas::list::{ListOrder, ListQuery};
use crate::ideas::syndication::{self, ENTRIES, FeedIdea, FeedResponse};
use crate::ideas::{Viewer, queries};
use crate::ids::{IdeaId, PersonId, StormId};
use crate::people::{self, Person};
use crate::settings::Settings;
use crate::storms;
use crate::text::words::Words;
use crate::web::errors::Result;

pub(in crate::web) use atom::cacheable;
pub use idea::idea;

/// Which entries a feed of the site or a board has.
#[derive(Debug, Deserialize)]
pub struct FeedParams {
    order: Option<String>,
}

/// What all feeds of a site share.
struct Source {
    settings: Arc<Settings>,
    words: Words,
}

impl Source {
    async fn of(state: &State) -> crate::error::Result<Self> {
        let settings = state.settings().await?;
        let words = Words::new(settings.site.language, settings.site.zone());
        Ok(Self { settings, words })
    }

    fn absolute(&self, path: &str) -> String {
        self.settings.links.absolute(&self.settings.links.to(path))
    }

    fn site_name(&self) -> &str {
        let name = self.settings.site.name.as_str();
        if name.is_empty() { "Groundswell" } else { name }
    }

    fn name(&self, people: &HashMap<PersonId, Person>, id: PersonId) -> String {
        people.get(&id).map_or_else(|| self.words.get("person-former"), |person| person.label(&self.words))
    }
}

/// The feed of the site.
pub async fn site(request: HttpRequest, state: Data<State>, params: Query<FeedParams>) -> Result {
    list(&request, &state, None, &params).await
}

/// The feed of a board that everybody sees.
pub async fn board(
    request: HttpRequest,
    state: Data<State>,
    slug: Path<String>,
    params: Query<FeedParams>,
) -> Result {
    let settings = state.settings().await?;
    let board = settings.catalog.visible_board(&slug, false)?.clone();
    list(&request, &state, Some(board), &params).await
}

async fn list(request: &HttpRequest, state: &State, board: Option<Board>, params: &FeedParams) -> Result {
    let order = match params.order.as_deref() {
        None | Some("" | "new") => ListOrder::New,
        Some("answered") => ListOrder::Answered,
        Some(_) => return Err(Error::field("order", "error-order").into()),
    };
    let source = Source::of(state).await?;
    let mut query = ListQuery::new(Viewer::NOBODY, order);
    query.board = board.as_ref().map(|board| board.id);
    let found = state.db.read(move |db| read(db, &query)).await?;
    let mut feed = heading(&source, board.as_ref(), order);
    feed.entries = match order {
        ListOrder::Answered => found.answers(&source),
        _ => found.ideas.iter().map(|idea| entry(&source, idea, &found.people)).collect(),
    };
    Ok(atom::answer(request, feed, source.settings.site.updated_at)?)
}

/// The newest ideas of a storm session that everybody sees.
pub async fn storm(request: HttpRequest, state: Data<State>, id: Path<StormId>) -> Result {
    let (source, id) = (Source::of(&state).await?, id.into_inner());
    let settings = Arc::clone(&source.settings);
    let read = move |db: &mut Db| {
        let storm = storms::queries::find_visible(db, id, None, &settings.catalog)?;
        let ids = storms::ideas::newest(db, id, ENTRIES)?;
        let ideas = syndication::ideas(db, &ids)?;
        let people = people_of(db, ideas.iter().map(|idea| idea.author_id).collect())?;
        Ok((storm, ideas, people))
    };
    let (storm, ideas, people) = state.db.read(read).await?;
    let title = source.words.one("feed-ideas", "name", storm.question.as_str());
    let page = source.settings.links.absolute(&source.settings.links.storm(id, &storm.question));
    let own = source.absolute(&format!("/feeds/storms/{id}.atom"));
    let mut feed = atom::feed(&source, &title, &storm.question, &own, &page);
    feed.entries = ideas.iter().map(|idea| entry(&source, idea, &people)).collect();
    Ok(atom::answer(&request, feed, storm.updated_at)?)
}

struct Found {
    ideas: Vec<FeedIdea>,
    responses: Vec<FeedResponse>,
    people: HashMap<PersonId, Person>,
}

fn read(db: &mut Db, query: &ListQuery) -> crate::error::Result<Found> {
    let ids: Vec<IdeaId> = query.page(db, ENTRIES)?.items;
    let ideas = syndication::ideas(db, &ids)?;
    let is_answers = query.order == ListOrder::Answered;
    let responses = if is_answers { syndication::latest_responses(db, &ids)? } else { Vec::new() };
    let authors = ideas.iter().map(|idea| idea.author_id).chain(responses.iter().map(|r| r.author_id));
    let people = people_of(db, authors.collect())?;
    Ok(Found { ideas, responses, people })
}

fn people_of(db: &mut Db, mut ids: Vec<PersonId>) -> crate::error::Result<HashMap<PersonId, Person>> {
    ids.sort_unstable();
    ids.dedup();
    Ok(people::queries::by_ids(db, &ids)?.into_iter().map(|person| (person.id, person)).collect())
}

fn heading(source: &Source, board: Option<&Board>, order: ListOrder) -> Feed {
    let (own, page, name) = match board {
        Some(board) => (
            format!("/feeds/boards/{}.atom", board.slug),
            format!("/boards/{}", board.slug),
            format!("{} · {}", board.name, source.site_name()),
        ),
        None => ("/feeds/site.atom".to_owned(), "/".to_owned(), source.site_name().to_owned()),
    };
    let is_answers = order == ListOrder::Answered;
    let query = if is_answers { "?order=answered" } else { "" };
    let key = if is_answers { "feed-answers" } else { "feed-ideas" };
    let title = source.words.one(key, "name", name);
    let about = board.map_or(source.settings.site.tagline.as_str(), |board| board.description.as_str());
    atom::feed(
        source,
        &title,
        about,
        &source.absolute(&format!("{own}{query}")),
        &source.absolute(&format!("{page}{query}")),
    )
}

fn entry(source: &Source, idea: &FeedIdea, people: &HashMap<PersonId, Person>) -> Entry {
    let (links, catalog) = (&source.settings.links, &source.settings.catalog);
    let mut entry = atom::entry(
        &source.absolute(&format!("/ideas/{}", idea.id)),
        &idea.title,
        &links.absolute(&links.idea(idea.id, &idea.title)),
        &source.name(people, idea.author_id),
        (idea.created_at, idea.edited_at),
        &idea.body_html,
    );
    let board = catalog.board(idea.board_id).ok().map(|board| (board.slug.as_str(), board.name.as_str()));
    let category = idea.category_id.and_then(|id| catalog.category(id));
    let category = category.map(|category| (category.slug.as_str(), category.name.as_str()));
    entry.categories = board.into_iter().chain(category).map(atom::category).collect();
    entry
}

impl Found {
    fn answers(&self, source: &Source) -> Vec<Entry> {
        let links = &source.settings.links;
        let titled = self.responses.iter().filter_map(|response| {
            let idea = self.ideas.iter().find(|idea| idea.id == response.idea_id)?;
            Some((response, idea))
        });
        titled
            .map(|(response, idea)| {
                let place = format!("#response-{}", response.id);
                atom::entry(
                    &source.absolute(&format!("/ideas/{}{place}", idea.id)),
                    &idea.title,
                    &format!("{}{place}", links.absolute(&links.idea(idea.id, &idea.title))),
                    &source.name(&self.people, response.author_id),
                    (response.created_at, response.edited_at),
                    &response.body_html,
                )
            })
            .collect()
    }
}

/// An idea that everybody sees.
fn find_public(db: &mut Db, id: IdeaId) -> crate::error::Result<crate::ideas::Idea> {
    queries::find_visible(db, id, Viewer::NOBODY)
}
