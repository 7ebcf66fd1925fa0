//! What the company calls people to in the demo: sessions that run, are planned and are over.

use super::chance::Chance;
use super::play::Played;
use super::schema::{Content, Round, Storm};
use super::stage::Stage;
use crate::ballots::{self, Points};
use crate::boards::Audience;
use crate::calls::moment_field;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::rounds::{self, ReportDraft, RoundDraft, RoundInput};
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
    for round in &content.calls.rounds {
        poll(db, round, stage, played, settings, now)?;
    }
    storms::tell_due(db, &settings.catalog, now)?;
    rounds::tell_due(db, now).map(drop)
}

fn poll(
    db: &mut Db,
    round: &Round,
    stage: &Stage,
    played: &Played<'_>,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let zone = settings.site.zone();
    let starts = Timestamp::from_micros(now.micros() / HOUR * HOUR).minus(round.starts_days_ago * DAY);
    let input = RoundInput {
        title: round.title.clone(),
        intro: round.intro.clone(),
        audience: Audience::Public.to_string(),
        budget: round.budget.to_string(),
        cap: round.cap.map(|cap| cap.to_string()).unwrap_or_default(),
        starts: moment_field(starts, zone),
        ends: moment_field(starts.plus(round.days * DAY), zone),
    };
    let (by, made) = (stage.person(&round.by)?, starts.minus(2 * DAY));
    let id = rounds::create(db, by, &RoundDraft::parse(&input, zone)?, made)?.id;
    for key in &round.ideas {
        let idea = played.ideas.get(key.as_str()).copied();
        let idea = idea.ok_or_else(|| Error::internal(format!("the demo has no idea {key}")))?;
        rounds::add(db, by, id, idea, made)?;
    }
    rounds::publish(db, by, id, made.plus(HOUR))?;
    let until = starts.plus(round.days * DAY).min(now);
    for person in stage.people().filter(|person| person.created_at < starts) {
        let mut chance = Chance::of(&[&round.title, &person.handle]);
        if chance.below(100) < round.share {
            let at = starts.plus(chance.below(until.since(starts).max(1)));
            ballots::set(db, id, person.id, &points(round, played, &mut chance), at)?;
        }
    }
    let Some(days) = round.reported_days_ago else { return Ok(()) };
    let report = ReportDraft::parse(&round.report, true, None)?;
    rounds::report(db, by, id, &report, now.minus(days * DAY))
}

/// Points that lean to the ideas named first.
fn points(round: &Round, played: &Played<'_>, chance: &mut Chance) -> Points {
    let most = round.cap.unwrap_or(round.budget);
    let mut points = Points::new();
    for _ in 0..round.budget {
        let place = chance.place(round.ideas.len()).min(chance.place(round.ideas.len()));
        let idea = round.ideas.get(place).and_then(|key| played.ideas.get(key.as_str()));
        if let Some(given) = idea.map(|idea| points.entry(*idea).or_insert(0)) {
            *given = most.min(*given + 1);
        }
    }
    points
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
    let id = storms::create(db, by, &StormDraft::parse(&input, catalog, None, zone)?, catalog, made)?.id;
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
