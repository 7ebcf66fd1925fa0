//! Rules that follow events.

use diesel::prelude::*;
use groundswell::db::schema::{events, ideas, routes};
use groundswell::ids::IdeaId;
use groundswell::people::Role;
use groundswell::triage::routes::Move;
use groundswell::triage::rules::RuleInput;

use crate::support::Site;

async fn routed(site: &Site, idea: IdeaId) -> i64 {
    site.read(move |db| Ok(routes::table.filter(routes::idea_id.eq(idea)).count().get_result(db)?)).await
}

#[actix_web::test]
async fn a_threshold_sends_an_idea_once_when_votes_reach_it() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben, cem) =
        (site.customer("Ann").await, site.customer("Ben").await, site.customer("Cem").await);
    let aino = site.person("Aino", Role::TeamMember).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Tents", &[&aino]).await;
    let rule = site.rule(&team, RuleInput { votes: "3", people: "3", ..RuleInput::default() }).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.promote(&ben, &idea).await;
    site.work().await;
    assert_eq!(routed(&site, idea.id).await, 0);
    site.promote(&cem, &idea).await;
    site.work().await;
    assert_eq!(routed(&site, idea.id).await, 1);
    let route = site.read(move |db| Ok(groundswell::triage::queries::routes_of(db, idea.id)?.0)).await[0]
        .route
        .clone();
    assert_eq!((route.rule_id, route.sent_by), (Some(rule.id), None));
    // Seven working days from Thursday: at the close of Monday after next.
    assert_eq!(route.due_at.unwrap().to_rfc3339(), "2026-01-26T17:00:00Z");
    // Declined once, it is not sent again, and an event handled again adds nothing.
    site.make_move(&aino, route.id, Move::Decline, "No.").await;
    let dave = site.customer("Dave").await;
    site.promote(&dave, &site.stored_idea(route.idea_id).await).await;
    site.write(|db| {
        diesel::update(events::table).set(events::handled_at.eq(None::<i64>)).execute(db)?;
        Ok(())
    })
    .await;
    site.work().await;
    assert_eq!(site.stored_route(route.id).await.state.as_str(), "declined");
    assert_eq!(routed(&site, route.idea_id).await, 1);
    let _ = maja;
}

#[actix_web::test]
async fn the_first_rule_that_fits_sends_to_its_team_and_others_to_theirs() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (tents, care) = (site.team("Tents", &[]).await, site.team("Care", &[]).await);
    let first = site.rule(&tents, RuleInput { words: "tent", ..RuleInput::default() }).await;
    site.rule(&tents, RuleInput { words: "lighter", ..RuleInput::default() }).await;
    let third = site.rule(&care, RuleInput { trending: "1", ..RuleInput::default() }).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.work().await;
    let mut by: Vec<_> = site
        .read(move |db| Ok(groundswell::triage::queries::routes_of(db, idea.id)?.0))
        .await
        .iter()
        .map(|card| card.route.rule_id.unwrap())
        .collect();
    by.sort();
    assert_eq!(by, [first.id, third.id]);
    let second = site.idea(&ann, &board, "A chair").await;
    let ben = site.customer("Ben").await;
    site.work().await;
    assert_eq!(routed(&site, second.id).await, 1, "the newest stands first among equals");
    let third_idea = site.idea(&ann, &board, "A table").await;
    site.promote(&ben, &second).await;
    site.work().await;
    assert_eq!(routed(&site, third_idea.id).await, 0, "second in Trending");
}

#[actix_web::test]
async fn hidden_ideas_and_teams_without_routes_are_passed_by() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let team = site.team("Tents", &[]).await;
    site.rule(&team, RuleInput { words: "tent", ..RuleInput::default() }).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.write(move |db| {
        diesel::update(ideas::table.find(idea.id)).set(ideas::shown.eq(0)).execute(db)?;
        Ok(())
    })
    .await;
    site.work().await;
    assert_eq!(routed(&site, idea.id).await, 0);
    let now = site.now();
    site.write(move |db| groundswell::triage::teams::set_archived(db, team.id, true, now)).await;
    let other = site.idea(&ann, &board, "A wider tent").await;
    site.work().await;
    assert_eq!(routed(&site, other.id).await, 0);
}
