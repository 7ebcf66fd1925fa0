//! Every word a person reads: each key that is asked for is there in every language, with the same arguments, and none
//! is there that nobody asks for.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Keys that are put together while running, by how they begin, and from what.
const PUT_TOGETHER: [(&str, &str); 9] = [
    ("error-", "web/errors.rs: the number of an HTTP status"),
    ("import-count-", "web/admin/imports.rs: the kind of a record"),
    ("kind-", "web/desk: the kind of a status"),
    ("log-act-", "web/moderation/log.rs: the kind of an act"),
    ("mail-lead-", "notify/notice.rs: the news of a mail"),
    ("mail-reason-", "notify/notice.rs: the news of a mail"),
    ("mail-state-", "web/admin/mail.rs: the state of a mail"),
    ("mail-subject-", "notify/notice.rs: the news of a mail"),
    ("status-", "boards/statuses.rs: the slug of a status"),
];

/// Texts in the code that look like keys of a family and are none.
const NO_KEYS: [(&str, &str); 6] = [
    ("accounts-csv", "cli/import.rs: a format"),
    ("bulk-report", "desk/bulk.rs: the name of a field of the session"),
    ("error-claim-lost", "jobs.rs: told to the log"),
    ("people-csv", "cli/import.rs: a format"),
    ("question-answered", "notify/notice.rs: the end of a key"),
    ("signin-code", "account/code.rs: a field of the session"),
];

/// Arguments that only some languages need.
const BY_LANGUAGE: [&str; 1] = ["ordinal"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn texts(folder: &str, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(&root().join(folder), &mut found);
    found.retain(|path| path.extension().is_some_and(|is| endings.iter().any(|ending| is == *ending)));
    found.sort();
    found.into_iter().map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap())).collect()
}

/// The messages of a language: key and the arguments that it takes. `$count_text` is `$count` written out.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in texts(&format!("locales/{language}"), &["ftl"]) {
        let mut key = String::new();
        for line in text.lines() {
            let start = line.split_once('=').map(|(start, _)| start.trim_end());
            let is_key = |start: &&str| {
                start.starts_with(|c: char| c.is_ascii_lowercase())
                    && start.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            };
            if let Some(start) =
                start.filter(is_key).filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                key = start.to_owned();
                let before = messages.insert(key.clone(), BTreeSet::new());
                assert!(before.is_none(), "{}: {key} is there twice", path.display());
            }
            if line.starts_with('#') || key.is_empty() {
                continue;
            }
            for part in line.split('$').skip(1) {
                let name: String = part
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
                    .collect();
                let name = name.trim_end_matches("_text").to_owned();
                if !BY_LANGUAGE.contains(&name.as_str()) {
                    messages.get_mut(&key).unwrap().insert(name);
                }
            }
        }
    }
    assert!(messages.len() > 50, "{language} has words");
    messages
}

/// The texts between quotes, of Rust without its comments and tests.
fn quoted(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_test = false;
    for line in text.lines() {
        is_test |= line.starts_with("#[cfg(test)]");
        if is_test || line.trim_start().starts_with("//") {
            continue;
        }
        // Pieces at odd places lie between quotes; a key never holds an escaped one.
        found.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    found
}

fn looks_like_a_key(text: &str) -> bool {
    text.contains('-')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && !text.contains("--")
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Keys that are asked for by name, with the file: in calls for words anywhere, and in the code whatever belongs to a
/// family of keys.
fn asked_for(families: &BTreeSet<String>) -> BTreeMap<String, PathBuf> {
    let mut asked = BTreeMap::new();
    for (path, text) in texts("src", &["rs"]).into_iter().chain(texts("templates", &["html", "txt", "xml"])) {
        let is_rust = path.extension().is_some_and(|is| is == "rs");
        for call in ["words.get(", "words.count(", "words.one(", "words.two(", "words.with("] {
            for part in text.split(call).skip(1) {
                let argument = part.trim_start();
                if let Some(key) = argument.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
                    asked.entry(key.0.to_owned()).or_insert_with(|| path.clone());
                }
            }
        }
        if is_rust {
            for text in quoted(&text) {
                let family = text.split('-').next().unwrap_or_default();
                if looks_like_a_key(&text) && families.contains(family) {
                    asked.entry(text).or_insert_with(|| path.clone());
                }
            }
        }
    }
    asked
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_arguments() {
    let (english, spanish) = (messages("en"), messages("es"));
    let mut wrong = Vec::new();
    for key in english.keys().filter(|key| !spanish.contains_key(*key)) {
        wrong.push(format!("{key} is missing in Spanish"));
    }
    for (key, arguments) in &spanish {
        match english.get(key) {
            None => wrong.push(format!("{key} is missing in English")),
            Some(same) if same != arguments => {
                wrong.push(format!("{key} takes {same:?} in English and {arguments:?} in Spanish"));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_key_that_is_asked_for_is_there() {
    let english = messages("en");
    // Families of which a member looks like a key by its beginning alone: `error-…`, `flash-…`, `list-…`.
    let families: BTreeSet<String> =
        english.keys().filter_map(|key| key.split_once('-')).map(|(family, _)| family.to_owned()).collect();
    let mut wrong = Vec::new();
    for (key, path) in asked_for(&families) {
        let is_known = english.contains_key(&key) || NO_KEYS.iter().any(|(text, _)| *text == key);
        if !is_known {
            wrong.push(format!("{}: {key}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "asked for and not there:\n{}", wrong.join("\n"));
}

#[test]
fn every_key_that_is_there_is_asked_for() {
    let sources: Vec<String> = texts("src", &["rs"])
        .into_iter()
        .chain(texts("templates", &["html", "txt", "xml"]))
        .map(|(_, text)| text)
        .collect();
    let is_named = |key: &str| {
        let quoted = format!("\"{key}\"");
        sources.iter().any(|text| text.contains(&quoted))
    };
    let unused: Vec<String> = messages("en")
        .into_keys()
        .filter(|key| !is_named(key))
        .filter(|key| !PUT_TOGETHER.iter().any(|(start, _)| key.starts_with(start)))
        .collect();
    assert!(unused.is_empty(), "nobody asks for:\n{}", unused.join("\n"));
}
