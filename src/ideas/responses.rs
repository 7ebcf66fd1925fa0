//! Reading the company's responses to an idea; they are written at the desk.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::responses;
use crate::error::Result;
use crate::ids::{IdeaId, PersonId, ResponseId, StatusId};
use crate::time::Timestamp;

/// Most responses that an idea's page shows.
const RESPONSES_MAX: i64 = 50;

/// A response as its idea's page shows it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = responses)]
pub struct PublicResponse {
    /// Its id.
    pub id: ResponseId,
    /// Who wrote it.
    pub author_id: PersonId,
    /// The status that came with it.
    pub status_id: StatusId,
    /// The text rendered and sanitised.
    pub body_html: String,
    /// When it was given.
    pub created_at: Timestamp,
    /// When its text was last edited.
    pub edited_at: Option<Timestamp>,
}

/// The responses to an idea, the latest first.
pub fn of_idea(db: &mut Db, idea: IdeaId) -> Result<Vec<PublicResponse>> {
    Ok(responses::table
        .filter(responses::idea_id.eq(idea))
        .order(responses::id.desc())
        .limit(RESPONSES_MAX)
        .select(PublicResponse::as_select())
        .load(db)?)
}
