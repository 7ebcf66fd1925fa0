//! Making a part of an idea an idea of its own: its text, and which voters are invited to it.

use std::collections::HashSet;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use super::idea::id_in;
use crate::db::Db;
use crate::http::guard::Manager;
use crate::ideas::{Idea, queries};
use crate::ids::{IdeaId, PersonId};
use crate::triage::policy;
use crate::triage::split::{self, SplitDraft, SplitInput, Whom};
use crate::votes::queries::latest_voters;
use crate::web::comments::form::fresh_key;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::{People, Who};

/// Voters that can be ticked; all can be invited at once.
const OFFERED: i64 = 60;

/// The form.
#[derive(Template)]
#[template(path = "desk/split.html")]
pub struct SplitPage {
    layout: Layout,
    idea: Idea,
    typed: SplitInput,
    voters: Vec<(Who, bool)>,
    form: FormErrors,
}

/// An empty form.
pub async fn page(who: Manager, idea: Path<String>) -> Result {
    let id = id_in(&idea)?;
    let typed = SplitInput {
        whom: Whom::Everybody.as_str().to_owned(),
        form_key: fresh_key(),
        ..SplitInput::default()
    };
    answer(&who, id, typed, FormErrors::default(), StatusCode::OK).await
}

/// Splits.
pub async fn act(who: Manager, idea: Path<String>, fields: Fields) -> Result {
    let id = id_in(&idea)?;
    let typed = SplitInput {
        title: fields.get("title").to_owned(),
        body: fields.get("body").to_owned(),
        whom: fields.get("whom").to_owned(),
        people: fields.all("people"),
        form_key: fields.get("form_key").to_owned(),
    };
    let (settings, person, now, sent) =
        (Arc::clone(&who.settings), who.person.clone(), who.now, typed.clone());
    let done = who.state.db.write(move |db| {
        let of = queries::find_visible(db, id, (&person).into())?;
        let draft = SplitDraft::parse(&sent, &of, &settings)?;
        split::split(db, &person, of.id, &draft, &settings, now)
    });
    match done.await {
        Ok(part) => {
            who.state.work.notify_one();
            who.session.flash("flash-split");
            Ok(see_other(&who.state.links.desk_idea(part.id)))
        }
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            answer(&who, id, typed, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

async fn answer(who: &Manager, id: IdeaId, typed: SplitInput, form: FormErrors, code: StatusCode) -> Result {
    let viewer = who.viewer();
    let load = move |db: &mut Db| {
        let idea = queries::find_visible(db, id, viewer)?;
        policy::may_be_worked_on(&idea)?;
        let voters = latest_voters(db, id, OFFERED)?;
        let people = People::load(db, voters.iter().copied())?;
        Ok((idea, voters, people))
    };
    let (idea, voters, people) = who.state.db.read(load).await?;
    let ticked: HashSet<PersonId> = typed.people.iter().filter_map(|id| id.parse().ok()).collect();
    let voters = voters.into_iter().map(|id| (people.who(id, who), ticked.contains(&id))).collect();
    Ok(Html(SplitPage { layout: Layout::new(who), idea, typed, voters, form }).with_status(code))
}
