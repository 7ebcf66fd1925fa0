//! A team's inbox: its routes by state, those due first, first.

use std::collections::HashMap;

use actix_web::web::Path;
use askama::Template;

use super::ages::Ages;
use super::clock_line::ClockLine;
use super::fields::QueryFields;
use super::labels;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Staff;
use crate::ids::{IdeaId, PersonId, RouteId};
use crate::people::{Person, Power};
use crate::time::Timestamp;
use crate::triage::clocks::{self, Clock};
use crate::triage::policy;
use crate::triage::routes::{self, Card, Inbox, InboxFilter, Load, RouteState, Step, WorkItem};
use crate::triage::teams::{self, Team};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// A route as its card shows it.
pub struct RouteCard {
    card: Card,
    said: Option<Step>,
    said_by: String,
    assignee: String,
    sent_by: String,
    rule: String,
    /// What the team expects it to cost, in words.
    estimate: String,
    work: Vec<WorkItem>,
    is_overdue: bool,
    clock: ClockLine,
    /// The team that it is of, when that is another.
    other_team: String,
    /// What its idea, when that was merged, is part of.
    part_of: String,
}

/// Routes of one state.
pub struct Group {
    /// The key of its heading.
    word: &'static str,
    id: &'static str,
    cards: Vec<RouteCard>,
}

/// The inbox.
#[derive(Template)]
#[template(path = "desk/inbox.html")]
pub struct InboxPage {
    layout: Layout,
    team: Team,
    members: Vec<String>,
    groups: Vec<Group>,
    load: Load,
    ages: Ages,
    /// The next page, and the first if this is another.
    next: Option<String>,
    first: Option<String>,
    show: String,
    may_manage: bool,
    may_work: bool,
}

struct Loaded {
    may_work: bool,
    team: Team,
    members: Vec<Person>,
    inbox: Inbox,
    clocks: HashMap<RouteId, Clock>,
    teams: Vec<Team>,
    load: Load,
    people: HashMap<PersonId, Person>,
    homes: HashMap<IdeaId, (IdeaId, String)>,
}

/// Shows the inbox to members of the team and to managers; to others it is not there.
pub async fn page(who: Staff, slug: Path<String>, query: QueryFields) -> Result<Html<InboxPage>> {
    let (person, slug, now) = (who.person.clone(), slug.into_inner(), who.now);
    let show = query.0.get("show").to_owned();
    let after = Some(query.0.get("after")).filter(|after| !after.is_empty()).map(str::to_owned);
    let filter = InboxFilter {
        assignee: (show == "mine").then_some(person.id),
        unassigned: show == "unassigned",
        overdue_at: (show == "overdue").then_some(now),
    };
    let is_first = after.is_none();
    let loaded = who.state.db.read(move |db| load(db, &person, &slug, filter, after.as_deref(), now)).await?;
    Ok(Html(InboxPage::new(&who, loaded, show, is_first)))
}

fn load(
    db: &mut Db,
    person: &Person,
    slug: &str,
    filter: InboxFilter,
    after: Option<&str>,
    now: Timestamp,
) -> crate::error::Result<Loaded> {
    let team = teams::find_by_slug(db, slug)?;
    let own = teams::ids_of(db, person.id)?;
    if !policy::may_see_inbox(person, &own, team.id) {
        return Err(Error::NotFound);
    }
    let members = teams::members(db, team.id)?;
    let inbox = routes::inbox(db, team.id, filter, after)?;
    let mut ids: Vec<PersonId> = Vec::new();
    let open = &inbox.open.items;
    let routes: Vec<RouteId> = open.iter().chain(&inbox.escalated).map(|card| card.route.id).collect();
    let clocks = clocks::of_routes(db, &routes)?;
    for card in open.iter().chain(&inbox.closed).chain(&inbox.escalated) {
        ids.extend(card.route.assignee_id);
        ids.extend(card.route.sent_by);
    }
    ids.extend(clocks.values().filter_map(|clock| clock.escalated_person));
    ids.extend(inbox.said.values().filter_map(|step| step.person_id));
    let people = crate::people::queries::by_ids(db, &ids)?;
    let people = people.into_iter().map(|person| (person.id, person)).collect();
    let homes = routes::homes_of(db, open.iter().chain(&inbox.closed).chain(&inbox.escalated))?;
    let load = routes::loads(db, Some(team.id), now)?.remove(&team.id).unwrap_or_default();
    let may_work = policy::may_work_for(person, &own, team.id);
    Ok(Loaded { may_work, team, members, inbox, clocks, teams: teams::list(db)?, load, people, homes })
}

impl InboxPage {
    fn new(who: &Staff, mut loaded: Loaded, show: String, is_first: bool) -> Self {
        let closed = std::mem::take(&mut loaded.inbox.closed);
        let escalated = std::mem::take(&mut loaded.inbox.escalated);
        let all = std::mem::take(&mut loaded.inbox.open.items);
        let layout = Layout::new(who);
        let link = format!("{}?show={show}", layout.links.team(&loaded.team.slug));
        let next = loaded.inbox.open.next.as_ref().map(|after| format!("{link}&after={after}"));
        let mut open_cards: Vec<RouteCard> = all.into_iter().map(|card| shown(who, &loaded, card)).collect();
        let states = [
            (RouteState::New, "g-new"),
            (RouteState::Accepted, "g-accepted"),
            (RouteState::Asked, "g-asked"),
            (RouteState::InWork, "g-in-work"),
        ];
        let mut groups: Vec<Group> = Vec::new();
        for (state, id) in states {
            let (own, rest) = open_cards.into_iter().partition(|own| own.card.route.state == state);
            open_cards = rest;
            groups.push(Group { word: state.word(), id, cards: own });
        }
        let escalated = escalated.into_iter().map(|card| shown(who, &loaded, card)).collect();
        groups.insert(0, Group { word: "inbox-escalated", id: "g-escalated", cards: escalated });
        let closed = closed.into_iter().map(|card| shown(who, &loaded, card)).collect();
        groups.push(Group { word: "inbox-closed", id: "g-closed", cards: closed });
        groups.retain(|group| !group.cards.is_empty());
        Self {
            members: loaded.members.iter().map(|member| member.label(&who.words)).collect(),
            team: loaded.team,
            may_manage: who.person.may(Power::Route),
            may_work: loaded.may_work,
            layout,
            groups,
            ages: Ages::new(&loaded.load, loaded.load.open, &who.words),
            load: loaded.load,
            next,
            first: (!is_first).then_some(link),
            show,
        }
    }
}

fn shown(who: &Staff, loaded: &Loaded, card: Card) -> RouteCard {
    let name = |id: Option<PersonId>| {
        let person = id.and_then(|id| loaded.people.get(&id));
        person.map_or_else(String::new, |person| person.label(&who.words))
    };
    let said = loaded.inbox.said.get(&card.route.id).cloned();
    let estimate = loaded.inbox.estimates.get(&card.route.id);
    RouteCard {
        estimate: estimate
            .map(|own| labels::estimate(&who.words, own.effort, own.confidence))
            .unwrap_or_default(),
        work: loaded.inbox.work.get(&card.route.id).cloned().unwrap_or_default(),
        said_by: name(said.as_ref().and_then(|step| step.person_id)),
        assignee: name(card.route.assignee_id),
        sent_by: name(card.route.sent_by),
        rule: card.route.rule_id.and_then(|id| loaded.inbox.rules.get(&id).cloned()).unwrap_or_default(),
        is_overdue: card.route.is_overdue(who.now),
        clock: ClockLine::new(
            &who.words,
            loaded.clocks.get(&card.route.id),
            |id| name(Some(id)),
            |id| loaded.teams.iter().find(|own| own.id == id).map(|own| own.name.clone()).unwrap_or_default(),
        ),
        part_of: loaded.homes.get(&card.route.idea_id).map(|own| own.1.clone()).unwrap_or_default(),
        other_team: if card.route.team_id == loaded.team.id { String::new() } else { card.team.clone() },
        said,
        card,
    }
}
