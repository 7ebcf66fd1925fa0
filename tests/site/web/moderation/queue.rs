//! The moderators' queue.

use groundswell::boards::Premoderation;
use groundswell::ideas::PostState;
use groundswell::people::Role;
use groundswell::time::MINUTE;

use crate::support::Site;

#[actix_web::test]
async fn the_queue_holds_waiting_posts_and_grouped_reports_oldest_first() {
    let site = Site::start().await;
    let (open, careful) = (site.board("Gear").await, site.careful_board("App", Premoderation::All).await);
    let people = [site.customer("Ann").await, site.customer("Ben").await, site.customer("Cleo").await];
    let [ann, ben, cleo] = &people;
    let maja = site.person("Maja", Role::Moderator).await;
    let spam = site.idea(ann, &open, "Cheap phones here").await;
    for reporter in [ben, cleo] {
        site.clock.advance(MINUTE);
        let fields = [("reason", "spam"), ("note", "")];
        let path = format!("/ideas/{}/report", spam.id);
        site.browser_of(reporter).await.post(&path, &fields).await.expect(303);
    }
    site.clock.advance(MINUTE);
    let waiting = site.idea(ben, &careful, "Offline maps for huts").await;
    assert_eq!(site.standing(waiting.id).await, (0, PostState::Pending));
    let moderator = site.browser_of(&maja).await;
    let page = moderator.get("/moderation").await.expect(200);
    let posts = page.texts(".held .meta a");
    assert_eq!(posts, ["Idea “Cheap phones here”", "Idea “Offline maps for huts”"]);
    assert_eq!(page.text_of(".held p.small"), "2 reports: Advertising or spam (2)");
    assert_eq!(page.text_of(".tabs .tally"), "2");
    assert_eq!(page.texts(".held .pill"), ["Reported", "Waiting for approval"]);
}

#[actix_web::test]
async fn the_queue_is_paged_without_gaps_or_repeats() {
    let site = Site::start().await;
    let careful = site.careful_board("App", Premoderation::All).await;
    let open = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let reporter = site.browser_of(&ben).await;
    let mut expected = Vec::new();
    for n in 0..24 {
        // Many share a moment, across the lists that the queue is woven of.
        if n % 5 == 0 {
            site.clock.advance(MINUTE);
        }
        let board = if n % 3 == 0 { &open } else { &careful };
        let idea = site.idea(&ann, board, &format!("Idea number {n}")).await;
        if n % 3 == 0 {
            let path = format!("/ideas/{}/report", idea.id);
            reporter.post(&path, &[("reason", "off_topic")]).await.expect(303);
        }
        expected.push(format!("Idea “Idea number {n}”"));
    }
    let moderator = site.browser_of(&maja).await;
    let mut seen = Vec::new();
    let mut path = "/moderation".to_owned();
    loop {
        let page = moderator.get(&path).await.expect(200);
        seen.extend(page.texts(".held .meta a"));
        match page.attributes(".pager a", "href").first() {
            Some(next) => path = next.clone(),
            None => break,
        }
    }
    assert_eq!(seen.len(), 24);
    seen.sort();
    expected.sort();
    assert_eq!(seen, expected);
}

#[actix_web::test]
async fn approving_a_waiting_idea_sets_off_what_posting_would_have_once() {
    let site = Site::start().await;
    let careful = site.careful_board("App", Premoderation::All).await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &careful, "Offline maps").await;
    assert!(site.event_kinds().await.is_empty(), "nothing leaves before approval");
    let moderator = site.browser_of(&maja).await;
    let path = format!("/ideas/{}/approve", idea.id);
    let page = moderator.submit(&path, &[("return_to", "/moderation")]).await.expect(200);
    assert_eq!(page.text_of(".flash p"), "The post is approved and on the site.");
    assert_eq!(page.text_of(".empty h2"), "Nothing waits");
    assert_eq!(site.standing(idea.id).await, (2, PostState::Visible));
    assert_eq!(site.event_kinds().await, ["idea_posted"]);
    moderator.post(&path, &[]).await.expect(409);
    assert_eq!(site.event_kinds().await, ["idea_posted"]);
}

#[actix_web::test]
async fn approving_a_waiting_comment_counts_it_and_tells_of_it() {
    let site = Site::start().await;
    let careful = site.careful_board("App", Premoderation::FirstPosts).await;
    let (ann, ben) = (site.person("Ann", Role::TeamMember).await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &careful, "Offline maps").await;
    let comment = site.remark(&ben, idea.id, "And the moonrise, please").await;
    assert_eq!(comment.state, PostState::Pending);
    assert_eq!(site.stored_idea(idea.id).await.comment_count, 0);
    let moderator = site.browser_of(&maja).await;
    let page = moderator.get("/moderation").await.expect(200);
    assert_eq!(page.texts(".held .meta a"), ["Comment on “Offline maps”"]);
    moderator.post(&format!("/comments/{}/approve", comment.id), &[]).await.expect(303);
    assert_eq!(site.stored_idea(idea.id).await.comment_count, 1);
    assert_eq!(site.event_kinds().await, ["idea_posted", "comment_posted"]);
    let next = site.remark(&ben, idea.id, "Thanks").await;
    assert_eq!(next.state, PostState::Visible, "only first posts wait");
    site.assert_comments_counted().await;
}

#[actix_web::test]
async fn a_waiting_idea_is_turned_down_and_the_decision_can_be_taken_back() {
    let site = Site::start().await;
    let careful = site.careful_board("App", Premoderation::All).await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &careful, "Offline maps").await;
    let moderator = site.browser_of(&maja).await;
    let path = format!("/ideas/{}/hide", idea.id);
    let page = moderator.post(&path, &[("return_to", "/moderation"), ("note", "hm")]).await.expect(422);
    assert_eq!(page.text_of(".error-summary a"), "Choose a reason.");
    assert_eq!(page.text_of("textarea"), "hm");
    let fields = [("reason", "off_topic"), ("note", "This is for the shop."), ("return_to", "/moderation")];
    let page = moderator.submit(&path, &fields).await.expect(200);
    let stored = site.stored_idea(idea.id).await;
    assert_eq!(stored.state_reason.as_deref(), Some("Does not belong here: This is for the shop."));
    let undo = page.attributes(".flash form", "action").pop().unwrap();
    moderator.submit(&undo, &[]).await.expect(200);
    assert_eq!(site.standing(idea.id).await, (0, PostState::Pending));
    assert_eq!(site.event_kinds().await, ["author_told"], "it was never seen");
    moderator.post(&path, &fields).await.expect(303);
    moderator.post(&format!("/ideas/{}/restore", idea.id), &[]).await.expect(303);
    let all = ["author_told", "author_told", "idea_posted"];
    assert_eq!(site.event_kinds().await, all, "restored before anybody saw it: it is posted now");
}

#[actix_web::test]
async fn dismissed_reports_are_gone_until_the_dismissal_is_taken_back() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let report = format!("/ideas/{}/report", idea.id);
    let reporter = site.browser_of(&ben).await;
    reporter.post(&report, &[("reason", "spam")]).await.expect(303);
    let moderator = site.browser_of(&maja).await;
    let path = format!("/ideas/{}/dismiss", idea.id);
    let page = moderator.submit(&path, &[("return_to", "/moderation")]).await.expect(200);
    assert_eq!(site.waiting_reports().await, 0);
    moderator.post(&path, &[]).await.expect(409);
    let undo = page.attributes(".flash form", "action").pop().unwrap();
    moderator.post(&undo, &[]).await.expect(303);
    assert_eq!(site.waiting_reports().await, 1);
    moderator.post(&path, &[]).await.expect(303);
    reporter.post(&report, &[("reason", "spam")]).await.expect(303);
    assert_eq!(site.waiting_reports().await, 1, "once decided, it can be reported again");
}

#[actix_web::test]
async fn the_queue_and_its_acts_are_for_moderators() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let acts = ["hide", "restore", "approve", "dismiss", "lock", "unlock"];
    let team = site.person("Tove", Role::TeamMember).await;
    for person in [&ann, &team] {
        let browser = site.browser_of(person).await;
        for path in ["/moderation", "/moderation/bans"] {
            browser.get(path).await.expect(403);
        }
        for act in acts {
            let fields = [("reason", "spam")];
            browser.post(&format!("/ideas/{}/{act}", idea.id), &fields).await.expect(403);
        }
        browser.post("/moderation/undo/1", &[]).await.expect(403);
        browser.post(&format!("/people/{}/ban", ann.id), &[]).await.expect(403);
    }
    for act in acts {
        site.visitor().post(&format!("/ideas/{}/{act}", idea.id), &[]).await.expect(303);
    }
    assert_eq!(site.standing(idea.id).await, (2, PostState::Visible));
}
