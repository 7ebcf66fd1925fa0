//! Several entries of the queue at once.

use groundswell::boards::Premoderation;
use groundswell::ideas::PostState;
use groundswell::people::Role;

use crate::support::{Page, Site};

/// What the preview's form sends, and then some.
fn fields<'a>(
    page: &'a Page,
    values: &'a mut Vec<(String, String)>,
    more: &[(&str, &str)],
) -> Vec<(&'a str, &'a str)> {
    values.extend(
        page.attributes("main input[name=item]", "value").into_iter().map(|own| ("item".to_owned(), own)),
    );
    values.extend(
        page.attributes("main input[name=seen]", "value").into_iter().map(|own| ("seen".to_owned(), own)),
    );
    values.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[actix_web::test]
async fn the_page_says_what_happens_to_each_then_it_happens_in_one_act_with_one_undo() {
    let site = Site::start().await;
    let (careful, open) = (site.careful_board("App", Premoderation::All).await, site.board("Gear").await);
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (maja, olav) =
        (site.person("Maja", Role::Moderator).await, site.person("Olav", Role::Moderator).await);
    let waiting = site.idea(&ann, &careful, "Offline maps").await;
    let mut reported = Vec::new();
    for title in ["Cheap phones", "Cheap watches", "Cheap tents"] {
        let idea = site.idea(&ann, &open, title).await;
        let path = format!("/ideas/{}/report", idea.id);
        site.browser_of(&ben).await.post(&path, &[("reason", "spam")]).await.expect(303);
        reported.push(idea.id);
    }
    let (moderator, other) = (site.browser_of(&maja).await, site.browser_of(&olav).await);
    moderator.post("/moderation/bulk", &[("verdict", "hide")]).await.expect(303);
    other.post(&format!("/moderation/items/idea-{}/claim", reported[2]), &[("taken", "1")]).await.expect(303);
    let chosen: Vec<String> =
        [waiting.id, reported[0], reported[1], reported[2]].iter().map(|id| format!("idea-{id}")).collect();
    let mut ticked: Vec<(&str, &str)> = chosen.iter().map(|item| ("item", item.as_str())).collect();
    ticked.push(("verdict", "hide"));
    let page = moderator.post("/moderation/bulk", &ticked).await.expect(200);
    let lines = page.texts("main .check .hint");
    assert_eq!(lines[0], "Ann : is turned down; its author is told why");
    assert_eq!(lines[1], "Ann : is hidden; its author is told why");
    assert_eq!(lines.len(), 3);
    assert_eq!(page.texts("main section li"), ["Idea “Cheap tents” : Somebody else works on it."]);
    // One is decided meanwhile.
    other.post(&format!("/ideas/{}/dismiss", reported[1]), &[]).await.expect(303);
    let mut values = Vec::new();
    let sent = fields(&page, &mut values, &[("verdict", "hide"), ("note", "x")]);
    moderator.post("/moderation/bulk/apply", &sent).await.expect(422);
    let mut values = Vec::new();
    let sent = fields(&page, &mut values, &[("verdict", "hide"), ("reason", "spam"), ("note", "Enough.")]);
    let done = moderator.submit("/moderation/bulk/apply", &sent).await.expect(200);
    assert_eq!(done.text_of(".lead"), "2 posts were decided.");
    assert_eq!(done.texts("main section li"), ["Idea “Cheap watches” : It has been decided already."]);
    assert_eq!(site.standing(waiting.id).await.1, PostState::Hidden);
    assert_eq!(site.standing(reported[0]).await.1, PostState::Hidden);
    assert_eq!(site.standing(reported[1]).await.1, PostState::Visible);
    let undo = done.attributes("main form", "action").into_iter().find(|to| to.contains("/undo/")).unwrap();
    moderator.post(&undo, &[]).await.expect(303);
    assert_eq!(site.standing(waiting.id).await.1, PostState::Pending);
    assert_eq!(site.standing(reported[0]).await.1, PostState::Visible);
    assert_eq!(site.waiting_reports().await, 2);
    moderator.post(&undo, &[]).await.expect(409);
}

#[actix_web::test]
async fn approving_several_sets_off_what_posting_would_have_once_and_leaves_out_what_changed() {
    let site = Site::start().await;
    let careful = site.careful_board("App", Premoderation::All).await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let ideas = [
        site.idea(&ann, &careful, "Offline maps").await,
        site.idea(&ann, &careful, "Night maps").await,
        site.idea(&ann, &careful, "Paper maps").await,
    ];
    let moderator = site.browser_of(&maja).await;
    let chosen: Vec<String> = ideas.iter().map(|idea| format!("idea-{}", idea.id)).collect();
    let mut ticked: Vec<(&str, &str)> = chosen.iter().map(|item| ("item", item.as_str())).collect();
    ticked.push(("verdict", "approve"));
    let page = moderator.post("/moderation/bulk", &ticked).await.expect(200);
    // The text of one is another now: nobody approves what they have not read.
    let (id, now) = (ideas[2].id, site.now());
    site.write(move |db| {
        use diesel::prelude::*;
        use groundswell::db::schema::ideas;
        diesel::update(ideas::table.find(id)).set(ideas::edited_at.eq(Some(now))).execute(db)?;
        Ok(())
    })
    .await;
    for _ in 0..2 {
        let mut values = Vec::new();
        let sent = fields(&page, &mut values, &[("verdict", "approve")]);
        moderator.post("/moderation/bulk/apply", &sent).await.expect(303);
    }
    assert_eq!(site.event_kinds().await, ["idea_posted", "idea_posted"]);
    assert_eq!(site.standing(ideas[2].id).await.1, PostState::Pending);
}
