//! What answers to the two questions make of an idea: Kano's evaluation table, and whether one kind leads.
//!
//! The table is the one of C. Berger et al., "Kano's Methods for Understanding Customer-Defined Quality", Center for
//! Quality of Management Journal 2(4), 1993. Whether the most frequent kind leads is the test of D. Fong, "Using the
//! Self-Stated Importance Questionnaire to Interpret Kano Questionnaire Results", in the same journal 5(3), 1996.

use crate::text_enum;

/// Answers below which nothing is said to lead: the test takes the counts for normally distributed.
pub const LEAST: i64 = 20;
/// 1.65² in ten-thousandths: the bound of the normal distribution that nine in ten stay within, squared.
const BOUND: i128 = 27_225;

text_enum! {
    /// How somebody would feel.
    pub enum Feeling {
        /// They would like it.
        Like = "like",
        /// They expect it.
        Expect = "expect",
        /// They would not care.
        Neutral = "neutral",
        /// They can live with it.
        LiveWith = "live_with",
        /// They would dislike it.
        Dislike = "dislike",
    }
}

impl Feeling {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Like => "kano-like",
            Self::Expect => "kano-expect",
            Self::Neutral => "kano-neutral",
            Self::LiveWith => "kano-live-with",
            Self::Dislike => "kano-dislike",
        }
    }
}

text_enum! {
    /// What an idea is to somebody.
    pub enum Kind {
        /// They take it for granted, and miss it when it is not there.
        MustBe = "must_be",
        /// The more of it, the better.
        Performance = "performance",
        /// They are glad to have it, and do not miss it.
        Delighter = "delighter",
        /// They do not care.
        Indifferent = "indifferent",
        /// They would rather not have it.
        Reverse = "reverse",
        /// The two answers contradict each other.
        Questionable = "questionable",
    }
}

impl Kind {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::MustBe => "kano-must-be",
            Self::Performance => "kano-performance",
            Self::Delighter => "kano-delighter",
            Self::Indifferent => "kano-indifferent",
            Self::Reverse => "kano-reverse",
            Self::Questionable => "kano-questionable",
        }
    }
}

/// What an idea is to somebody who would feel like this if it were there, and like that if it were not.
pub fn evaluate(functional: Feeling, dysfunctional: Feeling) -> Kind {
    use Feeling::{Dislike, Like};
    match (functional, dysfunctional) {
        (Like, Like) | (Dislike, Dislike) => Kind::Questionable,
        (Like, Dislike) => Kind::Performance,
        (Like, _) => Kind::Delighter,
        (_, Like) | (Dislike, _) => Kind::Reverse,
        (_, Dislike) => Kind::MustBe,
        _ => Kind::Indifferent,
    }
}

/// How many answers make the idea which kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally([(Kind, i64); 6]);

impl Default for Tally {
    fn default() -> Self {
        use Kind::{Delighter, Indifferent, MustBe, Performance, Questionable, Reverse};
        Self([MustBe, Performance, Delighter, Indifferent, Reverse, Questionable].map(|kind| (kind, 0)))
    }
}

/// Whether the most frequent kind is more frequent than by chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// Nobody has answered.
    Nobody,
    /// Fewer than [`LEAST`] have; these are the most frequent.
    Few(Vec<Kind>),
    /// These are too close to call, the most frequent first.
    Tied(Vec<Kind>),
    /// This one leads.
    Clear(Kind),
}

impl Tally {
    /// Adds so many answers.
    pub fn add(&mut self, kind: Kind, count: i64) {
        for own in self.0.iter_mut().filter(|own| own.0 == kind) {
            own.1 += count;
        }
    }

    /// Adds the answers of another.
    pub fn join(&mut self, other: &Self) {
        other.0.iter().for_each(|(kind, count)| self.add(*kind, *count));
    }

    /// How many answers there are.
    pub fn all(&self) -> i64 {
        self.0.iter().map(|own| own.1).sum()
    }

    /// The kinds with their counts, in the order of [`Kind`].
    pub fn counts(&self) -> [(Kind, i64); 6] {
        self.0
    }

    /// Which kind leads. Fong's test: the difference of the two counts is no chance when it is at least
    /// 1.65 · √((a + b)(2n − a − b) / 2n), with n for all answers.
    pub fn lead(&self) -> Lead {
        let mut counts: Vec<(Kind, i64)> = self.0.into_iter().filter(|own| own.1 > 0).collect();
        counts.sort_by_key(|own| std::cmp::Reverse(own.1));
        let Some((first, most)) = counts.first().copied() else { return Lead::Nobody };
        let all = self.all();
        if all < LEAST {
            return Lead::Few(counts.iter().filter(|own| own.1 == most).map(|own| own.0).collect());
        }
        counts.retain(|own| !differ(most, own.1, all));
        match counts.len() {
            1 => Lead::Clear(first),
            _ => Lead::Tied(counts.into_iter().map(|own| own.0).collect()),
        }
    }
}

fn differ(most: i64, other: i64, all: i64) -> bool {
    let (most, other, twice) = (i128::from(most), i128::from(other), 2 * i128::from(all));
    let difference = most - other;
    difference > 0
        && difference * difference * twice * 10_000 >= BOUND * (most + other) * (twice - most - other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of Berger's table from "like it" to "dislike it" if it were there, the columns likewise if it were not.
    const TABLE: [&str; 5] = ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"];

    #[test]
    fn two_answers_make_the_kind_of_the_published_table() {
        for (functional, row) in Feeling::ALL.iter().zip(TABLE) {
            for (dysfunctional, letter) in Feeling::ALL.iter().zip(row.chars()) {
                let kind = match letter {
                    'A' => Kind::Delighter,
                    'O' => Kind::Performance,
                    'M' => Kind::MustBe,
                    'I' => Kind::Indifferent,
                    'R' => Kind::Reverse,
                    _ => Kind::Questionable,
                };
                assert_eq!(evaluate(*functional, *dysfunctional), kind, "{functional} {dysfunctional}");
            }
        }
    }

    fn tally(counts: &[(Kind, i64)]) -> Tally {
        let mut tally = Tally::default();
        for (kind, count) in counts {
            tally.add(*kind, *count);
        }
        tally
    }

    #[test]
    fn a_kind_leads_only_beyond_chance() {
        use Kind::{Delighter, Indifferent, MustBe, Performance};
        assert_eq!(Tally::default().lead(), Lead::Nobody);
        assert_eq!(tally(&[(Delighter, 19)]).lead(), Lead::Few(vec![Delighter]));
        assert_eq!(
            tally(&[(MustBe, 4), (Delighter, 4), (Indifferent, 1)]).lead(),
            Lead::Few(vec![MustBe, Delighter])
        );
        assert_eq!(tally(&[(Delighter, 20)]).lead(), Lead::Clear(Delighter));
        // (a + b)(2n − a − b) / 2n = 55 · 145 / 200 = 39.875, and 1.65 times its root 10.42: 10 are chance, 11 are not.
        let rest = |delighters: i64, musts: i64| {
            tally(&[(Delighter, delighters), (MustBe, musts), (Indifferent, 100 - delighters - musts)])
        };
        assert!(!differ(32, 22, 100) && differ(33, 22, 100));
        assert_eq!(rest(60, 20).lead(), Lead::Clear(Delighter));
        assert_eq!(rest(40, 39).lead(), Lead::Tied(vec![Delighter, MustBe]));
        assert_eq!(
            tally(&[(Performance, 12), (MustBe, 12), (Delighter, 11)]).lead(),
            Lead::Tied(vec![MustBe, Performance, Delighter])
        );
        assert!(differ(2_000_000_000, 1, 4_000_000_000), "no overflow");
    }
}
