//! What pages say in place of counts that are hidden. Whatever shows how many voted asks here first.

use crate::boards::Veil;
use crate::text::words::Words;

/// The whole sentence: "How many voted is hidden until you have voted."
pub fn sentence(words: &Words, veil: Veil) -> String {
    match veil {
        Veil::Always => words.get("veil-always"),
        Veil::UntilVoted => words.get("veil-until-voted"),
        Veil::Until(end) => words.one("veil-until", "date", words.date_time(end)),
    }
}

/// The same in the middle of the sentence about a place.
pub fn facts(words: &Words, veil: Veil) -> String {
    match veil {
        Veil::Always => words.get("veil-why-always"),
        Veil::UntilVoted => words.get("veil-why-until-voted"),
        Veil::Until(end) => words.one("veil-why-until", "date", words.date(end)),
    }
}
