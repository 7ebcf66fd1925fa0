//! Effort bands: what a team expects an idea to cost.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::ideas;
use crate::error::Result;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::Idea;
use crate::ids::PersonId;
use crate::ranking::impact::Effort;
use crate::ranking::store::Ranked;
use crate::time::Timestamp;

/// What is to become of an idea's effort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EffortChange {
    /// It stays.
    #[default]
    Keep,
    /// It becomes this; `None` is unknown.
    Set(Option<Effort>),
}

impl EffortChange {
    /// From a form: `keep`, empty for unknown, or a band.
    pub fn parse(typed: &str) -> Option<Self> {
        match typed {
            "keep" => Some(Self::Keep),
            "" => Some(Self::Set(None)),
            band => Effort::parse(band).map(|band| Self::Set(Some(band))),
        }
    }

    /// What it makes of the present effort.
    pub fn applied_to(self, present: Option<Effort>) -> Option<Effort> {
        match self {
            Self::Keep => present,
            Self::Set(effort) => effort,
        }
    }
}

/// Changes the effort of an idea whose row is locked, and its impact with it. Gives whether anything changed.
pub(super) fn change(
    db: &mut Db,
    actor: PersonId,
    idea: &Idea,
    change: EffortChange,
    now: Timestamp,
) -> Result<bool> {
    let effort = change.applied_to(idea.effort);
    if effort == idea.effort {
        return Ok(false);
    }
    diesel::update(ideas::table.find(idea.id)).set(ideas::effort.eq(effort)).execute(db)?;
    Ranked::lock(db, idea.id)?.save(db)?;
    NewAct::new(ActKind::EffortChanged, ActAudience::Public, Some(actor))
        .idea(idea.id)
        .detail(serde_json::json!({ "from": idea.effort, "to": effort }))
        .record(db, now)?;
    Ok(true)
}
