//! What an event means to those who hear of it, as things stand now: nothing at all, if what it speaks of is not to be
//! seen.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{comments, responses, route_steps, routes, teams};
use crate::error::Result;
use crate::ideas::{Idea, PostState, queries as ideas};
use crate::ids::{CommentId, EventId, IdeaId, PersonId, ResponseId, RouteId, RuleId, StatusId, TeamId};
use crate::invitations;
use crate::merges;
use crate::outbox::{Event, Recorded};
use crate::people::mail_choices::MailKind;
use crate::people::{Person, queries as people};
use crate::time::Timestamp;
use crate::triage::routes::StepKind;
use crate::triage::{self, policy};

/// What there is to tell.
#[derive(Debug, Clone)]
pub(super) struct News {
    /// The event; the keys of its mails are made from it.
    pub event: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// The idea, which is visible at least to staff.
    pub idea: Idea,
    /// Who acted; none when a rule did.
    pub actor: Option<Person>,
    /// What they wrote, in Markdown; may be empty.
    pub source: String,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// An idea was posted.
    Posted,
    /// The company answered, perhaps with a line to the author alone.
    Answered { is_status_changed: bool, private: Option<(PersonId, String)> },
    /// The status changed without an answer.
    StatusChanged,
    /// Somebody commented.
    Commented { comment: CommentId, parent_author: Option<PersonId> },
    /// A comment was taken up.
    TakenUp { comment: CommentId, comment_author: PersonId },
    /// The idea was sent to a team.
    Routed { team: Team, due_at: Option<Timestamp> },
    /// A team asks the author; or the desk: whoever sent the route, if they still may decide, else all who may.
    Asked { team: Team, of: Option<PersonId>, is_author: bool },
    /// An idea became part of this one, and what it was called.
    Merged { from: IdeaId, title: String, people: i64 },
    /// The idea stands for itself again that was part of another, called so.
    Unmerged { title: String, people: i64 },
    /// The idea was a part of another, called so, whose voters are invited to it.
    Invited { title: String, people: i64 },
    /// A rule tells a person and a team of an idea.
    RuleFound { rule: String, person: Option<PersonId>, team: Option<Team> },
    /// A route is due soon: to whoever sees to it, else to all members of its team.
    DueSoon { team: Team, due_at: Option<Timestamp>, to: Option<PersonId> },
    /// A route was escalated: to a person, or a team, or else to the desk.
    Escalated {
        team: Team,
        due_at: Option<Timestamp>,
        route: RouteId,
        person: Option<PersonId>,
        other: Option<TeamId>,
    },
    /// A team did its part, or declined: told to whoever sent the route, if they still may decide, else to all who may.
    Returned { team: Team, of: Option<PersonId>, is_done: bool },
    /// A question of a team was answered: to whoever asked, if they still read its inbox, else to all its members.
    QuestionAnswered { team: Team, asker: Option<PersonId> },
}

/// A team that hears or asks.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = teams)]
pub(super) struct Team {
    pub id: TeamId,
    pub slug: String,
    pub name: String,
    pub address: Option<String>,
}

impl What {
    /// Whether it is of a team's work, which goes on when the idea is merged.
    fn is_of_a_route(&self) -> bool {
        matches!(
            self,
            Self::Routed { .. }
                | Self::Asked { .. }
                | Self::QuestionAnswered { .. }
                | Self::DueSoon { .. }
                | Self::Escalated { .. }
        )
    }
}

impl News {
    /// Why followers hear of this, most specific reason first; empty if they do not.
    pub fn followers_hear(&self) -> &'static [MailKind] {
        match self.what {
            What::Answered { is_status_changed: true, .. } => &[MailKind::Answered, MailKind::StatusChanged],
            What::Answered { is_status_changed: false, .. } => &[MailKind::Answered],
            What::StatusChanged => &[MailKind::StatusChanged],
            What::Commented { .. } => &[MailKind::CommentOnFollowed],
            What::Merged { .. } | What::Unmerged { .. } => &[MailKind::Merged],
            What::Invited { .. } => &[MailKind::Invited],
            What::Posted | What::TakenUp { .. } | What::Routed { .. } => &[],
            What::Asked { .. } | What::QuestionAnswered { .. } => &[],
            What::DueSoon { .. } | What::Escalated { .. } | What::Returned { .. } => &[],
            What::RuleFound { .. } => &[],
        }
    }

    /// About how many people hear of it because they follow the idea.
    pub fn audience(&self) -> i64 {
        match self.what {
            What::Merged { people, .. } | What::Unmerged { people, .. } | What::Invited { people, .. } => {
                people
            }
            _ => self.idea.follower_count,
        }
    }

    /// The idea whose voters hear of it as well as its followers: the one that was merged.
    pub fn merged(&self) -> Option<IdeaId> {
        match self.what {
            What::Merged { from, .. } => Some(from),
            What::Unmerged { .. } => Some(self.idea.id),
            _ => None,
        }
    }

    /// What is said to this person alone.
    pub fn private_for(&self, person: PersonId) -> Option<&str> {
        match &self.what {
            What::Answered { private: Some((reader, line)), .. } if *reader == person => Some(line),
            _ => None,
        }
    }

    /// The comment that this tells of.
    pub fn comment(&self) -> Option<CommentId> {
        match self.what {
            What::Commented { comment, .. } | What::TakenUp { comment, .. } => Some(comment),
            _ => None,
        }
    }

    /// The idea's present status.
    pub fn status(&self) -> StatusId {
        self.idea.status_id
    }
}

/// Reads what an event means, or `None` when there is nothing to tell or it must not be told.
pub(super) fn read(db: &mut Db, recorded: &Recorded, event: &Event) -> Result<Option<News>> {
    let found = match *event {
        Event::IdeaPosted { idea } => posted(db, idea)?,
        Event::CommentPosted { idea, comment } => commented(db, idea, comment)?,
        Event::ExtensionTakenUp { idea, comment, by } => taken_up(db, idea, comment, by)?,
        Event::Answered { idea, response, status_changed, by } => {
            answered(db, idea, response, status_changed, by)?
        }
        Event::StatusChanged { idea, by } => Some((idea, Some(by), String::new(), What::StatusChanged)),
        Event::IdeaMerged { idea, into, by } => merged(db, (idea, into), by, recorded.created_at)?,
        Event::IdeaUnmerged { idea, from, by } => unmerged(db, (idea, from), by, recorded.created_at)?,
        Event::IdeaSplit { idea, from, by } => invited(db, (idea, from), by)?,
        Event::Routed { route, step } => routed(db, route, step)?,
        Event::RouteMoved { route, step, by } => moved(db, route, step, Some(by))?,
        Event::RuleAsked { route, step } => moved(db, route, step, None)?,
        Event::RuleActed { rule, idea, ref name, person, team } => {
            rule_found(db, (rule, name), idea, (person, team))?
        }
        Event::RouteDueSoon { route, .. } => due_soon(db, route)?,
        Event::RouteEscalated { route, .. } => escalated(db, route)?,
        _ => None,
    };
    let Some((idea, actor, source, what)) = found else { return Ok(None) };
    let Some(mut idea) = ideas::find(db, idea).map(Some).or_else(absent)? else { return Ok(None) };
    if what.is_of_a_route() {
        idea.shown = merges::seen_by(db, idea.id)?;
    }
    if idea.shown <= 0 {
        return Ok(None);
    }
    let actor = match actor {
        Some(id) => people::find(db, id)?,
        None => None,
    };
    Ok(Some(News { event: recorded.id, at: recorded.created_at, idea, actor, source, what }))
}

/// What there is to tell, before the idea and the actor are looked up.
type Found = Option<(IdeaId, Option<PersonId>, String, What)>;

fn absent<T>(error: crate::error::Error) -> Result<Option<T>> {
    if matches!(error, crate::error::Error::NotFound) { Ok(None) } else { Err(error) }
}

fn posted(db: &mut Db, id: IdeaId) -> Result<Found> {
    let idea = ideas::find(db, id).map(Some).or_else(absent)?;
    Ok(idea.map(|idea| (id, Some(idea.author_id), idea.body, What::Posted)))
}

/// A merge that was undone before anybody was told of it is no news.
fn merged(db: &mut Db, (idea, into): (IdeaId, IdeaId), by: PersonId, at: Timestamp) -> Result<Found> {
    let standing = merges::of(db, idea)?.filter(|merge| merge.into_idea == into && merge.created_at == at);
    if standing.is_none() {
        return Ok(None);
    }
    let Some(source) = ideas::find(db, idea).map(Some).or_else(absent)? else { return Ok(None) };
    let home = merges::home(db, idea)?;
    let what = What::Merged { from: idea, people: people_of(&source), title: source.title };
    Ok(Some((home, Some(by), String::new(), what)))
}

fn unmerged(db: &mut Db, (idea, from): (IdeaId, IdeaId), by: PersonId, at: Timestamp) -> Result<Found> {
    if merges::of(db, idea)?.is_some() || !merges::was_undone(db, idea, from, at)? {
        return Ok(None);
    }
    let Some(source) = ideas::find(db, idea).map(Some).or_else(absent)? else { return Ok(None) };
    let Some(target) = ideas::find(db, from).map(Some).or_else(absent)? else { return Ok(None) };
    let what = What::Unmerged { people: people_of(&source), title: target.title };
    Ok(Some((idea, Some(by), String::new(), what)))
}

fn invited(db: &mut Db, (idea, from): (IdeaId, IdeaId), by: PersonId) -> Result<Found> {
    let Some(whole) = ideas::find(db, from).map(Some).or_else(absent)? else { return Ok(None) };
    let (people, _) = invitations::counts(db, idea)?;
    Ok((people > 0).then(|| (idea, Some(by), String::new(), What::Invited { title: whole.title, people })))
}

/// Voters and followers, most of whom are both.
fn people_of(idea: &Idea) -> i64 {
    idea.follower_count.max(idea.ranks.promotions + idea.ranks.demotions + idea.ranks.held_count)
}

fn answered(
    db: &mut Db,
    idea: IdeaId,
    response: ResponseId,
    is_status_changed: bool,
    by: PersonId,
) -> Result<Found> {
    let body: Option<String> =
        responses::table.find(response).select(responses::body).first(db).optional()?;
    let private = triage::private::told_to(db, response)?;
    Ok(body.map(|body| (idea, Some(by), body, What::Answered { is_status_changed, private })))
}

/// The author, the text and the parent of a comment that is to be seen.
fn visible_comment(db: &mut Db, id: CommentId) -> Result<Option<(PersonId, String, Option<CommentId>)>> {
    Ok(comments::table
        .find(id)
        .filter(comments::state.eq(PostState::Visible))
        .filter(comments::deleted_at.is_null())
        .select((comments::author_id, comments::body, comments::parent_id))
        .first(db)
        .optional()?)
}

fn commented(db: &mut Db, idea: IdeaId, comment: CommentId) -> Result<Found> {
    let Some((author, body, parent)) = visible_comment(db, comment)? else { return Ok(None) };
    let parent_author = match parent {
        Some(parent) => visible_comment(db, parent)?.map(|(author, _, _)| author),
        None => None,
    };
    Ok(Some((idea, Some(author), body, What::Commented { comment, parent_author })))
}

fn taken_up(db: &mut Db, idea: IdeaId, comment: CommentId, by: PersonId) -> Result<Found> {
    let Some((author, body, _)) = visible_comment(db, comment)? else { return Ok(None) };
    Ok(Some((idea, Some(by), body, What::TakenUp { comment, comment_author: author })))
}

/// What is read of a route: idea, due date, who sent it, and the team.
type Route = (IdeaId, Option<Timestamp>, Option<PersonId>, Team);

fn find_route(db: &mut Db, id: RouteId) -> Result<Option<Route>> {
    Ok(routes::table
        .inner_join(teams::table)
        .filter(routes::id.eq(id))
        .select((routes::idea_id, routes::due_at, routes::sent_by, Team::as_select()))
        .first(db)
        .optional()?)
}

/// Who took a step of a route, its kind and what they wrote.
fn find_step(db: &mut Db, step: i64) -> Result<Option<(Option<PersonId>, StepKind, String)>> {
    Ok(route_steps::table
        .filter(route_steps::id.eq(step))
        .select((route_steps::person_id, route_steps::kind, route_steps::body))
        .first(db)
        .optional()?)
}

/// Who asked the question that a step answers, as long as they read the team's inbox.
fn asker(db: &mut Db, route: RouteId, step: i64, team: &Team) -> Result<Option<PersonId>> {
    let found: Option<Option<PersonId>> = route_steps::table
        .filter(route_steps::route_id.eq(route))
        .filter(route_steps::id.lt(step))
        .filter(route_steps::kind.eq_any([StepKind::AskedDesk, StepKind::AskedAuthor]))
        .order(route_steps::id.desc())
        .select(route_steps::person_id)
        .first(db)
        .optional()?;
    let Some(asker) = present(db, found.flatten())? else { return Ok(None) };
    let own = triage::teams::ids_of(db, asker.id)?;
    Ok(policy::may_see_inbox(&asker, &own, team.id).then_some(asker.id))
}

/// Somebody who has not left.
fn present(db: &mut Db, id: Option<PersonId>) -> Result<Option<Person>> {
    let found = id.map(|id| people::find(db, id)).transpose()?;
    Ok(found.flatten().filter(Person::is_here))
}

fn routed(db: &mut Db, route: RouteId, step: i64) -> Result<Found> {
    let Some((idea, due_at, _, team)) = find_route(db, route)? else { return Ok(None) };
    let Some((by, _, note)) = find_step(db, step)? else { return Ok(None) };
    Ok(Some((idea, by, note, What::Routed { team, due_at })))
}

fn moved(db: &mut Db, route: RouteId, step: i64, by: Option<PersonId>) -> Result<Found> {
    let Some((idea, _, sent_by, team)) = find_route(db, route)? else { return Ok(None) };
    let Some((_, kind, words)) = find_step(db, step)? else { return Ok(None) };
    let what = match kind {
        StepKind::AskedAuthor => {
            let author = ideas::find(db, idea)?.author_id;
            What::Asked { team, of: Some(author), is_author: true }
        }
        StepKind::AskedDesk => What::Asked { team, of: sender(db, sent_by)?, is_author: false },
        StepKind::Finished | StepKind::Declined => {
            What::Returned { team, of: sender(db, sent_by)?, is_done: kind == StepKind::Finished }
        }
        StepKind::Answered => {
            let asker = asker(db, route, step, &team)?;
            What::QuestionAnswered { team, asker }
        }
        _ => return Ok(None),
    };
    Ok(Some((idea, by, words, what)))
}

/// Whoever sent a route, if they still run the desk.
fn sender(db: &mut Db, sent_by: Option<PersonId>) -> Result<Option<PersonId>> {
    let found = present(db, sent_by)?.filter(|sender| policy::may_route(sender).is_ok());
    Ok(found.map(|sender| sender.id))
}

fn due_soon(db: &mut Db, route: RouteId) -> Result<Found> {
    let Some((idea, due_at, _, team)) = find_route(db, route)? else { return Ok(None) };
    let stored = triage::queries::find_route(db, route)?;
    let to = match present(db, stored.assignee_id)? {
        Some(person) => {
            let own = triage::clocks::within_reach(db, &person, &stored)?;
            policy::may_see_inbox(&person, &own, team.id).then_some(person.id)
        }
        None => None,
    };
    Ok(Some((idea, None, String::new(), What::DueSoon { team, due_at, to })))
}

fn escalated(db: &mut Db, route: RouteId) -> Result<Found> {
    let Some((idea, due_at, _, team)) = find_route(db, route)? else { return Ok(None) };
    let clock = triage::clocks::of_routes(db, &[route])?.remove(&route);
    let (person, other) = clock.map_or((None, None), |clock| (clock.escalated_person, clock.escalated_team));
    Ok(Some((idea, None, String::new(), What::Escalated { team, due_at, route, person, other })))
}

/// Whom a rule told when it acted, whatever became of the rule since; of events without a name, whom it tells now.
fn rule_found(
    db: &mut Db,
    (rule, name): (RuleId, &str),
    idea: IdeaId,
    told: (Option<PersonId>, Option<TeamId>),
) -> Result<Found> {
    let (rule, (person, team)) = if name.is_empty() {
        let Some(rule) = triage::rules::find(db, rule).map(Some).or_else(absent)? else { return Ok(None) };
        let actions = rule.actions()?;
        (rule.name, (actions.person, actions.team))
    } else {
        (name.to_owned(), told)
    };
    if person.is_none() && team.is_none() {
        return Ok(None);
    }
    let team = match team {
        Some(team) => teams::table.find(team).select(Team::as_select()).first(db).optional()?,
        None => None,
    };
    Ok(Some((idea, None, String::new(), What::RuleFound { rule, person, team })))
}
