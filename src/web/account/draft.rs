//! Keeping what somebody typed while they sign in.

use actix_web::HttpResponse;
use serde_json::Value;

use crate::allowances;
use crate::error::Result;
use crate::http::guard::Visitor;
use crate::ids::IdeaId;
use crate::people::drafts::{self, DraftKind};
use crate::time::HOUR;
use crate::web::page::see_other;

/// Where the session keeps the key of a draft.
pub(super) const KEPT: &str = "draft";
/// How many drafts may come from one address in an hour.
const DRAFTS_PER_HOUR: i32 = 120;

/// Keeps a form of somebody who is not signed in and leads them to the sign-in page. Afterwards a vote is cast at once;
/// `/ideas/{id}?draft=KEY` and `/ideas/new?draft=KEY` find what was typed with [`drafts::find_for`].
pub async fn keep_draft(
    visitor: &Visitor,
    kind: DraftKind,
    idea: Option<IdeaId>,
    payload: Value,
) -> Result<HttpResponse> {
    let (limit_key, now) = (visitor.address_key("draft")?, visitor.now);
    let key = visitor
        .state
        .db
        .write(move |db| {
            allowances::take(db, &limit_key, DRAFTS_PER_HOUR, HOUR, now)?;
            drafts::keep(db, kind, idea, &payload, now)
        })
        .await?;
    visitor.session.keep(KEPT, &key)?;
    let back = idea.map_or_else(|| "/ideas/new".to_owned(), |idea| format!("/ideas/{idea}"));
    let links = &visitor.state.links;
    Ok(see_other(&links.sign_in(&links.to(&back))))
}
