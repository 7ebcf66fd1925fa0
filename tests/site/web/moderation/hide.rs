//! Hiding and restoring posts, locking comments.

use groundswell::boards::{Audience, BoardDraft, Premoderation, Voting};
use groundswell::ideas::PostState;
use groundswell::people::Role;
use groundswell::text::words::Language;
use groundswell::time::HOUR;

use crate::support::Site;

#[actix_web::test]
async fn a_hidden_idea_keeps_its_votes_and_comes_back_as_it_was() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let voter = site.browser_of(&ben).await;
    let vote = format!("/ideas/{}/vote", idea.id);
    voter.post(&vote, &[("vote", "up")]).await.expect(303);
    let before = site.stored_idea(idea.id).await.ranks;
    let moderator = site.browser_of(&maja).await;
    let page = moderator.get(&format!("/ideas/{}/hide", idea.id)).await.expect(200);
    assert_eq!(page.text_of("h1"), "Hide this post?");
    assert!(page.has("blockquote"));
    let path = format!("/ideas/{}/hide", idea.id);
    moderator.post(&path, &[("reason", "spam")]).await.expect(303);
    assert_eq!(site.standing(idea.id).await, (0, PostState::Hidden));
    voter.post(&vote, &[("vote", "none")]).await.expect(404);
    moderator.post(&path, &[("reason", "spam")]).await.expect(409);
    moderator.get(&path).await.expect(409);
    moderator.post(&format!("/ideas/{}/restore", idea.id), &[]).await.expect(303);
    assert_eq!(site.standing(idea.id).await, (2, PostState::Visible));
    assert_eq!(site.stored_idea(idea.id).await.state_reason, None);
    assert_eq!(site.stored_idea(idea.id).await.ranks, before);
    let seen =
        ["idea_posted", "vote_cast", "idea_visibility_changed", "author_told", "idea_visibility_changed"];
    assert_eq!(site.event_kinds().await, seen);
}

#[actix_web::test]
async fn the_reason_is_in_the_language_of_the_author() {
    use diesel::prelude::*;
    use groundswell::db::schema::people;
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let id = ann.id;
    site.write(move |db| {
        diesel::update(people::table.find(id)).set(people::language.eq(Some(Language::Es))).execute(db)?;
        Ok(())
    })
    .await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let path = format!("/ideas/{}/hide", idea.id);
    site.browser_of(&maja).await.post(&path, &[("reason", "abuse")]).await.expect(303);
    let reason = site.stored_idea(idea.id).await.state_reason;
    assert_eq!(reason.as_deref(), Some("Insultos o amenazas"));
}

#[actix_web::test]
async fn hidden_comments_are_not_counted_until_they_are_restored() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let first = site.remark(&ben, idea.id, "Buy my phones").await;
    site.remark(&ann, idea.id, "Please do not").await;
    let moderator = site.browser_of(&maja).await;
    moderator.get(&format!("/comments/{}/hide", first.id)).await.expect(200);
    let hide = format!("/comments/{}/hide", first.id);
    let page = moderator.post(&hide, &[("reason", "spam")]).await.expect(303);
    assert!(page.location().unwrap().ends_with(&format!("#comment-{}", first.id)));
    assert_eq!(site.comment_state(first.id).await, PostState::Hidden);
    assert_eq!(site.stored_idea(idea.id).await.comment_count, 1);
    site.assert_comments_counted().await;
    moderator.post(&format!("/comments/{}/restore", first.id), &[]).await.expect(303);
    assert_eq!(site.stored_idea(idea.id).await.comment_count, 2);
    site.assert_comments_counted().await;
    let kinds = site.event_kinds().await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "comment_visibility_changed").count(), 2);
}

#[actix_web::test]
async fn hiding_decides_the_reports_and_taking_it_back_reopens_them() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let report = format!("/ideas/{}/report", idea.id);
    site.browser_of(&ben).await.post(&report, &[("reason", "spam")]).await.expect(303);
    site.clock.advance(HOUR);
    let moderator = site.browser_of(&maja).await;
    let fields = [("reason", "spam"), ("return_to", "/moderation")];
    let page = moderator.submit(&format!("/ideas/{}/hide", idea.id), &fields).await.expect(200);
    assert_eq!(site.waiting_reports().await, 0);
    let undo = page.attributes(".flash form", "action").pop().unwrap();
    moderator.post(&undo, &[]).await.expect(303);
    assert_eq!(site.standing(idea.id).await, (2, PostState::Visible));
    assert_eq!(site.waiting_reports().await, 1);
    moderator.post(&undo, &[]).await.expect(409);
    site.clock.advance(2 * HOUR);
    moderator.post(&undo, &[]).await.expect(410);
}

#[actix_web::test]
async fn locked_comments_take_no_more_until_they_are_unlocked() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let moderator = site.browser_of(&maja).await;
    moderator.post(&format!("/ideas/{}/lock", idea.id), &[]).await.expect(303);
    assert!(site.stored_idea(idea.id).await.is_locked);
    moderator.post(&format!("/ideas/{}/lock", idea.id), &[]).await.expect(303);
    moderator.post(&format!("/ideas/{}/unlock", idea.id), &[]).await.expect(303);
    assert!(!site.stored_idea(idea.id).await.is_locked);
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert_eq!(log.texts("tbody th"), ["Comments unlocked", "Comments locked"]);
}

#[actix_web::test]
async fn an_idea_restored_on_a_staff_board_is_for_staff() {
    let site = Site::start().await;
    let draft = BoardDraft::parse("Field testers", "", "").unwrap();
    let board = site.board_from(draft.with(Audience::Staff, Voting::UpOnly, Premoderation::Off, 7)).await;
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&maja, &board, "A secret stove").await;
    let moderator = site.browser_of(&maja).await;
    let hide = format!("/ideas/{}/hide", idea.id);
    moderator.post(&hide, &[("reason", "off_topic")]).await.expect(303);
    moderator.post(&format!("/ideas/{}/restore", idea.id), &[]).await.expect(303);
    assert_eq!(site.standing(idea.id).await, (1, PostState::Visible));
}
