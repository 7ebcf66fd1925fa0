//! Merging ideas and undoing it.

use diesel::prelude::*;
use groundswell::cli::doctor::examine;
use groundswell::db::schema::comments;
use groundswell::error::Error;
use groundswell::ideas::{Idea, merge};
use groundswell::ids::IdeaId;
use groundswell::people::{Person, Role};
use groundswell::votes::{Ballot, cast};

use crate::support::Site;

pub(super) async fn vote(site: &Site, person: &Person, idea: IdeaId, ballot: &'static str) {
    let (person, now) = (person.clone(), site.now());
    site.write(move |db| cast(db, &person, idea, Ballot::parse(ballot)?, now)).await;
}

/// What the doctor says once the worker has done everything.
pub(super) async fn complaints(site: &Site) -> Vec<String> {
    site.work().await;
    examine(&site.state.db).await.unwrap().iter().map(ToString::to_string).collect()
}

/// Two ideas by Ann and Ben; Cem voted on both, Dee on the first against it.
pub(super) async fn two(site: &Site) -> (Idea, Idea, Vec<Person>) {
    let board = site.board("Gear").await;
    let mut people = Vec::new();
    for name in ["Ann", "Ben", "Cem", "Dee"] {
        people.push(site.customer(name).await);
    }
    let first = site.idea(&people[0], &board, "A lighter tent").await;
    let second = site.idea(&people[1], &board, "Tents that weigh less").await;
    for (person, idea, ballot) in [(2, first.id, "up"), (2, second.id, "down"), (3, first.id, "down")] {
        vote(site, &people[person], idea, ballot).await;
    }
    site.comment(&people[3], &first, None, "Mine weighs four kilos.").await;
    site.work().await;
    (first, second, people)
}

#[actix_web::test]
async fn a_merge_is_confirmed_side_by_side_counts_everybody_once_and_can_be_undone() {
    let site = Site::start().await;
    let (first, second, people) = two(&site).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let (from, to) = (first.id, second.id);
    let before = (site.stored_idea(from).await, site.stored_idea(to).await);

    let desk = manager.get(&format!("/desk/ideas/{from}")).await.expect(200);
    assert!(desk.has(&format!("a[href='/desk/ideas/{from}/merge']")));
    let page = manager.get(&format!("/desk/ideas/{from}/merge")).await.expect(200);
    assert!(page.texts("main li a").contains(&"Tents that weigh less".to_owned()), "like ones are offered");
    let page = manager.get(&format!("/desk/ideas/{from}/merge?into=%23{to}")).await.expect(200);
    assert_eq!(page.texts(".pair h3"), ["A lighter tent", "Tents that weigh less"]);
    assert_eq!(page.texts(".facts dd"), ["2", "1", "2", "2"], "coming, of both, up, down");
    let into = to.to_string();
    let done = manager.submit(&format!("/desk/ideas/{from}/merge"), &[("into", &into)]).await.expect(200);
    assert!(done.text_of("#merged").contains("A lighter tent"));
    site.work().await;
    let after = site.stored_idea(to).await;
    assert_eq!(
        (after.ranks.promotions, after.ranks.demotions),
        (2, 2),
        "Ann and Ben for it, Cem and Dee against"
    );

    let visitor = site.visitor();
    let list = visitor.get("/").await.expect(200);
    assert!(!list.text.contains("A lighter tent") && list.text.contains("Tents that weigh less"));
    assert!(!visitor.get("/sitemaps/1.xml").await.expect(200).text.contains("lighter-tent"));
    let found = visitor.get("/search?q=lighter").await.expect(200);
    assert_eq!(found.texts("main h2 a"), ["Tents that weigh less"], "found by the words of both");
    visitor.get(&format!("/ideas/{from}")).await.expect(301);
    let page = visitor.visit(&format!("/ideas/{from}-a-lighter-tent")).await.expect(200);
    assert_eq!(page.text_of("h1"), "Tents that weigh less");
    assert!(page.text_of(".flash").contains("A lighter tent"));
    assert!(page.text_of("#merged").contains("Ann"), "its author has the credit");
    assert!(page.text_of("#comments").contains("Mine weighs four kilos."));
    assert!(page.text_of(".comment").contains("Written on A lighter tent"));
    assert!(page.text_of(".timeline").contains("merged another idea into this one"));
    let left = visitor.get(&format!("/ideas/{from}/merged")).await.expect(200);
    assert!(left.text_of("main").contains("was merged into Tents that weigh less"));
    visitor.get(&format!("/feeds/ideas/{from}.atom")).await.expect(301);

    let eve = site.customer("Eve").await;
    site.browser_of(&eve).await.post(&format!("/ideas/{from}/vote"), &[("vote", "up")]).await.expect(303);
    assert_eq!(
        site.stored_idea(to).await.ranks.promotions,
        3,
        "a vote on the merged one counts where it went"
    );
    vote(&site, &people[3], to, "up").await;
    assert_eq!(complaints(&site).await, [""; 0]);

    let undone = manager.submit(&format!("/desk/ideas/{from}/unmerge"), &[]).await.expect(200);
    assert_eq!(undone.text_of("h1"), "A lighter tent");
    site.work().await;
    let (source, target) = (site.stored_idea(from).await, site.stored_idea(to).await);
    assert_eq!(source.ranks, before.0.ranks);
    assert_eq!((source.shown, source.comment_count, source.follower_count), (2, 1, before.0.follower_count));
    assert_eq!(
        (target.ranks.promotions, target.ranks.demotions),
        (3, 1),
        "Ben, Eve and Dee for it, Cem against"
    );
    assert_eq!(complaints(&site).await, [""; 0]);
    let found = visitor.get("/search?q=lighter").await.expect(200);
    assert_eq!(found.texts("main h2 a"), ["A lighter tent"]);
    visitor.visit(&format!("/ideas/{from}")).await.expect(200);
    assert!(visitor.get(&format!("/ideas/{from}/merged")).await.expect(303).location().is_some());
    let log = visitor.get("/moderation/log").await.expect(200);
    assert!(log.text.contains("Ideas merged") && log.text.contains("Merge undone"));
}

#[actix_web::test]
async fn replies_to_comments_that_came_along_go_with_them_again() {
    let site = Site::start().await;
    let (first, second, people) = two(&site).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (from, to, now) = (first.id, second.id, site.now());
    let by = maja.clone();
    site.write(move |db| merge::merge(db, &by, from, to, now)).await;
    let said = site.read(move |db| Ok(comments::table.select(comments::id).first::<i64>(db)?)).await;
    let browser = site.browser_of(&people[1]).await;
    let reply = [("body", "So does mine."), ("parent", &*said.to_string()), ("form_key", "")];
    browser.post(&format!("/ideas/{to}/comments"), &reply).await.expect(303);
    browser.post(&format!("/ideas/{from}/comments"), &[("body", "By the old form.")]).await.expect(303);
    let page = site.visitor().visit(&format!("/comments/{said}")).await.expect(200);
    assert_eq!(page.attributes("[data-comments]", "data-comments"), ["3"]);
    assert_eq!(complaints(&site).await, [""; 0]);
    let by = maja.clone();
    site.write(move |db| merge::unmerge(db, &by, from, now)).await;
    assert_eq!(site.stored_idea(from).await.comment_count, 2);
    assert_eq!(site.stored_idea(to).await.comment_count, 1);
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn only_product_managers_and_administrators_merge() {
    let site = Site::start().await;
    let (first, second, people) = two(&site).await;
    let into = second.id.to_string();
    let merge = format!("/desk/ideas/{}/merge", first.id);
    for role in [Role::TeamMember, Role::Moderator] {
        let name = if role == Role::Moderator { "Mo" } else { "Tea" };
        let browser = site.browser_of(&site.person(name, role).await).await;
        browser.get(&merge).await.expect(403);
        browser.post(&merge, &[("into", &into)]).await.expect(403);
        browser.post(&format!("/desk/ideas/{}/unmerge", first.id), &[]).await.expect(403);
    }
    site.browser_of(&people[0]).await.post(&merge, &[("into", &into)]).await.expect(403);
    site.visitor().post(&merge, &[("into", &into)]).await.expect(303);
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    for wrong in ["", "99999", "nonsense", &*first.id.to_string()] {
        let page = admin.post(&merge, &[("into", wrong)]).await.expect(422);
        assert!(page.has(".error-summary"), "{wrong}: {}", page.text);
    }
    admin.post(&merge, &[("into", &into)]).await.expect(303);
}

#[actix_web::test]
async fn of_two_managers_who_merge_at_once_one_wins_and_the_other_sees_what_happened() {
    let site = Site::start().await;
    let (first, second, people) = two(&site).await;
    let board = site.state.settings().await.unwrap().catalog.board(first.board_id).unwrap().clone();
    let third = site.idea(&people[1], &board, "Carbon poles").await;
    let one = site.browser_of(&site.person("Maja", Role::ProductManager).await).await;
    let other = site.browser_of(&site.person("Nils", Role::ProductManager).await).await;
    let path = format!("/desk/ideas/{}/merge", first.id);
    let (a, b) = (second.id.to_string(), third.id.to_string());
    let (fields, others) = ([("into", a.as_str())], [("into", b.as_str())]);
    let (x, y) = futures_util::future::join(one.post(&path, &fields), other.post(&path, &others)).await;
    let (won, lost) = if x.status.as_u16() == 303 { (x, y) } else { (y, x) };
    assert_eq!((won.status.as_u16(), lost.status.as_u16()), (303, 409));
    assert!(lost.text_of(".flash").contains("merged this idea"), "{}", lost.text);
    assert_eq!(complaints(&site).await, [""; 0]);

    let undo = format!("/desk/ideas/{}/unmerge", first.id);
    let (x, y) = futures_util::future::join(one.submit(&undo, &[]), other.submit(&undo, &[])).await;
    let said = [x, y].iter().filter(|page| page.text.contains("somebody undid it in the meantime")).count();
    assert_eq!(said, 1, "one undid it, the other hears of it");
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn a_chain_of_merges_leads_to_its_end_and_comes_apart_in_any_order() {
    let site = Site::start().await;
    let (first, second, people) = two(&site).await;
    let board = site.state.settings().await.unwrap().catalog.board(first.board_id).unwrap().clone();
    let third = site.idea(&people[3], &board, "Carbon poles").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (a, b, c, now) = (first.id, second.id, third.id, site.now());
    let before = [site.stored_idea(a).await, site.stored_idea(b).await, site.stored_idea(c).await];
    let by = maja.clone();
    site.write(move |db| merge::merge(db, &by, a, b, now)).await;
    let by = maja.clone();
    site.write(move |db| merge::merge(db, &by, b, c, now)).await;
    let page = site.visitor().visit(&format!("/ideas/{a}")).await.expect(200);
    assert_eq!(page.text_of("h1"), "Carbon poles");
    assert_eq!(site.stored_idea(c).await.ranks.promotions, 3, "Ann, Ben and Dee; Cem is against it");
    let by = maja.clone();
    let circle = site.state.db.write(move |db| merge::merge(db, &by, c, a, now)).await;
    assert!(matches!(circle, Err(Error::Invalid(_))), "{circle:?}");
    let by = maja.clone();
    site.write(move |db| merge::unmerge(db, &by, a, now)).await;
    assert_eq!(site.stored_idea(c).await.ranks.promotions, 2, "Ann went with her idea");
    assert_eq!(complaints(&site).await, [""; 0]);
    let by = maja.clone();
    site.write(move |db| merge::unmerge(db, &by, b, now)).await;
    for idea in before {
        assert_eq!(site.stored_idea(idea.id).await.ranks.tally(), idea.ranks.tally(), "{}", idea.title);
    }
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn an_answer_to_an_idea_that_was_merged_meanwhile_is_kept_and_told_why() {
    let site = Site::start().await;
    let (first, second, _) = two(&site).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (from, to, now, by) = (first.id, second.id, site.now(), maja.clone());
    site.write(move |db| merge::merge(db, &by, from, to, now)).await;
    let status = first.status_id.to_string();
    let form = [("status", status.as_str()), ("effort", ""), ("response", "We weigh them again.")];
    let path = format!("/desk/ideas/{from}/answer");
    let page = site.browser_of(&maja).await.post(&path, &form).await.expect(409);
    assert!(page.text_of("#response").contains("We weigh them again."), "{}", page.text);
    assert!(page.text_of("main").contains("merged the idea that you were answering"));
    assert_eq!(site.stored_idea(to).await.answered_at, None);
}

#[actix_web::test]
async fn a_merged_idea_and_its_votes_are_told_at_their_new_place_on_ones_own_page() {
    let site = Site::start().await;
    let (first, second, people) = two(&site).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (from, to, now) = (first.id, second.id, site.now());
    site.write(move |db| merge::merge(db, &maja, from, to, now)).await;
    let own = site.browser_of(&people[0]).await.get("/me").await.expect(200);
    assert!(own.text_of("main").contains("Merged into another idea"), "{}", own.text_of("main"));
    let voted = site.browser_of(&people[3]).await.get("/me?show=votes").await.expect(200);
    assert!(!voted.text_of("main").contains("no longer shown"), "{}", voted.text_of("main"));
}
