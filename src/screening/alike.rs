//! Near-identical posts. A text is cut into shingles, runs of three words; a few numbers, each the least of all shingles
//! under a hash of its own, stand for it (Broder 1997). Two texts share about as many of these numbers as they share shingles.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use super::{Place, Saw, Setting, Text};
use crate::db::Db;
use crate::db::schema::{shingle_hashes, shingled};
use crate::each;
use crate::error::Result;
use crate::ids::{CommentId, IdeaId, ShingledId};
use crate::text::fold;
use crate::time::{DAY, Timestamp};

/// Words in a shingle.
const RUN: usize = 3;
/// Numbers that stand for a text.
const SLOTS: u64 = 16;
/// Texts that are looked at for one number: the latest. That bounds the work however often the same was posted.
const LATEST: i64 = 20;
/// Place of the percentage from which two texts are near-identical.
const PERCENT: usize = 0;
/// Place of the days for which texts are compared.
pub(super) const DAYS: usize = 1;
/// Place of the fewest words of a text that is compared.
const WORDS: usize = 2;

/// What stands for a text, in the order of the slots.
pub(super) type Signature = Vec<i64>;

/// What stands for a text, if it has enough words to be compared.
pub(super) fn signature(setting: &Setting, text: &Text<'_>) -> Option<Signature> {
    let words = fold::words(&format!("{}\n{}", text.title, text.body));
    let least = usize::try_from(setting.number(WORDS)).unwrap_or(RUN).max(RUN);
    if words.len() < least {
        return None;
    }
    let shingles: BTreeSet<u64> = words.windows(RUN).map(|run| hash(&run.join(" "))).collect();
    let least_of = |slot: u64| {
        let salt = mix(slot.wrapping_add(1));
        shingles.iter().map(|shingle| mix(shingle ^ salt)).min().unwrap_or_default()
    };
    // The slot goes into the number, so that numbers of different slots never meet.
    Some((0..SLOTS).map(|slot| mix(least_of(slot) ^ slot).cast_signed()).collect())
}

/// FNV-1a: the same on every machine and in every version, as what is stored must be.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The finaliser of SplitMix64: every bit of what comes in moves every bit of what goes out.
fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// How alike two texts are, in percent.
fn percent(shared: usize) -> i64 {
    let shared = i64::try_from(shared).unwrap_or(0);
    shared * 100 / i64::try_from(SLOTS).unwrap_or(1)
}

fn shared(one: &Signature, other: &Signature) -> usize {
    one.iter().zip(other).filter(|(one, other)| one == other).count()
}

/// What the rule sees: the post, other than this one, that is most like the text, if it is like enough. An edit that leaves
/// a text much as it was is not seen again.
pub(super) fn look(
    db: &mut Db,
    setting: &Setting,
    (own, before): (&Signature, Option<&Signature>),
    place: Option<Place>,
    now: Timestamp,
) -> Result<Option<Saw>> {
    let wanted = i64::from(setting.number(PERCENT));
    if before.is_some_and(|before| percent(shared(own, before)) >= wanted) {
        return Ok(None);
    }
    let since = now.minus(i64::from(setting.number(DAYS)) * DAY);
    let mut found: HashMap<ShingledId, (Place, usize)> = HashMap::new();
    for hash in own {
        for (id, other) in latest_with(db, *hash, since)? {
            if Some(other) != place {
                found.entry(id).or_insert((other, 0)).1 += 1;
            }
        }
    }
    let best = found.into_iter().max_by_key(|(id, (_, count))| (*count, *id));
    let best = best.map(|(_, (other, count))| (other, percent(count)));
    Ok(best.filter(|(_, percent)| *percent >= wanted).map(|(other, percent)| Saw::Alike {
        idea: other.idea,
        comment: other.comment,
        percent,
    }))
}

fn latest_with(db: &mut Db, hash: i64, since: Timestamp) -> Result<Vec<(ShingledId, Place)>> {
    let rows: Vec<(ShingledId, IdeaId, Option<CommentId>)> = shingle_hashes::table
        .inner_join(shingled::table)
        .filter(shingle_hashes::hash.eq(hash))
        .filter(shingled::created_at.ge(since))
        .order(shingle_hashes::text_id.desc())
        .limit(LATEST)
        .select((shingled::id, shingled::idea_id, shingled::comment_id))
        .load(db)?;
    Ok(rows.into_iter().map(|(id, idea, comment)| (id, Place { idea, comment })).collect())
}

/// Keeps what stands for the text of a post, in the place of what stood for an earlier one.
pub(super) fn keep(db: &mut Db, place: Place, own: &Signature, now: Timestamp) -> Result<()> {
    forget(db, place)?;
    let values = (
        shingled::idea_id.eq(place.idea),
        shingled::comment_id.eq(place.comment),
        shingled::created_at.eq(now),
    );
    let id: ShingledId =
        diesel::insert_into(shingled::table).values(values).returning(shingled::id).get_result(db)?;
    let hashes: BTreeSet<i64> = own.iter().copied().collect();
    let rows: Vec<_> = hashes
        .into_iter()
        .map(|hash| (shingle_hashes::hash.eq(hash), shingle_hashes::text_id.eq(id)))
        .collect();
    each!(db, |c| diesel::insert_into(shingle_hashes::table).values(rows).execute(c))?;
    Ok(())
}

/// Forgets what stands for the text of a post.
pub(super) fn forget(db: &mut Db, place: Place) -> Result<()> {
    let of_idea = shingled::table.filter(shingled::idea_id.eq(place.idea));
    match place.comment {
        Some(comment) => diesel::delete(of_idea.filter(shingled::comment_id.eq(comment))).execute(db)?,
        None => diesel::delete(of_idea.filter(shingled::comment_id.is_null())).execute(db)?,
    };
    Ok(())
}

#[cfg(test)]
#[path = "alike_tests.rs"]
mod tests;
