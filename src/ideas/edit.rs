//! Editing an idea: its text with a visible history, its category and tags, and, by managers, its board.
//! An edit tells which version it was made from, so that nobody overwrites what they have not seen.

use diesel::prelude::*;
use serde_json::json;

use super::draft::{BODY_MAX, parse_body, parse_category, parse_tags, parse_title};
use super::{Idea, PostState, policy, queries, shown, submit};
use crate::boards::{Audience, Board, Catalog, Status};
use crate::db::Db;
use crate::db::schema::{comments, ideas, revisions, votes};
use crate::error::{Error, FieldErrors, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{CategoryId, CommentId, IdeaId, PersonId, RevisionId, TagId};
use crate::outbox::{self, Event};
use crate::people::{Person, bans};
use crate::ranking;
use crate::screening::{self, Place, Text};
use crate::settings::Settings;
use crate::time::Timestamp;

/// The form as it came, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct EditInput<'a> {
    /// The title.
    pub title: &'a str,
    /// The body, in Markdown.
    pub body: &'a str,
    /// The board's name in addresses; only managers change it, empty keeps it.
    pub board: &'a str,
    /// The category's name in addresses; empty for none.
    pub category: &'a str,
    /// Names in addresses of the tags.
    pub tags: &'a [String],
    /// Version of the text that the form was filled from, as [`version`] gave it.
    pub seen: &'a str,
}

/// A parsed edit.
#[derive(Debug, Clone)]
pub struct EditDraft {
    title: String,
    body: String,
    board: Board,
    category: Option<CategoryId>,
    tags: Vec<TagId>,
    seen: String,
}

/// What tells one text of an idea from the next: the moment of its last edit.
pub fn version(idea: &Idea) -> String {
    idea.edited_at.map_or(0, Timestamp::micros).to_string()
}

impl EditDraft {
    /// Parses the form for whoever edits this idea; every field that cannot be taken says why.
    pub fn parse(input: &EditInput<'_>, idea: &Idea, editor: &Person, catalog: &Catalog) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let is_staff = editor.role.is_staff();
        let title = parse_title(input.title, &mut errors);
        let body = parse_body(input.body, BODY_MAX, &mut errors);
        let here = catalog.board(idea.board_id)?;
        let wanted = catalog.boards_open_to(is_staff).find(|board| board.slug == input.board);
        let board = match wanted {
            _ if input.board.is_empty() || input.board == here.slug => here,
            Some(board) if policy::may_move(editor) => board,
            Some(_) | None => {
                errors.add("board", "error-board-unknown");
                here
            }
        };
        let category = parse_category(input.category, board, catalog, &mut errors);
        let tags = parse_tags(input.tags, catalog, is_staff, &mut errors);
        let seen = input.seen.trim().to_owned();
        errors.or(Self { title, body, board: board.clone(), category, tags, seen })
    }
}

/// Stores the edit.
///
/// # Errors
/// `NotFound` and `Forbidden` for those who must not, `Conflict` when the text changed since it was seen.
pub fn edit(
    db: &mut Db,
    editor: &Person,
    id: IdeaId,
    draft: &EditDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<Idea> {
    let before = queries::lock(db, id)?;
    policy::may_see(editor.into(), &before)?;
    policy::may_edit_now(editor, &before)?;
    bans::refuse_banned_on(db, editor.id, before.board_id, now)?;
    if draft.seen != version(&before) {
        return Err(Error::Conflict("error-edit-conflict"));
    }
    let text = change_text(db, editor, &before, draft, settings, now)?;
    let place = change_place(db, editor, &before, draft, settings, now)?;
    let tags = change_tags(db, editor, &before, draft, &settings.catalog, now)?;
    let after = queries::find(db, id)?;
    if after.shown > 0 && (text || place || tags) {
        outbox::record(db, &Event::IdeaEdited { idea: id, by: editor.id }, now)?;
    }
    if after.shown != before.shown {
        outbox::record(db, &Event::IdeaVisibilityChanged { idea: id }, now)?;
    }
    Ok(after)
}

fn change_text(
    db: &mut Db,
    editor: &Person,
    before: &Idea,
    draft: &EditDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<bool> {
    if before.title == draft.title && before.body == draft.body {
        return Ok(false);
    }
    let board = settings.catalog.board(before.board_id)?;
    let body = settings.renderer.render(db, &draft.body)?;
    let home = settings.links.origin();
    let old = Text { title: &before.title, body: &before.body, html: &before.body_html, home };
    let new = Text { title: &draft.title, body: &draft.body, html: body.html.as_str(), home };
    let place = Place::idea(before.id);
    let screened = screening::screen_edit(db, editor, (place, &old), &new, now)?;
    let waits = screened.holds() || submit::first_state(db, editor, board)? == PostState::Pending;
    let is_held = before.state == PostState::Visible && waits;
    if is_held || is_recorded(db, editor, before, now)? {
        let revision = keep_revision(db, editor.id, before, now)?;
        NewAct::new(ActKind::IdeaEdited, ActAudience::Public, Some(editor.id))
            .idea(before.id)
            .detail(json!({ "revision": revision }))
            .record(db, now)?;
    }
    diesel::update(ideas::table.find(before.id))
        .set((
            ideas::title.eq(&draft.title),
            ideas::body.eq(&draft.body),
            ideas::body_html.eq(body.html.as_str()),
            ideas::render_version.eq(body.version),
            ideas::edited_at.eq(later(before.edited_at, now)),
            ideas::active_at.eq(now),
        ))
        .execute(db)?;
    if is_held {
        hold(db, editor, before, now)?;
    }
    screened.keep(db, place, now)?;
    Ok(true)
}

/// A text that waits for a moderator is not kept when its author changes it: nobody was to read it.
fn is_recorded(db: &mut Db, editor: &Person, before: &Idea, now: Timestamp) -> Result<bool> {
    let is_own = editor.id == before.author_id;
    if is_own && before.state == PostState::Pending {
        return Ok(false);
    }
    let took_part = !is_own || others_took_part(db, before)?;
    Ok(policy::edit_is_recorded(before, took_part, now))
}

/// The new text waits for a moderator, as it would if it were posted now.
fn hold(db: &mut Db, editor: &Person, idea: &Idea, now: Timestamp) -> Result<()> {
    diesel::update(ideas::table.find(idea.id))
        .set((ideas::state.eq(PostState::Pending), ideas::shown.eq(0)))
        .execute(db)?;
    NewAct::new(ActKind::EditHeld, ActAudience::Staff, Some(editor.id)).idea(idea.id).record(db, now)?;
    Ok(())
}

/// Two edits within one tick of the clock are still two versions.
fn later(before: Option<Timestamp>, now: Timestamp) -> Timestamp {
    before.map_or(now, |before| now.max(before.plus(1)))
}

/// Whether somebody other than the author has voted on the idea or commented on it.
fn others_took_part(db: &mut Db, idea: &Idea) -> Result<bool> {
    let vote = votes::table
        .filter(votes::idea_id.eq(idea.id))
        .filter(votes::person_id.ne(idea.author_id))
        .filter(votes::value.ne(0_i16))
        .select(votes::person_id)
        .first::<PersonId>(db)
        .optional()?;
    if vote.is_some() {
        return Ok(true);
    }
    let comment = comments::table
        .filter(comments::idea_id.eq(idea.id))
        .filter(comments::author_id.ne(idea.author_id))
        .select(comments::id)
        .first::<CommentId>(db)
        .optional()?;
    Ok(comment.is_some())
}

fn keep_revision(db: &mut Db, editor: PersonId, before: &Idea, now: Timestamp) -> Result<RevisionId> {
    let values = (
        revisions::idea_id.eq(before.id),
        revisions::editor_id.eq(editor),
        revisions::title.eq(&before.title),
        revisions::body.eq(&before.body),
        revisions::created_at.eq(now),
    );
    Ok(diesel::insert_into(revisions::table).values(values).returning(revisions::id).get_result(db)?)
}

fn change_place(
    db: &mut Db,
    editor: &Person,
    before: &Idea,
    draft: &EditDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<bool> {
    let moves = draft.board.id != before.board_id;
    if !moves && draft.category == before.category_id {
        return Ok(false);
    }
    diesel::update(ideas::table.find(before.id)).set(ideas::category_id.eq(draft.category)).execute(db)?;
    let from = settings.catalog.board(before.board_id)?;
    if moves {
        bans::refuse_banned_on(db, editor.id, draft.board.id, now)?;
        move_to(db, before, &draft.board, &settings.catalog)?;
    }
    let is_public = from.audience == Audience::Public && draft.board.audience == Audience::Public;
    let audience = if is_public { ActAudience::Public } else { ActAudience::Staff };
    let detail = json!({
        "from_board": from.id, "to_board": draft.board.id,
        "from_category": before.category_id, "to_category": draft.category,
    });
    NewAct::new(ActKind::IdeaMoved, audience, Some(editor.id))
        .idea(before.id)
        .detail(detail)
        .record(db, now)?;
    Ok(true)
}

/// On another board the idea has that board's status of the same meaning, is seen by those who see that board,
/// and cools at its pace.
fn move_to(db: &mut Db, idea: &Idea, board: &Board, catalog: &Catalog) -> Result<()> {
    let status = matching_status(catalog.status(idea.status_id)?, board, catalog)?;
    diesel::update(ideas::table.find(idea.id))
        .set((
            ideas::board_id.eq(board.id),
            ideas::status_id.eq(status.id),
            ideas::status_kind.eq(status.kind),
            ideas::shown.eq(shown(idea.state, board.audience)),
        ))
        .execute(db)?;
    ranking::store::refresh(db, idea.id)?;
    Ok(())
}

fn matching_status<'a>(status: &Status, board: &Board, catalog: &'a Catalog) -> Result<&'a Status> {
    let there = || catalog.statuses_of(board.id);
    let found = there()
        .find(|other| other.slug == status.slug && other.kind == status.kind)
        .or_else(|| there().find(|other| other.kind == status.kind));
    found.map_or_else(|| catalog.first_status(board.id), Ok)
}

/// Tags that the editor cannot see stay as they are.
fn change_tags(
    db: &mut Db,
    editor: &Person,
    before: &Idea,
    draft: &EditDraft,
    catalog: &Catalog,
    now: Timestamp,
) -> Result<bool> {
    let old: Vec<TagId> = queries::tags_of(db, &[before.id])?.into_iter().map(|(_, tag)| tag).collect();
    let is_staff_only = |tag: &TagId| catalog.tag(*tag).is_some_and(|tag| tag.is_staff_only);
    let mut new = draft.tags.clone();
    if !editor.role.is_staff() {
        new.extend(old.iter().filter(|tag| is_staff_only(tag)));
    }
    let added: Vec<TagId> = new.iter().filter(|tag| !old.contains(tag)).copied().collect();
    let removed: Vec<TagId> = old.iter().filter(|tag| !new.contains(tag)).copied().collect();
    if added.is_empty() && removed.is_empty() {
        return Ok(false);
    }
    submit::set_tags(db, before.id, &new)?;
    let is_quiet = added.iter().chain(&removed).all(is_staff_only);
    let audience = if is_quiet { ActAudience::Staff } else { ActAudience::Public };
    NewAct::new(ActKind::TagsChanged, audience, Some(editor.id))
        .idea(before.id)
        .detail(json!({ "added": added, "removed": removed }))
        .record(db, now)?;
    Ok(true)
}
