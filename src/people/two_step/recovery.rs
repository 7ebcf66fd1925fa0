//! Recovery codes: ten at a time, 80 random bits each, stored as hashes.

use diesel::prelude::*;
use rand::Rng as _;

use crate::db::Db;
use crate::db::schema::recovery_codes;
use crate::error::Result;
use crate::ids::PersonId;
use crate::site::token_hash;
use crate::time::Timestamp;

/// How many there are.
pub const COUNT: usize = 10;
/// 32 letters and digits that are not mistaken for each other: 5 bits each.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
/// Characters of a code, in groups of four.
const LENGTH: usize = 16;

/// New codes in place of all before, as they are shown.
pub(super) fn renew(db: &mut Db, person: PersonId) -> Result<Vec<String>> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person))).execute(db)?;
    let codes: Vec<String> = (0..COUNT).map(|_| random()).collect();
    for code in &codes {
        let values =
            (recovery_codes::person_id.eq(person), recovery_codes::code_hash.eq(token_hash(&plain(code))));
        diesel::insert_into(recovery_codes::table).values(values).execute(db)?;
    }
    Ok(codes)
}

fn random() -> String {
    let mut rng = rand::rng();
    let mut code = String::new();
    for place in 0..LENGTH {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        let picked = ALPHABET.get(rng.random_range(0..ALPHABET.len())).copied().unwrap_or(b'a');
        code.push(char::from(picked));
    }
    code
}

/// A code without what people put between its letters.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Uses a code up; says whether it was one.
pub(super) fn use_up(db: &mut Db, person: PersonId, typed: &str, now: Timestamp) -> Result<bool> {
    let code = plain(typed);
    if code.len() != LENGTH {
        return Ok(false);
    }
    let unused = recovery_codes::table
        .filter(recovery_codes::person_id.eq(person))
        .filter(recovery_codes::code_hash.eq(token_hash(&code)))
        .filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(unused).set(recovery_codes::used_at.eq(Some(now))).execute(db)? == 1)
}

/// How many are left.
pub fn left(db: &mut Db, person: PersonId) -> Result<i64> {
    let unused = recovery_codes::table
        .filter(recovery_codes::person_id.eq(person))
        .filter(recovery_codes::used_at.is_null());
    Ok(unused.count().get_result(db)?)
}
