//! The rows, their closed sets, and the table of what may follow what.

use diesel::prelude::*;

use crate::db::schema::{route_steps, routes};
use crate::ids::{IdeaId, PersonId, RouteId, RouteStepId, RuleId, TeamId};
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// Where a route stands.
    pub enum RouteState {
        /// The team has not looked at it.
        New = "new",
        /// The team will see to it.
        Accepted = "accepted",
        /// A question waits for the desk or the author.
        Asked = "asked",
        /// The team works on it.
        InWork = "in_work",
        /// The team will not; it is back at the desk.
        Declined = "declined",
        /// The team did its part.
        Done = "done",
        /// The desk took it back, or passed it on to another team.
        Closed = "closed",
    }
}

impl RouteState {
    /// The states in which a team has something to do.
    pub const OPEN: [Self; 4] = [Self::New, Self::Accepted, Self::Asked, Self::InWork];
    /// Whether a route is in one of them, written out as the partial indexes of routes have it.
    pub const IS_OPEN: &str = "routes.state IN ('new', 'accepted', 'asked', 'in_work')";

    /// Whether the team has something to do.
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }

    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "route-state-new",
            Self::Accepted => "route-state-accepted",
            Self::Asked => "route-state-asked",
            Self::InWork => "route-state-in-work",
            Self::Declined => "route-state-declined",
            Self::Done => "route-state-done",
            Self::Closed => "route-state-closed",
        }
    }

    /// The kind of status whose pill it is shown with.
    pub fn pill(self) -> &'static str {
        match self {
            Self::New => "open",
            Self::Accepted | Self::Asked | Self::InWork => "active",
            Self::Done => "done",
            Self::Declined | Self::Closed => "closed",
        }
    }
}

text_enum! {
    /// Whom a question waits for.
    pub enum AskedOf {
        /// Product managers.
        Desk = "desk",
        /// The author of the idea.
        Author = "author",
    }
}

text_enum! {
    /// What happened to a route.
    pub enum StepKind {
        /// It was sent.
        Sent = "sent",
        /// It was sent again after it was closed, declined or done.
        SentAgain = "sent_again",
        /// The team accepted it.
        Accepted = "accepted",
        /// The team asked the desk.
        AskedDesk = "asked_desk",
        /// The team asked the author.
        AskedAuthor = "asked_author",
        /// The question was answered.
        Answered = "answered",
        /// Work began.
        Started = "started",
        /// The team told how it goes.
        Reported = "reported",
        /// The team did its part.
        Finished = "finished",
        /// The team declined.
        Declined = "declined",
        /// Somebody opened it again.
        Reopened = "reopened",
        /// The desk took it back.
        TakenBack = "taken_back",
        /// It was passed on to another team.
        Reassigned = "reassigned",
        /// A member took it or was given it.
        Assigned = "assigned",
        /// The due date changed.
        DueChanged = "due_changed",
        /// The team was reminded that it is due soon.
        Reminded = "reminded",
        /// It was escalated, since it is overdue; what is said is to whom.
        Escalated = "escalated",
        /// The team told everybody how it goes.
        Published = "published",
        /// The team said what it expects the idea to cost: effort and confidence, with a blank between.
        Estimated = "estimated",
        /// An address in the team's tracker was added.
        WorkLinked = "work_linked",
        /// It was taken off.
        WorkUnlinked = "work_unlinked",
        /// The author, whom the team had asked, deleted their account.
        AuthorLeft = "author_left",
    }
}

impl StepKind {
    /// Whether it happened by itself: the route's clock did it, or nobody.
    pub fn is_by_clock(self) -> bool {
        matches!(self, Self::Reminded | Self::Escalated | Self::AuthorLeft)
    }

    /// What changes where a route stands.
    pub const MOVES: [Self; 13] = [
        Self::Sent,
        Self::SentAgain,
        Self::Accepted,
        Self::AskedDesk,
        Self::AskedAuthor,
        Self::Answered,
        Self::Started,
        Self::Finished,
        Self::Declined,
        Self::Reopened,
        Self::TakenBack,
        Self::Reassigned,
        Self::AuthorLeft,
    ];

    /// The key of the sentence that tells of it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sent => "step-sent",
            Self::SentAgain => "step-sent-again",
            Self::Accepted => "step-accepted",
            Self::AskedDesk => "step-asked-desk",
            Self::AskedAuthor => "step-asked-author",
            Self::Answered => "step-answered",
            Self::Started => "step-started",
            Self::Reported => "step-reported",
            Self::Finished => "step-finished",
            Self::Declined => "step-declined",
            Self::Reopened => "step-reopened",
            Self::TakenBack => "step-taken-back",
            Self::Reassigned => "step-reassigned",
            Self::Assigned => "step-assigned",
            Self::DueChanged => "step-due-changed",
            Self::Reminded => "step-reminded",
            Self::Escalated => "step-escalated",
            Self::Published => "step-published",
            Self::Estimated => "step-estimated",
            Self::WorkLinked => "step-work-linked",
            Self::WorkUnlinked => "step-work-unlinked",
            Self::AuthorLeft => "step-author-left",
        }
    }
}

/// Whose move it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Members of the team, and managers for them.
    Team,
    /// Managers.
    Desk,
    /// The author of the idea, and managers for them.
    Author,
}

text_enum! {
    /// A move on a route, by the name that its form's address ends in.
    pub enum Move {
        /// Accept it.
        Accept = "accept",
        /// Ask the desk.
        AskDesk = "ask-desk",
        /// Ask the author.
        AskAuthor = "ask-author",
        /// Answer the question that waits.
        Answer = "answer",
        /// Begin to work on it.
        Start = "start",
        /// Tell how it goes.
        Report = "report",
        /// Tell everybody how it goes.
        Publish = "publish",
        /// Be done.
        Finish = "finish",
        /// Decline it, with a reason.
        Decline = "decline",
        /// Open it again.
        Reopen = "reopen",
        /// Take it back to the desk for good.
        TakeBack = "take-back",
    }
}

impl Move {
    /// The states that it can be made in.
    pub fn from(self) -> &'static [RouteState] {
        use RouteState::{Accepted, Asked, Closed, Declined, Done, InWork, New};
        match self {
            Self::Accept => &[New, Asked],
            Self::AskDesk | Self::AskAuthor => &[New, Accepted, InWork],
            Self::Answer => &[Asked],
            Self::Start => &[New, Accepted, Asked],
            Self::Report | Self::Publish => &[Accepted, InWork],
            Self::Finish => &[Accepted, InWork],
            Self::Decline => &[New, Accepted, Asked, InWork],
            Self::Reopen => &[Declined, Done, Closed],
            Self::TakeBack => &[New, Accepted, Asked, InWork, Declined],
        }
    }

    /// The step that tells of it.
    pub fn step(self) -> StepKind {
        match self {
            Self::Accept => StepKind::Accepted,
            Self::AskDesk => StepKind::AskedDesk,
            Self::AskAuthor => StepKind::AskedAuthor,
            Self::Answer => StepKind::Answered,
            Self::Start => StepKind::Started,
            Self::Report => StepKind::Reported,
            Self::Publish => StepKind::Published,
            Self::Finish => StepKind::Finished,
            Self::Decline => StepKind::Declined,
            Self::Reopen => StepKind::Reopened,
            Self::TakeBack => StepKind::TakenBack,
        }
    }

    /// Whether it takes words, and the error when they are missing.
    pub fn wants_words(self) -> Option<&'static str> {
        match self {
            Self::AskDesk | Self::AskAuthor => Some("error-route-question"),
            Self::Answer => Some("error-route-answer"),
            Self::Report | Self::Publish => Some("error-route-report"),
            Self::Finish => Some("error-route-delivered"),
            Self::Decline => Some("error-route-reason"),
            Self::Accept | Self::Start | Self::Reopen | Self::TakeBack => None,
        }
    }

    /// The key of the button's words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "move-accept",
            Self::AskDesk => "move-ask-desk",
            Self::AskAuthor => "move-ask-author",
            Self::Answer => "move-answer",
            Self::Start => "move-start",
            Self::Report => "move-report",
            Self::Publish => "move-publish",
            Self::Finish => "move-finish",
            Self::Decline => "move-decline",
            Self::Reopen => "move-reopen",
            Self::TakeBack => "move-take-back",
        }
    }

    /// The key of the label of its words.
    pub fn label(self) -> &'static str {
        match self {
            Self::AskDesk | Self::AskAuthor => "move-ask-label",
            Self::Answer => "move-answer-label",
            Self::Report => "move-report-label",
            Self::Publish => "move-publish-label",
            Self::Finish => "move-finish-label",
            _ => "move-reason-label",
        }
    }

    /// The key of what is said once it is made.
    pub fn flash(self) -> &'static str {
        match self {
            Self::Accept => "flash-route-accepted",
            Self::AskDesk | Self::AskAuthor => "flash-route-asked",
            Self::Answer => "flash-route-answered",
            Self::Start => "flash-route-started",
            Self::Report => "flash-route-reported",
            Self::Publish => "flash-route-published",
            Self::Finish => "flash-route-finished",
            Self::Decline => "flash-route-declined",
            Self::Reopen => "flash-route-reopened",
            Self::TakeBack => "flash-route-taken-back",
        }
    }

    /// Whose move it is, given whom a question waits for.
    pub fn side(self, asked_of: Option<AskedOf>) -> Side {
        match self {
            Self::Reopen | Self::TakeBack => Side::Desk,
            Self::Answer if asked_of == Some(AskedOf::Author) => Side::Author,
            Self::Answer => Side::Desk,
            _ => Side::Team,
        }
    }
}

/// The state after a history of steps: what an answered question leads back to.
pub(super) fn state_after(steps: &[StepKind]) -> RouteState {
    steps.iter().fold(RouteState::New, |state, step| match step {
        StepKind::Sent | StepKind::SentAgain | StepKind::Reopened => RouteState::New,
        StepKind::Accepted => RouteState::Accepted,
        StepKind::Started => RouteState::InWork,
        StepKind::Finished => RouteState::Done,
        StepKind::Declined => RouteState::Declined,
        StepKind::TakenBack | StepKind::Reassigned => RouteState::Closed,
        StepKind::AskedDesk
        | StepKind::AskedAuthor
        | StepKind::Answered
        | StepKind::Reported
        | StepKind::Assigned
        | StepKind::DueChanged
        | StepKind::Reminded
        | StepKind::Escalated => state,
        StepKind::Published | StepKind::Estimated | StepKind::WorkLinked | StepKind::WorkUnlinked => state,
        StepKind::AuthorLeft => state,
    })
}

/// An idea sent to a team.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = routes)]
pub struct Route {
    /// Its id.
    pub id: RouteId,
    /// The idea.
    pub idea_id: IdeaId,
    /// The team.
    pub team_id: TeamId,
    /// The rule that sent it.
    pub rule_id: Option<RuleId>,
    /// Who sent it.
    pub sent_by: Option<PersonId>,
    /// The member who sees to it.
    pub assignee_id: Option<PersonId>,
    /// Where it stands.
    pub state: RouteState,
    /// Whom a question waits for.
    pub asked_of: Option<AskedOf>,
    /// What was said when it was sent.
    pub note: String,
    /// When the team is to be done with it.
    pub due_at: Option<Timestamp>,
    /// When it was first sent.
    pub created_at: Timestamp,
    /// When something last happened to it.
    pub updated_at: Timestamp,
}

impl Route {
    /// Whether a question waits for the author of the idea.
    pub fn waits_for_author(&self) -> bool {
        self.state == RouteState::Asked && self.asked_of == Some(AskedOf::Author)
    }

    /// Whether the team should be done with it by now.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.state.is_open() && self.due_at.is_some_and(|due| due < now)
    }
}

/// Something that happened to a route.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = route_steps)]
pub struct Step {
    /// Its id.
    pub id: RouteStepId,
    /// The route.
    pub route_id: RouteId,
    /// Who did it; none when a rule did.
    pub person_id: Option<PersonId>,
    /// What happened.
    pub kind: StepKind,
    /// What was said, in plain text.
    pub body: String,
    /// When.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_leads_back_to_where_it_was_asked() {
        use StepKind::{Accepted, Answered, AskedAuthor, Reopened, Sent, Started};
        assert_eq!(state_after(&[Sent, AskedAuthor]), RouteState::New);
        assert_eq!(state_after(&[Sent, Accepted, AskedAuthor]), RouteState::Accepted);
        assert_eq!(state_after(&[Sent, Accepted, Started, AskedAuthor, Answered]), RouteState::InWork);
        assert_eq!(state_after(&[Sent, Accepted, StepKind::Declined, Reopened]), RouteState::New);
    }

    #[test]
    fn closed_states_are_only_left_by_opening_again() {
        for state in [RouteState::Done, RouteState::Declined, RouteState::Closed] {
            for act in Move::ALL {
                let may = act.from().contains(&state);
                let expected =
                    *act == Move::Reopen || (*act == Move::TakeBack && state == RouteState::Declined);
                assert_eq!(may, expected, "{act} from {state}");
            }
        }
    }
}
