//! Strings that broke other sites.

/// Every `step`th hostile string.
pub fn hostile(step: usize) -> Vec<String> {
    everything().into_iter().step_by(step).collect()
}

/// All hostile strings: naughty strings, XSS payloads, hostile Markdown, formulas of spreadsheets.
pub fn everything() -> Vec<String> {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/hostile");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let mut all: Vec<String> = serde_json::from_str(&read("naughty-strings.json")).unwrap();
    for line in read("xss-payloads.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        all.push(row["payload"].as_str().unwrap().to_owned());
    }
    for name in ["markdown-xss.txt", "csv-formula-injection.txt"] {
        all.extend(read(name).lines().map(str::to_owned));
    }
    all
}

/// What marks a page on which something that was typed became an element or an attribute that acts.
pub const ACTING: &str = "main script, main iframe, main object, main embed, main base, main style, main meta, \
    main link, main img, main [onerror], main [onload], main [onclick], main [onmouseover], main [onfocus], \
    main [style], main a[href^='javascript:' i], main a[href^='data:' i], main a[href^='vbscript:' i], \
    main .prose form, main .prose input, main .prose button, main .prose svg";
