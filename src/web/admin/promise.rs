//! The promise of a board: a first answer within so many working days, by whose calendar.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use askama::Template;
use serde::Deserialize;

use super::{done, refused};
use crate::boards::{Board, promises};
use crate::http::guard::Admin;
use crate::ids::{BoardId, TeamId};
use crate::triage::teams::{self, Team};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

/// The form, every field as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct PromiseForm {
    #[serde(default)]
    days: String,
    #[serde(default)]
    team: String,
}

#[derive(Template)]
#[template(path = "admin/promise.html")]
struct PromisePage {
    layout: Layout,
    form: FormErrors,
    name: String,
    back: String,
    days: String,
    calendars: Vec<Choice>,
}

fn promise_page(
    who: &Admin,
    board: &Board,
    teams: &[Team],
    form: FormErrors,
    typed: PromiseForm,
) -> PromisePage {
    let layout = Layout::new(&who.visitor);
    let site = ("".to_owned(), layout.words.get("promise-calendar-site"));
    let all = std::iter::once(site).chain(teams.iter().map(|team| (team.id.to_string(), team.name.clone())));
    PromisePage {
        name: board.name.clone(),
        back: layout.links.admin_board(board.id),
        calendars: Choice::list(all, &typed.team),
        days: typed.days,
        layout,
        form,
    }
}

async fn teams_of(who: &Admin) -> crate::error::Result<Vec<Team>> {
    who.state.db.read(teams::list_active).await
}

/// Shows the form.
pub async fn page(who: Admin, id: Path<BoardId>) -> Result {
    let board = who.settings.catalog.board(*id)?;
    let typed = who.settings.catalog.promise(*id).map_or_else(PromiseForm::default, |promise| PromiseForm {
        days: promise.days.to_string(),
        team: promise.team_id.map_or_else(String::new, |team| team.to_string()),
    });
    let page = promise_page(&who, board, &teams_of(&who).await?, FormErrors::default(), typed);
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Stores the promise, or takes it back.
pub async fn save(who: Admin, id: Path<BoardId>, form: Form<PromiseForm>) -> Result {
    let (board, now) = (who.settings.catalog.board(*id)?, who.now);
    let teams = teams_of(&who).await?;
    let (id, typed) = (board.id, form.into_inner());
    let team: Option<TeamId> = typed.team.parse().ok().filter(|id| teams.iter().any(|team| team.id == *id));
    let saved = match promises::parse_days(&typed.days) {
        Ok(days) => who.state.db.write(move |db| promises::set(db, id, days, team, now)).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => done(&who, "flash-saved", &format!("/admin/boards/{id}")).await,
        Err(error) => refused(error, &who, |errors| promise_page(&who, board, &teams, errors, typed)),
    }
}
