//! Teams: who can act on ideas, where they hear of them, and who belongs to them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;
use rand::RngCore as _;
use url::Url;
use validator::ValidateEmail as _;

use crate::db::Db;
use crate::db::schema::{clocks, people, routes, team_members, team_terms, teams};
use crate::db::witness;
use crate::error::{Error, FieldErrors, Result};
use crate::ids::{PersonId, TeamId};
use crate::people::{Person, Role};
use crate::text::{clean, slug};
use crate::time::Timestamp;

/// Most characters in a team's name.
pub const NAME_MAX: usize = 60;
/// Most characters in a team's description.
pub const DESCRIPTION_MAX: usize = 500;
/// Most characters in a webhook's address.
const URL_MAX: usize = 500;
/// Names in addresses that belong to pages.
const RESERVED: [&str; 1] = ["new"];
/// Most people that a team lists.
const MEMBERS_SHOWN: i64 = 500;

/// An internal team.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = teams)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it takes care of.
    pub description: String,
    /// Where mail about new routes goes besides its members.
    pub address: Option<String>,
    /// Where webhooks go.
    pub webhook_url: Option<String>,
    /// What webhooks are signed with: `whsec_` and base64.
    pub webhook_secret: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stopped taking routes.
    pub archived_at: Option<Timestamp>,
}

/// The form of a team, every field as typed.
#[derive(Debug, Clone, Default)]
pub struct TeamInput<'a> {
    /// The name.
    pub name: &'a str,
    /// The name in addresses; empty to make one from the name.
    pub slug: &'a str,
    /// What it takes care of.
    pub description: &'a str,
    /// A mail address; empty for none.
    pub address: &'a str,
    /// A webhook's address; empty for none.
    pub webhook_url: &'a str,
}

/// A parsed team.
#[derive(Debug, Clone)]
pub struct TeamDraft {
    name: String,
    slug: String,
    description: String,
    address: Option<String>,
    webhook_url: Option<String>,
}

impl TeamDraft {
    /// Parses the form. Webhooks go over TLS, unless `plain_webhooks` (for trials inside one's own network).
    pub fn parse(input: &TeamInput<'_>, plain_webhooks: bool) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = clean::single_line(input.name).unwrap_or_default();
        if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
            errors.add_with("name", "error-team-name", &[("limit", 60)]);
        }
        let slug = slug::slug(if input.slug.trim().is_empty() { &name } else { input.slug });
        if slug.is_empty() || RESERVED.contains(&slug.as_str()) {
            errors.add("slug", "error-slug");
        }
        let description = clean::multi_line(input.description).unwrap_or_default().trim().to_owned();
        if clean::char_count(&description) > DESCRIPTION_MAX {
            let count = i64::try_from(clean::char_count(&description)).unwrap_or(i64::MAX);
            errors.add_with("description", "error-too-long", &[("limit", 500), ("count", count)]);
        }
        let address = Some(input.address.trim().to_owned()).filter(|address| !address.is_empty());
        if address.as_ref().is_some_and(|address| !address.validate_email()) {
            errors.add("address", "error-team-address");
        }
        let webhook_url = parse_url(input.webhook_url, plain_webhooks, &mut errors);
        errors.or(Self { name, slug, description, address, webhook_url })
    }

    /// The name in addresses.
    pub fn slug(&self) -> &str {
        &self.slug
    }
}

fn parse_url(typed: &str, plain: bool, errors: &mut FieldErrors) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let url = Url::parse(typed).ok().filter(|url| {
        let is_safe = url.scheme() == "https" || (plain && url.scheme() == "http");
        is_safe && url.has_host() && url.username().is_empty() && url.password().is_none()
    });
    if url.is_none() || clean::char_count(typed) > URL_MAX {
        errors.add("webhook_url", "error-webhook-url");
    }
    url.map(|url| url.to_string())
}

/// A fresh secret for signing: 32 random bytes, as Standard Webhooks writes them.
pub fn new_secret() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    format!("whsec_{}", STANDARD.encode(bytes))
}

/// Makes a team.
pub fn create(db: &mut Db, draft: &TeamDraft, now: Timestamp) -> Result<Team> {
    refuse_taken_slug(db, &draft.slug, None)?;
    let values = (
        teams::slug.eq(&draft.slug),
        teams::name.eq(&draft.name),
        teams::description.eq(&draft.description),
        teams::address.eq(&draft.address),
        teams::webhook_url.eq(&draft.webhook_url),
        teams::webhook_secret.eq(draft.webhook_url.as_ref().map(|_| new_secret())),
        teams::created_at.eq(now),
    );
    let id: TeamId = diesel::insert_into(teams::table).values(values).returning(teams::id).get_result(db)?;
    witness::made("team", id.raw());
    find(db, id)
}

/// Changes a team. A webhook that is new gets a secret.
pub fn update(db: &mut Db, team: TeamId, draft: &TeamDraft) -> Result<Team> {
    let before = find(db, team)?;
    refuse_taken_slug(db, &draft.slug, Some(team))?;
    let secret = before.webhook_secret.or_else(|| draft.webhook_url.as_ref().map(|_| new_secret()));
    diesel::update(teams::table.find(team))
        .set((
            teams::slug.eq(&draft.slug),
            teams::name.eq(&draft.name),
            teams::description.eq(&draft.description),
            teams::address.eq(&draft.address),
            teams::webhook_url.eq(&draft.webhook_url),
            teams::webhook_secret.eq(secret),
        ))
        .execute(db)?;
    find(db, team)
}

fn refuse_taken_slug(db: &mut Db, slug: &str, own: Option<TeamId>) -> Result<()> {
    let holder: Option<TeamId> =
        teams::table.filter(teams::slug.eq(slug)).select(teams::id).first(db).optional()?;
    match holder {
        Some(holder) if own != Some(holder) => Err(Error::field("slug", "error-slug-taken")),
        _ => Ok(()),
    }
}

/// Gives the team a fresh secret; what was signed with the one before can no longer be verified.
pub fn rotate_secret(db: &mut Db, team: TeamId) -> Result<String> {
    let secret = new_secret();
    diesel::update(teams::table.find(team)).set(teams::webhook_secret.eq(Some(&secret))).execute(db)?;
    Ok(secret)
}

/// Lets a team take no more routes, or take them again. What it has stays in its inbox.
pub fn set_archived(db: &mut Db, team: TeamId, archived: bool, now: Timestamp) -> Result<()> {
    let at = archived.then_some(now);
    diesel::update(teams::table.find(team)).set(teams::archived_at.eq(at)).execute(db)?;
    Ok(())
}

/// A team.
pub fn find(db: &mut Db, team: TeamId) -> Result<Team> {
    teams::table.find(team).select(Team::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// A team by its name in addresses.
pub fn find_by_slug(db: &mut Db, slug: &str) -> Result<Team> {
    let found = teams::table.filter(teams::slug.eq(slug)).select(Team::as_select()).first(db);
    found.optional()?.ok_or(Error::NotFound)
}

/// All teams by name, also archived ones.
pub fn list(db: &mut Db) -> Result<Vec<Team>> {
    Ok(teams::table.order((teams::name, teams::id)).select(Team::as_select()).load(db)?)
}

/// The teams that take routes, by name.
pub fn list_active(db: &mut Db) -> Result<Vec<Team>> {
    let active = teams::table.filter(teams::archived_at.is_null());
    Ok(active.order((teams::name, teams::id)).select(Team::as_select()).load(db)?)
}

/// The teams that somebody belongs to.
pub fn ids_of(db: &mut Db, person: PersonId) -> Result<Vec<TeamId>> {
    Ok(team_members::table
        .filter(team_members::person_id.eq(person))
        .select(team_members::team_id)
        .load(db)?)
}

/// The teams that somebody belongs to, by name.
pub fn of_person(db: &mut Db, person: PersonId) -> Result<Vec<Team>> {
    Ok(teams::table
        .inner_join(team_members::table)
        .filter(team_members::person_id.eq(person))
        .order((teams::name, teams::id))
        .select(Team::as_select())
        .load(db)?)
}

/// A team's members, by name: those who are staff still.
pub fn members(db: &mut Db, team: TeamId) -> Result<Vec<Person>> {
    Ok(people::table
        .inner_join(team_members::table)
        .filter(team_members::team_id.eq(team))
        .filter(people::former_at.is_null())
        .filter(people::role.ne(Role::Customer))
        .order((people::name, people::id))
        .limit(MEMBERS_SHOWN)
        .select(Person::as_select())
        .load(db)?)
}

/// How many people each team has, one query.
pub fn sizes(db: &mut Db) -> Result<Vec<(TeamId, i64)>> {
    Ok(team_members::table
        .group_by(team_members::team_id)
        .select((team_members::team_id, diesel::dsl::count_star()))
        .load(db)?)
}

/// Adds a member of staff, by handle (with or without `@`) or mail address. Adding somebody twice changes nothing.
pub fn add_member(db: &mut Db, team: TeamId, typed: &str) -> Result<Person> {
    let wanted = typed.trim().to_lowercase();
    let handle = wanted.trim_start_matches('@');
    let found = people::table
        .filter(people::handle.eq(handle).or(people::email.eq(Some(wanted.as_str()))))
        .filter(people::former_at.is_null())
        .select(Person::as_select())
        .first(db)
        .optional()?;
    let person = found.ok_or_else(|| Error::field("person", "error-member-unknown"))?;
    if !person.role.is_staff() {
        return Err(Error::field("person", "error-member-not-staff"));
    }
    if !ids_of(db, person.id)?.contains(&team) {
        diesel::insert_into(team_members::table)
            .values((team_members::team_id.eq(team), team_members::person_id.eq(person.id)))
            .execute(db)?;
    }
    Ok(person)
}

/// Takes somebody out of a team, and off its routes: those are nobody's then, and everybody of the team hears of them. What
/// is overdue goes to them no longer, unless they run the desk.
pub fn remove_member(db: &mut Db, team: TeamId, person: PersonId) -> Result<()> {
    diesel::delete(team_members::table.find((team, person))).execute(db)?;
    let own = || routes::table.filter(routes::team_id.eq(team));
    diesel::update(own().filter(routes::assignee_id.eq(person)))
        .set(routes::assignee_id.eq(None::<PersonId>))
        .execute(db)?;
    let found = crate::people::queries::find(db, person)?;
    if found.is_some_and(|person| person.may(crate::people::Power::Desk)) {
        return Ok(());
    }
    diesel::update(team_terms::table.find(team).filter(team_terms::escalate_person.eq(person)))
        .set(team_terms::escalate_person.eq(None::<PersonId>))
        .execute(db)?;
    let of_team = clocks::route_id.eq_any(own().select(routes::id));
    diesel::update(clocks::table.filter(of_team).filter(clocks::escalated_person.eq(person)))
        .set(clocks::escalated_person.eq(None::<PersonId>))
        .execute(db)?;
    Ok(())
}

/// Those of these teams whom no mail reaches: nobody is in them, and they have no address.
pub fn unheard(db: &mut Db, teams: &[Team]) -> Result<Vec<TeamId>> {
    let ids: Vec<TeamId> = teams.iter().filter(|team| team.address.is_none()).map(|team| team.id).collect();
    let reached: Vec<TeamId> = people::table
        .inner_join(team_members::table)
        .filter(team_members::team_id.eq_any(&ids))
        .filter(people::former_at.is_null())
        .filter(people::role.ne(Role::Customer))
        .select(team_members::team_id)
        .distinct()
        .load(db)?;
    Ok(ids.into_iter().filter(|id| !reached.contains(id)).collect())
}
