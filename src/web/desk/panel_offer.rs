//! Who can be chosen for a panel: members of staff, and whoever rated in it and is none any more, who stays in it.

use crate::db::Db;
use crate::error::Result;
use crate::ids::{PanelId, PersonId};
use crate::panels::queries;
use crate::people::{Person, directory, queries as people};
use crate::text::words::Words;
use crate::web::choice::Choice;

/// The people that a panel's form offers.
pub struct Offered {
    staff: Vec<Person>,
    left: Vec<Person>,
}

impl Offered {
    /// Members of staff, with those of the panel who are beyond what the directory lists.
    pub fn load(db: &mut Db, panel: Option<PanelId>) -> Result<Self> {
        let mut staff = directory::staff(db)?;
        let in_panel = panel.map(|id| queries::people(db, id)).transpose()?.unwrap_or_default();
        let is_listed = |id: &PersonId| staff.iter().any(|own| own.id == *id);
        let others: Vec<PersonId> = in_panel.into_iter().filter(|id| !is_listed(id)).collect();
        let (beyond, left) = people::by_ids(db, &others)?
            .into_iter()
            .partition::<Vec<Person>, _>(|own| own.role.is_staff() && own.former_at.is_none());
        staff.extend(beyond);
        Ok(Self { staff, left })
    }

    /// Those who can be chosen.
    pub fn choices(&self, chosen: &[String], words: &Words) -> Vec<Choice> {
        let choice = |own: &Person| {
            let id = own.id.to_string();
            let label = format!("{} (@{}, {})", own.label(words), own.handle, words.get(own.role.word()));
            Choice { is_chosen: chosen.contains(&id), label, value: id }
        };
        self.staff.iter().map(choice).collect()
    }

    /// Those who stay whatever is chosen.
    pub fn fixed(&self, words: &Words) -> Vec<Choice> {
        let fixed = |own: &Person| Choice {
            value: own.id.to_string(),
            label: words.one("panel-person-left", "name", own.label(words)),
            is_chosen: true,
        };
        self.left.iter().map(fixed).collect()
    }

    /// These people by name.
    pub fn names(&self, ids: &[PersonId], words: &Words) -> String {
        let all = self.staff.iter().chain(&self.left).filter(|own| ids.contains(&own.id));
        all.map(|own| own.label(words)).collect::<Vec<_>>().join(", ")
    }
}
