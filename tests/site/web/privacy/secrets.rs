//! What opens something is shown to its reader alone, and does not outlive its use.

use diesel::prelude::*;
use groundswell::db::schema::{mails, sessions};
use groundswell::mail::MailState;
use groundswell::people::Role;
use groundswell::time::{MINUTE, SECOND};

use crate::support::smtp::Sink;
use crate::support::{Site, columns_with};

async fn mail(site: &Site) -> (MailState, String, String) {
    site.read(|db| {
        let last = mails::table.order(mails::id.desc());
        Ok(last.select((mails::state, mails::body_text, mails::body_html)).first(db)?)
    })
    .await
}

fn code_in(text: &str) -> String {
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    text.lines().map(str::trim).find(is_code).unwrap().to_owned()
}

#[actix_web::test]
async fn administrators_never_see_a_code_and_it_is_wiped_when_it_ends() {
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    site.visitor().post("/signin", &[("email", "ben@example.com")]).await.expect(303);
    let code = code_in(&mail(&site).await.1);
    let browser = site.browser_of(&ada).await;
    let page = browser.get("/admin/mail/1").await.expect(200);
    assert!(page.text_of("article").contains("ben@example.com"));
    assert!(!page.text.contains(&code) && !page.text.contains("/signin/link/"), "{}", page.text);
    site.work().await;
    assert_eq!(mail(&site).await.0, MailState::Kept);
    assert!(!browser.get("/admin/mail/1").await.expect(200).text.contains(&code));
    site.clock.advance(15 * MINUTE + SECOND);
    site.work().await;
    assert_eq!(mail(&site).await, (MailState::Kept, String::new(), String::new()));
    let found = site.read(move |db| columns_with(db, &code)).await;
    assert_eq!(found, [""; 0]);
}

#[actix_web::test]
async fn a_code_that_was_sent_is_wiped_at_once_and_one_that_could_not_be_does_not_go_late() {
    let sink = Sink::start();
    let url = sink.url();
    let site = Site::start_with(move |config| config.smtp_url = Some(url)).await;
    site.visitor().post("/signin", &[("email", "ben@example.com")]).await.expect(303);
    site.work().await;
    assert_eq!(mail(&site).await, (MailState::Sent, String::new(), String::new()));
    assert_eq!(sink.received().len(), 1);
    site.visitor().post("/signin", &[("email", "cem@example.com")]).await.expect(303);
    site.clock.advance(16 * MINUTE);
    site.work().await;
    assert_eq!(mail(&site).await, (MailState::Withheld, String::new(), String::new()));
    assert_eq!(sink.received().len(), 1, "a code that opens nothing is not sent");
}

#[actix_web::test]
async fn of_a_browser_its_family_and_system_are_kept() {
    let site = Site::start().await;
    site.customer("Ann").await;
    site.make_demo().await;
    let browser = site.visitor();
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    let request = browser.client().post(browser.url("/demo/signin/customer")).header("user-agent", agent);
    request.header("origin", &site.address).form(&[("return_to", "")]).send().await.unwrap();
    let kept: Vec<String> = site
        .read(|db| {
            Ok(sessions::table.filter(sessions::person_id.is_not_null()).select(sessions::agent).load(db)?)
        })
        .await;
    assert_eq!(kept, ["Firefox Linux"]);
    assert!(browser.get("/settings/sessions").await.expect(200).text.contains("Firefox on Linux"));
    let found = site.read(|db| columns_with(db, "Gecko")).await;
    assert_eq!(found, [""; 0]);
    let found = site.read(|db| columns_with(db, "127.0.0.1")).await;
    assert_eq!(found, [""; 0], "no address is stored");
}
