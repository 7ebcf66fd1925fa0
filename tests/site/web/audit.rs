//! What staff does leaves a row, in the same transaction; nobody changes it; administrators read it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use diesel::prelude::*;
use groundswell::audit::{self, Entry};
use groundswell::db::execute;
use groundswell::db::schema::{audit_log, people};
use groundswell::error::Result;
use groundswell::people::{Person, Role, queries, roles};
use groundswell::time::{DAY, MINUTE};
use serde_json::{Value, json};

use crate::support::posting::posting;
use crate::support::{Browser, Site, forms};

async fn entries(site: &Site) -> Vec<Entry> {
    site.read(|db| {
        let rows = audit_log::table.order((audit_log::created_at, audit_log::id));
        Ok(rows.select(Entry::as_select()).load(db)?)
    })
    .await
}

async fn count(site: &Site) -> i64 {
    site.read(|db| Ok(audit_log::table.count().get_result(db)?)).await
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

struct Cast {
    ann: Person,
    ada: Person,
    admin: Browser,
}

async fn cast(site: &Site) -> Cast {
    let (ann, ada) = (site.customer("Ann").await, site.person("Ada", Role::Administrator).await);
    Cast { admin: site.browser_of(&ada).await, ann, ada }
}

#[actix_web::test]
async fn an_act_leaves_one_row_that_says_who_did_what_and_what_changed() {
    let site = Site::start().await;
    let Cast { ann, ada, admin } = cast(&site).await;
    let path = format!("/admin/people/{}/role", ann.id);
    admin.post(&path, &[("role", "moderator")]).await.expect(303);
    let [entry] = &entries(&site).await[..] else { panic!("one row") };
    assert_eq!((entry.actor_id, entry.role.as_str()), (Some(ada.id), "administrator"));
    assert_eq!(entry.act, "admin/people/*/role");
    assert_eq!((entry.object.as_str(), entry.object_id), ("person", Some(ann.id.raw())));
    assert_eq!(parsed(&entry.before), json!({ "role": "customer" }));
    let after = parsed(&entry.after);
    assert_eq!(after["role"], "moderator");
    assert_eq!(after["acts"][0]["what"], "role_changed");
    assert_eq!(entry.created_at, site.now());
    assert!(entry.request_id.len() > 20, "{}", entry.request_id);
}

#[actix_web::test]
async fn the_role_is_that_of_the_moment_and_what_was_made_is_named() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let mo = site.person("Mo", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let path = format!("/ideas/{}/hide", idea.id);
    let hide = [("reason", "spam"), ("note", "")];
    site.browser_of(&mo).await.post(&path, &hide).await.expect(303);
    let entry = entries(&site).await.remove(0);
    assert_eq!((entry.role.as_str(), entry.act.as_str()), ("moderator", "ideas/*/hide"));
    assert_eq!((entry.object.as_str(), entry.object_id), ("idea", Some(idea.id.raw())));
    assert_ne!(parsed(&entry.before)["state"], parsed(&entry.after)["state"]);
}

#[actix_web::test]
async fn what_is_refused_leaves_nothing_and_neither_does_what_anybody_does() {
    let site = Site::start().await;
    let Cast { ann, ada, admin } = cast(&site).await;
    let board = site.board("Gear").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    admin.post(&format!("/admin/people/{}/role", ann.id), &[("role", "king")]).await.expect(422);
    admin.post(&format!("/admin/people/{}/role", ada.id), &[("role", "customer")]).await.expect(409);
    admin.post(&format!("/ideas/{}/vote", idea.id), &[("vote", "up")]).await.expect(303);
    let customer = site.browser_of(&ann).await;
    customer.post(&format!("/admin/people/{}/role", ann.id), &[("role", "moderator")]).await.expect(403);
    assert_eq!(count(&site).await, 0);
}

#[actix_web::test]
async fn without_its_row_nothing_is_done() {
    let site = Site::start().await;
    let Cast { ann, admin, .. } = cast(&site).await;
    site.write(|db| execute(db, "ALTER TABLE audit_log RENAME TO audit_log_away")).await;
    let path = format!("/admin/people/{}/role", ann.id);
    admin.post(&path, &[("role", "moderator")]).await.expect(500);
    let role: Role =
        site.read(move |db| Ok(people::table.find(ann.id).select(people::role).first(db)?)).await;
    assert_eq!(role, Role::Customer);
}

#[actix_web::test]
async fn an_act_is_told_however_its_address_is_spelled() {
    let site = Site::start().await;
    let admin = cast(&site).await.admin;
    admin.post("/admin/t%61gs", &[("name", "Tents")]).await.expect(303);
    admin.post("/%61dmin/%%37%34ags", &[("name", "Maps")]).await.expect(303);
    let acts: Vec<String> = entries(&site).await.into_iter().map(|entry| entry.act).collect();
    assert_eq!(acts, ["admin/tags", "admin/tags"]);
}

#[actix_web::test]
async fn whoever_loses_their_role_while_a_form_is_under_way_does_nothing() {
    let site = Site::start().await;
    let Cast { ada, admin, .. } = cast(&site).await;
    site.person("Mo", Role::Administrator).await;
    let (db, id, now) = (site.state.db.clone(), ada.id, site.now());
    let change = move || {
        let changed = std::thread::spawn(move || {
            let changing = db.write(move |db| roles::change(db, None, id, Role::TeamMember, now));
            actix_web::rt::System::new().block_on(changing).unwrap();
        });
        changed.join().unwrap();
    };
    admin.post_late("/admin/tags", &[("name", "Late")], change).await.expect(403);
    assert_eq!(count(&site).await, 0);
}

#[actix_web::test]
async fn rows_are_neither_changed_nor_removed_before_their_time() {
    let site = Site::start().await;
    let Cast { ann, admin, .. } = cast(&site).await;
    admin.post(&format!("/admin/people/{}/role", ann.id), &[("role", "moderator")]).await.expect(303);
    let replace = "INSERT INTO audit_log (id, role, act, object, before, after, request_id, created_at) \
        SELECT id, '', 'nothing', '', '', '', '', created_at FROM audit_log";
    let replace_or = replace.replacen("INSERT", "INSERT OR REPLACE", 1);
    let mut tries = vec![
        "UPDATE audit_log SET act = 'nothing'".to_owned(),
        "UPDATE audit_log SET created_at = 0".to_owned(),
        "DELETE FROM audit_log".to_owned(),
        "UPDATE audit_terms SET days = 0".to_owned(),
        replace.to_owned(),
    ];
    tries.push(if site.state.db.is_sqlite() { replace_or } else { "TRUNCATE audit_log".into() });
    for sql in tries {
        let refused: Result<usize> = site.state.db.write(move |db| execute(db, &sql)).await;
        assert!(refused.is_err());
    }
    assert_eq!(entries(&site).await[0].act, "admin/people/*/role");
}

#[actix_web::test]
async fn what_is_older_than_the_log_is_kept_goes_and_the_log_says_so() {
    let site = Site::start().await;
    let Cast { ann, ada, admin } = cast(&site).await;
    let role = format!("/admin/people/{}/role", ann.id);
    admin.post("/admin/audit/retention", &[("days", "29")]).await.expect(422);
    admin.post("/admin/audit/retention", &[("days", "30")]).await.expect(303);
    admin.post(&role, &[("role", "moderator")]).await.expect(303);
    site.clock.advance(30 * DAY - MINUTE);
    let admin = site.browser_of(&ada).await;
    admin.post(&role, &[("role", "customer")]).await.expect(303);
    let now = site.now();
    assert_eq!(site.write(move |db| audit::purge(db, now, 100)).await, 0);
    site.clock.advance(2 * MINUTE);
    let now = site.now();
    assert_eq!(site.write(move |db| audit::purge(db, now, 1)).await, 1, "a batch at a time");
    assert_eq!(site.write(move |db| audit::purge(db, now, 100)).await, 1);
    assert_eq!(site.write(move |db| audit::purge(db, now, 100)).await, 0);
    let acts: Vec<String> = entries(&site).await.into_iter().map(|entry| entry.act).collect();
    assert_eq!(acts, ["admin/people/*/role", "audit/purged", "audit/purged"]);
}

#[actix_web::test]
async fn the_page_narrows_the_log_and_goes_on_where_it_stopped() {
    let site = Site::start().await;
    let Cast { ann, ada, admin } = cast(&site).await;
    let mo = site.person("Mo", Role::Administrator).await;
    for at in 0..60 {
        let name = format!("Tag {at}");
        admin.post("/admin/tags", &[("name", &name)]).await.expect(303);
        site.clock.advance(MINUTE);
    }
    let other = site.browser_of(&mo).await;
    other.post(&format!("/admin/people/{}/role", ann.id), &[("role", "moderator")]).await.expect(303);
    let page = admin.get("/admin/audit").await.expect(200);
    let rows = page.texts("#audit tbody tr");
    assert_eq!(rows.len(), 50);
    assert!(rows[0].contains("admin/people/*/role") && rows[0].contains("Mo"), "{}", rows[0]);
    let next = page.attributes("nav.pager a", "href").remove(0);
    assert_eq!(admin.get(&next).await.expect(200).texts("#audit tbody tr").len(), 11);
    let shown = async |query: String| {
        admin.get(&format!("/admin/audit?{query}")).await.expect(200).texts("#audit tbody tr").len()
    };
    assert_eq!(shown(format!("person={}", mo.id)).await, 1);
    assert_eq!(shown(format!("person={}&act=admin/tags", ada.id)).await, 50);
    assert_eq!(shown(format!("object=person&id={}", ann.id)).await, 1);
    assert_eq!(shown("object=person&id=999".into()).await, 0);
    assert_eq!(shown("from=2026-01-15&to=2026-01-15".into()).await, 50);
    assert_eq!(shown("from=2026-01-16".into()).await, 0);
    admin.get("/admin/audit?from=never").await.expect(422);
}

#[actix_web::test]
async fn the_file_holds_all_rows_and_nothing_that_a_spreadsheet_carries_out() {
    let site = Site::start().await;
    let admin = cast(&site).await.admin;
    let now = site.now();
    site.write(move |db| {
        let ada = people::table.filter(people::name.eq("Ada"));
        Ok(diesel::update(ada).set(people::name.eq("=HYPERLINK(1)")).execute(db)?)
    })
    .await;
    for at in 0..3 {
        admin.post("/admin/tags", &[("name", &format!("Tag {at}"))]).await.expect(303);
    }
    let file = admin.get("/admin/audit.csv").await.expect(200);
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("audit-"));
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines.len(), 1 + 4, "three acts, and that the file was taken: {lines:?}");
    assert!(lines[1].contains("admin/audit.csv") && lines[1].contains("'=HYPERLINK(1)"), "{}", lines[1]);
    assert!(lines[4].contains(&now.to_rfc3339()) && lines[4].contains("Tag 0"), "{}", lines[4]);
}

#[actix_web::test]
async fn a_file_taken_off_the_desk_leaves_one_row() {
    let site = Site::start().await;
    let admin = cast(&site).await.admin;
    admin.get("/desk/export.csv").await.expect(200);
    admin.get("/desk").await.expect(200);
    let acts: Vec<String> = entries(&site).await.into_iter().map(|entry| entry.act).collect();
    assert_eq!(acts, ["desk/export.csv"]);
}

#[actix_web::test]
async fn secrets_stay_out() {
    let site = Site::start().await;
    let admin = cast(&site).await.admin;
    let hook = "https://hooks.example.com/T123/secret-part";
    let team = [("name", "Tents"), ("webhook_url", hook)];
    admin.post("/desk/teams/new", &team).await.expect(200);
    let edit = [("name", "Big tents"), ("webhook_url", hook)];
    admin.post("/desk/teams/tents/secret", &[]).await.expect(200);
    admin.post("/desk/teams/tents/edit", &edit).await;
    let all = entries(&site).await;
    assert_eq!(all.len(), 3, "{all:?}");
    let changed = (parsed(&all[2].before), parsed(&all[2].after));
    assert_eq!((&changed.0["name"], &changed.1["name"]), (&json!("Tents"), &json!("Big tents")));
    let text = format!("{all:?}");
    assert!(!text.contains("secret-part") && !text.contains("whsec"), "{text}");
}

/// Paths of acts that are everybody's own.
fn is_own(path: &str) -> bool {
    let own =
        ["/signout", "/language", "/settings", "/me/", "/unsubscribe", "/signin", "/desk/columns", "/see-as"];
    let on_an_idea =
        ["/vote", "/follow", "/outcome", "/kano", "/invitation", "/comments", "/report", "/ballot"];
    own.iter().any(|start| path.starts_with(start))
        || path == "/ideas"
        // Only asks.
        || path == "/desk/bulk"
        // What would end the walk: they have tests of their own.
        || path.ends_with("/see-as")
        || path.ends_with("/role")
        || path.contains("/questions/")
        || on_an_idea.iter().any(|end| path.ends_with(end))
}

/// Every form that an administrator finds on the pages of the demonstration is sent, each kind once.
#[actix_web::test]
async fn no_form_that_an_administrator_finds_is_carried_out_without_a_row() {
    let site = Site::start_demo().await;
    let admin = site
        .read(|db| {
            let id = people::table.filter(people::role.eq(Role::Administrator)).select(people::id);
            let id = id.first(db)?;
            Ok(queries::find(db, id)?.unwrap())
        })
        .await;
    let browser = site.browser_of(&admin).await;
    let found = forms_of(&browser).await;
    assert!(found.len() > 60, "{:?}", found.keys());
    let (mut silent, mut told) = (Vec::new(), 0);
    for (path, fields) in found.values() {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let before = count(&site).await;
        let answer = browser.post(path, &fields).await;
        let rows = count(&site).await - before;
        let is_signed_out = answer.location().is_some_and(|to| to.starts_with("/signin"));
        assert!(!is_signed_out, "{path} ended the session");
        match answer.status.as_u16() {
            // What was refused says so on the next page.
            303 if rows == 0 => {
                let page = browser.follow(answer).await;
                silent.extend((!page.has(".flash.warn")).then(|| path.clone()));
            }
            303 => told += 1,
            500.. => panic!("{path}: {}", answer.status),
            _ => {}
        }
    }
    assert!(silent.is_empty(), "no row of {silent:#?}");
    assert!(told > 30, "{told} of {}", found.len());
}

type Form = (String, Vec<(String, String)>);

async fn forms_of(browser: &Browser) -> BTreeMap<String, Form> {
    let mut waiting: VecDeque<String> =
        ["/desk", "/admin", "/moderation", "/", "/desk/teams", "/search?q=tent"].map(str::to_owned).into();
    let mut seen: BTreeSet<String> = waiting.iter().map(|path| forms::kind(path)).collect();
    let mut found = BTreeMap::new();
    while let Some(path) = waiting.pop_front() {
        let page = browser.get(&path).await;
        if page.status != 200 || path.contains(".csv") || path.contains(".xlsx") {
            continue;
        }
        for (action, fields) in posting(&page.text) {
            let action = if action.is_empty() { path.clone() } else { action };
            let kind = forms::kind(&action);
            if !is_own(action.split('?').next().unwrap()) {
                found.entry(kind).or_insert((action, fields));
            }
        }
        for link in page.attributes("main a[href^='/'], header a[href^='/']", "href") {
            let link = link.split('#').next().unwrap().to_owned();
            let is_file = link.contains(".csv") || link.contains(".xlsx") || link.contains(".json");
            if !is_file && seen.len() < 300 && seen.insert(forms::kind(&link)) {
                waiting.push_back(link);
            }
        }
    }
    found
}

/// Whoever adds a route that changes something finds it in the log, or says here that it is everybody's own.
#[test]
fn what_changes_something_is_told_unless_it_is_everybodys_own() {
    let own = [
        "/demo/",
        "/desk/columns",
        "/language",
        "/me/",
        "/settings",
        "/setup",
        "/sign-in/token",
        "/signin",
        "/signout",
        "/unsubscribe/",
        "/welcome",
        "/ideas/{idea}/comments",
        "/ideas/{idea}/follow",
        "/ideas/{idea}/invitation",
        "/ideas/{idea}/kano",
        "/ideas/{idea}/outcome",
        "/ideas/{idea}/questions/",
        "/ideas/{idea}/vote",
        "/rounds/{round}/ballot",
    ];
    let map =
        [include_str!("../../../src/web/mod.rs"), include_str!("../../../src/web/desk/mod.rs")].concat();
    let mut told = 0;
    for rest in map.split("resource(\"").skip(1) {
        let (pattern, rest) = rest.split_once('"').unwrap();
        if !rest.split(';').next().unwrap().contains("post()") {
            continue;
        }
        let is_own = pattern == "/ideas" || own.iter().any(|start| pattern.starts_with(start));
        let is_told = audit::Place::of(pattern, pattern).is_some();
        assert_ne!(is_own, is_told, "{pattern}");
        told += usize::from(is_told);
    }
    assert!(told > 100, "{told}");
}
