//! Ideas that are part of others: merged here as if somebody had, but told to nobody.

use diesel::prelude::*;

use super::ideas::find_authors;
use super::{Batch, Known};
use crate::db::Db;
use crate::db::schema::merges as rows;
use crate::error::{Error, Result};
use crate::ideas::merge;
use crate::ids::{IdeaId, MergeId};
use crate::transfer::origins::{self, MATCHED, Origins};
use crate::transfer::record::{Kind, Record};

/// Puts merges in. What was merged or put apart here since stays as it is.
pub fn merges(db: &mut Db, batch: &mut Batch<'_>) -> Result<()> {
    let wanted: Vec<_> = batch
        .lines
        .iter()
        .filter_map(|line| match &line.record {
            Record::Merge(merge) => Some((line.place, merge, origins::digest(&line.record))),
            _ => None,
        })
        .collect();
    let mut known = Origins::find(db, Kind::Merge, wanted.iter().map(|line| &line.1.key))?;
    let ends = wanted.iter().flat_map(|line| [&line.1.idea, &line.1.into]);
    let ideas = Origins::find(db, Kind::Idea, ends)?;
    let people = find_authors(db, batch, wanted.iter().map(|line| (line.1.merged_by.as_ref(), &line.1.key)))?;
    let mut new = batch.new_origins(Kind::Merge);
    for (place, merge, digest) in wanted {
        if !matches!(Batch::known(&known, &merge.key, &digest), Known::New) {
            batch.applied.counts.unchanged += 1;
            continue;
        }
        let Some(idea) = batch.idea(&ideas, &merge.idea, "idea", place) else { continue };
        let Some(into) = batch.idea(&ideas, &merge.into, "into", place) else { continue };
        let Some(by) = batch.author(&people, merge.merged_by.as_ref(), &merge.key, place) else { continue };
        let at = merge.created_at.unwrap_or(batch.context.now);
        let (id, digest) = match latest(db, idea, into)? {
            Some(id) => {
                batch.applied.counts.unchanged += 1;
                (id, MATCHED.to_owned())
            }
            None => match merge::bring_in(db, by, (idea, into), at) {
                Ok(id) => {
                    batch.applied.counts.created += 1;
                    (id, digest)
                }
                Err(Error::Conflict(_) | Error::Forbidden(_) | Error::Invalid(_)) => {
                    batch.applied.refuse(
                        place,
                        "into",
                        "cannot be merged with it: one is hidden, merged, or seen by fewer",
                    );
                    continue;
                }
                Err(other) => return Err(other),
            },
        };
        batch.applied.touched.extend([idea, into]);
        new.push(&merge.key, id.raw(), digest.clone());
        known.insert(merge.key.clone(), id.raw(), digest);
    }
    new.store(db)
}

/// The last merge of one into the other, also one that was undone.
fn latest(db: &mut Db, idea: IdeaId, into: IdeaId) -> Result<Option<MergeId>> {
    Ok(rows::table
        .filter(rows::idea_id.eq(idea))
        .filter(rows::into_idea.eq(into))
        .order(rows::id.desc())
        .select(rows::id)
        .first(db)
        .optional()?)
}
