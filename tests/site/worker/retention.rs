//! What the page about privacy promises to go by itself goes: the clock moves, and rows of every such table with it.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use groundswell::db::Db;
use groundswell::error::Result;
use groundswell::people::Role;
use groundswell::time::{DAY, HOUR};
use groundswell::worker::tidy::ENFORCED;

use crate::support::Site;

/// A row of a table that has served its purpose at this moment, as SQL with the moment for `{now}`, and what finds it.
fn row(table: &str) -> (&'static str, &'static str) {
    match table {
        "sessions" => (
            "INSERT INTO sessions (key_hash, state, agent, created_at, seen_at, expires_at) \
             VALUES ('old', '{}', '', {now}, {now}, {now} + 5184000000000)",
            "key_hash = 'old'",
        ),
        "sign_ins" => (
            "INSERT INTO sign_ins (email, code_hash, link_hash, browser_hash, tries, created_at, expires_at) \
             VALUES ('old@example.com', 'a', 'b', 'c', 0, {now}, {now})",
            "email = 'old@example.com'",
        ),
        "drafts" => (
            "INSERT INTO drafts (key_hash, kind, payload, created_at) VALUES ('old', 'idea', '{}', {now})",
            "key_hash = 'old'",
        ),
        "allowances" => {
            ("INSERT INTO allowances (key, window_start, used) VALUES ('old', {now}, 1)", "key = 'old'")
        }
        "signin_tokens" => (
            "INSERT INTO signin_tokens (connection_id, id_hash, expires_at) VALUES (77, 'old', {now})",
            "id_hash = 'old'",
        ),
        "signin_attempts" => (
            "INSERT INTO signin_attempts (state_hash, connection_id, browser_hash, return_to, expires_at) \
             VALUES ('old', 77, '', '', {now})",
            "state_hash = 'old'",
        ),
        "signin_links" => (
            "INSERT INTO signin_links (key_hash, connection_id, subject, email, expires_at) \
             VALUES ('old', 77, '', '', {now})",
            "key_hash = 'old'",
        ),
        "vote_keys" => {
            ("INSERT INTO vote_keys (id, secret, created_at) VALUES (1, 'old', {now})", "secret = 'old'")
        }
        "vote_signals" => (
            "INSERT INTO vote_signals (idea_id, person_id, account_age, cast_at) \
             SELECT idea_id, person_id, 77, {now} FROM votes",
            "account_age = 77",
        ),
        "screening_findings" => (
            "INSERT INTO screening_findings (idea_id, rule, saw, created_at, decided_at, is_overturned) \
             SELECT id, 'old', '{}', {now}, {now}, FALSE FROM ideas",
            "rule = 'old'",
        ),
        "lessons" => (
            "INSERT INTO lessons (idea_id, is_spam, words, created_at) SELECT id, FALSE, 'old', {now} FROM ideas",
            "words = 'old'",
        ),
        "audit_log" => (
            "INSERT INTO audit_log (role, act, object, before, after, request_id, created_at) \
             VALUES ('', 'old', '', '{}', '{}', '', {now})",
            "act = 'old'",
        ),
        "seen_as" => (
            "INSERT INTO seen_as (admin_id, person_id, began_at, until_at, ended_at) VALUES (1, 1, {now}, {now}, {now})",
            "admin_id = person_id",
        ),
        "signin_refusals" => (
            "INSERT INTO signin_refusals (reason, detail, created_at) VALUES ('malformed', 'old', {now})",
            "detail = 'old'",
        ),
        "events" => (
            "INSERT INTO events (kind, payload, created_at, handled_at, attempts, next_at) \
             VALUES ('old', '{}', {now}, {now}, 0, {now})",
            "kind = 'old'",
        ),
        "jobs" => (
            "INSERT INTO jobs (key, kind, payload, state, attempts, next_at, created_at, done_at) \
             VALUES ('old', 'tidy', '{}', 'done', 0, {now}, {now}, {now})",
            "key = 'old'",
        ),
        "mails" => (
            "INSERT INTO mails (key, kind, recipient, subject, body_text, body_html, headers, state, attempts, next_at, \
             created_at) VALUES ('old', 'test', 'x@example.com', '', '', '', '[]', 'failed', 1, {now}, {now})",
            "key = 'old'",
        ),
        "deliveries" => (
            "INSERT INTO deliveries (key, team_id, event, url, payload, state, attempts, next_at, created_at, done_at) \
             VALUES ('old', 1, 'test', '', '{}', 'failed', 1, {now}, {now}, {now})",
            "key = 'old'",
        ),
        "panels" => (
            "INSERT INTO panels (title, introduction, closes_at, created_by, created_at, updated_at, deleted_at) \
             VALUES ('old', '', {now}, 1, {now}, {now}, {now})",
            "title = 'old'",
        ),
        "data_exports" => (
            "INSERT INTO data_exports (person_id, asked_at, ready_at) VALUES (1, {now}, {now})",
            "size IS NULL AND expires_at IS NULL",
        ),
        "data_export_parts" => (
            "INSERT INTO data_export_parts (export_id, position, bytes) VALUES (77, 0, '')",
            "export_id = 77",
        ),
        other => panic!("say how a row of {other} is made"),
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn is_there(db: &mut Db, table: &str) -> Result<bool> {
    let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE {}", row(table).1);
    Ok(diesel::sql_query(sql).load::<Count>(db)?[0].n > 0)
}

#[actix_web::test]
async fn every_promised_retention_is_kept() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    site.team("Tents", &[&maja]).await;
    let board = site.board("Gear").await;
    site.idea(&maja, &board, "A lighter tent").await;
    let now = site.now().micros();
    site.write(move |db| {
        let connection = "INSERT INTO signin_connections (id, name, algorithm, key, key_at, issuer, audience, email_claim, \
            name_claim, account_claim, role_claim, domains, roles, makes_accounts, updates_accounts, skew_seconds, \
            life_seconds, is_on, created_at, updated_at) VALUES (77, '', 'HS256', '', 0, '', '', '', '', '', '', '', '', \
            FALSE, FALSE, 0, 0, FALSE, 0, 0)";
        let export = format!(
            "INSERT INTO data_exports (id, person_id, size, asked_at, ready_at, expires_at) \
             VALUES (77, 1, 1, {now}, {now}, {now} + 604800000000)"
        );
        groundswell::db::execute(db, connection)?;
        groundswell::db::execute(db, &export)?;
        for (table, _) in ENFORCED {
            groundswell::db::execute(db, &row(table).0.replace("{now}", &now.to_string()))?;
        }
        Ok(())
    })
    .await;
    let mut checks: Vec<(i64, &str, bool)> = Vec::new();
    for (table, days) in ENFORCED {
        // Tokens are of no use any more at once, and go with the next round.
        if !["signin_tokens", "signin_attempts", "signin_links"].contains(&table) {
            checks.push((days * DAY - HOUR, table, true));
        }
        checks.push((days * DAY + 25 * HOUR, table, false));
    }
    checks.sort_unstable();
    let mut passed = 0;
    for (at, table, expected) in checks {
        site.clock.advance(at - passed);
        passed = at;
        site.work().await;
        let found = site.read(move |db| is_there(db, table)).await;
        assert_eq!(found, expected, "{table} after {} days", at / DAY);
    }
}
