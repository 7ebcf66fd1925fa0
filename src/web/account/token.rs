//! Coming in with a token of another site. The token is used up by the visit and told to nobody: not to the log, not to the
//! pages behind, not to caches.

use actix_web::http::StatusCode;
use actix_web::{HttpMessage as _, HttpRequest};
use askama::Template;

use super::draft;
use super::enter::{self, Entered};
use crate::allowances;
use crate::db::Db;
use crate::error::Result as CrateResult;
use crate::http::guard::Visitor;
use crate::http::head::WasHead;
use crate::identities::{self, Checked, Connection, Reason, refusals, token};
use crate::ids::ConnectionId;
use crate::people::Person;
use crate::text::words::Language;
use crate::time::{HOUR, Timestamp};
use crate::web::desk::fields::{Fields, QueryFields};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// How many tokens may come from one network in an hour: a company behind one address, with room to spare.
const PER_NETWORK: i32 = 600;

#[derive(Template)]
#[template(path = "account/token.html")]
struct RefusedPage {
    layout: Layout,
    text: &'static str,
    /// Where to begin again: name and address of the other site.
    again: Option<(String, String)>,
    return_to: String,
}

enum Outcome {
    In(Box<Entered>),
    Out(Reason),
}

/// A token in the address.
pub async fn page(request: HttpRequest, visitor: Visitor, query: QueryFields) -> Result {
    if request.extensions().get::<WasHead>().is_some() {
        return Ok(refuse(&visitor, Reason::Malformed, None, visitor.state.links.to("/")));
    }
    come_in(&visitor, &query.0).await
}

/// A token in a form of the other site, which keeps it out of addresses.
pub async fn act(visitor: Visitor, fields: Fields) -> Result {
    come_in(&visitor, &fields).await
}

async fn come_in(visitor: &Visitor, fields: &Fields) -> Result {
    let back = Some(fields.get("return")).filter(|path| !path.is_empty());
    let return_to = visitor.state.links.safe_return(back);
    let given = fields.get("token").trim().to_owned();
    if given.is_empty() {
        return Ok(refuse(visitor, Reason::Malformed, None, return_to));
    }
    let issuer = token::issuer_of(&given);
    let is_token = issuer.is_some();
    let connection = visitor.state.db.read(move |db| match issuer {
        Some(issuer) => identities::by_issuer(db, &issuer),
        None => Ok(None),
    });
    let connection = connection.await?;
    let checked = connection.as_ref().map(|own| identities::check(own, &given, visitor.now));
    let outcome = match (&connection, checked) {
        (Some(own), Some(checked)) => attempt(visitor, own.clone(), checked, return_to.clone()).await?,
        _ => {
            let reason = if is_token { Reason::UnknownIssuer } else { Reason::Malformed };
            Outcome::Out(note(visitor, None, reason, String::new()).await?)
        }
    };
    match outcome {
        Outcome::In(entered) => {
            visitor.state.work.notify_one();
            enter::go(visitor, &entered)
        }
        Outcome::Out(reason) => Ok(refuse(visitor, reason, connection.as_ref(), return_to)),
    }
}

/// Writes a refusal down, as long as the network has not sent too many.
async fn note(visitor: &Visitor, of: Option<ConnectionId>, reason: Reason, detail: String) -> Result<Reason> {
    let (by_network, now) = (visitor.address_key("tokens")?, visitor.now);
    let noted = visitor.state.db.write(move |db| {
        allowances::take(db, &by_network, PER_NETWORK, HOUR, now)?;
        refusals::record(db, of, reason, &detail, now)
    });
    noted.await?;
    Ok(reason)
}

async fn attempt(visitor: &Visitor, own: Connection, checked: Checked, return_to: String) -> Result<Outcome> {
    if let Some((reason, said)) = checked.refusal() {
        return Ok(Outcome::Out(note(visitor, Some(own.id), reason, said.to_owned()).await?));
    }
    let by_network = visitor.address_key("tokens")?;
    let (key, language, now) = (visitor.session.kept(draft::KEPT), visitor.words.language, visitor.now);
    let origin = visitor.origin();
    let tried = visitor.state.db.write(move |db| {
        allowances::take(db, &by_network, PER_NETWORK, HOUR, now)?;
        match sign_in_by(db, &own, &checked, language, now)? {
            Ok(person) => {
                let entered = enter::bring(db, person, key.as_deref(), &return_to, &origin, now)?;
                Ok(Outcome::In(Box::new(entered)))
            }
            Err(reason) => {
                refusals::record(db, Some(own.id), reason, "", now)?;
                Ok(Outcome::Out(reason))
            }
        }
    });
    Ok(tried.await?)
}

/// The person of a token, which is used up; or why nobody comes in by it.
fn sign_in_by(
    db: &mut Db,
    connection: &Connection,
    checked: &Checked,
    language: Language,
    now: Timestamp,
) -> CrateResult<std::result::Result<Person, Reason>> {
    let Some(claims) = checked.accepted() else { return Ok(Err(Reason::Signature)) };
    if !identities::use_up(db, connection.id, checked)? {
        return Ok(Err(Reason::Reused));
    }
    identities::arrive(db, connection, claims, language, now)
}

/// The page that says why nobody is signed in, and how it can be tried again.
pub(super) fn refuse(
    visitor: &Visitor,
    reason: Reason,
    connection: Option<&Connection>,
    return_to: String,
) -> actix_web::HttpResponse {
    let open = connection.filter(|own| own.is_on);
    let again = open.and_then(|own| Some((own.name.clone(), own.way_in(&visitor.state.links, &return_to)?)));
    let page = RefusedPage { layout: Layout::new(visitor), text: reason.public_word(), again, return_to };
    Html(page).with_status(StatusCode::FORBIDDEN)
}
