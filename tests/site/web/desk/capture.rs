//! What staff files for customers: it counts once, names nobody, and is the customer's to confirm or take back. Parts of
//! ideas that voters are invited to, and whether deliveries helped.

use diesel::prelude::*;
use groundswell::accounts::{self, AccountDraft, AccountInput, demand, membership};
use groundswell::cli::doctor::examine;
use groundswell::db::schema::{captures, invitations, outcomes, people, votes};
use groundswell::ideas::{Idea, merge};
use groundswell::ids::{IdeaId, PersonId};
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::{Person, Role};
use groundswell::triage::capture::{self, CaptureDraft, CaptureInput};
use groundswell::votes::{Ballot, cast};

use crate::support::{Browser, Page, Site};

const WORDS: &str = "We carry it up every Tuesday and my back hurts.";

async fn complaints(site: &Site) -> Vec<String> {
    site.work().await;
    examine(&site.state.db).await.unwrap().iter().map(ToString::to_string).collect()
}

/// A board, an idea of Ann's, and Maja's browser.
async fn scene() -> (Site, Idea, Person, Browser) {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let browser = site.browser_of(&maja).await;
    site.work().await;
    site.clear_letters().await;
    (site, idea, ann, browser)
}

/// Files a vote for an address.
async fn file(browser: &Browser, email: &str, idea: IdeaId) -> Page {
    let idea = idea.to_string();
    let fields = [
        ("email", email),
        ("name", "Ines Haugen"),
        ("words", WORDS),
        ("source", "https://tickets.example/4711"),
        ("what", "vote"),
        ("idea", &*idea),
    ];
    browser.post("/desk/capture", &fields).await
}

async fn person_of(site: &Site, email: &'static str) -> Person {
    site.read(move |db| Ok(groundswell::people::queries::find_by_email(db, email)?.unwrap())).await
}

/// The votes on an idea: whose, which way, whether filed for them.
async fn votes_on(site: &Site, idea: IdeaId) -> Vec<(PersonId, i16, bool)> {
    site.read(move |db| {
        Ok(votes::table
            .filter(votes::idea_id.eq(idea))
            .order(votes::person_id)
            .select((votes::person_id, votes::value, votes::is_captured))
            .load(db)?)
    })
    .await
}

#[actix_web::test]
async fn a_vote_filed_for_a_customer_counts_once_names_nobody_and_becomes_theirs() {
    let (site, idea, ann, manager) = scene().await;
    let input =
        AccountInput { name: "Fjell".into(), domains: "fjell.example".into(), ..AccountInput::default() };
    let (draft, now) = (AccountDraft::parse(&input).unwrap(), site.now());
    let account = site.write(move |db| accounts::create(db, &draft, now)).await;
    let desk = format!("/desk/ideas/{}", idea.id);
    assert!(manager.get(&desk).await.has(&format!("a[href='/desk/capture?idea={}']", idea.id)));
    assert!(
        manager.get(&format!("/desk/accounts/{}", account.id)).await.has("a[href^='/desk/capture?account=']")
    );
    manager.get(&format!("/desk/capture?idea={}&account={}", idea.id, account.id)).await.expect(200);

    file(&manager, "Ines@Fjell.example", idea.id).await.expect(303);
    let ines = person_of(&site, "ines@fjell.example").await;
    assert!(ines.is_imported && ines.seen_at.is_none(), "without a login of their own");
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2);
    assert_eq!(votes_on(&site, idea.id).await.last(), Some(&(ines.id, 1, true)));
    let id = ines.id;
    assert_eq!(site.read(move |db| membership::of(db, id)).await.map(|own| own.0), Some(account.id));
    let of = idea.id;
    assert_eq!(site.read(move |db| demand::asking(db, of, 5)).await.len(), 1, "the account stands behind it");
    assert!(site.letters().await.is_empty(), "nobody without a login gets a mail");
    assert_eq!(complaints(&site).await, [""; 0]);

    // Readers learn that it was filed, and not for whom.
    let visitor = site.visitor();
    for path in [format!("/ideas/{}", idea.id), format!("/ideas/{}/voters", idea.id)] {
        let page = visitor.visit(&path).await.expect(200);
        assert!(
            page.text_of("main").contains("One of these votes was filed by the company"),
            "{}",
            page.text
        );
        assert!(!page.text.contains("Ines"), "{path}");
        assert!(!page.text.contains(&format!("/people/{}", ines.id)), "{path}");
        assert!(!page.text.contains("back hurts"), "{path}");
    }
    visitor.get(&format!("/people/{}", ines.id)).await.expect(404);
    visitor.get(&format!("/people/{}?show=comments", ines.id)).await.expect(404);
    let other = site.browser_of(&ann).await;
    assert!(!other.visit(&format!("/ideas/{}/voters", idea.id)).await.text.contains("Ines"));
    assert!(!other.get("/mentions?q=ines").await.text.contains("Ines"));
    // Staff reads who, what and where.
    let page = manager.get(&desk).await.expect(200);
    let section = page.text_of("section[aria-labelledby=captures-h]");
    for part in [WORDS, "Ines Haugen", "filed by Maja", "not confirmed yet"] {
        assert!(section.contains(part), "{part}: {section}");
    }
    assert!(page.has("a[href='https://tickets.example/4711'][rel~=noopener]"));
    assert!(
        manager.visit(&format!("/ideas/{}/voters", idea.id)).await.text_of("main").contains("Ines Haugen")
    );
    let page = manager.get(&format!("/desk/accounts/{}", account.id)).await.expect(200);
    assert!(page.text_of("section[aria-labelledby=said-h]").contains(WORDS));

    // She signs in with the address: it is her.
    let browser = site.browser_of(&ines).await;
    let page = browser.get("/").await.expect(200);
    assert!(page.text_of("main").contains("Something waits for your answer"));
    let page = browser.get("/me/waiting").await.expect(200);
    assert!(page.text_of("article").contains(WORDS), "{}", page.text);
    let act = page.attributes("article form", "action").remove(0);
    assert_eq!(other.post(&act, &[("decision", "confirm")]).await.status.as_u16(), 404, "nobody else's");
    browser.submit(&act, &[("decision", "confirm")]).await.expect(200);
    assert_eq!(votes_on(&site, idea.id).await.last(), Some(&(ines.id, 1, false)));
    let page = visitor.visit(&format!("/ideas/{}/voters", idea.id)).await.expect(200);
    assert!(page.text_of("main").contains("Ines Haugen") && !page.text.contains("filed by the company"));
    assert!(!browser.get("/").await.text.contains("Something waits"));
    let again = browser.submit(&act, &[("decision", "withdraw")]).await.expect(200);
    assert!(again.text_of(".flash").contains("decided on this before"), "{}", again.text_of(".flash"));
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2);
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn who_takes_it_back_takes_vote_and_words_along_and_keeps_what_they_cast_themselves() {
    let (site, idea, _, manager) = scene().await;
    let ben = site.customer("Ben").await;
    file(&manager, "cem@example.com", idea.id).await.expect(303);
    file(&manager, "ben@example.com", idea.id).await.expect(303);
    let cem = person_of(&site, "cem@example.com").await;
    let (by, of, now) = (ben.clone(), idea.id, site.now());
    site.write(move |db| cast(db, &by, of, Ballot::parse("up")?, now)).await;
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 3, "once, though he voted, too");
    let states: Vec<(String, bool)> = site
        .read(|db| {
            let rows = captures::table.order(captures::id).select((captures::state, captures::words.ne("")));
            Ok(rows.load(db)?)
        })
        .await;
    assert_eq!(states, [("waiting".into(), true), ("confirmed".into(), true)], "voting oneself confirms");
    // A second conversation with somebody who votes themselves: only the words can be taken back.
    file(&manager, "ben@example.com", idea.id).await.expect(303);
    let browser = site.browser_of(&ben).await;
    let act = browser.get("/me/waiting").await.attributes("article form", "action").remove(0);
    browser.submit(&act, &[("decision", "withdraw")]).await.expect(200);
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 3);

    let browser = site.browser_of(&cem).await;
    let act = browser.get("/me/waiting").await.attributes("article form", "action").remove(0);
    browser.submit(&act, &[("decision", "withdraw")]).await.expect(200);
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2);
    let left: i64 = site
        .read(move |db| {
            Ok(captures::table
                .filter(
                    captures::person_id
                        .eq(cem.id)
                        .or(captures::state.eq("withdrawn").and(captures::words.ne(""))),
                )
                .count()
                .get_result(db)?)
        })
        .await;
    assert_eq!(left, 0, "nothing of them is kept");
    let page = manager.get(&format!("/desk/ideas/{}", idea.id)).await.expect(200);
    assert_eq!(page.texts("section[aria-labelledby=captures-h] blockquote").len(), 1);
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn an_idea_filed_for_a_customer_becomes_theirs_or_is_hidden_again() {
    let (site, _, _, manager) = scene().await;
    let fields = |email: &'static str, title: &'static str| {
        [
            ("email", email),
            ("name", "Ines"),
            ("words", WORDS),
            ("what", "idea"),
            ("board", "gear"),
            ("title", title),
            ("body", "Carrying hurts."),
            ("form_key", "0123456789"),
        ]
    };
    let (first, second) =
        (fields("ines@x.example", "Straps for tents"), fields("ida@x.example", "A tent trolley"));
    let sent = manager.post("/desk/capture", &first).await.expect(303);
    let again = manager.post("/desk/capture", &first).await.expect(303);
    assert_eq!(sent.location(), again.location(), "the same form files once");
    manager.post("/desk/capture", &second).await.expect(303);
    let straps = site.stored_idea(IdeaId::new(2)).await;
    let trolley = site.stored_idea(IdeaId::new(3)).await;
    assert_eq!((straps.ranks.promotions, straps.follower_count), (1, 0), "the customer's vote alone");
    let page = site.visitor().visit("/ideas/2").await.expect(200);
    assert!(page.text_of(".idea-head").contains("Maja"), "{}", page.text_of(".idea-head"));
    assert!(page.text_of(".idea-head").contains("Filed by the company for a customer"));
    assert!(!page.text.contains("Ines"));

    let ines = person_of(&site, "ines@x.example").await;
    let browser = site.browser_of(&ines).await;
    let act = browser.get("/me/waiting").await.attributes("article form", "action").remove(0);
    browser.submit(&act, &[("decision", "confirm")]).await.expect(200);
    let straps = site.stored_idea(straps.id).await;
    assert_eq!((straps.author_id, straps.is_first_by_author), (ines.id, true));
    browser.get("/ideas/2/edit").await.expect(200);
    assert!(site.visitor().visit("/ideas/2").await.text_of(".idea-head").contains("Ines"));

    let ida = person_of(&site, "ida@x.example").await;
    let browser = site.browser_of(&ida).await;
    let act = browser.get("/me/waiting").await.attributes("article form", "action").remove(0);
    browser.submit(&act, &[("decision", "withdraw")]).await.expect(200);
    site.visitor().get("/ideas/3").await.expect(404);
    assert_eq!(site.stored_idea(trolley.id).await.ranks.promotions, 0);
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn what_cannot_be_filed_says_why_and_keeps_what_was_typed() {
    let (site, idea, ann, manager) = scene().await;
    let dee = site.customer("Dee").await;
    let (by, of, now) = (dee.clone(), idea.id, site.now());
    site.write(move |db| cast(db, &by, of, Ballot::parse("down")?, now)).await;
    let id = idea.id.to_string();
    for (email, words, source, what, said) in [
        ("", WORDS, "", &*id, "email"),
        ("ines@x.example", " ", "", &*id, "words"),
        ("ines@x.example", WORDS, "javascript:alert(1)", &*id, "source"),
        ("ines@x.example", WORDS, "", "999", "idea"),
        ("ines@x.example", WORDS, "", "", "idea"),
        ("maja@example.com", WORDS, "", &*id, "email"),
        ("dee@example.com", WORDS, "", &*id, "idea"),
    ] {
        let fields =
            [("email", email), ("words", words), ("source", source), ("what", "vote"), ("idea", what)];
        let page = manager.post("/desk/capture", &fields).await.expect(422);
        assert!(page.has(&format!("#{said}-error")), "{said}: {}", page.text);
        assert_eq!(page.text_of("#words"), words.trim(), "{said}");
    }
    let nobody: i64 = site.read(|db| Ok(captures::table.count().get_result(db)?)).await;
    assert_eq!(nobody, 0);
    let kept: i64 =
        site.read(|db| Ok(people::table.filter(people::is_imported.eq(true)).count().get_result(db)?)).await;
    assert_eq!(kept, 0, "a refusal makes nobody");
    for role in [Role::TeamMember, Role::Moderator] {
        let name = if role == Role::Moderator { "Mo" } else { "Tea" };
        let browser = site.browser_of(&site.person(name, role).await).await;
        assert_eq!(file(&browser, "ines@x.example", idea.id).await.status.as_u16(), 403);
    }
    assert_eq!(file(&site.browser_of(&ann).await, "ines@x.example", idea.id).await.status.as_u16(), 403);
}

#[actix_web::test]
async fn filing_and_voting_at_the_same_moment_is_one_vote() {
    let (site, idea, _, _) = scene().await;
    let ben = site.customer("Ben").await;
    let nils = site.person("Nils", Role::ProductManager).await;
    for round in 0..5 {
        let settings = site.state.settings().await.unwrap();
        let input = CaptureInput {
            email: "ben@example.com".into(),
            words: format!("{WORDS} {round}"),
            what: "vote".into(),
            idea: idea.id.to_string(),
            ..CaptureInput::default()
        };
        let draft = CaptureDraft::parse(&input, &settings).unwrap();
        let (by, staff, of, now) = (ben.clone(), nils.clone(), idea.id, site.now().plus(round));
        let ballot = if round % 2 == 0 { "up" } else { "none" };
        let voting = site.state.db.write(move |db| cast(db, &by, of, Ballot::parse(ballot)?, now));
        let filing = site.state.db.write(move |db| capture::file(db, &staff, &draft, &settings, now));
        let (voted, filed) = futures_util::future::join(voting, filing).await;
        voted.unwrap();
        filed.unwrap();
        let own = votes_on(&site, idea.id).await.into_iter().filter(|vote| vote.0 == ben.id).count();
        assert!(own <= 1, "round {round}");
        assert_eq!(complaints(&site).await, [""; 0], "round {round}");
    }
}

#[actix_web::test]
async fn what_was_filed_goes_along_with_a_merge_and_can_be_taken_back_there() {
    let (site, idea, ann, manager) = scene().await;
    let board = site.state.settings().await.unwrap().catalog.board(idea.board_id).unwrap().clone();
    let other = site.idea(&ann, &board, "Tents that weigh less").await;
    file(&manager, "ines@x.example", idea.id).await.expect(303);
    let maja = site.person("Mia", Role::ProductManager).await;
    let (by, from, to, now) = (maja.clone(), idea.id, other.id, site.now());
    site.write(move |db| merge::merge(db, &by, from, to, now)).await;
    let page = site.visitor().visit(&format!("/ideas/{to}/voters")).await.expect(200);
    assert!(!page.text.contains("Ines") && page.text.contains("filed by the company"), "{}", page.text);
    assert!(site.letters().await.iter().all(|letter| !letter.to.contains("ines")), "no mail of the merge");
    let page = manager.get(&format!("/desk/ideas/{to}")).await.expect(200);
    assert!(page.text_of("section[aria-labelledby=captures-h]").contains(WORDS));
    let ines = person_of(&site, "ines@x.example").await;
    let browser = site.browser_of(&ines).await;
    let act = browser.get("/me/waiting").await.attributes("article form", "action").remove(0);
    browser.submit(&act, &[("decision", "withdraw")]).await.expect(200);
    assert!(votes_on(&site, to).await.iter().all(|vote| vote.0 != ines.id));
    let (by, later) = (maja, site.now());
    site.write(move |db| merge::unmerge(db, &by, from, later)).await;
    assert!(votes_on(&site, from).await.iter().all(|vote| vote.0 != ines.id), "gone for good");
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn more_voters_than_fit_can_be_ticked_at_a_split_and_ticks_are_kept() {
    let (site, idea, _, manager) = scene().await;
    for number in 0..64 {
        let voter = site.customer(format!("V{number}").leak()).await;
        site.promote(&voter, &idea).await;
        site.clock.advance(groundswell::time::SECOND);
    }
    let path = format!("/desk/ideas/{}/split", idea.id);
    let page = manager.get(&path).await.expect(200);
    assert_eq!(page.texts(".split-voters li").len(), 60);
    assert!(page.text_of("main").contains("5 more voters are not listed."), "{}", page.text_of("main"));
    let latest = page.attributes(".split-voters input", "value").remove(0);
    let typed = [
        ("title", "Poles"),
        ("body", "Only the poles."),
        ("whom", "chosen"),
        ("people", &*latest),
        ("listed", "60"),
        ("form_key", "0123456789"),
        ("more", "1"),
    ];
    let page = manager.post(&path, &typed).await.expect(200);
    assert_eq!(page.texts(".split-voters li").len(), 65);
    assert!(!page.text_of("main").contains("not listed") && !page.has("button[name=more]"));
    assert_eq!(page.attributes(".split-voters input[checked]", "value"), [latest]);
    assert_eq!(page.attributes("#title", "value"), ["Poles"]);
}

#[actix_web::test]
async fn a_split_invites_chosen_voters_and_moves_no_vote() {
    let (site, idea, ann, manager) = scene().await;
    let mut voters = Vec::new();
    for name in ["Ben", "Cem", "Dee"] {
        let voter = site.customer(name).await;
        site.promote(&voter, &idea).await;
        voters.push(voter);
    }
    file(&manager, "ines@x.example", idea.id).await.expect(303);
    site.clear_letters().await;
    let before = votes_on(&site, idea.id).await;
    let path = format!("/desk/ideas/{}/split", idea.id);
    let page = manager.get(&path).await.expect(200);
    assert!(!page.text_of(".split-voters").contains("Ines"), "whoever has no login is not invited");
    let wrong = [("title", "Poles of carbon"), ("body", ""), ("whom", "chosen")];
    let page = manager.post(&path, &wrong).await.expect(422);
    assert!(page.has("#body-error") && page.has("#whom-error"), "{}", page.text);
    let (ben, cem) = (voters[0].id.to_string(), voters[1].id.to_string());
    let fields = [
        ("title", "Poles of carbon"),
        ("body", "Only the poles."),
        ("whom", "chosen"),
        ("people", &*ben),
        ("people", &*cem),
        ("form_key", "0123456789"),
    ];
    let sent = manager.post(&path, &fields).await.expect(303);
    assert_eq!(manager.post(&path, &fields).await.expect(303).location(), sent.location(), "once");
    let part = IdeaId::new(2);
    assert_eq!(votes_on(&site, idea.id).await, before, "no vote is moved");
    assert!(votes_on(&site, part).await.is_empty());
    assert_eq!(site.told().await, ["ben:invited", "cem:invited"]);
    let page = site.visitor().visit("/ideas/2").await.expect(200);
    assert!(page.text_of(".aside").contains("A lighter tent"), "linked: {}", page.text_of(".aside"));

    let browser = site.browser_of(&voters[0]).await;
    assert!(browser.get("/").await.text_of("main").contains("Something waits"));
    let page = browser.visit("/ideas/2").await.expect(200);
    assert!(page.text_of("#invitation").contains("You voted on “A lighter tent”"), "{}", page.text);
    browser.submit("/ideas/2/invitation", &[("answer", "yes")]).await.expect(200);
    assert_eq!(votes_on(&site, part).await, [(voters[0].id, 1, false)]);
    assert!(!browser.visit("/ideas/2").await.has("#invitation"));
    assert!(!browser.get("/").await.text.contains("Something waits"));
    let other = site.browser_of(&voters[1]).await;
    other.submit("/ideas/2/invitation", &[("answer", "no")]).await.expect(200);
    assert!(!other.get("/").await.text.contains("Something waits"));
    let page = other.submit("/ideas/2/invitation", &[("answer", "yes")]).await.expect(200);
    assert!(page.text_of(".flash").contains("Your promotion counts here"), "{}", page.text_of(".flash"));
    assert_eq!(votes_on(&site, part).await.len(), 2, "whoever declined may still take it up");
    let page = browser.submit("/ideas/2/invitation", &[("answer", "no")]).await.expect(200);
    assert!(page.text_of(".flash").contains("decided on this before"), "{}", page.text_of(".flash"));
    assert_eq!(votes_on(&site, part).await.len(), 2);
    site.browser_of(&voters[2]).await.post("/ideas/2/invitation", &[("answer", "yes")]).await.expect(404);
    site.browser_of(&ann).await.get(&path).await.expect(403);
    let desk = manager.get("/desk/ideas/2").await.expect(200);
    assert!(desk.text_of("main").contains("was a part of: 2. Promoted it: "), "{}", desk.text_of("main"));
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn voters_say_whether_a_delivery_helped_and_may_change_it() {
    let (site, idea, ann, manager) = scene().await;
    let board = site.state.settings().await.unwrap().catalog.board(idea.board_id).unwrap().clone();
    let ben = site.customer("Ben").await;
    let eve = site.customer("Eve").await;
    site.promote(&ben, &idea).await;
    let input = AccountInput { name: "Fjell".into(), ..AccountInput::default() };
    let (draft, now, id) = (AccountDraft::parse(&input).unwrap(), site.now(), ben.id);
    let account = site
        .write(move |db| {
            let account = accounts::create(db, &draft, now)?;
            membership::set(db, id, Some((account.id, accounts::JoinedBy::Desk)))?;
            Ok(account)
        })
        .await;
    let by = ben.clone();
    let of = idea.id;
    site.write(move |db| {
        cast(db, &by, of, Ballot::parse("none")?, now)?;
        cast(db, &by, of, Ballot::parse("up")?, now.plus(1))
    })
    .await;
    let act = format!("/ideas/{}/outcome", idea.id);
    let browser = site.browser_of(&ben).await;
    assert!(!browser.visit(&format!("/ideas/{}", idea.id)).await.has("#outcome"), "not before it is there");
    browser.post(&act, &[("outcome", "solved")]).await.expect(403);
    let maja = site.person("Mia", Role::ProductManager).await;
    site.answer(&maja, &board, &idea, "delivered", "It is in the shops.").await;
    let page = browser.visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert!(page.has("#outcome form"));
    assert!(browser.get("/me/waiting").await.text_of("main").contains("A lighter tent"));
    assert!(!site.visitor().visit(&format!("/ideas/{}", idea.id)).await.has("#outcome form"));
    site.browser_of(&eve).await.post(&act, &[("outcome", "solved")]).await.expect(403);
    browser.post(&act, &[("outcome", "great")]).await.expect(422);
    let long = "x".repeat(501);
    let page = browser.post(&act, &[("outcome", "partly"), ("line", &long)]).await.expect(422);
    assert_eq!(page.attributes("#line", "value"), [long], "as typed");
    browser.submit(&act, &[("outcome", "partly"), ("line", "Still 3 kg.")]).await.expect(200);
    site.browser_of(&ann).await.submit(&act, &[("outcome", "not")]).await.expect(200);
    let page = site.visitor().visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    let said = page.text_of("#outcome");
    assert!(said.contains("helped 50 % of 2") && !said.contains("Still 3 kg."), "{said}");
    let page = manager.get(&format!("/desk/accounts/{}", account.id)).await.expect(200);
    let got = page.text_of("section[aria-labelledby=got-h]");
    assert!(got.contains("In part: 1") && got.contains("Still 3 kg."), "{got}");
    assert!(manager.get(&format!("/desk/ideas/{}", idea.id)).await.text_of("main").contains("Still 3 kg."));
    browser.submit(&act, &[("outcome", "solved"), ("line", "")]).await.expect(200);
    let all: Vec<(PersonId, String)> = site
        .read(|db| {
            Ok(outcomes::table
                .order(outcomes::person_id)
                .select((outcomes::person_id, outcomes::value))
                .load(db)?)
        })
        .await;
    assert_eq!(all, [(ann.id, "not".to_owned()), (ben.id, "solved".to_owned())]);
    browser.submit(&act, &[("take_back", "1"), ("outcome", "solved")]).await.expect(200);
    let all: i64 = site.read(|db| Ok(outcomes::table.count().get_result(db)?)).await;
    assert_eq!(all, 1);
}

#[actix_web::test]
async fn who_leaves_takes_along_what_was_filed_asked_and_said() {
    let (site, idea, _, manager) = scene().await;
    let ben = site.customer("Ben").await;
    file(&manager, "ben@example.com", idea.id).await.expect(303);
    let data = site.browser_of(&ben).await.get("/settings/data.json").await.expect(200);
    assert!(data.text.contains(WORDS) && data.text.contains("tickets.example"), "{}", data.text);
    let (of, now, id) = (idea.id, site.now(), ben.id);
    site.write(move |db| {
        groundswell::db::execute(
            db,
            &format!(
                "INSERT INTO invitations (idea_id, person_id, from_idea, state, created_at) \
                 VALUES ({of}, {id}, {of}, 'waiting', {})",
                now.micros()
            ),
        )?;
        leave(db, &ben, LeaversVotes::Stay, now)
    })
    .await;
    let left: (i64, i64) = site
        .read(move |db| {
            let named = captures::person_id.eq(id).or(captures::words.ne(""));
            Ok((
                captures::table.filter(named).count().get_result(db)?,
                invitations::table.count().get_result(db)?,
            ))
        })
        .await;
    assert_eq!(left, (0, 0));
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2, "the vote was left");
    assert_eq!(complaints(&site).await, [""; 0]);
}
