//! Appeals: the author of a post that was hidden or not approved asks once for a second look, which somebody other than
//! the first decider takes.

use diesel::prelude::*;

use super::item::Item;
use super::messages::{self, MessageKind};
use super::{Post, Target, claims, policy, visibility};
use crate::db::Db;
use crate::db::schema::{acts, appeals, people};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind};
use crate::ideas::PostState;
use crate::ids::{ActId, AppealId, CommentId, IdeaId, PersonId};
use crate::people::{Person, Role};
use crate::text::clean;
use crate::text_enum;
use crate::time::Timestamp;

/// Most characters in an appeal.
pub const APPEAL_MAX: usize = 1_000;

text_enum! {
    /// What became of an appeal.
    pub enum Outcome {
        /// The post can be seen again.
        Granted = "granted",
        /// The decision stands.
        Refused = "refused",
    }
}

/// An appeal.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = appeals)]
pub struct Appeal {
    /// Its id.
    pub id: AppealId,
    idea_id: IdeaId,
    comment_id: Option<CommentId>,
    /// Whose it is.
    pub person_id: PersonId,
    /// Who decided first.
    pub first_by: PersonId,
    /// What the author says.
    pub body: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// How.
    pub outcome: Option<Outcome>,
    /// What the author was told about it.
    pub answer: Option<String>,
}

impl Appeal {
    /// The post.
    pub fn target(&self) -> Target {
        self.comment_id.map_or(Target::Idea(self.idea_id), Target::Comment)
    }
}

/// Who may decide an appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// Every moderator but the first decider.
    AnybodyElse,
    /// An administrator, since there is nobody else.
    Administrator,
}

/// The decision that a post stands under: its act, and whose it was; none when nobody of the staff here decided.
pub(super) fn decision(db: &mut Db, post: &Post) -> Result<Option<(ActId, PersonId)>> {
    let query = acts::table
        .filter(acts::idea_id.eq(post.idea))
        .filter(acts::kind.eq_any([ActKind::Hidden, ActKind::Rejected]))
        .order(acts::id.desc())
        .select((acts::id, acts::actor_id))
        .into_boxed();
    let query = match post.target.comment() {
        Some(comment) => query.filter(acts::comment_id.eq(comment)),
        None => query.filter(acts::comment_id.is_null()),
    };
    let found: Option<(ActId, Option<PersonId>)> = query.first(db).optional()?;
    Ok(found.and_then(|(act, actor)| Some((act, actor?))))
}

/// The decision that its author may ask to be looked at again.
///
/// # Errors
/// `NotFound` for posts of others, `Conflict` when there is nothing to appeal against, or they did already.
pub fn may_appeal(db: &mut Db, person: &Person, post: &Post) -> Result<(ActId, PersonId)> {
    if post.author != person.id || post.is_deleted {
        return Err(Error::NotFound);
    }
    if post.state != PostState::Hidden {
        return Err(Error::Conflict("error-not-hidden"));
    }
    let (act, by) = decision(db, post)?.ok_or(Error::Conflict("error-no-decision"))?;
    if by == person.id {
        return Err(Error::Conflict("error-no-decision"));
    }
    match of_act(db, act)? {
        Some(_) => Err(Error::Conflict("error-appealed")),
        None => Ok((act, by)),
    }
}

fn of_act(db: &mut Db, act: ActId) -> Result<Option<Appeal>> {
    Ok(appeals::table.filter(appeals::act_id.eq(act)).select(Appeal::as_select()).first(db).optional()?)
}

/// The appeal against the decision that a post stands under.
pub fn of_post(db: &mut Db, post: &Post) -> Result<Option<Appeal>> {
    match decision(db, post)? {
        Some((act, _)) => of_act(db, act),
        None => Ok(None),
    }
}

/// Parses what an author wrote, for a form's field `appeal`.
pub fn parse(typed: &str) -> Result<String> {
    let Ok(body) = clean::multi_line(typed.trim()) else {
        return Err(Error::field("appeal", "error-control-characters"));
    };
    let count = clean::char_count(&body);
    if clean::is_invisible(&body) {
        return Err(Error::field("appeal", "error-appeal-empty"));
    }
    let mut errors = crate::error::FieldErrors::default();
    if count > APPEAL_MAX {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        errors.add_with("appeal", "error-too-long", &[("limit", 1_000), ("count", count)]);
    }
    errors.or(body)
}

/// Asks for a second look.
pub fn make(db: &mut Db, person: &Person, target: Target, body: &str, now: Timestamp) -> Result<AppealId> {
    let post = Post::lock(db, target)?;
    let (act, first_by) = may_appeal(db, person, &post)?;
    let values = (
        appeals::idea_id.eq(post.idea),
        appeals::comment_id.eq(target.comment()),
        appeals::person_id.eq(person.id),
        appeals::act_id.eq(act),
        appeals::first_by.eq(first_by),
        appeals::body.eq(body),
        appeals::created_at.eq(now),
    );
    let id = diesel::insert_into(appeals::table).values(values).returning(appeals::id).get_result(db)?;
    visibility::act(ActKind::Appealed, ActAudience::Staff, person, &post).record(db, now)?;
    Ok(id)
}

/// One appeal.
pub fn find(db: &mut Db, id: AppealId) -> Result<Appeal> {
    appeals::table.find(id).select(Appeal::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// Appeals by their ids.
pub(super) fn by_ids(db: &mut Db, ids: &[AppealId]) -> Result<Vec<Appeal>> {
    Ok(appeals::table.filter(appeals::id.eq_any(ids)).select(Appeal::as_select()).load(db)?)
}

/// Who may decide it: somebody else, and an administrator when there is nobody else.
pub fn judge(db: &mut Db, appeal: &Appeal) -> Result<Judge> {
    let roles = Role::ALL.iter().copied().filter(|role| role.is_moderator());
    let other: Option<PersonId> = people::table
        .filter(people::role.eq_any(roles))
        .filter(people::former_at.is_null())
        .filter(people::leaving_at.is_null())
        .filter(people::id.ne_all([appeal.first_by, appeal.person_id]))
        .select(people::id)
        .first(db)
        .optional()?;
    Ok(if other.is_some() { Judge::AnybodyElse } else { Judge::Administrator })
}

/// Whether somebody may decide an appeal.
pub fn may_decide(db: &mut Db, moderator: &Person, appeal: &Appeal) -> Result<()> {
    policy::may_moderate(moderator)?;
    if moderator.id == appeal.person_id {
        return Err(Error::Forbidden("error-appeal-own"));
    }
    match judge(db, appeal)? {
        Judge::AnybodyElse if moderator.id == appeal.first_by => Err(Error::Forbidden("error-appeal-same")),
        Judge::Administrator if !moderator.role.is_admin() => Err(Error::Forbidden("error-appeal-admin")),
        _ => Ok(()),
    }
}

/// Decides an appeal, and tells its author how and why.
///
/// # Errors
/// `Conflict` when it was decided already, `Claimed` when another moderator has it.
pub fn decide(
    db: &mut Db,
    moderator: &Person,
    id: AppealId,
    outcome: Outcome,
    answer: &str,
    now: Timestamp,
) -> Result<()> {
    let target = find(db, id)?.target();
    let post = Post::lock(db, target)?;
    let appeal = find(db, id)?;
    may_decide(db, moderator, &appeal)?;
    if appeal.decided_at.is_some() {
        return Err(Error::Conflict("error-appeal-decided"));
    }
    claims::refuse_others(db, moderator, Item::Appeal(id), now)?;
    if outcome == Outcome::Granted && post.state == PostState::Hidden {
        visibility::bring_back(db, moderator, &post, now)?;
    }
    close(db, moderator, &post, &appeal, (outcome, answer), now)
}

/// A post came back another way while its author's appeal waited: that is what the appeal asked for.
pub(super) fn settle(db: &mut Db, moderator: &Person, post: &Post, now: Timestamp) -> Result<()> {
    match of_post(db, post)? {
        Some(appeal) if appeal.decided_at.is_none() => {
            close(db, moderator, post, &appeal, (Outcome::Granted, ""), now)
        }
        _ => Ok(()),
    }
}

fn close(
    db: &mut Db,
    moderator: &Person,
    post: &Post,
    appeal: &Appeal,
    (outcome, answer): (Outcome, &str),
    now: Timestamp,
) -> Result<()> {
    let values = (
        appeals::decided_at.eq(Some(now)),
        appeals::decided_by.eq(Some(moderator.id)),
        appeals::outcome.eq(Some(outcome)),
        appeals::answer.eq(Some(answer)),
    );
    diesel::update(appeals::table.find(appeal.id)).set(values).execute(db)?;
    claims::settle(db, Item::Appeal(appeal.id))?;
    let (kind, told) = match outcome {
        Outcome::Granted => (ActKind::AppealGranted, MessageKind::AppealGranted),
        Outcome::Refused => (ActKind::AppealRefused, MessageKind::AppealRefused),
    };
    visibility::act(kind, ActAudience::Log, moderator, post).record(db, now)?;
    messages::tell(db, moderator.id, appeal.person_id, Some(post), (told, answer), now)
}
