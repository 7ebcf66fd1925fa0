//! The rows, and their order.

use diesel::prelude::*;

use super::{Actions, Conditions, Named, Plan, RuleDraft};
use crate::db::Db;
use crate::db::schema::{boards, routes, rule_acts, rules, tags};
use crate::db::witness;
use crate::error::{Error, Result};
use crate::ids::{RuleId, TeamId};
use crate::people::{Person, Power};
use crate::time::Timestamp;
use crate::triage::lenses;

/// A rule.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = rules)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// Its name.
    pub name: String,
    /// Its place among the rules.
    pub position: i32,
    /// What it asks, as JSON.
    conditions: String,
    /// What it does besides, as JSON.
    actions: String,
    /// The team it sends to.
    pub team_id: TeamId,
    /// Days until what it sends is due.
    pub due_days: i32,
    /// Whether it is asked.
    pub is_on: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Rule {
    /// What it does with an idea that fits.
    pub fn actions(&self) -> Result<Actions> {
        serde_json::from_str(&self.actions).map_err(Error::internal)
    }

    /// Whether it asks for this, adds it, sends to it or tells it.
    pub fn names(&self, what: Named) -> Result<bool> {
        let actions = self.actions()?;
        let does = match what {
            Named::Tag(tag) => actions.tag == Some(tag),
            Named::Team(team) => actions.targets(self.team_id).contains(&team) || actions.team == Some(team),
            _ => false,
        };
        Ok(does || self.conditions()?.asks_for(what))
    }

    /// All that it asks and does.
    pub fn plan(&self) -> Result<Plan> {
        let (conditions, actions) = (self.conditions()?, self.actions()?);
        Ok(Plan { rule: Some(self.id), team: self.team_id, conditions, actions })
    }

    /// What it asks of an idea.
    pub fn conditions(&self) -> Result<Conditions> {
        serde_json::from_str(&self.conditions).map_err(Error::internal)
    }
}

/// How many ideas a rule has acted on, and when the last.
#[derive(Debug, Clone, Copy)]
pub struct Sent {
    /// The rule.
    pub rule: RuleId,
    /// How many ideas.
    pub count: i64,
    /// When the last.
    pub last: Option<Timestamp>,
}

/// All rules in their order.
pub fn list(db: &mut Db) -> Result<Vec<Rule>> {
    Ok(rules::table.order((rules::position, rules::id)).select(Rule::as_select()).load(db)?)
}

/// The rules that name something, themselves or in the filters of a lens that they ask for, switched off or not, in their
/// order.
pub fn naming(db: &mut Db, what: Named) -> Result<Vec<Rule>> {
    let through = naming_through_lenses(db, what)?;
    let mut found = Vec::new();
    for rule in list(db)? {
        if rule.names(what)? || through.iter().any(|own| own.id == rule.id) {
            found.push(rule);
        }
    }
    Ok(found)
}

/// The rules that ask for a lens whose filters name something, in their order.
pub fn naming_through_lenses(db: &mut Db, what: Named) -> Result<Vec<Rule>> {
    let Some((name, value)) = as_filter(db, what)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for rule in list(db)? {
        let own = lenses::store::shared_among(db, &rule.conditions()?.lenses)?;
        if own.iter().any(|lens| lenses::filters::narrows(lens, name, &value)) {
            found.push(rule);
        }
    }
    Ok(found)
}

/// As the address of the desk's list names it.
fn as_filter(db: &mut Db, what: Named) -> Result<Option<(&'static str, String)>> {
    Ok(match what {
        Named::Board(id) => {
            let slug: Option<String> = boards::table.find(id).select(boards::slug).first(db).optional()?;
            slug.map(|slug| ("board", slug))
        }
        Named::Tag(id) => {
            let slug: Option<String> = tags::table.find(id).select(tags::slug).first(db).optional()?;
            slug.map(|slug| ("tag", slug))
        }
        Named::Category(id) => Some(("category", id.to_string())),
        Named::Segment(id) => Some(("segment", id.to_string())),
        Named::Lens(_) | Named::Team(_) => None,
    })
}

/// The names of the rules that follow a segment or the filters of a lens.
pub fn following(db: &mut Db, what: Named) -> Result<Vec<String>> {
    Ok(naming(db, what)?.into_iter().map(|rule| rule.name).collect())
}

/// Refuses to change what rules follow, unless the person may change what rules send anyway.
pub fn refuse_followed(db: &mut Db, person: &Person, what: Named, key: &'static str) -> Result<()> {
    let may = person.may(Power::Route) || naming(db, what)?.is_empty();
    if may { Ok(()) } else { Err(Error::field("name", key)) }
}

/// Refuses to delete what a rule names: the rule would fit nothing any more, or too much.
pub fn refuse_named(db: &mut Db, what: Named) -> Result<()> {
    if naming(db, what)?.is_empty() { Ok(()) } else { Err(Error::Conflict("error-named-by-rules")) }
}

/// The rules that are asked, in their order.
pub(super) fn list_on(db: &mut Db) -> Result<Vec<Rule>> {
    Ok(rules::table
        .filter(rules::is_on.eq(true))
        .order((rules::position, rules::id))
        .select(Rule::as_select())
        .load(db)?)
}

/// A rule.
pub fn find(db: &mut Db, rule: RuleId) -> Result<Rule> {
    rules::table.find(rule).select(Rule::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// What each rule has acted on: one query.
pub fn sent_counts(db: &mut Db) -> Result<Vec<Sent>> {
    let rows: Vec<(RuleId, i64, Option<Timestamp>)> = rule_acts::table
        .group_by(rule_acts::rule_id)
        .select((rule_acts::rule_id, diesel::dsl::count_star(), diesel::dsl::max(rule_acts::created_at)))
        .load(db)?;
    Ok(rows.into_iter().map(|(rule, count, last)| Sent { rule, count, last }).collect())
}

/// Makes a rule, switched off, behind all others.
pub fn create(db: &mut Db, draft: &RuleDraft, now: Timestamp) -> Result<Rule> {
    let last: Option<i32> = rules::table.select(diesel::dsl::max(rules::position)).first(db)?;
    let values = (
        rules::name.eq(&draft.name),
        rules::position.eq(last.unwrap_or(0) + 1),
        rules::conditions.eq(as_json(&draft.conditions)?),
        rules::actions.eq(as_json(&draft.actions)?),
        rules::team_id.eq(draft.team),
        rules::due_days.eq(draft.due_days),
        rules::is_on.eq(false),
        rules::created_at.eq(now),
        rules::updated_at.eq(now),
    );
    let id: RuleId = diesel::insert_into(rules::table).values(values).returning(rules::id).get_result(db)?;
    witness::made("rule", id.raw());
    find(db, id)
}

/// A rule that somebody saw as of `seen`, and that nobody else changes until the transaction ends.
///
/// # Errors
/// `NotFound`, and `Conflict` when somebody was quicker.
pub fn find_as_seen(db: &mut Db, rule: RuleId, seen: Option<Timestamp>) -> Result<Rule> {
    if let Db::Postgres(c) = db {
        rules::table.find(rule).select(rules::id).for_update().first::<RuleId>(c).optional()?;
    }
    let found = find(db, rule)?;
    if seen.is_some_and(|seen| seen != found.updated_at) {
        return Err(Error::Conflict("error-form-outdated"));
    }
    Ok(found)
}

/// Changes a rule that somebody saw as of `seen`. One that is on stays on.
///
/// # Errors
/// `NotFound`, and `Conflict` when somebody was quicker.
pub fn update(
    db: &mut Db,
    rule: RuleId,
    seen: Option<Timestamp>,
    draft: &RuleDraft,
    now: Timestamp,
) -> Result<Rule> {
    find_as_seen(db, rule, seen)?;
    diesel::update(rules::table.find(rule))
        .set((
            rules::name.eq(&draft.name),
            rules::conditions.eq(as_json(&draft.conditions)?),
            rules::actions.eq(as_json(&draft.actions)?),
            rules::team_id.eq(draft.team),
            rules::due_days.eq(draft.due_days),
            rules::updated_at.eq(now),
        ))
        .execute(db)?;
    find(db, rule)
}

fn as_json(what: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(what).map_err(Error::internal)
}

/// Switches a rule on or off.
pub fn set_on(db: &mut Db, rule: RuleId, is_on: bool, now: Timestamp) -> Result<()> {
    find(db, rule)?;
    diesel::update(rules::table.find(rule))
        .set((rules::is_on.eq(is_on), rules::updated_at.eq(now)))
        .execute(db)?;
    Ok(())
}

/// Which way a rule moves among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// It is asked earlier.
    Up,
    /// It is asked later.
    Down,
}

/// Lets a rule change places with its neighbour; at the end it stays.
pub fn shift(db: &mut Db, rule: RuleId, way: Shift) -> Result<()> {
    let mut all: Vec<RuleId> = list(db)?.into_iter().map(|rule| rule.id).collect();
    let at = all.iter().position(|id| *id == rule).ok_or(Error::NotFound)?;
    let other = match way {
        Shift::Up => at.checked_sub(1),
        Shift::Down => Some(at + 1).filter(|next| *next < all.len()),
    };
    let Some(other) = other else { return Ok(()) };
    all.swap(at, other);
    for (position, id) in (1_i32..).zip(all) {
        diesel::update(rules::table.find(id)).set(rules::position.eq(position)).execute(db)?;
    }
    Ok(())
}

/// Deletes a rule. What it has sent stays where it is.
pub fn delete(db: &mut Db, rule: RuleId) -> Result<()> {
    diesel::update(routes::table.filter(routes::rule_id.eq(Some(rule))))
        .set(routes::rule_id.eq(None::<RuleId>))
        .execute(db)?;
    diesel::delete(rules::table.find(rule)).execute(db)?;
    Ok(())
}
