//! The desk's shortlist: ideas that are looked at more closely, and whose voters are asked how they would feel.

use diesel::prelude::*;

use super::policy;
use crate::db::Db;
use crate::db::schema::shortlisted;
use crate::error::Result;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::IdeaId;
use crate::kano;
use crate::people::Person;
use crate::ranking::store::Ranked;
use crate::time::Timestamp;

/// Puts an idea on the shortlist, or takes it off; what people answered stays. Says whether that is new.
///
/// # Errors
/// `Forbidden` for whoever does not run the desk, and when nobody sees the idea; `NotFound` when there is none.
pub fn set(db: &mut Db, actor: &Person, idea: IdeaId, is_on: bool, now: Timestamp) -> Result<bool> {
    policy::may_score(actor)?;
    Ranked::lock(db, idea)?;
    policy::may_be_worked_on(&crate::ideas::queries::find(db, idea)?)?;
    if kano::is_shortlisted(db, idea)? == is_on {
        return Ok(false);
    }
    if is_on {
        let values = (
            shortlisted::idea_id.eq(idea),
            shortlisted::added_by.eq(actor.id),
            shortlisted::created_at.eq(now),
        );
        diesel::insert_into(shortlisted::table).values(values).execute(db)?;
    } else {
        diesel::delete(shortlisted::table.find(idea)).execute(db)?;
    }
    let kind = if is_on { ActKind::Shortlisted } else { ActKind::Unshortlisted };
    NewAct::new(kind, ActAudience::Staff, Some(actor.id)).idea(idea).record(db, now)?;
    Ok(true)
}
