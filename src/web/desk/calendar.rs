//! Working time: the site's calendar, and that of a team that has its own.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use crate::calendars::{self, CalendarDraft, CalendarInput, DAYS, Stored};
use crate::db::Db;
use crate::error::{Error, FieldErrors};
use crate::http::guard::MayRoute;
use crate::ids::TeamId;
use crate::time::Timestamp;
use crate::triage::clocks;
use crate::triage::teams::{self, Team};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::zones::{self, ZoneGroup};

/// The form.
#[derive(Template)]
#[template(path = "desk/calendar.html")]
pub struct CalendarPage {
    layout: Layout,
    team: Option<Team>,
    /// Whether the team has a calendar of its own already.
    is_own: bool,
    zones: &'static [ZoneGroup],
    site_zone: String,
    time_zone: String,
    /// The name of each field, the key of its label, and what is in it.
    days: Vec<(&'static str, &'static str, String)>,
    holidays: String,
    more: String,
    /// When the calendar was last changed that the form shows, in microseconds.
    seen: String,
    /// The holidays that somebody else stored since the form was made.
    stored_holidays: Option<String>,
    form: FormErrors,
}

const LABELS: [&str; 7] = [
    "calendar-monday",
    "calendar-tuesday",
    "calendar-wednesday",
    "calendar-thursday",
    "calendar-friday",
    "calendar-saturday",
    "calendar-sunday",
];

struct Loaded {
    team: Option<Team>,
    is_own: bool,
    stored: Stored,
}

fn load(db: &mut Db, slug: Option<&str>) -> crate::error::Result<Loaded> {
    let team = slug.map(|slug| teams::find_by_slug(db, slug)).transpose()?;
    let own = match &team {
        Some(team) => calendars::stored(db, Some(team.id))?,
        None => None,
    };
    let is_own = own.is_some();
    let stored = match own {
        Some(own) => own,
        None => calendars::stored(db, None)?.ok_or(Error::NotFound)?,
    };
    Ok(Loaded { team, is_own, stored })
}

async fn loaded(who: &MayRoute, slug: Option<String>) -> crate::error::Result<Loaded> {
    who.state.db.read(move |db| load(db, slug.as_deref())).await
}

impl CalendarPage {
    fn new(who: &MayRoute, loaded: Loaded, input: CalendarInput, form: FormErrors) -> Self {
        let CalendarInput { time_zone, days, holidays, more } = input;
        let fields = DAYS.into_iter().zip(LABELS).zip(days);
        Self {
            layout: Layout::new(who),
            team: loaded.team,
            is_own: loaded.is_own,
            zones: zones::groups(),
            site_zone: who.settings.site.zone().name().to_owned(),
            time_zone,
            days: fields.map(|((name, label), typed)| (name, label, typed)).collect(),
            holidays,
            more,
            seen: loaded.stored.updated_at.micros().to_string(),
            stored_holidays: None,
            form,
        }
    }

    fn stored(who: &MayRoute, loaded: Loaded) -> Self {
        let Stored { time_zone, days, holidays, .. } = loaded.stored.clone();
        let input = CalendarInput { time_zone, days, holidays, more: String::new() };
        Self::new(who, loaded, input, FormErrors::default())
    }
}

/// Shows the site's calendar.
pub async fn site_page(who: MayRoute) -> Result<Html<CalendarPage>> {
    let loaded = loaded(&who, None).await?;
    Ok(Html(CalendarPage::stored(&who, loaded)))
}

/// Shows a team's calendar; where it has none of its own, the site's, which saving makes its own.
pub async fn team_page(who: MayRoute, slug: Path<String>) -> Result<Html<CalendarPage>> {
    let loaded = loaded(&who, Some(slug.into_inner())).await?;
    Ok(Html(CalendarPage::stored(&who, loaded)))
}

/// Stores the site's calendar.
pub async fn save_site(who: MayRoute, fields: Fields) -> Result {
    let loaded = loaded(&who, None).await?;
    save(&who, loaded, &fields).await
}

/// Stores a team's own calendar.
pub async fn save_team(who: MayRoute, slug: Path<String>, fields: Fields) -> Result {
    let loaded = loaded(&who, Some(slug.into_inner())).await?;
    save(&who, loaded, &fields).await
}

async fn save(who: &MayRoute, loaded: Loaded, fields: &Fields) -> Result {
    let get = |name: &str| fields.get(name).to_owned();
    let input = CalendarInput {
        time_zone: get("time_zone"),
        days: DAYS.map(get),
        holidays: get("holidays"),
        more: get("more"),
    };
    let mut errors = FieldErrors::default();
    let draft = CalendarDraft::parse(&input, &mut errors);
    if !errors.is_empty() {
        let form = FormErrors::from_error(Error::Invalid(errors), &who.words)?;
        let page = CalendarPage::new(who, loaded, input, form);
        let page = CalendarPage { seen: get("seen"), ..page };
        return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let (team, now) = (loaded.team.as_ref().map(|team| team.id), who.now);
    let seen = get("seen").parse().ok().map(Timestamp::from_micros);
    let write = move |db: &mut Db| {
        calendars::save(db, team, &draft, seen, now)?;
        clocks::look_again(db, team, now)
    };
    match who.state.db.write(write).await {
        Ok(()) => {}
        Err(Error::Conflict(key)) => return changed(who, loaded, input, key).await,
        Err(other) => return Err(other.into()),
    }
    who.session.flash("flash-calendar-saved");
    Ok(see_other(&path(who, loaded.team.as_ref())))
}

/// The form as typed with what somebody else stored in the meantime; sending it again stores it over that.
async fn changed(who: &MayRoute, before: Loaded, input: CalendarInput, key: &'static str) -> Result {
    let now = loaded(who, before.team.map(|team| team.slug)).await?;
    let form = FormErrors::from_error(Error::field("holidays", key), &who.words)?;
    let stored_holidays = Some(now.stored.holidays.clone());
    let page = CalendarPage { stored_holidays, ..CalendarPage::new(who, now, input, form) };
    Ok(Html(page).with_status(StatusCode::CONFLICT))
}

fn path(who: &MayRoute, team: Option<&Team>) -> String {
    match team {
        Some(team) => format!("{}/calendar", who.state.links.team(&team.slug)),
        None => who.state.links.to("/desk/calendar"),
    }
}

/// Lets a team work by the site's calendar again.
pub async fn leave(who: MayRoute, slug: Path<String>) -> Result {
    let (slug, now) = (slug.into_inner(), who.now);
    let team = who
        .state
        .db
        .write(move |db| {
            let team = teams::find_by_slug(db, &slug)?;
            calendars::leave_own(db, team.id)?;
            clocks::look_again(db, Some(team.id), now)?;
            Ok(team)
        })
        .await?;
    who.session.flash("flash-calendar-left");
    Ok(see_other(&format!("{}/clock", who.state.links.team(&team.slug))))
}

/// Whether a team has a calendar of its own.
pub fn has_own(db: &mut Db, team: TeamId) -> crate::error::Result<bool> {
    Ok(calendars::stored(db, Some(team))?.is_some())
}
