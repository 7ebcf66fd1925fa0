//! Walking the index of an order: each step of a keyset is a stretch of the index, so nothing is sorted.

use diesel::dsl::{exists, not, sql};
use diesel::helper_types::IntoBoxed;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::order::{Key, ListOrder, Place};
use super::{Cursor, ListQuery};
use crate::boards::Counts;
use crate::db::Db;
use crate::db::schema::{boards, follows, idea_tags, ideas, votes};
use crate::error::Result;
use crate::ids::{BoardId, IdeaId};
use crate::time::Timestamp;

/// A condition on ideas that another feature brings.
pub type Condition = Box<dyn BoxableExpression<ideas::table, <Db as Connection>::Backend, SqlType = Bool>>;

pub(super) type Query<'q> = IntoBoxed<'q, ideas::table, <Db as Connection>::Backend>;

/// A filter that SQLite is to check row by row, where it would else read all that pass from an index of their own and
/// sort them: [`ListQuery::few`] has found that they are many. PostgreSQL knows that from its statistics.
macro_rules! unindexed {
    ($query:expr, $db:expr, $column:expr, |$checked:ident| $condition:expr) => {
        match $db {
            Db::Postgres(_) => {
                let $checked = $column;
                $query.filter($condition)
            }
            Db::Sqlite(_) => {
                let $checked = $column + 0_i64;
                $query.filter($condition)
            }
        }
    };
}

/// A stretch of an index, highest key first (for [`ListOrder::Unanswered`], lowest).
#[derive(Debug, Clone, Copy)]
enum Step {
    /// All of it.
    Whole,
    /// The rest of those level with the last one shown.
    Level(Place, IdeaId),
    /// For votes: as many, but with less agreement.
    SameNet(i64, f64),
    /// For waiting ideas: those of first-time authors, or the others.
    First(bool),
    /// For waiting ideas: the same, but posted later.
    Later(bool, Timestamp),
    /// Everything below.
    Below(Place),
}

/// Two or three stretches instead of one comparison of rows: SQLite would walk all ties of a row value.
fn steps(order: ListOrder, after: Option<&Cursor>) -> Vec<Step> {
    let Some(after) = after else {
        return match order {
            ListOrder::Unanswered => vec![Step::First(true), Step::First(false)],
            _ => vec![Step::Whole],
        };
    };
    let level = Step::Level(after.place, after.id);
    match after.place {
        Place::Votes(net, wilson) => vec![level, Step::SameNet(net, wilson), Step::Below(after.place)],
        Place::Waiting(true, at) => vec![level, Step::Later(true, at), Step::First(false)],
        Place::Waiting(false, at) => vec![level, Step::Later(false, at)],
        _ => vec![level, Step::Below(after.place)],
    }
}

impl ListQuery {
    /// The next `limit` keys along the index of the order.
    pub(super) fn walk(&self, db: &mut Db, limit: usize) -> Result<Vec<Key>> {
        let mut keys: Vec<Key> = Vec::with_capacity(limit);
        for step in steps(self.order, self.after.as_ref()) {
            let left = limit - keys.len();
            if left == 0 {
                break;
            }
            let mut query = self.filtered(db);
            if let Some(board) = self.board {
                query = query.filter(ideas::board_id.eq(board));
            }
            let query = self.stretch(query, step).limit(i64::try_from(left).unwrap_or(i64::MAX));
            keys.extend(query.select(Key::as_select()).load::<Key>(db)?);
        }
        Ok(keys)
    }

    /// The newest `limit` ideas that pass the filters and this condition, which few ideas meet: whatever its own index
    /// gives is asked for the filters, and no index of theirs is used.
    pub fn newest_where(&self, db: &mut Db, condition: Condition, limit: i64) -> Result<Vec<IdeaId>> {
        let query = self.on_board(db, self.filtered(db)).filter(condition);
        Ok(query.order(ideas::id.desc()).limit(limit).select(ideas::id).load(db)?)
    }

    /// Up to `limit` open ideas of the list that are worth a look: what little is known of them leaves most to hope for, the
    /// newest first among equals. None that twenty people or more voted on, none that the viewer voted on, and none of boards
    /// that do not explore or hide counts: what follows may leave none of them out, or new ideas there would take all places.
    pub fn worth_a_look(&self, db: &mut Db, limit: i64) -> Result<Vec<IdeaId>> {
        let mut query = self
            .filtered(db)
            .filter(sql::<Bool>("ideas.status_kind = 'open'"))
            .filter(sql::<Bool>("ideas.spread >= 0.3"))
            .filter(sql::<Bool>("ideas.promotions + ideas.demotions < 20"));
        if let Some(board) = self.board {
            query = query.filter(ideas::board_id.eq(board));
        }
        let still = boards::explore_every.le(0).or(boards::counts.ne(Counts::Shown));
        let still: Vec<BoardId> = boards::table.filter(still).select(boards::id).load(db)?;
        if !still.is_empty() {
            let raw: Vec<i64> = still.iter().map(|board| board.raw()).collect();
            query = unindexed!(query, db, ideas::board_id, |column| column.ne_all(raw));
        }
        if let Some(person) = self.viewer.id {
            let own = votes::table.filter(votes::idea_id.eq(ideas::id)).filter(votes::person_id.eq(person));
            query = query.filter(not(exists(own.filter(votes::value.ne(0_i16)))));
        }
        let query = query.order((ideas::hope.desc(), ideas::id.desc()));
        Ok(query.limit(limit).select(ideas::id).load(db)?)
    }

    /// The board as a filter like the others, for those who do not walk its index.
    fn on_board<'q>(&self, db: &Db, query: Query<'q>) -> Query<'q> {
        match self.board {
            Some(board) => unindexed!(query, db, ideas::board_id, |column| column.eq(board.raw())),
            None => query,
        }
    }

    /// The conditions of everything but board and place. Literals let the partial indexes serve.
    fn filtered<'q>(&self, db: &Db) -> Query<'q> {
        let query = ideas::table
            .into_boxed()
            .filter(sql::<Bool>("ideas.shown > 0"))
            .filter(ideas::shown.ge(self.viewer.least_shown()));
        let query = match self.order {
            ListOrder::Answered => query.filter(ideas::answered_at.is_not_null()),
            ListOrder::Unanswered => {
                query.filter(ideas::answered_at.is_null()).filter(sql::<Bool>("ideas.status_kind = 'open'"))
            }
            ListOrder::Impact => query.filter(sql::<Bool>("ideas.status_kind = 'open'")),
            _ => query,
        };
        self.narrowed(db, query)
    }

    /// Those of these ideas that pass all filters.
    pub(super) fn passing_of<'q>(&self, db: &Db, ids: &'q [IdeaId]) -> Query<'q> {
        self.on_board(db, self.filtered(db)).filter(ideas::id.eq_any(ids))
    }

    fn narrowed<'q>(&self, db: &Db, mut query: Query<'q>) -> Query<'q> {
        if !self.without.is_empty() {
            query = query.filter(ideas::id.ne_all(self.without.clone()));
        }
        if let Some(categories) = &self.categories {
            let raw: Vec<Option<i64>> = categories.iter().map(|category| Some(category.raw())).collect();
            query = unindexed!(query, db, ideas::category_id, |column| column.eq_any(raw));
        }
        if let Some(statuses) = &self.statuses {
            let raw: Vec<i64> = statuses.iter().map(|status| status.raw()).collect();
            query = unindexed!(query, db, ideas::status_id, |column| column.eq_any(raw));
        }
        if let Some(tags) = self.tags.clone() {
            let tagged = idea_tags::table.filter(idea_tags::idea_id.eq(ideas::id));
            query = query.filter(exists(tagged.filter(idea_tags::tag_id.eq_any(tags))));
        }
        let Some(person) = self.viewer.id else { return query };
        if self.mine {
            query = unindexed!(query, db, ideas::author_id, |column| column.eq(person.raw()));
        }
        if self.voted {
            let own = votes::table.filter(votes::idea_id.eq(ideas::id)).filter(votes::person_id.eq(person));
            query = query.filter(exists(own.filter(votes::value.ne(0_i16))));
        }
        if self.followed {
            let own =
                follows::table.filter(follows::idea_id.eq(ideas::id)).filter(follows::person_id.eq(person));
            query = query.filter(exists(own.filter(follows::is_on.eq(true))));
        }
        query
    }

    fn stretch<'q>(&self, query: Query<'q>, step: Step) -> Query<'q> {
        match self.order {
            ListOrder::Trending if self.board.is_some() => by_heat(query, step),
            ListOrder::Trending => by_site_heat(query, step),
            ListOrder::Top => by_votes(query, step),
            ListOrder::New => by_created(query, step),
            ListOrder::Discussed => by_comments(query, step),
            ListOrder::Answered => by_answered(query, step),
            ListOrder::Unanswered => by_waiting(query, step),
            ListOrder::Impact => by_impact(query, step),
        }
    }
}

/// Orders of one column, highest first.
macro_rules! by_column {
    ($($name:ident($column:expr, $place:ident);)+) => {$(
        fn $name(query: Query<'_>, step: Step) -> Query<'_> {
            let query = query.order(($column.desc(), ideas::id.desc()));
            match step {
                Step::Level(Place::$place(value), id) => query.filter($column.eq(value)).filter(ideas::id.lt(id)),
                Step::Below(Place::$place(value)) => query.filter($column.lt(value)),
                _ => query,
            }
        }
    )+};
}

by_column! {
    by_heat(ideas::heat, Score);
    by_site_heat(ideas::site_heat, Score);
    by_impact(ideas::impact, Score);
    by_created(ideas::created_at, At);
    by_answered(ideas::answered_at, At);
    by_comments(ideas::comment_count, Count);
}

fn by_votes(query: Query<'_>, step: Step) -> Query<'_> {
    let query = query.order((ideas::net.desc(), ideas::wilson.desc(), ideas::id.desc()));
    match step {
        Step::Level(Place::Votes(net, wilson), id) => {
            query.filter(ideas::net.eq(net)).filter(ideas::wilson.eq(wilson)).filter(ideas::id.lt(id))
        }
        Step::SameNet(net, wilson) => query.filter(ideas::net.eq(net)).filter(ideas::wilson.lt(wilson)),
        Step::Below(Place::Votes(net, _)) => query.filter(ideas::net.lt(net)),
        _ => query,
    }
}

fn by_waiting(query: Query<'_>, step: Step) -> Query<'_> {
    let query = query.order((ideas::created_at.asc(), ideas::id.asc()));
    match step {
        Step::First(is_first) => query.filter(ideas::is_first_by_author.eq(is_first)),
        Step::Level(Place::Waiting(is_first, at), id) => query
            .filter(ideas::is_first_by_author.eq(is_first))
            .filter(ideas::created_at.eq(at))
            .filter(ideas::id.gt(id)),
        Step::Later(is_first, at) => {
            query.filter(ideas::is_first_by_author.eq(is_first)).filter(ideas::created_at.gt(at))
        }
        _ => query,
    }
}
