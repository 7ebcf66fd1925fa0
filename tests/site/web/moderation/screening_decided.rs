//! What follows from decisions about held posts: the same as posting would have had, once; what is learnt, and unlearnt.

use diesel::prelude::*;
use groundswell::db::schema::{events, lesson_words, lessons, screening_findings, shingled};
use groundswell::ideas::{Idea, PostState};
use groundswell::people::{Person, Role};
use groundswell::screening::{self, Rule};
use groundswell::time::{DAY, MINUTE};

use super::screening::OFFER;
use crate::support::{Browser, Site};

const LINKED: &str = "As @ben said: see https://shop.example/a";

/// Kinds and contents of all events.
async fn events_of(site: &Site) -> Vec<(String, String)> {
    site.read(|db| Ok(events::table.order(events::id).select((events::kind, events::payload)).load(db)?))
        .await
}

/// A site on which one idea is followed and somebody is about to write an idea and a comment with a link in it.
async fn written(is_held: bool) -> (Site, Idea, groundswell::ids::CommentId) {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let eve = site.customer("Eve").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let followed = site.idea(&ann, &board, "A lighter tent").await;
    site.follow(&ben, &followed).await;
    if is_held {
        site.screen_by(&[Rule::Links]).await;
    }
    let comment = site.remark(&eve, followed.id, LINKED).await;
    let idea = site.idea_saying(&eve, &board, "A good shop", LINKED).await;
    if is_held {
        assert_eq!((comment.state, idea.state), (PostState::Pending, PostState::Pending));
        assert_eq!(site.event_kinds().await, ["idea_posted"], "nothing leaves before approval");
        let moderator = site.browser_of(&maja).await;
        for path in [format!("/comments/{}", comment.id), format!("/ideas/{}", idea.id)] {
            moderator.post(&format!("{path}/approve"), &[]).await.expect(303);
            moderator.post(&format!("{path}/approve"), &[]).await.expect(409);
        }
    }
    (site, followed, comment.id)
}

#[actix_web::test]
async fn approving_what_a_rule_held_sets_off_exactly_what_posting_would_have() {
    let (direct, idea, comment) = written(false).await;
    let (held, same, other) = written(true).await;
    assert_eq!((idea.id, comment), (same.id, other), "the same numbers on both sites");
    assert_eq!(events_of(&held).await, events_of(&direct).await);
    let (there, here) = (direct.told().await, held.told().await);
    assert!(!there.is_empty());
    assert_eq!(here, there);
    let counted = |idea: Idea| (idea.comment_count, idea.follower_count, idea.ranks.net, idea.active_at);
    let (there, here) = (direct.stored_idea(idea.id).await, held.stored_idea(idea.id).await);
    assert_eq!(counted(here), counted(there));
    held.assert_comments_counted().await;
}

#[actix_web::test]
async fn of_many_approvals_at_once_one_counts() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let eve = site.customer("Eve").await;
    site.screen_by(&[Rule::Links]).await;
    let idea = site.idea_saying(&eve, &board, "A good shop", LINKED).await;
    let mut browsers: Vec<Browser> = Vec::new();
    for name in ["Maja", "Olav", "Tove", "Nils"] {
        browsers.push(site.browser_of(&site.person(name, Role::Moderator).await).await);
    }
    let path = format!("/ideas/{}/approve", idea.id);
    let all = futures_util::future::join_all(browsers.iter().map(|browser| browser.post(&path, &[]))).await;
    let mut statuses: Vec<u16> = all.iter().map(|page| page.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409, 409, 409]);
    assert_eq!(site.event_kinds().await, ["idea_posted"]);
}

type Counted = Vec<(String, i32, i32)>;

impl Site {
    async fn counted(&self) -> Counted {
        self.read(|db| {
            let all = (lesson_words::word, lesson_words::ham, lesson_words::spam);
            Ok(lesson_words::table.order(lesson_words::word).select(all).load(db)?)
        })
        .await
    }

    async fn outcomes(&self) -> Vec<Option<bool>> {
        self.read(|db| {
            Ok(screening_findings::table
                .order(screening_findings::id)
                .select(screening_findings::is_overturned)
                .load(db)?)
        })
        .await
    }
}

/// Does something that can be taken back, takes it back, and tells what was counted before, between and after.
async fn there_and_back(site: &Site, moderator: &Browser, path: &str, reason: &str) -> [Counted; 3] {
    let before = site.counted().await;
    site.clock.advance(MINUTE);
    let page = moderator.submit(path, &[("reason", reason)]).await.expect(200);
    let between = site.counted().await;
    let undo = page.attributes(".flash form", "action").pop().unwrap();
    site.clock.advance(MINUTE);
    moderator.post(&undo, &[]).await.expect(303);
    [before, between, site.counted().await]
}

#[actix_web::test]
async fn what_is_learnt_from_a_decision_is_unlearnt_with_it() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    site.screen_by(&[Rule::Links, Rule::Learnt]).await;
    let moderator = site.browser_of(&maja).await;
    let (shop, tent) =
        ("See our cheap phones at https://shop.example", "The zip of the tent sticks at https://x.example");
    let waiting = site.idea_saying(&ann, &board, "A good shop", shop).await;
    let approved = site.idea_saying(&ben, &board, "The zip", tent).await;
    moderator.post(&format!("/ideas/{}/approve", approved.id), &[]).await.expect(303);
    let learnt = site.counted().await;
    assert_eq!(learnt[0], (String::new(), 1, 0), "one decision");
    assert!(learnt.iter().any(|(word, ham, spam)| word == "tent" && (*ham, *spam) == (1, 0)));
    let waiting_path = format!("/ideas/{}", waiting.id);
    let approved_path = format!("/ideas/{}", approved.id);
    let report = [("reason", "spam")];
    site.browser_of(&ann).await.post(&format!("{approved_path}/report"), &report).await.expect(303);
    // Whatever was decided before, taking the last decision back leaves the counts as they were.
    for (path, reason, teaches) in [
        (format!("{waiting_path}/hide"), "spam", true),
        (format!("{waiting_path}/hide"), "off_topic", false),
        (format!("{approved_path}/dismiss"), "", true),
        (format!("{approved_path}/hide"), "spam", true),
        (format!("{approved_path}/hide"), "abuse", false),
        (format!("{waiting_path}/hide"), "spam", true),
    ] {
        let [before, between, after] = there_and_back(&site, &moderator, &path, reason).await;
        assert_eq!(between != before, teaches, "{path} as {reason}");
        assert_eq!(after, before, "{path} as {reason}");
    }
    assert_eq!(site.outcomes().await, [None, Some(true)], "the one waits again, the other was approved");
    moderator.post(&format!("{waiting_path}/hide"), &[("reason", "spam")]).await.expect(303);
    assert_eq!(site.outcomes().await, [Some(false), Some(true)]);
    site.clock.advance(3 * DAY);
    moderator.post(&format!("{waiting_path}/restore"), &[]).await.expect(303);
    assert_eq!(site.outcomes().await, [Some(true), Some(true)], "the rule was wrong after all");
    assert_eq!(site.counted().await, learnt);
}

#[actix_web::test]
async fn counts_come_back_over_any_run_of_decisions() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::Moderator).await;
    site.screen_by(&[Rule::Learnt]).await;
    let moderator = site.browser_of(&maja).await;
    let mut paths = Vec::new();
    for n in 0..3 {
        let body = format!("Words that all share, and number{n} own{n} of this one");
        paths.push(format!("/ideas/{}", site.idea_saying(&ann, &board, "Some title", &body).await.id));
    }
    // Plain numbers stand for chance, so that a run that fails fails again.
    let mut stack: Vec<(Counted, String)> = Vec::new();
    let mut chance = 7_u64;
    let mut next = |below: u64| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % below
    };
    for _ in 0..24 {
        site.clock.advance(MINUTE);
        let path = &paths[usize::try_from(next(3)).unwrap()];
        let before = site.counted().await;
        if next(3) > 0 || stack.is_empty() {
            let page = moderator.submit(&format!("{path}/hide"), &[("reason", "spam")]).await;
            if page.status.as_u16() == 409 {
                assert_eq!(site.counted().await, before);
                continue;
            }
            stack.push((before, page.attributes(".flash form", "action").pop().unwrap()));
        } else {
            let (before, undo) = stack.pop().unwrap();
            moderator.post(&undo, &[]).await.expect(303);
            assert_eq!(site.counted().await, before);
        }
    }
    while let Some((before, undo)) = stack.pop() {
        moderator.post(&undo, &[]).await.expect(303);
        assert_eq!(site.counted().await, before);
    }
    assert!(site.counted().await.is_empty(), "nothing was decided in the end");
}

#[actix_web::test]
async fn enough_decisions_hold_what_is_like_spam_and_say_by_which_words() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (maja, ada) =
        (site.person("Maja", Role::Moderator).await, site.person("Ada", Role::Administrator).await);
    site.set_rule(&ada, Rule::Learnt, &["90", "5"]).await;
    let moderator = site.browser_of(&maja).await;
    let spam = "Cheap replica watches with free shipping, order today";
    for n in 0..5 {
        let bad: Idea = site.idea_saying(&ann, &board, &format!("Offer {n}"), spam).await;
        assert_eq!(bad.state, PostState::Visible, "too few decisions: {n}");
        moderator.post(&format!("/ideas/{}/hide", bad.id), &[("reason", "spam")]).await.expect(303);
        let good =
            site.idea_saying(&ben, &board, &format!("Wish {n}"), "Lighter poles for the small tent").await;
        let report = [("reason", "off_topic")];
        site.browser_of(&ann).await.post(&format!("/ideas/{}/report", good.id), &report).await.expect(303);
        moderator.post(&format!("/ideas/{}/dismiss", good.id), &[]).await.expect(303);
    }
    let held = site.idea_saying(&ben, &board, "A gift", "Replica watches, free shipping").await;
    assert_eq!(held.state, PostState::Pending);
    let reason = site.reasons(&moderator).await.remove(0);
    assert!(reason.starts_with("Like what was turned down as spam: 9"), "{reason}");
    assert!(reason.contains("replica (9") && reason.contains("watches (9"), "{reason}");
    let good = site.idea_saying(&ben, &board, "Poles", "The poles of the small tent are heavy").await;
    assert_eq!(good.state, PostState::Visible);
    let tried = moderator.post("/moderation/screening", &[("body", "A heavy tent")]).await.expect(200);
    assert!(tried.texts("#tried li").last().unwrap().contains("% like spam)"));
}

#[actix_web::test]
async fn what_was_seen_compared_and_taught_goes_when_its_time_is_over() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::Moderator).await;
    site.screen_by(&[Rule::Links, Rule::Alike, Rule::Learnt]).await;
    let decided = site.idea_saying(&ann, &board, "A good shop", &format!("{OFFER} https://a.example")).await;
    let waits = site.idea_saying(&ann, &board, "Another", "See https://b.example").await;
    let moderator = site.browser_of(&maja).await;
    moderator.post(&format!("/ideas/{}/hide", decided.id), &[("reason", "spam")]).await.expect(303);
    let rows = async || {
        site.read(|db| {
            let found: i64 = screening_findings::table.count().get_result(db)?;
            let texts: i64 = shingled::table.count().get_result(db)?;
            let taught: i64 = lessons::table.count().get_result(db)?;
            Ok((found, texts, taught))
        })
        .await
    };
    assert_eq!(rows().await, (2, 1, 1));
    for (days, left) in [(29, (2, 1, 1)), (2, (2, 0, 1)), (60, (1, 0, 0))] {
        site.clock.advance(days * DAY);
        let now = site.now();
        site.write(move |db| screening::tidy(db, now)).await;
        assert_eq!(rows().await, left, "after {days} more days");
    }
    assert!(!site.counted().await.is_empty(), "what was learnt stays");
    let idea: Idea = site.stored_idea(waits.id).await;
    assert_eq!(idea.state, PostState::Pending, "and so does what waits");
}

#[actix_web::test]
async fn whoever_may_not_change_rules_is_refused_within_the_write() {
    let site = Site::start().await;
    let maja: Person = site.person("Maja", Role::Moderator).await;
    let now = site.now();
    let refused = site
        .state
        .db
        .write(move |db| {
            let draft = screening::RuleDraft::parse(Rule::Form, true, &["5"])?;
            screening::save(db, &maja, &draft, now)
        })
        .await;
    assert!(matches!(refused, Err(groundswell::error::Error::Forbidden(_))));
}
