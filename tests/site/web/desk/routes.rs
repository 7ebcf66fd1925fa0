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

#[actix_web::test]
async fn what_a_team_is_done_with_is_told_to_the_desk_and_listed_until_the_company_answers() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (maja, _) =
        (site.person("Maja", Role::ProductManager).await, site.person("Piet", Role::ProductManager).await);
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let ideas = [site.idea(&ann, &board, "Lighter").await, site.idea(&ann, &board, "Wider").await];
    for idea in &ideas {
        let route = site.send_to(&maja, idea, &team).await;
        site.make_move(&aino, route, Move::Start, "").await;
        site.make_move(&aino, route, Move::Report, "It goes.").await;
        site.clear_letters().await;
        site.make_move(&aino, route, Move::Finish, "Shipped in 4.2.").await;
        assert_eq!(site.told().await, ["maja:returned"], "Maja sent it");
    }
    assert!(site.letters().await[0].subject.starts_with("Tents is done: "));
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk/returned").await.expect(200);
    assert_eq!(page.texts("[aria-labelledby=done-h] h3"), ["Lighter", "Wider"], "the oldest first");
    assert!(page.text_of(".route").contains("Shipped in 4.2."));
    assert!(page.text_of(".tabs").contains("Returned 2"), "{}", page.text_of(".tabs"));
    site.clock.advance(DAY);
    site.answer(&maja, &board, &ideas[0], "planned", "It is in 4.2.").await;
    let page = manager.get("/desk/returned").await.expect(200);
    assert_eq!(page.texts("[aria-labelledby=done-h] h3"), ["Wider"]);
    let settle = page.attributes("[aria-labelledby=done-h] form", "action").remove(0);
    site.browser_of(&aino).await.post(&settle, &[]).await.expect(403);
    manager.submit(&settle, &[]).await.expect(200);
    assert!(manager.get("/desk/returned").await.has(".empty"));
    let route = settle.split('/').nth(3).unwrap().parse().unwrap();
    assert_eq!(site.stored_route(route).await.state, RouteState::Done, "it stays what it is");
}

#[actix_web::test]
async fn a_declined_route_is_told_to_who_sent_it_and_off_the_list_once_the_idea_is_answered() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&site.customer("Ann").await, &board, "A stove in the tent").await;
    let route = site.send_to(&maja, &idea, &team).await;
    site.clear_letters().await;
    site.make_move(&aino, route, Move::Decline, "We do not cook.").await;
    assert_eq!(site.told().await, ["maja:returned"]);
    assert_eq!(site.letters().await[0].subject, "Tents declined: A stove in the tent");
    let manager = site.browser_of(&maja).await;
    assert!(manager.get("/desk/returned").await.has("[aria-labelledby=declined-h]"));
    site.clock.advance(DAY);
    site.answer(&maja, &board, &idea, "not_planned", "We do not cook.").await;
    assert!(manager.get("/desk/returned").await.has(".empty"));
}

#[actix_web::test]
async fn a_note_to_a_team_that_was_archived_meanwhile_comes_back() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let (tents, stoves) = (site.team("Tents", &[&aino]).await, site.team("Stoves", &[&aino]).await);
    let idea = site.idea(&site.customer("Ann").await, &board, "Which colour").await;
    let route = site.send_to(&maja, &idea, &tents).await;
    let (id, now) = (stoves.id, site.now());
    site.write(move |db| groundswell::triage::teams::set_archived(db, id, true, now)).await;
    let to = id.to_string();
    let form = [("team", to.as_str()), ("route_note", "It burns.")];
    let member = site.browser_of(&aino).await;
    let page = member.post(&format!("/desk/routes/{route}/reassign"), &form).await.expect(422);
    assert_eq!(page.text_of("#route_note"), "It burns.");
    assert!(page.text_of("#team-error").contains("takes no routes"));
}

#[actix_web::test]
async fn who_is_banned_answers_no_question() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "Which colour").await;
    let route = site.send_to(&maja, &idea, &team).await;
    site.make_move(&aino, route, Move::AskAuthor, "Red or green?").await;
    let moderator = site.browser_of(&site.person("Mo", Role::Moderator).await).await;
    let fields = [("reason", "spam"), ("note", "After two warnings."), ("term", "week")];
    moderator.post(&format!("/people/{}/ban", ann.id), &fields).await.expect(303);
    let path = format!("/ideas/{}/questions/{route}", idea.id);
    site.browser_of(&ann).await.post(&path, &[("words", "Buy here!")]).await.expect(403);
    assert_eq!(site.stored_route(route).await.state, RouteState::Asked);
}

#[actix_web::test]
async fn slips_in_who_and_when_are_refused_and_a_report_sent_twice_is_one() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&maja, &board, "Longer pegs").await;
    let route = site.send_to(&maja, &idea, &team).await;
    site.make_move(&aino, route, Move::Start, "").await;
    let member = site.browser_of(&aino).await;
    let path = format!("/desk/routes/{route}");
    let page = member.post(&format!("{path}/assign"), &[("assignee", "aino")]).await.expect(422);
    assert!(page.has("#assignee-error"));
    assert_eq!(site.stored_route(route).await.assignee_id, Some(aino.id), "she started it");
    for day in ["2026-01-14", "2206-01-20"] {
        let page = member.post(&format!("{path}/due"), &[("due", day)]).await.expect(422);
        assert_eq!(page.attributes("#due", "value"), [day], "what was typed stays");
        let form = [("team", &*team.id.to_string()), ("due", day)];
        let send = format!("/desk/ideas/{}/routes", idea.id);
        site.browser_of(&maja).await.post(&send, &form).await.expect(422);
    }
    for _ in 0..2 {
        member.post(&format!("{path}/publish"), &[("words", "The first is sewn.")]).await.expect(303);
    }
    let page = site.visitor().visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert_eq!(page.text_of(".timeline").matches("The first is sewn.").count(), 1);
    member.post(&format!("{path}/report"), &[("words", "The first is sewn.")]).await.expect(303);
    member.post(&format!("{path}/publish"), &[("words", "The first is sewn.")]).await.expect(303);
    let steps = site.read(move |db| groundswell::triage::queries::steps_of(db, route)).await;
    assert_eq!(steps.iter().filter(|step| step.body == "The first is sewn.").count(), 3);
}
