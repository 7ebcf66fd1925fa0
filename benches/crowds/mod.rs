//! A seeded site of honest voters, and attacks on it; and what the product's own functions would propose to hold. Shared by
//! the bench and by the test that guards it.
#![allow(dead_code, reason = "the bench and the test take different parts")]

use std::collections::{BTreeMap, BTreeSet};

use groundswell::ids::{IdeaId, PersonId};
use groundswell::integrity::crowd::{self, Usual};
use groundswell::integrity::seen::Cast;
use groundswell::integrity::{rings, sweep};
use groundswell::time::{DAY, HOUR, MINUTE, Timestamp};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// How an attack goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attack {
    /// New accounts from an eighth as many networks, all within an hour.
    Burst,
    /// The same, while an honest crowd comes to the same idea.
    Mixed,
    /// The same accounts, one after the other over twelve days.
    Drip,
    /// Accounts that post ideas and promote those of eight others each, over three weeks, from everywhere.
    Ring,
    /// A burst of accounts that are months old.
    Sleepers,
    /// A burst of new accounts, each with a network of its own.
    Proxies,
    /// A drip of new accounts, each with a network of its own.
    SlowProxies,
}

impl Attack {
    pub const ALL: [Self; 7] =
        [Self::Burst, Self::Mixed, Self::Ring, Self::Drip, Self::Sleepers, Self::Proxies, Self::SlowProxies];

    pub fn name(self) -> &'static str {
        match self {
            Self::Burst => "burst",
            Self::Mixed => "burst in an honest crowd",
            Self::Ring => "ring",
            Self::Drip => "drip",
            Self::Sleepers => "burst of old accounts",
            Self::Proxies => "burst, own networks",
            Self::SlowProxies => "drip, own networks",
        }
    }
}

/// The days that are played.
const DAYS: i64 = 30;
const NETWORKS: usize = 1_500;
const AGENTS: usize = 60;
const LATER_PEOPLE: i64 = 1_000_000;

/// Honest votes, and those of an attack.
pub struct World {
    pub casts: Vec<Cast>,
    pub bad: BTreeSet<(IdeaId, PersonId)>,
    chance: StdRng,
    networks: Wheel,
    agents: Wheel,
    ideas: Vec<Idea>,
    next_person: i64,
}

#[derive(Clone, Copy)]
struct Idea {
    id: IdeaId,
    author: PersonId,
    posted: i64,
    appeal: f64,
}

/// Where somebody comes from.
#[derive(Clone, Copy)]
struct Voter {
    id: PersonId,
    network: i64,
    agent: i64,
    /// When the account was made, in microseconds; before the first day it is negative.
    joined: i64,
    has_account: bool,
}

/// Numbers that come up as often as they weigh.
struct Wheel(Vec<f64>);

impl Wheel {
    fn zipf(count: usize, power: f64) -> Self {
        Self::of((0..count).map(|place| 1.0 / ((place + 1) as f64).powf(power)))
    }

    fn of(weights: impl Iterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        Self(
            weights
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
        )
    }

    fn turn(&self, chance: &mut StdRng) -> usize {
        let at = chance.random_range(0.0..self.0.last().copied().unwrap());
        self.0.partition_point(|sum| *sum <= at).min(self.0.len() - 1)
    }
}

/// Two people in three vote by day.
fn by_day(chance: &mut StdRng, at: i64) -> i64 {
    let day = at / DAY * DAY;
    let hour = if chance.random_bool(0.85) { chance.random_range(7..23) } else { chance.random_range(0..24) };
    day + hour * HOUR + chance.random_range(0..HOUR)
}

impl World {
    /// A site with so many honest voters.
    pub fn honest(seed: u64, voters: usize) -> Self {
        let mut chance = StdRng::seed_from_u64(seed);
        let count = (voters / 15).max(30);
        let ideas = (0..count)
            .map(|place| {
                // Totals of petitions are heavy-tailed: the product of four uniform numbers is near a log-normal one.
                let appeal: f64 = (0..4).map(|_| chance.random_range(0.05..1.0_f64)).product();
                let author = if chance.random_bool(0.5) {
                    chance.random_range(0..(voters / 100).max(3))
                } else {
                    chance.random_range(0..voters)
                };
                Idea {
                    id: IdeaId::new(place as i64 + 1),
                    author: PersonId::new(author as i64 + 1),
                    posted: chance.random_range(-20 * DAY..(DAYS - 2) * DAY),
                    appeal,
                }
            })
            .collect();
        let mut world = Self {
            casts: Vec::new(),
            bad: BTreeSet::new(),
            chance,
            networks: Wheel::zipf(NETWORKS, 0.8),
            agents: Wheel::zipf(AGENTS, 1.1),
            ideas,
            next_person: LATER_PEOPLE,
        };
        world.come_and_go(voters);
        world.offices(voters / 250);
        world.honest_crowds(3, voters / 20);
        world.friends(voters / 500);
        world
    }

    /// The same with an attack of so many accounts.
    pub fn attacked(seed: u64, voters: usize, attack: Attack, size: usize) -> Self {
        let mut world = Self::honest(seed, voters);
        let at = (12 * DAY) + world.chance.random_range(0..8) * DAY + 10 * HOUR;
        let target = world.some_idea(at);
        match attack {
            Attack::Ring => world.ring(size),
            Attack::Mixed => {
                let honest = world.newcomers(200, false);
                for voter in honest {
                    let when = at + world.chance.random_range(0..3 * HOUR);
                    world.cast(voter, target, when, false);
                }
                world.strike(target, size, (at + HOUR, HOUR), (size / 8, 2 * DAY));
            }
            Attack::Burst => world.strike(target, size, (at, HOUR), (size / 8, 2 * DAY)),
            Attack::Drip => world.strike(target, size, (at - 10 * DAY, 12 * DAY), (size / 8, HOUR)),
            Attack::Sleepers => world.strike(target, size, (at, HOUR), (size / 8, 300 * DAY)),
            Attack::Proxies => world.strike(target, size, (at, HOUR), (usize::MAX, 2 * DAY)),
            Attack::SlowProxies => world.strike(target, size, (at - 10 * DAY, 12 * DAY), (usize::MAX, HOUR)),
        }
        world.casts.sort_by_key(|cast| (cast.at, cast.person, cast.idea));
        world
    }

    fn cast(&mut self, voter: Voter, idea: Idea, at: i64, is_bad: bool) {
        if voter.id == idea.author || at < idea.posted || !(0..DAYS * DAY).contains(&at) {
            return;
        }
        self.casts.push(Cast {
            idea: idea.id,
            author: idea.author,
            person: voter.id,
            at: Timestamp::from_micros(at),
            network: Some(voter.network),
            agent: Some(voter.agent),
            age: (at - voter.joined).max(0),
            has_account: voter.has_account,
            is_promotion: true,
        });
        if is_bad {
            self.bad.insert((idea.id, voter.id));
        }
    }

    fn voter(&mut self, id: i64, joined: i64) -> Voter {
        Voter {
            id: PersonId::new(id),
            network: self.networks.turn(&mut self.chance) as i64,
            agent: self.agents.turn(&mut self.chance) as i64,
            joined,
            has_account: self.chance.random_bool(0.2),
        }
    }

    fn newcomers(&mut self, count: usize, has_account: bool) -> Vec<Voter> {
        (0..count)
            .map(|_| {
                self.next_person += 1;
                Voter { has_account, ..self.voter(self.next_person, i64::MAX) }
            })
            .collect()
    }

    /// An idea that is there at a moment, neither the hottest nor the coldest.
    fn some_idea(&mut self, at: i64) -> Idea {
        loop {
            let idea = self.ideas[self.chance.random_range(0..self.ideas.len())];
            if idea.posted < at - 11 * DAY && (0.01..0.3).contains(&idea.appeal) {
                return idea;
            }
        }
    }

    /// Everyday voters. A new idea gets most of its votes in its first days, and each person votes a few times or many.
    fn come_and_go(&mut self, voters: usize) {
        let wheel = Wheel::of(self.ideas.clone().iter().map(|idea| idea.appeal));
        for place in 0..voters {
            // Three in ten join when they vote first.
            let is_new = self.chance.random_bool(0.3);
            let joined = if is_new {
                self.chance.random_range(0..DAYS * DAY)
            } else {
                -self.chance.random_range(DAY..700 * DAY)
            };
            let voter = self.voter(place as i64 + 1, joined);
            let zeal: f64 = self.chance.random_range(0.02..1.0);
            let votes = ((1.0 / zeal) * 2.0) as usize;
            let mut seen = BTreeSet::new();
            for nth in 0..votes.min(60) {
                let idea = self.ideas[wheel.turn(&mut self.chance)];
                let age: f64 = self.chance.random_range(0.0001..1.0_f64);
                let after = (-age.ln() * 6.0 * DAY as f64) as i64;
                let wanted = idea.posted.max(0) + after;
                let at =
                    if nth == 0 && is_new { joined } else { by_day(&mut self.chance, wanted).max(joined) };
                if seen.insert(idea.id) {
                    self.cast(voter, idea, at, false);
                }
            }
        }
    }

    /// Offices where a mail goes round: one network, three browsers, two ideas within a working day. Half belong to a
    /// customer account.
    fn offices(&mut self, count: usize) {
        for place in 0..count {
            let day = self.chance.random_range(12..DAYS - 1) * DAY + 9 * HOUR;
            let ideas = [self.some_idea(day), self.some_idea(day)];
            let size = self.chance.random_range(5..40);
            let network = 5_000 + place as i64;
            let people = self.newcomers(size, place % 2 == 0);
            for mut voter in people {
                voter.network = network;
                voter.agent = self.chance.random_range(0..3);
                let is_new = self.chance.random_bool(0.4);
                voter.joined = if is_new { day } else { -self.chance.random_range(0..300) * DAY };
                for idea in ideas {
                    if self.chance.random_bool(0.7) {
                        let at = day + self.chance.random_range(0..8 * HOUR);
                        self.cast(voter, idea, at, false);
                    }
                }
            }
        }
    }

    /// A link goes round: many people who join to vote, from everywhere, within three hours.
    fn honest_crowds(&mut self, count: usize, size: usize) {
        for _ in 0..count {
            let at = self.chance.random_range(12..DAYS - 1) * DAY + self.chance.random_range(8..18) * HOUR;
            let idea = self.some_idea(at);
            for mut voter in self.newcomers(size, false) {
                let when = at + self.chance.random_range(0..3 * HOUR);
                voter.joined = if self.chance.random_bool(0.8) { when } else { -30 * DAY };
                self.cast(voter, idea, when, false);
            }
        }
    }

    /// Three or four people who like one another's ideas.
    fn friends(&mut self, count: usize) {
        for _ in 0..count {
            let size = self.chance.random_range(3..5);
            let at = self.chance.random_range(1..20) * DAY;
            self.circle(size, size, at, false);
        }
    }

    fn ring(&mut self, size: usize) {
        self.circle(size, 8, 5 * DAY, true);
    }

    /// People who post two ideas each and promote those of the next `partners / 2` on either side.
    fn circle(&mut self, size: usize, partners: usize, from: i64, is_bad: bool) {
        let mut people = self.newcomers(size, false);
        for voter in &mut people {
            voter.joined = -self.chance.random_range(10..60) * DAY;
        }
        let first = 10_000_000 + 10 * self.next_person;
        let own: Vec<[Idea; 2]> = people
            .iter()
            .enumerate()
            .map(|(place, voter)| {
                [0, 1].map(|nth| Idea {
                    id: IdeaId::new(first + 2 * place as i64 + nth),
                    author: voter.id,
                    posted: from,
                    appeal: 0.0,
                })
            })
            .collect();
        let reach = (partners / 2).max(1).min((size - 1) / 2 + 1);
        for (place, voter) in people.iter().enumerate() {
            let near =
                (1..=reach).flat_map(|step| [(place + step) % size, (place + size - step % size) % size]);
            for other in near.collect::<BTreeSet<_>>().into_iter().filter(|other| *other != place) {
                for idea in own[other] {
                    let at = from + self.chance.random_range(0..20 * DAY);
                    self.cast(*voter, idea, at, is_bad);
                }
            }
            // Besides, they vote like others.
            for _ in 0..4 {
                let at = from + self.chance.random_range(0..20 * DAY);
                let idea = self.ideas[self.chance.random_range(0..self.ideas.len())];
                self.cast(*voter, idea, at, false);
            }
        }
    }

    /// So many accounts vote on one idea within a stretch of time. Their age is at most `age`, at least a third of it.
    fn strike(&mut self, idea: Idea, size: usize, (from, within): (i64, i64), (networks, age): (usize, i64)) {
        let agents: Vec<i64> = (0..3).map(|_| self.agents.turn(&mut self.chance) as i64).collect();
        let pool: Vec<i64> = (0..networks.clamp(2, size)).map(|n| 9_000 + n as i64).collect();
        for mut voter in self.newcomers(size, false) {
            let at = from + self.chance.random_range(0..within);
            // A hired network is one of an access provider, as other people have it.
            if networks < size {
                voter.network = pool[self.chance.random_range(0..pool.len())];
            }
            voter.agent = agents[self.chance.random_range(0..agents.len())];
            voter.joined = at - self.chance.random_range(age / 3..age.max(MINUTE));
            self.cast(voter, idea, at, true);
        }
    }
}

/// The votes that the product would propose to hold, looking every two days as the worker does every few minutes.
pub fn held(world: &World) -> BTreeSet<(IdeaId, PersonId)> {
    let mut found = BTreeSet::new();
    let newest = |casts: &[Cast], limit: i64| -> Vec<Cast> {
        let skip = casts.len().saturating_sub(usize::try_from(limit).unwrap());
        casts[skip..].to_vec()
    };
    for day in (2..=DAYS).step_by(2) {
        let until = Timestamp::from_micros(day * DAY);
        let since = until.minus(sweep::WINDOW);
        let recent: Vec<Cast> =
            world.casts.iter().filter(|cast| cast.at > since && cast.at <= until).copied().collect();
        let usual = Usual::of(&newest(&recent, sweep::USUAL));
        let mut by_idea: BTreeMap<IdeaId, Vec<Cast>> = BTreeMap::new();
        for cast in &recent {
            by_idea.entry(cast.idea).or_default().push(*cast);
        }
        for casts in by_idea.values().filter(|casts| casts.len() >= crowd::LEAST) {
            let proposals = crowd::find(&newest(casts, sweep::OF_IDEA), &usual);
            found.extend(proposals.into_iter().flat_map(|proposal| proposal.votes));
        }
    }
    let proposals = rings::find(&newest(&world.casts, sweep::RINGS));
    found.extend(proposals.into_iter().flat_map(|proposal| proposal.votes));
    found
}

/// How well that goes.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    /// The share of held votes that are the attack's.
    pub precision: f64,
    /// The share of the attack's votes that are held.
    pub recall: f64,
    /// The share of honest votes that are held.
    pub honest: f64,
}

pub fn score(world: &World) -> Score {
    let held = held(world);
    let bad = held.intersection(&world.bad).count() as f64;
    let honest = world.casts.iter().map(Cast::key).collect::<BTreeSet<_>>().len() - world.bad.len();
    Score {
        precision: if held.is_empty() { 1.0 } else { bad / held.len() as f64 },
        recall: if world.bad.is_empty() { 1.0 } else { bad / world.bad.len() as f64 },
        honest: (held.len() as f64 - bad) / honest.max(1) as f64,
    }
}
