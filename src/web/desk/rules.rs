//! Rules in their order, and switching them.

use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use super::rule_words::{self, Names};
use super::{Tabs, rule_trial};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::MayRoute;
use crate::ids::RuleId;
use crate::time::Timestamp;
use crate::triage::desk;
use crate::triage::rules::{self, Rule, Sent, Shift};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

/// A rule as a sentence.
pub struct RuleCard {
    id: RuleId,
    number: usize,
    name: String,
    is_on: bool,
    conditions: Vec<String>,
    /// Where it sends; empty when it sends to no team.
    team: String,
    /// What it does besides.
    done: Vec<String>,
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
pub async fn list(who: MayRoute) -> Result<Html<RulesPage>> {
    let (rules, sent, names, counts) = who
        .state
        .db
        .read(|db| Ok((rules::list(db)?, rules::sent_counts(db)?, Names::load(db)?, desk::counts(db)?)))
        .await?;
    let count = rules.len();
    let mut cards = Vec::with_capacity(count);
    for (at, rule) in rules.iter().enumerate() {
        cards.push(card(&who, rule, (at, count), &sent, &names)?);
    }
    let tabs = Tabs { current: "/desk/rules", counts };
    Ok(Html(RulesPage { layout: Layout::new(&who), tabs, rules: cards }))
}

fn card(
    who: &MayRoute,
    rule: &Rule,
    (at, count): (usize, usize),
    sent: &[Sent],
    names: &Names,
) -> crate::error::Result<RuleCard> {
    let own = sent.iter().find(|sent| sent.rule == rule.id);
    let (catalog, words, actions) = (&who.settings.catalog, &who.words, rule.actions()?);
    Ok(RuleCard {
        id: rule.id,
        number: at + 1,
        name: rule.name.clone(),
        is_on: rule.is_on,
        conditions: rule_words::asked(&rule.conditions()?, catalog, names, words),
        team: rule_words::sends_to(&actions, rule.team_id, names, words),
        done: rule_words::done(&actions, catalog, names, words),
        due_days: rule.due_days,
        sent: own.map_or(0, |own| own.count),
        last: own.and_then(|own| own.last),
        is_first: at == 0,
        is_last: at + 1 == count,
    })
}

/// Asks before a rule is deleted.
#[derive(Template)]
#[template(path = "desk/rule_delete.html")]
pub struct DeletePage {
    layout: Layout,
    rule: Rule,
}

/// Shows the question.
pub async fn confirm_delete(who: MayRoute, rule: Path<RuleId>) -> Result<Html<DeletePage>> {
    let id = rule.into_inner();
    let rule = who.state.db.read(move |db| rules::find(db, id)).await?;
    Ok(Html(DeletePage { layout: Layout::new(&who), rule }))
}

/// Deletes a rule.
pub async fn delete(who: MayRoute, rule: Path<RuleId>) -> Result {
    let id = rule.into_inner();
    who.state.db.write(move |db| rules::delete(db, id)).await?;
    who.session.flash("flash-rule-deleted");
    Ok(see_other(&who.state.links.to("/desk/rules")))
}

/// Switches a rule on or off, moves it up or down.
pub async fn act(who: MayRoute, path: Path<(RuleId, String)>, fields: Fields) -> Result {
    let ((rule, act), now, seen) = (path.into_inner(), who.now, fields.seen());
    let flash = match act.as_str() {
        "on" => "flash-rule-on",
        "off" => "flash-rule-off",
        "up" | "down" => "flash-rule-moved",
        _ => return Err(Error::NotFound.into()),
    };
    let write = move |db: &mut Db| match act.as_str() {
        "on" => {
            // After a trial it is switched on as it was tried.
            rules::find_as_seen(db, rule, seen)?;
            rules::set_on(db, rule, true, now)
        }
        "off" => rules::set_on(db, rule, false, now),
        "up" => rules::shift(db, rule, Shift::Up),
        _ => rules::shift(db, rule, Shift::Down),
    };
    match who.state.db.write(write).await {
        Err(Error::Conflict(_)) => return rule_trial::outdated(&who, rule, &fields).await,
        done => done?,
    }
    who.session.flash(flash);
    Ok(see_other(&who.state.links.to("/desk/rules")))
}
