//! `groundswell demo`.

use diesel::prelude::*;
use groundswell::cli::demo::large::Size;
use groundswell::cli::{demo, doctor};
use groundswell::config::Config;
use groundswell::db::schema::{
    accounts, idea_accounts, likenesses, merges, routes, team_members, teams, votes,
};
use groundswell::db::schema::{bans, boards, comments, events, ideas, mails, people, reports, responses};
use groundswell::db::{Database, Db};
use groundswell::ideas::PostState;
use groundswell::ids::IdeaId;
use groundswell::people::Role;
use groundswell::time::DAY;

use crate::support::{START, Scratch};

fn config(scratch: &Scratch) -> Config {
    Config { database_url: scratch.url.clone(), ..Config::default() }
}

async fn read<T: Send + 'static>(scratch: &Scratch, f: impl FnOnce(&mut Db) -> T + Send + 'static) -> T {
    let db = Database::open(&scratch.url, 1).unwrap();
    db.read(|db| Ok(f(db))).await.unwrap()
}

#[actix_web::test]
async fn the_demo_is_a_company_with_a_year_behind_it() {
    let scratch = Scratch::new().await;
    assert!(demo::prepare(&config(&scratch), false, START).await.unwrap());
    read(&scratch, |db| {
        let count = |n: QueryResult<i64>| n.unwrap();
        assert!(count(boards::table.count().get_result(db)) >= 3);
        assert!(count(ideas::table.count().get_result(db)) >= 150);
        assert!(count(people::table.count().get_result(db)) >= 80);
        assert!(count(teams::table.count().get_result(db)) >= 5);
        assert!(count(accounts::table.count().get_result(db)) >= 5);
        assert!(count(idea_accounts::table.count().get_result(db)) >= 100, "their people vote");
        assert!(count(comments::table.count().get_result(db)) >= 400);
        assert!(count(responses::table.count().get_result(db)) >= 50);
        assert!(count(reports::table.count().get_result(db)) >= 2);
        assert_eq!(count(bans::table.count().get_result(db)), 1);
        assert!(count(team_members::table.count().get_result(db)) >= 8);
        assert_eq!(count(mails::table.count().get_result(db)), 0, "the demo writes to nobody");
        assert_eq!(count(events::table.filter(events::handled_at.is_null()).count().get_result(db)), 0);
        for role in Role::ALL {
            assert!(
                count(people::table.filter(people::role.eq(*role)).count().get_result(db)) >= 2,
                "{role}"
            );
        }
        for state in [PostState::Pending, PostState::Hidden] {
            assert!(count(ideas::table.filter(ideas::state.eq(state)).count().get_result(db)) > 0, "{state}");
        }
        for state in ["new", "accepted", "asked", "declined", "in_work", "done"] {
            assert!(
                count(routes::table.filter(routes::state.eq(state)).count().get_result(db)) > 0,
                "{state}"
            );
        }
        let suggested = likenesses::table.filter(likenesses::state.eq("waiting")).count();
        assert!(count(suggested.get_result(db)) >= 3, "pairs wait on the desk");
        let merged: Vec<IdeaId> = merges::table.select(merges::into_idea).load(db).unwrap();
        assert!(!merged.is_empty(), "something was merged");
        for idea in merged {
            let said = comments::table.filter(comments::idea_id.eq(idea)).count();
            assert!(count(said.get_result(db)) > 0, "what it went into is talked about");
        }
    })
    .await;
}

#[actix_web::test]
async fn votes_of_the_demo_rise_and_fall_over_twelve_months() {
    let scratch = Scratch::new().await;
    demo::prepare(&config(&scratch), false, START).await.unwrap();
    read(&scratch, |db| {
        let cast: Vec<(i64, i64)> = votes::table
            .inner_join(people::table)
            // Staff files a vote for somebody in the moment in which they become known.
            .filter(votes::is_captured.eq(false))
            .select((votes::cast_at, people::created_at))
            .load(db)
            .unwrap();
        assert!(cast.len() > 3_500, "{} votes", cast.len());
        assert!(cast.iter().all(|(at, joined)| at > joined && *at <= START.micros()));
        let months: Vec<usize> = (0..12)
            .map(|month| {
                let days = month * 30 * DAY..(month + 1) * 30 * DAY;
                cast.iter().filter(|(at, _)| days.contains(&(START.micros() - at))).count()
            })
            .collect();
        assert!(months.iter().all(|votes| *votes > 20), "{months:?}");
        let rises = months.windows(2).filter(|pair| pair[0] > pair[1]).count();
        assert!((1..11).contains(&rises), "{months:?}");
    })
    .await;
}

#[actix_web::test]
async fn a_second_run_keeps_the_demo_and_fresh_makes_the_same_anew() {
    let scratch = Scratch::new().await;
    let config = config(&scratch);
    demo::prepare(&config, false, START).await.unwrap();
    let before = titles(&scratch).await;
    read(&scratch, |_| ()).await;
    let db = Database::open(&scratch.url, 1).unwrap();
    db.write(|db| Ok(diesel::update(ideas::table.find(1)).set(ideas::title.eq("Changed")).execute(db)?))
        .await
        .unwrap();
    drop(db);
    assert!(!demo::prepare(&config, false, START.plus(DAY)).await.unwrap());
    assert_ne!(titles(&scratch).await, before, "what was done is kept");
    assert!(demo::prepare(&config, true, START).await.unwrap());
    assert_eq!(titles(&scratch).await, before, "the demo is the same at every making");
}

async fn titles(scratch: &Scratch) -> Vec<(i64, String, i64, f64)> {
    read(scratch, |db| {
        ideas::table
            .order(ideas::id)
            .select((ideas::id, ideas::title, ideas::promotions, ideas::site_heat))
            .load(db)
            .unwrap()
    })
    .await
}

#[actix_web::test]
async fn a_demo_grows_to_a_size_once_and_counts_as_its_rows() {
    let scratch = Scratch::new().await;
    let config = config(&scratch);
    demo::prepare(&config, false, START).await.unwrap();
    let size = Size { accounts: 7, people: 700, ideas: 1_100, votes: 9_000 };
    let before: i64 = read(&scratch, |db| votes::table.count().get_result(db).unwrap()).await;
    assert!(demo::grow(&config, size, START).await.unwrap());
    assert!(!demo::grow(&config, size, START).await.unwrap(), "once");
    let db = Database::open(&scratch.url, 1).unwrap();
    let found = doctor::examine(&db).await.unwrap();
    assert!(found.is_empty(), "{}", found[0]);
    let after: i64 = read(&scratch, |db| votes::table.count().get_result(db).unwrap()).await;
    assert!((7_000..11_000).contains(&(after - before)), "{}", after - before);
    let pairs: i64 = read(&scratch, |db| likenesses::table.count().get_result(db).unwrap()).await;
    assert!(pairs > 20, "{pairs} pairs wait on the desk");
}

#[actix_web::test]
async fn a_demo_that_did_not_grow_to_its_end_is_no_demo_of_that_size() {
    let scratch = Scratch::new().await;
    let config = config(&scratch);
    demo::prepare(&config, false, START).await.unwrap();
    let refused =
        demo::grow(&config, Size { accounts: 0, people: 1, ideas: 9_999, votes: 9_999 }, START).await;
    assert!(refused.unwrap_err().to_string().contains("--fresh"));
}

#[actix_web::test]
async fn a_site_that_is_no_demo_is_left_alone() {
    let site = crate::support::Site::start().await;
    site.customer("Ann").await;
    let config = Config { database_url: site.database_url().to_owned(), ..Config::default() };
    for fresh in [false, true] {
        let refused = demo::prepare(&config, fresh, START).await.unwrap_err();
        assert!(refused.to_string().contains("no demo"), "{refused}");
    }
}

#[test]
fn every_role_has_a_sign_in_link_below_the_sites_address() {
    let config = Config { base_url: "https://example.com/ideas".into(), ..Config::default() };
    let links = demo::sign_in_links(&config).unwrap();
    assert_eq!(links.len(), Role::ALL.len());
    assert_eq!(links[0], "sign in as customer: https://example.com/ideas/demo/signin/customer");
    assert_eq!(links[3], "sign in as product manager: https://example.com/ideas/demo/signin/product_manager");
}
