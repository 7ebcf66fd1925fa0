//! Suggested duplicates.

use groundswell::people::Role;
use groundswell::time::DAY;

use crate::support::Site;

const OLD: &str = "Sell the rain fly of the tent on its own";
const NEW: &str = "Please sell a rain fly for the tent alone";

#[actix_web::test]
async fn a_new_idea_like_an_older_one_waits_on_the_desk_to_be_merged() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    assert!(manager.get("/desk/duplicates").await.expect(200).text_of(".empty").contains("No two ideas"));
    let old = site.idea(&ann, &board, OLD).await;
    site.idea(&ann, &board, "Repair kit in every bag").await;
    site.work().await;
    let new = site.idea(&ben, &board, NEW).await;
    site.work().await;
    let page = manager.get("/desk/duplicates").await.expect(200);
    assert_eq!(page.texts(".pair h3"), [NEW, OLD]);
    let to = page.attributes("main .panel a.btn-primary", "href").remove(0);
    assert_eq!(to, format!("/desk/ideas/{}/merge?into={}", new.id, old.id));
    let fields = [("into", &*old.id.to_string())];
    manager.post(&format!("/desk/ideas/{}/merge", new.id), &fields).await.expect(303);
    assert!(!manager.get("/desk/duplicates").await.expect(200).has(".pair"), "what is merged waits no more");
    manager.post(&format!("/desk/ideas/{}/unmerge", new.id), &[]).await.expect(303);
    site.work().await;
    assert!(!manager.get("/desk/duplicates").await.expect(200).has(".pair"), "what was parted is remembered");
}

#[actix_web::test]
async fn what_staff_has_linked_or_split_is_not_suggested() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let old = site.idea(&ann, &board, OLD).await;
    site.work().await;
    let form = [("title", NEW), ("body", "Only the fly."), ("whom", "nobody"), ("form_key", "0123456789")];
    manager.post(&format!("/desk/ideas/{}/split", old.id), &form).await.expect(303);
    site.work().await;
    assert!(!manager.get("/desk/duplicates").await.expect(200).has(".pair"), "a part is no duplicate");

    let new = site.idea(&ann, &board, "Sell the rain fly of a tent alone").await;
    site.work().await;
    let page = manager.get("/desk/duplicates").await.expect(200);
    let before = page.texts(".pair").len();
    assert!(before > 0, "{}", page.text);
    let link = |kind: &'static str| [("kind", kind.to_owned()), ("to", old.id.to_string())];
    for (kind, left) in [("duplicate_of", before), ("alternative_to", before - 1)] {
        let fields = link(kind);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        manager.post(&format!("/ideas/{}/links", new.id), &fields).await.expect(303);
        let page = manager.get("/desk/duplicates").await.expect(200);
        assert_eq!(page.texts(".pair").len(), left, "{kind}");
    }
}

#[actix_web::test]
async fn not_the_same_is_remembered_and_later_comes_back() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    for title in [OLD, NEW] {
        site.idea(&ann, &board, title).await;
        site.work().await;
    }
    let action = |page: &crate::support::Page| page.attributes("main .panel form", "action").remove(0);
    let page = manager.get("/desk/duplicates").await.expect(200);
    let decide = action(&page);
    manager.post(&decide, &[("decision", "whatever")]).await.expect(422);
    site.browser_of(&ann).await.post(&decide, &[("decision", "later")]).await.expect(403);
    manager.post(&decide, &[("decision", "later")]).await.expect(303);
    assert!(!manager.get("/desk/duplicates").await.expect(200).has(".pair"));
    site.clock.advance(8 * DAY);
    assert!(manager.get("/desk/duplicates").await.expect(200).has(".pair"), "a week later it is back");
    manager.post(&decide, &[("decision", "not-same")]).await.expect(303);
    site.clock.advance(30 * DAY);
    assert!(!manager.get("/desk/duplicates").await.expect(200).has(".pair"));
    let second = manager.submit(&decide, &[("decision", "later")]).await.expect(200);
    assert!(second.text.contains("Somebody decided on this pair"), "{}", second.text);
}
