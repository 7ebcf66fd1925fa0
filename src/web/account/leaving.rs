//! A closed account: whoever proves that it is theirs may open it again, as long as the week lasts.

use actix_web::{HttpRequest, HttpResponse, Responder as _};
use askama::Template;

use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ids::PersonId;
use crate::people::{Person, departures, queries};
use crate::time::Timestamp;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

/// Where the session keeps whose closed account it may open.
const LEAVING: &str = "leaving";

#[derive(Template)]
#[template(path = "account/leaving.html")]
struct LeavingPage {
    layout: Layout,
    due: Timestamp,
    action: String,
}

/// Leads somebody who has just proved who they are to the page that asks whether they mean it. They are not signed in.
pub(super) fn offer(visitor: &Visitor, person: PersonId) -> Result {
    visitor.session.sign_out();
    visitor.session.keep(LEAVING, &person.to_string())?;
    Ok(see_other(&visitor.state.links.to("/leaving")))
}

/// The person whose closed account this browser may open.
async fn find(visitor: &Visitor) -> Result<Option<Person>> {
    let kept = visitor.session.kept(LEAVING).and_then(|id| id.parse::<PersonId>().ok());
    let Some(id) = kept.filter(|_| visitor.person.is_none()) else { return Ok(None) };
    Ok(visitor.state.db.read(move |db| queries::find(db, id)).await?)
}

fn to_sign_in(visitor: &Visitor) -> HttpResponse {
    visitor.session.forget(LEAVING);
    see_other(&visitor.state.links.to("/signin"))
}

/// The page that asks.
pub async fn page(request: HttpRequest, visitor: Visitor) -> Result {
    let Some(due) = find(&visitor).await?.and_then(|person| person.leaving_at) else {
        return Ok(to_sign_in(&visitor));
    };
    let action = visitor.state.links.to("/leaving");
    Ok(Html(LeavingPage { layout: Layout::new(&visitor), due, action }).respond_to(&request))
}

/// Opens the account again, and signs in.
pub async fn act(visitor: Visitor) -> Result {
    let Some(person) = find(&visitor).await? else { return Ok(to_sign_in(&visitor)) };
    let id = person.id;
    match visitor.state.db.write(move |db| departures::take_back(db, id)).await {
        Err(Error::Gone) => {
            visitor.session.forget(LEAVING);
            Err(Error::Gone.into())
        }
        other => {
            other?;
            visitor.session.forget(LEAVING);
            visitor.session.sign_in(id, &visitor.agent)?;
            visitor.session.flash("flash-kept-account");
            Ok(see_other(&visitor.state.links.to("/")))
        }
    }
}
