//! A site of its own for every test, people to walk it with, and a browser that keeps cookies.

mod browser;
mod database;
pub mod forms;
mod given;
mod hostile;
mod teams;
mod mails;
mod plans;
mod rows;
mod shelves;
mod site_map;
pub mod openid;
pub mod posting;
pub mod process;
pub mod smtp;
pub mod steps;
pub mod tokens;
mod walk;

use std::net::TcpListener;

use actix_web::HttpServer;
use groundswell::config::Config;
use groundswell::db::{Database, Db};
use groundswell::error::Result;
use groundswell::http::state::State;
use groundswell::server;
use groundswell::time::{Clock, Timestamp};

#[allow(unused_imports, reason = "each test file takes what it needs")]
pub use browser::{Browser, Page};
pub use database::Scratch;
#[allow(unused_imports, reason = "not every binary uses every builder")]
pub use given::*;
pub use hostile::{ACTING, everything, hostile};
pub use plans::{collect_queries, plan_of, queries_of, reads_all_of};
pub use rows::whole_rows;
pub use site_map::site_map;
#[allow(unused_imports, reason = "not every binary walks")]
pub use walk::{columns, columns_with};

/// When every test begins: 2026-01-15T12:00:00Z.
pub const START: Timestamp = Timestamp::from_micros(1_768_478_400_000_000);

/// A running site with a database of its own and a clock that stands still until it is moved.
pub struct Site {
    pub state: State,
    pub clock: Clock,
    pub address: String,
    #[allow(dead_code, reason = "for tests under a path")]
    pub base: String,
    #[allow(dead_code, reason = "dropping it removes the database")]
    database: database::Scratch,
}

impl Site {
    /// An empty site, migrated, named, without boards or people.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same with other configuration.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::on(database::Scratch::new().await, change, true).await
    }

    /// The demo's site, which is set up already.
    pub async fn start_demo() -> Self {
        let database = database::Scratch::new().await;
        let config = Config { database_url: database.url.clone(), ..Config::default() };
        assert!(groundswell::cli::demo::prepare(&config, false, START).await.unwrap());
        Self::on(database, |_| {}, false).await
    }

    async fn on(database: database::Scratch, change: impl FnOnce(&mut Config), is_new: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        // Clocks are moved by weeks in tests about other things than sessions, and tests send faster than people: those about
        // limits turn them on.
        let mut config = Config {
            database_url: database.url.clone(),
            base_url: address.clone(),
            staff_session_idle_hours: 24 * 366,
            staff_session_max_days: 366,
            limits: false,
            ..Config::default()
        };
        change(&mut config);
        let base = config.base_url.trim_end_matches('/').to_owned();
        let clock = Clock::fixed(START);
        let db = Database::open(&config.database_url, 4).unwrap();
        let state = State::new(db, clock.clone(), config).await.unwrap();
        if is_new {
            given::set_up(&state).await;
        }
        let settings = state.reload().await.unwrap();
        let shared = state.clone();
        let server = HttpServer::new(move || server::app(&shared, &settings))
            .workers(1)
            .disable_signals()
            .listen(listener)
            .unwrap()
            .run();
        actix_web::rt::spawn(server);
        Self { state, clock, address, base, database }
    }

    /// Writes to the database.
    pub async fn write<T: Send + 'static>(&self, f: impl Fn(&mut Db) -> Result<T> + Send + 'static) -> T {
        self.state.db.write(f).await.unwrap()
    }

    /// Reads from the database.
    pub async fn read<T: Send + 'static>(&self, f: impl FnOnce(&mut Db) -> Result<T> + Send + 'static) -> T {
        self.state.db.read(f).await.unwrap()
    }

    /// A browser that nobody has signed in with.
    pub fn visitor(&self) -> Browser {
        Browser::new(&self.address)
    }

    /// The present moment of the site.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Where the data is, for commands that are run against it.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }
}
