//! `demo --scale`: the demo's company grown until its desk has as much as a desk may have. That takes minutes, so it
//! goes in many transactions; everything follows from `Chance`, so two of them are alike.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

use diesel::prelude::*;
use indicatif::ProgressBar;

use super::chance::Chance;
use crate::accounts::demand;
use crate::boards::Voting;
use crate::db::schema::{accounts, boards, ideas, people, search_documents};
use crate::db::{Database, Db, execute};
use crate::error::{Error, Result};
use crate::ids::{AccountId, IdeaId, PersonId};
use crate::people::Role;
use crate::ranking::store::refresh_all;
use crate::search;
use crate::text_enum;
use crate::time::{DAY, HOUR, Timestamp};

text_enum! {
    /// How much is in the demo.
    pub enum Scale {
        /// What a person looks through.
        Usual = "usual",
        /// A desk with more than 5,000 open ideas: for walking it as a product manager does who comes to one.
        Busy = "busy",
        /// 100,000 ideas with 5 million votes by 20,000 people of 500 accounts: for measuring.
        Large = "large",
    }
}

impl Scale {
    /// How much it is grown to; nothing when it stays as it is.
    pub fn size(self) -> Option<Size> {
        match self {
            Self::Usual => None,
            Self::Busy => Some(Size { accounts: 120, people: 2_000, ideas: 8_500, votes: 170_000 }),
            Self::Large => Some(Size { accounts: 500, people: 20_000, ideas: 100_000, votes: 5_000_000 }),
        }
    }
}

/// How many rows the demo is to have more than usual.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Customer organisations.
    pub accounts: i64,
    /// Customers.
    pub people: i64,
    /// Ideas.
    pub ideas: i64,
    /// Votes, about.
    pub votes: i64,
}

/// Rows that one statement puts in, and ideas that one transaction finishes.
const CHUNK: i64 = 500;
/// How far back ideas and people go.
const PAST: i64 = 3 * 365 * DAY;
/// Ideas have votes as the number of their place to this power, the first having most: few have many.
const TAIL: f64 = -0.55;
/// One in so many open ideas is with a team.
const ROUTED: i64 = 20;
/// Out of about so many ideas the desk sees which repeat an older one, whatever the size: the queue has some hundreds.
const LOOKED_AT: i64 = 4_000;
/// How alike a repetition is to what it repeats: the same text under a longer title.
const ALIKE: f64 = 0.8;

const PLACES: [&str; 25] = [
    "winter tours",
    "day hikes",
    "families",
    "left-handed people",
    "long distance",
    "rental shops",
    "schools",
    "the far north",
    "wet weather",
    "small hands",
    "tall people",
    "climbing huts",
    "bike packing",
    "canoe trips",
    "night walks",
    "dog owners",
    "scout groups",
    "guides",
    "heat and sun",
    "first trips",
    "sea kayaks",
    "ski tours",
    "commuters",
    "rescue teams",
    "festivals",
];
const LINES: [&str; 20] = [
    "Ember", "Fjell", "Tarn", "Skarv", "Lume", "Birk", "Rime", "Hollow", "Kestrel", "Drift", "Moss",
    "Strand", "Cairn", "Vinter", "Pica", "Aska", "Nord", "Heath", "Solstice", "Brae",
];
const FIRST: [&str; 30] = [
    "Ada", "Bruno", "Carla", "Dario", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jakob", "Kaya", "Liam",
    "Mila", "Noah", "Olga", "Pablo", "Quinn", "Rosa", "Sami", "Tilda", "Umar", "Vera", "Wanda", "Xenia",
    "Yusuf", "Zoe", "Amir", "Bea", "Chen", "Dina",
];
const LAST: [&str; 30] = [
    "Aalto", "Berg", "Costa", "Duarte", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jansen",
    "Kowalski", "Larsen", "Moreau", "Novak", "Okafor", "Petrov", "Quiroga", "Rossi", "Silva", "Tanaka",
    "Ueda", "Varga", "Weber", "Xu", "Yilmaz", "Zeman", "Adeyemi", "Brandt", "Chavez", "Dubois",
];
const TRADES: [&str; 10] = [
    "Outfitters",
    "Travel",
    "Schools",
    "Rescue",
    "Rentals",
    "Guides",
    "Sports",
    "Logistics",
    "Clinics",
    "Parks",
];

/// An idea of the usual demo, which many ideas repeat in other words.
#[derive(Debug, Clone, Queryable)]
struct Model {
    id: IdeaId,
    title: String,
    created_at: Timestamp,
    answered_at: Option<Timestamp>,
    voting: Voting,
}

/// Somebody who votes, with what their account pays.
#[derive(Debug, Clone, Queryable)]
struct Voter {
    id: PersonId,
    account: Option<AccountId>,
    value: Option<i64>,
    currency: Option<String>,
}

/// What everything else refers to.
#[derive(Debug)]
struct Ground {
    models: Vec<Model>,
    voters: Vec<Voter>,
    /// The last idea that was there before.
    last: i64,
}

/// Grows the usual demo.
pub async fn grow(db: &Database, size: Size, now: Timestamp, bar: &ProgressBar) -> Result<()> {
    bar.set_length(u64::try_from(size.people + 3 * size.ideas).unwrap_or(0));
    db.write(move |db| add_accounts(db, size.accounts, now)).await?;
    let companies =
        db.read(|db| Ok(accounts::table.order(accounts::id).select(accounts::id).load(db)?)).await?;
    let companies: Arc<Vec<AccountId>> = Arc::new(companies);
    for from in steps(size.people) {
        let companies = Arc::clone(&companies);
        let count = CHUNK.min(size.people - from);
        db.write(move |db| add_people(db, from, count, &companies, now)).await?;
        advance(bar, count);
    }
    let ground = Arc::new(db.read(read_ground).await?);
    for from in steps(size.ideas) {
        let (own, count) = (Arc::clone(&ground), CHUNK.min(size.ideas - from));
        db.write(move |db| add_ideas(db, &own, from, count, size, now)).await?;
        advance(bar, count);
    }
    db.write(|db| {
        if matches!(db, Db::Postgres(_)) {
            execute(db, "SELECT setval(pg_get_serial_sequence('ideas', 'id'), (SELECT max(id) FROM ideas))")?;
        }
        Ok(())
    })
    .await?;
    let last = IdeaId::new(ground.last);
    db.write(move |db| measure_anew(db, last)).await?;
    for from in steps(size.ideas) {
        let (first, count) = (ground.last + 1 + from, CHUNK.min(size.ideas - from));
        db.write(move |db| derive(db, first, count)).await?;
        advance(bar, count);
    }
    for from in steps(size.ideas) {
        let (first, count) = (ground.last + 1 + from, CHUNK.min(size.ideas - from));
        db.write(move |db| search::rebuild(db, Some(IdeaId::new(first - 1)), count)).await?;
        advance(bar, count);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Whether the demo was grown to this size, to the end. An error when growing it was begun and not ended.
pub fn is_grown(db: &mut Db, size: Size) -> Result<bool> {
    let people: i64 = people::table.count().get_result(db)?;
    let last: Option<IdeaId> = ideas::table.select(diesel::dsl::max(ideas::id)).first(db)?;
    let indexed: i64 = search_documents::table
        .filter(search_documents::idea_id.nullable().eq(last))
        .count()
        .get_result(db)?;
    let ideas: i64 = ideas::table.count().get_result(db)?;
    match (people >= size.people, ideas >= size.ideas && indexed > 0) {
        (true, true) => Ok(true),
        (true, false) => Err(Error::internal("the demo was not made to its end; --fresh makes it anew")),
        (false, _) => Ok(false),
    }
}

fn steps(total: i64) -> impl Iterator<Item = i64> {
    (0..).map(|nth| nth * CHUNK).take_while(move |from| *from < total)
}

fn advance(bar: &ProgressBar, count: i64) {
    bar.inc(u64::try_from(count).unwrap_or(0));
}

fn pick<'a>(from: &[&'a str], chance: &mut Chance) -> &'a str {
    from.get(chance.place(from.len())).copied().unwrap_or_default()
}

fn add_accounts(db: &mut Db, count: i64, now: Timestamp) -> Result<()> {
    for nth in 0..count {
        let mut chance = Chance::of(&["account", &nth.to_string()]);
        let name = format!("{} {} {nth}", pick(&LAST, &mut chance), pick(&TRADES, &mut chance));
        // Few pay much: three draws, the least of which counts.
        let value = (0..3).map(|_| chance.below(2_000_000)).min().unwrap_or(0);
        let values = (
            accounts::name.eq(&name),
            accounts::name_key.eq(name.to_lowercase()),
            accounts::plan.eq(pick(&["Starter", "Team", "Fleet"], &mut chance)),
            accounts::segment.eq(pick(&["Retail", "Rental", "Public", "Education"], &mut chance)),
            accounts::value_minor.eq(Some(value)),
            accounts::currency.eq(Some("EUR")),
            accounts::health.eq(Some(pick(&["good", "good", "good", "at_risk", "critical"], &mut chance))),
            accounts::created_at.eq(now.minus(PAST)),
            accounts::updated_at.eq(now.minus(PAST)),
        );
        diesel::insert_into(accounts::table).values(values).execute(db)?;
    }
    Ok(())
}

fn add_people(db: &mut Db, from: i64, count: i64, companies: &[AccountId], now: Timestamp) -> Result<()> {
    let mut rows = String::new();
    for nth in from..from + count {
        let mut chance = Chance::of(&["person", &nth.to_string()]);
        let name = format!("{} {}", pick(&FIRST, &mut chance), pick(&LAST, &mut chance));
        // Two in three come for a company, which are of every size.
        let place = chance.place(companies.len()).min(chance.place(companies.len()));
        let account = companies.get(place).filter(|_| nth % 3 > 0);
        let (account, by) = account.map_or(("NULL".into(), "NULL"), |id| (id.to_string(), "'import'"));
        let joined = now.minus(PAST - chance.below(30 * DAY)).micros();
        separate(&mut rows);
        write!(
            rows,
            "('customer-{nth}', '{name}', 'customer-{nth}@example.com', '{}', '', 'auto', TRUE, TRUE, FALSE, \
             {joined}, {account}, {by})",
            Role::Customer
        )
        .map_err(Error::internal)?;
    }
    execute(
        db,
        &format!(
            "INSERT INTO people (handle, name, email, role, about, theme, follows_on_vote, follows_on_comment, \
             is_imported, created_at, account_id, account_by) VALUES {rows}"
        ),
    )?;
    Ok(())
}

fn separate(rows: &mut String) {
    if !rows.is_empty() {
        rows.push_str(", ");
    }
}

fn read_ground(db: &mut Db) -> Result<Ground> {
    let models = ideas::table
        .inner_join(boards::table)
        .filter(ideas::shown.gt(0))
        .order(ideas::id)
        .select((ideas::id, ideas::title, ideas::created_at, ideas::answered_at, boards::voting))
        .load(db)?;
    let voters = people::table
        .left_join(accounts::table.on(people::account_id.eq(accounts::id.nullable())))
        .filter(people::role.eq(Role::Customer))
        .filter(people::handle.like("customer-%"))
        .order(people::id)
        .select((
            people::id,
            people::account_id,
            accounts::value_minor.nullable(),
            accounts::currency.nullable(),
        ))
        .load(db)?;
    let last: Option<IdeaId> = ideas::table.select(diesel::dsl::max(ideas::id)).first(db)?;
    Ok(Ground { models, voters, last: last.map_or(0, IdeaId::raw) })
}

/// Votes of the idea at this place, so that all have about as many as wanted together.
fn votes_at(place: i64, size: Size) -> i64 {
    let float = |n: i64| u32::try_from(n).map_or(0.0, f64::from);
    // The sum of n^TAIL is near the integral.
    let total = float(size.ideas).powf(1.0 + TAIL) / (1.0 + TAIL);
    let wanted = float(size.votes) * float(place + 1).powf(TAIL) / total;
    // The largest whole number that is no more, bit by bit.
    let whole = (0..31)
        .rev()
        .map(|bit| 1 << bit)
        .fold(0, |n, bit| if float(n + bit) <= wanted { n + bit } else { n });
    whole.clamp(1, size.people * 3 / 4)
}

/// An idea that is about to be put in.
#[derive(Debug)]
struct Posted<'g> {
    id: i64,
    model: &'g Model,
    author: &'g Voter,
    at: Timestamp,
}

/// Ideas like those of the usual demo, with their answers, their routes and their votes.
fn add_ideas(db: &mut Db, ground: &Ground, from: i64, count: i64, size: Size, now: Timestamp) -> Result<()> {
    let (mut rows, mut cast) = (String::new(), Vec::new());
    for nth in from..from + count {
        let mut chance = Chance::of(&["idea", &nth.to_string()]);
        let Some(model) = ground.models.get(chance.place(ground.models.len())) else { continue };
        let Some(author) = ground.voters.get(chance.place(ground.voters.len())) else { continue };
        let at = if model.answered_at.is_some() {
            model.created_at.minus(chance.below(PAST / 2))
        } else {
            now.minus(HOUR + chance.below(PAST - 60 * DAY))
        };
        let posted = Posted { id: ground.last + 1 + nth, model, author, at };
        separate(&mut rows);
        rows.push_str(&posted.row(&mut chance));
        // A place that has nothing to do with the number.
        let place = nth.wrapping_mul(48_271).rem_euclid(size.ideas);
        posted.votes(&ground.voters, votes_at(place, size), now, &mut chance, &mut cast);
    }
    insert_ideas(db, &rows)?;
    suggest(db, &rows, (size.ideas / LOOKED_AT).max(1))?;
    for some in cast.chunks(1_000) {
        execute(
            db,
            &format!(
                "INSERT INTO votes (idea_id, person_id, value, state, is_author, cast_at, account_id, value_minor, \
                 currency) VALUES {}",
                some.join(", ")
            ),
        )?;
    }
    Ok(())
}

fn insert_ideas(db: &mut Db, rows: &str) -> Result<()> {
    execute(
        db,
        &format!(
            "INSERT INTO ideas (id, board_id, category_id, author_id, title, body, body_html, render_version, \
             status_id, status_kind, status_at, effort, state, shown, is_locked, is_first_by_author, created_at, \
             answered_at, active_at, promotions, demotions, comment_count, follower_count, held_count, \
             brought_promotions, brought_demotions, net, wilson, heat, site_heat, impact) \
             SELECT n.column1, m.board_id, m.category_id, n.column3, n.column4, m.body, m.body_html, \
             m.render_version, m.status_id, m.status_kind, n.column5 + m.status_at - m.created_at, m.effort, \
             'visible', m.shown, FALSE, FALSE, n.column5, n.column5 + m.answered_at - m.created_at, \
             n.column5 + COALESCE(m.answered_at - m.created_at, 0), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 \
             FROM (VALUES {rows}) AS n JOIN ideas m ON m.id = n.column2"
        ),
    )?;
    execute(
        db,
        &format!(
            "INSERT INTO responses (idea_id, author_id, status_id, effort, body, body_html, render_version, created_at) \
             SELECT n.column1, r.author_id, r.status_id, r.effort, r.body, r.body_html, r.render_version, \
             n.column5 + r.created_at - m.created_at FROM (VALUES {rows}) AS n JOIN ideas m ON m.id = n.column2 \
             JOIN responses r ON r.idea_id = m.id"
        ),
    )?;
    execute(
        db,
        &format!(
            "INSERT INTO idea_tags (idea_id, tag_id) SELECT n.column1, t.tag_id \
             FROM (VALUES {rows}) AS n JOIN idea_tags t ON t.idea_id = n.column2"
        ),
    )?;
    execute(
        db,
        &format!(
            "INSERT INTO routes (idea_id, team_id, sent_by, state, note, due_at, created_at, updated_at) \
             SELECT n.column1, r.team_id, r.sent_by, 'new', r.note, n.column5 + r.due_at - m.created_at, \
             n.column5 + r.created_at - m.created_at, n.column5 + r.created_at - m.created_at \
             FROM (VALUES {rows}) AS n JOIN ideas m ON m.id = n.column2 JOIN routes r ON r.idea_id = m.id \
             WHERE m.status_kind = 'open' AND n.column1 % {ROUTED} = 0"
        ),
    )?;
    Ok(())
}

/// What repeats an older idea that is open waits for the desk, in one of so many; comparing all of them would take as long
/// as everything else.
fn suggest(db: &mut Db, rows: &str, every: i64) -> Result<()> {
    execute(
        db,
        &format!(
            "INSERT INTO likenesses (idea_id, like_idea, alike, state, due_at, created_at) \
             SELECT n.column1, m.id, {ALIKE}, 'waiting', n.column5, n.column5 FROM (VALUES {rows}) AS n \
             JOIN ideas m ON m.id = n.column2 WHERE m.status_kind = 'open' AND m.created_at < n.column5 \
             AND n.column1 % {every} = 0"
        ),
    )?;
    Ok(())
}

impl Posted<'_> {
    /// What `insert_ideas` takes: id, model, author, title, moment.
    fn row(&self, chance: &mut Chance) -> String {
        let (line, place) = (pick(&LINES, chance), pick(&PLACES, chance));
        let title = format!("{line}: {}, for {place}", self.model.title).replace('\'', "''");
        format!("({}, {}, {}, '{title}', {})", self.id, self.model.id, self.author.id, self.at.micros())
    }

    /// Votes of that many people, the author's first, nobody's twice, more of them soon after it was posted.
    fn votes(
        &self,
        voters: &[Voter],
        count: i64,
        until: Timestamp,
        chance: &mut Chance,
        cast: &mut Vec<String>,
    ) {
        let mut chosen = HashSet::from([self.author.id]);
        cast.push(row(self.id, self.author, 1, true, self.at.micros()));
        let span = until.since(self.at).max(1);
        while i64::try_from(chosen.len()).is_ok_and(|len| len < count) {
            let Some(voter) = voters.get(chance.place(voters.len())) else { break };
            if chosen.insert(voter.id) {
                let is_down = self.model.voting == Voting::PromoteDemote && chance.below(12) == 0;
                let at = self.at.plus(chance.below(span).min(chance.below(span))).micros();
                cast.push(row(self.id, voter, if is_down { -1 } else { 1 }, false, at));
            }
        }
    }
}

fn row(idea: i64, voter: &Voter, value: i16, is_author: bool, at: i64) -> String {
    let account = voter.account.map_or_else(
        || "NULL, NULL, NULL".to_owned(),
        |account| match &voter.currency {
            Some(currency) => format!("{account}, {}, '{currency}'", voter.value.unwrap_or(0)),
            None => format!("{account}, NULL, NULL"),
        },
    );
    let is_author = if is_author { "TRUE" } else { "FALSE" };
    format!("({idea}, {}, {value}, 'counted', {is_author}, {at}, {account})", voter.id)
}

/// The scores of what was there before: how far a wish is spread depends on the segments that there are now.
fn measure_anew(db: &mut Db, last: IdeaId) -> Result<()> {
    let ids: Vec<IdeaId> =
        ideas::table.filter(ideas::id.le(last)).order(ideas::id).select(ideas::id).load(db)?;
    refresh_all(db, &ids)
}

/// Everything that follows from the rows: counters, ranks, what accounts ask for, whose idea is their first.
fn derive(db: &mut Db, first: i64, count: i64) -> Result<()> {
    let ids: Vec<IdeaId> = (first..first + count).map(IdeaId::new).collect();
    demand::recount(db, &ids)?;
    refresh_all(db, &ids)?;
    execute(
        db,
        &format!(
            "UPDATE ideas SET is_first_by_author = NOT EXISTS (SELECT 1 FROM ideas e WHERE e.author_id = \
             ideas.author_id AND (e.created_at < ideas.created_at OR (e.created_at = ideas.created_at AND e.id < \
             ideas.id))) WHERE id BETWEEN {first} AND {}",
            first + count - 1
        ),
    )?;
    Ok(())
}
