//! What rules do besides sending, and that each of it happens once.

use diesel::prelude::*;
use groundswell::db::schema::{events, idea_tags, route_steps, routes, rule_acts};
use groundswell::ids::{IdeaId, PersonId, TagId, TeamId};
use groundswell::people::Role;
use groundswell::time::{DAY, Timestamp};
use groundswell::triage::queries;
use groundswell::triage::routes::RouteState;
use groundswell::triage::rules::{Known, RuleInput};
use groundswell::triage::teams::Team;

use crate::support::Site;

impl Site {
    /// Everything that rules can lead to, as rows.
    async fn consequences(&self) -> (i64, i64, i64, i64, Vec<String>) {
        let mut letters = self.told().await;
        letters.sort();
        let (routes, steps, tags, acts) = self
            .read(|db| {
                Ok((
                    routes::table.count().get_result(db)?,
                    route_steps::table.count().get_result(db)?,
                    idea_tags::table.count().get_result(db)?,
                    rule_acts::table.count().get_result(db)?,
                ))
            })
            .await;
        (routes, steps, tags, acts, letters)
    }

    /// Lets the worker handle every event that ever was again.
    async fn once_more(&self) {
        self.write(|db| {
            diesel::update(events::table).set(events::handled_at.eq(None::<Timestamp>)).execute(db)?;
            Ok(())
        })
        .await;
        self.work().await;
    }

    async fn team_of(&self, idea: IdeaId) -> TeamId {
        self.read(move |db| queries::routes_of(db, idea)).await.0[0].route.team_id
    }
}

#[actix_web::test]
async fn a_rule_does_all_that_it_says_once_however_often_it_is_asked() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (tents, care) = (site.team("Tents", &[&aino]).await, site.team("Care", &[]).await);
    let tag: TagId = site.tag("urgent", true).await;
    let staff: [PersonId; 2] = [aino.id, maja.id];
    let input = RuleInput {
        words: "tent",
        team: &tents.id.to_string(),
        owner: &aino.id.to_string(),
        question: "Which poles?",
        add_tag: &tag.to_string(),
        tell_person: &maja.id.to_string(),
        known: Known { staff: &staff, ..Known::default() },
        ..RuleInput::default()
    };
    site.full_rule(input, &[tents.id, care.id]).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.work().await;
    let route = site.read(move |db| queries::routes_of(db, idea.id)).await.0[0].route.clone();
    assert_eq!((route.state, route.assignee_id), (RouteState::Asked, Some(aino.id)));
    let first = site.consequences().await;
    assert_eq!(first.4, ["aino:routed", "ann:question", "maja:rule_found"]);
    assert_eq!((first.0, first.2, first.3), (1, 1, 1));
    assert_eq!(site.read(move |db| queries::questions_for(db, idea.id, ann.id)).await.len(), 1);

    for _ in 0..3 {
        site.once_more().await;
        site.clock.advance(DAY);
        site.work().await;
    }
    // Taken off again, the tag stays off.
    site.write(|db| Ok(diesel::delete(idea_tags::table).execute(db)?)).await;
    site.once_more().await;
    let last = site.consequences().await;
    assert_eq!((first.0, first.1, 0, first.3), (last.0, last.1, last.2, last.3));
    assert_eq!(first.4, last.4);
}

#[actix_web::test]
async fn of_several_teams_the_least_loaded_gets_the_idea() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let teams: [Team; 2] = [site.team("Tents", &[]).await, site.team("Care", &[]).await];
    let ids = [teams[0].id, teams[1].id];
    let busy = site.idea(&ann, &board, "A chair").await;
    site.send_to(&maja, &busy, &teams[0]).await;
    let others = [ids[1].to_string()];
    let input =
        RuleInput { words: "tent", team: &ids[0].to_string(), others: &others, ..RuleInput::default() };
    site.full_rule(input, &ids).await;
    let mut got = Vec::new();
    for title in ["One tent", "Two tents", "Three tents"] {
        let idea = site.idea(&ann, &board, title).await;
        site.work().await;
        got.push(site.team_of(idea.id).await);
    }
    assert_eq!(got, [ids[1], ids[0], ids[1]]);
}

#[actix_web::test]
async fn time_without_an_answer_makes_a_rule_fit_and_an_answer_stops_it() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Care", &[]).await;
    let input = RuleInput { waiting: "5", team: &team.id.to_string(), ..RuleInput::default() };
    site.full_rule(input, &[team.id]).await;
    let (silent, answered) =
        (site.idea(&ann, &board, "One tent").await, site.idea(&ann, &board, "Two tents").await);
    site.answer(&maja, &board, &answered, "under_review", "We look at it.").await;
    site.clock.advance(4 * DAY);
    site.work().await;
    let count = |idea: IdeaId| site.read(move |db| Ok(queries::routes_of(db, idea)?.0.len()));
    assert_eq!(count(silent.id).await, 0);
    site.clock.advance(2 * DAY);
    site.work().await;
    assert_eq!((count(silent.id).await, count(answered.id).await), (1, 0));
}
