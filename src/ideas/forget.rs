//! Deleting the ideas of somebody who leaves: the texts go, the place stays, with what others said and voted there.

use diesel::prelude::*;

use super::{PostState, queries, shown};
use crate::boards::edit;
use crate::db::Db;
use crate::db::schema::{ideas, revisions};
use crate::error::Result;
use crate::ids::{IdeaId, PersonId};
use crate::merges;

/// Deletes the next ideas of somebody, behind `after`, and hides them under a title that says so; where others' ideas were
/// merged into one it stays for all to see. Gives their numbers, each with the texts that were there.
pub fn forget(
    db: &mut Db,
    author: PersonId,
    after: IdeaId,
    title: &str,
    limit: i64,
) -> Result<Vec<(IdeaId, Vec<String>)>> {
    let ids: Vec<IdeaId> = ideas::table
        .filter(ideas::author_id.eq(author))
        .filter(ideas::id.gt(after))
        .order(ideas::id)
        .limit(limit)
        .select(ideas::id)
        .load(db)?;
    let mut gone = Vec::new();
    for id in ids {
        let idea = queries::lock(db, id)?;
        let audience = edit::lock_audience(db, idea.board_id)?;
        let state = if merges::into(db, id)?.is_empty() { PostState::Hidden } else { idea.state };
        let is_merged = merges::of(db, id)?.is_some();
        let values = (
            (ideas::title.eq(title), ideas::body.eq(""), ideas::body_html.eq("")),
            (ideas::state.eq(state), ideas::state_reason.eq(None::<String>)),
            ideas::shown.eq(if is_merged { merges::SHOWN } else { shown(state, audience) }),
            ideas::form_key.eq(None::<String>),
        );
        diesel::update(ideas::table.find(id)).set(values).execute(db)?;
        let of_idea = revisions::table.filter(revisions::idea_id.eq(id));
        let mut texts: Vec<String> = of_idea.select(revisions::body).load(db)?;
        texts.extend(of_idea.select(revisions::title).load::<String>(db)?);
        diesel::delete(of_idea).execute(db)?;
        texts.extend([idea.title, idea.body]);
        gone.push((id, texts));
    }
    Ok(gone)
}
