//! Texts for the company's answers in the demo, in both languages.

use serde::Deserialize;

use super::stage::Stage;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::text::words::Language;
use crate::time::Timestamp;
use crate::triage::replies::{self, TemplateDraft};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    replies: Vec<Own>,
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
    let file: File = toml::from_str(include_str!("replies.toml"))
        .map_err(|cause| Error::internal(format!("demo content: {cause}")))?;
    let manager = stage.people().find(|person| person.role.is_manager());
    let manager = manager.ok_or_else(|| Error::internal("the demo has no manager"))?;
    for own in &file.replies {
        let texts = [(Language::En, own.en.as_str()), (Language::Es, own.es.as_str())];
        let draft = TemplateDraft::parse(&own.name, own.declines, &texts)?;
        replies::save(db, manager, None, &draft, now)?;
    }
    Ok(())
}
