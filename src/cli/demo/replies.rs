//! Texts for the company's answers in the demo, in both languages.

use serde::Deserialize;

use super::play::Played;
use super::schema::parse;
use super::stage::Stage;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::people::Power;
use crate::text::words::Language;
use crate::time::Timestamp;
use crate::triage::private;
use crate::triage::queries;
use crate::triage::replies::{self, TemplateDraft};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    replies: Vec<Own>,
    lines: Vec<Line>,
}

/// What the answer to an idea says to its author alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// The key of the idea.
    idea: String,
    body: String,
}

impl File {
    fn load() -> Result<Self> {
        parse(include_str!("replies.toml"))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    name: String,
    declines: bool,
    en: String,
    es: String,
}

/// Writes them, as of the company's beginning.
pub fn write(db: &mut Db, stage: &Stage, now: Timestamp) -> Result<()> {
    let manager = stage.people().find(|person| person.may(Power::Answer));
    let manager = manager.ok_or_else(|| Error::internal("the demo has no manager"))?;
    for own in &File::load()?.replies {
        let texts = [(Language::En, own.en.as_str()), (Language::Es, own.es.as_str())];
        let draft = TemplateDraft::parse(&own.name, own.declines, &texts)?;
        replies::save(db, manager, None, &draft, now)?;
    }
    Ok(())
}

/// Says to the authors of some ideas what only they read, beside the answers that were given.
pub fn say_alone(db: &mut Db, played: &Played<'_>) -> Result<()> {
    for line in &File::load()?.lines {
        let missing = || Error::internal(format!("the demo has no answer to {}", line.idea));
        let idea = played.ideas.get(line.idea.as_str()).copied().ok_or_else(missing)?;
        let idea = crate::ideas::queries::find(db, idea)?;
        let answer = queries::last_response(db, idea.id)?.ok_or_else(missing)?;
        let people = (answer.author_id, idea.author_id);
        private::write(db, answer.id, people, &line.body, answer.created_at)?;
    }
    Ok(())
}
