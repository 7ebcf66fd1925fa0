//! Rules on their pages.

use diesel::prelude::*;
use groundswell::db::schema::{categories, rules as rule_rows};
use groundswell::people::Role;
use groundswell::time::DAY;
use groundswell::triage::queries;
use groundswell::triage::rules::RuleInput;

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
    assert_eq!(page.text_of(".tried h2"), "1 idea posted in these 90 days fits");
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
    assert!(text.contains("acted on 1 idea") && text.contains("“LEAK” or “fire”"), "{text}");
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

#[actix_web::test]
async fn what_a_rule_names_is_not_deleted() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (tents, night) = (site.category(&board, "tents").await, site.tag("night", false).await);
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let team = site.team("Quality", &[]).await;
    for (path, input) in [
        (
            format!("/admin/categories/{tents}/delete"),
            RuleInput { categories: &[tents.to_string()], ..RuleInput::default() },
        ),
        (
            format!("/admin/tags/{night}/delete"),
            RuleInput { tags: &[night.to_string()], ..RuleInput::default() },
        ),
    ] {
        let rule = site.rule(&team, input).await;
        for page in [admin.get(&path).await.expect(200), admin.post(&path, &[]).await.expect(409)] {
            assert!(page.text_of(".lead").starts_with("Rules name it"), "{}", page.text_of(".lead"));
            assert!(!page.has(&format!("form[action='{path}']")));
            assert!(page.has(&format!("main a[href='/desk/rules/{}']", rule.id)));
        }
        admin.get(&format!("/desk/rules/{}", rule.id)).await.expect(200);
        admin.post(&format!("/desk/rules/{}/delete", rule.id), &[]).await.expect(303);
        assert!(admin.get(&path).await.expect(200).has(&format!("form[action='{path}']")));
        admin.post(&path, &[]).await.expect(303);
    }
}

#[actix_web::test]
async fn what_is_gone_stays_in_a_rule_until_somebody_takes_it_out() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let tents = site.category(&board, "tents").await;
    let manager = site.browser_of(&site.person("Maja", Role::ProductManager).await).await;
    let team = site.team("Quality", &[]).await;
    let (named, words) = ([tents.to_string()], "leak");
    let boards = [board.id.to_string()];
    let input = RuleInput { boards: &boards, categories: &named, words, ..RuleInput::default() };
    let rule = site.rule(&team, input).await;
    let now = site.now();
    site.write(move |db| {
        groundswell::boards::edit::set_archived(db, board.id, true, now)?;
        Ok(diesel::delete(categories::table).execute(db)?)
    })
    .await;
    site.state.reload().await.unwrap();
    let said = manager.get("/desk/rules").await.expect(200).text_of(".rule-text");
    assert!(said.contains("on Gear (archived) , and in (deleted) , and about “leak”"), "{said}");

    let path = format!("/desk/rules/{}", rule.id);
    let page = manager.get(&path).await.expect(200);
    let ticked = |name: &str| page.attributes(&format!("input[name={name}][checked]"), "value");
    assert_eq!((ticked("board"), ticked("category")), (boards.to_vec(), named.to_vec()));
    let (id, stored) = (team.id.to_string(), rule.id);
    let conditions = async || -> String {
        site.read(move |db| Ok(rule_rows::table.find(stored).select(rule_rows::conditions).first(db)?)).await
    };
    let before = conditions().await;
    let mut form = vec![("name", "A rule"), ("team", id.as_str()), ("due_days", "7"), ("words", words)];
    form.extend([("board", boards[0].as_str()), ("category", named[0].as_str())]);
    let page = manager.post(&path, &form).await.expect(422);
    assert_eq!(page.texts(".error-summary a"), ["One of these was deleted. Take it out, or choose another."]);
    assert!(page.has("#categories .error"));
    assert_eq!(conditions().await, before);
    form.pop();
    manager.post(&path, &form).await.expect(303);
    assert_ne!(conditions().await, before);
}
