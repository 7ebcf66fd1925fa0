//! Where ranks live: the indexed columns of an idea, kept in step with its votes, one vote at a time.

use std::collections::HashMap;

use diesel::prelude::*;

use super::asked::{self, Asked};
use super::heat::{self, Recomputed};
use super::impact::{Effort, Facts, Overrides, impact};
use super::landmark::{HalfLife, Landmark};
use super::top::{self, Tally};
use crate::db::Db;
use crate::db::schema::{boards, ideas, site, votes};
use crate::error::{Error, Result};
use crate::ids::IdeaId;
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// Whether a vote counts.
    pub enum VoteState {
        /// It counts.
        Counted = "counted",
        /// It waits for review and does not count.
        Held = "held",
        /// It was taken out for good.
        Void = "void",
    }
}

/// The counters and ranks of one idea.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = ideas)]
pub struct Ranks {
    /// Counted votes for it.
    pub promotions: i64,
    /// Counted votes against it.
    pub demotions: i64,
    /// Votes that wait for review.
    pub held_count: i64,
    /// Promotions an import brought as a total.
    pub brought_promotions: i64,
    /// Demotions an import brought as a total.
    pub brought_demotions: i64,
    /// Promotions less demotions, brought ones included.
    pub net: i64,
    /// Lower bound of the share of promotions, brought ones included.
    pub wilson: f64,
    /// Heat on the board's list.
    pub heat: f64,
    /// Heat on lists across boards.
    pub site_heat: f64,
    /// Score on the desk.
    pub impact: f64,
    /// How many accounts ask for it.
    pub accounts_asking: i64,
    /// Its value: 1 and the points of those accounts.
    pub value_factor: f64,
    /// How far the wish is spread over segments.
    pub spread_factor: f64,
}

/// The landmark and half-life that heats on one list are counted with.
#[derive(Debug, Clone, Copy)]
pub struct Decay {
    landmark: Landmark,
    half_life: HalfLife,
}

impl Decay {
    /// From the stored columns; a half-life outside 1 to 365 days counts as the usual one.
    pub fn new(landmark: Timestamp, half_life_days: i32) -> Self {
        let half_life =
            u16::try_from(half_life_days).ok().and_then(HalfLife::from_days).unwrap_or(HalfLife::DEFAULT);
        Self { landmark: Landmark::at(landmark), half_life }
    }

    /// What a vote or a brought total adds to a heat.
    pub fn term(self, value: i32, at: Timestamp) -> f64 {
        heat::term(value, at, self.landmark, self.half_life)
    }

    /// A heat as of now, where a promotion of this moment is 1.
    pub fn shown(self, heat: f64, now: Timestamp) -> f64 {
        heat::shown(heat, now, self.landmark, self.half_life)
    }

    fn sum(self, votes: &[(i32, Timestamp)]) -> Recomputed {
        heat::recompute(votes.iter().copied(), self.landmark, self.half_life)
    }
}

/// An idea's id, ranks, date, effort and what was set by hand, with its board's landmark and half-life.
type Row = (IdeaId, Ranks, Timestamp, Option<Effort>, Overrides, (Timestamp, i32));

/// An idea's ranks while they change, with what decides about them.
#[derive(Debug, Clone)]
pub struct Ranked {
    idea: IdeaId,
    created_at: Timestamp,
    effort: Option<Effort>,
    set: Overrides,
    board_decay: Decay,
    site_decay: Decay,
    is_stale: bool,
    /// The ranks as they are now.
    pub ranks: Ranks,
}

impl Ranked {
    /// Loads an idea's ranks for a change; on PostgreSQL the row is locked until the transaction ends,
    /// on SQLite there is one writer.
    pub fn lock(db: &mut Db, idea: IdeaId) -> Result<Self> {
        if let Db::Postgres(c) = db {
            ideas::table.find(idea).select(ideas::id).for_update().first::<IdeaId>(c).optional()?;
        }
        Self::load(db, idea)
    }

    /// The same for many ideas at once, in the order of their ids; those that are not there are left out.
    pub fn lock_all(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<Self>> {
        if let Db::Postgres(c) = db {
            for ids in ids.chunks(CHUNK) {
                let rows = ideas::table.filter(ideas::id.eq_any(ids)).order(ideas::id);
                rows.select(ideas::id).for_update().load::<IdeaId>(c)?;
            }
        }
        Self::load_all(db, ids)
    }

    /// Loads the ranks of many ideas without locking them, in the order of their ids.
    pub fn load_all(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<Self>> {
        let site: (Timestamp, i32) =
            site::table.find(1).select((site::landmark, site::half_life_days)).first(db)?;
        let site_decay = Decay::new(site.0, site.1);
        let mut all = Vec::with_capacity(ids.len());
        for ids in ids.chunks(CHUNK) {
            let rows: Vec<Row> = ideas::table
                .inner_join(boards::table)
                .filter(ideas::id.eq_any(ids))
                .order(ideas::id)
                .select((
                    ideas::id,
                    Ranks::as_select(),
                    ideas::created_at,
                    ideas::effort,
                    Overrides::as_select(),
                    (boards::landmark, boards::half_life_days),
                ))
                .load(db)?;
            all.extend(rows.into_iter().map(|(idea, ranks, created_at, effort, set, board)| Self {
                idea,
                created_at,
                effort,
                set,
                board_decay: Decay::new(board.0, board.1),
                site_decay,
                is_stale: false,
                ranks,
            }));
        }
        Ok(all)
    }

    /// Which idea they are of.
    pub fn idea(&self) -> IdeaId {
        self.idea
    }

    /// Loads an idea's ranks without locking them.
    pub fn load(db: &mut Db, idea: IdeaId) -> Result<Self> {
        Self::load_all(db, &[idea])?.pop().ok_or(Error::NotFound)
    }

    /// What accounts make of the idea, as it follows from the rows. For whatever adds, changes or takes away a vote of
    /// somebody who belongs to an account, after `demand` was brought in step.
    pub fn ask_accounts(&mut self, db: &mut Db) -> Result<()> {
        let asked = asked::of(db, &[self.idea])?.remove(&self.idea).unwrap_or_default();
        self.set_asked(asked);
        Ok(())
    }

    fn set_asked(&mut self, asked: Asked) {
        self.ranks.accounts_asking = asked.accounts;
        self.ranks.value_factor = asked.value;
        self.ranks.spread_factor = asked.spread;
    }

    /// Adds a counted vote of `value` (+1 or −1) cast at `at`.
    pub fn add(&mut self, value: i16, at: Timestamp) {
        self.tally(value, 1);
        self.ranks.heat += self.board_decay.term(value.into(), at);
        self.ranks.site_heat += self.site_decay.term(value.into(), at);
    }

    /// Takes a counted vote of `value` cast at `at` back out.
    pub fn remove(&mut self, value: i16, at: Timestamp) {
        self.tally(value, -1);
        let (term, site_term) =
            (self.board_decay.term(value.into(), at), self.site_decay.term(value.into(), at));
        self.ranks.heat -= term;
        self.ranks.site_heat -= site_term;
        self.is_stale |= heat::needs_recompute(self.ranks.heat, term)
            || heat::needs_recompute(self.ranks.site_heat, site_term);
    }

    fn tally(&mut self, value: i16, by: i64) {
        // A 0 is somebody who passed, and counts for neither.
        match value.signum() {
            1 => self.ranks.promotions += by,
            -1 => self.ranks.demotions += by,
            _ => {}
        }
    }

    /// Derives the ranks from the counters and stores everything. Heats that lost their last digits in a
    /// removal are computed anew from the rows, so the votes must be stored before.
    pub fn save(mut self, db: &mut Db) -> Result<Ranks> {
        if self.is_stale {
            self.recount(db)?;
        }
        self.derive();
        diesel::update(ideas::table.find(self.idea)).set(&self.ranks).execute(db)?;
        Ok(self.ranks)
    }

    fn derive(&mut self) {
        let tally = self.ranks.tally();
        let key = top::key(tally);
        self.ranks.net = key.net;
        self.ranks.wilson = key.wilson;
        self.ranks.impact = impact(&self.ranks.facts(self.effort, self.set)).score;
    }

    /// Counters and heats as they follow from the rows, for whatever changes many votes of an idea at once.
    pub fn recount(&mut self, db: &mut Db) -> Result<()> {
        let rows = vote_rows(db, &[self.idea])?.remove(&self.idea).unwrap_or_default();
        let asked = asked::of(db, &[self.idea])?.remove(&self.idea).unwrap_or_default();
        self.recount_from(&rows, asked).map(drop)
    }

    /// The same from rows that are at hand. Gives the heats, on the board's list and on the site's, with what it takes
    /// to compare them with stored ones.
    pub fn recount_from(&mut self, rows: &[VoteRow], asked: Asked) -> Result<(Recomputed, Recomputed)> {
        self.set_asked(asked);
        let counted = rows.iter().filter(|(_, state, _)| *state == VoteState::Counted);
        let mut terms: Vec<(i32, Timestamp)> =
            counted.map(|(value, _, at)| (i32::from(*value), *at)).collect();
        let count = |wanted: fn(&VoteRow) -> bool| {
            i64::try_from(rows.iter().filter(|row| wanted(row)).count()).map_err(Error::internal)
        };
        self.ranks.promotions = count(|row| row.1 == VoteState::Counted && row.0 > 0)?;
        self.ranks.demotions = count(|row| row.1 == VoteState::Counted && row.0 < 0)?;
        self.ranks.held_count = count(|row| row.1 == VoteState::Held && row.0 != 0)?;
        terms.push((self.ranks.brought_total(), self.created_at));
        let sums = (self.board_decay.sum(&terms), self.site_decay.sum(&terms));
        (self.ranks.heat, self.ranks.site_heat) = (sums.0.heat, sums.1.heat);
        self.is_stale = false;
        self.derive();
        Ok(sums)
    }
}

/// What counts of a vote: its value, whether it counts, and when it was cast.
pub type VoteRow = (i16, VoteState, Timestamp);

/// How many ideas one query asks for.
const CHUNK: usize = 500;

/// The votes on ideas, by idea.
pub fn vote_rows(db: &mut Db, ids: &[IdeaId]) -> Result<HashMap<IdeaId, Vec<VoteRow>>> {
    let mut found: HashMap<IdeaId, Vec<VoteRow>> = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<(IdeaId, VoteRow)> = votes::table
            .filter(votes::idea_id.eq_any(ids))
            .select((votes::idea_id, (votes::value, votes::state, votes::cast_at)))
            .load(db)?;
        for (idea, row) in rows {
            found.entry(idea).or_default().push(row);
        }
    }
    Ok(found)
}

/// A stored count for the formulas, which take what fits in 32 bits.
fn whole(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(if count < 0 { 0 } else { u32::MAX })
}

impl Ranks {
    /// The counted votes.
    pub fn tally(&self) -> Tally {
        Tally {
            promotions: whole(self.promotions),
            demotions: whole(self.demotions),
            brought_promotions: whole(self.brought_promotions),
            brought_demotions: whole(self.brought_demotions),
        }
    }

    /// What the impact is made of.
    pub fn facts(&self, effort: Option<Effort>, set: Overrides) -> Facts {
        let asked =
            Asked { accounts: self.accounts_asking, value: self.value_factor, spread: self.spread_factor };
        Facts { tally: self.tally(), held: whole(self.held_count), effort, asked, set }
    }

    /// Brought totals are one term of Trending, at the idea's own date.
    fn brought_total(&self) -> i32 {
        let total = self.brought_promotions - self.brought_demotions;
        i32::try_from(total).unwrap_or(if total < 0 { i32::MIN } else { i32::MAX })
    }
}

/// Recomputes one idea from its rows and stores it; what is stored about its accounts must be in step by then.
pub fn refresh(db: &mut Db, idea: IdeaId) -> Result<Ranks> {
    let mut ranked = Ranked::lock(db, idea)?;
    ranked.recount(db)?;
    ranked.save(db)
}

/// Recomputes ideas from their rows and stores them: a few queries for all, and an update for each.
pub fn refresh_all(db: &mut Db, ids: &[IdeaId]) -> Result<()> {
    for ids in ids.chunks(CHUNK) {
        let ranked = Ranked::lock_all(db, ids)?;
        let (rows, asked) = (vote_rows(db, ids)?, asked::of(db, ids)?);
        for mut ranked in ranked {
            let own = rows.get(&ranked.idea).map_or(&[][..], Vec::as_slice);
            ranked.recount_from(own, asked.get(&ranked.idea).copied().unwrap_or_default())?;
            ranked.save(db)?;
        }
    }
    Ok(())
}
