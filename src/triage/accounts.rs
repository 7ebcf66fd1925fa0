//! What an account asked for, what it got and for what it waits: the page that goes along into a customer meeting.

use diesel::prelude::*;

use crate::accounts::Money;
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{idea_accounts, ideas, people, route_steps, routes};
use crate::error::Result;
use crate::ids::{AccountId, IdeaId, RouteId, StatusId};
use crate::text_enum;
use crate::time::{DAY, Timestamp};
use crate::triage::routes::{AskedOf, RouteState, StepKind};

/// Ideas that the page takes in.
pub const IDEAS_SHOWN: usize = 300;
/// Questions that the page lists.
const QUESTIONS_SHOWN: i64 = 50;

text_enum! {
    /// How an account fares with an idea.
    pub enum Fate {
        /// It waits.
        Open = "open",
        /// It got it, at least in part.
        Got = "got",
        /// It will not get it.
        Declined = "declined",
    }
}

impl Fate {
    fn of(kind: StatusKind) -> Self {
        match kind {
            StatusKind::Open | StatusKind::Active => Self::Open,
            StatusKind::Done => Self::Got,
            StatusKind::Closed => Self::Declined,
        }
    }
}

/// An idea that people of the account promote.
#[derive(Debug, Clone, Queryable)]
pub struct Asked {
    /// The idea.
    pub idea: IdeaId,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status: StatusId,
    /// Of which kind that is.
    pub kind: StatusKind,
    /// Since when it has it.
    pub status_at: Timestamp,
    /// When the company answered last.
    pub answered_at: Option<Timestamp>,
    /// Promotions by people of the account.
    pub promotions: i64,
    value_minor: Option<i64>,
    currency: Option<String>,
    /// When the first of them promoted it.
    pub first_at: Timestamp,
}

impl Asked {
    /// How the account fares with it.
    pub fn fate(&self) -> Fate {
        Fate::of(self.kind)
    }

    /// What the account paid a month when the latest of its votes was cast.
    pub fn value(&self) -> Option<Money> {
        Money::stored(self.value_minor, self.currency.clone())
    }

    /// Days from the account's first promotion until the decision, or until now while there is none. An idea that was
    /// decided before the account came to it made nobody wait.
    pub fn days(&self, now: Timestamp) -> i64 {
        let until = if self.fate() == Fate::Open { now } else { self.status_at };
        (until.since(self.first_at) / DAY).max(0)
    }
}

/// What the account's people promoted, the latest first, and whether there is more than the page takes in.
pub fn asked(db: &mut Db, account: AccountId) -> Result<(Vec<Asked>, bool)> {
    let mut rows: Vec<Asked> = idea_accounts::table
        .inner_join(ideas::table)
        .filter(idea_accounts::account_id.eq(account))
        .filter(ideas::shown.gt(0))
        .order((idea_accounts::last_at.desc(), idea_accounts::idea_id.desc()))
        .limit(i64::try_from(IDEAS_SHOWN + 1).unwrap_or(i64::MAX))
        .select((
            ideas::id,
            ideas::title,
            ideas::status_id,
            ideas::status_kind,
            ideas::status_at,
            ideas::answered_at,
            idea_accounts::promotions,
            idea_accounts::value_minor,
            idea_accounts::currency,
            idea_accounts::first_at,
        ))
        .load(db)?;
    let more = rows.len() > IDEAS_SHOWN;
    rows.truncate(IDEAS_SHOWN);
    Ok((rows, more))
}

/// The middle of how many days the account waited for ideas of this fate; none when there are none.
pub fn median_days(asked: &[Asked], fate: Fate, now: Timestamp) -> Option<i64> {
    let mut days: Vec<i64> = asked.iter().filter(|own| own.fate() == fate).map(|own| own.days(now)).collect();
    days.sort_unstable();
    let upper = days.get(days.len() / 2).copied()?;
    let lower = days.get(days.len().saturating_sub(1) / 2).copied()?;
    Some(lower + (upper - lower) / 2)
}

/// A question of a team to somebody of the account that waits for an answer.
#[derive(Debug, Clone)]
pub struct Question {
    /// The idea that it is about.
    pub idea: IdeaId,
    /// Its title.
    pub title: String,
    /// Since when it waits.
    pub since: Timestamp,
    /// The question.
    pub text: String,
}

/// Questions that wait for people of the account, the longest first.
pub fn questions(db: &mut Db, account: AccountId) -> Result<Vec<Question>> {
    let rows: Vec<(RouteId, IdeaId, String, Timestamp)> = routes::table
        .inner_join(ideas::table.inner_join(people::table))
        .filter(people::account_id.eq(Some(account)))
        .filter(routes::state.eq(RouteState::Asked))
        .filter(routes::asked_of.eq(Some(AskedOf::Author)))
        .filter(ideas::shown.gt(0))
        .order((routes::updated_at, routes::id))
        .limit(QUESTIONS_SHOWN)
        .select((routes::id, ideas::id, ideas::title, routes::updated_at))
        .load(db)?;
    let ids: Vec<RouteId> = rows.iter().map(|row| row.0).collect();
    let said: Vec<(RouteId, String)> = route_steps::table
        .filter(route_steps::route_id.eq_any(&ids))
        .filter(route_steps::kind.eq(StepKind::AskedAuthor))
        .order(route_steps::id.desc())
        .select((route_steps::route_id, route_steps::body))
        .load(db)?;
    let text = |route: RouteId| said.iter().find(|(of, _)| *of == route).map(|(_, text)| text.clone());
    let question = |(route, idea, title, since): (RouteId, IdeaId, String, Timestamp)| Question {
        idea,
        title,
        since,
        text: text(route).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(question).collect())
}
