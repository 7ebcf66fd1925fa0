//! What was given to somebody whose role lost the power for it.

use diesel::prelude::*;
use groundswell::db::schema::{clocks, mails, role_powers, team_terms};
use groundswell::ids::{PersonId, RouteId, TeamId};
use groundswell::people::{Power, Role};
use groundswell::time::DAY;
use groundswell::triage::clocks::TermsInput;
use groundswell::triage::rules::RuleInput;

use super::roles::give;
use crate::support::Site;

impl Site {
    async fn hand_up(&self, route: RouteId, to: PersonId) {
        self.write(move |db| {
            let own = clocks::table.filter(clocks::route_id.eq(route));
            diesel::update(own).set(clocks::escalated_person.eq(Some(to))).execute(db)?;
            Ok(())
        })
        .await;
    }

    async fn handed_to(&self, route: RouteId) -> Option<PersonId> {
        self.read(move |db| {
            let own = clocks::table.filter(clocks::route_id.eq(route));
            Ok(own.select(clocks::escalated_person).first(db)?)
        })
        .await
    }

    async fn hears_of_late(&self, team: TeamId) -> Option<PersonId> {
        self.read(move |db| Ok(team_terms::table.find(team).select(team_terms::escalate_person).first(db)?))
            .await
    }
}

#[actix_web::test]
async fn an_escalated_route_is_closed_to_who_lost_the_desk_and_is_the_desks_again() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (aino, mo) = (site.person("Aino", Role::TeamMember).await, site.person("Mo", Role::Moderator).await);
    let (maja, nils) =
        (site.person("Maja", Role::ProductManager).await, site.person("Nils", Role::ProductManager).await);
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    give(&admin, Role::Moderator, &[Power::Desk]).await;
    let team = site.team("Tents", &[&aino]).await;
    let to = format!("person-{}", mo.id);
    let terms = TermsInput { escalate_hours: "0", escalate_to: &to, ..TermsInput::default() };
    site.terms(&team, terms, &[mo.id], &[]).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let route = site.send_to(&maja, &idea, &team).await;
    site.work().await;
    site.hand_up(route, mo.id).await;
    let path = format!("/desk/routes/{route}");
    let reader = site.browser_of(&mo).await;
    reader.get(&path).await.expect(200);
    give(&admin, Role::Moderator, &[]).await;
    assert_eq!((site.handed_to(route).await, site.hears_of_late(team.id).await), (None, None));
    reader.get(&path).await.expect(404);
    // Also where a row stands from before.
    site.hand_up(route, mo.id).await;
    reader.get(&path).await.expect(404);
    reader.post(&format!("{path}/accept"), &[]).await.expect(404);

    site.hand_up(route, nils.id).await;
    let (id, now) = (nils.id, site.now());
    site.write(move |db| groundswell::people::roles::change(db, None::<PersonId>, id, Role::TeamMember, now))
        .await;
    assert_eq!(site.handed_to(route).await, None, "a product manager who became a team member");
    site.hand_up(route, aino.id).await;
    give(&admin, Role::Moderator, &[Power::Desk]).await;
    assert_eq!(site.handed_to(route).await, Some(aino.id), "members of the team have it anyway");
}

#[actix_web::test]
async fn the_end_of_a_panel_is_told_to_those_who_may_open_it() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (aino, piet) =
        (site.person("Aino", Role::TeamMember).await, site.person("Piet", Role::TeamMember).await);
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let (idea, person, other) = (idea.id.to_string(), aino.id.to_string(), piet.id.to_string());
    let form = [
        ("title", "Spring"),
        ("introduction", "Think."),
        ("ideas", idea.as_str()),
        ("closes", "2026-01-16T12:00"),
        ("people", person.as_str()),
        ("people", other.as_str()),
        ("criterion_1", "Value"),
        ("low_1", "none"),
        ("high_1", "much"),
        ("weight_1", "1"),
        ("criterion_2", "Fit"),
        ("low_2", "none"),
        ("high_2", "much"),
        ("weight_2", "1"),
        ("criterion_3", "Ease"),
        ("low_3", "none"),
        ("high_3", "much"),
        ("weight_3", "1"),
    ];
    site.browser_of(&maja).await.post("/desk/panels/new", &form).await.expect(303);
    site.clear_letters().await;
    give(&admin, Role::ProductManager, &[Power::Desk]).await;
    site.clock.advance(DAY);
    site.work().await;
    site.work().await;
    let told: Vec<String> = site
        .read(|db| {
            let own = mails::table.filter(mails::kind.eq("panel")).order(mails::recipient);
            Ok(own.select(mails::recipient).load(db)?)
        })
        .await;
    assert_eq!(told, ["ada@example.com", "aino@example.com", "piet@example.com"]);
}

#[actix_web::test]
async fn who_can_do_nothing_with_many_ideas_has_no_boxes() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.idea(&ann, &board, "A lighter tent").await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let reader = site.browser_of(&site.person("Mo", Role::Moderator).await).await;
    for (powers, has) in [(&[Power::Desk][..], false), (&[Power::Desk, Power::Score], true)] {
        give(&admin, Role::Moderator, powers).await;
        let page = reader.get("/desk").await.expect(200);
        assert!(page.has("[data-row]"));
        assert_eq!((page.has(".bulk"), page.has("input[name=idea]")), (has, has), "{powers:?}");
    }
}

#[actix_web::test]
async fn a_row_that_the_table_lacks_is_made() {
    let site = Site::start().await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let reader = site.browser_of(&site.person("Mo", Role::Moderator).await).await;
    site.write(|db| Ok(diesel::delete(role_powers::table).execute(db)?)).await;
    give(&admin, Role::Moderator, &[Power::Desk]).await;
    reader.get("/desk").await.expect(200);
}

#[actix_web::test]
async fn of_many_who_may_route_product_managers_hear_first() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    give(&admin, Role::Moderator, &[Power::Desk, Power::Route]).await;
    for number in 0..50 {
        let name: &'static str = Box::leak(format!("Mo{number}").into_boxed_str());
        site.person(name, Role::Moderator).await;
    }
    site.person("Maja", Role::ProductManager).await;
    let team = site.team("Empty", &[]).await;
    let id = team.id.to_string();
    let input = RuleInput { words: "tent", tell_team: &id, ..RuleInput::default() };
    site.full_rule(input, &[team.id]).await;
    site.idea(&ann, &board, "A tent").await;
    let told = site.told().await;
    assert_eq!(told.len(), 50);
    assert!(told.contains(&"maja:rule_found".to_owned()), "{told:?}");
}
