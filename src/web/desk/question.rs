//! A team's question to the author of an idea, and the author's answer.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use super::idea::id_in;
use super::meantime::KeptPage;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::SignedIn;
use crate::ideas::Idea;
use crate::ids::{IdeaId, RouteId};
use crate::triage::queries::{self, Question};
use crate::triage::routes::{self, Move};
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
    typed: String,
    form: FormErrors,
}

/// Shows the question to the author; to others it is not there.
pub async fn page(who: SignedIn, path: Path<(String, RouteId)>) -> Result<Html<QuestionPage>> {
    let (idea, route) = path.into_inner();
    Ok(Html(shown(&who, id_in(&idea)?, route, String::new(), FormErrors::default()).await?))
}

async fn shown(
    who: &SignedIn,
    idea: IdeaId,
    route: RouteId,
    typed: String,
    form: FormErrors,
) -> crate::error::Result<QuestionPage> {
    let (viewer, person) = (who.viewer(), who.person.id);
    let (idea, questions) = who
        .state
        .db
        .read(move |db| {
            let idea = crate::ideas::queries::find_visible(db, idea, viewer)?;
            let questions = queries::questions_for(db, idea.id, person)?;
            Ok((idea, questions))
        })
        .await?;
    let question = questions.into_iter().find(|own| own.route == route).ok_or(Error::NotFound)?;
    Ok(QuestionPage { layout: Layout::new(who), idea, question, typed, form })
}

/// Answers it; the route goes back to where it was when the team asked.
pub async fn answer(who: SignedIn, path: Path<(String, RouteId)>, fields: Fields) -> Result {
    let (idea, route) = path.into_inner();
    let id = id_in(&idea)?;
    let typed = fields.get("words").to_owned();
    let asked = match shown(&who, id, route, typed.clone(), FormErrors::default()).await {
        Ok(asked) => asked,
        Err(Error::NotFound) => return answered_already(&who, id, route, &typed).await,
        Err(other) => return Err(other.into()),
    };
    let (actor, words, now) = (who.person.clone(), typed.clone(), who.now);
    let done =
        who.state.db.write(move |db| routes::move_on(db, &actor, route, Move::Answer, &words, now)).await;
    who.state.work.notify_one();
    match done {
        Ok(_) => {
            who.session
                .flash_and_clear("flash-question-answered", &format!("p{}-question-{route}", who.person.id));
            Ok(see_other(&who.state.links.idea(id, &asked.idea.title)))
        }
        Err(Error::Conflict(_) | Error::NotFound) => answered_already(&who, id, route, &typed).await,
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            Ok(Html(QuestionPage { form, ..asked }).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// What the author typed, when the desk answered for them or the team did without in the meantime.
async fn answered_already(who: &SignedIn, idea: IdeaId, route: RouteId, typed: &str) -> Result {
    let (viewer, person) = (who.viewer(), who.person.id);
    let find = move |db: &mut Db| {
        let own = queries::find_route(db, route)?.idea_id == idea;
        let found = crate::ideas::queries::find_home(db, idea, viewer)?;
        let is_theirs = crate::ideas::queries::find(db, idea)?.author_id == person;
        if own && is_theirs { Ok(found) } else { Err(Error::NotFound) }
    };
    let home = who.state.db.read(find).await?;
    let happened = who.words.get("meantime-question");
    let place = (home.title.clone(), who.state.links.idea(home.id, &home.title));
    Ok(KeptPage::answer(who, (home.title, happened), place, typed))
}
