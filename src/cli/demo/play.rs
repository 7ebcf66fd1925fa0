//! Plays the timeline of the demo: every deed becomes the rows that the same deed makes on a real site, at its own time.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::json;

use super::chance::Chance;
use super::schema::{Comment, Content, Idea, Link, Reply, Route};
use super::stage::Stage;
use super::timeline::{Answer, Deed, Moment, closed_at, posted_at, timeline};
use super::voting::{self, Voter};
use crate::boards::Audience;
use crate::db::Db;
use crate::db::schema::{comments, extensions, follows, ideas, links, responses, route_steps, routes, votes};
use crate::each;
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::{IdeaDraft, IdeaInput, PostState, submit};
use crate::ids::{CommentId, IdeaId, LinkId, PersonId, ResponseId, RouteId, TeamId};
use crate::people::Person;
use crate::ranking;
use crate::ranking::store::VoteState;
use crate::settings::Settings;
use crate::time::{DAY, Timestamp};
use crate::triage::routes::StepKind;

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
    Ok(Played { ideas: play.ideas, comments: play.comments })
}

impl<'a> Play<'a> {
    fn act(&mut self, db: &mut Db, moment: &Moment<'a>) -> Result<()> {
        let (idea, at) = (moment.idea, moment.at);
        match &moment.deed {
            Deed::Submit => self.submit(db, idea, at),
            Deed::Comment(place, comment) => self.comment(db, idea, *place, comment, at),
            Deed::Reply(place, reply) => self.reply(db, idea, *place, reply, at),
            Deed::TakeUp(place) => self.take_up(db, idea, *place, at),
            Deed::Answer(answer) => self.answer(db, idea, *answer, at),
            Deed::Link(link) => self.link(db, idea, link, at),
            Deed::Send(route) => self.send(db, idea, route, at),
            Deed::Move(route, state, said) => self.move_route(db, idea, route, state, said, at),
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
        &mut self,
        db: &mut Db,
        idea: &'a Idea,
        place: usize,
        comment: &Comment,
        at: Timestamp,
    ) -> Result<()> {
        let id = self.insert_comment(db, idea, None, (&comment.author, &comment.body), at)?;
        self.comments.insert((&idea.key, place), id);
        Ok(())
    }

    fn reply(
        &mut self,
        db: &mut Db,
        idea: &'a Idea,
        place: usize,
        reply: &Reply,
        at: Timestamp,
    ) -> Result<()> {
        let parent = self.comments.get(&(&*idea.key, place)).copied();
        self.insert_comment(db, idea, parent, (&reply.author, &reply.body), at)?;
        Ok(())
    }

    fn insert_comment(
        &self,
        db: &mut Db,
        idea: &Idea,
        parent: Option<CommentId>,
        (author, body): (&str, &str),
        at: Timestamp,
    ) -> Result<CommentId> {
        let rendered = self.settings.renderer.render(db, body)?;
        let values = (
            comments::idea_id.eq(self.id(&idea.key)?),
            comments::parent_id.eq(parent),
            comments::author_id.eq(self.stage.person(author)?.id),
            comments::body.eq(body),
            comments::body_html.eq(rendered.html.as_str()),
            comments::render_version.eq(rendered.version),
            comments::state.eq(PostState::Visible),
            comments::created_at.eq(at),
        );
        Ok(diesel::insert_into(comments::table).values(values).returning(comments::id).get_result(db)?)
    }

    fn take_up(&self, db: &mut Db, idea: &'a Idea, place: usize, at: Timestamp) -> Result<()> {
        let Some(comment) = self.comments.get(&(&*idea.key, place)).copied() else { return Ok(()) };
        let (id, by) = (self.id(&idea.key)?, self.manager(idea)?.id);
        let values = (
            extensions::comment_id.eq(comment),
            extensions::idea_id.eq(id),
            extensions::taken_up_by.eq(by),
            extensions::created_at.eq(at),
        );
        diesel::insert_into(extensions::table).values(values).execute(db)?;
        NewAct::new(ActKind::ExtensionTakenUp, ActAudience::Public, Some(by))
            .idea(id)
            .comment(comment)
            .record(db, at)?;
        Ok(())
    }

    fn answer(&self, db: &mut Db, idea: &'a Idea, answer: Answer<'_>, at: Timestamp) -> Result<()> {
        let id = self.id(&idea.key)?;
        let board = self.settings.catalog.boards.iter().find(|board| board.slug == idea.board);
        let board = board.ok_or(Error::NotFound)?.id;
        let mut statuses = self.settings.catalog.statuses_of(board);
        let status = statuses.find(|status| status.slug == answer.status).ok_or(Error::NotFound)?;
        let by = self.stage.person(answer.author)?.id;
        let before = crate::ideas::queries::find(db, id)?;
        let effort = if answer.is_last { idea.effort } else { None };
        let rendered = self.settings.renderer.render(db, answer.body)?;
        let values = (
            responses::idea_id.eq(id),
            responses::author_id.eq(by),
            responses::status_id.eq(status.id),
            responses::effort.eq(effort),
            responses::body.eq(answer.body),
            responses::body_html.eq(rendered.html.as_str()),
            responses::render_version.eq(rendered.version),
            responses::created_at.eq(at),
        );
        let response: ResponseId =
            diesel::insert_into(responses::table).values(values).returning(responses::id).get_result(db)?;
        if before.status_id != status.id {
            NewAct::new(ActKind::StatusChanged, ActAudience::Public, Some(by))
                .idea(id)
                .detail(json!({ "from": before.status_id, "to": status.id }))
                .record(db, at)?;
        }
        NewAct::new(ActKind::Answered, ActAudience::Public, Some(by))
            .idea(id)
            .detail(json!({ "response": response }))
            .record(db, at)?;
        let set = (
            ideas::status_id.eq(status.id),
            ideas::status_kind.eq(status.kind),
            ideas::status_at.eq(at),
            ideas::answered_at.eq(Some(at)),
            ideas::effort.eq(effort.or(before.effort)),
        );
        diesel::update(ideas::table.find(id)).set(set).execute(db)?;
        Ok(())
    }

    fn link(&self, db: &mut Db, idea: &'a Idea, link: &Link, at: Timestamp) -> Result<()> {
        let (from, to) = (self.id(&idea.key)?, self.id(&link.idea)?);
        let by = self.manager(idea)?.id;
        let values = (
            links::from_idea.eq(from),
            links::to_idea.eq(to),
            links::kind.eq(&link.kind),
            links::created_by.eq(Some(by)),
            links::created_at.eq(at),
        );
        let _: LinkId =
            diesel::insert_into(links::table).values(values).returning(links::id).get_result(db)?;
        NewAct::new(ActKind::Linked, ActAudience::Public, Some(by))
            .idea(from)
            .detail(json!({ "kind": link.kind, "to": to }))
            .record(db, at)?;
        Ok(())
    }

    fn send(&mut self, db: &mut Db, idea: &'a Idea, route: &'a Route, at: Timestamp) -> Result<()> {
        let (id, team) = (self.id(&idea.key)?, self.stage.team(&route.team)?);
        let by = self.manager(idea)?.id;
        let values = (
            routes::idea_id.eq(id),
            routes::team_id.eq(team),
            routes::sent_by.eq(Some(by)),
            routes::state.eq("new"),
            routes::note.eq(""),
            routes::due_at.eq(Some(at.plus(i64::from(route.due_days) * DAY))),
            routes::created_at.eq(at),
            routes::updated_at.eq(at),
        );
        let made: RouteId =
            diesel::insert_into(routes::table).values(values).returning(routes::id).get_result(db)?;
        self.routes.insert((&idea.key, &route.team), made);
        step(db, made, by, StepKind::Sent, "", at)?;
        tell_route(db, ActKind::Routed, id, team, "new", by, at)
    }

    fn move_route(
        &self,
        db: &mut Db,
        idea: &'a Idea,
        route: &Route,
        state: &str,
        said: &str,
        at: Timestamp,
    ) -> Result<()> {
        let Some(made) = self.routes.get(&(&*idea.key, &*route.team)).copied() else { return Ok(()) };
        let (id, team) = (self.id(&idea.key)?, self.stage.team(&route.team)?);
        let members = self.content.company.teams.iter().find(|team| team.slug == route.team);
        let members = members.map_or(&[][..], |team| &team.members);
        let place = Chance::of(&[&idea.key, &route.team]).place(members.len());
        let by = self.stage.person(members.get(place).map_or("", String::as_str))?.id;
        let asked_of = route.asked_of.as_deref().filter(|_| state == "asked");
        let set = (
            routes::state.eq(state),
            routes::asked_of.eq(asked_of),
            routes::assignee_id.eq(Some(by)),
            routes::updated_at.eq(at),
        );
        diesel::update(routes::table.find(made)).set(set).execute(db)?;
        step(db, made, by, told(state, asked_of), said, at)?;
        tell_route(db, ActKind::RouteMoved, id, team, state, by, at)
    }

    fn vote(&self, db: &mut Db) -> Result<()> {
        let everybody: Vec<&Person> = self.stage.people().collect();
        for idea in &self.content.ideas {
            let (id, author) = (self.id(&idea.key)?, self.stage.person(&idea.author)?.id);
            let cast = self.cast(idea, author, &everybody);
            self.store_votes(db, idea, id, &cast)?;
            follow(db, id, author)?;
            settle(db, id)?;
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
                demotions -= usize::from(demotes);
                (
                    votes::idea_id.eq(id),
                    votes::person_id.eq(*person),
                    votes::value.eq(if demotes { -1_i16 } else { 1 }),
                    votes::state.eq(VoteState::Counted),
                    votes::is_author.eq(false),
                    votes::cast_at.eq(*at),
                )
            })
            .collect();
        for rows in rows.chunks(ROWS) {
            each!(db, |c| diesel::insert_into(votes::table).values(rows).execute(c))?;
        }
        Ok(())
    }
}

/// The step that leads to a state.
fn told(state: &str, asked_of: Option<&str>) -> StepKind {
    match (state, asked_of) {
        ("accepted", _) => StepKind::Accepted,
        ("asked", Some("author")) => StepKind::AskedAuthor,
        ("asked", _) => StepKind::AskedDesk,
        ("in_work", _) => StepKind::Started,
        ("done", _) => StepKind::Finished,
        ("declined", _) => StepKind::Declined,
        _ => StepKind::Sent,
    }
}

fn step(db: &mut Db, route: RouteId, by: PersonId, kind: StepKind, said: &str, at: Timestamp) -> Result<()> {
    let values = (
        route_steps::route_id.eq(route),
        route_steps::person_id.eq(Some(by)),
        route_steps::kind.eq(kind),
        route_steps::body.eq(said),
        route_steps::created_at.eq(at),
    );
    diesel::insert_into(route_steps::table).values(values).execute(db)?;
    Ok(())
}

fn tell_route(
    db: &mut Db,
    kind: ActKind,
    idea: IdeaId,
    team: TeamId,
    state: &str,
    by: PersonId,
    at: Timestamp,
) -> Result<()> {
    NewAct::new(kind, ActAudience::Staff, Some(by))
        .idea(idea)
        .detail(json!({ "team": team, "state": state }))
        .record(db, at)?;
    Ok(())
}

/// Voters and commenters follow along, as they do by voting and commenting; the author does already.
fn follow(db: &mut Db, idea: IdeaId, author: PersonId) -> Result<()> {
    let voted: Vec<(PersonId, Timestamp)> =
        votes::table.filter(votes::idea_id.eq(idea)).select((votes::person_id, votes::cast_at)).load(db)?;
    let commented: Vec<(PersonId, Timestamp)> = comments::table
        .filter(comments::idea_id.eq(idea))
        .select((comments::author_id, comments::created_at))
        .load(db)?;
    let mut since: std::collections::BTreeMap<PersonId, Timestamp> = std::collections::BTreeMap::new();
    for (person, at) in voted.into_iter().chain(commented).filter(|(person, _)| *person != author) {
        since.entry(person).and_modify(|first| *first = at.min(*first)).or_insert(at);
    }
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
    Ok(())
}

/// The counters that are no ranks, and when something last happened.
fn settle(db: &mut Db, idea: IdeaId) -> Result<()> {
    let talk: (i64, Option<Timestamp>) = comments::table
        .filter(comments::idea_id.eq(idea))
        .select((diesel::dsl::count_star(), diesel::dsl::max(comments::created_at)))
        .first(db)?;
    let followers: i64 = follows::table.filter(follows::idea_id.eq(idea)).count().get_result(db)?;
    let before = crate::ideas::queries::find(db, idea)?;
    let last = [Some(before.created_at), talk.1, before.answered_at].into_iter().flatten().max();
    let set = (
        ideas::comment_count.eq(talk.0),
        ideas::follower_count.eq(followers),
        ideas::active_at.eq(last.unwrap_or(before.created_at)),
    );
    diesel::update(ideas::table.find(idea)).set(set).execute(db)?;
    Ok(())
}
