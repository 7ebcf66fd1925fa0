//! The numbers that a proposal explains itself with.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::chance::real;
use super::seen::Cast;
use crate::time::{HOUR, Timestamp};

/// What is told of a proposal. Counts only: no hash leaves the table of signals.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Votes in it.
    pub votes: i64,
    /// People in it.
    pub people: i64,
    /// Votes by accounts that were new.
    pub fresh: i64,
    /// Networks they came from, and votes from the one with the most.
    pub networks: i64,
    /// Votes from the largest of them.
    pub largest: i64,
    /// Votes that would be usual from those networks, in hundredths.
    pub expected: i64,
    /// Kinds of browser they used.
    pub agents: i64,
    /// Most votes of it within one hour.
    pub peak: i64,
    /// When that hour began.
    pub peak_at: Timestamp,
    /// What else the idea gets in an hour, in hundredths.
    pub usual: i64,
    /// What an idea of the site that gets votes gets in an hour, in hundredths.
    pub site_usual: i64,
    /// People of it who also voted on the same other ideas.
    pub overlap: i64,
    /// How many such ideas there are.
    pub shared_ideas: i64,
    /// Pairs who promoted each other; for rings.
    pub pairs: i64,
    /// All votes of the people in it; for rings.
    pub all_votes: i64,
}

/// A count as it is stored.
pub(super) fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Hundredths of a number.
pub(super) fn hundredths(number: f64) -> i64 {
    format!("{:.0}", (number * 100.0).clamp(0.0, 1e15)).parse().unwrap_or(0)
}

impl Facts {
    /// What can be told of any votes.
    pub(super) fn of(casts: &[&Cast]) -> Self {
        let people: BTreeSet<_> = casts.iter().map(|cast| cast.person).collect();
        let agents: BTreeSet<_> = casts.iter().filter_map(|cast| cast.agent).collect();
        let mut networks: HashMap<i64, usize> = HashMap::new();
        for network in casts.iter().filter_map(|cast| cast.network) {
            *networks.entry(network).or_default() += 1;
        }
        let (peak, peak_at) = peak(casts);
        Self {
            votes: whole(casts.len()),
            people: whole(people.len()),
            fresh: whole(casts.iter().filter(|cast| cast.is_fresh()).count()),
            networks: whole(networks.len()),
            largest: whole(networks.values().copied().max().unwrap_or(0)),
            agents: whole(agents.len()),
            peak: whole(peak),
            peak_at,
            ..Self::default()
        }
    }
}

/// The hour with the most votes: how many, and when it began. The votes are ordered by time.
fn peak(casts: &[&Cast]) -> (usize, Timestamp) {
    let mut best = (0, Timestamp::default());
    let mut last = 0;
    for (first, cast) in casts.iter().enumerate() {
        while casts.get(last).is_some_and(|other| other.at.since(cast.at) < HOUR) {
            last += 1;
        }
        if last - first > best.0 {
            best = (last - first, cast.at);
        }
    }
    best
}

/// Votes an hour over the time that they span, at least a day.
pub(super) fn rate(count: usize, first: Timestamp, last: Timestamp) -> f64 {
    let hours = (last.since(first) / HOUR).max(24);
    real(count) / f64::from(i32::try_from(hours).unwrap_or(i32::MAX))
}
