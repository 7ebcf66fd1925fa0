//! Nothing about a hidden or waiting post leaves the site: no page, list, search hit, similar idea, feed, sitemap, mail,
//! route or webhook.

use diesel::prelude::*;
use groundswell::boards::{Board, Premoderation};
use groundswell::cli::doctor::examine;
use groundswell::db::schema::{deliveries, revisions, routes};
use groundswell::ideas::edit::version;
use groundswell::ideas::{Idea, PostState};
use groundswell::people::{Person, Role};
use groundswell::triage::rules::{self, RuleDraft, RuleInput};
use groundswell::triage::teams::{self, TeamDraft, TeamInput};

use crate::support::{Browser, Site};

/// A word that is in the posts that must not leave, and nowhere else.
const SECRET: &str = "zyxomat";

/// Every page and document on which an idea or its comments could show.
fn places(board: &Board, idea: &Idea, author: &Person) -> Vec<String> {
    let mut places = vec![
        format!("/search?q={SECRET}"),
        format!("/search?q={SECRET}s"),
        format!("/ideas/similar?title=lantern+{SECRET}&board={}", board.slug),
        "/feeds/site.atom".into(),
        format!("/feeds/boards/{}.atom", board.slug),
        format!("/feeds/ideas/{}.atom", idea.id),
        "/sitemap.xml".into(),
        "/sitemaps/1.xml".into(),
        format!("/people/{}", author.id),
        "/moderation/log".into(),
        format!("/ideas/{}", idea.id),
    ];
    for order in ["trending", "top", "new", "discussed", "answered", "unanswered"] {
        places.push(format!("/?order={order}"));
        places.push(format!("/boards/{}?order={order}", board.slug));
    }
    places
}

/// Where the secret shows, to this browser.
async fn shown_at(browser: &Browser, places: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for place in places {
        let page = browser.visit(place).await;
        let said = page.text.replace("<mark>", "").replace("</mark>", "").to_lowercase();
        let hits = said.matches("zyxomat lantern").count() + said.matches("zyxomat-lantern").count();
        if hits > 0 {
            found.push(place.clone());
        }
    }
    found
}

/// A team that a rule sends everything to that has the secret in it, with a member and a webhook.
async fn watchful_team(site: &Site) {
    let member = site.person("Tove", Role::TeamMember).await;
    let settings = site.state.settings().await.unwrap();
    let now = site.now();
    site.write(move |db| {
        let input = TeamInput {
            name: "Lamps",
            webhook_url: "https://hooks.example.com/in",
            address: "lamps@example.com",
            ..TeamInput::default()
        };
        let team = teams::create(db, &TeamDraft::parse(&input, false)?, now)?;
        teams::add_member(db, team.id, &member.handle)?;
        let id = team.id.to_string();
        let rule =
            RuleInput { name: "Lamps", team: &id, due_days: "7", words: SECRET, ..RuleInput::default() };
        let rule = rules::create(db, &RuleDraft::parse(&rule, &settings.catalog, &[team.id])?, now)?;
        rules::set_on(db, rule.id, true, now)
    })
    .await;
}

/// How many routes and deliveries there are, and which mails tell of the secret.
async fn consequences(site: &Site) -> (i64, i64, Vec<String>) {
    let told = site.letters().await;
    let told = told.iter().filter(|letter| format!("{letter:?}").contains(SECRET));
    let told = told.filter(|letter| letter.state != "withheld").map(|letter| letter.to.clone()).collect();
    let (routes, deliveries) = site
        .read(|db| {
            let routes: i64 = routes::table.count().get_result(db)?;
            let deliveries: i64 = deliveries::table.count().get_result(db)?;
            Ok((routes, deliveries))
        })
        .await;
    (routes, deliveries, told)
}

#[actix_web::test]
async fn a_waiting_idea_stays_inside_until_it_is_approved() {
    let site = Site::start().await;
    let board = site.careful_board("Gear", Premoderation::All).await;
    watchful_team(&site).await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A zyxomat lantern").await;
    let places = places(&board, &idea, &ann);
    let nowhere: [String; 0] = [];
    assert_eq!(consequences(&site).await, (0, 0, vec![]));
    for browser in [site.visitor(), site.browser_of(&ben).await] {
        assert_eq!(shown_at(&browser, &places).await, nowhere);
        browser.get(&format!("/ideas/{}", idea.id)).await.expect(404);
    }
    let moderator = site.browser_of(&maja).await;
    moderator.post(&format!("/ideas/{}/approve", idea.id), &[]).await.expect(303);
    let (routes, deliveries, told) = consequences(&site).await;
    assert_eq!((routes, deliveries), (1, 1), "the rule runs once it may");
    assert!(told.contains(&"lamps@example.com".to_owned()), "{told:?}");
    let shown = shown_at(&site.visitor(), &places).await;
    assert!(shown.len() > 10, "these places do show ideas: {shown:?}");
}

#[actix_web::test]
async fn a_hidden_idea_leaves_every_place_at_once_and_tells_its_author_alone() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A zyxomat lantern").await;
    site.work().await;
    let places = places(&board, &idea, &ann);
    assert!(shown_at(&site.visitor(), &places).await.len() > 10);
    let moderator = site.browser_of(&maja).await;
    moderator.post(&format!("/ideas/{}/hide", idea.id), &[("reason", "spam")]).await.expect(303);
    let nowhere: [String; 0] = [];
    for round in ["before the worker came", "after it came"] {
        for browser in [site.visitor(), site.browser_of(&ben).await] {
            assert_eq!(shown_at(&browser, &places).await, nowhere, "{round}");
        }
        site.work().await;
    }
    let (_, deliveries, told) = consequences(&site).await;
    assert_eq!((deliveries, told), (0, vec!["ann@example.com".to_owned()]));
    moderator.post(&format!("/ideas/{}/restore", idea.id), &[]).await.expect(303);
    site.work().await;
    assert!(shown_at(&site.visitor(), &places).await.len() > 10, "and comes back");
}

#[actix_web::test]
async fn a_waiting_or_hidden_comment_is_told_to_nobody() {
    let site = Site::start().await;
    let board = site.careful_board("Gear", Premoderation::All).await;
    let (ann, ben) = (site.person("Ann", Role::TeamMember).await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let moderator = site.browser_of(&maja).await;
    let waiting = site.remark(&ben, idea.id, "See my zyxomat lantern, @ann").await;
    let places = places(&board, &idea, &ann);
    let nowhere: [String; 0] = [];
    assert_eq!(consequences(&site).await, (0, 0, vec![]), "no mention, no mail to followers");
    assert_eq!(shown_at(&site.visitor(), &places).await, nowhere);
    moderator.post(&format!("/comments/{}/approve", waiting.id), &[]).await.expect(303);
    moderator.post(&format!("/comments/{}/hide", waiting.id), &[("reason", "spam")]).await.expect(303);
    assert_eq!(consequences(&site).await, (0, 0, vec![]), "hidden before the worker came");
    assert_eq!(shown_at(&site.visitor(), &places).await, nowhere);
    moderator.post(&format!("/comments/{}/restore", waiting.id), &[]).await.expect(303);
    site.work().await;
    assert!(!shown_at(&site.visitor(), &places).await.is_empty(), "these places do show comments");
}

/// The author gives an idea another title through its form; gives what the next page says.
async fn retitle(site: &Site, author: &Person, idea: &Idea, title: &str) -> String {
    let seen = version(&site.stored_idea(idea.id).await);
    let fields = [("seen", seen.as_str()), ("title", title), ("body", "Buy a zyxomat lantern here.")];
    let page = site.browser_of(author).await.submit(&format!("/ideas/{}/edit", idea.id), &fields).await;
    page.expect(200).text_of(".flash p")
}

async fn assert_sound(site: &Site) {
    site.work().await;
    let found: Vec<String> = examine(&site.state.db).await.unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(found, [""; 0]);
}

#[actix_web::test]
async fn an_edit_of_an_approved_idea_waits_again() {
    let site = Site::start().await;
    let board = site.careful_board("Gear", Premoderation::All).await;
    watchful_team(&site).await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let moderator = site.browser_of(&maja).await;
    let idea = site.idea(&ann, &board, "A plain lantern").await;
    let path = |act: &str| format!("/ideas/{}/{act}", idea.id);
    moderator.post(&path("approve"), &[]).await.expect(303);
    let reader = site.browser_of(&ben).await;
    reader.post(&path("vote"), &[("vote", "up")]).await.expect(303);
    reader.post(&path("report"), &[("reason", "spam")]).await.expect(303);
    site.work().await;
    let places = places(&board, &idea, &ann);
    let nowhere: [String; 0] = [];

    let said = retitle(&site, &ann, &idea, "A zyxomat lantern").await;
    assert!(said.starts_with("Your changes wait for a moderator."), "{said}");
    assert_eq!(site.standing(idea.id).await, (0, PostState::Pending));
    for round in ["before the worker came", "after it came"] {
        for browser in [&site.visitor(), &reader] {
            assert_eq!(shown_at(browser, &places).await, nowhere, "{round}");
            browser.get(&format!("/ideas/{}", idea.id)).await.expect(404);
            browser.get(&path("history")).await.expect(404);
        }
        assert_sound(&site).await;
    }
    assert_eq!(consequences(&site).await, (0, 0, vec![]));
    let page = moderator.get("/moderation").await.expect(200);
    assert_eq!(page.texts(".held .pill"), ["Waiting for approval"], "once, though it is reported as well");
    assert_eq!(page.text_of(".tabs .tally"), "1");
    let changes = page.attributes(".held .meta a", "href").pop().unwrap();
    let history = moderator.get(&changes).await.expect(200);
    assert_eq!(history.texts(".diff del")[0], "plain");

    retitle(&site, &ann, &idea, "One more zyxomat lantern").await;
    let kept: i64 = site.read(|db| Ok(revisions::table.count().get_result(db)?)).await;
    assert_eq!(kept, 1, "a text that nobody let through is in no history");
    moderator.post(&path("approve"), &[]).await.expect(303);
    assert_eq!(site.waiting_reports().await, 0, "approved as it stands");
    assert_sound(&site).await;
    assert!(shown_at(&site.visitor(), &places).await.len() > 10);
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2, "its votes stayed");
    let posted = site.event_kinds().await.iter().filter(|kind| *kind == "idea_posted").count();
    assert_eq!(posted, 1, "it is no new idea");
    assert_eq!(consequences(&site).await.0, 1, "the rule sees the text once everybody does");
}

#[actix_web::test]
async fn an_edit_of_an_approved_comment_waits_again() {
    let site = Site::start().await;
    let board = site.careful_board("Gear", Premoderation::All).await;
    let (ann, ben) = (site.person("Ann", Role::TeamMember).await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let moderator = site.browser_of(&maja).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let comment = site.remark(&ben, idea.id, "With a plain lamp").await;
    let path = |act: &str| format!("/comments/{}/{act}", comment.id);
    moderator.post(&path("approve"), &[]).await.expect(303);
    site.clear_letters().await;
    let author = site.browser_of(&ben).await;
    let page = author.submit(&path("edit"), &[("body", "See my zyxomat lantern, @ann")]).await.expect(200);
    assert!(page.text_of(".flash p").starts_with("Your change waits for a moderator."));
    let places = places(&board, &idea, &ann);
    let nowhere: [String; 0] = [];
    for _ in ["before the worker came", "after it came"] {
        assert_eq!(shown_at(&site.visitor(), &places).await, nowhere);
        assert_eq!(site.stored_idea(idea.id).await.comment_count, 0);
        assert_sound(&site).await;
    }
    moderator.post(&path("hide"), &[("reason", "spam")]).await.expect(303);
    moderator.post(&path("restore"), &[]).await.expect(303);
    assert_eq!(site.comment_state(comment.id).await, PostState::Visible);
    author.post(&path("edit"), &[("body", "See my other zyxomat lantern, @ann")]).await.expect(303);
    moderator.post(&path("approve"), &[]).await.expect(303);
    assert_eq!(site.stored_idea(idea.id).await.comment_count, 1);
    assert_sound(&site).await;
    assert!(!shown_at(&site.visitor(), &places).await.is_empty());
    let posted = site.event_kinds().await.iter().filter(|kind| *kind == "comment_posted").count();
    assert_eq!(posted, 1, "it is no new comment");
    assert_eq!(consequences(&site).await.2, [""; 0]);
}

#[actix_web::test]
async fn an_edit_waits_only_where_a_new_post_would() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    for (name, waits) in [("Gear", Premoderation::FirstPosts), ("App", Premoderation::All)] {
        let board = site.careful_board(name, waits).await;
        let ann = site.customer(if name == "Gear" { "Ann" } else { "Ava" }).await;
        let idea = site.idea(&ann, &board, "A plain lantern").await;
        let approve = format!("/ideas/{}/approve", idea.id);
        site.browser_of(&maja).await.post(&approve, &[]).await.expect(303);
        let author = if waits == Premoderation::All { &maja } else { &ann };
        retitle(&site, author, &idea, "A zyxomat lantern").await;
        assert_eq!(site.standing(idea.id).await, (2, PostState::Visible), "{name}");
    }
}
