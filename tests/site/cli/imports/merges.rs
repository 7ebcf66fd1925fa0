//! Merges that come along: in, out again, and away with their import.

use diesel::prelude::*;
use groundswell::db::schema::{ideas, jobs, likenesses, merges, votes};
use groundswell::ideas::merge;
use groundswell::ids::IdeaId;
use groundswell::people::Role;
use groundswell::transfer;
use serde_json::json;

use super::files::{Lines, assert_all_in, assert_quiet_and_sound, import};
use super::undo::{everything, sizes};
use crate::support::Site;

/// A third idea that is part of the second, and a fourth that another tool called the same as the first.
fn with_merges() -> Lines {
    let mut lines = everything();
    for line in [
        json!({ "kind": "idea", "source": "old", "source_id": 3, "board": "b", "author": "bob", "title": "Second again",
            "created_at": "2020-01-06" }),
        json!({ "kind": "idea", "source": "old", "source_id": 4, "board": "b", "author": "bob", "title": "First again",
            "created_at": "2020-01-06" }),
        json!({ "kind": "vote", "source": "old", "idea": 3, "person": "ann", "value": 1, "created_at": "2020-01-06" }),
        json!({ "kind": "vote", "source": "old", "idea": 3, "person": "bob", "value": 1, "created_at": "2020-01-06" }),
        json!({ "kind": "vote", "source": "old", "idea": 2, "person": "bob", "value": -1, "created_at": "2020-01-06" }),
        json!({ "kind": "follow", "source": "old", "idea": 3, "person": "ann", "created_at": "2020-01-06" }),
        json!({ "kind": "merge", "source": "old", "idea": 3, "into": 2, "merged_by": "ann",
            "created_at": "2020-01-07" }),
        json!({ "kind": "link", "source": "old", "from": 4, "to": 1, "link": "duplicate_of" }),
    ] {
        lines.push(&line);
    }
    lines
}

async fn export(site: &Site) -> String {
    let write = |db: &mut groundswell::db::Db| {
        let mut bytes = Vec::new();
        transfer::export(db, &mut bytes)?;
        Ok(bytes)
    };
    String::from_utf8(site.state.db.snapshot(write).await.unwrap()).unwrap()
}

#[actix_web::test]
async fn merges_come_in_are_told_to_nobody_and_go_out_as_they_came() {
    let site = Site::start().await;
    let (_, report) = import(&site, with_merges().write()).await;
    assert_all_in(&report);
    let second = site.stored_idea(IdeaId::new(2)).await;
    assert_eq!((second.ranks.promotions, second.ranks.demotions), (1, 1), "Ann came along, Bob counts once");
    site.state.reload().await.unwrap();
    let page = site.visitor().visit("/ideas/3").await.expect(200);
    assert_eq!(page.text_of("h1"), "Second idea");
    let waiting: Vec<(IdeaId, IdeaId)> = site
        .read(|db| Ok(likenesses::table.select((likenesses::idea_id, likenesses::like_idea)).load(db)?))
        .await;
    assert_eq!(waiting, [(IdeaId::new(4), IdeaId::new(1))], "the desk decides on what was called the same");
    assert_quiet_and_sound(&site).await;

    let text = export(&site).await;
    let mut lines = Lines::new();
    text.lines().for_each(|line| lines.raw(line));
    let other = Site::start().await;
    let (_, report) = import(&other, lines.write()).await;
    assert_all_in(&report);
    assert_eq!(export(&other).await, text);
    assert_eq!(other.stored_idea(IdeaId::new(2)).await.ranks.tally(), second.ranks.tally());
    assert_quiet_and_sound(&other).await;
    let maja = other.person("Maja", Role::ProductManager).await;
    let now = other.now();
    other.write(move |db| merge::unmerge(db, &maja, IdeaId::new(3), now)).await;
    let (second, third) = (other.stored_idea(IdeaId::new(2)).await, other.stored_idea(IdeaId::new(3)).await);
    assert_eq!((second.ranks.promotions, second.ranks.demotions, third.ranks.promotions), (0, 1, 2));
}

#[actix_web::test]
async fn undoing_an_import_takes_its_merges_along_and_stops_at_those_of_people() {
    let site = Site::start().await;
    let before = site.read(sizes).await;
    let (id, _) = import(&site, with_merges().write()).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (by, now) = (maja.clone(), site.now());
    site.write(move |db| merge::merge(db, &by, IdeaId::new(4), IdeaId::new(1), now)).await;
    let refused = site.state.db.write(move |db| transfer::undo(db, id, now)).await.unwrap_err();
    assert!(refused.to_string().contains("merges of its ideas (1)"), "{refused}");
    let (by, later) = (maja.clone(), now);
    site.write(move |db| {
        merge::unmerge(db, &by, IdeaId::new(4), later)?;
        diesel::delete(merges::table.filter(merges::undone_at.is_not_null())).execute(db)?;
        groundswell::db::execute(db, "DELETE FROM acts WHERE kind IN ('merged', 'unmerged')")?;
        groundswell::db::execute(db, "DELETE FROM events")?;
        groundswell::db::execute(db, "DELETE FROM people WHERE name = 'Maja'")
    })
    .await;
    site.write(move |db| transfer::undo(db, id, now)).await;
    assert_eq!(site.read(sizes).await, before);
    let left: (i64, i64) = site
        .read(|db| Ok((merges::table.count().get_result(db)?, likenesses::table.count().get_result(db)?)))
        .await;
    assert_eq!(left, (0, 0));
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn a_merge_of_what_was_there_before_is_taken_apart_with_its_import() {
    let site = Site::start().await;
    let mut first = Lines::new();
    for line in [
        json!({ "kind": "board", "source": "old", "source_id": "b", "name": "Old board" }),
        json!({ "kind": "person", "source": "old", "source_id": "ann", "name": "Ann" }),
        json!({ "kind": "idea", "source": "old", "source_id": 1, "board": "b", "author": "ann", "title": "One",
            "created_at": "2020-01-01" }),
        json!({ "kind": "idea", "source": "old", "source_id": 2, "board": "b", "author": "ann", "title": "Two",
            "created_at": "2020-01-02" }),
    ] {
        first.push(&line);
    }
    import(&site, first.write()).await;
    let eve = site.customer("Eve").await;
    site.promote(&eve, &site.stored_idea(IdeaId::new(1)).await).await;
    site.work().await;
    site.clear_letters().await;
    let mut second = Lines::new();
    second.push(&json!({ "kind": "merge", "source": "old", "idea": 1, "into": 2, "merged_by": "ann" }));
    let (id, report) = import(&site, second.write()).await;
    assert_all_in(&report);
    assert_eq!(site.stored_idea(IdeaId::new(2)).await.ranks.promotions, 1, "Eve's vote counts there");
    let now = site.now();
    site.write(move |db| transfer::undo(db, id, now)).await;
    let shown: Vec<i32> =
        site.read(|db| Ok(ideas::table.order(ideas::id).select(ideas::shown).load(db)?)).await;
    assert_eq!(shown, [2, 2]);
    assert_eq!(site.read(|db| Ok(votes::table.count().get_result::<i64>(db)?)).await, 1);
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn what_an_import_brings_is_compared_for_duplicates_once_it_is_in() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let old = site.idea(&ann, &board, "Sell the rain fly of the tent on its own").await;
    site.work().await;
    let mut lines = Lines::new();
    lines.push(&json!({ "kind": "board", "source": "old", "source_id": "b", "name": "Old board" }));
    lines.push(&json!({ "kind": "person", "source": "old", "source_id": "bob", "name": "Bob" }));
    for (id, title) in [(1, "Repair kit in every bag"), (2, "Please sell a rain fly for the tent alone")] {
        lines.push(&json!({ "kind": "idea", "source": "old", "source_id": id, "board": "b", "author": "bob",
            "title": title, "created_at": "2020-01-01" }));
    }
    let comparisons = |db: &mut groundswell::db::Db| {
        let all = jobs::table.filter(jobs::kind.eq("compare_ideas"));
        Ok(all.count().get_result::<i64>(db)?)
    };
    for _ in 0..2 {
        let (_, report) = import(&site, lines.write()).await;
        assert_all_in(&report);
        assert_eq!(site.read(comparisons).await, 1, "an import that brings no idea has nothing to compare");
        site.work().await;
        let pairs: Vec<(IdeaId, IdeaId)> = site
            .read(|db| Ok(likenesses::table.select((likenesses::idea_id, likenesses::like_idea)).load(db)?))
            .await;
        assert_eq!(pairs, [(IdeaId::new(old.id.raw() + 2), old.id)]);
        assert_quiet_and_sound(&site).await;
    }
}
