//! Typed ids, one newtype per kind of row, so that a person's id cannot be handed over as an idea's.
//! No bare `i64` crosses a function border.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow, Serialize, Deserialize,
        )]
        #[diesel(sql_type = BigInt)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Wraps a raw row id.
            pub const fn new(raw: i64) -> Self {
                Self(raw)
            }

            /// The raw row id.
            pub const fn raw(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl<DB: Backend> ToSql<BigInt, DB> for $name
        where
            i64: ToSql<BigInt, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.0.to_sql(out)
            }
        }

        impl<DB: Backend> FromSql<BigInt, DB> for $name
        where
            i64: FromSql<BigInt, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                i64::from_sql(bytes).map(Self)
            }
        }
    )+};
}

ids! {
    /// A person: customer or member of staff.
    PersonId,
    /// A signed-in (or not yet signed-in) browser.
    SessionId,
    /// A pending sign-in by e-mail code and link.
    SignInId,
    /// Where people are signed in already, and who signs them in here.
    ConnectionId,
    /// A sign-in by a token that was refused.
    RefusalId,
    /// Something typed before signing in.
    DraftId,
    /// A board.
    BoardId,
    /// A category of a board.
    CategoryId,
    /// A tag.
    TagId,
    /// A status of a board.
    StatusId,
    /// An idea.
    IdeaId,
    /// An earlier text of an idea.
    RevisionId,
    /// A comment or a reply.
    CommentId,
    /// An official response.
    ResponseId,
    /// A typed link between two ideas.
    LinkId,
    /// An idea merged into another.
    MergeId,
    /// Something filed for a customer.
    CaptureId,
    /// Two ideas that may be the same.
    LikenessId,
    /// A staff-only note on an idea.
    NoteId,
    /// An entry in the history of an idea or the log of acts.
    ActId,
    /// A report of content by a person.
    ReportId,
    /// What a rule that holds posts saw in one.
    FindingId,
    /// A text that new ones are compared with.
    ShingledId,
    /// What was learnt from a decision of a moderator.
    LessonId,
    /// A ban of a person.
    BanId,
    /// An internal team.
    TeamId,
    /// A routing rule.
    RuleId,
    /// An idea sent to a team.
    RouteId,
    /// A step in the life of a route.
    RouteStepId,
    /// A text for the company's answers.
    TemplateId,
    /// An address in a team's tracker.
    WorkItemId,
    /// A recorded event.
    EventId,
    /// A job of the worker.
    JobId,
    /// A mail, sent or kept.
    MailId,
    /// A delivery of an event to a webhook.
    DeliveryId,
    /// Somebody's working time.
    CalendarId,
    /// A customer organisation.
    AccountId,
    /// Saved conditions on accounts.
    SegmentId,
    /// A factor of the impact, set by hand.
    FactorOverrideId,
    /// A file that somebody took off the desk.
    DeskExportId,
    /// A saved way to look at the desk.
    LensId,
    /// A storm session.
    StormId,
    /// A vote round.
    RoundId,
    /// An evaluation panel.
    PanelId,
    /// What a panel rates ideas against.
    CriterionId,
    /// A row of the audit log.
    AuditId,
    /// A look at the site as somebody sees it.
    SeenAsId,
    /// Votes that are looked at together.
    CrowdId,
    /// What was done about votes that are looked at together.
    CrowdActId,
    /// An archive of somebody's data.
    DataExportId,
    /// A run of an import.
    ImportId,
    /// A reason that moderators choose from.
    ReasonId,
    /// What a moderator told an author.
    MessageId,
    /// An author's request for a second look.
    AppealId,
    /// Everything of somebody, hidden at once.
    SweepId,
    /// A post of a sweep.
    SweepPostId,
}
