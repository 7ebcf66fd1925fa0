//! Forms that change something, filled in as somebody in a hurry would.

use scraper::{ElementRef, Html, Selector};

/// The forms of a page that change something: where each goes, and its fields with something typed into the empty ones.
pub fn posting(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let forms = Selector::parse("form[method=post]:not([enctype])").unwrap();
    let controls = Selector::parse("select, input, textarea").unwrap();
    let document = Html::parse_document(page);
    let filled = |form: ElementRef<'_>| {
        let action = form.attr("action").unwrap_or_default().to_owned();
        let fields = form.select(&controls).filter_map(filled);
        (action, fields.collect())
    };
    document.select(&forms).map(filled).collect()
}

/// A control with what somebody in a hurry would have put there.
fn filled(control: ElementRef<'_>) -> Option<(String, String)> {
    let options = Selector::parse("option").unwrap();
    let name = control.attr("name")?.to_owned();
    let own = control.attr("value").unwrap_or_default().to_owned();
    let typed = |own: String, word: &str| if own.trim().is_empty() { word.to_owned() } else { own };
    let value = match (control.value().name(), control.attr("type").unwrap_or("text")) {
        ("select", _) => {
            let options: Vec<_> = control.select(&options).collect();
            let value = |own: &ElementRef<'_>| own.attr("value").unwrap_or_default().to_owned();
            let chosen = options.iter().find(|own| own.attr("selected").is_some()).map(value);
            chosen.filter(|own| !own.is_empty()).or_else(|| options.last().map(value))?
        }
        ("textarea", _) => typed(control.text().collect(), "Something new"),
        (_, "checkbox" | "radio") if control.attr("checked").is_none() => return None,
        (_, "hidden" | "checkbox" | "radio") => own,
        (_, "number") => typed(own, "5"),
        (_, "date") => typed(own, "2026-01-20"),
        (_, "email") => typed(own, "new@example.com"),
        _ => typed(own, "Something new"),
    };
    Some((name, value))
}
