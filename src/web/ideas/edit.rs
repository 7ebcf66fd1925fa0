//! Changing an idea. When somebody else changed it in between, both texts come back.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use askama::Template;

use super::fields::{IdeaFields, TypedIdea};
use super::history::{Change, change};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::{SignedIn, Visitor};
use crate::ideas::edit::{self, EditDraft, EditInput};
use crate::ideas::{Idea, PostState, policy, queries};
use crate::ids::{IdeaId, TagId};
use crate::text::slug;
use crate::web::comments::form::draft_key;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "ideas/edit.html")]
struct EditPage {
    layout: Layout,
    form: FormErrors,
    fields: IdeaFields,
    action: String,
    back: String,
    preview: Option<String>,
    /// From what was typed to what somebody else made of the idea in between.
    conflict: Option<Conflict>,
}

struct Conflict {
    title: Change,
    body: Change,
}

/// The form with the idea as it is.
pub async fn page(who: SignedIn, part: Path<String>) -> Result {
    let (idea, tags) = find(&who, &part).await?;
    policy::may_edit_now(&who.person, &idea)?;
    let typed = TypedIdea::from_idea(&idea, &tags, &who.settings.catalog);
    Ok(Html(EditPage::new(&who, &idea, typed)).with_status(StatusCode::OK))
}

async fn find(who: &Visitor, part: &str) -> Result<(Idea, Vec<TagId>)> {
    let id = slug::number(part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let viewer = who.viewer();
    let load = move |db: &mut Db| {
        let idea = queries::find_visible(db, id, viewer)?;
        let tags = queries::tags_of(db, &[id])?.into_iter().map(|(_, tag)| tag).collect();
        Ok((idea, tags))
    };
    Ok(who.state.db.read(load).await?)
}

/// Stores the edit, or shows how it will look.
pub async fn act(who: SignedIn, part: Path<String>, form: Form<Vec<(String, String)>>) -> Result {
    let (idea, _) = find(&who, &part).await?;
    policy::may_edit_now(&who.person, &idea)?;
    let typed = TypedIdea::from_pairs(form.into_inner());
    if typed.wants_preview {
        return EditPage::new(&who, &idea, typed).previewed(&who).await;
    }
    let draft = match parse(&who, &idea, &typed) {
        Ok(draft) => draft,
        Err(error) => return EditPage::new(&who, &idea, typed).refused(error, &who),
    };
    let (person, settings, now, id) = (who.person.clone(), Arc::clone(&who.settings), who.now, idea.id);
    let write = move |db: &mut Db| edit::edit(db, &person, id, &draft, &settings, now);
    match who.state.db.write(write).await {
        Ok(after) => Ok(arrived(&who, &after)),
        Err(Error::Conflict(_)) => {
            let (now, _) = find(&who, &part).await?;
            Ok(EditPage::new(&who, &now, typed).conflicting(&now))
        }
        Err(error) => Err(error.into()),
    }
}

fn parse(who: &SignedIn, idea: &Idea, typed: &TypedIdea) -> crate::error::Result<EditDraft> {
    let input = EditInput {
        title: &typed.title,
        body: &typed.body,
        board: &typed.board,
        category: typed.category_slug(),
        tags: &typed.tags,
        seen: &typed.seen,
    };
    EditDraft::parse(&input, idea, &who.person, &who.settings.catalog)
}

fn arrived(who: &SignedIn, idea: &Idea) -> HttpResponse {
    let key = draft_key(who, &format!("edit-{}", idea.id));
    let waits = idea.state == PostState::Pending && !who.person.role.is_staff();
    let flash = if waits { "idea-flash-edit-pending" } else { "idea-flash-edited" };
    who.session.flash_and_clear(flash, &format!("{key}-title {key}-body"));
    who.state.work.notify_one();
    see_other(&who.state.links.idea(idea.id, &idea.title))
}

impl EditPage {
    fn new(who: &SignedIn, idea: &Idea, mut typed: TypedIdea) -> Self {
        let here = who.settings.catalog.board(idea.board_id).map(|board| board.slug.clone());
        let here = here.unwrap_or_default();
        if typed.board.is_empty() {
            typed.board.clone_from(&here);
        }
        let only = (!policy::may_move(&who.person)).then_some(here.as_str());
        let links = &who.state.links;
        Self {
            layout: Layout::new(who),
            form: FormErrors::default(),
            fields: IdeaFields::new(who, typed, &format!("edit-{}", idea.id), only),
            action: links.idea_act(idea.id, "edit"),
            back: links.idea(idea.id, &idea.title),
            preview: None,
            conflict: None,
        }
    }

    async fn previewed(mut self, who: &Visitor) -> Result {
        let (settings, body) = (Arc::clone(&who.settings), self.fields.typed.body.clone());
        let rendered = who.state.db.read(move |db| settings.renderer.render(db, &body)).await?;
        self.preview = Some(rendered.html.into_string());
        Ok(Html(self).with_status(StatusCode::OK))
    }

    fn refused(mut self, error: Error, who: &Visitor) -> Result {
        self.form = FormErrors::from_error(error, &who.words)?;
        Ok(Html(self).with_status(StatusCode::UNPROCESSABLE_ENTITY))
    }

    /// Sending the form again then replaces the other text knowingly.
    fn conflicting(mut self, now: &Idea) -> HttpResponse {
        let typed = &mut self.fields.typed;
        typed.seen = edit::version(now);
        let (title, body) = (change(&typed.title, &now.title), change(&typed.body, &now.body));
        self.conflict = Some(Conflict { title, body });
        Html(self).with_status(StatusCode::CONFLICT)
    }
}
