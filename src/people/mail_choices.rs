//! Which mails somebody wants. What has no row is wanted; every mail says how to stop its kind.

use std::collections::HashSet;

use diesel::prelude::*;

use super::{Person, Power, Role};
use crate::db::Db;
use crate::db::schema::mail_choices;
use crate::each;
use crate::error::Result;
use crate::ids::PersonId;
use crate::text_enum;

text_enum! {
    /// What a mail may tell of.
    pub enum MailKind {
        /// The company answered an idea that the reader follows.
        Answered = "answered",
        /// The status of an idea that the reader follows changed.
        StatusChanged = "status_changed",
        /// Somebody commented on an idea that the reader follows.
        CommentOnFollowed = "comment_on_followed",
        /// Somebody replied to the reader's comment.
        Reply = "reply",
        /// Somebody mentioned the reader.
        Mention = "mention",
        /// The reader's comment was taken up into the idea.
        Extension = "extension",
        /// An idea was sent to the reader's team.
        Routed = "routed",
        /// A team asks the reader about an idea.
        Question = "question",
        /// A team did its part of an idea that the reader sent it, or declined it.
        Returned = "returned",
        /// An idea that the reader posted, voted on or follows was merged into another, or stands for itself again.
        Merged = "merged",
        /// A part of an idea that the reader voted on became an idea of its own.
        Invited = "invited",
        /// A rule tells the reader of an idea.
        RuleFound = "rule_found",
        /// Votes of the reader are a year old: whether they still need what they voted for.
        StillNeeded = "still_needed",
        /// A route of the reader's team is due soon.
        DueSoon = "due_soon",
        /// An overdue route was escalated to the reader.
        Escalated = "escalated",
        /// A storm session that the reader posted in was answered, or one that the reader made is over.
        Storm = "storm",
        /// A vote round that the reader gave points in was reported on, or one that the reader made is over.
    Round = "round",
    /// The reader is asked to rate ideas in a panel, or such a panel is over.
        Panel = "panel",
        /// A moderator decided about a post of the reader, or about an appeal.
        Moderation = "moderation",
        /// The weekly list of what is overdue.
        Overdue = "overdue",
    }
}

impl MailKind {
    /// Whether somebody gets such mails at all, and is asked about them in the settings.
    pub fn concerns(self, person: &Person) -> bool {
        let is_of_desk = matches!(self, Self::Overdue | Self::Returned);
        self.is_for(person.role) && (!is_of_desk || person.may(Power::Route))
    }

    /// Whether somebody of this role can get such mails, if they may do what the mails are about.
    pub fn is_for(self, role: Role) -> bool {
        match self {
            Self::Routed
            | Self::RuleFound
            | Self::DueSoon
            | Self::Escalated
            | Self::Panel
            | Self::Overdue
            | Self::Returned => role.is_staff(),
            _ => true,
        }
    }

    /// The key of what it is called in the settings and on the page that ends it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Answered => "mail-kind-answered",
            Self::StatusChanged => "mail-kind-status-changed",
            Self::CommentOnFollowed => "mail-kind-comment-on-followed",
            Self::Reply => "mail-kind-reply",
            Self::Mention => "mail-kind-mention",
            Self::Extension => "mail-kind-extension",
            Self::Routed => "mail-kind-routed",
            Self::Question => "mail-kind-question",
            Self::Returned => "mail-kind-returned",
            Self::Merged => "mail-kind-merged",
            Self::Invited => "mail-kind-invited",
            Self::RuleFound => "mail-kind-rule-found",
            Self::StillNeeded => "mail-kind-still-needed",
            Self::DueSoon => "mail-kind-due-soon",
            Self::Escalated => "mail-kind-escalated",
            Self::Storm => "mail-kind-storm",
            Self::Round => "mail-kind-round",
            Self::Panel => "mail-kind-panel",
            Self::Moderation => "mail-kind-moderation",
            Self::Overdue => "mail-kind-overdue",
        }
    }
}

/// Which kinds these people do not want; one query. Names of kinds that this version does not know are passed over.
pub fn unwanted(db: &mut Db, people: &[PersonId]) -> Result<HashSet<(PersonId, MailKind)>> {
    let rows: Vec<(PersonId, String)> = mail_choices::table
        .filter(mail_choices::person_id.eq_any(people))
        .filter(mail_choices::is_wanted.eq(false))
        .select((mail_choices::person_id, mail_choices::kind))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(person, kind)| Some((person, MailKind::parse(&kind)?))).collect())
}

/// Chooses a kind, or chooses it away. Choosing twice changes nothing.
pub fn choose(db: &mut Db, person: PersonId, kind: MailKind, is_wanted: bool) -> Result<()> {
    let values = (
        mail_choices::person_id.eq(person),
        mail_choices::kind.eq(kind),
        mail_choices::is_wanted.eq(is_wanted),
    );
    let insert = diesel::insert_into(mail_choices::table).values(values);
    each!(db, |c| insert
        .on_conflict((mail_choices::person_id, mail_choices::kind))
        .do_update()
        .set(mail_choices::is_wanted.eq(is_wanted))
        .execute(c))?;
    Ok(())
}

/// Every kind, and whether somebody wants it.
pub fn of(db: &mut Db, person: PersonId) -> Result<Vec<(MailKind, bool)>> {
    let unwanted = unwanted(db, &[person])?;
    Ok(MailKind::ALL.iter().map(|kind| (*kind, !unwanted.contains(&(person, *kind)))).collect())
}
