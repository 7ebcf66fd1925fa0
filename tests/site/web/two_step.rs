//! The second step of signing in.

use diesel::prelude::*;
use groundswell::db::schema::{acts, recovery_codes, sessions, two_steps, votes};
use groundswell::history::ActKind;
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::{Role, records, two_step};
use groundswell::site::TwoStepFor;
use groundswell::time::{HOUR, MINUTE, SECOND};

use crate::support::{Browser, Site};

const STEP: i64 = 30 * SECOND;

async fn is_in(browser: &Browser) -> bool {
    browser.get("/settings").await.status == 200
}

#[actix_web::test]
async fn a_second_step_is_set_up_confirmed_and_asked_for() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let browser = site.browser_of(&ann).await;
    let page = browser.get("/settings/two-step").await.expect(200);
    assert!(page.has("#begin") && !page.has("#secret"));
    let page = browser.submit("/settings/two-step/begin", &[]).await.expect(200);
    assert!(page.has("svg.qr[role=img]"));
    assert_eq!(page.headers["cache-control"], "no-store");
    let secret = page.text_of("#secret");
    assert!(
        !site.first_step(&ann).await.1.location().unwrap().contains("two-step"),
        "it counts once confirmed"
    );

    let right = site.app_code(&secret);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let page = browser.post("/settings/two-step/confirm", &[("code", wrong)]).await.expect(422);
    assert!(page.has("#code-error") && page.text_of("#secret") == secret);
    let page = browser.post("/settings/two-step/confirm", &[("code", &right)]).await.expect(200);
    assert_eq!(page.texts("#codes code").len(), 10);
    let page = browser.get("/settings/two-step").await.expect(200);
    assert!(!page.has("#secret") && !page.has("#codes"), "both are shown once");
    assert!(page.text_of("main").contains("10 are left"), "{}", page.text_of("main"));
    assert!(site.mail_of(&ann, "two_step").await.contains("was turned on"));

    let (other, page) = site.first_step(&ann).await;
    assert_eq!(page.location().unwrap(), "/signin/two-step");
    other.get("/signin/two-step").await.expect(200);
    let page = other.post("/signin/two-step", &[("code", &right)]).await.expect(422);
    assert!(page.text_of("#code-error").contains("used before"), "the code that set it up is used up");
    assert!(!is_in(&other).await);
    site.clock.advance(STEP);
    let page = other.post("/signin/two-step", &[("code", &site.app_code(&secret))]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/help");
    assert!(is_in(&other).await);
}

#[actix_web::test]
async fn between_the_steps_a_session_opens_nothing() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ada = site.person("Ada", Role::Administrator).await;
    let idea = site.idea(&ada, &board, "A lighter tent").await;
    let (secret, _) = site.second_step(&ada).await;
    let (browser, _) = site.first_step(&ada).await;
    for path in [
        "/settings",
        "/settings/two-step",
        "/settings/data.json",
        "/me",
        "/desk",
        "/admin",
        "/proof",
        "/welcome",
    ] {
        assert!(browser.get(path).await.expect(303).location().unwrap().starts_with("/signin"), "{path}");
    }
    for path in
        ["/settings/delete", "/admin/roles", "/settings/two-step/off", "/proof", "/settings/sessions/end-all"]
    {
        assert!(
            browser.post(path, &[]).await.expect(303).location().unwrap().starts_with("/signin"),
            "{path}"
        );
    }
    let of_ada = ada.id;
    let count = move |db: &mut _| {
        Ok(sessions::table.filter(sessions::person_id.eq(of_ada)).count().get_result::<i64>(db)?)
    };
    assert_eq!(site.read(count).await, 0, "no device of theirs");
    browser.post("/language", &[("language", "es")]).await.expect(303);
    assert_eq!(browser.get("/signin/two-step").await.expect(200).text_of("h1"), "Un paso más");
    browser.post("/signout", &[]).await.expect(303);
    assert_eq!(browser.get("/signin/two-step").await.expect(303).location().unwrap(), "/signin");

    // What was to be done at once waits for the second step.
    let browser = site.visitor();
    let vote = format!("/ideas/{}/vote", idea.id);
    let ben = site.customer("Ben").await;
    let (of_ben, _) = site.second_step(&ben).await;
    let page = browser.post(&vote, &[("vote", "up")]).await.expect(303);
    browser.get(&page.location().unwrap()).await;
    browser.post("/signin", &[("email", "ben@example.com")]).await.expect(303);
    let code = crate::support::steps::code_in(&site.mail_of(&ben, "sign_in").await);
    browser.post("/signin/code", &[("code", &code)]).await.expect(303);
    let voter = ben.id;
    let count = move |db: &mut _| {
        Ok(votes::table.filter(votes::person_id.eq(voter)).count().get_result::<i64>(db)?)
    };
    assert_eq!(site.read(count).await, 0);
    browser.post("/signin/two-step", &[("code", &site.app_code(&of_ben))]).await.expect(303);
    assert_eq!(site.read(count).await, 1);

    let (late, _) = site.first_step(&ada).await;
    site.clock.advance(15 * MINUTE);
    let page = late.post("/signin/two-step", &[("code", &site.app_code(&secret))]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/signin", "the first step holds for a quarter of an hour");
}

#[actix_web::test]
async fn of_two_who_type_one_code_at_once_one_comes_in() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (secret, codes) = site.second_step(&ann).await;
    for code in [site.app_code(&secret), codes[0].clone()] {
        let (one, _) = site.first_step(&ann).await;
        let (two, _) = site.first_step(&ann).await;
        let fields = [("code", code.as_str())];
        let (a, b) =
            futures_util::join!(one.post("/signin/two-step", &fields), two.post("/signin/two-step", &fields));
        let mut statuses = [a.status.as_u16(), b.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
        assert!(is_in(&one).await != is_in(&two).await);
    }
}

#[actix_web::test]
async fn recovery_codes_are_good_once_and_can_be_made_anew() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (_, codes) = site.second_step(&ann).await;
    let hashes: Vec<String> =
        site.read(|db| Ok(recovery_codes::table.select(recovery_codes::code_hash).load(db)?)).await;
    assert_eq!(hashes.len(), 10);
    assert!(codes.iter().all(|code| !hashes.contains(code) && !hashes.contains(&code.replace('-', ""))));
    let typed = codes[3].to_uppercase().replace('-', " ");
    let (browser, _) = site.first_step(&ann).await;
    browser.post("/signin/two-step", &[("code", &typed)]).await.expect(303);
    assert!(is_in(&browser).await);
    assert!(site.mail_of(&ann, "two_step").await.contains("9 are left"));
    let (again, _) = site.first_step(&ann).await;
    again.post("/signin/two-step", &[("code", &codes[3])]).await.expect(422);
    let page = browser.post("/settings/two-step/codes", &[]).await.expect(200);
    let fresh = page.texts("#codes code");
    again.post("/signin/two-step", &[("code", &codes[4])]).await.expect(422);
    again.post("/signin/two-step", &[("code", &fresh[4])]).await.expect(303);
    assert!(is_in(&again).await);
}

#[actix_web::test]
async fn guesses_are_counted_by_person_whatever_the_browser() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (secret, _) = site.second_step(&ann).await;
    let (one, _) = site.first_step(&ann).await;
    let (two, _) = site.first_step(&ann).await;
    let right = site.app_code(&secret);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for n in 0..14 {
        let browser = if n % 2 == 0 { &one } else { &two };
        browser.post("/signin/two-step", &[("code", wrong)]).await.expect(422);
    }
    let page = two.post("/signin/two-step", &[("code", &right)]).await.expect(429);
    assert!(page.headers.contains_key("retry-after"));
    site.clock.advance(HOUR);
    let (three, _) = site.first_step(&ann).await;
    three.post("/signin/two-step", &[("code", &site.app_code(&secret))]).await.expect(303);
}

#[actix_web::test]
async fn turning_it_off_is_told_and_the_codes_are_worth_nothing() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (secret, _) = site.second_step(&ann).await;
    let (waiting, _) = site.first_step(&ann).await;
    let browser = site.browser_of(&ann).await;
    browser.post("/settings/two-step/begin", &[]).await.expect(409);
    browser.post("/settings/two-step/off", &[]).await.expect(303);
    browser.post("/settings/two-step/off", &[]).await.expect(404);
    assert!(site.mail_of(&ann, "two_step").await.contains("was turned off"));
    let page = waiting.post("/signin/two-step", &[("code", &site.app_code(&secret))]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/signin", "whoever waits begins again");
    let left: i64 = site.read(|db| Ok(recovery_codes::table.count().get_result(db)?)).await;
    assert_eq!(left, 0);
    let (_, page) = site.first_step(&ann).await;
    assert_eq!(page.location().unwrap(), "/help");
}

#[actix_web::test]
async fn staff_of_whom_it_is_required_do_nothing_else_until_they_have_it() {
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let ann = site.customer("Ann").await;
    let (of_ada, of_maja, of_ann) =
        (site.browser_of(&ada).await, site.browser_of(&maja).await, site.browser_of(&ann).await);
    let page = of_ada.post("/admin/security", &[("two_step", "staff")]).await.expect(422);
    assert!(page.text_of("#two_step-error").contains("for yourself first"));
    assert!(page.has("#two_step-staff[checked]"));
    site.second_step(&ada).await;
    of_ada.post("/admin/security", &[("two_step", "administrators")]).await.expect(303);
    of_maja.get("/desk").await.expect(200);
    of_ada.post("/admin/security", &[("two_step", "staff")]).await.expect(303);
    assert!(of_ada.get("/admin/security").await.text_of("main").contains("One member of staff has none yet"));
    of_ann.get("/settings").await.expect(200);
    for path in ["/", "/desk", "/settings", "/settings/data.json", "/settings/delete", "/help"] {
        assert_eq!(of_maja.get(path).await.expect(303).location().unwrap(), "/settings/two-step", "{path}");
    }
    for path in ["/settings", "/desk/rules/new", "/settings/two-step/off", "/settings/delete"] {
        assert_eq!(
            of_maja.post(path, &[]).await.expect(303).location().unwrap(),
            "/settings/two-step",
            "{path}"
        );
    }
    assert!(of_maja.get("/settings/two-step").await.expect(200).text_of(".flash").contains("asks you for"));
    of_maja.post("/language", &[("language", "en")]).await.expect(303);
    let page = of_maja.submit("/settings/two-step/begin", &[]).await.expect(200);
    let code = site.app_code(&page.text_of("#secret"));
    of_maja.post("/settings/two-step/confirm", &[("code", &code)]).await.expect(200);
    of_maja.get("/desk").await.expect(200);
    let kinds: Vec<ActKind> = site.read(|db| Ok(acts::table.select(acts::kind).load(db)?)).await;
    assert_eq!(kinds, [ActKind::TwoStepRequired; 2]);
}

#[actix_web::test]
async fn the_rule_is_checked_inside_the_act() {
    let site = Site::start().await;
    let (maja, now) = (site.person("Maja", Role::ProductManager).await, site.now());
    let refused = site.state.db.write(move |db| two_step::require(db, &maja, TwoStepFor::Staff, now)).await;
    assert!(refused.is_err());
    assert_eq!(site.state.reload().await.unwrap().site.two_step, TwoStepFor::None);
}

#[actix_web::test]
async fn an_administrator_resets_the_second_step_of_others() {
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let ben = site.customer("Ben").await;
    site.second_step(&ada).await;
    site.second_step(&maja).await;
    let (of_ada, of_maja) = (site.browser_of(&ada).await, site.browser_of(&maja).await);
    let path = |id| format!("/admin/people/{id}/two-step");
    of_ada.post(&path(ada.id), &[]).await.expect(403);
    of_ada.post(&path(ben.id), &[]).await.expect(404);
    of_maja.post(&path(ada.id), &[]).await.expect(403);
    assert!(!of_ada.get(&format!("/admin/people/{}", ada.id)).await.has("#two-step-h"));
    assert!(of_ada.get(&format!("/admin/people/{}", maja.id)).await.has("#two-step-h"));
    of_ada.post(&path(maja.id), &[]).await.expect(303);
    of_maja.get("/settings").await.expect(303);
    assert!(site.mail_of(&maja, "two_step").await.contains("reset the second step"));
    let rows: Vec<(ActKind, Option<i64>, Option<i64>)> =
        site.read(|db| Ok(acts::table.select((acts::kind, acts::actor_id, acts::person_id)).load(db)?)).await;
    assert_eq!(rows, [(ActKind::TwoStepReset, Some(ada.id.raw()), Some(maja.id.raw()))]);
    let log = site.visitor().get("/moderation/log").await.expect(200).text_of("main");
    assert!(log.contains("Second step reset") && !log.contains("Maja"), "{log}");
    let (_, page) = site.first_step(&maja).await;
    assert_eq!(page.location().unwrap(), "/help");
}

#[actix_web::test]
async fn the_secret_is_in_no_file_and_goes_with_the_account() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (secret, codes) = site.second_step(&ann).await;
    let (person, now) = (ann.clone(), site.now());
    let mine = site.read(move |db| records::export(db, &person, now)).await;
    assert_eq!(mine["second_step"]["recovery_codes_left"], 10);
    let text = mine.to_string();
    assert!(!text.contains(&secret) && !codes.iter().any(|code| text.contains(code.as_str())));
    site.write(move |db| leave(db, &ann, LeaversVotes::Stay, now)).await;
    let left: (i64, i64) = site
        .read(|db| {
            Ok((two_steps::table.count().get_result(db)?, recovery_codes::table.count().get_result(db)?))
        })
        .await;
    assert_eq!(left, (0, 0));
}

#[actix_web::test]
async fn a_token_of_another_site_is_a_first_step_like_any() {
    use crate::support::tokens::{Signer, claims, connection_input};
    use groundswell::identities::Algorithm;
    const SECRET: &str = "a-secret-of-more-than-32-characters-0123456789";
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (secret, _) = site.second_step(&ann).await;
    site.connection(connection_input(), Algorithm::Hs256, SECRET).await;
    let own = claims("1", serde_json::json!({ "email": "ann@example.com" }));
    let header = serde_json::json!({ "alg": "HS256", "typ": "JWT" });
    let token = Signer::Hmac(SECRET.into()).token(&header, &own);
    let browser = site.visitor();
    let page = browser.get(&format!("/sign-in/token?token={token}")).await.expect(303);
    assert_eq!(page.location().unwrap(), "/signin/two-step");
    assert!(!is_in(&browser).await);
    browser.post("/signin/two-step", &[("code", &site.app_code(&secret))]).await.expect(303);
    assert!(is_in(&browser).await);
}
