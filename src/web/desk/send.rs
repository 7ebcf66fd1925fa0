//! Sending an idea to a team from its page on the desk.

use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::fields::{Fields, date_field, zone_of};
use super::idea::{IdeaPage, Loaded, fresh_form, id_in, load};
use super::meantime;
use crate::error::Error;
use crate::http::guard::{Manager, Visitor};
use crate::ids::{IdeaId, TeamId};
use crate::time::DAY;
use crate::triage::policy;
use crate::triage::routes::{self, Held, SendDraft};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, see_other};

/// Days until a route sent by hand is due, unless said otherwise.
const DUE_DAYS: i64 = 14;

/// The form that sends, as it is to be shown.
#[derive(Default)]
pub struct SendForm {
    /// The chosen team.
    pub team: String,
    /// The day, as a date field writes it.
    pub due: String,
    /// The note, as typed.
    pub note: String,
    /// Which teams had the idea when the form was made.
    pub held: String,
    /// What is wrong.
    pub errors: FormErrors,
    /// What somebody else did in the meantime.
    pub conflict: Option<String>,
}

impl SendForm {
    /// The form as it is when nobody has typed anything.
    pub fn fresh(loaded: &Loaded, visitor: &Visitor) -> Self {
        let routes = loaded.routes.iter().map(|card| (card.route.id, card.route.state));
        Self {
            due: date_field(Some(visitor.now.plus(DUE_DAYS * DAY)), visitor.words.zone),
            held: Held::of(routes).as_str().to_owned(),
            ..Self::default()
        }
    }
}

/// Sends the idea to a team.
pub async fn act(who: Manager, idea: Path<String>, fields: Fields) -> Result {
    policy::may_route(&who.person)?;
    let idea = id_in(&idea)?;
    let parsed = parse(&who, &fields).await;
    let (by, now) = (who.person.clone(), who.now);
    let sent = match parsed {
        Ok(draft) => who.state.db.write(move |db| routes::send(db, &by, idea, &draft, now)).await.map(drop),
        Err(error) => Err(error),
    };
    match sent {
        Ok(()) => {
            who.session.flash("flash-routed");
            Ok(see_other(&who.state.links.desk_idea(idea)))
        }
        Err(error) => refused(&who, idea, &fields, error).await,
    }
}

async fn parse(who: &Manager, fields: &Fields) -> crate::error::Result<SendDraft> {
    let team: TeamId = fields.get("team").parse().map_err(|_| Error::field("team", "error-rule-team"))?;
    let due = fields.due("due", zone_of(&who.state.db, team).await?, who.now)?;
    let draft = SendDraft::parse(team, fields.get("route_note"), due)?;
    Ok(if fields.has("held") { draft.if_still(Held::from_form(fields.get("held"))) } else { draft })
}

/// The page with the form as typed. Of an idea that was merged in the meantime, it is kept where that idea is now. What
/// it carries of what was seen is fresh after a conflict, so sending it again sends anyway.
async fn refused(who: &Manager, idea: IdeaId, fields: &Fields, error: Error) -> Result {
    let merged = meantime::merged(who, idea, "meantime-merged-send").await?;
    let home = merged.as_ref().map_or(idea, |(_, home)| *home);
    let (mut code, mut errors) = (StatusCode::CONFLICT, FormErrors::default());
    let conflict = match (error, merged) {
        (Error::Forbidden(_) | Error::NotFound, Some((happened, _))) => Some(happened),
        (Error::Conflict("error-route-there"), _) => {
            errors = FormErrors::from_error(Error::field("team", "error-route-there"), &who.words)?;
            meantime::sent(who, home).await?
        }
        (Error::Conflict(key), _) => {
            let happened = meantime::sent(who, home).await?.unwrap_or_default();
            Some(format!("{happened} {}", who.words.get(key)))
        }
        (error, _) => {
            code = StatusCode::UNPROCESSABLE_ENTITY;
            let error = if let Error::Forbidden(key) = error { Error::field("team", key) } else { error };
            errors = FormErrors::from_error(error, &who.words)?;
            None
        }
    };
    let loaded = load(who, home).await?;
    let held =
        if conflict.is_some() { SendForm::fresh(&loaded, who).held } else { fields.get("held").to_owned() };
    let sending = SendForm {
        team: fields.get("team").to_owned(),
        due: fields.get("due").to_owned(),
        note: fields.get("route_note").to_owned(),
        held,
        errors,
        conflict,
    };
    let form = fresh_form(&loaded);
    let mut page = IdeaPage::new(who, loaded, form);
    page.sending = sending;
    Ok(Html(page).with_status(code))
}
