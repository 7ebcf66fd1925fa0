//! Ideas, with their tags and brought totals, in the ranks before the transaction ends.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{Batch, Known, list, people, shown};
use crate::boards::{Board, Status};
use crate::db::schema::ideas;
use crate::db::{self, Db};
use crate::error::Result;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::shown as who_sees;
use crate::ideas::submit::set_tags;
use crate::ids::{BoardId, CategoryId, IdeaId, PersonId, TagId};
use crate::ranking::store::refresh_all;
use crate::text::slug;
use crate::transfer::fields::Key;
use crate::transfer::origins::{self, ON_THE_WAY, Origins};
use crate::transfer::record::{self, Kind, Record};
use crate::transfer::report::Place;

/// What an idea refers to, found.
struct Found<'s> {
    board: &'s Board,
    category: Option<CategoryId>,
    status: &'s Status,
    author: PersonId,
    tags: Vec<TagId>,
}

/// Puts ideas in.
pub fn ideas(db: &mut Db, batch: &mut Batch<'_>) -> Result<()> {
    let wanted: Vec<(Place, &record::Idea, String)> = batch
        .lines
        .iter()
        .filter_map(|line| match &line.record {
            Record::Idea(idea) => Some((line.place, &**idea, origins::digest(&line.record))),
            _ => None,
        })
        .collect();
    let mut known = Origins::find(db, Kind::Idea, wanted.iter().map(|(_, idea, _)| &idea.key))?;
    let boards = Origins::find(db, Kind::Board, wanted.iter().map(|(_, idea, _)| &idea.board))?;
    let authors =
        find_authors(db, batch, wanted.iter().map(|(_, idea, _)| (idea.author.as_ref(), &idea.key)))?;
    let is_news = |line: &&(Place, &record::Idea, String)| {
        !matches!(Batch::known(&known, &line.1.key, &line.2), Known::Same)
    };
    add_tags(db, batch, wanted.iter().filter(is_news).map(|line| line.1))?;
    let mut new = batch.new_origins(Kind::Idea);
    let mut changed = BTreeSet::new();
    for (place, idea, digest) in &wanted {
        let known_as = Batch::known(&known, &idea.key, digest);
        if matches!(known_as, Known::Same) {
            batch.applied.counts.unchanged += 1;
            continue;
        }
        let settings = batch.settings.clone();
        let Some(author) = batch.author(&authors, idea.author.as_ref(), &idea.key, *place) else { continue };
        let found = match find(&settings.catalog, idea, &boards, author) {
            Ok(found) => found,
            Err((field, reason)) => {
                batch.applied.refuse(*place, field, reason);
                continue;
            }
        };
        let id = if let Known::Changed(id) = known_as {
            let id = update(db, batch, IdeaId::new(id), idea, &found)?;
            origins::update(db, Kind::Idea, &idea.key, digest)?;
            batch.applied.counts.updated += 1;
            id
        } else {
            let id = insert(db, batch, idea, &found)?;
            new.push(&idea.key, id.raw(), digest.clone());
            known.insert(idea.key.clone(), id.raw(), digest.clone());
            batch.applied.counts.created += 1;
            id
        };
        set_tags(db, id, &found.tags)?;
        changed.insert(id);
    }
    new.store(db)?;
    settle(db, &changed)?;
    batch.applied.touched.extend(changed);
    Ok(())
}

/// The authors of lines, with somebody for those that name nobody.
pub fn find_authors<'k>(
    db: &mut Db,
    batch: &mut Batch<'_>,
    authors: impl Iterator<Item = (Option<&'k Key>, &'k Key)>,
) -> Result<Origins> {
    let (mut keys, mut nameless) = (Vec::new(), BTreeSet::new());
    for (author, own) in authors {
        match author {
            Some(author) => keys.push(author),
            None => {
                nameless.insert(own.source.as_str());
            }
        }
    }
    let former = people::former(db, batch, &nameless.into_iter().collect::<Vec<_>>())?;
    Origins::find(db, Kind::Person, keys.into_iter().chain(&former))
}

/// Makes the tags that are named and not there, and keeps that the import made them, for undoing.
fn add_tags<'i>(
    db: &mut Db,
    batch: &mut Batch<'_>,
    wanted: impl Iterator<Item = &'i record::Idea>,
) -> Result<()> {
    let names: BTreeMap<&String, &Key> =
        wanted.flat_map(|idea| idea.tags.iter().map(|name| (name, &idea.key))).collect();
    let mut new = batch.new_origins(Kind::Tag);
    let mut added = false;
    for (name, idea) in names {
        let slug = slug::slug(name);
        if slug.is_empty() || batch.settings.catalog.tags.iter().any(|tag| tag.slug == slug) {
            continue;
        }
        let id = super::boards::insert_tag(db, &slug, name, false)?;
        let key = Key { source: idea.source.clone(), id: format!("{ON_THE_WAY}: {slug}") };
        // One of that name may have been made before and deleted since.
        origins::forget(db, Kind::Tag, &key)?;
        new.push(&key, id.raw(), ON_THE_WAY.into());
        let tag = crate::boards::Tag { id, slug, name: name.clone(), is_staff_only: false };
        batch.settings.catalog.tags.push(tag);
        added = true;
    }
    new.store(db)?;
    if added {
        batch.settings.catalog = crate::boards::catalog(db)?;
    }
    Ok(())
}

fn find<'s>(
    catalog: &'s crate::boards::Catalog,
    idea: &record::Idea,
    boards: &Origins,
    author: PersonId,
) -> Result<Found<'s>, (&'static str, String)> {
    let id = boards.row(&idea.board).map(BoardId::new);
    // A board that no line tells of is named as in addresses.
    let board = catalog
        .boards
        .iter()
        .find(|board| id.map_or(board.slug == idea.board.id, |id| board.id == id))
        .ok_or_else(|| ("board", format!("there is no board {}", shown(&idea.board))))?;
    let category = match &idea.category {
        None => None,
        Some(name) => {
            let found = catalog.categories_of(board.id).find(|category| {
                &category.slug == name || &category.name == name || category.slug == slug::slug(name)
            });
            let missing = || ("category", format!("board {} has no category `{name}`", board.slug));
            Some(found.ok_or_else(missing)?.id)
        }
    };
    let status = match &idea.status {
        None => catalog.first_status(board.id).map_err(|cause| ("status", cause.to_string()))?,
        Some(slug) => catalog
            .statuses_of(board.id)
            .find(|status| &status.slug == slug)
            .ok_or_else(|| ("status", format!("board {} has no status `{slug}`", board.slug)))?,
    };
    let mut tags: Vec<TagId> = Vec::new();
    for name in &idea.tags {
        let slug = slug::slug(name);
        let Some(tag) = catalog.tags.iter().find(|tag| tag.slug == slug) else {
            return Err(("tags", format!("`{name}` has no letter or digit that an address could carry")));
        };
        if !tags.contains(&tag.id) {
            tags.push(tag.id);
        }
    }
    Ok(Found { board, category, status, author, tags })
}

fn insert(db: &mut Db, batch: &Batch<'_>, idea: &record::Idea, found: &Found<'_>) -> Result<IdeaId> {
    let body = batch.settings.renderer.render(db, &idea.body)?;
    let text = (
        ideas::title.eq(&idea.title),
        ideas::body.eq(&idea.body),
        ideas::body_html.eq(body.html.as_str()),
        ideas::render_version.eq(body.version),
    );
    let place = (
        ideas::board_id.eq(found.board.id),
        ideas::category_id.eq(found.category),
        ideas::author_id.eq(found.author),
        ideas::status_id.eq(found.status.id),
        ideas::status_kind.eq(found.status.kind),
        ideas::status_at.eq(idea.status_at.unwrap_or(idea.created_at)),
        ideas::effort.eq(idea.effort),
        ideas::state.eq(idea.state),
        ideas::state_reason.eq(idea.state_reason.as_deref()),
        ideas::shown.eq(who_sees(idea.state, found.board.audience)),
        ideas::is_locked.eq(idea.is_locked),
        ideas::is_first_by_author.eq(false),
        ideas::created_at.eq(idea.created_at),
        ideas::edited_at.eq(idea.edited_at),
        ideas::active_at.eq(idea.edited_at.unwrap_or(idea.created_at)),
    );
    let counters = (
        (ideas::promotions.eq(0), ideas::demotions.eq(0), ideas::held_count.eq(0)),
        (ideas::comment_count.eq(0), ideas::follower_count.eq(0)),
        ideas::brought_promotions.eq(idea.brought_promotions),
        ideas::brought_demotions.eq(idea.brought_demotions),
        ideas::brought_from.eq(idea.brought_from.as_deref()),
        (ideas::net.eq(0), ideas::wilson.eq(0.0), ideas::heat.eq(0.0)),
        (ideas::site_heat.eq(0.0), ideas::impact.eq(0.0)),
    );
    let values = (text, place, counters);
    let id = diesel::insert_into(ideas::table).values(values).returning(ideas::id).get_result(db)?;
    NewAct::new(ActKind::IdeaSubmitted, ActAudience::Public, Some(found.author))
        .idea(id)
        .record(db, idea.created_at)?;
    Ok(id)
}

fn update(
    db: &mut Db,
    batch: &Batch<'_>,
    id: IdeaId,
    idea: &record::Idea,
    found: &Found<'_>,
) -> Result<IdeaId> {
    let body = batch.settings.renderer.render(db, &idea.body)?;
    let text = (
        ideas::title.eq(&idea.title),
        ideas::body.eq(&idea.body),
        ideas::body_html.eq(body.html.as_str()),
        ideas::render_version.eq(body.version),
        ideas::edited_at.eq(idea.edited_at),
        ideas::created_at.eq(idea.created_at),
    );
    let place = (
        ideas::board_id.eq(found.board.id),
        ideas::category_id.eq(found.category),
        ideas::author_id.eq(found.author),
        ideas::status_id.eq(found.status.id),
        ideas::status_kind.eq(found.status.kind),
        ideas::status_at.eq(idea.status_at.unwrap_or(idea.created_at)),
        ideas::effort.eq(idea.effort),
        ideas::state.eq(idea.state),
        ideas::state_reason.eq(idea.state_reason.as_deref()),
        ideas::shown.eq(who_sees(idea.state, found.board.audience)),
        ideas::is_locked.eq(idea.is_locked),
    );
    let brought = (
        ideas::brought_promotions.eq(idea.brought_promotions),
        ideas::brought_demotions.eq(idea.brought_demotions),
        ideas::brought_from.eq(idea.brought_from.as_deref()),
    );
    diesel::update(ideas::table.find(id)).set((text, place, brought)).execute(db)?;
    Ok(id)
}

/// Ranks, and which ideas are their authors' first: no earlier one, and no other of the same moment before it.
fn settle(db: &mut Db, changed: &BTreeSet<IdeaId>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    refresh_all(db, &changed.iter().copied().collect::<Vec<_>>())?;
    let ids = list(changed.iter().copied());
    db::execute(
        db,
        &format!(
            "UPDATE ideas SET is_first_by_author = NOT EXISTS (SELECT 1 FROM ideas e WHERE e.author_id = ideas.author_id \
             AND e.created_at < ideas.created_at) AND NOT EXISTS (SELECT 1 FROM ideas e WHERE e.author_id = \
             ideas.author_id AND e.created_at = ideas.created_at AND e.id < ideas.id) WHERE id IN ({ids}) OR \
             (is_first_by_author AND author_id IN (SELECT author_id FROM ideas WHERE id IN ({ids})))"
        ),
    )?;
    Ok(())
}
