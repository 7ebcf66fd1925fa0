//! What customers of the demo said elsewhere, and whether deliveries helped them.

use diesel::prelude::*;
use serde::Deserialize;

use super::chance::Chance;
use super::play::Played;
use super::schema::parse;
use super::stage::Stage;
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{ideas, votes};
use crate::error::{Error, Result};
use crate::ids::{IdeaId, PersonId};
use crate::outcomes::{self, OutcomeDraft};
use crate::people;
use crate::settings::Settings;
use crate::time::{DAY, HOUR, Timestamp};
use crate::triage::capture::{self, CaptureDraft, CaptureInput};

/// Of ten who asked for something, so many say whether it helped.
const OF_TEN_SAY: i64 = 4;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heard {
    captures: Vec<Capture>,
    lines: Vec<Line>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Capture {
    idea: String,
    email: String,
    name: String,
    /// The handle of who filed it.
    by: String,
    days_ago: i64,
    source: String,
    words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    idea: String,
    outcome: String,
    line: String,
}

/// Files what was said, and lets voters say what deliveries were good for.
pub fn hear(
    db: &mut Db,
    stage: &Stage,
    played: &Played<'_>,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let heard: Heard = parse(include_str!("heard.toml"))?;
    for own in &heard.captures {
        let idea = played.ideas.get(own.idea.as_str()).ok_or(Error::NotFound)?;
        let input = CaptureInput {
            email: own.email.clone(),
            name: own.name.clone(),
            words: own.words.clone(),
            source: own.source.clone(),
            what: "vote".into(),
            idea: idea.to_string(),
            ..CaptureInput::default()
        };
        let draft = CaptureDraft::parse(&input, settings)?;
        capture::file(
            db,
            stage.person(&own.by)?,
            &draft,
            settings,
            now.minus(own.days_ago * DAY + 3 * HOUR),
        )?;
    }
    let mut lines: Vec<(IdeaId, &Line)> = Vec::new();
    for line in &heard.lines {
        lines.push((*played.ideas.get(line.idea.as_str()).ok_or(Error::NotFound)?, line));
    }
    say(db, &lines, now)
}

/// Whoever asked for what was delivered, and says so: the first of them in the words of the content.
fn say(db: &mut Db, lines: &[(IdeaId, &Line)], now: Timestamp) -> Result<()> {
    let rows: Vec<(IdeaId, PersonId, Timestamp)> = votes::table
        .inner_join(ideas::table)
        .filter(ideas::status_kind.eq(StatusKind::Done))
        .filter(ideas::shown.eq(2))
        .filter(votes::value.eq(1_i16))
        .filter(votes::is_captured.eq(false))
        .order((votes::idea_id, votes::person_id))
        .select((votes::idea_id, votes::person_id, ideas::status_at))
        .load(db)?;
    let mut lines = lines.to_vec();
    for (idea, person, since) in rows {
        let mut chance = Chance::of(&[&idea.to_string(), &person.to_string(), "helped"]);
        if chance.below(10) >= OF_TEN_SAY {
            continue;
        }
        let Some(person) = people::queries::find(db, person)? else { continue };
        let own = lines.iter().position(|line| line.0 == idea).map(|place| lines.swap_remove(place).1);
        let value = match chance.below(10) {
            0..6 => "solved",
            6..9 => "partly",
            _ => "not",
        };
        let draft = OutcomeDraft::parse(
            own.map_or(value, |own| own.outcome.as_str()),
            own.map_or("", |own| own.line.as_str()),
        )?;
        let at = since.plus(chance.below(20 * DAY) + DAY).min(now);
        match outcomes::say(db, &person, idea, &draft, at) {
            Ok(()) | Err(Error::Forbidden(_) | Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}
