//! Completing `@…` while somebody writes.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Query;
use serde::{Deserialize, Serialize};

use crate::http::guard::SignedIn;
use crate::ideas::queries::find_visible;
use crate::ids::IdeaId;
use crate::people::queries::by_prefix;
use crate::text::clean;
use crate::web::errors::Result;

/// Most people that are offered.
const OFFERED: usize = 8;
/// Longest beginning that is looked for, in characters.
const PREFIX_MAX: usize = 40;

/// What is asked for.
#[derive(Debug, Deserialize)]
pub struct MentionQuery {
    #[serde(default)]
    q: String,
    idea: Option<IdeaId>,
}

#[derive(Serialize)]
struct Offered {
    handle: String,
    name: String,
}

/// People whose handle or name begins so. Where only staff reads, only staff is offered.
pub async fn list(who: SignedIn, query: Query<MentionQuery>) -> Result {
    let MentionQuery { q, idea } = query.into_inner();
    let typed = q.trim().trim_start_matches('@').to_owned();
    let (viewer, words) = (who.viewer(), who.words);
    let people = who.state.db.read(move |db| {
        let staff_only = match idea {
            Some(idea) => find_visible(db, idea, viewer)?.shown < 2,
            None => false,
        };
        let is_asked = !typed.is_empty() && clean::char_count(&typed) <= PREFIX_MAX && !typed.contains('\0');
        if is_asked { by_prefix(db, &typed, staff_only, OFFERED) } else { Ok(Vec::new()) }
    });
    let offered: Vec<Offered> = people
        .await?
        .iter()
        .map(|person| Offered { handle: person.handle.clone(), name: person.label(&words) })
        .collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "private, no-store")).json(offered))
}
