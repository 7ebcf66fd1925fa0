//! Giving points: one ballot a person, changed as often as wanted until the round closes.

use super::{Round, policy, queries};
use crate::ballots::{self, Points};
use crate::db::Db;
use crate::error::{Error, FieldErrors, Result};
use crate::ids::{IdeaId, RoundId};
use crate::people::{Person, bans};
use crate::time::Clock;

/// Points as typed, read against the rules of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot(Points);

impl Ballot {
    /// Reads the fields of a form: the number of an idea, and what was typed for it; an empty field is no points.
    ///
    /// # Errors
    /// One field error on `points`: not a whole number, more than the cap, or more in all than the budget.
    pub fn parse(typed: &[(IdeaId, String)], round: &Round) -> Result<Self> {
        let mut points = Points::new();
        let mut all: i64 = 0;
        for (idea, typed) in typed.iter().filter(|(_, typed)| !typed.trim().is_empty()) {
            let given = typed.trim().parse::<u32>().ok().and_then(|given| i32::try_from(given).ok());
            let Some(given) = given else { return Err(Error::field("points", "error-points-number")) };
            if given > round.most() {
                return Err(wrong("error-points-cap", round.most()));
            }
            all += i64::from(given);
            if given > 0 && points.insert(*idea, given).is_some() {
                return Err(Error::field("points", "error-points-number"));
            }
        }
        if all > i64::from(round.budget) {
            return Err(wrong("error-points-budget", round.budget));
        }
        Ok(Self(points))
    }
}

fn wrong(key: &'static str, limit: i32) -> Error {
    let mut errors = FieldErrors::default();
    errors.add_with("points", key, &[("limit", limit.into())]);
    Error::Invalid(errors)
}

/// Makes this the ballot of somebody; one without points takes it back. The clock is read under the round's lock: what
/// was sent before the end and arrives after it is late.
///
/// # Errors
/// `Conflict` when the round is not open; a field error on `points` for what is not on its list.
pub fn cast(
    db: &mut Db,
    person: &Person,
    id: RoundId,
    typed: &[(IdeaId, String)],
    clock: &Clock,
) -> Result<()> {
    if !ballots::lock(db, id)? {
        return Err(Error::NotFound);
    }
    let now = clock.now();
    let round = queries::find_visible(db, id, Some(person))?;
    bans::refuse_banned(db, person.id, now)?;
    policy::takes_points(&round, now)?;
    let Ballot(points) = Ballot::parse(typed, &round)?;
    let options = queries::options(db, &round, person.into())?;
    let is_known = |idea: &IdeaId| options.iter().any(|option| option.idea == *idea);
    if !points.keys().all(is_known) {
        return Err(Error::field("points", "error-points-gone"));
    }
    ballots::set(db, id, person.id, &points, now)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::boards::Audience;
    use crate::ids::PersonId;
    use crate::time::{DAY, Timestamp};

    fn round(budget: i32, cap: Option<i32>) -> Round {
        Round {
            id: RoundId::new(1),
            title: String::new(),
            intro: String::new(),
            audience: Audience::Public,
            budget,
            cap,
            is_published: true,
            starts_at: Timestamp::default(),
            ends_at: Timestamp::default().plus(DAY),
            opened_at: None,
            closed_at: None,
            people: 0,
            report: String::new(),
            reported_by: None,
            reported_at: None,
            created_by: PersonId::new(1),
            created_at: Timestamp::default(),
            updated_at: Timestamp::default(),
        }
    }

    fn typed(texts: &[String]) -> Vec<(IdeaId, String)> {
        (1..).map(IdeaId::new).zip(texts.iter().cloned()).collect()
    }

    proptest! {
        #[test]
        fn no_ballot_holds_more_than_the_budget_nor_an_idea_more_than_the_cap(
            texts in prop::collection::vec("[ 0-9+-]{0,4}|[0-9]{8,12}|x", 0..21),
            budget in 1_i32..1000,
            cap in prop::option::of(1_i32..1000),
        ) {
            let round = round(budget, cap);
            if let Ok(Ballot(points)) = Ballot::parse(&typed(&texts), &round) {
                let all: i64 = points.values().map(|given| i64::from(*given)).sum();
                prop_assert!(all <= i64::from(budget));
                prop_assert!(points.values().all(|given| (1..=round.most()).contains(given)));
            }
        }

        #[test]
        fn what_fits_is_taken(shares in prop::collection::vec(0_i32..5, 2..20)) {
            let all: i32 = shares.iter().sum();
            let texts: Vec<String> = shares.iter().map(ToString::to_string).collect();
            let Ballot(points) = Ballot::parse(&typed(&texts), &round(all.max(1), None)).unwrap();
            prop_assert_eq!(points.values().sum::<i32>(), all);
        }
    }
}
