//! Who may vote on what. The same predicate decides the button and the act.

use diesel::prelude::*;

use super::{Ballot, VoteValue};
use crate::boards::{Audience, StatusKind, Voting};
use crate::db::Db;
use crate::db::schema::{boards, ideas};
use crate::error::{Error, Result};
use crate::ids::{BoardId, PersonId};
use crate::people::{Person, bans};
use crate::time::Timestamp;

/// What decides whether an idea takes somebody's vote.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = ideas)]
pub struct Votable {
    /// The author.
    pub author_id: PersonId,
    /// The idea's board.
    pub board_id: BoardId,
    /// Who sees it: 2 everybody, 1 staff, 0 its author and moderators.
    pub shown: i32,
    /// What its status means.
    pub status_kind: StatusKind,
    /// Which votes its board takes.
    #[diesel(select_expression = boards::voting)]
    pub voting: Voting,
    /// Who sees its board.
    #[diesel(select_expression = boards::audience)]
    pub audience: Audience,
}

/// Why an idea takes no vote of this kind from anybody, as the key of a message.
pub fn refusal(votable: &Votable, ballot: Ballot) -> Option<&'static str> {
    if votable.shown <= 0 {
        Some("error-vote-hidden")
    } else if !votable.status_kind.takes_votes() {
        Some("error-vote-closed")
    } else if ballot.0 == Some(VoteValue::Demote) && votable.voting == Voting::UpOnly {
        Some("error-vote-up-only")
    } else {
        None
    }
}

/// Whether somebody may cast this ballot.
///
/// # Errors
/// `NotFound` when they may not see the idea, `Forbidden` with the reason otherwise.
pub fn may_vote(
    db: &mut Db,
    voter: &Person,
    votable: &Votable,
    ballot: Ballot,
    now: Timestamp,
) -> Result<()> {
    let sees = match votable.shown {
        2 => true,
        1 => voter.role.is_staff(),
        0 => votable.author_id == voter.id || voter.role.is_moderator(),
        _ => false,
    };
    if !sees {
        return Err(Error::NotFound);
    }
    bans::refuse_banned_on(db, voter.id, votable.board_id, now)?;
    refusal(votable, ballot).map_or(Ok(()), |reason| Err(Error::Forbidden(reason)))
}
