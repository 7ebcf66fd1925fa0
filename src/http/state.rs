//! What every request can reach: the database, the clock, the configuration, and the site's settings from memory.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Notify;

use super::limit::Limits;
use crate::config::Config;
use crate::db::Database;
use crate::error::Result;
use crate::identities::openid::Providers;
use crate::links::Links;
use crate::ranking::exposure::Exposures;
use crate::settings::Settings;
use crate::site;
use crate::time::{Clock, SECOND, Timestamp};

/// How long settings are served from memory before the database is asked for newer ones, in microseconds.
/// Other instances see a change after so long.
const SETTINGS_AGE: i64 = 2 * SECOND;

/// What every request can reach. Cheap to clone.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub db: Database,
    /// The clock.
    pub clock: Clock,
    /// The configuration.
    pub config: Arc<Config>,
    /// Addresses.
    pub links: Arc<Links>,
    /// Wakes the worker inside this process; nobody listens when there is none.
    pub work: Arc<Notify>,
    /// How much may be sent.
    pub limits: Arc<Limits>,
    /// OpenID providers as they described themselves lately.
    pub providers: Providers,
    /// Showings of ideas that are not stored yet.
    pub exposures: Exposures,
    settings: Arc<RwLock<(Timestamp, Arc<Settings>)>>,
    pub(super) kept_facts: super::facts::KeptFacts,
}

impl State {
    /// The state of a site whose database is migrated.
    pub async fn new(db: Database, clock: Clock, config: Config) -> Result<Self> {
        let links = Arc::new(Links::new(&config.base()?));
        let now = clock.now();
        db.write(move |db| site::find_or_create(db, now)).await?;
        let settings = load(&db, &links).await?;
        let settings = Arc::new(RwLock::new((now, Arc::new(settings))));
        let limits = Arc::new(Limits::new(&config));
        let providers = Providers::new(config.openid_to_private_networks);
        Ok(Self {
            db,
            clock,
            config: Arc::new(config),
            links,
            work: Arc::new(Notify::new()),
            limits,
            providers,
            exposures: Exposures::default(),
            settings,
            kept_facts: super::facts::KeptFacts::default(),
        })
    }

    /// The settings, at most two seconds old.
    pub async fn settings(&self) -> Result<Arc<Settings>> {
        let now = self.clock.now();
        let (loaded, settings) = self.settings.read().unwrap_or_else(PoisonError::into_inner).clone();
        if now.since(loaded) < SETTINGS_AGE {
            return Ok(settings);
        }
        self.reload().await
    }

    /// The settings as they are now; for whoever has just changed them.
    pub async fn reload(&self) -> Result<Arc<Settings>> {
        let fresh = Arc::new(load(&self.db, &self.links).await?);
        let entry = (self.clock.now(), Arc::clone(&fresh));
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = entry;
        Ok(fresh)
    }

    /// Tells the worker inside this process that there may be something to do.
    pub fn wake_worker(&self) {
        self.work.notify_waiters();
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

async fn load(db: &Database, links: &Arc<Links>) -> Result<Settings> {
    let links = Arc::clone(links);
    db.read(move |db| Settings::load(db, &links)).await
}
