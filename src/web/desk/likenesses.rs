//! Suggested duplicates: pairs of ideas that look alike, to be merged, told apart or put off, and the comparison of the whole
//! backlog that finds them among ideas of long ago.

use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::fields::Fields;
use super::merge::Side;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::MayMerge;
use crate::ids::{LikenessId, PersonId};
use crate::time::Timestamp;
use crate::triage::likenesses::{self, Decision, Likeness};
use crate::triage::{backlog, desk};
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
    /// Whether there is room for no more of them, so that others may wait.
    is_full: bool,
    comparison: Comparison,
}

/// Where the comparison of the whole backlog stands.
enum Comparison {
    /// How far it is, and of how many; nothing before it has begun.
    Running(Option<(i64, i64)>),
    /// How many ideas it compared last, and when.
    Done(i64, Timestamp),
    /// None that is remembered.
    Never,
}

impl Comparison {
    fn is_running(&self) -> bool {
        matches!(self, Self::Running(_))
    }

    fn find(db: &mut Db) -> crate::error::Result<Self> {
        if let Some(job) = backlog::running(db)? {
            let progress = job.progress();
            return Ok(Self::Running(progress.total.map(|total| (progress.done, total))));
        }
        let last = backlog::last_done(db)?;
        let done = last.and_then(|job| Some((job.progress().done, job.done_at?)));
        Ok(done.map_or(Self::Never, |(ideas, at)| Self::Done(ideas, at)))
    }
}

/// Shows the queue.
pub async fn page(who: MayMerge) -> Result<Html<LikenessesPage>> {
    let now = who.now;
    let (found, people, counts, comparison) = who
        .state
        .db
        .read(move |db| {
            let found = likenesses::waiting(db, now)?;
            let ids: Vec<PersonId> =
                found.iter().flat_map(|(_, newer, older)| [newer.author_id, older.author_id]).collect();
            let people = crate::people::queries::by_ids(db, &ids)?;
            Ok((found, people, desk::counts(db)?, Comparison::find(db)?))
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
    let pairs: Vec<Pair> = found.into_iter().map(pair).collect();
    let is_full = i64::try_from(pairs.len()).is_ok_and(|shown| shown >= likenesses::PAGE);
    let tabs = Tabs { current: "/desk/duplicates", counts };
    Ok(Html(LikenessesPage { layout: Layout::new(&who), tabs, pairs, is_full, comparison }))
}

/// Has the whole backlog compared.
pub async fn compare(who: MayMerge) -> Result {
    let (person, now) = (who.person.clone(), who.now);
    if who.state.db.write(move |db| backlog::start(db, &person, now)).await? {
        who.state.work.notify_one();
        who.session.flash("flash-comparing");
    } else {
        who.session.flash_error("error-comparing");
    }
    Ok(see_other(&who.state.links.to("/desk/duplicates")))
}

/// Tells a pair apart, or puts it off.
pub async fn decide(who: MayMerge, id: Path<LikenessId>, fields: Fields) -> Result {
    let decision = Decision::parse(fields.get("decision"))?;
    let (person, now, id) = (who.person.clone(), who.now, id.into_inner());
    let write = move |db: &mut Db| likenesses::decide(db, &person, id, decision, now);
    match who.state.db.write(write).await {
        Ok(()) if decision == Decision::NotSame => who.session.flash("flash-not-same"),
        Ok(()) => who.session.flash("flash-later"),
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&who.state.links.to("/desk/duplicates")))
}
