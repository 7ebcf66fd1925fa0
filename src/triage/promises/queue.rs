//! What is promised and waits: people who posted for the first time first, in each part what breaks first. One walk along
//! an index, in keyset pages.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{ideas, promises};
use crate::error::Result;
use crate::ids::{BoardId, IdeaId, PersonId};
use crate::time::Timestamp;

/// Ideas on one page.
const PAGE: usize = 30;
/// Counts stop here.
const COUNT_MAX: i64 = 1_000;

/// An idea that waits for what was promised.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = promises)]
pub struct Queued {
    /// The idea.
    pub idea_id: IdeaId,
    /// Its title.
    #[diesel(select_expression = ideas::title)]
    pub title: String,
    /// Its board.
    #[diesel(select_expression = ideas::board_id)]
    pub board_id: BoardId,
    /// Who posted it.
    #[diesel(select_expression = ideas::author_id)]
    pub author_id: PersonId,
    /// Its counted promotions.
    #[diesel(select_expression = ideas::promotions)]
    pub promotions: i64,
    /// 0 when its author posted for the first time, else 1.
    pub turn: i32,
    /// When it was posted.
    pub made_at: Timestamp,
    /// When the promise breaks, or broke.
    pub due_at: Timestamp,
}

/// Which promises are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// All that wait.
    All,
    /// Those that are broken by this moment, longest first.
    BrokenBy(Timestamp),
}

/// One page. `after` is the cursor of the page before.
pub fn page(db: &mut Db, filter: Filter, after: Option<&str>) -> Result<Page<Queued>> {
    let mut query = promises::table
        .inner_join(ideas::table)
        .filter(promises::answered_at.is_null())
        .filter(ideas::shown.gt(0))
        .limit(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
        .select(Queued::as_select())
        .into_boxed();
    let behind = after.and_then(parse);
    match filter {
        Filter::All => {
            query = query.order((promises::turn, promises::due_at, promises::idea_id));
            if let Some((turn, due, id)) = behind {
                let same_due = promises::due_at.eq(due).and(promises::idea_id.gt(id));
                let same_turn = promises::turn.eq(turn).and(promises::due_at.gt(due).or(same_due));
                query = query.filter(promises::turn.ge(turn)).filter(promises::turn.gt(turn).or(same_turn));
            }
        }
        Filter::BrokenBy(now) => {
            query = query.filter(promises::due_at.lt(now)).order((promises::due_at, promises::idea_id));
            if let Some((_, due, id)) = behind {
                let same_due = promises::due_at.eq(due).and(promises::idea_id.gt(id));
                query = query.filter(promises::due_at.ge(due)).filter(promises::due_at.gt(due).or(same_due));
            }
        }
    }
    let rows: Vec<Queued> = query.load(db)?;
    Ok(Page::cut(rows, PAGE, |row| format!("{}_{:x}_{}", row.turn, row.due_at.micros(), row.idea_id)))
}

fn parse(text: &str) -> Option<(i32, Timestamp, IdeaId)> {
    let (turn, rest) = text.split_once('_')?;
    let (due, id) = rest.split_once('_')?;
    let due = Timestamp::from_micros(i64::from_str_radix(due, 16).ok()?);
    Some((turn.parse().ok()?, due, id.parse().ok()?))
}

/// How many are broken by now, and how many break by another moment; each at most a thousand.
pub fn counts(db: &mut Db, now: Timestamp, soon: Timestamp) -> Result<(usize, usize)> {
    let between = |db: &mut Db, from: Timestamp, to: Timestamp| -> Result<usize> {
        let found: Vec<IdeaId> = promises::table
            .inner_join(ideas::table)
            .filter(promises::answered_at.is_null())
            .filter(promises::due_at.ge(from))
            .filter(promises::due_at.lt(to))
            .filter(ideas::shown.gt(0))
            .limit(COUNT_MAX)
            .select(promises::idea_id)
            .load(db)?;
        Ok(found.len())
    };
    let broken = between(db, Timestamp::from_micros(0), now)?;
    Ok((broken, between(db, now, soon)?))
}
