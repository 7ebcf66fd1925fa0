//! Comparing what was there before for duplicates, over and over, and after imports and edits.

use diesel::prelude::*;
use groundswell::db::Db;
use groundswell::db::schema::{jobs, likenesses};
use groundswell::error::Result;
use groundswell::ids::IdeaId;
use groundswell::jobs::{Progress, Step};
use groundswell::people::Role;
use groundswell::triage::backlog;

use crate::support::Site;

const PAIRS: [[&str; 2]; 2] = [
    ["Sell the rain fly of the tent on its own", "Please sell a rain fly for the tent alone"],
    ["A stove that burns alcohol in wind", "An alcohol stove that burns in the wind"],
];
const OTHERS: [&str; 12] = [
    "Repair kit, every bag",
    "Longer guide lines",
    "Dark mode, night walks",
    "Holiday opening hours",
    "Seamless socks",
    "Whistle buckles",
    "Show huts, mapped",
    "Warmer gloves",
    "Braille labels",
    "Weekend delivery",
    "Tell which glue is used",
    "Cheaper zips",
];

type Pair = (IdeaId, IdeaId);

fn pairs(db: &mut Db) -> Result<Vec<Pair>> {
    let all = likenesses::table.order((likenesses::idea_id, likenesses::like_idea));
    Ok(all.select((likenesses::idea_id, likenesses::like_idea)).load(db)?)
}

/// Ideas that were there before anybody looked for likenesses: two pairs among others. Gives the pairs, the newer first.
async fn grown(site: &Site) -> Vec<Pair> {
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let mut ids: Vec<Vec<IdeaId>> = vec![Vec::new(); 2];
    for place in 0..2 {
        for (own, titles) in ids.iter_mut().zip(PAIRS) {
            own.push(site.idea(&ann, &board, titles[place]).await.id);
        }
        // The newer of the second pair is the eleventh.
        let others = if place == 0 { &OTHERS[..7] } else { &OTHERS[7..] };
        for title in others {
            site.idea(&ann, &board, title).await;
        }
    }
    site.work().await;
    site.write(|db| diesel::delete(likenesses::table).execute(db).map(drop).map_err(Into::into)).await;
    ids.into_iter().map(|own| (own[1], own[0])).collect()
}

#[actix_web::test]
async fn the_backlog_is_compared_for_likenesses_on_demand_and_what_was_decided_stays_so() {
    let site = Site::start().await;
    let expected = grown(&site).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk/duplicates").await.expect(200);
    assert!(!page.has(".pair") && page.has("#comparison form"), "nothing is known yet");

    let page = manager.submit("/desk/duplicates", &[]).await.expect(200);
    assert!(page.text_of(".flash").contains("being compared"), "{}", page.text);
    assert!(page.text_of("#comparison").contains("about to be compared"));
    assert!(!page.has("#comparison form"), "one at a time");
    let page = manager.submit("/desk/duplicates", &[]).await.expect(200);
    assert!(page.text_of(".flash").contains("already"), "{}", page.text);
    site.work().await;
    assert_eq!(site.read(pairs).await, expected);
    let page = manager.get("/desk/duplicates").await.expect(200);
    assert_eq!(page.texts(".pair h3").len(), 4, "{}", page.text);
    assert!(page.text_of("#comparison").contains("16 open ideas were compared"), "{}", page.text);

    let decide = page.attributes("main .panel form", "action").remove(0);
    manager.post(&decide, &[("decision", "not-same")]).await.expect(303);
    for _ in 0..2 {
        manager.post("/desk/duplicates", &[]).await.expect(303);
        site.work().await;
        assert_eq!(site.read(pairs).await, expected, "nothing is suggested twice");
        let page = manager.get("/desk/duplicates").await.expect(200);
        assert_eq!(page.texts(".pair h3").len(), 2, "what was decided stays so");
    }
    let count =
        site.read(|db| Ok(jobs::table.filter(jobs::kind.eq("compare_ideas")).count().get_result(db)?));
    let count: i64 = count.await;
    assert_eq!(count, 1, "what is done is forgotten when it begins anew");
}

#[actix_web::test]
async fn comparing_the_backlog_for_likenesses_goes_on_where_it_was_and_tells_how_far_it_is() {
    let site = Site::start().await;
    let expected = grown(&site).await;
    let now = site.now();
    let first = site.write(move |db| backlog::step(db, Progress::default(), now)).await;
    let Step::More(progress) = first else { panic!("16 ideas are more than one step") };
    assert_eq!((progress.done, progress.total), (10, Some(16)));
    assert_eq!(site.read(pairs).await, expected[..1], "the first pair is among the first ten");
    // The step is taken again after a crash, then the rest.
    site.write(move |db| backlog::step(db, Progress::default(), now)).await;
    let second = site.write(move |db| backlog::step(db, progress, now)).await;
    let Step::More(progress) = second else { panic!("what comes meanwhile is met at the end") };
    let last = site.write(move |db| backlog::step(db, progress, now)).await;
    assert_eq!(last, Step::Done(Progress { done: 16, total: Some(16), ..progress }));
    assert_eq!(site.read(pairs).await, expected);
}

#[actix_web::test]
async fn an_idea_whose_text_was_edited_is_compared_anew_for_likenesses() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let old = site.idea(&ann, &board, PAIRS[0][0]).await;
    for title in OTHERS {
        site.idea(&ann, &board, title).await;
    }
    let new = site.idea(&ben, &board, "What I miss most").await;
    site.work().await;
    assert_eq!(site.read(pairs).await, []);
    let author = site.browser_of(&ben).await;
    let form = author.get(&format!("/ideas/{}/edit", new.id)).await.expect(200);
    let seen = super::field(&form, "seen");
    let fields = [("title", PAIRS[0][1]), ("body", "Only the fly, please."), ("seen", &*seen)];
    author.post(&format!("/ideas/{}/edit", new.id), &fields).await.expect(303);
    site.work().await;
    assert_eq!(site.read(pairs).await, [(new.id, old.id)]);
}

#[actix_web::test]
async fn a_pair_that_was_merged_by_hand_and_taken_apart_is_no_likeness_to_any_comparison() {
    let site = Site::start().await;
    let pair = grown(&site).await[0];
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let path = format!("/desk/ideas/{}", pair.0);
    manager.post(&format!("{path}/merge"), &[("into", &*pair.1.to_string())]).await.expect(303);
    manager.post(&format!("{path}/unmerge"), &[]).await.expect(303);
    site.work().await;
    manager.post("/desk/duplicates", &[]).await.expect(303);
    site.work().await;
    let page = manager.get("/desk/duplicates").await.expect(200);
    assert_eq!(page.texts(".pair h3"), [PAIRS[1][1], PAIRS[1][0]], "only the other pair");
}

#[actix_web::test]
async fn links_to_what_was_merged_lead_to_where_it_is_now() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let mut ids = Vec::new();
    for title in ["One tent", "Two tents", "Three tents", "Four tents"] {
        ids.push(site.idea(&ann, &board, title).await.id);
    }
    for (from, into) in [(0, 1), (1, 2)] {
        let fields = [("into", &*ids[into].to_string())];
        manager.post(&format!("/desk/ideas/{}/merge", ids[from]), &fields).await.expect(303);
    }
    let to = ids[0].to_string();
    let fields = [("kind", "extends"), ("to", &*to)];
    let page = manager.submit(&format!("/ideas/{}/links", ids[3]), &fields).await.expect(200);
    assert!(page.text_of(".staff li").contains("Three tents"), "{}", page.text);
    let page = manager.visit(&format!("/ideas/{}", ids[2])).await.expect(200);
    assert!(page.text_of(".staff li").contains("Four tents"), "read at the other end");
    let refused = manager.post(&format!("/ideas/{}/links", ids[2]), &fields).await.expect(422);
    assert!(refused.text_of("#to-error").contains("merged into this one"), "{}", refused.text);
}
