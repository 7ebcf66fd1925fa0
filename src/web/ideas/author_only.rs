//! What an idea's page has for its author alone: the line beside the answer, and what teams ask.

use crate::db::Db;
use crate::error::Result;
use crate::ideas::merge::MergedIdea;
use crate::ideas::{Idea, Viewer};
use crate::ids::PersonId;
use crate::merges::Merge;
use crate::people;
use crate::triage::private::{self, PrivateLine};
use crate::triage::queries::{self, Question};

/// What the latest answer says to the author alone, for the author and staff.
pub(super) fn private_line(db: &mut Db, idea: &Idea, viewer: Viewer) -> Result<Option<PrivateLine>> {
    let reader = viewer.id.filter(|person| viewer.is_staff || *person == idea.author_id);
    let Some(reader) = reader else { return Ok(None) };
    let Some(last) = queries::last_response(db, idea.id)? else { return Ok(None) };
    let reader = people::queries::find(db, reader)?;
    Ok(private::lines_for(db, &[last.id], reader.as_ref())?.remove(&last.id))
}

/// What teams ask the author, of the idea or of one that is part of it; and only that author sees.
pub(super) fn questions(
    db: &mut Db,
    idea: &Idea,
    merged: &[(Merge, MergedIdea)],
    viewer: Viewer,
) -> Result<Vec<Question>> {
    let is_author = |person: &PersonId| {
        *person == idea.author_id || merged.iter().any(|(_, part)| part.author_id == *person)
    };
    match viewer.id.filter(is_author) {
        Some(author) => queries::questions_for(db, idea.id, author),
        None => Ok(Vec::new()),
    }
}
