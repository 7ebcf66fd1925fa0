//! What is indexed of an idea: its parts, folded alike for both databases and bounded for both.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{comments, ideas, responses};
use crate::error::Result;
use crate::ideas::PostState;
use crate::ids::IdeaId;
use crate::merges;
use crate::text::fold::{self, Language};

/// Longest word that is indexed, in characters; longer ones are cut alike in index and query.
const WORD_MAX: usize = 48;
/// Bytes of words of one idea that are indexed: what a tsvector holds, with room to spare.
const BYTES_MAX: usize = 300_000;
/// Comments of one idea that are indexed, the latest.
const COMMENTS_MAX: i64 = 1_000;
/// Responses of one idea that are indexed, the latest.
const RESPONSES_MAX: i64 = 50;
/// Terms of a body that ranking looks at.
const RANKED_TERMS: usize = 300;

/// One part of an idea.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Folded words, in order.
    pub(super) words: Vec<String>,
    /// The same without endings.
    pub(super) terms: Vec<String>,
}

/// An idea as it is indexed.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) title: Part,
    pub(super) body: Part,
    pub(super) responses: Part,
    pub(super) comments: Part,
}

impl Document {
    /// Reads it from the rows; nothing when nobody but its author and moderators may see the idea.
    pub(super) fn read(db: &mut Db, idea: IdeaId) -> Result<Option<Self>> {
        let found: Option<(String, String, i32)> =
            ideas::table.find(idea).select((ideas::title, ideas::body, ideas::shown)).first(db).optional()?;
        let Some((title, body, shown)) = found.filter(|(_, _, shown)| *shown > 0) else { return Ok(None) };
        // What is part of it now is found with it, as far as everybody who finds it may read that.
        let merged = merges::seen_in(db, idea, shown == 1)?;
        let places: Vec<IdeaId> = merged.iter().map(|merge| merge.idea_id).chain([idea]).collect();
        let answers: Vec<String> = responses::table
            .filter(responses::idea_id.eq_any(&places))
            .order(responses::id.desc())
            .limit(RESPONSES_MAX)
            .select(responses::body)
            .load(db)?;
        let mut talk: Vec<String> = comments::table
            .filter(comments::idea_id.eq_any(&places))
            .filter(comments::state.eq(PostState::Visible))
            .filter(comments::deleted_at.is_null())
            .order(comments::id.desc())
            .limit(COMMENTS_MAX)
            .select(comments::body)
            .load(db)?;
        if !merged.is_empty() {
            let texts = ideas::table.filter(ideas::id.eq_any(&places)).filter(ideas::id.ne(idea));
            let texts: Vec<(String, String)> = texts.select((ideas::title, ideas::body)).load(db)?;
            talk.splice(0..0, texts.into_iter().flat_map(|(title, body)| [title, body]));
        }
        let mut room = BYTES_MAX;
        Ok(Some(Self {
            title: Part::fold(&[title], &mut room),
            body: Part::fold(&[body], &mut room),
            responses: Part::fold(&answers, &mut room),
            comments: Part::fold(&talk, &mut room),
        }))
    }

    /// The parts, in the order of the index's columns.
    pub(super) fn parts(&self) -> [&Part; 4] {
        [&self.title, &self.body, &self.responses, &self.comments]
    }

    /// The terms of the title, for ranking.
    pub(super) fn ranked_title(&self) -> String {
        self.title.terms.join(" ")
    }

    /// The first terms of the body, for ranking.
    pub(super) fn ranked_body(&self) -> String {
        self.body.terms.iter().take(RANKED_TERMS).map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

impl Part {
    fn fold(texts: &[String], room: &mut usize) -> Self {
        let mut part = Self::default();
        for token in texts.iter().flat_map(|text| fold::tokens(text)) {
            let word = cut(&token.word);
            let term = fold::stem(&word, Language::default());
            let Some(left) = room.checked_sub(word.len() + term.len()) else { break };
            *room = left;
            part.words.push(word);
            part.terms.push(term);
        }
        part
    }
}

/// A word as it is indexed and looked for.
pub(super) fn cut(word: &str) -> String {
    word.chars().take(WORD_MAX).collect()
}
