//! Bans.

use groundswell::people::{Role, bans};
use groundswell::time::DAY;

use crate::support::Site;

#[actix_web::test]
async fn a_banned_person_reads_but_does_not_write_and_is_told_why_and_until_when() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let moderator = site.browser_of(&maja).await;
    let ban = format!("/people/{}/ban", ben.id);
    let page = moderator.get(&ban).await.expect(200);
    assert_eq!(page.text_of("h1"), "Ban Ben");
    let fields = [("reason", "spam"), ("note", "After two warnings."), ("term", "week")];
    let page = moderator.submit(&ban, &fields).await.expect(200);
    assert_eq!(page.text_of("tbody th"), "Ben");
    assert!(page.text.contains("22 January 2026"), "a week from the start");
    let banned = site.browser_of(&ben).await;
    banned.get(&format!("/ideas/{}", idea.id)).await;
    let page = banned.post(&format!("/ideas/{}/vote", idea.id), &[("vote", "up")]).await.expect(403);
    let lead = page.text_of(".lead");
    assert_eq!(
        lead,
        "You cannot post, comment or vote until 22 January 2026, 12:00. \
         The reason: Advertising or spam: After two warnings."
    );
    banned.post(&format!("/ideas/{}/report", idea.id), &[("reason", "spam")]).await.expect(403);
    site.clock.advance(7 * DAY);
    banned.post(&format!("/ideas/{}/vote", idea.id), &[("vote", "up")]).await.expect(303);
}

#[actix_web::test]
async fn the_end_of_a_ban_is_in_the_moderators_time_zone() {
    use diesel::prelude::*;
    use groundswell::db::schema::people;
    let site = Site::start().await;
    let ben = site.customer("Ben").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let id = maja.id;
    site.write(move |db| {
        let zone = people::time_zone.eq(Some("America/Bogota"));
        diesel::update(people::table.find(id)).set(zone).execute(db)?;
        Ok(())
    })
    .await;
    let moderator = site.browser_of(&maja).await;
    let path = format!("/people/{}/ban", ben.id);
    for (until, error) in [
        ("", "Give day and time, like 2026-12-24 18:00."),
        ("soon", "Give day and time, like 2026-12-24 18:00."),
        ("2026-01-15T06:59", "That moment has passed. Choose a later one."),
    ] {
        let fields = [("reason", "abuse"), ("term", "until"), ("until", until)];
        let page = moderator.post(&path, &fields).await.expect(422);
        assert_eq!(page.text_of(".error-summary a"), error);
        assert_eq!(page.attributes("input[name=until]", "value"), [until]);
    }
    let fields = [("reason", "abuse"), ("term", "until"), ("until", "2026-01-16T18:00")];
    moderator.post(&path, &fields).await.expect(303);
    let (ben, now) = (ben.id, site.now());
    let ban = site.read(move |db| bans::active(db, ben, now)).await.unwrap();
    assert_eq!(ban.ends_at.unwrap().to_rfc3339(), "2026-01-16T23:00:00Z");
}

#[actix_web::test]
async fn nobody_bans_those_of_the_same_or_a_higher_role_or_themselves() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::Moderator).await;
    let olav = site.person("Olav", Role::Moderator).await;
    let ada = site.person("Ada", Role::Administrator).await;
    let tove = site.person("Tove", Role::TeamMember).await;
    let moderator = site.browser_of(&maja).await;
    for person in [&maja, &olav, &ada] {
        let path = format!("/people/{}/ban", person.id);
        moderator.get(&path).await.expect(403);
        moderator.post(&path, &[("reason", "spam"), ("term", "forever")]).await.expect(403);
    }
    let path = format!("/people/{}/ban", tove.id);
    moderator.post(&path, &[("reason", "spam"), ("term", "forever")]).await.expect(303);
    moderator.post("/people/999/ban", &[("reason", "spam"), ("term", "forever")]).await.expect(404);
}

#[actix_web::test]
async fn a_ban_is_lifted_or_taken_back_and_a_second_one_takes_its_place() {
    let site = Site::start().await;
    let ben = site.customer("Ben").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let moderator = site.browser_of(&maja).await;
    let path = format!("/people/{}/ban", ben.id);
    let is_banned = async || {
        let (id, now) = (ben.id, site.now());
        site.read(move |db| Ok(bans::active(db, id, now)?.is_some())).await
    };
    moderator.post(&path, &[("reason", "spam"), ("term", "forever")]).await.expect(303);
    moderator.post(&path, &[("reason", "abuse"), ("term", "day")]).await.expect(303);
    let list = moderator.get("/moderation/bans").await.expect(200);
    assert_eq!(list.texts("tbody th"), ["Ben"], "one ban, the later");
    moderator.post(&format!("{path}/lift"), &[]).await.expect(303);
    assert!(!is_banned().await);
    moderator.post(&format!("{path}/lift"), &[]).await.expect(409);
    let page = moderator.submit(&path, &[("reason", "spam"), ("term", "forever")]).await.expect(200);
    assert!(is_banned().await);
    let undo = page.attributes(".flash form", "action").pop().unwrap();
    moderator.post(&undo, &[]).await.expect(303);
    assert!(!is_banned().await);
}

#[actix_web::test]
async fn a_ban_from_one_board_leaves_the_others_open_and_is_told_in_the_settings() {
    let site = Site::start().await;
    let (gear, app) = (site.board("Gear").await, site.board("App").await);
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let (tent, maps) = (site.idea(&ann, &gear, "A lighter tent").await, site.idea(&ann, &app, "Maps").await);
    let moderator = site.browser_of(&maja).await;
    let board = gear.id.to_string();
    let fields = [("reason", "abuse"), ("term", "week"), ("board", board.as_str())];
    moderator.post(&format!("/people/{}/ban", ben.id), &fields).await.expect(303);
    let banned = site.browser_of(&ben).await;
    let page = banned.post(&format!("/ideas/{}/vote", tent.id), &[("vote", "up")]).await.expect(403);
    let lead = page.text_of(".lead");
    assert!(
        lead.starts_with("You cannot post, comment or vote on this board until 22 January 2026"),
        "{lead}"
    );
    banned.post(&format!("/ideas/{}/comments", tent.id), &[("body", "Hm")]).await.expect(403);
    banned.post(&format!("/ideas/{}/report", tent.id), &[("reason", "spam")]).await.expect(403);
    banned.post(&format!("/ideas/{}/vote", maps.id), &[("vote", "up")]).await.expect(303);
    banned.post(&format!("/ideas/{}/comments", maps.id), &[("body", "Yes")]).await.expect(303);
    let settings = banned.get("/settings").await.expect(200);
    assert!(settings.text_of(".flash.warn").contains("On Gear you can read"));
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert!(log.text.contains("one person, from board Gear") && !log.text.contains("Ben"));
    moderator.post(&format!("/people/{}/ban/lift", ben.id), &[]).await.expect(409);
    moderator.post(&format!("/people/{}/ban/lift", ben.id), &[("board", &board)]).await.expect(303);
    banned.post(&format!("/ideas/{}/vote", tent.id), &[("vote", "up")]).await.expect(303);
}

#[actix_web::test]
async fn taking_a_ban_or_its_lifting_back_restores_what_held_before() {
    let site = Site::start().await;
    let ben = site.customer("Ben").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let moderator = site.browser_of(&maja).await;
    let path = format!("/people/{}/ban", ben.id);
    let ends = async || {
        let (id, now) = (ben.id, site.now());
        site.read(move |db| Ok(bans::active(db, id, now)?.map(|ban| (ban.reason, ban.ends_at)))).await
    };
    moderator.post(&path, &[("reason", "spam"), ("term", "week")]).await.expect(303);
    let first = ends().await;
    site.clock.advance(1_000);
    let page = moderator.submit(&path, &[("reason", "abuse"), ("term", "forever")]).await.expect(200);
    assert_ne!(ends().await, first);
    let undo = page.attributes(".flash form", "action").pop().unwrap();
    moderator.post(&undo, &[]).await.expect(303);
    assert_eq!(ends().await, first, "the ban that gave way holds again, until its own end");
    site.clock.advance(1_000);
    let page = moderator.submit(&format!("{path}/lift"), &[]).await.expect(200);
    assert_eq!(ends().await, None);
    let undo = page.attributes(".flash form", "action").pop().unwrap();
    moderator.post(&undo, &[]).await.expect(303);
    assert_eq!(ends().await, first);
    moderator.post(&undo, &[]).await.expect(409);
}
