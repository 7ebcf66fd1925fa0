//! Undoing an import, and the dry run that needs none.

use diesel::prelude::*;
use groundswell::cli::import::Args;
use groundswell::db::Db;
use groundswell::db::schema::{
    acts, boards, comments, follows, ideas, imports, links, origins, people, responses,
};
use groundswell::db::schema::{search_documents, tags, votes};
use groundswell::error::Result;
use groundswell::history::ActKind;
use groundswell::ids::IdeaId;
use groundswell::transfer::{self, Kind};
use groundswell::triage::rules::{self, RuleInput};
use groundswell::votes::{Ballot, cast};
use serde_json::json;

use super::files::{Lines, args, assert_all_in, assert_quiet_and_sound, import, import_with};
use crate::support::Site;

/// A board, two people, two ideas, and all that can be on them.
pub fn everything() -> Lines {
    let mut lines = Lines::new();
    for line in [
        json!({ "kind": "tag", "source": "old", "source_id": 1, "name": "Night" }),
        json!({ "kind": "board", "source": "old", "source_id": "b", "name": "Old board" }),
        json!({ "kind": "person", "source": "old", "source_id": "ann", "name": "Ann", "email": "ann@old.example" }),
        json!({ "kind": "person", "source": "old", "source_id": "bob", "name": "Bob" }),
        json!({ "kind": "idea", "source": "old", "source_id": 1, "board": "b", "author": "ann", "title": "First idea",
            "body": "Words.", "tags": ["night", "Day"], "created_at": "2020-01-01T10:00:00Z" }),
        json!({ "kind": "idea", "source": "old", "source_id": 2, "board": "b", "title": "Second idea",
            "created_at": "2020-01-02", "brought_promotions": 7 }),
        json!({ "kind": "comment", "source": "old", "source_id": 1, "idea": 1, "author": "bob", "body": "Yes.",
            "created_at": "2020-01-03" }),
        json!({ "kind": "comment", "source": "old", "source_id": 2, "idea": 1, "author": "ann", "parent": 1,
            "body": "Thanks.", "created_at": "2020-01-04" }),
        json!({ "kind": "vote", "source": "old", "idea": 1, "person": "ann", "value": 1, "created_at": "2020-01-01" }),
        json!({ "kind": "vote", "source": "old", "idea": 1, "person": "bob", "value": -1, "created_at": "2020-01-05" }),
        json!({ "kind": "response", "source": "old", "source_id": 1, "idea": 1, "author": "ann", "body": "We will.",
            "status": "planned", "created_at": "2020-02-01" }),
        json!({ "kind": "link", "source": "old", "from": 2, "to": 1, "link": "extends" }),
        json!({ "kind": "follow", "source": "old", "idea": 1, "person": "bob", "created_at": "2020-01-05" }),
    ] {
        lines.push(&line);
    }
    lines
}

pub fn sizes(db: &mut Db) -> Result<Vec<i64>> {
    Ok(vec![
        ideas::table.count().get_result(db)?,
        comments::table.count().get_result(db)?,
        votes::table.count().get_result(db)?,
        follows::table.count().get_result(db)?,
        responses::table.count().get_result(db)?,
        links::table.count().get_result(db)?,
        boards::table.count().get_result(db)?,
        people::table.count().get_result(db)?,
        origins::table.count().get_result(db)?,
        search_documents::table.count().get_result(db)?,
        tags::table.count().get_result(db)?,
        acts::table.filter(acts::kind.ne(ActKind::Imported)).count().get_result(db)?,
    ])
}

#[actix_web::test]
async fn everything_goes_in_with_its_dates_and_its_places() {
    let site = Site::start().await;
    let (_, report) = import(&site, everything().write()).await;
    assert_all_in(&report);
    let first = site.stored_idea(IdeaId::new(1)).await;
    assert_eq!((first.ranks.promotions, first.ranks.demotions, first.comment_count), (1, 1, 2));
    assert_eq!(first.created_at.to_rfc3339(), "2020-01-01T10:00:00Z");
    assert_eq!(first.answered_at.unwrap().to_rfc3339(), "2020-02-01T00:00:00Z");
    assert!(first.is_first_by_author);
    let second = site.stored_idea(IdeaId::new(2)).await;
    assert_eq!((second.ranks.net, second.ranks.promotions), (7, 0));
    assert_eq!(second.brought_from.as_deref(), Some("old"));
    let former =
        site.read(move |db| Ok(groundswell::people::queries::find(db, second.author_id)?.unwrap())).await;
    assert!(former.former_at.is_some(), "whoever is not named is a former member");
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn undoing_leaves_the_site_as_it_was() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.idea(&ann, &board, "A lighter tent").await;
    groundswell::worker::drain(&site.state).await.unwrap();
    let before = site.read(sizes).await;
    let (id, _) = import(&site, everything().write()).await;
    assert_ne!(site.read(sizes).await, before);
    let now = site.now();
    let removed = site.write(move |db| transfer::undo(db, id, now)).await;
    assert!(removed.contains(&(Kind::Idea, 2)) && removed.contains(&(Kind::Vote, 2)), "{removed:?}");
    assert_eq!(site.read(sizes).await, before);
    assert_quiet_and_sound(&site).await;
    let again = site.state.db.write(move |db| transfer::undo(db, id, now)).await.unwrap_err();
    assert!(again.to_string().contains("undone before"), "{again}");
    let (_, report) = import(&site, everything().write()).await;
    assert_eq!(report.of(Kind::Idea).created, 2, "it can go in again");
}

#[actix_web::test]
async fn undoing_is_refused_once_somebody_built_on_it() {
    let site = Site::start().await;
    let (id, _) = import(&site, everything().write()).await;
    let eve = site.customer("Eve").await;
    let now = site.now().plus(1);
    site.write(move |db| cast(db, &eve, IdeaId::new(1), Ballot::parse("up")?, now)).await;
    let before = site.read(sizes).await;
    let refused = site.state.db.write(move |db| transfer::undo(db, id, now)).await.unwrap_err();
    assert!(refused.to_string().contains("votes on its ideas (1)"), "{refused}");
    assert_eq!(site.read(sizes).await, before, "a refusal leaves everything");
}

#[actix_web::test]
async fn undoing_is_refused_while_a_rule_names_what_would_go() {
    let site = Site::start().await;
    let (id, _) = import(&site, everything().write()).await;
    let settings = site.state.reload().await.unwrap();
    let team = site.team("Quality", &[]).await;
    let night = settings.catalog.tags.iter().find(|tag| tag.slug == "night").unwrap();
    let (board, tag) = (settings.catalog.boards[0].id.to_string(), night.id.to_string());
    let before = site.read(sizes).await;
    let now = site.now();
    for input in [
        RuleInput { boards: &[board], ..RuleInput::default() },
        RuleInput { tags: &[tag], ..RuleInput::default() },
    ] {
        let rule = site.rule(&team, input).await;
        let refused = site.state.db.write(move |db| transfer::undo(db, id, now)).await.unwrap_err();
        assert!(refused.to_string().contains("the rule “A rule” names what it brought"), "{refused}");
        assert_eq!(site.read(sizes).await, before);
        site.write(move |db| rules::delete(db, rule.id)).await;
    }
    site.write(move |db| transfer::undo(db, id, now)).await;
}

#[actix_web::test]
async fn undoing_a_later_import_keeps_an_earlier_one() {
    let site = Site::start().await;
    import(&site, everything().write()).await;
    let before = site.read(sizes).await;
    let mut later = Lines::new();
    later.push(&json!({ "kind": "person", "source": "old", "source_id": "cy", "name": "Cy" }));
    later.push(&json!({ "kind": "vote", "source": "old", "idea": 1, "person": "cy", "value": 1,
        "created_at": "2020-03-01" }));
    later.push(&json!({ "kind": "comment", "source": "old", "source_id": 9, "idea": 1, "author": "cy",
        "body": "Late.", "created_at": "2020-03-01" }));
    later.push(&json!({ "kind": "response", "source": "old", "source_id": 9, "idea": 2, "author": "ann",
        "body": "Later.", "created_at": "2020-03-01" }));
    let (id, _) = import(&site, later.write()).await;
    assert_eq!(site.stored_idea(IdeaId::new(1)).await.ranks.promotions, 2);
    let now = site.now();
    site.write(move |db| transfer::undo(db, id, now)).await;
    assert_eq!(site.read(sizes).await, before);
    assert_eq!(site.stored_idea(IdeaId::new(1)).await.ranks.promotions, 1);
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn a_tag_made_on_the_way_goes_unless_it_is_used_otherwise() {
    let site = Site::start().await;
    let idea = |number: i32, tag: &str| {
        json!({ "kind": "idea", "source": "old", "source_id": number, "board": "gear", "title": "An idea",
            "tags": [tag, "Both"], "created_at": "2020-01-01" })
    };
    let board = site.board("Gear").await;
    let mut ids = Vec::new();
    for (number, tag) in [(1, "First"), (2, "Second")] {
        let mut lines = Lines::new();
        lines.push(&json!({ "kind": "person", "source": "old", "source_id": number, "name": "Ann" }));
        let mut idea = idea(number, tag);
        idea["author"] = number.into();
        lines.push(&idea);
        let (id, report) = import(&site, lines.write()).await;
        assert_all_in(&report);
        ids.push(id);
    }
    assert_eq!(board.slug, "gear");
    let names = |db: &mut Db| Ok(tags::table.order(tags::id).select(tags::name).load::<String>(db)?);
    assert_eq!(site.read(names).await, ["Both", "First", "Second"]);
    let (now, first, second) = (site.now(), ids[0], ids[1]);
    site.write(move |db| transfer::undo(db, first, now)).await;
    assert_eq!(site.read(names).await, ["Both", "Second"]);
    site.write(move |db| transfer::undo(db, second, now)).await;
    assert_eq!(site.read(names).await, ["Both"], "no import's any more");
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn undoing_an_update_is_refused() {
    let site = Site::start().await;
    import(&site, everything().write()).await;
    let mut changed = Lines::new();
    changed.push(&json!({ "kind": "comment", "source": "old", "source_id": 1, "idea": 1, "author": "bob",
        "body": "Yes and no.", "created_at": "2020-01-03" }));
    let (id, report) = import(&site, changed.write()).await;
    assert_eq!(report.of(Kind::Comment).updated, 1);
    let now = site.now();
    let refused = site.state.db.write(move |db| transfer::undo(db, id, now)).await.unwrap_err();
    assert!(refused.to_string().contains("changed 1 lines of kind comment"), "{refused}");
}

#[actix_web::test]
async fn a_dry_run_says_what_would_happen_and_leaves_everything_as_it_is() {
    let site = Site::start().await;
    let before = site.read(sizes).await;
    let mut lines = everything();
    lines.raw("{\"kind\": \"vote\", \"source\": \"old\", \"idea\": 77, \"person\": \"ann\", \"value\": 1, \"created_at\": \"2020-01-01\"}");
    let dry = Args { dry_run: true, ..args(vec![lines.write()]) };
    let (_, report) = import_with(&site, &dry).await;
    assert_eq!(report.of(Kind::Idea).created, 2);
    assert_eq!(report.refused.len(), 1);
    assert!(report.line(&report.refused[0]).contains(":14: idea: there is no idea 77 of old"), "{report}");
    assert_eq!(site.read(sizes).await, before);
    let others: (i64, i64, i64) = site
        .read(|db| {
            Ok((
                imports::table.count().get_result(db)?,
                acts::table.count().get_result(db)?,
                tags::table.count().get_result(db)?,
            ))
        })
        .await;
    assert_eq!(others, (0, 0, 0));
}

#[actix_web::test]
async fn somebody_with_a_known_address_is_nobody_new_and_their_own_vote_stands() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let mut lines = Lines::new();
    for line in [
        json!({ "kind": "board", "source": "old", "source_id": "b", "name": "Old board" }),
        json!({ "kind": "person", "source": "old", "source_id": "a", "name": "Annie", "email": "Ann@example.com" }),
        json!({ "kind": "person", "source": "old", "source_id": "x", "name": "Xi" }),
        json!({ "kind": "idea", "source": "old", "source_id": 1, "board": "b", "author": "x", "title": "First idea",
            "created_at": "2020-01-01" }),
    ] {
        lines.push(&line);
    }
    let (id, _) = import(&site, lines.write()).await;
    let (voter, now) = (ann.clone(), site.now().plus(1));
    site.write(move |db| cast(db, &voter, IdeaId::new(1), Ballot::parse("down")?, now)).await;
    let mut vote = Lines::new();
    vote.push(&json!({ "kind": "vote", "source": "old", "idea": 1, "person": "a", "value": 1,
        "created_at": "2020-01-01" }));
    import(&site, vote.write()).await;
    let ranks = site.stored_idea(IdeaId::new(1)).await.ranks;
    assert_eq!((ranks.promotions, ranks.demotions), (0, 1));
    let there = site.read(move |db| Ok(groundswell::people::queries::find(db, ann.id)?.unwrap())).await;
    site.clock.advance(10);
    groundswell::worker::drain(&site.state).await.unwrap();
    assert_eq!((there.name.as_str(), there.is_imported), ("Ann", false));
    assert_quiet_and_sound(&site).await;
    let refused = site.state.db.write(move |db| transfer::undo(db, id, now)).await.unwrap_err();
    assert!(refused.to_string().contains("cannot be undone"), "{refused}");
}
