//! The table of everything that is stored, and the page made from it.

use std::collections::{BTreeMap, BTreeSet};

use groundswell::config::Config;
use groundswell::privacy::tables::{self, Datum, Kind, Owner, Purpose, Retention};
use groundswell::text::words::{Language, Words};
use groundswell::worker::tidy::ENFORCED;

use crate::support::{Site, columns};

#[actix_web::test]
async fn every_column_of_the_database_has_a_purpose_and_a_retention() {
    let site = Site::start().await;
    let stored: BTreeSet<String> = site
        .read(columns)
        .await
        .into_iter()
        // Each database has its own columns in the index of texts; the table stands for them.
        .filter(|(table, _)| table != "search_text" && table != "search_terms")
        .map(|(table, column)| format!("{table}.{column}"))
        .collect();
    assert!(stored.len() > 300, "{}", stored.len());
    let mut listed = BTreeSet::new();
    for table in tables::all() {
        for (_, column) in table.columns() {
            assert!(
                listed.insert(format!("{}.{column}", table.name)),
                "{}.{column} is there twice",
                table.name
            );
        }
    }
    let missing: Vec<_> = stored.difference(&listed).collect();
    assert!(
        missing.is_empty(),
        "say in src/privacy/tables what these are for, and how long they stay: {missing:?}"
    );
    let gone: Vec<_> = listed.difference(&stored).collect();
    assert!(gone.is_empty(), "these are stored no more: {gone:?}");
}

#[test]
fn owners_are_columns_and_secrets_are_told_as_such() {
    for table in tables::all() {
        let kinds: BTreeMap<&str, Kind> = table.columns().map(|(kind, name)| (name, kind)).collect();
        for owner in table.of {
            assert!(kinds.contains_key(owner.column()), "{}.{}", table.name, owner.column());
        }
        if table.of.contains(&Owner::Person("person_id")) {
            let kept = [Retention::Account, Retention::Post, Retention::Site];
            assert!(kept.contains(&table.kept) || matches!(table.kept, Retention::Days(_)), "{}", table.name);
        }
        for (name, kind) in &kinds {
            let opens = name.ends_with("_hash") || name.contains("secret") || *name == "token";
            if opens && *kind != Kind::About(Datum::Trace) {
                assert_eq!(*kind, Kind::Secret, "{}.{name} opens something", table.name);
            }
        }
    }
}

#[test]
fn every_promised_number_of_days_is_kept_by_a_job() {
    let enforced: BTreeMap<&str, i64> = ENFORCED.into_iter().collect();
    let mut promised = 0;
    for table in tables::all() {
        if let Retention::Days(days) = table.kept {
            assert_eq!(enforced.get(table.name), Some(&days), "{} is promised to go", table.name);
            promised += 1;
        }
    }
    assert!(promised >= 12, "{promised}");
    let names: BTreeSet<&str> = tables::all().map(|table| table.name).collect();
    assert!(enforced.keys().all(|name| names.contains(name)));
}

#[actix_web::test]
async fn the_page_tells_for_each_purpose_what_is_stored_and_how_long() {
    // As it is unless somebody says otherwise.
    let site = Site::start_with(|config| {
        let usual = Config::default();
        config.staff_session_idle_hours = usual.staff_session_idle_hours;
        config.session_idle_days = usual.session_idle_days;
    })
    .await;
    let visitor = site.visitor();
    let front = visitor.get("/").await.expect(200);
    assert!(front.has("footer a[href='/privacy']"), "linked from every page");
    for language in [Language::En, Language::Es] {
        visitor
            .post("/language", &[("language", language.as_str()), ("return_to", "/privacy")])
            .await
            .expect(303);
        let page = visitor.get("/privacy").await.expect(200);
        let words = Words::new(language, chrono_tz::UTC);
        assert_eq!(page.text_of("h1"), words.get("privacy-title"));
        for purpose in Purpose::ALL {
            let section = format!("section#{}", purpose.title());
            assert_eq!(page.text_of(&format!("{section} h2")), words.get(purpose.title()));
            assert!(page.has(&format!("{section} details dt")), "{purpose:?} has tables");
        }
        let signing_in = page.text_of("section#privacy-signing-in table");
        assert!(signing_in.contains(&words.get(Datum::Browser.word())), "{signing_in}");
        assert!(signing_in.contains(&words.count("privacy-kept-days", 60_i64)), "{signing_in}");
        assert!(page.text_of("section#privacy-voting details").contains("kano_answers"));
        assert!(!page.has("main script"));
    }
}
