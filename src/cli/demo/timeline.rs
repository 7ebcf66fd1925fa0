//! All that happens in the demo, in the order in which it happened, so that ids grow with time as on a real site.

use super::chance::Chance;
use super::schema::{Comment, Content, Idea, Link, Note, Reply, Route};
use crate::time::{DAY, HOUR, MINUTE, Timestamp};
use crate::triage::routes::RouteState;

/// One thing that somebody does to an idea.
#[derive(Debug)]
pub enum Deed<'c> {
    Submit,
    /// A comment, by its place among the idea's.
    Comment(usize, &'c Comment),
    Reply(usize, &'c Reply),
    TakeUp(usize),
    Answer(Answer<'c>),
    Link(&'c Link),
    Send(&'c Route),
    /// A team accepts a route.
    Accept(&'c Route),
    /// The team says what it expects, and where its own work is.
    Plan(&'c Route),
    /// The team tells everybody how it goes.
    Tell(&'c Route, &'c str),
    /// A route comes to its present state, with what was said.
    Move(&'c Route, &'c str),
    Note(&'c Note),
}

/// A response, earlier or present.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'c> {
    pub author: &'c str,
    pub status: &'c str,
    pub body: &'c str,
    pub is_last: bool,
}

/// A deed with its idea and its time.
#[derive(Debug)]
pub struct Moment<'c> {
    pub at: Timestamp,
    pub idea: &'c Idea,
    pub deed: Deed<'c>,
}

/// Everything, oldest first. What would lie in the future happens just before `now`.
pub fn timeline(content: &Content, now: Timestamp) -> Vec<Moment<'_>> {
    let mut moments = Vec::new();
    for idea in &content.ideas {
        let mut story = Story { idea, now, posted: posted_at(idea, now), moments: Vec::new() };
        story.push(story.posted, Deed::Submit);
        story.talk();
        story.answers();
        story.routes();
        story.links(content);
        story.notes(content);
        moments.append(&mut story.moments);
    }
    moments.sort_by_key(|moment| moment.at);
    moments
}

/// When an idea was posted: some hour of its day.
pub fn posted_at(idea: &Idea, now: Timestamp) -> Timestamp {
    let hour = Chance::of(&[&idea.key, "posted"]).below(11 * HOUR);
    now.minus(i64::from(idea.created_days_ago) * DAY + hour + 10 * MINUTE)
}

/// When an idea stopped taking votes, if it has.
pub fn closed_at(idea: &Idea, now: Timestamp) -> Option<Timestamp> {
    let takes_votes = matches!(idea.status.as_str(), "open" | "under_review" | "planned" | "in_progress");
    let response = idea.response.as_ref().filter(|_| !takes_votes)?;
    Some(answered_at(idea, response.days_after, idea.earlier.len(), now))
}

fn answered_at(idea: &Idea, days_after: u32, place: usize, now: Timestamp) -> Timestamp {
    let minutes = i64::try_from(place).unwrap_or(0) * 20 * MINUTE;
    let at = posted_at(idea, now).plus(i64::from(days_after) * DAY + 3 * HOUR + minutes);
    at.min(now.minus(3 * MINUTE))
}

struct Story<'c> {
    idea: &'c Idea,
    now: Timestamp,
    posted: Timestamp,
    moments: Vec<Moment<'c>>,
}

impl<'c> Story<'c> {
    fn push(&mut self, at: Timestamp, deed: Deed<'c>) {
        self.moments.push(Moment { at, idea: self.idea, deed });
    }

    /// Some hour of a day after the posting, and after `earlier`.
    fn after(&self, days: u32, earlier: Timestamp, what: &str) -> Timestamp {
        let hour = Chance::of(&[&self.idea.key, what]).below(9 * HOUR);
        let at = self.posted.plus(i64::from(days) * DAY + 20 * MINUTE + hour);
        at.max(earlier.plus(7 * MINUTE)).min(self.now.minus(2 * MINUTE)).max(earlier.plus(1))
    }

    fn talk(&mut self) {
        let idea = self.idea;
        for (place, comment) in idea.comments.iter().enumerate() {
            let at = self.after(comment.days_after, self.posted, &format!("comment {place}"));
            self.push(at, Deed::Comment(place, comment));
            let mut last = at;
            for (nth, reply) in comment.replies.iter().enumerate() {
                last = self.after(reply.days_after, last, &format!("reply {place} {nth}"));
                self.push(last, Deed::Reply(place, reply));
            }
            if comment.extension {
                let taken_up = at.plus(DAY + 2 * HOUR).min(self.now.minus(MINUTE)).max(at.plus(1));
                self.push(taken_up, Deed::TakeUp(place));
            }
        }
    }

    fn answers(&mut self) {
        let idea = self.idea;
        for (place, earlier) in idea.earlier.iter().enumerate() {
            let at = answered_at(idea, earlier.days_after, place, self.now);
            let (author, status, body) = (&*earlier.author, &*earlier.status, &*earlier.body);
            self.push(at, Deed::Answer(Answer { author, status, body, is_last: false }));
        }
        if let Some(response) = &idea.response {
            let at = answered_at(idea, response.days_after, idea.earlier.len(), self.now);
            let (author, status, body) = (&*response.author, &*idea.status, &*response.body);
            self.push(at, Deed::Answer(Answer { author, status, body, is_last: true }));
        }
    }

    fn routes(&mut self) {
        for route in &self.idea.routes {
            let sent = self.after(route.days_after, self.posted, &route.team);
            self.push(sent, Deed::Send(route));
            let Some(days) = route.changed_days_after else { continue };
            let moved = self.after(days, sent.plus(HOUR), &format!("{} moved", route.team));
            if matches!(route.state, RouteState::InWork | RouteState::Done) {
                self.push(sent.plus(moved.since(sent) / 3), Deed::Accept(route));
            }
            let noted = match route.state {
                RouteState::Accepted => moved.plus(HOUR),
                _ => sent.plus(moved.since(sent) / 2),
            };
            self.push(noted.min(self.now.minus(MINUTE)), Deed::Plan(route));
            let said = [&route.question, &route.reason, &route.note].into_iter().flatten().next();
            self.push(moved, Deed::Move(route, said.map_or("", String::as_str)));
            if let Some(told) = &route.told {
                self.push(moved.plus(HOUR).min(self.now.minus(MINUTE)), Deed::Tell(route, told));
            }
        }
    }

    fn links(&mut self, content: &'c Content) {
        for link in &self.idea.links {
            let other = content.ideas.iter().find(|other| other.key == link.idea);
            let both = other.map_or(self.posted, |other| self.posted.max(posted_at(other, self.now)));
            let at = both.plus(5 * HOUR).min(self.now.minus(MINUTE)).max(both.plus(1));
            self.push(at, Deed::Link(link));
        }
    }

    fn notes(&mut self, content: &'c Content) {
        for note in content.moderation.notes.iter().filter(|note| note.idea == self.idea.key) {
            let at = self.now.minus(i64::from(note.days_ago) * DAY).max(self.posted.plus(HOUR));
            self.push(at, Deed::Note(note));
        }
    }
}
