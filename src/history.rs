//! Who did what to what, when: the history of an idea and the log of acts, kept as one list of acts.

use diesel::prelude::*;
use serde_json::Value;

use crate::db::Db;
use crate::db::schema::acts;
use crate::db::witness::{self, Mark};
use crate::error::Result;
use crate::ids::{ActId, BoardId, CommentId, IdeaId, PersonId};
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What was done.
    pub enum ActKind {
        /// An idea was submitted.
        IdeaSubmitted = "idea_submitted",
        /// An idea's text was edited; `detail.revision` is the text before.
        IdeaEdited = "idea_edited",
        /// An idea moved to another board or category.
        IdeaMoved = "idea_moved",
        /// An idea's tags changed.
        TagsChanged = "tags_changed",
        /// A status was set; `detail.from`, `detail.to` are status ids.
        StatusChanged = "status_changed",
        /// The company answered; `detail.response`.
        Answered = "answered",
        /// An answer was edited; `detail.response`, and `detail.before`, its text until then.
        ResponseEdited = "response_edited",
        /// The effort band changed; `detail.to`.
        EffortChanged = "effort_changed",
        /// A comment was taken up as an extension.
        ExtensionTakenUp = "extension_taken_up",
        /// An extension was let go.
        ExtensionReleased = "extension_released",
        /// A link to another idea was made or removed; `detail.kind`, `detail.to`.
        Linked = "linked",
        /// A link was removed.
        Unlinked = "unlinked",
        /// An idea was merged into another; `detail.to` is the other, `detail.outgoing` whether this one went.
        Merged = "merged",
        /// A merge was undone; the same.
        Unmerged = "unmerged",
        /// A vote, or the idea itself, was filed for a customer.
        Captured = "captured",
        /// The desk looks at an idea more closely: people are asked how they would feel about it.
        Shortlisted = "shortlisted",
        /// It does not any more.
        Unshortlisted = "unshortlisted",
        /// Sent to a team; `detail.team`.
        Routed = "routed",
        /// A route moved on; `detail.team`, `detail.state`.
        RouteMoved = "route_moved",
        /// A team told everybody how it goes; `detail.said` is the step of the route.
        Progress = "progress",
        /// A post waits for a moderator.
        Held = "held",
        /// A post that was visible waits for a moderator, since its author edited it.
        EditHeld = "edit_held",
        /// A waiting post was approved.
        Approved = "approved",
        /// A waiting post was turned down; `detail.reason`.
        Rejected = "rejected",
        /// A post was hidden; `detail.reason`.
        Hidden = "hidden",
        /// A hidden post was restored.
        Restored = "restored",
        /// Comments were locked.
        Locked = "locked",
        /// Comments were unlocked.
        Unlocked = "unlocked",
        /// Reports were dismissed.
        ReportsDismissed = "reports_dismissed",
        /// Dismissed reports were put back in the queue.
        ReportsReopened = "reports_reopened",
        /// An author asked for a second look at a decision.
        Appealed = "appealed",
        /// Somebody else took the decision back.
        AppealGranted = "appeal_granted",
        /// Somebody else let the decision stand.
        AppealRefused = "appeal_refused",
        /// Several posts of the queue were decided at once; `detail.acts` are the acts.
        BulkDecided = "bulk_decided",
        /// Everything of a person was hidden; `detail.reason`, `detail.count`.
        Swept = "swept",
        /// That was undone; `detail.count`.
        SweepUndone = "sweep_undone",
        /// A person was banned; `detail.until`, `detail.reason`.
        Banned = "banned",
        /// A ban was lifted.
        BanLifted = "ban_lifted",
        /// A person's role changed; `detail.from`, `detail.to`.
        RoleChanged = "role_changed",
        /// What a role may do changed; `detail.role`, `detail.given`, `detail.taken`, lists of powers.
        PowersChanged = "powers_changed",
        /// How people sign in from elsewhere changed; `detail.name`, `detail.what`.
        SignInChanged = "sign_in_changed",
        /// Somebody's second step of signing in was taken away.
        TwoStepReset = "two_step_reset",
        /// Of whom a second step is asked changed; `detail.from`, `detail.to`.
        TwoStepRequired = "two_step_required",
        /// A rule that holds posts, or a list of its words, was changed; `detail.rule` or `detail.words`, `detail.from`, `detail.to`.
        ScreeningChanged = "screening_changed",
        /// A board's half-life changed; `detail.from`, `detail.to` in days.
        HalfLifeChanged = "half_life_changed",
        /// A board takes demotions, or no longer; `detail.from`, `detail.to`.
        VotingChanged = "voting_changed",
        /// What a board shows of its counts changed; `detail.from`, `detail.to`, each with `counts` and `days`.
        CountsChanged = "counts_changed",
        /// A board's share of places for ideas hardly seen changed; `detail.from`, `detail.to`, 0 for none.
        ExplorationChanged = "exploration_changed",
        /// Votes were held, released or voided; `detail.count`.
        VotesHeld = "votes_held",
        /// Votes were released.
        VotesReleased = "votes_released",
        /// Votes were voided.
        VotesVoided = "votes_voided",
        /// Whether proposals to hold votes are carried out at once was changed; `detail.to`.
        HoldingChanged = "holding_changed",
        /// A storm session was made.
        StormMade = "storm_made",
        /// Its question, rules or times were changed.
        StormChanged = "storm_changed",
        /// It was published.
        StormPublished = "storm_published",
        /// It goes on for longer; `detail.from`, `detail.to` are moments.
        StormExtended = "storm_extended",
        /// It was ended before its time; `detail.from`, `detail.to` are moments.
        StormEnded = "storm_ended",
        /// Its time began.
        StormOpened = "storm_opened",
        /// Its time was over.
        StormClosed = "storm_closed",
        /// Its answer was published or changed.
        StormAnswered = "storm_answered",
        /// Staff added an idea to it.
        StormAdded = "storm_added",
        /// Staff took an idea out of it.
        StormRemoved = "storm_removed",
        /// A vote round was made.
        RoundMade = "round_made",
        /// It was changed.
        RoundChanged = "round_changed",
        /// It was published.
        RoundPublished = "round_published",
        /// It was ended before its time; `detail.from`, `detail.to` are moments.
        RoundEnded = "round_ended",
        /// Its time began.
        RoundOpened = "round_opened",
        /// Its time was over.
        RoundClosed = "round_closed",
        /// What the company makes of it was published or changed.
        RoundReported = "round_reported",
        /// An idea was put on its list; `detail.idea`.
        RoundAdded = "round_added",
        /// An idea was taken off its list; `detail.idea`.
        RoundRemoved = "round_removed",
        /// An evaluation panel was made.
        PanelMade = "panel_made",
        /// Its texts, time, ideas or people were changed.
        PanelChanged = "panel_changed",
        /// It was ended before its time; `detail.from`, `detail.to` are moments.
        PanelEnded = "panel_ended",
        /// Its time was over.
        PanelClosed = "panel_closed",
        /// It is open again; `detail.to` is its new end.
        PanelReopened = "panel_reopened",
        /// It was deleted.
        PanelDeleted = "panel_deleted",
        /// Its deletion was undone.
        PanelRestored = "panel_restored",
        /// An idea was put on the shortlist of a panel; `detail.panel`.
        PanelAdded = "panel_added",
        /// An idea was taken off it; the same.
        PanelRemoved = "panel_removed",
        /// An import went in; `detail.count`.
        Imported = "imported",
    }
}

text_enum! {
    /// Who may read of an act.
    pub enum ActAudience {
        /// Whoever sees the idea.
        Public = "public",
        /// Whoever sees the idea, and everybody in the public log.
        Log = "log",
        /// Staff.
        Staff = "staff",
    }
}

/// An act about to be recorded.
#[derive(Debug, Clone)]
pub struct NewAct {
    kind: ActKind,
    audience: ActAudience,
    actor: Option<PersonId>,
    idea: Option<IdeaId>,
    comment: Option<CommentId>,
    person: Option<PersonId>,
    board: Option<BoardId>,
    detail: Value,
}

impl NewAct {
    /// An act of somebody, or of the site itself.
    pub fn new(kind: ActKind, audience: ActAudience, actor: Option<PersonId>) -> Self {
        Self {
            kind,
            audience,
            actor,
            idea: None,
            comment: None,
            person: None,
            board: None,
            detail: Value::Null,
        }
    }

    /// The idea it was done to.
    #[must_use]
    pub fn idea(mut self, idea: IdeaId) -> Self {
        self.idea = Some(idea);
        self
    }

    /// The comment it was done to.
    #[must_use]
    pub fn comment(mut self, comment: CommentId) -> Self {
        self.comment = Some(comment);
        self
    }

    /// The person it was done to.
    #[must_use]
    pub fn person(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }

    /// The board it was done to.
    #[must_use]
    pub fn board(mut self, board: BoardId) -> Self {
        self.board = Some(board);
        self
    }

    /// What else is to be told; nothing private in acts that the public may read.
    #[must_use]
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    /// Records it. Call it inside the transaction of the act.
    pub fn record(self, db: &mut Db, now: Timestamp) -> Result<ActId> {
        let values = (
            acts::kind.eq(self.kind),
            acts::actor_id.eq(self.actor),
            acts::idea_id.eq(self.idea),
            acts::comment_id.eq(self.comment),
            acts::person_id.eq(self.person),
            acts::board_id.eq(self.board),
            acts::detail.eq(self.detail.to_string()),
            acts::audience.eq(self.audience),
            acts::created_at.eq(now),
        );
        let id = diesel::insert_into(acts::table).values(values).returning(acts::id).get_result(db)?;
        witness::mark(|| self.mark());
        Ok(id)
    }

    /// The act as the log of what staff did has it.
    fn mark(&self) -> Mark {
        let idea = self.idea.map(|id| ("idea", id.raw()));
        let comment = self.comment.map(|id| ("comment", id.raw()));
        let person = self.person.map(|id| ("person", id.raw()));
        let board = self.board.map(|id| ("board", id.raw()));
        let object = comment.or(idea).or(person).or(board);
        let (object, id) = object.map_or(("", None), |(object, id)| (object, Some(id)));
        Mark { what: self.kind.as_str(), object, id, detail: self.detail.clone() }
    }
}

/// An act as it lies in the table.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = acts)]
pub struct Act {
    /// Its id.
    pub id: ActId,
    /// What was done.
    pub kind: ActKind,
    /// By whom; none when the site itself did it.
    pub actor_id: Option<PersonId>,
    /// To which idea.
    pub idea_id: Option<IdeaId>,
    /// To which comment.
    pub comment_id: Option<CommentId>,
    /// To which person.
    pub person_id: Option<PersonId>,
    /// To which board.
    pub board_id: Option<BoardId>,
    /// What else there is to tell, as JSON.
    pub detail: String,
    /// Who may read of it.
    pub audience: ActAudience,
    /// When.
    pub created_at: Timestamp,
}

impl Act {
    /// What else there is to tell.
    pub fn detail(&self) -> Value {
        serde_json::from_str(&self.detail).unwrap_or(Value::Null)
    }
}

/// The last `limit` acts of an idea, newest first.
pub fn of_idea(db: &mut Db, idea: IdeaId, is_staff: bool, limit: i64) -> Result<Vec<Act>> {
    let mut query = acts::table
        .filter(acts::idea_id.eq(idea))
        .order(acts::id.desc())
        .limit(limit)
        .select(Act::as_select())
        .into_boxed();
    if !is_staff {
        query = query.filter(acts::audience.ne(ActAudience::Staff));
    }
    Ok(query.load(db)?)
}
