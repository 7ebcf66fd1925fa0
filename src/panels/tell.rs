//! Telling once that a panel is over. Whether it is follows from its end; what is recorded here is for those who are to
//! hear of it.

use diesel::prelude::*;
use serde_json::Value;

use super::{Panel, save};
use crate::db::Db;
use crate::db::schema::panels;
use crate::error::Result;
use crate::history::ActKind;
use crate::outbox::{self, Event};
use crate::time::Timestamp;

/// Panels that one round tells of.
const AT_ONCE: i64 = 100;

/// Records what is due; gives how much. However many workers try, and whenever, each is recorded once.
pub fn tell_due(db: &mut Db, now: Timestamp) -> Result<usize> {
    let mut told = 0;
    let due: Vec<Panel> = panels::table
        .filter(panels::told_at.is_null())
        .filter(panels::deleted_at.is_null())
        .filter(panels::closes_at.le(now))
        .order((panels::closes_at, panels::id))
        .limit(AT_ONCE)
        .select(Panel::as_select())
        .load(db)?;
    for panel in due {
        let still = panels::table.find(panel.id).filter(panels::told_at.is_null());
        let mine = diesel::update(still.filter(panels::closes_at.le(now)));
        if mine.set(panels::told_at.eq(Some(now))).execute(db)? == 1 {
            if panel.closed_by.is_none() {
                save::record(db, panel.id, (ActKind::PanelClosed, None), Value::Null, now)?;
            }
            outbox::record(db, &Event::PanelClosed { panel: panel.id, by: panel.closed_by }, now)?;
            told += 1;
        }
    }
    Ok(told)
}
