//! Routes and inboxes.

use diesel::prelude::*;
use groundswell::db::schema::{events, ideas};
use groundswell::people::Role;
use groundswell::time::DAY;
use groundswell::triage::routes::{Move, RouteState};

use crate::support::Site;

#[actix_web::test]
async fn overdue_routes_are_marked_and_filters_narrow_the_inbox() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&maja, &board, "Due tomorrow").await;
    let manager = site.browser_of(&maja).await;
    let send = format!("/desk/ideas/{}/routes", idea.id);
    let id = team.id.to_string();
    manager.post(&send, &[("team", &id), ("due", "tomorrow")]).await.expect(422);
    manager.post(&send, &[("team", ""), ("due", "")]).await.expect(422);
    manager.post(&send, &[("team", &id), ("due", "2026-01-16")]).await.expect(303);
    let again = manager.post(&send, &[("team", &id), ("due", "2026-01-16")]).await.expect(409);
    assert!(again.text_of(".error-summary").contains("has the idea already"));
    let other = site.idea(&maja, &board, "No day").await;
    let route = site.send_to(&maja, &other, &team).await;
    let member = site.browser_of(&aino).await;
    assert!(!member.get("/desk/teams/tents").await.has(".route.overdue"));
    site.clock.advance(2 * DAY);
    let inbox = member.get("/desk/teams/tents").await.expect(200);
    assert_eq!(inbox.texts(".route h3"), ["Due tomorrow", "No day"], "what is due comes first");
    assert!(inbox.text_of(".route.overdue").contains("Overdue: due 16 January 2026"));
    assert!(inbox.text_of(".lead").contains("2 open routes. 1 is overdue."));
    let page = member.get("/desk/teams/tents?show=overdue").await;
    assert_eq!(page.texts(".route h3"), ["Due tomorrow"]);
    site.make_move(&aino, route, Move::Accept, "").await;
    let page = member.get("/desk/teams/tents?show=mine").await;
    assert_eq!(page.texts(".route h3"), ["No day"], "whoever accepts sees to it");
    let page = member.get("/desk/teams/tents?show=unassigned").await;
    assert_eq!(page.texts(".route h3"), ["Due tomorrow"]);
    let page = manager.get("/desk?routed=yes").await;
    assert_eq!(page.texts("[data-row]").len(), 2);
}

#[actix_web::test]
async fn a_declined_route_returns_to_the_desk_and_goes_to_another_team() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (aino, bram) =
        (site.person("Aino", Role::TeamMember).await, site.person("Bram", Role::TeamMember).await);
    let (tents, stoves) = (site.team("Tents", &[&aino]).await, site.team("Stoves", &[&bram]).await);
    let idea = site.idea(&maja, &board, "A stove in the tent").await;
    let route = site.send_to(&maja, &idea, &tents).await;
    let (member, manager) = (site.browser_of(&aino).await, site.browser_of(&maja).await);
    let path = format!("/desk/routes/{route}");
    let page = member.post(&format!("{path}/decline"), &[("words", "")]).await.expect(422);
    assert!(page.text_of("#decline").contains("Say why"));
    member.post(&format!("{path}/decline"), &[("words", "We sew, we do not cook.")]).await.expect(303);
    let page = member.post(&format!("{path}/accept"), &[]).await.expect(409);
    assert!(page.text_of(".flash.warn").contains("Aino declined"), "a declined route is not accepted");
    let page = manager.get("/desk/returned").await.expect(200);
    assert!(page.text_of(".route").contains("We sew, we do not cook."));
    let to = stoves.id.to_string();
    manager.post(&format!("{path}/reassign"), &[("team", "")]).await.expect(422);
    manager.post(&format!("{path}/reassign"), &[("team", &to), ("route_note", "Yours?")]).await.expect(303);
    assert!(!manager.get("/desk/returned").await.has(".route"));
    assert_eq!(site.stored_route(route).await.state, RouteState::Closed);
    let inbox = site.browser_of(&bram).await.get("/desk/teams/stoves").await.expect(200);
    assert!(inbox.text_of(".route").contains("Yours?"));
    // Sending to the first team again opens its one route again.
    let back = site.send_to(&maja, &idea, &tents).await;
    assert_eq!(back, route);
    assert_eq!(site.stored_route(route).await.state, RouteState::New);
}

#[actix_web::test]
async fn a_question_to_the_desk_is_answered_from_the_list_of_what_came_back() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&maja, &board, "Which colour").await;
    let route = site.send_to(&maja, &idea, &team).await;
    site.make_move(&aino, route, Move::Start, "").await;
    site.make_move(&aino, route, Move::AskDesk, "Red or green?").await;
    let member = site.browser_of(&aino).await;
    member.post(&format!("/desk/routes/{route}/answer"), &[("words", "Red")]).await.expect(403);
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk/returned").await.expect(200);
    assert!(page.text_of(".route").contains("Red or green?"));
    let form = [("words", "Green."), ("return_to", "/desk/returned")];
    let page = manager.submit(&format!("/desk/routes/{route}/answer"), &form).await.expect(200);
    assert!(page.has(".empty") && page.path == "/desk/returned");
    assert_eq!(site.stored_route(route).await.state, RouteState::InWork, "it is in work again");
}

#[actix_web::test]
async fn assignee_and_day_change_and_each_change_leaves_a_step_and_an_event() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (aino, bram) =
        (site.person("Aino", Role::TeamMember).await, site.person("Bram", Role::TeamMember).await);
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&maja, &board, "Longer pegs").await;
    let route = site.send_to(&maja, &idea, &team).await;
    let member = site.browser_of(&aino).await;
    let path = format!("/desk/routes/{route}");
    let (own, other) = (aino.id.to_string(), bram.id.to_string());
    member.post(&format!("{path}/assign"), &[("assignee", &other)]).await.expect(422);
    member.post(&format!("{path}/assign"), &[("assignee", &own)]).await.expect(303);
    member.post(&format!("{path}/due"), &[("due", "31.12.")]).await.expect(422);
    member.post(&format!("{path}/due"), &[("due", "2026-03-01")]).await.expect(303);
    let page = member.get(&path).await.expect(200);
    assert!(page.text_of(".page-head").contains("Due 1 March 2026, 23:59"));
    assert!(page.text_of(".timeline").contains("1 March 2026"));
    let told: Vec<String> =
        site.read(|db| Ok(events::table.order(events::id).select(events::kind).load(db)?)).await;
    assert_eq!(told, ["idea_posted", "routed", "route_moved", "route_moved"]);
}

#[actix_web::test]
async fn routes_of_a_hidden_idea_are_nowhere_while_it_is_hidden() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&maja, &board, "Something rude").await;
    let route = site.send_to(&maja, &idea, &team).await;
    site.make_move(&aino, route, Move::AskDesk, "Is this a joke?").await;
    let member = site.browser_of(&aino).await;
    for (shown, status) in [(0, 404), (2, 200)] {
        site.write(move |db| {
            diesel::update(ideas::table.find(idea.id)).set(ideas::shown.eq(shown)).execute(db)?;
            Ok(())
        })
        .await;
        assert_eq!(member.get("/desk/teams/tents").await.has(".route"), shown > 0);
        member.get(&format!("/desk/routes/{route}")).await.expect(status);
        let manager = site.browser_of(&maja).await;
        assert_eq!(manager.get("/desk/returned").await.has(".route"), shown > 0);
    }
}
