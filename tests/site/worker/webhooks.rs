//! Webhooks on their way out.

use std::time::Duration;

use diesel::prelude::*;
use groundswell::db::schema::{deliveries, ideas};
use groundswell::people::Role;
use groundswell::time::{DAY, MINUTE};
use groundswell::triage::routes::Move;
use groundswell::triage::teams::{Team, TeamInput};
use groundswell::triage::webhooks::{self, ATTEMPTS, Delivery, LEASE, Sender};
use wiremock::matchers::{body_string_contains, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::Site;

async fn open_site() -> Site {
    Site::start_with(|config| config.webhooks_to_private_networks = true).await
}

async fn team_at(site: &Site, url: &str) -> Team {
    site.team_from(TeamInput { name: "Tents", webhook_url: url, ..TeamInput::default() }, &[]).await
}

async fn all(site: &Site) -> Vec<Delivery> {
    let mut found = site.read(|db| Ok(webhooks::list(db, None, None)?.items)).await;
    found.reverse();
    found
}

/// A site on which an idea was just sent to a team with a webhook.
async fn sent(site: &Site, url: &str) -> (Team, groundswell::ids::RouteId) {
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = team_at(site, url).await;
    let idea = site.idea(&maja, &board, "A lighter tent").await;
    let route = site.send_to(&maja, &idea, &team).await;
    (team, route)
}

#[actix_web::test]
async fn routes_and_answers_are_told_signed_and_once() {
    let site = open_site().await;
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/in"))
        .respond_with(ResponseTemplate::new(200).set_body_string("thanks"))
        .mount(&server)
        .await;
    let (team, route) = sent(&site, &format!("{}/in", server.uri())).await;
    site.work().await;
    site.work().await;
    let got = server.received_requests().await.unwrap();
    assert_eq!(got.len(), 1);
    let (request, body) = (&got[0], String::from_utf8(got[0].body.clone()).unwrap());
    let header = |name: &str| request.headers.get(name).unwrap().to_str().unwrap().to_owned();
    let theirs = standardwebhooks::Webhook::new(team.webhook_secret.as_ref().unwrap()).unwrap();
    let seconds: i64 = header("webhook-timestamp").parse().unwrap();
    let signature = theirs.sign(&header("webhook-id"), seconds, body.as_bytes()).unwrap();
    assert_eq!(header("webhook-signature"), signature);
    assert_eq!(seconds, site.now().micros() / 1_000_000);
    let told: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(told["type"], "route.created");
    assert_eq!(told["data"]["idea"]["title"], "A lighter tent");
    assert_eq!(told["data"]["route"]["note"], "Please look.");
    assert!(told["data"]["idea"]["url"].as_str().unwrap().starts_with(&site.base));

    let maja = site.person("Rolf", Role::ProductManager).await;
    site.make_move(&maja, route, Move::Accept, "").await;
    let idea = site.stored_idea(site.stored_route(route).await.idea_id).await;
    let settings = site.state.settings().await.unwrap();
    let board = settings.catalog.board(idea.board_id).unwrap().clone();
    site.answer(&maja, &board, &idea, "planned", "In spring.").await;
    site.answer(&maja, &board, &idea, "in_progress", "").await;
    site.work().await;
    let events: Vec<String> = all(&site).await.into_iter().map(|own| own.event).collect();
    assert_eq!(events, ["route.created", "route.moved", "idea.answered", "idea.status_changed"]);
    assert_eq!(server.received_requests().await.unwrap().len(), 4);
    let delivery = all(&site).await.remove(0);
    assert_eq!(
        (delivery.state.as_str(), delivery.attempts, delivery.response_status),
        ("delivered", 1, Some(200))
    );
    assert_eq!(delivery.response_excerpt.as_deref(), Some("thanks"));
}

#[actix_web::test]
async fn a_failure_is_tried_again_later_under_the_same_id_and_given_up_after_a_day() {
    let site = open_site().await;
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(500).set_body_string("x".repeat(5_000)))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    sent(&site, &server.uri()).await;
    site.work().await;
    let delivery = all(&site).await.remove(0);
    assert_eq!((delivery.state.as_str(), delivery.attempts), ("waiting", 1));
    assert!(delivery.next_at > site.now());
    assert!(delivery.response_excerpt.unwrap().len() <= 1_024);
    site.work().await;
    assert_eq!(server.received_requests().await.unwrap().len(), 1, "not before its time");
    site.clock.advance(MINUTE);
    site.work().await;
    let got = server.received_requests().await.unwrap();
    assert_eq!(got.len(), 2);
    assert_eq!(got[0].headers["webhook-id"], got[1].headers["webhook-id"]);
    assert_ne!(got[0].headers["webhook-signature"], got[1].headers["webhook-signature"]);
    assert_eq!(all(&site).await[0].state.as_str(), "delivered");

    server.reset().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    let maja = site.person("Rolf", Role::ProductManager).await;
    let team = site.read(|db| groundswell::triage::teams::find_by_slug(db, "tents")).await;
    let now = site.now();
    site.write(move |db| webhooks::enqueue::test(db, &team, now)).await;
    let began = site.now();
    for _ in 0..ATTEMPTS {
        site.work().await;
        site.clock.advance(all(&site).await[1].next_at.since(site.now()).max(0));
    }
    let failed = all(&site).await.remove(1);
    assert_eq!((failed.state.as_str(), failed.attempts), ("failed", ATTEMPTS));
    let lasted = site.now().since(began);
    assert!((18 * DAY / 24..30 * DAY / 24).contains(&lasted), "{lasted}");

    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk/deliveries").await.expect(200);
    assert!(page.text_of("tbody").contains("Given up") && page.text_of("tbody").contains("503"));
    let again = page.attributes("form[action$='/again']", "action")[0].clone();
    server.reset().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    let page = manager.submit(&again, &[]).await.expect(200);
    assert!(page.text_of(".flash").contains("sent again"));
    site.work().await;
    assert!(manager.get(again.trim_end_matches("/again")).await.text_of(".page-head").contains("Delivered"));
}

#[actix_web::test]
async fn private_addresses_are_refused_unless_allowed_by_number_and_by_name() {
    let site = Site::start().await;
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    let port = server.address().port();
    sent(&site, &format!("http://127.0.0.1:{port}/")).await;
    site.work().await;
    let refused = all(&site).await.remove(0);
    assert_eq!((refused.state.as_str(), refused.response_status), ("waiting", None));
    assert!(refused.error.unwrap().contains("public internet"));
    let id = refused.id;
    let named = format!("http://localhost:{port}/");
    let now = site.now();
    site.write(move |db| {
        diesel::update(deliveries::table.find(id)).set(deliveries::url.eq(&named)).execute(db)?;
        webhooks::send_again(db, id, now)
    })
    .await;
    site.work().await;
    let refused = all(&site).await.remove(0);
    assert!(refused.error.as_ref().unwrap().contains("public internet"), "{:?}", refused.error);
    assert!(server.received_requests().await.unwrap().is_empty(), "nothing was called");
}

#[actix_web::test]
async fn redirects_are_not_followed_and_slow_receivers_are_not_waited_for() {
    let site = open_site().await;
    let server = MockServer::start().await;
    Mock::given(path("/moved"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "/elsewhere"))
        .mount(&server)
        .await;
    Mock::given(body_string_contains("test"))
        .respond_with(ResponseTemplate::new(200).set_delay(Duration::from_secs(30)))
        .mount(&server)
        .await;
    let (team, _) = sent(&site, &format!("{}/moved", server.uri())).await;
    site.work().await;
    assert_eq!(all(&site).await[0].response_status, Some(302));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
    let (slow, now) = (format!("{}/slow", server.uri()), site.now());
    let slow_team = Team { webhook_url: Some(slow), ..team };
    site.write(move |db| webhooks::enqueue::test(db, &slow_team, now)).await;
    let sender = Sender::new(&site.state.config, "w").unwrap().with_timeout(Duration::from_millis(200));
    sender.run(&site.state.db, &site.clock).await.unwrap();
    let timed_out = all(&site).await.remove(1);
    assert_eq!(timed_out.error.as_deref(), Some("no answer in time"));
}

#[actix_web::test]
async fn a_worker_that_dies_between_claim_and_send_costs_a_while_and_no_message() {
    let site = open_site().await;
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    sent(&site, &server.uri()).await;
    let (settings, now) = (site.state.settings().await.unwrap(), site.now());
    // The events are handed out by hand, so that nothing is sent before the other worker claims it.
    site.write(move |db| {
        use groundswell::db::schema::events;
        let waiting: Vec<groundswell::outbox::Recorded> =
            events::table.order(events::id).select(groundswell::outbox::Recorded::as_select()).load(db)?;
        for recorded in &waiting {
            groundswell::triage::on_event(db, recorded, &recorded.event()?, &settings)?;
        }
        Ok(())
    })
    .await;
    let claimed = site.write(move |db| webhooks::claim(db, "dead", 16, LEASE, now)).await;
    assert_eq!(claimed.len(), 1);
    site.work().await;
    assert!(server.received_requests().await.unwrap().is_empty(), "it is in another's hands");
    site.clock.advance(LEASE + 1);
    site.work().await;
    site.work().await;
    assert_eq!(server.received_requests().await.unwrap().len(), 1, "sent once");
    assert_eq!(all(&site).await.len(), 1, "the event handled again adds nothing");
}

#[actix_web::test]
async fn nothing_of_a_hidden_idea_goes_out_not_even_what_waits() {
    let site = open_site().await;
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(500)).mount(&server).await;
    let (_, route) = sent(&site, &server.uri()).await;
    site.work().await;
    let id = site.stored_route(route).await.idea_id;
    site.write(move |db| {
        diesel::update(ideas::table.find(id)).set(ideas::shown.eq(0)).execute(db)?;
        Ok(())
    })
    .await;
    site.clock.advance(MINUTE);
    site.work().await;
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
    assert_eq!(all(&site).await[0].state.as_str(), "withheld");
}

#[actix_web::test]
async fn a_test_is_sent_from_the_teams_page() {
    let site = open_site().await;
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    team_at(&site, &server.uri()).await;
    let manager = site.browser_of(&maja).await;
    let page = manager.submit("/desk/teams/tents/test", &[]).await.expect(200);
    assert!(page.text_of("main").contains("\"type\": \"test\""), "{}", page.text);
    site.work().await;
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
    let none = site.team("Silent", &[]).await;
    manager.post(&format!("/desk/teams/{}/test", none.slug), &[]).await.expect(409);
}
