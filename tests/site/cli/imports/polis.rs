//! Nine Polis conversations: votes with voters and milliseconds, unsorted, with voters who change their minds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;
use groundswell::db::schema::{ideas, origins, votes};
use groundswell::time::Timestamp;
use groundswell::transfer::Kind;
use serde_json::json;

use super::files::{Lines, assert_all_in, assert_quiet_and_sound, data, gunzip, import};
use crate::support::Site;

/// What each voter last said of each idea: value and millisecond.
type Last = BTreeMap<(String, String), (i64, i64)>;

fn rows(path: &str) -> (Vec<String>, Vec<csv::StringRecord>) {
    let text = gunzip(path);
    let mut input = csv::Reader::from_reader(text.as_bytes());
    let headings = input.headers().unwrap().iter().map(str::to_owned).collect();
    (headings, input.records().map(Result::unwrap).collect())
}

fn moment(millis: i64) -> String {
    Timestamp::from_micros(millis * 1_000).to_rfc3339()
}

fn convert(lines: &mut Lines, conversation: &str, last: &mut Last) -> u64 {
    let source = "polis";
    lines
        .push(&json!({ "kind": "board", "source": source, "source_id": conversation, "name": conversation }));
    let (heads, comments) = rows(&format!("votes/polis/{conversation}/comments.csv.gz"));
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let (_, events) = rows(&format!("votes/polis/{conversation}/votes.csv.gz"));
    let person = |voter: &str| format!("{conversation} {voter}");
    let mut first: BTreeMap<&str, i64> = BTreeMap::new();
    let spoken = comments.iter().map(|row| (&row[column("author-id")], &row[0]));
    for (voter, millis) in spoken.chain(events.iter().map(|row| (&row[3], &row[0]))) {
        let millis: i64 = millis.parse().unwrap();
        first.entry(voter).and_modify(|at| *at = millis.min(*at)).or_insert(millis);
    }
    for (voter, millis) in &first {
        lines.push(&json!({ "kind": "person", "source": source, "source_id": person(voter),
            "created_at": moment(*millis) }));
    }
    let mut there = BTreeSet::new();
    for row in &comments {
        let (id, text) = (&row[column("comment-id")], &row[column("comment-body")]);
        let state = if &row[column("moderated")] == "-1" { "hidden" } else { "visible" };
        there.insert(id.to_owned());
        let title: String = if text.trim().is_empty() { "…" } else { text }.chars().take(120).collect();
        lines.push(&json!({ "kind": "idea", "source": source, "source_id": format!("{conversation} {id}"),
            "board": conversation, "author": person(&row[column("author-id")]), "title": title, "body": text,
            "body_format": "text", "state": state, "created_at": moment(row[0].parse().unwrap()) }));
    }
    let mut count = 0;
    for row in &events {
        assert!(there.contains(&row[2]), "{conversation}: a vote on {}", &row[2]);
        let (millis, value): (i64, i64) = (row[0].parse().unwrap(), row[4].parse().unwrap());
        let (idea, voter) = (format!("{conversation} {}", &row[2]), person(&row[3]));
        lines.push(&json!({ "kind": "vote", "source": source, "idea": idea, "person": voter, "value": value,
            "created_at": moment(millis) }));
        count += 1;
        let entry = last.entry((idea, voter)).or_insert((value, millis));
        if millis >= entry.1 {
            *entry = (value, millis);
        }
    }
    count
}

#[actix_web::test]
async fn one_vote_per_voter_and_idea_remains_and_it_is_the_last() {
    let site = Site::start().await;
    let (mut lines, mut last, mut events) = (Lines::new(), Last::new(), 0);
    let mut conversations: Vec<String> = std::fs::read_dir(data("votes/polis"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    conversations.sort();
    assert_eq!(conversations.len(), 9);
    for conversation in &conversations {
        events += convert(&mut lines, conversation, &mut last);
    }
    assert_eq!((events, last.len()), (151_639, 150_046));
    let (_, report) = import(&site, lines.write()).await;
    assert_all_in(&report);
    assert_eq!(report.of(Kind::Idea).created, 1_696);
    assert_eq!(report.of(Kind::Vote).created, 150_046, "{report}");
    let stored: i64 = site.read(|db| Ok(votes::table.count().get_result(db)?)).await;
    assert_eq!(stored, 150_046);
    let mut expected: HashMap<&str, (i64, i64)> = HashMap::new();
    for ((idea, _), (value, _)) in &last {
        let tally = expected.entry(idea).or_default();
        tally.0 += i64::from(*value > 0);
        tally.1 += i64::from(*value < 0);
    }
    let tallies: Vec<(String, i64, i64)> = site
        .read(|db| {
            Ok(ideas::table
                .inner_join(origins::table.on(origins::row_id.eq(ideas::id).and(origins::kind.eq("idea"))))
                .select((origins::source_id, ideas::promotions, ideas::demotions))
                .load(db)?)
        })
        .await;
    for (id, promotions, demotions) in &tallies {
        let wanted = expected.get(id.as_str()).copied().unwrap_or_default();
        assert_eq!((*promotions, *demotions), wanted, "{id}");
    }
    assert_quiet_and_sound(&site).await;
}
