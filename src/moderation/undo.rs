//! Taking back an act of moderation as long as things still stand as it left them.

use diesel::prelude::*;

use super::{Post, Target, appeals, bans, policy, report, visibility};
use crate::db::schema::acts;
use crate::db::{self, Db};
use crate::error::{Error, Result};
use crate::history::{Act, ActAudience, ActKind};
use crate::ideas::PostState;
use crate::ids::ActId;
use crate::people::Person;
use crate::screening;
use crate::time::{HOUR, Timestamp};

/// For how long an act can be taken back this way, in microseconds.
const WINDOW: i64 = HOUR;

/// Takes back what the same moderator did within the last hour. Approvals cannot be taken back: mails may have gone;
/// the post can be hidden.
///
/// # Errors
/// `Gone` when it is too late or was never possible, `Conflict` when things have moved on.
pub fn undo(db: &mut Db, moderator: &Person, act: ActId, now: Timestamp) -> Result<()> {
    policy::may_moderate(moderator)?;
    let act: Act =
        acts::table.find(act).select(Act::as_select()).first(db).optional()?.ok_or(Error::NotFound)?;
    if act.actor_id != Some(moderator.id) || now.since(act.created_at) > WINDOW {
        return Err(Error::Gone);
    }
    match act.kind {
        ActKind::Hidden => {
            let post = post_of(db, &act)?;
            visibility::restore(db, moderator, post.target, now)?;
            report::reopen(db, moderator.id, &post, act.created_at)
        }
        ActKind::Rejected => hold_again(db, moderator, &act, now),
        ActKind::ReportsDismissed => {
            let post = post_of(db, &act)?;
            report::reopen(db, moderator.id, &post, act.created_at)?;
            screening::taken_back(db, post.place(), act.created_at)?;
            visibility::act(ActKind::ReportsReopened, ActAudience::Staff, moderator, &post)
                .record(db, now)?;
            Ok(())
        }
        ActKind::Locked | ActKind::Unlocked => {
            let idea = act.idea_id.ok_or(Error::Gone)?;
            visibility::set_locked(db, moderator, idea, act.kind == ActKind::Unlocked, now).map(drop)
        }
        ActKind::Banned => bans::take_back(db, moderator, &act, now),
        ActKind::BanLifted => bans::ban_again(db, moderator, &act, now),
        ActKind::BulkDecided => all_of(db, moderator, &act, now),
        _ => Err(Error::Gone),
    }
}

/// Several decisions at once: those that things have moved on from are left as they are.
fn all_of(db: &mut Db, moderator: &Person, act: &Act, now: Timestamp) -> Result<()> {
    let acts: Vec<ActId> = act
        .detail()
        .get("acts")
        .and_then(|acts| serde_json::from_value(acts.clone()).ok())
        .unwrap_or_default();
    let mut undone = 0_usize;
    for own in acts {
        match db::savepoint(db, |db| undo(db, moderator, own, now)) {
            Ok(()) => undone = undone.saturating_add(1),
            Err(Error::Conflict(_) | Error::Gone | Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    if undone == 0 { Err(Error::Conflict("error-not-hidden")) } else { Ok(()) }
}

fn post_of(db: &mut Db, act: &Act) -> Result<Post> {
    let idea = act.idea_id.ok_or(Error::Gone)?;
    Post::lock(db, act.comment_id.map_or(Target::Idea(idea), Target::Comment))
}

/// A post that was turned down waits for a moderator again.
fn hold_again(db: &mut Db, moderator: &Person, act: &Act, now: Timestamp) -> Result<()> {
    let post = post_of(db, act)?;
    if post.state != PostState::Hidden {
        return Err(Error::Conflict("error-not-hidden"));
    }
    visibility::store(db, &post, PostState::Pending, None)?;
    report::reopen(db, moderator.id, &post, act.created_at)?;
    appeals::settle(db, moderator, &post, now)?;
    screening::taken_back(db, post.place(), act.created_at)?;
    visibility::act(ActKind::Held, ActAudience::Staff, moderator, &post).record(db, now)?;
    Ok(())
}
