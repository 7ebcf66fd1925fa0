//! What goes out comes in again, and goes out the same.

use diesel::prelude::*;
use groundswell::cli::demo;
use groundswell::config::Config;
use groundswell::db::Database;
use groundswell::db::schema::{ideas, votes};
use groundswell::transfer;

use super::files::{Lines, assert_all_in, assert_quiet_and_sound, import};
use crate::support::{START, Scratch, Site};

async fn export(db: &Database) -> String {
    let bytes = db
        .snapshot(|db| {
            let mut bytes = Vec::new();
            transfer::export(db, &mut bytes)?;
            Ok(bytes)
        })
        .await
        .unwrap();
    String::from_utf8(bytes).unwrap()
}

#[actix_web::test]
async fn an_export_of_the_demo_fills_an_empty_site_that_exports_the_same() {
    let scratch = Scratch::new().await;
    let config = Config { database_url: scratch.url.clone(), ..Config::default() };
    demo::prepare(&config, false, START).await.unwrap();
    let demo = Database::open(&scratch.url, 1).unwrap();
    // What the demo has none of: a held vote, a passed one, an idea with totals, a former member.
    demo.write(|db| {
        groundswell::db::execute(db, "UPDATE votes SET state = 'held' WHERE idea_id = 3 AND NOT is_author")?;
        groundswell::db::execute(db, "UPDATE votes SET value = 0 WHERE idea_id = 4 AND NOT is_author")?;
        groundswell::db::execute(
            db,
            "UPDATE ideas SET brought_promotions = 12, brought_demotions = 3, brought_from = 'paper' WHERE id = 5",
        )?;
        groundswell::db::execute(db, "UPDATE people SET former_at = created_at, email = NULL WHERE id = 20")?;
        groundswell::db::execute(db, "UPDATE comments SET body = '', deleted_at = created_at + 1 WHERE id = 7")?;
        groundswell::db::execute(db, "UPDATE follows SET is_on = NOT is_on WHERE idea_id = 6")
    })
    .await
    .unwrap();
    let text = export(&demo).await;
    let mut lines = Lines::new();
    text.lines().for_each(|line| lines.raw(line));
    let site = Site::start().await;
    let (_, report) = import(&site, lines.write()).await;
    assert_all_in(&report);
    let again = export(&site.state.db).await;
    let changed: Vec<(&str, &str)> =
        text.lines().zip(again.lines()).filter(|(a, b)| a != b).take(3).collect();
    assert_eq!(changed, [], "lines that differ");
    assert_eq!(text.lines().count(), again.lines().count());
    assert_quiet_and_sound(&site).await;
    let heats = |db: &mut groundswell::db::Db| -> groundswell::error::Result<(i64, i64)> {
        Ok((ideas::table.count().get_result(db)?, votes::table.count().get_result(db)?))
    };
    assert_eq!(site.read(heats).await, demo.read(heats).await.unwrap());
}
