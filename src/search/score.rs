//! How well an idea fits a query: where its words stand, how often, and how much of the title they are.

use super::find::Scope;
use crate::text::query::{Clause, Kind, Query};

/// All words in the title: more than anything that a body can add.
const IN_TITLE: f64 = 8.0;
/// All words in title and body.
const IN_IDEA: f64 = 3.0;
/// Per clause in the title.
const TITLE: f64 = 2.0;
/// The share of the title that the words are, at most.
const COVERAGE: f64 = 3.0;
/// Per clause in the body, approached as it repeats.
const BODY: f64 = 1.5;
/// How many repetitions give half of that.
const HALF: f64 = 1.5;
/// What tenfold the votes add: enough between ideas that fit alike.
const VOTES: f64 = 0.1;

/// The terms of an idea that are looked at.
pub(super) struct Terms<'d> {
    title: Vec<&'d str>,
    body: Vec<&'d str>,
}

impl<'d> Terms<'d> {
    /// From the stored texts.
    pub(super) fn new(title: &'d str, body: &'d str) -> Self {
        Self { title: title.split(' ').collect(), body: body.split(' ').collect() }
    }
}

/// The score, where all words are found in `scope`.
pub(super) fn score(query: &Query, scope: Scope, terms: &Terms<'_>, net: i64) -> f64 {
    let place = match scope {
        Scope::Title => IN_TITLE,
        Scope::Idea => IN_IDEA,
        Scope::All => 0.0,
    };
    let mut covered = 0;
    let mut sum = place;
    for clause in &query.wanted {
        let in_title = occurrences(clause, &terms.title);
        covered += in_title * clause.terms.len();
        sum += if in_title > 0 { TITLE } else { 0.0 };
        let in_body = number(occurrences(clause, &terms.body));
        sum += BODY * in_body / (in_body + HALF);
    }
    let coverage = (number(covered) / number(terms.title.len().max(1))).min(1.0);
    let votes = f64::from(u32::try_from(net.max(0)).unwrap_or(u32::MAX));
    sum + COVERAGE * coverage + VOTES * (1.0 + votes).log10()
}

fn occurrences(clause: &Clause, terms: &[&str]) -> usize {
    let last = clause.terms.len().saturating_sub(1);
    let fits = |window: &&[&str]| {
        window.iter().zip(clause.terms.iter().zip(&clause.words)).enumerate().all(
            |(at, (term, (wanted, word)))| {
                term == wanted
                    || (clause.kind == Kind::Prefix && at == last && term.starts_with(word.as_str()))
            },
        )
    };
    terms.windows(clause.terms.len().max(1)).filter(fits).count()
}

pub(super) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(typed: &str, scope: Scope, title: &str, body: &str, net: i64) -> f64 {
        score(&Query::parse(typed), scope, &Terms::new(title, body), net)
    }

    #[test]
    fn titles_come_before_bodies_and_bodies_before_talk() {
        let title = of("dark mode", Scope::Title, "dark mode", "", 0);
        let longer = of("dark mode", Scope::Title, "dark mode for the whole app", "", 0);
        let body = of("dark mode", Scope::Idea, "night", "dark mode dark mode dark mode", 900);
        let talk = of("dark mode", Scope::All, "night", "", 100_000);
        assert!(title > longer && longer > body && body > talk, "{title} {longer} {body} {talk}");
    }

    #[test]
    fn votes_decide_between_equals() {
        assert!(of("map", Scope::Title, "map", "", 40) > of("map", Scope::Title, "map", "", 3));
        assert!(of("map", Scope::Title, "map", "", -5) <= of("map", Scope::Title, "map", "", 0));
    }
}
