//! What becomes of what was filed for customers once they act themselves, and what "nobody else took part" means.

use diesel::prelude::*;
use groundswell::boards::Board;
use groundswell::cli::doctor::examine;
use groundswell::db::schema::{captures, people, votes};
use groundswell::error::Result;
use groundswell::ideas::Idea;
use groundswell::ideas::links::{self, LinkKind};
use groundswell::ids::{CaptureId, IdeaId, PersonId};
use groundswell::people::{Person, Role};
use groundswell::triage::capture::{self, CaptureDraft, CaptureInput};
use groundswell::votes::{Ballot, cast};

use crate::support::Site;

/// A board, an idea of Ann's, and Maja, who files.
async fn scene() -> (Site, Board, Idea, Person) {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    (site, board, idea, maja)
}

async fn try_to_file(site: &Site, staff: &Person, input: CaptureInput) -> Result<Idea> {
    let settings = site.state.settings().await.unwrap();
    let input = CaptureInput { words: "My back hurts.".into(), ..input };
    let draft = CaptureDraft::parse(&input, &settings).unwrap();
    let (staff, now) = (staff.clone(), site.now());
    site.state.db.write(move |db| capture::file(db, &staff, &draft, &settings, now)).await
}

/// Files a vote for an address; gives what waits then.
async fn file(site: &Site, staff: &Person, email: &str, idea: &Idea) -> CaptureId {
    let (email, idea) = (email.to_owned(), idea.id.to_string());
    try_to_file(site, staff, CaptureInput { email, idea, what: "vote".into(), ..CaptureInput::default() })
        .await
        .unwrap();
    latest(site).await
}

/// Posts an idea for an address.
async fn file_idea(site: &Site, staff: &Person, email: &str, title: &str) -> (CaptureId, Idea) {
    let input = CaptureInput {
        email: email.to_owned(),
        what: "idea".into(),
        board: "gear".into(),
        title: title.to_owned(),
        body: "Carrying hurts.".into(),
        ..CaptureInput::default()
    };
    let idea = try_to_file(site, staff, input).await.unwrap();
    (latest(site).await, idea)
}

async fn latest(site: &Site) -> CaptureId {
    site.read(|db| Ok(captures::table.order(captures::id.desc()).select(captures::id).first(db)?)).await
}

/// What became of something filed, and whether its words are kept.
async fn became(site: &Site, id: CaptureId) -> (String, bool) {
    site.read(move |db| {
        Ok(captures::table.find(id).select((captures::state, captures::words.ne(""))).first(db)?)
    })
    .await
}

/// Somebody's vote: which way, whether filed for them, whether as the author.
async fn vote_of(site: &Site, idea: IdeaId, person: PersonId) -> Option<(i16, bool, bool)> {
    site.read(move |db| {
        let row = votes::table.find((idea, person));
        Ok(row.select((votes::value, votes::is_captured, votes::is_author)).first(db).optional()?)
    })
    .await
}

async fn complaints(site: &Site) -> Vec<String> {
    site.work().await;
    examine(&site.state.db).await.unwrap().iter().map(ToString::to_string).collect()
}

async fn withdraw(site: &Site, person: &Person, id: CaptureId) {
    let settings = site.state.settings().await.unwrap();
    let (person, now) = (person.clone(), site.now());
    site.write(move |db| capture::withdraw(db, &person, id, &settings, now)).await;
}

#[actix_web::test]
async fn voting_against_or_taking_the_vote_away_takes_back_what_was_filed() {
    let (site, _, idea, maja) = scene().await;
    let path = format!("/ideas/{}/vote", idea.id);
    for (name, email, vote, left) in [
        ("Ben", "ben@example.com", "down", Some((-1, false, false))),
        ("Cem", "cem@example.com", "none", None),
    ] {
        let person = site.customer(name).await;
        let id = file(&site, &maja, email, &idea).await;
        let browser = site.browser_of(&person).await;
        let act = browser.get("/me/waiting").await.attributes("article form", "action").remove(0);
        browser.post(&path, &[("vote", vote)]).await.expect(303);
        assert_eq!(became(&site, id).await, ("withdrawn".into(), false), "{vote}");
        assert_eq!(vote_of(&site, idea.id, person.id).await, left, "{vote}");
        // There is nothing to stand by any more, and nothing says so.
        browser.post(&act, &[("decision", "confirm")]).await.expect(404);
        assert_eq!(vote_of(&site, idea.id, person.id).await, left, "{vote}");
    }
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn standing_by_what_was_said_casts_the_vote_when_it_is_not_there() {
    let (site, _, idea, maja) = scene().await;
    let ben = site.customer("Ben").await;
    site.promote(&ben, &idea).await;
    let id = file(&site, &maja, "ben@example.com", &idea).await;
    let (by, of, now) = (ben.clone(), idea.id, site.now());
    site.write(move |db| cast(db, &by, of, Ballot::parse("none")?, now)).await;
    assert_eq!(became(&site, id).await.0, "waiting", "their own vote was not what was filed");
    let browser = site.browser_of(&ben).await;
    let act = browser.get("/me/waiting").await.attributes("article form", "action").remove(0);
    browser.submit(&act, &[("decision", "confirm")]).await.expect(200);
    assert_eq!(vote_of(&site, idea.id, ben.id).await, Some((1, false, false)));
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2);
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn who_votes_for_an_idea_that_was_filed_for_them_is_its_author() {
    let (site, _, _, maja) = scene().await;
    let eve = site.customer("Eve").await;
    let (id, idea) = file_idea(&site, &maja, "eve@example.com", "Straps for tents").await;
    assert_eq!(idea.author_id, maja.id);
    let browser = site.browser_of(&eve).await;
    browser.post(&format!("/ideas/{}/vote", idea.id), &[("vote", "up")]).await.expect(303);
    assert_eq!(became(&site, id).await, ("confirmed".into(), true));
    let stored = site.stored_idea(idea.id).await;
    assert_eq!((stored.author_id, stored.is_first_by_author), (eve.id, true));
    assert_eq!(vote_of(&site, idea.id, eve.id).await, Some((1, false, true)));
    browser.get(&format!("/ideas/{}/edit", idea.id)).await.expect(200);
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn what_others_have_made_something_of_stays_when_the_customer_takes_it_back() {
    let (site, board, tent, maja) = scene().await;
    let ben = site.customer("Ben").await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    for what in ["nothing", "own follow", "answer", "route", "status", "follow", "link", "part"] {
        let email = format!("{}@x.example", what.replace(' ', "-"));
        let (id, idea) = file_idea(&site, &maja, &email, &format!("Something about {what}")).await;
        let of = idea.id;
        let customer: Person =
            site.read(move |db| Ok(groundswell::people::queries::find_by_email(db, &email)?.unwrap())).await;
        match what {
            "own follow" => site.follow(&customer, &idea).await,
            "answer" => site.answer(&maja, &board, &idea, "open", "We look into it.").await,
            "route" => {
                site.send_to(&maja, &idea, &team).await;
            }
            "status" => site.answer(&maja, &board, &idea, "planned", "").await,
            "follow" => site.follow(&ben, &idea).await,
            "link" => {
                let (by, to, now) = (maja.clone(), tent.id, site.now());
                site.write(move |db| links::link(db, &by, of, LinkKind::Extends, to, now)).await;
            }
            "part" => {
                let ann = site.customer_again().await;
                let part = site.idea(&ann, &board, "A part of it").await.id;
                let (by, now) = (maja.clone(), site.now());
                site.write(move |db| {
                    diesel::delete(votes::table.filter(votes::idea_id.eq(part))).execute(db)?;
                    groundswell::ranking::store::refresh(db, part)?;
                    groundswell::follows::set(db, part, ann.id, false, now)?;
                    groundswell::ideas::merge::merge(db, &by, part, of, now)
                })
                .await;
            }
            _ => {}
        }
        withdraw(&site, &customer, id).await;
        let is_there = site.visitor().visit(&format!("/ideas/{of}")).await.status.as_u16() == 200;
        assert_eq!(is_there, !matches!(what, "nothing" | "own follow"), "{what}");
    }
    assert_eq!(complaints(&site).await, [""; 0]);
}

impl Site {
    async fn customer_again(&self) -> Person {
        self.read(|db| {
            let ann = people::table.filter(people::handle.eq("ann")).select(Person::as_select());
            Ok(ann.first(db)?)
        })
        .await
    }
}

#[actix_web::test]
async fn filing_for_the_same_unknown_address_at_the_same_moment_files_everything() {
    let (site, _, idea, _) = scene().await;
    let mut staff = Vec::new();
    for name in ["Nils", "Olga", "Pia", "Quinn"] {
        staff.push(site.person(name, Role::ProductManager).await);
    }
    for round in 0..4_usize {
        let filed = staff.iter().map(|own| {
            let input = CaptureInput {
                email: format!("new-{round}@x.example"),
                name: "Ines Haugen".into(),
                what: "vote".into(),
                idea: idea.id.to_string(),
                ..CaptureInput::default()
            };
            try_to_file(&site, own, input)
        });
        for done in futures_util::future::join_all(filed).await {
            done.unwrap();
        }
    }
    let (all, made): (i64, i64) = site
        .read(|db| {
            let made = people::table.filter(people::is_imported.eq(true));
            Ok((captures::table.count().get_result(db)?, made.count().get_result(db)?))
        })
        .await;
    assert_eq!((all, made), (16, 4), "everything is filed, and each address is one person");
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 5);
    assert_eq!(complaints(&site).await, [""; 0]);
}
