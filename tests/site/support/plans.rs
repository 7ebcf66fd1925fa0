//! Which queries a piece of code runs, and how the database means to answer them.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex};

use diesel::connection::InstrumentationEvent;
use diesel::prelude::*;
use diesel::sql_types::Text;
use groundswell::db::{Db, execute};

/// Runs `f` and gives the queries that it ran, each as its SQL with its values behind it.
pub fn queries_of<T>(db: &mut Db, f: impl FnOnce(&mut Db) -> T) -> (T, Vec<String>) {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let notes = Arc::clone(&seen);
    db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            notes.lock().unwrap().push(query.to_string());
        }
    });
    let result = f(db);
    db.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    let queries = seen.lock().unwrap().clone();
    (result, queries)
}

static COLLECTED: LazyLock<Mutex<BTreeSet<String>>> = LazyLock::new(Mutex::default);

/// From now on keeps every statement that a connection opened after this runs, without its values. What it gives back gives
/// those kept since it was last asked.
/// One process runs one test, so nothing of another is among them.
pub fn collect_queries() -> impl Fn() -> BTreeSet<String> {
    diesel::connection::set_default_instrumentation(|| {
        Some(Box::new(|event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                let query = query.to_string();
                let statement = query.split(" -- binds: ").next().unwrap_or_default();
                COLLECTED.lock().unwrap().insert(statement.to_owned());
            }
        }))
    })
    .unwrap();
    || std::mem::take(&mut *COLLECTED.lock().unwrap())
}

/// Whether a statement, whatever its values, would read a whole table or a whole index of it.
pub fn reads_all_of(db: &mut Db, table: &str, statement: &str) -> Option<String> {
    let lines: Vec<String> = if let Db::Sqlite(_) = db {
        plan_of(db, statement).lines().map(str::to_owned).collect()
    } else {
        plan_for_any_values(db, statement)
    };
    let is_whole = |at: usize, line: &str| match db {
        Db::Sqlite(_) => line.starts_with(&format!("SCAN {table}")),
        // What bounds a step stands in the lines below it.
        Db::Postgres(_) => {
            (line.contains(&format!("on {table} ")) || line.contains(&format!("on {table}_")))
                && !lines.iter().skip(at + 1).take(3).any(|below| below.contains(" Cond: "))
        }
    };
    lines.iter().enumerate().any(|(at, line)| is_whole(at, line)).then(|| lines.join("\n"))
}

/// PostgreSQL's plan of a statement that is prepared for any values.
fn plan_for_any_values(db: &mut Db, statement: &str) -> Vec<String> {
    let count = (1..).take_while(|n| statement.contains(&format!("${n}"))).count();
    let values = vec!["NULL"; count].join(", ");
    let values = if count > 0 { format!("({values})") } else { String::new() };
    for set in ["SET enable_seqscan = off", "SET plan_cache_mode = force_generic_plan"] {
        execute(db, set).unwrap();
    }
    execute(db, &format!("PREPARE asked AS {statement}")).unwrap();
    let lines: Vec<PostgresLine> =
        diesel::sql_query(format!("EXPLAIN EXECUTE asked{values}")).load(db).unwrap();
    for unset in ["DEALLOCATE asked", "RESET plan_cache_mode", "RESET enable_seqscan"] {
        execute(db, unset).unwrap();
    }
    lines.into_iter().map(|line| line.line).collect()
}

#[derive(QueryableByName)]
struct SqliteStep {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct PostgresLine {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// The plan of a query that [`queries_of`] gave. PostgreSQL would rather read a small table whole, so it is told not to.
pub fn plan_of(db: &mut Db, query: &str) -> String {
    let (statement, values) = query.split_once(" -- binds: ").unwrap_or((query, "[]"));
    if let Db::Sqlite(_) = db {
        let steps: Vec<SqliteStep> =
            diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load(db).unwrap();
        return steps.into_iter().map(|step| step.detail).collect::<Vec<_>>().join("\n");
    }
    execute(db, "SET enable_seqscan = off").unwrap();
    execute(db, "SET enable_bitmapscan = off").unwrap();
    let mut explained = format!("EXPLAIN {statement}");
    for (n, value) in values_of(values).iter().enumerate().rev() {
        explained = explained.replace(&format!("${}", n + 1), value);
    }
    let lines: Vec<PostgresLine> = diesel::sql_query(explained).load(db).unwrap();
    execute(db, "RESET enable_seqscan").unwrap();
    execute(db, "RESET enable_bitmapscan").unwrap();
    lines.into_iter().map(|line| line.line).collect::<Vec<_>>().join("\n")
}

/// `[BoardId(1), [2, 3], 1.5, true]` as SQL: `1`, `'{2,3}'`, `1.5`, `true`.
fn values_of(shown: &str) -> Vec<String> {
    let inner = shown.trim().strip_prefix('[').unwrap().strip_suffix(']').unwrap();
    let (mut values, mut value, mut depth) = (Vec::new(), String::new(), 0);
    for c in inner.replace("true", "§").replace("false", "¤").chars() {
        match c {
            '[' => {
                depth += 1;
                value.push_str("'{");
            }
            ']' => {
                depth -= 1;
                value.push_str("}'");
            }
            ',' if depth == 0 => values.push(std::mem::take(&mut value)),
            '(' | ')' | ' ' => {}
            '"' => value.push('\''),
            '§' => value.push_str("true"),
            '¤' => value.push_str("false"),
            // Names of types go; the exponent of a number stays.
            c if c.is_ascii_alphabetic() && !(c == 'e' && value.ends_with(|c: char| c.is_ascii_digit())) => {}
            c => value.push(c),
        }
    }
    values.push(value);
    values
}
