//! The point in time that a board's heats are counted from, and moving it.
//! A heat doubles with every half-life that a vote is after the landmark, so the landmark has to follow the years.

use crate::time::Timestamp;

const DAY_MICROS: i64 = 86_400_000_000;

/// Votes further than this many half-lives after the landmark make a shift due: half of what a number can hold.
const NEWEST: f64 = 512.0;
/// Votes further than this many half-lives before the landmark make a shift due, if newer votes leave room.
const OLDEST: f64 = -900.0;
/// Where a shift puts the newest vote at most, so that the next shift is 256 half-lives away.
const ROOMY: f64 = 256.0;
/// Half-lives that one shift moves at most, so that its factor is an ordinary number.
const LONGEST_SHIFT: i32 = 1_000;

/// In how many days a vote loses half its heat: 1 to 365.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalfLife(u16);

impl HalfLife {
    /// The half-life of boards that do not say otherwise: 7 days.
    pub const DEFAULT: Self = Self(7);

    /// A half-life of 1 to 365 days.
    pub fn from_days(days: u16) -> Option<Self> {
        (1..=365).contains(&days).then_some(Self(days))
    }

    /// In days.
    pub fn days(self) -> u16 {
        self.0
    }
}

/// The point in time that a board's heats are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Landmark(Timestamp);

impl Landmark {
    /// A landmark at that time.
    pub fn at(time: Timestamp) -> Self {
        Self(time)
    }

    /// Where it stands.
    pub fn time(self) -> Timestamp {
        self.0
    }

    /// How many half-lives `time` is after the landmark; negative before it.
    pub fn half_lives_to(self, time: Timestamp, half_life: HalfLife) -> f64 {
        days_between(self.0, time) / f64::from(half_life.0)
    }

    /// The landmark after a shift.
    pub fn shifted(self, shift: Shift, half_life: HalfLife) -> Self {
        let step = DAY_MICROS * i64::from(half_life.0);
        let moved = step.saturating_mul(i64::from(shift.0)).saturating_add(self.0.micros());
        Self(Timestamp::from_micros(moved))
    }
}

/// A move of the landmark by whole half-lives, later if positive. The order of heats stays exactly: they are multiplied
/// by a power of two, which rounds nothing as long as the result is at least 2⁻¹⁰²² (see [`shift_due`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift(i32);

impl Shift {
    /// A shift by up to 1,000 half-lives either way; farther ones take several.
    pub fn by(half_lives: i32) -> Self {
        Self(half_lives.clamp(-LONGEST_SHIFT, LONGEST_SHIFT))
    }

    /// By how many half-lives.
    pub fn half_lives(self) -> i32 {
        self.0
    }

    /// The heat that a heat becomes. What falls below the smallest number there is becomes zero; PostgreSQL refuses such
    /// a product, so heats are shifted here and written back.
    pub fn apply(self, heat: f64) -> f64 {
        // Adding zero turns the negative zero that an underflow can leave into zero.
        heat * 2_f64.powi(-self.0) + 0.0
    }
}

/// The shift that a board needs, if any, when its counted votes (and the next one) lie between `oldest` and `newest`.
///
/// Numbers reach from 2⁻¹⁰²² to 2¹⁰²³. A shift is due when the newest vote is more than 512 half-lives after the landmark
/// (ten years at 7 days) and brings it to zero, or when the oldest is more than 900 before it, as after an import, and
/// brings it to −900 as far as the newest stays below 256. Where votes span more than 1,150 half-lives, the oldest may lose
/// their heat to rounding, and ideas without newer votes tie at zero. If the shift is longer than one can be, it is the
/// first of several.
pub fn shift_due(
    landmark: Landmark,
    half_life: HalfLife,
    oldest: Timestamp,
    newest: Timestamp,
) -> Option<Shift> {
    let low = landmark.half_lives_to(oldest, half_life);
    let high = landmark.half_lives_to(newest, half_life);
    if high <= NEWEST && (low >= OLDEST || high >= ROOMY - 1.0) {
        return None;
    }
    // Where the newest vote is to lie: at the landmark, or later for the sake of the oldest.
    let target = (high - low + OLDEST).clamp(0.0, ROOMY);
    let shift = Shift::by(whole(high - target));
    (shift.0 != 0).then_some(shift)
}

/// Days from one time to another, exact to the microsecond for any two times within a million years.
fn days_between(from: Timestamp, to: Timestamp) -> f64 {
    let micros = to.micros().saturating_sub(from.micros());
    let days = i32::try_from(micros.div_euclid(DAY_MICROS)).unwrap_or(i32::MAX);
    let rest = micros.rem_euclid(DAY_MICROS);
    let seconds = i32::try_from(rest / 1_000_000).unwrap_or(0);
    let micros = i32::try_from(rest % 1_000_000).unwrap_or(0);
    f64::from(days) + (f64::from(seconds) + f64::from(micros) / 1e6) / 86_400.0
}

/// The next whole number up, within what one shift may be.
fn whole(half_lives: f64) -> i32 {
    let distance = half_lives.ceil().abs();
    let steps = (0..=LONGEST_SHIFT).find(|step| f64::from(*step) >= distance).unwrap_or(LONGEST_SHIFT);
    if half_lives < 0.0 { -steps } else { steps }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::from_micros(day * DAY_MICROS)
    }

    #[test]
    fn half_lives_are_counted_from_the_landmark() {
        let landmark = Landmark::at(day(100));
        assert_eq!(landmark.half_lives_to(day(107), HalfLife::DEFAULT).to_bits(), 1_f64.to_bits());
        assert_eq!(landmark.half_lives_to(day(86), HalfLife::DEFAULT).to_bits(), (-2_f64).to_bits());
        let next = Timestamp::from_micros(day(100).micros() + 1);
        assert!(landmark.half_lives_to(next, HalfLife::DEFAULT) > 0.0);
        assert!(landmark.half_lives_to(Timestamp::from_micros(i64::MAX), HalfLife::DEFAULT).is_finite());
        assert!(
            Landmark::at(Timestamp::from_micros(i64::MAX))
                .half_lives_to(Timestamp::from_micros(i64::MIN), HalfLife::DEFAULT)
                < 0.0
        );
        assert_eq!((HalfLife::from_days(0), HalfLife::from_days(366)), (None, None));
    }

    #[test]
    fn a_shift_is_due_long_before_numbers_end() {
        let due =
            |oldest, newest| shift_due(Landmark::at(day(0)), HalfLife::DEFAULT, day(oldest), day(newest));
        assert_eq!(due(0, 3_580), None);
        assert_eq!(due(0, 3_650), Some(Shift(522)));
        assert_eq!(due(-7 * 899, 0), None);
        assert_eq!(due(-7 * 1_000, 0), Some(Shift(-100)));
        // A span of more than numbers hold: the newest goes as high as it may, and no shift is due after that.
        assert_eq!(due(-7 * 3_000, 0), Some(Shift(-256)));
        assert_eq!(due(-7 * 3_000, 7 * 256), None);
        assert_eq!(due(0, 7 * 9_000), Some(Shift(1_000)));
    }

    proptest! {
        #[test]
        fn a_shift_keeps_every_order_exactly(
            heats in proptest::collection::vec((-1e6..1e6_f64, -400..500_i32), 2..40),
            half_lives in -400..500_i32,
        ) {
            let heats: Vec<f64> = heats.into_iter().map(|(m, exponent)| m * 2_f64.powi(exponent)).collect();
            let shift = Shift::by(half_lives);
            for a in &heats {
                for b in &heats {
                    prop_assert_eq!(a.total_cmp(b), shift.apply(*a).total_cmp(&shift.apply(*b)));
                }
                prop_assert_eq!(Shift::by(-half_lives).apply(shift.apply(*a)).to_bits(), a.to_bits());
            }
        }

        #[test]
        fn shifting_settles(oldest in -200_000..200_000_i64, span in 0..100_000_i64, days in 1..=365_u16) {
            let half_life = HalfLife::from_days(days).unwrap();
            let mut landmark = Landmark::at(day(0));
            let mut shifts = 0;
            while let Some(shift) = shift_due(landmark, half_life, day(oldest), day(oldest + span)) {
                landmark = landmark.shifted(shift, half_life);
                shifts += 1;
                prop_assert!(shifts < 400, "still shifting");
            }
            prop_assert!(landmark.half_lives_to(day(oldest + span), half_life) <= NEWEST);
        }
    }
}
