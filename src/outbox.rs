//! What happened, recorded in the transaction in which it happened, so that a crash loses no consequence.
//! The worker hands every event to the features that act on it, once.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::db::Db;
use crate::db::schema::events;
use crate::error::{Error, Result};
use crate::ids::{
    BoardId, CommentId, EventId, IdeaId, MessageId, PanelId, PersonId, ResponseId, RoundId, RouteId, RuleId,
    StormId, TeamId,
};
use crate::queue::{LONGEST_BACKOFF, backoff, excerpt};
use crate::time::Timestamp;

/// What happened: ids only, so that whoever acts on it reads the present state, and sees what may be seen now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are the ids of what the variant speaks of")]
pub enum Event {
    /// An idea became visible for the first time, by being posted or approved.
    IdeaPosted { idea: IdeaId },
    /// Title, body, category or tags of an idea changed.
    IdeaEdited { idea: IdeaId, by: PersonId },
    /// An idea became visible again, or stopped being so.
    IdeaVisibilityChanged { idea: IdeaId },
    /// Somebody set, changed or withdrew a vote.
    VoteCast { idea: IdeaId, by: PersonId },
    /// A comment or reply became visible for the first time.
    CommentPosted { idea: IdeaId, comment: CommentId },
    /// The text of a comment changed.
    CommentEdited { idea: IdeaId, comment: CommentId },
    /// A comment became visible again, or stopped being so.
    CommentVisibilityChanged { idea: IdeaId, comment: CommentId },
    /// A comment was taken up as an extension.
    ExtensionTakenUp { idea: IdeaId, comment: CommentId, by: PersonId },
    /// The company answered, perhaps with a new status.
    Answered { idea: IdeaId, response: ResponseId, status_changed: bool, by: PersonId },
    /// An idea's status changed without an answer.
    StatusChanged { idea: IdeaId, by: PersonId },
    /// An idea was merged into another.
    IdeaMerged { idea: IdeaId, into: IdeaId, by: PersonId },
    /// A merge was undone.
    IdeaUnmerged { idea: IdeaId, from: IdeaId, by: PersonId },
    /// A part of an idea became one of its own, and voters were invited to it.
    IdeaSplit { idea: IdeaId, from: IdeaId, by: PersonId },
    /// An idea was sent to a team, or sent again. `step` is the route's step that tells of it.
    Routed { route: RouteId, step: i64 },
    /// A team, the desk or the author moved a route on.
    RouteMoved { route: RouteId, step: i64, by: PersonId },
    /// The clock of a route says that it is due soon. `step` as above.
    RouteDueSoon { route: RouteId, step: i64 },
    /// The clock of a route says that it is overdue; the clock has to whom it went.
    RouteEscalated { route: RouteId, step: i64 },
    /// A rule asked the author on a route that it sent. `step` as above.
    RuleAsked { route: RouteId, step: i64 },
    /// A rule, then called so, tagged an idea, or tells a person and a team of it. Events of before it was kept whom it tells
    /// have no name.
    RuleActed {
        rule: RuleId,
        idea: IdeaId,
        #[serde(default)]
        name: String,
        #[serde(default)]
        person: Option<PersonId>,
        #[serde(default)]
        team: Option<TeamId>,
    },
    /// A board's settings changed in a way that ranks or visibility follow.
    BoardChanged { board: BoardId },
    /// A storm session began.
    StormOpened { storm: StormId },
    /// A storm session ended.
    StormClosed { storm: StormId },
    /// The answer of a storm session was published for the first time.
    StormAnswered { storm: StormId },
    /// A vote round began.
    RoundOpened { round: RoundId },
    /// A vote round ended.
    RoundClosed { round: RoundId },
    /// The report-back of a vote round was published for the first time.
    RoundReported { round: RoundId },
    /// Somebody was asked to rate the ideas of a panel.
    PanelAsked { panel: PanelId, person: PersonId, by: PersonId },
    /// The time of a panel is over; `by` when somebody ended it.
    PanelClosed { panel: PanelId, by: Option<PersonId> },
    /// A moderator tells an author what became of a post, or of an appeal.
    AuthorTold { message: MessageId },
    /// Somebody deleted their account.
    PersonLeft { person: PersonId },
}

impl Event {
    /// Its name, as stored and as webhooks call it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::IdeaPosted { .. } => "idea_posted",
            Self::IdeaEdited { .. } => "idea_edited",
            Self::IdeaVisibilityChanged { .. } => "idea_visibility_changed",
            Self::VoteCast { .. } => "vote_cast",
            Self::CommentPosted { .. } => "comment_posted",
            Self::CommentEdited { .. } => "comment_edited",
            Self::CommentVisibilityChanged { .. } => "comment_visibility_changed",
            Self::ExtensionTakenUp { .. } => "extension_taken_up",
            Self::Answered { .. } => "answered",
            Self::StatusChanged { .. } => "status_changed",
            Self::IdeaMerged { .. } => "idea_merged",
            Self::IdeaUnmerged { .. } => "idea_unmerged",
            Self::IdeaSplit { .. } => "idea_split",
            Self::Routed { .. } => "routed",
            Self::RouteMoved { .. } => "route_moved",
            Self::RuleAsked { .. } => "rule_asked",
            Self::RuleActed { .. } => "rule_acted",
            Self::RouteDueSoon { .. } => "route_due_soon",
            Self::RouteEscalated { .. } => "route_escalated",
            Self::BoardChanged { .. } => "board_changed",
            Self::StormOpened { .. } => "storm_opened",
            Self::StormClosed { .. } => "storm_closed",
            Self::StormAnswered { .. } => "storm_answered",
            Self::RoundOpened { .. } => "round_opened",
            Self::RoundClosed { .. } => "round_closed",
            Self::RoundReported { .. } => "round_reported",
            Self::PanelAsked { .. } => "panel_asked",
            Self::PanelClosed { .. } => "panel_closed",
            Self::AuthorTold { .. } => "author_told",
            Self::PersonLeft { .. } => "person_left",
        }
    }
}

/// An event as it lies in the table.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct Recorded {
    /// Its id; consequences make their keys from it.
    pub id: EventId,
    /// The event, as JSON.
    pub payload: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// How often handling it has failed.
    pub attempts: i32,
}

impl Recorded {
    /// The event itself.
    pub fn event(&self) -> Result<Event> {
        serde_json::from_str(&self.payload).map_err(Error::internal)
    }
}

/// Whether an event waits to be handed out by now.
pub fn is_due(db: &mut Db, now: Timestamp) -> Result<bool> {
    let due: Option<EventId> = events::table
        .filter(events::handled_at.is_null())
        .filter(events::next_at.le(now))
        .select(events::id)
        .first(db)
        .optional()?;
    Ok(due.is_some())
}

/// Marks an event as handled, in the transaction of everything that followed from it.
pub fn mark_handled(db: &mut Db, id: EventId, now: Timestamp) -> Result<()> {
    diesel::update(events::table.find(id))
        .set((events::handled_at.eq(Some(now)), events::error.eq(None::<String>)))
        .execute(db)?;
    Ok(())
}

/// Keeps an event whose handling failed, to be tried again later.
pub fn set_aside(db: &mut Db, recorded: &Recorded, cause: &Error, now: Timestamp) -> Result<()> {
    let attempts = recorded.attempts.saturating_add(1);
    diesel::update(events::table.find(recorded.id))
        .set((
            events::attempts.eq(attempts),
            events::error.eq(Some(excerpt(cause))),
            events::next_at.eq(now.plus(backoff(attempts, LONGEST_BACKOFF))),
        ))
        .execute(db)?;
    Ok(())
}

/// An event whose handling failed, for those who look into it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct Failing {
    /// Its id.
    pub id: EventId,
    /// Its name.
    pub kind: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// How often handling it has failed.
    pub attempts: i32,
    /// When it is tried again.
    pub next_at: Timestamp,
    /// Why it failed last.
    pub error: Option<String>,
}

/// Events that wait after a failure, the oldest first.
pub fn failing(db: &mut Db, limit: i64) -> Result<Vec<Failing>> {
    Ok(events::table
        .filter(events::handled_at.is_null())
        .filter(events::attempts.gt(0))
        .order(events::id)
        .limit(limit)
        .select(Failing::as_select())
        .load(db)?)
}

/// Lets an event that failed be tried again at once.
///
/// # Errors
/// `NotFound` when no such event waits.
pub fn try_again(db: &mut Db, id: EventId, now: Timestamp) -> Result<()> {
    let waiting = events::table.find(id).filter(events::handled_at.is_null());
    let changed = diesel::update(waiting).set(events::next_at.eq(now)).execute(db)?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// An event by its id, while it is kept.
pub fn find(db: &mut Db, id: EventId) -> Result<Option<Recorded>> {
    Ok(events::table.find(id).select(Recorded::as_select()).first(db).optional()?)
}

/// Records an event. Call it inside the transaction of the change.
pub fn record(db: &mut Db, event: &Event, now: Timestamp) -> Result<EventId> {
    let values = (
        events::kind.eq(event.kind()),
        events::payload.eq(serde_json::to_string(event).map_err(Error::internal)?),
        events::created_at.eq(now),
        events::attempts.eq(0),
        events::next_at.eq(now),
    );
    Ok(diesel::insert_into(events::table).values(values).returning(events::id).get_result(db)?)
}
