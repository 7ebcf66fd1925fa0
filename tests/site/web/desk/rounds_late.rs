//! Vote rounds where two act at once, or somebody too late; and who hears of them.

use std::time::Duration;

use diesel::prelude::*;
use futures_util::future::join;
use groundswell::ballots;
use groundswell::db::schema::{people, rounds as rows};
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::mail_choices::{MailKind, choose};
use groundswell::rounds;
use groundswell::text::words::Language;
use groundswell::time::{DAY, HOUR};

use super::field;
use super::rounds::{Polled, polled};
use crate::support::{Browser, Page};

/// The fields of a round's form, from and to these moments.
fn form<'a>(title: &'a str, starts: &'a str, ends: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("title", title),
        ("intro", "Why these."),
        ("audience", "public"),
        ("budget", "10"),
        ("cap", "6"),
        ("starts", starts),
        ("ends", ends),
    ]
}

/// A planned round over the same ideas: it begins in an hour.
async fn planned(polled: &Polled) -> String {
    let fields = form("What next?", "2026-01-15T13:00", "2026-01-16T12:00");
    let desk = polled.manager.post("/desk/rounds/new", &fields).await.expect(303).location().unwrap();
    for idea in &polled.ideas {
        polled.manager.post(&format!("{desk}/ideas"), &[("idea", &*idea.id.to_string())]).await.expect(303);
    }
    polled.manager.post(&format!("{desk}/publish"), &[]).await.expect(303);
    desk
}

async fn points(polled: &Polled) -> i64 {
    let (id, idea) = (polled.id, polled.ideas[0].id);
    polled.site.read(move |db| Ok(ballots::stored(db, id)?.ideas[&idea].0)).await
}

#[actix_web::test]
async fn points_that_were_sent_before_the_end_and_arrive_after_it_do_not_count() {
    let polled = polled("public").await;
    let customer = polled.site.browser_of(&polled.ann).await;
    let (path, name) = (format!("/rounds/{}/ballot", polled.id), format!("idea-{}", polled.ideas[0].id));
    let clock = polled.site.clock.clone();
    customer.post_late(&path, &[(&name, "2")], move || clock.advance(HOUR)).await.expect(303);
    assert_eq!(points(&polled).await, 2);
    let clock = polled.site.clock.clone();
    let page = customer.post_late(&path, &[(&name, "6")], move || clock.advance(DAY)).await.expect(409);
    assert_eq!(page.text_of(".flash.warn p"), "The round is closed.");
    assert!(page.has("#results-h"), "shown as of now");
    assert_eq!(points(&polled).await, 2);
}

#[actix_web::test]
async fn a_round_that_is_moved_on_as_it_ends_is_not_told_to_be_over() {
    let polled = polled("public").await;
    polled.site.work().await;
    polled.site.clock.advance(DAY);
    let (id, now) = (polled.id, polled.site.now());
    let moved = polled.site.write(move |db| {
        diesel::update(rows::table.find(id)).set(rows::ends_at.eq(now.plus(DAY))).execute(db)?;
        std::thread::sleep(Duration::from_millis(600));
        Ok(())
    });
    let look = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        polled.site.write(move |db| rounds::tell_due(db, now)).await
    };
    let ((), told) = join(moved, look).await;
    assert_eq!(told, 0);
    let round = polled.site.read(move |db| rounds::queries::find(db, id)).await;
    assert_eq!(round.closed_at, None);
    polled.site.clock.advance(DAY);
    polled.site.work().await;
    let round = polled.site.read(move |db| rounds::queries::find(db, id)).await;
    assert_eq!(round.closed_at, Some(polled.site.now()), "its real end is told");
}

#[actix_web::test]
async fn a_published_round_is_not_moved_into_the_past() {
    let polled = polled("public").await;
    let edit = format!("{}/edit", planned(&polled).await);
    let past = form("What next?", "2025-01-15T13:00", "2025-01-16T12:00");
    let page = polled.manager.post(&edit, &past).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#starts", "#ends"]);
    let page = polled.manager.post(&edit, &form("What next?", "2026-01-14T13:00", "2026-01-16T12:00")).await;
    assert_eq!(page.expect(422).attributes(".error-summary a", "href"), ["#starts"]);
    let later = form("What then?", "2026-01-15T14:00", "2026-01-17T12:00");
    polled.manager.post(&edit, &later).await.expect(303);
}

#[actix_web::test]
async fn of_two_who_change_a_round_the_second_is_shown_what_the_first_stored() {
    let polled = polled("public").await;
    let edit = format!("{}/edit", planned(&polled).await);
    let seen = field(&polled.manager.get(&edit).await.expect(200), "seen");
    polled.site.clock.advance(1);
    let save = async |title: &str, ends: &str, seen: &str| {
        let mut fields = form(title, "2026-01-15T13:00", ends).to_vec();
        fields.push(("seen", seen));
        polled.manager.post(&edit, &fields).await
    };
    save("What first?", "2026-01-17T12:00", &seen).await.expect(303);
    polled.site.clock.advance(1);
    let page = save("What now?", "2026-01-16T12:00", &seen).await.expect(409);
    assert_eq!(field(&page, "title"), "What now?", "as typed");
    assert_eq!(page.texts("#there dd"), ["What first?", "2026-01-17T12:00"], "beside what is there");
    let seen = field(&page, "seen");
    save("", "2026-01-16T12:00", &seen).await.expect(422);
    save("What now?", "2026-01-16T12:00", &seen).await.expect(303);
    assert_eq!(polled.manager.get(&edit).await.attributes("#title", "value"), ["What now?"]);
}

#[actix_web::test]
async fn a_form_that_is_older_than_the_beginning_or_the_end_of_its_round_comes_back_as_typed() {
    let polled = polled("public").await;
    let edit = format!("{}/edit", planned(&polled).await);
    let seen = field(&polled.manager.get(&edit).await.expect(200), "seen");
    polled.site.clock.advance(2 * HOUR);
    let mut fields = form("What now?", "2026-01-15T13:00", "2026-01-17T12:00").to_vec();
    fields.push(("seen", &seen));
    fields[3] = ("budget", "99");
    let page = polled.manager.post(&edit, &fields).await.expect(409);
    assert!(page.text_of(".error-summary").contains("has begun"));
    assert_eq!(field(&page, "title"), "What now?");
    assert!(page.texts("#there dd").contains(&"10".to_owned()), "the points that it has");
    assert!(!page.has("#budget"));
    let left = [("title", "What now?"), ("intro", "Why."), ("ends", "2026-01-17T12:00")];
    polled.manager.post(&edit, &left).await.expect(303);
    polled.site.clock.advance(3 * DAY);
    let words = [("title", "Too late?"), ("intro", "Words that took an hour."), ("ends", "2026-01-20T12:00")];
    let page = polled.manager.post(&edit, &words).await.expect(409);
    assert!(page.text_of(".error-summary").contains("The round is closed"));
    assert_eq!(page.text_of("#intro"), "Words that took an hour.");
    assert_eq!(field(&page, "title"), "Too late?");
}

async fn write(manager: &Browser, desk: &str, report: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = vec![("report", report)];
    fields.extend(more);
    manager.post(&format!("{desk}/report"), &fields).await
}

#[actix_web::test]
async fn of_two_who_report_the_second_is_shown_what_the_first_wrote() {
    let polled = polled("public").await;
    polled.site.clock.advance(DAY);
    let seen = field(&polled.manager.get(&polled.desk).await.expect(200), "seen");
    polled.site.clock.advance(1);
    write(&polled.manager, &polled.desk, "The first.", &[("seen", &seen)]).await.expect(303);
    polled.site.clock.advance(1);
    let page = write(&polled.manager, &polled.desk, "The second.", &[("seen", &seen)]).await.expect(409);
    assert_eq!(
        (page.text_of("#report"), page.text_of("#stored")),
        ("The second.".into(), "The first.".into())
    );
    let seen = field(&page, "seen");
    let page = write(&polled.manager, &polled.desk, "", &[("seen", &seen), ("publish", "1")]).await;
    assert_eq!(page.expect(422).text_of("#report"), "", "what was emptied stays so");
    write(&polled.manager, &polled.desk, "The second.", &[("seen", &seen)]).await.expect(303);
    assert_eq!(polled.manager.get(&polled.desk).await.text_of("#report"), "The second.");
}

#[actix_web::test]
async fn the_report_is_told_once_to_all_who_gave_points_and_the_end_to_who_made_the_round() {
    let polled = polled("public").await;
    let site = &polled.site;
    let others = [site.customer("Ben").await, site.customer("Cat").await, site.customer("Dan").await];
    for person in others.iter().chain([&polled.ann, &polled.maja]) {
        polled.give(&site.browser_of(person).await, ["6", "2", ""], 303).await;
    }
    let [ben, cat, dan] = others;
    let (now, unwanted, spanish) = (site.now(), ben.id, dan.id);
    site.write(move |db| choose(db, unwanted, MailKind::Round, false)).await;
    site.write(move |db| leave(db, &cat, LeaversVotes::Stay, now)).await;
    site.write(move |db| {
        diesel::update(people::table.find(spanish))
            .set(people::language.eq(Some(Language::Es)))
            .execute(db)?;
        Ok(())
    })
    .await;
    site.clear_letters().await;
    site.clock.advance(DAY);
    let letters = site.letters().await;
    assert_eq!(site.told().await, ["maja:round"], "who made it has a report to write");
    assert!(letters[0].text.contains("5 people gave points"), "{}", letters[0].text);
    assert!(letters[0].text.contains("/desk/rounds/"));
    site.clear_letters().await;
    write(&polled.manager, &polled.desk, "Mats, **perhaps**.", &[]).await.expect(303);
    assert_eq!(site.told().await, [""; 0], "what is kept is told to nobody");
    for report in ["Mats come **first**.", "Mats *come* first."] {
        write(&polled.manager, &polled.desk, report, &[("publish", "1")]).await.expect(303);
        site.work().await;
    }
    assert_eq!(site.told().await, ["ann:round", "dan:round"]);
    let letters = site.letters().await;
    assert_eq!(letters[0].subject, "What we make of it: What comes first?");
    assert!(letters[0].text.contains("come") && letters[0].text.contains("/rounds/"), "{}", letters[0].text);
    assert!(letters[0].header("List-Unsubscribe").is_some());
    assert_eq!(letters[1].subject, "Qué hacemos con ello: What comes first?");
}

#[actix_web::test]
async fn points_beyond_all_numbers_are_refused() {
    let polled = polled("public").await;
    let customer = polled.site.browser_of(&polled.ann).await;
    let most = "9223372036854775807";
    let page = polled.give(&customer, [most, most, ""], 422).await;
    assert_eq!(page.text_of(".error-summary li"), "Enter whole numbers from 0 on");
}
