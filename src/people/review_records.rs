//! What is kept about somebody's votes being genuine, for the person to take along.

use diesel::prelude::*;
use serde_json::{Value, json};

use crate::db::Db;
use crate::db::schema::{crowd_acts, vote_signals, vote_words, votes};
use crate::error::Result;
use crate::ids::PersonId;
use crate::time::{DAY, Timestamp};

/// Idea, hashes of network and browser, age of the account, and when.
type Signal = (i64, Option<i64>, Option<i64>, i64, Timestamp);

/// Votes of theirs that do not count, what they said about them, what is kept beside votes for thirty days, and what they
/// decided about the votes of others. The hashes themselves tell a reader nothing; that there is one does.
pub(super) fn of(db: &mut Db, person: PersonId) -> Result<Value> {
    let reviewed: Vec<(i64, String)> = votes::table
        .filter(votes::person_id.eq(person))
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("state <> 'counted'"))
        .order(votes::idea_id)
        .select((votes::idea_id, votes::state))
        .load(db)?;
    let said: Vec<(i64, String, Timestamp)> = vote_words::table
        .filter(vote_words::person_id.eq(person))
        .order(vote_words::idea_id)
        .select((vote_words::idea_id, vote_words::line, vote_words::written_at))
        .load(db)?;
    let signals: Vec<Signal> = vote_signals::table
        .filter(vote_signals::person_id.eq(person))
        .order(vote_signals::idea_id)
        .select((
            vote_signals::idea_id,
            vote_signals::network,
            vote_signals::agent,
            vote_signals::account_age,
            vote_signals::cast_at,
        ))
        .load(db)?;
    let decided: Vec<(i64, String, String, Timestamp)> = crowd_acts::table
        .filter(crowd_acts::actor_id.eq(person))
        .order(crowd_acts::id)
        .select((crowd_acts::crowd_id, crowd_acts::decision, crowd_acts::note, crowd_acts::created_at))
        .load(db)?;
    let signal = |(idea, network, agent, age, at): Signal| {
        json!({
            "idea": idea,
            "hash_of_network_kept": network.is_some(),
            "hash_of_browser_kept": agent.is_some(),
            "age_of_account_in_days": age / DAY,
            "at": at.to_rfc3339(),
        })
    };
    Ok(json!({
        "not_counted": reviewed.into_iter().map(|(idea, state)| json!({ "idea": idea, "state": state })).collect::<Vec<_>>(),
        "said_about_them": said.into_iter().map(|(idea, line, at)| json!({ "idea": idea, "line": line, "at": at.to_rfc3339() })).collect::<Vec<_>>(),
        "kept_beside_votes": signals.into_iter().map(signal).collect::<Vec<_>>(),
        "decided_as_staff": decided.into_iter().map(|(crowd, decision, note, at)| json!({ "proposal": crowd, "decision": decision, "note": note, "at": at.to_rfc3339() })).collect::<Vec<_>>(),
    }))
}
