//! Files with something wrong in them: every line that cannot be taken is named, the rest goes in, nothing panics.

use std::process::Command;

use groundswell::cli::import::{Args, Format};
use groundswell::people::{Role, profile};
use groundswell::text::words::Language;
use groundswell::transfer::{self, Kind, Sheet};

use super::files::{Lines, args, assert_quiet_and_sound, data, import, import_with};
use crate::support::Site;

#[actix_web::test]
async fn every_refused_line_is_named_with_its_field_and_the_rest_goes_in() {
    let site = Site::start().await;
    let mut lines = Lines::new();
    for line in [
        r#"{"kind": "board", "source": "x", "source_id": 1, "name": "Up", "voting": "up_only"}"#,
        r#"{"kind": "person", "source": "x", "source_id": 1, "name": "Ann"}"#,
        r#"{"kind": "idea", "source": "x", "source_id": 1, "board": 1, "author": 1, "title": "Good", "created_at": "2020-01-01"}"#,
        r#"{"kind": "idea", "source": "x", "source_id": 2, "board": 1, "author": 1, "titel": "Bad", "title": "T", "created_at": "2020-01-01"}"#,
        r#"{"kind": "idea", "source": "x", "source_id": 3, "board": 1, "author": 1, "created_at": "2020-01-01"}"#,
        r#"{"kind": "idea", "source": "x", "source_id": 4, "board": 1, "author": 9, "title": "T", "created_at": "2020-01-01"}"#,
        r#"{"kind": "idea", "source": "x", "source_id": 5, "board": 7, "author": 1, "title": "T", "created_at": "2020-01-01"}"#,
        r#"{"kind": "idea", "source": "x", "source_id": 6, "board": 1, "author": 1, "title": "T", "created_at": "soon"}"#,
        r#"{"kind": "idea", "source": "x", "source_id": 7, "board": 1, "author": 1, "title": "T", "created_at": "2126-01-01"}"#,
        r#"{"kind": "vote", "source": "x", "idea": 1, "person": 1, "value": -1, "created_at": "2020-01-01"}"#,
        r#"{"kind": "vote", "source": "x", "idea": 1, "person": 1, "value": 2, "created_at": "2020-01-01"}"#,
        r#"{"kind": "vote", "source": "x", "idea": 1, "person": 1, "value": 1, "created_at": "2020-01-01"}"#,
        r#"{"kind": "person", "source": "x", "source_id": 2, "email": "not an address"}"#,
        r#"{"kind": "board", "source": "x", "source_id": 2, "name": "B", "categories": [{"nom": "C"}]}"#,
        r#"{"kind": "picture", "source": "x", "source_id": 2}"#,
        r#"{"source": "x"}"#,
        r#"[1, 2]"#,
        r#"not json"#,
        r#""#,
    ] {
        lines.raw(line);
    }
    let path = lines.write();
    let (_, report) = import(&site, path.clone()).await;
    let mut told: Vec<String> = report.refused.iter().map(|finding| report.line(finding)).collect();
    let number = |line: &String| line.split(':').nth(1).unwrap().parse::<u64>().unwrap();
    told.sort_by_key(number);
    let expected = [
        "4: titel: is no field of this kind of line",
        "5: title: is missing",
        "6: author: there is no person 9 of x",
        "7: board: there is no board 7 of x",
        "8: created_at: `soon` is no date like 2016-03-17T14:25:48Z",
        "9: created_at: lies in the future",
        "10: value: is a demotion on a board that takes promotions only",
        "11: value: must be a whole number from -1 to 1",
        "13: email: is no e-mail address",
        "14: categories.name: is missing",
        "15: kind: `picture` is none of tag, board, person, idea, comment, vote, response, link, follow, merge",
        "16: kind: is missing",
        "17: line: is no JSON object",
    ];
    for (told, expected) in told.iter().zip(expected) {
        assert_eq!(*told, format!("{}:{expected}", path.display()));
    }
    assert!(told[13].contains(":18: line: is no JSON: expected ident"), "{}", told[13]);
    assert_eq!(told.len(), 14);
    assert_eq!(report.of(Kind::Idea).created, 1);
    assert_eq!(report.of(Kind::Vote).created, 1);
    let refused = [Kind::Board, Kind::Person, Kind::Idea, Kind::Vote].map(|kind| report.of(kind).refused);
    assert_eq!((refused, report.unreadable, report.total().refused), ([1, 1, 6, 2], 4, 14), "{report}");
    let told = report.to_string();
    let row = |name: &str| {
        let line = told.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect::<Vec<u64>>()
    };
    assert_eq!(row("unreadable"), [0, 0, 0, 4], "{told}");
    assert_eq!(row("total"), [4, 0, 0, 14], "{told}");
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn the_administration_lists_what_was_refused() {
    let site = Site::start().await;
    let mut lines = Lines::new();
    for line in [
        r#"{"kind": "board", "source": "x", "source_id": 1, "name": "Gear"}"#,
        r#"{"kind": "idea", "source": "x", "source_id": 2, "board": 1, "created_at": "2020-01-01"}"#,
        r#"{"kind": "idea", "source": "x", "source_id": 3, "board": 7, "title": "T", "created_at": "2020-01-01"}"#,
        "nothing",
    ] {
        lines.raw(line);
    }
    import(&site, lines.write()).await;
    let ada = site.person("Ada", Role::Administrator).await;
    let admin = site.browser_of(&ada).await;
    let shown = admin.get("/admin/imports").await.expect(200).text_of("tbody tr");
    assert!(
        shown.contains("one board") && shown.contains("Refused: 2 ideas, one unreadable line"),
        "{shown}"
    );
    site.write(move |db| profile::set_language(db, ada.id, Language::Es)).await;
    let shown = admin.get("/admin/imports").await.expect(200).text_of("tbody tr");
    assert!(shown.contains("Rechazado: 2 ideas, una línea ilegible"), "{shown}");
}

#[actix_web::test]
async fn a_reply_may_come_before_what_it_replies_to() {
    let site = Site::start().await;
    let mut lines = Lines::new();
    for line in [
        r#"{"kind": "comment", "source": "x", "source_id": 3, "idea": 1, "parent": 2, "body": "c", "created_at": "2020-01-04"}"#,
        r#"{"kind": "comment", "source": "x", "source_id": 2, "idea": 1, "parent": 1, "body": "b", "created_at": "2020-01-03"}"#,
        r#"{"kind": "comment", "source": "x", "source_id": 1, "idea": 1, "body": "a", "created_at": "2020-01-02"}"#,
        r#"{"kind": "idea", "source": "x", "source_id": 1, "board": 1, "title": "Good", "created_at": "2020-01-01"}"#,
        r#"{"kind": "board", "source": "x", "source_id": 1, "name": "Board"}"#,
    ] {
        lines.raw(line);
    }
    let (_, report) = import(&site, lines.write()).await;
    assert_eq!((report.of(Kind::Comment).created, report.notes.len()), (3, 0), "{report}");
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn broken_files_are_reported_and_never_panic() {
    let site = Site::start().await;
    let mut files = Vec::new();
    for folder in ["hostile/json-test-suite", "hostile/csv-spectrum/csvs"] {
        let mut found: Vec<_> =
            std::fs::read_dir(data(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.retain(|path| path.is_file());
        assert!(found.len() > 5, "{folder}");
        files.append(&mut found);
    }
    files.sort();
    for format in [Format::Ndjson, Format::IdeaScaleCsv] {
        let (_, report) = import_with(&site, &Args { format, ..args(files.clone()) }).await;
        assert!(report.refused.len() >= files.len() / 2, "{format}: {}", report.refused.len());
        assert_eq!(report.of(Kind::Idea).created, 0);
        for finding in &report.refused {
            assert!(!report.line(finding).is_empty());
        }
    }
    for sheet in [Sheet::Accounts, Sheet::People] {
        let report = transfer::customers(&site.state.db, sheet, &files, false, site.now()).await.unwrap();
        assert!(report.refused().len() >= files.len() / 2, "{sheet:?}: {}", report.refused().len());
        assert_eq!((report.counts().created, report.counts().updated), (0, 0));
    }
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn the_command_says_by_its_end_whether_everything_went_in() {
    let scratch = crate::support::Scratch::new().await;
    let mut lines = Lines::new();
    lines.raw(r#"{"kind": "board", "source": "x", "source_id": 1, "name": "Board"}"#);
    let run = |file: &std::path::Path, more: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_groundswell"))
            .args(["import", "--database", &scratch.url, "--format", "ndjson"])
            .args(more)
            .arg(file)
            .env("LOG", "error")
            .output()
            .unwrap()
    };
    let done = run(&lines.write(), &[]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert!(String::from_utf8_lossy(&done.stdout).contains("This was import 1"));
    lines.raw("nothing");
    let done = run(&lines.write(), &["--dry-run"]);
    assert_eq!(done.status.code(), Some(2), "{done:?}");
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(
        told.contains("lines.ndjson:2: line: is no JSON") && told.contains("Nothing was changed"),
        "{told}"
    );
    let done = run(std::path::Path::new("/nowhere.ndjson"), &[]);
    assert_eq!(done.status.code(), Some(1), "{done:?}");
    assert!(String::from_utf8_lossy(&done.stderr).contains("/nowhere.ndjson"), "{done:?}");
}
