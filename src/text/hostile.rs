//! The hostile strings that tests of this folder share.

use std::path::PathBuf;

/// The path of a file of test data, which lies beside the project's folder.
pub(crate) fn data(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    assert!(folder.is_dir(), "test data is missing: no folder {}", folder.display());
    let path = folder.join(name);
    assert!(path.exists(), "test data is missing: no file {}", path.display());
    path
}

/// Every hostile string there is: naughty strings, XSS payloads and hostile Markdown.
pub(crate) fn strings() -> Vec<String> {
    let read = |name| std::fs::read_to_string(data(name)).unwrap();
    let mut all: Vec<String> = serde_json::from_str(&read("hostile/naughty-strings.json")).unwrap();
    for line in read("hostile/xss-payloads.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        all.push(row["payload"].as_str().unwrap().to_owned());
    }
    let markdown = read("hostile/markdown-xss.txt");
    all.extend(markdown.lines().map(str::to_owned));
    all.push(markdown);
    assert!(all.len() > 4_600, "only {} hostile strings were read", all.len());
    all
}
