//! What is said beside the lists, kept in memory for a minute, so that no visit counts the site.

use std::sync::{Arc, PoisonError, RwLock};

use super::state::State;
use crate::error::Result;
use crate::ideas::Viewer;
use crate::ideas::list::Facts;
use crate::time::{MINUTE, Timestamp};

type Slot = Option<(Timestamp, Arc<Facts>)>;

/// The facts for customers, and those for staff.
#[derive(Clone, Default)]
pub struct KeptFacts(Arc<RwLock<(Slot, Slot)>>);

impl KeptFacts {
    fn get(&self, is_staff: bool) -> Slot {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if is_staff { kept.1.clone() } else { kept.0.clone() }
    }

    fn set(&self, is_staff: bool, fresh: Slot) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if is_staff { kept.1 = fresh } else { kept.0 = fresh }
    }
}

impl State {
    /// What is said beside the lists, at most a minute old.
    pub async fn facts(&self, viewer: Viewer) -> Result<Arc<Facts>> {
        let now = self.now();
        if let Some((at, facts)) = self.kept_facts.get(viewer.is_staff)
            && now.since(at) < MINUTE
        {
            return Ok(facts);
        }
        let settings = self.settings().await?;
        let fresh = self.db.read(move |db| Facts::load(db, &settings.catalog, viewer)).await?;
        let fresh = Arc::new(fresh);
        self.kept_facts.set(viewer.is_staff, Some((now, Arc::clone(&fresh))));
        Ok(fresh)
    }
}
