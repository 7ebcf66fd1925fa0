//! Taking a comment up into the idea, and letting it go.

use actix_web::web::{Form, Path};
use serde::Deserialize;

use super::edit::find;
use crate::comments::extensions;
use crate::error::Error;
use crate::http::guard::SignedIn;
use crate::ids::CommentId;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// What is to be true afterwards.
#[derive(Debug, Deserialize)]
pub struct ExtensionForm {
    extension: String,
}

/// Takes up (`yes`) or lets go (`no`).
pub async fn act(who: SignedIn, id: Path<CommentId>, form: Form<ExtensionForm>) -> Result {
    let take_up = match form.extension.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::field("extension", "error-choice").into()),
    };
    let (idea, _) = find(&who, *id).await?;
    let (person, now, id) = (who.person.clone(), who.now, *id);
    let write = move |db: &mut crate::db::Db| {
        if take_up {
            extensions::take_up(db, &person, id, now)
        } else {
            extensions::release(db, &person, id, now)
        }
    };
    who.state.db.write(write).await?;
    who.session.flash(if take_up { "comment-flash-taken-up" } else { "comment-flash-released" });
    Ok(see_other(&who.state.links.comment(idea.id, &idea.title, id)))
}
