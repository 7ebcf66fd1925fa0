//! What the rules cover: boards and categories that no rule speaks of, tags that none asks for, rules that never acted,
//! and pairs that ask for the same ideas. Read from what the rules ask, not from ideas.

use std::collections::HashMap;

use super::{Actions, Conditions, Rule, Sent};
use crate::boards::{Board, Catalog};
use crate::error::Result;
use crate::ids::{BoardId, CategoryId, RuleId, TagId, TeamId};

/// The map.
#[derive(Debug, Clone, Default)]
pub struct Map {
    /// Each place in order, with the rules that send what is there: first a board as a whole, then each of its categories.
    pub places: Vec<(BoardId, Option<CategoryId>, Vec<RuleId>)>,
    /// Each tag with the rules that ask for it.
    pub tags: Vec<(TagId, Vec<RuleId>)>,
    /// Rules that are on and never acted.
    pub idle: Vec<RuleId>,
    /// Rules that ask for the same ideas.
    pub overlaps: Vec<Overlap>,
}

/// Two rules that are on, send, and may fit the same idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// The one that is asked first.
    pub first: RuleId,
    /// The other.
    pub second: RuleId,
    /// What becomes of an idea that fits both.
    pub comes_to: Meeting,
}

/// What becomes of an idea that fits two rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// Both send it, to a team each.
    Both,
    /// The one that is asked first sends it; the team of the other has it then.
    First,
    /// The same, and whatever fits the second fits the first: the second never does anything.
    Never,
}

/// Draws the map of the rules. Those that are off cover nothing, nor do those whose teams all take no routes; `active` are
/// the teams that do.
pub fn map(rules: &[Rule], sent: &[Sent], active: &[TeamId], catalog: &Catalog) -> Result<Map> {
    let mut on: Vec<(&Rule, Conditions)> = Vec::new();
    let mut doing: Vec<Actions> = Vec::new();
    for rule in rules.iter().filter(|rule| rule.is_on) {
        on.push((rule, rule.conditions()?));
        doing.push(rule.actions()?);
    }
    let acted: HashMap<RuleId, i64> = sent.iter().map(|own| (own.rule, own.count)).collect();
    let mut map = Map::default();
    let open_to = |rule: &Rule, actions: &Actions| -> Vec<TeamId> {
        let targets = actions.targets(rule.team_id).into_iter();
        targets.filter(|team| active.contains(team)).collect()
    };
    let sending: Vec<_> = on
        .iter()
        .zip(&doing)
        .map(|(own, actions)| (own, actions, open_to(own.0, actions)))
        .filter(|(_, _, teams)| !teams.is_empty())
        .collect();
    let to_teams: Vec<&(&Rule, Conditions)> = sending.iter().map(|(own, _, _)| *own).collect();
    for board in catalog.boards.iter().filter(|board| board.archived_at.is_none()) {
        add_places(&mut map, board, &to_teams, catalog);
    }
    for tag in &catalog.tags {
        let own = on.iter().filter(|(_, asked)| asked.tags.contains(&tag.id));
        map.tags.push((tag.id, own.map(|(rule, _)| rule.id).collect()));
    }
    map.idle = on
        .iter()
        .filter(|(rule, _)| acted.get(&rule.id).copied().unwrap_or(0) == 0)
        .map(|(rule, _)| rule.id)
        .collect();
    for (place, ((first, one), _, teams)) in sending.iter().enumerate() {
        for ((second, other), also, others) in sending.iter().skip(place + 1) {
            if may_meet(one, other, catalog) {
                let comes_to = meeting((teams, others), is_within(other, one) && also.only_sends());
                map.overlaps.push(Overlap { first: first.id, second: second.id, comes_to });
            }
        }
    }
    Ok(map)
}

/// A team that has an idea keeps the second rule from sending it; `is_whole` says that the first fits whenever the second
/// does.
fn meeting((first, second): (&[TeamId], &[TeamId]), is_whole: bool) -> Meeting {
    match first.iter().all(|team| second.contains(team)) {
        true if is_whole => Meeting::Never,
        true => Meeting::First,
        false => Meeting::Both,
    }
}

fn add_places(map: &mut Map, board: &Board, on: &[&(&Rule, Conditions)], catalog: &Catalog) {
    let is_here = |asked: &Conditions| {
        let by_category = catalog.categories_of(board.id).any(|own| asked.categories.contains(&own.id));
        (asked.boards.is_empty() || asked.boards.contains(&board.id))
            && (asked.categories.is_empty() || by_category)
    };
    let whole = on.iter().filter(|(_, asked)| is_here(asked) && asked.categories.is_empty());
    let whole: Vec<RuleId> = whole.map(|(rule, _)| rule.id).collect();
    map.places.push((board.id, None, whole));
    for category in catalog.categories_of(board.id) {
        let fits = |asked: &Conditions| {
            is_here(asked) && (asked.categories.is_empty() || asked.categories.contains(&category.id))
        };
        let own = on.iter().filter(|(_, asked)| fits(asked)).map(|(rule, _)| rule.id).collect();
        map.places.push((board.id, Some(category.id), own));
    }
}

/// Whether an idea can fit both: their boards, categories, kinds and tags leave room for one.
fn may_meet(one: &Conditions, other: &Conditions, catalog: &Catalog) -> bool {
    fn meet<T: PartialEq>(one: &[T], other: &[T]) -> bool {
        one.is_empty() || other.is_empty() || one.iter().any(|value| other.contains(value))
    }
    let boards_of = |asked: &Conditions| -> Vec<BoardId> {
        let by_category = asked.categories.iter().filter_map(|id| catalog.category(*id));
        let by_category: Vec<BoardId> = by_category.map(|own| own.board_id).collect();
        match (asked.boards.is_empty(), by_category.is_empty()) {
            (true, _) => by_category,
            (false, true) => asked.boards.clone(),
            (false, false) => asked.boards.iter().copied().filter(|id| by_category.contains(id)).collect(),
        }
    };
    // Tags are no hindrance: an idea may have one of each.
    meet(&boards_of(one), &boards_of(other))
        && meet(&one.categories, &other.categories)
        && meet(one.kinds(), other.kinds())
}

/// Whether whatever fits `inner` fits `outer`, as far as what both name goes.
fn is_within(inner: &Conditions, outer: &Conditions) -> bool {
    fn within<T: PartialEq>(inner: &[T], outer: &[T]) -> bool {
        outer.is_empty() || (!inner.is_empty() && inner.iter().all(|value| outer.contains(value)))
    }
    let at_least = |inner: Option<i64>, outer: Option<i64>| {
        outer.is_none_or(|outer| inner.is_some_and(|inner| inner >= outer))
    };
    within(&inner.boards, &outer.boards)
        && within(&inner.categories, &outer.categories)
        && within(inner.kinds(), outer.kinds())
        && within(&inner.tags, &outer.tags)
        && within(&inner.words, &outer.words)
        && within(&inner.segments, &outer.segments)
        && within(&inner.lenses, &outer.lenses)
        && at_least(inner.votes, outer.votes)
        && at_least(inner.people, outer.people)
        && at_least(inner.impact, outer.impact)
        && at_least(inner.waiting, outer.waiting)
        && (outer.value.is_none() || (inner.currency == outer.currency && at_least(inner.value, outer.value)))
        && outer.trending.is_none_or(|outer| inner.trending.is_some_and(|inner| inner <= outer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_overlap_unless_what_they_ask_keeps_them_apart() {
        let catalog = Catalog::default();
        let on = |boards: &[i64]| Conditions {
            boards: boards.iter().map(|id| BoardId::new(*id)).collect(),
            ..Conditions::default()
        };
        assert!(may_meet(&on(&[1]), &on(&[1, 2]), &catalog));
        assert!(may_meet(&on(&[]), &on(&[2]), &catalog));
        assert!(!may_meet(&on(&[1]), &on(&[2]), &catalog));
        let voted = Conditions { votes: Some(10), ..on(&[1]) };
        assert!(is_within(&voted, &on(&[1, 2])));
        assert!(!is_within(&on(&[1]), &voted));
        assert!(!is_within(&on(&[]), &on(&[1])));
    }

    #[test]
    fn an_idea_goes_to_both_unless_the_team_of_the_other_has_it_then() {
        let teams = |ids: &[i64]| ids.iter().map(|id| TeamId::new(*id)).collect::<Vec<_>>();
        for (first, second, is_whole, expected) in [
            (&[1][..], &[2][..], true, Meeting::Both),
            (&[1], &[1], false, Meeting::First),
            (&[1], &[1, 2], true, Meeting::Never),
            (&[1, 2], &[2], true, Meeting::Both),
        ] {
            assert_eq!(meeting((&teams(first), &teams(second)), is_whole), expected, "{first:?} {second:?}");
        }
    }
}
