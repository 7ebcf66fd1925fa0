//! Setting up the second step, its recovery codes, and turning it off; and the gate for staff who have to have one.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Form;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use askama::filters::Safe;

use crate::error::{Error, FieldErrors};
use crate::http::guard::{GuardError, SignedIn, Visitor};
use crate::http::session;
use crate::http::state::State;
use crate::people::sessions;
use crate::people::two_step::{self, Standing};
use crate::site::{TwoStepFor, random_token};
use crate::text::qr;
use crate::time::Timestamp;
use crate::web::account::second_step::CodeForm;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Where it is set up.
const PLACE: &str = "/settings/two-step";
/// What answers to staff who have to set theirs up first: that, proving who they are, leaving, and what pages look like.
const OPEN: [&str; 10] = [
    PLACE,
    "/settings/two-step/begin",
    "/settings/two-step/confirm",
    "/proof",
    "/proof/mail",
    "/signout",
    "/see-as/end",
    "/language",
    "/theme.css",
    "/logo.png",
];

#[derive(Template)]
#[template(path = "account/settings/two_step.html")]
struct TwoStepPage {
    layout: Layout,
    form: FormErrors,
    is_required: bool,
    since: Option<Timestamp>,
    codes_left: i64,
    /// A secret that waits for its first code: as text in groups of four, and as a picture.
    waiting: Option<(String, Safe<String>)>,
}

#[derive(Template)]
#[template(path = "account/settings/recovery_codes.html")]
struct CodesPage {
    layout: Layout,
    codes: Vec<String>,
}

/// Middleware. Staff of whom the site asks for a second step do nothing else until they have one.
pub async fn gate(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if is_let_through(&mut request).await? {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let visitor = request.extract::<Visitor>().await?;
    Ok(request.into_response(see_other(&visitor.state.links.to(PLACE))))
}

async fn is_let_through(request: &mut ServiceRequest) -> std::result::Result<bool, GuardError> {
    let state = request.app_data::<web::Data<State>>().map(|state| State::clone(state));
    let state = state.ok_or_else(|| Error::internal("no state"))?;
    let wanted = state.settings().await?.site.two_step;
    if wanted == TwoStepFor::None || OPEN.iter().any(|path| request.path() == state.links.to(path)) {
        return Ok(true);
    }
    let visitor = request.extract::<Visitor>().await?;
    if !visitor.needs_second_step() {
        return Ok(true);
    }
    let id = visitor.actor().ok_or(Error::SignInNeeded)?.id;
    Ok(state.db.read(move |db| two_step::is_on(db, id)).await?)
}

async fn build(who: &SignedIn, form: FormErrors) -> Result<TwoStepPage> {
    let (id, now) = (who.person.id, who.now);
    let found = who.state.db.read(move |db| Ok((two_step::standing(db, id, now)?, two_step::left(db, id)?)));
    let (standing, codes_left) = found.await?;
    let layout = Layout::new(who);
    let (since, waiting) = match standing {
        Standing::Off => (None, None),
        Standing::On(since) => (Some(since), None),
        Standing::Waiting(secret) => {
            let address = two_step::app_address(&secret, layout.site_name(), &who.person);
            let picture = qr::svg(&address, &layout.words.get("two-step-picture")).unwrap_or_default();
            (None, Some((in_fours(&secret), Safe(picture))))
        }
    };
    Ok(TwoStepPage { is_required: who.needs_second_step(), layout, form, since, codes_left, waiting })
}

fn in_fours(secret: &str) -> String {
    let mut text = String::new();
    for (place, c) in secret.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

/// A page that caches must not keep.
fn unkept(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// Where it stands.
pub async fn page(who: SignedIn) -> Result {
    Ok(unkept(Html(build(&who, FormErrors::default()).await?).with_status(StatusCode::OK)))
}

/// Makes a secret.
pub async fn begin(who: SignedIn) -> Result {
    let (id, now) = (who.person.id, who.now);
    who.state.db.write(move |db| two_step::begin(db, id, now)).await?;
    Ok(see_other(&who.state.links.to(PLACE)))
}

/// Turns it on with the first code, and shows the recovery codes.
pub async fn confirm(request: HttpRequest, who: SignedIn, form: Form<CodeForm>) -> Result {
    let own = session::key_hash(&request).ok_or(Error::SignInNeeded)?;
    let (person, settings, now) = (who.person.clone(), who.settings.clone(), who.now);
    let (code, ticket) = (form.into_inner().code, random_token());
    let held = ticket.clone();
    let confirmed = who.state.db.write(move |db| {
        let codes = two_step::confirm(db, &person, &code, (&settings.site, &settings.links), now)?;
        if codes.is_some() {
            sessions::set_aside(db, person.id, &own, &held)?;
        }
        Ok(codes)
    });
    match confirmed.await {
        Ok(Some(codes)) => {
            who.session.prove(who.now)?;
            who.session.rotate(&ticket)?;
            Ok(show_codes(&who, codes))
        }
        Ok(None) => {
            let form = FormErrors::new(&FieldErrors::one("code", "error-two-step-first"), &who.words);
            let page = Html(build(&who, form).await?);
            Ok(unkept(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(Error::NotFound) => Ok(see_other(&who.state.links.to(PLACE))),
        Err(other) => Err(other.into()),
    }
}

fn show_codes(who: &SignedIn, codes: Vec<String>) -> HttpResponse {
    who.state.work.notify_one();
    unkept(Html(CodesPage { layout: Layout::new(who), codes }).with_status(StatusCode::OK))
}

/// Makes recovery codes anew, and shows them.
pub async fn renew(who: SignedIn) -> Result {
    let id = who.person.id;
    let codes = who.state.db.write(move |db| two_step::renew_codes(db, id)).await?;
    Ok(show_codes(&who, codes))
}

/// Turns it off.
pub async fn turn_off(who: SignedIn) -> Result {
    let (person, settings, now) = (who.person.clone(), who.settings.clone(), who.now);
    let off = move |db: &mut _| two_step::turn_off(db, &person, (&settings.site, &settings.links), now);
    who.state.db.write(off).await?;
    who.state.work.notify_one();
    who.session.flash("flash-two-step-off");
    Ok(see_other(&who.state.links.to(PLACE)))
}
