//! The house rules that can be read off the files: what may import what, how long a file may be, what none is called.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 8] =
    ["util", "utils", "helper", "helpers", "common", "manager", "service", "services"];
/// Lines that a file may have: near 400, with room for the table of all columns and for long closed sets.
const LINES: usize = 600;
/// Lines that a template may have.
const TEMPLATE_LINES: usize = 200;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|is| is == ending) {
            found.push(path);
        }
    }
}

fn all(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root().join(folder), ending, &mut found);
    found.sort();
    assert!(found.len() > 3, "{folder} has files");
    found
}

/// The modules of `lib.rs`, in order.
fn map() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let names = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The text of a file without comments and without its tests, which may import whatever they try.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = Vec::new();
    let mut is_test = false;
    for line in text.lines() {
        if line.starts_with("#[cfg(test)]") {
            is_test = true;
        } else if is_test && (line.starts_with('}') || line.ends_with(';')) && !line.starts_with(' ') {
            is_test = false;
            continue;
        }
        if !is_test && !line.trim_start().starts_with("//") {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// The modules that a text names behind `crate::`, also in braces.
fn imports(code: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    let mut found = Vec::new();
    for part in code.split("crate::").skip(1) {
        let Some(group) = part.strip_prefix('{') else {
            found.push(name(part));
            continue;
        };
        let mut depth = 1;
        found.push(name(group));
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => found.push(name(&group[at + 1..])),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

/// Which module of the map a file belongs to; test modules that lie in files of their own belong to none.
fn module(path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root().join("src")).unwrap();
    let top = relative.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    let name = relative.file_stem()?.to_str()?;
    let is_test =
        name.ends_with("_tests") || name == "tests" || name == "hostile" || name.ends_with("_model");
    (!is_test && top != "lib" && top != "main").then_some(top)
}

#[test]
fn files_import_only_what_stands_below_them_on_the_map() {
    let map = map();
    assert!(map.len() > 20);
    let place: BTreeMap<&str, usize> = map.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut wrong = Vec::new();
    for path in all("src", "rs") {
        let Some(own) = module(&path) else { continue };
        let at = place.get(own.as_str()).copied().unwrap_or_else(|| panic!("{own} is not on the map"));
        for name in imports(&code(&path)) {
            if place.get(name.as_str()).is_some_and(|other| *other < at) {
                wrong.push(format!("{} imports {name}, which stands above {own}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn features_know_nothing_of_the_web() {
    let map = map();
    let first = map.iter().position(|name| name == "http").unwrap();
    let mut wrong = Vec::new();
    for path in all("src", "rs") {
        let Some(own) = module(&path) else { continue };
        let is_below = map.iter().position(|name| *name == own).is_some_and(|at| at > first);
        if is_below && code(&path).contains("actix") {
            wrong.push(path.display().to_string());
        }
    }
    assert!(wrong.is_empty(), "these name actix:\n{}", wrong.join("\n"));
}

#[test]
fn files_keep_a_size_that_a_reader_holds() {
    let mut wrong = Vec::new();
    for (folder, ending, limit) in
        [("src", "rs", LINES), ("tests", "rs", LINES), ("templates", "html", TEMPLATE_LINES)]
    {
        for path in all(folder, ending) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            if lines > 400 && ending == "rs" && lines <= limit {
                println!("{} has {lines} lines: near 400 is better", path.display());
            }
            if lines > limit {
                wrong.push(format!("{} has {lines} lines", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_say_what_is_inside() {
    for (folder, ending) in [("src", "rs"), ("tests", "rs"), ("templates", "html")] {
        for path in all(folder, ending) {
            let relative = path.strip_prefix(root()).unwrap();
            for part in relative.components() {
                let part = part.as_os_str().to_str().unwrap();
                let name = part.split('.').next().unwrap().trim_start_matches('_');
                assert!(!EMPTY_NAMES.contains(&name), "{}", relative.display());
            }
        }
    }
}

#[test]
fn imports_are_found_in_every_form() {
    let text = "use crate::db::Db;\nuse crate::{follows, ideas::{Idea, Draft}, votes};\nlet x = crate::text::slug::slug(y);";
    assert_eq!(imports(text), ["db", "follows", "ideas", "votes", "text"]);
}
