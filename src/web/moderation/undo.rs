//! Taking back an act of moderation.

use actix_web::web::Path;

use crate::http::guard::Moderator;
use crate::ids::ActId;
use crate::moderation::undo::undo;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// Takes it back, and leads to the queue.
pub async fn act(who: Moderator, act: Path<ActId>) -> Result {
    let (moderator, act, now) = (who.person.clone(), *act, who.now);
    who.state.db.write(move |db| undo(db, &moderator, act, now)).await?;
    who.state.work.notify_one();
    who.session.flash("flash-undone");
    Ok(see_other(&who.state.links.to("/moderation")))
}
