//! What moves ideas on lists, and what is told of it: hidden counts, ties, the log of hands on the scale.

use groundswell::boards::{Board, BoardDraft, Counts};
use groundswell::ideas::{Idea, merge};
use groundswell::people::{Person, Role};
use groundswell::votes::{Ballot, VoteValue, cast};

use crate::support::{Browser, Page, Site};

impl Site {
    async fn board_hiding(&self, name: &'static str, counts: Counts, days: i32) -> Board {
        self.board_from(BoardDraft::parse(name, "", "").unwrap().with_counts(counts, days)).await
    }

    /// So many people promote an idea, each for the first time.
    async fn promoted_by(&self, idea: &Idea, voters: &[Person]) {
        let (idea, voters, now) = (idea.id, voters.to_vec(), self.now());
        self.write(move |db| {
            for voter in &voters {
                cast(db, voter, idea, Ballot(Some(VoteValue::Promote)), now)?;
            }
            Ok(())
        })
        .await;
    }
}

async fn people(site: &Site, count: usize) -> Vec<Person> {
    let names = ["Ben", "Cem", "Dora", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kai", "Lea", "Mio"];
    let mut people = Vec::new();
    for name in names.into_iter().take(count) {
        people.push(site.customer(name).await);
    }
    people
}

/// Whatever tells how many voted: 8 people, with the author.
fn tells(page: &Page) -> bool {
    let text = page.text.to_lowercase();
    ["8 vote", "8 promotion", "data-votes=\"8\"", ">8 <", "asked for by 8", "8 follow", "7 follow"]
        .iter()
        .any(|count| text.contains(count))
}

/// Every public page and file on which the idea is.
async fn places(site: &Site, browser: &Browser, board: &Board, idea: &Idea) -> Vec<Page> {
    let number = idea.id;
    let mut pages = Vec::new();
    for path in [
        "/".to_owned(),
        "/?order=top".to_owned(),
        "/?order=new".to_owned(),
        format!("/boards/{}", board.slug),
        format!("/boards/{}?order=top", board.slug),
        format!("/ideas/{number}-lighter-tent"),
        format!("/ideas/{number}/voters"),
        "/search?q=lighter".to_owned(),
        "/ideas/similar?title=lighter+tent".to_owned(),
        "/feeds/site.atom".to_owned(),
        format!("/feeds/boards/{}.atom", board.slug),
        format!("/feeds/ideas/{number}.atom"),
        "/sitemaps/ideas-1.xml".to_owned(),
    ] {
        let page = browser.visit(&path).await;
        assert!(page.status != 500, "{path}");
        pages.push(page);
    }
    let _ = site;
    pages
}

#[actix_web::test]
async fn counts_hidden_for_good_are_on_no_public_page_and_the_desk_has_them() {
    let site = Site::start().await;
    let board = site.board_hiding("Gear", Counts::Hidden, 0).await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "Lighter tent").await;
    site.promoted_by(&idea, &people(&site, 7).await).await;
    assert_eq!(site.stored_idea(idea.id).await.ranks.net, 8);
    site.work().await;
    let found = site.visitor().get("/search?q=lighter").await.expect(200);
    assert_eq!(found.texts(".idea-row h2").len(), 1, "the search has it");
    let maja = site.person("Maja", Role::ProductManager).await;
    for browser in [site.visitor(), site.browser_of(&ann).await, site.browser_of(&maja).await] {
        for page in places(&site, &browser, &board, &idea).await {
            assert!(!tells(&page), "{}: {}", page.path, page.text);
        }
    }
    let list = site.visitor().get("/boards/gear").await.expect(200);
    assert!(list.text.contains("This board does not show how many people voted."), "{}", list.text);
    assert!(list.text.contains("1st in Trending: this board hides how many voted."), "{}", list.text);
    let page = site.visitor().visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert!(page.text.contains("Votes are hidden") && !page.has(".faces"));
    let voters = site.visitor().get(&format!("/ideas/{}/voters", idea.id)).await.expect(200);
    assert!(!voters.has(".voters"), "the list would be the count");
    let desk = site.browser_of(&maja).await.get(&format!("/desk/ideas/{}", idea.id)).await.expect(200);
    assert!(desk.text.contains("<dd>8</dd>"), "{}", desk.text);
}

#[actix_web::test]
async fn counts_show_to_whoever_has_voted_and_hide_again_without_the_vote() {
    let site = Site::start().await;
    let board = site.board_hiding("Gear", Counts::UntilVoted, 0).await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "Lighter tent").await;
    site.promoted_by(&idea, &people(&site, 6).await).await;
    let zoe = site.browser_of(&site.customer("Zoe").await).await;
    let (path, vote) = (format!("/ideas/{}-lighter-tent", idea.id), format!("/ideas/{}/vote", idea.id));
    let before = zoe.get(&path).await.expect(200);
    assert!(before.attributes(".idea-head .vote", "data-votes").is_empty());
    assert!(before.text.contains("You see how many people voted once you have voted."));
    zoe.post(&vote, &[("vote", "up")]).await.expect(303);
    let after = zoe.get(&path).await.expect(200);
    assert_eq!(after.attributes(".idea-head .vote", "data-votes"), ["8"]);
    assert!(after.has(".faces"));
    let list = zoe.get("/").await.expect(200);
    assert!(list.text.contains("8 promotions"), "the sentence has its numbers back");
    zoe.post(&vote, &[("vote", "none")]).await.expect(303);
    assert!(zoe.get(&path).await.expect(200).attributes(".idea-head .vote", "data-votes").is_empty());
    let author = site.browser_of(&ann).await;
    assert_eq!(author.get(&path).await.expect(200).attributes(".idea-head .vote", "data-votes"), ["7"]);
}

#[actix_web::test]
async fn counts_hidden_for_the_first_days_show_after_them() {
    let site = Site::start().await;
    let board = site.board_hiding("Gear", Counts::FirstDays, 3).await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "Lighter tent").await;
    site.promoted_by(&idea, &people(&site, 7).await).await;
    let path = format!("/ideas/{}-lighter-tent", idea.id);
    let early = site.visitor().get(&path).await.expect(200);
    assert!(!tells(&early) && early.text.contains("Until 18 January 2026"), "{}", early.text);
    site.clock.advance(3 * groundswell::time::DAY);
    let late = site.visitor().get(&path).await.expect(200);
    assert_eq!(late.attributes(".idea-head .vote", "data-votes"), ["8"]);
}

#[actix_web::test]
async fn lists_with_hidden_counts_are_in_order_and_their_addresses_tell_no_votes() {
    let site = Site::start().await;
    let board = site.board_hiding("Gear", Counts::Hidden, 0).await;
    let ann = site.customer("Ann").await;
    let mut ideas = Vec::new();
    for n in 1..=25 {
        ideas.push(site.idea(&ann, &board, &format!("Idea number {n}")).await);
    }
    let voters = people(&site, 3).await;
    site.promoted_by(&ideas[4], &voters).await;
    site.promoted_by(&ideas[9], &voters[..2]).await;
    for order in ["top", "trending"] {
        let first = site.visitor().get(&format!("/boards/gear?order={order}")).await.expect(200);
        let titles = first.texts(".idea-row h2");
        assert_eq!((titles[0].as_str(), titles[1].as_str()), ("Idea number 5", "Idea number 10"));
        let next = first.attributes(".pager a[rel=next]", "href").pop().unwrap();
        let after = next.split("after=").nth(1).unwrap().split('&').next().unwrap();
        assert!(after.ends_with("_v") && after.split('_').count() == 5, "{after}");
        let second = site.visitor().get(&next).await.expect(200);
        let mut all = titles.clone();
        all.extend(second.texts(".idea-row h2"));
        assert_eq!(all.len(), 25);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 25, "every idea is on one page");
    }
    // Whoever could name a place by its votes could learn who has how many.
    for probe in ["top_b_20_1_3_3fe0000000000000", "trending_b_20_1_3fe0000000000000"] {
        let order = probe.split('_').next().unwrap();
        site.visitor().get(&format!("/boards/gear?order={order}&after={probe}")).await.expect(422);
    }
    site.visitor().get("/search?q=number&after=3fe0000000000000_1").await.expect(422);
    site.work().await;
    let found = site.visitor().get("/search?q=number").await.expect(200);
    let next = found.attributes(".pager a[rel=next]", "href").pop().unwrap();
    assert!(next.contains("after=v_"), "{next}");
    assert_eq!(site.visitor().get(&next).await.expect(200).texts(".idea-row h2").len(), 5);
}

#[actix_web::test]
async fn neighbours_that_chance_could_tell_apart_are_shown_as_ties() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let voters = people(&site, 12).await;
    let (most, close, few) = (
        site.idea(&ann, &board, "Most").await,
        site.idea(&ann, &board, "Close").await,
        site.idea(&ann, &board, "Least").await,
    );
    site.promoted_by(&most, &voters).await;
    site.promoted_by(&close, &voters[..10]).await;
    site.promoted_by(&few, &voters[..1]).await;
    let top = site.visitor().get("/?order=top").await.expect(200);
    assert_eq!(top.texts(".idea-row h2"), ["Most", "Close", "Least"]);
    let why = top.texts(".why p");
    assert!(why[0].contains("level with the idea below"), "{why:?}");
    assert!(why[1].contains("level with the idea above"), "{why:?}");
    assert!(why[2].starts_with("3rd in Top: 2 promotions") && !why[2].contains("level"), "{why:?}");
    assert_eq!(top.texts(".idea-row .badge.plain"), ["Tie", "Tie"]);
    let trending = site.visitor().get("/").await.expect(200);
    assert!(trending.texts(".idea-row .badge.plain").is_empty(), "ties are of Top");
}

#[actix_web::test]
async fn ties_are_told_over_the_edge_of_a_page_also_beside_a_board_that_hides_counts() {
    let site = Site::start().await;
    let (board, quiet) = (site.board("Gear").await, site.board_hiding("Quiet", Counts::Hidden, 0).await);
    let ann = site.customer("Ann").await;
    for n in 1..=24 {
        site.idea(&ann, &board, &format!("Idea number {n}")).await;
    }
    let hidden = site.idea(&ann, &quiet, "Nobody knows").await;
    site.promoted_by(&hidden, &people(&site, 1).await).await;
    let first = site.visitor().get("/?order=top").await.expect(200);
    let why = first.texts(".why p");
    assert!(!why[0].contains("level"), "hidden, so nothing is said: {why:?}");
    assert!(why[1].ends_with("level with the idea below.") || why[1].contains("below"), "{why:?}");
    assert!(!why[1].contains("above"), "the one above hides its counts: {why:?}");
    assert_eq!(why.len(), 20);
    assert_eq!(why[19].split(": ").nth(1), why[18].split(": ").nth(1), "the last as the one before");
    let next = first.attributes(".pager a[rel=next]", "href").pop().unwrap();
    let second = site.visitor().get(&next).await.expect(200).texts(".why p");
    assert_eq!(second[0].split(": ").nth(1), why[18].split(": ").nth(1), "the first as those before");
    assert!(!second[4].contains("below") && second[4].contains("above"), "{second:?}");
}

#[actix_web::test]
async fn a_merge_publishes_no_count_that_one_of_the_two_boards_hides() {
    let site = Site::start().await;
    let (board, quiet) = (site.board("Gear").await, site.board_hiding("Quiet", Counts::Hidden, 0).await);
    let (ann, maja) = (site.customer("Ann").await, site.person("Maja", Role::ProductManager).await);
    let voters = people(&site, 7).await;
    let (open, other) =
        (site.idea(&ann, &board, "Lighter tent").await, site.idea(&ann, &board, "Light tent").await);
    let (shut, more) =
        (site.idea(&ann, &quiet, "Tent of 800 g").await, site.idea(&ann, &quiet, "Tent of 900 g").await);
    for idea in [&shut, &other] {
        site.promoted_by(idea, &voters).await;
    }
    for (from, to) in [(shut.id, open.id), (other.id, more.id)] {
        let (by, now) = (maja.clone(), site.now());
        site.write(move |db| merge::merge(db, &by, from, to, now)).await;
        for path in [format!("/ideas/{to}"), format!("/ideas/{from}/merged")] {
            let page = site.visitor().visit(&path).await.expect(200);
            let text = if page.has("#merged") { page.text_of("#merged") } else { page.text_of(".page-head") };
            assert!(text.contains("Ann") && !text.contains("promotion"), "{path}: {text}");
        }
    }
}

#[actix_web::test]
async fn every_hand_on_the_scale_is_in_the_log_and_the_log_is_linked() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ada = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let path = format!("/admin/boards/{}", board.id);
    let form = |half: &'static str,
                voting: &'static str,
                counts: &'static str,
                days: &'static str,
                every: &'static str| {
        [
            ("name", "Gear"),
            ("slug", "gear"),
            ("description", ""),
            ("audience", "public"),
            ("voting", voting),
            ("premoderation", "off"),
            ("half_life_days", half),
            ("counts", counts),
            ("counts_days", days),
            ("explore_every", every),
        ]
    };
    ada.post(&path, &form("7", "promote_demote", "shown", "", "10")).await.expect(303);
    let scale = "/moderation/log?kind=scale";
    let nothing = site.visitor().get(scale).await.expect(200);
    assert!(nothing.has(".empty"), "what stays as it is moves nothing");
    ada.post(&path, &form("30", "up_only", "first_days", "14", "0")).await.expect(303);
    let wrong = ada.post(&path, &form("30", "up_only", "first_days", "soon", "1")).await.expect(422);
    assert!(wrong.has("#counts_days-error") && wrong.has("#explore_every-error"));
    let log = site.visitor().get(scale).await.expect(200);
    let mut acts: Vec<(String, String)> =
        log.texts("tbody th").into_iter().zip(log.texts("tbody td[data-label=What]")).collect();
    acts.sort();
    let told: Vec<(&str, &str)> = acts.iter().map(|(act, what)| (act.as_str(), what.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Half-life changed", "board Gear, from 7 to 30 days"),
            ("Hidden counts changed", "board Gear, from “Always shown” to “Hidden for the first 14 days”"),
            ("Kinds of votes changed", "board Gear, from “Promote and demote” to “Promote only”"),
            ("Share of hardly seen ideas changed", "board Gear, from “one place in 10” to “none”"),
        ]
    );
    let one = site.visitor().get("/moderation/log?kind=counts_changed").await.expect(200);
    assert_eq!(one.texts("tbody th"), ["Hidden counts changed"]);
    let idea = site.idea(&site.customer("Ann").await, &board, "A tent").await;
    for page in ["/".to_owned(), "/help".to_owned(), format!("/ideas/{}-a-tent", idea.id)] {
        let page = site.visitor().get(&page).await.expect(200);
        assert!(page.text.contains(scale), "{}", page.path);
    }
}

#[actix_web::test]
async fn for_you_offers_what_trends_in_ones_topics_says_why_and_leaves_out_what_one_voted_on() {
    let site = Site::start().await;
    let (gear, app) = (site.board("Gear").await, site.board("App").await);
    let (ann, zoe) = (site.customer("Ann").await, site.customer("Zoe").await);
    let browser = site.browser_of(&zoe).await;
    let nothing = browser.get("/for-you").await.expect(200);
    assert!(nothing.has(".empty") && nothing.text.contains("Nothing to go by yet"));
    let tents = category(&site, &gear, "Tents").await;
    let mut inside = Vec::new();
    for n in 1..=9 {
        let idea = site.idea(&ann, &gear, &format!("Tent {n}")).await;
        put_into(&site, &idea, tents).await;
        inside.push(idea);
    }
    let outside = site.idea(&ann, &app, "Night mode").await;
    let second = site.idea(&ann, &app, "Offline maps").await;
    site.promoted_by(&inside[0], std::slice::from_ref(&zoe)).await;
    let page = browser.get("/for-you").await.expect(200);
    let titles = page.texts(".idea-row h2");
    assert_eq!(titles.len(), 10, "{titles:?}");
    assert!(!titles.contains(&"Tent 1".to_owned()), "voted on");
    assert!(titles[..4].iter().all(|title| title.starts_with("Tent")));
    assert_eq!(titles[4], "Offline maps", "every fifth is from outside, the hottest first");
    assert_eq!(titles[9], "Night mode");
    let _ = (outside, second);
    let notes = page.texts(".idea-row p.muted.small");
    assert_eq!(notes[0], "Because you vote on, follow or post ideas in “Tents”");
    assert_eq!(notes[4], "From outside your topics: it trends elsewhere on the site");
    assert!(page.texts(".why p")[0].starts_with("Trending: 1 promotion"), "the numbers stand there, too");
    assert!(page.texts(".tabs a[aria-current=page]") == ["For you"]);
    assert!(browser.get("/").await.expect(200).text.contains("href=\"/for-you\""));
    assert!(!site.visitor().get("/").await.expect(200).text.contains("/for-you"));
    site.visitor().get("/for-you").await.expect(303);
}

#[actix_web::test]
async fn for_you_takes_the_same_few_queries_however_much_one_did() {
    use crate::support::queries_of;
    use groundswell::ideas::Viewer;
    use groundswell::ideas::for_you::for_you;
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, zoe) = (site.customer("Ann").await, site.customer("Zoe").await);
    let tents = category(&site, &board, "Tents").await;
    let mut ideas = Vec::new();
    for n in 1..=40 {
        let idea = site.idea(&ann, &board, &format!("Tent {n}")).await;
        put_into(&site, &idea, tents).await;
        ideas.push(idea);
    }
    let mut counts = Vec::new();
    for part in [0..2, 2..30] {
        for idea in &ideas[part] {
            site.promoted_by(idea, std::slice::from_ref(&zoe)).await;
        }
        let (viewer, settings) = (Viewer::from(Some(&zoe)), site.state.reload().await.unwrap());
        counts.push(
            site.read(move |db| {
                Ok(queries_of(db, |db| for_you(db, viewer, &settings.catalog).unwrap()).1.len())
            })
            .await,
        );
    }
    assert!(counts[0] == counts[1] && counts[1] <= 16, "{counts:?}");
}

#[actix_web::test]
async fn showings_are_counted_once_for_people_who_could_vote_and_stored_in_batches() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (low, high) = (site.idea(&ann, &board, "Lowest").await, site.idea(&ann, &board, "Highest").await);
    let stored = async || {
        let ids = [high.id, low.id];
        site.read(move |db| {
            use diesel::prelude::*;
            use groundswell::db::schema::ideas;
            let mut found = Vec::new();
            for id in ids {
                let row = ideas::table.find(id).select((ideas::exposures, ideas::spread));
                found.push(row.first::<(f64, f64)>(db)?);
            }
            Ok(found)
        })
        .await
    };
    site.visitor().get("/").await.expect(200);
    site.browser_of(&ann).await.get("/").await.expect(200);
    site.state.store_showings().await.unwrap();
    assert_eq!(stored().await, [(0.0, 1.0), (0.0, 1.0)], "neither strangers nor whoever voted");
    let reader = site.browser_of(&ben).await;
    for _ in 0..3 {
        reader.get("/").await.expect(200);
    }
    site.state.store_showings().await.unwrap();
    let after = stored().await;
    assert!((after[0].0 - 1.0).abs() < 1e-9, "the first place, once: {after:?}");
    assert!(after[1].0 > 0.6 && after[1].0 < 0.7, "{after:?}");
    site.state.store_showings().await.unwrap();
    assert_eq!(stored().await, after, "nothing is stored twice");
}

#[actix_web::test]
async fn one_place_in_ten_is_for_what_hardly_anybody_has_seen_and_pages_show_every_idea_once() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let mut all = Vec::new();
    for n in 1..=50 {
        all.push(site.idea(&ann, &board, &format!("Idea number {n}")).await);
    }
    // All are known but five old ones at the end of the list.
    let known: Vec<_> = all[5..].iter().map(|idea| idea.id).collect();
    site.write(move |db| {
        use diesel::prelude::*;
        use groundswell::db::schema::ideas;
        diesel::update(ideas::table.filter(ideas::id.eq_any(&known)))
            .set(ideas::spread.eq(0.1))
            .execute(db)?;
        Ok(())
    })
    .await;
    let reader = site.browser_of(&site.customer("Ben").await).await;
    let (mut path, mut titles, mut looks) = (Some("/".to_owned()), Vec::new(), Vec::new());
    let first = reader.get("/").await.expect(200);
    while let Some(at) = path {
        let page = reader.get(&at).await.expect(200);
        if at == "/" {
            assert_eq!(
                page.texts(".idea-row h2"),
                first.texts(".idea-row h2"),
                "the same for the same session"
            );
            assert_eq!(page.texts(".idea-row h2").len(), 20);
            let marked: Vec<String> = page.texts(".idea-row .badge.plain");
            assert_eq!(marked, ["Worth a look", "Worth a look"]);
            let why = page.texts(".why p");
            assert!(why[5].starts_with("Worth a look") && why[15].starts_with("Worth a look"), "{why:?}");
            assert!(why[6].starts_with("7th in Trending"), "places are counted through: {why:?}");
        }
        titles.extend(page.texts(".idea-row h2"));
        looks.extend(page.texts(".idea-row .badge.plain"));
        path = page.attributes(".pager a[rel=next]", "href").pop();
    }
    assert_eq!((titles.len(), looks.len()), (50, 5));
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), 50, "every idea once");
    let settled = reader.get("/?order=new").await.expect(200);
    assert!(settled.texts(".idea-row .badge.plain").is_empty(), "only Trending explores");
    site.visitor().get("/?look=1.x.99999999999999999999").await.expect(200);
}

#[actix_web::test]
async fn a_board_may_explore_nothing() {
    let site = Site::start().await;
    let draft = BoardDraft::parse("Gear", "", "").unwrap().with_exploration(0);
    let board = site.board_from(draft).await;
    let ann = site.customer("Ann").await;
    for n in 1..=25 {
        site.idea(&ann, &board, &format!("Idea number {n}")).await;
    }
    let page = site.visitor().get("/boards/gear").await.expect(200);
    assert!(!page.text.contains("Worth a look"));
    assert_eq!(page.texts(".idea-row h2").len(), 20);
}

#[actix_web::test]
async fn new_ideas_on_boards_that_do_not_explore_take_no_place_from_those_that_do() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let still = site.board_from(BoardDraft::parse("Still", "", "").unwrap().with_exploration(0)).await;
    let ann = site.customer("Ann").await;
    for n in 1..=5 {
        site.idea(&ann, &board, &format!("Idea number {n}")).await;
    }
    for n in 1..=65 {
        site.idea(&ann, &still, &format!("Still number {n}")).await;
    }
    let reader = site.browser_of(&site.customer("Ben").await).await;
    let page = reader.get("/").await.expect(200);
    assert_eq!(page.texts(".idea-row .badge.plain"), ["Worth a look", "Worth a look"]);
}

#[actix_web::test]
async fn what_is_worth_a_look_is_read_along_its_index() {
    use crate::support::{plan_of, queries_of};
    use groundswell::ideas::Viewer;
    use groundswell::ideas::list::{ListOrder, ListQuery};
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    for n in 1..=30 {
        site.idea(&ann, &board, &format!("Idea number {n}")).await;
    }
    for own in [None, Some(board.id)] {
        let query = ListQuery { board: own, ..ListQuery::new(Viewer::NOBODY, ListOrder::Trending) };
        site.read(move |db| {
            let (_, queries) = queries_of(db, |db| query.worth_a_look(db, 10).unwrap());
            for sql in queries.iter().filter(|sql| sql.contains("ideas")) {
                let plan = plan_of(db, sql);
                assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{plan}\n{sql}");
            }
            Ok(())
        })
        .await;
    }
}

async fn category(site: &Site, board: &Board, name: &'static str) -> groundswell::ids::CategoryId {
    let (board, now) = (board.id, site.now());
    let id = site.write(move |db| groundswell::boards::categories::add(db, board, name, now)).await;
    site.state.reload().await.unwrap();
    id
}

async fn put_into(site: &Site, idea: &Idea, category: groundswell::ids::CategoryId) {
    let idea = idea.id;
    site.write(move |db| {
        use diesel::prelude::*;
        use groundswell::db::schema::ideas;
        diesel::update(ideas::table.find(idea)).set(ideas::category_id.eq(Some(category))).execute(db)?;
        Ok(())
    })
    .await;
}
