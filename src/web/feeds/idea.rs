//! The feed of one idea: its text, what the company answered, how its status moved, what people said.

use std::collections::HashMap;

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use atom_syndication::Entry;

use super::{Source, atom, find_public, people_of};
use crate::db::Db;
use crate::error::Error;
use crate::history::{self, Act, ActKind};
use crate::http::state::State;
use crate::ideas::Idea;
use crate::ideas::syndication::{self, FeedComment, FeedResponse};
use crate::ids::{IdeaId, PersonId, StatusId};
use crate::people::Person;
use crate::text::slug;
use crate::web::errors::Result;

/// Entries of each kind that are looked at, the latest.
const EACH: i64 = 50;

/// The feed of an idea that everybody sees.
pub async fn idea(request: HttpRequest, state: Data<State>, part: Path<String>) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let source = Source::of(&state).await?;
    let home = state.db.read(move |db| crate::merges::home(db, id)).await?;
    if home != id {
        let own = source.absolute(&format!("/feeds/ideas/{home}.atom"));
        return Ok(HttpResponse::MovedPermanently()
            .insert_header((header::LOCATION, own))
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .finish());
    }
    let told = state.db.read(move |db| Told::read(db, id)).await?;
    let (links, idea) = (&source.settings.links, &told.idea);
    let page = links.absolute(&links.idea(idea.id, &idea.title));
    let own = source.absolute(&format!("/feeds/ideas/{}.atom", idea.id));
    let mut feed = atom::feed(&source, &idea.title, "", &own, &page);
    feed.entries = told.entries(&source, &page);
    Ok(atom::answer(&request, feed, idea.created_at)?)
}

struct Told {
    idea: Idea,
    responses: Vec<FeedResponse>,
    comments: Vec<FeedComment>,
    moves: Vec<Act>,
    people: HashMap<PersonId, Person>,
}

impl Told {
    fn read(db: &mut Db, id: IdeaId) -> crate::error::Result<Self> {
        let idea = find_public(db, id)?;
        let responses = syndication::responses(db, id, EACH)?;
        let comments = syndication::comments(db, id, EACH)?;
        let mut moves = history::of_idea(db, id, false, EACH)?;
        // A status that came with an answer is told with it.
        moves.retain(|act| {
            act.kind == ActKind::StatusChanged
                && responses.iter().all(|response| response.created_at != act.created_at)
        });
        let authors = responses.iter().map(|r| r.author_id).chain(comments.iter().map(|c| c.author_id));
        let actors = moves.iter().filter_map(|act| act.actor_id);
        let people = people_of(db, authors.chain(actors).chain([idea.author_id]).collect())?;
        Ok(Self { idea, responses, comments, moves, people })
    }

    /// Latest first.
    fn entries(&self, source: &Source, page: &str) -> Vec<Entry> {
        let mut entries: Vec<Entry> = vec![self.posted(source, page)];
        entries.extend(self.responses.iter().map(|response| self.answered(source, page, response)));
        entries.extend(self.comments.iter().map(|comment| self.commented(source, page, comment)));
        entries.extend(self.moves.iter().filter_map(|act| self.moved(source, page, act)));
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.published));
        entries
    }

    fn id(&self, source: &Source, place: &str) -> String {
        source.absolute(&format!("/ideas/{}{place}", self.idea.id))
    }

    fn posted(&self, source: &Source, page: &str) -> Entry {
        let idea = &self.idea;
        let author = source.name(&self.people, idea.author_id);
        let times = (idea.created_at, idea.edited_at);
        atom::entry(&self.id(source, ""), &idea.title, page, &author, times, &idea.body_html)
    }

    fn answered(&self, source: &Source, page: &str, response: &FeedResponse) -> Entry {
        let place = format!("#response-{}", response.id);
        let author = source.name(&self.people, response.author_id);
        let status = source.settings.catalog.status(response.status_id);
        let status = status.map(|status| status.label(&source.words)).unwrap_or_default();
        let title = source.words.two("feed-response", "name", author.as_str(), "status", status);
        let times = (response.created_at, response.edited_at);
        let href = format!("{page}{place}");
        atom::entry(&self.id(source, &place), &title, &href, &author, times, &response.body_html)
    }

    fn commented(&self, source: &Source, page: &str, comment: &FeedComment) -> Entry {
        let place = format!("#comment-{}", comment.id);
        let author = source.name(&self.people, comment.author_id);
        let title = source.words.one("feed-comment", "name", author.as_str());
        let times = (comment.created_at, comment.edited_at);
        let href = format!("{page}{place}");
        atom::entry(&self.id(source, &place), &title, &href, &author, times, &comment.body_html)
    }

    fn moved(&self, source: &Source, page: &str, act: &Act) -> Option<Entry> {
        let to = act.detail().get("to")?.as_i64().map(StatusId::new)?;
        let status = source.settings.catalog.status(to).ok()?.label(&source.words);
        let author =
            act.actor_id.map_or_else(|| source.site_name().to_owned(), |id| source.name(&self.people, id));
        let title = source.words.one("feed-status", "status", status);
        let place = format!("#act-{}", act.id);
        let id = self.id(source, &place);
        Some(atom::entry(&id, &title, page, &author, (act.created_at, None), ""))
    }
}
