//! Boards, statuses, categories, tags.

use diesel::prelude::*;
use groundswell::boards::Audience;
use groundswell::db::schema::{ideas, jobs, site as site_row};
use groundswell::ids::{CategoryId, IdeaId, StatusId, TagId};
use groundswell::people::Role;

use crate::support::{Browser, Site};

async fn admin(site: &Site) -> Browser {
    site.browser_of(&site.person("Ada", Role::Administrator).await).await
}

const BOARD: [(&str, &str); 7] = [
    ("name", "Trail app"),
    ("slug", ""),
    ("description", "Maps and weather."),
    ("audience", "public"),
    ("voting", "up_only"),
    ("premoderation", "first_posts"),
    ("half_life_days", "10"),
];

fn board_with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    BOARD.iter().map(|(field, old)| (*field, if *field == name { value } else { *old })).collect()
}

#[actix_web::test]
async fn a_board_is_made_and_changed() {
    let site = Site::start().await;
    let browser = admin(&site).await;
    let page = browser.submit("/admin/boards", &BOARD).await.expect(200);
    assert_eq!(page.text_of("h1"), "Trail app");
    assert_eq!(page.texts("section tbody tr").len(), 8, "the statuses that every board begins with");
    let settings = site.state.settings().await.unwrap();
    let board = settings.catalog.boards[0].clone();
    assert_eq!((board.slug.as_str(), board.half_life_days), ("trail-app", 10));
    let path = format!("/admin/boards/{}", board.id);
    browser.post(&path, &board_with("name", "The app")).await.expect(303);
    let settings = site.state.settings().await.unwrap();
    assert_eq!(settings.catalog.boards[0].name, "The app");
    assert_eq!(settings.catalog.boards[0].slug, "the-app");
}

#[actix_web::test]
async fn a_board_that_cannot_be_taken_comes_back_as_typed() {
    let site = Site::start().await;
    site.board("Gear").await;
    let browser = admin(&site).await;
    for (field, value, error) in [
        ("name", " ", "Give the board a name of up to 60 characters."),
        ("slug", "gear", "That address is taken. Choose another."),
        ("half_life_days", "0", "Write a number of days from 1 to 365."),
        ("half_life_days", "soon", "Write a number of days from 1 to 365."),
        ("voting", "sideways", "Choose one from the list."),
    ] {
        let page = browser.post("/admin/boards", &board_with(field, value)).await.expect(422);
        assert_eq!(page.texts(".error-summary a"), [error], "{field} {value}");
        assert!(page.text_of("title").starts_with("Error:"));
        assert_eq!(page.text_of("textarea"), "Maps and weather.");
    }
    assert_eq!(site.state.settings().await.unwrap().catalog.boards.len(), 1);
}

#[actix_web::test]
async fn a_board_for_staff_takes_its_ideas_out_of_sight_at_once() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, maja) = (site.customer("Ann").await, site.person("Maja", Role::Moderator).await);
    let (open, hidden) =
        (site.idea(&ann, &board, "A lighter tent").await, site.idea(&ann, &board, "Cheap phones").await);
    let moderator = site.browser_of(&maja).await;
    moderator.post(&format!("/ideas/{}/hide", hidden.id), &[("reason", "spam")]).await.expect(303);
    let browser = admin(&site).await;
    let path = format!("/admin/boards/{}", board.id);
    for (audience, shown) in [("staff", 1), ("public", 2)] {
        browser.post(&path, &board_with("audience", audience)).await.expect(303);
        assert_eq!(site.stored_idea(open.id).await.shown, shown);
        assert_eq!(site.stored_idea(hidden.id).await.shown, 0, "hidden stays hidden");
    }
    let stored = site.state.settings().await.unwrap().catalog.boards[0].audience;
    assert_eq!(stored, Audience::Public);
}

#[actix_web::test]
async fn a_new_half_life_is_in_the_public_log_and_reaches_every_idea() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let mut expected = Vec::new();
    for title in ["A lighter tent", "A warmer bag", "A louder whistle"] {
        site.clock.advance(groundswell::time::DAY);
        expected.push(site.idea(&ann, &board, title).await.id);
    }
    let before: Vec<f64> = heats(&site).await;
    site.clock.advance(30 * groundswell::time::DAY);
    let browser = admin(&site).await;
    let path = format!("/admin/boards/{}", board.id);
    browser.post(&path, &board_with("half_life_days", "30")).await.expect(303);
    let waiting: i64 = site.read(|db| Ok(jobs::table.count().get_result(db)?)).await;
    assert_eq!(waiting, 1, "one job");
    while groundswell::worker::run_one(&site.state).await.unwrap() > 0 {}
    let after = heats(&site).await;
    assert_ne!(before, after);
    for id in expected {
        let stored = site.stored_idea(id).await.ranks;
        let computed = site.write(move |db| groundswell::ranking::store::refresh(db, id)).await;
        assert_eq!(stored, computed);
    }
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert_eq!(log.text_of("tbody td[data-label=What]"), "board Trail app, from 7 to 30 days");
}

async fn heats(site: &Site) -> Vec<f64> {
    site.read(|db| Ok(ideas::table.order(ideas::id).select(ideas::heat).load(db)?)).await
}

#[actix_web::test]
async fn boards_are_ordered_and_archived() {
    let site = Site::start().await;
    let (gear, app) = (site.board("Gear").await, site.board("App").await);
    let browser = admin(&site).await;
    browser.post(&format!("/admin/boards/{}/move", app.id), &[("step", "up")]).await.expect(303);
    let page = browser.get("/admin/boards").await.expect(200);
    assert_eq!(page.texts("tbody th a"), ["App", "Gear"]);
    browser.post(&format!("/admin/boards/{}/move", app.id), &[("step", "sideways")]).await.expect(422);
    let path = format!("/admin/boards/{}/archive", gear.id);
    assert_eq!(browser.get(&path).await.expect(200).text_of("h1"), "Archive “Gear”?");
    browser.post(&path, &[]).await.expect(303);
    let names = async || {
        let settings = site.state.settings().await.unwrap();
        settings.catalog.boards_open_to(true).map(|board| board.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["App"]);
    browser.post(&format!("/admin/boards/{}/unarchive", gear.id), &[]).await.expect(303);
    assert_eq!(names().await, ["App", "Gear"]);
}

#[actix_web::test]
async fn every_change_moves_the_version_that_other_instances_watch() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let browser = admin(&site).await;
    let version =
        async || -> i64 { site.read(|db| Ok(site_row::table.select(site_row::version).first(db)?)).await };
    let mut last = version().await;
    let board_path = format!("/admin/boards/{}", board.id);
    for (path, fields) in [
        ("/admin/boards".to_owned(), BOARD.to_vec()),
        (board_path.clone(), board_with("name", "Tents")),
        (format!("{board_path}/categories"), vec![("name", "Tents")]),
        (format!("{board_path}/statuses"), vec![("name", "Parked"), ("kind", "closed")]),
        ("/admin/tags".to_owned(), vec![("name", "night")]),
        (format!("{board_path}/move"), vec![("step", "down")]),
        (format!("{board_path}/archive"), vec![]),
    ] {
        browser.post(&path, &fields).await.expect(303);
        let now = version().await;
        assert!(now > last, "{path}");
        last = now;
    }
}

#[actix_web::test]
async fn statuses_are_added_renamed_ordered_and_deleted_while_unused() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let browser = admin(&site).await;
    let add = format!("/admin/boards/{}/statuses", board.id);
    browser.post(&add, &[("name", ""), ("kind", "open")]).await.expect(422);
    browser.post(&add, &[("name", "Parked"), ("kind", "closed"), ("wants_reason", "on")]).await.expect(303);
    browser.post(&add, &[("name", "parked"), ("kind", "open")]).await.expect(422);
    let id = async |slug: &'static str| -> StatusId {
        let settings = site.state.settings().await.unwrap();
        settings.catalog.statuses.iter().find(|status| status.slug == slug).unwrap().id
    };
    let (open, review, parked) = (id("open").await, id("under_review").await, id("parked").await);
    let page = browser.get(&format!("/admin/statuses/{parked}")).await.expect(200);
    assert!(page.has("input[name=wants_reason][checked]"));
    browser.post(&format!("/admin/statuses/{open}"), &[("name", "New"), ("kind", "open")]).await.expect(303);
    browser.post(&format!("/admin/statuses/{parked}"), &[("name", " "), ("kind", "open")]).await.expect(422);
    browser.post(&format!("/admin/statuses/{review}/delete"), &[]).await.expect(303);
    let last = browser.post(&format!("/admin/statuses/{open}"), &[("name", ""), ("kind", "done")]).await;
    assert_eq!(
        last.expect(422).texts(".error-summary a"),
        ["A board needs at least one status of kind “open”."]
    );
    browser
        .post(&format!("/admin/statuses/{parked}"), &[("name", "Parked"), ("kind", "open")])
        .await
        .expect(303);
    let lead = browser.get(&format!("/admin/statuses/{open}/delete")).await.expect(200).text_of(".lead");
    assert!(lead.starts_with("One idea has this status"), "{lead}");
    let page = browser.post(&format!("/admin/statuses/{open}/delete"), &[]).await.expect(409);
    assert!(page.text_of(".lead").starts_with("This status is in use."));
    browser.post(&format!("/admin/statuses/{open}"), &[("name", ""), ("kind", "done")]).await.expect(303);
    let kind = site.stored_idea(idea.id).await.status_kind;
    assert_eq!(kind.as_str(), "done", "ideas follow the kind of their status");
    browser.post(&format!("/admin/statuses/{parked}/move"), &[("step", "up")]).await.expect(303);
}

#[actix_web::test]
async fn a_deleted_category_leaves_its_ideas_without_one() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await.id;
    let browser = admin(&site).await;
    let add = format!("/admin/boards/{}/categories", board.id);
    for name in ["Tents", "Stoves"] {
        browser.post(&add, &[("name", name)]).await.expect(303);
    }
    let page = browser.post(&add, &[("name", "Tents")]).await.expect(422);
    assert_eq!(page.attributes("input[name=name]", "value"), ["Tents"]);
    let tents: CategoryId = site.state.settings().await.unwrap().catalog.categories[0].id;
    set_category(&site, idea, tents).await;
    browser.post(&format!("/admin/categories/{tents}"), &[("name", "Shelter")]).await.expect(303);
    browser.post(&format!("/admin/categories/{tents}/move"), &[("step", "down")]).await.expect(303);
    let settings = site.state.settings().await.unwrap();
    let names: Vec<&str> = settings.catalog.categories.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Stoves", "Shelter"]);
    let path = format!("/admin/categories/{tents}/delete");
    let lead = browser.get(&path).await.expect(200).text_of(".lead");
    assert!(lead.starts_with("One idea loses it"), "{lead}");
    browser.post(&path, &[]).await.expect(303);
    assert_eq!(site.stored_idea(idea).await.category_id, None);
    browser.post(&path, &[]).await.expect(404);
}

async fn set_category(site: &Site, idea: IdeaId, category: CategoryId) {
    site.write(move |db| {
        diesel::update(ideas::table.find(idea)).set(ideas::category_id.eq(Some(category))).execute(db)?;
        Ok(())
    })
    .await;
}

#[actix_web::test]
async fn tags_are_added_kept_for_staff_and_deleted_with_their_uses() {
    use groundswell::ideas::{queries, submit};
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await.id;
    let browser = admin(&site).await;
    browser.post("/admin/tags", &[("name", "?!")]).await.expect(422);
    browser.post("/admin/tags", &[("name", "Night")]).await.expect(303);
    browser.post("/admin/tags", &[("name", "night")]).await.expect(422);
    let tag: TagId = site.state.settings().await.unwrap().catalog.tags[0].id;
    site.write(move |db| submit::set_tags(db, idea, &[tag])).await;
    let fields = [("name", "After dark"), ("staff_only", "on")];
    browser.post(&format!("/admin/tags/{tag}"), &fields).await.expect(303);
    let page = browser.get("/admin/tags").await.expect(200);
    assert_eq!(page.texts("tbody tr"), ["After dark Staff only"]);
    let path = format!("/admin/tags/{tag}/delete");
    let lead = browser.get(&path).await.expect(200).text_of(".lead");
    assert!(lead.starts_with("One idea loses it"), "{lead}");
    browser.post(&path, &[]).await.expect(303);
    assert!(site.read(move |db| queries::tags_of(db, &[idea])).await.is_empty());
}
