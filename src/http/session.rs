//! Sessions in the database: listed, revocable, shared by all instances. Handlers see one typed wrapper.

use std::collections::HashMap;

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::db::Database;
use crate::db::schema::{people, sessions};
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::site::{random_token, token_hash};
use crate::text::agent;
use crate::time::{Clock, DAY, HOUR, Timestamp};

/// How long a session lasts after its last use.
pub const LIFETIME: i64 = 60 * DAY;
/// How stale `seen_at` may get before a request writes it.
const TOUCH: i64 = HOUR;

const PERSON: &str = "person";
const FLASH: &str = "flash";
const AGENT: &str = "agent";

/// Keeps sessions in the table of the same name. The cookie holds a random key; the table only its hash.
#[derive(Clone)]
pub struct DatabaseStore {
    db: Database,
    clock: Clock,
}

type State = HashMap<String, String>;

impl DatabaseStore {
    /// A store on this database.
    pub fn new(db: Database, clock: Clock) -> Self {
        Self { db, clock }
    }

    async fn find(&self, key: &str) -> Result<Option<State>> {
        let (hash, now) = (token_hash(key), self.clock.now());
        let found = self
            .db
            .read(move |db| {
                Ok(sessions::table
                    .filter(sessions::key_hash.eq(&hash))
                    .filter(sessions::expires_at.gt(now))
                    .select((sessions::state, sessions::seen_at))
                    .first::<(String, Timestamp)>(db)
                    .optional()?)
            })
            .await?;
        let Some((state, seen)) = found else { return Ok(None) };
        if now.since(seen) > TOUCH {
            self.touch(key).await?;
        }
        serde_json::from_str(&state).map(Some).map_err(Error::internal)
    }

    async fn touch(&self, key: &str) -> Result<()> {
        let (hash, now) = (token_hash(key), self.clock.now());
        self.db
            .write(move |db| {
                let person: Option<Option<PersonId>> =
                    diesel::update(sessions::table.filter(sessions::key_hash.eq(&hash)))
                        .set((sessions::seen_at.eq(now), sessions::expires_at.eq(now.plus(LIFETIME))))
                        .returning(sessions::person_id)
                        .get_result(db)
                        .optional()?;
                if let Some(person) = person.flatten() {
                    diesel::update(people::table.find(person))
                        .set(people::seen_at.eq(Some(now)))
                        .execute(db)?;
                }
                Ok(())
            })
            .await
    }

    async fn insert(&self, state: State) -> Result<SessionKey> {
        let key = random_token();
        let (hash, now) = (token_hash(&key), self.clock.now());
        let person = person_of(&state);
        let agent: String =
            state.get(AGENT).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let state = serde_json::to_string(&state).map_err(Error::internal)?;
        self.db
            .write(move |db| {
                let values = (
                    sessions::key_hash.eq(&hash),
                    sessions::person_id.eq(person),
                    sessions::state.eq(&state),
                    sessions::agent.eq(&agent),
                    sessions::created_at.eq(now),
                    sessions::seen_at.eq(now),
                    sessions::expires_at.eq(now.plus(LIFETIME)),
                );
                diesel::insert_into(sessions::table).values(values).execute(db)?;
                Ok(())
            })
            .await?;
        key.try_into().map_err(|_| Error::internal("session key"))
    }

    /// Stores the state of a session that is there. One that was revoked in the meantime stays revoked.
    async fn replace(&self, key: &str, state: State) -> Result<()> {
        let (hash, person) = (token_hash(key), person_of(&state));
        let agent: String =
            state.get(AGENT).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let state = serde_json::to_string(&state).map_err(Error::internal)?;
        self.db
            .write(move |db| {
                diesel::update(sessions::table.filter(sessions::key_hash.eq(&hash)))
                    .set((
                        sessions::state.eq(&state),
                        sessions::person_id.eq(person),
                        sessions::agent.eq(&agent),
                    ))
                    .execute(db)?;
                Ok(())
            })
            .await
    }

    async fn remove(&self, key: &str) -> Result<()> {
        let hash = token_hash(key);
        self.db
            .write(move |db| {
                diesel::delete(sessions::table.filter(sessions::key_hash.eq(&hash))).execute(db)?;
                Ok(())
            })
            .await
    }
}

fn person_of(state: &State) -> Option<PersonId> {
    serde_json::from_str(state.get(PERSON)?).ok()
}

impl SessionStore for DatabaseStore {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        self.find(key.as_ref()).await.map_err(|cause| LoadError::Other(cause.into()))
    }

    async fn save(&self, state: State, _ttl: &Duration) -> Result<SessionKey, SaveError> {
        self.insert(state).await.map_err(|cause| SaveError::Other(cause.into()))
    }

    async fn update(
        &self,
        key: SessionKey,
        state: State,
        _ttl: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        self.replace(key.as_ref(), state).await.map_err(|cause| UpdateError::Other(cause.into()))?;
        Ok(key)
    }

    async fn update_ttl(&self, key: &SessionKey, _ttl: &Duration) -> Result<(), anyhow::Error> {
        Ok(self.touch(key.as_ref()).await?)
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        Ok(self.remove(key.as_ref()).await?)
    }
}

/// The name of the cookie.
pub const COOKIE: &str = "groundswell";
/// Characters of the signature before the key in the cookie: HMAC-SHA256 in base64.
const SIGNATURE: usize = 44;

/// The hash under which the session of a request is stored, to mark it in a list. The middleware has checked the signature
/// of whoever is signed in.
pub fn key_hash(request: &actix_web::HttpRequest) -> Option<String> {
    request.cookie(COOKIE)?.value().get(SIGNATURE..).map(token_hash)
}

/// A message for the next page: the key of what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// Key of the message.
    pub key: String,
    /// Whether it tells of trouble.
    pub is_error: bool,
    /// Where an undo would go, if the act can be undone: a path that takes a POST.
    pub undo: Option<String>,
    /// Keys of drafts on the reader's device that are done with; `*` for all.
    pub clears: Option<String>,
}

/// The session of a request.
#[derive(Clone)]
pub struct Session(actix_session::Session);

impl Session {
    /// Wraps the session that the middleware loaded.
    pub fn new(inner: actix_session::Session) -> Self {
        Self(inner)
    }

    /// Who is signed in.
    pub fn person(&self) -> Option<PersonId> {
        self.0.get(PERSON).ok().flatten()
    }

    /// Signs somebody in under a fresh key, so that a key planted before is worth nothing. Of the browser no more is kept than
    /// what tells one from another in a list.
    pub fn sign_in(&self, person: PersonId, agent: &str) -> Result<()> {
        self.0.renew();
        self.0.insert(AGENT, agent::essence(agent)).map_err(Error::internal)?;
        self.0.insert(PERSON, person).map_err(Error::internal)
    }

    /// Ends the session. What follows, a message for instance, is under a fresh key and nobody's.
    pub fn sign_out(&self) {
        self.0.clear();
        self.0.renew();
    }

    /// Says something on the next page.
    pub fn flash(&self, key: &str) {
        self.set_flash(&Flash { key: key.to_owned(), is_error: false, undo: None, clears: None });
    }

    /// Says something on the next page that an undo can take back.
    pub fn flash_with_undo(&self, key: &str, undo: String) {
        self.set_flash(&Flash { key: key.to_owned(), is_error: false, undo: Some(undo), clears: None });
    }

    /// Says something on the next page, which also clears drafts kept on the reader's device.
    pub fn flash_and_clear(&self, key: &str, drafts: &str) {
        self.set_flash(&Flash {
            key: key.to_owned(),
            is_error: false,
            undo: None,
            clears: Some(drafts.to_owned()),
        });
    }

    /// Tells of trouble on the next page.
    pub fn flash_error(&self, key: &str) {
        self.set_flash(&Flash { key: key.to_owned(), is_error: true, undo: None, clears: None });
    }

    fn set_flash(&self, flash: &Flash) {
        // A message that cannot be kept is no reason to fail what it tells of.
        let _ = self.0.insert(FLASH, flash);
    }

    /// Takes the message for this page.
    pub fn take_flash(&self) -> Option<Flash> {
        let flash = self.0.get(FLASH).ok().flatten()?;
        self.0.remove(FLASH);
        Some(flash)
    }

    /// Keeps a small value in the session.
    pub fn keep(&self, key: &str, value: &str) -> Result<()> {
        self.0.insert(key, value).map_err(Error::internal)
    }

    /// A small value kept in the session.
    pub fn kept(&self, key: &str) -> Option<String> {
        self.0.get(key).ok().flatten()
    }

    /// Forgets a small value.
    pub fn forget(&self, key: &str) {
        self.0.remove(key);
    }
}
