//! Jobs: work too long for one transaction, as rows that a worker claims, does step by step, and tries again when it
//! fails. Each step is a transaction of its own that also stores how far it came, so a job that is cut short goes on there.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::{Deserialize, Serialize};

use crate::db::Db;
use crate::db::schema::jobs;
use crate::each;
use crate::error::{Error, Result};
use crate::ids::{
    BoardId, DataExportId, EventId, JobId, LensId, PersonId, RoundId, RuleId, StormId, SweepId,
};
use crate::queue::{LEASE, LONGEST_BACKOFF, backoff, excerpt};
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// Where a job stands.
    pub enum JobState {
        /// It waits for a worker.
        Waiting = "waiting",
        /// A worker is at it.
        Claimed = "claimed",
        /// It is done.
        Done = "done",
    }
}

text_enum! {
    /// Texts in Markdown that are stored with their HTML.
    pub enum Rendering {
        /// Ideas.
        Ideas = "ideas",
        /// Comments.
        Comments = "comments",
        /// The company's responses.
        Responses = "responses",
    }
}

/// What there is to do: ids only, so that whoever does it reads the present state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Mails about an event to all who follow its idea.
    TellFollowers {
        /// The event.
        event: EventId,
    },
    /// The weekly mail about overdue routes.
    TellOverdue {
        /// The day that the week is named by, as in `2026-11-23`.
        week: String,
    },
    /// The weekly question whether old votes still stand.
    AskWhetherNeeded {
        /// The day that the week is named by, as in `2026-11-23`.
        week: String,
    },
    /// Removal of what has served its time: sessions, sign-ins, drafts, handled events, old mails.
    Tidy,
    /// A look at whether heats come near the ends of what numbers hold.
    CheckLandmarks,
    /// New ranks for every idea of a board, or of all, from its votes.
    RecomputeRanks {
        /// The board; none for all.
        board: Option<BoardId>,
    },
    /// New HTML for texts with pictures, as the hosts whose pictures are shown have changed.
    RenderPictures {
        /// Which texts.
        of: Rendering,
    },
    /// The order of a lens.
    ScoreLens {
        /// The lens.
        lens: LensId,
        /// When it was last changed, and as of when it is scored; a lens that was changed since has another job.
        #[serde(default)]
        of: Option<(Timestamp, Timestamp)>,
    },
    /// The rules are asked about ideas that are not done with: time alone can make one fit.
    AskRules,
    /// A rule is asked about the ideas that were posted in a period.
    RunRule {
        /// The rule.
        rule: RuleId,
        /// The first moment of the period.
        since: Timestamp,
        /// The moment after its last.
        until: Timestamp,
    },
    /// New figures of how boards keep their promises.
    MeasurePromises,
    /// Mails to everybody whose idea is in a storm session that was answered.
    TellStorm {
        /// The session.
        storm: StormId,
    },
    /// Mails to everybody who gave points in a vote round that was reported on.
    TellRound {
        /// The round.
        round: RoundId,
    },
    /// A look at the votes that were cast since the last one.
    SweepVotes {
        /// The moment of the latest of them.
        until: Timestamp,
    },
    /// A look for people who keep promoting one another's ideas.
    FindRings,
    /// All open ideas are compared with older ones that may be the same.
    CompareIdeas,
    /// An archive of somebody's data, for them to take along.
    ExportData {
        /// The archive.
        export: DataExportId,
    },
    /// Somebody left, and is erased.
    ForgetPerson {
        /// Who.
        person: PersonId,
    },
    /// People who read mail at a domain join the account that has it.
    JoinAccount {
        /// The domain.
        domain: String,
    },
    /// Everything of somebody is hidden, or what a sweep hid comes back.
    Sweep {
        /// The sweep.
        sweep: SweepId,
    },
}

impl Job {
    /// Its name, as stored.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::TellFollowers { .. } => "tell_followers",
            Self::TellOverdue { .. } => "tell_overdue",
            Self::AskWhetherNeeded { .. } => "ask_whether_needed",
            Self::Tidy => "tidy",
            Self::CheckLandmarks => "check_landmarks",
            Self::RecomputeRanks { .. } => "recompute_ranks",
            Self::RenderPictures { .. } => "render_pictures",
            Self::ScoreLens { .. } => "score_lens",
            Self::AskRules => "ask_rules",
            Self::RunRule { .. } => "run_rule",
            Self::MeasurePromises => "measure_promises",
            Self::TellStorm { .. } => "tell_storm",
            Self::TellRound { .. } => "tell_round",
            Self::SweepVotes { .. } => "sweep_votes",
            Self::FindRings => "find_rings",
            Self::CompareIdeas => "compare_ideas",
            Self::ExportData { .. } => "export_data",
            Self::ForgetPerson { .. } => "forget_person",
            Self::JoinAccount { .. } => "join_account",
            Self::Sweep { .. } => "sweep",
        }
    }
}

/// How far a job has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The row after which the next step begins; what rows those are is the job's own affair.
    pub after: i64,
    /// How many have been dealt with.
    pub done: i64,
    /// Out of how many, when it is known.
    pub total: Option<i64>,
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    More(Progress),
    /// The job is done.
    Done(Progress),
}

/// A job in a worker's hands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = jobs)]
pub struct Claimed {
    /// Its id.
    pub id: JobId,
    payload: String,
    progress: Option<String>,
    attempts: i32,
}

impl Claimed {
    /// What there is to do.
    pub fn job(&self) -> Result<Job> {
        serde_json::from_str(&self.payload).map_err(Error::internal)
    }

    /// How far it had come.
    pub fn progress(&self) -> Progress {
        self.progress.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }
}

/// Enqueues a job inside the transaction of what it follows from. The same key twice gives one job; says whether it is new.
pub fn enqueue(db: &mut Db, key: &str, job: &Job, now: Timestamp) -> Result<bool> {
    let payload = serde_json::to_string(job).map_err(Error::internal)?;
    let values = (
        jobs::key.eq(key),
        jobs::kind.eq(job.kind()),
        jobs::payload.eq(payload),
        jobs::state.eq(JobState::Waiting),
        jobs::attempts.eq(0),
        jobs::next_at.eq(now),
        jobs::created_at.eq(now),
    );
    let insert = diesel::insert_into(jobs::table).values(values);
    Ok(each!(db, |c| insert.on_conflict(jobs::key).do_nothing().execute(c))? > 0)
}

/// Enqueues a job that may have been done before under the same key, which is forgotten then. Says whether it begins now:
/// not while it waits or is under way.
pub fn enqueue_anew(db: &mut Db, key: &str, job: &Job, now: Timestamp) -> Result<bool> {
    let done = jobs::table.filter(jobs::key.eq(key)).filter(jobs::state.eq(JobState::Done));
    diesel::delete(done).execute(db)?;
    enqueue(db, key, job, now)
}

/// The job with this key, if there is one.
pub fn find(db: &mut Db, key: &str) -> Result<Option<Listed>> {
    Ok(jobs::table.filter(jobs::key.eq(key)).select(Listed::as_select()).first(db).optional()?)
}

/// The first job like this one that waits or is under way.
pub fn find_open(db: &mut Db, job: &Job) -> Result<Option<Listed>> {
    let open = jobs::table.filter(sql::<Bool>("state IN ('waiting', 'claimed')"));
    let first = open.filter(jobs::kind.eq(job.kind())).order(jobs::id);
    Ok(first.select(Listed::as_select()).first(db).optional()?)
}

/// Whether a job waits to be done by now.
pub fn is_due(db: &mut Db, now: Timestamp) -> Result<bool> {
    let due: Option<JobId> = jobs::table
        .filter(sql::<Bool>("state = 'waiting'"))
        .filter(jobs::next_at.le(now))
        .select(jobs::id)
        .first(db)
        .optional()?;
    Ok(due.is_some())
}

/// Claims the job that has waited longest. Several workers never get the same.
pub fn claim(db: &mut Db, claimant: &str, now: Timestamp) -> Result<Option<Claimed>> {
    let next = jobs::table
        .filter(sql::<Bool>("state = 'waiting'"))
        .filter(jobs::next_at.le(now))
        .order((jobs::next_at, jobs::id))
        .select(jobs::id);
    let found: Option<JobId> = match db {
        Db::Postgres(c) => next.for_update().skip_locked().first(c).optional()?,
        Db::Sqlite(c) => next.first(c).optional()?,
    };
    let Some(id) = found else { return Ok(None) };
    diesel::update(jobs::table.find(id))
        .set((
            jobs::state.eq(JobState::Claimed),
            jobs::claimed_by.eq(Some(claimant)),
            jobs::claimed_at.eq(Some(now)),
        ))
        .execute(db)?;
    Ok(Some(jobs::table.find(id).select(Claimed::as_select()).first(db)?))
}

/// Stores what a step came to and renews the claim, in the step's own transaction.
///
/// # Errors
/// `Conflict` when the claim ran out in between and somebody else may be at the job: the step must not count.
pub fn record(db: &mut Db, id: JobId, claimant: &str, step: Step, now: Timestamp) -> Result<()> {
    let (progress, state, done_at) = match step {
        Step::More(progress) => (progress, JobState::Claimed, None),
        Step::Done(progress) => (progress, JobState::Done, Some(now)),
    };
    let mine =
        jobs::table.find(id).filter(jobs::state.eq(JobState::Claimed)).filter(jobs::claimed_by.eq(claimant));
    let changed = diesel::update(mine)
        .set((
            jobs::progress.eq(Some(serde_json::to_string(&progress).map_err(Error::internal)?)),
            jobs::state.eq(state),
            jobs::claimed_at.eq(Some(now)),
            jobs::done_at.eq(done_at),
        ))
        .execute(db)?;
    if changed == 0 { Err(Error::Conflict("error-claim-lost")) } else { Ok(()) }
}

/// Puts a job that failed back, to be tried again later.
pub fn fail(db: &mut Db, job: &Claimed, claimant: &str, error: &Error, now: Timestamp) -> Result<()> {
    let attempts = job.attempts.saturating_add(1);
    diesel::update(jobs::table.find(job.id).filter(jobs::claimed_by.eq(claimant)))
        .set((
            jobs::state.eq(JobState::Waiting),
            jobs::attempts.eq(attempts),
            jobs::next_at.eq(now.plus(backoff(attempts, LONGEST_BACKOFF))),
            jobs::claimed_by.eq(None::<String>),
            jobs::claimed_at.eq(None::<Timestamp>),
            jobs::error.eq(Some(excerpt(error))),
        ))
        .execute(db)?;
    Ok(())
}

/// A job as it stands, for those who look into it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = jobs)]
pub struct Listed {
    /// Its id.
    pub id: JobId,
    /// Its name.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// How often it has failed.
    pub attempts: i32,
    /// When it is tried next, while it waits.
    pub next_at: Timestamp,
    progress: Option<String>,
    /// Why it failed last.
    pub error: Option<String>,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

impl Listed {
    /// How far it has come.
    pub fn progress(&self) -> Progress {
        self.progress.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }
}

/// The last `limit` jobs, newest first; those that wait or run come before those that are done.
pub fn list(db: &mut Db, limit: i64) -> Result<Vec<Listed>> {
    let open = sql::<Bool>("state IN ('waiting', 'claimed')");
    let mut all: Vec<Listed> =
        jobs::table.filter(open).order(jobs::id.desc()).limit(limit).select(Listed::as_select()).load(db)?;
    let done = jobs::table.filter(sql::<Bool>("state = 'done'")).order(jobs::id.desc());
    all.extend(done.limit(limit).select(Listed::as_select()).load::<Listed>(db)?);
    all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(all)
}

/// Lets a job that failed be tried again at once.
///
/// # Errors
/// `NotFound` when no such job waits.
pub fn try_again(db: &mut Db, id: JobId, now: Timestamp) -> Result<()> {
    let waiting = jobs::table.find(id).filter(jobs::state.eq(JobState::Waiting));
    let changed = diesel::update(waiting).set(jobs::next_at.eq(now)).execute(db)?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Gives back everything that a worker has claimed, when it stops.
pub fn release(db: &mut Db, claimant: &str) -> Result<usize> {
    let mine =
        jobs::table.filter(sql::<Bool>("state = 'claimed'")).filter(jobs::claimed_by.eq(claimant.to_owned()));
    Ok(diesel::update(mine)
        .set((
            jobs::state.eq(JobState::Waiting),
            jobs::claimed_by.eq(None::<String>),
            jobs::claimed_at.eq(None::<Timestamp>),
        ))
        .execute(db)?)
}

/// Takes back what a worker claimed that has not been heard of since.
pub fn reclaim(db: &mut Db, now: Timestamp) -> Result<usize> {
    let lost = jobs::table
        .filter(sql::<Bool>("state = 'claimed'"))
        .filter(jobs::claimed_at.lt(Some(now.minus(LEASE))));
    Ok(diesel::update(lost)
        .set((
            jobs::state.eq(JobState::Waiting),
            jobs::attempts.eq(jobs::attempts + 1),
            jobs::claimed_by.eq(None::<String>),
            jobs::claimed_at.eq(None::<Timestamp>),
        ))
        .execute(db)?)
}
