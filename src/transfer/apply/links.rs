//! Typed links between ideas.

use diesel::prelude::*;

use super::{Batch, Known};
use crate::db::Db;
use crate::db::schema::links as rows;
use crate::error::Result;
use crate::ideas::LinkKind;
use crate::ids::{IdeaId, LinkId, PersonId};
use crate::time::Timestamp;
use crate::transfer::origins::{self, MATCHED, Origins};
use crate::transfer::record::{self, Kind, Record};
use crate::triage::likenesses;

/// Puts links in. A link has nothing that could change: one that is there is as it should be.
pub fn links(db: &mut Db, batch: &mut Batch<'_>) -> Result<()> {
    let wanted: Vec<_> = batch
        .lines
        .iter()
        .filter_map(|line| match &line.record {
            Record::Link(link) => Some((line.place, link, origins::digest(&line.record))),
            _ => None,
        })
        .collect();
    let mut known = Origins::find(db, Kind::Link, wanted.iter().map(|line| &line.1.key))?;
    let ends = wanted.iter().flat_map(|line| [&line.1.from, &line.1.to]);
    let ideas = Origins::find(db, Kind::Idea, ends)?;
    let people =
        Origins::find(db, Kind::Person, wanted.iter().filter_map(|line| line.1.created_by.as_ref()))?;
    let mut new = batch.new_origins(Kind::Link);
    for (place, link, digest) in wanted {
        if !matches!(Batch::known(&known, &link.key, &digest), Known::New) {
            batch.applied.counts.unchanged += 1;
            continue;
        }
        let Some(from) = batch.idea(&ideas, &link.from, "from", place) else { continue };
        let Some(to) = batch.idea(&ideas, &link.to, "to", place) else { continue };
        let by = link.created_by.as_ref().and_then(|by| people.row(by)).map(PersonId::new);
        let (id, digest) = match find(db, from, to, link)? {
            Some(id) => {
                batch.applied.counts.unchanged += 1;
                (id, MATCHED.to_owned())
            }
            None => {
                batch.applied.counts.created += 1;
                let at = link.created_at.unwrap_or(batch.context.now);
                if link.kind == LinkKind::DuplicateOf {
                    // What another tool called the same waits for the desk to merge it.
                    likenesses::suggest_same(db, (from, to), batch.context.now)?;
                }
                (insert(db, link.kind, (from, to), (by, at))?, digest)
            }
        };
        new.push(&link.key, id.raw(), digest.clone());
        known.insert(link.key.clone(), id.raw(), digest);
    }
    new.store(db)
}

fn find(db: &mut Db, from: IdeaId, to: IdeaId, link: &record::Link) -> Result<Option<LinkId>> {
    Ok(rows::table
        .filter(rows::from_idea.eq(from))
        .filter(rows::to_idea.eq(to))
        .filter(rows::kind.eq(link.kind))
        .select(rows::id)
        .first(db)
        .optional()?)
}

fn insert(
    db: &mut Db,
    kind: LinkKind,
    (from, to): (IdeaId, IdeaId),
    (by, at): (Option<PersonId>, Timestamp),
) -> Result<LinkId> {
    let values = (
        rows::from_idea.eq(from),
        rows::to_idea.eq(to),
        rows::kind.eq(kind),
        rows::created_by.eq(by),
        rows::created_at.eq(at),
    );
    Ok(diesel::insert_into(rows::table).values(values).returning(rows::id).get_result(db)?)
}
