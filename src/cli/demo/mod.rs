//! `demo`: a believable company in a database of its own, made once and kept, with a sign-in link for every role.

mod arriving;
mod calling;
mod chance;
mod heard;
mod holding;
pub mod large;
mod looking;
mod clocks;
mod merging;
mod need;
mod panelling;
mod play;
mod queueing;
mod replies;
mod ruling;
mod schema;
mod seed;
mod stage;
mod timeline;
mod voting;

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::sync::Arc;

use indicatif::ProgressBar;

use self::large::{Scale, Size};
use crate::config::Config;
use crate::db::{Database, Target};
use crate::error::{Error, Result};
use crate::links::Links;
use crate::people::Role;
use crate::site;
use crate::time::{Clock, Timestamp};

/// Options of `demo`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Address and port to serve on.
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Starts over: what was done in the demo since it was made is lost.
    #[arg(long)]
    pub fresh: bool,
    /// How much is in it: `usual`; `busy`, a desk with more than 5,000 open ideas, made in a minute or so; or `large`
    /// for measuring (100,000 ideas, 5 million votes, 20,000 people, 500 accounts), which takes minutes to make and
    /// some gigabytes.
    #[arg(long, value_name = "SCALE", default_value = "usual")]
    pub scale: Scale,
}

/// Makes the demo if it is not there, prints a sign-in link per role, and serves.
pub async fn run(config: Config, args: Args) -> Result<()> {
    let config = configured(config, &args);
    let started = std::time::Instant::now();
    let now = Clock::system().now();
    let mut is_made = prepare(&config, args.fresh, now).await?;
    if let Some(size) = args.scale.size() {
        is_made |= grow(&config, size, now).await?;
    }
    if is_made {
        tracing::info!("made the demo in {:.1} s", started.elapsed().as_secs_f64());
    }
    for line in sign_in_links(&config)? {
        println!("{line}");
    }
    super::serve::run(config, super::serve::Args::default()).await
}

/// The options of the command line win over the configuration, and both over what `serve` would take.
pub fn configured(mut config: Config, args: &Args) -> Config {
    let usual = Config::default();
    if config.database_url == usual.database_url {
        config.database_url = "data/demo.db".into();
    }
    if let Some(listen) = args.listen {
        config.listen = listen;
    }
    // Its people are invented: whatever mail server is configured, their mails stay where they can be read.
    config.smtp_url = None;
    if config.base_url == usual.base_url {
        config.base_url = format!("http://{}", config.listen);
    }
    config
}

/// One line per role with the address that signs in as somebody of that role; it works in a demo only.
pub fn sign_in_links(config: &Config) -> Result<Vec<String>> {
    let links = Links::new(&config.base()?);
    Ok(Role::ALL
        .iter()
        .map(|role| {
            let address = links.absolute(&links.to(&format!("/demo/signin/{role}")));
            format!("sign in as {}: {address}", role.as_str().replace('_', " "))
        })
        .collect())
}

/// Makes the demo as of `now` unless the database holds it already; `fresh` makes it anew. Gives whether it was made.
///
/// # Errors
/// When the database holds a site that is no demo, which stays untouched.
pub async fn prepare(config: &Config, fresh: bool, now: Timestamp) -> Result<bool> {
    let links = Arc::new(Links::new(&config.base()?));
    let is_new = match Target::parse(&config.database_url) {
        Target::Sqlite(path) => !path.exists(),
        Target::Postgres(_) => false,
    };
    let db = Database::open(&config.database_url, config.database_connections)?;
    if !is_new && fresh && is_demo(&db).await? {
        db.revert_all().await?;
    }
    db.migrate().await?;
    db.write(move |db| site::find_or_create(db, now)).await?;
    if is_demo(&db).await? {
        return Ok(false);
    }
    let content = Arc::new(schema::Content::load()?);
    db.write(move |db| seed::seed(db, &links, &content, now)).await?;
    Ok(true)
}

/// Grows the demo to a size unless it has been. Gives whether it was grown now.
///
/// # Errors
/// When growing it was begun before and not ended.
pub async fn grow(config: &Config, size: Size, now: Timestamp) -> Result<bool> {
    let db = Database::open(&config.database_url, config.database_connections)?;
    if db.read(move |db| large::is_grown(db, size)).await? {
        return Ok(false);
    }
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    large::grow(&db, size, now, &bar).await?;
    Ok(true)
}

/// Whether the database holds the demo; an error when it holds another site.
async fn is_demo(db: &Database) -> Result<bool> {
    if !db.is_migrated().await? {
        db.migrate().await?;
    }
    db.read(|db| {
        use crate::db::schema::{people, site as site_row};
        use diesel::prelude::*;
        let demo: Option<bool> = site_row::table.find(1).select(site_row::is_demo).first(db).optional()?;
        let people: i64 = people::table.count().get_result(db)?;
        match demo {
            Some(true) => Ok(true),
            _ if people > 0 => Err(Error::internal(
                "this database holds a site that is no demo; name another with --database",
            )),
            _ => Ok(false),
        }
    })
    .await
}
