//! Ties of Top: two ideas whose votes differ by no more than chance would make them differ.
//!
//! If people who vote come independently, a count of n votes is uncertain by √n (Poisson), and so is the net of n votes
//! for and against. The difference of two nets is then uncertain by √(n₁ + n₂), one standard error: what is not further
//! apart is a tie. 41 and 43 votes are one, 40 and 60 are none.

use super::top::Tally;

/// Whether two neighbours of Top are level.
pub fn is_tie(a: Tally, b: Tally) -> bool {
    let votes = |tally: Tally| i128::from(tally.all_promotions()) + i128::from(tally.all_demotions());
    let difference = i128::from(a.net()) - i128::from(b.net());
    difference * difference <= votes(a) + votes(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(promotions: u32, demotions: u32) -> Tally {
        Tally { promotions, demotions, ..Tally::default() }
    }

    #[test]
    fn what_chance_would_make_is_a_tie() {
        for (a, b, is) in [
            (of(43, 0), of(41, 0), true),
            (of(60, 0), of(40, 0), false),
            (of(5, 0), of(2, 0), false),
            (of(1, 0), of(0, 0), true),
            (of(2, 0), of(0, 0), false),
            // Many for and against make the net less certain.
            (of(60, 20), of(30, 0), true),
            (of(0, 0), of(0, 0), true),
        ] {
            assert_eq!(is_tie(a, b), is, "{a:?} {b:?}");
        }
        let brought = Tally { brought_promotions: 40, ..Tally::default() };
        assert!(is_tie(brought, of(43, 0)) && !is_tie(brought, of(70, 0)));
    }

    proptest! {
        #[test]
        fn the_side_does_not_matter_and_a_wider_gap_is_no_tie_sooner(a in 0..u32::MAX, b in 0..u32::MAX, more in 0..1_000_u32) {
            let (low, high) = (a.min(b), a.max(b));
            prop_assert_eq!(is_tie(of(a, 0), of(b, 0)), is_tie(of(b, 0), of(a, 0)));
            prop_assert!(is_tie(of(a, 0), of(a, 0)));
            if !is_tie(of(high, 0), of(low, 0)) {
                prop_assert!(!is_tie(of(high.saturating_add(more), 0), of(low, 0)));
            }
        }
    }
}
