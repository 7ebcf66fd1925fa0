//! Events are handed out in order; one that fails waits for itself alone.

use diesel::prelude::*;
use groundswell::db::schema::{events, mails};
use groundswell::time::{HOUR, MINUTE, Timestamp};
use groundswell::worker;

use crate::support::Site;

type Row = (Option<Timestamp>, i32, Timestamp, Option<String>);

async fn first_event(site: &Site) -> Row {
    site.read(|db| {
        Ok(events::table
            .order(events::id)
            .select((events::handled_at, events::attempts, events::next_at, events::error))
            .first::<Row>(db)?)
    })
    .await
}

async fn break_first_event(site: &Site, payload: &'static str) {
    site.write(move |db| {
        let first: i64 = events::table.order(events::id).select(events::id).first(db)?;
        diesel::update(events::table.find(first)).set(events::payload.eq(payload)).execute(db)?;
        Ok(())
    })
    .await;
}

#[actix_web::test]
async fn an_event_that_fails_is_kept_and_the_others_go_on() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    break_first_event(&site, "{}").await;
    site.comment(&ben, &idea, None, "Yes, please.").await;

    assert_eq!(site.told().await, ["ann:comment_on_followed"]);
    let (handled, attempts, next, error) = first_event(&site).await;
    assert_eq!((handled, attempts), (None, 1));
    assert!(error.unwrap().contains("missing field"));
    assert!((MINUTE..=MINUTE + MINUTE / 5).contains(&next.since(site.now())));

    assert_eq!(site.work().await, 0, "it is left alone until its time comes");
    site.clock.advance(2 * MINUTE);
    site.work().await;
    assert_eq!(first_event(&site).await.1, 2);

    break_first_event(&site, r#"{"event":"person_left","person":1}"#).await;
    site.clock.advance(HOUR);
    site.work().await;
    let (handled, attempts, _, error) = first_event(&site).await;
    assert_eq!((handled, attempts, error), (Some(site.now()), 2, None));
}

#[actix_web::test]
async fn several_workers_at_once_write_every_mail_once() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    for n in 0..40 {
        site.comment(&ben, &idea, None, &format!("Comment {n}.")).await;
    }
    for _ in 0..4 {
        let rounds = (0..4).map(|_| worker::run_one(&site.state));
        for done in futures_util::future::join_all(rounds).await {
            done.unwrap();
        }
    }
    site.work().await;
    let count: i64 = site.read(|db| Ok(mails::table.count().get_result(db)?)).await;
    assert_eq!(count, 40);
    let left: i64 =
        site.read(|db| Ok(events::table.filter(events::handled_at.is_null()).count().get_result(db)?)).await;
    assert_eq!(left, 0);
}
