//! People as pages name them: face, name, badge, and the way to their own page.

use std::collections::HashMap;

use askama::filters::Safe;

use crate::db::Db;
use crate::error::Result;
use crate::http::guard::Visitor;
use crate::ids::PersonId;
use crate::people::{Person, queries};
use crate::text::avatar;

/// A person on a page.
#[derive(Debug, Clone)]
pub struct Who {
    /// Their id.
    pub id: PersonId,
    /// What they are called.
    pub name: String,
    /// Whether they carry the staff badge.
    pub is_staff: bool,
    /// Their page; none for former members.
    pub link: Option<String>,
}

impl Who {
    /// A person as this visitor reads of them.
    pub fn new(person: &Person, visitor: &Visitor) -> Self {
        let is_former = person.former_at.is_some();
        Self {
            id: person.id,
            name: person.label(&visitor.words),
            is_staff: person.role.is_staff() && !is_former,
            link: (!is_former).then(|| visitor.state.links.person(person.id)),
        }
    }

    /// Their face, the same for all former members. `class` is empty, `small` or `small inline`.
    pub fn face(&self, class: &str) -> Safe<String> {
        let seed = if self.link.is_some() { self.id.to_string() } else { "former".to_owned() };
        Safe(avatar::svg(&seed, class))
    }
}

/// Everybody who is named on a page, loaded at once.
#[derive(Debug, Clone, Default)]
pub struct People(HashMap<PersonId, Person>);

impl People {
    /// Loads them, each once: one query.
    pub fn load(db: &mut Db, ids: impl IntoIterator<Item = PersonId>) -> Result<Self> {
        let mut ids: Vec<PersonId> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let found = if ids.is_empty() { Vec::new() } else { queries::by_ids(db, &ids)? };
        Ok(Self(found.into_iter().map(|person| (person.id, person)).collect()))
    }

    /// One of them.
    pub fn who(&self, id: PersonId, visitor: &Visitor) -> Who {
        self.0.get(&id).map_or_else(
            || Who { id, name: visitor.words.get("person-former"), is_staff: false, link: None },
            |person| Who::new(person, visitor),
        )
    }
}
