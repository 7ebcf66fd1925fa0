//! Sessions in the database: listed, revocable, shared by all instances. Handlers see one typed wrapper.

use std::collections::HashMap;

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use actix_web::{HttpRequest, web};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::state::State as AppState;
use crate::config::Config;
use crate::db::schema::{people, sessions};
use crate::db::{Database, Db};
use crate::error::{Error, Result};
use crate::ids::{PersonId, SeenAsId};
use crate::links::Links;
use crate::people::Role;
use crate::site::{random_token, token_hash};
use crate::text::agent;
use crate::time::{Clock, DAY, HOUR, Timestamp};

/// How long sessions last, in microseconds.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    idle: i64,
    max: i64,
    staff_idle: i64,
    staff_max: i64,
}

impl Limits {
    /// As the configuration says.
    pub fn of(config: &Config) -> Self {
        Self {
            idle: i64::from(config.session_idle_days).saturating_mul(DAY),
            max: i64::from(config.session_max_days).saturating_mul(DAY),
            staff_idle: i64::from(config.staff_session_idle_hours).saturating_mul(HOUR),
            staff_max: i64::from(config.staff_session_max_days).saturating_mul(DAY),
        }
    }

    /// How long the cookie may stay: the longest that a session goes unused.
    pub fn longest(&self) -> i64 {
        self.idle.max(self.staff_idle)
    }

    /// When a session of somebody of this role, or of nobody, ends unless it is used again.
    fn end(&self, role: Option<Role>, created: Timestamp, seen: Timestamp) -> Timestamp {
        let (idle, max) = if role.is_some_and(Role::is_staff) {
            (self.staff_idle, self.staff_max)
        } else {
            (self.idle, self.max)
        };
        seen.plus(idle).min(created.plus(max))
    }
}

/// How stale `seen_at` may get before a request writes it.
const TOUCH: i64 = HOUR;

const PERSON: &str = "person";
const FLASH: &str = "flash";
const AGENT: &str = "agent";
const PROVED: &str = "proved";
const TICKET: &str = "ticket";
/// What belongs to one person's session alone, and does not outlive a change of person.
const OWN: [&str; 5] = [PROVED, KEPT_FORM, PROOF_CODE, PROOF_RETURN, SECOND_STEP];
/// Where the session keeps a form that waits for a proof.
pub(super) const KEPT_FORM: &str = "kept-form";
/// Where it keeps the hash of a mailed code and until when it holds.
pub const PROOF_CODE: &str = "mailed_code";
/// Where it keeps the page that a proof leads back to.
pub const PROOF_RETURN: &str = "after_proof";
/// Where it keeps who has taken the first step of signing in and not the second.
pub const SECOND_STEP: &str = "pending";
const SEEN: &str = "seen";

/// Keeps sessions in the table of the same name. The cookie holds a random key; the table only its hash.
#[derive(Clone)]
pub struct DatabaseStore {
    db: Database,
    clock: Clock,
    limits: Limits,
}

type State = HashMap<String, String>;

impl DatabaseStore {
    /// A store on this database.
    pub fn new(db: Database, clock: Clock, limits: Limits) -> Self {
        Self { db, clock, limits }
    }

    async fn find(&self, key: &str) -> Result<Option<State>> {
        let (hash, now) = (token_hash(key), self.clock.now());
        type Row = (String, Timestamp, Timestamp, Option<Role>);
        let found: Option<Row> = self
            .db
            .read(move |db| {
                Ok(sessions::table
                    .left_join(people::table)
                    .filter(sessions::key_hash.eq(&hash))
                    .filter(sessions::expires_at.gt(now))
                    .select((
                        sessions::state,
                        sessions::created_at,
                        sessions::seen_at,
                        people::role.nullable(),
                    ))
                    .first(db)
                    .optional()?)
            })
            .await?;
        let Some((state, created, seen, role)) = found else { return Ok(None) };
        if self.limits.end(role, created, seen) <= now {
            return Ok(None);
        }
        if now.since(seen) > TOUCH {
            self.touch(key).await?;
        }
        serde_json::from_str(&state).map(Some).map_err(Error::internal)
    }

    async fn touch(&self, key: &str) -> Result<()> {
        let (hash, now, limits) = (token_hash(key), self.clock.now(), self.limits);
        self.db
            .write(move |db| {
                let own = sessions::table.filter(sessions::key_hash.eq(&hash));
                let found: Option<(Option<PersonId>, Timestamp)> =
                    own.select((sessions::person_id, sessions::created_at)).first(db).optional()?;
                let Some((person, created)) = found else { return Ok(()) };
                let end = limits.end(role_of(db, person)?, created, now);
                diesel::update(sessions::table.filter(sessions::key_hash.eq(&hash)))
                    .set((sessions::seen_at.eq(now), sessions::expires_at.eq(end)))
                    .execute(db)?;
                if let Some(person) = person {
                    diesel::update(people::table.find(person))
                        .set(people::seen_at.eq(Some(now)))
                        .execute(db)?;
                }
                Ok(())
            })
            .await
    }

    /// Stores a session under a fresh key. One that was set aside with a ticket is changed where it lies, and one that was ended
    /// meanwhile is nobody's.
    async fn insert(&self, mut state: State) -> Result<SessionKey> {
        let key = random_token();
        let (hash, now, limits) = (token_hash(&key), self.clock.now(), self.limits);
        let ticket = state.remove(TICKET).and_then(|json| serde_json::from_str::<String>(&json).ok());
        self.db
            .write(move |db| {
                let Some(ticket) = &ticket else { return insert(db, &state, &hash, limits, now) };
                let text = serde_json::to_string(&state).map_err(Error::internal)?;
                let moved = diesel::update(sessions::table.filter(sessions::key_hash.eq(token_hash(ticket))))
                    .set((sessions::key_hash.eq(&hash), sessions::state.eq(&text)))
                    .execute(db)?;
                if moved == 1 { Ok(()) } else { insert(db, &State::new(), &hash, limits, now) }
            })
            .await?;
        key.try_into().map_err(|_| Error::internal("session key"))
    }

    /// Stores the state of a session that is there. One that was revoked in the meantime stays revoked.
    async fn replace(&self, key: &str, state: State) -> Result<()> {
        let (hash, person, agent) = (token_hash(key), person_of(&state), agent_of(&state));
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

fn insert(db: &mut Db, state: &State, hash: &str, limits: Limits, now: Timestamp) -> Result<()> {
    let person = person_of(state);
    let values = (
        sessions::key_hash.eq(hash),
        sessions::person_id.eq(person),
        sessions::state.eq(serde_json::to_string(state).map_err(Error::internal)?),
        sessions::agent.eq(agent_of(state)),
        sessions::created_at.eq(now),
        sessions::seen_at.eq(now),
        sessions::expires_at.eq(limits.end(role_of(db, person)?, now, now)),
    );
    diesel::insert_into(sessions::table).values(values).execute(db)?;
    Ok(())
}

fn role_of(db: &mut Db, person: Option<PersonId>) -> Result<Option<Role>> {
    let Some(person) = person else { return Ok(None) };
    Ok(people::table.find(person).select(people::role).first(db).optional()?)
}

fn agent_of(state: &State) -> String {
    state.get(AGENT).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
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

/// The cookie's name where browsers can hold it to this host and path: on TLS, at the root. A site below a path shares its host,
/// and the prefix wants the root.
const HOST_COOKIE: &str = "__Host-groundswell";
/// The cookie's name elsewhere.
const PLAIN_COOKIE: &str = "groundswell";
/// Characters of the signature before the key in the cookie: HMAC-SHA256 in base64.
const SIGNATURE: usize = 44;

/// The name of the cookie.
pub fn cookie_name(config: &Config, links: &Links) -> &'static str {
    if config.is_https() && links.prefix().is_empty() { HOST_COOKIE } else { PLAIN_COOKIE }
}

/// The key of a request's session. The middleware has checked the signature of whoever is signed in.
pub fn key(request: &HttpRequest) -> Option<String> {
    let state = request.app_data::<web::Data<AppState>>()?;
    let cookie = request.cookie(cookie_name(&state.config, &state.links))?;
    cookie.value().get(SIGNATURE..).map(str::to_owned)
}

/// The hash under which the session of a request is stored, to mark it in a list.
pub fn key_hash(request: &HttpRequest) -> Option<String> {
    key(request).map(|key| token_hash(&key))
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
        self.forget_person();
        self.0.renew();
        self.0.insert(AGENT, agent::essence(agent)).map_err(Error::internal)?;
        self.0.insert(PERSON, person).map_err(Error::internal)
    }

    /// Whoever was signed in is not any more, and what was theirs goes.
    fn forget_person(&self) {
        self.0.remove(PERSON);
        for key in OWN {
            self.0.remove(key);
        }
    }

    /// Notes who has taken the first step of signing in, under a fresh key. Nobody is signed in.
    pub fn begin_second_step(&self, pending: &str) -> Result<()> {
        self.forget_person();
        self.0.renew();
        self.keep(SECOND_STEP, pending)
    }

    /// Notes that the person has proved just now who they are.
    pub fn prove(&self, now: Timestamp) -> Result<()> {
        self.0.insert(PROVED, now.micros()).map_err(Error::internal)
    }

    /// When the person last proved who they are.
    pub fn proved_at(&self) -> Option<Timestamp> {
        self.0.get(PROVED).ok().flatten().map(Timestamp::from_micros)
    }

    /// Goes on under a fresh key; the session was set aside with this ticket before, in the database.
    pub fn rotate(&self, ticket: &str) -> Result<()> {
        self.0.renew();
        self.keep(TICKET, ticket)
    }

    /// Ends the session. What follows, a message for instance, is under a fresh key and nobody's.
    pub fn sign_out(&self) {
        self.0.clear();
        self.0.renew();
    }

    /// The look at the site as somebody else sees it that was begun in this session.
    pub fn seen(&self) -> Option<SeenAsId> {
        self.0.get(SEEN).ok().flatten()
    }

    /// Looks at the site as somebody else sees it from now on, under a fresh key.
    pub fn begin_seeing(&self, look: SeenAsId) -> Result<()> {
        self.0.renew();
        self.0.insert(SEEN, look).map_err(Error::internal)
    }

    /// Is oneself again, under a fresh key.
    pub fn end_seeing(&self) {
        self.0.remove(SEEN);
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
