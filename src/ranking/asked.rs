//! The factors of the impact that follow from accounts: how many ask for an idea, what they are worth together, and how
//! far the wish is spread over the segments of customers.
//!
//! - value: 1, and the points of every account behind the idea, as of its latest vote. An idea that no account asks for
//!   has 1, so that people alone still compare.
//! - spread: the geometric mean, over all segment labels that accounts have, of (A + 1) / (S + 2). A is how many accounts
//!   of the segment ask for the idea, S that and how many have somebody against it. The product is Polis's (Small et al.,
//!   "Polis: Scaling Deliberation by Mapping High Dimensional Opinion Spaces", 2021), which rewards what every group
//!   wants; its root keeps it between 0 and 1 however many segments there are. 1 on a site without accounts.

use std::collections::{BTreeMap, HashMap};

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::db::Db;
use crate::db::schema::{accounts, idea_accounts, votes};
use crate::error::Result;
use crate::ids::{AccountId, IdeaId};
use crate::money::Money;

/// How many rows one query asks for by their ids.
const CHUNK: usize = 500;

/// What accounts make of an idea.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// How many accounts ask for it.
    pub accounts: i64,
    /// Its value: 1 and the points of the accounts.
    pub value: f64,
    /// How far the wish is spread over segments, 0 to 1.
    pub spread: f64,
}

impl Default for Asked {
    /// As on a site without accounts.
    fn default() -> Self {
        Self { accounts: 0, value: 1.0, spread: 1.0 }
    }
}

/// Accounts of one segment that ask for an idea, and those that have somebody against it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Voices {
    /// They ask for it.
    pub asking: u32,
    /// Somebody of theirs is against it.
    pub against: u32,
}

/// How far a wish is spread, out of the voices of every segment; those without any count as well.
pub fn spread(segments: &[Voices]) -> f64 {
    let Some(count) = u32::try_from(segments.len()).ok().filter(|count| *count > 0) else { return 1.0 };
    let share = |own: &Voices| {
        let asking = f64::from(own.asking);
        (asking + 1.0) / (asking + f64::from(own.against) + 2.0)
    };
    // A sum of logarithms, as the product of many shares may be no number any more.
    let sum: f64 = segments.iter().map(|own| share(own).ln()).sum();
    (sum / f64::from(count)).exp()
}

/// An account behind an idea: its segment, and its value as of the latest vote.
type Behind = (IdeaId, AccountId, Option<i64>, Option<String>, String);

/// What accounts make of these ideas: four queries for every 500, each along an index. Ideas that are not in it are as
/// [`Asked::default`] says.
pub fn of(db: &mut Db, ids: &[IdeaId]) -> Result<HashMap<IdeaId, Asked>> {
    let labels: Vec<String> = accounts::table.select(accounts::segment).distinct().load(db)?;
    let mut found = HashMap::new();
    if labels.is_empty() {
        return Ok(found);
    }
    for ids in ids.chunks(CHUNK) {
        let behind: Vec<Behind> = idea_accounts::table
            .inner_join(accounts::table)
            .filter(idea_accounts::idea_id.eq_any(ids))
            .order((idea_accounts::idea_id, idea_accounts::account_id))
            .select((
                idea_accounts::idea_id,
                idea_accounts::account_id,
                idea_accounts::value_minor,
                idea_accounts::currency,
                accounts::segment,
            ))
            .load(db)?;
        let against = against(db, ids)?;
        for id in ids {
            found.insert(*id, Tally::new(&labels).of(*id, &behind, &against));
        }
    }
    Ok(found)
}

/// The segments of the accounts that have somebody against these ideas, each account once for an idea.
fn against(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<(IdeaId, String)>> {
    // Written out, as the index is on these.
    let counted = sql::<Bool>("value < 0 AND state = 'counted' AND account_id IS NOT NULL");
    let pairs: Vec<(IdeaId, Option<AccountId>)> = votes::table
        .filter(votes::idea_id.eq_any(ids))
        .filter(counted)
        .select((votes::idea_id, votes::account_id))
        .distinct()
        .order((votes::idea_id, votes::account_id))
        .load(db)?;
    let mut accounts: Vec<AccountId> = pairs.iter().filter_map(|(_, account)| *account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut labels: HashMap<AccountId, String> = HashMap::new();
    for accounts in accounts.chunks(CHUNK) {
        let rows = accounts::table.filter(accounts::id.eq_any(accounts));
        labels.extend(rows.select((accounts::id, accounts::segment)).load::<(AccountId, String)>(db)?);
    }
    let label = |account: Option<AccountId>| account.and_then(|id| labels.get(&id)).cloned();
    Ok(pairs.into_iter().filter_map(|(idea, account)| Some((idea, label(account)?))).collect())
}

/// One idea's voices while they are counted.
struct Tally<'l> {
    voices: BTreeMap<&'l str, Voices>,
    asked: Asked,
}

impl<'l> Tally<'l> {
    fn new(labels: &'l [String]) -> Self {
        let voices = labels.iter().map(|label| (label.as_str(), Voices::default())).collect();
        Self { voices, asked: Asked::default() }
    }

    fn of(mut self, idea: IdeaId, behind: &[Behind], against: &[(IdeaId, String)]) -> Asked {
        // Both lists are in the order of ideas.
        let from = behind.partition_point(|row| row.0 < idea);
        for (_, _, minor, currency, label) in behind.iter().skip(from).take_while(|row| row.0 == idea) {
            self.asked.accounts += 1;
            self.asked.value += Money::stored(*minor, currency.clone()).map_or(0.0, |value| value.points());
            if let Some(voices) = self.voices.get_mut(label.as_str()) {
                voices.asking += 1;
            }
        }
        let from = against.partition_point(|row| row.0 < idea);
        for (_, label) in against.iter().skip(from).take_while(|row| row.0 == idea) {
            if let Some(voices) = self.voices.get_mut(label.as_str()) {
                voices.against += 1;
            }
        }
        let voices: Vec<Voices> = self.voices.into_values().collect();
        Asked { spread: spread(&voices), ..self.asked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(voices: &[(u32, u32)]) -> f64 {
        let voices: Vec<Voices> =
            voices.iter().map(|(asking, against)| Voices { asking: *asking, against: *against }).collect();
        spread(&voices)
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn what_every_segment_wants_is_spread_furthest() {
        assert!(near(of(&[]), 1.0));
        assert!(near(of(&[(0, 0)]), 0.5));
        assert!(near(of(&[(3, 0)]), 0.8));
        assert!(near(of(&[(1, 0), (1, 0)]), 2.0 / 3.0));
        assert!(near(of(&[(2, 0), (0, 0)]), (0.75_f64 * 0.5).sqrt()));
        assert!(of(&[(2, 0), (2, 0)]) > of(&[(4, 0), (0, 0)]));
        assert!(of(&[(2, 2), (2, 0)]) < of(&[(2, 0), (2, 0)]));
    }

    proptest! {
        #[test]
        fn it_is_a_share_that_who_asks_raises_and_who_is_against_lowers(
            voices in proptest::collection::vec((0..1_000_u32, 0..1_000_u32), 1..60),
        ) {
            let spread = of(&voices);
            prop_assert!(spread > 0.0 && spread < 1.0);
            let mut more = voices.clone();
            more[0].0 += 1;
            let mut less = voices;
            less[0].1 += 1;
            prop_assert!(of(&more) > spread && of(&less) < spread);
        }
    }
}
