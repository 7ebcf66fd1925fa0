//! The same change to many ideas: each is changed whole or not at all, in a transaction of its own.

use std::collections::HashMap;

use diesel::prelude::*;

use super::answer::{AnswerDraft, Seen, answer};
use super::effort::EffortChange;
use super::routes::{SendDraft, send};
use super::{policy, queries, shortlist};
use crate::db::Db;
use crate::db::schema::idea_tags;
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::Idea;
use crate::ids::{IdeaId, TagId, TeamId};
use crate::outbox::{self, Event};
use crate::people::Person;
use crate::ranking::store::Ranked;
use crate::settings::Settings;
use crate::text::clean;
use crate::time::Timestamp;

/// Most ideas in one go.
pub const BULK_MAX: usize = 200;

/// What is to become of each idea.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The status with this name in addresses, on whatever board the idea is.
    pub status: Option<String>,
    /// One response for all, in Markdown; empty for none.
    pub response: String,
    /// The effort.
    pub effort: EffortChange,
    /// The team that it is sent to.
    pub team: Option<TeamId>,
    /// When that team is to be done.
    pub due_at: Option<Timestamp>,
    /// A tag to add.
    pub tag: Option<TagId>,
    /// Whether it is put on the shortlist.
    pub shortlist: bool,
    /// How each stood when this was confirmed: one that somebody else decided about since is left out.
    pub seen: HashMap<IdeaId, Seen>,
}

impl Change {
    /// Whether nothing is to change.
    pub fn is_empty(&self) -> bool {
        self.status.is_none()
            && self.effort == EffortChange::Keep
            && self.team.is_none()
            && self.tag.is_none()
            && !self.shortlist
    }
}

/// Refuses whoever may not do all of this.
pub fn may_apply(actor: &Person, change: &Change) -> Result<()> {
    policy::may_see_desk(actor)?;
    if change.status.is_some() || change.effort != EffortChange::Keep {
        policy::may_answer(actor)?;
    }
    if change.team.is_some() {
        policy::may_route(actor)?;
    }
    if change.tag.is_some() {
        policy::may_edit(actor)?;
    }
    if change.shortlist {
        policy::may_score(actor)?;
    }
    Ok(())
}

/// Changes one idea. `false` when it is so already; an error when any part cannot be done, and then none is.
pub fn change(
    db: &mut Db,
    actor: &Person,
    id: IdeaId,
    change: &Change,
    settings: &Settings,
    now: Timestamp,
) -> Result<bool> {
    may_apply(actor, change)?;
    Ranked::lock(db, id)?;
    let idea = crate::ideas::queries::find(db, id)?;
    policy::may_be_worked_on(&idea)?;
    let mut changed = decide(db, actor, &idea, change, settings, now)?;
    if let Some(team) = change.team {
        let open = queries::route_between(db, id, team)?.is_some_and(|route| route.state.is_open());
        if !open {
            send(db, actor, id, &SendDraft::parse(team, "", change.due_at)?, now)?;
            changed = true;
        }
    }
    if let Some(tag) = change.tag {
        changed |= add_tag(db, actor, &idea, tag, settings, now)?;
    }
    if change.shortlist {
        changed |= shortlist::set(db, actor, id, true, now)?;
    }
    Ok(changed)
}

fn decide(
    db: &mut Db,
    actor: &Person,
    idea: &Idea,
    change: &Change,
    settings: &Settings,
    now: Timestamp,
) -> Result<bool> {
    let status = match &change.status {
        Some(slug) => {
            let own = settings.catalog.statuses_of(idea.board_id).find(|own| &own.slug == slug);
            Some(own.ok_or(Error::Conflict("bulk-skipped-status"))?.id)
        }
        None => None,
    };
    let is_new_status = status.is_some_and(|status| status != idea.status_id);
    let is_new_effort = change.effort.applied_to(idea.effort) != idea.effort;
    // The response belongs to the status: what has it already and was answered gets no second one.
    let is_answered = !is_new_status && idea.answered_at.is_some();
    let response = if is_answered { "" } else { change.response.as_str() };
    let says = status.is_some() && !clean::is_invisible(response);
    if !is_new_status && !is_new_effort && !says {
        return Ok(false);
    }
    let mut draft = AnswerDraft::parse(status, change.effort, response)?;
    if let Some(seen) = change.seen.get(&idea.id) {
        draft = draft.if_still(seen.clone());
    }
    answer(db, actor, idea.id, &draft, settings, now)?;
    Ok(true)
}

fn add_tag(
    db: &mut Db,
    actor: &Person,
    idea: &Idea,
    tag: TagId,
    settings: &Settings,
    now: Timestamp,
) -> Result<bool> {
    let known = settings.catalog.tag(tag).ok_or(Error::NotFound)?;
    let audience = if known.is_staff_only { ActAudience::Staff } else { ActAudience::Public };
    let tags: Vec<TagId> =
        idea_tags::table.filter(idea_tags::idea_id.eq(idea.id)).select(idea_tags::tag_id).load(db)?;
    if tags.contains(&tag) {
        return Ok(false);
    }
    diesel::insert_into(idea_tags::table)
        .values((idea_tags::idea_id.eq(idea.id), idea_tags::tag_id.eq(tag)))
        .execute(db)?;
    NewAct::new(ActKind::TagsChanged, audience, Some(actor.id))
        .idea(idea.id)
        .detail(serde_json::json!({ "added": [tag], "removed": [] }))
        .record(db, now)?;
    outbox::record(db, &Event::IdeaEdited { idea: idea.id, by: actor.id }, now)?;
    Ok(true)
}
