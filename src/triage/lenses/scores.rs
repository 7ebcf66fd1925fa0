//! The order of a lens that weighs accounts in its own way: scores of all shown ideas, computed by a job a few hundred at
//! a time, and read along their index.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::draft::LENSES_MAX;
use super::store::Lens;
use super::weights::{self, Asker};
use crate::accounts::{Health, queries, segments};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{accounts, idea_accounts, ideas, lens_scores, lenses};
use crate::each;
use crate::error::{Error, Result};
use crate::ideas::Idea;
use crate::ids::{AccountId, IdeaId, LensId};
use crate::jobs::{self, Job, Progress, Step};
use crate::money::Money;
use crate::outbox::Event;
use crate::time::{HOUR, Timestamp};
use crate::triage::desk::{self, DeskFilter};

/// Ideas that one step scores.
const CHUNK: i64 = 500;
/// Scores that one round of a list reads, and how many rounds it makes at most: a filter that nearly nothing passes gives
/// a short page and goes on with the next.
const ROUND: i64 = 500;
/// Rounds of one page.
const ROUNDS: usize = 10;

/// Has the scores of a lens computed that was last changed at `updated_at`.
pub fn enqueue(db: &mut Db, lens: LensId, updated_at: Timestamp, now: Timestamp) -> Result<()> {
    let job = Job::ScoreLens { lens, of: Some((updated_at, now)) };
    jobs::enqueue(db, &format!("score_lens:{lens}:{}", now.micros()), &job, now).map(drop)
}

/// Has every order computed that is an hour old, or that has been waited for an hour; gives how many.
pub fn enqueue_due(db: &mut Db, now: Timestamp) -> Result<usize> {
    let due: Vec<(LensId, Timestamp)> = lenses::table
        .filter(lenses::is_weighted.eq(true))
        .filter(
            lenses::scored_at
                .lt(Some(now.minus(HOUR)))
                .or(lenses::scored_at.is_null().and(lenses::updated_at.lt(now.minus(HOUR)))),
        )
        .order(lenses::id)
        .select((lenses::id, lenses::updated_at))
        .load(db)?;
    let mut new = 0;
    for (lens, updated_at) in due {
        // The hour is the key, so that neither a restart nor a second instance doubles it.
        let key = format!("score_lens:{lens}:hour:{}", now.micros() / HOUR);
        let job = Job::ScoreLens { lens, of: Some((updated_at, now)) };
        new += usize::from(jobs::enqueue(db, &key, &job, now)?);
    }
    Ok(new)
}

/// Takes the order of a lens away.
pub fn clear(db: &mut Db, lens: LensId) -> Result<()> {
    diesel::delete(lens_scores::table.filter(lens_scores::lens_id.eq(lens))).execute(db)?;
    diesel::update(lenses::table.find(lens)).set(lenses::scored_at.eq(None::<Timestamp>)).execute(db)?;
    Ok(())
}

/// An idea that came, went or came back has its score in every order at once, so that no list is without it.
pub fn on_event(db: &mut Db, event: &Event) -> Result<()> {
    match event {
        Event::IdeaPosted { idea }
        | Event::IdeaVisibilityChanged { idea }
        | Event::IdeaMerged { idea, .. }
        | Event::IdeaUnmerged { idea, .. } => score(db, &[*idea]),
        _ => Ok(()),
    }
}

/// Scores some ideas for every lens that has an order of its own.
pub fn score(db: &mut Db, ids: &[IdeaId]) -> Result<()> {
    let weighted = lenses::table.filter(lenses::is_weighted.eq(true)).order(lenses::id);
    let found: Vec<Lens> = weighted.limit(LENSES_MAX).select(Lens::as_select()).load(db)?;
    found.iter().try_for_each(|lens| store(db, lens, ids))
}

/// One step along all ideas: new scores for a lens. `of` says when the lens was last changed and as of when it is scored:
/// an order that an older job left half done is not passed off as whole.
pub fn step(db: &mut Db, lens: LensId, of: Option<(Timestamp, Timestamp)>, before: Progress) -> Result<Step> {
    let Some((updated_at, as_of)) = of else { return Ok(Step::Done(before)) };
    let found: Option<Lens> = lenses::table.find(lens).select(Lens::as_select()).first(db).optional()?;
    let is_meant = |lens: &Lens| lens.is_weighted && lens.updated_at == updated_at;
    let Some(lens) = found.filter(is_meant) else { return Ok(Step::Done(before)) };
    let ids: Vec<IdeaId> = ideas::table
        .filter(ideas::id.gt(IdeaId::new(before.after)))
        .order(ideas::id)
        .limit(CHUNK)
        .select(ideas::id)
        .load(db)?;
    let Some(last) = ids.last().copied() else {
        diesel::update(lenses::table.find(lens.id)).set(lenses::scored_at.eq(Some(as_of))).execute(db)?;
        return Ok(Step::Done(before));
    };
    store(db, &lens, &ids)?;
    let done = before.done.saturating_add(i64::try_from(ids.len()).unwrap_or(0));
    Ok(Step::More(Progress { after: last.raw(), done, ..before }))
}

fn store(db: &mut Db, lens: &Lens, ids: &[IdeaId]) -> Result<()> {
    let weights = lens.weights()?;
    let segment = match weights.segment.map(|id| segments::find(db, id)) {
        Some(Ok(segment)) => queries::ids_meeting(db, &segment.conditions()?)?.into_iter().collect(),
        Some(Err(Error::NotFound)) | None => HashSet::new(),
        Some(Err(other)) => return Err(other),
    };
    let askers = askers(db, ids)?;
    let own = lens_scores::table.filter(lens_scores::lens_id.eq(lens.id));
    diesel::delete(own.filter(lens_scores::idea_id.eq_any(ids))).execute(db)?;
    let rows: Vec<_> = desk::by_ids(db, ids)?
        .iter()
        .map(|idea| {
            let asking = askers.get(&idea.id).map_or(&[][..], Vec::as_slice);
            let score = weights::score(&weights, lens.reach_by, &idea.impact(), asking, &segment);
            (lens_scores::lens_id.eq(lens.id), lens_scores::idea_id.eq(idea.id), lens_scores::score.eq(score))
        })
        .collect();
    // The job of the lens and an event of the idea may score it at the same moment.
    each!(db, |c| diesel::insert_into(lens_scores::table).values(&rows).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

fn askers(db: &mut Db, ids: &[IdeaId]) -> Result<HashMap<IdeaId, Vec<Asker>>> {
    type Row = (IdeaId, AccountId, (Option<i64>, Option<String>), String, Option<Health>);
    let rows: Vec<Row> = idea_accounts::table
        .inner_join(accounts::table)
        .filter(idea_accounts::idea_id.eq_any(ids))
        .order((idea_accounts::idea_id, idea_accounts::account_id))
        .select((
            idea_accounts::idea_id,
            idea_accounts::account_id,
            (idea_accounts::value_minor, idea_accounts::currency),
            accounts::plan,
            accounts::health,
        ))
        .load(db)?;
    let mut found: HashMap<IdeaId, Vec<Asker>> = HashMap::new();
    for (idea, account, (minor, currency), plan, health) in rows {
        let asker = Asker { account, plan, health, value: Money::stored(minor, currency) };
        found.entry(idea).or_default().push(asker);
    }
    Ok(found)
}

/// The scores of some ideas.
pub fn of(db: &mut Db, lens: LensId, ids: &[IdeaId]) -> Result<HashMap<IdeaId, f64>> {
    let rows: Vec<(IdeaId, f64)> = lens_scores::table
        .filter(lens_scores::lens_id.eq(lens))
        .filter(lens_scores::idea_id.eq_any(ids))
        .select((lens_scores::idea_id, lens_scores::score))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// Where a page begins: behind this score and idea.
type Cursor = (f64, IdeaId);

fn parse(text: &str) -> Option<Cursor> {
    let (bits, id) = text.split_once('_')?;
    let score = f64::from_bits(u64::from_str_radix(bits, 16).ok()?);
    score.is_finite().then_some((score, id.parse().ok()?))
}

/// The next ideas in the order of a lens that pass a filter, behind a cursor: along the index of its scores, some
/// hundreds at a time.
pub fn batch(
    db: &mut Db,
    lens: LensId,
    filter: &DeskFilter,
    after: Option<&str>,
    size: usize,
) -> Result<Page<Idea>> {
    let mut at = after.and_then(parse);
    let mut found: Vec<(Idea, Cursor)> = Vec::new();
    for _ in 0..ROUNDS {
        let scored = round(db, lens, at)?;
        let Some((last, score)) = scored.last().copied() else { return Ok(page(found, size, None)) };
        at = Some((score, last));
        let ids: Vec<IdeaId> = scored.iter().map(|(id, _)| *id).collect();
        let mut ideas: HashMap<IdeaId, Idea> =
            desk::passing(db, filter, &ids)?.into_iter().map(|idea| (idea.id, idea)).collect();
        found.extend(scored.into_iter().filter_map(|(id, score)| Some((ideas.remove(&id)?, (score, id)))));
        if found.len() > size {
            break;
        }
    }
    Ok(page(found, size, at))
}

fn page(mut found: Vec<(Idea, Cursor)>, size: usize, end: Option<Cursor>) -> Page<Idea> {
    let is_cut = found.len() > size;
    found.truncate(size);
    let last = if is_cut { found.last().map(|(_, cursor)| *cursor) } else { end };
    let next = last.map(|(score, id)| format!("{:x}_{id}", score.to_bits()));
    Page { items: found.into_iter().map(|(idea, _)| idea).collect(), next }
}

/// Scores behind a cursor. In two walks, as SQLite would go through all ties of a row value.
fn round(db: &mut Db, lens: LensId, at: Option<Cursor>) -> Result<Vec<(IdeaId, f64)>> {
    let own = || {
        lens_scores::table
            .filter(lens_scores::lens_id.eq(lens))
            .select((lens_scores::idea_id, lens_scores::score))
    };
    let order = (lens_scores::score.desc(), lens_scores::idea_id.desc());
    let Some((score, id)) = at else { return Ok(own().order(order).limit(ROUND).load(db)?) };
    let ties = own().filter(lens_scores::score.eq(score)).filter(lens_scores::idea_id.lt(id));
    let mut rows: Vec<(IdeaId, f64)> = ties.order(lens_scores::idea_id.desc()).limit(ROUND).load(db)?;
    let left = ROUND - i64::try_from(rows.len()).unwrap_or(ROUND);
    let rest = own().filter(lens_scores::score.lt(score)).order(order).limit(left);
    rows.extend(rest.load::<(IdeaId, f64)>(db)?);
    Ok(rows)
}
