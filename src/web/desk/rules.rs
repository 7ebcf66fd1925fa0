//! Rules in their order, switching and trying them.

use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use crate::boards::Catalog;
use crate::error::Error;
use crate::http::guard::{Manager, Visitor};
use crate::ids::RuleId;
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::triage::desk;
use crate::triage::rules::{self, Conditions, Rule, Sent, Shift, TRIAL_DAYS, TRIAL_IDEAS, Trial};
use crate::triage::teams::{self, Team};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

/// A rule as a sentence.
pub struct RuleCard {
    id: RuleId,
    number: usize,
    name: String,
    is_on: bool,
    conditions: Vec<String>,
    team: String,
    due_days: i32,
    sent: i64,
    last: Option<Timestamp>,
    is_first: bool,
    is_last: bool,
}

/// The list.
#[derive(Template)]
#[template(path = "desk/rules.html")]
pub struct RulesPage {
    layout: Layout,
    tabs: Tabs,
    rules: Vec<RuleCard>,
}

/// Shows the rules.
pub async fn list(who: Manager) -> Result<Html<RulesPage>> {
    let (rules, sent, teams, counts) = who
        .state
        .db
        .read(|db| Ok((rules::list(db)?, rules::sent_counts(db)?, teams::list(db)?, desk::counts(db)?)))
        .await?;
    let count = rules.len();
    let mut cards = Vec::with_capacity(count);
    for (at, rule) in rules.iter().enumerate() {
        cards.push(card(&who, rule, (at, count), &sent, &teams)?);
    }
    let tabs = Tabs { current: "/desk/rules", counts };
    Ok(Html(RulesPage { layout: Layout::new(&who), tabs, rules: cards }))
}

fn card(
    who: &Manager,
    rule: &Rule,
    (at, count): (usize, usize),
    sent: &[Sent],
    teams: &[Team],
) -> crate::error::Result<RuleCard> {
    let own = sent.iter().find(|sent| sent.rule == rule.id);
    Ok(RuleCard {
        id: rule.id,
        number: at + 1,
        name: rule.name.clone(),
        is_on: rule.is_on,
        conditions: sentences(&rule.conditions()?, &who.settings.catalog, &who.words),
        team: team_name(teams, rule),
        due_days: rule.due_days,
        sent: own.map_or(0, |own| own.count),
        last: own.and_then(|own| own.last),
        is_first: at == 0,
        is_last: at + 1 == count,
    })
}

fn team_name(teams: &[Team], rule: &Rule) -> String {
    teams.iter().find(|team| team.id == rule.team_id).map(|team| team.name.clone()).unwrap_or_default()
}

/// What a rule asks, a phrase for each condition.
pub fn sentences(conditions: &Conditions, catalog: &Catalog, words: &Words) -> Vec<String> {
    let or = |names: Vec<String>| names.join(&words.get("rule-or"));
    let mut found = Vec::new();
    let mut say = |key: &str, names: Vec<String>| {
        if !names.is_empty() {
            found.push(words.one(key, "list", or(names)));
        }
    };
    let gone = || words.get("rule-gone");
    let boards = conditions.boards.iter().map(|id| match catalog.board(*id) {
        Ok(board) if board.archived_at.is_some() => words.one("rule-board-archived", "board", &board.name),
        Ok(board) => board.name.clone(),
        Err(_) => gone(),
    });
    say("rule-when-board", boards.collect());
    let categories = conditions.categories.iter().map(|id| catalog.category(*id));
    say("rule-when-category", categories.map(|one| one.map_or_else(gone, |one| one.name.clone())).collect());
    let tags = conditions.tags.iter().map(|id| catalog.tag(*id));
    say("rule-when-tag", tags.map(|tag| tag.map_or_else(gone, |tag| tag.name.clone())).collect());
    let kinds = conditions.kinds.iter().map(|kind| words.get(&format!("kind-{kind}")));
    say("rule-when-kind", kinds.collect());
    say("rule-when-words", conditions.words.iter().map(|word| format!("“{word}”")).collect());
    if let Some(votes) = conditions.votes {
        found.push(words.count("rule-when-votes", votes));
    }
    if let Some(people) = conditions.people {
        found.push(words.count("rule-when-people", people));
    }
    if let Some(places) = conditions.trending {
        found.push(words.count("rule-when-trending", places));
    }
    found
}

/// What a rule would have sent.
#[derive(Template)]
#[template(path = "desk/trial.html")]
pub struct TrialPage {
    layout: Layout,
    tabs: Tabs,
    rule: Rule,
    team: String,
    conditions: Vec<String>,
    trial: Trial,
    days: i64,
    most: usize,
}

/// Tries a rule against the last 90 days.
pub async fn try_it(who: Manager, rule: Path<RuleId>) -> Result<Html<TrialPage>> {
    let (id, now) = (rule.into_inner(), who.now);
    let (rule, trial, teams, counts) = who
        .state
        .db
        .read(move |db| {
            let rule = rules::find(db, id)?;
            let trial = rules::trial(db, &rule.conditions()?, rule.team_id, now)?;
            Ok((rule, trial, teams::list(db)?, desk::counts(db)?))
        })
        .await?;
    let visitor: &Visitor = &who;
    Ok(Html(TrialPage {
        conditions: sentences(&rule.conditions()?, &visitor.settings.catalog, &visitor.words),
        tabs: Tabs { current: "/desk/rules", counts },
        team: team_name(&teams, &rule),
        days: TRIAL_DAYS,
        most: TRIAL_IDEAS,
        layout: Layout::new(visitor),
        rule,
        trial,
    }))
}

/// Asks before a rule is deleted.
#[derive(Template)]
#[template(path = "desk/rule_delete.html")]
pub struct DeletePage {
    layout: Layout,
    rule: Rule,
}

/// Shows the question.
pub async fn confirm_delete(who: Manager, rule: Path<RuleId>) -> Result<Html<DeletePage>> {
    let id = rule.into_inner();
    let rule = who.state.db.read(move |db| rules::find(db, id)).await?;
    Ok(Html(DeletePage { layout: Layout::new(&who), rule }))
}

/// Deletes a rule.
pub async fn delete(who: Manager, rule: Path<RuleId>) -> Result {
    let id = rule.into_inner();
    who.state.db.write(move |db| rules::delete(db, id)).await?;
    who.session.flash("flash-rule-deleted");
    Ok(see_other(&who.state.links.to("/desk/rules")))
}

/// Switches a rule on or off, moves it up or down.
pub async fn act(who: Manager, path: Path<(RuleId, String)>) -> Result {
    let ((rule, act), now) = (path.into_inner(), who.now);
    let flash = match act.as_str() {
        "on" => "flash-rule-on",
        "off" => "flash-rule-off",
        "up" | "down" => "flash-rule-moved",
        _ => return Err(Error::NotFound.into()),
    };
    who.state
        .db
        .write(move |db| match act.as_str() {
            "on" => rules::set_on(db, rule, true, now),
            "off" => rules::set_on(db, rule, false, now),
            "up" => rules::shift(db, rule, Shift::Up),
            _ => rules::shift(db, rule, Shift::Down),
        })
        .await?;
    who.session.flash(flash);
    Ok(see_other(&who.state.links.to("/desk/rules")))
}
