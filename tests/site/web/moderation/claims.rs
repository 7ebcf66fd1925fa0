//! Claims: two moderators do not work on the same.

use futures_util::future::join;
use groundswell::boards::Premoderation;
use groundswell::people::Role;
use groundswell::time::MINUTE;

use crate::support::Site;

#[actix_web::test]
async fn what_somebody_has_taken_nobody_else_decides_until_it_is_given_back_taken_over_or_runs_out() {
    let site = Site::start().await;
    let careful = site.careful_board("App", Premoderation::All).await;
    let ann = site.customer("Ann").await;
    let (maja, olav) =
        (site.person("Maja", Role::Moderator).await, site.person("Olav", Role::Moderator).await);
    let idea = site.idea(&ann, &careful, "Offline maps").await;
    let (first, second) = (site.browser_of(&maja).await, site.browser_of(&olav).await);
    let item = format!("/moderation/items/idea-{}", idea.id);
    let (claim, approve) = (format!("{item}/claim"), format!("/ideas/{}/approve", idea.id));
    first.submit(&claim, &[("taken", "1")]).await.expect(200);
    let page = second.get("/moderation").await.expect(200);
    assert_eq!(page.text_of(".claim span"), "Maja works on this until 15 January 2026, 12:15.");
    let page = second.post(&approve, &[]).await.expect(409);
    assert!(page.text_of(".lead").starts_with("Maja works on this until"), "{}", page.text_of(".lead"));
    second.post(&claim, &[("taken", "1")]).await.expect(409);
    assert!(site.event_kinds().await.is_empty());
    first.post(&format!("{item}/give-back"), &[("given", "1")]).await.expect(303);
    second.post(&claim, &[("taken", "1")]).await.expect(303);
    first.post(&claim, &[("over", "1")]).await.expect(303);
    second.post(&approve, &[]).await.expect(409);
    site.clock.advance(15 * MINUTE);
    second.post(&approve, &[]).await.expect(303);
    assert_eq!(site.event_kinds().await, ["idea_posted"]);
    first.post(&claim, &[("taken", "1")]).await.expect(409);
    let page = first.get(&item).await.expect(200);
    assert_eq!(page.text_of(".lead"), "This has been decided.");
    first.get("/moderation/items/idea-999").await.expect(404);
    first.get("/moderation/items/nonsense").await.expect(404);
}

#[actix_web::test]
async fn of_two_who_take_or_decide_at_once_one_does() {
    let site = Site::start().await;
    let careful = site.careful_board("App", Premoderation::All).await;
    let ann = site.customer("Ann").await;
    let (maja, olav) =
        (site.person("Maja", Role::Moderator).await, site.person("Olav", Role::Moderator).await);
    let (first, second) = (site.browser_of(&maja).await, site.browser_of(&olav).await);
    for n in 0..8 {
        let idea = site.idea(&ann, &careful, &format!("Offline maps {n}")).await;
        let taking = n % 2 == 0;
        let path = if taking {
            format!("/moderation/items/idea-{}/claim", idea.id)
        } else {
            format!("/ideas/{}/approve", idea.id)
        };
        let fields = [("taken", "1")];
        let (one, other) = join(first.post(&path, &fields), second.post(&path, &fields)).await;
        let mut codes = [one.status.as_u16(), other.status.as_u16()];
        codes.sort_unstable();
        assert_eq!(codes, [303, 409], "{path}");
    }
    let posted = site.event_kinds().await.iter().filter(|kind| *kind == "idea_posted").count();
    assert_eq!(posted, 4);
}

#[actix_web::test]
async fn the_queue_is_narrowed_by_kind_and_board_with_counts() {
    let site = Site::start().await;
    let (careful, open) = (site.careful_board("App", Premoderation::All).await, site.board("Gear").await);
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    site.idea(&ann, &careful, "Offline maps").await;
    let spam = site.idea(&ann, &open, "Cheap phones").await;
    let comment = site.remark(&ann, spam.id, "Buy two").await;
    let reporter = site.browser_of(&ben).await;
    reporter.post(&format!("/ideas/{}/report", spam.id), &[("reason", "spam")]).await.expect(303);
    reporter.post(&format!("/comments/{}/report", comment.id), &[("reason", "spam")]).await.expect(303);
    let moderator = site.browser_of(&maja).await;
    let titles = async |query: &str| {
        moderator.get(&format!("/moderation{query}")).await.expect(200).texts(".held .meta a")
    };
    assert_eq!(titles("?kind=waiting").await, ["Idea “Offline maps”"]);
    assert_eq!(titles("?kind=reported").await, ["Idea “Cheap phones”", "Comment on “Cheap phones”"]);
    assert_eq!(titles(&format!("?board={}", careful.id)).await, ["Idea “Offline maps”"]);
    assert!(titles(&format!("?kind=reported&board={}", careful.id)).await.is_empty());
    let page = moderator.get("/moderation").await.expect(200);
    let kinds = ["Everything (3)", "Waiting for approval (1)", "Reported (2)", "Appeals (0)"];
    assert_eq!(page.texts("#kind option"), kinds);
}
