//! What an idea's page asks its reader: whether they stand by what was filed for them, whether a delivery helped.

use crate::boards::StatusKind;
use crate::captures;
use crate::db::Db;
use crate::error::Result;
use crate::ideas::{Idea, Viewer, links};
use crate::integrity::plea;
use crate::invitations;
use crate::outcomes::{self, Outcomes};
use crate::ranking::store::VoteState;
use crate::votes::VoteValue;
use crate::web::form::FormErrors;

/// What was filed here for customers, and what the reader is asked.
#[derive(Default)]
pub(super) struct Filed {
    /// Whether the idea was posted for a customer.
    pub(super) is_idea: bool,
    /// Votes filed for customers who have not said whether they stand by it.
    pub(super) votes: i64,
    /// Whether something was filed here for the reader.
    pub(super) is_for_reader: bool,
    /// The idea whose part this is, to which the reader is invited.
    pub(super) invited_from: Option<String>,
    /// The key of what the reader is told of their own vote when it does not count.
    pub(super) reviewed: Option<&'static str>,
}

/// Whether the delivery helped: what was said, and the form for those who are asked.
pub(super) struct OutcomeBox {
    pub(super) counts: Outcomes,
    pub(super) may_say: bool,
    pub(super) is_said: bool,
    /// What is chosen, or was when the form came back.
    pub(super) value: String,
    pub(super) line: String,
    pub(super) form: FormErrors,
}

/// What somebody is told of a vote of theirs that does not count.
fn reviewed_word(state: VoteState) -> &'static str {
    if state == VoteState::Void { "reviewed-void-note" } else { "reviewed-held-note" }
}

impl Filed {
    pub(super) fn load(db: &mut Db, idea: &Idea, viewer: Viewer, own: Option<VoteValue>) -> Result<Self> {
        let reader = viewer.id;
        let filed = match reader {
            Some(reader) => captures::waiting(db, reader)?.iter().any(|capture| capture.idea_id == idea.id),
            None => false,
        };
        let from = match reader.filter(|_| own.is_none() && idea.status_kind.takes_votes()) {
            Some(reader) => invitations::to(db, idea.id, reader)?,
            None => None,
        };
        let invited_from = match from {
            Some(from) => links::titles(db, &[from], viewer)?.into_iter().next().map(|(_, title, _)| title),
            None => None,
        };
        let reviewed = match reader.filter(|_| own.is_some()) {
            Some(reader) => plea::state_of(db, idea.id, reader)?.map(reviewed_word),
            None => None,
        };
        Ok(Self {
            is_idea: captures::is_idea_captured(db, idea.id)?,
            votes: captures::votes_on(db, idea.id)?,
            is_for_reader: filed,
            invited_from,
            reviewed,
        })
    }
}

impl OutcomeBox {
    pub(super) fn load(db: &mut Db, idea: &Idea, viewer: Viewer) -> Result<Option<Self>> {
        if idea.status_kind != StatusKind::Done {
            return Ok(None);
        }
        let (may_say, own) = match viewer.id {
            Some(reader) => (
                outcomes::may_say(db, reader, idea.id, idea.status_kind)?,
                outcomes::own(db, reader, idea.id)?,
            ),
            None => (false, None),
        };
        Ok(Some(Self {
            counts: outcomes::counts(db, idea.id)?,
            may_say,
            is_said: own.is_some(),
            value: own.as_ref().map_or("", |own| own.value.as_str()).to_owned(),
            line: own.map(|own| own.line).unwrap_or_default(),
            form: FormErrors::default(),
        }))
    }
}
