//! Sessions: how long they last, under which cookie, and that what was ended stays ended.

use actix_session::storage::SessionStore as _;
use actix_web::cookie::time::Duration;
use diesel::prelude::*;
use groundswell::db::schema::sessions;
use groundswell::http::session::{DatabaseStore, Limits};
use groundswell::ids::PersonId;
use groundswell::people::{Person, Role, roles, sessions as devices};
use groundswell::site::token_hash;
use groundswell::time::{DAY, HOUR, MINUTE};

use crate::support::steps::code_in;
use crate::support::{Browser, Site};

async fn is_in(browser: &Browser) -> bool {
    browser.get("/settings").await.status == 200
}

async fn count(site: &Site, person: PersonId) -> i64 {
    site.read(move |db| Ok(sessions::table.filter(sessions::person_id.eq(person)).count().get_result(db)?))
        .await
}

#[actix_web::test]
async fn sessions_of_staff_end_sooner_unused_and_used() {
    let site = Site::start_with(|config| {
        let usual = groundswell::config::Config::default();
        config.staff_session_idle_hours = usual.staff_session_idle_hours;
        config.staff_session_max_days = usual.staff_session_max_days;
    })
    .await;
    let (ann, maja) = (site.customer("Ann").await, site.person("Maja", Role::ProductManager).await);
    let (of_ann, of_maja, used) =
        (site.browser_of(&ann).await, site.browser_of(&maja).await, site.browser_of(&maja).await);
    site.clock.advance(71 * HOUR);
    assert!(is_in(&used).await);
    site.clock.advance(HOUR);
    assert!(!is_in(&of_maja).await && is_in(&of_ann).await);
    for _ in 0..13 {
        site.clock.advance(2 * DAY);
        assert!(is_in(&used).await);
    }
    site.clock.advance(DAY);
    assert!(!is_in(&used).await, "thirty days are the most");
    assert!(is_in(&of_ann).await);
    for _ in 0..6 {
        site.clock.advance(55 * DAY);
        assert!(is_in(&of_ann).await);
    }
    site.clock.advance(20 * DAY);
    assert!(!is_in(&of_ann).await, "a year is the most");
}

#[actix_web::test]
async fn a_new_role_ends_every_session() {
    let site = Site::start().await;
    let (ada, ann) = (site.person("Ada", Role::Administrator).await, site.customer("Ann").await);
    let (one, two) = (site.browser_of(&ann).await, site.browser_of(&ann).await);
    let now = site.now();
    site.write(move |db| roles::change(db, ada.id, ann.id, Role::Moderator, now)).await;
    assert!(!is_in(&one).await && !is_in(&two).await);
}

#[actix_web::test]
async fn the_cookie_is_held_to_host_and_path_where_browsers_can() {
    for (base, name) in [
        ("https://ideas.example.com", "__Host-groundswell="),
        ("https://example.com/ideas", "groundswell="),
        ("http://ideas.example.com", "groundswell="),
    ] {
        let site = Site::start_with(|config| config.base_url = base.into()).await;
        let origin = url::Url::parse(base).unwrap().origin().ascii_serialization();
        let path = url::Url::parse(base).unwrap().path().trim_end_matches('/').to_owned();
        let browser = site.visitor();
        let request =
            browser.client().post(browser.url(&format!("{path}/language"))).header("origin", origin);
        let answer = request.form(&[("language", "es")]).send().await.unwrap();
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with(name), "{cookie}");
        assert_eq!(cookie.contains("Secure"), base.starts_with("https"), "{cookie}");
        assert!(!cookie.contains("Domain") && cookie.contains("HttpOnly"), "{cookie}");
        assert!(
            !name.starts_with("__Host") || cookie.contains("Path=/;") || cookie.ends_with("Path=/"),
            "{cookie}"
        );
    }
}

/// Ends every session of somebody while a request of theirs is under way.
async fn ended_meanwhile(
    site: &Site,
    person: &Person,
    path: &str,
    fields: &[(&str, &str)],
    browser: &Browser,
) {
    let (db, id) = (site.state.db.clone(), person.id);
    let end = move || {
        let ended = std::thread::spawn(move || {
            let ending = async move { db.write(move |db| devices::end_all(db, id)).await.unwrap() };
            actix_web::rt::System::new().block_on(ending)
        });
        assert_eq!(ended.join().unwrap(), 1);
    };
    browser.post_late(path, fields, end).await;
    assert_eq!(count(site, person.id).await, 0, "{path}");
    assert!(!is_in(browser).await, "{path}");
}

#[actix_web::test]
async fn what_was_ended_while_a_request_was_under_way_stays_ended() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let browser = site.browser_of(&ann).await;
    // Leaves a message in the session.
    ended_meanwhile(&site, &ann, "/settings/notifications", &[("mention", "on")], &browser).await;
    // Goes on under another key.
    let browser = site.browser_of(&ann).await;
    browser.post("/proof/mail", &[]).await.expect(303);
    let code = code_in(&site.mail_of(&ann, "proof").await);
    ended_meanwhile(&site, &ann, "/proof", &[("code", &code)], &browser).await;
}

#[actix_web::test]
async fn a_session_that_goes_on_under_another_key_cannot_outrun_its_end() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    for round in 0..8_u64 {
        let browser = site.browser_of(&ann).await;
        browser.post("/proof/mail", &[]).await.expect(303);
        let code = code_in(&site.mail_of(&ann, "proof").await);
        let id = ann.id;
        let ends = async {
            tokio::time::sleep(std::time::Duration::from_millis(round * 3)).await;
            site.write(move |db| devices::end_all(db, id)).await;
        };
        let fields = [("code", code.as_str())];
        futures_util::join!(browser.post("/proof", &fields), ends);
        assert_eq!(count(&site, ann.id).await, 0, "round {round}");
        assert!(!is_in(&browser).await);
        site.clock.advance(HOUR + MINUTE);
    }
}

#[actix_web::test]
async fn a_ticket_whose_session_is_gone_makes_nobodys() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    site.browser_of(&ann).await;
    let store = DatabaseStore::new(site.state.db.clone(), site.clock.clone(), Limits::of(&site.state.config));
    let state = |ticket: &str| {
        let text = |value: &str| serde_json::to_string(value).unwrap();
        [("person".to_owned(), serde_json::to_string(&ann.id).unwrap()), ("ticket".to_owned(), text(ticket))]
            .into()
    };
    let key = store.save(state("no such"), &Duration::days(1)).await.unwrap();
    assert!(store.load(&key).await.unwrap().unwrap().is_empty());
    assert_eq!(count(&site, ann.id).await, 1, "the one there was");

    let own: String = site
        .read(|db| {
            Ok(sessions::table
                .filter(sessions::person_id.is_not_null())
                .select(sessions::key_hash)
                .first(db)?)
        })
        .await;
    let (id, other) = (ann.id, site.customer("Ben").await.id);
    let (theirs, of_other) = (own.clone(), own.clone());
    let foreign = site.state.db.write(move |db| devices::set_aside(db, other, &of_other, "t")).await;
    assert!(foreign.is_err(), "only one's own is set aside");
    site.write(move |db| devices::set_aside(db, id, &theirs, "t")).await;
    let key = store.save(state("t"), &Duration::days(1)).await.unwrap();
    assert_eq!(store.load(&key).await.unwrap().unwrap().len(), 1, "the ticket is not kept");
    let hashes: Vec<String> = site
        .read(|db| {
            Ok(sessions::table
                .filter(sessions::person_id.is_not_null())
                .select(sessions::key_hash)
                .load(db)?)
        })
        .await;
    assert_eq!(hashes, [token_hash(key.as_ref())]);
}
