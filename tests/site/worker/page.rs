//! `/admin/work`: what failed is seen by administrators and tried again at their word.

use diesel::prelude::*;
use groundswell::db::schema::{events, mails};
use groundswell::mail::{self, MailState, NewMail};
use groundswell::people::Role;

use crate::support::Site;
use crate::support::smtp::Sink;

#[actix_web::test]
async fn administrators_see_what_failed_and_try_it_again() {
    let sink = Sink::start();
    let url = sink.url();
    let site = Site::start_with(move |config| config.smtp_url = Some(url)).await;
    let board = site.board("Gear").await;
    let (ann, ada) = (site.customer("Ann").await, site.person("Ada", Role::Administrator).await);
    let browser = site.browser_of(&ada).await;
    let page = browser.get("/admin/work").await.expect(200);
    assert!(page.text.contains("Every event was handled.") && page.text.contains("No mail is stuck."));

    site.idea(&ann, &board, "A lighter tent").await;
    let now = site.now();
    site.write(move |db| {
        diesel::update(events::table).set(events::payload.eq("{}")).execute(db)?;
        let mail = NewMail {
            key: "test".into(),
            recipient: "bad@example.com".into(),
            kind: "test",
            ..NewMail::default()
        };
        mail::enqueue(db, &mail, now)
    })
    .await;
    site.work().await;
    let page = browser.get("/admin/work").await.expect(200);
    assert!(page.text.contains("idea_posted") && page.text.contains("missing field"));
    assert!(page.text.contains("bad@example.com") && page.text.contains("no such mailbox"));
    assert!(page.text_of("table").contains("Events 1 1 0"), "{}", page.text_of("table"));

    site.write(|db| {
        diesel::update(events::table)
            .set(events::payload.eq(r#"{"event":"person_left","person":1}"#))
            .execute(db)?;
        diesel::update(mails::table).set(mails::recipient.eq("good@example.com")).execute(db)?;
        Ok(())
    })
    .await;
    let again: Vec<String> = page
        .attributes("form", "action")
        .into_iter()
        .filter(|action| action.starts_with("/admin/work/"))
        .collect();
    assert_eq!(again.len(), 2, "{again:?}");
    for action in &again {
        browser.post(action, &[]).await.expect(303);
    }
    site.work().await;
    let left: i64 =
        site.read(|db| Ok(events::table.filter(events::handled_at.is_null()).count().get_result(db)?)).await;
    assert_eq!(left, 0);
    let states: Vec<MailState> = site.read(|db| Ok(mails::table.select(mails::state).load(db)?)).await;
    assert_eq!(states, [MailState::Sent]);

    site.browser_of(&ann).await.get("/admin/work").await.expect(403);
    site.browser_of(&ann).await.post(&again[0], &[]).await.expect(403);
    assert_eq!(
        site.visitor().get("/admin/work").await.expect(303).location().unwrap().split('?').next(),
        Some("/signin")
    );
    browser.post("/admin/work/events/999/again", &[]).await.expect(404);
    browser.post("/admin/work/others/1/again", &[]).await.expect(404);
}
