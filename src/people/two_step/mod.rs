//! The second step of signing in: codes that an app makes of a secret and the time (RFC 6238), and recovery codes for
//! whoever lost the phone. Each code is good once, and tries are counted in the database.

mod mail;
mod recovery;

use diesel::prelude::*;
use rand::RngCore as _;
use totp_rs::{Builder, Secret, Totp};

use super::{Person, Role, sessions};
use crate::allowances;
use crate::db::Db;
use crate::db::schema::{recovery_codes, site, two_steps};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::PersonId;
use crate::links::Links;
use crate::site::{self as sites, Site, TwoStepFor};
use crate::time::{HOUR, SECOND, Timestamp};

pub use mail::Told;
pub use recovery::{COUNT as RECOVERY_CODES, left};

/// How long a secret waits for its first code.
const WAITS: i64 = HOUR;
/// How many codes somebody may type in an hour, right or wrong: of a million, three are right at a time.
const TRIES: i32 = 15;
/// Bytes of a secret (RFC 4226 recommends 160 bits).
const SECRET_BYTES: usize = 20;

/// What mails are made with.
pub type Sender<'a> = (&'a Site, &'a Links);

/// Where somebody's second step stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    Off,
    /// The secret waits for its first code.
    Waiting(String),
    /// It is asked for since then.
    On(Timestamp),
}

/// What became of a typed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// It is right, and used up.
    Right,
    /// It is wrong, or was used before.
    Wrong,
    /// There is no second step.
    Off,
}

/// Whether the site asks people of this role for a second step.
pub fn is_required(wanted: TwoStepFor, role: Role) -> bool {
    match wanted {
        TwoStepFor::None => false,
        TwoStepFor::Administrators => role.is_admin(),
        TwoStepFor::Staff => role.is_staff(),
    }
}

/// Where it stands.
pub fn standing(db: &mut Db, person: PersonId, now: Timestamp) -> Result<Standing> {
    let found: Option<(String, Timestamp, Option<Timestamp>)> = two_steps::table
        .find(person)
        .select((two_steps::secret, two_steps::created_at, two_steps::confirmed_at))
        .first(db)
        .optional()?;
    Ok(match found {
        Some((_, _, Some(since))) => Standing::On(since),
        Some((secret, created, None)) if now.since(created) < WAITS => Standing::Waiting(secret),
        _ => Standing::Off,
    })
}

/// Whether somebody is asked for a second step.
pub fn is_on(db: &mut Db, person: PersonId) -> Result<bool> {
    let own = two_steps::table.find(person).filter(two_steps::confirmed_at.is_not_null());
    Ok(own.select(two_steps::person_id).first::<PersonId>(db).optional()?.is_some())
}

/// What the person takes along of it; never the secret or the codes.
pub(super) fn record(db: &mut Db, person: PersonId, now: Timestamp) -> Result<Option<serde_json::Value>> {
    let Standing::On(since) = standing(db, person, now)? else { return Ok(None) };
    let left = left(db, person)?;
    Ok(Some(serde_json::json!({ "on_since": since.to_rfc3339(), "recovery_codes_left": left })))
}

/// How many members of staff have none, of those of whom the site could ask for one.
pub fn staff_without(db: &mut Db) -> Result<i64> {
    use crate::db::schema::people;
    let having = two_steps::table.filter(two_steps::confirmed_at.is_not_null()).select(two_steps::person_id);
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.is_staff()).collect();
    let staff = people::table.filter(people::role.eq_any(roles)).filter(people::former_at.is_null());
    let staff = staff.filter(people::leaving_at.is_null());
    Ok(staff.filter(people::id.ne_all(having)).count().get_result(db)?)
}

/// Makes a fresh secret, which counts once a code of it is typed.
///
/// # Errors
/// `Conflict` when it is on already.
pub fn begin(db: &mut Db, person: PersonId, now: Timestamp) -> Result<()> {
    super::queries::lock(db, person)?;
    if is_on(db, person)? {
        return Err(Error::Conflict("error-two-step-on"));
    }
    diesel::delete(two_steps::table.find(person)).execute(db)?;
    let mut bytes = [0_u8; SECRET_BYTES];
    rand::rng().fill_bytes(&mut bytes);
    let values = (
        two_steps::person_id.eq(person),
        two_steps::secret.eq(Secret::from(bytes).to_base32()),
        two_steps::last_step.eq(0_i64),
        two_steps::created_at.eq(now),
    );
    diesel::insert_into(two_steps::table).values(values).execute(db)?;
    Ok(())
}

/// The address that the picture holds, for an app.
pub fn app_address(secret: &str, site: &str, person: &Person) -> String {
    let escaped = |text: &str| -> String {
        let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        encoded.replace('+', "%20")
    };
    // A colon parts the two names.
    let issuer = escaped(&site.replace(':', " "));
    let account = escaped(&person.email.as_deref().unwrap_or(&person.handle).replace(':', " "));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
}

fn totp(secret: &str) -> Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(|_| Error::internal("a second step's secret"))?;
    Builder::new().with_secret(secret).build().map_err(Error::internal)
}

/// The step that a code belongs to, one before or after the present one at the most.
fn step_of(secret: &str, typed: &str, now: Timestamp) -> Result<Option<i64>> {
    let code: String = typed.chars().filter(char::is_ascii_digit).collect();
    let time = u64::try_from(now.micros() / SECOND).map_err(Error::internal)?;
    if code.len() != 6 {
        return Ok(None);
    }
    Ok(totp(secret)?.check(&code, time).and_then(|step| i64::try_from(step).ok()))
}

/// Turns it on with the first code; gives the recovery codes, to be shown once. None when the code is wrong.
///
/// # Errors
/// `NotFound` when nothing waits for a code, `TooMany` after too many tries.
pub fn confirm(
    db: &mut Db,
    person: &Person,
    typed: &str,
    sender: Sender<'_>,
    now: Timestamp,
) -> Result<Option<Vec<String>>> {
    take_try(db, person.id, now)?;
    let Standing::Waiting(secret) = standing(db, person.id, now)? else { return Err(Error::NotFound) };
    let Some(step) = step_of(&secret, typed, now)? else { return Ok(None) };
    let waiting = two_steps::table.find(person.id).filter(two_steps::confirmed_at.is_null());
    let turned = diesel::update(waiting.filter(two_steps::secret.eq(&secret)))
        .set((two_steps::confirmed_at.eq(Some(now)), two_steps::last_step.eq(step)))
        .execute(db)?;
    if turned == 0 {
        return Err(Error::NotFound);
    }
    mail::tell(db, person, Told::On, sender, now)?;
    recovery::renew(db, person.id).map(Some)
}

fn take_try(db: &mut Db, person: PersonId, now: Timestamp) -> Result<()> {
    allowances::take(db, &format!("two-step:{person}"), TRIES, HOUR, now)
}

/// Tries a code: one of the app, or a recovery code. Of two who use the same at once only one is right.
///
/// # Errors
/// `TooMany` after too many tries.
pub fn check(
    db: &mut Db,
    person: &Person,
    typed: &str,
    sender: Sender<'_>,
    now: Timestamp,
) -> Result<Checked> {
    let own = two_steps::table.find(person.id).filter(two_steps::confirmed_at.is_not_null());
    let Some(secret) = own.select(two_steps::secret).first::<String>(db).optional()? else {
        return Ok(Checked::Off);
    };
    take_try(db, person.id, now)?;
    if let Some(step) = step_of(&secret, typed, now)? {
        let unused = two_steps::table.find(person.id).filter(two_steps::last_step.lt(step));
        let used = diesel::update(unused.filter(two_steps::secret.eq(&secret)))
            .set(two_steps::last_step.eq(step))
            .execute(db)?;
        return Ok(if used == 1 { Checked::Right } else { Checked::Wrong });
    }
    if !recovery::use_up(db, person.id, typed, now)? {
        return Ok(Checked::Wrong);
    }
    let left = left(db, person.id)?;
    mail::tell(db, person, Told::Used(left), sender, now)?;
    Ok(Checked::Right)
}

/// Makes recovery codes anew; those before are worth nothing.
///
/// # Errors
/// `NotFound` when there is no second step.
pub fn renew_codes(db: &mut Db, person: PersonId) -> Result<Vec<String>> {
    super::queries::lock(db, person)?;
    if !is_on(db, person)? {
        return Err(Error::NotFound);
    }
    recovery::renew(db, person)
}

/// Turns it off.
///
/// # Errors
/// `NotFound` when there is none.
pub fn turn_off(db: &mut Db, person: &Person, sender: Sender<'_>, now: Timestamp) -> Result<()> {
    if !is_on(db, person.id)? {
        return Err(Error::NotFound);
    }
    forget(db, person.id)?;
    mail::tell(db, person, Told::Off, sender, now)
}

/// Takes somebody's second step away, for a lost phone, and ends their sessions. The log tells of it. `actor` is none when it is
/// done on the command line.
///
/// # Errors
/// `Forbidden` for whoever does not administer and for one's own, `NotFound` when there is none.
pub fn reset(
    db: &mut Db,
    actor: Option<&Person>,
    person: &Person,
    sender: Sender<'_>,
    now: Timestamp,
) -> Result<()> {
    if actor.is_some_and(|actor| !actor.role.is_admin() || actor.id == person.id) {
        return Err(Error::Forbidden("error-role"));
    }
    if !is_on(db, person.id)? {
        return Err(Error::NotFound);
    }
    forget(db, person.id)?;
    sessions::end_all(db, person.id)?;
    NewAct::new(ActKind::TwoStepReset, ActAudience::Log, actor.map(|actor| actor.id))
        .person(person.id)
        .record(db, now)?;
    mail::tell(db, person, Told::Reset, sender, now)
}

/// Drops everything about it.
pub(super) fn forget(db: &mut Db, person: PersonId) -> Result<()> {
    diesel::delete(two_steps::table.find(person)).execute(db)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person))).execute(db)?;
    Ok(())
}

/// Says of whom the site asks for one. Whoever asks it of others has one.
///
/// # Errors
/// `Forbidden` for whoever does not administer, `Invalid` for whoever has none.
pub fn require(db: &mut Db, actor: &Person, wanted: TwoStepFor, now: Timestamp) -> Result<()> {
    if !actor.role.is_admin() {
        return Err(Error::Forbidden("error-role"));
    }
    if wanted != TwoStepFor::None && !is_on(db, actor.id)? {
        return Err(Error::field("two_step", "error-two-step-own"));
    }
    let before: TwoStepFor = site::table.find(1).select(site::two_step).first(db)?;
    if before == wanted {
        return Ok(());
    }
    diesel::update(site::table.find(1)).set(site::two_step.eq(wanted)).execute(db)?;
    sites::touch(db, now)?;
    NewAct::new(ActKind::TwoStepRequired, ActAudience::Log, Some(actor.id))
        .detail(serde_json::json!({ "from": before, "to": wanted }))
        .record(db, now)
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 6238 for SHA-1, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = Secret::from(*b"12345678901234567890").to_base32();
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            let at = Timestamp::from_micros(second * SECOND);
            let step = second / 30;
            assert_eq!(step_of(&secret, code, at).unwrap(), Some(step));
            let away = [(-60, false), (-30, true), (30, true), (60, false)];
            for (away, is_good) in away.into_iter().filter(|(away, _)| second + away >= 0) {
                let found = step_of(&secret, code, at.plus(away * SECOND)).unwrap();
                assert_eq!(found == Some(step), is_good, "{second} {away}");
            }
        }
        assert_eq!(step_of(&secret, "28708", Timestamp::from_micros(59 * SECOND)).unwrap(), None);
        assert_eq!(
            step_of(&secret, "287 082", Timestamp::from_micros(59 * SECOND)).unwrap(),
            Some(1),
            "apps show it in two halves"
        );
    }
}
