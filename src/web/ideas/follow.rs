//! Following an idea, and stopping.

use actix_web::web::{Form, Path};
use serde::Deserialize;

use crate::db::Db;
use crate::error::Error;
use crate::follows;
use crate::http::guard::Visitor;
use crate::ideas::queries;
use crate::ids::IdeaId;
use crate::text::slug;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// What is to be true afterwards.
#[derive(Debug, Deserialize)]
pub struct FollowForm {
    follow: String,
}

/// Follows (`yes`) or stops (`no`). Whoever is not signed in is led back to the idea afterwards.
pub async fn act(visitor: Visitor, part: Path<String>, form: Form<FollowForm>) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let is_on = match form.follow.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::field("follow", "error-choice").into()),
    };
    let (viewer, now) = (visitor.viewer(), visitor.now);
    let idea = visitor.state.db.read(move |db| queries::find_home(db, id, viewer)).await?;
    let id = idea.id;
    let back = visitor.state.links.idea(id, &idea.title);
    let Some(person) = viewer.id else { return Ok(see_other(&visitor.state.links.sign_in(&back))) };
    let write = move |db: &mut Db| {
        let id = queries::find_home(db, id, viewer)?.id;
        follows::set(db, id, person, is_on, now)
    };
    visitor.state.db.write(write).await?;
    visitor.session.flash(if is_on { "idea-flash-following" } else { "idea-flash-not-following" });
    Ok(see_other(&back))
}
