//! Panels where two act at once, or somebody too late; and whose people are no members of staff any more.

use diesel::prelude::*;
use groundswell::db::schema::{panel_people, panels as rows};
use groundswell::ids::PersonId;
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::{Person, Role, roles};
use groundswell::time::{DAY, HOUR};

use super::field;
use super::panels::{form, give, made, number};
use crate::support::{Browser, Page, Site};

struct Rated {
    site: Site,
    maja: Person,
    aino: Person,
    manager: Browser,
    member: Browser,
    /// Numbers of the tent and of both ideas, as a form has them.
    tent: String,
    both: String,
    panel: String,
}

/// A panel of Maja and Aino about a tent and a stove, open for a day.
async fn scene() -> Rated {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let (tent, stove) = (site.idea(&maja, &board, "A tent").await, site.idea(&maja, &board, "A stove").await);
    let (manager, member) = (site.browser_of(&maja).await, site.browser_of(&aino).await);
    let both = format!("{} {}", tent.id, stove.id);
    let panel = made(&manager, &both, &[&maja, &aino]).await;
    Rated { site, maja, aino, manager, member, tent: tent.id.to_string(), both, panel }
}

impl Rated {
    fn rate(&self) -> String {
        format!("{}/ideas/{}", self.panel, self.tent)
    }

    async fn people(&self) -> Vec<PersonId> {
        let own = panel_people::table.filter(panel_people::panel_id.eq(number(&self.panel)));
        let own = own.order(panel_people::person_id).select(panel_people::person_id);
        self.site.read(move |db| Ok(own.load(db)?)).await
    }

    /// Saves the panel with these ideas and people, as of a form.
    async fn save(&self, ideas: &str, people: &[&Person], more: &[(&str, &str)]) -> Page {
        self.site.clock.advance(1);
        let people: Vec<String> = people.iter().map(|own| own.id.to_string()).collect();
        let mut fields = form(ideas, &people);
        fields.extend(more);
        self.manager.post(&format!("{}/edit", self.panel), &fields).await
    }
}

#[actix_web::test]
async fn a_panel_is_changed_after_somebody_who_rated_left_and_keeps_what_they_gave() {
    for is_gone in [false, true] {
        let scene = scene().await;
        give(&scene.member, &scene.rate(), ["3", "4", "5"], "").await.expect(303);
        let (aino, now) = (scene.aino.clone(), scene.site.now());
        if is_gone {
            scene.site.write(move |db| leave(db, &aino, LeaversVotes::Stay, now)).await;
        } else {
            scene.site.write(move |db| roles::change(db, None, aino.id, Role::Customer, now)).await;
        }
        let page = scene.manager.get(&format!("{}/edit", scene.panel)).await.expect(200);
        let hidden = page.attributes("[type=hidden][name=people]", "value");
        assert_eq!(hidden, [scene.aino.id.to_string()]);
        assert!(page.text_of("#people").contains("no longer on staff"));
        scene.save(&scene.both, &[&scene.maja], &[]).await.expect(303);
        let mo = scene.site.person("Mo", Role::Moderator).await;
        scene.save(&scene.both, &[&scene.maja, &mo], &[("people", &*hidden[0])]).await.expect(303);
        assert_eq!(scene.people().await, [scene.maja.id, scene.aino.id, mo.id]);
        let page = scene.save(&scene.both, &[], &[]).await.expect(422);
        assert_eq!(page.attributes(".error-summary a", "href"), ["#people"], "one is too few");
    }
}

#[actix_web::test]
async fn numbers_that_were_sent_before_the_end_and_arrive_after_it_do_not_count() {
    let scene = scene().await;
    let fields = [("score_1", "3"), ("score_2", "3"), ("score_3", "3"), ("comment", "Fine."), ("give", "1")];
    let clock = scene.site.clock.clone();
    scene.member.post_late(&scene.rate(), &fields, move || clock.advance(HOUR)).await.expect(303);
    let clock = scene.site.clock.clone();
    let manager = &scene.manager;
    let page = manager.post_late(&scene.rate(), &fields, move || clock.advance(DAY)).await.expect(422);
    assert!(page.text_of(".error-summary").contains("closed"), "{}", page.text_of(".error-summary"));
    assert_eq!(page.text_of("#comment"), "Fine.");
}

#[actix_web::test]
async fn of_two_who_change_a_panel_the_second_takes_nothing_out_unseen() {
    let scene = scene().await;
    let mo = scene.site.person("Mo", Role::Moderator).await;
    let edit = format!("{}/edit", scene.panel);
    let seen = field(&scene.manager.get(&edit).await.expect(200), "seen");
    let seen = [("seen", seen.as_str())];
    scene.save(&scene.both, &[&scene.maja, &scene.aino, &mo], &seen).await.expect(303);
    let page = scene.save(&scene.tent, &[&scene.maja, &scene.aino], &seen).await.expect(409);
    assert_eq!(page.text_of("#ideas"), scene.tent, "as typed");
    let there = page.texts("#there dd");
    assert!(there[0].contains("a-stove") && there[1].contains("Mo"), "{there:?}");
    assert_eq!(scene.people().await.len(), 3);
    let seen = [("seen", &*field(&page, "seen"))];
    scene.save(&scene.tent, &[&scene.maja, &scene.aino], &seen).await.expect(303);
    assert_eq!(scene.people().await.len(), 2);
}

#[actix_web::test]
async fn what_was_typed_comes_back_when_the_panel_is_over_or_its_idea_is_gone() {
    let scene = scene().await;
    let words = [("score_1", "3"), ("comment", "Words that took an hour.")];
    let stove = scene.both.split(' ').nth(1).unwrap();
    scene.save(stove, &[&scene.maja, &scene.aino], &[]).await.expect(303);
    let page = scene.member.post(&scene.rate(), &words).await.expect(409);
    assert_eq!(page.text_of("#kept"), "Words that took an hour.");
    scene.member.post(&scene.rate(), &[("score_1", "3")]).await.expect(404);
    scene.site.clock.advance(2 * DAY);
    let late = [("introduction", "Words that took an hour."), ("closes", "2026-01-20T12:00")];
    let people = [scene.maja.id.to_string(), scene.aino.id.to_string()];
    let mut fields = form(stove, &people);
    fields.retain(|(name, _)| !["introduction", "closes"].contains(name));
    fields.extend(late);
    let page = scene.manager.post(&format!("{}/edit", scene.panel), &fields).await.expect(409);
    assert_eq!(page.text_of("#introduction"), "Words that took an hour.");
    assert!(page.text_of(".error-summary").contains("is closed"), "{}", page.text_of(".error-summary"));
}

#[actix_web::test]
async fn numbers_are_filed_under_the_criteria_that_were_read() {
    let scene = scene().await;
    let read = field(&scene.member.get(&scene.rate()).await.expect(200), "criteria");
    let swapped = [("criterion_1", "Cost"), ("low_1", "cheap"), ("high_1", "dear"), ("weight_1", "1")];
    let people = [scene.maja.id.to_string(), scene.aino.id.to_string()];
    let mut fields = swapped.to_vec();
    fields.extend(form(&scene.both, &people).into_iter().filter(|(name, _)| !name.ends_with("_1")));
    scene.manager.post(&format!("{}/edit", scene.panel), &fields).await.expect(303);
    let give = async |criteria: &str| {
        let scores = [("score_1", "5"), ("score_2", "1"), ("score_3", "1")];
        let rest = [("comment", "Much value."), ("criteria", criteria), ("give", "1")];
        scene.member.post(&scene.rate(), &[scores, rest].concat()).await
    };
    let page = give(&read).await.expect(409);
    assert_eq!(page.text_of("#comment"), "Much value.");
    assert!(!page.has("[type=radio][checked]"), "its numbers are chosen anew");
    assert!(page.text_of("#score_1").contains("Cost"));
    give(&field(&page, "criteria")).await.expect(303);
}

#[actix_web::test]
async fn the_form_of_a_new_panel_sent_twice_makes_one() {
    let scene = scene().await;
    let key = field(&scene.manager.get("/desk/panels/new").await.expect(200), "form_key");
    let people = [scene.maja.id.to_string(), scene.aino.id.to_string()];
    let mut fields = form(&scene.both, &people);
    fields.push(("form_key", &key));
    let [one, two] = futures_util::future::join_all([
        scene.manager.post("/desk/panels/new", &fields),
        scene.manager.post("/desk/panels/new", &fields),
    ])
    .await
    .try_into()
    .unwrap_or_else(|_| panic!("two"));
    assert_eq!(one.expect(303).location(), two.expect(303).location());
    let panels: i64 = scene.site.read(|db| Ok(rows::table.count().get_result(db)?)).await;
    assert_eq!(panels, 2, "the first of the scene, and this one");
}
