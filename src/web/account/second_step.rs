//! The second step of signing in. Until it is taken the session holds no person, so that it opens nothing that a visitor's
//! does not.

use actix_web::http::StatusCode;
use actix_web::web::Form;
use actix_web::{HttpRequest, HttpResponse, Responder as _};
use askama::Template;
use serde::{Deserialize, Serialize};

use super::enter::{self, Onward};
use super::signin;
use crate::db::Db;
use crate::error::{Error, FieldErrors, Result as CrateResult};
use crate::http::guard::Visitor;
use crate::http::session::SECOND_STEP;
use crate::ids::PersonId;
use crate::integrity::signals::Origin;
use crate::people::two_step::{self, Checked};
use crate::people::{Person, queries};
use crate::settings::Settings;
use crate::time::{MINUTE, Timestamp};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// How long the first step holds.
const WAITS: i64 = 15 * MINUTE;

/// Who has taken the first step, when, and where they were going.
#[derive(Serialize, Deserialize)]
struct Pending {
    person: PersonId,
    at: Timestamp,
    onward: Onward,
}

/// The form with the code.
#[derive(Debug, Deserialize)]
pub struct CodeForm {
    #[serde(default)]
    pub(in crate::web::account) code: String,
}

#[derive(Template)]
#[template(path = "account/second_step.html")]
struct SecondStepPage {
    layout: Layout,
    form: FormErrors,
}

enum Outcome {
    In(Box<(Person, Onward)>),
    Wrong,
    /// There is nothing to be done here any more.
    Over,
}

/// Asks for the second step.
pub(super) fn begin(visitor: &Visitor, person: PersonId, onward: &Onward) -> Result {
    let pending = Pending { person, at: visitor.now, onward: onward.clone() };
    let pending = serde_json::to_string(&pending).map_err(Error::internal)?;
    visitor.session.begin_second_step(&pending)?;
    Ok(see_other(&visitor.state.links.to("/signin/two-step")))
}

fn pending(visitor: &Visitor) -> Option<Pending> {
    let kept = visitor.session.kept(SECOND_STEP)?;
    let pending: Pending = serde_json::from_str(&kept).ok()?;
    (visitor.now.since(pending.at) < WAITS).then_some(pending)
}

/// The page that asks for the code.
pub async fn page(request: HttpRequest, visitor: Visitor) -> Result {
    if visitor.person.is_some() || pending(&visitor).is_none() {
        return Ok(signin::again(&visitor));
    }
    let page = SecondStepPage { layout: Layout::new(&visitor), form: FormErrors::default() };
    Ok(Html(page).respond_to(&request))
}

/// Signs in with the code of the app, or a recovery code.
pub async fn act(visitor: Visitor, form: Form<CodeForm>) -> Result {
    let Some(Pending { person, onward, .. }) = pending(&visitor) else { return Ok(over(&visitor)) };
    let (code, settings, now) = (form.into_inner().code, visitor.settings.clone(), visitor.now);
    let origin = visitor.origin();
    let taken = visitor.state.db.write(move |db| take(db, person, (&code, &onward), &origin, &settings, now));
    let taken = taken.await?;
    visitor.state.work.notify_one();
    match taken {
        Outcome::In(entered) => enter::come_in(&visitor, &entered.0, &entered.1, true),
        Outcome::Wrong => {
            let errors = FieldErrors::one("code", "error-two-step-code");
            let form = FormErrors::new(&errors, &visitor.words);
            let page = SecondStepPage { layout: Layout::new(&visitor), form };
            Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Outcome::Over => Ok(over(&visitor)),
    }
}

fn take(
    db: &mut Db,
    person: PersonId,
    (code, onward): (&str, &Onward),
    origin: &Origin,
    settings: &Settings,
    now: Timestamp,
) -> CrateResult<Outcome> {
    let person = queries::find(db, person)?.filter(|person| person.former_at.is_none());
    let Some(person) = person else { return Ok(Outcome::Over) };
    Ok(match two_step::check(db, &person, code, (&settings.site, &settings.links), now)? {
        Checked::Right => {
            // Who is leaving is asked whether they mean it, and nothing else happens.
            let onward = if person.is_here() {
                onward.clone().cast(db, &person, origin, now)?
            } else {
                Onward::default()
            };
            Outcome::In(Box::new((person, onward)))
        }
        Checked::Wrong => Outcome::Wrong,
        Checked::Off => Outcome::Over,
    })
}

/// The first step no longer holds, or there is no second one any more: back to the beginning.
fn over(visitor: &Visitor) -> HttpResponse {
    visitor.session.forget(SECOND_STEP);
    visitor.session.flash_error("flash-second-step-over");
    signin::again(visitor)
}
