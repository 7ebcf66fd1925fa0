//! Rating an idea: kept as a draft of one's own, or given.

use diesel::prelude::*;

use super::{Criterion, Rating, RatingDraft, Score, policy, queries};
use crate::db::Db;
use crate::db::schema::{panel_ideas, panel_people, panel_ratings, panel_scores};
use crate::error::{Error, Result};
use crate::ideas::queries as ideas;
use crate::ids::{IdeaId, PanelId, PersonId};
use crate::people::Person;
use crate::time::{Clock, Timestamp};

/// Keeps a rating, or gives it. What was given stays given; a change of it later says so, since whoever changes it may
/// have read the others. The clock is read under the panel's lock: what was sent before the end and arrives after it is
/// late.
///
/// # Errors
/// `NotFound` for whoever is none of the panel's people and for other ideas than its own; a field error on `closed` when
/// the panel is over or the idea is gone; `Conflict` when the criteria are others than those that were read; the same on a number that is missing from what was given before.
pub fn rate(
    db: &mut Db,
    person: &Person,
    (id, idea): (PanelId, IdeaId),
    draft: &RatingDraft,
    clock: &Clock,
) -> Result<()> {
    let panel = queries::lock(db, id)?;
    let now = clock.now();
    let is_listed = panel_ideas::table.find((id, idea)).count().get_result::<i64>(db)? > 0;
    let is_panelist = panel_people::table.find((id, person.id)).count().get_result::<i64>(db)? > 0;
    if panel.deleted_at.is_some() || !is_listed || !policy::may_take_part(person, is_panelist) {
        return Err(Error::NotFound);
    }
    policy::may_rate(&panel, &ideas::find(db, idea)?, now)?;
    let criteria = queries::criteria(db, id)?;
    if draft.scores.iter().any(|(id, _)| criteria.iter().all(|own| own.id != *id)) {
        return Err(Error::Conflict("error-panel-other-criteria"));
    }
    let before = found(db, (id, idea), person.id)?;
    let was_given = before.as_ref().and_then(|rating| rating.given_at);
    if (draft.gives || was_given.is_some()) && !is_whole(draft, &criteria) {
        return Err(Error::field("score_1", "error-panel-score"));
    }
    if let Some(before) = &before
        && was_given.is_some()
        && before.comment == draft.comment
        && same_scores(db, &criteria, idea, person.id, draft)?
    {
        return Ok(());
    }
    let given_at = was_given.or(draft.gives.then_some(now));
    let revised_at = was_given.map(|_| now);
    store(db, (id, idea, person.id), draft, (given_at, revised_at), before.is_some(), now)?;
    write_scores(db, &criteria, (idea, person.id), draft)
}

fn found(db: &mut Db, (id, idea): (PanelId, IdeaId), person: PersonId) -> Result<Option<Rating>> {
    let row = panel_ratings::table.find((id, idea, person));
    Ok(row.select(Rating::as_select()).first(db).optional()?)
}

fn is_whole(draft: &RatingDraft, criteria: &[Criterion]) -> bool {
    criteria.iter().all(|own| draft.scores.iter().any(|(id, _)| *id == own.id))
}

fn same_scores(
    db: &mut Db,
    criteria: &[Criterion],
    idea: IdeaId,
    person: PersonId,
    draft: &RatingDraft,
) -> Result<bool> {
    let ids: Vec<_> = criteria.iter().map(|own| own.id).collect();
    let stored: Vec<Score> = panel_scores::table
        .filter(panel_scores::criterion_id.eq_any(ids))
        .filter(panel_scores::idea_id.eq(idea))
        .filter(panel_scores::person_id.eq(person))
        .select(Score::as_select())
        .load(db)?;
    let is_same = |score: &Score| draft.scores.contains(&(score.criterion_id, score.score));
    Ok(stored.len() == draft.scores.len() && stored.iter().all(is_same))
}

fn store(
    db: &mut Db,
    key: (PanelId, IdeaId, PersonId),
    draft: &RatingDraft,
    (given_at, revised_at): (Option<Timestamp>, Option<Timestamp>),
    is_there: bool,
    now: Timestamp,
) -> Result<()> {
    let values = (
        panel_ratings::comment.eq(&draft.comment),
        panel_ratings::given_at.eq(given_at),
        panel_ratings::revised_at.eq(revised_at),
        panel_ratings::updated_at.eq(now),
    );
    if is_there {
        diesel::update(panel_ratings::table.find(key)).set(values).execute(db)?;
        return Ok(());
    }
    let (panel, idea, person) = key;
    let key = (
        panel_ratings::panel_id.eq(panel),
        panel_ratings::idea_id.eq(idea),
        panel_ratings::person_id.eq(person),
    );
    diesel::insert_into(panel_ratings::table).values((key, values)).execute(db)?;
    Ok(())
}

fn write_scores(
    db: &mut Db,
    criteria: &[Criterion],
    (idea, person): (IdeaId, PersonId),
    draft: &RatingDraft,
) -> Result<()> {
    let ids: Vec<_> = criteria.iter().map(|own| own.id).collect();
    let own = panel_scores::idea_id.eq(idea).and(panel_scores::person_id.eq(person));
    diesel::delete(panel_scores::table.filter(panel_scores::criterion_id.eq_any(ids)).filter(own))
        .execute(db)?;
    for (criterion, score) in draft.scores.iter().filter(|(id, _)| criteria.iter().any(|own| own.id == *id)) {
        let values = (
            panel_scores::criterion_id.eq(criterion),
            panel_scores::idea_id.eq(idea),
            panel_scores::person_id.eq(person),
            panel_scores::score.eq(score),
        );
        diesel::insert_into(panel_scores::table).values(values).execute(db)?;
    }
    Ok(())
}
