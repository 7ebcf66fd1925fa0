//! What a merged idea leaves behind: a page with its text, its author and where it went.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::merge::{self, MergedIdea};
use crate::ideas::{Idea, policy, queries};
use crate::ids::IdeaId;
use crate::merges::Merge;
use crate::text::slug;
use crate::time::Timestamp;
use crate::triage::answer::Response;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::{People, Who};
use crate::{triage, votes};

#[derive(Template)]
#[template(path = "ideas/merged.html")]
struct MergedPage {
    layout: Layout,
    idea: Idea,
    author: Who,
    merged_by: Who,
    merged_at: Timestamp,
    target: String,
    link: String,
    undo: Option<String>,
    /// None where one of the two boards hides counts.
    promotions: Option<i64>,
    /// What the company answered while it stood for itself, the latest first.
    responses: Vec<Answer>,
}

/// An answer of the company.
struct Answer {
    author: Who,
    status: String,
    html: String,
    at: Timestamp,
}

/// A merged idea, on the page of the idea that it is part of.
pub struct MergedCard {
    /// Its title.
    pub title: String,
    /// Who posted it.
    pub author: Who,
    /// When.
    pub posted_at: Timestamp,
    /// When it was merged.
    pub merged_at: Timestamp,
    /// None where one of the two boards hides counts.
    pub promotions: Option<i64>,
    /// Whether the company answered it while it stood for itself.
    pub is_answered: bool,
    /// Its page.
    pub link: String,
}

impl MergedCard {
    /// A merged idea. `is_open` says whether the counts of the idea that it is part of are shown, `has_voted` whether the
    /// visitor has voted there.
    pub fn new(
        visitor: &Visitor,
        (merge, idea): &(Merge, MergedIdea),
        people: &People,
        (is_open, has_voted): (bool, bool),
    ) -> Self {
        let board = visitor.settings.catalog.board(idea.board_id);
        let veil = board.map(|board| board.veil(idea.created_at, has_voted, visitor.now));
        Self {
            title: idea.title.clone(),
            author: people.who(idea.author_id, visitor),
            posted_at: idea.created_at,
            merged_at: merge.created_at,
            promotions: (is_open && matches!(veil, Ok(None))).then_some(idea.promotions),
            is_answered: idea.answered_at.is_some(),
            link: visitor.state.links.idea_act(idea.id, "merged"),
        }
    }
}

/// The page; an idea that is not merged, or not any more, is at its own address.
pub async fn page(visitor: Visitor, part: Path<String>) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let viewer = visitor.viewer();
    let load = move |db: &mut Db| match merge::find_merged(db, id, viewer)? {
        Some((merge, idea, home)) => {
            let responses = triage::queries::responses_of(db, id)?;
            let told = responses.iter().map(|response| response.author_id);
            let people = People::load(db, told.chain([idea.author_id, merge.merged_by]))?;
            let has_voted = match viewer.id {
                Some(person) => !votes::queries::own(db, person, &[id, home.id])?.is_empty(),
                None => false,
            };
            Ok(Ok((merge, idea, home, people, responses, has_voted)))
        }
        None => queries::find_visible(db, id, viewer).map(Err),
    };
    let links = &visitor.state.links;
    let (merge, idea, home, people, responses, has_voted) = match visitor.state.db.read(load).await? {
        Ok(found) => found,
        Err(idea) => return Ok(see_other(&links.idea(id, &idea.title))),
    };
    let may = visitor.person.as_ref().is_some_and(|person| policy::may_merge(person).is_ok());
    let is_open = |own: &Idea| {
        let board = visitor.settings.catalog.board(own.board_id)?;
        Ok::<_, Error>(board.veil(own.created_at, has_voted, visitor.now).is_none())
    };
    let is_shown = is_open(&idea)? && is_open(&home)?;
    let page = MergedPage {
        promotions: is_shown.then_some(idea.ranks.promotions),
        responses: responses.iter().map(|own| answer(&visitor, &people, own)).collect(),
        author: people.who(idea.author_id, &visitor),
        merged_by: people.who(merge.merged_by, &visitor),
        merged_at: merge.created_at,
        link: links.idea(home.id, &home.title),
        target: home.title,
        undo: may.then(|| format!("{}/unmerge", links.desk_idea(id))),
        idea,
        layout: Layout::new(&visitor),
    };
    Ok(Html(page).with_status(StatusCode::OK))
}

fn answer(visitor: &Visitor, people: &People, response: &Response) -> Answer {
    let status = visitor.settings.catalog.status(response.status_id);
    Answer {
        author: people.who(response.author_id, visitor),
        status: status.map(|own| own.label(&visitor.words)).unwrap_or_default(),
        html: response.body_html.clone(),
        at: response.created_at,
    }
}
