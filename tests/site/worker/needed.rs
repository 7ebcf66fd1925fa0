//! Votes of a year ago: their voters are asked once, and nothing changes unless they say so.

use diesel::prelude::*;
use groundswell::cli::doctor::examine;
use groundswell::db::schema::{mails, resting_ideas, votes};
use groundswell::freshness::{self, FRESH, Freshness};
use groundswell::ideas::{Idea, merge};
use groundswell::ids::{IdeaId, PersonId};
use groundswell::people::create::{NewPerson, create};
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::mail_choices::{MailKind, choose};
use groundswell::people::{Person, Role};
use groundswell::time::{DAY, Timestamp};
use groundswell::votes::{Ballot, cast};
use groundswell::worker;

use crate::support::{Site, plan_of, queries_of};

/// What is stored of a vote beside what counts: when it was cast, asked about, confirmed; whether it rests.
type Stored = (Timestamp, Option<Timestamp>, Option<Timestamp>, bool);

async fn vote_of(site: &Site, person: PersonId, idea: IdeaId) -> Option<Stored> {
    site.read(move |db| {
        let row = votes::table.find((idea, person));
        let row = row.select((votes::cast_at, votes::asked_at, votes::confirmed_at, votes::is_resting));
        Ok(row.first(db).optional()?)
    })
    .await
}

async fn freshness_of(site: &Site, idea: &Idea) -> Freshness {
    let (id, now) = (idea.id, site.now());
    site.read(move |db| freshness::of_idea(db, id, now)).await
}

async fn vote(site: &Site, person: &Person, idea: &Idea, ballot: &'static str) {
    let (person, idea, now) = (person.clone(), idea.id, site.now());
    site.write(move |db| cast(db, &person, idea, Ballot::parse(ballot)?, now).map(drop)).await;
}

/// The mails that ask, after the worker did everything: to whom, and their text.
async fn asked(site: &Site) -> Vec<(String, String)> {
    let letters = site.letters().await.into_iter().filter(|letter| letter.kind == "still_needed");
    letters.map(|letter| (letter.to.replace("@example.com", ""), letter.text)).collect()
}

/// Ann posted two ideas, Ben and Eve promoted the first, all on a Thursday; Mondays ask.
async fn scene() -> (Site, Idea, Idea, [Person; 3]) {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let people = [site.customer("Ann").await, site.customer("Ben").await, site.customer("Eve").await];
    let [ann, ben, eve] = &people;
    let tent = site.idea(ann, &board, "A lighter tent").await;
    let stove = site.idea(ann, &board, "A wider stove").await;
    vote(&site, ben, &tent, "up").await;
    vote(&site, eve, &tent, "up").await;
    vote(&site, ben, &stove, "down").await;
    site.clear_letters().await;
    (site, tent, stove, people)
}

#[actix_web::test]
async fn voters_of_a_year_ago_are_asked_once_in_one_mail_and_on_their_page() {
    let (site, tent, stove, [ann, ben, eve]) = scene().await;
    let refuse = eve.id;
    site.write(move |db| choose(db, refuse, MailKind::StillNeeded, false)).await;
    site.clock.advance(FRESH - DAY);
    assert_eq!(asked(&site).await, [], "not yet");
    assert_eq!(freshness_of(&site, &tent).await, Freshness { fresh: 3, ..Freshness::default() });
    site.clock.advance(4 * DAY);
    assert_eq!(freshness_of(&site, &tent).await.stale, 3, "old before anybody is asked");
    let heat = site.stored_idea(tent.id).await.ranks;

    // Two instances at once, and again after a restart: every vote is asked about once.
    let (one, two) = (site.state.clone(), site.state.clone());
    let (one, two) = tokio::join!(worker::drain(&one), worker::drain(&two));
    one.unwrap();
    two.unwrap();
    site.clock.advance(7 * DAY);
    let letters = asked(&site).await;
    assert_eq!(
        letters.iter().map(|own| own.0.as_str()).collect::<Vec<_>>(),
        ["ann", "ben"],
        "Eve wants no mail"
    );
    for part in ["A lighter tent", "A wider stove", "these 2 ideas", "We ask once", "/me/waiting#needed"] {
        assert!(letters[0].1.contains(part), "{part}: {}", letters[0].1);
    }
    assert!(!letters[1].1.contains("A wider stove"), "nobody is asked whether they are still against it");
    site.clock.advance(14 * DAY);
    assert_eq!(asked(&site).await.len(), 2, "and never again");
    let ranks = site.stored_idea(tent.id).await.ranks;
    assert_eq!((ranks.heat.to_bits(), ranks.promotions), (heat.heat.to_bits(), 3), "silence changes nothing");

    // On their own page, also without a mail.
    let cast_at = vote_of(&site, eve.id, tent.id).await.unwrap().0;
    let browser = site.browser_of(&eve).await;
    let page = browser.get("/me").await.expect(200);
    assert!(page.text_of(".flash").contains("more than a year ago"), "{}", page.text);
    let page = browser.get("/me/waiting").await.expect(200);
    assert_eq!(page.texts("#needed h3"), ["A lighter tent"]);
    let act = page.attributes("#needed form", "action").remove(0);
    browser.post(&act, &[("needed", "perhaps")]).await.expect(422);
    site.visitor().post(&act, &[("needed", "yes")]).await.expect(303);
    let page = browser.submit(&act, &[("needed", "yes")]).await.expect(200);
    assert!(!page.has("#needed"));
    assert!(!browser.get("/me").await.has("a[href='/me/waiting#needed']"));
    let stored = vote_of(&site, eve.id, tent.id).await.unwrap();
    assert_eq!((stored.0, stored.2), (cast_at, Some(site.now())), "renewed beside, not in place of the vote");
    assert_eq!(site.stored_idea(tent.id).await.ranks.heat.to_bits(), heat.heat.to_bits());
    let ben_browser = site.browser_of(&ben).await;
    ben_browser.submit(&act, &[("needed", "no")]).await.expect(200);
    ben_browser.submit(&act, &[("needed", "no")]).await.expect(200);
    assert_eq!(vote_of(&site, ben.id, tent.id).await, None, "withdrawn as by themselves");
    assert_eq!(site.stored_idea(tent.id).await.ranks.promotions, 2);
    ben_browser.post(&format!("/me/needed/{}", stove.id), &[("needed", "yes")]).await.expect(403);

    // The desk sees fresh and stale, and that both count.
    assert_eq!(freshness_of(&site, &tent).await, Freshness { fresh: 1, stale: 1, confirmed: 1, silent: 1 });
    let maja = site.person("Maja", Role::ProductManager).await;
    let page = site.browser_of(&maja).await.get(&format!("/desk/ideas/{}", tent.id)).await.expect(200);
    let section = page.text_of("#fresh");
    let counts = section.replace(' ', "");
    assert!(counts.contains("Fresh1") && counts.contains("Olderthanayear1"), "{section}");
    assert!(section.contains("count exactly as before"));
    let complaints = examine(&site.state.db).await.unwrap();
    assert!(complaints.is_empty(), "{}", complaints[0]);
    // A year later a confirmed vote is old again, and is not asked about a second time.
    site.clear_letters().await;
    site.clock.advance(FRESH + 6 * DAY);
    assert_eq!(asked(&site).await, []);
    assert_eq!(freshness_of(&site, &tent).await.stale, 2);
    // A vote that is cast anew is another vote.
    vote(&site, &ann, &tent, "none").await;
    vote(&site, &ann, &tent, "up").await;
    site.clock.advance(FRESH + 6 * DAY);
    assert_eq!(asked(&site).await.len(), 1);
}

#[actix_web::test]
async fn what_is_not_open_rests_and_is_asked_about_once_it_is_again() {
    let (site, tent, stove, [ann, ben, _]) = scene().await;
    site.set_status(&tent, "planned").await;
    site.clock.advance(FRESH + 3 * DAY);
    let letters = asked(&site).await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].0 == "ann" && !letters[0].1.contains("A lighter tent"));
    assert_eq!(vote_of(&site, ben.id, tent.id).await.map(|row| row.3), Some(true));
    assert_eq!(
        site.read(|db| Ok(resting_ideas::table.select(resting_ideas::idea_id).load::<IdeaId>(db)?)).await,
        [tent.id]
    );
    site.clock.advance(7 * DAY);
    assert_eq!(asked(&site).await.len(), 1);
    site.set_status(&tent, "open").await;
    site.clear_letters().await;
    site.clock.advance(7 * DAY);
    let letters = asked(&site).await;
    assert_eq!(letters.len(), 3, "{letters:?}");
    assert!(letters.iter().all(|own| own.1.contains("A lighter tent") && !own.1.contains("A wider stove")));
    assert!(
        site.read(|db| Ok(resting_ideas::table.select(resting_ideas::idea_id).load::<IdeaId>(db)?))
            .await
            .is_empty()
    );
    // Not asked about what is no longer open.
    site.set_status(&stove, "not_planned").await;
    let page = site.browser_of(&ann).await.get("/me/waiting").await.expect(200);
    assert_eq!(page.texts("#needed h3"), ["A lighter tent"]);
}

#[actix_web::test]
async fn a_vote_that_a_merge_copied_is_asked_about_once_and_its_answer_holds_after_the_merge_is_undone() {
    let (site, tent, stove, [ann, ben, eve]) = scene().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (by, from, to, now) = (maja.clone(), tent.id, stove.id, site.now());
    site.write(move |db| merge::merge(db, &by, from, to, now)).await;
    site.clear_letters().await;
    site.clock.advance(FRESH + 3 * DAY);
    let letters = asked(&site).await;
    assert_eq!(letters.iter().map(|own| own.0.as_str()).collect::<Vec<_>>(), ["ann", "eve"]);
    let (who, now) = (eve.clone(), site.now());
    site.write(move |db| freshness::answer(db, &who, from, true, now)).await;
    assert_eq!(vote_of(&site, eve.id, stove.id).await.unwrap().2, Some(now));
    assert_eq!(vote_of(&site, eve.id, tent.id).await.unwrap().2, Some(now));
    site.write(move |db| merge::unmerge(db, &maja, from, now)).await;
    site.clear_letters().await;
    site.clock.advance(14 * DAY);
    let letters = asked(&site).await;
    assert_eq!(letters.len(), 1, "Ben, whose vote against the stove kept him from being asked: {letters:?}");
    assert_eq!(letters[0].0, "ben");
    assert!(vote_of(&site, ann.id, tent.id).await.unwrap().1.is_some());
    assert!(vote_of(&site, ben.id, tent.id).await.unwrap().2.is_none());
}

#[actix_web::test]
async fn no_query_goes_through_all_votes() {
    let (site, tent, _, [ann, ben, eve]) = scene().await;
    site.clock.advance(FRESH + DAY);
    let (now, id) = (site.now(), tent.id);
    site.write(move |db| {
        let people = [ann.clone(), ben.clone(), eve.clone()];
        let mut seen = Vec::new();
        seen.extend(queries_of(db, |db| freshness::due_people(db, 100, now).unwrap()).1);
        assert!(plan_of(db, &seen[0]).contains("votes_unasked"), "{}", plan_of(db, &seen[0]));
        seen.extend(queries_of(db, |db| freshness::of_idea(db, id, now).unwrap()).1);
        let (asked, more) = queries_of(db, |db| freshness::ask(db, &people, now).unwrap());
        assert_eq!(asked.len(), 3);
        seen.extend(more);
        let waiting = queries_of(db, |db| freshness::waiting(db, &ann).unwrap()).1;
        assert!(plan_of(db, &waiting[0]).contains("votes_asked"), "{}", plan_of(db, &waiting[0]));
        seen.extend(waiting);
        seen.extend(queries_of(db, |db| freshness::wake(db, IdeaId::new(0), 500).unwrap()).1);
        for query in seen.iter().filter(|query| query.contains("votes") && !query.starts_with("SAVEPOINT")) {
            let plan = plan_of(db, query);
            assert!(
                !plan.contains("SCAN votes") || plan.contains("SCAN votes USING INDEX votes_unasked"),
                "{query}\n{plan}"
            );
            assert!(!plan.contains("Seq Scan on votes"), "{query}\n{plan}");
        }
        Ok(())
    })
    .await;
    assert_eq!(site.read(|db| Ok(mails::table.count().get_result::<i64>(db)?)).await, 0);
}

#[actix_web::test]
async fn who_left_is_not_counted_among_those_who_say_nothing() {
    let (site, tent, _, [_, ben, _]) = scene().await;
    site.clock.advance(FRESH + 4 * DAY);
    asked(&site).await;
    assert_eq!(freshness_of(&site, &tent).await.silent, 3);
    let now = site.now();
    site.write(move |db| leave(db, &ben, LeaversVotes::Stay, now)).await;
    let freshness = freshness_of(&site, &tent).await;
    assert_eq!((freshness.stale, freshness.silent), (3, 2), "their vote is as old as it was");
}

#[actix_web::test]
async fn of_more_votes_than_a_step_looks_at_nobody_gets_a_part() {
    const MANY: &str = "INSERT INTO votes (idea_id, person_id, value, state, is_author, cast_at) \
                        SELECT i.id, p.id, 1, 'counted', FALSE, i.created_at FROM ideas i CROSS JOIN people p \
                        WHERE p.handle LIKE 'many%'";
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    for number in 0..21 {
        site.idea(&ann, &board, &format!("Wish {number}")).await;
        site.clock.advance(1);
    }
    let now = site.now();
    site.write(move |db| {
        for number in 0..100 {
            let (name, email) = (format!("many{number}"), format!("many{number}@example.com"));
            let new = NewPerson {
                name: &name,
                email: Some(&email),
                role: Role::Customer,
                handle: None,
                is_imported: false,
            };
            create(db, &new, now)?;
        }
        groundswell::db::execute(db, MANY)
    })
    .await;
    site.clear_letters().await;
    site.clock.advance(FRESH + 4 * DAY);
    let letters: Vec<_> = asked(&site).await.into_iter().filter(|own| own.0.starts_with("many")).collect();
    assert_eq!(letters.len(), 100);
    assert!(letters.iter().all(|own| own.1.contains("these 21 ideas")), "all at once for each");
}
