//! Ideas of the demo that ask for the same: merged ones, and pairs that wait for the desk.

use diesel::prelude::*;
use serde::Deserialize;

use super::play::Played;
use super::schema::parse;
use super::stage::Stage;
use crate::db::Db;
use crate::db::schema::ideas;
use crate::error::{Error, Result};
use crate::ideas::merge;
use crate::ids::IdeaId;
use crate::time::{DAY, Timestamp};
use crate::triage::likenesses;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Ideas that are compared with the older ones.
    compared: Vec<String>,
    merges: Vec<Own>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    idea: String,
    into: String,
    /// Handle of whoever merged.
    by: String,
    days_ago: i64,
}

impl File {
    fn load() -> Result<Self> {
        parse(include_str!("merging.toml"))
    }
}

/// Merges what is the same wish again.
pub fn merge_same(db: &mut Db, stage: &Stage, played: &Played<'_>, now: Timestamp) -> Result<()> {
    for own in &File::load()?.merges {
        let (idea, into) = (find(played, &own.idea)?, find(played, &own.into)?);
        merge::merge(db, stage.person(&own.by)?, idea, into, now.minus(own.days_ago * DAY))?;
    }
    Ok(())
}

/// Compares some ideas with the older ones, as happened when they were posted. Everything is to be found by then.
pub fn compare(db: &mut Db, played: &Played<'_>) -> Result<()> {
    for key in &File::load()?.compared {
        let idea = find(played, key)?;
        let posted: Timestamp = ideas::table.find(idea).select(ideas::created_at).first(db)?;
        likenesses::suggest(db, idea, posted)?;
    }
    Ok(())
}

fn find(played: &Played<'_>, key: &str) -> Result<IdeaId> {
    let idea = played.ideas.get(key).copied();
    idea.ok_or_else(|| Error::internal(format!("the demo has no idea {key}")))
}
