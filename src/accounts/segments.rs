//! Segments: conditions on accounts that were saved under a name.

use diesel::prelude::*;

use super::{Conditions, ConditionsInput};
use crate::db::Db;
use crate::db::schema::segments;
use crate::db::witness;
use crate::error::{Error, FieldErrors, Result};
use crate::ids::SegmentId;
use crate::text::clean;
use crate::time::Timestamp;

/// Most characters of a segment's name.
const NAME_MAX: usize = 60;
/// Most segments of a site.
const SEGMENTS_MAX: i64 = 200;

/// A segment.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = segments)]
pub struct Segment {
    /// Its id.
    pub id: SegmentId,
    /// Its name.
    pub name: String,
    conditions: String,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Segment {
    /// What accounts must be like to be in it.
    pub fn conditions(&self) -> Result<Conditions> {
        serde_json::from_str(&self.conditions).map_err(Error::internal)
    }
}

/// A parsed segment.
#[derive(Debug, Clone)]
pub struct SegmentDraft {
    name: String,
    conditions: Conditions,
}

impl SegmentDraft {
    /// Parses the form. A segment of everybody is none.
    pub fn parse(name: &str, input: &ConditionsInput) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = clean::single_line(name).unwrap_or_default();
        if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
            errors.add_with("name", "error-segment-name", &[("limit", 60)]);
        }
        let conditions = Conditions::parse(input, &mut errors);
        if errors.is_empty() && conditions.is_empty() {
            errors.add("plans", "error-segment-empty");
        }
        errors.or(Self { name, conditions })
    }

    /// What accounts must be like to be in it.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }
}

/// All segments, by name.
pub fn list(db: &mut Db) -> Result<Vec<Segment>> {
    Ok(segments::table.order(segments::name).limit(SEGMENTS_MAX).select(Segment::as_select()).load(db)?)
}

/// A segment.
pub fn find(db: &mut Db, id: SegmentId) -> Result<Segment> {
    segments::table.find(id).select(Segment::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// Makes a segment.
pub fn create(db: &mut Db, draft: &SegmentDraft, now: Timestamp) -> Result<SegmentId> {
    refuse_taken_name(db, &draft.name, None)?;
    let count: i64 = segments::table.count().get_result(db)?;
    if count >= SEGMENTS_MAX {
        return Err(Error::field("name", "error-segments-many"));
    }
    let values = (
        segments::name.eq(&draft.name),
        segments::conditions.eq(stored(&draft.conditions)?),
        segments::created_at.eq(now),
        segments::updated_at.eq(now),
    );
    let id: SegmentId =
        diesel::insert_into(segments::table).values(values).returning(segments::id).get_result(db)?;
    witness::made("segment", id.raw());
    Ok(id)
}

/// Changes a segment that somebody saw as of `seen`.
///
/// # Errors
/// `NotFound`, `Conflict` when somebody was quicker, and a field error for a name that is taken.
pub fn update(
    db: &mut Db,
    id: SegmentId,
    seen: Option<Timestamp>,
    draft: &SegmentDraft,
    now: Timestamp,
) -> Result<()> {
    if let Db::Postgres(c) = db {
        segments::table.find(id).select(segments::id).for_update().first::<SegmentId>(c).optional()?;
    }
    let at = find(db, id)?.updated_at;
    if seen.is_some_and(|seen| seen != at) {
        return Err(Error::Conflict("error-form-outdated"));
    }
    refuse_taken_name(db, &draft.name, Some(id))?;
    diesel::update(segments::table.find(id))
        .set((
            segments::name.eq(&draft.name),
            segments::conditions.eq(stored(&draft.conditions)?),
            segments::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Deletes a segment; the accounts in it stay.
pub fn delete(db: &mut Db, id: SegmentId) -> Result<()> {
    diesel::delete(segments::table.find(id)).execute(db)?;
    Ok(())
}

fn stored(conditions: &Conditions) -> Result<String> {
    serde_json::to_string(conditions).map_err(Error::internal)
}

fn refuse_taken_name(db: &mut Db, name: &str, own: Option<SegmentId>) -> Result<()> {
    let holder: Option<SegmentId> =
        segments::table.filter(segments::name.eq(name)).select(segments::id).first(db).optional()?;
    match holder {
        Some(holder) if own != Some(holder) => Err(Error::field("name", "error-segment-name-taken")),
        _ => Ok(()),
    }
}
