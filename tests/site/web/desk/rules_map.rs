//! The map of rules, and rules whose actions are filled in on the page.

use groundswell::people::Role;
use groundswell::triage::rules::RuleInput;

use crate::support::Site;

#[actix_web::test]
async fn the_map_shows_what_no_rule_covers_what_is_idle_and_what_overlaps() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let tents = site.category(&board, "tents").await.to_string();
    site.category(&board, "stoves").await;
    let night = site.tag("night", false).await.to_string();
    site.tag("loose", false).await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (one, two) = (site.team("Tents", &[]).await, site.team("Care", &[]).await);
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk/rules/map").await.expect(200);
    assert!(page.text_of(".lead").contains("No rule is on"));
    let categories = [tents];
    site.rule(&one, RuleInput { categories: &categories, ..RuleInput::default() }).await;
    let tags = [night];
    let input = RuleInput { categories: &categories, tags: &tags, ..RuleInput::default() };
    site.rule(&two, input).await;
    let page = manager.get("/desk/rules/map").await.expect(200);
    assert!(
        page.text_of(".lead").contains("One board or category is covered by no rule."),
        "{}",
        page.text_of(".lead")
    );
    assert_eq!(page.texts("tbody .pill.alert").len(), 1);
    let text = page.text_of("main");
    assert!(text.contains("goes to a team of each"), "{text}");
    assert!(page.texts(".tag").iter().any(|tag| tag.to_lowercase().contains("loose")));
    assert_eq!(page.texts("section[aria-labelledby=map-idle-h] li").len(), 2);
    let _ = ann;
}

#[actix_web::test]
async fn actions_are_filled_in_come_back_and_are_told_as_sentences() {
    let site = Site::start().await;
    site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (one, two) = (site.team("Tents", &[]).await, site.team("Care", &[]).await);
    let tag = site.tag("urgent", true).await.to_string();
    let manager = site.browser_of(&maja).await;
    let (id, other, person) = (one.id.to_string(), two.id.to_string(), maja.id.to_string());
    let base = [("name", "Waiting"), ("due_days", "3"), ("waiting", "5")];
    let nothing = manager.post("/desk/rules/new", &base).await.expect(422);
    assert!(nothing.text_of(".error-summary").contains("something else that the rule does"));
    let mut asks = base.to_vec();
    asks.extend([("question", "Why?"), ("tell_person", person.as_str())]);
    let page = manager.post("/desk/rules/new", &asks).await.expect(422);
    assert!(page.text_of(".error-summary").contains("Only what is sent to a team"));
    assert_eq!(page.text_of("#question"), "Why?");
    let mut wrong = base.to_vec();
    wrong.extend([("team", id.as_str()), ("value", "12"), ("currency", "euro")]);
    let page = manager.post("/desk/rules/new", &wrong).await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 1);

    let mut form = base.to_vec();
    form.extend([("team", id.as_str()), ("other", other.as_str()), ("add_tag", tag.as_str())]);
    form.extend([("tell_person", person.as_str()), ("value", "1200"), ("currency", "EUR"), ("impact", "4")]);
    let page = manager.submit("/desk/rules/new", &form).await.expect(200);
    assert_eq!(page.texts(".tried table tbody th"), ["Tents", "Care"]);
    let text = manager.get("/desk/rules").await.expect(200).text_of(".rules li");
    for part in [
        "the least loaded of Tents, Care",
        "due in 3 working days",
        "5 days without an answer",
        "with an impact of 4 or more",
        "Maja is told.",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let path = page.attributes("form[action$='/on']", "action")[0].trim_end_matches("/on").to_owned();
    let edit = manager.get(&path).await.expect(200);
    assert_eq!(edit.attributes("#value", "value"), ["1200"]);
    assert_eq!(edit.attributes("#tell_person option[selected]", "value"), [person]);
    let tried = manager.get(&format!("{path}/try?since=2026-01-10&until=2026-01-01")).await.expect(200);
    assert!(tried.text_of("main").contains("The period ends before it begins."));
}
