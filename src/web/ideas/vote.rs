//! The vote box: set, change or withdraw one's vote.

use actix_web::web::{Form, Path};
use serde::Deserialize;

use crate::error::Error;
use crate::http::guard::SignedIn;
use crate::ids::IdeaId;
use crate::text::slug;
use crate::votes::{Ballot, cast};
use crate::web::errors::Result;
use crate::web::page::see_other;

/// The form behind the buttons: what is to be true afterwards.
#[derive(Debug, Deserialize)]
pub struct VoteForm {
    vote: String,
    return_to: Option<String>,
}

/// Sets, changes or withdraws the vote.
pub async fn act(who: SignedIn, idea: Path<String>, form: Form<VoteForm>) -> Result {
    let idea = slug::number(&idea).map(IdeaId::new).ok_or(Error::NotFound)?;
    let ballot = Ballot::parse(&form.vote)?;
    let (voter, now) = (who.person.clone(), who.now);
    who.state.db.write(move |db| cast(db, &voter, idea, ballot, now)).await?;
    Ok(see_other(&who.state.links.safe_return(form.return_to.as_deref())))
}
