//! Making a board, with the statuses that every board starts with.

use diesel::prelude::*;

use super::{Audience, Board, DEFAULT_STATUSES, Premoderation, Voting};
use crate::db::Db;
use crate::db::schema::{boards, site, statuses};
use crate::error::{FieldErrors, Result};
use crate::ids::BoardId;
use crate::text::{clean, slug};
use crate::time::Timestamp;

/// What a new board is to be; made by [`BoardDraft::parse`].
#[derive(Debug, Clone)]
pub struct BoardDraft {
    name: String,
    slug: String,
    description: String,
    audience: Audience,
    voting: Voting,
    premoderation: Premoderation,
    half_life_days: i32,
}

/// Most characters in a board's name.
pub const NAME_MAX: usize = 60;
/// Most characters in a board's description.
pub const DESCRIPTION_MAX: usize = 500;

impl BoardDraft {
    /// A public board for promotions and demotions, from what was typed. An empty slug is made from the name.
    pub fn parse(name: &str, slug_typed: &str, description: &str) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = clean::single_line(name).unwrap_or_default();
        if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
            errors.add_with("name", "error-board-name", &[("limit", 60)]);
        }
        let slug = slug::slug(if slug_typed.trim().is_empty() { &name } else { slug_typed });
        if slug.is_empty() {
            errors.add("slug", "error-slug");
        }
        let description = clean::multi_line(description).unwrap_or_default();
        if clean::char_count(&description) > DESCRIPTION_MAX {
            errors.add_with("description", "error-too-long", &[("limit", 500)]);
        }
        errors.or(Self {
            name,
            slug,
            description,
            audience: Audience::Public,
            voting: Voting::PromoteDemote,
            premoderation: Premoderation::Off,
            half_life_days: crate::site::HALF_LIFE_DAYS,
        })
    }

    /// The same with who sees it, which votes it takes, which posts wait, and its half-life in days.
    #[must_use]
    pub fn with(
        mut self,
        audience: Audience,
        voting: Voting,
        waits: Premoderation,
        half_life_days: i32,
    ) -> Self {
        self.audience = audience;
        self.voting = voting;
        self.premoderation = waits;
        self.half_life_days = half_life_days.clamp(1, 365);
        self
    }
}

/// Makes the board and its statuses. The landmark is the site's, so that heats of all boards stay in one range.
pub fn create(db: &mut Db, draft: &BoardDraft, now: Timestamp) -> Result<Board> {
    let taken: i64 = boards::table.filter(boards::slug.eq(&draft.slug)).count().get_result(db)?;
    if taken > 0 {
        return Err(crate::error::Error::field("slug", "error-slug-taken"));
    }
    let landmark: Timestamp = site::table.find(1).select(site::landmark).first(db)?;
    let last: Option<i32> = boards::table.select(diesel::dsl::max(boards::position)).first(db)?;
    let values = (
        boards::slug.eq(&draft.slug),
        boards::name.eq(&draft.name),
        boards::description.eq(&draft.description),
        boards::audience.eq(draft.audience),
        boards::voting.eq(draft.voting),
        boards::premoderation.eq(draft.premoderation),
        boards::half_life_days.eq(draft.half_life_days),
        boards::landmark.eq(landmark),
        boards::position.eq(last.unwrap_or(0) + 1),
        boards::created_at.eq(now),
    );
    let id: BoardId =
        diesel::insert_into(boards::table).values(values).returning(boards::id).get_result(db)?;
    add_default_statuses(db, id)?;
    Ok(boards::table.find(id).select(Board::as_select()).first(db)?)
}

fn add_default_statuses(db: &mut Db, board: BoardId) -> Result<()> {
    for (position, (slug, kind, wants_reason)) in (1_i32..).zip(DEFAULT_STATUSES) {
        let values = (
            statuses::board_id.eq(board),
            statuses::slug.eq(slug),
            statuses::kind.eq(kind),
            statuses::wants_reason.eq(wants_reason),
            statuses::position.eq(position),
        );
        diesel::insert_into(statuses::table).values(values).execute(db)?;
    }
    Ok(())
}
