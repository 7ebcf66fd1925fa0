//! A stretch of time as typed in a zone: from a minute to a minute.

use chrono::{LocalResult, NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;

use crate::error::{FieldErrors, Result};
use crate::time::{DAY, MINUTE, Timestamp};

/// How long a call may last.
const LONGEST: i64 = 366 * DAY;

/// From when to when; the end is no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first moment.
    pub starts_at: Timestamp,
    /// The first moment after it.
    pub ends_at: Timestamp,
}

impl Period {
    /// Out of the fields `starts` and `ends`, in the site's time zone. What is wrong is added to `errors`.
    pub fn parse(starts: &str, ends: &str, zone: Tz, errors: &mut FieldErrors) -> Option<Self> {
        let (starts_at, ends_at) = (moment(starts, zone), moment(ends, zone));
        if starts_at.is_none() {
            errors.add("starts", "error-call-moment");
        }
        if ends_at.is_none() {
            errors.add("ends", "error-call-moment");
        }
        let period = Self { starts_at: starts_at?, ends_at: ends_at? };
        if period.ends_at <= period.starts_at {
            errors.add("ends", "error-call-order");
        } else if !period.is_short_enough() {
            errors.add("ends", "error-call-long");
        }
        Some(period)
    }

    /// Refuses what a published call is not moved to: where it would have begun, or be over, already.
    pub fn refuse_past(self, before: Self, now: Timestamp) -> Result<()> {
        let mut errors = FieldErrors::default();
        // A field of date and time knows no seconds.
        if self.starts_at != before.starts_at && self.starts_at.plus(MINUTE) <= now {
            errors.add("starts", "error-storm-starts-past");
        }
        if self.ends_at <= now {
            errors.add("ends", "error-storm-ends-past");
        }
        errors.or(())
    }

    /// Whether it is no longer than a call may last.
    pub fn is_short_enough(self) -> bool {
        self.ends_at.since(self.starts_at) <= LONGEST
    }
}

/// The moment that a field of date and time names in a zone: `2026-03-29T09:30`, or with a space between. An hour that a
/// clock shows twice is the first one; one that a clock leaves out is none.
pub fn moment(typed: &str, zone: Tz) -> Option<Timestamp> {
    let typed = typed.trim().replace(' ', "T");
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let local = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(&typed, format).ok())?;
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc().into()),
        LocalResult::None => None,
    }
}

/// A moment as a field of date and time shows it in a zone.
pub fn moment_field(at: Timestamp, zone: Tz) -> String {
    at.to_chrono().with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Madrid;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_hour_that_a_clock_leaves_out_is_no_moment_and_the_one_it_shows_twice_is_the_first() {
        assert_eq!(moment("2026-03-29T02:30", Madrid), None);
        let twice = moment("2026-10-25 02:30", Madrid).unwrap();
        assert_eq!(twice.to_datetime(), "2026-10-25T00:30:00Z");
        for wrong in ["", "tomorrow", "2026-13-01T00:00", "2026-02-30T10:00", "2026-01-01"] {
            assert_eq!(moment(wrong, Madrid), None, "{wrong}");
        }
    }

    #[test]
    fn a_period_ends_after_it_starts_and_within_a_year() {
        let wrong = |starts, ends| {
            let mut errors = FieldErrors::default();
            Period::parse(starts, ends, Madrid, &mut errors);
            errors.0.iter().map(|error| error.key).collect::<Vec<_>>()
        };
        assert_eq!(wrong("2026-01-01T10:00", "2026-01-01T10:01"), [""; 0]);
        assert_eq!(wrong("2026-01-01T10:00", "2026-01-01T10:00"), ["error-call-order"]);
        assert_eq!(wrong("2026-01-01T10:00", "2027-06-01T10:00"), ["error-call-long"]);
        assert_eq!(wrong("soon", ""), ["error-call-moment", "error-call-moment"]);
    }

    proptest! {
        #[test]
        fn what_a_field_shows_is_read_back_as_the_same_minute(minutes in 0_i64..40_000_000) {
            let at = Timestamp::from_micros(minutes * crate::time::MINUTE);
            let read = moment(&moment_field(at, Madrid), Madrid).unwrap();
            // The second of two like hours is read as the first.
            prop_assert!(read == at || at.since(read) == crate::time::HOUR);
        }
    }
}
