//! An administrator sees the site as a customer does: announced, read only, for half an hour, told to both.

use diesel::prelude::*;
use groundswell::db::schema::{audit_log, seen_as, votes};
use groundswell::ids::PersonId;
use groundswell::people::{Person, Role, roles};
use groundswell::time::{MINUTE, Timestamp};
use groundswell::worker;

use crate::support::{Browser, Site};

async fn begin(browser: &Browser, person: &Person) {
    let page = browser.post(&format!("/admin/people/{}/see-as", person.id), &[]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/");
}

async fn acts(site: &Site) -> Vec<(String, Option<i64>)> {
    site.read(|db| {
        let rows = audit_log::table.order(audit_log::id).select((audit_log::act, audit_log::object_id));
        Ok(rows.load(db)?)
    })
    .await
}

async fn vote_count(site: &Site, person: PersonId) -> i64 {
    site.read(move |db| Ok(votes::table.filter(votes::person_id.eq(person)).count().get_result(db)?)).await
}

#[actix_web::test]
async fn every_page_says_so_and_a_button_ends_it() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let ada = site.person("Ada", Role::Administrator).await;
    let browser = site.browser_of(&ada).await;
    let person = format!("/admin/people/{}", ann.id);
    assert!(browser.get(&person).await.expect(200).has("form[action$='/see-as']"));
    assert!(!browser.get("/").await.expect(200).has(".seeing"));
    begin(&browser, &ann).await;
    for path in ["/", "/me", "/settings", "/search", "/nowhere", "/settings/data"] {
        let page = browser.get(path).await;
        let bar = page.text_of(".seeing");
        assert!(bar.contains("Ann") && bar.contains("12:30"), "{path}: {bar}");
    }
    assert!(browser.get("/me").await.text_of(".site-header").contains("Ann"));
    browser.get("/admin").await.expect(403);
    browser.get("/desk").await.expect(403);
    let end = browser.post("/see-as/end", &[]).await.expect(303);
    assert_eq!(end.location().unwrap(), person);
    let back = browser.get(&person).await.expect(200);
    assert!(!back.has(".seeing") && back.text_of(".flash").contains("yourself"));
    let id = Some(ann.id.raw());
    assert_eq!(acts(&site).await, [("admin/people/*/see-as".into(), id), ("see-as/end".into(), id)]);
}

#[actix_web::test]
async fn nothing_can_be_done_and_what_is_somebodys_own_stays_closed() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ben, &board, "A lighter tent").await;
    let ada = site.person("Ada", Role::Administrator).await;
    let browser = site.browser_of(&ada).await;
    begin(&browser, &ann).await;
    let vote = format!("/ideas/{}/vote", idea.id);
    for (path, fields) in [
        (vote.as_str(), &[("vote", "up")][..]),
        ("/ideas", &[("board", "gear"), ("title", "A tent"), ("body", "A text")]),
        ("/settings", &[("name", "Mallory")]),
        ("/settings/sessions/end-all", &[]),
        ("/settings/two-step/begin", &[]),
        ("/settings/data/archive", &[]),
        ("/leaving", &[]),
        ("/settings/delete", &[("votes", "go")]),
        ("/signout", &[]),
        ("/language", &[("language", "es")]),
        ("/admin/tags", &[("name", "Tag")]),
    ] {
        let page = browser.post(path, fields).await.expect(403);
        assert!(page.has(".seeing") && page.text.contains("Nothing was done"), "{path}");
    }
    assert_eq!((vote_count(&site, ann.id).await, vote_count(&site, ada.id).await), (0, 0));
    for path in [
        "/settings/data",
        "/settings/data.json",
        "/settings/data/mails",
        "/settings/data/archive/a-token",
        "/%73ettings/data",
        "/settings/d%61ta.json",
        "/settings/sessions",
        "/settings/two-step",
        "/settings/delete",
        "/proof",
        "/leaving",
    ] {
        browser.get(path).await.expect(403);
    }
    for path in ["/settings", "/settings/notifications", "/me", "/for-you", "/ideas/new"] {
        browser.get(path).await.expect(200);
    }
    assert_eq!(acts(&site).await.len(), 1, "only that it began");
}

#[actix_web::test]
async fn staff_is_never_seen_as_and_nobody_but_administrators_begins() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let ada = site.person("Ada", Role::Administrator).await;
    let browser = site.browser_of(&ada).await;
    let path = format!("/admin/people/{}/see-as", maja.id);
    browser.post(&path, &[]).await.expect(403);
    assert!(!browser.get(&format!("/admin/people/{}", maja.id)).await.has("form[action$='/see-as']"));
    browser.post("/admin/people/99999/see-as", &[]).await.expect(404);
    let path = format!("/admin/people/{}/see-as", ann.id);
    site.browser_of(&maja).await.post(&path, &[]).await.expect(403);
    site.browser_of(&ann).await.post(&path, &[]).await.expect(403);
    let looks: i64 = site.read(|db| Ok(seen_as::table.count().get_result(db)?)).await;
    assert_eq!((looks, acts(&site).await.len()), (0, 0));
}

#[actix_web::test]
async fn after_half_an_hour_it_is_over_and_what_was_on_its_way_is_not_done() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let ada = site.person("Ada", Role::Administrator).await;
    let (one, two) = (site.browser_of(&ada).await, site.browser_of(&ada).await);
    begin(&one, &ann).await;
    begin(&two, &ann).await;
    site.clock.advance(29 * MINUTE);
    assert!(one.get("/").await.expect(200).has(".seeing"));
    site.clock.advance(MINUTE);
    let vote = format!("/ideas/{}/vote", idea.id);
    let page = two.post(&vote, &[("vote", "down")]).await.expect(403);
    assert!(page.text.contains("half hour was over"));
    assert_eq!(vote_count(&site, ada.id).await, 0);
    let page = one.get("/admin").await.expect(200);
    assert!(!page.has(".seeing"));
    worker::run_one(&site.state).await.unwrap();
    let ended: Vec<Option<Timestamp>> =
        site.read(|db| Ok(seen_as::table.select(seen_as::ended_at).load(db)?)).await;
    assert_eq!(ended, [Some(site.now()), Some(site.now())]);
    let over = acts(&site).await.into_iter().filter(|(act, _)| act == "see-as/over").count();
    assert_eq!(over, 2);
    worker::run_one(&site.state).await.unwrap();
    assert_eq!(acts(&site).await.len(), 4, "once each");
}

#[actix_web::test]
async fn whoever_joins_the_staff_is_no_longer_seen_as() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let ada = site.person("Ada", Role::Administrator).await;
    let browser = site.browser_of(&ada).await;
    begin(&browser, &ann).await;
    let now = site.now();
    site.write(move |db| roles::change(db, None, ann.id, Role::Administrator, now)).await;
    let page = browser.get("/me").await.expect(200);
    assert!(!page.has(".seeing") && page.text_of(".site-header").contains("Ada"));
}

#[actix_web::test]
async fn whoever_needs_a_second_step_does_not_look_on_without_one() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let ada = site.person("Ada", Role::Administrator).await;
    let mo = site.person("Mo", Role::Administrator).await;
    site.second_step(&mo).await;
    let browser = site.browser_of(&ada).await;
    begin(&browser, &ann).await;
    let wanted = [("two_step", "staff")];
    site.browser_of(&mo).await.post("/admin/security", &wanted).await.expect(303);
    let page = browser.get("/me").await.expect(303);
    assert_eq!(page.location().unwrap(), "/settings/two-step");
    browser.get("/settings/two-step").await.expect(403);
    browser.post("/see-as/end", &[]).await.expect(303);
    browser.get("/settings/two-step").await.expect(200);
    let path = format!("/admin/people/{}/see-as", ann.id);
    let page = browser.post(&path, &[]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/settings/two-step");
}

#[actix_web::test]
async fn a_closed_account_is_not_seen_as() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let ada = site.person("Ada", Role::Administrator).await;
    let browser = site.browser_of(&ada).await;
    begin(&browser, &ann).await;
    let wishes = [("posts", "stay"), ("votes", "stay")];
    site.browser_of(&ann).await.post("/settings/delete", &wishes).await.expect(303);
    assert!(!browser.get("/").await.expect(200).has(".seeing"));
    browser.post(&format!("/admin/people/{}/see-as", ann.id), &[]).await.expect(404);
}

#[actix_web::test]
async fn the_person_finds_it_in_their_data_and_it_goes_with_them() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let ada = site.person("Ada", Role::Administrator).await;
    let admin = site.browser_of(&ada).await;
    begin(&admin, &ann).await;
    let browser = site.browser_of(&ann).await;
    assert!(browser.get("/settings/data").await.expect(200).has("a[href$='/settings/data/looks']"));
    assert_eq!(browser.get("/settings/data/looks").await.expect(200).texts("tbody tr").len(), 1);
    let all = browser.get("/settings/data.json").await.expect(200);
    let all: serde_json::Value = serde_json::from_str(&all.text).unwrap();
    assert_eq!(all["others"]["looks"].as_array().unwrap().len(), 1);
    let now = site.now();
    site.write(move |db| {
        use groundswell::people::leave::{LeaversVotes, leave};
        leave(db, &ann, LeaversVotes::Stay, now)
    })
    .await;
    let looks: i64 = site.read(|db| Ok(seen_as::table.count().get_result(db)?)).await;
    assert_eq!(looks, 0);
    assert!(!admin.get("/").await.expect(200).has(".seeing"));
}
