//! How much may be sent: by one person, from one network, to the site; and that what was typed is not lost.

use diesel::prelude::*;
use groundswell::config::{Config, Networks};
use groundswell::db::schema::allowances;
use groundswell::people::Role;
use reqwest::multipart;

use crate::support::{Page, Site};

async fn limited(change: impl FnOnce(&mut Config)) -> Site {
    Site::start_with(|config| {
        config.limits = true;
        config.trusted_proxies = Networks(vec!["127.0.0.1/32".parse().unwrap()]);
        change(config);
    })
    .await
}

fn wait(page: &Page) -> u64 {
    page.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

/// Sends a form from an address that a proxy tells of.
async fn post_from(site: &Site, address: &str, path: &str, fields: &[(&str, &str)]) -> u16 {
    let browser = site.visitor();
    let request = browser.client().post(browser.url(path)).header("origin", &site.address);
    request.header("x-forwarded-for", address).form(fields).send().await.unwrap().status().as_u16()
}

#[actix_web::test]
async fn what_one_person_sends_too_fast_comes_back_in_a_form_that_sends_it_again() {
    let site = limited(|config| config.posts_per_minute_by_person = 2).await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ben, &board, "A lighter tent").await;
    let browser = site.browser_of(&ann).await;
    for vote in ["up", "none"] {
        browser.post(&format!("/ideas/{}/vote", idea.id), &[("vote", vote)]).await.expect(303);
    }
    let body = "A text with <b>marks</b>\nand a second line";
    let fields =
        [("board", "gear"), ("title", "A \"warm\" tent"), ("body", body), ("tags", "1"), ("tags", "2")];
    let page = browser.post("/ideas?from=here", &fields).await.expect(429);
    assert!((1..=61).contains(&wait(&page)), "{}", wait(&page));
    assert_eq!(page.attributes("main form", "action"), ["/ideas?from=here"]);
    assert_eq!(page.attributes("main input[name=title]", "value"), ["A \"warm\" tent"]);
    assert_eq!(page.attributes("main input[name=tags]", "value"), ["1", "2"]);
    assert!(
        page.text.contains("A text with &#60;b&#62;marks&#60;/b&#62;\nand a second line"),
        "{}",
        page.text
    );
    browser.get("/").await.expect(200);
    let other = site.browser_of(&ben).await;
    other.post(&format!("/ideas/{}/vote", idea.id), &[("vote", "none")]).await.expect(303);
}

#[actix_web::test]
async fn codes_are_not_repeated() {
    let site = limited(|config| config.posts_per_minute_by_network = 1).await;
    let browser = site.visitor();
    browser.post("/signin", &[("email", "ann@example.com")]).await.expect(303);
    let page = browser.post("/signin/code", &[("code", "123456")]).await.expect(429);
    assert_eq!(page.attributes("main input[name=code]", "value"), [""]);
    assert!(!page.text.contains("123456"));
}

#[actix_web::test]
async fn a_lost_file_is_named() {
    let site = limited(|config| config.posts_per_minute_by_person = 1).await;
    let ada = site.person("Ada", Role::Administrator).await;
    let browser = site.browser_of(&ada).await;
    browser.post("/admin/tags", &[("name", "Tag")]).await.expect(303);
    let file = multipart::Part::bytes(vec![7_u8; 100_000]).file_name("our-logo.png");
    let form = multipart::Form::new().text("note", "The new one").part("logo", file);
    let request = browser.client().post(browser.url("/admin/look/logo")).header("origin", &site.address);
    let answer = request.multipart(form).send().await.unwrap();
    assert_eq!(answer.status(), 429);
    let text = answer.text().await.unwrap();
    assert!(text.contains("our-logo.png") && text.contains("The new one"), "{text}");
    assert!(text.contains("multipart/form-data") && text.contains("action=\"/admin/look/logo\""), "{text}");
}

#[actix_web::test]
async fn neighbours_share_what_their_network_may_send() {
    let site = limited(|config| config.posts_per_minute_by_network = 2).await;
    let language = [("language", "es")];
    assert_eq!(post_from(&site, "192.0.2.1", "/language", &language).await, 303);
    assert_eq!(post_from(&site, "192.0.2.2", "/language", &language).await, 303);
    assert_eq!(post_from(&site, "192.0.2.3", "/language", &language).await, 429);
    assert_eq!(post_from(&site, "192.0.3.3", "/language", &language).await, 303);
    assert_eq!(post_from(&site, "2001:db8:1:1::1", "/language", &language).await, 303);
    assert_eq!(post_from(&site, "2001:db8:1:2::1", "/language", &language).await, 303);
    assert_eq!(post_from(&site, "2001:db8:1:3::1", "/language", &language).await, 429);
}

#[actix_web::test]
async fn the_site_takes_no_more_than_it_may() {
    let site = limited(|config| config.posts_per_minute = 2).await;
    let language = [("language", "es")];
    for (address, status) in [("192.0.2.1", 303), ("198.51.100.1", 303), ("203.0.113.1", 429)] {
        assert_eq!(post_from(&site, address, "/language", &language).await, status);
    }
}

#[actix_web::test]
async fn instances_count_sign_ins_codes_and_votes_together() {
    let site = limited(|config| {
        config.sign_ins_per_hour_by_network = 2;
        config.codes_per_hour = 1;
        config.votes_per_hour_by_network = 1;
    })
    .await;
    let email = |name: &str| format!("{name}@example.com");
    let ask =
        async |address, name: &str| post_from(&site, address, "/signin", &[("email", &email(name))]).await;
    assert_eq!(ask("192.0.2.1", "ann").await, 303);
    assert_eq!(ask("192.0.2.2", "ben").await, 303);
    assert_eq!(ask("192.0.2.3", "cat").await, 429);
    assert_eq!(ask("198.51.100.1", "dan").await, 303);
    let browser = site.visitor();
    browser.post("/signin", &[("email", "eve@example.com")]).await.expect(303);
    browser.post("/signin/code", &[("code", "000000")]).await.expect(422);
    let page = browser.post("/signin/code", &[("code", "000001")]).await.expect(429);
    assert!(wait(&page) > 60);
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Fay").await, site.customer("Gus").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let vote = format!("/ideas/{}/vote", idea.id);
    site.browser_of(&ann).await.post(&vote, &[("vote", "none")]).await.expect(303);
    let page = site.browser_of(&ben).await.post(&vote, &[("vote", "up")]).await.expect(429);
    assert_eq!(page.attributes("main input[name=vote]", "value"), ["up"]);
    let keys: Vec<String> = site.read(|db| Ok(allowances::table.select(allowances::key).load(db)?)).await;
    assert!(keys.iter().any(|key| key.starts_with("vote-network:")), "{keys:?}");
    assert!(!keys.iter().any(|key| key.contains("192.0") || key.contains("127.0")), "{keys:?}");
}

#[actix_web::test]
async fn another_instance_counts_on_where_this_one_stopped() {
    use groundswell::allowances::{Shared, take_shared};
    use groundswell::db::Database;
    use groundswell::error::Error;

    let site = Site::start().await;
    let (now, most) = (site.now(), Shared { network: 3, site: 4 });
    let other = Database::open(site.database_url(), 2).unwrap();
    for db in [&site.state.db, &other, &site.state.db] {
        db.write(move |db| take_shared(db, "vote", "hash", most, now)).await.unwrap();
    }
    let refused = other.write(move |db| take_shared(db, "vote", "hash", most, now)).await;
    assert!(matches!(refused, Err(Error::TooMany(_))));
    other.write(move |db| take_shared(db, "vote", "another", most, now)).await.unwrap();
    let refused = site.state.db.write(move |db| take_shared(db, "vote", "third", most, now)).await;
    assert!(matches!(refused, Err(Error::TooMany(_))), "the site's are used up");
}

#[actix_web::test]
async fn the_defaults_let_a_hurried_person_work() {
    let site = limited(|_| {}).await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let browser = site.browser_of(&ann).await;
    for at in 0..100 {
        let vote = if at % 2 == 0 { "none" } else { "up" };
        browser.post(&format!("/ideas/{}/vote", idea.id), &[("vote", vote)]).await.expect(303);
    }
}
