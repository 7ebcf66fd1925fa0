//! Deciding and answering as one act: status, public response and effort band change together or not at all.

use diesel::prelude::*;
use serde_json::json;

use super::effort::{self, EffortChange};
use super::{policy, private, queries, replies};
use crate::boards::Status;
use crate::db::Db;
use crate::db::schema::{ideas, responses};
use crate::error::{Error, FieldErrors, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::Idea;
use crate::ids::{IdeaId, PersonId, ResponseId, StatusId};
use crate::outbox::{self, Event};
use crate::people::Person;
use crate::ranking::impact::Effort;
use crate::ranking::store::Ranked;
use crate::settings::Settings;
use crate::text::clean;
use crate::time::Timestamp;

/// Most characters in a response.
pub const RESPONSE_MAX: usize = 10_000;

/// An official response.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = responses)]
pub struct Response {
    /// Its id.
    pub id: ResponseId,
    /// The idea it answers.
    pub idea_id: IdeaId,
    /// Who wrote it.
    pub author_id: PersonId,
    /// The status that came with it.
    pub status_id: StatusId,
    /// The effort as it was said then.
    pub effort: Option<Effort>,
    /// The text in Markdown, as typed.
    pub body: String,
    /// The text rendered and sanitised.
    pub body_html: String,
    /// When it was given.
    pub created_at: Timestamp,
    /// When its text was last edited.
    pub edited_at: Option<Timestamp>,
}

/// What whoever decides has before their eyes: if it is no longer so, they hear of it before anything changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen(String);

impl Seen {
    /// An idea as it stands, with its last response.
    pub fn of(idea: &Idea, last: Option<ResponseId>) -> Self {
        let effort = idea.effort.map_or("-", Effort::as_str);
        Self(format!("{}.{}.{effort}", idea.status_id, last.map_or(0, ResponseId::raw)))
    }

    /// Back from a form.
    pub fn from_form(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// For a form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A decision about to be made. Made by [`AnswerDraft::parse`].
#[derive(Debug, Clone, Default)]
pub struct AnswerDraft {
    status: Option<StatusId>,
    effort: EffortChange,
    body: Option<String>,
    private: Option<String>,
    seen: Option<Seen>,
}

impl AnswerDraft {
    /// Parses a decision. No status, an effort to keep and an empty text each leave things as they are.
    pub fn parse(status: Option<StatusId>, effort: EffortChange, typed: &str) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let body = parse_body(typed, &mut errors);
        errors.or(Self { status, effort, body, private: None, seen: None })
    }

    /// The same with a line that only the author and staff read. It stands beside a public answer; empty is none.
    pub fn privately(mut self, typed: &str) -> Result<Self> {
        if !clean::is_invisible(typed) {
            let line = super::plain_text(typed, private::LINE_MAX, "private", "error-private-alone")?;
            if self.body.is_none() {
                return Err(Error::field("private", "error-private-alone"));
            }
            self.private = Some(line);
        }
        Ok(self)
    }

    /// The same, refused if the idea no longer stands as it was seen.
    #[must_use]
    pub fn if_still(mut self, seen: Seen) -> Self {
        self.seen = Some(seen);
        self
    }
}

/// A response's text; none when there is nothing to read in it.
fn parse_body(typed: &str, errors: &mut FieldErrors) -> Option<String> {
    let Ok(body) = clean::multi_line(typed) else {
        errors.add("response", "error-control-characters");
        return None;
    };
    if clean::char_count(&body) > RESPONSE_MAX {
        let count = i64::try_from(clean::char_count(&body)).unwrap_or(i64::MAX);
        errors.add_with("response", "error-answer-long", &[("limit", 10_000), ("count", count)]);
    }
    if replies::has_open_field(&body) {
        errors.add("response", "error-answer-field");
    }
    (!clean::is_invisible(&body)).then_some(body)
}

/// What an answer changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The new response.
    pub response: Option<ResponseId>,
    /// Whether the status changed.
    pub status_changed: bool,
    /// Whether the effort changed.
    pub effort_changed: bool,
}

/// Decides about an idea and answers it. The same answer sent twice is given once.
///
/// # Errors
/// `Conflict` when somebody else decided in the meantime, `Invalid` when nothing changes or a reason is missing.
pub fn answer(
    db: &mut Db,
    actor: &Person,
    idea: IdeaId,
    draft: &AnswerDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<Outcome> {
    policy::may_answer(actor)?;
    Ranked::lock(db, idea)?;
    let idea = crate::ideas::queries::find(db, idea)?;
    policy::may_be_worked_on(&idea)?;
    let last = queries::last_response(db, idea.id)?;
    let status = status_after(&idea, draft, settings)?;
    let line = last.as_ref().map(|last| private::told_to(db, last.id)).transpose()?.flatten();
    let same = repeated(&idea, draft, status, actor, last.as_ref());
    if let Some(same) = same.filter(|_| line.map(|(_, said)| said) == draft.private) {
        return Ok(Outcome { response: Some(same), status_changed: false, effort_changed: false });
    }
    refuse_stale(&idea, draft, last.as_ref())?;
    let status_changed = status.id != idea.status_id;
    refuse_silence(draft, status, status_changed, &idea)?;
    let effort_changed = effort::change(db, actor.id, &idea, draft.effort, now)?;
    if status_changed {
        set_status(db, actor, &idea, status, now)?;
    }
    let response = respond(db, actor, &idea, draft, status, settings, now)?;
    if let (Some(response), Some(line)) = (response, &draft.private) {
        private::write(db, response, (actor.id, idea.author_id), line, now)?;
    }
    announce(db, actor, &idea, response, status_changed, now)?;
    Ok(Outcome { response, status_changed, effort_changed })
}

fn status_after<'s>(idea: &Idea, draft: &AnswerDraft, settings: &'s Settings) -> Result<&'s Status> {
    let wanted = draft.status.unwrap_or(idea.status_id);
    let status = settings.catalog.status(wanted).ok().filter(|status| status.board_id == idea.board_id);
    status.ok_or_else(|| Error::field("status", "error-status-unknown"))
}

/// The response that is there already when a form is sent twice.
fn repeated(
    idea: &Idea,
    draft: &AnswerDraft,
    status: &Status,
    actor: &Person,
    last: Option<&Response>,
) -> Option<ResponseId> {
    let (last, body) = (last?, draft.body.as_ref()?);
    let is_same = &last.body == body
        && last.author_id == actor.id
        && last.status_id == status.id
        && idea.status_id == status.id
        && draft.effort.applied_to(idea.effort) == idea.effort;
    is_same.then_some(last.id)
}

fn refuse_stale(idea: &Idea, draft: &AnswerDraft, last: Option<&Response>) -> Result<()> {
    let now = Seen::of(idea, last.map(|last| last.id));
    match &draft.seen {
        Some(seen) if *seen != now => Err(Error::Conflict("error-answer-conflict")),
        _ => Ok(()),
    }
}

/// No decline without a reason, and no decision that changes nothing.
fn refuse_silence(draft: &AnswerDraft, status: &Status, status_changed: bool, idea: &Idea) -> Result<()> {
    if draft.body.is_some() {
        return Ok(());
    }
    if status_changed && status.wants_reason {
        return Err(Error::field("response", "error-answer-reason"));
    }
    if !status_changed && draft.effort.applied_to(idea.effort) == idea.effort {
        return Err(Error::field("response", "error-answer-nothing"));
    }
    Ok(())
}

fn set_status(db: &mut Db, actor: &Person, idea: &Idea, status: &Status, now: Timestamp) -> Result<()> {
    diesel::update(ideas::table.find(idea.id))
        .set((
            ideas::status_id.eq(status.id),
            ideas::status_kind.eq(status.kind),
            ideas::status_at.eq(now),
            ideas::active_at.eq(now),
        ))
        .execute(db)?;
    NewAct::new(ActKind::StatusChanged, ActAudience::Public, Some(actor.id))
        .idea(idea.id)
        .detail(json!({ "from": idea.status_id, "to": status.id }))
        .record(db, now)?;
    Ok(())
}

fn respond(
    db: &mut Db,
    actor: &Person,
    idea: &Idea,
    draft: &AnswerDraft,
    status: &Status,
    settings: &Settings,
    now: Timestamp,
) -> Result<Option<ResponseId>> {
    let Some(body) = &draft.body else { return Ok(None) };
    let rendered = settings.renderer.render(db, body)?;
    let values = (
        responses::idea_id.eq(idea.id),
        responses::author_id.eq(actor.id),
        responses::status_id.eq(status.id),
        responses::effort.eq(draft.effort.applied_to(idea.effort)),
        responses::body.eq(body),
        responses::body_html.eq(rendered.html.as_str()),
        responses::render_version.eq(rendered.version),
        responses::created_at.eq(now),
    );
    let id: ResponseId =
        diesel::insert_into(responses::table).values(values).returning(responses::id).get_result(db)?;
    diesel::update(ideas::table.find(idea.id))
        .set((ideas::answered_at.eq(Some(now)), ideas::active_at.eq(now)))
        .execute(db)?;
    NewAct::new(ActKind::Answered, ActAudience::Public, Some(actor.id))
        .idea(idea.id)
        .detail(json!({ "response": id }))
        .record(db, now)?;
    Ok(Some(id))
}

/// An effort alone is no news to anybody.
fn announce(
    db: &mut Db,
    actor: &Person,
    idea: &Idea,
    response: Option<ResponseId>,
    status_changed: bool,
    now: Timestamp,
) -> Result<()> {
    let by = actor.id;
    let event = match response {
        Some(response) => Event::Answered { idea: idea.id, response, status_changed, by },
        None if status_changed => Event::StatusChanged { idea: idea.id, by },
        None => return Ok(()),
    };
    outbox::record(db, &event, now)?;
    Ok(())
}

/// Edits the text of a response; the text before stays in the idea's history. `seen` is when the text that the editor
/// had before their eyes was edited.
///
/// # Errors
/// `Conflict` when somebody else edited it in the meantime, `Invalid` when the text does not fit.
pub fn edit_response(
    db: &mut Db,
    actor: &Person,
    response: ResponseId,
    (typed, seen): (&str, Option<Timestamp>),
    settings: &Settings,
    now: Timestamp,
) -> Result<Response> {
    policy::may_answer(actor)?;
    let idea = queries::find_response(db, response)?.idea_id;
    crate::ideas::queries::lock(db, idea)?;
    let before = queries::find_response(db, response)?;
    let mut errors = FieldErrors::default();
    let body = parse_body(typed, &mut errors);
    if body.is_none() && errors.is_empty() {
        errors.add("response", "error-answer-empty");
    }
    let body = errors.or(body.unwrap_or_default())?;
    if body == before.body {
        return Ok(before);
    }
    if before.edited_at != seen {
        return Err(Error::Conflict("error-response-conflict"));
    }
    let rendered = settings.renderer.render(db, &body)?;
    diesel::update(responses::table.find(response))
        .set((
            responses::body.eq(&body),
            responses::body_html.eq(rendered.html.as_str()),
            responses::render_version.eq(rendered.version),
            responses::edited_at.eq(Some(now)),
        ))
        .execute(db)?;
    NewAct::new(ActKind::ResponseEdited, ActAudience::Public, Some(actor.id))
        .idea(before.idea_id)
        .detail(json!({ "response": response, "before": before.body }))
        .record(db, now)?;
    outbox::record(db, &Event::IdeaEdited { idea: before.idea_id, by: actor.id }, now)?;
    queries::find_response(db, response)
}
