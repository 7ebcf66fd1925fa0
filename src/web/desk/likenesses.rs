//! Suggested duplicates: pairs of ideas that look alike, to be merged, told apart or put off.

use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::fields::Fields;
use super::merge::Side;
use crate::error::Error;
use crate::http::guard::MayMerge;
use crate::ids::{LikenessId, PersonId};
use crate::triage::desk;
use crate::triage::likenesses::{self, Decision, Likeness};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

/// A pair: the newer idea and the older one.
pub struct Pair {
    likeness: Likeness,
    newer: Side,
    older: Side,
    merge: String,
}

/// The queue.
#[derive(Template)]
#[template(path = "desk/likenesses.html")]
pub struct LikenessesPage {
    layout: Layout,
    tabs: Tabs,
    pairs: Vec<Pair>,
}

/// Shows the queue.
pub async fn page(who: MayMerge) -> Result<Html<LikenessesPage>> {
    let now = who.now;
    let (found, people, counts) = who
        .state
        .db
        .read(move |db| {
            let found = likenesses::waiting(db, now)?;
            let ids: Vec<PersonId> =
                found.iter().flat_map(|(_, newer, older)| [newer.author_id, older.author_id]).collect();
            Ok((found, crate::people::queries::by_ids(db, &ids)?, desk::counts(db)?))
        })
        .await?;
    let pair = |(likeness, newer, older): (Likeness, _, _)| Pair {
        merge: who
            .state
            .links
            .to(&format!("/desk/ideas/{}/merge?into={}", likeness.idea_id, likeness.like_idea)),
        newer: Side::new(&who, newer, &people),
        older: Side::new(&who, older, &people),
        likeness,
    };
    let pairs = found.into_iter().map(pair).collect();
    let tabs = Tabs { current: "/desk/duplicates", counts };
    Ok(Html(LikenessesPage { layout: Layout::new(&who), tabs, pairs }))
}

/// Tells a pair apart, or puts it off.
pub async fn decide(who: MayMerge, id: Path<LikenessId>, fields: Fields) -> Result {
    let decision = Decision::parse(fields.get("decision"))?;
    let (person, now, id) = (who.person.clone(), who.now, id.into_inner());
    let write = move |db: &mut crate::db::Db| likenesses::decide(db, &person, id, decision, now);
    match who.state.db.write(write).await {
        Ok(()) if decision == Decision::NotSame => who.session.flash("flash-not-same"),
        Ok(()) => who.session.flash("flash-later"),
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&who.state.links.to("/desk/duplicates")))
}
