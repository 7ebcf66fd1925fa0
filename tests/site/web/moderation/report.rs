//! Reporting a post.

use diesel::prelude::*;
use groundswell::db::schema::reports;
use groundswell::people::Role;

use crate::support::Site;

#[actix_web::test]
async fn a_post_is_reported_once_and_the_reporter_is_thanked() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "Cheap phones here").await;
    let comment = site.remark(&ann, idea.id, "Write me at my shop").await;
    let browser = site.browser_of(&ben).await;
    for path in [format!("/ideas/{}/report", idea.id), format!("/comments/{}/report", comment.id)] {
        let page = browser.get(&path).await.expect(200);
        assert!(page.has("form[method=post] input[name=reason][value=spam]"));
        let fields = [("reason", "spam"), ("note", "He writes this everywhere.")];
        let thanks = browser.submit(&path, &fields).await.expect(200);
        assert_eq!(thanks.text_of("h1"), "Thank you");
        browser.submit(&path, &fields).await.expect(200);
        let again = browser.visit(&path).await.expect(200);
        assert_eq!(again.text_of("h1"), "Thank you", "an open report leads to the thanks");
    }
    assert_eq!(site.waiting_reports().await, 2, "one for the idea, one for the comment");
}

#[actix_web::test]
async fn a_report_without_a_reason_comes_back_as_typed() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let browser = site.browser_of(&ben).await;
    let path = format!("/ideas/{}/report", idea.id);
    let page = browser.post(&path, &[("note", "Look <b>closely</b>")]).await.expect(422);
    assert_eq!(page.text_of(".error-summary a"), "Choose a reason.");
    assert_eq!(page.text_of("textarea[name=note]"), "Look <b>closely</b>");
    let page = browser.post(&path, &[("reason", "other"), ("note", " ")]).await.expect(422);
    assert_eq!(page.text_of(".error-summary a"), "Say in a few words what it is.");
    assert!(page.has("input[value=other][checked]"));
    let long = "x".repeat(501);
    browser.post(&path, &[("reason", "spam"), ("note", &long)]).await.expect(422);
    browser.post(&path, &[("reason", "rude"), ("note", "")]).await.expect(422);
    assert_eq!(site.waiting_reports().await, 0);
}

#[actix_web::test]
async fn whoever_is_not_signed_in_is_led_to_sign_in_and_back() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let page = site.visitor().get(&format!("/ideas/{}/report", idea.id)).await.expect(303);
    let to = page.location().unwrap();
    assert!(to.starts_with("/signin?return_to=%2Fideas%2F"), "{to}");
}

#[actix_web::test]
async fn only_what_others_see_can_be_reported_and_nobody_reports_themselves() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let path = format!("/ideas/{}/report", idea.id);
    let fields = [("reason", "spam")];
    site.browser_of(&ann).await.post(&path, &fields).await.expect(403);
    let moderator = site.browser_of(&maja).await;
    moderator.post(&format!("/ideas/{}/hide", idea.id), &fields).await.expect(303);
    let reader = site.browser_of(&ben).await;
    reader.get(&path).await.expect(404);
    reader.post(&path, &fields).await.expect(404);
    reader.post("/ideas/999/report", &fields).await.expect(404);
    reader.post("/comments/999/report", &fields).await.expect(404);
    reader.post("/comments/x/report", &fields).await.expect(404);
    assert_eq!(site.waiting_reports().await, 0);
}

#[actix_web::test]
async fn nobody_learns_who_reported() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Bartholomew").await);
    let maja = site.person("Maja", Role::Administrator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let path = format!("/ideas/{}/report", idea.id);
    site.browser_of(&ben).await.post(&path, &[("reason", "abuse")]).await.expect(303);
    let moderator = site.browser_of(&maja).await;
    let queue = moderator.get("/moderation").await.expect(200);
    assert!(queue.text.contains("A lighter tent") && !queue.text.contains("Bartholomew"));
    moderator.post(&format!("/ideas/{}/hide", idea.id), &[("reason", "abuse")]).await.expect(303);
    for (who, path) in [(&ann, "/moderation/log".to_owned()), (&ann, format!("/ideas/{}", idea.id))] {
        let page = site.browser_of(who).await.visit(&path).await;
        assert!(!page.text.contains("Bartholomew"), "{path}");
    }
    let reasons: Vec<String> = site.read(|db| Ok(reports::table.select(reports::reason).load(db)?)).await;
    assert_eq!(reasons, ["abuse"]);
}
