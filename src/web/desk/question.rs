//! A team's question to the author of an idea, and the author's answer.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use super::idea::id_in;
use crate::error::Error;
use crate::http::guard::SignedIn;
use crate::ideas::Idea;
use crate::ids::{IdeaId, PersonId, RouteId};
use crate::text::clean;
use crate::triage::queries::{self, Asked, Question};
use crate::triage::routes::{self, Move, Step};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// The question with the form that answers it.
#[derive(Template)]
#[template(path = "desk/question.html")]
pub struct QuestionPage {
    layout: Layout,
    idea: Idea,
    question: Question,
    /// Whether the team waits for it no longer.
    is_over: bool,
    answer: Option<Step>,
    typed: String,
    form: FormErrors,
}

/// Shows the question to the author; to others it is not there.
pub async fn page(who: SignedIn, path: Path<(String, RouteId)>) -> Result<Html<QuestionPage>> {
    let (idea, route) = path.into_inner();
    let page = shown(&who, id_in(&idea)?, route).await?;
    if page.is_over { Err(Error::NotFound.into()) } else { Ok(Html(page)) }
}

async fn shown(who: &SignedIn, idea: IdeaId, route: RouteId) -> crate::error::Result<QuestionPage> {
    let (viewer, person) = (who.viewer(), who.person.id);
    let (idea, asked) = who
        .state
        .db
        .read(move |db| {
            let idea = crate::ideas::queries::find_visible(db, idea, viewer)?;
            let asked = queries::question_on(db, idea.id, route, person)?;
            Ok((idea, asked))
        })
        .await?;
    let Asked { question, waits, answer } = asked.ok_or(Error::NotFound)?;
    let (typed, form) = (String::new(), FormErrors::default());
    Ok(QuestionPage { layout: Layout::new(who), idea, question, is_over: !waits, answer, typed, form })
}

/// Whether this is the answer that stands: a form that was sent twice was taken the first time.
fn is_taken(asked: &QuestionPage, person: PersonId, typed: &str) -> bool {
    let typed = clean::multi_line(typed).unwrap_or_default();
    let is_same = |step: &Step| step.person_id == Some(person) && step.body == typed.trim();
    asked.is_over && asked.answer.as_ref().is_some_and(is_same)
}

/// Answers it; the route goes back to where it was when the team asked.
pub async fn answer(who: SignedIn, path: Path<(String, RouteId)>, fields: Fields) -> Result {
    let (idea, route) = path.into_inner();
    let id = id_in(&idea)?;
    // Whether it still waits is looked at after the attempt: the team may have moved on at this moment.
    shown(&who, id, route).await?;
    let (actor, words, now) = (who.person.clone(), fields.get("words").to_owned(), who.now);
    let done =
        who.state.db.write(move |db| routes::move_on(db, &actor, route, Move::Answer, &words, now)).await;
    who.state.work.notify_one();
    let (asked, typed) = (shown(&who, id, route).await?, fields.get("words").to_owned());
    let done = if is_taken(&asked, who.person.id, &typed) { Ok(()) } else { done.map(drop) };
    match done {
        Ok(()) => {
            who.session
                .flash_and_clear("flash-question-answered", &format!("p{}-question-{route}", who.person.id));
            Ok(see_other(&who.state.links.idea(id, &asked.idea.title)))
        }
        Err(Error::NotFound | Error::Conflict(_) | Error::Forbidden(_) | Error::Invalid(_))
            if asked.is_over && !clean::is_invisible(&typed) =>
        {
            Ok(Html(QuestionPage { typed, ..asked }).with_status(StatusCode::CONFLICT))
        }
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            Ok(Html(QuestionPage { form, typed, ..asked }).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
