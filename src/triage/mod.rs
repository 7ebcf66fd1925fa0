//! The desk: responses, teams, rules, routes, webhooks. Decisions are acts of people; rules and webhooks follow events.

pub mod accounts;
pub mod answer;
pub mod backlog;
pub mod bulk;
pub mod capture;
pub mod clocks;
pub mod columns;
pub mod desk;
pub mod effort;
pub mod exports;
pub mod factors;
pub mod lenses;
pub mod likenesses;
pub mod notes;
pub mod policy;
pub mod private;
pub mod propose;
pub mod promises;
pub mod queries;
pub mod replies;
pub mod routes;
pub mod rules;
pub mod shortlist;
pub mod split;
pub mod teams;
pub mod webhooks;

use crate::db::Db;
use crate::error::{Error, FieldErrors, Result};
use crate::outbox::{Event, Recorded};
use crate::settings::Settings;
use crate::text::clean;

pub use answer::{AnswerDraft, answer, edit_response};

/// Acts on an event, inside the transaction that marks it as handled. The event's id makes the keys of what follows,
/// so that handling it again adds nothing.
pub fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    likenesses::on_event(db, recorded, event)?;
    rules::run::on_event(db, recorded, event, settings)?;
    if let Event::PersonLeft { person } = *event {
        routes::end_questions_to(db, person, recorded.created_at)?;
    }
    clocks::on_event(db, recorded, event)?;
    promises::on_event(db, recorded, event, settings)?;
    lenses::scores::on_event(db, event)?;
    webhooks::enqueue::on_event(db, recorded, event, settings)
}

/// A plain text of up to `limit` characters on any number of lines, with something to read in it.
fn plain_text(typed: &str, limit: usize, field: &'static str, empty_key: &'static str) -> Result<String> {
    let text = clean::multi_line(typed).map_err(|_| Error::field(field, "error-control-characters"))?;
    let text = text.trim().to_owned();
    let count = clean::char_count(&text);
    if clean::is_invisible(&text) {
        return Err(Error::field(field, empty_key));
    }
    if count > limit {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let mut errors = FieldErrors::default();
        errors.add_with(field, "error-too-long", &[("limit", number(limit)), ("count", number(count))]);
        return Err(Error::Invalid(errors));
    }
    Ok(text)
}
