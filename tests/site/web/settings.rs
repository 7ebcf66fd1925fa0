//! Settings: profile, mails, sessions, one's data, leaving.

use diesel::prelude::*;
use groundswell::db::schema::{events, follows, ideas, people, sessions, votes};
use groundswell::follows as following;
use groundswell::ids::PersonId;
use groundswell::people::departures;
use groundswell::people::mail_choices::{self, MailKind};
use groundswell::people::{Person, Role, queries};
use groundswell::ranking::store::Ranked;
use groundswell::time::{DAY, HOUR};
use groundswell::votes::{Ballot, VoteValue, cast};

use crate::support::{Browser, Site};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

const PROFILE: [(&str, &str); 6] = [
    ("name", "Inés"),
    ("handle", "ines"),
    ("about", "Walks."),
    ("language", "es"),
    ("time_zone", "Europe/Madrid"),
    ("theme", "dark"),
];

async fn stored(site: &Site, id: PersonId) -> Person {
    site.read(move |db| queries::find(db, id)).await.unwrap()
}

#[actix_web::test]
async fn a_profile_is_stored_and_used_at_once() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let browser = site.browser_of(&ann).await;
    let page = browser.get("/settings").await.expect(200);
    assert_eq!(page.attributes("#name", "value"), ["Ann"]);
    assert!(page.has("#follows_on_vote[checked]"));
    let page = browser.submit("/settings", &PROFILE).await.expect(200);
    assert!(page.text_of(".flash").contains("Hemos guardado"));
    assert_eq!(page.attributes("html", "data-theme"), ["dark"]);
    assert_eq!(page.attributes("#time_zone option[selected]", "value"), ["Europe/Madrid"]);
    let ann = stored(&site, ann.id).await;
    assert_eq!((ann.name.as_str(), ann.handle.as_str(), ann.about.as_str()), ("Inés", "ines", "Walks."));
    assert_eq!(ann.time_zone.as_deref(), Some("Europe/Madrid"));
    assert!(!ann.follows_on_vote && !ann.follows_on_comment, "boxes that are not checked are off");
    assert!(ann.keys_off);
}

#[actix_web::test]
async fn a_profile_that_cannot_be_taken_comes_back_as_typed() {
    let site = Site::start().await;
    site.customer("Ben").await;
    let ann = site.customer("Ann").await;
    let browser = site.browser_of(&ann).await;
    let long = "x".repeat(301);
    for (field, value, bad) in [
        ("name", "\u{200B}\u{202E}", "#name"),
        ("name", "a\u{0}b", "#name"),
        ("handle", "Ann Lee", "#handle"),
        ("handle", "ben", "#handle"),
        ("handle", "former-7", "#handle"),
        ("about", long.as_str(), "#about"),
        ("language", "tlh", "#language"),
        ("time_zone", "Mars/Olympus", "#time_zone"),
    ] {
        let fields: Vec<_> =
            PROFILE.iter().map(|(name, old)| (*name, if *name == field { value } else { *old })).collect();
        let page = browser.post("/settings", &fields).await.expect(422);
        assert_eq!(page.attributes(".error-summary a", "href"), [bad], "{value:?}");
        assert_eq!(page.attributes("#handle", "value"), [if field == "handle" { value } else { "ines" }]);
    }
    assert_eq!(stored(&site, ann.id).await.handle, "ann");
}

#[actix_web::test]
async fn names_that_try_to_be_markup_are_shown_as_typed() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let browser = site.browser_of(&ann).await;
    let name = "<img src=x onerror=alert(1)>\"'&";
    let fields: Vec<_> =
        PROFILE.iter().map(|(field, old)| (*field, if *field == "name" { name } else { *old })).collect();
    let page = browser.submit("/settings", &fields).await.expect(200);
    assert_eq!(page.attributes("#name", "value"), [name]);
    assert!(!page.has("img[src=x]"));
    assert_eq!(browser.get(&format!("/people/{}", ann.id)).await.expect(200).text_of("h1"), name);
}

#[actix_web::test]
async fn choices_of_mails_are_stored_and_asked() {
    let site = Site::start().await;
    let (ann, maja) = (site.customer("Ann").await, site.person("Maja", Role::ProductManager).await);
    let browser = site.browser_of(&ann).await;
    let page = browser.get("/settings/notifications").await.expect(200);
    assert!(
        page.has("#answered[checked]") && page.has("#comment_on_followed[checked]"),
        "what has no row is wanted"
    );
    assert!(!page.has("#routed") && !page.has("#overdue"), "what never concerns customers is not offered");
    assert!(site.browser_of(&maja).await.get("/settings/notifications").await.has("#overdue[checked]"));
    browser
        .post("/settings/notifications", &[("mention", "on"), ("comment_on_followed", "on")])
        .await
        .expect(303);
    let (id, other) = (ann.id, maja.id);
    let unwanted = site.read(move |db| mail_choices::unwanted(db, &[other, id])).await;
    assert!(unwanted.contains(&(id, MailKind::Answered)) && !unwanted.contains(&(id, MailKind::Mention)));
    assert!(unwanted.iter().all(|(person, kind)| *person == id && kind.is_for(Role::Customer)));
    let page = browser.get("/settings/notifications").await;
    assert!(!page.has("#answered[checked]") && page.has("#comment_on_followed[checked]"));
}

async fn sign_in(site: &Site, agent: &'static str) -> Browser {
    let browser = site.visitor();
    let request = browser.client().post(browser.url("/demo/signin/customer"));
    request
        .header("user-agent", agent)
        .header("origin", &site.address)
        .form(&[("return_to", "")])
        .send()
        .await
        .unwrap();
    browser
}

#[actix_web::test]
async fn sessions_are_listed_readably_and_ended_one_by_one() {
    let site = Site::start().await;
    site.customer("Ann").await;
    site.make_demo().await;
    let (laptop, other) = (sign_in(&site, FIREFOX).await, sign_in(&site, "curl/8.14").await);
    let page = laptop.get("/settings/sessions").await.expect(200);
    let rows = page.texts(".session");
    assert_eq!(rows.len(), 2);
    let own = rows.iter().find(|row| row.contains("Firefox on Linux")).unwrap();
    assert!(own.contains("This one"), "{own}");
    let act = page.attributes(".session form", "action");
    assert_eq!(act.len(), 1, "the session of the request has no button");
    laptop.post(&act[0], &[]).await.expect(303);
    other.get("/settings").await.expect(303);
    laptop.get("/settings").await.expect(200);
    laptop.post(&act[0], &[]).await.expect(404);
}

#[actix_web::test]
async fn other_peoples_sessions_are_not_found() {
    let site = Site::start().await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (of_ann, of_ben) = (site.browser_of(&ann).await, site.browser_of(&ben).await);
    let id: i64 = site
        .read(move |db| {
            Ok(sessions::table.filter(sessions::person_id.eq(ann.id)).select(sessions::id).first(db)?)
        })
        .await;
    of_ben.post(&format!("/settings/sessions/{id}/end"), &[]).await.expect(404);
    of_ben.post("/settings/sessions/999999/end", &[]).await.expect(404);
    of_ben.post("/settings/sessions/x/end", &[]).await.expect(404);
    of_ann.get("/settings").await.expect(200);
}

#[actix_web::test]
async fn signing_out_everywhere_ends_every_session_of_this_person_alone() {
    let site = Site::start().await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (one, two, other) =
        (site.browser_of(&ann).await, site.browser_of(&ann).await, site.browser_of(&ben).await);
    let page = one.submit("/settings/sessions/end-all", &[]).await;
    assert!(page.path.ends_with('/'));
    one.get("/settings").await.expect(303);
    two.get("/settings").await.expect(303);
    other.get("/settings").await.expect(200);
}

#[actix_web::test]
async fn a_session_ends_sixty_days_after_its_last_use() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (used, left) = (site.browser_of(&ann).await, site.browser_of(&ann).await);
    site.clock.advance(59 * DAY);
    used.get("/settings").await.expect(200);
    assert_eq!(stored(&site, ann.id).await.seen_at, Some(site.now()));
    site.clock.advance(2 * DAY);
    left.get("/settings").await.expect(303);
    used.get("/settings").await.expect(200);
}

#[actix_web::test]
async fn everything_stored_is_shown_and_can_be_taken_along() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let voter = ben.clone();
    let now = site.now();
    site.write(move |db| cast(db, &voter, idea.id, Ballot(Some(VoteValue::Demote)), now)).await;
    site.visitor().post("/signin", &[("email", "ben@example.com")]).await.expect(303);
    let browser = site.browser_of(&ben).await;
    let page = browser.get("/settings/data").await.expect(200);
    assert!(page.text.contains("ben@example.com"));
    assert_eq!(page.text_of("a[href='/me?show=votes']"), "1");
    assert_eq!(page.text_of("a[href='/settings/data/mails']"), "1");
    let mails = browser.get("/settings/data/mails").await.expect(200);
    assert!(mails.text_of("td bdi").contains("your code to sign in"));
    for kind in ["edits", "reports", "acts", "bans"] {
        browser.get(&format!("/settings/data/{kind}")).await.expect(200);
    }
    browser.get("/settings/data/secrets").await.expect(404);
    let file = browser.get("/settings/data.json").await.expect(200);
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let data: serde_json::Value = serde_json::from_str(&file.text).unwrap();
    assert_eq!(data["profile"]["email"], "ben@example.com");
    assert_eq!(data["votes"][0]["vote"], -1);
    assert_eq!(data["follows"][0]["follows"], true);
    assert_eq!((data["mails"].as_array().unwrap().len(), data["sessions"].as_array().unwrap().len()), (1, 1));
    let file = site.browser_of(&ann).await.get("/settings/data.json").await.expect(200);
    let data: serde_json::Value = serde_json::from_str(&file.text).unwrap();
    assert_eq!(data["ideas"][0]["title"], "A lighter tent");
    assert!(!file.text.contains("ben@example.com"), "nothing of anybody else");
    site.visitor().get("/settings/data.json").await.expect(303);
}

#[actix_web::test]
async fn long_lists_of_data_go_on_over_pages() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let now = site.now();
    site.write(move |db| {
        for n in 0..120 {
            let mail = groundswell::mail::NewMail {
                key: format!("test:{n}"),
                person: None,
                kind: "test",
                idea: None,
                comment: None,
                recipient: "ann@example.com".into(),
                subject: format!("Mail {n}"),
                text: String::new(),
                html: String::new(),
                headers: Vec::new(),
            };
            groundswell::mail::enqueue(db, &mail, now)?;
        }
        Ok(())
    })
    .await;
    let browser = site.browser_of(&ann).await;
    let (mut path, mut seen) = ("/settings/data/mails".to_owned(), Vec::new());
    loop {
        let page = browser.get(&path).await.expect(200);
        seen.extend(page.texts("td bdi"));
        let Some(next) = page.attributes(".pager a", "href").pop() else { break };
        path = format!("/settings/data/mails{next}");
    }
    let expected: Vec<String> = (0..120).rev().map(|n| format!("Mail {n}")).collect();
    assert_eq!(seen, expected);
}

/// Ann's idea with votes of Ben and Cem, two days apart; Ben follows it.
async fn voted(site: &Site) -> (Person, Person, groundswell::ideas::Idea) {
    let board = site.board("Gear").await;
    let (ann, ben, cem) =
        (site.customer("Ann").await, site.customer("Ben").await, site.customer("Cem").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    for voter in [ben.clone(), cem] {
        site.clock.advance(2 * DAY);
        let (now, id) = (site.now(), idea.id);
        site.write(move |db| cast(db, &voter, id, Ballot(Some(VoteValue::Promote)), now)).await;
    }
    (ann, ben, idea)
}

/// The week in which somebody may come back is over.
async fn a_week_later(site: &Site) {
    site.clock.advance(departures::GRACE);
    site.work().await;
}

#[actix_web::test]
async fn a_leaver_takes_their_votes_along_and_every_count_follows() {
    let site = Site::start().await;
    let (_, ben, idea) = voted(&site).await;
    let before = site.stored_idea(idea.id).await;
    assert_eq!((before.ranks.promotions, before.follower_count), (3, 3));
    let browser = site.browser_of(&ben).await;
    let page = browser.get("/settings/delete").await.expect(200);
    assert!(page.texts("legend")[1].contains("your one vote"));
    browser.post("/settings/delete", &[]).await.expect(400);
    browser.post("/settings/delete", &[("votes", "perhaps")]).await.expect(422);
    let page = browser.submit("/settings/delete", &[("votes", "go")]).await;
    assert!(page.path.ends_with('/'));
    browser.get("/settings").await.expect(303);
    a_week_later(&site).await;
    let after = site.stored_idea(idea.id).await;
    assert_eq!((after.ranks.promotions, after.follower_count), (2, 2));
    let rows: i64 = site
        .read(move |db| Ok(votes::table.filter(votes::idea_id.eq(idea.id)).count().get_result(db)?))
        .await;
    assert_eq!(rows, 2);
    let exact = site
        .read(move |db| {
            let mut ranked = Ranked::load(db, idea.id)?;
            ranked.recount(db)?;
            Ok(ranked.ranks)
        })
        .await;
    assert!((exact.heat - after.ranks.heat).abs() < 1e-9 && exact.net == after.ranks.net);
    let left = stored(&site, ben.id).await;
    assert_eq!((left.name.as_str(), left.email, left.former_at), ("", None, Some(site.now())));
    assert_eq!((left.handle, left.time_zone), (format!("former-{}", ben.id), None));
    let told: Vec<String> = site
        .read(|db| {
            Ok(events::table.filter(events::kind.eq("person_left")).select(events::payload).load(db)?)
        })
        .await;
    assert_eq!(told, [format!(r#"{{"event":"person_left","person":{}}}"#, ben.id)]);
}

#[actix_web::test]
async fn a_leaver_may_leave_votes_and_posts_behind_under_former_member() {
    let site = Site::start().await;
    let (ann, _, idea) = voted(&site).await;
    let browser = site.browser_of(&ann).await;
    browser.post("/settings/delete", &[("votes", "stay")]).await.expect(303);
    a_week_later(&site).await;
    let after = site.stored_idea(idea.id).await;
    assert_eq!((after.ranks.promotions, after.follower_count), (3, 2));
    let page = site.visitor().get(&format!("/people/{}", ann.id)).await.expect(200);
    assert_eq!(page.text_of("h1"), "former member");
    assert!(page.text.contains("A lighter tent") && !page.text.contains("ann@example.com"));
    let counted: i64 =
        site.read(|db| Ok(follows::table.filter(follows::is_on.eq(true)).count().get_result(db)?)).await;
    assert_eq!(counted, 2);
    site.visitor().post("/signin", &[("email", "ann@example.com")]).await.expect(303);
    let again = site.customer("Ann").await;
    assert_ne!(again.id, ann.id, "the address is free for a new beginning");
}

#[actix_web::test]
async fn the_last_administrator_cannot_leave() {
    let site = Site::start().await;
    let nora = site.person("Nora", Role::Administrator).await;
    let browser = site.browser_of(&nora).await;
    browser.post("/settings/delete", &[("votes", "go")]).await.expect(409);
    assert!(stored(&site, nora.id).await.leaving_at.is_none());
    site.person("Otto", Role::Administrator).await;
    browser.post("/settings/delete", &[("votes", "go")]).await.expect(303);
}

#[actix_web::test]
async fn a_banned_person_reads_why_and_until_when_on_every_page() {
    let site = Site::start().await;
    let (ann, mod_) = (site.customer("Ann").await, site.person("Mona", Role::Moderator).await);
    let now = site.now();
    let (id, by) = (ann.id, mod_.id);
    site.write(move |db| {
        use groundswell::db::schema::bans;
        diesel::insert_into(bans::table)
            .values((
                bans::person_id.eq(id),
                bans::reason.eq("Three <b>insults</b>"),
                bans::created_by.eq(by),
                bans::created_at.eq(now),
                bans::ends_at.eq(Some(now.plus(DAY))),
            ))
            .execute(db)?;
        Ok(())
    })
    .await;
    let browser = site.browser_of(&ann).await;
    let banner = browser.get("/me").await.expect(200).text_of(".flash.warn");
    assert!(banner.contains("Three <b>insults</b>") && banner.contains("16 January 2026"), "{banner}");
    site.clock.advance(DAY + HOUR);
    assert!(!browser.get("/me").await.expect(200).has(".flash.warn"));
}

#[actix_web::test]
async fn settings_need_a_signed_in_person() {
    let site = Site::start().await;
    for path in [
        "/settings",
        "/settings/notifications",
        "/settings/sessions",
        "/settings/data",
        "/settings/delete",
        "/me",
    ] {
        let page = site.visitor().get(path).await.expect(303);
        assert!(page.location().unwrap().starts_with("/signin?return_to="), "{path}");
    }
    for path in ["/settings", "/settings/notifications", "/settings/sessions/end-all"] {
        site.visitor().post(path, &[]).await.expect(303);
    }
    let others: i64 = site.read(|db| Ok(people::table.count().get_result(db)?)).await;
    assert_eq!(others, 0);
}

#[actix_web::test]
async fn following_by_choice_outlives_nothing_but_the_account() {
    let site = Site::start().await;
    let (_, ben, idea) = voted(&site).await;
    let (id, now) = (ben.id, site.now());
    site.write(move |db| following::set(db, idea.id, id, false, now)).await;
    let browser = site.browser_of(&ben).await;
    browser.post("/settings/delete", &[("votes", "stay")]).await.expect(303);
    a_week_later(&site).await;
    let (counter, rows): (i64, i64) = site
        .read(move |db| {
            Ok((
                ideas::table.find(idea.id).select(ideas::follower_count).first(db)?,
                follows::table.filter(follows::is_on.eq(true)).count().get_result(db)?,
            ))
        })
        .await;
    assert_eq!(counter, rows);
}
