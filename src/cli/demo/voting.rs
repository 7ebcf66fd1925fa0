//! Who votes on an idea of the demo, and when: rises and falls over months, nobody before they joined.

use super::chance::Chance;
use super::schema::Shape;
use crate::ids::PersonId;
use crate::time::{DAY, HOUR, Timestamp};

/// Parts that a span of time is divided into.
const PARTS: i64 = 1 << 16;

/// Somebody who may vote, and since when.
#[derive(Debug, Clone, Copy)]
pub struct Voter {
    pub person: PersonId,
    pub joined: Timestamp,
}

/// `count` moments between `from` and `until` that lie as the shape says, in order.
pub fn moments(
    shape: Shape,
    count: usize,
    from: Timestamp,
    until: Timestamp,
    chance: &mut Chance,
) -> Vec<Timestamp> {
    let span = until.since(from).max(1);
    let total = i64::try_from(count).unwrap_or(i64::MAX).max(1);
    let mut moments: Vec<Timestamp> = (0..total)
        .take(count)
        .map(|nth| from.plus(offset(shape, span, nth, total, chance).clamp(0, span - 1)))
        .collect();
    moments.sort_unstable();
    moments
}

fn offset(shape: Shape, span: i64, nth: i64, total: i64, chance: &mut Chance) -> i64 {
    let anywhere = |chance: &mut Chance| chance.below(span);
    match shape {
        Shape::Burst if nth % 5 < 4 => chance.below(span.min(5 * DAY)),
        Shape::Late if nth % 6 < 5 => span - chance.below(span / 5),
        Shape::Burst | Shape::Late | Shape::Steady => anywhere(chance),
        // The latest of three is later, and the earliest earlier.
        Shape::Rising => anywhere(chance).max(anywhere(chance)).max(anywhere(chance)),
        Shape::Fading => anywhere(chance).min(anywhere(chance)).min(anywhere(chance)),
        Shape::Flat => span / PARTS * (PARTS * nth / total) + HOUR,
    }
}

/// Somebody for each moment, nobody twice. A moment before anybody has joined moves to when somebody does; what would
/// move past `until` is left out.
pub fn assign(
    voters: &[Voter],
    moments: &[Timestamp],
    until: Timestamp,
    chance: &mut Chance,
) -> Vec<(PersonId, Timestamp)> {
    let mut left: Vec<Voter> = voters.to_vec();
    left.sort_unstable_by_key(|voter| (voter.joined, voter.person));
    let mut cast = Vec::with_capacity(moments.len());
    for moment in moments {
        let Some(first) = left.first() else { break };
        let at = (*moment).max(first.joined.plus(HOUR));
        if at >= until {
            continue;
        }
        let there = left.partition_point(|voter| voter.joined < at);
        let voter = left.remove(chance.place(there));
        cast.push((voter.person, at));
    }
    cast
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPES: [Shape; 6] =
        [Shape::Burst, Shape::Steady, Shape::Rising, Shape::Fading, Shape::Late, Shape::Flat];

    fn day(day: i64) -> Timestamp {
        Timestamp::from_micros(day * DAY)
    }

    fn in_first_half(shape: Shape) -> usize {
        let moments = moments(shape, 60, day(0), day(200), &mut Chance::of(&["halves"]));
        moments.iter().filter(|moment| **moment < day(100)).count()
    }

    #[test]
    fn shapes_rise_and_fall() {
        assert!(in_first_half(Shape::Burst) > 45);
        assert!(in_first_half(Shape::Fading) > 45);
        assert!(in_first_half(Shape::Rising) < 15);
        assert!(in_first_half(Shape::Late) < 15);
        assert!((20..40).contains(&in_first_half(Shape::Steady)));
        assert_eq!(in_first_half(Shape::Flat), 30);
    }

    #[test]
    fn nobody_votes_twice_or_before_they_joined_or_after_the_end() {
        let voters: Vec<Voter> =
            (1..=40).map(|id| Voter { person: PersonId::new(id), joined: day(id * 3) }).collect();
        for shape in SHAPES {
            let mut chance = Chance::of(&["voters"]);
            let moments = moments(shape, 30, day(10), day(100), &mut chance);
            let cast = assign(&voters, &moments, day(100), &mut chance);
            assert!(cast.len() > 10, "{shape:?}: {}", cast.len());
            let mut seen = std::collections::HashSet::new();
            for (person, at) in cast {
                assert!(seen.insert(person) && at > day(person.raw() * 3) && at >= day(10) && at < day(100));
            }
        }
    }
}
