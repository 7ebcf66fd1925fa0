//! The answer to an invitation: one tap promotes the part, another lets it be.

use actix_web::web::Path;

use crate::error::Error;
use crate::http::guard::SignedIn;
use crate::ids::IdeaId;
use crate::text::slug;
use crate::triage::split;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// Takes it up or declines it.
pub async fn act(who: SignedIn, part: Path<String>, fields: Fields) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let accepts = match fields.get("answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::field("answer", "error-choice").into()),
    };
    let (person, now) = (who.person.clone(), who.now);
    let home = match who.state.db.write(move |db| split::decide(db, &person, id, accepts, now)).await {
        Ok(home) => {
            who.session.flash(if accepts { "flash-invitation-yes" } else { "flash-invitation-no" });
            home
        }
        Err(Error::Conflict(key)) => {
            who.session.flash_error(key);
            id
        }
        Err(other) => return Err(other.into()),
    };
    who.state.work.notify_one();
    Ok(see_other(&who.state.links.idea(home, "")))
}
