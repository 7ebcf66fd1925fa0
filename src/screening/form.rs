//! How a form was filled in: whether the field that no person sees is empty, and how long ago the form was shown. The form
//! carries a signed stamp of that moment, which stays the same when it comes back with errors or a preview.

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::{Saw, Setting};
use crate::error::Result;
use crate::site::Site;
use crate::text_enum;
use crate::time::{DAY, SECOND, Timestamp};

/// How long a form may stay open before it is posted.
const LIFE: i64 = 7 * DAY;
/// Characters of the signature that the stamp carries.
const SIGNATURE: usize = 32;
/// Place of the seconds that filling in takes at the least.
const SECONDS: usize = 0;

text_enum! {
    /// What tells that no person filled a form in.
    pub enum Sign {
        /// The field that nobody sees was filled in.
        Trap = "trap",
        /// It was posted within seconds.
        Fast = "fast",
        /// It was shown long ago.
        Old = "old",
        /// It was never shown: its stamp is missing or not this site's.
        Unsigned = "unsigned",
    }
}

/// What is known of the form that a post came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filled {
    /// The field that nobody sees was filled in.
    Trap,
    /// Its stamp is missing or not this site's.
    Unsigned,
    /// It was shown at this moment.
    Shown(Timestamp),
}

impl Filled {
    /// Reads what came with a form: its stamp and the field that nobody sees.
    pub fn read(site: &Site, stamp: &str, trap: &str) -> Self {
        match moment(site, stamp) {
            _ if !trap.is_empty() => Self::Trap,
            Some(at) => Self::Shown(at),
            None => Self::Unsigned,
        }
    }
}

/// The stamp of a form that is shown now.
pub fn stamp(site: &Site, now: Timestamp) -> Result<String> {
    let signature = site.keyed_hash(&format!("form:{}", now.micros()))?;
    Ok(format!("{}.{}", now.micros(), signature.get(..SIGNATURE).unwrap_or(&signature)))
}

/// Whether a stamp is this site's and serves for longer.
pub fn fresh(site: &Site, stamp: &str, now: Timestamp) -> bool {
    moment(site, stamp).is_some_and(|at| now.since(at) <= LIFE)
}

fn moment(site: &Site, stamp_text: &str) -> Option<Timestamp> {
    let (at, _) = stamp_text.split_once('.')?;
    let at = Timestamp::from_micros(at.parse().ok()?);
    let own = stamp(site, at).ok()?;
    bool::from(own.as_bytes().ct_eq(stamp_text.as_bytes())).then_some(at)
}

/// What the rule sees in a form. Posts that came by no form are none of its business.
pub(super) fn look(setting: &Setting, filled: Option<Filled>, now: Timestamp) -> Option<Saw> {
    let (sign, seconds) = match filled? {
        Filled::Trap => (Sign::Trap, 0),
        Filled::Unsigned => (Sign::Unsigned, 0),
        Filled::Shown(at) => {
            let passed = now.since(at);
            let is_fast = passed < i64::from(setting.number(SECONDS)) * SECOND;
            let sign = if is_fast { Sign::Fast } else { Sign::Old };
            let is_seen = is_fast || passed > LIFE;
            is_seen.then_some((sign, (passed / SECOND).max(0)))?
        }
    };
    Some(Saw::Form { sign, seconds })
}
