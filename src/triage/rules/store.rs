//! The rows, and their order.

use diesel::prelude::*;

use super::{Actions, Conditions, Named, Plan, RuleDraft};
use crate::db::Db;
use crate::db::schema::{routes, rule_acts, rules};
use crate::error::{Error, Result};
use crate::ids::{RuleId, TeamId};
use crate::time::Timestamp;

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

    /// Whether it asks for this, or adds it.
    pub fn names(&self, what: Named) -> Result<bool> {
        let adds = self.actions()?.tag.is_some_and(|tag| what == Named::Tag(tag));
        Ok(adds || self.conditions()?.asks_for(what))
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

/// The rules that name something, switched off or not, in their order.
pub fn naming(db: &mut Db, what: Named) -> Result<Vec<Rule>> {
    let mut found = Vec::new();
    for rule in list(db)? {
        if rule.names(what)? {
            found.push(rule);
        }
    }
    Ok(found)
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
    find(db, id)
}

/// Changes a rule. One that is on stays on.
pub fn update(db: &mut Db, rule: RuleId, draft: &RuleDraft, now: Timestamp) -> Result<Rule> {
    find(db, rule)?;
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
