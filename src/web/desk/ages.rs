//! The small picture of how long routes have been with a team: one bar of four parts, with words for those who cannot
//! see it.

use crate::text::words::Words;
use crate::triage::routes::Load;

/// Names of the groups, youngest first; the parts of the bar are coloured by their place.
const WORDS: [&str; 4] = ["ages-week", "ages-month", "ages-quarter", "ages-older"];

/// One part of the bar.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its place, which gives its colour.
    pub place: usize,
    /// Where it begins, in hundredths of the whole picture.
    pub from: String,
    /// How long it is, in the same.
    pub width: String,
    /// How many routes it stands for.
    pub count: i64,
    /// What it stands for.
    pub label: String,
}

/// The picture.
#[derive(Debug, Clone, Default)]
pub struct Ages {
    /// Those of its parts that stand for any route.
    pub parts: Vec<Part>,
    /// The same in words.
    pub text: String,
}

impl Ages {
    /// The picture of a load, drawn so that `most` routes fill it.
    #[allow(clippy::cast_precision_loss, clippy::as_conversions, reason = "a drawing needs no more digits")]
    pub fn new(load: &Load, most: i64, words: &Words) -> Self {
        let share = |count: i64| 100.0 * count as f64 / most.max(1) as f64;
        let mut parts = Vec::new();
        let mut before = 0;
        for (place, (count, word)) in load.ages.into_iter().zip(WORDS).enumerate() {
            if count > 0 {
                let (from, width) = (format!("{:.2}", share(before)), format!("{:.2}", share(count)));
                parts.push(Part { place, from, width, count, label: words.get(word) });
            }
            before += count;
        }
        let said = parts.iter().map(|part| format!("{}: {}", part.label, words.number(part.count)));
        Self { text: said.collect::<Vec<_>>().join("; "), parts }
    }
}
