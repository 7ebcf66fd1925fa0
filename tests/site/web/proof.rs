//! Fresh proofs before dangerous acts, with what was typed kept.

use diesel::prelude::*;
use groundswell::db::schema::{mails, people, sessions};
use groundswell::ids::PersonId;
use groundswell::people::{Person, Role};
use groundswell::time::MINUTE;

use crate::support::steps::code_in;
use crate::support::{Browser, Site};

const STALE: i64 = 11 * MINUTE;

/// Proves it by mail; gives where that leads.
async fn prove(site: &Site, browser: &Browser, person: &Person) -> String {
    let page = browser.submit("/proof/mail", &[]).await.expect(200);
    assert!(page.has("input#code"));
    let code = code_in(&site.mail_of(person, "proof").await);
    browser.post("/proof", &[("code", &code)]).await.expect(303).location().unwrap()
}

#[actix_web::test]
async fn every_dangerous_act_wants_a_proof_of_the_last_ten_minutes() {
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    let ben = site.customer("Ben").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (browser, of_maja) = (site.browser_of(&ada).await, site.browser_of(&maja).await);
    site.clock.advance(STALE);
    let person = format!("/admin/people/{}", ben.id);
    let (role, reset) = (format!("{person}/role"), format!("{person}/two-step"));
    let see_as = format!("{person}/see-as");
    let acts = [
        &role,
        &reset,
        &see_as,
        "/admin/audit/retention",
        "/admin/people",
        "/admin/roles",
        "/admin/security",
        "/admin/sign-in",
        "/admin/sign-in/openid",
        "/admin/sign-in/1",
        "/admin/sign-in/1/key",
        "/admin/sign-in/1/switch",
        "/admin/sign-in/1/delete",
        "/moderation/votes/settings",
        "/settings/data/archive",
        "/settings/delete",
        "/settings/two-step/begin",
        "/settings/two-step/confirm",
        "/settings/two-step/codes",
        "/settings/two-step/off",
    ];
    for path in acts {
        let page = browser.post(path, &[("role", "moderator"), ("votes", "go")]).await.expect(303);
        assert_eq!(page.location().unwrap(), "/proof", "{path}");
        // Whoever may not is not asked, but refused.
        if !path.starts_with("/settings") {
            of_maja.post(path, &[]).await.expect(403);
        }
        assert!(site.visitor().post(path, &[]).await.expect(303).location().unwrap().starts_with("/signin"));
    }
    for path in
        ["/desk/export.csv?board=1", "/desk/export.xlsx", "/admin/audit.csv?act=signin", "/desk/export.c%73v"]
    {
        assert_eq!(browser.get(path).await.expect(303).location().unwrap(), "/proof", "{path}");
    }
    // Looking at the pages needs none.
    for path in
        ["/admin/roles", "/admin/security", "/admin/sign-in", "/admin/people", &person, "/settings/delete"]
    {
        browser.get(path).await.expect(200);
    }
    let role: Role =
        site.read(move |db| Ok(people::table.find(ben.id).select(people::role).first(db)?)).await;
    assert_eq!(role, Role::Customer);
}

#[actix_web::test]
async fn a_code_by_mail_leads_back_to_the_form_as_it_was_typed() {
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    let ben = site.customer("Ben").await;
    let browser = site.browser_of(&ada).await;
    site.clock.advance(STALE);
    let path = format!("/admin/people/{}", ben.id);
    let page = browser.submit(&format!("{path}/role"), &[("role", "moderator")]).await.expect(200);
    assert_eq!(page.path, "/proof");
    browser.post("/proof", &[("code", "000000")]).await.expect(422);
    assert_eq!(prove(&site, &browser, &ada).await, path);
    let page = browser.get(&path).await.expect(200);
    assert_eq!(page.attributes("#role option[selected]", "value"), ["moderator"]);
    assert!(page.has(".flash"));
    let page = browser.get(&path).await.expect(200);
    assert_eq!(
        page.attributes("#role option[selected]", "value"),
        ["customer"],
        "what was typed comes back once"
    );
    browser.post(&format!("{path}/role"), &[("role", "moderator")]).await.expect(303);
    let role: Role =
        site.read(move |db| Ok(people::table.find(ben.id).select(people::role).first(db)?)).await;
    assert_eq!(role, Role::Moderator);
    site.clock.advance(9 * MINUTE);
    let page = browser.post(&format!("{path}/role"), &[("role", "customer")]).await.expect(303);
    assert_eq!(page.location().unwrap(), path);
    site.clock.advance(MINUTE);
    let page = browser.post(&format!("{path}/role"), &[("role", "moderator")]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/proof");
}

#[actix_web::test]
async fn every_form_comes_back_and_secrets_do_not() {
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    let browser = site.browser_of(&ada).await;
    site.clock.advance(STALE);
    let state = async || -> String {
        let id = ada.id;
        site.read(move |db| {
            Ok(sessions::table.filter(sessions::person_id.eq(id)).select(sessions::state).first(db)?)
        })
        .await
    };

    browser
        .post("/admin/people", &[("name", "Zoë & co"), ("email", "zoe@"), ("role", "team_member")])
        .await
        .expect(303);
    let page = browser.get(&prove(&site, &browser, &ada).await).await.expect(200);
    assert_eq!(page.attributes("#name", "value"), ["Zoë & co"]);
    assert_eq!(page.attributes("#email", "value"), ["zoe@"]);
    assert_eq!(page.attributes("#role option[selected]", "value"), ["team_member"]);

    site.clock.advance(STALE);
    browser.post("/admin/roles", &[("seen", "before"), ("moderator-merge", "on")]).await.expect(303);
    let page = browser.get(&prove(&site, &browser, &ada).await).await.expect(200);
    assert_eq!(page.attributes("td input[checked]", "name"), ["moderator-merge"]);
    assert_eq!(page.attributes("input[name=seen]", "value"), ["before"]);

    site.clock.advance(STALE);
    browser.post("/settings/delete", &[("votes", "go")]).await.expect(303);
    let page = browser.get(&prove(&site, &browser, &ada).await).await.expect(200);
    assert!(page.has("#votes-go[checked]") && !page.has("#votes-stay[checked]"));

    site.clock.advance(STALE);
    browser.post("/admin/security", &[("two_step", "staff")]).await.expect(303);
    let page = browser.get(&prove(&site, &browser, &ada).await).await.expect(200);
    assert!(page.has("#two_step-staff[checked]"));

    site.clock.advance(STALE);
    let fields =
        [("name", "Trips"), ("issuer", "https://app"), ("algorithm", "HS256"), ("key", "very-secret-key")];
    browser.post("/admin/sign-in", &fields).await.expect(303);
    assert!(!state().await.contains("very-secret-key"));
    let page = browser.get(&prove(&site, &browser, &ada).await).await.expect(200);
    assert_eq!(
        (page.attributes("#name", "value"), page.attributes("#issuer", "value")),
        (vec!["Trips".into()], vec!["https://app".into()])
    );

    site.clock.advance(STALE);
    let fields = [("name", "Trips"), ("issuer", "https://id"), ("key", "very-secret-key")];
    browser.post("/admin/sign-in/openid", &fields).await.expect(303);
    assert!(!state().await.contains("very-secret-key"));
    let page = browser.get(&prove(&site, &browser, &ada).await).await.expect(200);
    assert_eq!(page.path, "/admin/sign-in/openid/new");
    assert_eq!(
        (page.attributes("#name", "value"), page.attributes("#issuer", "value")),
        (vec!["Trips".into()], vec!["https://id".into()])
    );

    site.clock.advance(STALE);
    browser.post("/admin/audit/retention", &[("days", "90")]).await.expect(303);
    let page = browser.get(&prove(&site, &browser, &ada).await).await.expect(200);
    assert_eq!(page.attributes("#days", "value"), ["90"]);

    site.clock.advance(STALE);
    browser.get("/admin/audit.csv?act=signin").await.expect(303);
    assert_eq!(prove(&site, &browser, &ada).await, "/admin/audit?act=signin");

    site.clock.advance(STALE);
    browser.get("/desk/export.csv?text=tent").await.expect(303);
    assert_eq!(prove(&site, &browser, &ada).await, "/desk?text=tent");
}

#[actix_web::test]
async fn a_proof_is_given_by_the_app_where_there_is_one() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (secret, codes) = site.second_step(&ann).await;
    let browser = site.browser_of(&ann).await;
    site.clock.advance(STALE);
    browser.post("/settings/two-step/off", &[]).await.expect(303);
    assert!(!browser.get("/proof").await.expect(200).has("form[action='/proof/mail']"));
    browser.post("/proof/mail", &[]).await.expect(403);
    browser.post("/proof", &[("code", "12")]).await.expect(422);
    let page = browser.post("/proof", &[("code", &site.app_code(&secret))]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/settings/two-step");
    site.clock.advance(STALE);
    browser.post("/settings/two-step/off", &[]).await.expect(303);
    browser.post("/proof", &[("code", &codes[0])]).await.expect(303);
    browser.post("/settings/two-step/off", &[]).await.expect(303);
    assert!(browser.get("/settings/two-step").await.has("#begin"));
}

#[actix_web::test]
async fn a_code_is_worth_nothing_elsewhere_or_later_and_tries_are_counted() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (one, two) = (site.browser_of(&ann).await, site.browser_of(&ann).await);
    one.post("/proof/mail", &[]).await.expect(303);
    let code = code_in(&site.mail_of(&ann, "proof").await);
    two.post("/proof", &[("code", &code)]).await.expect(422);
    two.post("/proof/mail", &[]).await.expect(303);
    two.post("/proof", &[("code", &code)]).await.expect(422);
    let stored: Vec<String> = site.read(|db| Ok(sessions::table.select(sessions::state).load(db)?)).await;
    assert!(
        stored
            .iter()
            .all(|state| !state.contains(&code) && !state.contains(&groundswell::site::token_hash(&code)))
    );
    site.clock.advance(15 * MINUTE);
    one.post("/proof", &[("code", &code)]).await.expect(422);
    one.post("/proof/mail", &[]).await.expect(303);
    let code = code_in(&site.mail_of(&ann, "proof").await);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let mut last = 422;
    for _ in 0..10 {
        last = one.post("/proof", &[("code", wrong)]).await.status.as_u16();
    }
    assert_eq!(last, 429);
    one.post("/proof", &[("code", &code)]).await.expect(429);
}

#[actix_web::test]
async fn whoever_has_no_address_proves_it_by_coming_in_again() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let browser = site.browser_of(&ann).await;
    let id = ann.id;
    site.write(move |db| {
        Ok(diesel::update(people::table.find(id)).set(people::email.eq(None::<String>)).execute(db)?)
    })
    .await;
    site.clock.advance(STALE);
    let page = browser.submit("/settings/delete", &[("votes", "go")]).await.expect(200);
    assert!(page.text_of("main").contains("no address of yours"));
    browser.post("/proof/mail", &[]).await.expect(404);
}

#[actix_web::test]
async fn the_demonstration_asks_for_nothing_that_anybody_could_give() {
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    site.make_demo().await;
    let browser = site.browser_of(&ada).await;
    site.clock.advance(STALE);
    browser.get("/desk/export.csv").await.expect(200);
    site.second_step(&ada).await;
    browser.get("/desk/export.csv").await.expect(303);
}

#[actix_web::test]
async fn a_proof_rotates_the_key_and_belongs_to_one_person() {
    let site = Site::start().await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let browser = site.browser_of(&ann).await;
    let key = async |id: PersonId| -> (i64, String) {
        site.read(move |db| {
            let own = sessions::table.filter(sessions::person_id.eq(id));
            Ok(own.select((sessions::id, sessions::key_hash)).first(db)?)
        })
        .await
    };
    let before = key(ann.id).await;
    site.clock.advance(STALE);
    browser.post("/settings/delete", &[("votes", "go")]).await.expect(303);
    prove(&site, &browser, &ann).await;
    let after = key(ann.id).await;
    assert_eq!(before.0, after.0, "it is the same device");
    assert_ne!(before.1, after.1, "under another key");
    browser.get("/settings").await.expect(200);

    // Somebody else signs in with the same browser: neither the proof nor the form is theirs.
    let email = ben.email.clone().unwrap();
    browser.post("/signin", &[("email", &email)]).await.expect(303);
    let code = code_in(&site.mail_of(&ben, "sign_in").await);
    browser.post("/signin/code", &[("code", &code)]).await.expect(303);
    let page = browser.get("/settings/delete").await.expect(200);
    assert!(page.has("#votes-stay[checked]"), "what Ann chose is gone");
}

#[actix_web::test]
async fn codes_are_read_by_nobody_in_the_administration() {
    for has_server in [false, true] {
        let site =
            Site::start_with(|config| config.smtp_url = has_server.then(|| "smtp://127.0.0.1:1".into()))
                .await;
        let (ada, ben) = (site.person("Ada", Role::Administrator).await, site.customer("Ben").await);
        let (browser, of_ben) = (site.browser_of(&ada).await, site.browser_of(&ben).await);
        of_ben.post("/proof/mail", &[]).await.expect(303);
        site.visitor().post("/signin", &[("email", "ben@example.com")]).await.expect(303);
        for kind in ["proof", "sign_in"] {
            let code = code_in(&site.mail_of(&ben, kind).await);
            let id: i64 = site
                .read(move |db| Ok(mails::table.filter(mails::kind.eq(kind)).select(mails::id).first(db)?))
                .await;
            let page = browser.get(&format!("/admin/mail/{id}")).await.expect(200);
            assert!(!page.text.contains(&code), "{kind}");
        }
    }
}
