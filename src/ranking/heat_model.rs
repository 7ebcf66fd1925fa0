//! The stored heats beside the sums that they stand for, over any history of votes.

use proptest::prelude::*;

use super::heat::*;
use super::landmark::{HalfLife, Landmark, Shift};
use crate::time::Timestamp;

const DAY: i64 = 86_400_000_000;
const START: i64 = 20_000 * DAY;
const H: HalfLife = HalfLife::DEFAULT;

/// A vote row: who, its value, when it was cast, whether it is held.
#[derive(Clone, Copy, Debug)]
struct Vote {
    person: u8,
    value: i32,
    at: Timestamp,
    held: bool,
}

#[derive(Clone, Debug)]
enum Act {
    Promote,
    Demote,
    Withdraw,
    Hold,
    Release,
    /// Brings a total along, dated this many days back.
    Bring(i32, i64),
    /// Merges the idea into the next one.
    Merge,
}

#[derive(Clone, Default)]
struct Idea {
    votes: Vec<Vote>,
    heat: Heat,
}

impl Idea {
    fn counted(&self) -> impl Iterator<Item = (i32, Timestamp)> + '_ {
        self.votes.iter().filter(|vote| !vote.held).map(|vote| (vote.value, vote.at))
    }

    fn add(&mut self, vote: Vote, landmark: Landmark) {
        self.votes.push(vote);
        if !vote.held {
            self.heat.add(term(vote.value, vote.at, landmark, H));
        }
    }

    fn remove(&mut self, at: usize, landmark: Landmark) -> Vote {
        let vote = self.votes.remove(at);
        if !vote.held && self.heat.remove(term(vote.value, vote.at, landmark, H)) == Removal::Recompute {
            self.heat = Heat::from_stored(recompute(self.counted(), landmark, H).heat);
        }
        vote
    }

    fn position(&self, person: u8) -> Option<usize> {
        self.votes.iter().position(|vote| vote.person == person)
    }

    fn set_held(&mut self, person: u8, held: bool, landmark: Landmark) {
        if let Some(at) = self.position(person).filter(|at| self.votes[*at].held != held) {
            let vote = self.remove(at, landmark);
            self.add(Vote { held, ..vote }, landmark);
        }
    }

    /// Σ vᵢ·2^((tᵢ−t)/h) as written, and the same without signs.
    fn direct(&self, at: Timestamp) -> (f64, f64) {
        let now = Landmark::at(at);
        self.counted().fold((0.0, 0.0), |(sum, magnitude), (value, voted_at)| {
            let term = f64::from(value) * now.half_lives_to(voted_at, H).exp2();
            (sum + term, magnitude + term.abs())
        })
    }
}

fn apply(ideas: &mut [Idea], which: usize, person: u8, act: &Act, now: Timestamp, landmark: Landmark) {
    let which = which % ideas.len();
    let next = (which + 1) % ideas.len();
    let idea = &mut ideas[which];
    match act {
        Act::Promote | Act::Demote | Act::Withdraw => {
            if let Some(at) = idea.position(person) {
                idea.remove(at, landmark);
            }
            let value = if matches!(act, Act::Promote) { 1 } else { -1 };
            if !matches!(act, Act::Withdraw) {
                idea.add(Vote { person, value, at: now, held: false }, landmark);
            }
        }
        Act::Hold => idea.set_held(person, true, landmark),
        Act::Release => idea.set_held(person, false, landmark),
        Act::Bring(value, days) => {
            let at = Timestamp::from_micros(now.micros() - days * DAY);
            idea.add(Vote { person: 255, value: *value, at, held: false }, landmark);
        }
        Act::Merge => {
            for vote in std::mem::take(&mut ideas[which]).votes {
                if vote.person == 255 || ideas[next].position(vote.person).is_none() {
                    ideas[next].add(vote, landmark);
                }
            }
        }
    }
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => Just(Act::Promote),
        4 => Just(Act::Demote),
        6 => Just(Act::Withdraw),
        2 => Just(Act::Hold),
        2 => Just(Act::Release),
        1 => (-2_000..40_000, 0..3_000_i64).prop_map(|(value, days)| Act::Bring(value, days)),
        1 => Just(Act::Merge),
    ]
}

/// An act: on which idea, by whom, what, and how many microseconds after the last.
type Step = (usize, u8, Act, i64);

fn histories() -> impl Strategy<Value = (Vec<Step>, i64)> {
    let pause = prop_oneof![3 => 0..DAY, 2 => 0..40 * DAY, 1 => Just(0)];
    // The landmark lies up to five years before the first vote, or two after.
    (proptest::collection::vec((0..5_usize, 0..12_u8, acts(), pause), 1..220), -730..1_825_i64)
}

fn played(steps: &[Step], landmark: Landmark) -> (Vec<Idea>, Timestamp) {
    let mut ideas = vec![Idea::default(); 5];
    let mut now = START;
    for (which, person, act, pause) in steps {
        now += pause;
        apply(&mut ideas, *which, *person, act, Timestamp::from_micros(now), landmark);
    }
    (ideas, Timestamp::from_micros(now))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_heats_is_that_of_the_direct_sums_now_and_for_ten_years((steps, before) in histories()) {
        let landmark = Landmark::at(Timestamp::from_micros(START - before * DAY));
        let (ideas, now) = played(&steps, landmark);
        for days in [0, 7, 365, 3_650] {
            let then = Timestamp::from_micros(now.micros() + days * DAY);
            for a in &ideas {
                let (sum_a, magnitude_a) = a.direct(then);
                let seen = shown(a.heat.value(), then, landmark, H);
                prop_assert!((seen - sum_a).abs() <= magnitude_a * TOLERANCE, "{seen} and {sum_a} at +{days}");
                for b in &ideas {
                    let (sum_b, magnitude_b) = b.direct(then);
                    if (sum_a - sum_b).abs() > (magnitude_a + magnitude_b) * TOLERANCE {
                        prop_assert_eq!(a.heat.value() > b.heat.value(), sum_a > sum_b, "at +{} days", days);
                    }
                }
            }
        }
    }

    #[test]
    fn stored_heats_agree_with_recomputed_ones_before_and_after_a_shift((steps, before) in histories(), k in -300..300) {
        let landmark = Landmark::at(Timestamp::from_micros(START - before * DAY));
        let (ideas, _) = played(&steps, landmark);
        let shift = Shift::by(k);
        for idea in &ideas {
            let recomputed = recompute(idea.counted(), landmark, H);
            prop_assert!(recomputed.agrees_with(idea.heat.value()), "{recomputed:?} and {:?}", idea.heat);
            let again = recompute(idea.counted().collect::<Vec<_>>().into_iter().rev(), landmark, H);
            prop_assert_eq!(again.heat.to_bits(), recomputed.heat.to_bits());
            let shifted = recompute(idea.counted(), landmark.shifted(shift, H), H);
            prop_assert!(shifted.agrees_with(shift.apply(idea.heat.value())));
        }
    }

    #[test]
    fn an_idea_without_counted_votes_has_no_heat_at_all((steps, before) in histories()) {
        let landmark = Landmark::at(Timestamp::from_micros(START - before * DAY));
        let (mut ideas, _) = played(&steps, landmark);
        for idea in &mut ideas {
            while !idea.votes.is_empty() {
                idea.remove(0, landmark);
            }
            prop_assert_eq!(idea.heat.value().to_bits(), 0_f64.to_bits());
        }
    }
}

#[test]
fn toggling_a_vote_a_thousand_times_leaves_the_heat_where_it_was() {
    // The toggled vote outweighs the rest by more and more: from one vote of today to one ten years later.
    for years in 0..=10 {
        let landmark = Landmark::at(Timestamp::from_micros(START));
        let mut ideas = vec![Idea::default()];
        for person in 0..5 {
            let at = Timestamp::from_micros(START + i64::from(person) * DAY);
            apply(&mut ideas, 0, person, &Act::Promote, at, landmark);
        }
        let before = recompute(ideas[0].counted(), landmark, H);
        for toggle in 0..1_000 {
            let at = Timestamp::from_micros(START + years * 365 * DAY + toggle * 3_600_000_000);
            for act in [Act::Promote, Act::Demote, Act::Promote, Act::Withdraw] {
                apply(&mut ideas, 0, 9, &act, at, landmark);
            }
        }
        let moved = (ideas[0].heat.value() - before.heat).abs();
        assert!(moved <= before.heat * 1e-9, "after {years} years by {moved}");
    }
}

#[test]
fn without_recomputation_a_withdrawn_vote_would_leave_rounding_behind() {
    let landmark = Landmark::at(Timestamp::from_micros(START));
    let old = term(1, Timestamp::from_micros(START), landmark, H);
    let new = term(1, Timestamp::from_micros(START + 3_650 * DAY), landmark, H);
    let mut heat = Heat::default();
    heat.add(old);
    heat.add(new);
    assert_eq!(heat.remove(new), Removal::Recompute);
    assert_eq!(
        heat.value().to_bits(),
        0_f64.to_bits(),
        "the old vote was lost, as the rule says it would be"
    );
}

#[test]
fn heats_are_finite_for_any_times_and_values() {
    for at in [i64::MIN, -1, 0, i64::MAX] {
        for landmark in [i64::MIN, 0, i64::MAX] {
            let landmark = Landmark::at(Timestamp::from_micros(landmark));
            for value in [i32::MIN, -1, 0, 1, i32::MAX] {
                assert!(term(value, Timestamp::from_micros(at), landmark, H).is_finite());
            }
        }
    }
}

#[test]
fn a_total_brought_along_weighs_as_its_votes_would_at_the_ideas_date() {
    let landmark = Landmark::at(Timestamp::from_micros(START));
    let at = Timestamp::from_micros(START - 900 * DAY);
    let brought = term(360_986, at, landmark, H);
    let votes = recompute(std::iter::repeat_n((1, at), 360_986), landmark, H);
    assert!(votes.agrees_with(brought));
    assert!(compare((brought, 1), (brought, 2)).is_gt(), "the newer of two equals comes first");
}
