//! One route: what happened to it, and the moves that can be made.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use chrono_tz::Tz;

use super::clock_line::ClockLine;
use super::fields::{Fields, date_field, zone_of};
use super::labels;
use super::meantime;
use crate::calendars;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Staff;
use crate::ideas::Idea;
use crate::ids::{PersonId, RouteId, TeamId};
use crate::merges;
use crate::people::{Person, Power};
use crate::ranking::impact::Effort;
use crate::text::words::Words;
use crate::triage::clocks::{self, Clock};
use crate::triage::notes::{self, Note};
use crate::triage::routes::StepKind;
use crate::triage::routes::{self, Confidence, Estimate, Move, Route, Step, WorkItem};
use crate::triage::teams::{self, Team};
use crate::triage::{policy, queries};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

struct Loaded {
    route: Route,
    idea: Idea,
    home: Idea,
    team: Team,
    members: Vec<Person>,
    teams: Vec<Team>,
    steps: Vec<Step>,
    notes: Vec<Note>,
    own_teams: Vec<TeamId>,
    clock: Option<Clock>,
    escalated_team: String,
    people: HashMap<PersonId, Person>,
    estimate: Option<Estimate>,
    work: Vec<WorkItem>,
    unheard: Vec<TeamId>,
    zone: Tz,
    author_left: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/route.html")]
pub struct RoutePage {
    layout: Layout,
    route: Route,
    idea: Idea,
    /// What a merged idea is part of: its title and its page.
    part_of: Option<(String, String)>,
    team: Team,
    place: String,
    status: String,
    steps: Vec<(Step, String)>,
    notes: Vec<(Note, String)>,
    plain: Vec<Move>,
    worded: Vec<Move>,
    assignees: Vec<Choice>,
    teams: Vec<Team>,
    due: String,
    assignee: String,
    is_overdue: bool,
    clock: ClockLine,
    due_at: String,
    may_see_desk: bool,
    may_work: bool,
    estimate: Option<Estimate>,
    efforts: Vec<Choice>,
    confidences: Vec<Choice>,
    work: Vec<WorkItem>,
    typed: Fields,
    tried: Option<Move>,
    unheard: Vec<TeamId>,
    form: FormErrors,
    /// What somebody else did in the meantime, and what was typed into a form that is there no longer.
    conflict: Option<String>,
    kept: String,
}

/// Shows the page to members of the team and to managers; to others it is not there.
pub async fn page(who: Staff, route: Path<RouteId>) -> Result<Html<RoutePage>> {
    let loaded = load(&who, route.into_inner()).await?;
    Ok(Html(RoutePage::new(&who, loaded, None, Fields::default(), FormErrors::default())))
}

async fn load(who: &Staff, route: RouteId) -> crate::error::Result<Loaded> {
    let person = who.person.clone();
    who.state.db.read(move |db| load_all(db, &person, route)).await
}

fn load_all(db: &mut Db, person: &Person, route: RouteId) -> crate::error::Result<Loaded> {
    let route = queries::find_route(db, route)?;
    let own_teams = clocks::within_reach(db, person, &route)?;
    let idea = crate::ideas::queries::find(db, route.idea_id)?;
    if !policy::may_see_inbox(person, &own_teams, route.team_id) || merges::seen_by(db, idea.id)? <= 0 {
        return Err(Error::NotFound);
    }
    let home = crate::ideas::queries::find_home(db, idea.id, person.into())?;
    let steps = queries::steps_of(db, route.id)?;
    let notes = notes::of_idea(db, home.id)?;
    let mut ids: Vec<PersonId> = steps.iter().filter_map(|step| step.person_id).collect();
    ids.extend(notes.iter().map(|note| note.author_id));
    ids.extend(route.assignee_id);
    let clock = clocks::of_routes(db, &[route.id])?.remove(&route.id).filter(|_| route.state.is_open());
    ids.extend(clock.as_ref().and_then(|clock| clock.escalated_person));
    let escalated_team = match clock.as_ref().and_then(|clock| clock.escalated_team) {
        Some(team) => teams::find(db, team)?.name,
        None => String::new(),
    };
    let people = crate::people::queries::by_ids(db, &ids)?;
    let teams = teams::list_active(db)?;
    Ok(Loaded {
        unheard: teams::unheard(db, &teams)?,
        zone: calendars::of_team(db, route.team_id)?.zone,
        author_left: routes::has_left(db, idea.author_id)?,
        estimate: routes::estimates_of(db, &[route.id])?.remove(&route.id),
        work: routes::work_of(db, &[route.id])?.remove(&route.id).unwrap_or_default(),
        team: teams::find(db, route.team_id)?,
        members: teams::members(db, route.team_id)?,
        teams,
        clock,
        escalated_team,
        people: people.into_iter().map(|person| (person.id, person)).collect(),
        route,
        idea,
        home,
        steps,
        notes,
        own_teams,
    })
}

impl RoutePage {
    fn new(who: &Staff, loaded: Loaded, tried: Option<Move>, typed: Fields, form: FormErrors) -> Self {
        let (words, catalog) = (&who.words, &who.settings.catalog);
        let name = |id: Option<PersonId>| match id {
            None => String::new(),
            Some(id) => loaded
                .people
                .get(&id)
                .map_or_else(|| words.get("person-former"), |person| person.label(words)),
        };
        let (worded, plain) =
            moves(&who.person, &loaded).into_iter().partition(|act| act.wants_words().is_some());
        let chosen = loaded.route.assignee_id.map_or_else(String::new, |id| id.to_string());
        let nobody = Choice::new("", words.get("route-nobody"), &chosen);
        let effort = loaded.estimate.map_or("", |own| own.effort.as_str());
        let confidence = loaded.estimate.map_or("", |own| own.confidence.as_str());
        let members = loaded.members.iter().map(|own| Choice::new(own.id, own.label(words), &chosen));
        let home = Some(&loaded.home).filter(|home| home.id != loaded.idea.id);
        // Whoever sees to it since it was escalated to them may be of another team.
        let other = loaded.route.assignee_id.filter(|id| !loaded.members.iter().any(|own| own.id == *id));
        let other = other.map(|id| Choice::new(id, name(Some(id)), &chosen));
        Self {
            part_of: home.map(|home| (home.title.clone(), who.state.links.idea(home.id, &home.title))),
            place: labels::place(&loaded.idea, catalog),
            status: labels::status(&loaded.idea, catalog, words),
            steps: loaded.steps.iter().map(|step| (step.clone(), name(step.person_id))).collect(),
            notes: loaded.notes.iter().map(|note| (note.clone(), name(Some(note.author_id)))).collect(),
            assignees: std::iter::once(nobody).chain(members).chain(other).collect(),
            assignee: name(loaded.route.assignee_id),
            due: typed.chosen("due", &date_field(loaded.route.due_at, loaded.zone)).to_owned(),
            unheard: loaded.unheard,
            is_overdue: loaded.route.is_overdue(who.now),
            clock: ClockLine::new(
                words,
                loaded.clock.as_ref(),
                |id| name(Some(id)),
                |_| loaded.escalated_team.clone(),
            ),
            due_at: loaded
                .route
                .due_at
                .filter(|_| loaded.route.state.is_open())
                .map(|at| words.one("clock-due-at", "date", words.date_time(at)))
                .unwrap_or_default(),
            may_see_desk: who.person.may(Power::Desk),
            may_work: policy::may_work_for(&who.person, &loaded.own_teams, loaded.route.team_id),
            efforts: labels::bands(words, typed.chosen("effort", effort)),
            confidences: confidences(words, typed.chosen("confidence", confidence)),
            estimate: loaded.estimate,
            work: loaded.work,
            teams: loaded.teams.into_iter().filter(|team| team.id != loaded.route.team_id).collect(),
            layout: Layout::new(who),
            route: loaded.route,
            idea: loaded.idea,
            team: loaded.team,
            plain,
            worded,
            typed,
            tried,
            form,
            conflict: None,
            kept: String::new(),
        }
    }

    /// What was typed into the form of this move, when it came back.
    fn typed_for(&self, act: &Move) -> &str {
        if self.tried == Some(*act) { self.typed.get("words") } else { "" }
    }

    /// What is wrong with the form of this move.
    fn error_for(&self, act: &Move) -> Option<&str> {
        if self.tried == Some(*act) { self.form.of("words") } else { None }
    }

    /// The reports that this page can make one of the team again.
    fn is_published(&self, step: &Step) -> bool {
        self.may_work && step.kind == StepKind::Published
    }

    /// What an estimate said, in words.
    fn estimate_in(&self, step: &Step) -> String {
        let words = &self.layout.words;
        let (effort, confidence) = step.body.split_once(' ').unwrap_or_default();
        match (Effort::parse(effort), Confidence::parse(confidence)) {
            (Some(effort), Some(confidence)) => labels::estimate(words, effort, confidence),
            _ => step.body.clone(),
        }
    }

    /// The steps' day, when what they say is one.
    fn day_of(&self, step: &Step) -> String {
        let at = chrono::DateTime::parse_from_rfc3339(&step.body).ok();
        at.map_or_else(|| step.body.clone(), |at| self.layout.words.date(at.to_utc().into()))
    }
}

fn confidences(words: &Words, chosen: &str) -> Vec<Choice> {
    let all = Confidence::ALL.iter();
    all.map(|own| Choice::new(own, words.get(own.word()), chosen)).collect()
}

/// The moves that this person can make now.
fn moves(person: &Person, loaded: &Loaded) -> Vec<Move> {
    let may = |act: &Move| {
        policy::may_move(person, &loaded.own_teams, &loaded.route, loaded.idea.author_id, *act)
            && act.from().contains(&loaded.route.state)
            && policy::may_ask_author(loaded.author_left, *act)
    };
    Move::ALL.iter().copied().filter(may).collect()
}

/// Makes a move.
pub async fn act(who: Staff, path: Path<(RouteId, String)>, fields: Fields) -> Result {
    let (route, act) = path.into_inner();
    let act = Move::parse(&act).ok_or(Error::NotFound)?;
    let (actor, words, now) = (who.person.clone(), fields.get("words").to_owned(), who.now);
    let done = who.state.db.write(move |db| routes::move_on(db, &actor, route, act, &words, now)).await;
    who.state.work.notify_one();
    match done {
        Ok(_) => {
            who.session.flash(act.flash());
            Ok(see_other(&back(&who, route, &fields)))
        }
        Err(error) => refused(&who, route, Some(act), fields, error).await,
    }
}

/// The page with the forms as typed and what is wrong; or what somebody else did in the meantime, with what was typed.
async fn refused(who: &Staff, route: RouteId, tried: Option<Move>, typed: Fields, error: Error) -> Result {
    let kept = meantime::typed(&typed);
    match error {
        Error::Conflict(key) => {
            let happened = match key {
                "error-author-left" => who.words.get(key),
                _ => meantime::moved(who, route).await?,
            };
            let loaded = load(who, route).await?;
            let page = RoutePage::new(who, loaded, None, Fields::default(), FormErrors::default());
            let page = RoutePage { conflict: Some(happened), kept, ..page };
            Ok(Html(page).with_status(StatusCode::CONFLICT))
        }
        error => {
            let errors = FormErrors::from_error(error, &who.words)?;
            let page = RoutePage::new(who, load(who, route).await?, tried, typed, errors);
            Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// The page that the form was on: inboxes and the list of what came back say so, else the route's own.
fn back(who: &Staff, route: RouteId, fields: &Fields) -> String {
    let links = &who.state.links;
    if fields.has("return_to") {
        links.safe_return(Some(fields.get("return_to")))
    } else {
        links.to(&format!("/desk/routes/{route}"))
    }
}

/// Gives the route to a member of the team.
pub async fn assign(who: Staff, route: Path<RouteId>, fields: Fields) -> Result {
    let route = route.into_inner();
    let (actor, now) = (who.person.clone(), who.now);
    let to = match fields.get("assignee").trim() {
        "" => Ok(None),
        typed => typed.parse::<PersonId>().map(Some),
    };
    let done = match to {
        Ok(to) => who.state.db.write(move |db| routes::assign(db, &actor, route, to, now)).await,
        Err(_) => Err(Error::field("assignee", "error-assignee")),
    };
    answered(&who, route, "flash-route-assigned", &fields, done).await
}

/// Moves the day by which it is due.
pub async fn set_due(who: Staff, route: Path<RouteId>, fields: Fields) -> Result {
    let route = route.into_inner();
    let (actor, now) = (who.person.clone(), who.now);
    let team = who.state.db.read(move |db| Ok(queries::find_route(db, route)?.team_id)).await?;
    let done = match fields.due("due", zone_of(&who.state.db, team).await?, now) {
        Ok(due) => who.state.db.write(move |db| routes::set_due(db, &actor, route, due, now)).await,
        Err(error) => Err(error),
    };
    answered(&who, route, "flash-route-due", &fields, done).await
}

/// Passes the idea on to another team.
pub async fn reassign(who: Staff, route: Path<RouteId>, fields: Fields) -> Result {
    let route = route.into_inner();
    let (actor, now) = (who.person.clone(), who.now);
    let done = match fields.get("team").parse::<TeamId>() {
        Ok(to) => {
            let note = fields.get("route_note").to_owned();
            let write = move |db: &mut Db| routes::reassign(db, &actor, route, to, &note, now);
            // A team that was archived in the meantime is no reason to lose the note.
            who.state.db.write(write).await.map(drop).map_err(|error| match error {
                Error::Forbidden(key) => Error::field("team", key),
                other => other,
            })
        }
        Err(_) => Err(Error::field("team", "error-rule-team")),
    };
    answered(&who, route, "flash-route-reassigned", &fields, done).await
}

/// Back to the page after an act; or the page with the forms as typed and what is wrong.
pub(super) async fn answered(
    who: &Staff,
    route: RouteId,
    flash: &'static str,
    typed: &Fields,
    done: crate::error::Result<()>,
) -> Result {
    match done {
        Ok(()) => {
            who.state.work.notify_one();
            who.session.flash(flash);
            Ok(see_other(&who.state.links.to(&format!("/desk/routes/{route}"))))
        }
        Err(error) => refused(who, route, None, typed.clone(), error).await,
    }
}
