//! Earlier texts of an idea, for its visible history.

use diesel::prelude::*;

use super::Idea;
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::revisions;
use crate::error::Result;
use crate::ids::{IdeaId, PersonId, RevisionId};
use crate::time::Timestamp;

/// The text of an idea as it was before an edit.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = revisions)]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// Who made the edit that ended it.
    pub editor_id: PersonId,
    /// The title before.
    pub title: String,
    /// The body before, in Markdown.
    pub body: String,
    /// When the edit was made.
    pub created_at: Timestamp,
}

/// One edit: the texts before and after it.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The text before, with who changed it and when.
    pub before: Revision,
    /// The title after.
    pub title: String,
    /// The body after.
    pub body: String,
}

/// Whether an idea has earlier texts.
pub fn exist(db: &mut Db, idea: IdeaId) -> Result<bool> {
    let first = revisions::table.filter(revisions::idea_id.eq(idea)).select(revisions::id);
    Ok(first.first::<RevisionId>(db).optional()?.is_some())
}

/// The edits of an idea, the latest first, before the cursor.
pub fn list(db: &mut Db, idea: &Idea, before: Option<RevisionId>, size: usize) -> Result<Page<Edit>> {
    let mut query = revisions::table
        .filter(revisions::idea_id.eq(idea.id))
        .order(revisions::id.desc())
        .limit(i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1))
        .select(Revision::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(revisions::id.lt(before));
    }
    let rows: Vec<Revision> = query.load(db)?;
    let (mut title, mut body) = text_after(db, idea, before)?;
    let edits = rows
        .into_iter()
        .map(|row| {
            let title = std::mem::replace(&mut title, row.title.clone());
            let body = std::mem::replace(&mut body, row.body.clone());
            Edit { title, body, before: row }
        })
        .collect();
    Ok(Page::cut(edits, size, |edit: &Edit| edit.before.id.to_string()))
}

/// The text that the first edit of a page led to: the present one, or that of the last edit of the page before.
fn text_after(db: &mut Db, idea: &Idea, before: Option<RevisionId>) -> Result<(String, String)> {
    let next = match before {
        Some(before) => revisions::table
            .filter(revisions::idea_id.eq(idea.id))
            .filter(revisions::id.ge(before))
            .order(revisions::id.asc())
            .select((revisions::title, revisions::body))
            .first(db)
            .optional()?,
        None => None,
    };
    Ok(next.unwrap_or_else(|| (idea.title.clone(), idea.body.clone())))
}
