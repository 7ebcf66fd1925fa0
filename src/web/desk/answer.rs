//! Deciding and answering, and editing an answer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::answer_help::{HELPS, helped};
use super::fields::Fields;
use super::idea::{AnswerForm, IdeaPage, fresh_form, id_in, load, seen};
use super::meantime::{self, KeptPage};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Manager;
use crate::ids::{IdeaId, ResponseId};
use crate::time::Timestamp;
use crate::triage::answer::{AnswerDraft, Response, Seen};
use crate::triage::effort::EffortChange;
use crate::triage::{self, policy, queries};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Decides and answers; or shows how the answer would look.
pub async fn act(who: Manager, idea: Path<String>, fields: Fields) -> Result {
    policy::may_answer(&who.person)?;
    let idea = id_in(&idea)?;
    if let Some(page) = merged_away(&who, idea, &fields).await? {
        return Ok(page);
    }
    if HELPS.iter().any(|help| fields.has(help)) {
        return again(&who, idea, &fields, FormErrors::default(), StatusCode::OK).await;
    }
    match answer(&who, idea, &fields).await {
        Ok(()) => {
            let key = format!("p{0}-answer-{idea} p{0}-private-{idea}", who.person.id);
            who.session.flash_and_clear("flash-answered", &key);
            Ok(see_other(&who.state.links.desk_idea(idea)))
        }
        // Somebody may have merged it between the look and the act.
        Err(error) if matches!(error, Error::Conflict(_) | Error::Forbidden(_) | Error::NotFound) => {
            if let Some(page) = merged_away(&who, idea, &fields).await? {
                return Ok(page);
            }
            if !matches!(error, Error::Conflict(_)) {
                return kept(&who, idea, &fields).await;
            }
            again(&who, idea, &fields, FormErrors::default(), StatusCode::CONFLICT).await
        }
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            again(&who, idea, &fields, errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// Whoever answers an idea that was merged in the meantime finds what they typed at the idea that it is part of now.
async fn merged_away(who: &Manager, idea: IdeaId, fields: &Fields) -> Result<Option<HttpResponse>> {
    let Some((happened, home)) = meantime::merged(who, idea, "answer-conflict-merged").await? else {
        return Ok(None);
    };
    let loaded = load(who, home).await?;
    let form = AnswerForm {
        effort: fields.get("effort").to_owned(),
        response: fields.get("response").to_owned(),
        private: fields.get("private").to_owned(),
        conflict: Some(happened),
        ..fresh_form(&loaded)
    };
    Ok(Some(Html(IdeaPage::new(who, loaded, form)).with_status(StatusCode::CONFLICT)))
}

/// What was typed about an idea that was hidden or removed in the meantime.
async fn kept(who: &Manager, idea: IdeaId, fields: &Fields) -> Result {
    let found = who.state.db.read(move |db| crate::ideas::queries::find(db, idea)).await?;
    let typed = [fields.get("response"), fields.get("private")].join("\n\n");
    let place = (who.words.get("bulk-back"), who.state.links.to("/desk"));
    Ok(KeptPage::answer(who, (found.title, who.words.get("meantime-gone")), place, &typed))
}

async fn answer(who: &Manager, idea: IdeaId, fields: &Fields) -> crate::error::Result<()> {
    let status = fields.get("status").parse().map_err(|_| Error::field("status", "error-status-unknown"))?;
    let effort = EffortChange::parse(fields.get("effort"))
        .ok_or_else(|| Error::field("effort", "error-effort-unknown"))?;
    let draft = AnswerDraft::parse(Some(status), effort, fields.get("response"))?
        .privately(fields.get("private"))?
        .if_still(Seen::from_form(fields.get("seen")));
    let (actor, settings, now) = (who.person.clone(), who.settings.clone(), who.now);
    let done = who.state.db.write(move |db| triage::answer(db, &actor, idea, &draft, &settings, now)).await;
    who.state.work.notify_one();
    done.map(drop)
}

/// The page with the form as typed. What it carries of what was seen is fresh, so sending it again decides anyway.
async fn again(who: &Manager, idea: IdeaId, fields: &Fields, errors: FormErrors, code: StatusCode) -> Result {
    let loaded = load(who, idea).await?;
    let conflict =
        if code == StatusCode::CONFLICT { Some(meantime::decided(who, idea).await?) } else { None };
    let preview = if fields.has("preview") { Some(render(who, fields.get("response")).await?) } else { None };
    let form = AnswerForm {
        status: fields.get("status").to_owned(),
        effort: fields.get("effort").to_owned(),
        response: fields.get("response").to_owned(),
        private: fields.get("private").to_owned(),
        template: fields.get("template").to_owned(),
        proposals: Vec::new(),
        no_proposals: false,
        seen: if conflict.is_some() { seen(&loaded) } else { fields.get("seen").to_owned() },
        errors,
        preview,
        conflict,
    };
    let form = helped(who, &loaded, fields, form).await?;
    Ok(Html(IdeaPage::new(who, loaded, form)).with_status(code))
}

async fn render(who: &Manager, source: &str) -> crate::error::Result<String> {
    let (renderer, source) = (who.settings.renderer.clone(), source.to_owned());
    who.state.db.read(move |db| Ok(renderer.render(db, &source)?.html.into_string())).await
}

/// The form that edits an answer.
#[derive(Template)]
#[template(path = "desk/response.html")]
pub struct ResponsePage {
    layout: Layout,
    response: Response,
    title: String,
    typed: String,
    form: FormErrors,
    /// Who edited it in the meantime; the text as it is now is shown beside what was typed.
    conflict: Option<String>,
}

impl ResponsePage {
    /// What was seen when the form was made.
    fn seen(&self) -> i64 {
        self.response.edited_at.map_or(0, Timestamp::micros)
    }
}

/// Shows the form.
pub async fn edit_page(who: Manager, response: Path<ResponseId>) -> Result<Html<ResponsePage>> {
    policy::may_answer(&who.person)?;
    Ok(Html(edit_form(&who, response.into_inner(), None).await?))
}

async fn edit_form(
    who: &Manager,
    id: ResponseId,
    typed: Option<String>,
) -> crate::error::Result<ResponsePage> {
    let viewer = who.viewer();
    let (response, idea) = who
        .state
        .db
        .read(move |db| {
            let response = queries::find_response(db, id)?;
            let idea = crate::ideas::queries::find_visible(db, response.idea_id, viewer)?;
            Ok((response, idea))
        })
        .await?;
    let typed = typed.unwrap_or_else(|| response.body.clone());
    let (title, form) = (idea.title, FormErrors::default());
    Ok(ResponsePage { layout: Layout::new(who), response, title, typed, form, conflict: None })
}

/// Edits an answer.
pub async fn edit(who: Manager, response: Path<ResponseId>, fields: Fields) -> Result {
    policy::may_answer(&who.person)?;
    let id = response.into_inner();
    let typed = fields.get("response").to_owned();
    let seen = fields.get("seen").parse().ok().filter(|at| *at != 0).map(Timestamp::from_micros);
    let (actor, settings, now, text) = (who.person.clone(), who.settings.clone(), who.now, typed.clone());
    let write = move |db: &mut Db| triage::edit_response(db, &actor, id, (&text, seen), &settings, now);
    let error = match who.state.db.write(write).await {
        Ok(response) => {
            who.session.flash("flash-response-edited");
            return Ok(see_other(&who.state.links.desk_idea(response.idea_id)));
        }
        Err(error) => error,
    };
    let mut page = edit_form(&who, id, Some(typed)).await?;
    if matches!(error, Error::Conflict(_)) {
        page.conflict = Some(meantime::edited(&who, page.response.idea_id, id).await?);
        return Ok(Html(page).with_status(StatusCode::CONFLICT));
    }
    page.form = FormErrors::from_error(error, &who.words)?;
    Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
}
