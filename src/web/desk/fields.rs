//! The fields of a form in which a name may stand several times, as check boxes do.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use chrono::{NaiveDate, NaiveTime, TimeZone as _};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

use crate::error::{Error, Result};
use crate::http::guard::GuardError;
use crate::text::words::Words;
use crate::time::Timestamp;

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

    /// The end of the day that a date field names, for the reader.
    pub fn due(&self, name: &'static str, words: &Words) -> Result<Option<Timestamp>> {
        let typed = self.get(name).trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let day = typed.parse::<NaiveDate>().map_err(|_| Error::field(name, "error-due"))?;
        let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
        let end = words.zone.from_local_datetime(&day.and_time(last)).latest();
        end.map(|end| Some(end.to_utc().into())).ok_or_else(|| Error::field(name, "error-due"))
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

/// A moment as a date field shows it.
pub fn date_field(at: Option<Timestamp>, words: &Words) -> String {
    at.map_or_else(String::new, |at| at.to_chrono().with_timezone(&words.zone).format("%Y-%m-%d").to_string())
}
