//! The worker looks at new votes, and proposes what stands out.

use diesel::prelude::*;
use groundswell::db::schema::{crowd_acts, crowd_votes, crowds, vote_signals};
use groundswell::ids::{IdeaId, PersonId};
use groundswell::integrity::found::{self, CrowdState};
use groundswell::people::Person;
use groundswell::people::Role;
use groundswell::people::create::{NewPerson, create};
use groundswell::time::{DAY, HOUR, MINUTE, Timestamp};
use groundswell::votes::{Ballot, cast};
use groundswell::worker;

use crate::support::{START, Site, collect_queries, reads_all_of};

#[path = "../../../benches/crowds/mod.rs"]
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
#[allow(clippy::cast_sign_loss, clippy::as_conversions, reason = "a simulation")]
mod simulated;

use simulated::{Attack, World, score};

/// Many people who each voted on something, and twelve from one network who promote one idea within minutes.
async fn attacked(site: &Site) -> (IdeaId, Vec<PersonId>) {
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let mut ideas = Vec::new();
    for title in ["A lighter tent", "A warmer bag", "A quieter stove"] {
        ideas.push(site.idea(&ann, &board, title).await.id);
    }
    site.clock.advance(2 * DAY);
    let now = site.now();
    site.write(move |db| {
        let mut crowd = Vec::new();
        for place in 0_i64..112 {
            let (name, is_bad) = (format!("Person {place}"), place >= 100);
            let email = format!("p{place}@example.com");
            let new = NewPerson {
                name: &name,
                email: Some(&email),
                role: Role::Customer,
                handle: None,
                is_imported: false,
            };
            let person: Person = create(db, &new, START)?;
            let at = if is_bad {
                now.minus(HOUR).plus(place * 1_000_000)
            } else {
                START.plus(place * 20 * MINUTE)
            };
            let idea = if is_bad { ideas[0] } else { ideas[usize::try_from(place % 3).unwrap()] };
            cast(db, &person, idea, Ballot::parse("up")?, at)?;
            signal(db, (idea, person.id), (if is_bad { 9_000 } else { place % 40 }, place % 9), at)?;
            if is_bad {
                crowd.push(person.id);
            }
        }
        Ok((ideas[0], crowd))
    })
    .await
}

fn signal(
    db: &mut groundswell::db::Db,
    (idea, person): (IdeaId, PersonId),
    (network, agent): (i64, i64),
    at: Timestamp,
) -> groundswell::error::Result<()> {
    let values = (
        vote_signals::idea_id.eq(idea),
        vote_signals::person_id.eq(person),
        vote_signals::network.eq(Some(network)),
        vote_signals::agent.eq(Some(agent)),
        vote_signals::account_age.eq(if network == 9_000 { HOUR } else { 90 * DAY }),
        vote_signals::cast_at.eq(at),
    );
    diesel::insert_into(vote_signals::table).values(values).execute(db)?;
    Ok(())
}

#[actix_web::test]
async fn new_votes_are_looked_at_once_and_nothing_is_held_by_itself() {
    let site = Site::start().await;
    let (idea, crowd) = attacked(&site).await;
    worker::drain(&site.state).await.unwrap();
    let page = site.read(|db| found::list(db, &[CrowdState::Open], None, 10)).await;
    assert_eq!(page.items.len(), 1);
    assert_eq!((page.items[0].idea_id, page.items[0].vote_count), (Some(idea), 12));
    let rows = crowd_votes::table.order(crowd_votes::person_id).select(crowd_votes::person_id);
    let people: Vec<PersonId> = site.read(move |db| Ok(rows.load(db)?)).await;
    assert_eq!(people, crowd);
    assert_eq!(site.stored_idea(idea).await.ranks.held_count, 0);
    site.clock.advance(DAY);
    worker::drain(&site.state).await.unwrap();
    let count: i64 = site.read(|db| Ok(crowds::table.count().get_result(db)?)).await;
    assert_eq!(count, 1, "what was looked at is not proposed again");
}

#[actix_web::test]
async fn where_the_site_says_so_a_proposal_is_held_at_once() {
    let site = Site::start().await;
    let ada = site.person("Ada", Role::Administrator).await;
    let now = site.now();
    site.write(move |db| groundswell::integrity::act::set_at_once(db, &ada, true, now)).await;
    let (idea, crowd) = attacked(&site).await;
    worker::drain(&site.state).await.unwrap();
    let held = site.stored_idea(idea).await.ranks.held_count;
    assert_eq!(held, i64::try_from(crowd.len()).unwrap());
    let actors: Vec<Option<PersonId>> =
        site.read(|db| Ok(crowd_acts::table.select(crowd_acts::actor_id).load(db)?)).await;
    assert_eq!(actors, [None], "the site itself");
}

#[actix_web::test]
async fn looking_reads_through_indexes() {
    let queries = collect_queries();
    let site = Site::start().await;
    attacked(&site).await;
    queries();
    worker::drain(&site.state).await.unwrap();
    let own: Vec<String> = queries().into_iter().filter(|query| query.contains("vote_signals")).collect();
    assert!(own.len() >= 2, "{own:?}");
    let scanned: Vec<String> = site
        .read(move |db| {
            let tables = ["v ", "s ", "votes", "vote_signals", "crowd_votes"];
            let all = own.iter().flat_map(|query| tables.map(|table| (query.clone(), table)));
            Ok(all.filter_map(|(query, table)| reads_all_of(db, table, &query)).collect())
        })
        .await;
    assert!(scanned.is_empty(), "{scanned:#?}");
}

#[test]
fn bursts_and_rings_are_found_and_honest_people_are_left_alone() {
    for (attack, size) in [(Attack::Burst, 60), (Attack::Mixed, 60), (Attack::Ring, 40)] {
        let found = score(&World::attacked(11, 1_200, attack, size));
        assert!(found.recall >= 0.95, "{}: {found:?}", attack.name());
        assert!(found.honest < 0.005, "{}: {found:?}", attack.name());
    }
    let calm = score(&World::honest(12, 1_200));
    assert!(calm.honest < 0.005, "{calm:?}");
}
