//! Who hears of what, by which mail. Never the one who acted, never about what the reader may not see, and never twice
//! about one event: of several reasons the most specific one that the reader wants gives the mail.

mod addressees;
mod moderation;
mod needed;
mod news;
mod notice;
mod overdue;
mod panels;
mod rounds;
mod storms;
mod unsubscribe;
mod visible;

use crate::db::Db;
use crate::error::Result;
use crate::ids::EventId;
use crate::jobs::{self, Job, Progress, Step};
use crate::outbox::{self, Event, Recorded};
use crate::settings::Settings;

pub use needed::ask_whether_needed;
pub use overdue::tell_overdue;
pub use rounds::tell_round;
pub use storms::tell_storm;
pub use unsubscribe::{Subscription, token};
pub use visible::no_longer_for;

use addressees::Addressee;
use news::News;

/// Up to so many followers are told in the transaction of the event; more are left to a job.
const AT_ONCE: i64 = 100;
/// How many followers one step of that job tells.
const CHUNK: i64 = 200;

/// Acts on an event, inside the transaction that marks it as handled. The event's id makes the keys of what follows,
/// so that handling it again adds nothing.
pub fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    storms::on_event(db, recorded, event, settings)?;
    rounds::on_event(db, recorded, event, settings)?;
    panels::on_event(db, recorded, event, settings)?;
    moderation::on_event(db, recorded, event, settings)?;
    let Some(news) = news::read(db, recorded, event)? else { return Ok(()) };
    addressees::tell_team(db, &news, settings)?;
    let direct = addressees::direct(db, &news)?;
    tell(db, &news, &direct, settings)?;
    if news.followers_hear().is_empty() {
        return Ok(());
    }
    if news.audience() <= AT_ONCE {
        let followers = addressees::followers(db, &news, 0, AT_ONCE)?;
        return tell(db, &news, &followers, settings);
    }
    let job = Job::TellFollowers { event: recorded.id };
    jobs::enqueue(db, &format!("followers:{}", recorded.id), &job, recorded.created_at)?;
    Ok(())
}

/// One step of telling everybody who follows an event's idea.
pub fn tell_followers(db: &mut Db, event: EventId, before: Progress, settings: &Settings) -> Result<Step> {
    let Some(recorded) = outbox::find(db, event)? else { return Ok(Step::Done(before)) };
    let Some(news) = news::read(db, &recorded, &recorded.event()?)? else { return Ok(Step::Done(before)) };
    let followers = addressees::followers(db, &news, before.after, CHUNK)?;
    tell(db, &news, &followers, settings)?;
    let done = before.done.saturating_add(i64::try_from(followers.len()).unwrap_or(0));
    let total = Some(news.audience());
    Ok(match followers.last() {
        Some(last) => Step::More(Progress { after: last.person.raw(), done, total }),
        None => Step::Done(Progress { done, total, ..before }),
    })
}

/// Writes the mails to these people, to each at most one about this event.
fn tell(db: &mut Db, news: &News, addressees: &[Addressee], settings: &Settings) -> Result<()> {
    for (person, kind) in addressees::readers(db, news, addressees)? {
        let mail = notice::to_person(news, &person, kind, settings)?;
        crate::mail::enqueue(db, &mail, news.at)?;
    }
    Ok(())
}
