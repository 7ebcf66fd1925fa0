//! Making an archive: written to the disk as of one moment, and stored piece by piece, so that neither memory nor the database's
//! writers feel how much somebody has written.

use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;

use super::Worker;
use crate::error::{Error, Result};
use crate::ids::{DataExportId, JobId};
use crate::jobs::{self, Progress, Step};
use crate::privacy::archive::{self, PIECE};

impl Worker {
    pub(super) async fn archive(&self, job: JobId, id: DataExportId, before: Progress) -> Result<Step> {
        let (settings, now) = (self.state.reload().await?, self.state.now());
        let file = self.state.db.snapshot(move |db| archive::write(db, id, &settings, now)).await?;
        let written = match file {
            Some(file) => Some(self.store(id, file).await?),
            None => None,
        };
        let (name, settings) = (Arc::clone(&self.name), self.state.settings().await?);
        let step = Step::Done(Progress { done: 1, ..before });
        self.state
            .db
            .write(move |db| {
                if let Some(written) = written {
                    archive::finish(db, id, written, &settings, now)?;
                }
                jobs::record(db, job, &name, step, now)?;
                Ok(step)
            })
            .await
    }

    /// Stores the file; gives its bytes and how many pieces they make.
    async fn store(&self, id: DataExportId, mut file: File) -> Result<(i64, i32)> {
        let (mut size, mut pieces) = (0_i64, 0_i32);
        loop {
            let mut bytes = Vec::with_capacity(PIECE);
            let limit = u64::try_from(PIECE).unwrap_or(u64::MAX);
            let read = file.by_ref().take(limit).read_to_end(&mut bytes).map_err(Error::internal)?;
            if read == 0 {
                return Ok((size, pieces));
            }
            let position = pieces;
            self.state.db.write(move |db| archive::store(db, id, position, &bytes)).await?;
            size = size.saturating_add(i64::try_from(read).unwrap_or(0));
            pieces = pieces.saturating_add(1);
        }
    }
}
