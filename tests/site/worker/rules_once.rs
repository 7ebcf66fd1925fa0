//! Rules act once: whatever happens in which order, however often events and jobs come again, and with several instances
//! at work.

use std::collections::BTreeMap;

use diesel::prelude::*;
use groundswell::boards::Board;
use groundswell::db::schema::{
    acts, events, idea_tags, ideas, jobs as job_rows, mails, route_steps, routes, rule_acts,
};
use groundswell::ids::{IdeaId, LensId, PersonId, RuleId, TagId, TeamId};
use groundswell::jobs::{self, Job, JobState};
use groundswell::outbox::{self, Event};
use groundswell::people::{Person, Role};
use groundswell::time::{DAY, HOUR, Timestamp};
use groundswell::triage::rules::{Known, Period, RuleInput, run};
use groundswell::worker;
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::support::{START, Site};

/// A route: its number, idea, team, rule, owner and state.
type Sent = (i64, IdeaId, TeamId, Option<RuleId>, Option<PersonId>, String);

/// Everything that a rule can lead to, row by row.
#[derive(Debug, Clone, PartialEq)]
struct Consequences {
    routes: Vec<Sent>,
    steps: Vec<(i64, String, String)>,
    tags: Vec<(IdeaId, TagId)>,
    acts: Vec<(RuleId, IdeaId, Timestamp)>,
    logged: i64,
    told: BTreeMap<(String, String, Option<IdeaId>), usize>,
}

async fn consequences(site: &Site) -> Consequences {
    site.read(|db| {
        let mut told = BTreeMap::new();
        // Of answers and comments others tell.
        let own = mails::table.filter(mails::kind.eq_any(["rule_found", "routed", "question"]));
        let letters: Vec<(String, String, Option<IdeaId>)> =
            own.select((mails::recipient, mails::kind, mails::idea_id)).load(db)?;
        for letter in letters {
            *told.entry(letter).or_default() += 1;
        }
        Ok(Consequences {
            routes: routes::table
                .order(routes::id)
                .select((
                    routes::id,
                    routes::idea_id,
                    routes::team_id,
                    routes::rule_id,
                    routes::assignee_id,
                    routes::state,
                ))
                .load(db)?,
            steps: route_steps::table
                .order(route_steps::id)
                .select((route_steps::route_id, route_steps::kind, route_steps::body))
                .load(db)?,
            tags: idea_tags::table
                .order((idea_tags::idea_id, idea_tags::tag_id))
                .select((idea_tags::idea_id, idea_tags::tag_id))
                .load(db)?,
            acts: rule_acts::table
                .order((rule_acts::rule_id, rule_acts::idea_id))
                .select((rule_acts::rule_id, rule_acts::idea_id, rule_acts::created_at))
                .load(db)?,
            logged: acts::table.count().get_result(db)?,
            told,
        })
    })
    .await
}

/// Lets all events come again, in an order of chance, and all jobs that ask rules.
async fn again(site: &Site, seed: u64) {
    site.write(move |db| {
        let mut rng = StdRng::seed_from_u64(seed);
        let ids: Vec<i64> = events::table.order(events::id).select(events::id).load(db)?;
        for id in ids {
            let at = START.plus(rng.random_range(0..1_000));
            let came = (events::handled_at.eq(None::<Timestamp>), events::next_at.eq(at));
            diesel::update(events::table.filter(events::id.eq(id))).set(came).execute(db)?;
        }
        let asking = job_rows::table.filter(job_rows::kind.eq_any(["ask_rules", "run_rule"]));
        diesel::update(asking)
            .set((job_rows::state.eq(JobState::Waiting), job_rows::progress.eq(None::<String>)))
            .execute(db)?;
        Ok(())
    })
    .await;
}

/// Three instances at work on the same database at the same time.
async fn work_side_by_side(site: &Site) {
    let drain = || worker::drain(&site.state);
    let (one, two, three) = tokio::join!(drain(), drain(), drain());
    for done in [one, two, three] {
        done.unwrap();
    }
}

/// The people, teams and tags that rules and steps speak of.
struct Cast {
    board: Board,
    voters: Vec<Person>,
    maja: Person,
    aino: Person,
    teams: [TeamId; 2],
    urgent: TagId,
    night: TagId,
    lens: LensId,
}

async fn cast(site: &Site) -> Cast {
    let mut voters = Vec::new();
    for name in ["Ann", "Ben", "Cem"] {
        voters.push(site.customer(name).await);
    }
    let (maja, aino) =
        (site.person("Maja", Role::ProductManager).await, site.person("Aino", Role::TeamMember).await);
    Cast {
        board: site.board("Gear").await,
        voters,
        teams: [site.team("Tents", &[&aino]).await.id, site.team("Care", &[]).await.id],
        urgent: site.tag("urgent", true).await,
        night: site.tag("night", false).await,
        lens: site.lens(&maja, "least=2&tag=night&status=any", true).await,
        maja,
        aino,
    }
}

/// Five rules that set each other off: words send to the least loaded with owner and question, votes tag, the tag tells
/// person and team, time sends, and a lens tells.
async fn make_rules(site: &Site, cast: &Cast) {
    let staff = [cast.maja.id, cast.aino.id];
    let lenses = [cast.lens];
    let known = Known { staff: &staff, lenses: &lenses, ..Known::default() };
    let [tents, care] = cast.teams.map(|team| team.to_string());
    let (maja, aino) = (cast.maja.id.to_string(), cast.aino.id.to_string());
    let (urgent, night) = (cast.urgent.to_string(), cast.night.to_string());
    let (others, tags, lens) = ([care.clone()], [urgent.clone()], [cast.lens.to_string()]);
    let empty = || RuleInput { known, ..RuleInput::default() };
    for input in [
        RuleInput {
            words: "tent",
            team: &tents,
            others: &others,
            owner: &aino,
            question: "Which poles?",
            ..empty()
        },
        RuleInput { votes: "2", add_tag: &urgent, ..empty() },
        RuleInput { tags: &tags, tell_person: &maja, tell_team: &tents, add_tag: &night, ..empty() },
        RuleInput { waiting: "3", team: &care, ..empty() },
        RuleInput { lenses: &lens, tell_person: &aino, ..empty() },
    ] {
        site.full_rule(input, &cast.teams).await;
    }
}

/// What may happen to a site.
#[derive(Debug, Clone, Copy)]
enum Step {
    Post { person: usize, is_tent: bool },
    Promote { person: usize, idea: usize },
    Edit { idea: usize },
    Show { idea: usize, is_shown: bool },
    Answer { idea: usize },
    Wait { days: i64 },
    Work,
    WorkSideBySide,
    Again { seed: u64 },
    Die,
}

fn step() -> impl Strategy<Value = Step> {
    let (person, idea) = (0..3_usize, 0..6_usize);
    prop_oneof![
        4 => (person.clone(), any::<bool>()).prop_map(|(person, is_tent)| Step::Post { person, is_tent }),
        5 => (person, idea.clone()).prop_map(|(person, idea)| Step::Promote { person, idea }),
        2 => idea.clone().prop_map(|idea| Step::Edit { idea }),
        1 => (idea.clone(), any::<bool>()).prop_map(|(idea, is_shown)| Step::Show { idea, is_shown }),
        1 => idea.prop_map(|idea| Step::Answer { idea }),
        2 => (1..4_i64).prop_map(|days| Step::Wait { days }),
        2 => Just(Step::Work),
        1 => Just(Step::WorkSideBySide),
        1 => any::<u64>().prop_map(|seed| Step::Again { seed }),
        1 => Just(Step::Die),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::default() })]

    /// However a site lived, and in whatever order its events and jobs came and came again: each rule did its part once,
    /// and asking once more changes nothing.
    #[test]
    fn rules_are_idempotent(steps in proptest::collection::vec(step(), 5..40), seed in any::<u64>()) {
        actix_web::rt::System::new().block_on(lived(steps, seed));
    }
}

async fn lived(steps: Vec<Step>, seed: u64) {
    let site = Site::start().await;
    let cast = cast(&site).await;
    make_rules(&site, &cast).await;
    let mut known: Vec<IdeaId> = Vec::new();
    for step in steps {
        take(&site, &cast, &mut known, step).await;
    }
    // What was claimed by who died is free again, and what time alone makes fit is found.
    site.clock.advance(HOUR);
    let now = site.now();
    site.write(move |db| jobs::enqueue(db, "settle", &Job::AskRules, now)).await;
    site.work().await;
    let lived = consequences(&site).await;
    // What happened while an idea was hidden could not be told then.
    again(&site, seed).await;
    site.work().await;
    let first = consequences(&site).await;
    each_once(&first);
    assert_eq!(Consequences { told: lived.told.clone(), ..first.clone() }, lived);
    for round in 0..2 {
        again(&site, seed.wrapping_add(round + 1)).await;
        work_side_by_side(&site).await;
        assert_eq!(consequences(&site).await, first);
    }
}

async fn take(site: &Site, cast: &Cast, known: &mut Vec<IdeaId>, step: Step) {
    let some = |at: usize| known.get(at % known.len().max(1)).copied();
    match step {
        Step::Post { person, is_tent } => {
            let title = format!("{} number {}", if is_tent { "A tent" } else { "A stove" }, known.len());
            known.push(site.idea(&cast.voters[person], &cast.board, &title).await.id);
        }
        Step::Promote { person, idea } => {
            let Some(idea) = some(idea) else { return };
            let idea = site.stored_idea(idea).await;
            if idea.shown > 0 {
                site.promote(&cast.voters[person], &idea).await;
            }
        }
        Step::Edit { idea } => {
            let (Some(idea), by, now) = (some(idea), cast.maja.id, site.now()) else { return };
            site.write(move |db| {
                diesel::update(ideas::table.find(idea)).set(ideas::title.eq("A better tent")).execute(db)?;
                outbox::record(db, &Event::IdeaEdited { idea, by }, now).map(drop)
            })
            .await;
        }
        Step::Show { idea, is_shown } => {
            let shown = if is_shown { 2 } else { 0 };
            let (Some(idea), now) = (some(idea), site.now()) else { return };
            site.write(move |db| {
                diesel::update(ideas::table.find(idea)).set(ideas::shown.eq(shown)).execute(db)?;
                outbox::record(db, &Event::IdeaVisibilityChanged { idea }, now).map(drop)
            })
            .await;
        }
        Step::Answer { idea } => {
            let Some(idea) = some(idea) else { return };
            let idea = site.stored_idea(idea).await;
            if idea.shown > 0 && idea.answered_at.is_none() {
                site.answer(&cast.maja, &cast.board, &idea, "under_review", "We look at it.").await;
            }
        }
        Step::Wait { days } => site.clock.advance(days * DAY),
        Step::Work => drop(site.work().await),
        Step::WorkSideBySide => work_side_by_side(site).await,
        Step::Again { seed } => again(site, seed).await,
        Step::Die => {
            let now = site.now();
            site.write(move |db| jobs::claim(db, "dead", now).map(drop)).await;
        }
    }
}

/// One route for an idea and team, one question on it, one mail of a kind to somebody for each rule that may send it.
fn each_once(found: &Consequences) {
    let mut seen = BTreeMap::new();
    for (_, idea, team, ..) in &found.routes {
        *seen.entry((*idea, *team)).or_insert(0) += 1;
    }
    assert!(seen.values().all(|count| *count == 1), "{found:?}");
    let mut done = BTreeMap::new();
    for (route, kind, _) in &found.steps {
        *done.entry((*route, kind.as_str())).or_insert(0) += 1;
    }
    assert!(done.values().all(|count| *count == 1), "{found:?}");
    for ((to, kind, idea), count) in &found.told {
        // What rules find is told by two rules at most to the same person.
        let most = if kind == "rule_found" { 2 } else { 1 };
        assert!(*count <= most, "{count} {kind} to {to} of {idea:?}");
    }
}

#[actix_web::test]
async fn instances_and_jobs_that_ask_at_the_same_time_act_once() {
    let site = Site::start().await;
    let cast = cast(&site).await;
    let mut known = Vec::new();
    for at in 0..20 {
        let title = format!("A tent number {at}");
        known.push(site.idea(&cast.voters[at % 3], &cast.board, &title).await.id);
    }
    site.work().await;
    site.clear_letters().await;
    make_rules(&site, &cast).await;
    let rules: Vec<RuleId> =
        site.read(|db| Ok(groundswell::triage::rules::list(db)?.iter().map(|rule| rule.id).collect())).await;
    let now = site.now();
    site.write(move |db| {
        for (at, rule) in rules.iter().cycle().take(10).enumerate() {
            // Each of them twice, under keys of their own.
            let at = now.plus(i64::try_from(at).unwrap());
            run::enqueue(db, *rule, None, Period { since: START.minus(DAY), until: now.plus(1) }, at)?;
        }
        jobs::enqueue(db, "one", &Job::AskRules, now)?;
        jobs::enqueue(db, "two", &Job::AskRules, now)?;
        Ok(())
    })
    .await;
    site.clock.advance(HOUR);
    again(&site, 7).await;
    work_side_by_side(&site).await;
    let found = consequences(&site).await;
    each_once(&found);
    assert_eq!(found.routes.len(), known.len(), "each idea is sent once");
    let to_first = found.routes.iter().filter(|route| route.2 == cast.teams[0]).count();
    assert_eq!(to_first, known.len() / 2, "and least loaded means spread evenly");
    assert_eq!(found.acts.len(), known.len(), "the rule for words acts, no other fits");
    let questions = found.steps.iter().filter(|(_, kind, _)| kind == "asked_author").count();
    assert_eq!(questions, known.len());
}
