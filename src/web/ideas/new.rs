//! Posting an idea: the form, its preview, similar ideas, and the act.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Form, Query};
use askama::Template;
use serde::Deserialize;

use super::fields::{IdeaFields, TypedIdea};
use super::similar::{SHOWN, SimilarBox};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::{Idea, IdeaDraft, IdeaInput, PostState, submit};
use crate::ids::StormId;
use crate::people::Person;
use crate::people::drafts::{self, DraftKind};
use crate::people::limits::{self, Limited};
use crate::search;
use crate::storms::{self, Storm};
use crate::web::account::keep_draft;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::stamp;

/// Most characters of what was typed that similar ideas are looked for with.
const LOOKED_AT: usize = 400;

/// What the address may ask for.
#[derive(Debug, Default, Deserialize)]
pub struct NewQuery {
    board: Option<String>,
    title: Option<String>,
    draft: Option<String>,
    storm: Option<String>,
}

#[derive(Template)]
#[template(path = "ideas/new.html")]
pub(super) struct NewPage {
    layout: Layout,
    form: FormErrors,
    fields: IdeaFields,
    preview: Option<String>,
    similar: Option<SimilarBox>,
    storm: Option<Storm>,
}

/// The form, empty or with what was typed before signing in.
pub async fn page(visitor: Visitor, query: Query<NewQuery>) -> Result {
    let (key, now) = (query.draft.clone(), visitor.now);
    let find = move |db: &mut Db| drafts::find_for(db, key.as_deref(), DraftKind::Idea, None, now);
    let draft = if query.draft.is_some() { visitor.state.db.read(find).await? } else { None };
    let typed = match draft {
        Some(draft) => TypedIdea::from_draft(&draft, query.draft.as_deref()),
        None => TypedIdea::fresh(query.board.as_deref(), query.title.as_deref())
            .into_storm(query.storm.as_deref()),
    };
    let storm = open_storm(&visitor, &typed).await?;
    Ok(Html(NewPage::new(&visitor, typed, storm)).with_status(StatusCode::OK))
}

/// Posts what was typed, or shows how it will look. Whoever is not signed in finds it again afterwards.
pub async fn act(visitor: Visitor, form: Form<Vec<(String, String)>>) -> Result {
    let typed = TypedIdea::from_pairs(form.into_inner());
    let storm = open_storm(&visitor, &typed).await?;
    if typed.wants_preview || typed.wants_similar {
        return NewPage::new(&visitor, typed, storm).looked_at(&visitor).await;
    }
    let is_late = storm.is_none() && !typed.storm.is_empty();
    let late = if is_late { Err(Error::field("storm", "error-storm-closed")) } else { Ok(()) };
    let draft = match late.and_then(|()| parse(&visitor, &typed)) {
        Ok(draft) => draft,
        Err(error) => return NewPage::new(&visitor, typed, storm).refused(error, &visitor),
    };
    let Some(author) = visitor.person.clone() else {
        return Ok(keep_draft(&visitor, DraftKind::Idea, None, typed.payload()).await?);
    };
    match post(&visitor, author, draft, (storm.as_ref().map(|storm| storm.id), typed.draft.clone())).await {
        Ok(idea) => Ok(arrived(&visitor, &idea)),
        Err(Error::Invalid(errors)) => {
            NewPage::new(&visitor, typed, None).refused(Error::Invalid(errors), &visitor)
        }
        Err(other) => Err(other.into()),
    }
}

/// Posts the idea, in the session if there is one: both or none.
async fn post(
    visitor: &Visitor,
    author: Person,
    draft: IdeaDraft,
    (storm, kept): (Option<StormId>, String),
) -> crate::error::Result<Idea> {
    let (settings, now) = (Arc::clone(&visitor.settings), visitor.now);
    let write = move |db: &mut Db| {
        limits::take(db, &author, Limited::Idea, now)?;
        drafts::remove(db, &kept)?;
        let idea = submit::submit(db, &author, &draft, &settings, now)?;
        if let Some(storm) = storm {
            storms::ideas::post(db, storm, &idea, now)?;
        }
        Ok(idea)
    };
    let idea = visitor.state.db.write(write).await?;
    visitor.state.work.notify_one();
    Ok(idea)
}

/// The session that the form names, while it takes ideas.
async fn open_storm(visitor: &Visitor, typed: &TypedIdea) -> crate::error::Result<Option<Storm>> {
    let Ok(id) = typed.storm.parse::<StormId>() else { return Ok(None) };
    let (settings, person, now) = (Arc::clone(&visitor.settings), visitor.person.clone(), visitor.now);
    let find = move |db: &mut Db| storms::queries::find_visible(db, id, person.as_ref(), &settings.catalog);
    match visitor.state.db.read(find).await {
        Ok(storm) => Ok(Some(storm).filter(|storm| storms::policy::takes_ideas(storm, now).is_ok())),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

fn parse(visitor: &Visitor, typed: &TypedIdea) -> crate::error::Result<IdeaDraft> {
    let input = IdeaInput {
        board: &typed.board,
        category: typed.category_slug(),
        title: &typed.title,
        body: &typed.body,
        tags: &typed.tags,
        form_key: &typed.form_key,
    };
    let draft = IdeaDraft::parse(&input, &visitor.settings.catalog, visitor.is_staff())?;
    Ok(draft.from_form(stamp::filled(visitor, &typed.stamp, &typed.trap)))
}

fn arrived(visitor: &Visitor, idea: &Idea) -> HttpResponse {
    let id = visitor.person.as_ref().map_or(0, |person| person.id.raw());
    let key = if idea.state == PostState::Pending { "idea-flash-pending" } else { "idea-flash-posted" };
    visitor.session.flash_and_clear(key, &format!("p{id}-new-title p{id}-new-body p0-new-title p0-new-body"));
    see_other(&visitor.state.links.idea(idea.id, &idea.title))
}

/// Ideas like the one in the form.
async fn alike(visitor: &Visitor, typed: &TypedIdea) -> Result<SimilarBox> {
    let board = visitor.settings.catalog.visible_board(&typed.board, visitor.is_staff());
    let (board, viewer) = (board.ok().map(|board| board.id), visitor.viewer());
    let start = |text: &str| text.chars().take(LOOKED_AT).collect::<String>();
    let (title, body) = (start(&typed.title), start(&typed.body));
    let look = move |db: &mut Db| search::similar(db, &title, &body, viewer, board, SHOWN);
    Ok(SimilarBox::new(visitor, &visitor.state.db.read(look).await?)?)
}

impl NewPage {
    /// With a session, its board is the only one to choose. A session that takes no ideas is forgotten.
    fn new(visitor: &Visitor, mut typed: TypedIdea, storm: Option<Storm>) -> Self {
        let board = storm.as_ref().and_then(|storm| visitor.settings.catalog.board(storm.board_id).ok());
        let board = board.map(|board| board.slug.clone());
        match &board {
            Some(board) => typed.board.clone_from(board),
            None => typed.storm.clear(),
        }
        Self {
            layout: Layout::new(visitor),
            form: FormErrors::default(),
            fields: IdeaFields::new(visitor, typed, "new", board.as_deref()),
            preview: None,
            similar: None,
            storm,
        }
    }

    async fn looked_at(mut self, visitor: &Visitor) -> Result {
        let (settings, typed) = (Arc::clone(&visitor.settings), self.fields.typed.clone());
        if typed.wants_similar {
            self.similar = Some(alike(visitor, &typed).await?);
        }
        if typed.wants_preview {
            let render = move |db: &mut Db| settings.renderer.render(db, &typed.body);
            self.preview = Some(visitor.state.db.read(render).await?.html.into_string());
        }
        Ok(Html(self).with_status(StatusCode::OK))
    }

    fn refused(mut self, error: Error, visitor: &Visitor) -> Result {
        self.form = FormErrors::from_error(error, &visitor.words)?;
        Ok(Html(self).with_status(StatusCode::UNPROCESSABLE_ENTITY))
    }
}
