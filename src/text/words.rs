//! Words, numbers and dates in the reader's language and time zone. Every sentence comes from `locales/`.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::Locale;
use chrono_tz::Tz;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{Loader, static_loader};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use unic_langid::{LanguageIdentifier, langid};

use crate::text_enum;
use crate::time::{DAY, HOUR, MINUTE, Timestamp};

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks around every argument would show up in titles, mails and tests; what people typed is
        // isolated by `<bdi>` in the templates instead.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

text_enum! {
    /// A language that the site speaks.
    pub enum Language {
        /// English.
        En = "en",
        /// Spanish.
        Es = "es",
    }
}

impl Language {
    fn id(self) -> LanguageIdentifier {
        match self {
            Self::En => langid!("en"),
            Self::Es => langid!("es"),
        }
    }

    fn calendar(self) -> Locale {
        match self {
            Self::En => Locale::en_GB,
            Self::Es => Locale::es_ES,
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
        }
    }

    /// The best language for an `Accept-Language` header, or `None` when it names none of ours.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut wanted: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(';');
                let tag = pieces.next()?.trim().to_ascii_lowercase();
                let weight = pieces.find_map(|p| p.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
                Some((weight, Self::parse(tag.split('-').next()?)?))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.first().map(|(_, language)| *language)
    }
}

/// An argument of a message: a number (which also chooses the plural form) or a text.
pub enum Arg {
    /// A number; the message sees it as `$name`, and written out for the reader as `$name_text`.
    Number(i64),
    /// A text.
    Text(String),
}

macro_rules! args_from {
    ($($from:ty => |$value:ident| $arg:expr),+ $(,)?) => {$(
        impl From<$from> for Arg {
            fn from($value: $from) -> Self { $arg }
        }
    )+};
}

args_from! {
    i64 => |n| Arg::Number(n),
    i32 => |n| Arg::Number(n.into()),
    u32 => |n| Arg::Number(n.into()),
    usize => |n| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX)),
    &str => |text| Arg::Text(text.to_owned()),
    String => |text| Arg::Text(text),
}

/// Templates hand their fields over by reference.
impl<T: Clone> From<&T> for Arg
where
    Self: From<T>,
{
    fn from(value: &T) -> Self {
        value.clone().into()
    }
}

/// The reader's language and time zone, and everything that is said in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// The language.
    pub language: Language,
    /// The time zone.
    pub zone: Tz,
}

impl Words {
    /// Words for a reader.
    pub fn new(language: Language, zone: Tz) -> Self {
        Self { language, zone }
    }

    /// The message with this key. An unknown key shows as itself; a test keeps that from happening.
    pub fn get(&self, key: &str) -> String {
        self.find(key, None)
    }

    /// A message whose plural form depends on `$count`; `$count_text` is the number as the reader writes it.
    pub fn count(&self, key: &str, count: impl Into<Arg>) -> String {
        self.with(key, &[("count", count.into())])
    }

    /// A message with one argument.
    pub fn one(&self, key: &str, name: &'static str, value: impl Into<Arg>) -> String {
        self.with(key, &[(name, value.into())])
    }

    /// A message with two arguments.
    pub fn two(
        &self,
        key: &str,
        name: &'static str,
        value: impl Into<Arg>,
        other: &'static str,
        other_value: impl Into<Arg>,
    ) -> String {
        self.with(key, &[(name, value.into()), (other, other_value.into())])
    }

    /// A message with any arguments.
    pub fn with(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        let mut map: HashMap<Cow<'static, str>, FluentValue<'_>> = HashMap::with_capacity(args.len() * 2);
        for (name, arg) in args {
            match arg {
                Arg::Number(n) => {
                    map.insert(Cow::Borrowed(name), FluentValue::from(*n));
                    map.insert(Cow::Owned(format!("{name}_text")), FluentValue::from(self.number(*n)));
                }
                Arg::Text(text) => {
                    map.insert(Cow::Borrowed(name), FluentValue::from(text.as_str()));
                }
            }
        }
        self.find(key, Some(&map))
    }

    /// What is wrong with a field, in words.
    pub fn field_error(&self, error: &crate::error::FieldError) -> String {
        let args: Vec<(&'static str, Arg)> =
            error.args.iter().map(|(name, n)| (*name, Arg::Number(*n))).collect();
        self.with(error.key, &args)
    }

    fn find(&self, key: &str, args: Option<&HashMap<Cow<'static, str>, FluentValue<'_>>>) -> String {
        LOCALES.try_lookup_complete(&self.language.id(), key, args).unwrap_or_else(|| key.to_owned())
    }

    /// A whole number, grouped as the reader groups it.
    pub fn number(&self, n: impl TryInto<i64>) -> String {
        self.grouped(&n.try_into().unwrap_or(i64::MAX).into())
    }

    /// A number with so many decimals, as written in the language.
    pub fn decimal(&self, n: f64, places: usize) -> String {
        let plain = format!("{n:.places$}");
        Decimal::try_from_str(&plain).map_or(plain, |exact| self.grouped(&exact))
    }

    fn grouped(&self, n: &Decimal) -> String {
        let locale = match self.language {
            Language::En => icu_locale_core::locale!("en"),
            Language::Es => icu_locale_core::locale!("es"),
        };
        match DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()) {
            Ok(formatter) => formatter.format(n).to_string(),
            Err(_) => n.to_string(),
        }
    }

    /// A day, as in "22 November 2026".
    pub fn date(&self, at: Timestamp) -> String {
        self.pattern(at, "date-pattern")
    }

    /// A day and the time of day, as in "22 November 2026, 09:30".
    pub fn date_time(&self, at: Timestamp) -> String {
        self.pattern(at, "date-time-pattern")
    }

    fn pattern(&self, at: Timestamp, key: &str) -> String {
        let local = at.to_chrono().with_timezone(&self.zone);
        local.format_localized(&self.get(key), self.language.calendar()).to_string().trim_start().to_owned()
    }

    /// How long ago, in the largest fitting unit: "3 days ago"; beyond 30 days, the date.
    pub fn ago(&self, at: Timestamp, now: Timestamp) -> String {
        match now.since(at) {
            passed if passed < MINUTE => self.get("ago-now"),
            passed if passed < HOUR => self.count("ago-minutes", passed / MINUTE),
            passed if passed < DAY => self.count("ago-hours", passed / HOUR),
            passed if passed < 30 * DAY => self.count("ago-days", passed / DAY),
            _ => self.date(at),
        }
    }
}
