//! Signing in without a mail, as one person of each role; in the demonstration only.

use actix_web::web::{Form, Path, Query};
use actix_web::{HttpRequest, Responder as _};
use askama::Template;

use super::draft;
use super::enter::{self, Entered};
use super::signin::Back;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::people::{Person, Role, drafts, queries, sign_in};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// Somebody whom one can sign in as.
pub(super) struct Entrance {
    pub(super) role: Role,
    pub(super) name: String,
}

#[derive(Template)]
#[template(path = "account/demo.html")]
struct DemoPage {
    layout: Layout,
    entrance: Entrance,
    return_to: String,
}

/// One person of each role; nobody outside the demonstration.
pub(super) async fn entrances(visitor: &Visitor) -> Result<Vec<Entrance>> {
    if !visitor.settings.site.is_demo {
        return Ok(Vec::new());
    }
    let people = visitor.state.db.read(queries::first_of_each_role).await?;
    Ok(people.into_iter().map(|person| Entrance { role: person.role, name: person.name }).collect())
}

/// The page with the button.
pub async fn page(request: HttpRequest, visitor: Visitor, role: Path<String>, back: Query<Back>) -> Result {
    let person = find(&visitor, &role).await?;
    let entrance = Entrance { role: person.role, name: person.name };
    let return_to = back.into_inner().return_to.unwrap_or_default();
    Ok(Html(DemoPage { layout: Layout::new(&visitor), entrance, return_to }).respond_to(&request))
}

/// Signs in; what was kept is posted or shown, as after any sign-in.
pub async fn act(visitor: Visitor, role: Path<String>, back: Form<Back>) -> Result {
    let person = find(&visitor, &role).await?;
    let (key, now, origin) = (visitor.session.kept(draft::KEPT), visitor.now, visitor.origin());
    let return_to = back.into_inner().return_to.filter(|path| !path.is_empty());
    let entered = visitor.state.db.write(move |db| {
        let draft = match &key {
            Some(key) => drafts::find(db, key, now)?,
            None => None,
        };
        let kept = sign_in::keep_on(db, draft)?;
        Entered::new(db, person.clone(), kept, return_to.clone(), &origin, now).map(Entered::proven)
    });
    enter::go(&visitor, &entered.await?)
}

async fn find(visitor: &Visitor, role: &str) -> Result<Person> {
    if !visitor.settings.site.is_demo {
        return Err(Error::NotFound.into());
    }
    let role = Role::parse(role).ok_or(Error::NotFound)?;
    let people = visitor.state.db.read(queries::first_of_each_role).await?;
    Ok(people.into_iter().find(|person| person.role == role).ok_or(Error::NotFound)?)
}
