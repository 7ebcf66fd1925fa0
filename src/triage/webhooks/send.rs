//! Sending what is due: claimed first, so that a crash in between costs a while and no message.

use std::time::Duration;

use reqwest::Client;
use url::Url;

use super::sign::sign;
use super::store::{Delivery, DeliveryState, Tried, claim, finish, is_due};
use crate::config::Config;
use crate::db::Database;
use crate::error::Result;
use crate::outgoing::{client, may_call, reason};
use crate::time::{Clock, HOUR, MINUTE, SECOND, Timestamp};
use crate::triage::teams;

/// How many messages one round sends, all at once.
const BATCH: i64 = 16;
/// How long a receiver may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long a claim holds, in microseconds: longer than any try takes.
pub const LEASE: i64 = MINUTE;
/// How often a message is tried before it is given up.
pub const ATTEMPTS: i32 = 8;
/// How long to wait after the first, second, … failed try: about a day in all.
const WAITS: [i64; 7] = [30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 15 * HOUR];
/// How much of an answer is kept, in bytes.
const EXCERPT: usize = 1_024;

/// What sends: who it is, what it may call, how long it waits.
#[derive(Debug, Clone)]
pub struct Sender {
    worker: String,
    client: Client,
    to_private_networks: bool,
    timeout: Duration,
}

impl Sender {
    /// A sender under this worker's name.
    pub fn new(config: &Config, worker: &str) -> Result<Self> {
        let to_private_networks = config.webhooks_to_private_networks;
        let client = client(to_private_networks)?;
        Ok(Self { worker: worker.to_owned(), client, to_private_networks, timeout: TIMEOUT })
    }

    /// The same with another limit for how long a receiver may take.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sends what is due. Gives how many messages were tried.
    pub async fn run(&self, db: &Database, clock: &Clock) -> Result<usize> {
        let (worker, now) = (self.worker.clone(), clock.now());
        // A look first: an idle worker writes nothing.
        if !db.read(move |db| is_due(db, LEASE, now)).await? {
            return Ok(0);
        }
        let claimed = db.write(move |db| claim(db, &worker, BATCH, LEASE, now)).await?;
        let tried = claimed.len();
        let sends = claimed.into_iter().map(|delivery| self.send_one(db, clock, delivery));
        for result in futures_util::future::join_all(sends).await {
            result?;
        }
        Ok(tried)
    }

    async fn send_one(&self, db: &Database, clock: &Clock, delivery: Delivery) -> Result<()> {
        let team = delivery.team_id;
        let secret = db.read(move |db| Ok(teams::find(db, team)?.webhook_secret)).await?;
        let answer = self.post(&delivery, secret.as_deref(), clock.now()).await;
        let now = clock.now();
        let tried = judge(&delivery, answer, now);
        let worker = self.worker.clone();
        db.write(move |db| finish(db, &worker, &delivery, &tried, now)).await
    }

    /// Posts the message. `Err` is why there was no answer.
    async fn post(
        &self,
        delivery: &Delivery,
        secret: Option<&str>,
        now: Timestamp,
    ) -> std::result::Result<(u16, String), String> {
        let url = Url::parse(&delivery.url).map_err(|cause| cause.to_string())?;
        if !self.to_private_networks && !may_call(&url) {
            return Err("refused: not an address of the public internet".into());
        }
        let (id, seconds) = (delivery.message_id(), now.micros() / SECOND);
        let secret = secret.ok_or("the team has no secret to sign with")?;
        let signature = sign(secret, &id, seconds, &delivery.payload).map_err(|cause| cause.to_string())?;
        let request = self
            .client
            .post(url)
            .timeout(self.timeout)
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signature)
            .body(delivery.payload.clone());
        let mut response = request.send().await.map_err(|cause| reason(&cause))?;
        let status = response.status().as_u16();
        Ok((status, excerpt(&mut response).await))
    }
}

/// The beginning of an answer; the rest is not read.
async fn excerpt(response: &mut reqwest::Response) -> String {
    let mut bytes: Vec<u8> = Vec::new();
    while bytes.len() < EXCERPT {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend(chunk.iter().take(EXCERPT - bytes.len())),
            // What broke off after the status is no failure of the delivery.
            Ok(None) | Err(_) => break,
        }
    }
    // PostgreSQL keeps no null bytes in texts.
    String::from_utf8_lossy(&bytes).replace('\0', "\u{FFFD}").chars().take(EXCERPT / 3).collect()
}

fn judge(delivery: &Delivery, answer: std::result::Result<(u16, String), String>, now: Timestamp) -> Tried {
    let (status, excerpt, error) = match answer {
        Ok((status, excerpt)) => (Some(i32::from(status)), Some(excerpt), None),
        Err(error) => (None, None, Some(error)),
    };
    let is_taken = status.is_some_and(|status| (200..300).contains(&status));
    let wait = usize::try_from(delivery.attempts).ok().and_then(|tries| WAITS.get(tries));
    let (state, next_at) = match wait {
        _ if is_taken => (DeliveryState::Delivered, now),
        Some(wait) => (DeliveryState::Waiting, now.plus(jittered(*wait))),
        None => (DeliveryState::Failed, now),
    };
    Tried { state, next_at, status, excerpt, error }
}

/// A fifth more or less, so that what failed together is not tried again together.
fn jittered(wait: i64) -> i64 {
    wait + rand::random_range(-wait / 5..=wait / 5)
}
