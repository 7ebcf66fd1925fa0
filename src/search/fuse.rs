//! Putting ranked lists together by reciprocal rank (Cormack, Clarke, Büttcher 2009, "Reciprocal rank fusion outperforms
//! Condorcet and individual rank learning methods"): what several ways of looking place high comes first, whatever scale
//! each of them measures on.

use std::collections::HashMap;
use std::hash::Hash;

/// How much the first places stand out. The paper takes 60; 10 finds the first one more often on the pairs that
/// `benches/similar` asks for.
const FLATTEN: f64 = 10.0;

/// What one way of looking found, the likeliest first.
#[derive(Debug, Clone)]
pub(super) struct Ranking<T> {
    /// What a place in it counts for, beside a place in the others.
    pub(super) weight: f64,
    /// What it found, each once. What it did not find gets nothing from it.
    pub(super) found: Vec<T>,
}

/// What each of all that was found comes to: the larger, the more it is to come first.
pub(super) fn fuse<T: Copy + Eq + Hash>(rankings: &[Ranking<T>]) -> HashMap<T, f64> {
    let mut sums = HashMap::new();
    for ranking in rankings {
        let mut place = FLATTEN;
        for found in &ranking.found {
            place += 1.0;
            *sums.entry(*found).or_insert(0.0) += ranking.weight / place;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(rankings: &[Ranking<char>]) -> String {
        let mut sums: Vec<(char, f64)> = fuse(rankings).into_iter().collect();
        sums.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        sums.into_iter().map(|(found, _)| found).collect()
    }

    fn ranking(weight: f64, found: &str) -> Ranking<char> {
        Ranking { weight, found: found.chars().collect() }
    }

    #[test]
    fn what_several_place_high_comes_first() {
        assert_eq!(order(&[]), "");
        assert_eq!(order(&[ranking(1.0, "abc")]), "abc");
        assert_eq!(order(&[ranking(1.0, "abc"), ranking(1.0, "cb")]), "cba");
        // A list that counts little only decides where the others leave room.
        assert_eq!(order(&[ranking(1.0, "abc"), ranking(0.01, "cba")]), "abc");
        assert_eq!(order(&[ranking(1.0, "a"), ranking(0.5, "b"), ranking(0.5, "b")]), "ab");
    }
}
