//! Posting an idea: with its author's vote, its place in the ranks and the event, in one transaction. It waits for a
//! moderator when its board or a rule of the screening wants that.

use diesel::prelude::*;

use super::{Idea, IdeaDraft, PostState, policy, shown};
use crate::boards::{Board, Premoderation};
use crate::db::Db;
use crate::db::schema::{idea_tags, ideas};
use crate::error::Result;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{IdeaId, PersonId, TagId};
use crate::outbox::{self, Event};
use crate::people::rendering::Rendered;
use crate::people::{Person, bans};
use crate::screening::{self, Place, Text};
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::{follows, people, ranking, votes};

/// Posts the idea. The same form sent twice gives the idea that is there already.
pub fn submit(
    db: &mut Db,
    author: &Person,
    draft: &IdeaDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<Idea> {
    if let Some(there) = find_posted(db, author, draft)? {
        return Ok(there);
    }
    let idea = post(db, author, draft, settings, now)?;
    follows::follow_along(db, idea.id, author.id, now)?;
    votes::cast_as_author(db, author.id, idea.id, now)?;
    announce(db, &idea, now)?;
    super::queries::find(db, idea.id)
}

/// Posts an idea that somebody writes down without asking for it themselves: no vote and no follow of theirs comes with
/// it. The same form sent twice gives the idea that is there already.
pub fn submit_for_another(
    db: &mut Db,
    author: &Person,
    draft: &IdeaDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<Idea> {
    if let Some(there) = find_posted(db, author, draft)? {
        return Ok(there);
    }
    let idea = post(db, author, draft, settings, now)?;
    ranking::store::refresh(db, idea.id)?;
    announce(db, &idea, now)?;
    super::queries::find(db, idea.id)
}

fn find_posted(db: &mut Db, author: &Person, draft: &IdeaDraft) -> Result<Option<Idea>> {
    people::queries::lock(db, author.id)?;
    find_by_form_key(db, author.id, draft)
}

/// The row and its tags, if its author may post it.
fn post(
    db: &mut Db,
    author: &Person,
    draft: &IdeaDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<Idea> {
    let board = settings.catalog.board(draft.board)?;
    policy::may_submit(author, board)?;
    bans::refuse_banned_on(db, author.id, board.id, now)?;
    let is_first = is_first(db, author.id)?;
    let body = settings.renderer.render(db, &draft.body)?;
    let text = Text {
        title: &draft.title,
        body: &draft.body,
        html: body.html.as_str(),
        home: settings.links.origin(),
    };
    let screened = screening::screen(db, author, &text, draft.filled, now)?;
    let state = if screened.holds() { PostState::Pending } else { first_state(db, author, board)? };
    let idea = insert(db, author, draft, settings, (state, is_first, &body), now)?;
    set_tags(db, idea.id, &draft.tags)?;
    screened.keep(db, Place::idea(idea.id), now)?;
    Ok(idea)
}

fn find_by_form_key(db: &mut Db, author: PersonId, draft: &IdeaDraft) -> Result<Option<Idea>> {
    let Some(key) = &draft.form_key else { return Ok(None) };
    let same = ideas::table.filter(ideas::author_id.eq(author)).filter(ideas::form_key.eq(key));
    Ok(same.select(Idea::as_select()).first(db).optional()?)
}

fn is_first(db: &mut Db, author: PersonId) -> Result<bool> {
    let earlier: Option<IdeaId> =
        ideas::table.filter(ideas::author_id.eq(author)).select(ideas::id).first(db).optional()?;
    Ok(earlier.is_none())
}

/// Whether a post that this person makes or edits on this board now waits for a moderator.
pub fn first_state(db: &mut Db, author: &Person, board: &Board) -> Result<PostState> {
    let waits = match board.premoderation {
        Premoderation::Off => false,
        Premoderation::All => !author.role.is_staff(),
        Premoderation::FirstPosts => !author.role.is_staff() && !has_visible_post(db, author.id)?,
    };
    Ok(if waits { PostState::Pending } else { PostState::Visible })
}

fn has_visible_post(db: &mut Db, author: PersonId) -> Result<bool> {
    use crate::db::schema::comments;
    let idea = ideas::table
        .filter(ideas::author_id.eq(author))
        .filter(ideas::state.eq(PostState::Visible))
        .select(ideas::id)
        .first::<IdeaId>(db)
        .optional()?;
    if idea.is_some() {
        return Ok(true);
    }
    let comment = comments::table
        .filter(comments::author_id.eq(author))
        .filter(comments::state.eq(PostState::Visible))
        .select(comments::id)
        .first::<crate::ids::CommentId>(db)
        .optional()?;
    Ok(comment.is_some())
}

fn insert(
    db: &mut Db,
    author: &Person,
    draft: &IdeaDraft,
    settings: &Settings,
    (state, is_first, body): (PostState, bool, &Rendered),
    now: Timestamp,
) -> Result<Idea> {
    let board = settings.catalog.board(draft.board)?;
    let status = settings.catalog.first_status(board.id)?;
    let text = (
        ideas::title.eq(&draft.title),
        ideas::body.eq(&draft.body),
        ideas::body_html.eq(body.html.as_str()),
        ideas::render_version.eq(body.version),
        ideas::form_key.eq(draft.form_key.as_deref()),
    );
    let place = (
        ideas::board_id.eq(board.id),
        ideas::category_id.eq(draft.category),
        ideas::author_id.eq(author.id),
        ideas::status_id.eq(status.id),
        ideas::status_kind.eq(status.kind),
        ideas::status_at.eq(now),
        ideas::state.eq(state),
        ideas::shown.eq(shown(state, board.audience)),
        ideas::is_locked.eq(false),
        ideas::is_first_by_author.eq(is_first),
        ideas::created_at.eq(now),
        ideas::active_at.eq(now),
    );
    let counters = (
        (ideas::promotions.eq(0), ideas::demotions.eq(0), ideas::held_count.eq(0)),
        (ideas::comment_count.eq(0), ideas::follower_count.eq(0)),
        (ideas::brought_promotions.eq(0), ideas::brought_demotions.eq(0)),
        (
            ideas::net.eq(0),
            ideas::wilson.eq(0.0),
            ideas::heat.eq(0.0),
            ideas::site_heat.eq(0.0),
            ideas::impact.eq(0.0),
        ),
    );
    let values = (text, place, counters);
    let id = diesel::insert_into(ideas::table).values(values).returning(ideas::id).get_result(db)?;
    super::queries::find(db, id)
}

/// Makes these the tags of an idea, and no others.
pub fn set_tags(db: &mut Db, idea: IdeaId, tags: &[TagId]) -> Result<()> {
    diesel::delete(idea_tags::table.filter(idea_tags::idea_id.eq(idea))).execute(db)?;
    for tag in tags {
        diesel::insert_into(idea_tags::table)
            .values((idea_tags::idea_id.eq(idea), idea_tags::tag_id.eq(tag)))
            .execute(db)?;
    }
    Ok(())
}

/// A visible idea is an event; one that waits is only in its own history.
fn announce(db: &mut Db, idea: &Idea, now: Timestamp) -> Result<()> {
    let author = Some(idea.author_id);
    if idea.state == PostState::Visible {
        NewAct::new(ActKind::IdeaSubmitted, ActAudience::Public, author).idea(idea.id).record(db, now)?;
        outbox::record(db, &Event::IdeaPosted { idea: idea.id }, now)?;
    } else {
        NewAct::new(ActKind::Held, ActAudience::Staff, author).idea(idea.id).record(db, now)?;
    }
    Ok(())
}
