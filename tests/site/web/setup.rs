//! The set-up of an empty site.

use diesel::prelude::*;
use groundswell::db::schema::{boards, people};
use groundswell::people::Role;
use groundswell::site;

use crate::support::Site;

const FORM: [(&str, &str); 6] = [
    ("email", "Nora@Example.org"),
    ("name", "Nora"),
    ("site_name", "Halden Ideas"),
    ("board", "Trail app"),
    ("language", "es"),
    ("time_zone", "Europe/Oslo"),
];

async fn empty_site() -> (Site, String) {
    let started = Site::start().await;
    let now = started.now();
    let token = started
        .write(move |db| {
            let mut settings = site::find(db)?;
            settings.name = String::new();
            settings.setup_token_hash = Some("none yet".into());
            site::save(db, settings, now)?;
            site::renew_setup_token(db)
        })
        .await;
    started.state.reload().await.unwrap();
    (started, token)
}

fn with_token<'a>(token: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().copied().chain([("token", token)]).collect()
}

#[actix_web::test]
async fn until_the_set_up_every_page_says_where_the_link_is() {
    let (site, token) = empty_site().await;
    for path in ["/", "/signin", "/ideas/1", "/nowhere"] {
        let page = site.visitor().get(path).await.expect(303);
        assert_eq!(page.location().unwrap(), "/setup", "{path}");
    }
    site.visitor().post("/signin", &[("email", "a@example.org")]).await.expect(303);
    let page = site.visitor().get("/setup").await.expect(503);
    assert!(page.text_of("h1").contains("not set up yet"));
    assert!(!page.text.contains(&token));
    site.visitor().get("/setup?token=wrong").await.expect(404);
}

#[actix_web::test]
async fn the_link_makes_the_administrator_the_name_and_the_first_board_once() {
    let (site, token) = empty_site().await;
    let browser = site.visitor();
    let page = browser.get(&format!("/setup?token={token}")).await.expect(200);
    assert!(page.attributes("option", "value").contains(&"Europe/Oslo".to_owned()));
    browser.post("/setup", &with_token(&token, &FORM)).await.expect(303);
    let settings = site.read(site::find).await;
    assert!(settings.is_set_up());
    assert_eq!((settings.name.as_str(), settings.language.as_str()), ("Halden Ideas", "es"));
    assert_eq!(settings.time_zone, "Europe/Oslo");
    let made: Vec<(String, Option<String>, Role)> =
        site.read(|db| Ok(people::table.select((people::name, people::email, people::role)).load(db)?)).await;
    assert_eq!(made, [("Nora".to_owned(), Some("nora@example.org".to_owned()), Role::Administrator)]);
    let names: Vec<String> = site.read(|db| Ok(boards::table.select(boards::name).load(db)?)).await;
    assert_eq!(names, ["Trail app"]);
    browser.get("/welcome").await.expect(200);
    site.visitor().get(&format!("/setup?token={token}")).await.expect(410);
    site.visitor().get("/setup").await.expect(410);
    site.visitor().post("/setup", &with_token(&token, &FORM)).await.expect(410);
    site.visitor().get("/").await.expect(200);
}

#[actix_web::test]
async fn a_set_up_that_fails_comes_back_as_typed() {
    let (site, token) = empty_site().await;
    let fields = [
        ("email", "nora"),
        ("name", ""),
        ("site_name", "Halden"),
        ("board", "\u{200B}"),
        ("time_zone", "Mars/Olympus"),
    ];
    let page = site.visitor().post("/setup", &with_token(&token, &fields)).await.expect(422);
    assert_eq!(
        page.attributes(".error-summary a", "href"),
        ["#email", "#name", "#board", "#language", "#time_zone"]
    );
    assert_eq!(page.attributes("#site_name", "value"), ["Halden"]);
    site.visitor().post("/setup", &with_token("wrong", &FORM)).await.expect(404);
    assert!(!site.read(site::find).await.is_set_up());
    site.visitor().post("/setup", &with_token(&token, &FORM)).await.expect(303);
}
