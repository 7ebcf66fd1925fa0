//! Teams, routes and rules for tests.

use groundswell::boards::Board;
use groundswell::ideas::Idea;
use groundswell::ids::{LensId, RouteId, TeamId};
use groundswell::people::Person;
use groundswell::triage::lenses::{self, LensDraft, LensInput};
use groundswell::triage::routes::{Move, Route, SendDraft, move_on, send};
use groundswell::triage::rules::{self, Rule, RuleDraft, RuleInput};
use groundswell::triage::teams::{self, Team, TeamDraft, TeamInput};
use groundswell::triage::{effort::EffortChange, queries};
use groundswell::votes::{Ballot, cast};

use super::Site;

impl Site {
    /// A team with members.
    pub async fn team(&self, name: &str, members: &[&Person]) -> Team {
        self.team_from(TeamInput { name, ..TeamInput::default() }, members).await
    }

    /// A team from its form.
    pub async fn team_from(&self, input: TeamInput<'_>, members: &[&Person]) -> Team {
        let draft = TeamDraft::parse(&input, true).unwrap();
        let handles: Vec<String> = members.iter().map(|member| member.handle.clone()).collect();
        let now = self.now();
        self.write(move |db| {
            let team = teams::create(db, &draft, now)?;
            for handle in &handles {
                teams::add_member(db, team.id, handle)?;
            }
            Ok(team)
        })
        .await
    }

    /// Sends an idea to a team.
    pub async fn send_to(&self, by: &Person, idea: &Idea, team: &Team) -> RouteId {
        let (by, idea, now) = (by.clone(), idea.id, self.now());
        let draft = SendDraft::parse(team.id, "Please look.", None).unwrap();
        self.write(move |db| send(db, &by, idea, &draft, now)).await
    }

    /// Makes a move on a route.
    pub async fn make_move(&self, by: &Person, route: RouteId, act: Move, words: &str) -> Route {
        let (by, words, now) = (by.clone(), words.to_owned(), self.now());
        self.write(move |db| move_on(db, &by, route, act, &words, now)).await
    }

    /// A route as it is stored now.
    pub async fn stored_route(&self, route: RouteId) -> Route {
        self.read(move |db| queries::find_route(db, route)).await
    }

    /// A rule from its form, switched on.
    pub async fn rule(&self, team: &Team, input: RuleInput<'_>) -> Rule {
        let settings = self.state.settings().await.unwrap();
        let input = RuleInput { team: &team.id.to_string(), due_days: "7", name: "A rule", ..input };
        let draft = RuleDraft::parse(&input, &settings.catalog, &[team.id]).unwrap();
        let now = self.now();
        self.write(move |db| {
            let rule = rules::create(db, &draft, now)?;
            rules::set_on(db, rule.id, true, now)?;
            Ok(rule)
        })
        .await
    }

    /// A rule from its whole form, switched on; `teams` are those that it may name.
    pub async fn full_rule(&self, input: RuleInput<'_>, teams: &[TeamId]) -> Rule {
        let settings = self.state.settings().await.unwrap();
        let input = RuleInput { due_days: "3", name: "A rule", ..input };
        let draft = RuleDraft::parse(&input, &settings.catalog, teams).unwrap();
        let now = self.now();
        self.write(move |db| {
            let rule = rules::create(db, &draft, now)?;
            rules::set_on(db, rule.id, true, now)?;
            Ok(rule)
        })
        .await
    }

    /// A lens that keeps these filters.
    pub async fn lens(&self, owner: &Person, query: &str, is_shared: bool) -> LensId {
        let name = format!("Lens {query} {is_shared}");
        let (query, columns) = (query.to_owned(), vec!["impact".to_owned()]);
        let input = LensInput { name, is_shared, query, columns, ..LensInput::default() };
        let (draft, owner, now) = (LensDraft::parse(&input, &[]).unwrap(), owner.clone(), self.now());
        self.write(move |db| lenses::store::create(db, &owner, &draft, now)).await
    }

    /// Somebody promotes an idea.
    pub async fn promote(&self, by: &Person, idea: &Idea) {
        let (by, idea, now) = (by.clone(), idea.id, self.now());
        self.write(move |db| cast(db, &by, idea, Ballot::parse("up")?, now)).await;
    }

    /// A status of a board, as forms send it.
    pub async fn status(&self, board: &Board, slug: &str) -> String {
        let settings = self.state.settings().await.unwrap();
        let found = settings.catalog.statuses_of(board.id).find(|status| status.slug == slug);
        found.unwrap().id.to_string()
    }

    /// Decides about an idea, without a form.
    pub async fn answer(&self, by: &Person, board: &Board, idea: &Idea, slug: &str, body: &str) {
        let settings = self.state.settings().await.unwrap();
        let status = self.status(board, slug).await.parse().unwrap();
        let draft = groundswell::triage::AnswerDraft::parse(Some(status), EffortChange::Keep, body).unwrap();
        let (by, idea, now) = (by.clone(), idea.id, self.now());
        self.write(move |db| groundswell::triage::answer(db, &by, idea, &draft, &settings, now)).await;
    }
}
