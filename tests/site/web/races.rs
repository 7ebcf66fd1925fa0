//! Many at once.

use diesel::prelude::*;
use groundswell::db::schema::{follows, votes};
use groundswell::ids::PersonId;
use groundswell::people::Person;
use groundswell::ranking::store::Ranked;

use crate::support::Site;

#[actix_web::test]
async fn votes_cast_at_the_same_time_leave_one_vote_a_person_and_counters_that_equal_the_rows() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let mut ideas = Vec::new();
    for title in ["One tent", "Two tents", "Three tents", "Four tents"] {
        ideas.push(site.idea(&ann, &board, title).await.id);
    }
    let mut people: Vec<Person> = Vec::new();
    for name in ["Ben", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida"] {
        people.push(site.customer(name).await);
    }
    let mut browsers = Vec::new();
    for person in &people {
        browsers.push(site.browser_of(person).await);
    }
    let clients = (0..64_usize).map(|client| {
        let (browser, ideas) = (browsers[client % 8].clone(), ideas.clone());
        async move {
            for step in 0..8_usize {
                let idea = ideas[(client / 8 + step) % 4];
                let vote = ["up", "down", "none", "up"][(client * 7 + step * 5) % 4];
                browser.post(&format!("/ideas/{idea}/vote"), &[("vote", vote)]).await.expect(303);
            }
        }
    });
    futures_util::future::join_all(clients).await;
    for id in ideas {
        let (rows, stored, recounted) = site
            .read(move |db| {
                let rows: Vec<(PersonId, i16)> = votes::table
                    .filter(votes::idea_id.eq(id))
                    .filter(votes::state.eq("counted"))
                    .select((votes::person_id, votes::value))
                    .load(db)?;
                let stored = groundswell::ideas::queries::find(db, id)?;
                let mut recounted = Ranked::load(db, id)?;
                recounted.recount(db)?;
                Ok((rows, stored, recounted.ranks))
            })
            .await;
        let mut voters: Vec<PersonId> = rows.iter().map(|(person, _)| *person).collect();
        voters.sort_unstable();
        voters.dedup();
        assert_eq!(voters.len(), rows.len(), "at most one vote a person");
        let count = |value: i16| i64::try_from(rows.iter().filter(|row| row.1 == value).count()).unwrap();
        assert_eq!((stored.ranks.promotions, stored.ranks.demotions), (count(1), count(-1)));
        assert_eq!(stored.ranks.net, recounted.net);
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
        assert!(near(stored.ranks.heat, recounted.heat), "{} {}", stored.ranks.heat, recounted.heat);
        assert!(near(stored.ranks.site_heat, recounted.site_heat));
        let followers: i64 = site
            .read(move |db| {
                let rows = follows::table.filter(follows::idea_id.eq(id)).filter(follows::is_on.eq(true));
                Ok(rows.count().get_result(db)?)
            })
            .await;
        assert_eq!(stored.follower_count, followers);
    }
}
