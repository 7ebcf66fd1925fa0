//! What recurs. A job's key holds its day or week, so that neither a restart nor a second instance doubles it.

use chrono::{NaiveDate, TimeZone as _, Weekday};
use chrono_tz::Tz;

use crate::db::Db;
use crate::error::Result;
use crate::integrity::sweep;
use crate::jobs::{self, Job};
use crate::site;
use crate::time::{DAY, HOUR, MINUTE, Timestamp};
use crate::triage::lenses;

/// A weekly mail that could not go for so long is left out.
const WEEKLY_GRACE: i64 = 36 * HOUR;
/// How long between two looks at new votes.
const SWEEP_EVERY: i64 = 10 * MINUTE;

/// Enqueues what is due and has not been; gives how much. Days and weeks begin in the site's time zone.
pub(super) fn enqueue_due(db: &mut Db, now: Timestamp) -> Result<usize> {
    let zone = site::find(db)?.zone();
    let today = now.to_chrono().with_timezone(&zone).date_naive();
    let mut new = 0;
    let daily = [
        (3, "tidy", Job::Tidy),
        (4, "check_landmarks", Job::CheckLandmarks),
        (5, "ask_rules", Job::AskRules),
        (6, "find_rings", Job::FindRings),
    ];
    for (hour, name, job) in daily {
        if is_due(today, hour, zone, now, DAY) {
            new += usize::from(jobs::enqueue(db, &format!("{name}:{today}"), &job, now)?);
        }
    }
    let hour = now.to_chrono().format("%Y-%m-%dT%H");
    new += usize::from(jobs::enqueue(db, &format!("measure_promises:{hour}"), &Job::MeasurePromises, now)?);
    if sweep::is_due(db, now)? {
        let slot = now.micros() / SWEEP_EVERY;
        new += usize::from(jobs::enqueue(
            db,
            &format!("sweep_votes:{slot}"),
            &Job::SweepVotes { until: now },
            now,
        )?);
    }
    let week = today.week(Weekday::Mon).first_day();
    if is_due(week, 7, zone, now, WEEKLY_GRACE) {
        let job = Job::TellOverdue { week: week.to_string() };
        new += usize::from(jobs::enqueue(db, &format!("overdue:{week}"), &job, now)?);
    }
    if is_due(week, 8, zone, now, WEEKLY_GRACE) {
        let job = Job::AskWhetherNeeded { week: week.to_string() };
        new += usize::from(jobs::enqueue(db, &format!("needed:{week}"), &job, now)?);
    }
    Ok(new + lenses::scores::enqueue_due(db, now)?)
}

/// Whether a day's hour in a zone has passed, by less than `grace`.
fn is_due(day: NaiveDate, hour: u32, zone: Tz, now: Timestamp, grace: i64) -> bool {
    let at = day.and_hms_opt(hour, 0, 0).and_then(|local| zone.from_local_datetime(&local).earliest());
    at.is_some_and(|at| (0..grace).contains(&now.since(at.to_utc().into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().into()
    }

    #[test]
    fn an_hour_is_due_in_the_sites_own_zone_and_for_its_grace_only() {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let due = |now| is_due(monday, 7, chrono_tz::Europe::Madrid, at(now), WEEKLY_GRACE);
        assert!(!due("2026-11-23T05:59:59Z"));
        assert!(due("2026-11-23T06:00:00Z"));
        assert!(due("2026-11-24T17:59:59Z"));
        assert!(!due("2026-11-24T18:00:00Z"));
    }
}
