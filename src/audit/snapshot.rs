//! What a row is like, as short JSON without anything secret or long, and what of it changed.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde_json::{Map, Value, json};

use super::place::Key;
use crate::db::Db;
use crate::error::Result;

/// Characters of a text that are told.
const TEXT_MAX: usize = 120;
/// What is told of tables that hold people's own words and addresses, or numbers that every vote moves.
const ONLY: [(&str, &[&str]); 5] = [
    ("people", &["role", "account_id"]),
    ("mails", &["state", "tries"]),
    ("comments", &["state", "deleted_at"]),
    ("acts", &["kind", "idea_id", "comment_id", "person_id", "board_id"]),
    (
        "ideas",
        &[
            "board_id",
            "category_id",
            "status_id",
            "effort",
            "state",
            "is_locked",
            "reach_set",
            "value_set",
            "confidence_set",
            "effort_set",
        ],
    ),
];
/// What is never told of any table or act, since it opens something, names somebody or is what somebody wrote, and the log
/// cannot be changed when they leave: whatever has one of these in its name.
const NEVER: [&str; 20] = [
    "secret", "key", "hash", "token", "password", "email", "url", "html", "body", "logo", "words", "error",
    "payload", "address", "note", "excerpt", "report", "summary", "answer", "before",
];

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    whole: String,
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
}

/// A row: its id, and what is told of it. None when it is not there.
pub(super) fn of(db: &mut Db, table: &str, key: &Key) -> Result<Option<(i64, Map<String, Value>)>> {
    let json = if matches!(db, Db::Postgres(_)) {
        "CAST(to_jsonb(t) AS TEXT)".to_owned()
    } else {
        let sql = format!("SELECT name FROM pragma_table_info('{table}') WHERE type <> 'BLOB'");
        let columns: Vec<Column> = diesel::sql_query(sql).load(db)?;
        let told = columns.iter().filter(|column| is_told(table, &column.name));
        let pairs: Vec<String> = told.map(|column| format!("'{0}', t.{0}", column.name)).collect();
        format!("json_object({})", pairs.join(", "))
    };
    let (column, value) = match key {
        Key::Number(id) => ("id", id.to_string()),
        // Letters, digits and hyphens only.
        Key::Slug(slug) => ("slug", format!("'{slug}'")),
    };
    let sql =
        format!("SELECT CAST(id AS BIGINT) AS id, {json} AS whole FROM {table} t WHERE {column} = {value}");
    let row: Option<Row> = diesel::sql_query(sql).get_result(db).optional()?;
    Ok(row.map(|row| {
        let whole: Map<String, Value> = serde_json::from_str(&row.whole).unwrap_or_default();
        let told = whole.into_iter().filter(|(name, _)| is_told(table, name));
        (row.id, told.map(|(name, value)| (name, short(value))).collect())
    }))
}

/// What an act says of itself, without what the log must not hold.
pub(super) fn detail(detail: Value) -> Value {
    match detail {
        Value::Object(fields) => {
            let told = fields.into_iter().filter(|(name, _)| !is_never(name));
            short(Value::Object(told.collect()))
        }
        other => short(other),
    }
}

fn is_never(name: &str) -> bool {
    NEVER.iter().any(|part| name.contains(part))
}

fn is_told(table: &str, column: &str) -> bool {
    match ONLY.iter().find(|(own, _)| *own == table) {
        Some((_, only)) => only.contains(&column),
        None => column != "id" && !is_never(column),
    }
}

/// A value with its texts cut short.
pub(super) fn short(value: Value) -> Value {
    match value {
        Value::String(text) if text.chars().count() > TEXT_MAX => {
            json!(text.chars().take(TEXT_MAX).chain(['…']).collect::<String>())
        }
        Value::Array(items) => Value::Array(items.into_iter().take(20).map(short).collect()),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, short(value))).collect(),
        other => other,
    }
}

/// What of a row is no longer as it was: before, and now.
pub(super) fn changes(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> (Map<String, Value>, Map<String, Value>) {
    let differing = |one: &Map<String, Value>, other: &Map<String, Value>| -> Map<String, Value> {
        let changed = one.iter().filter(|(name, value)| other.get(*name) != Some(value));
        changed.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    (differing(before, after), differing(after, before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_people_are_not_told() {
        for column in
            ["webhook_secret", "webhook_url", "setup_token_hash", "form_key", "key", "body_html", "email"]
        {
            assert!(!is_told("teams", column), "{column}");
        }
        assert!(!is_told("people", "name") && !is_told("people", "handle") && is_told("people", "role"));
        assert!(!is_told("ideas", "title") && !is_told("ideas", "state_reason"));
        assert!(!is_told("routes", "note") && !is_told("teams", "address"));
        assert!(!is_told("ideas", "body") && !is_told("ideas", "heat") && is_told("ideas", "status_id"));
        assert!(is_told("boards", "name") && is_told("boards", "half_life_days"));
    }

    #[test]
    fn of_acts_what_somebody_wrote_is_left_out() {
        let told = detail(json!({ "response": 7, "before": "Ann wants it", "reason": "spam" }));
        assert_eq!(told, json!({ "response": 7, "reason": "spam" }));
        assert_eq!(detail(Value::Null), Value::Null);
    }

    #[test]
    fn only_what_changed_is_told_and_long_texts_are_cut() {
        let map = |value: Value| value.as_object().cloned().unwrap();
        let before = map(json!({ "name": "Gear", "position": 1 }));
        let after = map(json!({ "name": "Tents", "position": 1 }));
        let (old, new) = changes(&before, &after);
        assert_eq!((json!(old), json!(new)), (json!({ "name": "Gear" }), json!({ "name": "Tents" })));
        let long = short(json!({ "a": ["x".repeat(500)] }));
        assert_eq!(long["a"][0].as_str().unwrap().chars().count(), TEXT_MAX + 1);
    }
}
