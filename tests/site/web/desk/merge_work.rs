//! What a merge leaves to teams and to the desk, and forms that come after one.

use diesel::prelude::*;
use groundswell::db::schema::notes;
use groundswell::ideas::{Idea, PostState, merge};
use groundswell::ids::{IdeaId, RouteId};
use groundswell::people::{Person, Role};
use groundswell::triage::desk;
use groundswell::triage::routes::{self, Move, RouteState};

use super::field;
use super::merge::complaints;
use crate::support::{Browser, Site};

/// An idea that is planned, answered and accepted by a team; and the one that it is merged into.
struct Scene {
    site: Site,
    first: Idea,
    second: Idea,
    ann: Person,
    maja: Person,
    aino: Person,
    route: RouteId,
    manager: Browser,
}

async fn scene() -> Scene {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let aino = site.person("Aino", Role::TeamMember).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let first = site.idea(&ann, &board, "A lighter tent").await;
    let second = site.idea(&ben, &board, "Tents that weigh less").await;
    let team = site.team("Tents", &[&aino]).await;
    let route = site.send_to(&maja, &first, &team).await;
    site.make_move(&aino, route, Move::Accept, "").await;
    site.answer(&maja, &board, &first, "planned", "Next spring, with carbon poles.").await;
    site.clear_letters().await;
    let manager = site.browser_of(&maja).await;
    Scene { site, first, second, ann, maja, aino, route, manager }
}

impl Scene {
    async fn merge(&self) {
        let (from, to, by, now) = (self.first.id, self.second.id, self.maja.clone(), self.site.now());
        self.site.write(move |db| merge::merge(db, &by, from, to, now)).await;
        self.site.clear_letters().await;
    }

    fn desk(&self, idea: IdeaId) -> String {
        format!("/desk/ideas/{idea}")
    }
}

#[actix_web::test]
async fn a_merge_names_routes_status_and_answer_before_and_shows_them_after() {
    let scene = scene().await;
    let Scene { site, first, second, manager, .. } = &scene;
    let asked = manager.get(&format!("{}/merge?into={}", scene.desk(first.id), second.id)).await.expect(200);
    let said = asked.text_of("main");
    for part in ["A team has the idea that goes: Tents : Accepted", "is “Planned”", "has answered the idea"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    let other = manager.get(&format!("{}/merge?into={}", scene.desk(second.id), first.id)).await.expect(200);
    let said = other.text_of("main");
    assert!(!said.contains("team has") && !said.contains("has answered"), "{said}");
    scene.merge().await;

    let page = manager.get(&scene.desk(second.id)).await.expect(200);
    let aside = page.text_of(".aside");
    assert!(aside.contains("Tents Accepted On A lighter tent"), "{aside}");
    let said = page.text_of("[aria-labelledby=of-parts-h]");
    assert!(said.contains("with carbon poles") && said.contains("On A lighter tent"), "{said}");
    let visitor = site.visitor();
    let left = visitor.get(&format!("/ideas/{}/merged", first.id)).await.expect(200);
    assert!(left.text_of(".response").contains("Next spring, with carbon poles."), "{}", left.text);
    let home = visitor.visit(&format!("/ideas/{}", second.id)).await.expect(200);
    assert!(home.text_of("#merged").contains("Read the answer to it"), "{}", home.text_of("#merged"));
    let found = visitor.get("/search?q=carbon").await.expect(200);
    assert_eq!(found.texts("main h2 a"), ["Tents that weigh less"], "found by what was answered");
    assert_eq!(complaints(site).await, [""; 0]);
}

#[actix_web::test]
async fn a_team_goes_on_with_what_it_has_when_its_idea_is_merged() {
    let scene = scene().await;
    let Scene { site, first, second, ann, maja, aino, route, manager, .. } = &scene;
    scene.merge().await;
    let member = site.browser_of(aino).await;
    let inbox = member.get("/desk/teams/tents").await.expect(200);
    assert_eq!(inbox.texts("#g-accepted"), ["Accepted 1"]);
    let card = inbox.text_of(".route");
    assert!(card.contains("A lighter tent") && card.contains("Part of Tents that weigh less"), "{card}");
    let now = site.now();
    assert_eq!(site.read(move |db| Ok(routes::loads(db, None, now)?.len())).await, 1);
    let path = format!("/desk/routes/{route}");
    let page = member.get(&path).await.expect(200);
    assert!(page.text_of(".page-head").contains("Part of Tents that weigh less"), "{}", page.text);

    // A question reaches the author of the merged idea, at the idea that it is part of.
    site.make_move(aino, *route, Move::AskAuthor, "Which poles?").await;
    assert_eq!(site.told().await, ["ann:question"]);
    let author = site.browser_of(ann).await;
    let page = author.visit(&format!("/ideas/{}", first.id)).await.expect(200);
    let question = format!("/ideas/{}/questions/{route}", second.id);
    assert!(page.has(&format!("a[href='{question}']")), "{}", page.text);
    author.post(&question, &[("words", "Carbon.")]).await.expect(303);
    assert_eq!(site.stored_route(*route).await.state, RouteState::Accepted);

    // One to the desk is back there, and counted.
    site.make_move(aino, *route, Move::AskDesk, "Is there money?").await;
    let back = manager.get("/desk/returned").await.expect(200);
    assert!(back.text_of("[aria-labelledby=questions-h]").contains("Part of Tents that weigh less"));
    assert_eq!(site.read(desk::counts).await.returned, 1);
    site.make_move(maja, *route, Move::Answer, "There is.").await;

    // It is handed over, and taken back; what is new goes to the idea that it is part of.
    let other = site.team("Poles", &[]).await.id.to_string();
    let handed = manager.post(&format!("{path}/reassign"), &[("team", &*other), ("route_note", "")]).await;
    handed.expect(303);
    let page = manager.get(&scene.desk(second.id)).await.expect(200);
    assert!(page.text_of(".aside").contains("Poles New On A lighter tent"), "{}", page.text_of(".aside"));
    let new = RouteId::new(route.raw() + 1);
    let taken = site.make_move(maja, new, Move::TakeBack, "").await;
    assert_eq!((taken.state, taken.idea_id), (RouteState::Closed, first.id));
    let form = [("team", other.as_str()), ("route_note", "Weigh them."), ("due", "")];
    let refused = manager.post(&format!("{}/routes", scene.desk(first.id)), &form).await.expect(409);
    assert!(refused.text_of(".flash.warn").contains("merged"), "{}", refused.text);
    assert!(refused.text_of("#route_note").contains("Weigh them."));
    assert_eq!(complaints(site).await, [""; 0]);

    // What is hidden is hidden with all that is part of it.
    site.set_idea_state(second.id, PostState::Hidden, None).await;
    member.get(&path).await.expect(404);
    assert!(!member.get("/desk/teams/tents").await.expect(200).text.contains("A lighter tent"));
}

#[actix_web::test]
async fn a_note_on_an_idea_that_was_merged_stands_at_its_home_beside_those_before() {
    let scene = scene().await;
    let Scene { site, first, second, manager, .. } = &scene;
    let path = format!("{}/notes", scene.desk(first.id));
    manager.post(&path, &[("note", "Before: ask the weavers.")]).await.expect(303);
    scene.merge().await;
    let page = manager.submit(&path, &[("note", "After: the weavers can.")]).await.expect(200);
    assert_eq!(page.text_of("h1"), "Tents that weigh less");
    assert!(page.text.contains("The idea was merged in the meantime."), "{}", page.text);
    let said = page.texts(".note");
    assert!(said[0].contains("ask the weavers") && said[0].contains("On A lighter tent"), "{said:?}");
    assert!(said[1].contains("the weavers can") && !said[1].contains("On A lighter tent"), "{said:?}");
    let places: Vec<IdeaId> =
        site.read(|db| Ok(notes::table.order(notes::id).select(notes::idea_id).load(db)?)).await;
    assert_eq!(places, [first.id, second.id]);
    let empty = manager.post(&path, &[("note", " ")]).await.expect(422);
    assert_eq!(empty.text_of("h1"), "Tents that weigh less");
}

#[actix_web::test]
async fn a_split_of_an_idea_that_was_merged_meanwhile_is_kept_and_told_why() {
    let scene = scene().await;
    let Scene { site, first, second, manager, .. } = &scene;
    let path = format!("{}/split", scene.desk(first.id));
    let form_key = field(&manager.get(&path).await.expect(200), "form_key");
    scene.merge().await;
    let form = [
        ("title", "Poles of carbon"),
        ("body", "Only the poles."),
        ("whom", "nobody"),
        ("form_key", form_key.as_str()),
    ];
    let page = manager.post(&path, &form).await.expect(409);
    assert!(
        page.text_of(".flash.warn").contains("Maja merged the idea that you were splitting"),
        "{}",
        page.text
    );
    assert_eq!(page.attributes("#title", "value"), ["Poles of carbon"]);
    assert!(page.text_of("#body").contains("Only the poles."));
    assert_eq!(page.attributes("#whom-nobody[checked]", "value"), ["nobody"]);
    let action = page.attributes("form[action$='/split']", "action").remove(0);
    assert_eq!(action, format!("{}/split", scene.desk(second.id)));
    manager.post(&action, &form).await.expect(303);
    let part = site.visitor().visit("/ideas/3").await.expect(200);
    assert!(part.text_of(".aside").contains("Part of Tents that weigh less"), "{}", part.text_of(".aside"));
    assert_eq!(manager.visit(&path).await.expect(200).path, action, "the address leads on");
}

#[actix_web::test]
async fn factors_of_an_idea_that_was_merged_meanwhile_are_not_set_and_what_was_typed_is_kept() {
    let scene = scene().await;
    let Scene { site, first, second, manager, .. } = &scene;
    let path = format!("{}/factors", scene.desk(first.id));
    manager.post(&format!("{path}/value"), &[("to", "2"), ("note", "Resellers.")]).await.expect(303);
    let undo = manager.get(&path).await.attributes("tbody form", "action").remove(0);
    scene.merge().await;
    let late = [("to", "40"), ("note", "Nine resellers."), ("seen", "")];
    let page = manager.post(&format!("{path}/reach"), &late).await.expect(409);
    assert!(page.text_of(".error-summary").contains("Somebody merged the idea"), "{}", page.text);
    assert!(page.text_of(".crumb").contains("Tents that weigh less"));
    assert_eq!(page.attributes("#to", "value"), ["40"]);
    assert_eq!(site.stored_idea(first.id).await.set.reach, None);
    let page = manager.submit(&undo, &[]).await.expect(200);
    assert!(page.text.contains("Somebody merged the idea"), "{}", page.text);
    assert_eq!(page.path, format!("{}/factors", scene.desk(second.id)));
    assert_eq!(site.stored_idea(first.id).await.set.value, Some(2.0));
    assert_eq!(manager.visit(&path).await.expect(200).path, page.path);
}
