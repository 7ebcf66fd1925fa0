//! Putting a batch of lines of one kind into the tables, inside one transaction: what refers to nothing is refused, what
//! is there already is left or brought up to date.

mod boards;
mod comments;
mod follows;
mod ideas;
mod links;
mod merges;
mod people;
mod responses;
mod votes;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fields::{Key, Wrong};
use super::origins::{FORMER, NewOrigins, Origins};
use super::record::Kind;
use super::report::{Counts, Finding, Place};
use super::source::Line;
use crate::db::Db;
use crate::error::Result;
use crate::ids::{IdeaId, ImportId, PersonId};
use crate::links::Links;
use crate::settings::Settings;
use crate::time::Timestamp;

/// What every batch of an import has to know.
#[derive(Debug, Clone)]
pub struct Context {
    /// Addresses, for what texts mention.
    pub links: Arc<Links>,
    /// The import.
    pub import: ImportId,
    /// The present moment.
    pub now: Timestamp,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub struct Applied {
    /// How many of what.
    pub counts: Counts,
    /// Lines that were refused.
    pub refused: Vec<Finding>,
    /// Lines that went in otherwise than written.
    pub notes: Vec<Finding>,
    /// Lines that wait for another of their kind, by their place in the batch.
    pub deferred: Vec<usize>,
    /// Ideas whose texts changed, for the search index.
    pub touched: BTreeSet<IdeaId>,
}

impl Applied {
    fn refuse(&mut self, place: Place, field: &str, reason: impl Into<String>) {
        self.counts.refused += 1;
        self.refused.push(Finding { place, wrong: Wrong::new(field, reason) });
    }

    fn note(&mut self, place: Place, field: &str, reason: impl Into<String>) {
        self.notes.push(Finding { place, wrong: Wrong::new(field, reason) });
    }
}

/// Puts lines of one kind in. With `is_last`, nothing is deferred any more.
pub fn apply(db: &mut Db, context: &Context, kind: Kind, lines: &[Line], is_last: bool) -> Result<Applied> {
    let settings = Settings::load(db, &context.links)?;
    let mut batch = Batch { context, settings, lines, is_last, applied: Applied::default() };
    match kind {
        Kind::Tag => boards::tags(db, &mut batch)?,
        Kind::Board => boards::boards(db, &mut batch)?,
        Kind::Person => people::people(db, &mut batch)?,
        Kind::Idea => ideas::ideas(db, &mut batch)?,
        Kind::Comment => comments::comments(db, &mut batch)?,
        Kind::Vote => votes::votes(db, &mut batch)?,
        Kind::Response => responses::responses(db, &mut batch)?,
        Kind::Link => links::links(db, &mut batch)?,
        Kind::Follow => follows::follows(db, &mut batch)?,
        Kind::Merge => merges::merges(db, &mut batch)?,
    }
    Ok(batch.applied)
}

/// A batch being put in.
struct Batch<'b> {
    context: &'b Context,
    settings: Settings,
    lines: &'b [Line],
    is_last: bool,
    applied: Applied,
}

/// What is to be done with a line whose key may be known.
enum Known {
    /// It is new.
    New,
    /// It is there as it says.
    Same,
    /// It is there and says something else now.
    Changed(i64),
}

impl Batch<'_> {
    fn new_origins(&self, kind: Kind) -> NewOrigins {
        NewOrigins::new(kind, self.context.import)
    }

    /// Whether a line is new. A row that was there before the first import that named it is left as it is.
    fn known(origins: &Origins, key: &Key, digest: &str) -> Known {
        match origins.get(key) {
            None => Known::New,
            Some(origin) if origin.digest == digest || origin.digest == super::origins::MATCHED => {
                Known::Same
            }
            Some(origin) => Known::Changed(origin.row),
        }
    }

    /// The person that a line names, or the source's former member when it names nobody.
    fn author(
        &mut self,
        people: &Origins,
        author: Option<&Key>,
        own: &Key,
        place: Place,
    ) -> Option<PersonId> {
        let former = Key { source: own.source.clone(), id: FORMER.into() };
        let key = author.unwrap_or(&former);
        let found = people.row(key).map(PersonId::new);
        if found.is_none() {
            self.applied.refuse(place, "author", format!("there is no person {}", shown(key)));
        }
        found
    }

    /// The idea that a line names.
    fn idea(&mut self, ideas: &Origins, key: &Key, field: &str, place: Place) -> Option<IdeaId> {
        let found = ideas.row(key).map(IdeaId::new);
        if found.is_none() {
            self.applied.refuse(place, field, format!("there is no idea {}", shown(key)));
        }
        found
    }
}

/// A key as a report shows it.
fn shown(key: &Key) -> String {
    format!("{} of {}", key.id, key.source)
}

/// Numbers between commas, for SQL that takes lists of them.
fn list(ids: impl IntoIterator<Item = IdeaId>) -> String {
    ids.into_iter().map(|id| id.raw().to_string()).collect::<Vec<_>>().join(", ")
}

/// Counts comments, followers and answers of ideas anew, for undoing.
pub fn recount(db: &mut Db, ideas: &std::collections::BTreeSet<IdeaId>) -> Result<()> {
    comments::settle(db, ideas)?;
    follows::settle(db, ideas)?;
    responses::settle(db, ideas)
}
