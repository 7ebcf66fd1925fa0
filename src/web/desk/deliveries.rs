//! What was sent to the teams' webhooks, and sending it again.

use std::collections::HashMap;

use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::fields::QueryFields;
use crate::error::Error;
use crate::http::guard::MayRoute;
use crate::ids::{DeliveryId, TeamId};
use crate::triage::webhooks::{self, ATTEMPTS, Delivery};
use crate::triage::{desk, teams};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

/// The list.
#[derive(Template)]
#[template(path = "desk/deliveries.html")]
pub struct DeliveriesPage {
    layout: Layout,
    tabs: Tabs,
    deliveries: Vec<(Delivery, String)>,
    teams: Vec<Choice>,
    next: Option<String>,
}

/// Shows the deliveries, newest first.
pub async fn list(who: MayRoute, query: QueryFields) -> Result<Html<DeliveriesPage>> {
    let team: Option<TeamId> = query.0.get("team").parse().ok();
    let after: Option<DeliveryId> = query.0.get("after").parse().ok();
    let (page, teams, counts) = who
        .state
        .db
        .read(move |db| Ok((webhooks::list(db, team, after)?, teams::list(db)?, desk::counts(db)?)))
        .await?;
    let names: HashMap<TeamId, String> = teams.iter().map(|team| (team.id, team.name.clone())).collect();
    let name = |delivery: &Delivery| names.get(&delivery.team_id).cloned().unwrap_or_default();
    let all = Choice::new("", who.words.get("desk-any"), query.0.get("team"));
    let own = teams.iter().map(|team| Choice::new(team.id, &team.name, query.0.get("team")));
    let team = query.0.get("team");
    let next = page
        .next
        .as_ref()
        .map(|next| who.state.links.to(&format!("/desk/deliveries?team={team}&after={next}")));
    Ok(Html(DeliveriesPage {
        layout: Layout::new(&who),
        tabs: Tabs { current: "/desk/deliveries", counts },
        teams: std::iter::once(all).chain(own).collect(),
        deliveries: page.items.into_iter().map(|own| (own.clone(), name(&own))).collect(),
        next,
    }))
}

/// One delivery with what was sent and what came back.
#[derive(Template)]
#[template(path = "desk/delivery.html")]
pub struct DeliveryPage {
    layout: Layout,
    delivery: Delivery,
    team: String,
    payload: String,
    attempts: i32,
}

/// Shows one delivery.
pub async fn page(who: MayRoute, delivery: Path<DeliveryId>) -> Result<Html<DeliveryPage>> {
    let id = delivery.into_inner();
    let (delivery, team) = who
        .state
        .db
        .read(move |db| {
            let delivery = webhooks::find(db, id)?;
            let team = teams::find(db, delivery.team_id)?;
            Ok((delivery, team.name))
        })
        .await?;
    let parsed: Option<serde_json::Value> = serde_json::from_str(&delivery.payload).ok();
    let pretty = parsed.and_then(|value| serde_json::to_string_pretty(&value).ok());
    Ok(Html(DeliveryPage {
        layout: Layout::new(&who),
        payload: pretty.unwrap_or_else(|| delivery.payload.clone()),
        attempts: ATTEMPTS,
        delivery,
        team,
    }))
}

/// Sends it again, under the same id.
pub async fn again(who: MayRoute, delivery: Path<DeliveryId>) -> Result {
    let (id, now) = (delivery.into_inner(), who.now);
    match who.state.db.write(move |db| webhooks::send_again(db, id, now)).await {
        Ok(()) => who.session.flash("flash-delivery-again"),
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(other) => return Err(other.into()),
    }
    who.state.work.notify_one();
    Ok(see_other(&who.state.links.to(&format!("/desk/deliveries/{id}"))))
}
