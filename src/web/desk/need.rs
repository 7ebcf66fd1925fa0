//! How much an idea is needed, as its page on the desk shows it: what it is to whom (Kano), and how fresh its votes are.

use actix_web::web::Path;

use super::ages::Part;
use super::fields::Fields;
use super::idea::id_in;
use crate::db::Db;
use crate::error::{Error, Result as Plain};
use crate::freshness::{self, Freshness};
use crate::http::guard::Manager;
use crate::ids::IdeaId;
use crate::kano::{self, Kind, LEAST, Lead, Results, Tally};
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::triage::{policy, shortlist};
use crate::web::errors::Result;
use crate::web::page::see_other;

/// How much an idea is needed, as it lies in the tables.
pub struct Loaded {
    is_shortlisted: bool,
    results: Results,
    freshness: Freshness,
}

impl Loaded {
    /// Reads it: what is bounded by the votes on this idea and the answers to it.
    pub fn load(db: &mut Db, idea: IdeaId, now: Timestamp) -> Plain<Self> {
        Ok(Self {
            is_shortlisted: kano::is_shortlisted(db, idea)?,
            results: kano::results(db, idea)?,
            freshness: freshness::of_idea(db, idea, now)?,
        })
    }
}

/// What an idea is to some people: a bar, the same in words, and what leads.
pub struct Group {
    /// Who they are.
    pub name: String,
    /// How many of them answered.
    pub all: i64,
    /// The bar: a part for each kind.
    pub parts: Vec<Part>,
    /// The same in words.
    pub text: String,
    /// Which kind leads, in words.
    pub lead: String,
}

/// How much an idea is needed, as it is shown.
pub struct Need {
    /// Whether it is on the shortlist.
    pub is_shortlisted: bool,
    /// Everybody first, then by segment; empty when nobody answered.
    pub groups: Vec<Group>,
    /// How fresh the votes are.
    pub freshness: Freshness,
    /// The same as a bar.
    pub fresh_parts: Vec<Part>,
}

impl Need {
    /// For a reader's words.
    pub fn new(loaded: &Loaded, words: &Words) -> Self {
        let results = &loaded.results;
        let mut groups = vec![group(words.get("kano-everybody"), &results.all, words)];
        groups.extend(results.segments.iter().map(|(name, tally)| group(name.clone(), tally, words)));
        if !results.segments.is_empty() {
            groups.push(group(words.get("kano-elsewhere"), &results.elsewhere, words));
        }
        groups.retain(|group| group.all > 0);
        let fresh = loaded.freshness;
        let counts = [(words.get("fresh-fresh"), fresh.fresh), (words.get("fresh-stale"), fresh.stale)];
        Self { is_shortlisted: loaded.is_shortlisted, groups, fresh_parts: parts(&counts), freshness: fresh }
    }
}

fn group(name: String, tally: &Tally, words: &Words) -> Group {
    let parts = parts(&tally.counts().map(|(kind, count)| (words.get(kind.word()), count)));
    let said = parts.iter().map(|part| format!("{}: {}", part.label, words.number(part.count)));
    let text = said.collect::<Vec<_>>().join("; ");
    Group { name, all: tally.all(), lead: lead(&tally.lead(), words), text, parts }
}

fn lead(lead: &Lead, words: &Words) -> String {
    let named =
        |kinds: &[Kind]| kinds.iter().map(|kind| words.get(kind.word())).collect::<Vec<_>>().join(", ");
    match lead {
        Lead::Nobody => String::new(),
        Lead::Few(kinds) => words.two("kano-lead-few", "kinds", named(kinds), "least", LEAST),
        Lead::Tied(kinds) => words.one("kano-lead-tied", "kinds", named(kinds)),
        Lead::Clear(kind) => words.one("kano-lead-clear", "kind", words.get(kind.word())),
    }
}

/// The parts of a bar that the counts fill, in hundredths; those that stand for nothing are left out.
#[allow(clippy::cast_precision_loss, clippy::as_conversions, reason = "a drawing needs no more digits")]
fn parts(counts: &[(String, i64)]) -> Vec<Part> {
    let all: i64 = counts.iter().map(|own| own.1).sum();
    let share = |count: i64| format!("{:.2}", 100.0 * count as f64 / all.max(1) as f64);
    let mut before = 0;
    let mut parts = Vec::new();
    for (place, (label, count)) in counts.iter().enumerate().filter(|(_, own)| own.1 > 0) {
        let (from, width) = (share(before), share(*count));
        parts.push(Part { place, from, width, count: *count, label: label.clone() });
        before += count;
    }
    parts
}

/// Puts an idea on the shortlist, or takes it off.
pub async fn set_shortlisted(who: Manager, idea: Path<String>, fields: Fields) -> Result {
    policy::may_score(&who.person)?;
    let id = id_in(&idea)?;
    let is_on = match fields.get("shortlist") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::field("shortlist", "error-choice").into()),
    };
    let (actor, now) = (who.person.clone(), who.now);
    who.state.db.write(move |db| shortlist::set(db, &actor, id, is_on, now)).await?;
    who.session.flash(if is_on { "flash-shortlisted" } else { "flash-unshortlisted" });
    Ok(see_other(&format!("{}#need", who.state.links.desk_idea(id))))
}
