//! Votes under review: signals, proposals, holding, releasing, voiding, taking that back, and what owners see.

use diesel::prelude::*;
use groundswell::cli::doctor;
use groundswell::db::schema::{crowd_acts, vote_signals, votes};
use groundswell::error::Error;
use groundswell::ideas::{Idea, merge};
use groundswell::ids::{CrowdId, IdeaId, PersonId};
use groundswell::integrity::act::{self, DecisionDraft};
use groundswell::integrity::facts::Facts;
use groundswell::integrity::found;
use groundswell::integrity::seen::{CrowdKind, Found};
use groundswell::people::{Person, Role};
use groundswell::ranking::store::{Ranks, VoteState};
use groundswell::time::{DAY, HOUR, SECOND};
use groundswell::votes::{Ballot, cast};

use crate::support::Site;

const NAMES: [&str; 8] = ["Aamund", "Bertil", "Cecilie", "Dagny", "Eskil", "Frida", "Gunnar", "Hilde"];

impl Site {
    async fn vote_at(&self, person: &Person, idea: IdeaId, ballot: &'static str) {
        let (person, now) = (person.clone(), self.now());
        self.write(move |db| cast(db, &person, idea, Ballot::parse(ballot)?, now)).await;
    }

    /// A proposal about these votes, as the worker makes it.
    pub(super) async fn proposal(&self, kind: CrowdKind, on: Vec<(IdeaId, PersonId)>) -> CrowdId {
        let now = self.now();
        let facts = Facts { votes: 6, people: 6, fresh: 6, networks: 1, largest: 6, ..Facts::default() };
        let found = Found { kind, votes: on, facts };
        self.write(move |db| found::propose(db, &found, now)).await.expect("a proposal")
    }

    async fn decide(
        &self,
        by: &Person,
        crowd: CrowdId,
        decision: &'static str,
        only: Option<Vec<(IdeaId, PersonId)>>,
    ) -> Result<groundswell::ids::CrowdActId, Error> {
        let (by, now) = (by.clone(), self.now());
        let draft = DecisionDraft::parse(decision, "new_accounts", "", only).unwrap();
        self.state.db.write(move |db| act::decide(db, &by, crowd, &draft, now)).await
    }

    async fn states(&self, idea: IdeaId) -> Vec<(PersonId, VoteState)> {
        self.read(move |db| {
            let rows = votes::table.filter(votes::idea_id.eq(idea)).order(votes::person_id);
            Ok(rows.select((votes::person_id, votes::state)).load(db)?)
        })
        .await
    }

    async fn complaints_of_doctor(&self) -> Vec<String> {
        self.work().await;
        doctor::examine(&self.state.db).await.unwrap().iter().map(ToString::to_string).collect()
    }
}

/// An idea of Ann's with the promotions of eight people, two hours after it was posted.
async fn crowded(site: &Site) -> (Idea, Vec<Person>) {
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.clock.advance(2 * HOUR);
    let mut people = Vec::new();
    for name in NAMES {
        let person = site.customer(name).await;
        site.vote_at(&person, idea.id, "up").await;
        people.push(person);
    }
    (idea, people)
}

fn keys(idea: IdeaId, people: &[Person]) -> Vec<(IdeaId, PersonId)> {
    people.iter().map(|person| (idea, person.id)).collect()
}

#[actix_web::test]
async fn a_vote_leaves_hashes_for_thirty_days_and_nothing_that_can_be_read() {
    let site = Site::start().await;
    let (idea, people) = crowded(&site).await;
    let path = format!("/ideas/{}/vote", idea.id);
    for person in &people[..2] {
        let browser = site.browser_of(person).await;
        browser.post(&path, &[("vote", "down")]).await.expect(303);
    }
    type Row = (i64, Option<i64>, Option<i64>, i64);
    let rows = move |site: &Site| {
        let state = site.state.clone();
        async move {
            let load = |db: &mut groundswell::db::Db| {
                let columns = (
                    vote_signals::person_id,
                    vote_signals::network,
                    vote_signals::agent,
                    vote_signals::account_age,
                );
                Ok(vote_signals::table.order(vote_signals::person_id).select(columns).load::<Row>(db)?)
            };
            state.db.read(load).await.unwrap()
        }
    };
    let kept = rows(&site).await;
    assert_eq!(kept.len(), 2);
    assert!(kept[0].1.is_some() && kept[0].1 == kept[1].1, "one network, one hash");
    assert_eq!(kept[0].3, 0, "as old as the clock says");
    let browser = site.browser_of(&people[0]).await;
    let own = browser.get("/settings/data.json").await.expect(200);
    assert!(own.text.contains("hash_of_network_kept") && !own.text.contains("127.0.0"));
    assert!(!own.text.contains(&kept[0].1.unwrap().to_string()), "nor the hash");
    browser.post(&path, &[("vote", "none")]).await.expect(303);
    assert_eq!(rows(&site).await.len(), 1, "a withdrawn vote has none");
    site.clock.advance(16 * DAY);
    let cc = site.browser_of(&people[2]).await;
    cc.post(&path, &[("vote", "down")]).await.expect(303);
    let kept = rows(&site).await;
    assert_ne!(kept[0].1, kept[1].1, "another key, another hash");
    site.clock.advance(15 * DAY);
    let now = site.now();
    site.write(move |db| groundswell::integrity::signals::tidy(db, now)).await;
    assert_eq!(rows(&site).await.len(), 1);
}

#[actix_web::test]
async fn a_moderator_holds_and_voids_a_crowd_and_takes_it_back() {
    let site = Site::start().await;
    let (idea, people) = crowded(&site).await;
    let mo = site.person("Mo", Role::Moderator).await;
    let crowd = site.proposal(CrowdKind::Network, keys(idea.id, &people[..6])).await;
    let before = site.stored_idea(idea.id).await.ranks;
    let moderator = site.browser_of(&mo).await;
    let list = moderator.get("/moderation/votes").await.expect(200);
    assert!(list.text.contains("6 votes: A lighter tent") && list.text.contains("younger than three days"));
    let path = format!("/moderation/votes/{crowd}");
    let page = moderator.get(&path).await.expect(200);
    assert_eq!(page.texts("#votes tbody tr").len(), 6);
    assert!(page.has("svg.crowd-line title") && page.has("details table"));
    let page = moderator.post(&path, &[("all", "hold"), ("note", "kept as typed")]).await.expect(422);
    assert!(page.text_of(".error-summary").contains("Choose a reason"));
    assert!(page.text.contains("kept as typed"));
    moderator.post(&path, &[("all", "void"), ("reason", "ring")]).await.expect(303);
    assert!(moderator.get(&path).await.text.contains("meanwhile"), "held before void");
    let page = moderator.submit(&path, &[("all", "hold"), ("reason", "new_accounts")]).await.expect(200);
    assert!(page.text.contains("9 votes before, 3 after"), "the author's own, and two others");
    let held = site.stored_idea(idea.id).await.ranks;
    assert_eq!((held.promotions, held.held_count, held.net), (3, 6, 3));
    assert!(held.heat < before.heat && held.impact < before.impact);
    moderator.submit(&path, &[("all", "void"), ("reason", "new_accounts")]).await.expect(200);
    let void = site.stored_idea(idea.id).await.ranks;
    assert_eq!((void.promotions, void.held_count), (3, 0));
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert!(log.text.contains("Votes taken out") && log.text.contains("6 votes"));
    assert!(log.text.contains("A burst of new accounts") && !log.text.contains("Aamund"), "counts, no names");
    for _ in 0..2 {
        let page = moderator.get(&path).await;
        let undo = page.attributes("form[action*='/undo']", "action").pop().unwrap();
        moderator.post(&undo, &[]).await.expect(303);
    }
    let back = site.stored_idea(idea.id).await.ranks;
    assert_eq!((back.promotions, back.held_count, back.net), (before.promotions, 0, before.net));
    assert!((back.heat - before.heat).abs() < 1e-9 * before.heat.abs());
    assert!(moderator.get(&path).await.text_of(".pill").contains("To decide"));
    assert_eq!(site.complaints_of_doctor().await, Vec::<String>::new());
}

#[actix_web::test]
async fn some_votes_of_a_crowd_can_be_released_and_the_report_tells_of_it() {
    let site = Site::start().await;
    let (idea, people) = crowded(&site).await;
    let mo = site.person("Mo", Role::Moderator).await;
    let crowd = site.proposal(CrowdKind::Network, keys(idea.id, &people[..6])).await;
    site.decide(&mo, crowd, "hold", None).await.unwrap();
    let moderator = site.browser_of(&mo).await;
    let path = format!("/moderation/votes/{crowd}");
    let page = moderator.post(&path, &[("picked", "release"), ("reason", "explained")]).await.expect(422);
    assert!(page.text_of(".error-summary").contains("Tick the votes"));
    let picked = format!("{}-{}", idea.id, people[0].id);
    let fields =
        [("picked", "release"), ("reason", "explained"), ("note", "=1+1"), ("vote", picked.as_str())];
    moderator.submit(&path, &fields).await.expect(200);
    let states = site.states(idea.id).await;
    let held = states.iter().filter(|(_, state)| *state == VoteState::Held).count();
    assert_eq!(held, 5);
    let report = moderator.get("/moderation/votes/report").await.expect(200);
    assert!(report.text.contains("Release: one vote") && report.text.contains("Hold: 6 votes"));
    let file = moderator.get("/moderation/votes/report.csv").await.expect(200);
    assert!(file.text.contains(",release,1,Mo,explained,'=1+1,"), "{}", file.text);
    let none = moderator.get("/moderation/votes/report?from=2020-01-01&to=2020-01-02").await.expect(200);
    assert!(none.text.contains("Nothing was done"));
    moderator.get("/moderation/votes/report?from=2020-01-02&to=2020-01-01").await.expect(422);
}

#[actix_web::test]
async fn the_owner_of_a_held_vote_is_told_and_says_one_line_that_moderators_read() {
    let site = Site::start().await;
    let (idea, people) = crowded(&site).await;
    let mo = site.person("Mo", Role::Moderator).await;
    let crowd = site.proposal(CrowdKind::Network, keys(idea.id, &people[..6])).await;
    let owner = site.browser_of(&people[0]).await;
    assert!(owner.get("/me/held").await.expect(200).text.contains("All your votes count"));
    owner.post(&format!("/me/held/{}", idea.id), &[("line", "Hello")]).await.expect(404);
    site.decide(&mo, crowd, "hold", None).await.unwrap();
    let page = owner.visit(&format!("/ideas/{}", idea.id)).await;
    assert!(page.text_of("#reviewed").contains("being looked at"));
    assert!(owner.get("/me").await.text.contains("One of your votes does not count"));
    let act = format!("/me/held/{}", idea.id);
    let long = "x".repeat(301);
    for typed in ["", "  ", long.as_str()] {
        owner.post(&act, &[("line", typed)]).await.expect(422);
    }
    let page = owner.submit(&act, &[("line", "We all work at <the> hut.")]).await.expect(200);
    assert!(page.attributes("input[name=line]", "value").contains(&"We all work at <the> hut.".to_owned()));
    let moderator = site.browser_of(&mo).await;
    let page = moderator.get(&format!("/moderation/votes/{crowd}")).await.expect(200);
    assert!(page.text.contains("We all work at &#60;the&#62; hut.") || page.text.contains("&lt;the&gt;"));
    site.decide(&mo, crowd, "void", None).await.unwrap();
    let page = owner.get("/me/held").await.expect(200);
    assert!(page.text.contains("should not count"));
    owner.submit(&act, &[("line", "Please look again.")]).await.expect(200);
    let other = site.browser_of(&people[7]).await;
    assert!(other.get("/me/held").await.text.contains("All your votes count"));
    let data = owner.get("/settings/data.json").await;
    assert!(data.text.contains("Please look again.") && data.text.contains("not_counted"));
}

#[actix_web::test]
async fn neither_merging_nor_undoing_a_merge_makes_a_held_vote_count() {
    let site = Site::start().await;
    let (idea, people) = crowded(&site).await;
    let (mo, maja) =
        (site.person("Mo", Role::Moderator).await, site.person("Maja", Role::ProductManager).await);
    let board = site.state.settings().await.unwrap().catalog.boards[0].clone();
    let target = site.idea(&people[7], &board, "Tents that weigh less").await;
    let crowd = site.proposal(CrowdKind::Network, keys(idea.id, &people[..6])).await;
    site.decide(&mo, crowd, "hold", None).await.unwrap();
    let join = |site: &Site| {
        let (actor, from, to, now) = (maja.clone(), idea.id, target.id, site.now());
        let state = site.state.clone();
        async move { state.db.write(move |db| merge::merge(db, &actor, from, to, now)).await.unwrap() }
    };
    let part = |site: &Site| {
        let (actor, from, now) = (maja.clone(), idea.id, site.now());
        let state = site.state.clone();
        async move { state.db.write(move |db| merge::unmerge(db, &actor, from, now)).await.unwrap() }
    };
    join(&site).await;
    // Ann, Gunnar and Hilde count; the six do not.
    let ranks = site.stored_idea(target.id).await.ranks;
    assert_eq!((ranks.promotions, ranks.held_count), (3, 6));
    site.decide(&mo, crowd, "void", None).await.unwrap();
    let ranks = site.stored_idea(target.id).await.ranks;
    assert_eq!((ranks.promotions, ranks.held_count), (3, 0), "the copies are void, too");
    site.clock.advance(SECOND);
    site.vote_at(&people[0], target.id, "none").await;
    site.vote_at(&people[0], target.id, "up").await;
    assert_eq!(site.stored_idea(target.id).await.ranks.promotions, 3, "voting again is no way around it");
    part(&site).await;
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 3, "Ann, Gunnar and Hilde");
    join(&site).await;
    let void = site.states(target.id).await.iter().filter(|(_, state)| *state == VoteState::Void).count();
    assert_eq!(void, 6, "void votes come along as such");
    site.decide(&mo, crowd, "release", None).await.unwrap();
    let ranks = site.stored_idea(target.id).await.ranks;
    assert_eq!((ranks.promotions, ranks.held_count), (9, 0));
    part(&site).await;
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 9);
    assert_eq!(site.complaints_of_doctor().await, Vec::<String>::new());
}

/// The same ranks, heats to within rounding.
fn same(one: &Ranks, other: &Ranks) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-300);
    let counts = |ranks: &Ranks| {
        (ranks.promotions, ranks.demotions, ranks.held_count, ranks.net, ranks.accounts_asking)
    };
    counts(one) == counts(other)
        && [(one.heat, other.heat), (one.site_heat, other.site_heat), (one.impact, other.impact)]
            .into_iter()
            .all(|(a, b)| close(a, b))
        && close(one.wilson, other.wilson)
}

#[actix_web::test]
async fn void_votes_are_as_if_they_had_never_been_cast() {
    let (with, without) = (Site::start().await, Site::start().await);
    let mut found = Vec::new();
    for (site, is_attacked) in [(&with, true), (&without, false)] {
        let board = site.board("Gear").await;
        let ann = site.customer("Ann").await;
        let idea = site.idea(&ann, &board, "A lighter tent").await;
        let mut people = Vec::new();
        for name in NAMES {
            people.push(site.customer(name).await);
        }
        for (place, person) in people.iter().enumerate() {
            site.clock.advance(HOUR);
            // The last six are the crowd.
            if place < 2 || is_attacked {
                site.vote_at(person, idea.id, if place == 1 { "down" } else { "up" }).await;
            }
        }
        if is_attacked {
            let mo = site.person("Mo", Role::Moderator).await;
            let crowd = site.proposal(CrowdKind::Network, keys(idea.id, &people[2..])).await;
            site.decide(&mo, crowd, "hold", None).await.unwrap();
            site.decide(&mo, crowd, "void", None).await.unwrap();
        }
        found.push(site.stored_idea(idea.id).await.ranks);
    }
    assert!(same(&found[0], &found[1]), "{found:?}");
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

#[actix_web::test]
async fn counters_equal_rows_whatever_is_held_released_voided_voted_and_merged() {
    let site = Site::start().await;
    let (first, people) = crowded(&site).await;
    let board = site.state.settings().await.unwrap().catalog.boards[0].clone();
    let mut ideas = vec![first.id];
    for title in ["Tents that weigh less", "A warmer bag"] {
        ideas.push(site.idea(&people[0], &board, title).await.id);
    }
    let (mo, maja) =
        (site.person("Mo", Role::Moderator).await, site.person("Maja", Role::ProductManager).await);
    for seed in 1_u64..7 {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let mut crowds: Vec<CrowdId> = Vec::new();
        for _ in 0..60 {
            site.clock.advance(SECOND);
            let (idea, now) = (ideas[chance.below(3)], site.now());
            let person = people[chance.below(8)].clone();
            match chance.below(9) {
                0..4 => {
                    let ballot = ["up", "up", "down", "none"][chance.below(4)];
                    site.vote_at(&person, idea, ballot).await;
                }
                4 => {
                    let on = votes_on(&site, idea).await;
                    let found = Found { kind: CrowdKind::Network, votes: on, facts: Facts::default() };
                    crowds.extend(site.write(move |db| found::propose(db, &found, now)).await);
                }
                5 | 6 if !crowds.is_empty() => {
                    let crowd = crowds[chance.below(crowds.len())];
                    let decision = ["hold", "hold", "release", "void", "dismiss"][chance.below(5)];
                    may_conflict(site.decide(&mo, crowd, decision, None).await.map(drop));
                }
                7 => {
                    let last = site.read(|db| {
                        let acts = crowd_acts::table.filter(crowd_acts::undone_at.is_null());
                        Ok(acts.order(crowd_acts::id.desc()).select(crowd_acts::id).first(db).optional()?)
                    });
                    if let Some(last) = last.await {
                        let by = mo.clone();
                        let undone = site.state.db.write(move |db| act::undo(db, &by, last, now)).await;
                        may_conflict(undone.map(drop));
                    }
                }
                _ => {
                    let (by, other) = (maja.clone(), ideas[chance.below(3)]);
                    let is_merge = chance.below(2) == 0;
                    let done = site.state.db.write(move |db| {
                        if is_merge {
                            merge::merge(db, &by, idea, other, now)
                        } else {
                            merge::unmerge(db, &by, idea, now)
                        }
                    });
                    may_conflict(done.await.map(drop));
                }
            }
        }
        assert_eq!(site.complaints_of_doctor().await, Vec::<String>::new(), "seed {seed}");
        held_votes_do_not_count(&site, seed).await;
    }
}

fn may_conflict(done: Result<(), Error>) {
    match done {
        Ok(()) | Err(Error::Conflict(_) | Error::Gone | Error::Invalid(_) | Error::NotFound) => {}
        Err(other) => panic!("{other}"),
    }
}

async fn votes_on(site: &Site, idea: IdeaId) -> Vec<(IdeaId, PersonId)> {
    site.states(idea).await.into_iter().map(|(person, _)| (idea, person)).collect()
}

/// No vote of a proposal that is held or void counts.
async fn held_votes_do_not_count(site: &Site, seed: u64) {
    use groundswell::db::schema::{crowd_votes, crowds};
    let counted: Vec<(i64, i64)> = site
        .read(|db| {
            let own =
                votes::idea_id.eq(crowd_votes::idea_id).and(votes::person_id.eq(crowd_votes::person_id));
            Ok(crowd_votes::table
                .inner_join(crowds::table.on(crowds::id.eq(crowd_votes::crowd_id)))
                .inner_join(votes::table.on(own))
                .filter(crowds::state.eq_any(["held", "void"]))
                .filter(votes::state.eq(VoteState::Counted))
                .select((crowd_votes::idea_id, crowd_votes::person_id))
                .load(db)?)
        })
        .await;
    assert_eq!(counted, [], "seed {seed}");
}

#[actix_web::test]
async fn only_moderators_decide_and_only_administrators_say_whether_the_site_does() {
    let site = Site::start().await;
    let (idea, people) = crowded(&site).await;
    let crowd = site.proposal(CrowdKind::Ring, keys(idea.id, &people[..6])).await;
    let refused = site.decide(&people[0], crowd, "hold", None).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    let ada = site.person("Ada", Role::Administrator).await;
    let admin = site.browser_of(&ada).await;
    admin.post("/moderation/votes/settings", &[]).await.expect(422);
    let page = admin.submit("/moderation/votes/settings", &[("at_once", "on")]).await.expect(200);
    assert!(page.text.contains("held as soon as it is made"));
    let log = site.visitor().get("/moderation/log?kind=holding_changed").await.expect(200);
    assert!(log.text.contains("turned on"));
}
