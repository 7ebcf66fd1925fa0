//! Evaluation panels of the demo: one that is over, one that waits for ratings.

use serde::Deserialize;

use super::play::Played;
use super::schema::parse;
use super::stage::Stage;
use crate::calls::moment_field;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::ids::{IdeaId, PanelId};
use crate::panels::{self, CriterionInput, PanelDraft, PanelInput, RatingDraft, RatingInput, queries};
use crate::settings::Settings;
use crate::time::{Clock, DAY, HOUR, Timestamp};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    panels: Vec<Panel>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Panel {
    by: String,
    title: String,
    introduction: String,
    made_days_ago: i64,
    /// Negative for one that is open.
    closes_days_ago: i64,
    people: Vec<String>,
    ideas: Vec<String>,
    criteria: Vec<Criterion>,
    ratings: Vec<Rated>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Criterion {
    name: String,
    low: String,
    high: String,
    weight: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rated {
    idea: String,
    given: Vec<Given>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    by: String,
    scores: Vec<i32>,
    comment: String,
}

/// Makes the panels, each at its own time, with what was given in them.
pub fn rate(
    db: &mut Db,
    stage: &Stage,
    played: &Played<'_>,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let file: File = parse(include_str!("panels.toml"))?;
    for panel in &file.panels {
        let made = now.minus(panel.made_days_ago * DAY);
        let id = make(db, panel, stage, played, settings, (made, now))?;
        for rated in &panel.ratings {
            give(db, id, rated, stage, played, made.plus(DAY))?;
        }
    }
    panels::tell_due(db, now).map(drop)
}

fn find(played: &Played<'_>, key: &str) -> Result<IdeaId> {
    let found = played.ideas.get(key).copied();
    found.ok_or_else(|| Error::internal(format!("the demo has no idea {key}")))
}

fn make(
    db: &mut Db,
    panel: &Panel,
    stage: &Stage,
    played: &Played<'_>,
    settings: &Settings,
    (made, now): (Timestamp, Timestamp),
) -> Result<PanelId> {
    let zone = settings.site.zone();
    let hour = Timestamp::from_micros(now.micros() / HOUR * HOUR);
    let ideas: Vec<String> =
        panel.ideas.iter().map(|key| Ok(find(played, key)?.to_string())).collect::<Result<_>>()?;
    let people: Vec<String> =
        panel.people.iter().map(|own| Ok(stage.person(own)?.id.to_string())).collect::<Result<_>>()?;
    let criterion = |own: &Criterion| CriterionInput {
        name: own.name.clone(),
        low: own.low.clone(),
        high: own.high.clone(),
        weight: own.weight.to_string(),
    };
    let input = PanelInput {
        title: panel.title.clone(),
        introduction: panel.introduction.clone(),
        ideas: ideas.join("\n"),
        people,
        criteria: panel.criteria.iter().map(criterion).collect(),
        closes: moment_field(hour.minus(panel.closes_days_ago * DAY), zone),
        form_key: String::new(),
    };
    let draft = PanelDraft::parse(&input, zone, made)?;
    panels::create(db, stage.person(&panel.by)?, &draft, made)
}

fn give(
    db: &mut Db,
    id: PanelId,
    rated: &Rated,
    stage: &Stage,
    played: &Played<'_>,
    from: Timestamp,
) -> Result<()> {
    let (idea, criteria) = (find(played, &rated.idea)?, queries::criteria(db, id)?);
    for (hours, given) in (1_i64..).zip(&rated.given) {
        let input = RatingInput {
            scores: given.scores.iter().map(ToString::to_string).collect(),
            comment: given.comment.clone(),
        };
        let draft = RatingDraft::parse(&input, &criteria, true)?;
        let at = Clock::fixed(from.plus(hours * HOUR));
        panels::rate(db, stage.person(&given.by)?, (id, idea), &draft, &at)?;
    }
    Ok(())
}
