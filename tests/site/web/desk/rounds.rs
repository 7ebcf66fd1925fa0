//! Vote rounds: a short list, one ballot a person, results once it is over.

use diesel::prelude::*;
use groundswell::ballots;
use groundswell::boards::Board;
use groundswell::cli::doctor::{examine, mend};
use groundswell::db::schema::{ballot_points, ballots as ballot_rows};
use groundswell::ideas::Idea;
use groundswell::ids::RoundId;
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::{Person, Role};
use groundswell::time::DAY;

use crate::support::{Browser, Site};

pub struct Polled {
    pub site: Site,
    pub board: Board,
    pub maja: Person,
    pub ann: Person,
    pub manager: Browser,
    pub ideas: Vec<Idea>,
    pub desk: String,
    pub id: RoundId,
}

/// A published round over three ideas, open from now on for a day: ten points, at most six for one.
pub async fn polled(audience: &str) -> Polled {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (maja, ann) = (site.person("Maja", Role::ProductManager).await, site.customer("Ann").await);
    let manager = site.browser_of(&maja).await;
    let mut ideas = Vec::new();
    for title in ["A lighter tent", "A stronger zip", "A warmer mat"] {
        ideas.push(site.idea(&ann, &board, title).await);
    }
    let fields = [
        ("title", "What comes first?"),
        ("intro", "*Three* things."),
        ("audience", audience),
        ("budget", "10"),
        ("cap", "6"),
        ("starts", "2026-01-15T12:00"),
        ("ends", "2026-01-16T12:00"),
    ];
    let desk = manager.post("/desk/rounds/new", &fields).await.expect(303).location().unwrap();
    let id = desk.rsplit('/').next().unwrap().parse().unwrap();
    manager.post(&format!("{desk}/publish"), &[]).await.expect(303);
    assert_eq!(manager.get(&desk).await.text_of(".flash.warn p"), "A round needs at least two ideas.");
    for idea in &ideas {
        manager.post(&format!("{desk}/ideas"), &[("idea", &*idea.id.to_string())]).await.expect(303);
    }
    manager.post(&format!("{desk}/publish"), &[]).await.expect(303);
    Polled { site, board, maja, ann, manager, ideas, desk, id }
}

impl Polled {
    pub fn public(&self) -> String {
        format!("/rounds/{}-what-comes-first", self.id)
    }

    pub async fn give(&self, browser: &Browser, points: [&str; 3], expected: u16) -> crate::support::Page {
        let names: Vec<String> = self.ideas.iter().map(|idea| format!("idea-{}", idea.id)).collect();
        let fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(points).collect();
        browser.post(&format!("/rounds/{}/ballot", self.id), &fields).await.expect(expected)
    }

    async fn complaints(&self) -> Vec<String> {
        self.site.work().await;
        examine(&self.site.state.db).await.unwrap().iter().map(ToString::to_string).collect()
    }
}

#[actix_web::test]
async fn points_are_given_and_changed_until_the_round_closes_and_the_result_is_sealed_until_then() {
    let polled = polled("public").await;
    let customer = polled.site.browser_of(&polled.ann).await;
    let net = polled.site.stored_idea(polled.ideas[0].id).await.ranks.net;
    assert_eq!(customer.get("/").await.text_of(".call a"), "What comes first?");
    assert!(polled.site.visitor().get(&polled.public()).await.expect(200).has("a[href^='/signin?']"));

    for (points, wrong) in [
        (["7", "", ""], "Give at most 6 to one idea"),
        (["6", "5", ""], "You have 10 points; these are more"),
        (["1.5", "", ""], "Enter whole numbers from 0 on"),
        (["-1", "", ""], "Enter whole numbers from 0 on"),
    ] {
        let page = polled.give(&customer, points, 422).await;
        assert_eq!(page.text_of(".error-summary li"), wrong);
        assert_eq!(page.attributes(".input-points", "value"), points, "as typed");
    }
    polled.give(&customer, ["6", "2", ""], 303).await;
    polled.give(&customer, ["1", "", "4"], 303).await;
    let page = customer.get(&polled.public()).await.expect(200);
    assert_eq!(page.attributes(".input-points", "value"), ["1", "", "4"]);
    assert_eq!(page.text_of(".rest"), "5 points left");
    for browser in [&customer, &polled.manager] {
        assert!(!browser.get(&polled.public()).await.has("#results-h"));
    }
    assert!(!polled.manager.get(&polled.desk).await.has("#results-h"), "not even for the desk");

    polled.site.clock.advance(DAY);
    let late = polled.give(&customer, ["6", "", ""], 409).await;
    assert_eq!(late.text_of("h1"), "What comes first?");
    let page = polled.site.visitor().get(&polled.public()).await.expect(200);
    assert_eq!(page.texts("tbody th a"), ["A warmer mat", "A lighter tent", "A stronger zip"]);
    assert_eq!(page.texts("tbody td span"), ["4 points", "1 point", "0 points"]);
    assert_eq!(polled.site.stored_idea(polled.ideas[0].id).await.ranks.net, net, "votes stay as they are");
    let report = [("report", "Mats come **first**"), ("publish", "1")];
    polled.manager.post(&format!("{}/report", polled.desk), &report).await.expect(303);
    let page = polled.site.visitor().get(&polled.public()).await.expect(200);
    assert_eq!(page.text_of(".response .prose"), "Mats come first");
    let desk = polled.manager.get(&polled.desk).await.expect(200);
    assert!(desk.texts("thead th").contains(&"No segment".to_owned()));
    polled.manager.post(&format!("{}/ideas/{}/remove", polled.desk, polled.ideas[0].id), &[]).await;
    assert_eq!(polled.manager.get(&polled.desk).await.texts("tbody tr").len(), 3, "the list is fixed");
}

#[actix_web::test]
async fn ballots_cast_at_the_same_time_leave_one_a_person_within_the_budget_and_exact_counters() {
    let polled = polled("public").await;
    let mut browsers = Vec::new();
    for name in ["Ben", "Cat", "Dan"] {
        let person = polled.site.customer(name).await;
        browsers.push(polled.site.browser_of(&person).await);
    }
    let shares = [["6", "4", ""], ["1", "1", "1"], ["", "5", "5"], ["0", "0", "6"], ["", "", ""]];
    let casts = (0..24_usize).map(|n| polled.give(&browsers[n % 3], shares[(n * 7) % 5], 303));
    futures_util::future::join_all(casts).await;
    let id = polled.id;
    let (rows, sums) = polled
        .site
        .read(move |db| {
            let people: i64 = ballot_rows::table.count().get_result(db)?;
            let sums: Vec<Option<i64>> = ballot_points::table
                .group_by(ballot_points::person_id)
                .select(diesel::dsl::sum(ballot_points::points))
                .load(db)?;
            Ok((people, sums))
        })
        .await;
    assert!(rows <= 3);
    assert!(sums.iter().all(|sum| sum.unwrap() <= 10), "{sums:?}");
    let (stored, counted) =
        polled.site.read(move |db| Ok((ballots::stored(db, id)?, ballots::counted(db, id)?))).await;
    assert_eq!(stored, counted);
    assert_eq!(polled.complaints().await, [""; 0]);
}

#[actix_web::test]
async fn counters_that_are_wrong_are_found_and_mended() {
    let polled = polled("public").await;
    let customer = polled.site.browser_of(&polled.ann).await;
    polled.give(&customer, ["6", "2", ""], 303).await;
    assert_eq!(polled.complaints().await, [""; 0]);
    for sql in [
        "UPDATE rounds SET people = 9",
        "UPDATE round_ideas SET points = points + 1",
        "UPDATE round_ideas SET people = 0",
    ] {
        polled.site.write(move |db| groundswell::db::execute(db, sql)).await;
        let found = examine(&polled.site.state.db).await.unwrap();
        assert_eq!(found.len(), 1, "{sql}: {found:?}");
        mend(&polled.site.state.db, &found).await.unwrap();
        assert_eq!(polled.complaints().await, [""; 0], "after {sql}");
    }
}

#[actix_web::test]
async fn a_ballot_is_told_of_to_its_person_and_goes_with_them_or_stays_as_their_votes_do() {
    for (leavers, left) in [(LeaversVotes::Go, 0), (LeaversVotes::Stay, 1)] {
        let polled = polled("public").await;
        let customer = polled.site.browser_of(&polled.ann).await;
        polled.give(&customer, ["6", "2", ""], 303).await;
        let records = customer.get("/settings/data/rounds").await.expect(200);
        assert_eq!(records.texts("tbody td bdi"), ["What comes first?"]);
        let file = customer.get("/settings/data.json").await.expect(200);
        assert!(file.text.contains("points_in_vote_rounds") && file.text.contains("\"points\": 6"));
        let (ann, now, id) = (polled.ann.clone(), polled.site.now(), polled.id);
        polled.site.write(move |db| leave(db, &ann, leavers, now)).await;
        let stored = polled.site.read(move |db| ballots::stored(db, id)).await;
        assert_eq!(stored.people, left);
        assert_eq!(polled.complaints().await, [""; 0]);
    }
}

#[actix_web::test]
async fn nothing_of_what_is_hidden_is_in_a_round_and_merged_ideas_say_where_they_went() {
    let polled = polled("public").await;
    let customer = polled.site.browser_of(&polled.ann).await;
    let target = polled.site.idea(&polled.ann, &polled.board, "A mat that is warm").await;
    let merge = [("into", &*target.id.to_string())];
    let merged = polled.ideas[2].id;
    polled.manager.post(&format!("/desk/ideas/{merged}/merge"), &merge).await.expect(303);
    let mo = polled.site.person("Mo", Role::Moderator).await;
    let hide = format!("/ideas/{}/hide", polled.ideas[0].id);
    polled.site.browser_of(&mo).await.post(&hide, &[("reason", "spam")]).await.expect(303);
    let page = polled.site.visitor().get(&polled.public()).await.expect(200);
    assert!(!page.text.contains("A lighter tent"));
    assert_eq!(page.texts(".point h2"), ["A stronger zip", "A warmer mat"]);
    assert!(page.text_of(".point .meta span a").contains("A mat that is warm"));
    polled.give(&customer, ["5", "", ""], 422).await;
    polled.give(&customer, ["", "4", "6"], 303).await;
    polled.site.clock.advance(DAY);
    let page = polled.site.visitor().get(&polled.public()).await.expect(200);
    assert!(!page.text.contains("A lighter tent"));
    assert_eq!(page.texts("tbody td span"), ["6 points", "4 points"]);
}

#[actix_web::test]
async fn a_round_of_staff_is_for_staff() {
    let polled = polled("staff").await;
    let customer = polled.site.browser_of(&polled.ann).await;
    for browser in [&customer, &polled.site.visitor()] {
        browser.get(&format!("/rounds/{}", polled.id)).await.expect(404);
        for path in ["/", "/rounds"] {
            assert!(!browser.get(path).await.text.contains("What comes first?"), "{path}");
        }
    }
    polled.give(&customer, ["1", "", ""], 404).await;
    let staff = polled.site.browser_of(&polled.maja).await;
    polled.give(&staff, ["1", "", ""], 303).await;
}
