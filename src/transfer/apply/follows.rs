//! Who follows what. A choice made here stands before one brought along.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use diesel::prelude::*;

use super::{Batch, list, shown};
use crate::db::schema::follows as rows;
use crate::db::{self, Db};
use crate::each;
use crate::error::Result;
use crate::ids::{IdeaId, PersonId};
use crate::transfer::origins::Origins;
use crate::transfer::record::{self, Kind, Record};

/// How many rows one statement takes.
const CHUNK: usize = 500;

/// Puts follows in.
pub fn follows(db: &mut Db, batch: &mut Batch<'_>) -> Result<()> {
    let lines: Vec<_> = batch
        .lines
        .iter()
        .filter_map(|line| match &line.record {
            Record::Follow(follow) => Some((line.place, follow)),
            _ => None,
        })
        .collect();
    let ideas = Origins::find(db, Kind::Idea, lines.iter().map(|(_, follow)| &follow.idea))?;
    let people = Origins::find(db, Kind::Person, lines.iter().map(|(_, follow)| &follow.person))?;
    let mut wanted: BTreeMap<(IdeaId, PersonId), &record::Follow> = BTreeMap::new();
    for (place, follow) in lines {
        let Some(idea) = batch.idea(&ideas, &follow.idea, "idea", place) else { continue };
        let Some(person) = people.row(&follow.person).map(PersonId::new) else {
            batch.applied.refuse(place, "person", format!("there is no person {}", shown(&follow.person)));
            continue;
        };
        if wanted.insert((idea, person), follow).is_some() {
            batch.applied.counts.unchanged += 1;
        }
    }
    let there = find_there(db, wanted.keys())?;
    let new: Vec<_> = wanted.iter().filter(|(pair, _)| !there.contains(pair)).collect();
    batch.applied.counts.created += u64::try_from(new.len()).unwrap_or(0);
    batch.applied.counts.unchanged += u64::try_from(there.len()).unwrap_or(0);
    for chunk in new.chunks(CHUNK) {
        let values: Vec<_> = chunk
            .iter()
            .map(|((idea, person), follow)| {
                (
                    rows::idea_id.eq(*idea),
                    rows::person_id.eq(*person),
                    rows::is_on.eq(follow.is_on),
                    rows::created_at.eq(follow.created_at.unwrap_or(batch.context.now)),
                    rows::import_id.eq(batch.context.import),
                )
            })
            .collect();
        each!(db, |c| diesel::insert_into(rows::table).values(&values).execute(c))?;
    }
    settle(db, &new.iter().map(|((idea, _), _)| *idea).collect())
}

fn find_there<'p>(
    db: &mut Db,
    pairs: impl Iterator<Item = &'p (IdeaId, PersonId)>,
) -> Result<HashSet<(IdeaId, PersonId)>> {
    let pairs: Vec<&(IdeaId, PersonId)> = pairs.collect();
    let ideas: BTreeSet<IdeaId> = pairs.iter().map(|(idea, _)| *idea).collect();
    if let Db::Postgres(c) = db {
        use crate::db::schema::ideas as locked;
        locked::table
            .filter(locked::id.eq_any(&ideas))
            .order(locked::id)
            .select(locked::id)
            .for_update()
            .load::<IdeaId>(c)?;
    }
    let mut found = HashSet::new();
    for pairs in pairs.chunks(CHUNK) {
        let people: BTreeSet<PersonId> = pairs.iter().map(|(_, person)| *person).collect();
        let ideas: BTreeSet<IdeaId> = pairs.iter().map(|(idea, _)| *idea).collect();
        let rows: Vec<(IdeaId, PersonId)> = rows::table
            .filter(rows::idea_id.eq_any(ideas))
            .filter(rows::person_id.eq_any(people))
            .select((rows::idea_id, rows::person_id))
            .load(db)?;
        let wanted: HashSet<&(IdeaId, PersonId)> = pairs.iter().copied().collect();
        found.extend(rows.into_iter().filter(|pair| wanted.contains(pair)));
    }
    Ok(found)
}

/// Counts the followers of these ideas.
pub fn settle(db: &mut Db, changed: &BTreeSet<IdeaId>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let ids = list(changed.iter().copied());
    db::execute(
        db,
        &format!(
            "UPDATE ideas SET follower_count = (SELECT count(*) FROM follows f WHERE f.idea_id = ideas.id AND f.is_on) \
             WHERE id IN ({ids})"
        ),
    )?;
    Ok(())
}
