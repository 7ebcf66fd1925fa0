//! Rules on their pages.

use groundswell::people::Role;
use groundswell::time::DAY;
use groundswell::triage::queries;

use crate::support::Site;

#[actix_web::test]
async fn a_rule_is_tried_switched_on_and_sends_what_comes_after() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Quality", &[]).await;
    let old = site.idea(&ann, &board, "The stove leaked long ago").await;
    site.clock.advance(100 * DAY);
    let recent = site.idea(&ann, &board, "My bottle leaks").await;
    site.idea(&ann, &board, "A lighter tent").await;
    site.work().await;
    let manager = site.browser_of(&maja).await;
    let id = team.id.to_string();
    manager.get("/desk/rules/new").await.expect(200);
    let page = manager.post("/desk/rules/new", &[("name", ""), ("due_days", "0"), ("votes", "many")]).await;
    assert_eq!(page.expect(422).texts(".error-summary li").len(), 4);
    let empty = [("name", "All"), ("team", id.as_str()), ("due_days", "3")];
    let page = manager.post("/desk/rules/new", &empty).await.expect(422);
    assert!(page.text_of(".error-summary").contains("at least one condition"));

    let form = [
        ("name", "Leaks"),
        ("team", id.as_str()),
        ("due_days", "3"),
        ("words", "LEAK\nfire"),
        ("kind", "open"),
    ];
    let mut tried = form.to_vec();
    tried.push(("try", "1"));
    let page = manager.post("/desk/rules/new", &tried).await.expect(200);
    assert_eq!(page.text_of(".tried h2"), "Would have sent 1 idea of the last 90 days");
    assert_eq!(page.text_of("#words"), "LEAK fire");
    assert!(manager.get("/desk/rules").await.has(".empty"), "trying saves nothing");
    let page = manager.submit("/desk/rules/new", &form).await.expect(200);
    assert_eq!(page.texts(".tried li a"), ["My bottle leaks"]);
    let on = page.attributes("form[action$='/on']", "action")[0].clone();
    site.idea(&ann, &board, "It leaks while the rule is off").await;
    site.work().await;
    manager.post(&on, &[]).await.expect(303);
    let new = site.idea(&ann, &board, "This leaks as well").await;
    site.work().await;
    site.work().await;
    for (idea, expected) in [(old.id, 0), (recent.id, 0), (new.id, 1)] {
        let routes = site.read(move |db| queries::routes_of(db, idea)).await.0;
        assert_eq!(routes.len(), expected, "{idea}");
    }
    let page = manager.get("/desk/rules").await.expect(200);
    let text = page.text_of(".rules li");
    assert!(text.contains("sent 1 idea") && text.contains("“LEAK” or “fire”"), "{text}");
    let edit = on.trim_end_matches("/on");
    assert_eq!(manager.get(edit).await.expect(200).text_of("#words"), "LEAK fire");
}

#[actix_web::test]
async fn rules_change_places_and_are_deleted_after_a_question() {
    let site = Site::start().await;
    site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Quality", &[]).await.id.to_string();
    let manager = site.browser_of(&maja).await;
    for name in ["First", "Second", "Third"] {
        let form = [("name", name), ("team", team.as_str()), ("due_days", "3"), ("words", "leak")];
        manager.post("/desk/rules/new", &form).await.expect(303);
    }
    let names = async || manager.get("/desk/rules").await.expect(200).texts(".rules h2");
    let page = manager.get("/desk/rules").await;
    let up = page.attributes("form[action$='/up']", "action");
    assert_eq!(up.len(), 2, "the first cannot go up");
    manager.post(&up[1], &[]).await.expect(303);
    assert_eq!(names().await, ["First", "Third", "Second"]);
    manager.post(&up[1].replace("/up", "/down"), &[]).await.expect(303);
    assert_eq!(names().await, ["First", "Second", "Third"]);
    let delete = up[1].replace("/up", "/delete");
    manager.get(&delete).await.expect(200);
    assert_eq!(names().await.len(), 3);
    manager.post(&delete, &[]).await.expect(303);
    assert_eq!(names().await, ["First", "Second"]);
    manager.post(&up[1].replace("/up", "/sideways"), &[]).await.expect(404);
}
