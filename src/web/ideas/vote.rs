//! The vote box: set, change or withdraw one's vote.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

use super::vote_box::VoteBox;
use crate::allowances;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::{Idea, queries};
use crate::ids::IdeaId;
use crate::integrity::signals;
use crate::people::drafts::DraftKind;
use crate::people::limits::{self, Limited};
use crate::text::slug;
use crate::votes::{Ballot, Standing, cast};
use crate::web::account::keep_draft;
use crate::web::errors::Result;
use crate::web::page::{Html, see_other};

/// The form behind the buttons: what is to be true afterwards.
#[derive(Debug, Deserialize)]
pub struct VoteForm {
    vote: String,
    return_to: Option<String>,
    /// `big` on the idea's own page.
    size: Option<String>,
}

/// Sets, changes or withdraws the vote. Whoever is not signed in votes as soon as they are.
pub async fn act(visitor: Visitor, part: Path<String>, form: Form<VoteForm>, request: HttpRequest) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let ballot = Ballot::parse(&form.vote)?;
    let Some(voter) = visitor.person.clone() else {
        let payload = json!({ "vote": form.vote });
        return Ok(keep_draft(&visitor, DraftKind::Vote, Some(id), payload).await?);
    };
    let (viewer, now, origin) = (visitor.viewer(), visitor.now, visitor.origin());
    let (network, most) = (visitor.network_key()?, visitor.state.limits.votes);
    let write = move |db: &mut Db| {
        limits::take(db, &voter, Limited::Vote, now)?;
        allowances::take_shared(db, "vote", &network, most, now)?;
        let standing = cast(db, &voter, id, ballot, now)?;
        signals::record(db, (standing.idea, voter.id), &origin, now)?;
        Ok((queries::find_visible(db, standing.idea, viewer)?, standing))
    };
    let is_fragment = request.headers().get("x-fragment").is_some_and(|value| value == "vote");
    match visitor.state.db.write(write).await {
        Ok((idea, standing)) => {
            visitor.state.work.notify_one();
            if is_fragment {
                fragment(&visitor, &idea, &standing, &form)
            } else {
                Ok(back(&visitor, id, &form))
            }
        }
        // The script then sends the form the plain way, and the page says why.
        Err(Error::Forbidden(reason)) if !is_fragment => {
            visitor.session.flash_error(reason);
            Ok(back(&visitor, id, &form))
        }
        Err(error) => Err(error.into()),
    }
}

fn back(visitor: &Visitor, id: IdeaId, form: &VoteForm) -> HttpResponse {
    let links = &visitor.state.links;
    see_other(&match &form.return_to {
        Some(page) => links.safe_return(Some(page)),
        None => links.to(&format!("/ideas/{id}")),
    })
}

/// The box alone, in the form of the page it came from.
fn fragment(visitor: &Visitor, idea: &Idea, standing: &Standing, form: &VoteForm) -> Result {
    let board = visitor.settings.catalog.board(idea.board_id)?;
    let title = (idea.id, idea.title.as_str());
    let mut vote_box = VoteBox::new(
        visitor,
        title,
        (board, idea.status_kind, idea.created_at),
        &standing.ranks,
        standing.own,
    );
    vote_box = vote_box.returning_to(&visitor.state.links.safe_return(form.return_to.as_deref()));
    if form.size.as_deref() == Some("big") {
        vote_box = vote_box.big();
    }
    Ok(Html(vote_box).with_status(StatusCode::OK))
}
