//! The vote box: set, change or withdraw one's vote.

use actix_web::web::{Form, Path};
use serde::Deserialize;
use serde_json::json;

use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ids::IdeaId;
use crate::people::drafts::DraftKind;
use crate::people::limits::{self, Limited};
use crate::text::slug;
use crate::votes::{Ballot, cast};
use crate::web::account::keep_draft;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// The form behind the buttons: what is to be true afterwards.
#[derive(Debug, Deserialize)]
pub struct VoteForm {
    vote: String,
    return_to: Option<String>,
}

/// Sets, changes or withdraws the vote. Of somebody who is not signed in, it is kept until they are.
pub async fn act(visitor: Visitor, idea: Path<String>, form: Form<VoteForm>) -> Result {
    let idea = slug::number(&idea).map(IdeaId::new).ok_or(Error::NotFound)?;
    let ballot = Ballot::parse(&form.vote)?;
    let Some(voter) = visitor.person.clone() else {
        return Ok(keep_draft(&visitor, DraftKind::Vote, Some(idea), json!({ "vote": form.vote })).await?);
    };
    let now = visitor.now;
    let vote = move |db: &mut _| {
        limits::take(db, &voter, Limited::Vote, now)?;
        cast(db, &voter, idea, ballot, now)
    };
    visitor.state.db.write(vote).await?;
    Ok(see_other(&visitor.state.links.safe_return(form.return_to.as_deref())))
}
