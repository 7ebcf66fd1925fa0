//! Sending mails: a handful at once, each recorded as soon as the mail server has answered for it. Only as many are
//! claimed as are sent at once, so that no claim runs out while its mail waits behind others.

use std::sync::Arc;

use super::Worker;
use crate::error::Result;
use crate::mail::{self, MailState, Outgoing};
use crate::notify;

impl Worker {
    /// Sends what is due; gives how many mails were dealt with.
    pub(super) async fn send_mails(&self) -> Result<usize> {
        let now = self.state.now();
        if !self.state.db.read(move |db| mail::is_due(db, now)).await? {
            return Ok(0);
        }
        let name = Arc::clone(&self.name);
        let claimed = self
            .state
            .db
            .write(move |db| {
                let claimed = mail::claim(db, &name, i64::from(mail::AT_ONCE), now)?;
                let hidden = notify::no_longer_for(db, &claimed)?;
                mail::withhold(db, &hidden)?;
                Ok(claimed.into_iter().map(|mail| (!hidden.contains(&mail.id), mail)).collect::<Vec<_>>())
            })
            .await?;
        let count = claimed.len();
        let to_go = claimed.into_iter().filter(|(goes, _)| *goes).map(|(_, mail)| self.send(mail));
        let results = futures_util::future::join_all(to_go).await;
        results.into_iter().collect::<Result<Vec<()>>>()?;
        Ok(count)
    }

    /// Sends one mail and records what became of it. A worker that is told to stop sends no more; the claim is
    /// given back later.
    async fn send(&self, mail: Outgoing) -> Result<()> {
        if self.is_stopping() {
            return Ok(());
        }
        let outcome = self.sender.send(&mail).await;
        let (name, now, id) = (Arc::clone(&self.name), self.state.now(), mail.id);
        let kept = outcome.clone();
        let state = self.state.db.write(move |db| mail::record(db, &mail, &name, &outcome, now)).await?;
        if state == MailState::Failed {
            tracing::warn!(mail = %id, outcome = ?kept, "a mail was given up");
        }
        metrics::counter!("groundswell_mails_total", "state" => state.as_str()).increment(1);
        Ok(())
    }
}
