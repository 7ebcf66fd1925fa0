//! The fields of a form in which a name may stand several times, as check boxes do.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use chrono::{Days, NaiveDate, NaiveTime, TimeZone as _};
use chrono_tz::Tz;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

use crate::calendars;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::guard::GuardError;
use crate::ids::TeamId;
use crate::time::{Timestamp, start_of_day};

/// How many days ahead something may be due: about three years.
const DUE_DAYS_MAX: u64 = 3 * 366;

/// A form as it came.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a body or a query.
    pub fn parse(bytes: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// The value of a field; empty when it did not come.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(own, _)| own == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether a field came with anything in it.
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// What was chosen in a field, or what stands there when the form did not come.
    pub fn chosen<'a>(&'a self, name: &str, stored: &'a str) -> &'a str {
        self.0.iter().find(|(own, _)| own == name).map_or(stored, |(_, value)| value)
    }

    /// The moment of the last change that whoever made the form had before them; none in a form of something new.
    pub fn seen(&self) -> Option<Timestamp> {
        self.get("seen").parse().ok().map(Timestamp::from_micros)
    }

    /// The day that a date field names.
    fn day(&self, name: &'static str) -> Result<Option<NaiveDate>> {
        let typed = self.get(name).trim();
        if typed.is_empty() {
            return Ok(None);
        }
        typed.parse::<NaiveDate>().map(Some).map_err(|_| Error::field(name, "error-due"))
    }

    /// The beginning of the day that a date field names, in a zone.
    pub fn start_of_day(&self, name: &'static str, zone: Tz) -> Result<Option<Timestamp>> {
        Ok(self.day(name)?.map(|day| start_of_day(day, zone)))
    }

    /// The beginning of the day after the one that a date field names, in a zone.
    pub fn start_of_next_day(&self, name: &'static str, zone: Tz) -> Result<Option<Timestamp>> {
        let Some(day) = self.day(name)? else { return Ok(None) };
        let next = day.checked_add_days(Days::new(1)).ok_or_else(|| Error::field(name, "error-due"))?;
        Ok(Some(start_of_day(next, zone)))
    }

    /// The end of the day that a date field names, in a zone.
    pub fn end_of_day(&self, name: &'static str, zone: Tz) -> Result<Option<Timestamp>> {
        let Some(day) = self.day(name)? else { return Ok(None) };
        let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
        let end = zone.from_local_datetime(&day.and_time(last)).latest();
        end.map(|end| Some(end.to_utc().into())).ok_or_else(|| Error::field(name, "error-due"))
    }

    /// The same of a day on which something is due: today, or later, and not in a far year that was a slip.
    pub fn due(&self, name: &'static str, zone: Tz, now: Timestamp) -> Result<Option<Timestamp>> {
        let Some(day) = self.day(name)? else { return Ok(None) };
        let today = now.to_chrono().with_timezone(&zone).date_naive();
        if day < today {
            return Err(Error::field(name, "error-due-past"));
        }
        if today.checked_add_days(Days::new(DUE_DAYS_MAX)).is_some_and(|last| day > last) {
            return Err(Error::field(name, "error-due-far"));
        }
        self.end_of_day(name, zone)
    }
}

impl FromRequest for Fields {
    type Error = GuardError;
    type Future = LocalBoxFuture<'static, std::result::Result<Self, GuardError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        async move {
            let bytes = body.await.map_err(|_| GuardError(Error::field("body", "error-413-text")))?;
            Ok(Self::parse(&bytes))
        }
        .boxed_local()
    }
}

/// The fields of the address.
#[derive(Debug, Clone, Default)]
pub struct QueryFields(pub Fields);

impl FromRequest for QueryFields {
    type Error = GuardError;
    type Future = Ready<std::result::Result<Self, GuardError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(Fields::parse(request.query_string().as_bytes()))))
    }
}

/// A moment as a date field shows it in a zone.
pub fn date_field(at: Option<Timestamp>, zone: Tz) -> String {
    at.map_or_else(String::new, |at| at.to_chrono().with_timezone(&zone).format("%Y-%m-%d").to_string())
}

/// Where the clock of a team hangs, which says when its days end: by its calendar, or the site's.
pub async fn zone_of(db: &Database, team: TeamId) -> Result<Tz> {
    db.read(move |db| Ok(calendars::of_team(db, team)?.zone)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_day_ends_where_the_teams_clock_hangs_and_is_neither_past_nor_far() {
        let now: Timestamp = "2026-01-15T23:30:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().into();
        let due = |day: &str, zone| {
            let fields = Fields(vec![("due".to_owned(), day.to_owned())]);
            fields.due("due", zone, now).map(|due| due.map(Timestamp::to_rfc3339)).ok()
        };
        assert_eq!(due("", Tz::UTC), Some(None));
        assert_eq!(due("2026-01-15", Tz::UTC), Some(Some("2026-01-15T23:59:59Z".to_owned())));
        assert_eq!(due("2026-01-15", Tz::Asia__Tokyo), None, "there it is the 16th");
        assert_eq!(due("2026-01-16", Tz::Asia__Tokyo), Some(Some("2026-01-16T14:59:59Z".to_owned())));
        assert!(due("2029-01-17", Tz::UTC).is_some() && due("2029-01-18", Tz::UTC).is_none());
        assert_eq!(due("2206-01-17", Tz::UTC), None);
    }
}
