//! Decidim Barcelona 2016: threads ten deep, HTML, authors whose names are not given.

use std::collections::HashMap;

use diesel::prelude::*;
use groundswell::db::schema::{comments, origins};
use groundswell::ids::{CommentId, IdeaId};
use groundswell::transfer::{Counts, Kind};
use serde_json::{Value, json};

use super::files::{Lines, assert_all_in, assert_quiet_and_sound, import, objects};
use crate::support::Site;

fn convert(ideas: &[Value], comments: &[Value]) -> Lines {
    let mut lines = Lines::new();
    let source = "decidim-barcelona-2016";
    let mut categories: Vec<&str> = ideas.iter().filter_map(|idea| idea["category"].as_str()).collect();
    categories.sort_unstable();
    categories.dedup();
    let categories: Vec<Value> = categories.into_iter().map(|name| json!({ "name": name })).collect();
    lines.push(
        &json!({ "kind": "board", "source": source, "source_id": "pam", "name": "Pla d'actuació municipal",
        "voting": "up_only", "categories": categories, "statuses": [
            { "slug": "open", "kind": "open" },
            { "slug": "accepted", "name": "Acceptada", "kind": "done" },
            { "slug": "rejected", "name": "Rebutjada", "kind": "closed", "wants_reason": true } ] }),
    );
    let mut seen = std::collections::BTreeMap::new();
    for post in ideas.iter().chain(comments) {
        if let Some(name) = post["author"].as_str() {
            let date = post["created_at"].as_str().unwrap();
            seen.entry(name).and_modify(|first: &mut &str| *first = date.min(*first)).or_insert(date);
        }
    }
    for (name, date) in seen {
        lines.push(&json!({ "kind": "person", "source": source, "source_id": name, "name": name, "created_at": date }));
    }
    for idea in ideas {
        lines.push(&json!({ "kind": "idea", "source": source, "source_id": idea["id"], "board": "pam",
            "category": idea["category"], "author": idea["author"], "title": idea["title"], "body": idea["body"],
            "body_format": "text", "tags": [idea["subcategory"].as_str().unwrap_or_default()],
            "status": idea["status"], "created_at": idea["created_at"], "brought_promotions": idea["votes_total"] }));
    }
    for comment in comments {
        lines.push(&json!({ "kind": "comment", "source": source, "source_id": comment["id"],
            "idea": comment["idea_id"], "parent": comment["parent_id"], "author": comment["author"],
            "body": comment["body"], "body_format": "html", "created_at": comment["created_at"] }));
    }
    lines
}

#[actix_web::test]
async fn every_reply_lies_under_the_comment_that_began_its_thread() {
    let site = Site::start().await;
    let posted = objects("ideas/decidim-barcelona-2016/ideas.jsonl.gz");
    let said = objects("ideas/decidim-barcelona-2016/comments.jsonl.gz");
    let (_, report) = import(&site, convert(&posted, &said).write()).await;
    assert_all_in(&report);
    assert_eq!(report.of(Kind::Idea), Counts { created: 10_860, ..Counts::default() });
    assert_eq!(report.of(Kind::Comment), Counts { created: 18_192, ..Counts::default() });
    // One comment replies to another that the data does not have.
    assert_eq!(report.notes.len(), 1, "{}", report.line(&report.notes[0]));
    type Row = (String, CommentId, IdeaId, Option<CommentId>, String);
    let rows: Vec<Row> = site
        .read(|db| {
            Ok(comments::table
                .inner_join(
                    origins::table.on(origins::row_id.eq(comments::id).and(origins::kind.eq("comment"))),
                )
                .select((
                    origins::source_id,
                    comments::id,
                    comments::idea_id,
                    comments::parent_id,
                    comments::body_html,
                ))
                .load(db)?)
        })
        .await;
    let parents: HashMap<String, Option<String>> = said
        .iter()
        .map(|comment| (comment["id"].to_string(), comment["parent_id"].as_i64().map(|id| id.to_string())))
        .collect();
    let stored: HashMap<&str, &Row> = rows.iter().map(|row| (row.0.as_str(), row)).collect();
    let mut replies = 0;
    for (id, _, idea, parent, html) in &rows {
        let mut root = id.as_str();
        while let Some(above) = parents[root].as_deref().filter(|above| parents.contains_key(*above)) {
            root = above;
        }
        let expected = (root != id).then(|| stored[root].1);
        assert_eq!(*parent, expected, "the thread of {id}");
        if let Some(root) = expected.map(|_| stored[root]) {
            replies += 1;
            assert_eq!(root.2, *idea, "a thread stays on one idea");
        }
        assert!(!html.contains("&lt;p&gt;") && !html.contains("&lt;br"), "{id} shows tags: {html}");
    }
    assert_eq!(replies, 1_974);
    assert_quiet_and_sound(&site).await;
}
