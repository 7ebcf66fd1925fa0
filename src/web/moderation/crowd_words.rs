//! What a proposal says for itself: sentences with numbers.

use crate::integrity::Crowd;
use crate::integrity::facts::Facts;
use crate::integrity::seen::CrowdKind;
use crate::text::words::{Arg, Words};

/// The sentences of a proposal, the weightiest first.
pub(super) fn sentences(words: &Words, crowd: &Crowd) -> Vec<String> {
    let facts = crowd.facts();
    let mut said = Vec::new();
    if crowd.kind == CrowdKind::Ring {
        said.push(words.with(
            "crowd-says-ring",
            &[
                ("people", facts.people.into()),
                ("votes", facts.votes.into()),
                ("all", facts.all_votes.into()),
                ("expected", hundredths(words, facts.expected)),
            ],
        ));
        said.push(words.count("crowd-says-pairs", facts.pairs));
        return said;
    }
    if facts.fresh > 0 {
        said.push(words.two("crowd-says-fresh", "fresh", facts.fresh, "all", facts.votes));
    }
    said.push(words.with(
        "crowd-says-networks",
        &[
            ("networks", facts.networks.into()),
            ("largest", facts.largest.into()),
            ("expected", hundredths(words, facts.expected)),
        ],
    ));
    if facts.agents > 0 {
        said.push(words.count("crowd-says-browsers", facts.agents));
    }
    said.push(burst(words, &facts));
    if facts.shared_ideas > 0 {
        said.push(words.two("crowd-says-overlap", "people", facts.overlap, "ideas", facts.shared_ideas));
    }
    said
}

fn burst(words: &Words, facts: &Facts) -> String {
    words.with(
        "crowd-says-burst",
        &[
            ("peak", facts.peak.into()),
            ("at", words.date_time(facts.peak_at).into()),
            ("usual", hundredths(words, facts.usual)),
            ("site", hundredths(words, facts.site_usual)),
        ],
    )
}

/// A number kept in hundredths, with one or two places.
fn hundredths(words: &Words, number: i64) -> Arg {
    let number = f64::from(i32::try_from(number).unwrap_or(i32::MAX)) / 100.0;
    Arg::Text(words.decimal(number, if number < 1.0 { 2 } else { 1 }))
}
