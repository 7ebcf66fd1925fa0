//! `groundswell doctor` and `groundswell scores`.

use diesel::prelude::*;
use groundswell::cli::doctor::{examine, mend};
use groundswell::cli::scores::recompute;
use groundswell::comments::{CommentDraft, CommentInput, edit, post};
use groundswell::db::schema::ideas;
use groundswell::error::{Error, Result};
use groundswell::follows;
use groundswell::ids::{CommentId, IdeaId};
use groundswell::people::{Person, Role};
use groundswell::time::{DAY, HOUR};
use groundswell::votes::{Ballot, cast};
use rand::Rng as _;

use crate::support::Site;

/// A site with an idea that has votes, comments, followers and a place in the index.
async fn lively() -> (Site, IdeaId, Vec<Person>) {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let mut people = Vec::new();
    for name in ["Ann", "Ben", "Cem", "Dee"] {
        people.push(site.customer(name).await);
    }
    let idea = site.idea(&people[0], &board, "A lighter tent").await.id;
    let settings = site.state.settings().await.unwrap();
    for (person, ballot) in people.iter().skip(1).zip(["up", "up", "down"]) {
        let (person, now, settings) = (person.clone(), site.now(), settings.clone());
        site.write(move |db| {
            cast(db, &person, idea, Ballot::parse(ballot)?, now)?;
            let draft = CommentDraft::parse(&CommentInput { body: "Yes.", ..CommentInput::default() })?;
            post::post(db, &person, idea, &draft, &settings, now)
        })
        .await;
    }
    groundswell::worker::drain(&site.state).await.unwrap();
    (site, idea, people)
}

async fn told(site: &Site) -> Vec<String> {
    examine(&site.state.db).await.unwrap().iter().map(ToString::to_string).collect()
}

/// Breaks something, and asks the doctor to find it, to mend it, and to find nothing any more.
async fn breaks(sql: &'static str, expected: &str) {
    let (site, ..) = lively().await;
    assert_eq!(told(&site).await, [""; 0], "nothing is wrong before");
    site.write(move |db| groundswell::db::execute(db, sql)).await;
    let found = examine(&site.state.db).await.unwrap();
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(lines.iter().any(|line| line.contains(expected)), "{sql}: {lines:?}");
    mend(&site.state.db, &found).await.unwrap();
    assert_eq!(told(&site).await, [""; 0], "after mending {sql}");
}

#[actix_web::test]
async fn every_counter_that_is_wrong_is_found_and_mended() {
    for (sql, expected) in [
        ("UPDATE ideas SET promotions = promotions + 1", "promotions say 4, the votes say 3"),
        ("UPDATE ideas SET demotions = 0", "demotions say 0, the votes say 1"),
        ("UPDATE ideas SET held_count = 5", "held votes say 5, the votes say 0"),
        ("UPDATE ideas SET comment_count = 9", "comments say 9, the rows say 3"),
        ("UPDATE ideas SET follower_count = 0", "followers say 0, the rows say 4"),
    ] {
        breaks(sql, expected).await;
    }
}

#[actix_web::test]
async fn every_rank_that_is_wrong_is_found_and_mended() {
    for (sql, expected) in [
        ("UPDATE ideas SET net = 7", "net votes say 7, the votes say 2"),
        ("UPDATE ideas SET wilson = 0.99", "Wilson bound says 0.99"),
        ("UPDATE ideas SET impact = impact * 1.01", "impact says"),
        ("UPDATE ideas SET heat = heat * 1.0001", "heat says"),
        ("UPDATE ideas SET site_heat = -site_heat", "heat across boards says"),
        ("UPDATE votes SET state = 'void' WHERE NOT is_author", "promotions say 3, the votes say 1"),
        ("DELETE FROM votes WHERE NOT is_author", "demotions say 1, the votes say 0"),
    ] {
        breaks(sql, expected).await;
    }
}

#[actix_web::test]
async fn every_column_that_repeats_others_is_held_against_them() {
    for (sql, expected) in [
        ("UPDATE ideas SET shown = 0", "is shown to 0, state and board say 2"),
        ("UPDATE ideas SET status_kind = 'done'", "its status counts as done, the status says open"),
        ("UPDATE ideas SET answered_at = 5", "was answered at another time"),
        ("UPDATE comments SET parent_id = 1 WHERE id = 2; ", ""),
        ("DELETE FROM search_documents", "search index of idea 1: is missing"),
    ] {
        if !expected.is_empty() {
            breaks(sql, expected).await;
        }
    }
    let (site, ..) = lively().await;
    site.write(|db| {
        groundswell::db::execute(db, "UPDATE comments SET parent_id = 1 WHERE id = 2")?;
        groundswell::db::execute(db, "UPDATE comments SET parent_id = 2 WHERE id = 3")
    })
    .await;
    let found = examine(&site.state.db).await.unwrap();
    assert!(found.iter().any(|found| found.to_string().starts_with("comment 3: is a reply to a reply")));
    mend(&site.state.db, &found).await.unwrap();
    assert_eq!(told(&site).await, [""; 0]);
}

#[actix_web::test]
async fn recomputing_gives_every_idea_its_ranks_back() {
    let (site, idea, _) = lively().await;
    let before = site.stored_idea(idea).await.ranks;
    site.write(|db| {
        groundswell::db::execute(
            db,
            "UPDATE ideas SET promotions = 0, net = 0, wilson = 0, heat = 0, site_heat = 0, impact = 0",
        )
    })
    .await;
    assert_eq!(recompute(&site.state.db, Some("gear".into())).await.unwrap(), 1);
    assert_eq!(site.stored_idea(idea).await.ranks, before);
    let unknown = recompute(&site.state.db, Some("nothing".into())).await.unwrap_err();
    assert!(unknown.to_string().contains("no board nothing"));
}

/// Refusals are part of the game; anything else is a fault.
fn allowed<T>(done: Result<T>) {
    match done {
        Ok(_)
        | Err(Error::Forbidden(_) | Error::NotFound | Error::Conflict(_) | Error::Invalid(_) | Error::Gone) =>
            {}
        Err(error) => panic!("{error}"),
    }
}

#[actix_web::test]
async fn whatever_people_do_counters_equal_rows() {
    let (site, first, mut people) = lively().await;
    people.push(site.person("Mod", Role::Moderator).await);
    let board = site.board("Service").await;
    let mut all = vec![first];
    for title in ["Longer straps for the pack", "A stove that lights in wind"] {
        all.push(site.idea(&people[1], &board, title).await.id);
    }
    let settings = site.state.settings().await.unwrap();
    let mut chance = rand::rng();
    for round in 0..250 {
        let person = people[chance.random_range(0..people.len())].clone();
        let idea = all[chance.random_range(0..all.len())];
        let comment = CommentId::new(chance.random_range(1..40));
        let ballot = ["up", "down", "none"][chance.random_range(0..3)];
        let (kind, now, settings) = (chance.random_range(0..7), site.now(), settings.clone());
        let parent = if chance.random_bool(0.5) { comment.to_string() } else { String::new() };
        let done = site.state.db.write(move |db| match kind {
            0..3 => cast(db, &person, idea, Ballot::parse(ballot)?, now).map(drop),
            3 => {
                let input = CommentInput { body: "More words.", parent: &parent, form_key: "" };
                post::post(db, &person, idea, &CommentDraft::parse(&input)?, &settings, now).map(drop)
            }
            4 => edit::delete(db, &person, comment, now).map(drop),
            5 => follows::set(db, idea, person.id, ballot == "up", now),
            _ => {
                // As a moderator's hold does to a vote.
                groundswell::db::execute(
                    db,
                    &format!(
                        "UPDATE votes SET state = 'held' WHERE idea_id = {idea} AND person_id = {}",
                        person.id
                    ),
                )?;
                groundswell::ranking::store::refresh(db, idea).map(drop)
            }
        });
        allowed(done.await);
        site.clock.advance(chance.random_range(0..2 * DAY));
        if round % 50 == 49 {
            groundswell::worker::drain(&site.state).await.unwrap();
            assert_eq!(told(&site).await, [""; 0], "after round {round}");
        }
    }
    site.clock.advance(HOUR);
    let counted: i64 = site
        .read(|db| {
            Ok(ideas::table
                .select(diesel::dsl::max(ideas::comment_count))
                .first::<Option<i64>>(db)?
                .unwrap_or(0))
        })
        .await;
    assert!(counted > 0);
}
