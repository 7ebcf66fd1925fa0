//! What somebody else did while a form was open, in a sentence with who and when; and what was typed into a form that is
//! there no longer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::fields::Fields;
use crate::db::Db;
use crate::error::Result;
use crate::history::{self, Act, ActKind};
use crate::http::guard::Visitor;
use crate::ids::{IdeaId, PersonId, ResponseId, RouteId};
use crate::merges;
use crate::people::Person;
use crate::triage::routes::Step;
use crate::triage::{queries, teams};
use crate::web::page::{Html, Layout};

/// How far back in an idea's history the decision is looked for.
const ACTS: i64 = 20;
/// The fields of a route's forms that hold words of a person's own.
const TYPED: [&str; 4] = ["words", "route_note", "url", "work_title"];

/// A page that stands in for a form that is there no longer: what happened, where to go on, and what was typed.
#[derive(Template)]
#[template(path = "desk/kept.html")]
pub struct KeptPage {
    layout: Layout,
    title: String,
    happened: String,
    /// Name and address of the place to go on at.
    place: (String, String),
    kept: String,
}

impl KeptPage {
    /// The page, answered as a conflict.
    pub fn answer(
        visitor: &Visitor,
        (title, happened): (String, String),
        place: (String, String),
        kept: &str,
    ) -> HttpResponse {
        let page =
            Self { layout: Layout::new(visitor), title, happened, place, kept: kept.trim().to_owned() };
        Html(page).with_status(StatusCode::CONFLICT)
    }
}

/// What was typed into a form of a route, whichever it was.
pub fn typed(fields: &Fields) -> String {
    let typed: Vec<&str> =
        TYPED.iter().map(|name| fields.get(name)).filter(|text| !text.is_empty()).collect();
    typed.join("\n")
}

fn name(visitor: &Visitor, person: Option<&Person>) -> String {
    person.map_or_else(|| visitor.words.get("person-former"), |person| person.label(&visitor.words))
}

/// Who merged an idea and when, by this sentence; and the idea that it is part of now. `None` when it is not merged.
pub async fn merged(visitor: &Visitor, idea: IdeaId, key: &'static str) -> Result<Option<(String, IdeaId)>> {
    let find = move |db: &mut Db| {
        let Some(merge) = merges::of(db, idea)? else { return Ok(None) };
        let by = crate::people::queries::find(db, merge.merged_by)?;
        Ok(Some((merge, by, merges::home(db, idea)?)))
    };
    let Some((merge, by, home)) = visitor.state.db.read(find).await? else { return Ok(None) };
    let when = visitor.words.ago(merge.created_at, visitor.now);
    Ok(Some((visitor.words.two(key, "name", name(visitor, by.as_ref()), "when", when), home)))
}

async fn last_act(
    visitor: &Visitor,
    idea: IdeaId,
    is_it: impl Fn(&Act) -> bool + Send + 'static,
) -> Result<Option<(Act, Option<Person>)>> {
    let find = move |db: &mut Db| {
        let Some(act) = history::of_idea(db, idea, true, ACTS)?.into_iter().find(is_it) else {
            return Ok(None);
        };
        let by = act.actor_id.map(|id| crate::people::queries::find(db, id)).transpose()?.flatten();
        Ok(Some((act, by)))
    };
    visitor.state.db.read(find).await
}

/// Who decided about an idea last.
pub async fn decided(visitor: &Visitor, idea: IdeaId) -> Result<String> {
    let decisions = [ActKind::StatusChanged, ActKind::Answered, ActKind::EffortChanged];
    let words = &visitor.words;
    let found = last_act(visitor, idea, move |act| decisions.contains(&act.kind)).await?;
    let Some((act, by)) = found else { return Ok(words.get("error-answer-conflict")) };
    let by = name(visitor, by.as_ref());
    let status = act.detail().get("to").and_then(serde_json::Value::as_i64).map(crate::ids::StatusId::new);
    let status = status.and_then(|id| visitor.settings.catalog.status(id).ok()).map(|own| own.label(words));
    let when = words.ago(act.created_at, visitor.now);
    Ok(match (act.kind, status) {
        (ActKind::StatusChanged, Some(status)) => words.with(
            "answer-conflict-status",
            &[("name", by.into()), ("when", when.into()), ("status", status.into())],
        ),
        (ActKind::EffortChanged, _) => words.two("answer-conflict-effort", "name", by, "when", when),
        _ => words.two("answer-conflict-answered", "name", by, "when", when),
    })
}

/// Who edited this answer last.
pub async fn edited(visitor: &Visitor, idea: IdeaId, response: ResponseId) -> Result<String> {
    let is_it = move |act: &Act| {
        let of = act.detail().get("response").and_then(serde_json::Value::as_i64);
        act.kind == ActKind::ResponseEdited && of == Some(response.raw())
    };
    let Some((act, by)) = last_act(visitor, idea, is_it).await? else {
        return Ok(visitor.words.get("error-response-conflict"));
    };
    let when = visitor.words.ago(act.created_at, visitor.now);
    Ok(visitor.words.two("meantime-edited", "name", name(visitor, by.as_ref()), "when", when))
}

/// Who last sent an idea to a team, or took it from one.
pub async fn sent(visitor: &Visitor, idea: IdeaId) -> Result<Option<String>> {
    let find = move |db: &mut Db| {
        let routes: Vec<RouteId> = queries::routes_of(db, idea)?.0.iter().map(|card| card.route.id).collect();
        step_with_names(db, &routes)
    };
    let found = visitor.state.db.read(find).await?;
    Ok(found.map(|(step, team, by)| said(visitor, &step, team, by.as_ref())))
}

/// Who last moved a route on.
pub async fn moved(visitor: &Visitor, route: RouteId) -> Result<String> {
    let found = visitor.state.db.read(move |db| step_with_names(db, &[route])).await?;
    let said = found.map(|(step, team, by)| said(visitor, &step, team, by.as_ref()));
    Ok(said.unwrap_or_else(|| visitor.words.get("error-route-moved")))
}

fn step_with_names(db: &mut Db, routes: &[RouteId]) -> Result<Option<(Step, String, Option<Person>)>> {
    let Some(step) = queries::last_move(db, routes)? else { return Ok(None) };
    let team = queries::find_route(db, step.route_id)?.team_id;
    let by: Option<PersonId> = step.person_id;
    let by = by.map(|id| crate::people::queries::find(db, id)).transpose()?.flatten();
    Ok(Some((step, teams::find(db, team)?.name, by)))
}

fn said(visitor: &Visitor, step: &Step, team: String, by: Option<&Person>) -> String {
    let words = &visitor.words;
    let what = match step.person_id {
        _ if step.kind.is_by_clock() => words.get(step.kind.word()),
        Some(_) => words.one(step.kind.word(), "name", name(visitor, by)),
        None => words.get("step-by-rule"),
    };
    let when = words.ago(step.created_at, visitor.now);
    words.with("meantime-step", &[("team", team.into()), ("what", what.into()), ("when", when.into())])
}
