//! A team's clock: when what it is sent is due, when it is reminded, when and to whom it is escalated.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::calendar;
use super::fields::Fields;
use crate::db::Db;
use crate::error::{Error, FieldErrors};
use crate::http::guard::MayRoute;
use crate::ids::{PersonId, TeamId};
use crate::people::Person;
use crate::triage::clocks::{self, Terms, TermsDraft, TermsInput};
use crate::triage::teams::{self, Team};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// The form.
#[derive(Template)]
#[template(path = "desk/clock.html")]
pub struct ClockPage {
    layout: Layout,
    team: Team,
    has_own_calendar: bool,
    due_days: String,
    remind_hours: String,
    escalate_hours: String,
    people: Vec<Choice>,
    teams: Vec<Choice>,
    pauses: bool,
    form: FormErrors,
}

struct Loaded {
    team: Team,
    terms: Terms,
    has_own_calendar: bool,
    people: Vec<Person>,
    teams: Vec<(TeamId, String)>,
}

fn load(db: &mut Db, slug: &str) -> crate::error::Result<Loaded> {
    let team = teams::find_by_slug(db, slug)?;
    let (people, others) = clocks::candidates(db, team.id)?;
    Ok(Loaded {
        terms: clocks::find(db, team.id)?,
        has_own_calendar: calendar::has_own(db, team.id)?,
        people,
        teams: others,
        team,
    })
}

async fn loaded(who: &MayRoute, slug: String) -> crate::error::Result<Loaded> {
    who.state.db.read(move |db| load(db, &slug)).await
}

fn filled(who: &MayRoute, loaded: Loaded, input: &TermsInput<'_>, form: FormErrors) -> ClockPage {
    let chosen = input.escalate_to;
    let person = |own: &Person| Choice::new(format!("person-{}", own.id), own.label(&who.words), chosen);
    ClockPage {
        layout: Layout::new(who),
        has_own_calendar: loaded.has_own_calendar,
        due_days: input.due_days.to_owned(),
        remind_hours: input.remind_hours.to_owned(),
        escalate_hours: input.escalate_hours.to_owned(),
        people: loaded.people.iter().map(person).collect(),
        teams: loaded
            .teams
            .iter()
            .map(|(id, name)| Choice::new(format!("team-{id}"), name, chosen))
            .collect(),
        pauses: input.pauses,
        team: loaded.team,
        form,
    }
}

/// Shows the form.
pub async fn page(who: MayRoute, slug: Path<String>) -> Result<Html<ClockPage>> {
    let loaded = loaded(&who, slug.into_inner()).await?;
    let number = |count: Option<i32>| count.map_or_else(String::new, |count| count.to_string());
    let terms = loaded.terms.clone();
    let person = terms.escalate_person.map(|id| format!("person-{id}"));
    let to = person.or(terms.escalate_team.map(|id| format!("team-{id}"))).unwrap_or_default();
    let input = TermsInput {
        due_days: &number(terms.due_days),
        remind_hours: &number(terms.remind_hours),
        escalate_hours: &number(terms.escalate_hours),
        escalate_to: &to,
        pauses: terms.pauses,
    };
    Ok(Html(filled(&who, loaded, &input, FormErrors::default())))
}

/// Stores the terms.
pub async fn save(who: MayRoute, slug: Path<String>, fields: Fields) -> Result {
    let loaded = loaded(&who, slug.into_inner()).await?;
    let input = TermsInput {
        due_days: fields.get("due_days"),
        remind_hours: fields.get("remind_hours"),
        escalate_hours: fields.get("escalate_hours"),
        escalate_to: fields.get("escalate_to"),
        pauses: fields.has("pauses"),
    };
    let people: Vec<PersonId> = loaded.people.iter().map(|person| person.id).collect();
    let others: Vec<TeamId> = loaded.teams.iter().map(|(id, _)| *id).collect();
    let mut errors = FieldErrors::default();
    let draft = TermsDraft::parse(&input, loaded.team.id, (&people, &others), &mut errors);
    if !errors.is_empty() {
        let form = FormErrors::from_error(Error::Invalid(errors), &who.words)?;
        let page = filled(&who, loaded, &input, form);
        return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let now = who.now;
    who.state.db.write(move |db| clocks::save(db, &draft, now)).await?;
    who.session.flash("flash-clock-saved");
    Ok(see_other(&format!("{}/clock", who.state.links.team(&loaded.team.slug))))
}
