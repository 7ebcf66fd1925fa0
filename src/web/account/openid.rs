//! Signing in at an OpenID provider: there, and back with a code that stands for somebody. What stands in the address of the
//! way back is told to nobody.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use askama::Template;

use super::enter::{self, Entered, LINK, OUT};
use super::signin::{self, Back};
use super::signout::Elsewhere;
use super::{draft, token};
use crate::allowances;
use crate::db::Db;
use crate::error::{Error, Result as CrateResult};
use crate::http::guard::Visitor;
use crate::http::head::WasHead;
use crate::identities::openid::{self, Arrived, Attempt, Trouble, Way};
use crate::identities::{self, Claims, Connection, Reason, refusals};
use crate::ids::ConnectionId;
use crate::links::{Links, OPENID_CALLBACK};
use crate::site::random_token;
use crate::time::{HOUR, Timestamp};
use crate::web::desk::fields::{Fields, QueryFields};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

/// Where the session keeps what binds a sign-in to this browser.
const BROWSER: &str = "openid_browser";
/// How many sign-ins may be begun from one network in an hour: a company behind one address, with room to spare.
const PER_NETWORK: i32 = 600;

#[derive(Template)]
#[template(path = "account/openid_proof.html")]
struct ProofPage {
    layout: Layout,
    name: String,
    email: String,
    return_to: String,
}

enum Outcome {
    In(Box<Entered>),
    Out(Reason),
    /// The address is to be proved first; with the key of what waits for it.
    Prove(String, String),
}

/// The address of the way back, in full: administrators tell it to the provider.
pub fn callback_address(links: &Links) -> String {
    links.absolute(&links.to(OPENID_CALLBACK))
}

/// Sends somebody to a provider.
pub async fn start(
    request: HttpRequest,
    visitor: Visitor,
    id: Path<ConnectionId>,
    back: Query<Back>,
) -> Result {
    let return_to = visitor.state.links.safe_return(back.return_to.as_deref());
    if visitor.person.is_some() {
        return Ok(see_other(&return_to));
    }
    if request.extensions().get::<WasHead>().is_some() {
        return Ok(signin::again(&visitor));
    }
    let id = *id;
    let connection = visitor.state.db.read(move |db| identities::find(db, id)).await?;
    if !connection.is_openid() {
        return Err(Error::NotFound.into());
    }
    if !connection.is_on {
        return Ok(token::refuse(&visitor, Reason::Off, None, return_to));
    }
    let state = begin(&visitor, id, &return_to).await?;
    let provider = match visitor.state.providers.find(&connection, visitor.now).await {
        Ok(provider) => provider,
        Err(trouble) => return refuse(&visitor, &connection, &trouble, return_to).await,
    };
    let redirect = callback_address(&visitor.state.links);
    let secrets = openid::secrets(&visitor.settings.site, &state)?;
    let way = Way { redirect: &redirect, state: &state, secrets: &secrets };
    Ok(see_other(openid::way_there(&connection, &provider, &way)?.as_str()))
}

/// Remembers that this browser is on its way; gives the state that it comes back with.
async fn begin(visitor: &Visitor, connection: ConnectionId, return_to: &str) -> Result<String> {
    let browser = visitor.session.kept(BROWSER).unwrap_or_else(random_token);
    visitor.session.keep(BROWSER, &browser)?;
    let (state, by_network, now) = (random_token(), visitor.address_key("openid")?, visitor.now);
    let (given, return_to) = (state.clone(), return_to.to_owned());
    let begun = visitor.state.db.write(move |db| {
        allowances::take(db, &by_network, PER_NETWORK, HOUR, now)?;
        openid::begin(db, connection, (&given, &browser), &return_to, now)
    });
    begun.await?;
    Ok(state)
}

/// The way back. Whatever comes of it, this state is over.
pub async fn callback(request: HttpRequest, visitor: Visitor, query: QueryFields) -> Result {
    let query = query.0;
    let state = query.get("state").to_owned();
    let stale = || token::refuse(&visitor, Reason::State, None, visitor.state.links.to("/"));
    let is_look = request.extensions().get::<WasHead>().is_some();
    let Some(browser) = visitor.session.kept(BROWSER).filter(|_| !is_look) else { return Ok(stale()) };
    let (given, now) = (state.clone(), visitor.now);
    let taken = visitor.state.db.write(move |db| openid::take(db, &given, &browser, now)).await?;
    let Some(Attempt { connection, return_to }) = taken else { return Ok(stale()) };
    let connection = visitor.state.db.read(move |db| identities::find(db, connection)).await?;
    match answer(&visitor, &connection, &query, &state).await? {
        Ok(arrived) => come_in(&visitor, connection, arrived, return_to).await,
        Err(trouble) => refuse(&visitor, &connection, &trouble, return_to).await,
    }
}

/// Whom the provider tells of, or why it does not or its word does not count.
async fn answer(
    visitor: &Visitor,
    connection: &Connection,
    query: &Fields,
    state: &str,
) -> Result<std::result::Result<Arrived, Trouble>> {
    let trouble = |reason, detail: &str| Ok(Err(Trouble::new(reason, detail)));
    if !connection.is_on {
        return trouble(Reason::Off, "");
    }
    // RFC 9207: a provider that names itself has to be the one that was asked.
    if query.has("iss") && query.get("iss") != connection.issuer {
        return trouble(Reason::Issuer, query.get("iss"));
    }
    if query.has("error") || !query.has("code") {
        return trouble(Reason::Provider, query.get("error"));
    }
    let redirect = callback_address(&visitor.state.links);
    let secrets = openid::secrets(&visitor.settings.site, state)?;
    let way = Way { redirect: &redirect, state, secrets: &secrets };
    let (providers, code) = (&visitor.state.providers, query.get("code"));
    Ok(openid::fetch(providers, connection, &way, code, visitor.now).await?)
}

async fn come_in(visitor: &Visitor, own: Connection, arrived: Arrived, return_to: String) -> Result {
    let (key, language, now) = (visitor.session.kept(draft::KEPT), visitor.words.language, visitor.now);
    let (connection, back, claims, origin) =
        (own.clone(), return_to.clone(), arrived.claims, visitor.origin());
    let tried = visitor.state.db.write(move |db| {
        match identities::arrive(db, &connection, &claims, language, now)? {
            Ok(person) => {
                let entered = enter::bring(db, person, key.as_deref(), &back, &origin, now)?;
                Ok(Outcome::In(Box::new(entered)))
            }
            Err(Reason::Proof) => prove(db, &connection, &claims, now),
            Err(reason) => {
                refusals::record(db, Some(connection.id), reason, "", now)?;
                Ok(Outcome::Out(reason))
            }
        }
    });
    match tried.await? {
        Outcome::In(entered) => {
            visitor.state.work.notify_one();
            let answer = enter::go(visitor, &entered)?;
            remember_way_out(visitor, &own, arrived.end_session)?;
            Ok(answer)
        }
        Outcome::Out(reason) => Ok(token::refuse(visitor, reason, Some(&own), return_to)),
        Outcome::Prove(email, key) => {
            visitor.session.keep(LINK, &key)?;
            let page = ProofPage { layout: Layout::new(visitor), name: own.name, email, return_to };
            Ok(Html(page).with_status(StatusCode::OK))
        }
    }
}

fn prove(db: &mut Db, connection: &Connection, claims: &Claims, now: Timestamp) -> CrateResult<Outcome> {
    let Some(email) = claims.any_email() else { return Ok(Outcome::Out(Reason::Proof)) };
    let key = openid::keep(db, connection.id, claims, email, now)?;
    Ok(Outcome::Prove(email.to_owned(), key))
}

/// Where the provider signs people out, for when they sign out here.
fn remember_way_out(visitor: &Visitor, connection: &Connection, end: Option<url::Url>) -> Result<()> {
    let Some(mut url) = end else { return Ok(()) };
    let links = &visitor.state.links;
    url.query_pairs_mut()
        .append_pair("client_id", &connection.audience)
        .append_pair("post_logout_redirect_uri", &links.absolute(&links.to("/signed-out")));
    let elsewhere = Elsewhere { name: connection.name.clone(), url: url.into() };
    let json = serde_json::to_string(&elsewhere).map_err(Error::internal)?;
    Ok(visitor.session.keep(OUT, &json)?)
}

async fn refuse(
    visitor: &Visitor,
    connection: &Connection,
    trouble: &Trouble,
    return_to: String,
) -> Result<HttpResponse> {
    let (id, reason, detail, now) = (connection.id, trouble.reason, trouble.detail.clone(), visitor.now);
    let noted = visitor.state.db.write(move |db| refusals::record(db, Some(id), reason, &detail, now));
    noted.await?;
    Ok(token::refuse(visitor, reason, Some(connection), return_to))
}
