//! The company's answers.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::json;

use super::ideas::find_authors;
use super::{Batch, Known, list};
use crate::db::schema::{ideas, responses as rows};
use crate::db::{self, Db};
use crate::error::Result;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{BoardId, IdeaId, PersonId, ResponseId, StatusId};
use crate::transfer::origins::{self, Origins};
use crate::transfer::record::{self, Kind, Record};

/// Puts responses in.
pub fn responses(db: &mut Db, batch: &mut Batch<'_>) -> Result<()> {
    let wanted: Vec<_> = batch
        .lines
        .iter()
        .filter_map(|line| match &line.record {
            Record::Response(response) => Some((line.place, response, origins::digest(&line.record))),
            _ => None,
        })
        .collect();
    let mut known = Origins::find(db, Kind::Response, wanted.iter().map(|line| &line.1.key))?;
    let on = Origins::find(db, Kind::Idea, wanted.iter().map(|line| &line.1.idea))?;
    let authors = find_authors(db, batch, wanted.iter().map(|line| (line.1.author.as_ref(), &line.1.key)))?;
    let mut new = batch.new_origins(Kind::Response);
    let mut changed = BTreeSet::new();
    for (place, response, digest) in &wanted {
        let known_as = Batch::known(&known, &response.key, digest);
        if matches!(known_as, Known::Same) {
            batch.applied.counts.unchanged += 1;
            continue;
        }
        let Some(idea) = batch.idea(&on, &response.idea, "idea", *place) else { continue };
        let Some(author) = batch.author(&authors, response.author.as_ref(), &response.key, *place) else {
            continue;
        };
        let Some(status) = status(db, batch, idea, response.status.as_deref())? else {
            batch.applied.refuse(*place, "status", "is none of the statuses of the idea's board");
            continue;
        };
        if let Known::Changed(id) = known_as {
            update(db, batch, ResponseId::new(id), response, status)?;
            origins::update(db, Kind::Response, &response.key, digest)?;
            batch.applied.counts.updated += 1;
        } else {
            let id = insert(db, batch, response, (idea, author, status))?;
            new.push(&response.key, id.raw(), digest.clone());
            known.insert(response.key.clone(), id.raw(), digest.clone());
            batch.applied.counts.created += 1;
        }
        changed.insert(idea);
    }
    new.store(db)?;
    settle(db, &changed)?;
    batch.applied.touched.extend(changed);
    Ok(())
}

/// The status that came with a response: the one it names, else the idea's own.
fn status(db: &mut Db, batch: &Batch<'_>, idea: IdeaId, named: Option<&str>) -> Result<Option<StatusId>> {
    let (board, own): (BoardId, StatusId) =
        ideas::table.find(idea).select((ideas::board_id, ideas::status_id)).first(db)?;
    let Some(named) = named else { return Ok(Some(own)) };
    let found = batch.settings.catalog.statuses_of(board).find(|status| status.slug == named);
    Ok(found.map(|status| status.id))
}

fn insert(
    db: &mut Db,
    batch: &Batch<'_>,
    response: &record::Response,
    (idea, author, status): (IdeaId, PersonId, StatusId),
) -> Result<ResponseId> {
    let body = batch.settings.renderer.render(db, &response.body)?;
    let values = (
        rows::idea_id.eq(idea),
        rows::author_id.eq(author),
        rows::status_id.eq(status),
        rows::effort.eq(response.effort),
        rows::body.eq(&response.body),
        rows::body_html.eq(body.html.as_str()),
        rows::render_version.eq(body.version),
        rows::created_at.eq(response.created_at),
        rows::edited_at.eq(response.edited_at),
    );
    let id = diesel::insert_into(rows::table).values(values).returning(rows::id).get_result(db)?;
    NewAct::new(ActKind::Answered, ActAudience::Public, Some(author))
        .idea(idea)
        .detail(json!({ "response": id }))
        .record(db, response.created_at)?;
    Ok(id)
}

fn update(
    db: &mut Db,
    batch: &Batch<'_>,
    id: ResponseId,
    response: &record::Response,
    status: StatusId,
) -> Result<()> {
    let body = batch.settings.renderer.render(db, &response.body)?;
    let set = (
        rows::status_id.eq(status),
        rows::effort.eq(response.effort),
        rows::body.eq(&response.body),
        rows::body_html.eq(body.html.as_str()),
        rows::render_version.eq(body.version),
        rows::created_at.eq(response.created_at),
        rows::edited_at.eq(response.edited_at),
    );
    diesel::update(rows::table.find(id)).set(set).execute(db)?;
    Ok(())
}

/// When ideas were last answered, and when something last happened to them.
pub fn settle(db: &mut Db, changed: &BTreeSet<IdeaId>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let answered = "SELECT max(r.created_at) FROM responses r WHERE r.idea_id = ideas.id";
    let ids = list(changed.iter().copied());
    db::execute(
        db,
        &format!(
            "UPDATE ideas SET answered_at = ({answered}), active_at = CASE WHEN active_at < ({answered}) \
             THEN ({answered}) ELSE active_at END WHERE id IN ({ids})"
        ),
    )?;
    Ok(())
}
