//! The main story: posted, voted for, reviewed, routed, asked, answered, done.

use groundswell::people::Role;
use groundswell::triage::routes::RouteState;

use super::field;
use crate::support::Site;

#[actix_web::test]
async fn an_idea_is_voted_up_routed_asked_about_answered_and_done_by_plain_forms() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&ann, &board, "Sell the rain sheet alone").await;
    site.promote(&ben, &idea).await;

    let manager = site.browser_of(&maja).await;
    let list = manager.get("/desk").await.expect(200);
    assert!(list.text_of("[data-row] th").contains("Sell the rain sheet alone"), "{}", list.text);
    let path = list.attributes("[data-row] [data-open]", "href")[0].clone();
    assert_eq!(path, format!("/desk/ideas/{}", idea.id));

    manager
        .submit(
            &format!("{path}/routes"),
            &[("team", &team.id.to_string()), ("due", "2026-01-20"), ("route_note", "Can we?")],
        )
        .await
        .expect(200);
    let member = site.browser_of(&aino).await;
    let inbox = member.get("/desk/teams/tents").await.expect(200);
    assert_eq!(inbox.texts("#g-new"), ["New 1"]);
    assert!(inbox.text_of(".route").contains("Can we?"));
    let accept = inbox.attributes("form[action$='/accept']", "action")[0].clone();
    let back = field(&inbox, "return_to");
    let inbox = member.submit(&accept, &[("return_to", &back)]).await.expect(200);
    assert_eq!(inbox.texts("#g-accepted"), ["Accepted 1"]);

    let route = accept.trim_end_matches("/accept").to_owned();
    member.submit(&format!("{route}/ask-author"), &[("words", "For which tent?")]).await.expect(200);
    let question = format!("/ideas/{}/questions/{}", idea.id, route.rsplit('/').next().unwrap());
    site.browser_of(&ben).await.get(&question).await.expect(404);
    let author = site.browser_of(&ann).await;
    let page = author.get(&question).await.expect(200);
    assert!(page.text_of("main").contains("For which tent?"));
    author.post(&question, &[("words", " ")]).await.expect(422);
    author.post(&question, &[("words", "For the Skarv 3.")]).await.expect(303);
    let page = member.get(&route).await.expect(200);
    assert_eq!(page.text_of(".page-head .pill"), "Accepted", "an answered question leads back");
    assert!(page.text_of(".timeline").contains("For the Skarv 3."));

    member.submit(&format!("{route}/start"), &[]).await.expect(200);
    member.submit(&format!("{route}/report"), &[("words", "Cut, not sewn yet.")]).await.expect(200);
    let page = member.submit(&format!("{route}/finish"), &[]).await.expect(422);
    assert!(page.text_of("#finish").contains("Say what was delivered"));
    let form = [("words", "A shorter pole set, in the shop.")];
    let page = member.submit(&format!("{route}/finish"), &form).await.expect(200);
    assert_eq!(page.text_of(".page-head .pill"), "Done");

    let page = manager.get(&path).await.expect(200);
    let planned = site.status(&board, "delivered").await;
    let answered = manager
        .submit(
            &format!("{path}/answer"),
            &[
                ("seen", &field(&page, "seen")),
                ("status", &planned),
                ("effort", "s"),
                ("response", "It is **in the shop**."),
            ],
        )
        .await
        .expect(200);
    assert!(answered.text_of(".response").contains("in the shop"));
    let stored = site.stored_idea(idea.id).await;
    assert_eq!(stored.status_kind.as_str(), "done");
    assert_eq!(stored.answered_at, Some(site.now()));
    let routes = site.read(move |db| groundswell::triage::queries::routes_of(db, idea.id)).await.0;
    assert_eq!(routes[0].route.state, RouteState::Done);
}
