//! Writing deliveries down when something happened that a team's webhook is to hear of: one for each event and team.

use diesel::prelude::*;

use super::payload;
use super::store::{NewDelivery, insert};
use crate::db::Db;
use crate::db::schema::{ideas, responses, routes};
use crate::error::{Error, Result};
use crate::ideas::Idea;
use crate::ids::{DeliveryId, IdeaId, ResponseId, RouteId, TeamId};
use crate::outbox::{Event, Recorded};
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::triage::queries;
use crate::triage::routes::RouteState;
use crate::triage::teams::{self, Team};

/// Writes down what follows from an event. What is hidden is told to nobody.
pub fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    match event {
        Event::Routed { route, step } => route_news(db, recorded, "route.created", (*route, *step), settings),
        Event::RouteMoved { route, step, .. } | Event::RuleAsked { route, step } => {
            route_news(db, recorded, "route.moved", (*route, *step), settings)
        }
        Event::Answered { idea, response, .. } => {
            idea_news(db, recorded, "idea.answered", (*idea, Some(*response)), settings)
        }
        Event::StatusChanged { idea, .. } => {
            idea_news(db, recorded, "idea.status_changed", (*idea, None), settings)
        }
        _ => Ok(()),
    }
}

fn route_news(
    db: &mut Db,
    recorded: &Recorded,
    kind: &'static str,
    (route, step): (RouteId, i64),
    settings: &Settings,
) -> Result<()> {
    let Some(news) = queries::route_news(db, route, step)? else { return Ok(()) };
    if news.idea.shown <= 0 {
        return Ok(());
    }
    let about = (&news.idea, &news.route, &news.team);
    let body = payload::route(kind, about, news.step.as_ref(), settings, recorded.created_at)?;
    enqueue(db, recorded, &news.team, (kind, body))
}

fn idea_news(
    db: &mut Db,
    recorded: &Recorded,
    kind: &'static str,
    (idea, response): (IdeaId, Option<ResponseId>),
    settings: &Settings,
) -> Result<()> {
    let found = ideas::table.find(idea).select(Idea::as_select()).first(db).optional()?;
    let Some(idea) = found.filter(|idea| idea.shown > 0) else { return Ok(()) };
    let with_it: Vec<TeamId> = routes::table
        .filter(routes::idea_id.eq(idea.id))
        .filter(routes::state.ne(RouteState::Closed))
        .select(routes::team_id)
        .load(db)?;
    if with_it.is_empty() {
        return Ok(());
    }
    let text: Option<String> = match response {
        Some(id) => responses::table.find(id).select(responses::body).first(db).optional()?,
        None => None,
    };
    for team in teams::list(db)?.iter().filter(|team| with_it.contains(&team.id)) {
        let body = payload::idea_news(kind, &idea, text.as_deref(), settings, recorded.created_at)?;
        enqueue(db, recorded, team, (kind, body))?;
    }
    Ok(())
}

fn enqueue(db: &mut Db, recorded: &Recorded, team: &Team, (kind, payload): (&str, String)) -> Result<()> {
    let Some(url) = &team.webhook_url else { return Ok(()) };
    let key = format!("event-{}-team-{}", recorded.id, team.id);
    insert(db, &NewDelivery { key, team: team.id, event: kind, url, payload }, recorded.created_at)?;
    Ok(())
}

/// Sends the team's webhook a message that says nothing, to see whether it arrives.
pub fn test(db: &mut Db, team: &Team, now: Timestamp) -> Result<DeliveryId> {
    let url = team.webhook_url.as_ref().ok_or(Error::Conflict("error-webhook-none"))?;
    let key = format!("test-{}", crate::site::random_token());
    let new = NewDelivery { key, team: team.id, event: "test", url, payload: payload::test(team, now) };
    insert(db, &new, now)?.ok_or(Error::Busy)
}
