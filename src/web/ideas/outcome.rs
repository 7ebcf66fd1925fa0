//! Whether a delivered idea helped, said by those who asked for it.

use actix_web::web::Path;

use crate::error::Error;
use crate::http::guard::SignedIn;
use crate::ids::IdeaId;
use crate::outcomes::{self, OutcomeDraft};
use crate::text::slug;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::ideas::show;
use crate::web::page::see_other;

/// Says it, changes it, or takes it back. A line that is too long comes back with the page, as typed.
pub async fn act(who: SignedIn, part: Path<String>, fields: Fields) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let (person, now) = (who.person.clone(), who.now);
    if fields.has("take_back") {
        who.state.db.write(move |db| outcomes::take_back(db, person.id, id)).await?;
        who.session.flash("flash-outcome-gone");
        return Ok(see_other(&format!("{}#outcome", who.state.links.idea(id, ""))));
    }
    let done = match OutcomeDraft::parse(fields.get("outcome"), fields.get("line")) {
        Ok(draft) => who.state.db.write(move |db| outcomes::say(db, &person, id, &draft, now)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            who.session.flash("flash-outcome");
            Ok(see_other(&format!("{}#outcome", who.state.links.idea(id, ""))))
        }
        Err(error @ Error::Invalid(_)) => {
            let typed = (fields.get("outcome").to_owned(), fields.get("line").to_owned());
            show::outcome_refused(&who, id, typed, error).await
        }
        Err(other) => Err(other.into()),
    }
}
