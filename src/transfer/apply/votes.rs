//! Votes: one per person and idea. Of several lines about the same, the latest in time counts; what somebody voted here
//! themselves counts before anything brought along.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, SmallInt, Text};

use super::{Batch, shown};
use crate::boards::Voting;
use crate::db::Db;
use crate::db::schema::{ideas, votes as rows};
use crate::each;
use crate::error::Result;
use crate::ids::{BoardId, IdeaId, ImportId, PersonId};
use crate::ranking::store::{Ranked, VoteState};
use crate::time::Timestamp;
use crate::transfer::origins::Origins;
use crate::transfer::record::{self, Kind, Record};

/// A vote that is there.
#[derive(Debug, Clone, QueryableByName)]
struct There {
    #[diesel(sql_type = BigInt)]
    idea_id: IdeaId,
    #[diesel(sql_type = BigInt)]
    person_id: PersonId,
    #[diesel(sql_type = SmallInt)]
    value: i16,
    #[diesel(sql_type = Text)]
    state: VoteState,
    #[diesel(sql_type = BigInt)]
    cast_at: Timestamp,
    #[diesel(sql_type = Nullable<BigInt>)]
    import_id: Option<ImportId>,
}

/// How many pairs one query looks up.
const CHUNK: usize = 500;

type Pair = (IdeaId, PersonId);

/// Puts votes in.
pub fn votes(db: &mut Db, batch: &mut Batch<'_>) -> Result<()> {
    let wanted = latest(db, batch)?;
    let touched: BTreeSet<IdeaId> = wanted.keys().map(|(idea, _)| *idea).collect();
    let touched: Vec<IdeaId> = touched.into_iter().collect();
    let mut ranked: HashMap<IdeaId, Ranked> = HashMap::new();
    for ranks in Ranked::lock_all(db, &touched)? {
        ranked.insert(ranks.idea(), ranks);
    }
    let authors: HashMap<IdeaId, PersonId> = ideas::table
        .filter(ideas::id.eq_any(&touched))
        .select((ideas::id, ideas::author_id))
        .load(db)?
        .into_iter()
        .collect();
    let there = find_there(db, wanted.keys())?;
    let mut new = Vec::new();
    for ((idea, person), vote) in wanted {
        let Some(ranks) = ranked.get_mut(&idea) else { continue };
        match there.get(&(idea, person)) {
            None => {
                put_in(ranks, vote.value, vote.state, vote.created_at);
                new.push((idea, person, vote, authors.get(&idea) == Some(&person)));
                batch.applied.counts.created += 1;
            }
            Some(before) if before.import_id.is_none() || before.cast_at > vote.created_at => {
                batch.applied.counts.unchanged += 1;
            }
            Some(before)
                if (before.value, before.cast_at, before.state)
                    == (vote.value, vote.created_at, vote.state) =>
            {
                batch.applied.counts.unchanged += 1;
            }
            Some(before) => {
                take_out(ranks, before.value, before.state, before.cast_at);
                put_in(ranks, vote.value, vote.state, vote.created_at);
                change(db, before, vote)?;
                batch.applied.counts.updated += 1;
            }
        }
    }
    insert(db, batch, &new)?;
    for (_, ranks) in ranked.into_iter().collect::<BTreeMap<_, _>>() {
        ranks.save(db)?;
    }
    Ok(())
}

/// The vote of each person on each idea, out of the lines that can be taken.
fn latest<'b>(db: &mut Db, batch: &mut Batch<'b>) -> Result<BTreeMap<Pair, &'b record::Vote>> {
    let lines: Vec<_> = batch
        .lines
        .iter()
        .filter_map(|line| match &line.record {
            Record::Vote(vote) => Some((line.place, vote)),
            _ => None,
        })
        .collect();
    let ideas_known = Origins::find(db, Kind::Idea, lines.iter().map(|(_, vote)| &vote.idea))?;
    let people = Origins::find(db, Kind::Person, lines.iter().map(|(_, vote)| &vote.person))?;
    let up_only = up_only(db, batch, &ideas_known, &lines.iter().map(|(_, vote)| *vote).collect::<Vec<_>>())?;
    let mut latest: BTreeMap<Pair, &record::Vote> = BTreeMap::new();
    for (place, vote) in lines {
        let Some(idea) = batch.idea(&ideas_known, &vote.idea, "idea", place) else { continue };
        let Some(person) = people.row(&vote.person).map(PersonId::new) else {
            batch.applied.refuse(place, "person", format!("there is no person {}", shown(&vote.person)));
            continue;
        };
        if vote.value < 0 && up_only.contains(&idea) {
            batch.applied.refuse(place, "value", "is a demotion on a board that takes promotions only");
            continue;
        }
        match latest.get(&(idea, person)) {
            Some(other) if other.created_at > vote.created_at => batch.applied.counts.unchanged += 1,
            Some(_) => {
                batch.applied.counts.unchanged += 1;
                latest.insert((idea, person), vote);
            }
            None => {
                latest.insert((idea, person), vote);
            }
        }
    }
    Ok(latest)
}

/// The ideas on boards without demotions, if any line has one.
fn up_only(
    db: &mut Db,
    batch: &Batch<'_>,
    known: &Origins,
    votes: &[&record::Vote],
) -> Result<BTreeSet<IdeaId>> {
    let boards: Vec<BoardId> = batch
        .settings
        .catalog
        .boards
        .iter()
        .filter(|board| board.voting == Voting::UpOnly)
        .map(|board| board.id)
        .collect();
    let demoted: BTreeSet<IdeaId> = votes
        .iter()
        .filter(|vote| vote.value < 0)
        .filter_map(|vote| known.row(&vote.idea).map(IdeaId::new))
        .collect();
    if boards.is_empty() || demoted.is_empty() {
        return Ok(BTreeSet::new());
    }
    Ok(ideas::table
        .filter(ideas::id.eq_any(demoted))
        .filter(ideas::board_id.eq_any(boards))
        .select(ideas::id)
        .load(db)?
        .into_iter()
        .collect())
}

fn find_there<'p>(db: &mut Db, pairs: impl Iterator<Item = &'p Pair>) -> Result<HashMap<Pair, There>> {
    let pairs: Vec<String> = pairs.map(|(idea, person)| format!("({idea}, {person})")).collect();
    let mut found = HashMap::new();
    for pairs in pairs.chunks(CHUNK) {
        let sql = format!(
            "SELECT idea_id, person_id, value, state, cast_at, import_id FROM votes \
             WHERE (idea_id, person_id) IN (VALUES {})",
            pairs.join(", ")
        );
        for row in diesel::sql_query(sql).load::<There>(db)? {
            found.insert((row.idea_id, row.person_id), row);
        }
    }
    Ok(found)
}

fn put_in(ranks: &mut Ranked, value: i16, state: VoteState, at: Timestamp) {
    match state {
        VoteState::Counted => ranks.add(value, at),
        VoteState::Held if value != 0 => ranks.ranks.held_count += 1,
        VoteState::Held | VoteState::Void => {}
    }
}

fn take_out(ranks: &mut Ranked, value: i16, state: VoteState, at: Timestamp) {
    match state {
        VoteState::Counted => ranks.remove(value, at),
        VoteState::Held if value != 0 => ranks.ranks.held_count -= 1,
        VoteState::Held | VoteState::Void => {}
    }
}

fn change(db: &mut Db, before: &There, vote: &record::Vote) -> Result<()> {
    let set = (
        rows::value.eq(vote.value),
        rows::state.eq(vote.state),
        rows::cast_at.eq(vote.created_at),
        rows::is_captured.eq(vote.is_captured),
    );
    diesel::update(rows::table.find((before.idea_id, before.person_id))).set(set).execute(db)?;
    Ok(())
}

fn insert(db: &mut Db, batch: &Batch<'_>, new: &[(IdeaId, PersonId, &record::Vote, bool)]) -> Result<()> {
    let import = batch.context.import;
    for chunk in new.chunks(CHUNK) {
        let values: Vec<_> = chunk
            .iter()
            .map(|(idea, person, vote, is_author)| {
                (
                    rows::idea_id.eq(*idea),
                    rows::person_id.eq(*person),
                    rows::value.eq(vote.value),
                    rows::state.eq(vote.state),
                    rows::is_author.eq(*is_author),
                    rows::cast_at.eq(vote.created_at),
                    rows::import_id.eq(import),
                    rows::is_captured.eq(vote.is_captured),
                )
            })
            .collect();
        each!(db, |c| diesel::insert_into(rows::table).values(&values).execute(c))?;
    }
    Ok(())
}
