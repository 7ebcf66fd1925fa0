//! Leaving: closed at once, and a week to change one's mind.

use diesel::prelude::*;
use groundswell::db::schema::{departures, mails, people};
use groundswell::people::{Role, departures as leaving};
use groundswell::time::{DAY, HOUR, MINUTE};

use crate::support::{Browser, Page, Site};

/// Proves by mail who one is, and gives the page that follows.
async fn come_in(site: &Site, browser: &Browser, email: &'static str) -> Page {
    browser.post("/signin", &[("email", email)]).await.expect(303);
    let text: String = site
        .read(move |db| {
            let to = mails::table.filter(mails::recipient.eq(email)).filter(mails::kind.eq("sign_in"));
            Ok(to.order(mails::id.desc()).select(mails::body_text).first(db)?)
        })
        .await;
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    let code = text.lines().map(str::trim).find(is_code).unwrap().to_owned();
    browser.submit("/signin/code", &[("code", &code)]).await
}

const ALL_STAYS: [(&str, &str); 2] = [("posts", "stay"), ("votes", "stay")];

#[actix_web::test]
async fn whoever_leaves_is_out_at_once_and_may_come_back_for_a_week() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.idea(&ann, &board, "A lighter tent").await;
    let (browser, other) = (site.browser_of(&ann).await, site.browser_of(&ann).await);
    let page = browser.submit("/settings/delete", &ALL_STAYS).await.expect(200);
    assert!(page.text_of(".flash").contains("is closed"));
    for browser in [&browser, &other] {
        browser.get("/settings").await.expect(303);
    }
    site.clock.advance(6 * DAY);
    let visitor = site.visitor();
    let page = come_in(&site, &visitor, "ann@example.com").await;
    assert_eq!(page.path, "/leaving");
    assert!(page.text_of(".lead").contains("22 January 2026"), "{}", page.text_of(".lead"));
    visitor.get("/settings").await.expect(303);
    assert_eq!(visitor.get("/leaving").await.expect(200).attributes("main form", "action"), ["/leaving"]);
    let page = visitor.submit("/leaving", &[]).await.expect(200);
    assert!(page.text_of(".flash").contains("open again"));
    assert!(visitor.get("/me").await.expect(200).text.contains("A lighter tent"));
    site.clock.advance(3 * DAY);
    site.work().await;
    visitor.get("/settings").await.expect(200);
    let left: i64 = site.read(|db| Ok(departures::table.count().get_result(db)?)).await;
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn the_page_of_a_closed_account_opens_nothing_for_anybody_else() {
    let site = Site::start().await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    site.browser_of(&ann).await.post("/settings/delete", &ALL_STAYS).await.expect(303);
    for browser in [site.visitor(), site.browser_of(&ben).await] {
        browser.get("/leaving").await.expect(303);
        browser.post("/leaving", &[]).await.expect(303);
    }
    let leaving: i64 = site
        .read(|db| Ok(people::table.filter(people::leaving_at.is_not_null()).count().get_result(db)?))
        .await;
    assert_eq!(leaving, 1);
}

#[actix_web::test]
async fn they_are_told_at_once_and_again_two_days_before() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.clear_letters().await;
    site.browser_of(&ann).await.post("/settings/delete", &ALL_STAYS).await.expect(303);
    assert_eq!(site.told().await, ["ann:leaving"]);
    site.comment(&ben, &idea, None, "Yes").await;
    site.clock.advance(4 * DAY);
    assert_eq!(site.told().await, ["ann:leaving"], "a closed account gets no notices");
    site.clock.advance(DAY + HOUR);
    assert_eq!(site.told().await, ["ann:leaving", "ann:leaving_soon"]);
    site.clock.advance(HOUR);
    assert_eq!(site.told().await.len(), 2, "once");
}

#[actix_web::test]
async fn there_is_no_way_back_when_the_week_is_over() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    site.browser_of(&ann).await.post("/settings/delete", &ALL_STAYS).await.expect(303);
    site.clock.advance(7 * DAY - MINUTE);
    let visitor = site.visitor();
    assert_eq!(come_in(&site, &visitor, "ann@example.com").await.path, "/leaving");
    site.clock.advance(2 * MINUTE);
    site.work().await;
    visitor.post("/leaving", &[]).await.expect(410);
    visitor.get("/leaving").await.expect(303);
    let fresh = site.visitor();
    assert_eq!(
        come_in(&site, &fresh, "ann@example.com").await.path,
        "/welcome",
        "with the address one begins anew"
    );
}

#[actix_web::test]
async fn two_administrators_cannot_both_leave() {
    let site = Site::start().await;
    let (nora, otto) =
        (site.person("Nora", Role::Administrator).await, site.person("Otto", Role::Administrator).await);
    let other = site.browser_of(&otto).await;
    site.browser_of(&nora).await.post("/settings/delete", &ALL_STAYS).await.expect(303);
    other.post("/settings/delete", &ALL_STAYS).await.expect(409);
    site.clock.advance(8 * DAY);
    site.work().await;
    let other = site.browser_of(&otto).await;
    other.post("/settings/delete", &ALL_STAYS).await.expect(409);
    let form = [("posts", "perhaps"), ("votes", "stay")];
    other.post("/settings/delete", &form).await.expect(422);
}

#[actix_web::test]
async fn coming_back_and_the_end_of_the_week_at_once_have_one_outcome() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    for _ in 0..4 {
        site.browser_of(&ann).await.post("/settings/delete", &ALL_STAYS).await.expect(303);
        let (id, due) = (ann.id, site.now().plus(leaving::GRACE));
        let back = site.state.db.write(move |db| leaving::take_back(db, id));
        let end = site.state.db.write(move |db| leaving::begin_due(db, due));
        let (back, end) = futures_util::future::join(back, end).await;
        let left: i64 = site.read(|db| Ok(departures::table.count().get_result(db)?)).await;
        assert_eq!(
            left,
            i64::from(back.is_err()),
            "who came back is not erased, who is erased did not come back"
        );
        if back.is_err() {
            assert_eq!(end.unwrap(), [id]);
            break;
        }
    }
}
