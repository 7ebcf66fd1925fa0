//! What teams do with what they are sent: estimates, work items, public reports, handing over, load and ageing.

use diesel::prelude::*;
use groundswell::db::schema::{route_estimates, work_items};
use groundswell::ids::RouteId;
use groundswell::people::Role;
use groundswell::time::DAY;
use groundswell::triage::routes::{self, Load, Move, RouteState};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{Site, plan_of, queries_of};

impl Site {
    async fn titles_of_work(&self, route: RouteId) -> Vec<String> {
        self.read(move |db| {
            let own = work_items::table.filter(work_items::route_id.eq(route)).order(work_items::id);
            Ok(own.select(work_items::title).load(db)?)
        })
        .await
    }
}

#[actix_web::test]
async fn a_team_estimates_and_the_desk_finds_the_estimate_in_its_form() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&maja, &board, "A lighter tent").await;
    let route = site.send_to(&maja, &idea, &team).await;
    let (member, manager) = (site.browser_of(&aino).await, site.browser_of(&maja).await);
    let path = format!("/desk/routes/{route}");
    let page = member.post(&format!("{path}/estimate"), &[("effort", "l")]).await.expect(422);
    assert!(page.text_of("#confidence-error").contains("how sure"));
    assert_eq!(page.attributes("#effort option[selected]", "value"), ["l"], "what was chosen stays");
    let form = [("effort", "l"), ("confidence", "low")];
    let page = member.submit(&format!("{path}/estimate"), &form).await.expect(200);
    assert!(page.text_of("#estimate").contains("months"), "{}", page.text_of("#estimate"));
    assert!(page.text_of(".timeline").contains("a guess"));
    member.post(&format!("{path}/estimate"), &form).await.expect(303);
    let inbox = member.get("/desk/teams/tents").await.expect(200);
    assert!(inbox.text_of(".route").contains("a guess"));
    let desk = manager.get(&format!("/desk/ideas/{}", idea.id)).await.expect(200);
    assert_eq!(desk.attributes("#effort option[selected]", "value"), ["l"], "proposed, not decided");
    assert!(desk.text_of("#effort-hint").contains("Tents"));
    assert_eq!(site.stored_idea(idea.id).await.effort, None);
    let form = [("effort", "s"), ("confidence", "high")];
    member.post(&format!("{path}/estimate"), &form).await.expect(303);
    let rows: i64 = site.read(|db| Ok(route_estimates::table.count().get_result(db)?)).await;
    assert_eq!(rows, 1, "the one that stands");
    let steps = site.read(move |db| groundswell::triage::queries::steps_of(db, route)).await;
    assert_eq!(steps.iter().filter(|step| step.body.starts_with(['l', 's'])).count(), 2, "{steps:?}");
}

#[actix_web::test]
async fn a_work_item_takes_the_title_of_its_page_and_is_kept_up_by_hand() {
    let site = Site::start_with(|config| config.webhooks_to_private_networks = true).await;
    let tracker = MockServer::start().await;
    let html =
        |title: &str| ResponseTemplate::new(200).set_body_raw(format!("<title>{title}</title>"), "text/html");
    Mock::given(method("GET"))
        .and(path("/T-12"))
        .respond_with(html("T-12: Sew &amp; glue"))
        .up_to_n_times(1)
        .mount(&tracker)
        .await;
    Mock::given(method("GET")).and(path("/T-12")).respond_with(html("T-12: Sewn")).mount(&tracker).await;
    let moved = ResponseTemplate::new(302).insert_header("location", "/T-12");
    Mock::given(method("GET")).and(path("/old")).respond_with(moved).mount(&tracker).await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let bram = site.person("Bram", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&maja, &board, "A lighter tent").await;
    let route = site.send_to(&maja, &idea, &team).await;
    let member = site.browser_of(&aino).await;
    let add = format!("/desk/routes/{route}/work");
    let page = member.post(&add, &[("url", "javascript:alert(1)"), ("work_title", "Mine")]).await.expect(422);
    assert_eq!(page.attributes("#work_title", "value"), ["Mine"], "what was typed stays");
    let url = format!("{}/T-12", tracker.uri());
    let page = member.submit(&add, &[("url", &url)]).await.expect(200);
    assert_eq!(page.texts("#work li > a"), ["T-12: Sew & glue"]);
    assert_eq!(page.attributes("#work li > a", "href"), [url.as_str()]);
    member.submit(&add, &[("url", &url)]).await.expect(200);
    assert_eq!(site.titles_of_work(route).await.len(), 1, "the same address twice is one");
    let form = page.attributes("#work li form", "action").remove(0);
    member.submit(&form, &[("refresh", "1")]).await.expect(200);
    assert_eq!(site.titles_of_work(route).await, ["T-12: Sewn"]);
    member.submit(&form, &[("work_title", "Sewn, glued")]).await.expect(200);
    assert_eq!(site.titles_of_work(route).await, ["Sewn, glued"]);
    // What cannot be read has its address for a title; a page that sends on is followed.
    let gone = format!("{}/nothing", tracker.uri());
    let page = member.submit(&add, &[("url", &gone)]).await.expect(200);
    assert!(page.text_of(".flash").contains("could not be read"));
    let old = format!("{}/old", tracker.uri());
    member.submit(&add, &[("url", &old)]).await.expect(200);
    assert_eq!(site.titles_of_work(route).await, ["Sewn, glued", "", "T-12: Sewn"]);
    // Somebody else's route makes this server call nothing.
    let before = tracker.received_requests().await.unwrap().len();
    site.browser_of(&bram).await.post(&add, &[("url", &url)]).await.expect(404);
    assert_eq!(tracker.received_requests().await.unwrap().len(), before);
    member.submit(&format!("{form}/remove"), &[]).await.expect(200);
    assert_eq!(site.titles_of_work(route).await, ["", "T-12: Sewn"]);
}

#[actix_web::test]
async fn no_title_is_fetched_from_inside_the_network() {
    let site = Site::start().await;
    let tracker = MockServer::start().await;
    let secret = ResponseTemplate::new(200).set_body_raw("<title>Secret</title>", "text/html");
    Mock::given(method("GET")).respond_with(secret).mount(&tracker).await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Tents", &[]).await;
    let idea = site.idea(&maja, &board, "A lighter tent").await;
    let route = site.send_to(&maja, &idea, &team).await;
    let manager = site.browser_of(&maja).await;
    let url = tracker.uri();
    manager.post(&format!("/desk/routes/{route}/work"), &[("url", &url)]).await.expect(303);
    assert_eq!(site.titles_of_work(route).await, [""]);
    assert!(tracker.received_requests().await.unwrap().is_empty(), "nothing was called");
}

#[actix_web::test]
async fn a_public_report_is_on_the_ideas_timeline_until_it_is_taken_back() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&maja, &board, "A lighter tent").await;
    let route = site.send_to(&maja, &idea, &team).await;
    let (member, visitor) = (site.browser_of(&aino).await, site.visitor());
    let path = format!("/desk/routes/{route}");
    let page = member.post(&format!("{path}/publish"), &[("words", "Too early.")]).await.expect(409);
    assert_eq!(page.text_of("#kept"), "Too early.");
    site.make_move(&aino, route, Move::Start, "").await;
    site.make_move(&aino, route, Move::Report, "The supplier is late.").await;
    member.post(&format!("{path}/publish"), &[("words", "  ")]).await.expect(422);
    let told = [("words", "The first <b>prototype</b> is sewn.")];
    member.submit(&format!("{path}/publish"), &told).await.expect(200);
    let page = visitor.visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    let history = page.text_of(".timeline");
    assert!(history.contains("The first <b>prototype</b> is sewn."), "{history}");
    assert!(!history.contains("supplier") && !history.contains("Too early") && !history.contains("Tents"));
    let page = member.get(&path).await.expect(200);
    let withdraw = page.attributes("form[action$='/withdraw']", "action").remove(0);
    let bram = site.person("Bram", Role::TeamMember).await;
    site.browser_of(&bram).await.post(&withdraw, &[]).await.expect(404);
    member.post(&withdraw, &[]).await.expect(303);
    let page = visitor.visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert!(!page.text_of("main").contains("prototype"));
    let page = member.get(&path).await.expect(200);
    assert!(page.text_of(".timeline").contains("prototype"), "the team still reads it");
}

#[actix_web::test]
async fn a_member_hands_an_idea_over_to_another_team() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (aino, bram) =
        (site.person("Aino", Role::TeamMember).await, site.person("Bram", Role::TeamMember).await);
    let (tents, stoves) = (site.team("Tents", &[&aino]).await, site.team("Stoves", &[&bram]).await);
    let idea = site.idea(&maja, &board, "A stove in the tent").await;
    let route = site.send_to(&maja, &idea, &tents).await;
    let path = format!("/desk/routes/{route}/reassign");
    let to = stoves.id.to_string();
    site.browser_of(&bram).await.post(&path, &[("team", &to)]).await.expect(404);
    let member = site.browser_of(&aino).await;
    let own = tents.id.to_string();
    let form = [("team", own.as_str()), ("route_note", "It burns.")];
    let page = member.post(&path, &form).await.expect(422);
    assert!(page.text_of("#route_note").contains("It burns."), "what was typed stays");
    let form = [("team", to.as_str()), ("route_note", "It burns: yours.")];
    member.submit(&path, &form).await.expect(200);
    assert_eq!(site.stored_route(route).await.state, RouteState::Closed);
    let inbox = site.browser_of(&bram).await.get("/desk/teams/stoves").await.expect(200);
    assert!(inbox.text_of(".route").contains("It burns: yours."));
    let again = member.post(&path, &form).await.expect(409);
    assert!(again.text_of(".flash.warn").contains("Aino passed it on to another team"));
    assert_eq!(again.text_of("#kept"), "It burns: yours.");
}

#[actix_web::test]
async fn load_and_ageing_of_all_teams_are_one_query() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let (tents, stoves) = (site.team("Tents", &[&aino]).await, site.team("Stoves", &[]).await);
    let first = site.now();
    for days in [0, 70, 25, 6] {
        site.clock.advance(days * DAY);
        let idea = site.idea(&maja, &board, &format!("An idea {days} days later")).await;
        let route = site.send_to(&maja, &idea, &tents).await;
        if days == 70 {
            site.make_move(&aino, route, Move::Accept, "").await;
        }
        if days == 25 {
            let due = Some(site.now().plus(DAY));
            let (by, now) = (maja.clone(), site.now());
            site.write(move |db| routes::set_due(db, &by, route, due, now)).await;
        }
    }
    site.clock.advance(2 * DAY);
    let hidden = site.idea(&maja, &board, "Hidden").await;
    site.send_to(&maja, &hidden, &tents).await;
    site.write(move |db| {
        use groundswell::db::schema::ideas;
        diesel::update(ideas::table.find(hidden.id)).set(ideas::shown.eq(0)).execute(db)?;
        Ok(())
    })
    .await;
    let now = site.now();
    let loads = site.read(move |db| routes::loads(db, None, now)).await;
    let expected = Load {
        open: 4,
        new: 3,
        accepted: 1,
        overdue: 1,
        unassigned: 3,
        oldest: Some(first),
        ages: [1, 1, 1, 1],
    };
    assert_eq!(loads.get(&tents.id), Some(&expected));
    assert_eq!(loads.get(&stoves.id), None);
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk/teams").await.expect(200);
    assert_eq!(page.texts("tbody tr:last-child td.num"), ["4", "1", "1"], "{:?}", page.texts("tbody tr"));
    assert_eq!(page.attributes("svg.ages", "aria-label").len(), 1);
    assert!(page.attributes("svg.ages", "aria-label")[0].contains("longer: 1"));
    let inbox = site.browser_of(&aino).await.get("/desk/teams/tents").await.expect(200);
    assert!(inbox.text_of(".load").contains("3 are new"), "{}", inbox.text_of(".load"));
    let (asked, plan) = site
        .read(move |db| {
            let (_, asked) = queries_of(db, |db| routes::loads(db, None, now).unwrap());
            let plan = plan_of(db, &asked[0]);
            Ok((asked.len(), plan))
        })
        .await;
    assert_eq!(asked, 1);
    assert!(plan.contains("routes_"), "open routes are found by an index: {plan}");
}
