//! A genuine IdeaScale export: BOM, CRLF, dates like `18/Aug/20 9:48 PM`, columns of the customer's own.

use diesel::prelude::*;
use groundswell::cli::import::{Args, Format};
use groundswell::db::schema::{comments, ideas, people};
use groundswell::time::Timestamp;
use groundswell::transfer::{Counts, Kind};

use super::files::{args, assert_all_in, assert_quiet_and_sound, data, import_with};
use crate::support::Site;

fn fund1() -> Args {
    let files = vec![data("formats/ideascale/fund1-comments.csv"), data("formats/ideascale/fund1.csv")];
    Args { format: Format::IdeaScaleCsv, board: "fund1".into(), ..args(files) }
}

#[actix_web::test]
async fn a_genuine_export_goes_in_whole() {
    let site = Site::start().await;
    let (_, report) = import_with(&site, &fund1()).await;
    assert_all_in(&report);
    assert_eq!(report.of(Kind::Idea), Counts { created: 56, ..Counts::default() });
    assert_eq!(report.of(Kind::Comment), Counts { created: 738, ..Counts::default() });
    let (title, body, created_at, from): (String, String, Timestamp, Option<String>) = site
        .read(|db| {
            Ok(ideas::table
                .filter(ideas::title.like("AfroFinLab Podcast%"))
                .select((ideas::title, ideas::body, ideas::created_at, ideas::brought_from))
                .first(db)?)
        })
        .await;
    assert_eq!(title, "AfroFinLab Podcast");
    assert_eq!(created_at.to_rfc3339(), "2020-08-18T21:48:00Z");
    assert!(body.contains("### Requested funds") && body.contains("110,000 ADA"), "{body}");
    assert_eq!(from, None, "nobody voted on it there");
    let dates: Vec<Timestamp> =
        site.read(|db| Ok(comments::table.order(comments::id).select(comments::created_at).load(db)?)).await;
    assert!(dates.is_sorted(), "comments come in the order of their dates");
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn importing_the_export_again_doubles_nothing_and_a_time_zone_moves_dates() {
    let site = Site::start().await;
    let (_, first) = import_with(&site, &fund1()).await;
    let (_, second) = import_with(&site, &fund1()).await;
    assert_eq!(second.total().created + second.total().updated, 0, "{second}");
    assert_eq!(second.total().unchanged, first.total().created, "{second}");
    let people: i64 = site.read(|db| Ok(people::table.count().get_result(db)?)).await;
    assert_eq!(u64::try_from(people).unwrap(), first.of(Kind::Person).created);
    let other = Site::start().await;
    let zone = Args { time_zone: chrono_tz::America::New_York, ..fund1() };
    import_with(&other, &zone).await;
    let created_at: Timestamp = other
        .read(|db| {
            Ok(ideas::table
                .filter(ideas::title.like("AfroFinLab Podcast%"))
                .select(ideas::created_at)
                .first(db)?)
        })
        .await;
    assert_eq!(created_at.to_rfc3339(), "2020-08-19T01:48:00Z");
}
