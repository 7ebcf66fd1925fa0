//! The desk's shortlist, and the two questions that people are asked about what is on it.

use diesel::prelude::*;
use groundswell::accounts::segments::{self, SegmentDraft};
use groundswell::accounts::{self, AccountDraft, AccountInput, ConditionsInput, JoinedBy, membership};
use groundswell::db::schema::{kano_answers, shortlisted, votes};
use groundswell::ideas::{Idea, merge};
use groundswell::ids::{IdeaId, PersonId};
use groundswell::kano::{self, Kind, Lead};
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::{Person, Role, records};

use crate::support::{Browser, Site, plan_of, queries_of};

struct Scene {
    site: Site,
    ann: Person,
    idea: Idea,
    other: Idea,
    maja: Person,
    manager: Browser,
}

async fn scene() -> Scene {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let other = site.idea(&ann, &board, "A wider stove").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    Scene { site, ann, idea, other, maja, manager }
}

async fn shortlist(manager: &Browser, idea: IdeaId, is_on: &str) {
    manager.submit(&format!("/desk/ideas/{idea}/shortlist"), &[("shortlist", is_on)]).await.expect(200);
}

/// Both answers of a person, as stored.
async fn stored(site: &Site, idea: IdeaId) -> Vec<(PersonId, String, String)> {
    site.read(move |db| {
        Ok(kano_answers::table
            .filter(kano_answers::idea_id.eq(idea))
            .order(kano_answers::person_id)
            .select((kano_answers::person_id, kano_answers::functional, kano_answers::dysfunctional))
            .load(db)?)
    })
    .await
}

#[actix_web::test]
async fn two_taps_make_one_answer_that_can_be_changed_and_taken_back() {
    let Scene { site, ann, idea, manager, .. } = scene().await;
    let (reader, visitor) = (site.browser_of(&ann).await, site.visitor());
    let (path, act) = (format!("/ideas/{}", idea.id), format!("/ideas/{}/kano", idea.id));
    assert!(!reader.visit(&path).await.has("#kano"), "nobody is asked before");
    let both = [("functional", "like"), ("dysfunctional", "dislike")];
    reader.post(&act, &both).await.expect(403);
    shortlist(&manager, idea.id, "yes").await;
    assert!(!visitor.visit(&path).await.has("#kano"), "only who is signed in is asked");
    visitor.post(&act, &both).await.expect(303);
    assert!(stored(&site, idea.id).await.is_empty());

    // The first tap is a link to the second question: nothing is kept of whoever stops there.
    let page = reader.visit(&path).await.expect(200);
    assert_eq!(
        page.attributes("#kano button[name=kano]", "value"),
        ["like", "expect", "neutral", "live_with", "dislike"]
    );
    let page = reader.visit(&format!("{path}?kano=like")).await.expect(200);
    assert_eq!(page.attributes("#kano input[name=functional]", "value"), ["like"]);
    assert_eq!(page.attributes("#kano button[name=dysfunctional]", "value").len(), 5);
    assert!(stored(&site, idea.id).await.is_empty());
    assert!(reader.visit(&format!("{path}?kano=nonsense")).await.has("#kano button[name=kano]"));
    reader.post(&act, &[("functional", "like"), ("dysfunctional", "nonsense")]).await.expect(422);

    let page = reader.submit(&act, &both).await.expect(200);
    assert!(page.text_of("#kano").contains("I dislike it"), "{}", page.text_of("#kano"));
    assert!(!page.has("#kano button[name=dysfunctional]"), "asked and answered");
    let page = reader.visit(&format!("{path}?kano=change")).await.expect(200);
    assert!(page.has("#kano button[name=kano][value=like]"));
    reader.submit(&act, &[("functional", "like"), ("dysfunctional", "neutral")]).await.expect(200);
    assert_eq!(stored(&site, idea.id).await, [(ann.id, "like".to_owned(), "neutral".to_owned())]);

    // Off the list, nobody is asked; what was said can still be taken back.
    shortlist(&manager, idea.id, "no").await;
    let page = reader.visit(&path).await.expect(200);
    assert!(page.has("#kano button[name=take_back]") && !page.has("#kano button[name=kano]"));
    reader.post(&act, &both).await.expect(403);
    reader.submit(&act, &[("take_back", "1")]).await.expect(200);
    assert!(stored(&site, idea.id).await.is_empty());
    assert!(!reader.visit(&path).await.has("#kano"));
}

#[actix_web::test]
async fn who_may_not_vote_is_not_asked() {
    let Scene { site, ann, idea, maja, manager, .. } = scene().await;
    shortlist(&manager, idea.id, "yes").await;
    site.set_status(&idea, "not_planned").await;
    let reader = site.browser_of(&ann).await;
    assert!(!reader.visit(&format!("/ideas/{}", idea.id)).await.has("#kano"));
    let both = [("functional", "like"), ("dysfunctional", "dislike")];
    reader.post(&format!("/ideas/{}/kano", idea.id), &both).await.expect(403);
    reader.post("/ideas/99999/kano", &both).await.expect(404);
    let act = format!("/desk/ideas/{}/shortlist", idea.id);
    reader.post(&act, &[("shortlist", "no")]).await.expect(403);
    manager.post(&act, &[("shortlist", "perhaps")]).await.expect(422);
    manager.post("/desk/ideas/99999/shortlist", &[("shortlist", "yes")]).await.expect(404);
    let (id, now) = (idea.id, site.now());
    let again = move |db: &mut _| groundswell::triage::shortlist::set(db, &maja, id, true, now);
    assert!(!site.write(again).await, "it is on the list already");
}

async fn member(site: &Site, name: &'static str, account: groundswell::ids::AccountId) -> Person {
    let person = site.customer(name).await;
    let id = person.id;
    site.write(move |db| membership::set(db, id, Some((account, JoinedBy::Desk)))).await;
    person
}

#[actix_web::test]
async fn the_desk_reads_what_it_is_to_whom_and_what_leads() {
    let Scene { site, ann, idea, other, manager, .. } = scene().await;
    let desk = format!("/desk/ideas/{}", idea.id);
    assert!(manager.get(&desk).await.text_of("#need").contains("Nobody is asked yet"));
    shortlist(&manager, idea.id, "yes").await;
    let page = manager.get(&desk).await.expect(200);
    assert!(page.text_of("#need").contains("Nobody has answered"), "{}", page.text_of("#need"));
    let now = site.now();
    let input = AccountInput {
        name: "Fjell".into(),
        plan: "Pro".into(),
        value: "900".into(),
        currency: "EUR".into(),
        health: "at_risk".into(),
        ..AccountInput::default()
    };
    let draft = AccountDraft::parse(&input).unwrap();
    let fjell = site.write(move |db| accounts::create(db, &draft, now)).await.id;
    for (name, input) in [
        (
            "Pro above 500",
            ConditionsInput {
                plans: "Pro".into(),
                currency: "EUR".into(),
                least: "500".into(),
                ..ConditionsInput::default()
            },
        ),
        ("May leave", ConditionsInput { healths: vec!["at_risk".into()], ..ConditionsInput::default() }),
        (
            "Pro above 1000",
            ConditionsInput {
                plans: "Pro".into(),
                currency: "EUR".into(),
                least: "1000".into(),
                ..ConditionsInput::default()
            },
        ),
    ] {
        let draft = SegmentDraft::parse(name, &input).unwrap();
        // Segments are the same in SQL and in the page's own count.
        let conditions = site
            .write(move |db| {
                let id = segments::create(db, &draft, now)?;
                segments::find(db, id)?.conditions()
            })
            .await;
        let (met, account) = site
            .read(move |db| {
                Ok((
                    accounts::queries::ids_meeting(db, &conditions)?,
                    (conditions.are_met_by(&accounts::queries::find(db, fjell)?)),
                ))
            })
            .await;
        assert_eq!(met.contains(&fjell), account, "{name}");
    }
    let names = ["Ben", "Cem", "Dag"];
    for name in names {
        let person = member(&site, name, fjell).await;
        let act = format!("/ideas/{}/kano", idea.id);
        let both = [("functional", "expect"), ("dysfunctional", "dislike")];
        site.browser_of(&person).await.submit(&act, &both).await.expect(200);
    }
    let reader = site.browser_of(&ann).await;
    let both = [("functional", "like"), ("dysfunctional", "neutral")];
    reader.submit(&format!("/ideas/{}/kano", idea.id), &both).await.expect(200);
    let page = manager.get(&desk).await.expect(200);
    assert_eq!(page.texts("#need tbody th"), ["Everybody", "May leave", "Pro above 500", "In no segment"]);
    assert_eq!(page.texts("#need tbody td.num"), ["4", "3", "3", "1"]);
    assert_eq!(page.texts("#need tbody td p")[0], "Must-be: 3; Delighter: 1");
    assert!(page.texts("#need tbody td")[1].contains("Must-be so far"), "{:?}", page.texts("#need tbody td"));
    assert_eq!(page.attributes("#need tr:first-child svg rect", "class"), ["kano-0", "kano-2"]);

    // A list of the shortlist, an act in the history, many at once.
    let listed = manager.get("/desk?shortlisted=1").await.expect(200);
    assert_eq!(listed.texts("[data-row] [data-open]"), ["A lighter tent"]);
    let page = manager.visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert!(page.text.contains("added this to the shortlist"), "{}", page.text);
    assert!(!reader.visit(&format!("/ideas/{}", idea.id)).await.text.contains("to the shortlist"));
    let (a, b) = (idea.id.to_string(), other.id.to_string());
    let form = [("idea", &*a), ("idea", &*b), ("effort", "keep"), ("shortlist", "1")];
    let page = manager.post("/desk/bulk", &form).await.expect(200);
    assert!(page.text_of(".lead").contains("shortlist"), "{}", page.text_of("main"));
    let page = manager.submit("/desk/bulk/apply", &form).await.expect(200);
    assert!(page.text_of(".lead").contains("1 idea was changed"), "{}", page.text_of(".lead"));
    assert_eq!(site.read(|db| Ok(shortlisted::table.count().get_result::<i64>(db)?)).await, 2);

    let id = idea.id;
    let (results, plans) = site
        .read(move |db| {
            let (results, asked) = queries_of(db, |db| kano::results(db, id).unwrap());
            let plans: Vec<String> = asked.iter().take(1).map(|sql| plan_of(db, sql)).collect();
            assert_eq!(asked.len(), 3, "{asked:?}");
            Ok((results, plans))
        })
        .await;
    assert_eq!(results.all.lead(), Lead::Few(vec![Kind::MustBe]));
    assert!(plans[0].contains("kano_answers") && plans[0].to_lowercase().contains("index"), "{plans:?}");
}

#[actix_web::test]
async fn answers_stay_where_they_were_given_and_go_with_who_gave_them() {
    let Scene { site, ann, idea, other, maja, manager } = scene().await;
    shortlist(&manager, idea.id, "yes").await;
    let (from, to, now) = (idea.id, other.id, site.now());
    let act = format!("/ideas/{from}/kano");
    let both = [("functional", "like"), ("dysfunctional", "dislike")];
    site.browser_of(&ann).await.submit(&act, &both).await.expect(200);
    let me = ann.clone();
    let export = site.read(move |db| records::export(db, &me, now)).await;
    assert_eq!(export["how_i_would_feel"][0]["if_it_were_not"], "dislike");
    let by = maja.clone();
    site.write(move |db| merge::merge(db, &by, from, to, now)).await;
    assert_eq!(stored(&site, from).await.len(), 1);
    assert!(stored(&site, to).await.is_empty(), "answers are not moved");
    let by = maja.clone();
    site.write(move |db| merge::unmerge(db, &by, from, now)).await;
    assert_eq!(stored(&site, from).await.len(), 1);
    let me = ann.clone();
    site.write(move |db| leave(db, &me, LeaversVotes::Stay, now)).await;
    assert!(stored(&site, from).await.is_empty());
    let kept: i64 =
        site.read(move |db| Ok(votes::table.filter(votes::idea_id.eq(from)).count().get_result(db)?)).await;
    assert_eq!(kept, 1);
}
