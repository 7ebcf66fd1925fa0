//! Posting an idea.

use diesel::prelude::*;
use groundswell::boards::Premoderation;
use groundswell::db::schema::{drafts, idea_tags, ideas, people, votes};
use groundswell::ideas::PostState;
use groundswell::ids::IdeaId;
use groundswell::people::Role;
use groundswell::time::HOUR;

use crate::support::{ACTING, Page, Site, hostile};

const BODY: &str = "At dawn the **white** map wakes the tent.";

fn number(page: &Page) -> IdeaId {
    let location = page.location().unwrap();
    let part = location.rsplit('/').next().unwrap();
    IdeaId::new(part.split(['-', '?']).next().unwrap().parse().unwrap())
}

async fn count(site: &Site) -> i64 {
    site.read(|db| Ok(ideas::table.count().get_result(db)?)).await
}

#[actix_web::test]
async fn an_idea_is_posted_with_board_category_tags_and_its_authors_own_vote() {
    let site = Site::start().await;
    let (gear, app) = (site.board("Gear").await, site.board("Trail app").await);
    site.category(&gear, "tents").await;
    let maps = site.category(&app, "maps").await;
    site.tag("night", false).await;
    site.tag("secret", true).await;
    let ann = site.customer("Ann").await;
    let browser = site.browser_of(&ann).await;
    let form = browser.get("/ideas/new?board=trail-app").await.expect(200);
    assert_eq!(form.texts("select#board option[selected]"), ["Trail app"]);
    assert_eq!(form.attributes("select#category optgroup", "label"), ["Gear", "Trail app"]);
    assert_eq!(form.attributes("#tags input", "value"), ["night"], "staff-only tags are not offered");
    let key = form.attributes("input[name=form_key]", "value").remove(0);
    let fields = [
        ("form_key", key.as_str()),
        ("board", "trail-app"),
        ("category", "trail-app/maps"),
        ("title", "  Dark mode "),
        ("body", BODY),
        ("tags", "night"),
    ];
    let posted = browser.post("/ideas", &fields).await.expect(303);
    let idea = site.stored_idea(number(&posted)).await;
    assert_eq!((idea.title.as_str(), idea.board_id, idea.category_id), ("Dark mode", app.id, Some(maps)));
    assert_eq!((idea.ranks.promotions, idea.follower_count, idea.comment_count), (1, 1, 0));
    let id = idea.id;
    let rows = site
        .read(move |db| {
            let tags: i64 = idea_tags::table.filter(idea_tags::idea_id.eq(id)).count().get_result(db)?;
            let own: Vec<bool> =
                votes::table.filter(votes::idea_id.eq(id)).select(votes::is_author).load(db)?;
            Ok((tags, own))
        })
        .await;
    assert_eq!(rows, (1, vec![true]));
    let page = browser.follow(posted).await.expect(200);
    assert_eq!(page.path, format!("/ideas/{id}-dark-mode"));
    assert_eq!(page.text_of("h1"), "Dark mode");
    assert!(page.text_of(".flash").contains("Your own vote is counted"));
    assert_eq!(page.text_of(".prose strong"), "white");
    assert_eq!(page.attributes(".vote", "data-mine"), ["up"]);
    assert_eq!(site.events().await, ["idea_posted"]);
}

#[actix_web::test]
async fn sending_the_form_twice_posts_once_and_another_text_posts_another() {
    let site = Site::start().await;
    site.board("Gear").await;
    let browser = site.browser_of(&site.customer("Ann").await).await;
    let form =
        |title| [("form_key", "0123456789abcdef"), ("board", "gear"), ("title", title), ("body", BODY)];
    let first = number(&browser.post("/ideas", &form("A lighter tent")).await.expect(303));
    let again = number(&browser.post("/ideas", &form("A lighter tent")).await.expect(303));
    assert_eq!((first, count(&site).await), (again, 1));
    let other = number(&browser.post("/ideas", &form("A warmer tent")).await.expect(303));
    assert_ne!(first, other, "a page that one went back to posts another text as another idea");
    let eight = (0..8).map(|_| {
        let browser = browser.clone();
        async move { number(&browser.post("/ideas", &form("A tent sent eight times")).await.expect(303)) }
    });
    let ids = futures_util::future::join_all(eight).await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(count(&site).await, 3);
}

#[actix_web::test]
async fn a_form_that_fails_comes_back_as_typed() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let app = site.board("App").await;
    site.category(&gear, "tents").await;
    site.category(&app, "maps").await;
    site.tag("night", false).await;
    let browser = site.browser_of(&site.customer("Ann").await).await;
    let fields =
        [("board", "gear"), ("category", "app/maps"), ("title", "Map"), ("body", BODY), ("tags", "night")];
    let page = browser.post("/ideas", &fields).await.expect(422);
    assert!(page.text_of("title").starts_with("Error: "));
    assert_eq!(page.attributes(".error-summary a", "href"), ["#title", "#category"]);
    assert!(page.text_of("#title-error").contains("at least 4 characters"));
    assert_eq!(page.attributes("#title", "value"), ["Map"]);
    assert_eq!(page.text_of("textarea#body"), BODY);
    assert_eq!(page.attributes("#category option[selected]", "value"), ["app/maps"]);
    assert_eq!(page.attributes("#tags input[checked]", "value"), ["night"]);
    let long = "x".repeat(121);
    let body = "y".repeat(20_001);
    let page =
        browser.post("/ideas", &[("board", "gear"), ("title", &long), ("body", &body)]).await.expect(422);
    assert!(page.text_of("#title-error").contains("121"), "{}", page.text_of("#title-error"));
    assert!(page.text_of("#body-error").contains("20,001"), "{}", page.text_of("#body-error"));
    assert_eq!(page.text_of("textarea#body").len(), 20_001, "nothing is cut");
    for (title, body, bad) in [
        ("\u{200B}\u{200B}\u{200B}\u{200B}", BODY, "#title-error"),
        ("A lighter tent", "\u{200B} \u{3164}", "#body-error"),
        ("A lighter\0 tent", BODY, "#title-error"),
        ("A lighter tent", "null \0 byte", "#body-error"),
        ("A lighter tent", "", "#body-error"),
    ] {
        let fields = [("board", "gear"), ("title", title), ("body", body)];
        let page = browser.post("/ideas", &fields).await.expect(422);
        assert!(page.has(bad), "{title:?} {body:?}");
    }
    for fields in [
        vec![("board", "nowhere"), ("title", "A lighter tent"), ("body", BODY)],
        vec![("board", "gear"), ("title", "A lighter tent"), ("body", BODY), ("tags", "unknown")],
        vec![],
    ] {
        browser.post("/ideas", &fields).await.expect(422);
    }
    let limit = [("board", "gear"), ("title", &"😀".repeat(120)), ("body", &"é".repeat(20_000))];
    browser.post("/ideas", &limit).await.expect(303);
    assert_eq!(count(&site).await, 1);
}

#[actix_web::test]
async fn a_preview_shows_the_rendered_text_and_posts_nothing() {
    let site = Site::start().await;
    site.board("Gear").await;
    for browser in [site.visitor(), site.browser_of(&site.customer("Ann").await).await] {
        let fields =
            [("board", "gear"), ("title", "T"), ("body", BODY), ("preview", "1"), ("form_key", "abcdefgh")];
        let page = browser.post("/ideas", &fields).await.expect(200);
        assert_eq!(page.text_of(".preview .prose strong"), "white");
        assert_eq!(page.attributes("#title", "value"), ["T"]);
        assert_eq!(page.text_of("textarea#body"), BODY);
        assert_eq!(page.attributes("input[name=form_key]", "value"), ["abcdefgh"]);
        assert!(!page.has(".error-summary"));
    }
    assert_eq!(count(&site).await, 0);
}

#[actix_web::test]
async fn what_was_typed_before_signing_in_fills_the_form_afterwards() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    site.category(&gear, "tents").await;
    site.tag("night", false).await;
    let visitor = site.visitor();
    visitor.get("/ideas/new").await.expect(200);
    let fields = [
        ("board", "gear"),
        ("category", "gear/tents"),
        ("title", "A lighter tent"),
        ("body", BODY),
        ("tags", "night"),
    ];
    let away = visitor.post("/ideas", &fields).await.expect(303);
    assert!(away.location().unwrap().starts_with("/signin"), "{:?}", away.location());
    assert_eq!(count(&site).await, 0);
    let bad = visitor.post("/ideas", &[("board", "gear"), ("title", "x"), ("body", BODY)]).await;
    bad.expect(422);
    // The key goes to whoever signs in; here it is given a new one, as signing in does.
    site.write(|db| {
        diesel::update(drafts::table)
            .set(drafts::key_hash.eq(groundswell::site::token_hash("the-key")))
            .execute(db)?;
        Ok(())
    })
    .await;
    let browser = site.browser_of(&site.customer("Ann").await).await;
    let form = browser.get("/ideas/new?draft=the-key").await.expect(200);
    assert_eq!(form.attributes("#title", "value"), ["A lighter tent"]);
    assert_eq!(form.text_of("textarea#body"), BODY);
    assert_eq!(form.attributes("#category option[selected]", "value"), ["gear/tents"]);
    assert_eq!(form.attributes("#tags input[checked]", "value"), ["night"]);
    let kept = [fields.as_slice(), &[("draft", "the-key")]].concat();
    browser.post("/ideas", &kept).await.expect(303);
    let left: i64 = site.read(|db| Ok(drafts::table.count().get_result(db)?)).await;
    assert_eq!((left, count(&site).await), (0, 1), "what is posted is no draft any more");
    let unknown = browser.get("/ideas/new?draft=another").await.expect(200);
    assert_eq!(unknown.attributes("#title", "value"), [""]);
}

#[actix_web::test]
async fn a_post_that_waits_for_a_moderator_is_seen_by_its_author_and_moderators_only() {
    let site = Site::start().await;
    site.guarded_board("Gear", Premoderation::All).await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let mod_ = site.person("Mo", Role::Moderator).await;
    let browser = site.browser_of(&ann).await;
    let fields = [("board", "gear"), ("title", "A lighter tent"), ("body", BODY)];
    let page = browser.submit("/ideas", &fields).await.expect(200);
    assert!(page.text_of(".flash[role=status]").contains("waits for a moderator"));
    assert!(page.texts(".flash.warn").iter().any(|text| text.contains("waits for a moderator")));
    site.browser_of(&mod_).await.get(&page.path).await.expect(200);
    site.browser_of(&ben).await.get(&page.path).await.expect(404);
    site.visitor().get(&page.path).await.expect(404);
    assert!(site.events().await.is_empty(), "nothing about it leaves the site");
    let idea = site.stored_idea(IdeaId::new(1)).await;
    assert_eq!((idea.state, idea.shown), (PostState::Pending, 0));
}

#[actix_web::test]
async fn staff_boards_are_for_staff_and_archived_boards_for_nobody() {
    let site = Site::start().await;
    site.board("Gear").await;
    site.staff_board("Field tests").await;
    let old = site.board("Old").await;
    let now = site.now();
    site.write(move |db| {
        use groundswell::db::schema::boards;
        diesel::update(boards::table.find(old.id)).set(boards::archived_at.eq(now)).execute(db)?;
        Ok(())
    })
    .await;
    site.state.reload().await.unwrap();
    let customer = site.browser_of(&site.customer("Ann").await).await;
    let staff = site.browser_of(&site.person("Tess", Role::TeamMember).await).await;
    let post = |board: &'static str| [("board", board), ("title", "A lighter tent"), ("body", BODY)];
    assert!(!customer.get("/ideas/new").await.text.contains("Field tests"));
    assert!(staff.get("/ideas/new").await.text.contains("Field tests"));
    customer.post("/ideas", &post("field-tests")).await.expect(422);
    customer.post("/ideas", &post("old")).await.expect(422);
    staff.post("/ideas", &post("old")).await.expect(422);
    let posted = staff.post("/ideas", &post("field-tests")).await.expect(303);
    let path = posted.location().unwrap();
    staff.get(&path).await.expect(200);
    customer.get(&path).await.expect(404);
}

#[actix_web::test]
async fn similar_ideas_are_shown_by_the_button_and_can_be_voted_for_instead() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let staff_board = site.staff_board("Field tests").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let tess = site.person("Tess", Role::TeamMember).await;
    let idea = site.idea(&ann, &board, "Dark mode for the trail map").await;
    site.idea(&tess, &staff_board, "Dark mode for the trail map of testers").await;
    site.idea(&ann, &board, "Lighter tent pegs").await;
    site.work().await;
    let browser = site.browser_of(&ben).await;
    let fields = [("board", "gear"), ("title", "Dark trail map"), ("body", ""), ("similar", "1")];
    let page = browser.post("/ideas", &fields).await.expect(200);
    assert_eq!(page.texts("#similar li a"), ["Dark mode for the trail map"]);
    assert_eq!(page.attributes("#title", "value"), ["Dark trail map"]);
    assert_eq!(page.attributes("#title", "data-similar-url"), ["/ideas/similar"]);
    let none = [("board", "gear"), ("title", "Zzzqqq"), ("body", "Xyzzy"), ("similar", "1")];
    assert!(browser.post("/ideas", &none).await.expect(200).text_of("#similar").contains("nothing like it"));
    let action = page.attributes("#similar button", "formaction").remove(0);
    let voted = browser.submit(&action, &[("vote", "up")]).await.expect(200);
    assert_eq!(voted.text_of("h1"), "Dark mode for the trail map");
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2);
}

#[actix_web::test]
async fn hostile_strings_are_stored_and_shown_as_typed() {
    let site = Site::start().await;
    site.board("Gear").await;
    let browser = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let mut posted = 0;
    for (n, text) in hostile(41).into_iter().enumerate() {
        if n % 100 == 99 {
            site.clock.advance(HOUR);
        }
        let title: String = format!("{n} {text}").replace(['\n', '\r'], " ").chars().take(120).collect();
        let fields = [("board", "gear"), ("title", title.as_str()), ("body", text.as_str())];
        let page = browser.post("/ideas", &fields).await;
        if page.status == 422 {
            assert!(page.has("#body-error, #title-error"), "{text:?}");
            assert_eq!(page.attributes("#title", "value"), [title], "as typed");
            continue;
        }
        posted += 1;
        let page = browser.follow(page.expect(303)).await.expect(200);
        let idea = site.stored_idea(number_of(&page)).await;
        assert_eq!(idea.title, title.trim());
        assert_eq!(idea.body, text.replace("\r\n", "\n").replace('\r', "\n"));
        let folded = title.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(page.text_of("h1"), folded, "the title is shown as typed");
        assert!(!page.has(ACTING), "because of {text:?}");
    }
    assert!(posted > 90, "{posted}");
}

fn number_of(page: &Page) -> IdeaId {
    let part = page.path.rsplit('/').next().unwrap();
    IdeaId::new(part.split(['-', '?']).next().unwrap().parse().unwrap())
}

#[actix_web::test]
async fn a_title_that_turns_direction_is_isolated() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "abc \u{202E}gnp.tent").await;
    let page = site.visitor().visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert_eq!(page.texts("h1 bdi"), ["abc \u{202E}gnp.tent"]);
}

#[actix_web::test]
async fn the_banned_and_the_hurried_are_told_why_they_cannot_post() {
    let site = Site::start().await;
    site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (id, by, now) = (ann.id, ben.id, site.now());
    site.write(move |db| {
        use groundswell::db::schema::bans;
        let values = (
            bans::person_id.eq(id),
            bans::reason.eq("spam"),
            bans::created_by.eq(by),
            bans::created_at.eq(now),
        );
        diesel::insert_into(bans::table).values(values).execute(db)?;
        Ok(())
    })
    .await;
    let fields = [("board", "gear"), ("title", "A lighter tent"), ("body", BODY)];
    let page = site.browser_of(&ann).await.post("/ideas", &fields).await.expect(403);
    assert!(page.text.contains("cannot post"), "{}", page.text_of("main"));
    let browser = site.browser_of(&ben).await;
    for n in 0..20 {
        let title = format!("Tent number {n}");
        browser.post("/ideas", &[("board", "gear"), ("title", &title), ("body", BODY)]).await.expect(303);
    }
    browser.post("/ideas", &fields).await.expect(429);
    assert_eq!(count(&site).await, 20);
    let people: i64 = site.read(|db| Ok(people::table.count().get_result(db)?)).await;
    assert_eq!(people, 2);
}
