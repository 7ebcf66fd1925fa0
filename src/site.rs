//! The site's own settings: one row, read at every request from memory, reloaded when its version moves.

pub mod colour;
pub mod logo;
pub mod look;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::RngCore as _;
use sha2::{Digest as _, Sha256};

use crate::db::Db;
use crate::db::schema::site;
use crate::error::{Error, Result};
use crate::text::words::Language;
use crate::text_enum;
use crate::time::Timestamp;

/// Half-life of trending on lists across boards, and of a new board, in days (RANKING: h = 7 days).
pub const HALF_LIFE_DAYS: i32 = 7;

/// The site's settings.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = site, treat_none_as_null = true)]
pub struct Site {
    /// Always 1.
    pub id: i64,
    /// Name in the header, titles and mails. Empty until set up.
    pub name: String,
    /// One line below the name.
    pub tagline: String,
    /// Markdown above the list.
    pub welcome: String,
    /// Language of visitors whose browser asks for none of ours, and of mails to people who chose none.
    pub language: Language,
    /// Time zone of visitors and of people who chose none.
    pub time_zone: String,
    /// `#rrggbb`, or none for the built-in colour.
    pub brand_colour: Option<String>,
    /// The logo's bytes, re-encoded.
    pub logo: Option<Vec<u8>>,
    /// The logo's media type.
    pub logo_type: Option<String>,
    /// Hosts whose images may appear in posts, one a line.
    pub image_hosts: String,
    /// Key of everything this site signs, in base64.
    pub secret: String,
    /// Hash of the one-time set-up token, until the first administrator is made.
    pub setup_token_hash: Option<String>,
    /// Half-life of trending across boards, in days.
    pub half_life_days: i32,
    /// The moment at which the heats of all boards count one for one.
    pub landmark: Timestamp,
    /// Days within which an idea is promised an answer.
    pub promise_days: i32,
    /// Whether this is the demonstration, with its sign-in links.
    pub is_demo: bool,
    /// Whether proposals to hold votes are carried out without waiting for a moderator.
    pub holds_at_once: bool,
    /// Counts up with every change.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Of whom a second step is asked at sign-in.
    pub two_step: TwoStepFor,
}

text_enum! {
    /// Of whom the site asks for a second step. It does not know roles: who is who, `people` says.
    pub enum TwoStepFor {
        /// Nobody; whoever wants may have one.
        None = "none",
        /// Administrators.
        Administrators = "administrators",
        /// Everybody of the staff.
        Staff = "staff",
    }
}

impl TwoStepFor {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "two-step-for-none",
            Self::Administrators => "two-step-for-administrators",
            Self::Staff => "two-step-for-staff",
        }
    }
}

impl Site {
    /// Whether the first administrator has been made.
    pub fn is_set_up(&self) -> bool {
        self.setup_token_hash.is_none()
    }

    /// The bytes behind everything this site signs.
    pub fn key(&self) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(&self.secret).unwrap_or_default()
    }

    /// A hash of something private that nobody without this site's key can make, for counting by it without storing it.
    pub fn keyed_hash(&self, what: &str) -> Result<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key()).map_err(Error::internal)?;
        mac.update(what.as_bytes());
        Ok(hex::encode(mac.finalize().into_bytes()))
    }

    /// The time zone, or UTC when the stored name is unknown to this binary.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.time_zone.parse().unwrap_or(chrono_tz::UTC)
    }

    /// Hosts whose images may appear in posts.
    pub fn image_host_list(&self) -> Vec<String> {
        self.image_hosts.lines().map(str::trim).filter(|host| !host.is_empty()).map(str::to_owned).collect()
    }
}

/// Random bytes as text that fits in an address: 32 bytes, 43 characters.
pub fn random_token() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is stored of a token: a copy of the database must not open anything.
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// The settings.
pub fn find(db: &mut Db) -> Result<Site> {
    Ok(site::table.find(1).select(Site::as_select()).first(db)?)
}

/// The settings, made with a fresh secret if there are none yet; for start-up, after the migrations.
pub fn find_or_create(db: &mut Db, now: Timestamp) -> Result<Site> {
    if let Some(found) = site::table.find(1).select(Site::as_select()).first(db).optional()? {
        return Ok(found);
    }
    let values = (
        site::id.eq(1),
        site::name.eq(""),
        site::tagline.eq(""),
        site::welcome.eq(""),
        site::language.eq(Language::En),
        site::time_zone.eq("UTC"),
        site::image_hosts.eq(""),
        site::secret.eq(random_token()),
        site::setup_token_hash.eq(Some(token_hash(&random_token()))),
        site::half_life_days.eq(HALF_LIFE_DAYS),
        site::landmark.eq(now),
        site::promise_days.eq(14),
        site::is_demo.eq(false),
        site::holds_at_once.eq(false),
        site::version.eq(1_i64),
        site::updated_at.eq(now),
        site::two_step.eq(TwoStepFor::None),
    );
    diesel::insert_into(site::table).values(values).execute(db)?;
    find(db)
}

/// Makes a new one-time set-up token, for the log; whatever was printed before no longer works.
/// Refused once the site is set up.
pub fn renew_setup_token(db: &mut Db) -> Result<String> {
    let token = random_token();
    let changed = diesel::update(site::table.find(1).filter(site::setup_token_hash.is_not_null()))
        .set(site::setup_token_hash.eq(Some(token_hash(&token))))
        .execute(db)?;
    if changed == 0 { Err(Error::Gone) } else { Ok(token) }
}

/// Counts the version up after a change of what is loaded with the settings: boards, statuses, categories, tags.
pub fn touch(db: &mut Db, now: Timestamp) -> Result<()> {
    diesel::update(site::table.find(1))
        .set((site::version.eq(site::version + 1), site::updated_at.eq(now)))
        .execute(db)?;
    Ok(())
}

/// Stores changed settings and counts their version up.
pub fn save(db: &mut Db, mut changed: Site, now: Timestamp) -> Result<Site> {
    changed.version += 1;
    changed.updated_at = now;
    diesel::update(site::table.find(1)).set(&changed).execute(db)?;
    Ok(changed)
}
