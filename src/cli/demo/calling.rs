//! What the company calls people to in the demo: sessions that run, are planned and are over.

use super::play::Played;
use super::schema::{Content, Storm};
use super::stage::Stage;
use crate::calls::moment_field;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::storms::{self, AnswerDraft, StormDraft, StormInput};
use crate::time::{DAY, HOUR, Timestamp};

/// Makes everything, each at its own time.
pub fn call(
    db: &mut Db,
    content: &Content,
    stage: &Stage,
    played: &Played<'_>,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    for storm in &content.calls.storms {
        hold(db, storm, stage, played, settings, now)?;
    }
    storms::tell_due(db, &settings.catalog, now).map(drop)
}

fn hold(
    db: &mut Db,
    storm: &Storm,
    stage: &Stage,
    played: &Played<'_>,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let (catalog, zone) = (&settings.catalog, settings.site.zone());
    let hour = Timestamp::from_micros(now.micros() / HOUR * HOUR);
    let starts = hour.minus(storm.starts_days_ago * DAY);
    let made = starts.min(now).minus(3 * DAY);
    let input = StormInput {
        question: storm.question.clone(),
        board: catalog.visible_board(&storm.board, true)?.id.to_string(),
        rules: storm.rules.clone(),
        starts: moment_field(starts, zone),
        ends: moment_field(starts.plus(storm.days * DAY), zone),
    };
    let by = stage.person(&storm.by)?;
    let id = storms::create(db, by, &StormDraft::parse(&input, catalog, zone)?, catalog, made)?.id;
    storms::publish(db, by, id, catalog, made.plus(HOUR))?;
    for key in &storm.ideas {
        let idea = played.ideas.get(key.as_str()).copied();
        let idea = idea.ok_or_else(|| Error::internal(format!("the demo has no idea {key}")))?;
        storms::ideas::add(db, by, id, idea, catalog, now)?;
    }
    let Some(days) = storm.answered_days_ago else { return Ok(()) };
    let draft = AnswerDraft::parse(&storm.summary, &storm.answer, true)?;
    storms::answer(db, by, id, &draft, catalog, now.minus(days * DAY))
}
