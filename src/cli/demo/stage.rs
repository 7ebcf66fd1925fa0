//! What is there before anything happens in the demo: the site, its boards and tags, people and teams.

use std::collections::HashMap;

use diesel::prelude::*;

use super::chance::Chance;
use super::ruling;
use super::schema::{Account, Board, Company, Content, Lens, Segment, Tag, Team};
use crate::accounts::segments::{self, SegmentDraft};
use crate::accounts::{
    self, AccountDraft, AccountInput, ConditionsInput, JoinedBy, Snapshot, demand, membership,
};
use crate::boards::{self, BoardDraft, Counts, Premoderation};
use crate::db::Db;
use crate::db::schema::{categories, people as people_rows, tags};
use crate::error::{Error, Result};
use crate::ids::{PersonId, RuleId, TeamId};
use crate::people::create::{NewPerson, create};
use crate::people::{self, Person};
use crate::site;
use crate::time::{DAY, HOUR, Timestamp};
use crate::triage::lenses::{self, LensDraft, LensInput};
use crate::triage::teams::{self, TeamDraft, TeamInput};

/// The people by handle, the teams by slug, the rules in their order.
#[derive(Debug)]
pub struct Stage {
    people: HashMap<String, Person>,
    teams: HashMap<String, TeamId>,
    snapshots: HashMap<PersonId, Snapshot>,
    pub rules: Vec<RuleId>,
}

impl Stage {
    /// Somebody by their handle.
    pub fn person(&self, handle: &str) -> Result<&Person> {
        self.people.get(handle).ok_or_else(|| Error::internal(format!("the demo has no person {handle}")))
    }

    /// A team by its slug.
    pub fn team(&self, slug: &str) -> Result<TeamId> {
        self.teams.get(slug).copied().ok_or_else(|| Error::internal(format!("the demo has no team {slug}")))
    }

    /// All teams.
    pub fn teams(&self) -> impl Iterator<Item = TeamId> {
        self.teams.values().copied()
    }

    /// The account of somebody, with its value.
    pub fn snapshot(&self, person: PersonId) -> Option<&Snapshot> {
        self.snapshots.get(&person)
    }

    /// Everybody.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }
}

/// Sets everything up.
pub fn set(db: &mut Db, content: &Content, now: Timestamp) -> Result<Stage> {
    name_site(db, &content.company, now)?;
    let founded = now.minus(421 * DAY);
    for board in &content.company.boards {
        add_board(db, board, founded)?;
    }
    for tag in &content.company.tags {
        add_tag(db, tag)?;
    }
    let mut people = HashMap::new();
    for person in &content.people {
        people.insert(person.handle.clone(), add_person(db, person, now)?);
    }
    let mut stage = Stage { people, teams: HashMap::new(), snapshots: HashMap::new(), rules: Vec::new() };
    for account in &content.company.accounts {
        add_account(db, account, &mut stage, founded)?;
    }
    for segment in &content.company.segments {
        add_segment(db, segment, founded)?;
    }
    for lens in &content.company.lenses {
        add_lens(db, lens, &stage, now)?;
    }
    for team in &content.company.teams {
        let id = add_team(db, team, &stage, founded)?;
        stage.teams.insert(team.slug.clone(), id);
    }
    let catalog = boards::catalog(db)?;
    for rule in &content.company.rules {
        let id = ruling::add(db, rule, &catalog, &stage, founded)?;
        stage.rules.push(id);
    }
    Ok(stage)
}

fn name_site(db: &mut Db, company: &Company, now: Timestamp) -> Result<()> {
    let mut settings = site::find(db)?;
    settings.name.clone_from(&company.site.name);
    settings.tagline.clone_from(&company.site.tagline);
    settings.welcome.clone_from(&company.site.welcome);
    settings.brand_colour = Some(company.site.colour.clone());
    settings.setup_token_hash = None;
    settings.is_demo = true;
    site::save(db, settings, now)?;
    Ok(())
}

fn add_board(db: &mut Db, board: &Board, now: Timestamp) -> Result<()> {
    let draft = BoardDraft::parse(&board.name, &board.slug, &board.description)?.with(
        board.visibility,
        board.voting,
        Premoderation::Off,
        board.half_life_days,
    );
    let draft = match board.counts_hidden_days {
        0 => draft,
        days => draft.with_counts(Counts::FirstDays, days),
    };
    let made = boards::create(db, &draft, now)?;
    for (position, category) in (1_i32..).zip(&board.categories) {
        let values = (
            categories::board_id.eq(made.id),
            categories::slug.eq(&category.slug),
            categories::name.eq(&category.name),
            categories::position.eq(position),
        );
        diesel::insert_into(categories::table).values(values).execute(db)?;
    }
    Ok(())
}

fn add_tag(db: &mut Db, tag: &Tag) -> Result<()> {
    let values = (tags::slug.eq(&tag.slug), tags::name.eq(&tag.name), tags::is_staff_only.eq(tag.staff_only));
    diesel::insert_into(tags::table).values(values).execute(db)?;
    Ok(())
}

fn add_person(db: &mut Db, person: &super::schema::Person, now: Timestamp) -> Result<Person> {
    let mut chance = Chance::of(&[&person.handle, "joined"]);
    let joined = now.minus(i64::from(person.joined_days_ago) * DAY + 12 * HOUR + chance.below(6 * HOUR));
    let new = NewPerson {
        name: &person.name,
        email: Some(&person.email),
        role: person.role,
        handle: Some(&person.handle),
        is_imported: false,
    };
    let id: PersonId = create(db, &new, joined)?.id;
    let about = (
        people_rows::handle.eq(&person.handle),
        people_rows::about.eq(&person.about),
        people_rows::language.eq(Some(person.language)),
        people_rows::time_zone.eq(Some(&person.time_zone)),
        people_rows::seen_at.eq(Some(now.minus(chance.below(20 * DAY)).max(joined))),
    );
    diesel::update(people_rows::table.find(id)).set(about).execute(db)?;
    people::queries::find(db, id)?.ok_or(Error::NotFound)
}

fn add_team(db: &mut Db, team: &Team, stage: &Stage, now: Timestamp) -> Result<TeamId> {
    let input =
        TeamInput { name: &team.name, slug: &team.slug, address: &team.email, ..TeamInput::default() };
    let made = teams::create(db, &TeamDraft::parse(&input, false)?, now)?;
    for member in &team.members {
        teams::add_member(db, made.id, &stage.person(member)?.handle)?;
    }
    Ok(made.id)
}

/// An account with its people; whoever votes keeps its value of that day.
fn add_account(db: &mut Db, account: &Account, stage: &mut Stage, now: Timestamp) -> Result<()> {
    let input = AccountInput {
        name: account.name.clone(),
        plan: account.plan.clone(),
        segment: account.segment.clone(),
        value: account.value.clone(),
        currency: account.currency.clone(),
        health: account.health.clone(),
        owner: account.owner.clone(),
        domains: account.domains.clone(),
    };
    let made = accounts::create(db, &AccountDraft::parse(&input)?, now)?;
    for handle in &account.people {
        let person = stage.person(handle)?.id;
        membership::set(db, person, Some((made.id, JoinedBy::Desk)))?;
        if let Some(snapshot) = demand::snapshot(db, person)? {
            stage.snapshots.insert(person, snapshot);
        }
    }
    Ok(())
}

fn add_segment(db: &mut Db, segment: &Segment, now: Timestamp) -> Result<()> {
    let input = ConditionsInput {
        plans: segment.plans.clone(),
        labels: segment.labels.clone(),
        currency: segment.currency.clone(),
        least: segment.least.clone(),
        healths: segment.healths.clone(),
        ..ConditionsInput::default()
    };
    segments::create(db, &SegmentDraft::parse(&segment.name, &input)?, now).map(drop)
}

fn add_lens(db: &mut Db, lens: &Lens, stage: &Stage, now: Timestamp) -> Result<()> {
    let input = LensInput {
        name: lens.name.clone(),
        is_shared: lens.shared,
        query: lens.query.clone(),
        columns: lens.columns.clone(),
        reach_by: lens.reach_by.clone(),
        at_risk: lens.at_risk.clone(),
        others: lens.others.clone(),
        ..LensInput::default()
    };
    let draft = LensDraft::parse(&input, &[])?;
    lenses::store::create(db, stage.person(&lens.owner)?, &draft, now).map(drop)
}
