//! Looking people up, adding them, changing roles.

use groundswell::people::{Role, queries};

use crate::support::Site;

#[actix_web::test]
async fn people_are_found_by_how_a_name_an_address_or_a_handle_begins() {
    let site = Site::start().await;
    for name in ["Annika", "Ànna", "Berta", "Zoë"] {
        site.customer(name).await;
    }
    let ada = site.person("Ada", Role::Administrator).await;
    let browser = site.browser_of(&ada).await;
    for (search, found) in [
        ("ann", vec!["Annika"]),
        ("ANN", vec!["Annika"]),
        ("berta@ex", vec!["Berta"]),
        ("zo", vec!["Zoë"]),
        ("a", vec!["Ada", "Annika"]),
        ("%", vec![]),
        ("_", vec![]),
        ("'; --", vec![]),
        ("", vec!["Ada", "Zoë", "Berta", "Ànna", "Annika"]),
    ] {
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("q", search).finish();
        let page = browser.get(&format!("/admin/people?{query}")).await.expect(200);
        let names: Vec<String> =
            page.texts("tbody th a").into_iter().filter(|name| name != "Ànna" || search.is_empty()).collect();
        assert_eq!(names, found, "{search}");
    }
    let page = browser.get("/admin/people?role=administrator").await.expect(200);
    assert_eq!(page.texts("tbody th a"), ["Ada"]);
}

#[actix_web::test]
async fn the_list_of_people_is_paged() {
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    let now = site.now();
    site.write(move |db| {
        use groundswell::people::create::{NewPerson, create};
        for n in 0..60 {
            let name = format!("Person {n}");
            let new =
                NewPerson { name: &name, email: None, role: Role::Customer, handle: None, is_imported: true };
            create(db, &new, now)?;
        }
        Ok(())
    })
    .await;
    let browser = site.browser_of(&ada).await;
    let first = browser.get("/admin/people?q=person").await.expect(200);
    let next = first.attributes(".pager a", "href").pop().unwrap();
    let second = browser.get(&next).await.expect(200);
    let mut names = first.texts("tbody th a");
    names.extend(second.texts("tbody th a"));
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 60);
}

#[actix_web::test]
async fn somebody_is_added_and_hears_nothing() {
    use diesel::prelude::*;
    use groundswell::db::schema::mails;
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    let browser = site.browser_of(&ada).await;
    let fields = [("name", "Tove"), ("email", "Tove@Example.org"), ("role", "team_member")];
    let page = browser.submit("/admin/people", &fields).await.expect(200);
    assert_eq!(page.text_of("h1"), "Tove");
    let tove = site.read(|db| queries::find_by_email(db, "tove@example.org")).await.unwrap();
    assert_eq!(tove.role, Role::TeamMember);
    let sent: i64 = site.read(|db| Ok(mails::table.count().get_result(db)?)).await;
    assert_eq!(sent, 0);
    let page = browser.post("/admin/people", &fields).await.expect(422);
    assert_eq!(page.texts(".error-summary a"), ["Somebody has this address already."]);
    assert_eq!(page.attributes("input[name=email]", "value"), ["Tove@Example.org"]);
    browser.post("/admin/people", &[("name", "X"), ("email", "x"), ("role", "king")]).await.expect(422);
}

#[actix_web::test]
async fn a_new_role_ends_sessions_and_the_last_administrator_stays() {
    let site = Site::start().await;
    let (ada, ben) = (site.person("Ada", Role::Administrator).await, site.customer("Ben").await);
    let (admin, customer) = (site.browser_of(&ada).await, site.browser_of(&ben).await);
    customer.get("/moderation").await.expect(403);
    let path = format!("/admin/people/{}/role", ben.id);
    admin.post(&path, &[("role", "king")]).await.expect(422);
    admin.post(&path, &[("role", "moderator")]).await.expect(303);
    let page = customer.get("/moderation").await.expect(303);
    assert!(page.location().unwrap().starts_with("/signin"), "the old session is over");
    site.browser_of(&ben).await.get("/moderation").await.expect(200);
    let own = format!("/admin/people/{}/role", ada.id);
    admin.post(&own, &[("role", "customer")]).await.expect(409);
    admin.get("/admin").await.expect(200);
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert!(!log.text.contains("Ben"));
}
