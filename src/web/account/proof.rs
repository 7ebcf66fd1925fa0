//! Proving that it is still the same person, before a dangerous act: a code of the app, or one by mail.

use actix_web::http::StatusCode;
use actix_web::web::Form;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;

use super::second_step::CodeForm;
use crate::error::{Error, FieldErrors};
use crate::http::guard::SignedIn;
use crate::http::session::{self, PROOF_CODE, PROOF_RETURN};
use crate::people::two_step::{self, Checked};
use crate::people::{proof, sessions};
use crate::site::random_token;
use crate::time::Timestamp;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "account/proof.html")]
struct ProofPage {
    layout: Layout,
    form: FormErrors,
    has_second_step: bool,
    /// Key of what the field says of its code.
    hint: &'static str,
    /// Where a code by mail goes; none for whoever has no address.
    email: Option<String>,
    /// Whether one is on its way.
    is_sent: bool,
    back: String,
}

async fn build(who: &SignedIn, form: FormErrors) -> Result<ProofPage> {
    let id = who.person.id;
    let has_second_step = who.state.db.read(move |db| two_step::is_on(db, id)).await?;
    Ok(ProofPage {
        has_second_step,
        hint: if has_second_step { "second-step-hint" } else { "code-hint" },
        email: who.person.email.clone(),
        is_sent: sent(who).is_some(),
        back: who.session.kept(PROOF_RETURN).unwrap_or_else(|| who.state.links.to("/")),
        layout: Layout::new(who),
        form,
    })
}

/// The hash of the code that was mailed, as long as it holds.
fn sent(who: &SignedIn) -> Option<String> {
    let kept = who.session.kept(PROOF_CODE)?;
    let (until, hash) = kept.split_once(' ')?;
    let until = Timestamp::from_micros(until.parse().ok()?);
    (who.now < until).then(|| hash.to_owned())
}

/// The page that asks for a code.
pub async fn page(request: HttpRequest, who: SignedIn) -> Result {
    Ok(Html(build(&who, FormErrors::default()).await?).respond_to(&request))
}

/// Sends a code by mail to whoever has no second step.
pub async fn send(request: HttpRequest, who: SignedIn) -> Result {
    let key = session::key(&request).ok_or(Error::SignInNeeded)?;
    let (person, settings, words, now) = (who.person.clone(), who.settings.clone(), who.words, who.now);
    let hash = who.state.db.write(move |db| {
        if two_step::is_on(db, person.id)? {
            return Err(Error::Forbidden("error-proof-by-app"));
        }
        proof::send(db, &person, &key, (&settings.site, &words), now)
    });
    let hash = hash.await?;
    who.state.work.notify_one();
    who.session.keep(PROOF_CODE, &format!("{} {hash}", who.now.plus(proof::HOLDS).micros()))?;
    Ok(see_other(&who.state.links.to("/proof")))
}

/// Takes the code. The session goes on under a fresh key, at the form that waited.
pub async fn act(request: HttpRequest, who: SignedIn, form: Form<CodeForm>) -> Result {
    let key = session::key(&request).ok_or(Error::SignInNeeded)?;
    let own = session::key_hash(&request).ok_or(Error::SignInNeeded)?;
    let (person, settings, now) = (who.person.clone(), who.settings.clone(), who.now);
    let (code, stored, ticket) = (form.into_inner().code, sent(&who), random_token());
    let held = ticket.clone();
    let is_right = who.state.db.write(move |db| {
        let is_right = match two_step::check(db, &person, &code, (&settings.site, &settings.links), now)? {
            Checked::Right => true,
            Checked::Wrong => false,
            Checked::Off => match stored.as_deref() {
                Some(stored) => proof::is_right(db, &person, (&key, stored), &code, now)?,
                None => false,
            },
        };
        if is_right {
            sessions::set_aside(db, person.id, &own, &held)?;
        }
        Ok(is_right)
    });
    if !is_right.await? {
        let form = FormErrors::new(&FieldErrors::one("code", "error-proof-code"), &who.words);
        return Ok(Html(build(&who, form).await?).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    who.state.work.notify_one();
    let back = who.session.kept(PROOF_RETURN).unwrap_or_else(|| who.state.links.to("/"));
    who.session.forget(PROOF_RETURN);
    who.session.forget(PROOF_CODE);
    who.session.prove(who.now)?;
    who.session.rotate(&ticket)?;
    who.session.flash("flash-proved");
    Ok(see_other(&back))
}
