//! Watches the writes of one request of a member of staff, and leaves a row in the transaction that changed something.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Map, Value, json};

use super::place::{self, Key};
use super::{NewEntry, Place, snapshot};
use crate::db::Db;
use crate::db::witness::{Mark, Witness};
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::people::{Role, queries};
use crate::time::Timestamp;

/// Acts that one row tells of; how many more there were, it says.
const ACTS_MAX: usize = 20;

/// Who does what where, in which request.
#[derive(Debug)]
pub struct Watcher {
    actor: (PersonId, Role),
    place: Place,
    request_id: String,
    now: Timestamp,
    /// Whether a row of this request stands.
    is_told: AtomicBool,
}

impl Watcher {
    /// For a request that is about to be carried out.
    pub fn new(actor: (PersonId, Role), place: Place, request_id: String, now: Timestamp) -> Self {
        Self { actor, place, request_id, now, is_told: AtomicBool::new(false) }
    }

    /// Refuses whoever has left or lost their role since the request began: a form may come long after its head.
    fn refuse_former(&self, db: &mut Db) -> Result<()> {
        let (id, role) = self.actor;
        let is_still = queries::find(db, id)?.is_some_and(|own| own.is_here() && own.role >= role);
        if is_still { Ok(()) } else { Err(Error::Forbidden("error-role")) }
    }

    fn look(&self, db: &mut Db) -> Result<Option<(i64, Map<String, Value>)>> {
        match &self.place.object {
            Some((_, table, key)) => snapshot::of(db, table, key),
            None => Ok(None),
        }
    }

    /// What the row is about: what the address names, else what was made or done first.
    fn object(&self, id: Option<i64>, marks: &[Mark]) -> (&'static str, Option<i64>) {
        match &self.place.object {
            Some((object, _, Key::Number(own))) => (object, Some(*own)),
            Some((object, ..)) => (object, id),
            None => {
                let made = marks.iter().find(|mark| mark.what == "made").or(marks.first());
                made.map_or(("", None), |mark| (mark.object, mark.id))
            }
        }
    }

    /// What else there is to tell beside the row itself.
    fn extra(&self, told: &mut Map<String, Value>, marks: Vec<Mark>) {
        if !self.place.others.is_empty() {
            let others = self.place.others.iter().map(|(name, value)| (name.clone(), json!(value)));
            told.insert("with".into(), others.collect());
        }
        if marks.len() > ACTS_MAX {
            told.insert("more".into(), json!(marks.len() - ACTS_MAX));
        }
        let acts: Vec<Value> = marks.into_iter().take(ACTS_MAX).map(act).collect();
        if !acts.is_empty() {
            told.insert("acts".into(), Value::Array(acts));
        }
    }
}

fn act(mark: Mark) -> Value {
    let mut told = Map::new();
    told.insert("what".into(), json!(mark.what));
    if let Some(id) = mark.id {
        told.insert(mark.object.into(), json!(id));
    }
    if !mark.detail.is_null() {
        told.insert("detail".into(), snapshot::detail(mark.detail));
    }
    Value::Object(told)
}

impl Witness for Watcher {
    fn before(&self, db: &mut Db) -> Result<Value> {
        self.refuse_former(db)?;
        Ok(self.look(db)?.map_or(Value::Null, |(id, row)| json!({ "id": id, "row": row })))
    }

    fn after(&self, db: &mut Db, before: Value, marks: Vec<Mark>) -> Result<()> {
        let was = before.get("row").and_then(Value::as_object).cloned().unwrap_or_default();
        let id = before.get("id").and_then(Value::as_i64);
        // By its number, since its name in addresses may be what changed.
        let now = match (&self.place.object, id) {
            (Some((_, table, _)), Some(id)) => snapshot::of(db, table, &Key::Number(id))?,
            _ => self.look(db)?,
        };
        let id = id.or(now.as_ref().map(|(id, _)| *id));
        let (old, mut new) = snapshot::changes(&was, &now.map(|(_, row)| row).unwrap_or_default());
        let is_nothing = old.is_empty() && new.is_empty() && marks.is_empty();
        if is_nothing && self.is_told.load(Ordering::Relaxed) {
            return Ok(());
        }
        let object = self.object(id, &marks);
        if self.place.object.is_none()
            && let Some(made) = marks.iter().find(|mark| mark.what == "made")
            && let (Some(id), Some(table)) = (made.id, place::table_of(made.object))
        {
            new = snapshot::of(db, table, &Key::Number(id))?.map(|(_, row)| row).unwrap_or_default();
        }
        self.extra(&mut new, marks);
        let entry = NewEntry {
            actor: Some(self.actor),
            act: &self.place.act,
            object,
            before: Value::Object(old),
            after: Value::Object(new),
            request_id: &self.request_id,
        };
        entry.record(db, self.now)
    }

    fn committed(&self) {
        self.is_told.store(true, Ordering::Relaxed);
    }
}
