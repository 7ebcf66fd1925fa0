//! "Why here?": the sentence that says why an idea stands where it stands.

use crate::ideas::list::{Cards, ListOrder, Listed};
use crate::ranking::explain::{self, Order, days_back};
use crate::text::words::{Arg, Words};
use crate::time::{DAY, Timestamp};

/// From so many votes on it is worth saying when half of them came.
const ENOUGH: u32 = 3;

/// The sentence for an idea of a list. `position` is its place in the whole list, where that was counted.
pub fn sentence(
    words: &Words,
    order: ListOrder,
    position: Option<u32>,
    (idea, cards): (&Listed, &Cards),
    now: Timestamp,
) -> String {
    let facts = match order {
        ListOrder::Trending | ListOrder::Top | ListOrder::Impact => votes(words, order, idea, cards, now),
        ListOrder::New => words.one("why-new", "ago", words.ago(idea.created_at, now)),
        ListOrder::Discussed => words.count("why-discussed", idea.comment_count),
        ListOrder::Answered => {
            words.one("why-answered", "ago", words.ago(idea.answered_at.unwrap_or(idea.created_at), now))
        }
        ListOrder::Unanswered => waiting(words, idea, now),
    };
    let list = words.get(order_key(order));
    match position {
        Some(place) => words.with(
            "why-placed",
            &[
                ("place", i64::from(place).into()),
                ("ordinal", ordinal(place).into()),
                ("list", list.into()),
                ("facts", facts.into()),
            ],
        ),
        None => words.two("why-listed", "list", list, "facts", facts),
    }
}

/// The key of an order's name.
pub fn order_key(order: ListOrder) -> &'static str {
    match order {
        ListOrder::Trending => "list-order-trending",
        ListOrder::Top => "list-order-top",
        ListOrder::New => "list-order-new",
        ListOrder::Discussed => "list-order-discussed",
        ListOrder::Answered => "list-order-answered",
        ListOrder::Unanswered => "list-order-unanswered",
        ListOrder::Impact => "list-order-impact",
    }
}

fn votes(words: &Words, order: ListOrder, idea: &Listed, cards: &Cards, now: Timestamp) -> String {
    let named = match order {
        ListOrder::Top => Order::Top,
        _ => Order::Trending,
    };
    let mut found = explain::explain(named, None, idea.ranks.tally(), &[], now);
    found.half_in_days = cards.middles.get(&idea.id).map(|middle| days_back(*middle, now));
    let cast = found.promotions.saturating_add(found.demotions).saturating_sub(found.brought);
    let mut facts =
        words.with("why-votes", &[("up", Arg::from(found.promotions)), ("down", Arg::from(found.demotions))]);
    if let Some(days) = found.half_in_days.filter(|_| cast >= ENOUGH) {
        facts += &words.count("why-half", days);
    }
    if found.brought > 0 {
        let source = idea.brought_from.clone().unwrap_or_else(|| words.get("why-elsewhere"));
        let brought = [("count", Arg::from(found.brought)), ("source", source.into())];
        facts += &words.with("why-brought", &brought);
    }
    facts
}

fn waiting(words: &Words, idea: &Listed, now: Timestamp) -> String {
    let days = (now.since(idea.created_at) / DAY).max(0);
    words.count(if idea.is_first_by_author { "why-waiting-first" } else { "why-waiting" }, days)
}

/// Which ending an English ordinal has; other languages need not look at it.
fn ordinal(place: u32) -> &'static str {
    match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}
