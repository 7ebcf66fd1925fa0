//! The answer of somebody who is asked whether they still need what they voted for long ago.

use actix_web::web::Path;

use crate::error::Error;
use crate::freshness::{self, OldVote};
use crate::http::guard::SignedIn;
use crate::ids::IdeaId;
use crate::time::Timestamp;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// A vote that the reader is asked about.
pub(super) struct Needed {
    pub(super) title: String,
    pub(super) link: String,
    pub(super) act: String,
    pub(super) at: Timestamp,
}

impl Needed {
    pub(super) fn new(who: &SignedIn, vote: &OldVote) -> Self {
        let links = &who.state.links;
        Self {
            title: vote.title.clone(),
            link: links.idea(vote.idea, &vote.title),
            act: links.to(&format!("/me/needed/{}", vote.idea)),
            at: vote.cast_at,
        }
    }
}

/// Keeps that they need it, or withdraws their vote.
pub async fn answer(who: SignedIn, idea: Path<IdeaId>, fields: Fields) -> Result {
    let needs = match fields.get("needed") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::field("needed", "error-choice").into()),
    };
    let (id, person, now) = (idea.into_inner(), who.person.clone(), who.now);
    who.state.db.write(move |db| freshness::answer(db, &person, id, needs, now)).await?;
    who.state.work.notify_one();
    who.session.flash(if needs { "flash-needed-yes" } else { "flash-needed-no" });
    Ok(see_other(&who.state.links.to("/me/waiting#needed")))
}
