//! Storm sessions: made on the desk, open for a time, answered at the end.

use diesel::prelude::*;
use groundswell::boards::{Audience, BoardDraft, Premoderation, Voting};
use groundswell::db::schema::{acts, events, storms as rows};
use groundswell::history::ActAudience;
use groundswell::ids::StormId;
use groundswell::people::Role;
use groundswell::storms;
use groundswell::time::{DAY, HOUR, MINUTE};

use crate::support::{Browser, Page, Site};

/// Noon of the first day of every test, as its form's field shows it.
const NOON: &str = "2026-01-15T12:00";

/// Makes a session from noon on for a day, and gives its address on the desk.
pub async fn made(manager: &Browser, board: i64, question: &str) -> String {
    let fields = [
        ("question", question),
        ("board", &board.to_string()),
        ("rules", "**Light** things only."),
        ("starts", NOON),
        ("ends", "2026-01-16T12:00"),
    ];
    let page = manager.post("/desk/storms/new", &fields).await.expect(303);
    page.location().unwrap()
}

pub async fn published(manager: &Browser, board: i64, question: &str) -> String {
    let desk = made(manager, board, question).await;
    manager.post(&format!("{desk}/publish"), &[]).await.expect(303);
    desk
}

pub fn number(desk: &str) -> StormId {
    desk.rsplit('/').next().unwrap().parse().unwrap()
}

/// Posts an idea in a session.
pub async fn post_into(browser: &Browser, storm: StormId, title: &str) -> Page {
    let form = browser.get(&format!("/ideas/new?storm={storm}")).await.expect(200);
    let value = |name: &str| form.attributes(&format!("[name={name}]"), "value").remove(0);
    let fields = [
        ("title", title),
        ("body", "It would help a lot on the way."),
        ("board", &value("board")),
        ("storm", &value("storm")),
        ("form_key", &value("form_key")),
    ];
    browser.post("/ideas", &fields).await
}

async fn told(site: &Site) -> Vec<String> {
    site.read(|db| {
        Ok(events::table
            .filter(events::kind.like("storm%"))
            .order(events::id)
            .select(events::kind)
            .load(db)?)
    })
    .await
}

#[actix_web::test]
async fn a_session_is_made_published_posted_in_closed_and_answered() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (maja, ann) = (site.person("Maja", Role::ProductManager).await, site.customer("Ann").await);
    let (manager, customer) = (site.browser_of(&maja).await, site.browser_of(&ann).await);
    let desk = made(&manager, board.id.raw(), "What should a tent weigh?").await;
    let id = number(&desk);
    let public = format!("/storms/{id}-what-should-a-tent-weigh");
    customer.get(&public).await.expect(404);
    assert!(!customer.get("/").await.has(".call"), "a draft is told of to nobody");

    manager.post(&format!("{desk}/publish"), &[]).await.expect(303);
    for path in ["/", "/boards/gear"] {
        assert_eq!(customer.get(path).await.text_of(".call a"), "What should a tent weigh?", "{path}");
    }
    let moved = customer.get(&format!("/storms/{id}")).await.expect(301);
    assert_eq!(moved.location().unwrap(), public);
    let page = customer.get(&public).await.expect(200);
    assert_eq!(page.text_of(".prose strong"), "Light");
    assert!(page.text_of(".page-head .meta").contains("1 day left"));

    let posted = post_into(&customer, id, "At most a kilo").await.expect(303);
    let idea = customer.get(&posted.location().unwrap()).await.expect(200);
    assert_eq!(idea.texts(".aside a[href^='/storms/']"), ["What should a tent weigh?"]);
    assert!(customer.get(&public).await.texts(".idea-row h2").contains(&"At most a kilo".to_owned()));
    let feed = site.visitor().get(&format!("/feeds/storms/{id}.atom")).await.expect(200);
    assert!(feed.text.contains("At most a kilo"));

    let early = manager.post(&format!("{desk}/answer"), &[("answer", "We will."), ("publish", "1")]).await;
    early.expect(303);
    assert!(!customer.get(&public).await.has(".response"), "not while it runs");
    site.clock.advance(DAY);
    let page = customer.get(&public).await.expect(200);
    assert!(!page.has("a[href^='/ideas/new?storm=']"));
    assert!(!customer.get("/").await.has(".call"));
    let fields = [("answer", "**We** will."), ("summary", "One idea."), ("publish", "1")];
    manager.post(&format!("{desk}/answer"), &fields).await.expect(303);
    let page = site.visitor().get(&public).await.expect(200);
    assert_eq!(page.texts(".response .prose"), ["We will.", "One idea."]);
    assert!(site.visitor().get("/storms").await.text_of("[aria-labelledby=past-h]").contains("We will."));
    let history = manager.get(&desk).await.texts(".timeline li");
    assert_eq!(history.len(), 3, "{history:?}");
}

#[actix_web::test]
async fn an_idea_typed_while_the_session_closed_comes_back_as_typed() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (maja, ann) = (site.person("Maja", Role::ProductManager).await, site.customer("Ann").await);
    let (manager, customer) = (site.browser_of(&maja).await, site.browser_of(&ann).await);
    let desk = published(&manager, board.id.raw(), "What is missing?").await;
    let form = customer.get(&format!("/ideas/new?storm={}", number(&desk))).await.expect(200);
    let storm = form.attributes("[name=storm]", "value").remove(0);
    assert!(manager.get(&format!("{desk}/close")).await.expect(200).has(".btn-danger"));
    site.clock.advance(MINUTE);
    manager.post(&format!("{desk}/close"), &[]).await.expect(303);
    let fields = [("title", "A hook for the lamp"), ("body", "One."), ("board", "gear"), ("storm", &storm)];
    let page = customer.post("/ideas", &fields).await.expect(422);
    assert_eq!(page.attributes("[name=title]", "value"), ["A hook for the lamp"]);
    assert!(!page.has("[name=storm]"), "the next try is an ordinary idea");
    assert!(page.has("#storm.error"));
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert!(log.text.contains("Storm session closed early"));
    manager.post(&format!("{desk}/extend"), &[("ends", "2026-02-01T12:00")]).await.expect(303);
    let page = manager.get(&desk).await;
    assert_eq!(page.text_of(".flash.warn p"), "The session is over.");
}

#[actix_web::test]
async fn a_form_that_cannot_be_taken_comes_back_as_typed() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let board = board.id.to_string();
    let fields =
        [("question", ""), ("board", &*board), ("rules", "Kept."), ("starts", "soon"), ("ends", NOON)];
    let page = manager.post("/desk/storms/new", &fields).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#question", "#starts"]);
    assert_eq!(page.text_of("textarea"), "Kept.");
    assert_eq!(page.attributes("#starts", "value"), ["soon"]);
    let desk = published(&manager, board.parse().unwrap(), "What is missing?").await;
    let page = manager.post(&format!("{desk}/extend"), &[("ends", NOON)]).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#ends"]);
    manager.post(&format!("{desk}/extend"), &[("ends", "2026-01-20T12:00")]).await.expect(303);
    assert!(manager.get(&desk).await.texts(".timeline li")[0].contains("Extended to 20 January 2026, 12:00"));
}

#[actix_web::test]
async fn opening_and_closing_are_told_once_however_often_workers_look() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let fields = [
        ("question", "What is missing?"),
        ("board", &*board.id.to_string()),
        ("starts", "2026-01-15T13:00"),
        ("ends", "2026-01-15T14:00"),
    ];
    let desk = manager.post("/desk/storms/new", &fields).await.expect(303).location().unwrap();
    let id = number(&desk);
    site.clock.advance(HOUR);
    groundswell::worker::run_one(&site.state).await.unwrap();
    assert_eq!(told(&site).await, [""; 0], "a draft opens for nobody");
    site.write(move |db| {
        let earlier = rows::starts_at.eq(rows::starts_at + HOUR);
        diesel::update(rows::table.find(id)).set((rows::is_published.eq(true), earlier)).execute(db)?;
        Ok(diesel::update(rows::table.find(id)).set(rows::ends_at.eq(rows::ends_at + HOUR)).execute(db)?)
    })
    .await;
    groundswell::worker::run_one(&site.state).await.unwrap();
    assert_eq!(told(&site).await, [""; 0], "not before its time");
    site.clock.advance(HOUR);
    let look = || groundswell::worker::run_one(&site.state);
    let (one, other) = futures_util::future::join(look(), look()).await;
    one.and(other).unwrap();
    assert_eq!(told(&site).await, ["storm_opened"]);
    site.clock.advance(DAY);
    groundswell::worker::drain(&site.state).await.unwrap();
    groundswell::worker::drain(&site.state).await.unwrap();
    assert_eq!(told(&site).await, ["storm_opened", "storm_closed"]);
}

#[actix_web::test]
async fn nothing_of_what_is_hidden_is_in_a_session_and_merged_ideas_say_where_they_went() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let inner = BoardDraft::parse("Inside", "", "").unwrap().with(
        Audience::Staff,
        Voting::PromoteDemote,
        Premoderation::Off,
        7,
    );
    let inner = site.board_from(inner).await;
    let (maja, ann) = (site.person("Maja", Role::ProductManager).await, site.customer("Ann").await);
    let (manager, customer) = (site.browser_of(&maja).await, site.browser_of(&ann).await);
    let desk = published(&manager, board.id.raw(), "What is missing?").await;
    let (hidden, kept) =
        (site.idea(&ann, &board, "A secret pocket").await, site.idea(&ann, &board, "A pocket").await);
    let (gone, secret) =
        (site.idea(&ann, &board, "Pockets, please").await, site.idea(&maja, &inner, "Cheaper zips").await);
    for idea in [&hidden, &kept, &gone] {
        let typed = idea.id.to_string();
        manager.post(&format!("{desk}/ideas"), &[("idea", &typed)]).await.expect(303);
    }
    let typed = secret.id.to_string();
    let refused = manager.post(&format!("{desk}/ideas"), &[("idea", &typed)]).await.expect(422);
    assert_eq!(refused.attributes("#idea", "value"), [typed.as_str()]);
    let public = manager.visit(&format!("/storms/{}", number(&desk))).await.path;
    assert_eq!(customer.get(&public).await.texts(".idea-row h2").len(), 3);

    let mo = site.person("Mo", Role::Moderator).await;
    let reason = [("reason", "spam")];
    site.browser_of(&mo).await.post(&format!("/ideas/{}/hide", hidden.id), &reason).await.expect(303);
    let merge = [("into", &*kept.id.to_string())];
    manager.post(&format!("/desk/ideas/{}/merge", gone.id), &merge).await;
    for browser in [&customer, &site.visitor()] {
        let page = browser.get(&public).await.expect(200);
        assert!(!page.text.contains("A secret pocket"));
        assert_eq!(page.texts(".idea-row h2"), ["A pocket"]);
        assert_eq!(page.texts("[aria-labelledby=merged-h] li"), ["Pockets, please is now part of A pocket"]);
    }
    let feed = site.visitor().get(&format!("/feeds/storms/{}.atom", number(&desk))).await.expect(200);
    assert!(!feed.text.contains("A secret pocket"));

    let staff_only = published(&manager, inner.id.raw(), "How do we save?").await;
    let id = number(&staff_only);
    for browser in [&customer, &site.visitor()] {
        browser.get(&format!("/storms/{id}")).await.expect(404);
        browser.get(&format!("/feeds/storms/{id}.atom")).await.expect(404);
        for path in ["/", "/storms", "/moderation/log"] {
            assert!(!browser.get(path).await.text.contains("How do we save?"), "{path}");
        }
    }
    assert!(manager.get("/").await.text.contains("How do we save?"));
}

#[actix_web::test]
async fn a_post_for_a_session_that_ends_at_that_moment_leaves_no_idea() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let desk = published(&manager, board.id.raw(), "What is missing?").await;
    let idea = site.idea(&maja, &board, "A pocket").await;
    let (id, after) = (number(&desk), site.now().plus(DAY));
    let late = site.state.db.write(move |db| storms::ideas::post(db, id, &idea, after)).await;
    assert!(late.is_err());
    assert_eq!(site.read(move |db| storms::ideas::newest(db, id, 10)).await.len(), 0);
}

#[actix_web::test]
async fn what_is_done_with_ideas_of_a_session_for_staff_is_no_public_history() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let inner = BoardDraft::parse("Inside", "", "").unwrap().with(
        Audience::Staff,
        Voting::PromoteDemote,
        Premoderation::Off,
        7,
    );
    let inner = site.board_from(inner).await;
    let (maja, ann) = (site.person("Maja", Role::ProductManager).await, site.customer("Ann").await);
    let manager = site.browser_of(&maja).await;
    let idea = site.idea(&ann, &board, "A pocket").await.id;
    for (board, audience) in [(inner.id, ActAudience::Staff), (board.id, ActAudience::Public)] {
        let desk = published(&manager, board.raw(), "How do we save?").await;
        let typed = idea.to_string();
        manager.post(&format!("{desk}/ideas"), &[("idea", &typed)]).await.expect(303);
        manager.post(&format!("{desk}/ideas/{idea}/remove"), &[]).await.expect(303);
        let told: Vec<ActAudience> = site
            .read(move |db| {
                let own = acts::table.filter(acts::idea_id.eq(idea)).order(acts::id.desc()).limit(2);
                Ok(own.select(acts::audience).load(db)?)
            })
            .await;
        assert_eq!(told, [audience, audience]);
    }
}

#[actix_web::test]
async fn of_two_who_answer_the_second_is_shown_what_the_first_wrote() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let desk = published(&manager, board.id.raw(), "What is missing?").await;
    site.clock.advance(2 * DAY);
    let seen = manager.get(&desk).await.attributes("[name=seen]", "value").remove(0);
    let write = async |answer: &str, seen: &str| {
        let fields = [("answer", answer), ("summary", "One idea."), ("seen", seen)];
        manager.post(&format!("{desk}/answer"), &fields).await
    };
    write("The first.", &seen).await.expect(303);
    let page = write("The second.", &seen).await.expect(409);
    assert_eq!(page.text_of("#answer"), "The second.");
    assert_eq!(page.text_of("#stored"), "The first. One idea.");
    let seen = page.attributes("[name=seen]", "value").remove(0);
    write("The second.", &seen).await.expect(303);
    assert_eq!(manager.get(&desk).await.text_of("#answer"), "The second.");
}

#[actix_web::test]
async fn a_published_session_is_not_moved_into_the_past_and_words_typed_after_its_end_come_back() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let times = |starts, ends| {
        [("question", "What is missing?"), ("rules", "Light things."), ("starts", starts), ("ends", ends)]
    };
    let mut fields = times("2026-01-15T14:00", "2026-01-16T12:00").to_vec();
    let number = board.id.to_string();
    fields.push(("board", &number));
    let desk = manager.post("/desk/storms/new", &fields).await.expect(303).location().unwrap();
    manager.post(&format!("{desk}/publish"), &[]).await.expect(303);
    let edit = format!("{desk}/edit");
    let page = manager.post(&edit, &times("2026-01-15T11:00", "2026-01-15T11:30")).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#starts", "#ends"]);
    manager.post(&edit, &times("2026-01-15T12:00", "2026-01-15T16:00")).await.expect(303);
    site.clock.advance(DAY);
    let late = [("question", "What is missing?"), ("rules", "Rules that took an hour.")];
    let page = manager.post(&edit, &late).await.expect(409);
    assert_eq!(page.text_of("#rules"), "Rules that took an hour.");
    assert!(page.text_of(".error-summary").contains("is over"));
}

#[actix_web::test]
async fn the_answer_is_told_once_to_all_who_posted_and_the_end_to_who_made_the_session() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (manager, customer) = (site.browser_of(&maja).await, site.browser_of(&ann).await);
    let desk = published(&manager, board.id.raw(), "What should a tent weigh?").await;
    for title in ["At most a kilo", "Nothing at all"] {
        post_into(&customer, number(&desk), title).await.expect(303);
    }
    site.idea(&ben, &board, "Elsewhere").await;
    site.clear_letters().await;
    site.clock.advance(DAY);
    assert_eq!(site.told().await, ["maja:storm"], "who made it has an answer to write");
    site.clear_letters().await;
    for answer in ["**We** will.", "We *will*."] {
        manager.post(&format!("{desk}/answer"), &[("answer", answer), ("publish", "1")]).await.expect(303);
        site.work().await;
    }
    assert_eq!(site.told().await, ["ann:storm"]);
    let letter = site.letters().await.remove(0);
    assert_eq!(letter.subject, "Answered: What should a tent weigh?");
    assert!(letter.text.contains("**We** will.") && letter.text.contains("/storms/"), "{}", letter.text);
}
