//! What a team notes on its route: the estimate, its work items, and taking a public report back.

use actix_web::web::Path;

use super::fields::Fields;
use super::route::answered;
use crate::error::{Error, FieldErrors};
use crate::http::guard::Staff;
use crate::ids::{RouteId, RouteStepId, WorkItemId};
use crate::ranking::impact::Effort;
use crate::triage::routes::{self, Confidence, WorkDraft};
use crate::triage::webhooks;
use crate::web::errors::Result;

/// Says what the idea is expected to cost.
pub async fn estimate(who: Staff, route: Path<RouteId>, fields: Fields) -> Result {
    let (route, actor, now) = (route.into_inner(), who.person.clone(), who.now);
    let done = match parse_estimate(&fields) {
        Ok(said) => who.state.db.write(move |db| routes::estimate(db, &actor, route, said, now)).await,
        Err(error) => Err(error),
    };
    answered(&who, route, "flash-estimated", &fields, done).await
}

fn parse_estimate(fields: &Fields) -> crate::error::Result<(Effort, Confidence)> {
    let (effort, confidence) =
        (Effort::parse(fields.get("effort")), Confidence::parse(fields.get("confidence")));
    let mut errors = FieldErrors::default();
    if effort.is_none() {
        errors.add("effort", "error-estimate-effort");
    }
    if confidence.is_none() {
        errors.add("confidence", "error-estimate-confidence");
    }
    match (effort, confidence) {
        (Some(effort), Some(confidence)) => Ok((effort, confidence)),
        _ => Err(Error::Invalid(errors)),
    }
}

/// Adds an address in the team's tracker. Its title is read from the page, unless somebody typed one.
pub async fn add(who: Staff, route: Path<RouteId>, fields: Fields) -> Result {
    let route = route.into_inner();
    let draft = match WorkDraft::parse(fields.get("url"), fields.get("work_title")) {
        Ok(draft) if draft.has_title() => Ok((draft, "flash-work-added")),
        Ok(draft) => {
            // Nobody makes this server call anything before it is known that the route is theirs.
            may_work(&who, route).await?;
            let title = webhooks::title_at(&who.state.config, draft.url()).await;
            let flash = if title.is_some() { "flash-work-added" } else { "flash-work-untitled" };
            Ok((draft.titled(&title.unwrap_or_default()), flash))
        }
        Err(error) => Err(error),
    };
    let (actor, now) = (who.person.clone(), who.now);
    match draft {
        Ok((draft, flash)) => {
            let done = who.state.db.write(move |db| routes::add_work(db, &actor, route, &draft, now)).await;
            answered(&who, route, flash, &fields, done).await
        }
        Err(error) => answered(&who, route, "", &fields, Err(error)).await,
    }
}

async fn may_work(who: &Staff, route: RouteId) -> crate::error::Result<()> {
    let person = who.person.clone();
    who.state.db.read(move |db| routes::may_work_on(db, &person, route)).await
}

/// Gives a work item the title that was typed, or reads it from its page again.
pub async fn change(who: Staff, path: Path<(RouteId, WorkItemId)>, fields: Fields) -> Result {
    let (route, item) = path.into_inner();
    let title = if fields.has("refresh") {
        may_work(&who, route).await?;
        let url = who.state.db.read(move |db| routes::work_url(db, route, item)).await?;
        webhooks::title_at(&who.state.config, &url).await.ok_or(Error::field("url", "error-work-unread"))
    } else {
        Ok(fields.get("work_title").to_owned())
    };
    let (actor, now) = (who.person.clone(), who.now);
    let done = match title {
        Ok(title) => {
            let key = (route, item);
            who.state.db.write(move |db| routes::retitle_work(db, &actor, key, &title, now)).await
        }
        Err(error) => Err(error),
    };
    answered(&who, route, "flash-work-changed", &fields, done).await
}

/// Takes a work item off.
pub async fn remove(who: Staff, path: Path<(RouteId, WorkItemId)>, fields: Fields) -> Result {
    let (route, item) = path.into_inner();
    let (actor, now) = (who.person.clone(), who.now);
    let done = who.state.db.write(move |db| routes::remove_work(db, &actor, (route, item), now)).await;
    answered(&who, route, "flash-work-removed", &fields, done).await
}

/// Makes a public report one of the team again.
pub async fn withdraw(who: Staff, path: Path<(RouteId, RouteStepId)>, fields: Fields) -> Result {
    let (route, step) = path.into_inner();
    let (actor, now) = (who.person.clone(), who.now);
    let done = who.state.db.write(move |db| routes::withdraw(db, &actor, route, step, now)).await;
    answered(&who, route, "flash-route-withdrawn", &fields, done).await
}
