//! Hiding, restoring and approving posts, and locking comments. Whoever may see a post, its counters and what leaves the
//! site change in one transaction.

use diesel::prelude::*;
use serde_json::json;

use super::messages::{self, MessageKind};
use super::report::{self, Decision};
use super::{Item, Post, Reason, Remark, Target, appeals, claims, policy};
use crate::boards::edit;
use crate::db::Db;
use crate::db::schema::{acts, comments, ideas};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::{self as posts, PostState};
use crate::ids::{ActId, IdeaId, PersonId};
use crate::merges;
use crate::outbox::{self, Event};
use crate::people::{Person, queries as people};
use crate::screening::{self, Verdict};
use crate::settings::Settings;
use crate::text::words::Words;
use crate::time::Timestamp;

/// Hides a visible post or turns a waiting one down, for a reason that its author sees; decides its reports.
pub fn hide(
    db: &mut Db,
    moderator: &Person,
    target: Target,
    remark: &Remark,
    settings: &Settings,
    now: Timestamp,
) -> Result<ActId> {
    policy::may_moderate(moderator)?;
    let post = Post::lock(db, target)?;
    let told_as = match post.state {
        PostState::Visible => MessageKind::Hidden,
        PostState::Pending => MessageKind::TurnedDown,
        PostState::Hidden => return Err(Error::Conflict("error-already-hidden")),
    };
    claims::refuse_others(db, moderator, Item::Post(target), now)?;
    let told = remark.told(&words_of(db, &post, settings)?);
    let id = take_away(db, moderator.id, &post, remark.reason(), (ActAudience::Log, &told), now)?;
    let body = remark.message().unwrap_or(&told);
    messages::tell(db, moderator.id, post.author, Some(&post), (told_as, body), now)?;
    Ok(id)
}

/// Nobody but its author and moderators sees the post any more; its reports are decided. Gives the act that tells of it.
pub(super) fn take_away(
    db: &mut Db,
    moderator: PersonId,
    post: &Post,
    reason: Reason,
    (audience, told): (ActAudience, &str),
    now: Timestamp,
) -> Result<ActId> {
    let was_seen = post.state == PostState::Visible;
    let kind = if was_seen { ActKind::Hidden } else { ActKind::Rejected };
    store(db, post, PostState::Hidden, Some(told))?;
    report::decide(db, moderator, post, Decision::Hidden, now)?;
    screening::decided(db, post.place(), Verdict::Refused { as_spam: reason == Reason::Spam }, now)?;
    claims::settle(db, Item::Post(post.target))?;
    if was_seen {
        outbox::record(db, &visibility_changed(post), now)?;
    }
    let detail = json!({ "reason": reason });
    about(kind, audience, moderator, post).detail(detail).record(db, now)
}

/// The language that the author reads, else the site's.
pub fn words_of(db: &mut Db, post: &Post, settings: &Settings) -> Result<Words> {
    let author = people::find(db, post.author)?.ok_or(Error::NotFound)?;
    let language = author.language.unwrap_or(settings.site.language);
    Ok(Words::new(language, author.zone(settings.site.zone())))
}

/// Restores a hidden post. One that was turned down before anybody saw it is announced as if it were posted now.
pub fn restore(db: &mut Db, moderator: &Person, target: Target, now: Timestamp) -> Result<ActId> {
    policy::may_moderate(moderator)?;
    let post = Post::lock(db, target)?;
    if post.state != PostState::Hidden {
        return Err(Error::Conflict("error-not-hidden"));
    }
    let act = bring_back(db, moderator, &post, now)?;
    appeals::settle(db, moderator, &post, now)?;
    Ok(act)
}

/// A hidden post can be seen again, or for the first time.
pub(super) fn bring_back(db: &mut Db, moderator: &Person, post: &Post, now: Timestamp) -> Result<ActId> {
    let is_new = !was_seen(db, post)?;
    store(db, post, PostState::Visible, None)?;
    screening::restored(db, post.place(), now)?;
    show(db, post, is_new, now)?;
    act(ActKind::Restored, ActAudience::Log, moderator, post).record(db, now)
}

/// Approves a waiting post, and with it what was reported of it. What posting it would have set off happens now, unless
/// only an edit waited.
pub fn approve(db: &mut Db, moderator: &Person, target: Target, now: Timestamp) -> Result<ActId> {
    policy::may_moderate(moderator)?;
    let post = Post::lock(db, target)?;
    if post.state != PostState::Pending {
        return Err(Error::Conflict("error-not-waiting"));
    }
    claims::refuse_others(db, moderator, Item::Post(target), now)?;
    claims::settle(db, Item::Post(target))?;
    let is_new = !was_seen(db, &post)?;
    store(db, &post, PostState::Visible, None)?;
    report::decide(db, moderator.id, &post, Decision::Dismissed, now)?;
    screening::decided(db, post.place(), Verdict::Approved, now)?;
    show(db, &post, is_new, now)?;
    act(ActKind::Approved, ActAudience::Staff, moderator, &post).record(db, now)
}

/// Leaves a reported post as it is.
pub fn dismiss(db: &mut Db, moderator: &Person, target: Target, now: Timestamp) -> Result<ActId> {
    policy::may_moderate(moderator)?;
    let post = Post::lock(db, target)?;
    claims::refuse_others(db, moderator, Item::Post(target), now)?;
    let count = report::decide(db, moderator.id, &post, Decision::Dismissed, now)?;
    if count == 0 {
        return Err(Error::Conflict("error-not-reported"));
    }
    // A post that waits for approval as well is still in the queue.
    if post.state != PostState::Pending {
        claims::settle(db, Item::Post(target))?;
    }
    screening::decided(db, post.place(), Verdict::Dismissed, now)?;
    let detail = json!({ "count": count });
    act(ActKind::ReportsDismissed, ActAudience::Staff, moderator, &post).detail(detail).record(db, now)
}

/// Locks or unlocks an idea's comments. Nothing happens when they are so already.
pub fn set_locked(
    db: &mut Db,
    moderator: &Person,
    idea: IdeaId,
    is_locked: bool,
    now: Timestamp,
) -> Result<Option<ActId>> {
    policy::may_moderate(moderator)?;
    let post = Post::lock(db, Target::Idea(idea))?;
    if post.is_locked == is_locked {
        return Ok(None);
    }
    diesel::update(ideas::table.find(idea)).set(ideas::is_locked.eq(is_locked)).execute(db)?;
    let kind = if is_locked { ActKind::Locked } else { ActKind::Unlocked };
    act(kind, ActAudience::Log, moderator, &post).record(db, now).map(Some)
}

/// An act on a post, about to be recorded.
pub(super) fn act(kind: ActKind, audience: ActAudience, moderator: &Person, post: &Post) -> NewAct {
    about(kind, audience, moderator.id, post)
}

/// The same, of a moderator who is known by id.
pub(super) fn about(kind: ActKind, audience: ActAudience, moderator: PersonId, post: &Post) -> NewAct {
    let act = NewAct::new(kind, audience, Some(moderator)).idea(post.idea);
    match post.target {
        Target::Idea(_) => act,
        Target::Comment(comment) => act.comment(comment),
    }
}

pub(super) fn visibility_changed(post: &Post) -> Event {
    match post.target {
        Target::Idea(idea) => Event::IdeaVisibilityChanged { idea },
        Target::Comment(comment) => Event::CommentVisibilityChanged { idea: post.idea, comment },
    }
}

/// What follows when a post can be seen from now on: for the first time, or again.
fn show(db: &mut Db, post: &Post, is_new: bool, now: Timestamp) -> Result<()> {
    if is_new {
        announce(db, post, now)
    } else {
        outbox::record(db, &visibility_changed(post), now).map(drop)
    }
}

/// What posting a visible post sets off.
fn announce(db: &mut Db, post: &Post, now: Timestamp) -> Result<()> {
    match post.target {
        Target::Idea(idea) => {
            NewAct::new(ActKind::IdeaSubmitted, ActAudience::Public, Some(post.author))
                .idea(idea)
                .record(db, now)?;
            outbox::record(db, &Event::IdeaPosted { idea }, now)?;
        }
        Target::Comment(comment) => {
            diesel::update(ideas::table.find(post.idea)).set(ideas::active_at.eq(now)).execute(db)?;
            outbox::record(db, &Event::CommentPosted { idea: post.idea, comment }, now)?;
        }
    }
    Ok(())
}

/// Acts that tell that a post was visible before, or is since.
const SEEN: [ActKind; 4] = [ActKind::Hidden, ActKind::Restored, ActKind::Approved, ActKind::EditHeld];

/// Whether a post was visible at some time: a waiting one, if its acts tell so; a hidden one, unless it was turned down
/// and they do not.
fn was_seen(db: &mut Db, post: &Post) -> Result<bool> {
    let query = acts::table
        .filter(acts::idea_id.eq(post.idea))
        .filter(acts::kind.eq_any(SEEN.into_iter().chain([ActKind::Rejected])))
        .select(acts::kind)
        .distinct()
        .into_boxed();
    let kinds: Vec<ActKind> = match post.target.comment() {
        Some(comment) => query.filter(acts::comment_id.eq(comment)),
        None => query.filter(acts::comment_id.is_null()),
    }
    .load(db)?;
    let is_told = kinds.iter().any(|kind| SEEN.contains(kind));
    Ok(is_told || (post.state == PostState::Hidden && !kinds.contains(&ActKind::Rejected)))
}

/// Stores the state of a post with all that follows from it: who sees an idea, and how many comments it has.
pub(super) fn store(db: &mut Db, post: &Post, state: PostState, reason: Option<&str>) -> Result<()> {
    match post.target {
        Target::Idea(idea) => {
            let audience = edit::lock_audience(db, post.board)?;
            let is_merged = merges::of(db, idea)?.is_some();
            let shown = if is_merged { merges::SHOWN } else { posts::shown(state, audience) };
            let values = (ideas::state.eq(state), ideas::state_reason.eq(reason), ideas::shown.eq(shown));
            diesel::update(ideas::table.find(idea)).set(values).execute(db)?;
        }
        Target::Comment(comment) => {
            let values = (comments::state.eq(state), comments::state_reason.eq(reason));
            diesel::update(comments::table.find(comment)).set(values).execute(db)?;
            count_comment(db, post, state)?;
        }
    }
    Ok(())
}

fn count_comment(db: &mut Db, post: &Post, state: PostState) -> Result<()> {
    let change = i64::from(state == PostState::Visible) - i64::from(post.state == PostState::Visible);
    if post.is_deleted || change == 0 {
        return Ok(());
    }
    diesel::update(ideas::table.find(post.idea))
        .set(ideas::comment_count.eq(ideas::comment_count + change))
        .execute(db)?;
    Ok(())
}
