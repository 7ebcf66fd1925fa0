//! Asking for a code by mail.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Form, Query};
use actix_web::{HttpResponse, Responder as _};
use askama::Template;
use serde::Deserialize;

use super::{demo, draft};
use crate::allowances;
use crate::error::{Error, FieldErrors};
use crate::http::guard::Visitor;
use crate::ideas::{self, Viewer};
use crate::identities::{self, Connection};
use crate::people::drafts::{self, DraftKind};
use crate::people::email::parse_email;
use crate::people::sign_in::{self, Ask};
use crate::site::random_token;
use crate::time::{HOUR, SECOND};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Holds the token that makes a code work in this browser alone.
const BROWSER: &str = "groundswell-signin";
/// How many codes may be sent to one address, and asked for from one network, in an hour.
const PER_EMAIL: i32 = 8;
const PER_NETWORK: i32 = 60;

#[derive(Template)]
#[template(path = "account/signin.html")]
struct SignInPage {
    layout: Layout,
    form: FormErrors,
    email: String,
    return_to: String,
    /// What waits for the sign-in, in a sentence.
    kept: Option<String>,
    demo: Vec<demo::Entrance>,
    /// Other sites to sign in at: name and address.
    ways: Vec<(String, String)>,
}

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub struct Back {
    pub(super) return_to: Option<String>,
}

/// The form that asks for a code.
#[derive(Debug, Deserialize)]
pub struct SignInForm {
    email: String,
    return_to: Option<String>,
}

/// The page with the address field; whoever is signed in already goes on.
pub async fn page(request: HttpRequest, visitor: Visitor, back: Query<Back>) -> Result {
    let return_to = visitor.state.links.safe_return(back.return_to.as_deref());
    if visitor.person.is_some() {
        return Ok(see_other(&return_to));
    }
    let page = build(&visitor, String::new(), return_to, FormErrors::default()).await?;
    Ok(Html(page).respond_to(&request))
}

async fn build(visitor: &Visitor, email: String, return_to: String, form: FormErrors) -> Result<SignInPage> {
    let kept = kept_words(visitor).await?;
    let demo = demo::entrances(visitor).await?;
    let ways = visitor.state.db.read(identities::open_ways).await?;
    let way = |own: Connection| Some((own.name.clone(), own.way_in(&visitor.state.links, &return_to)?));
    let ways = ways.into_iter().filter_map(way).collect();
    Ok(SignInPage { layout: Layout::new(visitor), form, email, return_to, kept, demo, ways })
}

/// What waits for the sign-in. The idea's title is told only if everybody may see it.
async fn kept_words(visitor: &Visitor) -> Result<Option<String>> {
    let Some(key) = visitor.session.kept(draft::KEPT) else { return Ok(None) };
    let (words, now) = (visitor.words, visitor.now);
    let sentence = visitor.state.db.read(move |db| {
        let Some(draft) = drafts::find(db, &key, now)? else { return Ok(None) };
        let idea = draft.idea_id.and_then(|id| ideas::queries::find_visible(db, id, Viewer::NOBODY).ok());
        Ok(Some(match (draft.kind, idea.map(|idea| idea.title)) {
            (DraftKind::Idea, _) => words.get("signin-kept-idea"),
            (DraftKind::Comment, Some(title)) => words.one("signin-kept-comment", "title", title),
            (DraftKind::Comment, None) => words.get("signin-kept-comment-untitled"),
            (DraftKind::Vote, Some(title)) => words.one("signin-kept-vote", "title", title),
            (DraftKind::Vote, None) => words.get("signin-kept-vote-untitled"),
        }))
    });
    Ok(sentence.await?)
}

/// Sends the code. The answer is the same whether or not somebody has the address.
pub async fn act(visitor: Visitor, form: Form<SignInForm>) -> Result {
    let return_to = visitor.state.links.safe_return(form.return_to.as_deref());
    let mut errors = FieldErrors::default();
    let email = parse_email(&form.email, &mut errors);
    if !errors.is_empty() {
        let form_errors = FormErrors::new(&errors, &visitor.words);
        let page = build(&visitor, form.into_inner().email, return_to, form_errors).await?;
        return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let browser = random_token();
    let draft = visitor.session.kept(draft::KEPT);
    send(&visitor, Ask { email, browser: browser.clone(), return_to, draft }).await?;
    let mut answer = see_other(&visitor.state.links.to("/signin/code"));
    answer.headers_mut().append(header::SET_COOKIE, cookie(&visitor, &browser)?);
    Ok(answer)
}

async fn send(visitor: &Visitor, ask: Ask) -> Result<()> {
    let by_email = format!("signin-mail:{}", visitor.settings.site.keyed_hash(&ask.email)?);
    let (by_network, network) = (visitor.address_key("signin")?, visitor.network_key()?);
    let most = visitor.state.limits.sign_ins;
    let (settings, words, now) = (std::sync::Arc::clone(&visitor.settings), visitor.words, visitor.now);
    let sent = visitor.state.db.write(move |db| {
        allowances::take_shared(db, "signin", &network, most, now)?;
        allowances::take(db, &by_network, PER_NETWORK, HOUR, now)?;
        allowances::take(db, &by_email, PER_EMAIL, HOUR, now)?;
        sign_in::ask(db, &ask, &settings.site, &settings.links, &words, now)
    });
    sent.await?;
    visitor.state.work.notify_one();
    Ok(())
}

fn cookie(visitor: &Visitor, browser: &str) -> Result<HeaderValue> {
    let cookie = Cookie::build(BROWSER, browser)
        .path(visitor.state.links.to("/signin"))
        .max_age(Duration::seconds(sign_in::LIFETIME / SECOND))
        .secure(visitor.state.config.is_https())
        .http_only(true)
        .same_site(SameSite::Lax)
        .finish();
    Ok(HeaderValue::from_str(&cookie.to_string()).map_err(Error::internal)?)
}

/// The token of the browser that asked for a code.
pub(super) fn browser_of(request: &HttpRequest) -> Option<String> {
    request.cookie(BROWSER).map(|cookie| cookie.value().to_owned())
}

/// Back to the beginning.
pub(super) fn again(visitor: &Visitor) -> HttpResponse {
    see_other(&visitor.state.links.to("/signin"))
}
