//! Posting a comment or a reply: the row, the idea's counter, following along and the event, in one transaction.

use diesel::prelude::*;

use super::{Comment, count, policy, queries};
use crate::db::Db;
use crate::db::schema::{comments, ideas};
use crate::error::{Error, FieldErrors, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::submit::first_state;
use crate::ideas::{Idea, PostState, parse_body, posted_key};
use crate::ids::{CommentId, IdeaId, PersonId};
use crate::outbox::{self, Event};
use crate::people::rendering::Rendered;
use crate::people::{self, Person, bans};
use crate::screening::{self, Filled, Place, Text};
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::{follows, ideas as features, merges};

/// Most characters in a comment.
pub const BODY_MAX: usize = 5_000;

/// The form as it came, every field as typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct CommentInput<'a> {
    /// The text, in Markdown.
    pub body: &'a str,
    /// The comment it answers; empty for none.
    pub parent: &'a str,
    /// Random key of the form, so that sending it twice posts once.
    pub form_key: &'a str,
}

/// A parsed comment.
#[derive(Debug, Clone)]
pub struct CommentDraft {
    pub(super) body: String,
    parent: Option<CommentId>,
    form_key: Option<String>,
    filled: Option<Filled>,
}

impl CommentDraft {
    /// Parses the form.
    ///
    /// # Errors
    /// What is wrong with the text; `NotFound` when the parent is no number.
    pub fn parse(input: &CommentInput<'_>) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let body = parse_body(input.body, BODY_MAX, &mut errors);
        let parent = match input.parent {
            "" => None,
            number => Some(number.parse().map_err(|_| Error::NotFound)?),
        };
        let form_key = posted_key(input.form_key, &[input.parent, &body]);
        errors.or(Self { body, parent, form_key, filled: None })
    }

    /// The same with what is known of the form that it came by.
    #[must_use]
    pub fn from_form(self, filled: Filled) -> Self {
        Self { filled: Some(filled), ..self }
    }
}

/// Posts the comment. The same form sent twice gives the comment that is there already.
pub fn post(
    db: &mut Db,
    author: &Person,
    idea: IdeaId,
    draft: &CommentDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<Comment> {
    people::queries::lock(db, author.id)?;
    let idea = lock(db, idea)?;
    if let Some(there) = find_by_form_key(db, author.id, draft)? {
        return Ok(there);
    }
    policy::may_comment(author, &idea)?;
    bans::refuse_banned_on(db, author.id, idea.board_id, now)?;
    let parent = draft.parent.map(|parent| find_parent(db, idea.id, parent)).transpose()?;
    // A reply lies with what it answers, which may have come with a merged idea and go with it again.
    let place = parent.map_or(idea.id, |(place, _)| place);
    let parent = parent.map(|(_, parent)| parent);
    let body = settings.renderer.render(db, &draft.body)?;
    let text = Text { title: "", body: &draft.body, html: body.html.as_str(), home: settings.links.origin() };
    let screened = screening::screen(db, author, &text, draft.filled, now)?;
    let state = match first_state(db, author, settings.catalog.board(idea.board_id)?)? {
        _ if screened.holds() => PostState::Pending,
        state => state,
    };
    let id = insert(db, author.id, place, (parent, state), (draft, &body), now)?;
    screened.keep(db, Place::comment(place, id), now)?;
    if author.follows_on_comment {
        follows::follow_along(db, idea.id, author.id, now)?;
    }
    announce(db, (&idea, place), author.id, id, state, now)?;
    queries::find(db, id)
}

/// The idea that is commented on: where this one is now.
fn lock(db: &mut Db, idea: IdeaId) -> Result<Idea> {
    let found = features::queries::lock(db, idea)?;
    match merges::home(db, idea)? {
        home if found.shown == merges::SHOWN && home != idea => lock(db, home),
        _ => Ok(found),
    }
}

fn find_by_form_key(db: &mut Db, author: PersonId, draft: &CommentDraft) -> Result<Option<Comment>> {
    let Some(key) = &draft.form_key else { return Ok(None) };
    let same = comments::table.filter(comments::author_id.eq(author)).filter(comments::form_key.eq(key));
    Ok(same.select(Comment::as_select()).first(db).optional()?)
}

/// There is one level of replies: a reply to a reply goes beside it.
fn find_parent(db: &mut Db, idea: IdeaId, parent: CommentId) -> Result<(IdeaId, CommentId)> {
    let parent = queries::find(db, parent)?;
    if merges::home(db, parent.idea_id)? != idea {
        return Err(Error::NotFound);
    }
    policy::may_reply(&parent)?;
    Ok((parent.idea_id, parent.thread()))
}

fn insert(
    db: &mut Db,
    author: PersonId,
    idea: IdeaId,
    (parent, state): (Option<CommentId>, PostState),
    (draft, body): (&CommentDraft, &Rendered),
    now: Timestamp,
) -> Result<CommentId> {
    let values = (
        (comments::idea_id.eq(idea), comments::parent_id.eq(parent), comments::author_id.eq(author)),
        comments::body.eq(&draft.body),
        comments::body_html.eq(body.html.as_str()),
        comments::render_version.eq(body.version),
        comments::state.eq(state),
        comments::form_key.eq(draft.form_key.as_deref()),
        comments::created_at.eq(now),
    );
    Ok(diesel::insert_into(comments::table).values(values).returning(comments::id).get_result(db)?)
}

/// A visible comment is counted and an event; one that waits is only in the moderators' history.
fn announce(
    db: &mut Db,
    (idea, place): (&Idea, IdeaId),
    author: PersonId,
    id: CommentId,
    state: PostState,
    now: Timestamp,
) -> Result<()> {
    if state != PostState::Visible {
        let held = NewAct::new(ActKind::Held, ActAudience::Staff, Some(author));
        held.idea(idea.id).comment(id).record(db, now)?;
        return Ok(());
    }
    count::add(db, place, 1)?;
    diesel::update(ideas::table.find(idea.id)).set(ideas::active_at.eq(now)).execute(db)?;
    outbox::record(db, &Event::CommentPosted { idea: idea.id, comment: id }, now)?;
    Ok(())
}
