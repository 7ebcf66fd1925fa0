//! What is there before anything happens in the demo: the site, its boards and tags, people and teams.

use std::collections::HashMap;

use diesel::prelude::*;

use super::chance::Chance;
use super::schema::{Board, Company, Content, Tag, Team};
use crate::boards::{self, BoardDraft, Premoderation};
use crate::db::Db;
use crate::db::schema::{categories, people as people_rows, tags, team_members, teams};
use crate::error::{Error, Result};
use crate::ids::{PersonId, TeamId};
use crate::people::create::{NewPerson, create};
use crate::people::{self, Person};
use crate::site;
use crate::time::{DAY, HOUR, Timestamp};

/// The people by handle, and the teams by slug.
#[derive(Debug)]
pub struct Stage {
    people: HashMap<String, Person>,
    teams: HashMap<String, TeamId>,
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
    let mut stage = Stage { people, teams: HashMap::new() };
    for team in &content.company.teams {
        let id = add_team(db, team, &stage, founded)?;
        stage.teams.insert(team.slug.clone(), id);
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
    let values = (
        teams::slug.eq(&team.slug),
        teams::name.eq(&team.name),
        teams::description.eq(""),
        teams::address.eq(Some(&team.email)),
        teams::created_at.eq(now),
    );
    let id: TeamId = diesel::insert_into(teams::table).values(values).returning(teams::id).get_result(db)?;
    for member in &team.members {
        let values = (team_members::team_id.eq(id), team_members::person_id.eq(stage.person(member)?.id));
        diesel::insert_into(team_members::table).values(values).execute(db)?;
    }
    Ok(id)
}
