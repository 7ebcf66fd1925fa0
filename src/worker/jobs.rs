//! Doing jobs: which one means what, step by step until it is done, fails, or the worker is told to stop.

use std::sync::Arc;

use super::{Worker, pictures, tidy};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::ids::JobId;
use crate::jobs::{self, Claimed, Job, Progress, Step};
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::{accounts, integrity, moderation, notify, privacy, ranking, triage};

impl Worker {
    /// Does the job that has waited longest, if there is one.
    pub(super) async fn do_job(&self) -> Result<usize> {
        let now = self.state.now();
        if !self.state.db.read(move |db| jobs::is_due(db, now)).await? {
            return Ok(0);
        }
        let name = Arc::clone(&self.name);
        let Some(claimed) = self.state.db.write(move |db| jobs::claim(db, &name, now)).await? else {
            return Ok(0);
        };
        match self.steps(&claimed).await {
            Ok(()) => {}
            Err(Error::Conflict("error-claim-lost")) => {
                tracing::warn!(job = %claimed.id, "a job took so long that its claim ran out");
            }
            Err(cause) => self.put_back(claimed, cause).await?,
        }
        Ok(1)
    }

    /// One step after the other. A worker that is told to stop leaves the rest; the claim is given back later.
    async fn steps(&self, claimed: &Claimed) -> Result<()> {
        let (job, mut progress) = (claimed.job()?, claimed.progress());
        while !self.is_stopping() {
            match self.step(claimed.id, &job, progress).await? {
                Step::More(next) => progress = next,
                Step::Done(_) => break,
            }
        }
        Ok(())
    }

    async fn step(&self, id: JobId, job: &Job, progress: Progress) -> Result<Step> {
        if let Job::ExportData { export } = job {
            return self.archive(id, *export, progress).await;
        }
        let (job, name, links) = (job.clone(), Arc::clone(&self.name), Arc::clone(&self.state.links));
        let now = self.state.now();
        self.state
            .db
            .write(move |db| {
                let settings = Settings::load(db, &links)?;
                let step = take_step(db, &job, progress, &settings, now)?;
                jobs::record(db, id, &name, step, now)?;
                Ok(step)
            })
            .await
    }

    async fn put_back(&self, claimed: Claimed, cause: Error) -> Result<()> {
        tracing::error!(%cause, job = %claimed.id, "a job failed; it is tried again later");
        let (name, now, cause) = (Arc::clone(&self.name), self.state.now(), cause.to_string());
        self.state.db.write(move |db| jobs::fail(db, &claimed, &name, &Error::internal(&cause), now)).await
    }
}

/// What each job does, one step of it.
fn take_step(
    db: &mut Db,
    job: &Job,
    progress: Progress,
    settings: &Settings,
    now: Timestamp,
) -> Result<Step> {
    match job {
        Job::TellFollowers { event } => notify::tell_followers(db, *event, progress, settings),
        Job::TellOverdue { week } => notify::tell_overdue(db, week, progress, settings, now),
        Job::TellStorm { storm } => notify::tell_storm(db, *storm, progress, settings, now),
        Job::TellRound { round } => notify::tell_round(db, *round, progress, settings, now),
        Job::AskWhetherNeeded { week } => notify::ask_whether_needed(db, week, progress, settings, now),
        Job::Tidy => tidy::step(db, progress, now),
        Job::CheckLandmarks => {
            ranking::shift::check_all(db, now)?;
            Ok(Step::Done(progress))
        }
        Job::RecomputeRanks { board } => ranking::shift::recompute_step(db, *board, progress),
        Job::RenderPictures { of } => pictures::step(db, *of, progress, settings),
        Job::ScoreLens { lens, of } => triage::lenses::scores::step(db, *lens, *of, progress),
        Job::AskRules => triage::rules::run::ask_by_the_day(db, progress, settings, now),
        Job::RunRule { rule, since, until } => {
            let period = triage::rules::Period { since: *since, until: *until };
            triage::rules::run::ask_one(db, (*rule, period), progress, settings, now)
        }
        Job::MeasurePromises => {
            let boards: Vec<_> = settings.catalog.boards.iter().map(|board| board.id).collect();
            triage::promises::measure(db, &boards, now)?;
            Ok(Step::Done(progress))
        }
        Job::SweepVotes { until } => integrity::sweep::step(db, *until, progress, now),
        Job::FindRings => {
            integrity::sweep::find_rings(db, now)?;
            Ok(Step::Done(progress))
        }
        Job::CompareIdeas => triage::backlog::step(db, progress, now),
        Job::Sweep { sweep } => moderation::sweep::step(db, *sweep, progress, now),
        Job::ForgetPerson { person } => privacy::erase::step(db, *person, progress, settings, now),
        // Written to the disk first, see `archives.rs`.
        Job::ExportData { .. } => Ok(Step::Done(progress)),
        Job::JoinAccount { domain } => accounts::membership::join_step(db, domain, progress),
    }
}
