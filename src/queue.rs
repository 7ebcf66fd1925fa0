//! Rows that wait for a worker, whatever they are: who claims them, for how long, and when a failed one is tried again.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use rand::RngCore as _;

use crate::db::Db;
use crate::db::schema::{deliveries, events, jobs, mails};
use crate::error::Result;
use crate::time::{HOUR, MINUTE};

/// How long a claim holds without being renewed, in microseconds. Whatever a worker that died had claimed is taken up
/// again after so long.
pub const LEASE: i64 = 2 * MINUTE;

/// The name under which a process claims rows: its number on the machine, and chance for the machine.
pub fn claimant() -> String {
    let mut bytes = [0_u8; 6];
    rand::rng().fill_bytes(&mut bytes);
    format!("{}-{}", std::process::id(), hex::encode(bytes))
}

/// Microseconds until something that has failed `attempts` times is tried again: a minute, doubled with every failure up
/// to `longest`, and up to a fifth more by chance, so that what failed together does not come back together.
pub fn backoff(attempts: i32, longest: i64) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 20)).unwrap_or(0);
    let delay = MINUTE.saturating_mul(2_i64.saturating_pow(doublings)).min(longest);
    delay.saturating_add(rand::random_range(0..=delay / 5))
}

/// The longest backoff of events and jobs: an hour, since what is wrong with them is mended by people.
pub const LONGEST_BACKOFF: i64 = HOUR;

/// An error as it is kept beside its row: one line of at most 500 characters.
pub fn excerpt(error: &impl std::fmt::Display) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ").chars().take(500).collect()
}

/// How many rows of a queue are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Depth {
    /// The queue: `events`, `jobs`, `mails` or `deliveries`.
    pub queue: &'static str,
    /// `waiting`, `claimed`, or `failing`: those that wait after a failure. Rows that are due later wait, too.
    pub state: &'static str,
    /// How many.
    pub rows: i32,
}

/// How long the queues are. Counts only what is not done, which an index holds.
pub fn depths(db: &mut Db) -> Result<Vec<Depth>> {
    let mut all = Vec::new();
    let mut push = |queue, state, rows: i64| {
        let rows = i32::try_from(rows).unwrap_or(i32::MAX);
        all.push(Depth { queue, state, rows });
    };
    let failing = || sql::<BigInt>("COALESCE(SUM(CASE WHEN attempts > 0 THEN 1 ELSE 0 END), 0)");
    macro_rules! queue {
        ($table:ident, $waiting:literal, $claimed:literal) => {
            let (waiting, tried): (i64, i64) = $table::table
                .filter(sql::<Bool>($waiting))
                .select((sql::<BigInt>("COUNT(*)"), failing()))
                .first(db)?;
            let claimed: i64 = $table::table.filter(sql::<Bool>($claimed)).count().get_result(db)?;
            push(stringify!($table), "waiting", waiting);
            push(stringify!($table), "failing", tried);
            push(stringify!($table), "claimed", claimed);
        };
    }
    queue!(events, "handled_at IS NULL", "1 = 0");
    queue!(jobs, "state = 'waiting'", "state = 'claimed'");
    queue!(mails, "state = 'waiting'", "state = 'claimed'");
    queue!(deliveries, "state = 'waiting'", "state = 'claimed'");
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_doubles_up_to_the_longest_with_at_most_a_fifth_by_chance() {
        for (attempts, least) in [(0, MINUTE), (1, MINUTE), (2, 2 * MINUTE), (5, 16 * MINUTE), (99, HOUR)] {
            let delay = backoff(attempts, HOUR);
            assert!((least..=least + least / 5).contains(&delay), "{attempts}: {delay}");
        }
    }

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(excerpt(&"a\n b"), "a b");
        assert_eq!(excerpt(&"é".repeat(600)).chars().count(), 500);
    }
}
