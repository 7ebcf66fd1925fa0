//! Jobs are done once, by whoever claimed them last; what recurs does so once.

use diesel::prelude::*;
use groundswell::db::schema::{boards, ideas, jobs as table, routes, sessions, teams};
use groundswell::error::Error;
use groundswell::ids::{IdeaId, TeamId};
use groundswell::jobs::{self, Job, JobState, Progress, Step};
use groundswell::people::powers::{self, PowerTable, PowersDraft};
use groundswell::people::{Power, Role};
use groundswell::ranking::store::Ranked;
use groundswell::time::{DAY, HOUR, MINUTE, Timestamp};
use groundswell::worker;

use crate::support::Site;

async fn states(site: &Site) -> Vec<(String, JobState, i32)> {
    site.read(|db| {
        // Keys of jobs that recur hold a day.
        let once = table::table.filter(table::key.not_like("%:%"));
        Ok(once.order(table::id).select((table::key, table::state, table::attempts)).load(db)?)
    })
    .await
}

async fn tidy_up(site: &Site) -> (String, JobState, i32) {
    states(site).await.into_iter().find(|(key, ..)| key == "tidy-up").unwrap()
}

async fn heats(site: &Site) -> Vec<(f64, f64)> {
    site.read(|db| Ok(ideas::table.order(ideas::id).select((ideas::heat, ideas::site_heat)).load(db)?)).await
}

#[actix_web::test]
async fn what_a_dead_worker_had_claimed_is_done_by_another() {
    let site = Site::start().await;
    site.work().await;
    let now = site.now();
    let claimed = site
        .write(move |db| {
            assert!(jobs::enqueue(db, "tidy-up", &Job::Tidy, now)?);
            assert!(!jobs::enqueue(db, "tidy-up", &Job::Tidy, now)?, "the same key gives one job");
            jobs::claim(db, "dead", now)
        })
        .await
        .unwrap();
    site.work().await;
    assert_eq!(tidy_up(&site).await.1, JobState::Claimed, "the claim still holds");

    site.clock.advance(3 * MINUTE);
    site.work().await;
    assert_eq!(tidy_up(&site).await, ("tidy-up".into(), JobState::Done, 1));

    // The dead one was only slow: what it does now must not count.
    let now = site.now();
    let late = site
        .state
        .db
        .write(move |db| jobs::record(db, claimed.id, "dead", Step::More(Progress::default()), now))
        .await;
    assert!(matches!(late, Err(Error::Conflict("error-claim-lost"))));
    assert_eq!(tidy_up(&site).await.1, JobState::Done);
}

#[actix_web::test]
async fn a_worker_that_stops_gives_back_what_it_claimed() {
    let site = Site::start().await;
    site.work().await;
    let now = site.now();
    site.write(move |db| {
        jobs::enqueue(db, "one", &Job::Tidy, now)?;
        jobs::claim(db, "mine", now)?;
        jobs::enqueue(db, "two", &Job::Tidy, now)?;
        jobs::claim(db, "another's", now)?;
        jobs::release(db, "mine")
    })
    .await;
    let states = states(&site).await;
    assert_eq!(states, [("one".into(), JobState::Waiting, 0), ("two".into(), JobState::Claimed, 0)]);
}

#[actix_web::test]
async fn a_job_that_fails_is_tried_again() {
    let site = Site::start().await;
    site.work().await;
    let now = site.now();
    site.write(move |db| {
        jobs::enqueue(db, "broken", &Job::Tidy, now)?;
        diesel::update(table::table).set(table::payload.eq("{}")).execute(db)?;
        Ok(())
    })
    .await;
    site.work().await;
    assert_eq!(states(&site).await, [("broken".into(), JobState::Waiting, 1)]);
    site.write(|db| {
        diesel::update(table::table).set(table::payload.eq(r#"{"job":"tidy"}"#)).execute(db)?;
        Ok(())
    })
    .await;
    site.clock.advance(10 * MINUTE);
    site.work().await;
    assert_eq!(states(&site).await[0], ("broken".into(), JobState::Done, 1));
}

/// A team with a route to it that was due yesterday.
async fn overdue_route(site: &Site, idea: IdeaId) {
    let now = site.now();
    site.write(move |db| {
        let values = (
            teams::slug.eq("stoves"),
            teams::name.eq("Stoves"),
            teams::description.eq(""),
            teams::created_at.eq(now),
        );
        let team: TeamId =
            diesel::insert_into(teams::table).values(values).returning(teams::id).get_result(db)?;
        let values = (
            routes::idea_id.eq(idea),
            routes::team_id.eq(team),
            routes::state.eq("accepted"),
            routes::note.eq(""),
            routes::due_at.eq(Some(now.minus(DAY))),
            routes::created_at.eq(now),
            routes::updated_at.eq(now),
        );
        diesel::insert_into(routes::table).values(values).execute(db)?;
        Ok(())
    })
    .await;
}

#[actix_web::test]
async fn managers_hear_on_mondays_what_is_overdue_and_nobody_twice() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.person("Mia", Role::ProductManager).await;
    site.person("Ada", Role::Administrator).await;
    site.person("Tom", Role::TeamMember).await;
    let idea = site.idea(&ann, &board, "A lighter stove").await;
    overdue_route(&site, idea.id).await;
    assert!(site.letters().await.is_empty(), "it is Thursday");

    site.clock.advance(3 * DAY + 18 * HOUR + 59 * MINUTE);
    assert!(site.letters().await.is_empty(), "Monday, 06:59");
    site.clock.advance(MINUTE);
    let letters = site.letters().await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, ["ada@example.com", "mia@example.com"]);
    assert_eq!(letters[0].subject, "One idea is overdue with its team");
    assert!(
        letters[0].text.contains("A lighter stove") && letters[0].text.contains("Stoves, 4 days overdue")
    );

    site.clock.advance(HOUR);
    worker::run_one(&site.state).await.unwrap();
    assert_eq!(site.letters().await.len(), 2, "the same week says it once");
    site.clock.advance(7 * DAY);
    assert_eq!(site.letters().await.len(), 4, "the next week says it again");
}

#[actix_web::test]
async fn whoever_may_route_hears_what_is_overdue_and_nobody_else() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let mia = site.person("Mia", Role::ProductManager).await;
    let mo = site.person("Mo", Role::Moderator).await;
    let ada = site.person("Ada", Role::Administrator).await;
    let idea = site.idea(&ann, &board, "A lighter stove").await;
    overdue_route(&site, idea.id).await;
    let now = site.now();
    site.write(move |db| {
        let seen = PowerTable::load(db)?.seen();
        let wanted = PowerTable::that(|role, power| {
            role == Role::Moderator && matches!(power, Power::Desk | Power::Route)
        });
        powers::save(db, &ada, &PowersDraft::parse(wanted, &seen)?, now)
    })
    .await;
    site.clock.advance(3 * DAY + 19 * HOUR);
    let letters = site.letters().await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, ["ada@example.com", "mo@example.com"]);
    for (person, is_asked) in [(&mo, true), (&mia, false)] {
        let page = site.browser_of(person).await.get("/settings/notifications").await;
        assert_eq!(page.has("#overdue"), is_asked, "the settings ask about it whoever gets it");
    }
}

#[actix_web::test]
async fn what_has_served_its_time_goes() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    site.browser_of(&ann).await;
    let count = || site.read(|db| Ok(sessions::table.count().get_result::<i64>(db)?));
    site.clock.advance(59 * DAY);
    site.work().await;
    assert_eq!(count().await, 1);
    site.clock.advance(2 * DAY);
    site.work().await;
    assert_eq!(count().await, 0);
}

#[actix_web::test]
async fn heats_are_shifted_exactly_before_numbers_end() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    // Twelve years before today: votes of today have exponents beyond 600.
    let long_ago = Timestamp::from_micros(site.now().micros() - 4_383 * DAY);
    let id = board.id;
    site.write(move |db| {
        diesel::update(boards::table.find(id)).set(boards::landmark.eq(long_ago)).execute(db)?;
        Ok(())
    })
    .await;
    site.state.reload().await.unwrap();
    let (warm, cold) = (site.idea(&ann, &board, "Warm").await, site.idea(&ben, &board, "Cold").await);
    site.clock.advance(DAY);
    site.comment(&ben, &warm, None, "Yes").await;
    let before = heats(&site).await;
    assert!(before[0].0 > 1e180, "{before:?}");
    site.work().await;
    let after = heats(&site).await;
    assert_eq!(before[0].1.to_bits(), after[0].1.to_bits(), "the site's own heats are near their landmark");
    let factor = before[0].0 / after[0].0;
    assert_eq!(factor.log2().fract(), 0.0, "a power of two");
    assert_eq!((before[1].0 / factor).to_bits(), after[1].0.to_bits());
    for idea in [warm.id, cold.id] {
        site.read(move |db| {
            let mut ranked = Ranked::load(db, idea)?;
            let stored = ranked.ranks.heat;
            ranked.recount(db)?;
            assert!((ranked.ranks.heat - stored).abs() <= stored * 1e-6, "{stored} {}", ranked.ranks.heat);
            Ok(())
        })
        .await;
    }
}

#[actix_web::test]
async fn ranks_are_computed_anew_from_the_votes() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "Warm").await;
    let now = site.now();
    site.write(move |db| {
        diesel::update(ideas::table).set((ideas::heat.eq(77.0), ideas::promotions.eq(5_i64))).execute(db)?;
        jobs::enqueue(db, "recompute", &Job::RecomputeRanks { board: None }, now)
    })
    .await;
    site.work().await;
    let ranks = site.stored_idea(idea.id).await.ranks;
    assert_eq!((ranks.promotions, ranks.heat.to_bits()), (1, idea.ranks.heat.to_bits()));
}
