//! What is stored about somebody in evaluation panels: those they were asked into, and what they said there.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::{Value, json};

use crate::db::Db;
use crate::db::schema::{panel_criteria, panel_people, panel_ratings, panel_scores, panels};
use crate::error::Result;
use crate::ids::PersonId;
use crate::time::Timestamp;

/// All of it, for the person to take along.
pub(super) fn of(db: &mut Db, person: PersonId) -> Result<Value> {
    let asked: Vec<(i64, String, Timestamp)> = panel_people::table
        .inner_join(panels::table)
        .filter(panel_people::person_id.eq(person))
        .order(panels::id)
        .select((panels::id, panels::title, panel_people::asked_at))
        .load(db)?;
    let panel = |(id, title, at): (i64, String, Timestamp)| json!({ "panel": id, "title": title, "asked_at": at.to_rfc3339() });
    Ok(json!({
        "asked": asked.into_iter().map(panel).collect::<Vec<_>>(),
        "ratings": ratings(db, person)?,
    }))
}

fn ratings(db: &mut Db, person: PersonId) -> Result<Vec<Value>> {
    let numbers: Vec<(i64, i64, String, i32)> = panel_scores::table
        .inner_join(panel_criteria::table)
        .filter(panel_scores::person_id.eq(person))
        .order((panel_criteria::panel_id, panel_scores::idea_id, panel_criteria::position))
        .select((panel_criteria::panel_id, panel_scores::idea_id, panel_criteria::name, panel_scores::score))
        .load(db)?;
    let mut scores: HashMap<(i64, i64), Vec<Value>> = HashMap::new();
    for (panel, idea, name, score) in numbers {
        scores.entry((panel, idea)).or_default().push(json!({ "criterion": name, "score": score }));
    }
    type Row = (i64, i64, String, Option<Timestamp>, Option<Timestamp>);
    let rows: Vec<Row> = panel_ratings::table
        .filter(panel_ratings::person_id.eq(person))
        .order((panel_ratings::panel_id, panel_ratings::idea_id))
        .select((
            panel_ratings::panel_id,
            panel_ratings::idea_id,
            panel_ratings::comment,
            panel_ratings::given_at,
            panel_ratings::revised_at,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(panel, idea, comment, given, revised)| {
            json!({
                "panel": panel,
                "idea": idea,
                "scores": scores.remove(&(panel, idea)).unwrap_or_default(),
                "comment": comment,
                "given_at": given.map(Timestamp::to_rfc3339),
                "changed_at": revised.map(Timestamp::to_rfc3339),
            })
        })
        .collect())
}
