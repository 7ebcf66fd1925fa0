//! What several pages of the desk say alike: numbers of the impact, places, choices.

use crate::accounts::Money;
use crate::boards::{Catalog, Status};
use crate::ideas::Idea;
use crate::ranking::impact::Effort;
use crate::text::words::{Language, Words};
use crate::triage::routes::Confidence;
use crate::web::choice::Choice;

/// An impact or what is uncertain of it: beyond a thousand, a decimal says nothing.
pub fn score(words: &Words, score: f64) -> String {
    words.decimal(score, usize::from(score.abs() < 1_000.0))
}

/// An amount with its currency, as the reader writes numbers.
pub fn money(words: &Words, money: &Money) -> String {
    let (whole, digits) = money.parts();
    let mark = match words.language {
        Language::En => '.',
        Language::Es => ',',
    };
    let number = words.number(whole);
    let number = if digits.is_empty() { number } else { format!("{number}{mark}{digits}") };
    format!("{number}\u{a0}{}", money.currency)
}

/// Amounts side by side, one per currency; they are never added.
pub fn moneys(words: &Words, amounts: &[Money]) -> String {
    let all: Vec<String> = amounts.iter().map(|amount| money(words, amount)).collect();
    all.join(" + ")
}

/// A number with its sign.
pub fn signed(words: &Words, number: i64) -> String {
    let digits = words.number(number.saturating_abs());
    match number.signum() {
        1 => format!("+{digits}"),
        -1 => format!("−{digits}"),
        _ => digits,
    }
}

/// The short name of an effort band.
pub fn effort(effort: Option<Effort>) -> &'static str {
    match effort {
        Some(Effort::Small) => "S",
        Some(Effort::Medium) => "M",
        Some(Effort::Large) => "L",
        Some(Effort::ExtraLarge) => "XL",
        None => "",
    }
}

/// The key of what an effort band means.
pub fn effort_word(effort: Option<Effort>) -> &'static str {
    match effort {
        Some(Effort::Small) => "effort-s",
        Some(Effort::Medium) => "effort-m",
        Some(Effort::Large) => "effort-l",
        Some(Effort::ExtraLarge) => "effort-xl",
        None => "effort-unknown",
    }
}

/// Board and category.
pub fn place(idea: &Idea, catalog: &Catalog) -> String {
    let board = catalog.board(idea.board_id).map(|board| board.name.clone()).unwrap_or_default();
    match idea.category_id.and_then(|id| catalog.category(id)) {
        Some(category) => format!("{board}, {}", category.name),
        None => board,
    }
}

/// The name of an idea's status.
pub fn status(idea: &Idea, catalog: &Catalog, words: &Words) -> String {
    catalog.status(idea.status_id).map(|status| status.label(words)).unwrap_or_default()
}

/// The effort bands, with "unknown" first.
pub fn effort_choices(words: &Words, chosen: &str) -> Vec<Choice> {
    let bands = Effort::ALL.iter().map(|band| (band.as_str(), effort_word(Some(*band))));
    std::iter::once(("", "effort-unknown-counts"))
        .chain(bands)
        .map(|(value, key)| Choice::new(value, words.get(key), chosen))
        .collect()
}

/// The effort bands alone.
pub fn bands(words: &Words, chosen: &str) -> Vec<Choice> {
    Effort::ALL.iter().map(|band| Choice::new(band, words.get(effort_word(Some(*band))), chosen)).collect()
}

/// An estimate of a team in words.
pub fn estimate(words: &Words, band: Effort, confidence: Confidence) -> String {
    words.two(
        "estimate-said",
        "effort",
        words.get(effort_word(Some(band))),
        "confidence",
        words.get(confidence.word()),
    )
}

/// All statuses of all boards, each slug once, under the name of the first board that has it.
pub fn all_statuses(catalog: &Catalog) -> Vec<&Status> {
    let mut found: Vec<&Status> = Vec::new();
    for status in &catalog.statuses {
        if !found.iter().any(|other| other.slug == status.slug) {
            found.push(status);
        }
    }
    found
}
