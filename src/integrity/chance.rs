//! How surprising a count is.

/// How many powers of ten chance is behind `count` where `mean` would be usual: −log₁₀ of Chernoff's bound on the upper
/// tail of a Poisson distribution, P(X ≥ n) ≤ e^(−λ)(eλ/n)ⁿ. 0 for what is not more than usual.
pub fn surprise(count: usize, mean: f64) -> f64 {
    let n = real(count);
    let mean = mean.max(1e-9);
    if n <= mean { 0.0 } else { (n * (n / mean).ln() - n + mean) / std::f64::consts::LN_10 }
}

/// A count as a number to calculate with.
pub fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The share of a part in a whole; 0 of nothing.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { real(part) / real(whole) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_surprises_nobody_and_more_surprises_more() {
        assert!(surprise(3, 3.0).abs() < 1e-12 && surprise(0, 5.0).abs() < 1e-12);
        assert!(surprise(10, 3.0) > surprise(6, 3.0));
        assert!(surprise(10, 1.0) > surprise(10, 3.0));
        // P(X ≥ 10) for a mean of 1 is 1.1·10⁻⁷; the bound lies above it.
        assert!(surprise(10, 1.0) > 6.0 && surprise(10, 1.0) < 7.0);
    }
}
