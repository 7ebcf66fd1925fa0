//! Keeping the index: one idea's document is made anew from its rows whenever something about it changed.

use std::fmt::Write as _;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::document::{Document, Part, cut};
use super::spelling;
use crate::db::Db;
use crate::db::schema::{ideas, search_documents};
use crate::each;
use crate::error::Result;
use crate::ids::IdeaId;
use crate::text::fold;

/// Positions between two parts, so that no phrase reaches from one into the next.
const GAP: usize = 100;
/// The largest position that a tsvector knows.
const LAST_POSITION: usize = 16_383;

/// Indexes an idea as its rows are now, or takes it out when it is gone or hidden.
pub fn reindex(db: &mut Db, idea: IdeaId) -> Result<()> {
    remove(db, idea)?;
    if let Some(document) = Document::read(db, idea)? {
        insert(db, idea, &document)?;
        spelling::learn(db, document.parts().into_iter().flat_map(|part| &part.words))?;
    }
    Ok(())
}

/// Forgets the words of texts that are gone, as far as no other text holds them. Call it when the index no longer has the texts.
pub fn forget_words(db: &mut Db, texts: &[String]) -> Result<()> {
    let words = texts.iter().flat_map(|text| fold::tokens(text)).map(|token| cut(&token.word));
    spelling::unlearn(db, &words.collect())
}

/// Indexes the next `limit` ideas behind `after`, for imports and repairs, one call a transaction.
/// Gives the last of them, or nothing when all are done.
pub fn rebuild(db: &mut Db, after: Option<IdeaId>, limit: i64) -> Result<Option<IdeaId>> {
    let ids: Vec<IdeaId> = ideas::table
        .filter(ideas::id.gt(after.unwrap_or(IdeaId::new(i64::MIN))))
        .order(ideas::id)
        .limit(limit)
        .select(ideas::id)
        .load(db)?;
    for id in &ids {
        reindex(db, *id)?;
    }
    Ok(ids.last().copied())
}

fn remove(db: &mut Db, idea: IdeaId) -> Result<()> {
    diesel::delete(search_documents::table.find(idea)).execute(db)?;
    let statement = match db {
        Db::Postgres(_) => "DELETE FROM search_text WHERE idea_id = $1",
        Db::Sqlite(_) => "DELETE FROM search_text WHERE rowid = $1",
    };
    diesel::sql_query(statement).bind::<BigInt, _>(idea).execute(db)?;
    Ok(())
}

fn insert(db: &mut Db, idea: IdeaId, document: &Document) -> Result<()> {
    let ranked = (
        search_documents::idea_id.eq(idea),
        search_documents::title.eq(document.ranked_title()),
        search_documents::body.eq(document.ranked_body()),
    );
    // Another worker may be indexing the same idea from the same rows.
    each!(db, |c| diesel::insert_into(search_documents::table)
        .values(ranked)
        .on_conflict_do_nothing()
        .execute(c))?;
    match db {
        Db::Postgres(c) => diesel::sql_query(
            "INSERT INTO search_text (idea_id, document) VALUES ($1, $2::tsvector) \
             ON CONFLICT (idea_id) DO UPDATE SET document = excluded.document",
        )
        .bind::<BigInt, _>(idea)
        .bind::<Text, _>(tsvector(document))
        .execute(c)?,
        Db::Sqlite(c) => {
            let [title, body, responses, comments] = document.parts();
            diesel::sql_query(
                "INSERT INTO search_text (rowid, title, body, responses, comments, title_words, body_words, \
                 responses_words, comments_words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind::<BigInt, _>(idea)
            .bind::<Text, _>(title.terms.join(" "))
            .bind::<Text, _>(body.terms.join(" "))
            .bind::<Text, _>(responses.terms.join(" "))
            .bind::<Text, _>(comments.terms.join(" "))
            .bind::<Text, _>(title.words.join(" "))
            .bind::<Text, _>(body.words.join(" "))
            .bind::<Text, _>(responses.words.join(" "))
            .bind::<Text, _>(comments.words.join(" "))
            .execute(c)?
        }
    };
    Ok(())
}

/// The text of a tsvector: terms, and words behind an equals sign, at the same positions, weighted by part.
fn tsvector(document: &Document) -> String {
    let mut text = String::new();
    let mut position = 1;
    for (part, weight) in document.parts().into_iter().zip(['A', 'B', 'C', 'D']) {
        write_part(&mut text, part, weight, position);
        position += part.terms.len() + GAP;
    }
    text
}

/// Words hold letters, marks and digits only, so nothing needs escaping.
fn write_part(text: &mut String, part: &Part, weight: char, first: usize) {
    for (at, (term, word)) in part.terms.iter().zip(&part.words).enumerate() {
        let place = (first + at).min(LAST_POSITION);
        let written = write!(text, "'{term}':{place}{weight} '={word}':{place}{weight} ");
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
    }
}
