//! Beginning and ending a look at the site as a customer sees it.

use actix_web::web::Path;

use crate::audit::see_as;
use crate::error::Error;
use crate::http::guard::{Admin, Visitor};
use crate::ids::PersonId;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// Begins it, on the front page.
pub async fn begin(who: Admin, person: Path<PersonId>) -> Result {
    let (admin, person, now) = (who.person.id, *person, who.now);
    let look = who.state.db.write(move |db| see_as::begin(db, admin, person, now)).await?;
    who.session.begin_seeing(look)?;
    Ok(see_other(&who.state.links.to("/")))
}

/// Ends it, back where it began. A look whose time is over ends just the same.
pub async fn end(visitor: Visitor) -> Result {
    let admin = visitor.actor().ok_or(Error::SignInNeeded)?.id;
    let look = visitor.session.seen().ok_or(Error::NotFound)?;
    let now = visitor.now;
    let person = visitor.state.db.write(move |db| see_as::end(db, look, admin, now)).await?;
    visitor.session.end_seeing();
    visitor.session.flash("flash-see-as-ended");
    Ok(see_other(&visitor.state.links.to(&format!("/admin/people/{person}"))))
}
