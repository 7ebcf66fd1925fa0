//! Linking an idea with another, and taking the link away.

use actix_web::web::{Form, Path};
use serde::Deserialize;

use crate::db::Db;
use crate::error::Error;
use crate::http::guard::{SignedIn, Staff};
use crate::ideas::links::{self, LinkKind, parse_target};
use crate::ideas::queries;
use crate::ids::{IdeaId, LinkId};
use crate::text::slug;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// The kind of link and the idea it leads to.
#[derive(Debug, Deserialize)]
pub struct LinkForm {
    kind: String,
    to: String,
}

/// Links. What is wrong with the other idea is said on the page that one comes from.
pub async fn act(who: Staff, part: Path<String>, form: Form<LinkForm>) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let back = back(&who.visitor, id).await?;
    let kind = LinkKind::parse(&form.kind).ok_or_else(|| Error::field("kind", "error-choice"))?;
    let to = match parse_target(&form.to) {
        Ok(to) => to,
        Err(error) => return refused(&who, error, &back),
    };
    let (person, now) = (who.person.clone(), who.now);
    match who.state.db.write(move |db| links::link(db, &person, id, kind, to, now)).await {
        Ok(()) => who.session.flash("idea-flash-linked"),
        Err(error) => return refused(&who, error, &back),
    }
    Ok(see_other(&back))
}

fn refused(who: &Staff, error: Error, back: &str) -> Result {
    match error {
        Error::Invalid(errors) => {
            who.session.flash_error(errors.0.first().map_or("error-choice", |error| error.key));
            Ok(see_other(back))
        }
        other => Err(other.into()),
    }
}

/// Takes a link away.
pub async fn remove(who: SignedIn, path: Path<(String, LinkId)>) -> Result {
    let (part, link) = path.into_inner();
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let back = back(&who.visitor, id).await?;
    let (person, now) = (who.person.clone(), who.now);
    who.state.db.write(move |db| links::unlink(db, &person, id, link, now)).await?;
    who.session.flash("idea-flash-unlinked");
    Ok(see_other(&back))
}

async fn back(visitor: &crate::http::guard::Visitor, id: IdeaId) -> Result<String> {
    let viewer = visitor.viewer();
    let idea = visitor.state.db.read(move |db: &mut Db| queries::find_visible(db, id, viewer)).await?;
    Ok(visitor.state.links.idea(id, &idea.title))
}
