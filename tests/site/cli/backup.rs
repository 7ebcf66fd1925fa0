//! `groundswell backup` and `restore`.

use std::path::Path;

use diesel::prelude::*;
use groundswell::cli::backup::{BackupArgs, RestoreArgs, backup, restore};
use groundswell::config::Config;
use groundswell::db::Database;
use groundswell::db::schema::ideas;
use groundswell::ids::IdeaId;
use groundswell::votes::{Ballot, cast};

use crate::support::Site;

fn config(url: &str) -> Config {
    Config { database_url: url.to_owned(), ..Config::default() }
}

fn to(file: &Path) -> BackupArgs {
    BackupArgs { file: file.to_owned() }
}

fn from(file: &Path) -> RestoreArgs {
    RestoreArgs { file: file.to_owned() }
}

#[actix_web::test]
async fn a_backup_taken_while_people_vote_is_whole_and_comes_back() {
    let site = Site::start().await;
    let url = site.database_url().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    if !site.state.db.is_sqlite() {
        let refused = backup(config(&url), to(&file)).await.unwrap_err().to_string();
        assert!(refused.contains("pg_dump --format=custom") && refused.contains("backup.db"), "{refused}");
        let refused = restore(config(&url), from(&file)).await.unwrap_err().to_string();
        assert!(refused.contains("pg_restore --no-owner"), "{refused}");
        assert!(!refused.contains("postgres://"), "an address may hold a password");
        return;
    }
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await.id;
    groundswell::worker::drain(&site.state).await.unwrap();
    let (db, now) = (site.state.db.clone(), site.now());
    let voting = actix_web::rt::spawn(async move {
        for round in 0..300 {
            let (voter, ballot) = (ben.clone(), ["up", "none"][round % 2]);
            db.write(move |db| cast(db, &voter, idea, Ballot::parse(ballot)?, now)).await.unwrap();
        }
    });
    backup(config(&url), to(&file)).await.unwrap();
    voting.await.unwrap();
    let target = folder.path().join("restored").join("site.db");
    let target_url = target.to_string_lossy().into_owned();
    restore(config(&target_url), from(&file)).await.unwrap();
    let restored = Database::open(&target_url, 1).unwrap();
    let title: String = restored
        .read(|db| Ok(ideas::table.find(IdeaId::new(1)).select(ideas::title).first(db)?))
        .await
        .unwrap();
    assert_eq!(title, "A lighter tent");
    assert_eq!(groundswell::cli::doctor::examine(&restored).await.unwrap(), []);
}

#[actix_web::test]
async fn nothing_that_is_there_is_overwritten() {
    let site = Site::start().await;
    if !site.state.db.is_sqlite() {
        return;
    }
    let url = site.database_url().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    backup(config(&url), to(&file)).await.unwrap();
    let again = backup(config(&url), to(&file)).await.unwrap_err().to_string();
    assert!(again.contains("is there already"), "{again}");
    let refused = restore(config(&url), from(&file)).await.unwrap_err().to_string();
    assert!(refused.contains("is not empty"), "{refused}");
}

#[actix_web::test]
async fn what_is_no_backup_is_refused_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("site.db");
    let url = target.to_string_lossy().into_owned();
    let (text, other) = (folder.path().join("notes.txt"), folder.path().join("other.db"));
    std::fs::write(&text, "These are no pages.".repeat(500)).unwrap();
    Database::open(&other.to_string_lossy(), 1)
        .unwrap()
        .write(|db| groundswell::db::execute(db, "CREATE TABLE cats (name TEXT)"))
        .await
        .unwrap();
    for file in [text, other, folder.path().join("nothing.db")] {
        let refused = restore(config(&url), from(&file)).await.unwrap_err().to_string();
        assert!(refused.contains(&*file.to_string_lossy()), "{refused}");
        assert!(!target.exists(), "after {}", file.display());
    }
}
