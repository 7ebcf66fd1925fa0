//! The Open Government Dialogue of 2009: totals without voters, bodies of 64 KB, ideas below zero.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use groundswell::db::schema::{comments, ideas, origins, people};
use groundswell::time::Timestamp;
use groundswell::transfer::{Counts, Kind};
use serde_json::{Value, json};

use super::files::{Lines, assert_all_in, assert_quiet_and_sound, import, objects};
use crate::support::Site;

fn convert(ideas: &[Value], comments: &[Value]) -> Lines {
    let mut lines = Lines::new();
    let source = "opengov-2009";
    let categories: BTreeSet<&str> = ideas.iter().filter_map(|idea| idea["category"].as_str()).collect();
    let categories: Vec<Value> = categories.into_iter().map(|name| json!({ "name": name })).collect();
    lines.push(&json!({ "kind": "board", "source": source, "source_id": "dialogue", "name": "Open Government Dialogue",
        "slug": "opengov", "categories": categories }));
    let authors: BTreeSet<&str> =
        ideas.iter().chain(comments).filter_map(|post| post["author"].as_str()).collect();
    for author in authors {
        lines.push(&json!({ "kind": "person", "source": source, "source_id": author, "name": author,
            "created_at": "2009-05-21" }));
    }
    for idea in ideas {
        let mut body = idea["body"].as_str().unwrap_or_default().to_owned();
        if let Some(why) = idea["why_important"].as_str().filter(|why| !why.is_empty()) {
            body.push_str(&format!("\n\n### Why is this idea important?\n\n{why}"));
        }
        lines.push(&json!({ "kind": "idea", "source": source, "source_id": idea["id"], "board": "dialogue",
            "category": idea["category"], "author": idea["author"], "title": idea["title"], "body": body,
            "tags": idea["tags"], "created_at": idea["created_at_approx"],
            "brought_promotions": idea["votes_up"], "brought_demotions": idea["votes_down"],
            "brought_from": "opengov.ideascale.com" }));
    }
    for comment in comments {
        lines.push(&json!({ "kind": "comment", "source": source, "source_id": comment["id"],
            "idea": comment["idea_id"], "author": comment["author"], "body": comment["body"],
            "created_at": comment["created_at_approx"] }));
    }
    lines
}

#[actix_web::test]
async fn every_idea_of_the_dialogue_keeps_its_net_votes_dates_and_comments() {
    let site = Site::start().await;
    let (posted, said) =
        (objects("ideas/opengov-2009/ideas.jsonl.gz"), objects("ideas/opengov-2009/comments.jsonl.gz"));
    let lines = convert(&posted, &said);
    let (_, report) = import(&site, lines.write()).await;
    assert_all_in(&report);
    assert_eq!(report.of(Kind::Idea), Counts { created: 1_158, ..Counts::default() });
    assert_eq!(report.of(Kind::Comment), Counts { created: 2_421, ..Counts::default() });
    type Row = (String, (i64, i64, i64, i64, i64), i64, String, Timestamp);
    let rows: Vec<Row> = site
        .read(|db| {
            Ok(ideas::table
                .inner_join(origins::table.on(origins::row_id.eq(ideas::id).and(origins::kind.eq("idea"))))
                .select((
                    origins::source_id,
                    (
                        ideas::net,
                        ideas::brought_promotions,
                        ideas::brought_demotions,
                        ideas::promotions,
                        ideas::demotions,
                    ),
                    ideas::comment_count,
                    ideas::body,
                    ideas::created_at,
                ))
                .load(db)?)
        })
        .await;
    assert_eq!(rows.len(), 1_158);
    let by_id: HashMap<String, &Value> = posted.iter().map(|idea| (idea["id"].to_string(), idea)).collect();
    let mut talk: HashMap<String, i64> = HashMap::new();
    for comment in &said {
        *talk.entry(comment["idea_id"].to_string()).or_default() += 1;
    }
    let number = |value: &Value| value.as_i64().unwrap();
    for (id, (net, up, down, promotions, demotions), comment_count, body, created_at) in &rows {
        let idea = by_id[id];
        assert_eq!(*net, number(&idea["votes_net"]), "net votes of {id}");
        assert_eq!((*up, *down), (number(&idea["votes_up"]), number(&idea["votes_down"])), "totals of {id}");
        assert_eq!((*promotions, *demotions), (0, 0), "totals are no people: {id}");
        assert_eq!(*comment_count, talk.get(id).copied().unwrap_or(0), "comments of {id}");
        let written = idea["body"].as_str().unwrap().replace("\r\n", "\n").replace('\r', "\n");
        // Three texts hold control characters, which nothing could carry; they are left out.
        let written: String =
            written.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        assert!(body.starts_with(&written), "the text of {id} is whole");
        let date = idea["created_at_approx"].as_str().unwrap();
        assert_eq!(created_at.to_rfc3339(), format!("{date}Z"), "the date of {id}");
    }
    assert!(rows.iter().any(|row| row.3.chars().count() > 60_000), "the longest text is there");
    assert!(rows.iter().filter(|row| row.1.0 < 0).count() >= 200, "ideas below zero are");
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn a_second_run_changes_nothing_and_a_changed_line_changes_its_row() {
    let site = Site::start().await;
    let mut posted = objects("ideas/opengov-2009/ideas.jsonl.gz");
    posted.truncate(150);
    let said: Vec<Value> = objects("ideas/opengov-2009/comments.jsonl.gz")
        .into_iter()
        .filter(|comment| posted.iter().any(|idea| idea["id"] == comment["idea_id"]))
        .collect();
    let (_, first) = import(&site, convert(&posted, &said).write()).await;
    let counted = |db: &mut groundswell::db::Db| -> groundswell::error::Result<(i64, i64, i64)> {
        Ok((
            ideas::table.count().get_result(db)?,
            comments::table.count().get_result(db)?,
            people::table.count().get_result(db)?,
        ))
    };
    let before = site.read(counted).await;
    let (_, second) = import(&site, convert(&posted, &said).write()).await;
    assert_eq!(site.read(counted).await, before);
    assert_eq!(second.total().unchanged, first.total().created, "{second}");
    assert_eq!(second.total().created + second.total().updated, 0, "{second}");
    posted[0]["title"] = json!("Another title altogether");
    posted[1]["votes_up"] = json!(1_000_000);
    let (_, third) = import(&site, convert(&posted, &said).write()).await;
    assert_eq!(third.of(Kind::Idea).updated, 2, "{third}");
    assert_eq!(site.read(counted).await, before);
    let top: (i64, i64) = site
        .read(|db| {
            Ok(ideas::table
                .order((ideas::net.desc(), ideas::id))
                .select((ideas::net, ideas::brought_promotions))
                .first(db)?)
        })
        .await;
    assert_eq!(top.1, 1_000_000, "brought totals count in Top: {top:?}");
    assert_quiet_and_sound(&site).await;
}
