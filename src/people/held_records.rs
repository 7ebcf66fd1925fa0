//! What is stored about somebody by the rules that hold posts: when one of their posts was held, and when a moderator decided.
//! Not by which rule: whoever knows that knows how to get past it.

use diesel::prelude::*;
use serde_json::{Value, json};

use crate::db::Db;
use crate::db::schema::{comments, ideas, screening_findings};
use crate::error::Result;
use crate::ids::PersonId;
use crate::time::Timestamp;

type Row = (i64, Option<i64>, Timestamp, Option<Timestamp>);

/// All of it, for the person to take along.
pub(super) fn of(db: &mut Db, person: PersonId) -> Result<Vec<Value>> {
    let columns = (
        screening_findings::idea_id,
        screening_findings::comment_id,
        screening_findings::created_at,
        screening_findings::decided_at,
    );
    let mut rows: Vec<Row> = screening_findings::table
        .inner_join(ideas::table.on(ideas::id.eq(screening_findings::idea_id)))
        .filter(ideas::author_id.eq(person))
        .filter(screening_findings::comment_id.is_null())
        .order(screening_findings::id)
        .select(columns)
        .load(db)?;
    let of_comments: Vec<Row> = screening_findings::table
        .inner_join(comments::table.on(screening_findings::comment_id.eq(comments::id.nullable())))
        .filter(comments::author_id.eq(person))
        .order(screening_findings::id)
        .select(columns)
        .load(db)?;
    rows.extend(of_comments);
    rows.dedup_by_key(|(idea, comment, at, _)| (*idea, *comment, *at));
    let held = |(idea, comment, at, decided): Row| {
        json!({
            "idea": idea,
            "comment": comment,
            "at": at.to_rfc3339(),
            "decided_at": decided.map(Timestamp::to_rfc3339),
        })
    };
    Ok(rows.into_iter().map(held).collect())
}
