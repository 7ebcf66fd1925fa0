//! The worker's work as administrators see it: how long the queues are, what failed, and trying it again.

use actix_web::web::Path;
use askama::Template;

use super::page::{Html, Layout, see_other};
use crate::error::Error;
use crate::http::guard::Admin;
use crate::ids::{EventId, JobId, MailId};
use crate::jobs::{self, JobState, Listed};
use crate::mail::{self, MailState, Troubled};
use crate::outbox::{self, Failing};
use crate::queue::{self, Depth};
use crate::web::errors::Result;

/// How many rows each table shows.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "admin/work.html")]
struct WorkPage {
    layout: Layout,
    queues: Vec<QueueRow>,
    events: Vec<Failing>,
    jobs: Vec<Listed>,
    mails: Vec<Troubled>,
}

/// One queue's lengths.
struct QueueRow {
    name: String,
    waiting: String,
    failing: String,
    claimed: String,
}

/// Shows it.
pub async fn page(who: Admin) -> Result<Html<impl Template>> {
    let (depths, events, jobs, mails) = who
        .state
        .db
        .read(|db| {
            let (events, jobs) = (outbox::failing(db, ROWS)?, jobs::list(db, ROWS)?);
            Ok((queue::depths(db)?, events, jobs, mail::troubled(db, ROWS)?))
        })
        .await?;
    let layout = Layout::new(&who);
    let queues =
        ["events", "jobs", "mails", "deliveries"].map(|name| queue_row(&layout, name, &depths)).into();
    Ok(Html(WorkPage { layout, queues, events, jobs, mails }))
}

fn queue_row(layout: &Layout, name: &'static str, depths: &[Depth]) -> QueueRow {
    let count = |state: &str| {
        let found = depths.iter().find(|depth| depth.queue == name && depth.state == state);
        layout.words.number(found.map_or(0, |depth| depth.rows))
    };
    QueueRow {
        name: layout.words.get(match name {
            "events" => "work-events",
            "jobs" => "work-jobs",
            "mails" => "work-mails",
            _ => "work-deliveries",
        }),
        waiting: count("waiting"),
        failing: count("failing"),
        claimed: count("claimed"),
    }
}

/// Lets something that failed be tried again at once.
pub async fn again(who: Admin, path: Path<(String, i64)>) -> Result {
    let ((what, id), now) = (path.into_inner(), who.now);
    who.state
        .db
        .write(move |db| match what.as_str() {
            "events" => outbox::try_again(db, EventId::new(id), now),
            "jobs" => jobs::try_again(db, JobId::new(id), now),
            "mails" => mail::try_again(db, MailId::new(id), now),
            _ => Err(Error::NotFound),
        })
        .await?;
    who.session.flash("work-flash-again");
    Ok(see_other(&who.state.links.to("/admin/work")))
}
