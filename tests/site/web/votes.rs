//! The vote box.

use diesel::prelude::*;
use groundswell::db::schema::{drafts, votes};
use groundswell::ids::PersonId;
use groundswell::people::drafts::DraftKind;

use crate::support::Site;

#[actix_web::test]
async fn a_vote_is_set_changed_and_withdrawn_by_a_plain_form() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    assert_eq!(idea.ranks.promotions, 1, "the author's own vote counts");
    let browser = site.browser_of(&ben).await;
    let path = format!("/ideas/{}/vote", idea.id);
    for (value, up, down) in [("up", 2, 0), ("up", 2, 0), ("down", 1, 1), ("none", 1, 0), ("none", 1, 0)] {
        browser.post(&path, &[("vote", value)]).await.expect(303);
        let ranks = site.stored_idea(idea.id).await.ranks;
        assert_eq!((ranks.promotions, ranks.demotions), (up, down), "after {value}");
    }
}

#[actix_web::test]
async fn the_authors_own_vote_is_marked_as_such_also_after_it_was_withdrawn() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await.id;
    let (author, other) = (site.browser_of(&ann).await, site.browser_of(&ben).await);
    let path = format!("/ideas/{idea}/vote");
    other.post(&path, &[("vote", "up")]).await.expect(303);
    for value in ["none", "up"] {
        author.post(&path, &[("vote", value)]).await.expect(303);
    }
    let marked: Vec<PersonId> = site
        .read(|db| Ok(votes::table.filter(votes::is_author.eq(true)).select(votes::person_id).load(db)?))
        .await;
    assert_eq!(marked, [ann.id]);
    let voters = site.visitor().get(&format!("/ideas/{idea}/voters")).await.expect(200);
    let lines = voters.texts(".voters li span");
    assert!(
        lines.contains(&"Ann Author’s own vote".to_owned()) && lines.contains(&"Ben".to_owned()),
        "{lines:?}"
    );
}

#[actix_web::test]
async fn a_vote_of_somebody_who_is_not_signed_in_is_kept_as_a_draft() {
    let site = Site::start().await;
    let page = site.visitor().post("/ideas/1/vote", &[("vote", "up")]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/signin?return_to=%2Fideas%2F1");
    let kept: Vec<(DraftKind, String)> =
        site.read(|db| Ok(drafts::table.select((drafts::kind, drafts::payload)).load(db)?)).await;
    assert_eq!(kept, [(DraftKind::Vote, r#"{"vote":"up"}"#.to_owned())]);
    site.visitor().post("/ideas/1/vote", &[("vote", "sideways")]).await.expect(422);
}
