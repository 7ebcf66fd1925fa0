//! Mails reach the mail server: each once, whatever breaks in between.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use groundswell::db::schema::{mails, people};
use groundswell::mail::{self, MailState, NewMail};
use groundswell::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};

use crate::support::process::{Process, until};
use crate::support::smtp::{Mood, Sink};
use crate::support::{Site, plan_of, queries_of};

async fn write_to(site: &Site, addresses: &[&'static str]) {
    let (addresses, now) = (addresses.to_vec(), site.now());
    site.write(move |db| {
        for address in &addresses {
            let mail = NewMail {
                key: format!("to:{address}"),
                kind: "test",
                recipient: (*address).into(),
                subject: "Ännerung\u{2026}".into(),
                text: "Hello, wörld.\n.\nMore.\n".into(),
                html: "<p>Hello</p>".into(),
                headers: vec![("List-Id".into(), "<notices.example.com>".into())],
                ..NewMail::default()
            };
            mail::enqueue(db, &mail, now)?;
        }
        Ok(())
    })
    .await;
}

async fn states(site: &Site) -> BTreeMap<String, (MailState, i32)> {
    let rows: Vec<(String, MailState, i32)> = site
        .read(|db| Ok(mails::table.select((mails::recipient, mails::state, mails::attempts)).load(db)?))
        .await;
    rows.into_iter().map(|(to, state, attempts)| (to, (state, attempts))).collect()
}

#[actix_web::test]
async fn one_bad_address_never_stops_the_rest() {
    let sink = Sink::start();
    let url = sink.url();
    let site = Site::start_with(move |config| config.smtp_url = Some(url)).await;
    write_to(
        &site,
        &["ann@example.com", "bad@example.com", "later@example.com", "no address", "zoe@example.com"],
    )
    .await;
    site.work().await;
    let after = states(&site).await;
    assert_eq!(after["ann@example.com"].0, MailState::Sent);
    assert_eq!(after["zoe@example.com"].0, MailState::Sent);
    assert_eq!(after["bad@example.com"], (MailState::Failed, 1), "refused for good");
    assert_eq!(after["no address"], (MailState::Failed, 1));
    assert_eq!(after["later@example.com"], (MailState::Waiting, 1));

    let mail = sink.received().into_iter().find(|mail| mail.to == "ann@example.com").unwrap();
    assert!(mail.raw.contains("List-Id: <notices.example.com>"));
    assert!(mail.raw.contains("multipart/alternative") && mail.raw.contains("text/plain"));
    assert!(mail.raw.contains("Date: Thu, 15 Jan 2026 12:00:00 +0000"));
    assert!(mail.id.ends_with("@127.0.0.1>"), "{}", mail.id);
}

#[actix_web::test]
async fn a_mail_is_tried_for_two_days_and_then_given_up() {
    let sink = Sink::start();
    sink.be(Mood::Busy);
    let url = sink.url();
    let site = Site::start_with(move |config| config.smtp_url = Some(url)).await;
    write_to(&site, &["ann@example.com", "zoe@example.com"]).await;
    let first = site.now();
    site.work().await;
    assert_eq!(states(&site).await["ann@example.com"], (MailState::Waiting, 1));
    site.clock.advance(2 * MINUTE);
    sink.be(Mood::Takes);
    let late = site.now();
    site.write(move |db| {
        // One of the two is not due yet.
        diesel::update(mails::table.filter(mails::recipient.eq("zoe@example.com")))
            .set(mails::next_at.eq(late.plus(MINUTE)))
            .execute(db)?;
        Ok(())
    })
    .await;
    site.work().await;
    assert_eq!(states(&site).await["ann@example.com"], (MailState::Sent, 2));

    sink.be(Mood::Busy);
    let mut given_up = None;
    while given_up.is_none() && site.now().since(first) < 5 * DAY {
        site.clock.advance(HOUR);
        site.work().await;
        given_up = (states(&site).await["zoe@example.com"].0 == MailState::Failed).then(|| site.now());
    }
    let tried_for = given_up.unwrap().since(first);
    assert!((36 * HOUR..=84 * HOUR).contains(&tried_for), "{} hours", tried_for / HOUR);
    assert_eq!(sink.received().len(), 1);
}

#[actix_web::test]
async fn without_a_mail_server_mails_are_kept() {
    let site = Site::start().await;
    write_to(&site, &["ann@example.com"]).await;
    site.work().await;
    assert_eq!(states(&site).await["ann@example.com"].0, MailState::Kept);
}

#[actix_web::test]
async fn mails_that_are_due_are_found_in_order_however_many_wait() {
    let site = Site::start().await;
    let (now, name) = (site.now(), "one of several");
    let plans: Vec<String> = site
        .write(move |db| {
            // Nothing waits, so that each asks once.
            let mut asked = queries_of(db, |db| mail::is_due(db, now).unwrap()).1;
            asked.extend(queries_of(db, |db| mail::claim(db, name, 5, now).unwrap()).1);
            Ok(asked.iter().map(|sql| plan_of(db, sql)).collect())
        })
        .await;
    assert_eq!(plans.len(), 2);
    for plan in plans {
        assert!(plan.contains("mails_waiting"), "{plan}");
        assert!(!plan.to_lowercase().contains("sort") && !plan.contains("TEMP B-TREE"), "{plan}");
    }
}

#[actix_web::test]
async fn a_slow_mail_server_is_given_every_mail_once() {
    let sink = Sink::start();
    sink.be(Mood::TakesItsTime);
    let url = sink.url();
    let site = Site::start_with(move |config| config.smtp_url = Some(url)).await;
    let addresses: Vec<&'static str> = (0..16).map(|n| &*format!("p{n}@example.com").leak()).collect();
    write_to(&site, &addresses).await;
    let state = site.state.clone();
    let work = actix_web::rt::spawn(async move { groundswell::worker::drain(&state).await.unwrap() });
    for wave in 1..=4 {
        until("the next mails", async || sink.received().len() == 4 * wave).await;
        site.clock.advance(45 * SECOND);
        let now = site.now();
        let lost = site.write(move |db| mail::reclaim(db, now)).await;
        assert_eq!(lost, 0, "wave {wave}: what is still to be sent is nobody else's");
        sink.answer(4);
    }
    work.await.unwrap();
    let ids: BTreeSet<String> = sink.received().into_iter().map(|mail| mail.id).collect();
    assert_eq!((ids.len(), sink.received().len()), (16, 16));
    let after = states(&site).await;
    assert!(after.values().all(|state| *state == (MailState::Sent, 1)), "{after:?}");
}

/// An idea with a comment that thirty people follow: events that no worker has seen.
async fn thirty_followers(site: &Site) {
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let now = site.now();
    let readers: Vec<_> = site
        .write(move |db| {
            (0..29)
                .map(|n| {
                    let email = format!("p{n}@example.com");
                    let new = groundswell::people::create::NewPerson {
                        name: "Pat",
                        email: Some(&email),
                        role: groundswell::people::Role::Customer,
                        handle: Some(&format!("pat{n}")),
                        is_imported: false,
                    };
                    groundswell::people::create::create(db, &new, now)
                })
                .collect()
        })
        .await;
    for reader in &readers {
        site.follow(reader, &idea).await;
    }
    site.comment(&ben, &idea, None, "Yes, please.").await;
}

/// As if the time had passed after which a dead worker's claims are taken over.
async fn claims_run_out(site: &Site) {
    site.write(|db| {
        diesel::update(mails::table.filter(mails::claimed_at.is_not_null()))
            .set(mails::claimed_at.eq(Some(Timestamp::from_micros(0))))
            .execute(db)?;
        Ok(())
    })
    .await;
}

fn worker(site: &Site, sink: &Sink) -> Process {
    let smtp = sink.url();
    let env = [
        ("DATABASE_URL", site.database_url()),
        ("SMTP_URL", smtp.as_str()),
        ("BASE_URL", site.base.as_str()),
        ("SHUTDOWN_SECONDS", "1"),
    ];
    Process::start(&["work"], &env)
}

async fn count(site: &Site, state: MailState) -> i64 {
    site.read(move |db| Ok(mails::table.filter(mails::state.eq(state)).count().get_result(db)?)).await
}

/// Killed at four points: with the event written and no mail; with mails claimed and none sent; with messages read by
/// the mail server that the worker does not know of; in the midst of sending. Every mail arrives. A message that the mail
/// server had confirmed never comes again; one that it had read without confirming comes again under the same Message-ID.
#[actix_web::test]
async fn after_a_crash_every_mail_still_goes() {
    let site = Site::start().await;
    let sink = Sink::start();
    thirty_followers(&site).await;

    sink.be(Mood::HangsAtRecipient);
    let process = worker(&site, &sink);
    until("mails claimed", async || sink.hanging() >= 4).await;
    process.kill_9();
    assert!(sink.received().is_empty());

    claims_run_out(&site).await;
    sink.be(Mood::ReadsAndHangs);
    let process = worker(&site, &sink);
    until("messages read", async || sink.received().len() >= 4).await;
    process.kill_9();
    let unconfirmed: BTreeSet<String> = sink.received().into_iter().map(|mail| mail.id).collect();
    assert_eq!(unconfirmed.len(), 4);

    claims_run_out(&site).await;
    sink.be(Mood::Takes);
    let process = worker(&site, &sink);
    until("some sent", async || count(&site, MailState::Sent).await >= 3).await;
    process.kill_9();

    claims_run_out(&site).await;
    let process = worker(&site, &sink);
    until("all sent", async || count(&site, MailState::Sent).await == 30).await;
    process.terminate();
    assert_eq!(process.ended().await, Some(0));

    let all = sink.received();
    let readers: BTreeSet<&str> = all.iter().map(|mail| mail.to.as_str()).collect();
    let people: i64 = site.read(|db| Ok(people::table.count().get_result(db)?)).await;
    assert_eq!((readers.len(), people), (30, 31), "everybody but the one who wrote");
    let ids: BTreeSet<&str> = all.iter().map(|mail| mail.id.as_str()).collect();
    assert_eq!(ids.len(), 30, "one message per reader, however often it came");
    for id in &unconfirmed {
        assert!(all.iter().filter(|mail| mail.id == *id).count() >= 2, "sent again: nobody had confirmed it");
    }
    // The third kill may come between the server's word and our writing it down; it can hit the four in hand at most.
    let mut twice = 0;
    for id in &ids {
        let confirmed = all.iter().filter(|mail| mail.id == *id && mail.is_answered).count();
        assert!((1..=2).contains(&confirmed), "{id} was confirmed {confirmed} times");
        twice += confirmed - 1;
    }
    assert!(twice <= 4, "{twice} confirmed messages came again");
}

#[actix_web::test]
async fn a_worker_that_is_told_to_stop_gives_its_mails_back() {
    let site = Site::start().await;
    let sink = Sink::start();
    sink.be(Mood::HangsAtRecipient);
    thirty_followers(&site).await;
    let process = worker(&site, &sink);
    until("mails claimed", async || sink.hanging() >= 4).await;
    assert!(count(&site, MailState::Claimed).await > 0);
    process.terminate();
    assert_eq!(process.ended().await, Some(0));
    assert_eq!((count(&site, MailState::Claimed).await, count(&site, MailState::Waiting).await), (0, 30));
}
