//! Posting an idea: the form, its preview, similar ideas, and the act.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Form, Query};
use askama::Template;
use serde::Deserialize;

use super::fields::{IdeaFields, TypedIdea};
use super::similar::{SHOWN, SimilarBox};
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::{Idea, IdeaDraft, IdeaInput, PostState, submit};
use crate::people::drafts::{self, DraftKind};
use crate::people::limits::{self, Limited};
use crate::search;
use crate::web::account::keep_draft;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Most characters of what was typed that similar ideas are looked for with.
const LOOKED_AT: usize = 400;

/// What the address may ask for.
#[derive(Debug, Default, Deserialize)]
pub struct NewQuery {
    board: Option<String>,
    title: Option<String>,
    draft: Option<String>,
}

#[derive(Template)]
#[template(path = "ideas/new.html")]
pub(super) struct NewPage {
    layout: Layout,
    form: FormErrors,
    fields: IdeaFields,
    preview: Option<String>,
    similar: Option<SimilarBox>,
}

/// The form, empty or with what was typed before signing in.
pub async fn page(visitor: Visitor, query: Query<NewQuery>) -> Result {
    let (key, now) = (query.draft.clone(), visitor.now);
    let find = move |db: &mut crate::db::Db| drafts::find_for(db, key.as_deref(), DraftKind::Idea, None, now);
    let draft = if query.draft.is_some() { visitor.state.db.read(find).await? } else { None };
    let typed = match draft {
        Some(draft) => TypedIdea::from_draft(&draft, query.draft.as_deref()),
        None => TypedIdea::fresh(query.board.as_deref(), query.title.as_deref()),
    };
    Ok(Html(NewPage::new(&visitor, typed)).with_status(StatusCode::OK))
}

/// Posts what was typed, or shows how it will look. Whoever is not signed in finds it again afterwards.
pub async fn act(visitor: Visitor, form: Form<Vec<(String, String)>>) -> Result {
    let typed = TypedIdea::from_pairs(form.into_inner());
    if typed.wants_preview || typed.wants_similar {
        return NewPage::new(&visitor, typed).looked_at(&visitor).await;
    }
    let draft = match parse(&visitor, &typed) {
        Ok(draft) => draft,
        Err(error) => return NewPage::new(&visitor, typed).refused(error, &visitor),
    };
    let Some(author) = visitor.person.clone() else {
        return Ok(keep_draft(&visitor, DraftKind::Idea, None, typed.payload()).await?);
    };
    let (settings, now, kept) = (Arc::clone(&visitor.settings), visitor.now, typed.draft);
    let write = move |db: &mut crate::db::Db| {
        limits::take(db, &author, Limited::Idea, now)?;
        drafts::remove(db, &kept)?;
        submit::submit(db, &author, &draft, &settings, now)
    };
    let idea = visitor.state.db.write(write).await?;
    visitor.state.work.notify_one();
    Ok(arrived(&visitor, &idea))
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
    IdeaDraft::parse(&input, &visitor.settings.catalog, visitor.is_staff())
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
    let look = move |db: &mut crate::db::Db| search::similar(db, &title, &body, viewer, board, SHOWN);
    Ok(SimilarBox::new(visitor, &visitor.state.db.read(look).await?)?)
}

impl NewPage {
    fn new(visitor: &Visitor, typed: TypedIdea) -> Self {
        Self {
            layout: Layout::new(visitor),
            form: FormErrors::default(),
            fields: IdeaFields::new(visitor, typed, "new", None),
            preview: None,
            similar: None,
        }
    }

    async fn looked_at(mut self, visitor: &Visitor) -> Result {
        let (settings, typed) = (Arc::clone(&visitor.settings), self.fields.typed.clone());
        if typed.wants_similar {
            self.similar = Some(alike(visitor, &typed).await?);
        }
        if typed.wants_preview {
            let render = move |db: &mut crate::db::Db| settings.renderer.render(db, &typed.body);
            self.preview = Some(visitor.state.db.read(render).await?.html.into_string());
        }
        Ok(Html(self).with_status(StatusCode::OK))
    }

    fn refused(mut self, error: Error, visitor: &Visitor) -> Result {
        self.form = FormErrors::from_error(error, &visitor.words)?;
        Ok(Html(self).with_status(StatusCode::UNPROCESSABLE_ENTITY))
    }
}
