//! Where a page ends, as text in an address: exact, opaque, and refused when it says nothing.

use std::fmt;
use std::str::FromStr;

use super::order::{Key, ListOrder, Place};
use crate::error::Error;
use crate::ids::IdeaId;
use crate::time::Timestamp;

/// The place behind which the next page starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    order: ListOrder,
    on_board: bool,
    pub(super) place: Place,
    pub(super) id: IdeaId,
    /// How many ideas came before.
    pub(super) seen: u32,
}

impl Cursor {
    /// The place of this idea, which `seen` ideas end with.
    pub(super) fn behind(key: &Key, order: ListOrder, on_board: bool, seen: u32) -> Self {
        Self { order, on_board, place: key.place(order, on_board), id: key.id, seen }
    }

    /// The same without what tells of votes: its idea says where it is.
    pub(super) fn veiled(self) -> Self {
        if self.tells_votes() { Self { place: Place::Veiled, ..self } } else { self }
    }

    pub(super) fn is_veiled(&self) -> bool {
        self.place == Place::Veiled
    }

    pub(super) fn tells_votes(&self) -> bool {
        matches!(self.place, Place::Score(_) | Place::Votes(..))
    }

    pub(super) fn fits(&self, order: ListOrder, on_board: bool) -> bool {
        self.order == order && self.on_board == on_board
    }
}

/// Numbers as their bits: a heat that lost a digit on the way would show an idea twice.
impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = if self.on_board { "b" } else { "s" };
        write!(f, "{}_{scope}_{}_{}", self.order, self.seen, self.id)?;
        match self.place {
            Place::Score(score) => write!(f, "_{:x}", score.to_bits()),
            Place::Votes(net, wilson) => write!(f, "_{net}_{:x}", wilson.to_bits()),
            Place::At(at) => write!(f, "_{}", at.micros()),
            Place::Count(count) => write!(f, "_{count}"),
            Place::Veiled => f.write_str("_v"),
            Place::Waiting(first, at) => write!(f, "_{}_{}", u8::from(first), at.micros()),
        }
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or_else(|| Error::field("after", "error-cursor"))
    }
}

fn parse(text: &str) -> Option<Cursor> {
    let mut parts = text.split('_');
    let order = ListOrder::parse(parts.next()?)?;
    let on_board = match parts.next()? {
        "b" => true,
        "s" => false,
        _ => return None,
    };
    let seen = parts.next()?.parse().ok()?;
    let id = parts.next()?.parse().ok()?;
    let first = parts.next()?;
    let place = match order {
        ListOrder::Trending | ListOrder::Top | ListOrder::Impact if first == "v" => Place::Veiled,
        ListOrder::Trending | ListOrder::Impact => Place::Score(float(first)?),
        ListOrder::Top => Place::Votes(first.parse().ok()?, float(parts.next()?)?),
        ListOrder::New | ListOrder::Answered => Place::At(time(first)?),
        ListOrder::Discussed => Place::Count(first.parse().ok()?),
        ListOrder::Unanswered => Place::Waiting(flag(first)?, time(parts.next()?)?),
    };
    parts.next().is_none().then_some(Cursor { order, on_board, place, id, seen })
}

fn float(hex: &str) -> Option<f64> {
    u64::from_str_radix(hex, 16).ok().map(f64::from_bits).filter(|number| number.is_finite())
}

fn time(micros: &str) -> Option<Timestamp> {
    micros.parse().ok().map(Timestamp::from_micros)
}

fn flag(digit: &str) -> Option<bool> {
    match digit {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(score: f64, net: i64, micros: i64, first: bool) -> Key {
        Key {
            id: IdeaId::new(net.saturating_add(7)),
            net,
            wilson: score.fract(),
            heat: score,
            site_heat: -score,
            impact: score / 3.0,
            created_at: Timestamp::from_micros(micros),
            comment_count: net,
            answered_at: Some(Timestamp::from_micros(micros)),
            is_first_by_author: first,
        }
    }

    proptest! {
        #[test]
        fn a_place_survives_the_address(score in proptest::num::f64::NORMAL, net: i64, micros: i64, first: bool) {
            for order in ListOrder::ALL {
                for on_board in [true, false] {
                    let cursor = Cursor::behind(&key(score, net, micros, first), *order, on_board, 40);
                    prop_assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor.clone());
                    let veiled = cursor.veiled();
                    prop_assert!(!veiled.tells_votes());
                    prop_assert_eq!(veiled.to_string().parse::<Cursor>().unwrap(), veiled);
                }
            }
        }

        #[test]
        fn anything_else_is_refused_and_nothing_panics(text in "(?s).{0,40}|(trending|top|new)(_[bs0-9a-f]{0,20}){0,6}") {
            if let Ok(cursor) = text.parse::<Cursor>() {
                prop_assert!(cursor.to_string().parse::<Cursor>().is_ok());
            }
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let nan = format!("trending_s_0_1_{:x}", f64::NAN.to_bits());
        for text in
            ["", "trending", "trending_x_0_1_0", "new_s_0_1_5_5", "top_s_0_1_5", "unanswered_s_0_1_2_5", &nan]
        {
            assert!(text.parse::<Cursor>().is_err(), "{text}");
        }
    }
}
