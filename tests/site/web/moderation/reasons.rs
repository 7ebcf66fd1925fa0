//! The reasons that moderators choose from.

use groundswell::people::Role;
use groundswell::text::words::Language;

use crate::support::Site;

#[actix_web::test]
async fn administrators_word_reasons_per_language_and_authors_read_theirs() {
    use diesel::prelude::*;
    use groundswell::db::schema::people;
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (maja, ada) =
        (site.person("Maja", Role::Moderator).await, site.person("Ada", Role::Administrator).await);
    let id = ann.id;
    site.write(move |db| {
        diesel::update(people::table.find(id)).set(people::language.eq(Some(Language::Es))).execute(db)?;
        Ok(())
    })
    .await;
    let (admin, moderator) = (site.browser_of(&ada).await, site.browser_of(&maja).await);
    moderator.get("/admin/reasons").await.expect(403);
    moderator.post("/admin/reasons/new", &[("reason", "other")]).await.expect(403);
    admin.post("/admin/reasons/new", &[("reason", "other"), ("is_on", "on")]).await.expect(422);
    let fields = [
        ("reason", "other"),
        ("is_on", "on"),
        ("name_en", "Support question"),
        ("message_en", "“{title}” is a question for support."),
        ("name_es", "Pregunta de soporte"),
        ("message_es", "«{title}» es una pregunta para soporte."),
    ];
    let page = admin.submit("/admin/reasons/new", &fields).await.expect(200);
    let own = page.attributes("tbody th a", "href").pop().unwrap();
    let value = own.rsplit('/').next().unwrap().to_owned();
    let idea = site.idea(&ann, &board, "How do I fold it").await;
    let item = format!("/moderation/items/idea-{}", idea.id);
    let report = format!("/ideas/{}/report", idea.id);
    moderator.post(&report, &[("reason", "off_topic")]).await.expect(303);
    let page = moderator.get(&format!("{item}?reason={value}")).await.expect(200);
    assert_eq!(page.text_of("#message"), "«How do I fold it» es una pregunta para soporte.");
    moderator.post(&item, &[("reason", &value), ("message", "Pregunta a soporte.")]).await.expect(303);
    let stored = site.stored_idea(idea.id).await;
    assert_eq!(stored.state_reason.as_deref(), Some("Pregunta de soporte"));
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert!(log.text.contains("Something else") && !log.text.contains("Support question"));
    // Switched off, it cannot be chosen any more.
    admin.post(&own, &fields[..1].iter().chain(&fields[2..]).copied().collect::<Vec<_>>()).await.expect(303);
    let other = site.idea(&ann, &board, "How do I dry it").await;
    let hide = format!("/ideas/{}/hide", other.id);
    moderator.post(&hide, &[("reason", &value)]).await.expect(422);
}

#[actix_web::test]
async fn a_reason_is_not_saved_over_what_somebody_else_stored() {
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    let admin = site.browser_of(&ada).await;
    let list = admin.get("/admin/reasons").await.expect(200);
    let first = list.attributes("tbody th a", "href").into_iter().next().unwrap();
    let page = admin.get(&first).await.expect(200);
    let seen = page.attributes("input[name=seen]", "value").pop().unwrap();
    let fields = [
        ("reason", "spam"),
        ("is_on", "on"),
        ("name_en", "Advertising"),
        ("message_en", "No advertising."),
        ("seen", seen.as_str()),
    ];
    site.clock.advance(1);
    admin.post(&first, &fields).await.expect(303);
    let page = admin.post(&first, &fields).await.expect(409);
    assert_eq!(page.attributes("#name_en", "value"), ["Advertising"]);
}
