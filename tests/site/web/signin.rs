//! Signing in and out.

use diesel::prelude::*;
use groundswell::db::schema::{drafts, mails, people, sessions, sign_ins};
use groundswell::people::drafts::DraftKind;
use groundswell::people::{Person, Role, drafts as kept, queries};
use groundswell::time::{DAY, HOUR, MINUTE};
use groundswell::votes;

use crate::support::{Browser, Page, Site};

const EMAIL: &str = "ines@example.org";

/// The last mail that went to an address, as text.
async fn mail_to(site: &Site, email: &'static str) -> String {
    site.read(move |db| {
        Ok(mails::table
            .filter(mails::recipient.eq(email))
            .order(mails::id.desc())
            .select(mails::body_text)
            .first(db)?)
    })
    .await
}

fn code_in(mail: &str) -> String {
    let line =
        mail.lines().map(str::trim).find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit()));
    line.unwrap_or_else(|| panic!("no code in {mail}")).to_owned()
}

fn link_in(mail: &str) -> String {
    mail.lines().map(str::trim).find(|line| line.starts_with("http")).unwrap().to_owned()
}

fn another(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

/// Asks for a code and gives the mail.
async fn ask(site: &Site, browser: &Browser, email: &'static str) -> String {
    let page = browser.post("/signin", &[("email", email)]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/signin/code");
    browser.get("/signin/code").await.expect(200);
    mail_to(site, email).await
}

async fn type_code(browser: &Browser, code: &str) -> Page {
    browser.post("/signin/code", &[("code", code)]).await
}

async fn person_of(site: &Site, email: &'static str) -> Person {
    site.read(move |db| queries::find_by_email(db, email)).await.unwrap()
}

async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/welcome").await.status == 200
}

#[actix_web::test]
async fn a_code_signs_in_and_makes_the_account_at_the_first_time() {
    let site = Site::start().await;
    let browser = site.visitor();
    let mail = ask(&site, &browser, EMAIL).await;
    let nobody: i64 = site.read(|db| Ok(people::table.count().get_result(db)?)).await;
    assert_eq!(nobody, 0, "no account before the address is proved");
    let spaced: String = code_in(&mail).chars().flat_map(|digit| [digit, ' ']).collect();
    let page = type_code(&browser, &spaced).await.expect(303);
    assert_eq!(page.location().unwrap(), "/welcome");
    let page = browser.post("/welcome", &[("name", "Inés Aguirre")]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/");
    let person = person_of(&site, EMAIL).await;
    assert_eq!((person.name.as_str(), person.role), ("Inés Aguirre", Role::Customer));
    assert_eq!(person.handle, "ines-aguirre");
    assert!(is_signed_in(&browser).await);
}

#[actix_web::test]
async fn the_welcome_can_be_left_for_later_and_refuses_a_name_that_nobody_sees() {
    let site = Site::start().await;
    let browser = site.visitor();
    let mail = ask(&site, &browser, EMAIL).await;
    type_code(&browser, &code_in(&mail)).await.expect(303);
    let page = browser.post("/welcome", &[("name", "\u{200B}")]).await.expect(422);
    assert!(page.has(".error-summary") && page.has("#name[aria-invalid=true]"));
    browser.post("/welcome", &[("name", ""), ("skip", "1")]).await.expect(303);
    assert_eq!(person_of(&site, EMAIL).await.name, "");
}

#[actix_web::test]
async fn the_answer_is_the_same_whether_or_not_somebody_has_the_address() {
    let site = Site::start().await;
    site.customer("Ann").await;
    let (known, unknown) = (site.visitor(), site.visitor());
    let mut answers = Vec::new();
    for (browser, email) in [(&known, "ann@example.com"), (&unknown, "zoe@example.com")] {
        let asked = browser.post("/signin", &[("email", email)]).await.expect(303);
        let page = browser.get("/signin/code").await.expect(200);
        let mail = mail_to(&site, email).await;
        let (code, link) = (code_in(&mail), link_in(&mail));
        let mail = mail.replace(&code, "CODE").replace(&link, "LINK");
        answers.push((asked.location(), page.text.replace(email, "EMAIL"), mail));
    }
    assert_eq!(answers[0], answers[1]);
}

#[actix_web::test]
async fn a_code_can_be_tried_five_times() {
    let site = Site::start().await;
    let browser = site.visitor();
    let code = code_in(&ask(&site, &browser, EMAIL).await);
    for left in ["4 tries", "3 tries", "2 tries", "one try"] {
        let page = type_code(&browser, another(&code)).await.expect(422);
        assert!(page.text_of("#code-error").contains(left), "{}", page.text_of("#code-error"));
    }
    let page = type_code(&browser, another(&code)).await.expect(422);
    assert!(page.text_of(".error-summary").contains("no longer works"));
    type_code(&browser, &code).await.expect(422);
    assert!(!is_signed_in(&browser).await, "the right code comes too late");
}

#[actix_web::test]
async fn a_code_holds_for_fifteen_minutes_and_once_and_only_where_it_was_asked_for() {
    let site = Site::start().await;
    let (browser, thief) = (site.visitor(), site.visitor());
    let mail = ask(&site, &browser, EMAIL).await;
    let code = code_in(&mail);
    ask(&site, &thief, "thief@example.org").await;
    type_code(&thief, &code).await.expect(422);
    assert!(!is_signed_in(&thief).await);
    site.visitor().post("/signin/code", &[("code", &code)]).await.expect(303);
    type_code(&browser, &code).await.expect(303);
    let again = site.visitor();
    again.post(&link_in(&mail), &[]).await.expect(410);
    type_code(&browser, &code).await.expect(422);
    let late = site.visitor();
    let code = code_in(&ask(&site, &late, EMAIL).await);
    site.clock.advance(15 * MINUTE);
    type_code(&late, &code).await.expect(422);
    assert!(!is_signed_in(&late).await);
}

#[actix_web::test]
async fn a_mail_scanner_does_not_use_the_link_up_and_any_device_may() {
    let site = Site::start().await;
    let browser = site.visitor();
    let mail = ask(&site, &browser, EMAIL).await;
    let (link, scanner, phone) = (link_in(&mail), site.visitor(), site.visitor());
    for _ in 0..3 {
        assert!(scanner.get(&link).await.expect(200).text.contains(EMAIL));
        scanner.client().head(&link).send().await.unwrap();
    }
    assert!(!is_signed_in(&scanner).await);
    phone.post(&link, &[]).await.expect(303);
    assert!(is_signed_in(&phone).await);
    phone.post(&link, &[]).await.expect(410);
    scanner.get(&link).await.expect(410);
    type_code(&browser, &code_in(&mail)).await.expect(422);
    scanner.get("/signin/link/nonsense").await.expect(410);
}

#[actix_web::test]
async fn nothing_that_opens_an_account_is_stored_readably() {
    let site = Site::start().await;
    let browser = site.visitor();
    let mail = ask(&site, &browser, EMAIL).await;
    let (code, link) = (code_in(&mail), link_in(&mail));
    let token = link.rsplit('/').next().unwrap().to_owned();
    let rows: Vec<(String, String, String)> = site
        .read(|db| {
            Ok(sign_ins::table
                .select((sign_ins::code_hash, sign_ins::link_hash, sign_ins::browser_hash))
                .load(db)?)
        })
        .await;
    let plain = groundswell::site::token_hash(&code);
    for (code_hash, link_hash, browser_hash) in rows {
        assert!(code_hash != plain && code_hash != code, "a code could be found by trying all");
        assert!(link_hash != token && link_hash.len() == 64 && browser_hash.len() == 64);
    }
    let keys: Vec<String> = site
        .read(|db| {
            Ok(groundswell::db::schema::allowances::table
                .select(groundswell::db::schema::allowances::key)
                .load(db)?)
        })
        .await;
    assert!(
        !keys.is_empty() && keys.iter().all(|key| !key.contains("127.0.0.1") && !key.contains(EMAIL)),
        "{keys:?}"
    );
}

#[actix_web::test]
async fn a_bad_address_comes_back_as_typed() {
    let site = Site::start().await;
    for email in ["", "ines", "a@b\r\nBcc: c@d.example", "a b@c.example"] {
        let page = site.visitor().post("/signin", &[("email", email)]).await.expect(422);
        assert!(page.text_of("title").starts_with("Error:"));
        let typed = page.attributes("#email", "value").join("");
        assert_eq!(typed, email.replace("\r\n", "\n"), "line ends are the parser's");
    }
    let sent: i64 = site.read(|db| Ok(mails::table.count().get_result(db)?)).await;
    assert_eq!(sent, 0);
}

#[actix_web::test]
async fn too_many_codes_for_one_address_must_wait() {
    let site = Site::start().await;
    for _ in 0..8 {
        site.visitor().post("/signin", &[("email", EMAIL)]).await.expect(303);
    }
    let page = site.visitor().post("/signin", &[("email", " INES@example.org")]).await.expect(429);
    assert!(page.headers["retry-after"].to_str().unwrap().parse::<i64>().unwrap() > 0);
    site.visitor().post("/signin", &[("email", "other@example.org")]).await.expect(303);
    site.clock.advance(HOUR);
    site.visitor().post("/signin", &[("email", EMAIL)]).await.expect(303);
}

#[actix_web::test]
async fn the_session_gets_a_new_key_at_sign_in_and_at_sign_out() {
    let site = Site::start().await;
    let browser = site.visitor();
    let planted = browser.post("/language", &[("language", "es")]).await.expect(303);
    let cookie_of = |page: &Page| {
        page.headers.get_all("set-cookie").iter().find_map(|value| {
            value.to_str().unwrap().split(';').next()?.strip_prefix("groundswell=").map(str::to_owned)
        })
    };
    let planted = cookie_of(&planted).unwrap();
    let mail = ask(&site, &browser, EMAIL).await;
    assert!(mail.contains("Tu código"), "the mail speaks the reader's language: {mail}");
    let fresh = cookie_of(&type_code(&browser, &code_in(&mail)).await.expect(303)).unwrap();
    assert_ne!(planted, fresh);
    let thief = site.visitor();
    thief.keep_cookie(&format!("groundswell={planted}"));
    assert!(!is_signed_in(&thief).await && is_signed_in(&browser).await);
    let out = browser.post("/signout", &[]).await.expect(303);
    assert!(!is_signed_in(&browser).await);
    thief.keep_cookie(&format!("groundswell={fresh}"));
    assert!(!is_signed_in(&thief).await, "a key is worth nothing after signing out");
    assert_ne!(cookie_of(&out), Some(fresh));
    let left: i64 = site
        .read(|db| Ok(sessions::table.filter(sessions::person_id.is_not_null()).count().get_result(db)?))
        .await;
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn signing_out_takes_a_post() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let browser = site.browser_of(&ann).await;
    assert_ne!(browser.get("/signout").await.status, 303);
    assert!(is_signed_in(&browser).await);
}

#[actix_web::test]
async fn somebody_brought_by_an_import_is_taken_over_by_who_proves_the_address() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    site.write(move |db| {
        diesel::update(people::table.find(ann.id)).set(people::is_imported.eq(true)).execute(db)?;
        Ok(())
    })
    .await;
    let browser = site.visitor();
    let mail = ask(&site, &browser, "ann@example.com").await;
    type_code(&browser, &code_in(&mail)).await.expect(303);
    let person = person_of(&site, "ann@example.com").await;
    assert_eq!((person.id, person.is_imported), (ann.id, false));
}

#[actix_web::test]
async fn a_vote_survives_signing_in_and_counts_at_once() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.customer("Ben").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let browser = site.visitor();
    browser.post(&format!("/ideas/{}/vote", idea.id), &[("vote", "up")]).await.expect(303);
    let page = browser.get("/signin").await.expect(200);
    assert!(page.text_of(".gate .flash").contains("A lighter tent"));
    let mail = ask(&site, &browser, "ben@example.com").await;
    let page = type_code(&browser, &code_in(&mail)).await.expect(303);
    assert_eq!(page.location().unwrap(), format!("/ideas/{}", idea.id));
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2);
    let left: i64 = site.read(|db| Ok(drafts::table.count().get_result(db)?)).await;
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn a_vote_survives_on_another_device_and_the_welcome() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let (browser, phone) = (site.visitor(), site.visitor());
    browser.post(&format!("/ideas/{}/vote", idea.id), &[("vote", "up")]).await.expect(303);
    let link = link_in(&ask(&site, &browser, EMAIL).await);
    let page = phone.post(&link, &[]).await.expect(303);
    assert_eq!(page.location().unwrap(), "/welcome");
    let page = phone.post("/welcome", &[("name", "Ines")]).await.expect(303);
    assert_eq!(page.location().unwrap(), format!("/ideas/{}", idea.id));
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2);
    let ines = person_of(&site, EMAIL).await;
    let own = site.read(move |db| votes::queries::own(db, ines.id, &[idea.id])).await;
    assert_eq!(own.len(), 1);
}

#[actix_web::test]
async fn a_kept_vote_that_cannot_be_cast_does_not_keep_anybody_out() {
    let site = Site::start().await;
    site.customer("Ben").await;
    let browser = site.visitor();
    browser.post("/ideas/77/vote", &[("vote", "up")]).await.expect(303);
    let mail = ask(&site, &browser, "ben@example.com").await;
    type_code(&browser, &code_in(&mail)).await.expect(303);
    assert!(is_signed_in(&browser).await);
}

#[actix_web::test]
async fn drafts_of_ideas_and_comments_get_a_fresh_key_and_open_for_nobody_else() {
    let site = Site::start().await;
    site.customer("Ben").await;
    for (kind, idea, begins) in [
        (DraftKind::Idea, None, "/ideas/new?draft="),
        (DraftKind::Comment, Some(groundswell::ids::IdeaId::new(7)), "/ideas/7?draft="),
    ] {
        let now = site.now();
        let form = serde_json::json!({ "body": "Typed before signing in" });
        let old = site.write(move |db| kept::keep(db, kind, idea, &form, now)).await;
        let (asked, key) = (site.visitor(), old.clone());
        let mail = {
            let ask = groundswell::people::sign_in::Ask {
                email: "ben@example.com".into(),
                browser: "a browser's token".into(),
                return_to: "/".into(),
                draft: Some(key),
            };
            let settings = site.state.settings().await.unwrap();
            let words = groundswell::text::words::Words::new(settings.site.language, settings.site.zone());
            site.write(move |db| {
                groundswell::people::sign_in::ask(db, &ask, &settings.site, &settings.links, &words, now)
            })
            .await;
            mail_to(&site, "ben@example.com").await
        };
        let to = asked.post(&link_in(&mail), &[]).await.expect(303).location().unwrap();
        assert!(to.starts_with(begins), "{to}");
        let fresh = to.split_once("draft=").unwrap().1.split('#').next().unwrap().to_owned();
        let (by_old, by_fresh, other_idea) = site
            .read(move |db| {
                Ok((
                    kept::find(db, &old, now)?.is_some(),
                    kept::find_for(db, Some(&fresh), kind, idea, now)?.map(|draft| draft.text("body")),
                    kept::find_for(db, Some(&fresh), kind, Some(groundswell::ids::IdeaId::new(8)), now)?
                        .is_some(),
                ))
            })
            .await;
        assert_eq!(
            (by_old, by_fresh.as_deref(), other_idea),
            (false, Some("Typed before signing in"), false)
        );
    }
    let (now, id) = (site.now(), groundswell::ids::IdeaId::new(7));
    let key =
        site.write(move |db| kept::keep(db, DraftKind::Vote, Some(id), &serde_json::Value::Null, now)).await;
    let at_the_end = now.plus(7 * DAY);
    assert!(site.read(move |db| kept::find(db, &key, at_the_end)).await.is_none(), "a week is the end");
}

#[actix_web::test]
async fn nobody_is_led_off_the_site() {
    let site = Site::start().await;
    site.customer("Ben").await;
    for to in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let browser = site.visitor();
        browser.post("/signin", &[("email", "ben@example.com"), ("return_to", to)]).await.expect(303);
        let code = code_in(&mail_to(&site, "ben@example.com").await);
        let page = type_code(&browser, &code).await.expect(303);
        assert_eq!(page.location().unwrap(), "/", "{to}");
        let page = browser.post("/language", &[("language", "en"), ("return_to", to)]).await.expect(303);
        assert_eq!(page.location().unwrap(), "/", "{to}");
    }
}

#[actix_web::test]
async fn what_was_typed_before_survives_the_demonstrations_sign_in() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.person("Maja", Role::ProductManager).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await.id;
    site.make_demo().await;
    let enter = async |browser: &Browser| {
        let page = browser.get("/demo/signin/product_manager?return_to=/help").await.expect(200);
        let back = page.attributes("[name=return_to]", "value").remove(0);
        let page = browser.post("/demo/signin/product_manager", &[("return_to", &back)]).await.expect(303);
        page.location().unwrap()
    };
    assert_eq!(enter(&site.visitor()).await, "/help");
    let browser = site.visitor();
    browser.post(&format!("/ideas/{idea}/vote"), &[("vote", "up")]).await.expect(303);
    assert_eq!(enter(&browser).await, format!("/ideas/{idea}"));
    assert_eq!(site.stored_idea(idea).await.ranks.promotions, 2);
    let browser = site.visitor();
    browser.post(&format!("/ideas/{idea}/comments"), &[("body", "Yes, please.")]).await.expect(303);
    let shown = browser.visit(&enter(&browser).await).await.expect(200);
    assert_eq!(shown.text_of("#comment-body"), "Yes, please.");
    let browser = site.visitor();
    let fields = [("board", "gear"), ("title", "Shorter poles"), ("body", "They stick out.")];
    browser.post("/ideas", &fields).await.expect(303);
    let shown = browser.visit(&enter(&browser).await).await.expect(200);
    assert_eq!(shown.attributes("#title", "value"), ["Shorter poles"]);
}

#[actix_web::test]
async fn the_demonstration_lets_in_without_a_mail_and_nothing_else_does() {
    let site = Site::start().await;
    site.customer("Ann").await;
    let lead = site.person("Maja", Role::ProductManager).await;
    site.visitor().get("/demo/signin/customer").await.expect(404);
    site.visitor().post("/demo/signin/customer", &[]).await.expect(404);
    site.make_demo().await;
    let browser = site.visitor();
    let page = browser.get("/signin?return_to=/help").await.expect(200);
    assert_eq!(
        page.attributes(".gate ul a", "href"),
        ["/demo/signin/customer?return_to=/help", "/demo/signin/product_manager?return_to=/help"]
    );
    browser.get("/demo/signin/product_manager").await.expect(200);
    assert!(!is_signed_in(&browser).await);
    browser.post("/demo/signin/product_manager", &[]).await.expect(303);
    assert!(is_signed_in(&browser).await);
    let signed_in: Vec<Option<groundswell::ids::PersonId>> =
        site.read(|db| Ok(sessions::table.select(sessions::person_id).load(db)?)).await;
    assert_eq!(signed_in, [Some(lead.id)]);
    browser.get("/demo/signin/moderator").await.expect(404);
    browser.get("/demo/signin/nonsense").await.expect(404);
}

#[actix_web::test]
async fn the_language_is_kept_for_visitors_and_for_people() {
    let site = Site::start().await;
    let visitor = site.visitor();
    visitor.post("/language", &[("language", "es")]).await.expect(303);
    assert_eq!(visitor.get("/signin").await.text_of("h1"), "Entrar");
    visitor.post("/language", &[("language", "tlh")]).await.expect(422);
    let ann = site.customer("Ann").await;
    let browser = site.browser_of(&ann).await;
    browser.post("/language", &[("language", "es")]).await.expect(303);
    assert_eq!(site.browser_of(&ann).await.get("/welcome").await.text_of("h1"), "¿Cómo te llamamos?");
}
