//! Top: net votes, ties by the Wilson lower bound of promotions, then the newer idea.
//! The bound alone would order a board without demotions by count all the same, so the count comes first.

use std::cmp::Ordering;

use super::wilson;

/// The counted votes of an idea.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Counted promotions.
    pub promotions: u32,
    /// Counted demotions.
    pub demotions: u32,
    /// Promotions brought from elsewhere as a total, without their voters.
    pub brought_promotions: u32,
    /// Demotions brought from elsewhere as a total, without their voters.
    pub brought_demotions: u32,
}

impl Tally {
    /// Promotions, with those brought along.
    pub fn all_promotions(self) -> u32 {
        self.promotions.saturating_add(self.brought_promotions)
    }

    /// Demotions, with those brought along.
    pub fn all_demotions(self) -> u32 {
        self.demotions.saturating_add(self.brought_demotions)
    }

    /// Promotions less demotions, with those brought along.
    pub fn net(self) -> i64 {
        i64::from(self.all_promotions()) - i64::from(self.all_demotions())
    }
}

/// The stored columns that order Top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TopKey {
    /// Promotions less demotions.
    pub net: i64,
    /// The Wilson lower bound of promotions, 0 to 1.
    pub wilson: f64,
}

/// The key of an idea with these votes.
pub fn key(tally: Tally) -> TopKey {
    TopKey { net: tally.net(), wilson: wilson::lower_bound(tally.all_promotions(), tally.all_demotions()) }
}

/// The order of Top, of keys and ids: most first.
pub fn compare(a: (TopKey, i64), b: (TopKey, i64)) -> Ordering {
    let votes = b.0.net.cmp(&a.0.net);
    votes.then(b.0.wilson.total_cmp(&a.0.wilson)).then(b.1.cmp(&a.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(promotions: u32, demotions: u32) -> TopKey {
        key(Tally { promotions, demotions, ..Tally::default() })
    }

    #[test]
    fn net_votes_then_agreement_then_the_newer_idea() {
        let mut ideas =
            [(of(10, 0), 1), (of(110, 100), 2), (of(11, 0), 3), (of(10, 0), 4), (of(0, 1), 5), (of(0, 0), 6)];
        ideas.sort_by(|a, b| compare(*a, *b));
        assert_eq!(ideas.map(|(_, id)| id), [3, 4, 1, 2, 6, 5]);
    }

    #[test]
    fn totals_brought_along_count() {
        let brought =
            key(Tally { promotions: 1, demotions: 0, brought_promotions: 40, brought_demotions: 2 });
        assert_eq!(brought, of(41, 2));
        assert_eq!(brought.net, 39);
    }
}
