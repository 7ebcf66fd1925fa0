//! Which events go to whom, which jobs exist, what recurs when. `run` works until it is told to stop; `run_one` does
//! one round and `drain` all rounds there are, for tests.

mod archives;
mod events;
mod jobs;
mod pictures;
mod mails;
mod recurring;
pub mod tidy;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::db::Db;
use crate::error::Result;
use crate::http::state::State;
use crate::mail::Sender;
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::triage::{clocks, webhooks};
use crate::{audit, boards, jobs as queue_of_jobs, mail, panels, privacy, queue, rounds, storms};

/// How long an idle lane waits before it looks again without being woken: what other instances wrote is seen so late.
const IDLE: Duration = Duration::from_secs(1);
/// How long between two looks at what recurs and at claims that ran out.
const UPKEEP: Duration = Duration::from_secs(20);

/// What is worked on side by side, so that a slow mail server does not keep events waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    Upkeep,
    Events,
    Jobs,
    Mails,
    Deliveries,
}

impl Lane {
    const ALL: [Self; 5] = [Self::Upkeep, Self::Events, Self::Jobs, Self::Mails, Self::Deliveries];

    fn idle(self) -> Duration {
        if self == Self::Upkeep { UPKEEP } else { IDLE }
    }
}

/// One worker of one process.
#[derive(Clone)]
struct Worker {
    state: State,
    sender: Arc<Sender>,
    webhooks: Arc<webhooks::Sender>,
    /// The name under which it claims rows.
    name: Arc<str>,
    stop: watch::Receiver<bool>,
}

/// Works until `stop` turns true, or its sender is gone; then gives back what it had claimed.
///
/// # Errors
/// When the configuration of mails cannot be used, or claims could not be given back.
pub async fn run(state: State, stop: watch::Receiver<bool>) -> Result<()> {
    let patience = Duration::from_secs(state.config.shutdown_seconds);
    let worker = Worker::new(state, stop)?;
    if !worker.sender.has_server() {
        let page = worker.state.links.absolute(&worker.state.links.to("/admin/mail"));
        tracing::warn!(
            "no mail server is configured (smtp_url); mails are kept, and administrators read them at {page}"
        );
    }
    let lanes = futures_util::future::join_all(Lane::ALL.map(|lane| worker.follow(lane)));
    let mut stop = worker.stop.clone();
    let stopped = async {
        // An error means that whoever could say stop is gone, which says the same.
        let _ = stop.wait_for(|stop| *stop).await;
        tokio::time::sleep(patience).await;
    };
    tokio::select! {
        _ = lanes => {}
        () = stopped => tracing::warn!("work in hand took too long and is given back"),
    }
    worker.release().await
}

/// Does one round of everything that is due. Gives how much was done; 0 means idle.
pub async fn run_one(state: &State) -> Result<usize> {
    let (_stop, running) = watch::channel(false);
    let worker = Worker::new(state.clone(), running)?;
    let mut done = 0;
    for lane in Lane::ALL {
        done += worker.round(lane).await?;
    }
    worker.release().await?;
    Ok(done)
}

/// Does rounds until nothing is due. Gives how much was done.
pub async fn drain(state: &State) -> Result<usize> {
    let mut all = 0;
    loop {
        match run_one(state).await? {
            0 => return Ok(all),
            done => all += done,
        }
    }
}

impl Worker {
    fn new(state: State, stop: watch::Receiver<bool>) -> Result<Self> {
        let sender = Arc::new(Sender::new(&state.config)?);
        let name: Arc<str> = queue::claimant().into();
        let webhooks = Arc::new(webhooks::Sender::new(&state.config, &name)?);
        Ok(Self { state, sender, webhooks, name, stop })
    }

    /// Whether it was told to stop.
    fn is_stopping(&self) -> bool {
        *self.stop.borrow() || self.stop.has_changed().is_err()
    }

    /// Works one lane until told to stop; sleeps when it is idle, and wakes the others when it was not.
    async fn follow(&self, lane: Lane) {
        let mut stop = self.stop.clone();
        while !self.is_stopping() {
            let mut woken = std::pin::pin!(self.state.work.notified());
            // From here on a wake-up counts, so that none is lost between the look and the sleep.
            woken.as_mut().enable();
            let done = self.round(lane).await.unwrap_or_else(|cause| {
                tracing::error!(%cause, ?lane, "a round of work failed");
                0
            });
            if done > 0 {
                self.state.work.notify_waiters();
                continue;
            }
            tokio::select! {
                () = woken, if lane != Lane::Upkeep => {}
                () = tokio::time::sleep(lane.idle()) => {}
                _ = stop.changed() => {}
            }
        }
    }

    async fn round(&self, lane: Lane) -> Result<usize> {
        match lane {
            Lane::Upkeep => self.upkeep().await,
            Lane::Events => events::hand_out(&self.state).await,
            Lane::Jobs => self.do_job().await,
            Lane::Mails => self.send_mails().await,
            Lane::Deliveries => self.webhooks.run(&self.state.db, &self.state.clock).await,
        }
    }

    /// Takes back claims that ran out, enqueues what recurs, and looks at clocks.
    async fn upkeep(&self) -> Result<usize> {
        let now = self.state.now();
        let looked = self.look_at_clocks(now).await?;
        let links = Arc::clone(&self.state.links);
        let back = self
            .state
            .db
            .write(move |db: &mut Db| {
                let back = queue_of_jobs::reclaim(db, now)? + mail::reclaim(db, now)?;
                let catalog = boards::catalog(db)?;
                let settings = Settings::load(db, &links)?;
                let gone = mail::secret::wipe(db, now)? + privacy::archive::expire(db, now)?;
                let left = privacy::enqueue_due(db, &settings, now)?;
                let told = storms::tell_due(db, &catalog, now)?
                    + rounds::tell_due(db, now)?
                    + panels::tell_due(db, now)?;
                let closed = audit::see_as::close_expired(db, now)?;
                Ok(back + told + closed + gone + left + recurring::enqueue_due(db, now)?)
            })
            .await?;
        Ok(looked + back)
    }

    /// Each clock in a transaction of its own, so that nobody waits long for its idea.
    async fn look_at_clocks(&self, now: Timestamp) -> Result<usize> {
        let mut looked = 0;
        while !self.is_stopping() && self.state.db.read(move |db| clocks::is_due(db, now)).await? {
            self.state.db.write(move |db| clocks::look_at_next(db, now)).await?;
            looked += 1;
        }
        Ok(looked)
    }

    /// Gives back everything that this worker has claimed.
    async fn release(&self) -> Result<()> {
        let name = Arc::clone(&self.name);
        self.state
            .db
            .write(move |db: &mut Db| {
                queue_of_jobs::release(db, &name)?;
                mail::release(db, &name)?;
                webhooks::release(db, &name)?;
                Ok(())
            })
            .await
    }
}
