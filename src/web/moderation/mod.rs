//! Reporting posts, the moderators' queue and its acts, bans, and the public log.

pub mod bans;
pub mod bulk;
pub mod crowd;
mod crowd_line;
mod crowd_words;
pub mod decision;
pub mod item;
pub mod log;
pub mod posts;
pub mod queue;
pub mod report;
pub mod screening;
pub mod sweeps;
pub mod undo;
pub mod vote_report;
pub mod votes;

use serde::Deserialize;

use super::choice::Choice;
use super::page::Layout;
use crate::error::{Error, Result};
use crate::http::guard::Moderator;
use crate::ids::IdeaId;
use crate::links::Links;
use crate::moderation::reasons as stored_reasons;
use crate::moderation::{Post, Reason, Remark, StoredReason, Target};
use crate::text::slug;
use crate::text::words::Words;

/// The path of an idea or a comment: `/ideas/42-dark-mode/…` or `/comments/7/…`.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    kind: String,
    id: String,
}

impl Place {
    /// What the path names.
    pub fn target(&self) -> Result<Target> {
        match self.kind.as_str() {
            "ideas" => slug::number(&self.id).map(|id| Target::Idea(IdeaId::new(id))),
            _ => self.id.parse().ok().map(Target::Comment),
        }
        .ok_or(Error::NotFound)
    }
}

/// The form behind every act that wants a reason.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ReasonForm {
    /// A reason's name.
    #[serde(default)]
    pub reason: String,
    /// What else there is to say.
    #[serde(default)]
    pub note: String,
    /// Where the browser goes afterwards.
    pub return_to: Option<String>,
}

/// The reasons to choose from. While none is chosen, the list begins with a prompt.
fn reasons(words: &Words, chosen: &str) -> Vec<Choice> {
    let known = Reason::ALL.iter().map(|reason| (reason.as_str(), words.get(reason.word())));
    let mut choices = Choice::list(known, chosen);
    if Reason::parse(chosen).is_none() {
        let label = words.get("reason-choose");
        choices.insert(0, Choice { value: String::new(), label, is_chosen: true });
    }
    choices
}

/// The reasons of the site that can be chosen, as whoever chooses calls them.
fn site_reasons(words: &Words, stored: &[StoredReason], chosen: &str) -> Vec<Choice> {
    let on = stored.iter().filter(|own| own.is_on);
    let mut choices = Choice::list(on.map(|own| (own.value(), own.name(words))), chosen);
    if choices.iter().all(|choice| !choice.is_chosen) {
        let label = words.get("reason-choose");
        choices.insert(0, Choice { value: String::new(), label, is_chosen: true });
    }
    choices
}

/// What was chosen from the reasons of the site, with the note.
async fn remark(who: &Moderator, reason: &str, note: &str) -> Result<Remark> {
    let stored = who.state.db.read(stored_reasons::list).await?;
    Remark::choose(&stored, reason, note)
}

/// The post at its place on the site.
fn address(links: &Links, post: &Post) -> String {
    match post.target {
        Target::Idea(id) => links.idea(id, &post.title),
        Target::Comment(id) => links.comment(post.idea, &post.title, id),
    }
}

/// An act on a post: `act(links, target, "hide")`.
fn act(links: &Links, target: Target, name: &str) -> String {
    match target {
        Target::Idea(id) => links.idea_act(id, name),
        Target::Comment(id) => links.comment_act(id, name),
    }
}

/// A post quoted on a page that asks what to do with it.
pub struct Quote {
    /// What it is, in words: an idea, or a comment on which idea.
    pub what: String,
    /// Its title, when it is an idea.
    pub title: Option<String>,
    /// Its text, rendered and sanitised.
    pub html: String,
    /// Where it stands on the site.
    pub link: String,
}

impl Quote {
    fn new(layout: &Layout, post: &Post) -> Self {
        let is_idea = matches!(post.target, Target::Idea(_));
        let key = if is_idea { "moderation-an-idea" } else { "moderation-a-comment" };
        Self {
            what: layout.words.one(key, "title", &post.title),
            title: is_idea.then(|| post.title.clone()),
            html: post.html.as_str().to_owned(),
            link: address(&layout.links, post),
        }
    }
}
