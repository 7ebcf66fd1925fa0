//! Trending by forward decay (Cormode, Shkapenyuk, Srivastava, Xu, ICDE 2009).

use crate::time::Timestamp;

/// Half-life and landmark.
#[derive(Debug, Clone, Copy)]
pub struct Decay {
    landmark: Timestamp,
    half_life: i64,
}

impl Decay {
    /// Half-life in microseconds.
    pub fn new(landmark: Timestamp, half_life: i64) -> Self {
        Self { landmark, half_life }
    }
    /// The term of a vote.
    #[allow(clippy::as_conversions)]
    pub fn term(self, value: f64, at: Timestamp) -> f64 {
        value * (at.since(self.landmark) as f64 / self.half_life as f64).exp2()
    }
    /// Sum.
    pub fn sum(self, votes: &[(f64, Timestamp)]) -> f64 {
        votes.iter().map(|(v, at)| self.term(*v, *at)).sum()
    }
}
/// Cancellation.
pub fn needs_recompute(new: f64, removed: f64) -> bool {
    new.abs() < removed.abs() / 4096.0
}
