//! Signing in without a mail, as one person of each role; in the demonstration only.

use actix_web::web::Path;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;

use super::enter::{self, Entered};
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::people::{Person, Role, queries};
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
pub async fn page(request: HttpRequest, visitor: Visitor, role: Path<String>) -> Result {
    let person = find(&visitor, &role).await?;
    let entrance = Entrance { role: person.role, name: person.name };
    Ok(Html(DemoPage { layout: Layout::new(&visitor), entrance }).respond_to(&request))
}

/// Signs in.
pub async fn act(visitor: Visitor, role: Path<String>) -> Result {
    let person = find(&visitor, &role).await?;
    enter::go(&visitor, &Entered::at_home(person))
}

async fn find(visitor: &Visitor, role: &str) -> Result<Person> {
    if !visitor.settings.site.is_demo {
        return Err(Error::NotFound.into());
    }
    let role = Role::parse(role).ok_or(Error::NotFound)?;
    let people = visitor.state.db.read(queries::first_of_each_role).await?;
    Ok(people.into_iter().find(|person| person.role == role).ok_or(Error::NotFound)?)
}
