//! People's pages, what came of one's posts, and roles.

use diesel::prelude::*;
use groundswell::boards::{Audience, BoardDraft, Premoderation, Voting};
use groundswell::db::schema::{acts, ideas, people, sessions};
use groundswell::error::Error;
use groundswell::people::{Role, roles};
use groundswell::votes::{Ballot, VoteValue, cast};

use crate::support::Site;

#[actix_web::test]
async fn a_persons_page_shows_what_the_reader_may_see() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let inside = BoardDraft::parse("Inside", "", "").unwrap();
    let inside =
        site.board_from(inside.with(Audience::Staff, Voting::PromoteDemote, Premoderation::Off, 7)).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    site.idea(&maja, &gear, "For everybody").await;
    site.idea(&maja, &inside, "For staff alone").await;
    let hidden = site.idea(&maja, &gear, "Hidden by a moderator").await;
    site.write(move |db| {
        diesel::update(ideas::table.find(hidden.id))
            .set((ideas::shown.eq(0), ideas::state.eq("hidden"), ideas::state_reason.eq(Some("An advert"))))
            .execute(db)?;
        Ok(())
    })
    .await;
    let path = format!("/people/{}", maja.id);
    let page = site.visitor().get(&path).await.expect(200);
    assert_eq!(page.texts(".idea-row h2"), ["For everybody"]);
    assert_eq!(page.text_of(".page-head .badge"), "Staff");
    assert!(!page.text.contains("maja@example.com"));
    let otto = site.person("Otto", Role::TeamMember).await;
    let page = site.browser_of(&otto).await.get(&path).await.expect(200);
    assert_eq!(page.texts(".idea-row h2"), ["For staff alone", "For everybody"]);
    let own = site.browser_of(&maja).await.get("/me").await.expect(200);
    assert_eq!(own.texts(".idea-row h2"), ["Hidden by a moderator", "For staff alone", "For everybody"]);
    assert!(own.text.contains("An advert"));
    let (cem, mona) = (site.customer("Cem").await, site.person("Mona", Role::Moderator).await);
    let path_of_cem = format!("/people/{}", cem.id);
    let ban = format!("a[href='{path_of_cem}/ban']");
    assert!(site.browser_of(&mona).await.get(&path_of_cem).await.has(&ban));
    assert!(!site.visitor().get(&path_of_cem).await.has(&ban));
    assert!(!site.browser_of(&mona).await.get(&path).await.text.contains("/ban"), "not above one's own role");
    site.visitor().get("/people/999").await.expect(404);
    site.visitor().get("/people/x").await.expect(404);
    site.visitor().get(&format!("{path}?show=comments")).await.expect(200);
}

#[actix_web::test]
async fn lists_of_somebodys_ideas_go_on_over_pages() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    for n in 10..55 {
        // Three at the same moment: the number decides.
        if n % 3 == 0 {
            site.clock.advance(1_000_000);
        }
        site.idea(&ann, &board, &format!("Idea number {n}")).await;
    }
    let expected: Vec<String> = (10..55).rev().map(|n| format!("Idea number {n}")).collect();
    let browser = site.browser_of(&ann).await;
    for start in
        ["/me".to_owned(), "/me?show=votes".into(), "/me?show=followed".into(), format!("/people/{}", ann.id)]
    {
        let (mut path, mut seen) = (start.clone(), Vec::new());
        loop {
            let page = browser.get(&path).await.expect(200);
            seen.extend(page.texts(".idea-row h2"));
            let Some(next) = page.attributes(".pager a", "href").pop() else { break };
            path = if next.starts_with('?') { format!("{start}{next}") } else { next };
        }
        assert_eq!(seen, expected, "{start}");
    }
}

#[actix_web::test]
async fn what_is_no_longer_shown_keeps_its_title_to_itself() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "Something unkind").await;
    let (voter, now) = (ben.clone(), site.now());
    site.write(move |db| cast(db, &voter, idea.id, Ballot(Some(VoteValue::Demote)), now)).await;
    let browser = site.browser_of(&ben).await;
    let page = browser.get("/me?show=votes").await.expect(200);
    assert_eq!(page.texts(".idea-row h2"), ["Something unkind"]);
    assert!(page.text.contains("You demoted it"));
    site.write(move |db| {
        diesel::update(ideas::table.find(idea.id)).set(ideas::shown.eq(0)).execute(db)?;
        Ok(())
    })
    .await;
    for show in ["votes", "followed"] {
        let page = browser.get(&format!("/me?show={show}")).await.expect(200);
        assert!(!page.text.contains("Something unkind"), "{show}");
        assert_eq!(page.texts(".idea-row h2"), ["An idea that is no longer shown"]);
    }
    assert!(browser.get("/me?show=comments").await.expect(200).has(".empty"));
    assert!(browser.get("/me?show=nonsense").await.expect(200).has(".empty"));
}

#[actix_web::test]
async fn a_role_change_ends_sessions_and_is_in_the_public_log() {
    let site = Site::start().await;
    let (nora, ann) = (site.person("Nora", Role::Administrator).await, site.customer("Ann").await);
    let browser = site.browser_of(&ann).await;
    let (actor, id, now) = (nora.id, ann.id, site.now());
    site.write(move |db| roles::change(db, actor, id, Role::Moderator, now)).await;
    browser.get("/settings").await.expect(303);
    let left: i64 = site
        .read(move |db| Ok(sessions::table.filter(sessions::person_id.eq(id)).count().get_result(db)?))
        .await;
    assert_eq!(left, 0);
    let log: Vec<(String, String, String)> =
        site.read(|db| Ok(acts::table.select((acts::kind, acts::audience, acts::detail)).load(db)?)).await;
    let detail = r#"{"from":"customer","to":"moderator"}"#;
    assert_eq!(log, [("role_changed".to_owned(), "log".to_owned(), detail.to_owned())]);
    site.write(move |db| roles::change(db, actor, id, Role::Moderator, now)).await;
    let same: i64 = site.read(|db| Ok(acts::table.count().get_result(db)?)).await;
    assert_eq!(same, 1, "the role that somebody has already is no change");
}

#[actix_web::test]
async fn the_last_administrator_keeps_the_role() {
    let site = Site::start().await;
    let nora = site.person("Nora", Role::Administrator).await;
    let (id, now) = (nora.id, site.now());
    let refused = site.state.db.write(move |db| roles::change(db, None, id, Role::Customer, now)).await;
    assert!(matches!(refused, Err(Error::Conflict("error-last-administrator"))), "{refused:?}");
    let otto = site.person("Otto", Role::Administrator).await;
    let second = otto.id;
    let both = futures_util::future::join_all([id, second].map(|id| {
        let db = site.state.db.clone();
        async move { db.write(move |db| roles::change(db, None, id, Role::Customer, now)).await.is_ok() }
    }))
    .await;
    assert_eq!(both.iter().filter(|done| **done).count(), 1, "of two at once, one stays: {both:?}");
    let left: i64 = site
        .read(|db| Ok(people::table.filter(people::role.eq(Role::Administrator)).count().get_result(db)?))
        .await;
    assert_eq!(left, 1);
}
