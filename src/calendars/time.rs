//! Counting in working time. Hours are those of the wall clock: a span that a daylight-saving change cuts is as long as
//! the clock really ran.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _};
use chrono_tz::Tz;

use super::Hours;
use crate::time::{SECOND, Timestamp};

/// Days that a count looks at before it gives up: ten years.
const HORIZON: u64 = 3_653;

/// Whose hours, in which zone, without which days.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Where the clock hangs.
    pub zone: Tz,
    /// The hours of a week.
    pub hours: Hours,
    /// Days without work.
    pub holidays: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// The calendar day of a moment, where the clock hangs.
    pub fn day_of(&self, at: Timestamp) -> NaiveDate {
        at.to_chrono().with_timezone(&self.zone).date_naive()
    }

    /// Whether anybody works that day.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        !self.wall_spans(day).is_empty()
    }

    fn wall_spans(&self, day: NaiveDate) -> &[super::Span] {
        if self.holidays.contains(&day) {
            return &[];
        }
        let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or(0);
        self.hours.of_day(weekday)
    }

    /// The working time of a day, in order. Where an hour runs twice, spans around it would overlap: the later one begins
    /// where the one before ends.
    fn spans(&self, day: NaiveDate) -> Vec<(Timestamp, Timestamp)> {
        let at = |minutes: u32, is_end: bool| {
            let local = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes.into());
            // A midnight that comes twice ends the day the first time, as it begins the next.
            instant(self.zone, local, is_end && minutes < super::hours::DAY_MINUTES)
        };
        let mut spans: Vec<(Timestamp, Timestamp)> = Vec::new();
        for span in self.wall_spans(day) {
            let from = at(span.from, false);
            let from = spans.last().map_or(from, |(_, before)| from.max(*before));
            let to = at(span.to, true);
            if from < to {
                spans.push((from, to));
            }
        }
        spans
    }

    /// Working time from one moment to a later one, in microseconds; 0 when it is not later.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> i64 {
        let (mut day, last) = (self.day_of(from), self.day_of(to));
        let mut worked: i64 = 0;
        for _ in 0..=HORIZON {
            if day > last {
                break;
            }
            for (start, end) in self.spans(day) {
                worked = worked.saturating_add(end.min(to).since(start.max(from)).max(0));
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        worked
    }

    /// The moment at which so much working time (in microseconds) has passed. With none to pass, the moment itself.
    pub fn plus(&self, from: Timestamp, micros: i64) -> Timestamp {
        let mut left = micros;
        let mut day = self.day_of(from);
        for _ in 0..=HORIZON {
            if left <= 0 {
                return from;
            }
            for (start, end) in self.spans(day) {
                let begin = start.max(from);
                let length = end.since(begin).max(0);
                if length >= left && length > 0 {
                    return begin.plus(left);
                }
                left -= length;
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        from.plus(micros)
    }

    /// The moment from which so much working time passes until this one.
    pub fn minus(&self, until: Timestamp, micros: i64) -> Timestamp {
        let mut left = micros;
        let mut day = self.day_of(until);
        for _ in 0..=HORIZON {
            if left <= 0 {
                return until;
            }
            for (start, end) in self.spans(day).into_iter().rev() {
                let finish = end.min(until);
                let length = finish.since(start).max(0);
                if length >= left && length > 0 {
                    return finish.minus(left);
                }
                left -= length;
            }
            let Some(before) = day.pred_opt() else { break };
            day = before;
        }
        until.minus(micros)
    }

    /// The `n`th working day after a day.
    pub fn working_day_after(&self, day: NaiveDate, n: i32) -> NaiveDate {
        let mut left = n;
        let mut day = day;
        for _ in 0..HORIZON {
            if left <= 0 {
                break;
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
            left -= i32::from(self.is_working(day));
        }
        day
    }

    /// The close of business on the `n`th working day after a moment's day.
    pub fn close_after(&self, at: Timestamp, n: i32) -> Timestamp {
        let day = self.working_day_after(self.day_of(at), n);
        self.spans(day).last().map_or_else(|| self.end_of(day), |(_, end)| *end)
    }

    /// The end of the `n`th working day after a moment's day: midnight.
    pub fn end_after(&self, at: Timestamp, n: i32) -> Timestamp {
        self.end_of(self.working_day_after(self.day_of(at), n))
    }

    fn end_of(&self, day: NaiveDate) -> Timestamp {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        instant(self.zone, next.and_time(NaiveTime::MIN), false).minus(SECOND)
    }

    /// Working days after the one day up to and with the other; 0 on the same day.
    pub fn working_days(&self, from: Timestamp, to: Timestamp) -> i32 {
        let (first, last) = (self.day_of(from), self.day_of(to));
        let days = first.iter_days().skip(1).take(usize::try_from(HORIZON).unwrap_or(0));
        let count = days.take_while(|day| *day <= last).filter(|day| self.is_working(*day)).count();
        i32::try_from(count).unwrap_or(i32::MAX)
    }
}

/// The moment of a wall clock's time. Of two such moments a start is the first and an end the second; a time that a
/// change leaps over is the moment of the leap.
fn instant(zone: Tz, local: NaiveDateTime, is_end: bool) -> Timestamp {
    let found = zone.from_local_datetime(&local);
    let found = if is_end { found.latest() } else { found.earliest() };
    found.map_or_else(|| leap(zone, local), |at| at.to_utc().into())
}

/// The first moment at which a wall clock shows this time or a later one, which it leaps to.
fn leap(zone: Tz, local: NaiveDateTime) -> Timestamp {
    let guess = local.and_utc().timestamp();
    let (mut before, mut after) = (guess - 2 * 86_400, guess + 2 * 86_400);
    let shows = |at: i64| {
        DateTime::from_timestamp(at, 0).is_none_or(|at| at.with_timezone(&zone).naive_local() >= local)
    };
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if shows(middle) { after = middle } else { before = middle }
    }
    Timestamp::from_micros(after.saturating_mul(SECOND))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::{DAY, HOUR, MINUTE};

    const ZONES: [Tz; 9] = [
        chrono_tz::UTC,
        chrono_tz::Atlantic::Azores,
        chrono_tz::Europe::Madrid,
        chrono_tz::America::New_York,
        chrono_tz::America::Santiago,
        chrono_tz::Australia::Lord_Howe,
        chrono_tz::Africa::Cairo,
        chrono_tz::Asia::Kathmandu,
        chrono_tz::Pacific::Auckland,
    ];

    fn at(text: &str) -> Timestamp {
        text.parse::<DateTime<chrono::Utc>>().unwrap().into()
    }

    fn calendar(zone: Tz, hours: &str, holidays: &[&str]) -> Calendar {
        Calendar {
            zone,
            hours: Hours::from_text(hours).unwrap(),
            holidays: holidays.iter().map(|day| day.parse().unwrap()).collect(),
        }
    }

    const OFFICE: &str = "09:00-12:30, 13:30-17:00;09:00-17:00;09:00-17:00;09:00-17:00;09:00-15:00;;";

    #[test]
    fn working_time_leaves_out_nights_lunches_weekends_and_holidays() {
        let own = calendar(chrono_tz::Europe::Madrid, OFFICE, &["2026-12-24", "2026-12-25"]);
        // Wednesday 16:00 in Madrid; Thursday and Friday are off, Monday has a lunch.
        let start = at("2026-12-23T15:00:00Z");
        assert_eq!(own.plus(start, HOUR), at("2026-12-23T16:00:00Z"));
        assert_eq!(own.plus(start, HOUR + MINUTE), at("2026-12-28T08:01:00Z"));
        assert_eq!(own.plus(start, 5 * HOUR), at("2026-12-28T13:00:00Z"));
        assert_eq!(own.minus(at("2026-12-28T08:01:00Z"), 2 * MINUTE), at("2026-12-23T15:59:00Z"));
        assert_eq!(own.between(start, at("2026-12-28T13:00:00Z")), 5 * HOUR);
        assert_eq!(own.close_after(start, 1), at("2026-12-28T16:00:00Z"));
        assert_eq!(own.end_after(start, 2), at("2026-12-29T22:59:59Z"));
        assert_eq!(own.working_days(start, at("2026-12-29T10:00:00Z")), 2);
        assert_eq!(own.working_days(start, start), 0);
    }

    #[test]
    fn a_day_with_a_change_is_as_long_as_the_clock_ran() {
        let night = calendar(chrono_tz::Europe::Madrid, "0-6;0-6;0-6;0-6;0-6;0-6;0-6", &[]);
        let worked = |from, to| night.between(at(from), at(to));
        assert_eq!(worked("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"), 5 * HOUR);
        assert_eq!(worked("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"), 7 * HOUR);
        // A span that the change leaps over whole does not exist.
        let leapt = calendar(chrono_tz::Europe::Madrid, "2-3;2-3;2-3;2-3;2-3;2-3;2-3", &[]);
        assert_eq!(leapt.between(at("2026-03-28T12:00:00Z"), at("2026-03-29T12:00:00Z")), 0);
    }

    fn calendars() -> impl Strategy<Value = Calendar> {
        let day = prop_oneof![
            Just(""),
            Just("09:00-17:00"),
            Just("00:00-24:00"),
            Just("01:15-02:45, 23:00-24:00"),
            Just("00:00-00:01, 02:00-03:00, 12:00-20:30"),
        ];
        let week = proptest::collection::vec(day, 7).prop_filter("somebody works", |days| {
            days.iter().any(|day| !day.is_empty() && *day != "02:00-03:00")
        });
        (0..ZONES.len(), week, proptest::collection::btree_set(0_u64..3_000, 0..20)).prop_map(
            |(zone, week, off)| Calendar {
                zone: ZONES[zone],
                hours: Hours::from_text(&week.join(";")).unwrap(),
                holidays: off
                    .into_iter()
                    .map(|n| NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + Days::new(n))
                    .collect(),
            },
        )
    }

    fn moments() -> impl Strategy<Value = Timestamp> {
        // Half of them near changes of some zone.
        let changes =
            ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-03-08T07:00:00Z", "2026-04-05T03:00:00Z"];
        prop_oneof![
            (0_i64..5 * 365 * 24 * 60).prop_map(|minutes| at("2023-01-01T00:00:00Z").plus(minutes * MINUTE)),
            (0..changes.len(), -4 * 24 * 60_i64..4 * 24 * 60)
                .prop_map(move |(change, minutes)| at(changes[change]).plus(minutes * MINUTE)),
        ]
    }

    proptest! {
        #[test]
        fn what_is_added_is_between(own in calendars(), from in moments(), minutes in 1_i64..20_000) {
            let micros = minutes * MINUTE;
            let to = own.plus(from, micros);
            prop_assert!(to > from);
            prop_assert_eq!(own.between(from, to), micros);
            // And it is the first such moment.
            prop_assert_eq!(own.between(from, to.minus(1)), micros - 1);
            prop_assert_eq!(own.between(own.minus(to, micros), to), micros);
            prop_assert!(own.minus(to, micros) >= from);
        }

        #[test]
        fn working_time_adds_up_and_never_exceeds_the_clock(
            own in calendars(), a in moments(), first in 0_i64..40_000, second in 0_i64..40_000,
        ) {
            let b = a.plus(first * MINUTE);
            let c = b.plus(second * MINUTE);
            prop_assert_eq!(own.between(a, b) + own.between(b, c), own.between(a, c));
            prop_assert!(own.between(a, c) <= c.since(a));
            prop_assert_eq!(own.between(c, a).min(0), 0);
        }

        #[test]
        fn a_pause_moves_what_is_due_by_no_working_time(
            own in calendars(), asked in moments(), left in 1_i64..10_000, pause in 0_i64..40_000,
        ) {
            let due = own.plus(asked, left * MINUTE);
            let answered = asked.plus(pause * MINUTE);
            let moved = own.plus(answered, own.between(asked, due));
            prop_assert!(moved >= due);
            prop_assert_eq!(own.between(answered, moved), left * MINUTE);
        }

        #[test]
        fn days_close_by_the_wall_clock_whatever_changes(own in calendars(), from in moments(), n in 1_i32..40) {
            let close = own.close_after(from, n);
            let local = close.to_chrono().with_timezone(&own.zone);
            let day = own.working_day_after(own.day_of(from), n);
            prop_assert!(own.is_working(day));
            let last = own.wall_spans(day).last().unwrap().to;
            let shown = (local.naive_local() - day.and_time(NaiveTime::MIN)).num_minutes();
            prop_assert!(shown == i64::from(last) || shown - i64::from(last) <= 60, "{shown} for {last}");
            prop_assert_eq!(own.working_days(from, close.minus(1)), n);
            prop_assert!(own.end_after(from, n).plus(SECOND) >= close);
            prop_assert!(own.end_after(from, n).since(close) < DAY + HOUR);
        }
    }
}
