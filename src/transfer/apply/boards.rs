//! Tags, and boards with their categories and statuses.

use diesel::prelude::*;

use super::{Batch, Known};
use crate::boards::{Board, BoardDraft, Counts, EXPLORE_EVERY};
use crate::db::Db;
use crate::db::schema::{boards, categories, statuses, tags};
use crate::error::Result;
use crate::ids::{BoardId, CategoryId, StatusId, TagId};
use crate::text::slug;
use crate::transfer::fields::Key;
use crate::transfer::origins::{self, MATCHED, Origins};
use crate::transfer::record::{self, Kind, Record};
use crate::transfer::report::Place;

/// Puts tags in; one with the same name in addresses is the same tag.
pub fn tags(db: &mut Db, batch: &mut Batch<'_>) -> Result<()> {
    let mut new = batch.new_origins(Kind::Tag);
    let mut known = Origins::find(db, Kind::Tag, keys(batch))?;
    for line in batch.lines {
        let Record::Tag(tag) = &line.record else { continue };
        let digest = origins::digest(&line.record);
        let slug = slug::slug(tag.slug.as_deref().unwrap_or(&tag.name));
        if slug.is_empty() {
            batch.applied.refuse(line.place, "slug", "has no letter or digit that an address could carry");
            continue;
        }
        match Batch::known(&known, &tag.key, &digest) {
            Known::Same => batch.applied.counts.unchanged += 1,
            Known::Changed(id) => {
                let set = (tags::name.eq(&tag.name), tags::is_staff_only.eq(tag.is_staff_only));
                diesel::update(tags::table.find(TagId::new(id))).set(set).execute(db)?;
                origins::update(db, Kind::Tag, &tag.key, &digest)?;
                batch.applied.counts.updated += 1;
            }
            Known::New => {
                let there: Option<TagId> =
                    tags::table.filter(tags::slug.eq(&slug)).select(tags::id).first(db).optional()?;
                let (id, digest) = match there {
                    Some(id) => (id, MATCHED.to_owned()),
                    None => (insert_tag(db, &slug, &tag.name, tag.is_staff_only)?, digest),
                };
                count_new(batch, digest == MATCHED);
                new.push(&tag.key, id.raw(), digest.clone());
                known.insert(tag.key.clone(), id.raw(), digest);
            }
        }
    }
    new.store(db)
}

/// Makes a tag.
pub fn insert_tag(db: &mut Db, slug: &str, name: &str, is_staff_only: bool) -> Result<TagId> {
    let values = (tags::slug.eq(slug), tags::name.eq(name), tags::is_staff_only.eq(is_staff_only));
    Ok(diesel::insert_into(tags::table).values(values).returning(tags::id).get_result(db)?)
}

/// Puts boards in; one with the same name in addresses is the same board, and gets the categories it lacks.
pub fn boards(db: &mut Db, batch: &mut Batch<'_>) -> Result<()> {
    let mut new = batch.new_origins(Kind::Board);
    let mut known = Origins::find(db, Kind::Board, keys(batch))?;
    for line in batch.lines {
        let Record::Board(board) = &line.record else { continue };
        let digest = origins::digest(&line.record);
        match Batch::known(&known, &board.key, &digest) {
            Known::Same => batch.applied.counts.unchanged += 1,
            Known::Changed(id) => {
                update(db, BoardId::new(id), board)?;
                origins::update(db, Kind::Board, &board.key, &digest)?;
                batch.applied.counts.updated += 1;
            }
            Known::New => {
                let Some((id, is_matched)) = find_or_make(db, batch, board, line.place)? else { continue };
                let digest = if is_matched { MATCHED.to_owned() } else { digest };
                count_new(batch, is_matched);
                new.push(&board.key, id.raw(), digest.clone());
                known.insert(board.key.clone(), id.raw(), digest);
            }
        }
    }
    new.store(db)
}

fn count_new(batch: &mut Batch<'_>, is_matched: bool) {
    if is_matched {
        batch.applied.counts.unchanged += 1;
    } else {
        batch.applied.counts.created += 1;
    }
}

fn find_or_make(
    db: &mut Db,
    batch: &mut Batch<'_>,
    board: &record::Board,
    place: Place,
) -> Result<Option<(BoardId, bool)>> {
    let slug = slug::slug(board.slug.as_deref().unwrap_or(&board.name));
    let there: Option<BoardId> =
        boards::table.filter(boards::slug.eq(&slug)).select(boards::id).first(db).optional()?;
    if let Some(id) = there {
        set_categories(db, id, &board.categories)?;
        return Ok(Some((id, true)));
    }
    let draft = match BoardDraft::parse(&board.name, &slug, &board.description) {
        Ok(draft) => draft,
        Err(refused) => {
            batch.applied.refuse(place, "name", refused.to_string());
            return Ok(None);
        }
    };
    let half_life = board.half_life_days.unwrap_or(batch.settings.site.half_life_days);
    let draft = draft.with(board.audience, board.voting, board.premoderation, half_life);
    let draft = draft
        .with_counts(board.counts.unwrap_or(Counts::Shown), board.counts_days.unwrap_or_default())
        .with_exploration(board.explore_every.unwrap_or(EXPLORE_EVERY));
    let made = crate::boards::create(db, &draft, board.created_at.unwrap_or(batch.context.now))?;
    diesel::update(boards::table.find(made.id)).set(boards::archived_at.eq(board.archived_at)).execute(db)?;
    if board.statuses.is_some() {
        diesel::delete(statuses::table.filter(statuses::board_id.eq(made.id))).execute(db)?;
    }
    set_statuses(db, made.id, board.statuses.as_deref().unwrap_or_default())?;
    set_categories(db, made.id, &board.categories)?;
    Ok(Some((made.id, false)))
}

/// Everything but the name in addresses, the audience and the half-life, which other rows follow from.
fn update(db: &mut Db, id: BoardId, board: &record::Board) -> Result<()> {
    let mut changed: Board = boards::table.find(id).select(Board::as_select()).first(db)?;
    changed.name.clone_from(&board.name);
    changed.description.clone_from(&board.description);
    changed.voting = board.voting;
    changed.premoderation = board.premoderation;
    changed.archived_at = board.archived_at;
    if let Some(counts) = board.counts {
        changed.counts = counts;
        changed.counts_days = board.counts_days.unwrap_or_default();
    }
    if let Some(every) = board.explore_every {
        changed.explore_every = every;
    }
    diesel::update(boards::table.find(id)).set(&changed).execute(db)?;
    set_statuses(db, id, board.statuses.as_deref().unwrap_or_default())?;
    set_categories(db, id, &board.categories)
}

/// Adds statuses that are not there and renames those that are; none goes, since ideas may have it.
fn set_statuses(db: &mut Db, board: BoardId, wanted: &[record::Status]) -> Result<()> {
    for (position, status) in (1_i32..).zip(wanted) {
        let of_slug =
            statuses::table.filter(statuses::board_id.eq(board)).filter(statuses::slug.eq(&status.slug));
        let there: Option<StatusId> = of_slug.select(statuses::id).first(db).optional()?;
        let set = (
            statuses::name.eq(status.name.as_deref()),
            statuses::wants_reason.eq(status.wants_reason),
            statuses::position.eq(position),
        );
        match there {
            Some(id) => diesel::update(statuses::table.find(id)).set(set).execute(db)?,
            None => {
                let values = (
                    statuses::board_id.eq(board),
                    statuses::slug.eq(&status.slug),
                    statuses::kind.eq(status.kind),
                    set,
                );
                diesel::insert_into(statuses::table).values(values).execute(db)?
            }
        };
    }
    Ok(())
}

/// Adds categories that are not there and renames those that are.
fn set_categories(db: &mut Db, board: BoardId, wanted: &[record::Category]) -> Result<()> {
    let last: Option<i32> = categories::table
        .filter(categories::board_id.eq(board))
        .select(diesel::dsl::max(categories::position))
        .first(db)?;
    let mut position = last.unwrap_or(0);
    for category in wanted {
        let slug = slug::slug(category.slug.as_deref().unwrap_or(&category.name));
        let of_slug =
            categories::table.filter(categories::board_id.eq(board)).filter(categories::slug.eq(&slug));
        let there: Option<CategoryId> = of_slug.select(categories::id).first(db).optional()?;
        if let Some(id) = there {
            diesel::update(categories::table.find(id))
                .set(categories::name.eq(&category.name))
                .execute(db)?;
            continue;
        }
        position += 1;
        let values = (
            categories::board_id.eq(board),
            categories::slug.eq(&slug),
            categories::name.eq(&category.name),
            categories::position.eq(position),
        );
        diesel::insert_into(categories::table).values(values).execute(db)?;
    }
    Ok(())
}

fn keys<'b>(batch: &Batch<'b>) -> Vec<&'b Key> {
    batch
        .lines
        .iter()
        .filter_map(|line| match &line.record {
            Record::Tag(tag) => Some(&tag.key),
            Record::Board(board) => Some(&board.key),
            _ => None,
        })
        .collect()
}
