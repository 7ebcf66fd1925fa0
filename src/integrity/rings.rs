//! Rings: people who keep promoting one another's ideas, far more than their zeal and the ideas' appeal explain. A pure
//! function over the votes of a stretch of time.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::chance::{real, share, surprise};
use super::facts::{Facts, hundredths, whole};
use super::seen::{Cast, CrowdKind, Found, VOTES_MAX};
use crate::ids::PersonId;

/// Votes that each of two people gave the other's ideas before they are a pair, and how surprising both together must be.
const MUTUAL: usize = 2;
const PAIR_SURPRISE: f64 = 3.0;
/// People in a ring: fewer are friends, more hang together by chance.
const LEAST: usize = 5;
const MOST: usize = 1_000;
/// The share of their votes that stays among them, and how many times chance that is.
const INSIDE: f64 = 0.3;
const TIMES: f64 = 5.0;
/// How often the number of mutual votes is raised while too many people hang together.
const TRIES: usize = 3;

/// Who voted for whose ideas.
struct Graph {
    given: BTreeMap<(PersonId, PersonId), usize>,
    cast: HashMap<PersonId, usize>,
    received: HashMap<PersonId, usize>,
    all: usize,
}

impl Graph {
    fn of(casts: &[Cast]) -> Self {
        let mut graph =
            Self { given: BTreeMap::new(), cast: HashMap::new(), received: HashMap::new(), all: 0 };
        for cast in casts.iter().filter(|cast| cast.is_promotion && cast.person != cast.author) {
            *graph.given.entry((cast.person, cast.author)).or_default() += 1;
            *graph.cast.entry(cast.person).or_default() += 1;
            *graph.received.entry(cast.author).or_default() += 1;
            graph.all += 1;
        }
        graph
    }

    /// Votes that one would give the other by chance.
    fn expected(&self, from: PersonId, to: PersonId) -> f64 {
        let cast = self.cast.get(&from).copied().unwrap_or(0);
        real(cast) * share(self.received.get(&to).copied().unwrap_or(0), self.all)
    }

    /// Pairs that promoted each other at least so often, against chance.
    fn pairs(&self, least: usize) -> Vec<(PersonId, PersonId)> {
        let pair = |((from, to), there): (&(PersonId, PersonId), &usize)| {
            if from >= to || *there < least {
                return None;
            }
            let back = self.given.get(&(*to, *from)).copied().filter(|back| *back >= least)?;
            let odds =
                surprise(*there, self.expected(*from, *to)) + surprise(back, self.expected(*to, *from));
            (odds >= PAIR_SURPRISE).then_some((*from, *to))
        };
        self.given.iter().filter_map(pair).collect()
    }
}

/// The rings among these votes.
pub fn find(casts: &[Cast]) -> Vec<Found> {
    let graph = Graph::of(casts);
    let mut least = MUTUAL;
    let mut groups = components(&graph.pairs(least));
    let mut found: Vec<(Vec<PersonId>, usize)> = Vec::new();
    for _ in 0..TRIES {
        let (large, fitting): (Vec<_>, Vec<_>) =
            groups.into_iter().filter(|group| group.len() >= LEAST).partition(|group| group.len() > MOST);
        found.extend(fitting.into_iter().map(|group| (group, least)));
        if large.is_empty() {
            break;
        }
        least += 1;
        let among: HashSet<PersonId> = large.into_iter().flatten().collect();
        let pairs = graph.pairs(least);
        let inside = pairs.into_iter().filter(|(one, _)| among.contains(one)).collect::<Vec<_>>();
        groups = components(&inside);
    }
    found.iter().flat_map(|(group, least)| proposals(&graph, casts, group, *least)).collect()
}

/// People who hang together over pairs, in order.
fn components(pairs: &[(PersonId, PersonId)]) -> Vec<Vec<PersonId>> {
    let mut parent: BTreeMap<PersonId, PersonId> = BTreeMap::new();
    for (one, other) in pairs {
        let (one, other) = (root(&mut parent, *one), root(&mut parent, *other));
        if one != other {
            parent.insert(one.max(other), one.min(other));
        }
    }
    let people: Vec<PersonId> = parent.keys().copied().collect();
    let mut groups: BTreeMap<PersonId, Vec<PersonId>> = BTreeMap::new();
    for person in people {
        let root = root(&mut parent, person);
        groups.entry(root).or_default().push(person);
    }
    groups.into_values().collect()
}

fn root(parent: &mut BTreeMap<PersonId, PersonId>, person: PersonId) -> PersonId {
    let mut at = person;
    while let Some(next) = parent.get(&at).copied().filter(|next| *next != at) {
        at = next;
    }
    parent.insert(person, at);
    parent.insert(at, at);
    at
}

/// The votes within a group, when they are many more than chance gives.
fn proposals(graph: &Graph, casts: &[Cast], group: &[PersonId], least: usize) -> Vec<Found> {
    let members: HashSet<PersonId> = group.iter().copied().collect();
    let is_inside = |cast: &&Cast| {
        cast.is_promotion
            && cast.person != cast.author
            && members.contains(&cast.person)
            && members.contains(&cast.author)
    };
    let mut inside: Vec<&Cast> = casts.iter().filter(is_inside).collect();
    inside.sort_by_key(|cast| (cast.at, cast.idea, cast.person));
    let sum = |of: &HashMap<PersonId, usize>| {
        group.iter().map(|person| of.get(person).copied().unwrap_or(0)).sum::<usize>()
    };
    let (all, received) = (sum(&graph.cast), sum(&graph.received));
    let expected = real(all) * share(received, graph.all);
    // What the group itself gives its ideas makes them look popular; that is no appeal.
    let appeal = real(all) * share(received - inside.len(), graph.all - inside.len()).max(1e-6);
    if share(inside.len(), all) < INSIDE || real(inside.len()) < TIMES * appeal {
        return Vec::new();
    }
    let pairs = graph.pairs(least).iter().filter(|(one, _)| members.contains(one)).count();
    let told = |part: &[&Cast]| Found {
        kind: CrowdKind::Ring,
        votes: part.iter().map(|cast| cast.key()).collect(),
        facts: Facts {
            people: whole(group.len()),
            pairs: whole(pairs),
            all_votes: whole(all),
            expected: hundredths(appeal.min(expected)),
            ..Facts::of(part)
        },
    };
    inside.chunks(VOTES_MAX).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::IdeaId;
    use crate::time::{HOUR, Timestamp};

    fn vote(person: i64, author: i64, idea: i64) -> Cast {
        Cast {
            idea: IdeaId::new(idea),
            author: PersonId::new(author),
            person: PersonId::new(person),
            at: Timestamp::from_micros((person * 31 + idea) * HOUR),
            network: None,
            agent: None,
            age: i64::MAX,
            has_account: false,
            is_promotion: true,
        }
    }

    /// Three hundred people who each vote on eight of two hundred ideas by fifty authors.
    fn crowd() -> Vec<Cast> {
        (0..300_i64)
            .flat_map(|person| (0..8).map(move |n| (person, (person * 37 + n * 53 + n * n * 11) % 200)))
            .map(|(person, idea)| vote(person, idea % 50, idea))
            .collect()
    }

    #[test]
    fn people_who_promote_one_another_are_a_ring_and_zealous_ones_are_not() {
        let mut votes = crowd();
        // Somebody who votes on everything is everybody's friend.
        votes.extend((0..200).map(|idea| vote(3, idea % 50, idea)));
        assert!(find(&votes).is_empty());
        let ring: Vec<i64> = (1_000..1_008).collect();
        for one in &ring {
            for other in ring.iter().filter(|other| *other != one) {
                votes.extend([vote(*one, *other, *other * 2), vote(*one, *other, *other * 2 + 1)]);
            }
        }
        let found = find(&votes);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].kind, found[0].votes.len()), (CrowdKind::Ring, 8 * 7 * 2));
        assert_eq!((found[0].facts.people, found[0].facts.pairs), (8, 28));
    }

    #[test]
    fn four_friends_are_no_ring() {
        let mut votes = crowd();
        for one in 1_000..1_004 {
            for other in (1_000..1_004).filter(|other| *other != one) {
                votes.extend([vote(one, other, other * 2), vote(one, other, other * 2 + 1)]);
            }
        }
        assert!(find(&votes).is_empty());
    }
}
