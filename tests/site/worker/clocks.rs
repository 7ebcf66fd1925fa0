//! Clocks of routes: a test moves the clock, the worker does the rest, once.

use diesel::prelude::*;
use groundswell::db::schema::{events, route_steps};
use groundswell::error::FieldErrors;
use groundswell::ideas::merge;
use groundswell::ids::{PersonId, RouteId, TeamId};
use groundswell::people::{Person, Role};
use groundswell::time::{DAY, HOUR, Timestamp};
use groundswell::triage::clocks::{self, TermsDraft, TermsInput};
use groundswell::triage::routes::{Move, StepKind};
use groundswell::triage::teams::Team;
use groundswell::worker;

use crate::support::Site;

/// The clock stands at Thursday, 15 January 2026, noon; the site works from 9 to 17 by UTC.
fn at(text: &str) -> Timestamp {
    text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().into()
}

impl Site {
    pub async fn terms(&self, team: &Team, input: TermsInput<'_>, people: &[PersonId], teams: &[TeamId]) {
        let mut errors = FieldErrors::default();
        let draft = TermsDraft::parse(&input, team.id, (people, teams), &mut errors);
        assert!(errors.is_empty(), "{errors}");
        let now = self.now();
        self.write(move |db| clocks::save(db, &draft, now)).await;
    }

    async fn go_to(&self, text: &str) {
        self.clock.advance(at(text).since(self.now()));
        self.work().await;
    }

    async fn steps(&self, route: RouteId) -> Vec<StepKind> {
        self.read(move |db| {
            let own = route_steps::table.filter(route_steps::route_id.eq(route));
            Ok(own.order(route_steps::id).select(route_steps::kind).load(db)?)
        })
        .await
    }
}

struct Scene {
    site: Site,
    ann: Person,
    aino: Person,
    maja: Person,
    team: Team,
    route: RouteId,
}

/// Due in two working days, reminded four hours before, escalated to Maja two hours after.
async fn scene() -> Scene {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let piet = site.person("Piet", Role::ProductManager).await;
    let team = site.team("Tents", &[&aino]).await;
    let to = format!("person-{}", maja.id);
    let input =
        TermsInput { due_days: "2", remind_hours: "4", escalate_hours: "2", escalate_to: &to, pauses: true };
    site.terms(&team, input, &[maja.id], &[]).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let route = site.send_to(&piet, &idea, &team).await;
    site.work().await;
    site.clear_letters().await;
    Scene { site, ann, aino, maja, team, route }
}

#[actix_web::test]
async fn a_clock_sets_the_due_date_reminds_and_escalates_in_working_time_once() {
    let Scene { site, maja, team, route, .. } = scene().await;
    assert_eq!(site.stored_route(route).await.due_at, Some(at("2026-01-19T17:00:00Z")));
    site.go_to("2026-01-19T12:59:00Z").await;
    assert!(site.told().await.is_empty());
    site.go_to("2026-01-19T13:00:00Z").await;
    assert_eq!(site.told().await, ["aino:due_soon"]);
    site.clear_letters().await;
    site.go_to("2026-01-20T10:59:00Z").await;
    assert!(site.told().await.is_empty(), "two working hours after Monday's close is Tuesday at 11");
    site.go_to("2026-01-20T11:00:00Z").await;
    assert_eq!(site.told().await, ["maja:escalated"]);
    site.clear_letters().await;

    // Handling every event again, as after a restart, and looking again adds nothing.
    let (now, id) = (site.now(), team.id);
    site.write(move |db| {
        diesel::update(events::table).set(events::handled_at.eq(None::<Timestamp>)).execute(db)?;
        clocks::look_again(db, Some(id), now)
    })
    .await;
    site.go_to("2026-01-22T11:00:00Z").await;
    // The letters were thrown away, so those of old events come again: each once, and none besides.
    let mut told = site.told().await;
    told.sort();
    assert_eq!(told, ["aino:due_soon", "aino:routed", "maja:escalated"]);
    assert_eq!(site.steps(route).await, [StepKind::Sent, StepKind::Reminded, StepKind::Escalated]);
    let clock = site.read(move |db| clocks::of_routes(db, &[route])).await.remove(&route).unwrap();
    assert_eq!((clock.escalated_person, clock.next_at), (Some(maja.id), None));
}

#[actix_web::test]
async fn the_clock_of_a_merged_idea_runs_on_as_long_as_what_it_is_part_of_is_shown() {
    let Scene { site, ann, maja, route, .. } = scene().await;
    let idea = site.stored_route(route).await.idea_id;
    let settings = site.state.settings().await.unwrap();
    let board = settings.catalog.board(site.stored_idea(idea).await.board_id).unwrap().clone();
    let home = site.idea(&ann, &board, "Tents that weigh less").await.id;
    let (by, now) = (maja.clone(), site.now());
    site.write(move |db| merge::merge(db, &by, idea, home, now)).await;
    site.clear_letters().await;
    let moderator = site.browser_of(&site.person("Mo", Role::Moderator).await).await;
    moderator.post(&format!("/ideas/{home}/hide"), &[("reason", "spam")]).await.expect(303);
    site.clear_letters().await;
    site.go_to("2026-01-19T13:00:00Z").await;
    assert!(site.told().await.is_empty(), "what is hidden is not reminded of");
    moderator.post(&format!("/ideas/{home}/restore"), &[]).await.expect(303);
    assert!(
        site.told().await.contains(&"aino:due_soon".to_owned()),
        "it runs again: {:?}",
        site.told().await
    );
    site.clear_letters().await;
    site.go_to("2026-01-20T11:00:00Z").await;
    assert_eq!(site.told().await, ["maja:escalated"]);
}

#[actix_web::test]
async fn a_question_to_the_author_pauses_the_clock_and_the_answer_resumes_it() {
    let Scene { site, ann, aino, route, .. } = scene().await;
    site.make_move(&aino, route, Move::AskAuthor, "Which poles?").await;
    site.work().await;
    site.clear_letters().await;
    assert_eq!(site.stored_route(route).await.due_at, None, "nothing is due while it waits");
    let clock = site.read(move |db| clocks::of_routes(db, &[route])).await.remove(&route).unwrap();
    assert_eq!((clock.paused_at, clock.left_micros), (Some(site.now()), Some(21 * HOUR)));
    site.go_to("2026-01-29T09:00:00Z").await;
    assert!(site.told().await.is_empty(), "neither reminded nor escalated");
    site.make_move(&ann, route, Move::Answer, "Aluminium.").await;
    site.work().await;
    // 21 working hours from Thursday at 9: eight, eight, and five on Monday.
    assert_eq!(site.stored_route(route).await.due_at, Some(at("2026-02-02T14:00:00Z")));
    site.clear_letters().await;
    site.go_to("2026-02-02T10:00:00Z").await;
    assert_eq!(site.told().await, ["aino:due_soon"]);
}

#[actix_web::test]
async fn what_is_overdue_stays_overdue_and_what_is_done_is_left_alone() {
    let Scene { site, aino, route, .. } = scene().await;
    site.go_to("2026-01-19T17:30:00Z").await;
    site.make_move(&aino, route, Move::AskAuthor, "Which poles?").await;
    site.work().await;
    let due = site.stored_route(route).await.due_at;
    assert_eq!(due, Some(at("2026-01-19T17:00:00Z")), "a question does not make up for it");
    site.make_move(&aino, route, Move::Decline, "No.").await;
    site.clear_letters().await;
    site.go_to("2026-01-25T12:00:00Z").await;
    assert!(site.told().await.is_empty());
}

#[actix_web::test]
async fn a_new_due_date_is_reminded_of_anew_and_hidden_ideas_are_not() {
    let Scene { site, aino, maja, route, .. } = scene().await;
    site.go_to("2026-01-19T13:00:00Z").await;
    site.clear_letters().await;
    let (by, now) = (maja.clone(), site.now());
    site.write(move |db| {
        groundswell::triage::routes::set_due(db, &by, route, Some(at("2026-01-23T17:00:00Z")), now)
    })
    .await;
    site.go_to("2026-01-23T13:00:00Z").await;
    assert_eq!(site.told().await, ["aino:due_soon"]);
    site.clear_letters().await;
    let idea = site.stored_route(route).await.idea_id;
    let hidden = groundswell::ideas::PostState::Hidden;
    site.set_idea_state(idea, hidden, Some("spam")).await;
    site.go_to("2026-01-27T13:00:00Z").await;
    assert!(site.told().await.is_empty());
    let _ = aino;
}

#[actix_web::test]
async fn an_escalation_to_a_team_is_in_its_inbox_and_within_its_reach() {
    let Scene { site, team, route, .. } = scene().await;
    let bram = site.person("Bram", Role::TeamMember).await;
    let care = site.team("Care", &[&bram]).await;
    let to = format!("team-{}", care.id);
    let input = TermsInput { escalate_hours: "0", escalate_to: &to, ..TermsInput::default() };
    site.terms(&team, input, &[], &[care.id]).await;
    let browser = site.browser_of(&bram).await;
    browser.get(&format!("/desk/routes/{route}")).await.expect(404);
    site.go_to("2026-01-19T17:00:00Z").await;
    assert_eq!(site.told().await, ["bram:escalated"]);
    let page = browser.get("/desk/teams/care").await.expect(200);
    assert!(page.text_of("#g-escalated").contains("Escalated to this team"));
    assert!(page.text_of(".routes").contains("Escalated to Care on"));
    browser.get(&format!("/desk/routes/{route}")).await.expect(200);
    let accepted = site.make_move(&bram, route, Move::Accept, "").await;
    assert_eq!(accepted.state.as_str(), "accepted");
}

#[actix_web::test]
async fn two_workers_at_once_remind_and_escalate_once() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Tents", &[&aino]).await;
    let to = format!("person-{}", maja.id);
    let input = TermsInput {
        due_days: "1",
        remind_hours: "1",
        escalate_hours: "0",
        escalate_to: &to,
        ..TermsInput::default()
    };
    site.terms(&team, input, &[maja.id], &[]).await;
    let mut routes = Vec::new();
    for title in ["One tent", "Two tents", "Three tents", "Four tents", "Five tents", "Six tents"] {
        let idea = site.idea(&ann, &board, title).await;
        routes.push(site.send_to(&maja, &idea, &team).await);
    }
    site.work().await;
    site.clear_letters().await;
    for moment in ["2026-01-16T16:30:00Z", "2026-01-16T17:00:00Z"] {
        site.clock.advance(at(moment).since(site.now()));
        let workers = (0..4).map(|_| worker::run_one(&site.state));
        for done in futures_util::future::join_all(workers).await {
            done.unwrap();
        }
    }
    site.work().await;
    for route in routes {
        assert_eq!(site.steps(route).await, [StepKind::Sent, StepKind::Reminded, StepKind::Escalated]);
    }
    let told = site.told().await;
    assert_eq!(told.iter().filter(|one| *one == "aino:due_soon").count(), 6);
    assert_eq!(told.iter().filter(|one| *one == "maja:escalated").count(), 6);
    site.clock.advance(30 * DAY);
}
