//! Linking an idea with another, and taking the link away.

use actix_web::web::{Form, Path};
use serde::Deserialize;

use crate::db::Db;
use crate::error::Error;
use crate::http::guard::{SignedIn, Staff, Visitor};
use crate::ideas::links::{self, LinkKind, parse_target};
use crate::ideas::{Idea, queries};
use crate::ids::{IdeaId, LinkId};
use crate::text::slug;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::ideas::show;
use crate::web::page::see_other;

/// The kind of link and the idea it leads to.
#[derive(Debug, Deserialize)]
pub struct LinkForm {
    kind: String,
    to: String,
}

/// Links; of a merged idea what it is part of now. What is wrong with the other idea is said on the page that one comes
/// from, with the form as typed.
pub async fn act(who: Staff, part: Path<String>, form: Form<LinkForm>) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let idea = home(&who.visitor, id).await?;
    let kind = LinkKind::parse(&form.kind).ok_or_else(|| Error::field("kind", "error-choice"))?;
    let (person, from, now) = (who.person.clone(), idea.id, who.now);
    let done = match parse_target(&form.to) {
        Ok(to) => who.state.db.write(move |db| links::link(db, &person, from, kind, to, now)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            who.session.flash("idea-flash-linked");
            Ok(see_other(&who.state.links.idea(idea.id, &idea.title)))
        }
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            let LinkForm { kind, to } = form.into_inner();
            show::link_refused(&who.visitor, idea.id, show::LinkForm { kind, to, form: errors }).await
        }
    }
}

/// Takes a link away.
pub async fn remove(who: SignedIn, path: Path<(String, LinkId)>) -> Result {
    let (part, link) = path.into_inner();
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let idea = home(&who.visitor, id).await?;
    let (person, at, now) = (who.person.clone(), idea.id, who.now);
    who.state.db.write(move |db| links::unlink(db, &person, at, link, now)).await?;
    who.session.flash("idea-flash-unlinked");
    Ok(see_other(&who.state.links.idea(idea.id, &idea.title)))
}

async fn home(visitor: &Visitor, id: IdeaId) -> crate::error::Result<Idea> {
    let viewer = visitor.viewer();
    visitor.state.db.read(move |db: &mut Db| queries::find_home(db, id, viewer)).await
}
