//! Worth a look: a fixed share of the places of Trending for ideas that hardly anybody has seen, and the counting that tells
//! which those are.
//!
//! What is chosen is chosen once, for the first page, from the ideas that are known least; the addresses of the pages behind
//! carry it, so that paging shows every idea once.

use diesel::prelude::*;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::list::ListQuery;
use crate::boards::Catalog;
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::{boards, ideas};
use crate::error::{Error, Result};
use crate::ids::{BoardId, IdeaId};
use crate::ranking::exposure::{CHOICE, Knowledge, USUAL_RATE, usual_rate};

/// Most ideas that are chosen for all pages of a list together: their ids stand in addresses.
const MOST: usize = 10;
/// Rows that one transaction of a flush changes.
const CHUNK: usize = 500;

/// The share of a list that explores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    every: usize,
}

impl Share {
    /// The share of a board's list, or of lists across boards: the largest of theirs; none where nothing explores. Boards that
    /// hide counts do not: the mark would tell that few voted.
    pub fn of(catalog: &Catalog, board: Option<BoardId>, is_staff: bool) -> Option<Self> {
        let seen = catalog.boards_open_to(is_staff).filter(|own| board.is_none_or(|id| own.id == id));
        let open = seen.filter(|own| own.explore_every > 0 && !own.hides_counts());
        let every = open.map(|own| own.explore_every).min()?;
        usize::try_from(every).ok().map(|every| Self { every })
    }

    /// How many of the places from `first` on, counted from 1, are for exploration.
    fn among(self, first: usize, count: usize) -> usize {
        (first..first + count).filter(|place| self.is_for(*place)).count()
    }

    /// In the middle of every stretch, so that the first place is always earned.
    fn is_for(self, place: usize) -> bool {
        place % self.every == (self.every / 2 + 1) % self.every
    }
}

/// A page of a list that explores.
#[derive(Debug, Clone)]
pub struct Explored {
    /// The ideas in order, each with whether it is there to be looked at.
    pub ideas: Vec<(IdeaId, bool)>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// What was chosen for all pages: belongs into the address of the next one.
    pub chosen: Vec<IdeaId>,
    /// How many ideas came before this page.
    pub seen: u32,
}

/// What was chosen, as addresses carry it.
pub fn parse_chosen(text: &str) -> Vec<IdeaId> {
    text.split('.').filter_map(|id| id.parse().ok()).take(MOST).collect()
}

/// The same to be written.
pub fn write_chosen(chosen: &[IdeaId]) -> String {
    chosen.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}

/// A page of `size` of Trending with its share for ideas hardly seen. `chosen` is what the first page chose, and decides
/// on all others; for the first page `seed` does, which is one session's.
pub fn page(
    db: &mut Db,
    query: &ListQuery,
    share: Share,
    chosen: &[IdeaId],
    seed: u64,
    size: usize,
) -> Result<Explored> {
    let chosen: Vec<IdeaId> = if query.after.is_some() {
        let passing = query.passing(db, chosen)?;
        chosen.iter().copied().filter(|idea| passing.contains(idea)).collect()
    } else {
        let earned = query.page(db, size)?;
        if earned.next.is_none() {
            // One page shows the whole list, so nothing needs to be lifted.
            return Ok(plain(earned, 0));
        }
        choose(db, query, &earned.items, seed)?
    };
    // Pages are full until the last, so what was seen tells how many of them were chosen ones.
    let earned = usize::try_from(query.seen()).map_err(Error::internal)?;
    let (shown_before, used) = places_before(share, earned, chosen.len(), size);
    let here = share.among(shown_before + 1, size).min(chosen.len() - used);
    let narrowed = ListQuery { without: chosen.clone(), ..query.clone() };
    let found = narrowed.page(db, size - here)?;
    let mut looks = chosen.iter().skip(used).copied();
    let looks: Vec<IdeaId> =
        if found.next.is_some() { looks.by_ref().take(here).collect() } else { looks.collect() };
    Ok(Explored {
        ideas: woven(share, shown_before, found.items, looks),
        next: found.next,
        chosen,
        seen: u32::try_from(shown_before).unwrap_or(u32::MAX),
    })
}

/// A page of a list that does not explore, behind so many ideas.
pub fn plain(page: Page<IdeaId>, seen: u32) -> Explored {
    let ideas = page.items.into_iter().map(|idea| (idea, false)).collect();
    Explored { ideas, next: page.next, chosen: Vec::new(), seen }
}

/// How many places came before so many earned ones, and how many of them were chosen ones: whole pages, since only the last is
/// shorter. Whatever number an address tells, this takes no more steps than there are pages with chosen ones.
fn places_before(share: Share, earned: usize, chosen: usize, size: usize) -> (usize, usize) {
    let (mut places, mut used) = (0_usize, 0_usize);
    while places - used < earned {
        if used == chosen {
            return (earned.saturating_add(used).div_ceil(size).saturating_mul(size), used);
        }
        used = (used + share.among(places + 1, size)).min(chosen);
        places += size;
    }
    (places, used)
}

/// The chosen ones at their places among the earned; what is left stands at the end, where the list ends.
fn woven(share: Share, before: usize, earned: Vec<IdeaId>, looks: Vec<IdeaId>) -> Vec<(IdeaId, bool)> {
    let (mut earned, mut looks) = (earned.into_iter().peekable(), looks.into_iter().peekable());
    let mut all = Vec::new();
    loop {
        let is_look =
            looks.peek().is_some() && (share.is_for(before + all.len() + 1) || earned.peek().is_none());
        let next = if is_look { looks.next() } else { earned.next() };
        match next {
            Some(idea) => all.push((idea, is_look)),
            None => return all,
        }
    }
}

/// Ideas worth a look, drawn for one session from those that may be hoped most of, without those of the first page. Those
/// that the reader has voted on are known to them.
fn choose(db: &mut Db, query: &ListQuery, first: &[IdeaId], seed: u64) -> Result<Vec<IdeaId>> {
    let others = ListQuery { without: first.to_vec(), ..query.clone() };
    let found = others.worth_a_look(db, i64::try_from(CHOICE).map_err(Error::internal)?)?;
    let rows: Vec<(IdeaId, f64, i64, f64)> = ideas::table
        .inner_join(boards::table)
        .filter(ideas::id.eq_any(&found))
        .order(ideas::id)
        .select((ideas::id, ideas::exposures, ideas::promotions, boards::usual_rate))
        .load(db)?;
    let mut chance = StdRng::seed_from_u64(seed);
    let mut drawn: Vec<(f64, IdeaId)> = rows
        .into_iter()
        .map(|(idea, shown, promotions, rate)| {
            (Knowledge::new(rate, shown, number(promotions)).draw(&mut chance), idea)
        })
        .collect();
    drawn.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(drawn.into_iter().take(MOST).map(|(_, idea)| idea).collect())
}

fn number(count: i64) -> f64 {
    f64::from(i32::try_from(count).unwrap_or(i32::MAX))
}

/// Stores showings that were counted in memory: what is known of the ideas, and the usual rates of their boards. One call
/// changes at most 500 ideas; the caller calls again with the rest.
pub fn store(db: &mut Db, shown: &[(IdeaId, f64)]) -> Result<()> {
    debug_assert!(shown.len() <= CHUNK, "the caller cuts");
    let ids: Vec<IdeaId> = shown.iter().map(|(idea, _)| *idea).collect();
    if let Db::Postgres(c) = db {
        let rows = ideas::table.filter(ideas::id.eq_any(&ids)).order(ideas::id);
        rows.select(ideas::id).for_update().load::<IdeaId>(c)?;
    }
    let rows: Vec<(IdeaId, BoardId, f64, i64)> = ideas::table
        .filter(ideas::id.eq_any(&ids))
        .order(ideas::id)
        .select((ideas::id, ideas::board_id, ideas::exposures, ideas::promotions))
        .load(db)?;
    let counted: std::collections::HashMap<IdeaId, f64> = shown.iter().copied().collect();
    let mut rates = rates(db, &rows, &counted)?;
    for (idea, board, before, promotions) in rows {
        let total = before + counted.get(&idea).copied().unwrap_or_default();
        let rate = rates.get(&board).copied().unwrap_or(USUAL_RATE);
        let known = Knowledge::new(rate, total, number(promotions));
        diesel::update(ideas::table.find(idea))
            .set((ideas::exposures.eq(total), ideas::spread.eq(known.spread()), ideas::hope.eq(known.hope())))
            .execute(db)?;
    }
    for (board, rate) in rates.drain() {
        diesel::update(boards::table.find(board)).set(boards::usual_rate.eq(rate)).execute(db)?;
    }
    Ok(())
}

type Rates = std::collections::HashMap<BoardId, f64>;

/// The usual rates of the boards with this batch in them.
fn rates(
    db: &mut Db,
    rows: &[(IdeaId, BoardId, f64, i64)],
    counted: &std::collections::HashMap<IdeaId, f64>,
) -> Result<Rates> {
    let mut own: Vec<BoardId> = rows.iter().map(|row| row.1).collect();
    own.sort_unstable();
    own.dedup();
    let before: Vec<(BoardId, f64)> =
        boards::table.filter(boards::id.eq_any(&own)).select((boards::id, boards::usual_rate)).load(db)?;
    let fresh = before.into_iter().map(|(board, before)| {
        let (mut promoted, mut shown, mut batch) = (0.0, 0.0, 0.0);
        for (idea, _, exposures, promotions) in rows.iter().filter(|row| row.1 == board) {
            let now = counted.get(idea).copied().unwrap_or_default();
            let promotions = number(*promotions);
            promoted += promotions;
            shown += (exposures + now).max(promotions);
            batch += now;
        }
        (board, usual_rate(before, promoted, shown, batch))
    });
    Ok(fresh.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(from: i64, count: usize) -> Vec<IdeaId> {
        (from..).take(count).map(IdeaId::new).collect()
    }

    #[test]
    fn one_place_in_ten_and_never_the_first() {
        let share = Share { every: 10 };
        let places: Vec<usize> = (1..=40).filter(|place| share.is_for(*place)).collect();
        assert_eq!(places, [6, 16, 26, 36]);
        assert_eq!(share.among(1, 20), 2);
        assert_eq!((1..=6).filter(|place| Share { every: 2 }.is_for(*place)).collect::<Vec<_>>(), [2, 4, 6]);
    }

    #[test]
    fn what_was_chosen_survives_the_address() {
        assert_eq!(parse_chosen(&write_chosen(&ids(5, 4))), ids(5, 4));
        assert!(parse_chosen("x.1e9.").is_empty());
        assert_eq!(parse_chosen("1.2.3.4.5.6.7.8.9.10.11.12").len(), MOST);
    }

    #[test]
    fn a_place_that_nobody_was_at_takes_no_longer() {
        let (share, far) = (Share { every: 100 }, usize::try_from(u32::MAX).unwrap());
        assert_eq!(places_before(share, far, 10, 20), ((far + 10).div_ceil(20) * 20, 10));
        assert_eq!(places_before(share, 0, 10, 20), (0, 0));
        assert_eq!(places_before(Share { every: 10 }, 18, 10, 20), (20, 2));
    }

    proptest! {
        #[test]
        fn pages_joined_are_every_idea_once(
            every in 3..40_usize,
            earned in 0..90_usize,
            chosen in 0..11_usize,
            size in 4..25_usize,
        ) {
            let (share, all, chosen) = (Share { every }, ids(1_000, earned), ids(1, chosen));
            let (mut shown, mut from) = (Vec::new(), 0);
            loop {
                let (before, used) = places_before(share, from, chosen.len(), size);
                prop_assert_eq!(before, shown.len());
                let here = share.among(before + 1, size).min(chosen.len() - used);
                let take = size - here;
                let is_last = from + take >= all.len();
                let page: Vec<IdeaId> = all.iter().skip(from).take(take).copied().collect();
                let looks: Vec<IdeaId> = if is_last {
                    chosen[used..].to_vec()
                } else {
                    chosen[used..used + here].to_vec()
                };
                shown.extend(woven(share, before, page, looks));
                from += take;
                if is_last {
                    break;
                }
            }
            let mut seen: Vec<IdeaId> = shown.iter().map(|(idea, _)| *idea).collect();
            prop_assert_eq!(seen.len(), earned + chosen.len());
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), earned + chosen.len());
        }
    }
}
