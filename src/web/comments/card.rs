//! Comments as the idea's page shows them, with what the reader may do with each.

use crate::comments::extensions::Extension;
use crate::comments::queries::Thread;
use crate::comments::{Comment, policy};
use crate::http::guard::Visitor;
use crate::ideas::merge::MergedIdea;
use crate::ideas::{Idea, PostState, Viewer};
use crate::ids::CommentId;
use crate::merges::Merge;
use crate::people::Person;
use crate::time::Timestamp;
use crate::web::comments::form::fresh_key;
use crate::web::who::{People, Who};

/// A comment with its replies.
pub struct CommentThread {
    /// The comment, or what is said in its place.
    pub first: Shown,
    /// Its replies.
    pub replies: Vec<CommentCard>,
    /// Key of the reply form, if the reader may reply.
    pub reply_key: Option<String>,
}

impl CommentThread {
    /// No thread at all: what a reply stands in, as it takes no replies of its own.
    pub fn none() -> Self {
        Self { first: Shown::Stub(String::new()), replies: Vec::new(), reply_key: None }
    }
}

/// A comment, or a stub that holds its place.
pub enum Shown {
    /// The comment.
    Card(Box<CommentCard>),
    /// What is said in its place.
    Stub(String),
}

/// A comment that the reader may read.
pub struct CommentCard {
    /// Its id.
    pub id: CommentId,
    /// Who wrote it.
    pub who: Who,
    /// Whether that is the idea's author.
    pub is_by_author: bool,
    /// The text.
    pub html: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was edited.
    pub is_edited: bool,
    /// Whether a moderator hid it.
    pub is_hidden: bool,
    /// Whether it waits for a moderator.
    pub is_pending: bool,
    /// Whether the reader wrote it and a moderator hid it or turned it down.
    pub is_decided_own: bool,
    /// The merged idea that it was written on, and its page.
    pub origin: Option<(String, String)>,
    /// What only its author and moderators are told.
    pub notice: Option<String>,
    /// Whether it was taken up.
    pub is_extension: bool,
    /// Whether the reader may change and delete it.
    pub may_change: bool,
    /// Whether the reader may take it up, or let it go.
    pub may_take_up: bool,
    /// Whether the reader may report it.
    pub may_report: bool,
    /// Whether the reader may hide or restore it.
    pub may_moderate: bool,
}

/// Makes the cards of one page.
pub struct Cards<'a> {
    visitor: &'a Visitor,
    idea: &'a Idea,
    people: &'a People,
    extensions: Vec<CommentId>,
    merged: &'a [(Merge, MergedIdea)],
}

impl<'a> Cards<'a> {
    /// For the comments of an idea.
    pub fn new(visitor: &'a Visitor, idea: &'a Idea, people: &'a People, extensions: &[Extension]) -> Self {
        let extensions = extensions.iter().map(|extension| extension.comment.id).collect();
        Self { visitor, idea, people, extensions, merged: &[] }
    }

    /// With comments of these ideas, which are part of it.
    #[must_use]
    pub fn merged(mut self, merged: &'a [(Merge, MergedIdea)]) -> Self {
        self.merged = merged;
        self
    }

    /// The threads of a page.
    pub fn threads(&self, threads: &[Thread]) -> Vec<CommentThread> {
        threads.iter().map(|thread| self.thread(thread)).collect()
    }

    /// Why nobody may comment here, in words.
    pub fn refusal(&self) -> Option<String> {
        policy::refusal(self.idea).map(|key| self.visitor.words.get(key))
    }

    fn person(&self) -> Option<&Person> {
        self.visitor.person.as_ref()
    }

    fn viewer(&self) -> Viewer {
        self.visitor.viewer()
    }

    fn thread(&self, thread: &Thread) -> CommentThread {
        let first = &thread.first;
        let takes_replies = policy::refusal(self.idea).is_none() && policy::may_reply(first).is_ok();
        CommentThread {
            reply_key: takes_replies.then(fresh_key),
            first: if first.is_seen_by(self.viewer()) {
                Shown::Card(Box::new(self.card(first)))
            } else {
                Shown::Stub(self.visitor.words.get(stub(first)))
            },
            replies: thread.replies.iter().map(|reply| self.card(reply)).collect(),
        }
    }

    fn card(&self, comment: &Comment) -> CommentCard {
        let may = |predicate: &dyn Fn(&Person) -> bool| self.person().is_some_and(predicate);
        let now = self.visitor.now;
        CommentCard {
            id: comment.id,
            who: self.people.who(comment.author_id, self.visitor),
            is_by_author: comment.author_id == self.idea.author_id,
            html: comment.body_html.clone(),
            at: comment.created_at,
            is_edited: comment.edited_at.is_some(),
            is_hidden: comment.state == PostState::Hidden,
            is_pending: comment.state == PostState::Pending,
            is_decided_own: comment.state == PostState::Hidden
                && may(&|person| person.id == comment.author_id),
            origin: self.origin(comment),
            notice: self.notice(comment),
            is_extension: self.extensions.contains(&comment.id),
            may_change: may(&|person| policy::may_change(person, comment, now).is_ok()),
            may_take_up: may(&|person| policy::may_take_up(person, self.idea, comment).is_ok()),
            may_report: may(&|person| person.id != comment.author_id) && comment.is_shown(),
            may_moderate: may(&|person| person.role.is_moderator()),
        }
    }

    fn origin(&self, comment: &Comment) -> Option<(String, String)> {
        let (_, idea) = self.merged.iter().find(|(_, idea)| idea.id == comment.idea_id)?;
        Some((idea.title.clone(), self.visitor.state.links.idea_act(idea.id, "merged")))
    }

    fn notice(&self, comment: &Comment) -> Option<String> {
        let words = &self.visitor.words;
        match (comment.state, &comment.state_reason) {
            (PostState::Visible, _) => None,
            (PostState::Pending, _) => Some(words.get("comment-pending")),
            (PostState::Hidden, Some(reason)) => Some(words.one("comment-hidden-reason", "reason", reason)),
            (PostState::Hidden, None) => Some(words.get("comment-hidden")),
        }
    }
}

fn stub(comment: &Comment) -> &'static str {
    if comment.deleted_at.is_some() { "comment-stub-deleted" } else { "comment-stub-hidden" }
}
