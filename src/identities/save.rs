//! Making and changing connections. The public log tells of each, with the name and never with a key.

use diesel::prelude::*;
use serde_json::json;

use super::{Connection, ConnectionDraft, KeyDraft, find};
use crate::db::schema::signin_connections as rows;
use crate::db::witness;
use crate::db::{Db, savepoint};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{ConnectionId, PersonId};
use crate::time::Timestamp;

/// Makes a connection, switched off, so that it can be tried first.
///
/// # Errors
/// A field error on `issuer` when another connection has it.
pub fn create(
    db: &mut Db,
    actor: PersonId,
    draft: &ConnectionDraft,
    key: &KeyDraft,
    now: Timestamp,
) -> Result<ConnectionId> {
    let [email, name, account, role] = &draft.claims;
    let made = savepoint(db, |db| {
        let values = (
            (rows::name.eq(&draft.name), rows::issuer.eq(&draft.issuer), rows::audience.eq(&draft.audience)),
            (rows::algorithm.eq(key.algorithm), rows::key.eq(&key.key), rows::key_at.eq(now)),
            (rows::email_claim.eq(email), rows::name_claim.eq(name)),
            (rows::account_claim.eq(account), rows::role_claim.eq(role)),
            (
                rows::login_url.eq(&draft.login_url),
                rows::domains.eq(&draft.domains),
                rows::roles.eq(&draft.roles),
            ),
            (
                rows::makes_accounts.eq(draft.makes_accounts),
                rows::updates_accounts.eq(draft.updates_accounts),
            ),
            (rows::skew_seconds.eq(draft.skew_seconds), rows::life_seconds.eq(draft.life_seconds)),
            (rows::scopes.eq(&draft.scopes), rows::role_map.eq(&draft.role_map)),
            (rows::needs_verified.eq(draft.needs_verified), rows::links_by_mail.eq(draft.links_by_mail)),
            (rows::is_on.eq(false), rows::created_at.eq(now), rows::updated_at.eq(now)),
        );
        Ok(diesel::insert_into(rows::table).values(values).returning(rows::id).get_result(db)?)
    });
    let id: ConnectionId = made.map_err(taken)?;
    witness::made("connection", id.raw());
    tell(db, actor, &draft.name, "made", now)?;
    Ok(id)
}

fn taken(error: Error) -> Error {
    if error.is_unique_violation() { Error::field("issuer", "error-connection-issuer") } else { error }
}

/// Changes a connection; its algorithm and key stay.
///
/// # Errors
/// `Conflict` when somebody else changed it since `seen`, and as [`create`].
pub fn update(
    db: &mut Db,
    actor: PersonId,
    id: ConnectionId,
    (draft, seen): (&ConnectionDraft, Option<Timestamp>),
    now: Timestamp,
) -> Result<()> {
    let before = lock(db, id)?;
    if seen.is_some_and(|seen| seen != before.updated_at) {
        return Err(Error::Conflict("error-form-outdated"));
    }
    let [email, name, account, role] = &draft.claims;
    savepoint(db, |db| {
        let values = (
            (rows::name.eq(&draft.name), rows::issuer.eq(&draft.issuer), rows::audience.eq(&draft.audience)),
            (rows::email_claim.eq(email), rows::name_claim.eq(name)),
            (rows::account_claim.eq(account), rows::role_claim.eq(role)),
            (
                rows::login_url.eq(&draft.login_url),
                rows::domains.eq(&draft.domains),
                rows::roles.eq(&draft.roles),
            ),
            (
                rows::makes_accounts.eq(draft.makes_accounts),
                rows::updates_accounts.eq(draft.updates_accounts),
            ),
            (rows::skew_seconds.eq(draft.skew_seconds), rows::life_seconds.eq(draft.life_seconds)),
            (rows::scopes.eq(&draft.scopes), rows::role_map.eq(&draft.role_map)),
            (rows::needs_verified.eq(draft.needs_verified), rows::links_by_mail.eq(draft.links_by_mail)),
            rows::updated_at.eq(now),
        );
        Ok(diesel::update(rows::table.find(id)).set(values).execute(db).map(drop)?)
    })
    .map_err(taken)?;
    tell(db, actor, &draft.name, "changed", now)
}

/// The connection; nobody else changes it until the transaction ends.
fn lock(db: &mut Db, id: ConnectionId) -> Result<Connection> {
    if let Db::Postgres(c) = db {
        rows::table.find(id).select(rows::id).for_update().first::<ConnectionId>(c).optional()?;
    }
    find(db, id)
}

/// Gives a connection another key; tokens signed with the one before are refused from now on.
pub fn replace_key(
    db: &mut Db,
    actor: PersonId,
    id: ConnectionId,
    key: &KeyDraft,
    now: Timestamp,
) -> Result<()> {
    let before = lock(db, id)?;
    if before.algorithm != key.algorithm {
        return Err(Error::field("key", "error-choice"));
    }
    diesel::update(rows::table.find(id))
        .set((rows::key.eq(&key.key), rows::key_at.eq(now), rows::updated_at.eq(now)))
        .execute(db)?;
    tell(db, actor, &before.name, "key", now)
}

/// Switches a connection on or off. Whoever is signed in stays so.
pub fn switch(db: &mut Db, actor: PersonId, id: ConnectionId, is_on: bool, now: Timestamp) -> Result<()> {
    let before = lock(db, id)?;
    if before.is_on == is_on {
        return Ok(());
    }
    diesel::update(rows::table.find(id))
        .set((rows::is_on.eq(is_on), rows::updated_at.eq(now)))
        .execute(db)?;
    tell(db, actor, &before.name, if is_on { "on" } else { "off" }, now)
}

/// Deletes a connection, and who was who there. The people stay, and sign in by mail.
pub fn delete(db: &mut Db, actor: PersonId, id: ConnectionId, now: Timestamp) -> Result<()> {
    let before = lock(db, id)?;
    diesel::delete(rows::table.find(id)).execute(db)?;
    tell(db, actor, &before.name, "deleted", now)
}

fn tell(db: &mut Db, actor: PersonId, name: &str, what: &str, now: Timestamp) -> Result<()> {
    NewAct::new(ActKind::SignInChanged, ActAudience::Log, Some(actor))
        .detail(json!({ "name": name, "what": what }))
        .record(db, now)?;
    Ok(())
}
