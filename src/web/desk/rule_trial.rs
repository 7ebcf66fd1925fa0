//! Trying a rule against the ideas of a period, and having it do what was tried.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::fields::{Fields, QueryFields, date_field};
use super::rule_words::{self, Names};
use crate::error::{Error, FieldErrors};
use crate::http::guard::{MayRoute, Visitor};
use crate::ids::{IdeaId, RuleId};
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::triage::desk;
use crate::triage::rules::{self, Load, Period, Rule, TRIAL_IDEAS, Trial};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// What came of a trial, for the pages that tell it.
pub struct Tried {
    /// What it came to.
    pub(super) trial: Trial,
    /// The ideas that fit.
    pub(super) hits: Vec<Hit>,
    /// The load of each team, by its name.
    pub(super) loads: Vec<(String, Load)>,
    /// How many days the period has.
    pub(super) days: i64,
    /// How many ideas are looked at.
    pub(super) most: usize,
}

/// An idea that fits.
pub(super) struct Hit {
    pub(super) id: IdeaId,
    pub(super) title: String,
    pub(super) created_at: Timestamp,
    /// The team that would get it, when it is one of several.
    pub(super) team: String,
    /// The key of why nothing is done with it.
    pub(super) why_not: &'static str,
}

impl Tried {
    /// Names the teams of a trial of so many days.
    pub fn new(trial: Trial, days: i64, names: &Names) -> Self {
        let is_one_of_several = trial.loads.len() > 1;
        let hits = trial.hits.iter().map(|hit| Hit {
            id: hit.id,
            title: hit.title.clone(),
            created_at: hit.created_at,
            team: hit.team.filter(|_| is_one_of_several).map(|team| names.team(team)).unwrap_or_default(),
            why_not: match hit {
                _ if hit.was_acted_on => "trial-done-before",
                _ if hit.is_routed => "trial-has-it",
                _ if !hit.is_acted_on => "trial-no-team",
                _ => "",
            },
        });
        Self {
            hits: hits.collect(),
            loads: trial.loads.iter().map(|load| (names.team(load.team), *load)).collect(),
            days,
            most: TRIAL_IDEAS,
            trial,
        }
    }
}

/// What a rule would do.
#[derive(Template)]
#[template(path = "desk/trial.html")]
pub struct TrialPage {
    layout: Layout,
    tabs: Tabs,
    rule: Rule,
    team: String,
    done: Vec<String>,
    conditions: Vec<String>,
    tried: Tried,
    since: String,
    until: String,
    form: FormErrors,
}

/// Tries a rule against the ideas of a period, or of the last 90 days.
pub async fn try_it(who: MayRoute, rule: Path<RuleId>, query: QueryFields) -> Result<Html<TrialPage>> {
    let (period, form) = match period(&query.0, &who.words, who.now) {
        Ok(period) => (period, FormErrors::default()),
        Err(error) => (usual(&who), FormErrors::from_error(error, &who.words)?),
    };
    Ok(Html(tried(&who, rule.into_inner(), period, form).await?))
}

/// What it would do as it is now, since somebody changed it after it was tried.
pub(super) async fn outdated(who: &MayRoute, rule: RuleId, fields: &Fields) -> Result {
    let period = period(fields, &who.words, who.now).unwrap_or_else(|_| usual(who));
    let form = FormErrors::new(&FieldErrors::one("since", "error-rule-changed"), &who.words);
    Ok(Html(tried(who, rule, period, form).await?).with_status(StatusCode::CONFLICT))
}

fn usual(who: &MayRoute) -> Period {
    Period::usual(who.now, who.words.zone)
}

async fn tried(
    who: &MayRoute,
    id: RuleId,
    period: Period,
    form: FormErrors,
) -> crate::error::Result<TrialPage> {
    let (now, settings) = (who.now, who.settings.clone());
    let read = move |db: &mut crate::db::Db| {
        let rule = rules::find(db, id)?;
        let trial = rules::trial(db, &rule.plan()?, period, &settings, now)?;
        Ok((rule, trial, Names::load(db)?, desk::counts(db)?))
    };
    let (rule, trial, names, counts) = who.state.db.read(read).await?;
    let visitor: &Visitor = who;
    let (catalog, words, actions) = (&visitor.settings.catalog, &visitor.words, rule.actions()?);
    Ok(TrialPage {
        conditions: rule_words::asked(&rule.conditions()?, catalog, &names, words),
        tabs: Tabs { current: "/desk/rules", counts },
        team: rule_words::sends_to(&actions, rule.team_id, &names, words),
        done: rule_words::done(&actions, catalog, &names, words),
        tried: Tried::new(trial, period.days(), &names),
        since: date_field(Some(period.since), words.zone),
        until: date_field(Some(period.until.minus(1)), words.zone),
        layout: Layout::new(visitor),
        form,
        rule,
    })
}

/// Switches a rule on and has it do what was tried with the ideas of a period.
pub async fn run(who: MayRoute, rule: Path<RuleId>, fields: Fields) -> Result {
    let (id, now, seen) = (rule.into_inner(), who.now, fields.seen());
    let period = match period(&fields, &who.words, now) {
        Ok(period) => period,
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let page = tried(&who, id, usual(&who), form).await?;
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    match who.state.db.write(move |db| rules::run::enqueue(db, id, seen, period, now)).await {
        Err(Error::Conflict(_)) => return outdated(&who, id, &fields).await,
        done => done?,
    }
    who.state.work.notify_one();
    who.session.flash("flash-rule-runs");
    Ok(see_other(&who.state.links.to("/desk/rules")))
}

/// The period that the fields name: whole days for the reader; the last 90 days if they name none.
fn period(fields: &Fields, words: &Words, now: Timestamp) -> crate::error::Result<Period> {
    let usual = Period::usual(now, words.zone);
    let since = fields.start_of_day("since", words.zone)?.unwrap_or(usual.since);
    let until = fields.start_of_next_day("until", words.zone)?.unwrap_or(usual.until);
    if since >= until {
        Err(Error::field("until", "error-trial-period"))
    } else {
        Ok(Period { since, until })
    }
}
