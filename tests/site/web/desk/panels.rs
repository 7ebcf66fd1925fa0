//! Evaluation panels: a shortlist rated by a few people, hidden from each other until given.

use diesel::prelude::*;
use groundswell::db::schema::{events, mails, panel_people, panel_ratings, panel_scores};
use groundswell::ids::PanelId;
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::{Person, Role, records};
use groundswell::time::{DAY, HOUR};

use crate::support::{Browser, Page, Site};

const CRITERIA: [(&str, &str); 12] = [
    ("criterion_1", "Value"),
    ("low_1", "none"),
    ("high_1", "much"),
    ("weight_1", "2"),
    ("criterion_2", "Fit"),
    ("low_2", "none"),
    ("high_2", "much"),
    ("weight_2", "1"),
    ("criterion_3", "Ease"),
    ("low_3", "none"),
    ("high_3", "much"),
    ("weight_3", "1"),
];
const SECRET: &str = "My very own reason";

/// The form of a panel that closes a day after every test begins.
pub fn form<'a>(ideas: &'a str, people: &'a [String]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("title", "Spring"), ("introduction", "Think of *customers*."), ("ideas", ideas)];
    fields.push(("closes", "2026-01-16T12:00"));
    fields.extend(people.iter().map(|id| ("people", id.as_str())));
    fields.extend(CRITERIA);
    fields
}

pub async fn made(manager: &Browser, ideas: &str, people: &[&Person]) -> String {
    let people: Vec<String> = people.iter().map(|own| own.id.to_string()).collect();
    manager.post("/desk/panels/new", &form(ideas, &people)).await.expect(303).location().unwrap()
}

pub async fn give(browser: &Browser, at: &str, scores: [&str; 3], comment: &str) -> Page {
    let [one, two, three] = scores;
    let fields =
        [("score_1", one), ("score_2", two), ("score_3", three), ("comment", comment), ("give", "1")];
    browser.post(at, &fields).await
}

pub fn number(panel: &str) -> PanelId {
    panel.rsplit('/').next().unwrap().parse().unwrap()
}

async fn told(site: &Site) -> Vec<String> {
    groundswell::worker::drain(&site.state).await.unwrap();
    site.read(|db| {
        Ok(mails::table
            .filter(mails::kind.eq("panel"))
            .order((mails::recipient, mails::id))
            .select(mails::recipient)
            .load(db)?)
    })
    .await
}

#[actix_web::test]
async fn a_rating_is_hidden_until_one_has_given_ones_own_and_all_of_them_show_at_the_end() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (maja, aino) =
        (site.person("Maja", Role::ProductManager).await, site.person("Aino", Role::TeamMember).await);
    let (mo, pia) =
        (site.person("Mo", Role::Moderator).await, site.person("Pia", Role::ProductManager).await);
    let ann = site.customer("Ann").await;
    let (tent, stove) = (site.idea(&ann, &board, "A tent").await, site.idea(&ann, &board, "A stove").await);
    let (manager, other) = (site.browser_of(&maja).await, site.browser_of(&pia).await);
    let (member, moderator) = (site.browser_of(&aino).await, site.browser_of(&mo).await);
    let ideas = format!("{}\n/ideas/{}-a-stove", tent.id, stove.id);
    let panel = made(&manager, &ideas, &[&aino, &mo]).await;
    let rate = format!("{panel}/ideas/{}", tent.id);

    assert!(member.get("/desk/teams").await.text.contains("0 of 2 ratings given"), "it waits for her");
    assert_eq!(member.get(&panel).await.texts(".panel-tasks a"), ["A tent", "A stove"]);
    site.browser_of(&ann).await.get(&panel).await.expect(403);
    let stranger = site.person("Sven", Role::TeamMember).await;
    site.browser_of(&stranger).await.get(&panel).await.expect(404);
    manager.get(&rate).await.expect(404);

    let draft = member.post(&rate, &[("score_1", "5"), ("comment", SECRET)]).await.expect(303);
    let page = member.follow(draft).await;
    assert_eq!(page.text_of("#comment"), SECRET);
    let gap = member.post(&rate, &[("score_1", "5"), ("comment", SECRET), ("give", "1")]).await.expect(422);
    assert_eq!(gap.attributes(".error-summary a", "href"), ["#score_2", "#score_3"]);
    assert_eq!(
        (gap.text_of("#comment"), gap.attributes("[name=score_1][checked]", "value")),
        (SECRET.into(), vec!["5".into()])
    );
    give(&member, &rate, ["5", "4", "4"], SECRET).await.expect(303);

    for (browser, path) in [(&moderator, &rate), (&moderator, &panel), (&manager, &panel), (&other, &panel)] {
        let page = browser.get(path).await.expect(200);
        assert!(!page.text.contains(SECRET), "hidden at {path}");
        assert!(!page.has(".panel-mean"), "no mean at {path}");
    }
    assert!(manager.get(&panel).await.text.contains("1 of 4 ratings given"), "whoever made it sees progress");
    assert!(moderator.get("/desk/panels").await.text.contains("1 of 4"));

    let page = moderator.follow(give(&moderator, &rate, ["1", "2", "4"], "No.").await).await;
    assert!(page.text.contains(SECRET), "now it shows");
    assert!(
        page.texts(".panel-marks tr")
            .iter()
            .any(|row| row.contains("Value") && row.contains("Opinions differ"))
    );
    let page = member.get(&panel).await;
    assert!(page.text.contains("No.") && !page.has(".panel-place"), "no order before the end");
    assert!(member.get("/desk/teams").await.text.contains("1 of 2 ratings given"));
    give(&member, &rate, ["4", "4", "4"], SECRET).await.expect(303);
    assert!(moderator.get(&rate).await.text.contains("Changed after giving"));

    give(&moderator, &format!("{panel}/ideas/{}", stove.id), ["1", "1", "1"], "").await.expect(303);
    manager.post(&format!("{panel}/close"), &[]).await.expect(303);
    for browser in [&manager, &other, &member, &moderator] {
        let page = browser.get(&panel).await.expect(200);
        assert!(page.text.contains(SECRET));
        // (2·4 + 4 + 4)/4 = 4 and (2·1 + 2 + 4)/4 = 2 make 3; the other has 1.
        assert_eq!(page.texts(".panel-overall strong"), ["3.0", "1.0"]);
    }
    let late = give(&member, &format!("{panel}/ideas/{}", stove.id), ["2", "2", "2"], "Too late").await;
    assert_eq!(late.expect(422).text_of("#comment"), "Too late");
}

#[actix_web::test]
async fn each_hears_once_when_asked_and_once_when_it_is_over_however_often_workers_look() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (aino, mo) = (site.person("Aino", Role::TeamMember).await, site.person("Mo", Role::Moderator).await);
    let idea = site.idea(&maja, &board, "A tent").await;
    let manager = site.browser_of(&maja).await;
    let panel = made(&manager, &idea.id.to_string(), &[&maja, &aino]).await;
    assert_eq!(told(&site).await, ["aino@example.com"], "not who asks");
    let people: Vec<String> = [&maja, &aino, &mo].iter().map(|own| own.id.to_string()).collect();
    let typed = idea.id.to_string();
    manager.post(&format!("{panel}/edit"), &form(&typed, &people)).await.expect(303);
    assert_eq!(told(&site).await, ["aino@example.com", "mo@example.com"], "who is new in it");
    site.clock.advance(DAY);
    told(&site).await;
    let all =
        ["aino@example.com", "aino@example.com", "maja@example.com", "mo@example.com", "mo@example.com"];
    assert_eq!(told(&site).await, all);
    let manager = site.browser_of(&maja).await;
    manager.post(&format!("{panel}/reopen"), &[("closes", "2026-01-16T09:00")]).await.expect(422);
    manager.post(&format!("{panel}/reopen"), &[("closes", "2026-01-18T09:00")]).await.expect(303);
    manager.post(&format!("{panel}/close"), &[]).await.expect(303);
    assert_eq!(told(&site).await.len(), all.len() + 2, "not who closed it");
    let closed: i64 = site
        .read(|db| Ok(events::table.filter(events::kind.eq("panel_closed")).count().get_result(db)?))
        .await;
    assert_eq!(closed, 2);
}

#[actix_web::test]
async fn what_cannot_be_taken_comes_back_as_typed_and_what_was_rated_stands_fast() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (aino, ann) = (site.person("Aino", Role::TeamMember).await, site.customer("Ann").await);
    let (tent, stove) = (site.idea(&ann, &board, "A tent").await, site.idea(&ann, &board, "A stove").await);
    let manager = site.browser_of(&maja).await;
    let two = [maja.id.to_string(), aino.id.to_string()];
    let wrong = [maja.id.to_string(), ann.id.to_string()];
    let page = manager.post("/desk/panels/new", &form("1 soup", &wrong)).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#ideas"]);
    assert_eq!(
        (page.text_of("#ideas"), page.attributes("#title", "value")),
        ("1 soup".into(), vec!["Spring".into()])
    );
    let page = manager.post("/desk/panels/new", &form("999999", &two)).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#ideas"]);
    let typed = tent.id.to_string();
    let page = manager.post("/desk/panels/new", &form(&typed, &wrong)).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#people"]);
    let page = manager.post("/desk/panels/new", &[("title", "")]).await.expect(422);
    assert_eq!(
        page.attributes(".error-summary a", "href"),
        ["#title", "#ideas", "#people", "#criteria", "#closes"]
    );

    let ticked = [("idea", &*tent.id.to_string()), ("idea", &*stove.id.to_string()), ("panel", "new")];
    let to = manager.post("/desk/bulk", &ticked).await.expect(303).location().unwrap();
    let page = manager.get(&to).await.expect(200);
    assert_eq!(page.text_of("#ideas"), format!("{}-a-tent {}-a-stove", tent.id, stove.id));

    let both = format!("{} {}", tent.id, stove.id);
    let panel = made(&manager, &both, &[&maja, &aino]).await;
    give(&site.browser_of(&aino).await, &format!("{panel}/ideas/{}", tent.id), ["3", "3", "3"], "")
        .await
        .expect(303);
    let edit = format!("{panel}/edit");
    assert!(!manager.get(&edit).await.has("#criterion_1"), "the criteria stand fast");
    let only = stove.id.to_string();
    let page = manager.post(&edit, &form(&only, &two)).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#ideas"]);
    let others = [maja.id.to_string(), site.person("Mo", Role::Moderator).await.id.to_string()];
    let page = manager.post(&edit, &form(&both, &others)).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#people"]);
    manager.post(&edit, &form(&typed, &two)).await.expect(303);
    assert_eq!(manager.get(&panel).await.texts("#shortlist-h + ul a"), ["A tent"]);
}

#[actix_web::test]
async fn a_deleted_panel_is_gone_and_comes_back_whole() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let idea = site.idea(&maja, &board, "A tent").await;
    let (manager, member) = (site.browser_of(&maja).await, site.browser_of(&aino).await);
    let panel = made(&manager, &idea.id.to_string(), &[&maja, &aino]).await;
    let rate = format!("{panel}/ideas/{}", idea.id);
    give(&member, &rate, ["3", "4", "5"], SECRET).await.expect(303);
    let list = manager.submit(&format!("{panel}/delete"), &[]).await.expect(200);
    assert_eq!(list.attributes(".flash form", "action"), [format!("{panel}/restore")]);
    member.get(&panel).await.expect(404);
    member.get(&rate).await.expect(404);
    give(&member, &rate, ["3", "4", "5"], "").await.expect(404);
    assert!(!member.get("/desk/panels").await.text.contains("Spring"));
    member.post(&format!("{panel}/restore"), &[]).await.expect(403);
    manager.post(&format!("{panel}/restore"), &[]).await.expect(303);
    assert!(member.get(&panel).await.expect(200).text.contains(SECRET));

    manager.post(&format!("{panel}/delete"), &[]).await.expect(303);
    site.clock.advance(31 * DAY + HOUR);
    groundswell::worker::drain(&site.state).await.unwrap();
    let left: (i64, i64) = site
        .read(|db| {
            Ok((panel_ratings::table.count().get_result(db)?, panel_scores::table.count().get_result(db)?))
        })
        .await;
    assert_eq!(left, (0, 0), "after 30 days nothing of it is left");
}

#[actix_web::test]
async fn a_merged_idea_says_where_it_went_and_a_hidden_one_says_nothing() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (aino, ann) = (site.person("Aino", Role::TeamMember).await, site.customer("Ann").await);
    let (tent, shelter) =
        (site.idea(&ann, &board, "A tent").await, site.idea(&ann, &board, "A shelter").await);
    let secret = site.idea(&ann, &board, "Something vile").await;
    let (manager, member) = (site.browser_of(&maja).await, site.browser_of(&aino).await);
    let panel = made(&manager, &format!("{} {}", tent.id, secret.id), &[&maja, &aino]).await;
    let rate = format!("{panel}/ideas/{}", tent.id);
    give(&member, &rate, ["3", "4", "5"], SECRET).await.expect(303);
    let into = [("into", &*shelter.id.to_string())];
    manager.post(&format!("/desk/ideas/{}/merge", tent.id), &into).await;
    let mo = site.person("Mo", Role::Moderator).await;
    let hide = [("reason", "spam")];
    site.browser_of(&mo).await.post(&format!("/ideas/{}/hide", secret.id), &hide).await.expect(303);
    let page = member.get(&panel).await.expect(200);
    assert!(page.text.contains("is now part of") && page.text.contains("A shelter"));
    assert!(page.text.contains(SECRET), "what was given stays with it");
    assert!(!page.text.contains("Something vile") && page.text.contains("hidden by a moderator"));
    give(&site.browser_of(&maja).await, &rate, ["1", "1", "1"], "").await.expect(422);
    assert!(!member.get("/desk/teams").await.has(".panels-waiting"), "nothing is left to rate");
}

#[actix_web::test]
async fn who_leaves_takes_drafts_along_and_leaves_what_was_given_under_no_name() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (aino, mo) = (site.person("Aino", Role::TeamMember).await, site.person("Mo", Role::Moderator).await);
    let (tent, stove) = (site.idea(&maja, &board, "A tent").await, site.idea(&maja, &board, "A stove").await);
    let manager = site.browser_of(&maja).await;
    let panel = made(&manager, &format!("{} {}", tent.id, stove.id), &[&maja, &aino, &mo]).await;
    let member = site.browser_of(&aino).await;
    give(&member, &format!("{panel}/ideas/{}", tent.id), ["3", "4", "5"], SECRET).await.expect(303);
    let half = [("score_1", "2"), ("comment", "half")];
    member.post(&format!("{panel}/ideas/{}", stove.id), &half).await.expect(303);
    let (person, now) = (aino.clone(), site.now());
    let stored = site.read(move |db| records::export(db, &person, now)).await;
    let own = &stored["written_as_staff"]["panels"];
    assert_eq!(own["ratings"][0]["comment"], SECRET);
    assert_eq!(own["ratings"][0]["scores"][1]["score"], 4);
    assert_eq!(
        (own["asked"][0]["title"].as_str(), own["ratings"][1]["given_at"].is_null()),
        (Some("Spring"), true)
    );

    for person in [aino.clone(), mo] {
        site.write(move |db| leave(db, &person, LeaversVotes::Stay, now)).await;
    }
    let id = number(&panel);
    let left: (i64, i64, i64) = site
        .read(move |db| {
            let people = panel_people::table.filter(panel_people::panel_id.eq(id));
            Ok((
                people.count().get_result(db)?,
                panel_ratings::table.count().get_result(db)?,
                panel_scores::table.count().get_result(db)?,
            ))
        })
        .await;
    assert_eq!(left, (2, 1, 3));
    manager.post(&format!("{panel}/close"), &[]).await.expect(303);
    let page = manager.get(&panel).await;
    assert!(page.text.contains(SECRET) && !page.text.contains("Aino"));
}
