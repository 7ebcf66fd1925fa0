//! Plays the timeline of the demo: every deed is done by the same function as on a real site, at its own time. Only the
//! votes go in at once at the end, since there are thousands.

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::prelude::*;

use super::chance::Chance;
use super::schema::{Content, Idea, Link, Route};
use super::stage::Stage;
use super::timeline::{Answer, Deed, Moment, closed_at, posted_at, timeline};
use super::voting::{self, Voter};
use crate::accounts::{Snapshot, demand};
use crate::boards::Audience;
use crate::comments::{CommentDraft, CommentInput, extensions, post};
use crate::db::Db;
use crate::db::schema::{follows, ideas, votes};
use crate::each;
use crate::error::{Error, Result};
use crate::ideas::{IdeaDraft, IdeaInput, links, submit};
use crate::ids::{CommentId, IdeaId, PersonId, RouteId};
use crate::people::{Person, Power};
use crate::ranking;
use crate::ranking::store::VoteState;
use crate::settings::Settings;
use crate::time::{DAY, Timestamp};
use crate::triage::effort::EffortChange;
use crate::triage::factors::{self, OverrideDraft};
use crate::triage::routes::{self, AskedOf, Move, RouteState, SendDraft, WorkDraft};
use crate::triage::{AnswerDraft, answer, notes};

/// Rows of votes and follows that one statement inserts.
const ROWS: usize = 1_000;

/// What has been made so far, by the names that the content uses.
struct Play<'a> {
    content: &'a Content,
    stage: &'a Stage,
    settings: &'a Settings,
    now: Timestamp,
    ideas: HashMap<&'a str, IdeaId>,
    comments: HashMap<(&'a str, usize), CommentId>,
    routes: HashMap<(&'a str, &'a str), RouteId>,
}

/// The ideas by key, and the comments by the key of their idea and their place there.
pub struct Played<'a> {
    pub ideas: HashMap<&'a str, IdeaId>,
    pub comments: HashMap<(&'a str, usize), CommentId>,
}

/// Plays everything, then casts the votes and recounts the ranks.
pub fn play<'a>(
    db: &mut Db,
    content: &'a Content,
    stage: &'a Stage,
    settings: &'a Settings,
    now: Timestamp,
) -> Result<Played<'a>> {
    let mut play = Play {
        content,
        stage,
        settings,
        now,
        ideas: HashMap::new(),
        comments: HashMap::new(),
        routes: HashMap::new(),
    };
    for moment in timeline(content, now) {
        play.act(db, &moment)?;
    }
    play.vote(db)?;
    play.set_factors(db)?;
    Ok(Played { ideas: play.ideas, comments: play.comments })
}

impl<'a> Play<'a> {
    fn act(&mut self, db: &mut Db, moment: &Moment<'a>) -> Result<()> {
        let (idea, at) = (moment.idea, moment.at);
        match &moment.deed {
            Deed::Submit => self.submit(db, idea, at),
            Deed::Comment(place, comment) => {
                let id = self.comment(db, idea, None, (&comment.author, &comment.body), at)?;
                self.comments.insert((&idea.key, *place), id);
                Ok(())
            }
            Deed::Reply(place, reply) => {
                let parent = self.comments.get(&(&*idea.key, *place)).copied();
                self.comment(db, idea, parent, (&reply.author, &reply.body), at).map(drop)
            }
            Deed::TakeUp(place) => self.take_up(db, idea, *place, at),
            Deed::Answer(answer) => self.answer(db, idea, *answer, at),
            Deed::Link(link) => self.link(db, idea, link, at),
            Deed::Send(route) => self.send(db, idea, route, at),
            Deed::Accept(route) => self.move_route(db, idea, route, Move::Accept, "", at),
            Deed::Move(route, said) => match to_state(route) {
                Some(act) => self.move_route(db, idea, route, act, said, at),
                None => Ok(()),
            },
            Deed::Plan(route) => self.plan(db, idea, route, at),
            Deed::Tell(route, told) => self.move_route(db, idea, route, Move::Publish, told, at),
            Deed::Note(note) => {
                let author = self.stage.person(&note.author)?;
                notes::add(db, author, self.id(&idea.key)?, &note.body, at).map(drop)
            }
        }
    }

    fn id(&self, key: &str) -> Result<IdeaId> {
        self.ideas.get(key).copied().ok_or_else(|| Error::internal(format!("the demo has no idea {key}")))
    }

    fn manager(&self, idea: &Idea) -> Result<&'a Person> {
        let board = self.content.company.boards.iter().find(|board| board.slug == idea.board);
        self.stage.person(board.map_or("", |board| &board.manager))
    }

    fn submit(&mut self, db: &mut Db, idea: &'a Idea, at: Timestamp) -> Result<()> {
        // Staff tags are set by staff; the draft is parsed as theirs.
        let input = IdeaInput {
            board: &idea.board,
            category: &idea.category,
            title: &idea.title,
            body: &idea.body,
            tags: &idea.tags,
            form_key: "",
        };
        let draft = IdeaDraft::parse(&input, &self.settings.catalog, true)?;
        let author = self.stage.person(&idea.author)?;
        let posted = submit::submit(db, author, &draft, self.settings, at)?;
        self.ideas.insert(&idea.key, posted.id);
        Ok(())
    }

    fn comment(
        &self,
        db: &mut Db,
        idea: &Idea,
        parent: Option<CommentId>,
        (author, body): (&str, &str),
        at: Timestamp,
    ) -> Result<CommentId> {
        let parent = parent.map_or_else(String::new, |parent| parent.to_string());
        let draft = CommentDraft::parse(&CommentInput { body, parent: &parent, form_key: "" })?;
        let (author, id) = (self.stage.person(author)?, self.id(&idea.key)?);
        Ok(post::post(db, author, id, &draft, self.settings, at)?.id)
    }

    fn take_up(&self, db: &mut Db, idea: &'a Idea, place: usize, at: Timestamp) -> Result<()> {
        let Some(comment) = self.comments.get(&(&*idea.key, place)).copied() else { return Ok(()) };
        extensions::take_up(db, self.manager(idea)?, comment, at).map(drop)
    }

    /// Only managers answer officially: what others of the team wrote is given by the manager of the board.
    fn answer(&self, db: &mut Db, idea: &'a Idea, given: Answer<'_>, at: Timestamp) -> Result<()> {
        let board = self.settings.catalog.visible_board(&idea.board, true)?;
        let mut statuses = self.settings.catalog.statuses_of(board.id);
        let status = statuses.find(|status| status.slug == given.status).ok_or(Error::NotFound)?;
        let author = self.stage.person(given.author)?;
        let by = if author.may(Power::Answer) { author } else { self.manager(idea)? };
        let effort = match idea.effort.filter(|_| given.is_last) {
            Some(effort) => EffortChange::Set(Some(effort)),
            None => EffortChange::Keep,
        };
        let draft = AnswerDraft::parse(Some(status.id), effort, given.body)?;
        answer(db, by, self.id(&idea.key)?, &draft, self.settings, at).map(drop)
    }

    fn link(&self, db: &mut Db, idea: &'a Idea, link: &Link, at: Timestamp) -> Result<()> {
        let (from, to) = (self.id(&idea.key)?, self.id(&link.idea)?);
        links::link(db, self.manager(idea)?, from, link.kind, to, at)
    }

    /// Sent by the first rule for the team that speaks of the idea's place, else by the board's manager.
    fn send(&mut self, db: &mut Db, idea: &'a Idea, route: &'a Route, at: Timestamp) -> Result<()> {
        let (id, team) = (self.id(&idea.key)?, self.stage.team(&route.team)?);
        let due_at = at.plus(i64::from(route.due_days) * DAY);
        let rule = self.content.company.rules.iter().position(|rule| {
            rule.team == route.team
                && rule.board.as_ref() == Some(&idea.board)
                && (rule.categories.is_empty() || rule.categories.contains(&idea.category))
        });
        let rule = rule.and_then(|place| self.stage.rules.get(place)).copied();
        let sent = match rule.filter(|_| route.state != RouteState::New) {
            Some(rule) => routes::send_by_rule(db, id, (rule, team), due_at, at)?,
            None => {
                let note =
                    route.note.as_deref().filter(|_| route.state == RouteState::New).unwrap_or_default();
                let draft = SendDraft::parse(team, note, Some(due_at))?;
                Some(routes::send(db, self.manager(idea)?, id, &draft, at)?)
            }
        };
        if let Some(sent) = sent {
            self.routes.insert((&idea.key, &route.team), sent);
        }
        Ok(())
    }

    fn move_route(
        &self,
        db: &mut Db,
        idea: &'a Idea,
        route: &Route,
        act: Move,
        said: &str,
        at: Timestamp,
    ) -> Result<()> {
        let Some(sent) = self.routes.get(&(&*idea.key, &*route.team)).copied() else { return Ok(()) };
        routes::move_on(db, self.member(idea, route)?, sent, act, said, at).map(drop)
    }

    /// The member of the team who sees to a route.
    fn member(&self, idea: &Idea, route: &Route) -> Result<&'a Person> {
        let members = self.content.company.teams.iter().find(|team| team.slug == route.team);
        let members = members.map_or(&[][..], |team| &team.members);
        let place = Chance::of(&[&idea.key, &route.team]).place(members.len());
        self.stage.person(members.get(place).map_or("", String::as_str))
    }

    fn plan(&self, db: &mut Db, idea: &'a Idea, route: &Route, at: Timestamp) -> Result<()> {
        let Some(sent) = self.routes.get(&(&*idea.key, &*route.team)).copied() else { return Ok(()) };
        let by = self.member(idea, route)?;
        if let Some(estimate) = route.estimate {
            routes::estimate(db, by, sent, estimate, at)?;
        }
        for (url, title) in &route.work {
            routes::add_work(db, by, sent, &WorkDraft::parse(url, title)?, at)?;
        }
        Ok(())
    }

    fn set_factors(&self, db: &mut Db) -> Result<()> {
        for own in &self.content.company.factors {
            let draft = OverrideDraft::parse(own.factor, &own.to, &own.note, "")?;
            let (by, at) = (self.stage.person(&own.by)?, self.now.minus(9 * DAY));
            factors::set(db, by, self.id(&own.idea)?, &draft, at)?;
        }
        Ok(())
    }

    fn vote(&self, db: &mut Db) -> Result<()> {
        let everybody: Vec<&Person> = self.stage.people().collect();
        for idea in &self.content.ideas {
            let (id, author) = (self.id(&idea.key)?, self.stage.person(&idea.author)?.id);
            let cast = self.cast(idea, author, &everybody);
            self.store_votes(db, idea, id, &cast)?;
            follow(db, id)?;
            demand::recount(db, &[id])?;
            ranking::store::refresh(db, id)?;
        }
        Ok(())
    }

    /// Everybody's vote but the author's, who voted by posting.
    fn cast(&self, idea: &Idea, author: PersonId, everybody: &[&Person]) -> Vec<(PersonId, Timestamp)> {
        let is_internal = self
            .settings
            .catalog
            .boards
            .iter()
            .any(|board| board.slug == idea.board && board.audience == Audience::Staff);
        let voters: Vec<Voter> = everybody
            .iter()
            .filter(|person| person.id != author && (person.role.is_staff() || !is_internal))
            .map(|person| Voter { person: person.id, joined: person.created_at })
            .collect();
        let posted = posted_at(idea, self.now);
        let until = closed_at(idea, self.now).unwrap_or(self.now).max(posted.plus(1));
        let mut chance = Chance::of(&[&idea.key, "votes"]);
        let count = (idea.votes.promote + idea.votes.demote).saturating_sub(1);
        let moments = voting::moments(idea.votes.shape, count, posted, until, &mut chance);
        voting::assign(&voters, &moments, until, &mut chance)
    }

    fn store_votes(
        &self,
        db: &mut Db,
        idea: &Idea,
        id: IdeaId,
        cast: &[(PersonId, Timestamp)],
    ) -> Result<()> {
        let mut chance = Chance::of(&[&idea.key, "demotions"]);
        let mut demotions = idea.votes.demote.min(cast.len());
        let mut left = cast.len();
        let rows: Vec<_> = cast
            .iter()
            .map(|(person, at)| {
                let demotes = chance.place(left) < demotions;
                left -= 1;
                let (account, minor, currency) = Snapshot::columns(self.stage.snapshot(*person));
                demotions -= usize::from(demotes);
                (
                    votes::idea_id.eq(id),
                    votes::person_id.eq(*person),
                    votes::value.eq(if demotes { -1_i16 } else { 1 }),
                    votes::state.eq(VoteState::Counted),
                    votes::is_author.eq(false),
                    votes::cast_at.eq(*at),
                    votes::account_id.eq(account),
                    votes::value_minor.eq(minor),
                    votes::currency.eq(currency),
                )
            })
            .collect();
        for rows in rows.chunks(ROWS) {
            each!(db, |c| diesel::insert_into(votes::table).values(rows).execute(c))?;
        }
        Ok(())
    }
}

/// The move that leads to a route's present state.
fn to_state(route: &Route) -> Option<Move> {
    match route.state {
        RouteState::New | RouteState::Closed => None,
        RouteState::Accepted => Some(Move::Accept),
        RouteState::Asked if route.asked_of == Some(AskedOf::Author) => Some(Move::AskAuthor),
        RouteState::Asked => Some(Move::AskDesk),
        RouteState::InWork => Some(Move::Start),
        RouteState::Declined => Some(Move::Decline),
        RouteState::Done => Some(Move::Finish),
    }
}

/// Voters follow along, as they do by voting; authors and commenters do already.
fn follow(db: &mut Db, idea: IdeaId) -> Result<()> {
    let voted: Vec<(PersonId, Timestamp)> =
        votes::table.filter(votes::idea_id.eq(idea)).select((votes::person_id, votes::cast_at)).load(db)?;
    let already: HashSet<PersonId> = follows::table
        .filter(follows::idea_id.eq(idea))
        .select(follows::person_id)
        .load(db)?
        .into_iter()
        .collect();
    let since: BTreeMap<PersonId, Timestamp> =
        voted.into_iter().filter(|(person, _)| !already.contains(person)).collect();
    let rows: Vec<_> = since
        .into_iter()
        .map(|(person, at)| {
            (
                follows::idea_id.eq(idea),
                follows::person_id.eq(person),
                follows::is_on.eq(true),
                follows::created_at.eq(at),
            )
        })
        .collect();
    for rows in rows.chunks(ROWS) {
        each!(db, |c| diesel::insert_into(follows::table).values(rows).execute(c))?;
    }
    let followers: i64 = follows::table.filter(follows::idea_id.eq(idea)).count().get_result(db)?;
    diesel::update(ideas::table.find(idea)).set(ideas::follower_count.eq(followers)).execute(db)?;
    Ok(())
}
