//! Teams: the list, making and changing them, their members and their webhook.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::ages::Ages;
use super::fields::Fields;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::{MayRoute, Staff};
use crate::ids::PersonId;
use crate::panels::queries::{self as panels, Waiting};
use crate::people::{Person, Power};
use crate::triage::routes::{self, Load};
use crate::triage::rules::{self, Named};
use crate::triage::teams::{self, Team, TeamDraft, TeamInput};
use crate::triage::{desk, webhooks};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// The list: all teams for managers, one's own for others.
#[derive(Template)]
#[template(path = "desk/teams.html")]
pub struct TeamsPage {
    layout: Layout,
    tabs: Tabs,
    teams: Vec<TeamRow>,
    may_manage: bool,
    panels: Vec<Waiting>,
}

/// A team with what it has before it.
pub struct TeamRow {
    team: Team,
    size: i64,
    load: Load,
    ages: Ages,
}

/// Shows the list.
pub async fn list(who: Staff) -> Result<Html<TeamsPage>> {
    let (person, now) = (who.person.clone(), who.now);
    let load = move |db: &mut Db| {
        let (sizes, loads) = (teams::sizes(db)?, routes::loads(db, None, now)?);
        let (teams, counts) = if person.may(Power::Desk) {
            (teams::list(db)?, desk::counts(db)?)
        } else {
            (teams::of_person(db, person.id)?, desk::Counts::default())
        };
        Ok((teams, sizes, loads, counts, panels::waiting(db, person.id, now)?))
    };
    let (teams, sizes, loads, counts, panels) = who.state.db.read(load).await?;
    let most = teams.iter().filter_map(|team| loads.get(&team.id)).map(|load| load.open).max().unwrap_or(0);
    let row = |team: Team| {
        let size = sizes.iter().find(|(id, _)| *id == team.id).map_or(0, |(_, size)| *size);
        let load = loads.get(&team.id).copied().unwrap_or_default();
        TeamRow { size, ages: Ages::new(&load, most, &who.words), load, team }
    };
    let teams = teams.into_iter().map(row).collect();
    let tabs = Tabs { current: "/desk/teams", counts };
    let may_manage = who.person.may(Power::Route);
    Ok(Html(TeamsPage { layout: Layout::new(&who), tabs, teams, may_manage, panels }))
}

/// The form of a team, with its members and webhook when it is there already.
#[derive(Template)]
#[template(path = "desk/team_form.html")]
pub struct TeamPage {
    layout: Layout,
    team: Option<Team>,
    members: Vec<(Person, String)>,
    /// The names of the rules that send to it or tell it.
    rules: Vec<String>,
    name: String,
    slug: String,
    description: String,
    address: String,
    webhook_url: String,
    person: String,
    form: FormErrors,
}

/// The secret, shown once.
#[derive(Template)]
#[template(path = "desk/secret.html")]
pub struct SecretPage {
    layout: Layout,
    team: Team,
    secret: String,
}

impl TeamPage {
    fn typed(who: &MayRoute, fields: &Fields, form: FormErrors) -> Self {
        let get = |name: &str| fields.get(name).to_owned();
        Self {
            layout: Layout::new(who),
            team: None,
            members: Vec::new(),
            rules: Vec::new(),
            name: get("name"),
            slug: get("slug"),
            description: get("description"),
            address: get("address"),
            webhook_url: get("webhook_url"),
            person: get("person"),
            form,
        }
    }

    fn stored(who: &MayRoute, (team, members, rules): Loaded) -> Self {
        Self {
            rules,
            layout: Layout::new(who),
            members: members.into_iter().map(|own| (own.clone(), own.label(&who.words))).collect(),
            name: team.name.clone(),
            slug: team.slug.clone(),
            description: team.description.clone(),
            address: team.address.clone().unwrap_or_default(),
            webhook_url: team.webhook_url.clone().unwrap_or_default(),
            person: String::new(),
            form: FormErrors::default(),
            team: Some(team),
        }
    }
}

fn draft(who: &MayRoute, fields: &Fields) -> crate::error::Result<TeamDraft> {
    let input = TeamInput {
        name: fields.get("name"),
        slug: fields.get("slug"),
        description: fields.get("description"),
        address: fields.get("address"),
        webhook_url: fields.get("webhook_url"),
    };
    TeamDraft::parse(&input, who.state.config.webhooks_to_private_networks)
}

/// Shows an empty form.
pub async fn new_page(who: MayRoute) -> Result<Html<TeamPage>> {
    Ok(Html(TeamPage::typed(&who, &Fields::default(), FormErrors::default())))
}

/// Makes a team. A webhook's secret is shown now and never again.
pub async fn create(who: MayRoute, fields: Fields) -> Result {
    let now = who.now;
    let made = match draft(&who, &fields) {
        Ok(draft) => who.state.db.write(move |db| teams::create(db, &draft, now)).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(team) => after_saving(&who, team, true),
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let page = TeamPage::typed(&who, &fields, form);
            Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

fn after_saving(who: &MayRoute, team: Team, shows_secret: bool) -> Result {
    match &team.webhook_secret {
        Some(secret) if shows_secret => Ok(secret_page(who, secret.clone(), team)),
        _ => {
            who.session.flash("flash-team-saved");
            Ok(see_other(&edit_path(who, &team.slug)))
        }
    }
}

fn secret_page(who: &MayRoute, secret: String, team: Team) -> actix_web::HttpResponse {
    let page = SecretPage { layout: Layout::new(who), team, secret };
    let mut response = Html(page).with_status(StatusCode::OK);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn edit_path(who: &MayRoute, slug: &str) -> String {
    who.state.links.to(&format!("/desk/teams/{slug}/edit"))
}

/// Shows the form of a team.
pub async fn edit_page(who: MayRoute, slug: Path<String>) -> Result<Html<TeamPage>> {
    Ok(Html(TeamPage::stored(&who, load(&who, slug.into_inner()).await?)))
}

/// A team, its members, and the names of the rules that send to it or tell it.
type Loaded = (Team, Vec<Person>, Vec<String>);

async fn load(who: &MayRoute, slug: String) -> crate::error::Result<Loaded> {
    who.state
        .db
        .read(move |db| {
            let team = teams::find_by_slug(db, &slug)?;
            let members = teams::members(db, team.id)?;
            let rules = rules::following(db, Named::Team(team.id))?;
            Ok((team, members, rules))
        })
        .await
}

/// Changes a team.
pub async fn update(who: MayRoute, slug: Path<String>, fields: Fields) -> Result {
    let before = load(&who, slug.into_inner()).await?;
    let (id, had_secret) = (before.0.id, before.0.webhook_secret.is_some());
    let done = match draft(&who, &fields) {
        Ok(draft) => who.state.db.write(move |db| teams::update(db, id, &draft)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(team) => after_saving(&who, team, !had_secret),
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let stored = TeamPage::stored(&who, before);
            let typed = TeamPage::typed(&who, &fields, form);
            let page = TeamPage { team: stored.team, members: stored.members, rules: stored.rules, ..typed };
            Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// Adds a member of staff.
pub async fn add_member(who: MayRoute, slug: Path<String>, fields: Fields) -> Result {
    let loaded = load(&who, slug.into_inner()).await?;
    let (id, slug, typed) = (loaded.0.id, loaded.0.slug.clone(), fields.get("person").to_owned());
    match who.state.db.write(move |db| teams::add_member(db, id, &typed)).await {
        Ok(_) => {
            who.session.flash("flash-member-added");
            Ok(see_other(&format!("{}#members", edit_path(&who, &slug))))
        }
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let person = fields.get("person").to_owned();
            let page = TeamPage { form, person, ..TeamPage::stored(&who, loaded) };
            Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// Takes somebody out of the team.
pub async fn remove_member(who: MayRoute, path: Path<(String, PersonId)>) -> Result {
    let (slug, person) = path.into_inner();
    let team = slug.clone();
    who.state
        .db
        .write(move |db| {
            let team = teams::find_by_slug(db, &team)?;
            teams::remove_member(db, team.id, person)
        })
        .await?;
    who.session.flash("flash-member-removed");
    Ok(see_other(&format!("{}#members", edit_path(&who, &slug))))
}

/// Gives the webhook a fresh secret, and shows it once.
pub async fn rotate_secret(who: MayRoute, slug: Path<String>) -> Result {
    let slug = slug.into_inner();
    let (team, secret) = who
        .state
        .db
        .write(move |db| {
            let team = teams::find_by_slug(db, &slug)?;
            let secret = teams::rotate_secret(db, team.id)?;
            Ok((team, secret))
        })
        .await?;
    Ok(secret_page(&who, secret, team))
}

/// Sends the webhook a message that says nothing.
pub async fn test_webhook(who: MayRoute, slug: Path<String>) -> Result {
    let (slug, now) = (slug.into_inner(), who.now);
    let test = move |db: &mut Db| {
        let team = teams::find_by_slug(db, &slug)?;
        webhooks::enqueue::test(db, &team, now)
    };
    let delivery = who.state.db.write(test).await?;
    who.state.work.notify_one();
    who.session.flash("flash-webhook-test");
    Ok(see_other(&who.state.links.to(&format!("/desk/deliveries/{delivery}"))))
}

/// Lets the team take no more routes, or take them again.
pub async fn set_archived(who: MayRoute, path: Path<(String, String)>) -> Result {
    let ((slug, act), now) = (path.into_inner(), who.now);
    let archived = match act.as_str() {
        "archive" => true,
        "restore" => false,
        _ => return Err(Error::NotFound.into()),
    };
    let team = slug.clone();
    let write = move |db: &mut Db| {
        let team = teams::find_by_slug(db, &team)?;
        teams::set_archived(db, team.id, archived, now)
    };
    who.state.db.write(write).await?;
    who.session.flash(if archived { "flash-team-archived" } else { "flash-team-restored" });
    Ok(see_other(&edit_path(&who, &slug)))
}
