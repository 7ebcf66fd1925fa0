//! Mails as administrators read them.

use groundswell::mail::{MailState, NewMail, enqueue};
use groundswell::people::Role;
use groundswell::text::words::{Language, Words};

use crate::support::Site;

async fn mail(site: &Site, key: &'static str, state: MailState) {
    use diesel::prelude::*;
    use groundswell::db::schema::mails;
    let now = site.now();
    site.write(move |db| {
        let new = NewMail {
            key: key.into(),
            kind: "test",
            recipient: "ines@example.org".into(),
            subject: format!("Subject {key} <b>"),
            text: "Hello <script>alert(1)</script>".into(),
            html: "<script>alert(2)</script><p>Hello</p>".into(),
            headers: vec![("List-Unsubscribe".into(), "<https://example.org/u>".into())],
            ..NewMail::default()
        };
        assert!(enqueue(db, &new, now)?);
        diesel::update(mails::table.filter(mails::key.eq(key))).set(mails::state.eq(state)).execute(db)?;
        Ok(())
    })
    .await;
}

#[actix_web::test]
async fn mails_are_listed_by_state_and_read_without_running_anything() {
    let site = Site::start().await;
    mail(&site, "a", MailState::Kept).await;
    mail(&site, "b", MailState::Failed).await;
    let browser = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let all = browser.get("/admin/mail").await.expect(200);
    assert_eq!(all.texts("tbody th a"), ["Subject b <b>", "Subject a <b>"]);
    let failed = browser.get("/admin/mail?state=failed").await.expect(200);
    assert_eq!(failed.texts("tbody th a"), ["Subject b <b>"]);
    let one = browser.visit(&failed.attributes("tbody th a", "href")[0]).await.expect(200);
    assert_eq!(one.text_of("article pre"), "Hello <script>alert(1)</script>");
    assert_eq!(one.text_of("details pre"), "<script>alert(2)</script><p>Hello</p>");
    assert!(!one.has("main script") && !one.has("main iframe"));
    assert!(one.text_of("article dl").contains("List-Unsubscribe <https://example.org/u>"));
}

#[actix_web::test]
async fn a_failed_mail_is_sent_again_only_with_a_mail_server() {
    let site = Site::start().await;
    mail(&site, "a", MailState::Failed).await;
    let browser = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    assert!(!browser.get("/admin/mail/1").await.expect(200).has("article + form"));
    browser.post("/admin/mail/1/resend", &[]).await.expect(409);
    let site = Site::start_with(|config| config.smtp_url = Some("smtp://127.0.0.1:9".into())).await;
    mail(&site, "a", MailState::Failed).await;
    mail(&site, "b", MailState::Sent).await;
    let browser = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let page = browser.submit("/admin/mail/1/resend", &[]).await.expect(200);
    assert_eq!(page.text_of("article .pill"), "Waiting");
    browser.post("/admin/mail/1/resend", &[]).await.expect(409);
    browser.post("/admin/mail/2/resend", &[]).await.expect(409);
}

#[actix_web::test]
async fn every_state_of_a_mail_has_a_name() {
    for language in Language::ALL {
        let words = Words::new(*language, chrono_tz::UTC);
        for state in MailState::ALL {
            let key = groundswell::web::admin::mail::word(*state);
            assert_ne!(words.get(&key), key, "{language}");
        }
    }
}
