//! Sweeps: everything of somebody hidden in one act, and brought back exactly. What is to be hidden is listed first; then a job
//! goes through the list in bounded transactions, so that ten thousand posts hold nobody up.

use diesel::prelude::*;
use serde_json::json;

use super::messages::{self, MessageKind};
use super::report;
use super::visibility;
use super::{Post, Reason, Remark, Target, appeals, policy};
use crate::db::Db;
use crate::db::schema::{comments, ideas, sweep_posts, sweeps};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::PostState;
use crate::ids::{ActId, CommentId, IdeaId, PersonId, SweepId, SweepPostId};
use crate::jobs::{self, Job, Progress, Step};
use crate::outbox;
use crate::people::{Person, queries};
use crate::screening;
use crate::settings::Settings;
use crate::text::words::Words;
use crate::text_enum;
use crate::time::Timestamp;

/// How many posts one transaction deals with.
const CHUNK: i64 = 100;

text_enum! {
    /// Where a sweep stands.
    pub enum SweepState {
        /// Posts are being hidden.
        Hiding = "hiding",
        /// All are hidden.
        Hidden = "hidden",
        /// They are being brought back.
        Restoring = "restoring",
        /// They are back.
        Restored = "restored",
    }
}

impl SweepState {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hiding => "sweep-hiding",
            Self::Hidden => "sweep-hidden",
            Self::Restoring => "sweep-restoring",
            Self::Restored => "sweep-restored",
        }
    }
}

/// A sweep.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sweeps)]
pub struct Sweep {
    /// Its id.
    pub id: SweepId,
    /// Whose posts.
    pub person_id: PersonId,
    /// Who did it.
    pub created_by: PersonId,
    /// Why.
    pub reason: Reason,
    /// What the author reads.
    pub told: String,
    /// Where it stands.
    pub state: SweepState,
    /// How many posts were to be hidden.
    pub total: i64,
    /// How many it hid.
    pub hidden_count: i64,
    /// How many of them came back.
    pub restored_count: i64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Who took it back.
    pub undone_by: Option<PersonId>,
}

impl Sweep {
    /// Whether the job is at it.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, SweepState::Hiding | SweepState::Restoring)
    }
}

/// What a sweep of somebody's posts would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Preview {
    /// Ideas that can be seen.
    pub ideas: i64,
    /// Comments that can be seen.
    pub comments: i64,
    /// Posts that wait for approval.
    pub waiting: i64,
    /// Posts that are hidden already, and stay as they are.
    pub hidden: i64,
}

impl Preview {
    /// How many posts would be hidden.
    pub fn total(self) -> i64 {
        self.ideas + self.comments + self.waiting
    }
}

/// What a sweep would do now.
pub fn preview(db: &mut Db, person: PersonId) -> Result<Preview> {
    let own_ideas: Vec<(PostState, i64)> = ideas::table
        .filter(ideas::author_id.eq(person))
        .group_by(ideas::state)
        .select((ideas::state, diesel::dsl::count_star()))
        .load(db)?;
    let own_comments: Vec<(PostState, i64)> = comments::table
        .filter(comments::author_id.eq(person))
        .filter(comments::deleted_at.is_null())
        .group_by(comments::state)
        .select((comments::state, diesel::dsl::count_star()))
        .load(db)?;
    let of = |rows: &[(PostState, i64)], state: PostState| {
        rows.iter().filter(|(own, _)| *own == state).map(|(_, count)| count).sum::<i64>()
    };
    Ok(Preview {
        ideas: of(&own_ideas, PostState::Visible),
        comments: of(&own_comments, PostState::Visible),
        waiting: of(&own_ideas, PostState::Pending) + of(&own_comments, PostState::Pending),
        hidden: of(&own_ideas, PostState::Hidden) + of(&own_comments, PostState::Hidden),
    })
}

/// Hides everything of somebody: the first posts now, the rest by a job.
///
/// # Errors
/// `Conflict` when there is nothing to hide, or a sweep of the same person is under way.
pub fn begin(
    db: &mut Db,
    moderator: &Person,
    person: PersonId,
    remark: &Remark,
    settings: &Settings,
    now: Timestamp,
) -> Result<SweepId> {
    queries::lock(db, person)?;
    let author = queries::find(db, person)?.ok_or(Error::NotFound)?;
    policy::may_sweep(moderator, &author)?;
    if last_of(db, person)?.is_some_and(|sweep| sweep.is_under_way()) {
        return Err(Error::Conflict("error-sweep-under-way"));
    }
    let total = preview(db, person)?.total();
    if total == 0 {
        return Err(Error::Conflict("error-sweep-nothing"));
    }
    let language = author.language.unwrap_or(settings.site.language);
    let told = remark.told(&Words::new(language, author.zone(settings.site.zone())));
    let values = (
        sweeps::person_id.eq(person),
        sweeps::created_by.eq(moderator.id),
        sweeps::reason.eq(remark.reason()),
        sweeps::told.eq(&told),
        sweeps::state.eq(SweepState::Hiding),
        sweeps::total.eq(total),
        sweeps::hidden_count.eq(0),
        sweeps::restored_count.eq(0),
        sweeps::created_at.eq(now),
    );
    let id: SweepId =
        diesel::insert_into(sweeps::table).values(values).returning(sweeps::id).get_result(db)?;
    list_posts(db, id, person)?;
    NewAct::new(ActKind::Swept, ActAudience::Log, Some(moderator.id))
        .person(person)
        .detail(json!({ "reason": remark.reason(), "count": total }))
        .record(db, now)?;
    messages::tell(db, moderator.id, person, None, (MessageKind::Swept, &told), now)?;
    start(db, id, now)?;
    Ok(id)
}

/// The list, ideas before comments, in one statement each.
fn list_posts(db: &mut Db, sweep: SweepId, person: PersonId) -> Result<()> {
    for select in [
        format!(
            "SELECT {sweep}, id, NULL FROM ideas WHERE author_id = {person} AND state <> 'hidden' ORDER BY id"
        ),
        format!(
            "SELECT {sweep}, idea_id, id FROM comments WHERE author_id = {person} AND state <> 'hidden' \
             AND deleted_at IS NULL ORDER BY id"
        ),
    ] {
        crate::db::execute(db, &format!("INSERT INTO sweep_posts (sweep_id, idea_id, comment_id) {select}"))?;
    }
    Ok(())
}

/// The first step at once; what is left is the job's.
fn start(db: &mut Db, sweep: SweepId, now: Timestamp) -> Result<()> {
    if let Step::More(_) = step(db, sweep, Progress::default(), now)? {
        // The job goes through the list from its beginning: what is done already is passed over.
        jobs::enqueue_anew(db, &format!("sweep:{sweep}"), &Job::Sweep { sweep }, now)?;
    }
    Ok(())
}

/// Brings back exactly what a sweep hid and what nobody else has decided about since.
///
/// # Errors
/// `Conflict` while it is under way, and when it was taken back.
pub fn undo(db: &mut Db, moderator: &Person, id: SweepId, now: Timestamp) -> Result<()> {
    policy::may_moderate(moderator)?;
    let sweep = find(db, id)?;
    queries::lock(db, sweep.person_id)?;
    let sweep = find(db, sweep.id)?;
    if sweep.state != SweepState::Hidden {
        return Err(Error::Conflict("error-sweep-not-done"));
    }
    diesel::update(sweeps::table.find(id))
        .set((sweeps::state.eq(SweepState::Restoring), sweeps::undone_by.eq(Some(moderator.id))))
        .execute(db)?;
    NewAct::new(ActKind::SweepUndone, ActAudience::Log, Some(moderator.id))
        .person(sweep.person_id)
        .detail(json!({ "count": sweep.hidden_count }))
        .record(db, now)?;
    start(db, id, now)
}

type Row = (SweepPostId, IdeaId, Option<CommentId>, Option<PostState>, Option<ActId>, Option<Timestamp>);

/// One step of a sweep, either way.
pub fn step(db: &mut Db, id: SweepId, before: Progress, now: Timestamp) -> Result<Step> {
    let sweep = match find(db, id) {
        Ok(sweep) if sweep.is_under_way() => sweep,
        Ok(_) | Err(Error::NotFound) => return Ok(Step::Done(before)),
        Err(error) => return Err(error),
    };
    let rows: Vec<Row> = sweep_posts::table
        .filter(sweep_posts::sweep_id.eq(id))
        .filter(sweep_posts::id.gt(SweepPostId::new(before.after)))
        .order(sweep_posts::id)
        .limit(CHUNK)
        .select((
            sweep_posts::id,
            sweep_posts::idea_id,
            sweep_posts::comment_id,
            sweep_posts::state_before,
            sweep_posts::act_id,
            sweep_posts::hidden_at,
        ))
        .load(db)?;
    let Some((last, ..)) = rows.last() else { return finish(db, &sweep, before) };
    let after = last.raw();
    let is_hiding = sweep.state == SweepState::Hiding;
    let mut changed = 0_i64;
    for row in in_order(&rows) {
        let did = if is_hiding { hide(db, &sweep, row, now)? } else { restore(db, &sweep, row, now)? };
        changed += i64::from(did);
    }
    let done = before.done.saturating_add(i64::try_from(rows.len()).unwrap_or(0));
    let counted = diesel::update(sweeps::table.find(id));
    if is_hiding {
        counted.set(sweeps::hidden_count.eq(sweeps::hidden_count + changed)).execute(db)?;
    } else {
        counted.set(sweeps::restored_count.eq(sweeps::restored_count + changed)).execute(db)?;
    }
    let progress = Progress { after, done, total: Some(sweep.total) };
    if rows.len() < usize::try_from(CHUNK).unwrap_or(usize::MAX) {
        return finish(db, &sweep, progress);
    }
    Ok(Step::More(progress))
}

/// In the order of their ideas, in which everybody locks them.
fn in_order(rows: &[Row]) -> Vec<&Row> {
    let mut ordered: Vec<&Row> = rows.iter().collect();
    ordered.sort_by_key(|(id, idea, ..)| (*idea, *id));
    ordered
}

fn finish(db: &mut Db, sweep: &Sweep, progress: Progress) -> Result<Step> {
    let state = if sweep.state == SweepState::Hiding { SweepState::Hidden } else { SweepState::Restored };
    diesel::update(sweeps::table.find(sweep.id)).set(sweeps::state.eq(state)).execute(db)?;
    Ok(Step::Done(progress))
}

fn lock(db: &mut Db, (_, idea, comment, ..): &Row) -> Result<Option<Post>> {
    match Post::lock(db, comment.map_or(Target::Idea(*idea), Target::Comment)) {
        Ok(post) => Ok(Some(post)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the post was hidden by this; one that is hidden meanwhile or was deleted is passed over.
fn hide(db: &mut Db, sweep: &Sweep, row: &Row, now: Timestamp) -> Result<bool> {
    let is_done = row.4.is_some();
    let Some(post) = lock(db, row)?.filter(|post| !is_done && post.state != PostState::Hidden) else {
        return Ok(false);
    };
    let told = (ActAudience::Staff, sweep.told.as_str());
    let act = visibility::take_away(db, sweep.created_by, &post, sweep.reason, told, now)?;
    diesel::update(sweep_posts::table.find(row.0))
        .set((
            sweep_posts::state_before.eq(Some(post.state)),
            sweep_posts::act_id.eq(Some(act)),
            sweep_posts::hidden_at.eq(Some(now)),
        ))
        .execute(db)?;
    Ok(true)
}

/// Whether the post is again what it was; one that others decided about since is passed over.
fn restore(db: &mut Db, sweep: &Sweep, row: &Row, now: Timestamp) -> Result<bool> {
    let (Some(before), Some(act), Some(hidden_at)) = (row.3, row.4, row.5) else { return Ok(false) };
    let Some(post) = lock(db, row)?.filter(|post| post.state == PostState::Hidden) else {
        return Ok(false);
    };
    if appeals::decision(db, &post)?.is_none_or(|(last, _)| last != act) {
        return Ok(false);
    }
    let by = queries::find(db, sweep.undone_by.unwrap_or(sweep.created_by))?.ok_or(Error::NotFound)?;
    if before == PostState::Pending {
        visibility::store(db, &post, PostState::Pending, None)?;
        visibility::act(ActKind::Held, ActAudience::Staff, &by, &post).record(db, now)?;
    } else {
        visibility::store(db, &post, PostState::Visible, None)?;
        outbox::record(db, &visibility::visibility_changed(&post), now)?;
        visibility::act(ActKind::Restored, ActAudience::Staff, &by, &post).record(db, now)?;
    }
    report::reopen(db, sweep.created_by, &post, hidden_at)?;
    screening::taken_back(db, post.place(), hidden_at)?;
    appeals::settle(db, &by, &post, now)?;
    diesel::update(sweep_posts::table.find(row.0)).set(sweep_posts::act_id.eq(None::<ActId>)).execute(db)?;
    Ok(true)
}

/// One sweep.
pub fn find(db: &mut Db, id: SweepId) -> Result<Sweep> {
    sweeps::table.find(id).select(Sweep::as_select()).first(db).optional()?.ok_or(Error::NotFound)
}

/// The last sweep of somebody.
pub fn last_of(db: &mut Db, person: PersonId) -> Result<Option<Sweep>> {
    let own = sweeps::table.filter(sweeps::person_id.eq(person)).order(sweeps::id.desc());
    Ok(own.select(Sweep::as_select()).first(db).optional()?)
}

/// Sweeps, newest first, `limit` before the one given.
pub fn list(db: &mut Db, before: Option<SweepId>, limit: i64) -> Result<Vec<Sweep>> {
    let mut query =
        sweeps::table.order(sweeps::id.desc()).limit(limit).select(Sweep::as_select()).into_boxed();
    if let Some(before) = before {
        query = query.filter(sweeps::id.lt(before));
    }
    Ok(query.load(db)?)
}
