//! Undoing merges restores exactly: whatever happens in between, and in chains.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use groundswell::accounts::demand;
use groundswell::db::schema::votes;
use groundswell::db::{Db, execute};
use groundswell::error::{Error, Result};
use groundswell::ideas::{LinkKind, links, merge};
use groundswell::ids::{IdeaId, PersonId};
use groundswell::people::{Person, Role};
use groundswell::time::{SECOND, Timestamp};
use groundswell::triage::notes;
use groundswell::votes::{Ballot, cast};
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use super::merge::complaints;
use super::merge_told::in_account;
use crate::support::{Site, whole_rows};

type VoteRows = BTreeMap<PersonId, String>;

/// What people do at an idea: every row with every column.
#[derive(Debug, Clone, PartialEq)]
struct Rows {
    votes: VoteRows,
    follows: BTreeMap<PersonId, String>,
    comments: BTreeMap<i64, String>,
}

fn rows(db: &mut Db, idea: IdeaId) -> Result<Rows> {
    let of = format!("t.idea_id = {idea}");
    let by_person = |found: BTreeMap<i64, String>| -> BTreeMap<PersonId, String> {
        found.into_iter().map(|(person, row)| (PersonId::new(person), row)).collect()
    };
    Ok(Rows {
        votes: by_person(whole(db, "votes", "t.person_id", &of, &[])?),
        follows: by_person(whole(db, "follows", "t.person_id", &of, &[])?),
        comments: whole(db, "comments", "t.id", &of, &[])?,
    })
}

/// What else hangs on an idea, and by which column.
const HANGING: [(&str, &str); 12] = [
    ("idea_tags", "idea_id"),
    ("links", "from_idea"),
    ("links", "to_idea"),
    ("captures", "idea_id"),
    ("routes", "idea_id"),
    ("kano_answers", "idea_id"),
    ("outcomes", "idea_id"),
    ("responses", "idea_id"),
    ("revisions", "idea_id"),
    ("promises", "idea_id"),
    ("notes", "idea_id"),
    ("idea_accounts", "idea_id"),
];
/// Columns of an idea that follow from its votes, comments and follows, which the doctor holds against them.
const DERIVED: [&str; 16] = [
    "active_at",
    "promotions",
    "demotions",
    "comment_count",
    "follower_count",
    "held_count",
    "net",
    "wilson",
    "heat",
    "site_heat",
    "impact",
    "hope",
    "spread",
    "accounts_asking",
    "value_factor",
    "spread_factor",
];

/// The idea's own row without some columns, and every row that hangs on it otherwise, all with every column.
fn hanging(db: &mut Db, idea: IdeaId, without: &[&str]) -> Result<Vec<(&'static str, Vec<String>)>> {
    let own = whole(db, "ideas", "t.id", &format!("t.id = {idea}"), without)?;
    let mut all = vec![("ideas", own.into_values().collect())];
    for (table, column) in HANGING {
        let found = whole_rows(db, table, "0", &format!("t.{column} = {idea}"), &[])?;
        let mut found: Vec<String> = found.into_iter().map(|row| row.whole).collect();
        found.sort();
        all.push((table, found));
    }
    Ok(all)
}

fn whole(db: &mut Db, table: &str, key: &str, of: &str, without: &[&str]) -> Result<BTreeMap<i64, String>> {
    let found = whole_rows(db, table, key, of, without)?;
    Ok(found.into_iter().map(|row| (row.number, row.whole)).collect())
}

/// Gives ideas a tag, a link, a team, and what customers and the desk said about them, and a vote that was asked about.
async fn furnish(site: &Site, by: &Person, ids: &[IdeaId]) {
    let team = site.team("Tents", &[]).await;
    for (place, id) in ids.iter().copied().enumerate() {
        let (idea, next) = (site.stored_idea(id).await, ids[(place + 1) % ids.len()]);
        site.send_to(by, &idea, &team).await;
        let (maker, now) = (by.clone(), site.now());
        site.write(move |db| {
            links::link(db, &maker, id, LinkKind::AlternativeTo, next, now)?;
            notes::add(db, &maker, id, "Asked for at the fair.", now)?;
            let (author, at, by) = (idea.author_id, now.micros(), maker.id);
            for sql in [
                format!("INSERT INTO tags (slug, name, is_staff_only) VALUES ('tag-{id}', 'Tag {id}', FALSE)"),
                format!("INSERT INTO idea_tags (idea_id, tag_id) SELECT {id}, id FROM tags WHERE slug = 'tag-{id}'"),
                format!(
                    "INSERT INTO captures (idea_id, person_id, captured_by, is_idea, words, state, created_at, \
                     decided_at) VALUES ({id}, {author}, {by}, FALSE, 'We need it.', 'confirmed', {at}, {at})"
                ),
                format!(
                    "INSERT INTO kano_answers (idea_id, person_id, functional, dysfunctional, created_at, updated_at) \
                     VALUES ({id}, {author}, 'like', 'dislike', {at}, {at})"
                ),
                format!(
                    "INSERT INTO outcomes (idea_id, person_id, value, line, created_at, updated_at) \
                     VALUES ({id}, {author}, 'partly', 'Half of it.', {at}, {at})"
                ),
                format!("UPDATE votes SET asked_at = {at} WHERE idea_id = {id} AND person_id = {author}"),
            ] {
                execute(db, &sql)?;
            }
            Ok(())
        })
        .await;
    }
}

/// A merge that stands: the rows of both as they were, and who voted at the target since.
struct Standing {
    idea: IdeaId,
    into: IdeaId,
    source: Rows,
    hanging: Vec<(&'static str, Vec<String>)>,
    target: VoteRows,
    since: BTreeSet<PersonId>,
}

#[actix_web::test]
async fn whatever_happens_in_between_undoing_a_merge_restores_every_row_and_keeps_what_was_cast_since() {
    for seed in 0..6 {
        lives_on(seed).await;
    }
}

async fn lives_on(seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let mut people = Vec::new();
    for name in ["Ann", "Ben", "Cem", "Dee", "Eve", "Fay"] {
        people.push(site.customer(name).await);
    }
    let mut ideas = Vec::new();
    for (at, title) in ["One tent", "Two tents", "Three tents", "Four tents"].into_iter().enumerate() {
        ideas.push(site.idea(&people[at], &board, title).await.id);
    }
    in_account(&site, "Acme", "1200", &[&people[1], &people[3]]).await;
    furnish(&site, &maja, &ideas).await;
    let mut merged: Vec<Standing> = Vec::new();
    for step in 1..80 {
        let now = site.now().plus(step * SECOND);
        let idea = ideas[rng.random_range(0..ideas.len())];
        let home = merged.iter().find(|own| own.idea == idea).map_or(idea, |own| own.into);
        match rng.random_range(0..10) {
            0..6 => {
                let person = people[rng.random_range(0..people.len())].clone();
                let ballot = Ballot::parse(["up", "down", "none"][rng.random_range(0..3)]).unwrap();
                let id = person.id;
                let before = site.read(move |db| rows(db, home)).await.votes;
                site.write(move |db| cast(db, &person, idea, ballot, now)).await;
                // Asking for what is so already changes nothing.
                if site.read(move |db| rows(db, home)).await.votes != before {
                    for own in merged.iter_mut().filter(|own| own.into == home) {
                        own.since.insert(id);
                    }
                }
            }
            6..8 => {
                let into = ideas[rng.random_range(0..ideas.len())];
                let is_taken = |id: IdeaId| merged.iter().any(|own| own.idea == id);
                // Chains have a test of their own.
                if into == idea
                    || is_taken(idea)
                    || is_taken(into)
                    || merged.iter().any(|own| own.into == idea)
                {
                    continue;
                }
                let (source, target) = site.read(move |db| Ok((rows(db, idea)?, rows(db, into)?))).await;
                let all = site.read(move |db| hanging(db, idea, &["shown"])).await;
                let by = maja.clone();
                site.write(move |db| merge::merge(db, &by, idea, into, now)).await;
                let after = site.read(move |db| Ok((rows(db, idea)?, hanging(db, idea, &["shown"])?))).await;
                assert_eq!(after, (source.clone(), all.clone()), "seed {seed}: nothing is moved");
                let since = BTreeSet::new();
                merged.push(Standing { idea, into, source, hanging: all, target: target.votes, since });
            }
            _ if !merged.is_empty() => {
                let own = merged.remove(rng.random_range(0..merged.len()));
                part(&site, &maja, own, &merged, now, seed).await;
            }
            _ => {}
        }
    }
    while let Some(own) = merged.pop() {
        part(&site, &maja, own, &merged, site.now().plus(90 * SECOND), seed).await;
    }
    assert_eq!(complaints(&site).await, [""; 0], "seed {seed}");
}

async fn part(site: &Site, maja: &Person, own: Standing, others: &[Standing], now: Timestamp, seed: u64) {
    let (idea, into, by) = (own.idea, own.into, maja.clone());
    let before = site.read(move |db| rows(db, into)).await.votes;
    site.write(move |db| merge::unmerge(db, &by, idea, now)).await;
    let (source, after) = site.read(move |db| Ok((rows(db, idea)?, rows(db, into)?.votes))).await;
    assert_eq!(source, own.source, "seed {seed}: every row that was there is there");
    let all = site.read(move |db| hanging(db, idea, &["shown"])).await;
    assert_eq!(all, own.hanging, "seed {seed}: and whatever hangs on the idea, and its own row");
    for person in &own.since {
        assert_eq!(after.get(person), before.get(person), "seed {seed}: what was done since stays");
    }
    let elsewhere = |person: &PersonId| {
        others.iter().any(|other| other.into == into && other.source.votes.contains_key(person))
    };
    for (person, row) in &own.target {
        if !own.since.contains(person) && !elsewhere(person) && before.get(person) == Some(row) {
            assert_eq!(after.get(person), Some(row), "seed {seed}: what was there before stays");
        }
    }
    for person in after.keys() {
        let belongs = own.since.contains(person) || own.target.contains_key(person) || elsewhere(person);
        assert!(belongs, "seed {seed}: {person} has no vote of their own there");
    }
}
/// What somebody may do while ideas are merged and taken apart.
#[derive(Debug, Clone, Copy)]
enum Step {
    Vote { person: usize, idea: usize, ballot: &'static str },
    Follow { person: usize, idea: usize, is_on: bool },
    Hold { person: usize, idea: usize },
    Comment { person: usize, idea: usize },
    Merge { idea: usize, into: usize },
    Unmerge { idea: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let (person, idea) = (0..5_usize, 0..4_usize);
    let ballot = prop_oneof![Just("up"), Just("down"), Just("none")];
    prop_oneof![
        5 => (person.clone(), idea.clone(), ballot).prop_map(|(person, idea, ballot)| Step::Vote { person, idea, ballot }),
        1 => (person.clone(), idea.clone(), any::<bool>())
            .prop_map(|(person, idea, is_on)| Step::Follow { person, idea, is_on }),
        1 => (person.clone(), idea.clone()).prop_map(|(person, idea)| Step::Hold { person, idea }),
        1 => (person, idea.clone()).prop_map(|(person, idea)| Step::Comment { person, idea }),
        3 => (idea.clone(), idea.clone()).prop_map(|(idea, into)| Step::Merge { idea, into }),
        1 => idea.prop_map(|idea| Step::Unmerge { idea }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, max_shrink_iters: 30, ..ProptestConfig::default() })]

    /// Merges in chains, with everything going on in between: once all are undone, each idea has exactly the rows that
    /// people made there themselves.
    #[test]
    fn once_all_merges_are_undone_each_idea_has_what_was_done_there(steps in proptest::collection::vec(step(), 1..70)) {
        actix_web::rt::System::new().block_on(merged_and_parted(steps));
    }
}

async fn merged_and_parted(steps: Vec<Step>) {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let mut members = Vec::new();
    for name in ["Ann", "Ben", "Cem", "Dee", "Eve"] {
        members.push(site.customer(name).await);
    }
    in_account(&site, "Acme", "1200", &[&members[0], &members[2]]).await;
    let mut ids = Vec::new();
    for (at, title) in ["One tent", "Two tents", "Three tents", "Four tents"].into_iter().enumerate() {
        ids.push(site.idea(&members[at], &board, title).await.id);
    }
    furnish(&site, &maja, &ids).await;
    let mut made: BTreeMap<IdeaId, Rows> = BTreeMap::new();
    let mut others = BTreeMap::new();
    for id in &ids {
        let id = *id;
        made.insert(id, site.read(move |db| rows(db, id)).await);
        others.insert(id, site.read(move |db| standing(db, id)).await);
    }
    let mut now = site.now();
    for step in steps {
        now = now.plus(SECOND);
        let idea = match step {
            Step::Vote { idea, .. } | Step::Follow { idea, .. } | Step::Hold { idea, .. } => ids[idea],
            Step::Comment { idea, .. } | Step::Merge { idea, .. } | Step::Unmerge { idea } => ids[idea],
        };
        let home = site.read(move |db| groundswell::merges::home(db, idea)).await;
        let before = site.read(move |db| rows(db, home)).await;
        match step {
            Step::Vote { person, ballot, .. } => {
                let (voter, ballot) = (members[person].clone(), Ballot::parse(ballot).unwrap());
                site.write(move |db| cast(db, &voter, idea, ballot, now)).await;
            }
            Step::Follow { person, is_on, .. } => {
                let person = members[person].id;
                site.write(move |db| groundswell::follows::set(db, home, person, is_on, now)).await;
            }
            Step::Hold { person, .. } => {
                let person = members[person].id;
                site.write(move |db| {
                    let row = votes::table.find((home, person)).filter(votes::value.ne(0_i16));
                    diesel::update(row).set(votes::state.eq("held")).execute(db)?;
                    groundswell::ranking::store::refresh(db, home)?;
                    demand::recount(db, &[home])
                })
                .await;
            }
            Step::Comment { person, .. } => {
                let at = site.stored_idea(home).await;
                site.comment(&members[person], &at, None, "So do I.").await;
            }
            Step::Merge { into, .. } => {
                let (by, into) = (maja.clone(), ids[into]);
                match site.state.db.write(move |db| merge::merge(db, &by, idea, into, now)).await {
                    Ok(_)
                    | Err(Error::Conflict(_) | Error::Invalid(_) | Error::Forbidden(_) | Error::NotFound) => {
                    }
                    Err(other) => panic!("{other}"),
                }
                continue;
            }
            Step::Unmerge { .. } => {
                let by = maja.clone();
                match site.state.db.write(move |db| merge::unmerge(db, &by, idea, now)).await {
                    Ok(_) | Err(Error::Conflict(_)) => {}
                    Err(other) => panic!("{other}"),
                }
                continue;
            }
        }
        let after = site.read(move |db| rows(db, home)).await;
        took_part(made.get_mut(&home).unwrap(), &before, &after, matches!(step, Step::Hold { .. }));
    }
    for id in ids.iter().cycle().take(ids.len() * ids.len()) {
        let (by, id) = (maja.clone(), *id);
        if site.read(move |db| groundswell::merges::of(db, id)).await.is_some() {
            now = now.plus(SECOND);
            site.write(move |db| merge::unmerge(db, &by, id, now)).await;
        }
    }
    for id in ids {
        assert_eq!(site.read(move |db| rows(db, id)).await, made[&id], "idea {id}");
        assert_eq!(site.read(move |db| standing(db, id)).await, others[&id], "idea {id}");
    }
    assert_eq!(complaints(&site).await, [""; 0]);
}

/// What votes, comments and follows do not change.
fn standing(db: &mut Db, idea: IdeaId) -> Result<Vec<(&'static str, Vec<String>)>> {
    let mut all = hanging(db, idea, &DERIVED)?;
    all.retain(|(table, _)| *table != "idea_accounts");
    Ok(all)
}

/// What an act changed is its author's own from then on. A vote that is held stays whose it was: one that a merge brought
/// goes with it.
fn took_part(own: &mut Rows, before: &Rows, after: &Rows, is_hold: bool) {
    let people: BTreeSet<PersonId> = before.votes.keys().chain(after.votes.keys()).copied().collect();
    for person in people {
        let (was, is) = (before.votes.get(&person), after.votes.get(&person));
        if was == is || (is_hold && own.votes.get(&person) != was) {
            continue;
        }
        match is {
            Some(row) => own.votes.insert(person, row.clone()),
            None => own.votes.remove(&person),
        };
    }
    for (person, row) in &after.follows {
        if before.follows.get(person) != Some(row) {
            own.follows.insert(*person, row.clone());
        }
    }
    let new = after.comments.iter().filter(|(id, _)| !before.comments.contains_key(id));
    own.comments.extend(new.map(|(id, row)| (*id, row.clone())));
}
