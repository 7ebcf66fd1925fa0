//! What moderators tell authors about their posts: kept for the author to read again, and sent to them by mail, once.

use diesel::prelude::*;

use super::{Post, Target};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::moderation_messages as messages;
use crate::error::Result;
use crate::ids::{CommentId, IdeaId, MessageId, PersonId};
use crate::outbox::{self, Event};
use crate::text_enum;
use crate::time::Timestamp;

/// Messages on one page.
const SIZE: usize = 20;
/// [`SIZE`] and one more, which shows that there are more.
const FETCH: i64 = 21;

text_enum! {
    /// What a message tells.
    pub enum MessageKind {
        /// A post that could be seen is hidden.
        Hidden = "hidden",
        /// A post that waited was turned down.
        TurnedDown = "turned_down",
        /// Everything of the author is hidden.
        Swept = "swept",
        /// An appeal was granted: the post can be seen.
        AppealGranted = "appeal_granted",
        /// An appeal was refused: the decision stands.
        AppealRefused = "appeal_refused",
    }
}

impl MessageKind {
    /// The key of its sentence in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hidden => "decision-hidden",
            Self::TurnedDown => "decision-turned-down",
            Self::Swept => "decision-swept",
            Self::AppealGranted => "decision-appeal-granted",
            Self::AppealRefused => "decision-appeal-refused",
        }
    }
}

/// A message to an author.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = messages)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Who reads it.
    pub person_id: PersonId,
    /// The idea that it is about, or that the comment is on; none when it is about all of the author's posts.
    pub idea_id: Option<IdeaId>,
    /// The comment that it is about.
    pub comment_id: Option<CommentId>,
    /// What it tells.
    pub kind: MessageKind,
    /// The words of the moderator.
    pub body: String,
    /// When.
    pub created_at: Timestamp,
}

impl Message {
    /// The post that it is about.
    pub fn target(&self) -> Option<Target> {
        let idea = self.idea_id.map(Target::Idea);
        self.comment_id.map(Target::Comment).or(idea)
    }
}

/// Tells an author about a post, or about all of theirs. Nobody is told what they did themselves.
pub(super) fn tell(
    db: &mut Db,
    by: PersonId,
    author: PersonId,
    post: Option<&Post>,
    (kind, body): (MessageKind, &str),
    now: Timestamp,
) -> Result<()> {
    if by == author {
        return Ok(());
    }
    let values = (
        messages::person_id.eq(author),
        messages::idea_id.eq(post.map(|post| post.idea)),
        messages::comment_id.eq(post.and_then(|post| post.target.comment())),
        messages::kind.eq(kind),
        messages::body.eq(body),
        messages::created_at.eq(now),
    );
    let message =
        diesel::insert_into(messages::table).values(values).returning(messages::id).get_result(db)?;
    outbox::record(db, &Event::AuthorTold { message }, now).map(drop)
}

/// One message.
pub fn find(db: &mut Db, id: MessageId) -> Result<Option<Message>> {
    Ok(messages::table.find(id).select(Message::as_select()).first(db).optional()?)
}

/// What somebody was told, newest first.
pub fn of_person(db: &mut Db, person: PersonId, after: Option<MessageId>) -> Result<Page<Message>> {
    let mut query = messages::table
        .filter(messages::person_id.eq(person))
        .order(messages::id.desc())
        .limit(FETCH)
        .select(Message::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(messages::id.lt(after));
    }
    Ok(Page::cut(query.load(db)?, SIZE, |message: &Message| message.id.to_string()))
}

/// The last that an author was told about a post.
pub fn last_about(db: &mut Db, post: &Post) -> Result<Option<Message>> {
    let query = messages::table
        .filter(messages::idea_id.eq(post.idea))
        .filter(messages::person_id.eq(post.author))
        .order(messages::id.desc())
        .select(Message::as_select())
        .into_boxed();
    let query = match post.target.comment() {
        Some(comment) => query.filter(messages::comment_id.eq(comment)),
        None => query.filter(messages::comment_id.is_null()),
    };
    Ok(query.first(db).optional()?)
}
