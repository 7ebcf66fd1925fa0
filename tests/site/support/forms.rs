//! What a walk over pages goes on with: addresses of each kind, and those that forms lead to.

use std::collections::BTreeSet;

use reqwest::Url;
use scraper::{ElementRef, Html, Selector};

/// The kind of an address: numbers and cursors are all one.
pub fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let is_number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let path: Vec<&str> = path.split('/').map(|part| if is_number(part) { "N" } else { part }).collect();
    let names: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{} {}", path.join("/"), names.into_iter().collect::<Vec<_>>().join(" "))
}

/// What the forms that only ask lead to: each of their fields filled in alone, with what else the form holds.
pub fn asked(path: &str, page: &str, words: &str) -> Vec<String> {
    let forms = Selector::parse("form:not([method])").unwrap();
    let (controls, options) = (Selector::parse("select, input").unwrap(), Selector::parse("option").unwrap());
    let document = Html::parse_document(page);
    let mut found = Vec::new();
    for form in document.select(&forms) {
        let action = form.attr("action").unwrap_or(path).split('?').next().unwrap();
        if !action.starts_with("/desk") {
            continue;
        }
        let value = |control: ElementRef<'_>| match (control.value().name(), control.attr("type")) {
            ("select", _) => {
                control.select(&options).filter_map(|own| own.attr("value")).last().map(str::to_owned)
            }
            (_, Some("checkbox" | "radio")) => Some(control.attr("value").unwrap_or("on").to_owned()),
            (_, Some("number")) => Some("5".to_owned()),
            (_, Some("search" | "text")) => Some(words.to_owned()),
            _ => None,
        };
        let hidden = |control: &ElementRef<'_>| control.attr("type") == Some("hidden");
        let pair = |control: ElementRef<'_>, value: Option<String>| {
            Some((control.attr("name")?.to_owned(), value.filter(|value| !value.is_empty())?))
        };
        let kept: Vec<(String, String)> = form
            .select(&controls)
            .filter(hidden)
            .filter_map(|control| pair(control, control.attr("value").map(str::to_owned)))
            .collect();
        for own in form.select(&controls).filter_map(|control| pair(control, value(control))) {
            let fields = kept.iter().chain([&own]);
            let url = Url::parse_with_params(&format!("http://desk{action}"), fields).unwrap();
            found.push(format!("{action}?{}", url.query().unwrap_or_default()));
        }
    }
    found
}
