//! Bans: who may read but not post, vote or comment, on the site or on one board, until when, and why.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::bans;
use crate::error::{Error, Result};
use crate::ids::{BanId, BoardId, PersonId};
use crate::time::Timestamp;

/// A ban in force.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = bans)]
pub struct Ban {
    /// Its id.
    pub id: BanId,
    /// The reason, which the person sees.
    pub reason: String,
    /// When it ends; never, if none.
    pub ends_at: Option<Timestamp>,
    /// From which board; from the site, if none.
    pub board_id: Option<BoardId>,
}

/// Bans of somebody from the site, or from one board, that are in force.
pub fn in_force(db: &mut Db, person: PersonId, board: Option<BoardId>, now: Timestamp) -> Result<Vec<BanId>> {
    let all = all(db, person, now)?;
    Ok(all.into_iter().filter(|ban| ban.board_id == board).map(|ban| ban.id).collect())
}

/// All bans of somebody that are in force, the latest first.
pub fn all(db: &mut Db, person: PersonId, now: Timestamp) -> Result<Vec<Ban>> {
    Ok(bans::table
        .filter(bans::person_id.eq(person))
        .filter(bans::lifted_at.is_null())
        .filter(bans::ends_at.is_null().or(bans::ends_at.gt(now)))
        .order(bans::id.desc())
        .select(Ban::as_select())
        .load(db)?)
}

/// The ban from the site that is in force for somebody, if any.
pub fn active(db: &mut Db, person: PersonId, now: Timestamp) -> Result<Option<Ban>> {
    Ok(all(db, person, now)?.into_iter().find(|ban| ban.board_id.is_none()))
}

/// The ban that keeps somebody from acting on a board: from the site, or from this board.
pub fn active_on(db: &mut Db, person: PersonId, board: BoardId, now: Timestamp) -> Result<Option<Ban>> {
    let is_here = |ban: &Ban| ban.board_id.is_none_or(|own| own == board);
    Ok(all(db, person, now)?.into_iter().find(is_here))
}

/// Refuses whoever is banned from the site, and says why and until when.
pub fn refuse_banned(db: &mut Db, person: PersonId, now: Timestamp) -> Result<()> {
    refuse(active(db, person, now)?)
}

/// Refuses whoever is banned from the site or from this board, and says why and until when.
pub fn refuse_banned_on(db: &mut Db, person: PersonId, board: BoardId, now: Timestamp) -> Result<()> {
    refuse(active_on(db, person, board, now)?)
}

fn refuse(ban: Option<Ban>) -> Result<()> {
    match ban {
        Some(ban) => {
            Err(Error::Banned { reason: ban.reason, until: ban.ends_at, is_board: ban.board_id.is_some() })
        }
        None => Ok(()),
    }
}
