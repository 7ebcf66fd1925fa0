//! Configuration: one documented struct, read from a TOML file and the environment.
//! The doc comments are the help text that `groundswell config print` shows.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::error::{Error, Result};

/// Longest that a session may last: ten years.
const SESSION_DAYS_MAX: u32 = 3650;

/// One option, as `config print` and the README show it.
#[derive(Debug, Clone, Copy)]
pub struct OptionHelp {
    /// Name in the TOML file; in capitals, in the environment.
    pub name: &'static str,
    /// What it does.
    pub help: &'static [&'static str],
    /// Whether its value is masked when printed.
    pub secret: bool,
}

macro_rules! options {
    ($($(#[doc = $doc:literal])+ $(@$secret:ident)? $name:ident: $kind:ty = $default:expr;)+) => {
        /// Everything that can be set from outside. Each field is an option of the same name in the TOML file,
        /// and in capitals in the environment, which wins.
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Config {$(
            $(#[doc = $doc])+
            pub $name: $kind,
        )+}

        impl Default for Config {
            fn default() -> Self {
                Self { $($name: $default,)+ }
            }
        }

        impl Config {
            /// Every option with its help, in the order of the struct.
            pub const OPTIONS: &'static [OptionHelp] = &[$(
                OptionHelp {
                    name: stringify!($name),
                    help: &[$($doc),+],
                    secret: options!(@is $($secret)?),
                },
            )+];
        }
    };
    (@is secret) => { true };
    (@is) => { false };
}

options! {
    /// Where the data is: a path or `sqlite:path` for the embedded SQLite, `postgres://…` for PostgreSQL.
    @secret database_url: String = "data/groundswell.db".into();
    /// Connections to the database: readers on SQLite (it has one writer of its own), all of them on PostgreSQL.
    database_connections: u32 = 8;
    /// Address and port that serve the site.
    listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 8080));
    /// Threads that answer requests; 0 takes one per processor.
    threads: usize = 0;
    /// The site's address as people see it. It may carry a path, as in `https://example.com/ideas`.
    base_url: String = "http://127.0.0.1:8080".into();
    /// Networks whose `X-Forwarded-For` is believed, as in `10.0.0.0/8,::1/128`. Nobody's, unless set.
    trusted_proxies: Networks = Networks::default();
    /// Address and port of Prometheus metrics at `/metrics`. Off unless set.
    metrics_listen: Option<SocketAddr> = None;
    /// `text` for people, `json` for machines.
    log_format: LogFormat = LogFormat::Text;
    /// What is logged, as in `info,groundswell=debug`.
    log: String = "info".into();
    /// Where mail goes, as in `smtps://user:password@mail.example.com` or `smtp://localhost:25`.
    /// Unset, mails are kept in the database, where administrators read them at `/admin/mail`.
    @secret smtp_url: Option<String> = None;
    /// Sender of all mail.
    mail_from: String = "Groundswell <no-reply@localhost>".into();
    /// Whether `serve` also does the work of `work`: sending mails, calling webhooks, running rules.
    worker: bool = true;
    /// Seconds that requests in flight may take to finish after SIGTERM.
    shutdown_seconds: u64 = 30;
    /// Days without use after which customers are signed out.
    session_idle_days: u32 = 60;
    /// Days after which customers sign in again, used or not.
    session_max_days: u32 = 365;
    /// Hours without use after which staff are signed out.
    staff_session_idle_hours: u32 = 72;
    /// Days after which staff sign in again, used or not.
    staff_session_max_days: u32 = 30;
    /// Whether what people send is limited at all. Off for trials and measurements only.
    limits: bool = true;
    /// Forms that one person may send in a minute; 0, here and below, for as many as they like.
    posts_per_minute_by_person: u32 = 240;
    /// Forms that may come from one network (256 addresses of IPv4, a /48 of IPv6) in a minute, to each process.
    posts_per_minute_by_network: u32 = 2400;
    /// Forms that the site takes in a minute, each process for itself.
    posts_per_minute: u32 = 24_000;
    /// Codes that may be asked for by mail from one network in an hour.
    sign_ins_per_hour_by_network: u32 = 600;
    /// Codes that may be asked for by mail in an hour.
    sign_ins_per_hour: u32 = 10_000;
    /// Codes that may be typed in one network in an hour.
    codes_per_hour_by_network: u32 = 2000;
    /// Codes that may be typed in an hour.
    codes_per_hour: u32 = 40_000;
    /// Votes that may come from one network in an hour.
    votes_per_hour_by_network: u32 = 20_000;
    /// Votes that the site takes in an hour.
    votes_per_hour: u32 = 400_000;
    /// Whether webhooks may call private and loopback addresses. For trials only: it lets whoever
    /// sets a webhook reach the inside of your network.
    webhooks_to_private_networks: bool = false;
    /// Whether OpenID Connect providers may have private and loopback addresses: for a provider inside your own
    /// network.
    openid_to_private_networks: bool = false;
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// A list of networks, written with commas.
#[derive(Debug, Clone, Default)]
pub struct Networks(pub Vec<IpNet>);

impl Serialize for Networks {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let names: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        out.serialize_str(&names.join(","))
    }
}

impl<'de> Deserialize<'de> for Networks {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let text = String::deserialize(input)?;
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let networks = parts
            .map(|part| {
                part.parse::<IpNet>()
                    .or_else(|_| part.parse::<std::net::IpAddr>().map(IpNet::from))
                    .map_err(|_| D::Error::custom(format!("`{part}` is not a network like 10.0.0.0/8")))
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self(networks))
    }
}

impl Config {
    /// Reads defaults, then the file (if any), then the environment. The error names the option and its source.
    pub fn load(file: Option<&Path>) -> Result<Self> {
        let config: Self = Self::figment(file)?
            .extract()
            .map_err(|cause| Error::internal(format!("configuration: {cause}")))?;
        config.base()?;
        config.check_sessions()?;
        Ok(config)
    }

    /// With no time at all nobody could stay signed in, and sessions without an end are not meant.
    fn check_sessions(&self) -> Result<()> {
        for (name, value, most) in [
            ("session_idle_days", self.session_idle_days, SESSION_DAYS_MAX),
            ("session_max_days", self.session_max_days, SESSION_DAYS_MAX),
            ("staff_session_idle_hours", self.staff_session_idle_hours, SESSION_DAYS_MAX * 24),
            ("staff_session_max_days", self.staff_session_max_days, SESSION_DAYS_MAX),
        ] {
            if !(1..=most).contains(&value) {
                return Err(Error::internal(format!("{name} is {value}; it can be 1 to {most}")));
            }
        }
        Ok(())
    }

    fn figment(file: Option<&Path>) -> Result<Figment> {
        let names: Vec<&str> = Self::OPTIONS.iter().map(|option| option.name).collect();
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(path) = file {
            if !path.is_file() {
                return Err(Error::internal(format!("there is no configuration file at {}", path.display())));
            }
            figment = figment.merge(Toml::file_exact(path));
        }
        Ok(figment.merge(Env::raw().only(&names)))
    }

    /// The configuration as a TOML file that would set it: help, where the value comes from, the value. Passwords in it
    /// are masked.
    pub fn to_toml(&self, file: Option<&Path>) -> Result<String> {
        let figment = Self::figment(file)?;
        let values = toml::Table::try_from(self).map_err(Error::internal)?;
        let mut out = String::new();
        for option in Self::OPTIONS {
            for line in option.help {
                out.push_str(&format!("# {}\n", line.trim()));
            }
            let source = figment.find_metadata(option.name).map_or("", |metadata| metadata.name.as_ref());
            let from = match source {
                name if name.contains("environment") => "environment",
                name if name.starts_with("TOML") => "file",
                _ => "default",
            };
            let value = values.get(option.name).map(|value| mask(value, option.secret).to_string());
            match value {
                Some(value) => out.push_str(&format!("{} = {value} # {from}\n\n", option.name)),
                None => out.push_str(&format!("# {} is not set\n\n", option.name)),
            }
        }
        Ok(out)
    }

    /// Every option as a row of a Markdown table: its name in the file and in the environment, its default, its help.
    pub fn markdown() -> Result<String> {
        let defaults = toml::Table::try_from(Self::default()).map_err(Error::internal)?;
        let mut out = String::from(
            "| in the file | in the environment | default | what it does |\n|---|---|---|---|\n",
        );
        for option in Self::OPTIONS {
            let default =
                defaults.get(option.name).map_or_else(|| "not set".into(), |value| format!("`{value}`"));
            let help: Vec<&str> = option.help.iter().map(|line| line.trim()).collect();
            let (name, help) = (option.name, help.join(" ").replace('|', "\\|"));
            out.push_str(&format!("| `{name}` | `{}` | {default} | {help} |\n", name.to_uppercase()));
        }
        Ok(out)
    }

    /// The site's address, parsed: http or https, without query.
    pub fn base(&self) -> Result<Url> {
        let url = Url::parse(&self.base_url)
            .map_err(|cause| Error::internal(format!("base_url `{}`: {cause}", self.base_url)))?;
        if !matches!(url.scheme(), "http" | "https") || url.query().is_some() || url.host().is_none() {
            return Err(Error::internal(format!(
                "base_url `{}` is not a plain http(s) address",
                self.base_url
            )));
        }
        Ok(url)
    }

    /// Whether people reach the site over TLS, which decides the cookie's `Secure`.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https:")
    }

    /// The path of an SQLite database, or `None` on PostgreSQL.
    pub fn sqlite_path(&self) -> Option<PathBuf> {
        match crate::db::Target::parse(&self.database_url) {
            crate::db::Target::Sqlite(path) => Some(path),
            crate::db::Target::Postgres(_) => None,
        }
    }
}

/// A value as it may be shown: of an address, everything but the password and the query, which may hold one.
fn mask(value: &toml::Value, is_secret: bool) -> toml::Value {
    let parsed = value.as_str().filter(|_| is_secret).and_then(|text| Url::parse(text).ok());
    let Some(mut url) = parsed else { return value.clone() };
    if url.password().is_some() {
        // Refused for addresses that have no host, and those have no password.
        let _ = url.set_password(Some("********"));
    }
    if url.query().is_some() {
        url.set_query(Some("********"));
    }
    toml::Value::String(url.to_string())
}
