//! Crowds: votes on one idea that share more than voters of an idea share by chance. Pure functions: votes in, a
//! proposal out.
//!
//! New accounts are looked at by network. How many votes of a network would be usual follows from the people who did not
//! vote on the idea, so that a mobile carrier or a large office surprises nobody, and an attack on several ideas does not
//! hide itself. People of customer accounts are left out, since colleagues share a network.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::chance::{real, share, surprise};
use super::facts::{Facts, hundredths, rate, whole};
use super::seen::{Cast, CrowdKind, Found, VOTES_MAX};
use crate::ids::{IdeaId, PersonId};
use crate::time::{HOUR, MINUTE, Timestamp};

/// New accounts of one network on one idea before anybody wonders, and how surprising that must be.
const NETWORK_LEAST: usize = 5;
const NETWORK_SURPRISE: f64 = 6.0;
/// The share of new accounts among all votes of that network on the idea.
const FRESH_SHARE: f64 = 0.7;
/// Beside a crowd of this size, smaller groups of the same hours are taken for parts of it.
const CORE: usize = 12;
const BESIDE_LEAST: usize = 3;
const BESIDE_SURPRISE: f64 = 2.5;
/// Accounts of any age with one network and one browser, within so many minutes.
const MACHINE_LEAST: usize = 6;
const MACHINE_WITHIN: i64 = 10 * MINUTE;
const MACHINE_SURPRISE: f64 = 6.0;
/// New accounts with one browser within an hour, how surprising, and how many times what is usual.
const BROWSER_LEAST: usize = 12;
const BROWSER_SURPRISE: f64 = 9.0;
const BROWSER_TIMES: f64 = 3.0;
/// Votes of new accounts in that hour, as a multiple of what the idea usually gets from new accounts.
const BURST_TIMES: f64 = 4.0;
/// Other ideas are shared when so much of the crowd voted on them, and at most so much of everybody else.
const SHARED_BY: f64 = 0.6;
const SHARED_OUTSIDE: f64 = 0.1;
/// So many votes elsewhere beside the shared ones still look like somebody who came for those.
const OTHER_VOTES: usize = 2;
/// A proposal has at least so many votes.
pub const LEAST: usize = 5;

/// How people vote on the site: one entry a person.
#[derive(Debug, Clone, Default)]
pub struct Usual {
    people: HashMap<PersonId, Person>,
    all: Counts,
    /// Votes an hour of an idea that gets votes.
    idea_rate: f64,
}

#[derive(Debug, Clone, Default)]
struct Person {
    network: Option<i64>,
    agent: Option<i64>,
    ideas: BTreeSet<IdeaId>,
}

/// How many people something is true of.
#[derive(Debug, Clone, Default)]
struct Counts {
    people: usize,
    networks: HashMap<i64, usize>,
    pairs: HashMap<(i64, i64), usize>,
    agents: HashMap<i64, usize>,
    ideas: HashMap<IdeaId, usize>,
}

impl Counts {
    fn add(&mut self, person: &Person) {
        self.people += 1;
        if let Some(network) = person.network {
            *self.networks.entry(network).or_default() += 1;
        }
        if let Some(agent) = person.agent {
            *self.agents.entry(agent).or_default() += 1;
        }
        if let Some(pair) = person.network.zip(person.agent) {
            *self.pairs.entry(pair).or_default() += 1;
        }
        for idea in &person.ideas {
            *self.ideas.entry(*idea).or_default() += 1;
        }
    }
}

impl Usual {
    /// From recent votes of the whole site.
    pub fn of(casts: &[Cast]) -> Self {
        let mut people: HashMap<PersonId, Person> = HashMap::new();
        let mut all = Counts::default();
        let (mut first, mut last) = (None, None);
        for cast in casts {
            let person = people.entry(cast.person).or_default();
            person.network = cast.network.or(person.network);
            person.agent = cast.agent.or(person.agent);
            person.ideas.insert(cast.idea);
            first = Some(first.map_or(cast.at, |at: Timestamp| at.min(cast.at)));
            last = Some(last.map_or(cast.at, |at: Timestamp| at.max(cast.at)));
        }
        for person in people.values() {
            all.add(person);
        }
        let votes = first.zip(last).map_or(0.0, |(first, last)| rate(casts.len(), first, last));
        let idea_rate = votes / real(all.ideas.len().max(1));
        Self { people, all, idea_rate }
    }

    /// The others: whoever did not vote on the idea.
    fn others(&self, voters: &HashSet<PersonId>) -> Others<'_> {
        let mut voted = Counts::default();
        for person in voters.iter().filter_map(|voter| self.people.get(voter)) {
            voted.add(person);
        }
        Others { usual: self, voted }
    }
}

/// Everybody but the voters of an idea.
#[derive(Debug)]
struct Others<'u> {
    usual: &'u Usual,
    voted: Counts,
}

impl Others<'_> {
    /// What share of the others something is true of, never quite none.
    fn share(&self, of: impl Fn(&Counts) -> Option<&usize>) -> f64 {
        let count = |counts: &Counts| of(counts).copied().unwrap_or(0);
        let seen = count(&self.usual.all).saturating_sub(count(&self.voted));
        let people = self.usual.all.people.saturating_sub(self.voted.people);
        (real(seen) + 0.5) / (real(people) + 1.0)
    }

    /// What a person voted on.
    fn ideas_of(&self, person: PersonId) -> Option<&BTreeSet<IdeaId>> {
        self.usual.people.get(&person).map(|own| &own.ideas)
    }
}

/// The crowd among the votes of one idea, if there is one. Many votes make several proposals, each of bounded size.
pub fn find(casts: &[Cast], usual: &Usual) -> Vec<Found> {
    let mut ordered: Vec<&Cast> = casts.iter().collect();
    ordered.sort_by_key(|cast| (cast.at, cast.person));
    let voters: HashSet<PersonId> = casts.iter().map(|cast| cast.person).collect();
    let others = usual.others(&voters);
    let mut crowd = Crowded::default();
    by_network(&ordered, &others, &mut crowd);
    by_machine(&ordered, &others, &mut crowd);
    by_browser(&ordered, &others, &mut crowd);
    beside(&ordered, &others, &mut crowd);
    let shared = by_overlap(&ordered, &others, &mut crowd);
    let Some(kind) = crowd.kind() else { return Vec::new() };
    let members: Vec<&Cast> = ordered.iter().copied().filter(|cast| crowd.has(cast.person)).collect();
    if members.len() < LEAST {
        return Vec::new();
    }
    let rest: Vec<&Cast> = ordered.iter().copied().filter(|cast| !crowd.has(cast.person)).collect();
    let told = |part: &[&Cast]| Found {
        kind,
        votes: part.iter().map(|cast| cast.key()).collect(),
        facts: tell(part, &rest, &others, &shared, usual),
    };
    members.chunks(VOTES_MAX).map(told).collect()
}

/// Who is in the crowd, and by which rule they came in first.
#[derive(Debug, Default)]
struct Crowded(HashMap<PersonId, CrowdKind>);

impl Crowded {
    fn has(&self, person: PersonId) -> bool {
        self.0.contains_key(&person)
    }

    fn take<'c>(&mut self, kind: CrowdKind, casts: impl IntoIterator<Item = &'c Cast>) {
        for cast in casts {
            self.0.entry(cast.person).or_insert(kind);
        }
    }

    /// The rule that brought in the most.
    fn kind(&self) -> Option<CrowdKind> {
        let count = |kind: CrowdKind| self.0.values().filter(|own| **own == kind).count();
        CrowdKind::ALL.iter().copied().filter(|kind| count(*kind) > 0).max_by_key(|kind| count(*kind))
    }
}

/// Votes of people without a customer account, by something that they share.
fn grouped<'c, K: std::hash::Hash + Eq>(
    casts: &[&'c Cast],
    key: impl Fn(&Cast) -> Option<K>,
) -> HashMap<K, Vec<&'c Cast>> {
    let mut groups: HashMap<K, Vec<&Cast>> = HashMap::new();
    for cast in casts.iter().copied().filter(|cast| !cast.has_account) {
        if let Some(key) = key(cast) {
            groups.entry(key).or_default().push(cast);
        }
    }
    groups
}

fn by_network(casts: &[&Cast], others: &Others<'_>, crowd: &mut Crowded) {
    let groups = grouped(casts, |cast| cast.network);
    let found = networks(&groups, casts.len(), others, (NETWORK_LEAST, NETWORK_SURPRISE));
    crowd.take(CrowdKind::Network, found);
}

/// New accounts of those networks that stand out.
fn networks<'c>(
    groups: &HashMap<i64, Vec<&'c Cast>>,
    votes: usize,
    others: &Others<'_>,
    (least, surprising): (usize, f64),
) -> Vec<&'c Cast> {
    let mut found = Vec::new();
    for (network, group) in groups {
        let fresh: Vec<&Cast> = group.iter().copied().filter(|cast| cast.is_fresh()).collect();
        let usual = others.share(|counts| counts.networks.get(network)) * real(votes);
        let stands_out = fresh.len() >= least
            && share(fresh.len(), group.len()) >= FRESH_SHARE
            && surprise(fresh.len(), usual) >= surprising;
        if stands_out {
            found.extend(fresh);
        }
    }
    found
}

fn by_machine(casts: &[&Cast], others: &Others<'_>, crowd: &mut Crowded) {
    for (pair, group) in grouped(casts, |cast| cast.network.zip(cast.agent)) {
        if group.len() < MACHINE_LEAST {
            continue;
        }
        for window in windows(&group, MACHINE_WITHIN) {
            let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
            let meanwhile = casts.iter().filter(|cast| cast.at >= first.at && cast.at <= last.at).count();
            let usual = others.share(|counts| counts.pairs.get(&pair)) * real(meanwhile);
            if window.len() >= MACHINE_LEAST && surprise(window.len(), usual) >= MACHINE_SURPRISE {
                crowd.take(CrowdKind::Machine, window.iter().copied());
            }
        }
    }
}

/// The longest runs of votes within a stretch of time: each begins where the one before could not go on.
fn windows<'a, 'c>(group: &'a [&'c Cast], within: i64) -> Vec<&'a [&'c Cast]> {
    let mut all = Vec::new();
    let (mut first, mut covered) = (0, 0);
    while let Some(start) = group.get(first) {
        let end =
            group.iter().skip(first).take_while(|cast| cast.at.since(start.at) <= within).count() + first;
        if end > covered {
            all.extend(group.get(first..end));
            covered = end;
        }
        first += 1;
    }
    all
}

fn by_browser(casts: &[&Cast], others: &Others<'_>, crowd: &mut Crowded) {
    let fresh: Vec<&Cast> =
        casts.iter().copied().filter(|cast| cast.is_fresh() && !cast.has_account).collect();
    let (Some(first), Some(last)) = (fresh.first(), fresh.last()) else { return };
    let (start, end) = (first.at, last.at);
    for hour in windows(&fresh, HOUR).into_iter().filter(|hour| hour.len() >= BROWSER_LEAST) {
        let usual = rate(fresh.len() - hour.len(), start, end);
        if real(hour.len()) < BURST_TIMES * usual {
            continue;
        }
        for (agent, group) in grouped(hour, |cast| cast.agent) {
            let usual = others.share(|counts| counts.agents.get(&agent)) * real(hour.len());
            let stands_out = group.len() >= BROWSER_LEAST
                && real(group.len()) >= BROWSER_TIMES * usual
                && surprise(group.len(), usual) >= BROWSER_SURPRISE;
            if stands_out {
                crowd.take(CrowdKind::Browser, group);
            }
        }
    }
}

/// Smaller groups of the crowd's own hours.
fn beside(casts: &[&Cast], others: &Others<'_>, crowd: &mut Crowded) {
    let core: Vec<&Cast> = casts.iter().copied().filter(|cast| crowd.has(cast.person)).collect();
    if core.len() < CORE {
        return;
    }
    let edge = core.len() / 20;
    let (Some(from), Some(to)) = (core.get(edge), core.get(core.len() - 1 - edge)) else { return };
    let meanwhile: Vec<&Cast> = casts
        .iter()
        .copied()
        .filter(|cast| cast.at >= from.at.minus(HOUR) && cast.at <= to.at.plus(HOUR))
        .collect();
    let groups = grouped(&meanwhile, |cast| cast.network);
    let found = networks(&groups, meanwhile.len(), others, (BESIDE_LEAST, BESIDE_SURPRISE));
    crowd.take(CrowdKind::Network, found);
}

/// Ideas that the crowd votes on besides, and others of the idea's voters who came for just those. Gives the ideas.
fn by_overlap(casts: &[&Cast], others: &Others<'_>, crowd: &mut Crowded) -> BTreeSet<IdeaId> {
    let Some(own) = casts.first().map(|cast| cast.idea) else { return BTreeSet::new() };
    let mut counts: HashMap<IdeaId, usize> = HashMap::new();
    for ideas in crowd.0.keys().filter_map(|person| others.ideas_of(*person)) {
        for idea in ideas.iter().filter(|idea| **idea != own) {
            *counts.entry(*idea).or_default() += 1;
        }
    }
    let size = crowd.0.len();
    let shared: BTreeSet<IdeaId> = counts
        .into_iter()
        .filter(|(idea, count)| {
            share(*count, size) >= SHARED_BY
                && others.share(|counts| counts.ideas.get(idea)) <= SHARED_OUTSIDE
        })
        .map(|(idea, _)| idea)
        .collect();
    if size < CORE || shared.len() < 2 {
        return shared;
    }
    let came_for_them = |cast: &&&Cast| {
        let Some(ideas) = others.ideas_of(cast.person) else { return false };
        let both = ideas.intersection(&shared).count();
        both >= 2 && ideas.len() <= both + 1 + OTHER_VOTES
    };
    let found: Vec<&Cast> = casts
        .iter()
        .filter(|cast| cast.is_fresh() && !cast.has_account)
        .filter(came_for_them)
        .copied()
        .collect();
    crowd.take(CrowdKind::Network, found);
    shared
}

fn tell(
    part: &[&Cast],
    rest: &[&Cast],
    others: &Others<'_>,
    shared: &BTreeSet<IdeaId>,
    usual: &Usual,
) -> Facts {
    let networks: HashSet<i64> = part.iter().filter_map(|cast| cast.network).collect();
    let expected: f64 =
        networks.iter().map(|network| others.share(|counts| counts.networks.get(network))).sum();
    let own = rest.first().zip(rest.last()).map_or(0.0, |(first, last)| rate(rest.len(), first.at, last.at));
    let has_shared = |cast: &&&Cast| {
        !shared.is_empty()
            && others
                .ideas_of(cast.person)
                .is_some_and(|ideas| shared.iter().all(|idea| ideas.contains(idea)))
    };
    Facts {
        expected: hundredths(expected * real(part.len() + rest.len())),
        usual: hundredths(own),
        site_usual: hundredths(usual.idea_rate),
        overlap: whole(part.iter().filter(has_shared).count()),
        shared_ideas: whole(shared.len()),
        ..Facts::of(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    fn cast(idea: i64, person: i64, minutes: i64, network: i64, age_days: i64) -> Cast {
        Cast {
            idea: IdeaId::new(idea),
            author: PersonId::new(1),
            person: PersonId::new(person),
            at: Timestamp::from_micros(minutes * MINUTE),
            network: Some(network),
            agent: Some(person % 7),
            age: age_days * DAY,
            has_account: false,
            is_promotion: true,
        }
    }

    /// Two thousand people from five hundred networks, each voting on one of forty ideas.
    fn site() -> Vec<Cast> {
        (0..2_000)
            .map(|n| cast(100 + n % 40, 10_000 + n, n * 10, n % 500, if n % 5 == 0 { 1 } else { 90 }))
            .collect()
    }

    fn people(found: &[Found]) -> Vec<i64> {
        found.iter().flat_map(|found| found.votes.iter().map(|vote| vote.1.raw())).collect()
    }

    #[test]
    fn new_accounts_behind_one_network_are_a_crowd_and_the_others_are_not() {
        let mut votes: Vec<Cast> = (0..60).map(|n| cast(1, n, n * 90, n * 7, 200)).collect();
        votes.extend((0..10).map(|n| cast(1, 900 + n, 600 + n, 7_777, 1)));
        let found = find(&votes, &Usual::of(&site()));
        assert_eq!(people(&found), (900..910).collect::<Vec<_>>());
        let facts = &found[0].facts;
        assert_eq!((facts.votes, facts.fresh, facts.networks, facts.largest), (10, 10, 1, 10));
        assert_eq!((found[0].kind, facts.peak), (CrowdKind::Network, 10));
    }

    #[test]
    fn an_old_office_a_customers_people_and_a_large_carrier_are_none() {
        let usual = Usual::of(&site());
        let office: Vec<Cast> = (0..12).map(|n| cast(1, n, n * 40, 7_777, 300)).collect();
        assert!(find(&office, &usual).is_empty());
        let mut customers: Vec<Cast> = (0..12).map(|n| cast(1, n, n * 5, 7_777, 0)).collect();
        for own in &mut customers {
            own.has_account = true;
        }
        assert!(find(&customers, &usual).is_empty());
        let mut many = site();
        many.extend((0..800).map(|n| cast(200 + n % 9, 50_000 + n, n * 11, 4_444, 60)));
        let carrier: Vec<Cast> = (0..12).map(|n| cast(1, n, n * 45, 4_444, 1)).collect();
        assert!(find(&carrier, &Usual::of(&many)).is_empty());
    }

    #[test]
    fn one_machine_is_a_crowd_whatever_the_age_of_its_accounts() {
        let mut votes: Vec<Cast> = (0..8).map(|n| cast(1, n, n, 7_777, 400)).collect();
        for own in &mut votes {
            own.agent = Some(42);
        }
        let found = find(&votes, &Usual::of(&site()));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].kind, found[0].votes.len()), (CrowdKind::Machine, 8));
    }

    #[test]
    fn a_flood_of_new_people_from_everywhere_is_no_crowd() {
        let votes: Vec<Cast> = (0..400).map(|n| cast(1, n, n / 8, n * 13, 0)).collect();
        assert!(find(&votes, &Usual::of(&site())).is_empty());
    }
}
