//! Trending: the sum of an idea's counted votes, each losing half its weight every half-life.
//! Forward decay keeps one number per idea whose order never changes with time, so an ordinary index serves the list.
//!
//! Source: Cormode, Shkapenyuk, Srivastava, Xu, "Forward Decay: A Practical Time Decay Model for Streaming Systems",
//! ICDE 2009. With votes vᵢ cast at tᵢ, a half-life h and a landmark t₀, what an idea is worth at time t is
//! Σ vᵢ·2^((tᵢ−t)/h) = 2^(−(t−t₀)/h) · Σ vᵢ·2^((tᵢ−t₀)/h). The first factor is the same for all ideas of a board, so
//! they are ordered by the second, which is stored: `heat`. Totals brought from elsewhere without their voters are one
//! term whose value is the total, at the idea's own date.

use std::cmp::Ordering;

use super::landmark::{HalfLife, Landmark};
use crate::time::Timestamp;

/// Votes further than this many half-lives from the landmark count as if at that distance, so that no heat is infinite.
/// A shift of the landmark is due long before.
const FARTHEST: f64 = 960.0;

/// A removal that leaves less than this part of what it took is followed by a recomputation: 2⁻¹².
const CANCELLED: f64 = 1.0 / 4_096.0;

/// How far a stored heat may be from the recomputed one, as part of the sum of its terms without their signs: 2⁻²⁰, what
/// a vote loses in 0.9 seconds at a half-life of 7 days. A change rounds by at most 2⁻⁵³ of the larger number, and after
/// [`needs_recompute`] one removal leaves at most 2⁻⁴¹ of what stays. Rounding from far greater heats can outlast many
/// single removals, so acts on whole groups of votes recompute their ideas at the end.
pub const TOLERANCE: f64 = 1.0 / 1_048_576.0;

/// What a vote of `value` (+1, −1, or a total that was brought along) adds to its idea's heat.
pub fn term(value: i32, voted_at: Timestamp, landmark: Landmark, half_life: HalfLife) -> f64 {
    let distance = landmark.half_lives_to(voted_at, half_life);
    f64::from(value) * distance.clamp(-FARTHEST, FARTHEST).exp2()
}

/// What a page shows: the heat as it is at `now`, where a promotion of this moment is 1.
pub fn shown(heat: f64, now: Timestamp, landmark: Landmark, half_life: HalfLife) -> f64 {
    // In two steps, as the whole factor of an old landmark may be no number while the product is one.
    let half = (-landmark.half_lives_to(now, half_life) / 2.0).exp2();
    heat * half * half
}

/// Whether an idea is to be recomputed from its counted votes after a term was taken from its heat: when what is left
/// is so small beside what went that it may be nothing but rounding.
pub fn needs_recompute(new: f64, removed: f64) -> bool {
    new.abs() < removed.abs() * CANCELLED
}

/// The heat of an idea from all its counted votes, and what is needed to compare it with a stored one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recomputed {
    /// The heat.
    pub heat: f64,
    /// The sum of the terms without their signs.
    pub magnitude: f64,
}

impl Recomputed {
    /// Whether a stored heat differs from this one by rounding only.
    pub fn agrees_with(self, stored: f64) -> bool {
        (self.heat - stored).abs() <= self.magnitude * TOLERANCE
    }
}

/// Sums up counted votes (value and time). The result is the same to the last bit in whatever order they come: they are
/// added oldest first, and what each addition rounds away is kept (Neumaier 1974).
pub fn recompute(
    votes: impl IntoIterator<Item = (i32, Timestamp)>,
    landmark: Landmark,
    half_life: HalfLife,
) -> Recomputed {
    let mut votes: Vec<(i32, Timestamp)> = votes.into_iter().collect();
    votes.sort_unstable_by_key(|(value, voted_at)| (*voted_at, *value));
    let (mut sum, mut rounded, mut magnitude) = (0.0_f64, 0.0, 0.0);
    for (value, voted_at) in votes {
        let term = term(value, voted_at, landmark, half_life);
        let next = sum + term;
        let (large, small) = if sum.abs() >= term.abs() { (sum, term) } else { (term, sum) };
        rounded += (large - next) + small;
        sum = next;
        magnitude += term.abs();
    }
    Recomputed { heat: sum + rounded, magnitude }
}

/// The order of Trending: hottest first, then the newer idea.
pub fn compare(a: (f64, i64), b: (f64, i64)) -> Ordering {
    b.0.total_cmp(&a.0).then(b.1.cmp(&a.1))
}

/// The stored heat of an idea.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Heat(f64);

/// What a removal left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a heat that needs recomputing is wrong until it is"]
pub enum Removal {
    /// Nothing.
    Exact,
    /// The heat is to be recomputed from the counted votes.
    Recompute,
}

impl Heat {
    /// A heat as stored.
    pub fn from_stored(heat: f64) -> Self {
        Self(heat)
    }

    /// To be stored.
    pub fn value(self) -> f64 {
        self.0
    }

    /// Counts a term: a vote cast or released, or brought by a merge.
    pub fn add(&mut self, term: f64) {
        self.0 += term;
    }

    /// Counts a term no longer: a vote withdrawn or held. A change of a vote is a removal and an addition.
    pub fn remove(&mut self, term: f64) -> Removal {
        // Adding zero turns a negative zero into zero, which sorts alike everywhere.
        self.0 = self.0 - term + 0.0;
        if needs_recompute(self.0, term) { Removal::Recompute } else { Removal::Exact }
    }
}
