//! `backup` and `restore`: a copy of everything, and back.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::config::Config;
use crate::db::{Database, Target, backup};
use crate::error::{Error, Result};

/// Options of `backup`.
#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// The file to write; it must not be there yet.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Options of `restore`.
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// The file that `backup` wrote.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Writes a copy as of one moment, while the site goes on serving. It appears under its name when it is whole.
pub async fn backup(config: Config, args: BackupArgs) -> Result<ExitCode> {
    let url = config.database_url;
    let Target::Sqlite(path) = Target::parse(&url) else {
        return Err(use_postgres_tools(&format!(
            "pg_dump --format=custom --file={} \"$DATABASE_URL\"",
            args.file.display()
        )));
    };
    if !path.exists() {
        return Err(Error::internal(format!("there is no database at {}", path.display())));
    }
    refuse_existing(&args.file)?;
    let part = with_ending(&args.file, "part");
    refuse_existing(&part)?;
    let db = Database::open(&url, 1)?;
    let (to, copy) = (args.file.clone(), part.clone());
    tokio::task::spawn_blocking(move || -> Result<()> {
        backup::copy(&mut db.connect()?, &copy)?;
        settle(&copy, &to)
    })
    .await
    .map_err(Error::internal)?
    .inspect_err(|_| drop(std::fs::remove_file(&part)))?;
    println!("{} holds everything as of now.", args.file.display());
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup where the site's data is to be.
pub async fn restore(config: Config, args: RestoreArgs) -> Result<ExitCode> {
    let url = config.database_url;
    let Target::Sqlite(path) = Target::parse(&url) else {
        return Err(use_postgres_tools(&format!(
            "pg_restore --no-owner --dbname=\"$DATABASE_URL\" {}",
            args.file.display()
        )));
    };
    for there in [path.clone(), with_ending(&path, "wal")] {
        if there.metadata().is_ok_and(|file| file.len() > 0) {
            return Err(Error::internal(format!(
                "{} is not empty: stop the site and move it away first",
                there.display()
            )));
        }
    }
    check(&args.file).await?;
    let db = Database::open(&args.file.to_string_lossy(), 1)?;
    let (part, to) = (with_ending(&path, "part"), path.clone());
    tokio::task::spawn_blocking(move || -> Result<()> {
        if let Some(folder) = to.parent().filter(|folder| *folder != Path::new("")) {
            std::fs::create_dir_all(folder).map_err(Error::internal)?;
        }
        let _ = std::fs::remove_file(&part);
        backup::copy(&mut db.connect()?, &part)?;
        settle(&part, &to)
    })
    .await
    .map_err(Error::internal)??;
    println!("{} is what {} was.", path.display(), args.file.display());
    Ok(ExitCode::SUCCESS)
}

/// A file that is no whole backup of a site is refused before anything is touched.
async fn check(file: &Path) -> Result<()> {
    let named = |cause: Error| Error::internal(format!("{} is no backup of a site: {cause}", file.display()));
    if !file.is_file() {
        return Err(Error::internal(format!("there is no file {}", file.display())));
    }
    let db = Database::open(&file.to_string_lossy(), 1).map_err(named)?;
    db.read(|db| {
        backup::check(db)?;
        crate::site::find(db)
    })
    .await
    .map(drop)
    .map_err(named)
}

/// Gives a finished file its name, once it is on the disk.
fn settle(part: &Path, to: &Path) -> Result<()> {
    let named = |cause: std::io::Error| Error::internal(format!("{}: {cause}", to.display()));
    File::open(part).and_then(|file| file.sync_all()).map_err(named)?;
    std::fs::rename(part, to).map_err(named)
}

fn refuse_existing(path: &Path) -> Result<()> {
    if path.exists() { Err(Error::internal(format!("{} is there already", path.display()))) } else { Ok(()) }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-");
    name.push(ending);
    PathBuf::from(name)
}

fn use_postgres_tools(command: &str) -> Error {
    Error::internal(format!(
        "the data is in PostgreSQL, whose own tools copy it while the site serves:\n\n    {command}\n\n\
         (with DATABASE_URL as it is configured here)"
    ))
}
