//! "Why here?": the sentence that says why an idea stands where it stands.

use super::veil;
use crate::boards::Veil;
use crate::ideas::list::{Cards, ListOrder, Listed};
use crate::ranking::explain::{self, Order, days_back};
use crate::ranking::store::Ranks;
use crate::text::words::{Arg, Words};
use crate::time::{DAY, Timestamp};

/// From so many votes on it is worth saying when half of them came.
const ENOUGH: u32 = 3;

/// The sentence for an idea of a list. `position` is its place in the whole list, where that was counted.
pub fn sentence(
    words: &Words,
    order: ListOrder,
    position: Option<u32>,
    (idea, cards, veil): (&Listed, &Cards, Option<Veil>),
    now: Timestamp,
) -> String {
    let facts = match (order, veil) {
        (ListOrder::Trending | ListOrder::Top | ListOrder::Impact, Some(veil)) => veil::facts(words, veil),
        (ListOrder::Trending | ListOrder::Top | ListOrder::Impact, None) => {
            votes(words, &idea.ranks, idea.brought_from.as_deref(), cards.middles.get(&idea.id).copied(), now)
        }
        (ListOrder::New, _) => since(words, ("why-new", "why-new-on"), idea.created_at, now),
        (ListOrder::Discussed, _) => words.count("why-discussed", idea.comment_count),
        (ListOrder::Answered, _) => {
            let at = idea.answered_at.unwrap_or(idea.created_at);
            since(words, ("why-answered", "why-answered-on"), at, now)
        }
        (ListOrder::Unanswered, _) => waiting(words, idea, now),
    };
    placed(words, order, position, facts)
}

/// That the idea above, the one below or both are level with it: the second sentence, empty without a tie.
pub fn tie(words: &Words, above: bool, below: bool) -> String {
    let key = match (above, below) {
        (false, false) => return String::new(),
        (true, false) => "why-tie-above",
        (false, true) => "why-tie-below",
        (true, true) => "why-tie-both",
    };
    format!(" {}", words.get(key))
}

/// "3rd in Trending: …", or without a place "Trending: …".
pub fn placed(words: &Words, order: ListOrder, position: Option<u32>, facts: String) -> String {
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

/// "answered 2 days ago" or "answered on 3 May": the keys are for how long ago, and for the day.
pub fn since(words: &Words, (ago, on): (&str, &str), at: Timestamp, now: Timestamp) -> String {
    if now.since(at) < 30 * DAY {
        words.one(ago, "ago", words.ago(at, now))
    } else {
        words.one(on, "date", words.date(at))
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

/// The votes behind a place: how many, when half of them came, and how many came along from elsewhere.
/// `middle` is the moment of the vote that completes half of them, the latest first.
pub fn votes(
    words: &Words,
    ranks: &Ranks,
    brought_from: Option<&str>,
    middle: Option<Timestamp>,
    now: Timestamp,
) -> String {
    let found = explain::explain(Order::Trending, None, ranks.tally(), &[], now);
    let cast = found.promotions.saturating_add(found.demotions).saturating_sub(found.brought);
    let mut facts =
        words.with("why-votes", &[("up", Arg::from(found.promotions)), ("down", Arg::from(found.demotions))]);
    if let Some(middle) = middle.filter(|_| cast >= ENOUGH) {
        facts += &words.count("why-half", days_back(middle, now));
    }
    if found.brought > 0 {
        let source = brought_from.map_or_else(|| words.get("why-elsewhere"), str::to_owned);
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
