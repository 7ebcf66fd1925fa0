//! What an administrator sets about the site as a whole: its name, words, colour, promise, and where pictures may
//! come from.

use super::colour::Rgb;
use super::{Site, find, save};
use crate::db::Db;
use crate::error::{FieldErrors, Result};
use crate::jobs::{self, Job, Rendering};
use crate::text::clean;
use crate::text::words::Language;
use crate::time::Timestamp;

/// Most characters in the site's name.
pub const NAME_MAX: usize = 60;
/// Most characters in its line.
pub const TAGLINE_MAX: usize = 160;
/// Most characters in the welcome.
pub const WELCOME_MAX: usize = 5_000;
/// Most hosts that pictures may come from.
pub const HOSTS_MAX: usize = 20;
/// The colour that the style sheet has of its own.
pub const BUILT_IN_COLOUR: &str = "#0d5a54";

/// The form, every field as typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct LookInput<'a> {
    /// The site's name.
    pub name: &'a str,
    /// One line below it.
    pub tagline: &'a str,
    /// Markdown above the list.
    pub welcome: &'a str,
    /// Language of those who chose none.
    pub language: &'a str,
    /// Time zone of those who chose none.
    pub time_zone: &'a str,
    /// Days within which an answer is promised; empty for no promise.
    pub promise_days: &'a str,
    /// `#rrggbb`; empty or the built-in one for the built-in colour.
    pub brand_colour: &'a str,
    /// Hosts whose images may appear in posts, one a line.
    pub image_hosts: &'a str,
}

/// The form, parsed.
#[derive(Debug, Clone)]
pub struct LookDraft {
    name: String,
    tagline: String,
    welcome: String,
    language: Language,
    time_zone: chrono_tz::Tz,
    promise_days: i32,
    brand_colour: Option<String>,
    image_hosts: Vec<String>,
}

impl LookDraft {
    /// Parses what was typed.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be taken.
    pub fn parse(input: &LookInput<'_>) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = line("name", input.name, NAME_MAX, &mut errors);
        if clean::is_invisible(&name) && errors.is_empty() {
            errors.add("name", "error-site-name");
        }
        let tagline = line("tagline", input.tagline, TAGLINE_MAX, &mut errors);
        let welcome = clean::multi_line(input.welcome.trim()).unwrap_or_default();
        if clean::char_count(&welcome) > WELCOME_MAX {
            too_long("welcome", WELCOME_MAX, &mut errors);
        }
        let language = Language::parse(input.language).unwrap_or_else(|| {
            errors.add("language", "error-choice");
            Language::En
        });
        let time_zone = input.time_zone.parse().unwrap_or_else(|_| {
            errors.add("time_zone", "error-time-zone");
            chrono_tz::UTC
        });
        let promise_days = promise(input.promise_days, &mut errors);
        let brand_colour = colour(input.brand_colour, &mut errors);
        let image_hosts = hosts(input.image_hosts, &mut errors);
        errors.or(Self {
            name,
            tagline,
            welcome,
            language,
            time_zone,
            promise_days,
            brand_colour,
            image_hosts,
        })
    }

    /// The colour of choice, if it is not the built-in one.
    pub fn colour(&self) -> Option<Rgb> {
        self.brand_colour.as_deref().and_then(Rgb::parse)
    }

    /// The welcome in Markdown, cleaned.
    pub fn welcome(&self) -> &str {
        &self.welcome
    }

    /// The hosts whose images may appear.
    pub fn image_hosts(&self) -> &[String] {
        &self.image_hosts
    }

    /// Stores it.
    pub fn save(&self, db: &mut Db, now: Timestamp) -> Result<Site> {
        let mut site = find(db)?;
        site.name.clone_from(&self.name);
        site.tagline.clone_from(&self.tagline);
        site.welcome.clone_from(&self.welcome);
        site.language = self.language;
        site.time_zone = self.time_zone.name().to_owned();
        site.promise_days = self.promise_days;
        site.brand_colour.clone_from(&self.brand_colour);
        let hosts = self.image_hosts.join("\n");
        if site.image_hosts != hosts {
            for of in [Rendering::Ideas, Rendering::Comments, Rendering::Responses] {
                let key = format!("pictures:{of}:{}", now.micros());
                jobs::enqueue(db, &key, &Job::RenderPictures { of }, now)?;
            }
        }
        site.image_hosts = hosts;
        save(db, site, now)
    }
}

fn line(field: &'static str, typed: &str, limit: usize, errors: &mut FieldErrors) -> String {
    let Ok(text) = clean::single_line(typed) else {
        errors.add(field, "error-control-characters");
        return String::new();
    };
    if clean::char_count(&text) > limit {
        too_long(field, limit, errors);
    }
    text
}

fn too_long(field: &'static str, limit: usize, errors: &mut FieldErrors) {
    errors.add_with(field, "error-too-long", &[("limit", i64::try_from(limit).unwrap_or(i64::MAX))]);
}

/// 1 to 365 days; 0 stands for no promise.
fn promise(typed: &str, errors: &mut FieldErrors) -> i32 {
    if typed.trim().is_empty() {
        return 0;
    }
    match typed.trim().parse() {
        Ok(days) if (0..=365).contains(&days) => days,
        _ => {
            errors.add("promise_days", "error-promise-days");
            0
        }
    }
}

fn colour(typed: &str, errors: &mut FieldErrors) -> Option<String> {
    let typed = typed.trim().to_ascii_lowercase();
    if typed.is_empty() || typed == BUILT_IN_COLOUR {
        return None;
    }
    if Rgb::parse(&typed).is_none() {
        errors.add("brand_colour", "error-colour");
    }
    Some(typed)
}

fn hosts(typed: &str, errors: &mut FieldErrors) -> Vec<String> {
    let mut hosts: Vec<String> = Vec::new();
    for typed in typed.split([',', '\n', ' ']).map(str::trim).filter(|host| !host.is_empty()) {
        match host(typed) {
            Some(host) if hosts.contains(&host) => {}
            Some(host) => hosts.push(host),
            None => {
                errors.0.retain(|error| error.field != "image_hosts");
                errors.add("image_hosts", "error-image-host");
            }
        }
    }
    if hosts.len() > HOSTS_MAX {
        errors.add_with("image_hosts", "error-image-hosts-many", &[("limit", 20)]);
    }
    hosts
}

/// A host name as browsers write it, with a dot in it and without a port. It goes into a header, so nothing but letters,
/// digits, dots and hyphens passes.
fn host(typed: &str) -> Option<String> {
    let url = url::Url::parse(&format!("https://{typed}/")).ok()?;
    let name = url.domain().filter(|name| name.contains('.') && name.len() <= 253)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let is_all = url.port().is_none()
        && url.path() == "/"
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    (is_all && name.chars().all(is_plain)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn image_hosts_are_host_names_and_nothing_else() {
        for (typed, expected) in [
            ("images.example.com", Some("images.example.com")),
            ("Images.Example.COM", Some("images.example.com")),
            ("bücher.example", Some("xn--bcher-kva.example")),
            ("example.com:8443", None),
            ("https://example.com", None),
            ("example.com/pictures", None),
            ("user@example.com", None),
            ("localhost", None),
            ("127.0.0.1", None),
            ("[::1]", None),
            ("*", None),
            ("*.example.com", None),
            ("example.com;script-src", None),
            ("'unsafe-inline'", None),
            ("example.com?x", None),
        ] {
            assert_eq!(host(typed).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn every_wrong_field_is_named() {
        let input = LookInput {
            name: " ",
            tagline: &"x".repeat(161),
            welcome: &"x".repeat(5_001),
            language: "xx",
            time_zone: "Mars/Olympus",
            promise_days: "366",
            brand_colour: "red",
            image_hosts: "*",
        };
        let Err(crate::error::Error::Invalid(errors)) = LookDraft::parse(&input) else { panic!("taken") };
        let fields: Vec<&str> = errors.0.iter().map(|error| error.field).collect();
        let all = "name tagline welcome language time_zone promise_days brand_colour image_hosts";
        assert_eq!(fields.join(" "), all);
    }
}
