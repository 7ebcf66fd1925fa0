//! The Wilson score interval: what share of all people would promote, given those who voted.
//!
//! Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
//! Statistical Association 22 (1927). With p promotions of n votes as a share, the bounds are
//! (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).

/// The 97.5 % quantile of the normal distribution: the interval holds the true share 95 times of 100.
const Z: f64 = 1.96;

/// The lower bound of the share of promotions, 0 to 1; 0 without votes.
pub fn lower_bound(promotions: u32, demotions: u32) -> f64 {
    interval(promotions, demotions).0
}

/// Both bounds of the share of promotions, 0 to 1; 0 and 1 without votes.
pub fn interval(promotions: u32, demotions: u32) -> (f64, f64) {
    let n = f64::from(promotions) + f64::from(demotions);
    if n < 1.0 {
        return (0.0, 1.0);
    }
    let share = f64::from(promotions) / n;
    let centre = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (((centre - spread) / scale).clamp(0.0, 1.0), ((centre + spread) / scale).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_values() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29.
        for (of, n, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let (lower, upper) = interval(of, n - of);
            assert!(
                (lower - low).abs() < 5e-5 && (upper - high).abs() < 5e-5,
                "{of}/{n}: {lower} to {upper}"
            );
        }
        assert_eq!(interval(0, 0), (0.0, 1.0));
        assert!(lower_bound(u32::MAX, u32::MAX) < 0.5);
    }

    proptest! {
        #[test]
        fn a_promotion_raises_it_and_a_demotion_lowers_it(promotions in 0..100_000_u32, demotions in 0..100_000_u32) {
            let bound = lower_bound(promotions, demotions);
            prop_assert!((0.0..=1.0).contains(&bound));
            prop_assert!(lower_bound(promotions + 1, demotions) > bound);
            prop_assert!(lower_bound(promotions, demotions + 1) <= bound);
        }
    }
}
