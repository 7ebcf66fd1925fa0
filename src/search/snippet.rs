//! Where an idea was hit, in words: the part of its text that the query asked for.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{comments, ideas, responses};
use crate::error::Result;
use crate::ideas::PostState;
use crate::ids::{CommentId, IdeaId, PersonId};
use crate::text::highlight::excerpt;
use crate::text::markdown::plain;
use crate::text::query::Query;

/// Characters of a snippet.
const LENGTH: usize = 200;
/// Characters of a text that are looked through for a hit.
const READ: usize = 20_000;
/// Comments and responses of all ideas of a page that are looked through.
const TALK: i64 = 2_000;

/// Which text a snippet is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The idea's own.
    Body,
    /// A response of the company.
    Response,
    /// A comment.
    Comment(CommentId),
}

/// A part of a text, to be shown as words with the hits marked.
#[derive(Debug, Clone)]
pub struct Snippet {
    /// Where it is from.
    pub place: Place,
    /// Who wrote it, unless it is the idea's author.
    pub author: Option<PersonId>,
    /// Stretches of text, and whether the query asked for them.
    pub parts: Vec<(String, bool)>,
}

/// For each of these ideas, which are visible to whoever searches, the text that shows the query best: from its body,
/// else from a response, else from a comment, else the beginning of its body.
pub fn snippets(db: &mut Db, ids: &[IdeaId], query: &Query) -> Result<HashMap<IdeaId, Snippet>> {
    let bodies: Vec<(IdeaId, String)> =
        ideas::table.filter(ideas::id.eq_any(ids)).select((ideas::id, ideas::body)).load(db)?;
    let mut found: HashMap<IdeaId, Snippet> =
        bodies.into_iter().map(|(id, body)| (id, snippet(Place::Body, None, &body, query))).collect();
    let without: Vec<IdeaId> =
        found.iter().filter(|(_, snippet)| !snippet.is_hit()).map(|(id, _)| *id).collect();
    if without.is_empty() {
        return Ok(found);
    }
    for (idea, place, author, body) in talk(db, &without)? {
        if found.get(&idea).is_some_and(Snippet::is_hit) {
            continue;
        }
        let other = snippet(place, Some(author), &body, query);
        if other.is_hit() {
            found.insert(idea, other);
        }
    }
    Ok(found)
}

impl Snippet {
    fn is_hit(&self) -> bool {
        self.parts.iter().any(|(_, hit)| *hit)
    }
}

fn snippet(place: Place, author: Option<PersonId>, source: &str, query: &Query) -> Snippet {
    let text = plain(source, READ);
    let excerpt = excerpt(&text, query, LENGTH);
    let mut parts: Vec<(String, bool)> =
        excerpt.segments.iter().map(|part| (part.text.to_owned(), part.hit)).collect();
    if excerpt.cut_before {
        parts.insert(0, ("…".to_owned(), false));
    }
    if excerpt.cut_after {
        parts.push(("…".to_owned(), false));
    }
    Snippet { place, author, parts }
}

type Spoken = (IdeaId, Place, PersonId, String);

/// Responses and visible comments, responses first, newest first.
fn talk(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<Spoken>> {
    let answers: Vec<(IdeaId, PersonId, String)> = responses::table
        .filter(responses::idea_id.eq_any(ids))
        .order(responses::id.desc())
        .limit(TALK)
        .select((responses::idea_id, responses::author_id, responses::body))
        .load(db)?;
    let said: Vec<(IdeaId, CommentId, PersonId, String)> = comments::table
        .filter(comments::idea_id.eq_any(ids))
        .filter(comments::state.eq(PostState::Visible))
        .filter(comments::deleted_at.is_null())
        .order(comments::id.desc())
        .limit(TALK)
        .select((comments::idea_id, comments::id, comments::author_id, comments::body))
        .load(db)?;
    let answers = answers.into_iter().map(|(idea, by, body)| (idea, Place::Response, by, body));
    Ok(answers
        .chain(said.into_iter().map(|(idea, id, by, body)| (idea, Place::Comment(id), by, body)))
        .collect())
}
