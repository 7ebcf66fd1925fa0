//! What impact is made of: accounts and their values, spread over segments, factors set by hand; stored as recomputed.

use groundswell::accounts::{self, AccountDraft, AccountInput, JoinedBy, membership};
use groundswell::cli::doctor::{examine, mend};
use groundswell::ideas::Idea;
use groundswell::ideas::merge;
use groundswell::people::leave::{self, LeaversVotes};
use groundswell::people::{Person, Role};
use groundswell::time::SECOND;
use groundswell::triage::factors;
use groundswell::votes::{Ballot, cast};
use rand::Rng as _;

use super::field;
use crate::support::Site;

impl Site {
    /// A customer whose account pays so many whole euros a month and is in a segment.
    async fn customer_of(&self, name: &'static str, segment: &str, value: &str) -> Person {
        let person = self.customer(name).await;
        let input = AccountInput {
            name: format!("Account of {name}"),
            segment: segment.into(),
            value: value.into(),
            currency: "EUR".into(),
            ..AccountInput::default()
        };
        let (draft, now, id) = (AccountDraft::parse(&input).unwrap(), self.now(), person.id);
        self.write(move |db| {
            let account = accounts::create(db, &draft, now)?;
            membership::set(db, id, Some((account.id, JoinedBy::Desk)))
        })
        .await;
        self.clock.advance(SECOND);
        person
    }

    async fn doctor_is_content(&self, when: &str) {
        self.work().await;
        let found = examine(&self.state.db).await.unwrap();
        let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(lines, [""; 0], "{when}");
    }

    async fn ballot(&self, who: &Person, idea: &Idea, ballot: &'static str) {
        let (who, idea, now) = (who.clone(), idea.id, self.now());
        self.write(move |db| cast(db, &who, idea, Ballot::parse(ballot)?, now)).await;
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[actix_web::test]
async fn accounts_that_ask_raise_the_value_and_their_segments_the_confidence() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let big = site.customer_of("Ben", "Enterprise", "2500").await;
    let small = site.customer_of("Cem", "SMB", "500").await;
    site.work().await;
    let (one, both) = (site.idea(&ann, &board, "For one").await, site.idea(&ann, &board, "For both").await);
    site.promote(&big, &one).await;
    let one = site.stored_idea(one.id).await;
    assert_eq!(one.ranks.accounts_asking, 1);
    assert!(near(one.ranks.value_factor, 3.5), "{}", one.ranks.value_factor);
    assert!(near(one.ranks.spread_factor, (2.0_f64 / 3.0 * 0.5).sqrt()), "{}", one.ranks.spread_factor);
    site.promote(&big, &both).await;
    site.promote(&small, &both).await;
    let ranks = site.stored_idea(both.id).await.ranks;
    assert!(near(ranks.value_factor, 4.0) && near(ranks.spread_factor, 2.0 / 3.0), "{ranks:?}");
    site.ballot(&small, &both, "down").await;
    let ranks = site.stored_idea(both.id).await.ranks;
    assert!(near(ranks.value_factor, 3.5), "who is against lends no value: {ranks:?}");
    assert!(near(ranks.spread_factor, (2.0_f64 / 3.0 / 3.0).sqrt()), "{ranks:?}");
    site.doctor_is_content("after votes").await;

    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let page = manager.get(&format!("/desk/ideas/{}", one.id)).await.expect(200);
    let sentence = page.text_of(".formula");
    for part in
        ["2 people × value 3.5 × confidence", "÷ effort 2", "1 account asks for it", "2,500", "2 votes"]
    {
        assert!(sentence.contains(part), "{part} in {sentence}");
    }
}

#[actix_web::test]
async fn another_segment_label_is_a_new_score_for_what_the_account_asks_for() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let ben = site.customer_of("Ben", "Enterprise", "2500").await;
    site.customer_of("Cem", "Enterprise", "10").await;
    site.work().await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.promote(&ben, &idea).await;
    assert!(near(site.stored_idea(idea.id).await.ranks.spread_factor, 2.0 / 3.0));
    let id = site.read(move |db| membership::of(db, ben.id)).await.unwrap().0;
    let input =
        AccountInput { name: "Account of Ben".into(), segment: "SMB".into(), ..AccountInput::default() };
    let (draft, now) = (AccountDraft::parse(&input).unwrap(), site.now());
    site.write(move |db| accounts::update(db, id, &draft, now)).await;
    site.work().await;
    let ranks = site.stored_idea(idea.id).await.ranks;
    assert!(near(ranks.spread_factor, (2.0_f64 / 3.0 * 0.5).sqrt()), "{ranks:?}");
    assert!(near(ranks.value_factor, 3.5), "what was worth something when it voted still is: {ranks:?}");
    site.doctor_is_content("after the label changed").await;
}

#[actix_web::test]
async fn a_factor_is_set_by_hand_with_a_note_told_with_its_history_and_taken_back() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let computed = site.stored_idea(idea.id).await.ranks.impact;
    let manager = site.browser_of(&maja).await;
    let page = format!("/desk/ideas/{}/factors", idea.id);
    let bad = manager.post(&format!("{page}/reach"), &[("to", "many"), ("note", "")]).await.expect(422);
    assert_eq!(bad.texts(".error-summary li").len(), 2);
    assert_eq!(bad.attributes("#to", "value"), ["many"]);
    manager.post(&format!("{page}/nothing"), &[("to", "1"), ("note", "x")]).await.expect(404);
    let set = [("to", "40"), ("note", "Nine resellers ask for their customers.")];
    let shown = manager.submit(&format!("{page}/reach"), &set).await.expect(200);
    let stored = site.stored_idea(idea.id).await;
    assert!(near(stored.ranks.impact, computed * 40.0), "{}", stored.ranks.impact);
    let row = shown.text_of("tbody tr");
    for part in ["Reach: As counted → 40", "Nine resellers", "Maja"] {
        assert!(row.contains(part), "{part} in {row}");
    }
    assert!(
        manager.get(&format!("/desk/ideas/{}", idea.id)).await.text_of(".factor-grid").contains("by hand")
    );
    manager.submit(&format!("{page}/effort"), &[("to", "xl"), ("note", "Needs a mould.")]).await.expect(200);
    assert!(near(site.stored_idea(idea.id).await.ranks.impact, computed * 10.0));

    // A form that was made before does not stand over what somebody set since, and comes back as typed.
    let late = [("to", "7"), ("note", "I counted."), ("seen", "")];
    let again = manager.post(&format!("{page}/reach"), &late).await.expect(422);
    assert!(again.text_of(".error-summary").contains("in the meantime"));
    assert_eq!(again.attributes("#to", "value"), ["7"]);
    let seen = field(&again, "seen");
    manager
        .post(&format!("{page}/reach"), &[("to", "7"), ("note", "I counted."), ("seen", &seen)])
        .await
        .expect(303);
    assert!(near(site.stored_idea(idea.id).await.ranks.impact, computed * 7.0 / 4.0));

    // Votes and effort go on counting below what was set; the doctor agrees with all of it.
    let ben = site.customer("Ben").await;
    site.promote(&ben, &idea).await;
    let stored = site.stored_idea(idea.id).await;
    assert!(near(stored.impact().factors.reach, 7.0) && near(stored.impact().computed.reach, 2.0));
    site.doctor_is_content("with factors set by hand").await;
    site.write(|db| groundswell::db::execute(db, "UPDATE ideas SET reach_set = 9")).await;
    let found = examine(&site.state.db).await.unwrap();
    assert!(found.iter().any(|own| own.to_string().contains("reach set by hand says 9")), "{found:?}");
    mend(&site.state.db, &found).await.unwrap();
    site.doctor_is_content("after mending").await;

    let history = manager.get(&page).await.expect(200);
    let undo = history.attributes("tbody form", "action");
    assert_eq!(undo.len(), 2, "the newest of each factor");
    manager.submit(&undo[0], &[]).await.expect(200);
    assert!(near(site.stored_idea(idea.id).await.set.reach.unwrap(), 40.0));
    let gone = manager.post(&undo[0], &[]).await;
    gone.expect(409);
    let text = manager.get(&page).await.text_of("tbody tr");
    assert!(text.contains("Reach: 7 → 40") && text.contains("Taken back"), "{text}");
    let seen = factors::seen(Some(40.0));
    let counted = [("to", ""), ("note", "Counted again."), ("seen", seen.as_str())];
    manager.submit(&format!("{page}/reach"), &counted).await.expect(200);
    assert_eq!(site.stored_idea(idea.id).await.set.reach, None);
}

#[actix_web::test]
async fn whatever_happens_the_stored_factors_are_those_recomputed() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let mut people = Vec::new();
    for (name, segment, value) in [
        ("Ben", "Enterprise", "2500"),
        ("Cem", "SMB", "500"),
        ("Dee", "SMB", "70.50"),
        ("Eve", "", "1200"),
        ("Fay", "Enterprise", "9000"),
    ] {
        people.push(site.customer_of(name, segment, value).await);
    }
    people.push(site.customer("Gus").await);
    site.work().await;
    let mut ideas = Vec::new();
    for number in 0..4 {
        ideas.push(site.idea(&ann, &board, &format!("Idea number {number}")).await);
    }
    let mut dice = rand::rng();
    for _ in 0..60 {
        let (who, idea) = (&people[dice.random_range(0..6)], &ideas[dice.random_range(0..3)]);
        site.ballot(who, idea, ["up", "up", "down", "none"][dice.random_range(0..4)]).await;
        site.clock.advance(SECOND);
    }
    site.doctor_is_content("after votes").await;
    let (from, to, by, now) = (ideas[0].id, ideas[3].id, maja.clone(), site.now());
    site.write(move |db| merge::merge(db, &by, from, to, now)).await;
    site.doctor_is_content("after a merge").await;
    let (by, now) = (maja, site.now());
    site.write(move |db| merge::unmerge(db, &by, from, now)).await;
    site.doctor_is_content("after it was undone").await;
    let (gone, now) = (people.swap_remove(0), site.now());
    site.write(move |db| leave::leave(db, &gone, LeaversVotes::Go, now)).await;
    site.doctor_is_content("after somebody left").await;
}
