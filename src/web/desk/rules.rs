//! Rules in their order, switching and trying them.

use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::fields::{Fields, QueryFields, date_field};
use super::rule_words::{self, Names};
use crate::error::Error;
use crate::http::guard::{Manager, Visitor};
use crate::ids::RuleId;
use crate::text::words::Words;
use crate::time::{DAY, SECOND, Timestamp};
use crate::triage::desk;
use crate::triage::rules::{self, Load, Period, Rule, Sent, Shift, TRIAL_IDEAS, Trial};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
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
pub async fn list(who: Manager) -> Result<Html<RulesPage>> {
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
    who: &Manager,
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

/// What a rule would have done.
#[derive(Template)]
#[template(path = "desk/trial.html")]
pub struct TrialPage {
    layout: Layout,
    tabs: Tabs,
    rule: Rule,
    team: String,
    done: Vec<String>,
    conditions: Vec<String>,
    trial: Trial,
    loads: Vec<(String, Load)>,
    since: String,
    until: String,
    form: FormErrors,
    days: i64,
    most: usize,
}

/// Tries a rule against the ideas of a period, or of the last 90 days.
pub async fn try_it(who: Manager, rule: Path<RuleId>, query: QueryFields) -> Result<Html<TrialPage>> {
    let (id, now) = (rule.into_inner(), who.now);
    let (period, form) = match period(&query.0, &who.words, now) {
        Ok(period) => (period, FormErrors::default()),
        Err(error) => (Period::until_now(now), FormErrors::from_error(error, &who.words)?),
    };
    let (rule, trial, names, counts) = who
        .state
        .db
        .read(move |db| {
            let rule = rules::find(db, id)?;
            let targets = rule.actions()?.targets(rule.team_id);
            let trial = rules::trial(db, &rule.conditions()?, &targets, period, now)?;
            Ok((rule, trial, Names::load(db)?, desk::counts(db)?))
        })
        .await?;
    let visitor: &Visitor = &who;
    let (catalog, words, actions) = (&visitor.settings.catalog, &visitor.words, rule.actions()?);
    Ok(Html(TrialPage {
        conditions: rule_words::asked(&rule.conditions()?, catalog, &names, words),
        tabs: Tabs { current: "/desk/rules", counts },
        team: rule_words::sends_to(&actions, rule.team_id, &names, words),
        done: rule_words::done(&actions, catalog, &names, words),
        loads: trial.loads.iter().map(|load| (names.team(load.team), *load)).collect(),
        since: date_field(Some(period.since), words),
        until: date_field(Some(period.until.minus(1)), words),
        days: (period.until.since(period.since) + DAY / 2) / DAY,
        most: TRIAL_IDEAS,
        layout: Layout::new(visitor),
        form,
        rule,
        trial,
    }))
}

/// The period that the address names: whole days for the reader; the last 90 days if it names none.
fn period(fields: &Fields, words: &Words, now: Timestamp) -> crate::error::Result<Period> {
    let usual = Period::until_now(now);
    let since = fields.due("since", words)?.map_or(usual.since, |end| end.minus(DAY).plus(1));
    let until = fields.due("until", words)?.map_or(usual.until, |end| end.plus(SECOND));
    if since >= until {
        Err(Error::field("until", "error-trial-period"))
    } else {
        Ok(Period { since, until })
    }
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
