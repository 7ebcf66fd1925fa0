//! The numbers behind "3rd in Trending: 41 promotions and 2 demotions, half of them in the last 6 days".
//! The sentence itself is written in the reader's language elsewhere.

use super::top::Tally;
use crate::time::Timestamp;

const DAY_MICROS: i64 = 86_400_000_000;

/// The orders that a list can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By heat.
    Trending,
    /// By net votes.
    Top,
    /// Newest first.
    New,
    /// Most comments first.
    MostDiscussed,
    /// Latest official response first.
    RecentlyAnswered,
    /// Without a response: first-time authors first, oldest first.
    Unanswered,
    /// By impact, on the desk.
    Impact,
}

/// Why an idea stands where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The order it is about.
    pub order: Order,
    /// The place in the whole list, from 1; none where it was not counted.
    pub position: Option<u32>,
    /// Counted promotions, with those brought along.
    pub promotions: u32,
    /// Counted demotions, with those brought along.
    pub demotions: u32,
    /// How many of both were brought along as totals.
    pub brought: u32,
    /// In the last how many days at least half of the votes were counted here; none without votes.
    pub half_in_days: Option<u32>,
}

/// Explains a place. `voted_at` are the times of the counted votes that have voters, in any order.
pub fn explain(
    order: Order,
    position: Option<u32>,
    tally: Tally,
    voted_at: &[Timestamp],
    now: Timestamp,
) -> Explanation {
    Explanation {
        order,
        position,
        promotions: tally.all_promotions(),
        demotions: tally.all_demotions(),
        brought: tally.brought_promotions.saturating_add(tally.brought_demotions),
        half_in_days: half_in_days(voted_at, now),
    }
}

/// The smallest number of days, at least 1, such that at least half of the votes were cast within them before `now`.
pub fn half_in_days(voted_at: &[Timestamp], now: Timestamp) -> Option<u32> {
    let mut times = voted_at.to_vec();
    let half = half_index(times.len())?;
    let (_, middle, _) = times.select_nth_unstable_by(half, |a, b| b.cmp(a));
    Some(days_back(*middle, now))
}

/// Which vote, counted from 0 with the latest first, completes half of `votes`: the one row to read instead of all.
pub fn half_index(votes: usize) -> Option<usize> {
    votes.div_ceil(2).checked_sub(1)
}

/// How many days, begun ones whole and at least 1, `time` is before `now`.
pub fn days_back(time: Timestamp, now: Timestamp) -> u32 {
    let age = now.micros().saturating_sub(time.micros()).max(1);
    let begun = i64::from(age % DAY_MICROS > 0);
    u32::try_from(age / DAY_MICROS + begun).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days_ago(days: i64) -> Timestamp {
        Timestamp::from_micros(-days * DAY_MICROS)
    }

    const NOW: Timestamp = Timestamp::from_micros(0);

    #[test]
    fn half_of_the_votes_fall_in_the_last_days() {
        assert_eq!(half_in_days(&[], NOW), None);
        assert_eq!(half_in_days(&[days_ago(0)], NOW), Some(1));
        assert_eq!(half_in_days(&[days_ago(-3)], NOW), Some(1));
        assert_eq!(half_in_days(&[days_ago(100), days_ago(6), days_ago(2)], NOW), Some(6));
        assert_eq!(half_in_days(&[days_ago(100), days_ago(50)], NOW), Some(50));
        assert_eq!(days_back(Timestamp::from_micros(-DAY_MICROS - 1), NOW), 2);
        assert_eq!(
            days_back(Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX)),
            106_751_992
        );
    }

    #[test]
    fn the_numbers_of_the_sentence() {
        let tally = Tally { promotions: 2, demotions: 1, brought_promotions: 39, brought_demotions: 1 };
        let found = explain(Order::Trending, Some(3), tally, &[days_ago(9), days_ago(6), days_ago(1)], NOW);
        let expected = Explanation {
            order: Order::Trending,
            position: Some(3),
            promotions: 41,
            demotions: 2,
            brought: 40,
            half_in_days: Some(6),
        };
        assert_eq!(found, expected);
    }

    proptest! {
        #[test]
        fn it_is_the_smallest_such_number(ages in proptest::collection::vec(0..3_000_000_000_000_i64, 1..60)) {
            let times: Vec<Timestamp> = ages.iter().map(|age| Timestamp::from_micros(-age)).collect();
            let days = i64::from(half_in_days(&times, NOW).unwrap());
            let within = |days: i64| 2 * ages.iter().filter(|age| **age <= days * DAY_MICROS).count() >= ages.len();
            prop_assert!(within(days) && (days == 1 || !within(days - 1)));
        }
    }
}
