//! How much each team has before it, and for how long: one statement for all teams.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};

use super::RouteState;
use crate::db::Db;
use crate::db::schema::routes;
use crate::error::Result;
use crate::ids::TeamId;
use crate::merges;
use crate::time::{DAY, Timestamp};

/// Up to how many days a route has been with a team, by group; what is older is the last group.
pub const AGES: [i64; 3] = [7, 30, 90];

/// What a team has before it. Routes of hidden ideas do not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Open routes.
    pub open: i64,
    /// Those that nobody has accepted.
    pub new: i64,
    /// Those that were accepted, in work or not.
    pub accepted: i64,
    /// Those that should be done by now.
    pub overdue: i64,
    /// Those that nobody sees to.
    pub unassigned: i64,
    /// When the oldest of them was first sent.
    pub oldest: Option<Timestamp>,
    /// How many have been here up to a week, a month, three months, and longer.
    pub ages: [i64; 4],
}

type Row = (TeamId, i64, i64, i64, i64, i64, Option<Timestamp>, i64, i64, i64);

/// The load of every team that has any. One query, which reads an index of routes and the ideas that are not shown: those are
/// fewer than the ones that are.
pub fn loads(db: &mut Db, team: Option<TeamId>, now: Timestamp) -> Result<HashMap<TeamId, Load>> {
    let counted = |condition: &str| sql::<BigInt>(&format!("COUNT(CASE WHEN {condition} THEN 1 END)"));
    let since = |days: i64| format!("routes.created_at > {}", now.plus(-days * DAY).micros());
    let [week, month, quarter] = AGES.map(since);
    let stands = format!(
        "routes.idea_id NOT IN (SELECT ideas.id FROM ideas WHERE ideas.shown <= 0 AND EXISTS \
         (SELECT 1 FROM routes WHERE routes.idea_id = ideas.id AND {}) AND NOT {})",
        RouteState::IS_OPEN,
        merges::STANDS
    );
    let mut query = routes::table
        .filter(sql::<Bool>(RouteState::IS_OPEN))
        .filter(sql::<Bool>(&stands))
        .group_by(routes::team_id)
        .select((
            routes::team_id,
            sql::<BigInt>("COUNT(*)"),
            counted("routes.state = 'new'"),
            counted("routes.state IN ('accepted', 'in_work')"),
            counted(&format!("routes.due_at < {}", now.micros())),
            counted("routes.assignee_id IS NULL"),
            sql::<Nullable<BigInt>>("MIN(routes.created_at)"),
            counted(&week),
            counted(&month),
            counted(&quarter),
        ))
        .into_boxed();
    if let Some(team) = team {
        query = query.filter(routes::team_id.eq(team));
    }
    let rows: Vec<Row> = query.load(db)?;
    Ok(rows.into_iter().map(|row| (row.0, load(row))).collect())
}

fn load((_, open, new, accepted, overdue, unassigned, oldest, week, month, quarter): Row) -> Load {
    let ages = [week, month - week, quarter - month, open - quarter];
    Load { open, new, accepted, overdue, unassigned, oldest, ages }
}
