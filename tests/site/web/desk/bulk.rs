//! Many ideas at once.

use groundswell::people::Role;

use crate::support::Site;

#[actix_web::test]
async fn one_confirmation_says_what_will_change_and_a_report_what_did() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Tents", &[]).await;
    let one = site.idea(&ann, &board, "One of them").await;
    let two = site.idea(&ann, &board, "Two of them").await;
    let left = site.idea(&ann, &board, "Left alone").await;
    site.answer(&maja, &board, &two, "not_planned", "As before.").await;
    let manager = site.browser_of(&maja).await;
    let (a, b, team_id) = (one.id.to_string(), two.id.to_string(), team.id.to_string());
    let form = [
        ("idea", a.as_str()),
        ("idea", b.as_str()),
        ("idea", "99999"),
        ("status", "not_planned"),
        ("effort", "l"),
        ("team", team_id.as_str()),
        ("tag", ""),
    ];
    let page = manager.post("/desk/bulk", &form).await.expect(200);
    assert_eq!(page.text_of("h1"), "Change 2 ideas?");
    for part in ["Not planned", "L: months", "Tents", "One of them", "Two of them"] {
        assert!(page.text_of("main").contains(part), "{part}");
    }
    assert_eq!(site.stored_idea(one.id).await.effort, None, "nothing changes before it is confirmed");
    let page = manager.post("/desk/bulk/apply", &form).await.expect(422);
    assert!(page.text_of(".error-summary").contains("reason"));

    let mut with_reason = form.to_vec();
    with_reason.push(("response", "We stop making tents."));
    with_reason.push(("due", "2026-02-01"));
    let page = manager.submit("/desk/bulk/apply", &with_reason).await.expect(200);
    assert!(page.text_of(".lead").contains("2 ideas were changed"), "{}", page.text_of(".lead"));
    let (one, two) = (site.stored_idea(one.id).await, site.stored_idea(two.id).await);
    assert_eq!(one.status_kind.as_str(), "closed");
    assert!(one.answered_at.is_some());
    assert_eq!(two.effort.unwrap().as_str(), "l", "what is closed already still gets the effort");
    let responses = {
        let id = two.id;
        site.read(move |db| groundswell::triage::queries::responses_of(db, id)).await
    };
    assert_eq!(responses.len(), 1, "and no second response");
    assert_eq!(site.stored_idea(left.id).await.status_kind.as_str(), "open");
    let page = manager.submit("/desk/bulk/apply", &with_reason).await.expect(200);
    assert!(page.text_of(".lead").contains("No idea was changed"), "{}", page.text_of(".lead"));
}

#[actix_web::test]
async fn nothing_selected_or_nothing_to_change_is_said_and_two_hundred_is_the_most() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let idea = site.idea(&maja, &board, "Something").await.id.to_string();
    let manager = site.browser_of(&maja).await;
    let page = manager.submit("/desk/bulk", &[("status", "planned"), ("effort", "keep")]).await.expect(200);
    assert!(page.text_of(".flash").contains("Select the ideas first"));
    let page = manager.submit("/desk/bulk", &[("idea", &idea), ("effort", "keep")]).await.expect(200);
    assert!(page.text_of(".flash").contains("what is to change"));
    let ids: Vec<String> = (1..=201).map(|id| id.to_string()).collect();
    let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("idea", id.as_str())).collect();
    form.push(("status", "planned"));
    let page = manager.submit("/desk/bulk", &form).await.expect(200);
    assert!(page.text_of(".flash").contains("at most 200"));
}

#[actix_web::test]
async fn an_idea_that_somebody_else_decided_about_is_left_out_and_the_answer_is_kept_for_it() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let nils = site.person("Nils", Role::ProductManager).await;
    let one = site.idea(&ann, &board, "One of them").await;
    let two = site.idea(&ann, &board, "Two of them").await;
    let manager = site.browser_of(&maja).await;
    let (a, b) = (one.id.to_string(), two.id.to_string());
    let form = [("idea", a.as_str()), ("idea", b.as_str()), ("status", "not_planned"), ("effort", "keep")];
    let page = manager.post("/desk/bulk", &form).await.expect(200);
    let seen = page.attributes("[name=seen]", "value");
    site.answer(&nils, &board, &two, "planned", "We start in May.").await;
    let mut sent = form.to_vec();
    sent.extend(seen.iter().map(|own| ("seen", own.as_str())));
    let refused = manager.post("/desk/bulk/apply", &sent).await.expect(422);
    assert_eq!(refused.attributes("[name=seen]", "value"), seen, "what was seen is no newer than the page");
    sent.push(("response", "We stop making tents."));
    let done = manager.submit("/desk/bulk/apply", &sent).await.expect(200);
    assert!(done.text_of(".lead").contains("1 idea was changed"), "{}", done.text_of(".lead"));
    assert!(done.text_of("main").contains("Two of them : Somebody else decided"), "{}", done.text_of("main"));
    assert_eq!(site.stored_idea(two.id).await.status_kind.as_str(), "active", "Nils was first");
    assert_eq!(done.attributes("main form [name=idea]", "value"), [b.as_str()]);
    let again: Vec<(String, String)> = done
        .attributes("main form input", "name")
        .into_iter()
        .zip(done.attributes("main form input", "value"))
        .collect();
    let again: Vec<(&str, &str)> =
        again.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = manager.post("/desk/bulk", &again).await.expect(200);
    assert_eq!(page.text_of("#response"), "We stop making tents.");
    let seen = page.attributes("[name=seen]", "value").remove(0);
    let mut sent = again.clone();
    sent.push(("seen", &seen));
    let done = manager.submit("/desk/bulk/apply", &sent).await.expect(200);
    assert!(done.text_of(".lead").contains("1 idea was changed"), "{}", done.text_of(".lead"));
    assert_eq!(site.stored_idea(two.id).await.status_kind.as_str(), "closed");
}
