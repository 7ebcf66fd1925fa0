//! What a webhook tells: JSON with a type, a time, and everything a receiver needs to act without asking back.

use serde_json::{Value, json};

use crate::error::Result;
use crate::ideas::Idea;
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::triage::routes::{Route, Step};
use crate::triage::teams::Team;

/// A route was made, sent again, or moved on.
pub(super) fn route(
    kind: &str,
    (idea, route, team): (&Idea, &Route, &Team),
    step: Option<&Step>,
    settings: &Settings,
    at: Timestamp,
) -> Result<String> {
    let links = &settings.links;
    let data = json!({
        "idea": self::idea(idea, settings)?,
        "team": { "slug": team.slug, "name": team.name },
        "route": {
            "id": route.id,
            "state": route.state,
            "note": route.note,
            "due_at": route.due_at.map(Timestamp::to_rfc3339),
            "url": links.absolute(&links.to(&format!("/desk/routes/{}", route.id))),
        },
        "step": step.map(|step| json!({ "kind": step.kind, "text": step.body })),
    });
    Ok(envelope(kind, &data, at))
}

/// An idea that the team has was answered, or its status changed.
pub(super) fn idea_news(
    kind: &str,
    idea: &Idea,
    response: Option<&str>,
    settings: &Settings,
    at: Timestamp,
) -> Result<String> {
    let data = json!({ "idea": self::idea(idea, settings)?, "response": response });
    Ok(envelope(kind, &data, at))
}

/// Nothing happened; somebody wants to see whether it arrives.
pub(super) fn test(team: &Team, at: Timestamp) -> String {
    envelope("test", &json!({ "team": { "slug": team.slug, "name": team.name } }), at)
}

fn envelope(kind: &str, data: &Value, at: Timestamp) -> String {
    json!({ "type": kind, "timestamp": at.to_rfc3339(), "data": data }).to_string()
}

fn idea(idea: &Idea, settings: &Settings) -> Result<Value> {
    let (catalog, links) = (&settings.catalog, &settings.links);
    Ok(json!({
        "id": idea.id,
        "title": idea.title,
        "url": links.absolute(&links.idea(idea.id, &idea.title)),
        "board": catalog.board(idea.board_id)?.slug,
        "category": idea.category_id.and_then(|id| catalog.category(id)).map(|category| &category.slug),
        "status": catalog.status(idea.status_id)?.slug,
        "status_kind": idea.status_kind,
        "effort": idea.effort,
        "promotions": idea.ranks.promotions,
        "demotions": idea.ranks.demotions,
        "comments": idea.comment_count,
        "created_at": idea.created_at.to_rfc3339(),
    }))
}
