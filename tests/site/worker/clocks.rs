//! Clocks of routes: a test moves the clock, the worker does the rest, once.

use diesel::prelude::*;
use groundswell::db::schema::{events, route_steps};
use groundswell::error::FieldErrors;
use groundswell::ideas::merge;
use groundswell::ids::{PersonId, RouteId, TeamId};
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::{Person, Role};
use groundswell::time::{DAY, HOUR, Timestamp};
use groundswell::triage::clocks::{self, TermsDraft, TermsInput};
use groundswell::triage::routes::{self, Move, StepKind};
use groundswell::triage::teams::{self, Team};
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
    site.write(move |db| routes::set_due(db, &by, route, Some(at("2026-01-23T17:00:00Z")), now)).await;
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

#[actix_web::test]
async fn a_pause_is_kept_although_no_worker_ran_in_between() {
    let Scene { site, ann, aino, route, .. } = scene().await;
    site.make_move(&aino, route, Move::AskAuthor, "Which poles?").await;
    site.clock.advance(at("2026-01-29T09:00:00Z").since(site.now()));
    site.make_move(&ann, route, Move::Answer, "Aluminium.").await;
    site.work().await;
    assert_eq!(site.stored_route(route).await.due_at, Some(at("2026-02-02T14:00:00Z")));
    assert_eq!(site.steps(route).await, [StepKind::Sent, StepKind::AskedAuthor, StepKind::Answered]);
}

#[actix_web::test]
async fn nothing_is_escalated_while_the_author_is_asked_although_the_team_paused_nothing_then() {
    let Scene { site, aino, maja, team, route, .. } = scene().await;
    let to = format!("person-{}", maja.id);
    let terms =
        |pauses| TermsInput { escalate_hours: "2", escalate_to: &to, pauses, ..TermsInput::default() };
    site.terms(&team, terms(false), &[maja.id], &[]).await;
    site.make_move(&aino, route, Move::AskAuthor, "Which poles?").await;
    site.terms(&team, terms(true), &[maja.id], &[]).await;
    site.go_to("2026-01-22T11:00:00Z").await;
    assert!(!site.steps(route).await.contains(&StepKind::Escalated));
}

#[actix_web::test]
async fn a_day_set_while_the_clock_is_paused_counts_from_then_on_and_may_be_taken_away() {
    let Scene { site, ann, aino, maja, route, .. } = scene().await;
    site.make_move(&aino, route, Move::AskAuthor, "Which poles?").await;
    site.go_to("2026-01-29T09:00:00Z").await;
    let set = async |due| {
        let (by, now) = (maja.clone(), site.now());
        site.write(move |db| routes::set_due(db, &by, route, due, now)).await;
        let clock = site.read(move |db| clocks::of_routes(db, &[route])).await.remove(&route).unwrap();
        clock.left_micros
    };
    assert_eq!(set(Some(at("2026-01-30T17:00:00Z"))).await, Some(16 * HOUR), "two days, from now on");
    assert_eq!(set(None).await, None);
    site.make_move(&ann, route, Move::Answer, "Aluminium.").await;
    site.work().await;
    assert_eq!(site.stored_route(route).await.due_at, None);
}

#[actix_web::test]
async fn a_paused_route_that_is_handed_over_is_due_when_the_time_has_passed_that_was_left() {
    let Scene { site, aino, route, .. } = scene().await;
    let care = site.team("Care", &[]).await;
    site.make_move(&aino, route, Move::AskAuthor, "Which poles?").await;
    site.go_to("2026-01-29T09:00:00Z").await;
    let now = site.now();
    let other = site.write(move |db| routes::reassign(db, &aino, route, care.id, "Yours.", now)).await;
    assert_eq!(site.stored_route(other).await.due_at, Some(at("2026-02-02T14:00:00Z")));
}

#[actix_web::test]
async fn an_escalation_ends_when_nothing_is_due_any_more_or_the_route_begins_anew() {
    let Scene { site, aino, maja, team, route, .. } = scene().await;
    let bram = site.person("Bram", Role::TeamMember).await;
    let care = site.team("Care", &[&bram]).await;
    let to = format!("team-{}", care.id);
    let input = TermsInput { due_days: "1", escalate_hours: "0", escalate_to: &to, ..TermsInput::default() };
    site.terms(&team, input, &[], &[care.id]).await;
    let browser = site.browser_of(&bram).await;
    let path = format!("/desk/routes/{route}");
    site.go_to("2026-01-20T12:00:00Z").await;
    browser.get(&path).await.expect(200);
    let (by, now) = (maja.clone(), site.now());
    site.write(move |db| routes::set_due(db, &by, route, None, now)).await;
    browser.get(&path).await.expect(404);

    let (by, now) = (maja.clone(), site.now());
    site.write(move |db| routes::set_due(db, &by, route, Some(now.plus(HOUR)), now)).await;
    site.go_to("2026-01-21T12:00:00Z").await;
    browser.get(&path).await.expect(200);
    site.make_move(&aino, route, Move::Decline, "No.").await;
    let idea = site.stored_route(route).await.idea_id;
    let idea = site.stored_idea(idea).await;
    site.send_to(&maja, &idea, &team).await;
    browser.get(&path).await.expect(404);
    site.go_to("2026-01-23T12:00:00Z").await;
    browser.get(&path).await.expect(200);
    let escalated = site.steps(route).await.iter().filter(|step| **step == StepKind::Escalated).count();
    assert_eq!(escalated, 3, "each time it is due anew");
}

#[actix_web::test]
async fn who_is_taken_out_of_a_team_is_taken_off_its_routes_and_clocks() {
    let Scene { site, ann, aino, maja, team, route, .. } = scene().await;
    let bram = site.person("Bram", Role::TeamMember).await;
    let (id, handle, now) = (team.id, bram.handle.clone(), site.now());
    site.write(move |db| teams::add_member(db, id, &handle)).await;
    let to = format!("person-{}", aino.id);
    let input = TermsInput {
        remind_hours: "4",
        escalate_hours: "0",
        escalate_to: &to,
        pauses: true,
        ..TermsInput::default()
    };
    site.terms(&team, input, &[aino.id], &[]).await;
    let (by, to) = (maja.clone(), Some(aino.id));
    site.write(move |db| routes::assign(db, &by, route, to, now)).await;
    let person = aino.id;
    site.write(move |db| teams::remove_member(db, id, person)).await;
    assert_eq!(site.stored_route(route).await.assignee_id, None);
    assert_eq!(site.read(move |db| clocks::find(db, id)).await.escalate_person, None);
    site.clear_letters().await;
    site.go_to("2026-01-19T13:00:00Z").await;
    assert_eq!(site.told().await, ["bram:due_soon"]);
    let _ = ann;
}

#[actix_web::test]
async fn a_team_without_anybody_is_the_desks_to_hear_of() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let piet = site.person("Piet", Role::ProductManager).await;
    let (tents, care) = (site.team("Tents", &[]).await, site.team("Care", &[]).await);
    let to = format!("team-{}", care.id);
    let input = TermsInput {
        due_days: "1",
        remind_hours: "1",
        escalate_hours: "0",
        escalate_to: &to,
        ..TermsInput::default()
    };
    site.terms(&tents, input, &[], &[care.id]).await;
    let idea = site.idea(&maja, &board, "A lighter tent").await;
    let form = site.browser_of(&piet).await.get(&format!("/desk/ideas/{}", idea.id)).await.expect(200);
    assert!(form.text_of("#team").contains("Tents (nobody in it: the desk gets its mail)"));
    site.send_to(&piet, &idea, &tents).await;
    assert_eq!(site.told().await, ["maja:routed"], "Piet sent it");
    site.clear_letters().await;
    site.go_to("2026-01-16T16:00:00Z").await;
    assert_eq!(site.told().await, ["maja:due_soon", "piet:due_soon"]);
    site.clear_letters().await;
    site.go_to("2026-01-16T17:00:00Z").await;
    assert_eq!(site.told().await, ["maja:escalated", "piet:escalated"]);
}

#[actix_web::test]
async fn a_question_to_an_author_who_leaves_is_closed_and_none_is_asked_after() {
    let Scene { site, ann, aino, route, .. } = scene().await;
    site.make_move(&aino, route, Move::Accept, "").await;
    site.make_move(&aino, route, Move::AskAuthor, "Which poles?").await;
    site.go_to("2026-01-29T09:00:00Z").await;
    let now = site.now();
    site.write(move |db| leave(db, &ann, LeaversVotes::Stay, now)).await;
    site.work().await;
    let stored = site.stored_route(route).await;
    assert_eq!((stored.state.as_str(), stored.asked_of), ("accepted", None));
    assert_eq!(stored.due_at, Some(at("2026-02-02T14:00:00Z")), "time runs again");
    assert_eq!(site.steps(route).await.last(), Some(&StepKind::AuthorLeft));
    let browser = site.browser_of(&aino).await;
    let path = format!("/desk/routes/{route}");
    let page = browser.get(&path).await.expect(200);
    assert!(!page.has("#ask-author") && page.has("#ask-desk"));
    assert!(page.text_of(".timeline").contains("The author deleted their account"));
    let page = browser.post(&format!("{path}/ask-author"), &[("words", "And pegs?")]).await.expect(409);
    assert!(page.text_of(".flash.warn").contains("Nobody would answer"));
    assert_eq!(page.text_of("#kept"), "And pegs?");
}

#[actix_web::test]
async fn whoever_it_was_escalated_to_may_do_what_the_page_offers() {
    let Scene { site, maja, team, route, .. } = scene().await;
    let bram = site.person("Bram", Role::TeamMember).await;
    let care = site.team("Care", &[&bram]).await;
    let to = format!("team-{}", care.id);
    let input = TermsInput { escalate_hours: "0", escalate_to: &to, ..TermsInput::default() };
    site.terms(&team, input, &[], &[care.id]).await;
    site.go_to("2026-01-19T17:00:00Z").await;
    let browser = site.browser_of(&bram).await;
    let path = format!("/desk/routes/{route}");
    site.make_move(&bram, route, Move::Accept, "").await;
    let own = bram.id.to_string();
    let page = browser.get(&path).await.expect(200);
    assert_eq!(page.attributes("#assignee option[selected]", "value"), [own.as_str()]);
    browser.post(&format!("{path}/assign"), &[("assignee", &own)]).await.expect(303);
    browser.post(&format!("{path}/work"), &[("url", "http://127.0.0.1:9/T-12")]).await.expect(303);
    browser.post(&format!("{path}/publish"), &[("words", "Nearly.")]).await.expect(303);
    let page = browser.get(&path).await.expect(200);
    let withdraw = page.attributes("form[action$='/withdraw']", "action").remove(0);
    browser.post(&withdraw, &[]).await.expect(303);
    browser.post(&format!("{path}/reassign"), &[("team", &care.id.to_string())]).await.expect(303);
    let _ = maja;
}
