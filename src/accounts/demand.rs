//! Which accounts ask for which ideas. An account stands behind an idea once, however many of its people promote it, with
//! the value that it had when the latest of those votes was cast.

use std::collections::{BTreeMap, HashMap};

use diesel::dsl::{count_star, max, min, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::Money;
use crate::db::Db;
use crate::db::schema::{accounts, idea_accounts, people, votes};
use crate::error::Result;
use crate::ids::{AccountId, IdeaId, PersonId};
use crate::ranking::store::VoteState;
use crate::time::Timestamp;

/// How many ideas one query asks for.
const CHUNK: usize = 500;
/// Names of accounts that a row of a list has room for.
const NAMED: usize = 3;

/// The account of a voter, as it is at the moment of voting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The account.
    pub account: AccountId,
    /// What it pays a month, when that is known.
    pub value: Option<Money>,
}

impl Snapshot {
    /// The columns of a vote: account, amount in minor units, currency. All are empty for people without an account.
    pub fn columns(snapshot: Option<&Self>) -> (Option<AccountId>, Option<i64>, Option<String>) {
        let value = snapshot.and_then(|own| own.value.as_ref());
        (
            snapshot.map(|own| own.account),
            value.map(|value| value.minor),
            value.map(|value| value.currency.clone()),
        )
    }
}

/// What a vote that somebody casts now is to keep.
pub fn snapshot(db: &mut Db, person: PersonId) -> Result<Option<Snapshot>> {
    let account: Option<AccountId> = people::table.find(person).select(people::account_id).first(db)?;
    let Some(account) = account else { return Ok(None) };
    let (minor, currency): (Option<i64>, Option<String>) =
        accounts::table.find(account).select((accounts::value_minor, accounts::currency)).first(db)?;
    Ok(Some(Snapshot { account, value: Money::stored(minor, currency) }))
}

/// Brings what is stored about an account and an idea in step with the votes. Call it inside the transaction that adds,
/// changes or takes away a vote with this account, while the idea's ranks are locked.
pub fn refresh(db: &mut Db, idea: IdeaId, account: AccountId) -> Result<()> {
    let counted = || {
        votes::table
            .filter(votes::idea_id.eq(idea))
            .filter(votes::account_id.eq(Some(account)))
            .filter(votes::state.eq(VoteState::Counted))
            .filter(votes::value.eq(1_i16))
    };
    let (promotions, first, last): (i64, Option<Timestamp>, Option<Timestamp>) =
        counted().select((count_star(), min(votes::cast_at), max(votes::cast_at))).first(db)?;
    let row = idea_accounts::table.find((idea, account));
    let (Some(first), Some(last)) = (first, last) else {
        diesel::delete(row).execute(db)?;
        return Ok(());
    };
    let (minor, currency): (Option<i64>, Option<String>) = counted()
        .order((votes::cast_at.desc(), votes::person_id.desc()))
        .select((votes::value_minor, votes::currency))
        .first(db)?;
    let values = (
        idea_accounts::promotions.eq(promotions),
        idea_accounts::value_minor.eq(minor),
        idea_accounts::currency.eq(currency),
        idea_accounts::first_at.eq(first),
        idea_accounts::last_at.eq(last),
    );
    if diesel::update(row).set(values.clone()).execute(db)? == 0 {
        let keys = (idea_accounts::idea_id.eq(idea), idea_accounts::account_id.eq(account));
        diesel::insert_into(idea_accounts::table).values((keys, values)).execute(db)?;
    }
    Ok(())
}

/// Makes everything that is stored about these ideas and any account anew, from the votes: two statements for each
/// `CHUNK` of ideas, however many accounts ask for them.
pub fn recount(db: &mut Db, ideas: &[IdeaId]) -> Result<()> {
    for ideas in ideas.chunks(CHUNK) {
        diesel::delete(idea_accounts::table.filter(idea_accounts::idea_id.eq_any(ideas))).execute(db)?;
        let ids = ideas.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        crate::db::execute(
            db,
            &format!(
                "INSERT INTO idea_accounts (idea_id, account_id, promotions, value_minor, currency, first_at, last_at) \
                 SELECT idea_id, account_id, promotions, value_minor, currency, first_at, last_at FROM (\
                 SELECT idea_id, account_id, value_minor, currency, count(*) OVER whole AS promotions, \
                 min(cast_at) OVER whole AS first_at, max(cast_at) OVER whole AS last_at, row_number() OVER \
                 (PARTITION BY idea_id, account_id ORDER BY cast_at DESC, person_id DESC) AS place FROM votes \
                 WHERE idea_id IN ({ids}) AND account_id IS NOT NULL AND state = 'counted' AND value = 1 \
                 WINDOW whole AS (PARTITION BY idea_id, account_id)) latest WHERE place = 1"
            ),
        )?;
    }
    Ok(())
}

/// What is stored about an account and an idea.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// Promotions by people of the account.
    pub promotions: i64,
    /// What the account paid a month when the latest of them was cast.
    pub value: Option<Money>,
    /// When the first of them was cast.
    pub first_at: Timestamp,
    /// When the latest of them was cast.
    pub last_at: Timestamp,
}

/// What is stored about these ideas.
pub fn stored(db: &mut Db, ideas: &[IdeaId]) -> Result<BTreeMap<(IdeaId, AccountId), Behind>> {
    type Row = (IdeaId, AccountId, i64, (Option<i64>, Option<String>), Timestamp, Timestamp);
    let rows: Vec<Row> = idea_accounts::table
        .filter(idea_accounts::idea_id.eq_any(ideas))
        .select((
            idea_accounts::idea_id,
            idea_accounts::account_id,
            idea_accounts::promotions,
            (idea_accounts::value_minor, idea_accounts::currency),
            idea_accounts::first_at,
            idea_accounts::last_at,
        ))
        .load(db)?;
    let behind = |(idea, account, promotions, (minor, currency), first_at, last_at): Row| {
        ((idea, account), Behind { promotions, value: Money::stored(minor, currency), first_at, last_at })
    };
    Ok(rows.into_iter().map(behind).collect())
}

/// What the votes on these ideas say should be stored about them.
pub fn counted(db: &mut Db, ideas: &[IdeaId]) -> Result<BTreeMap<(IdeaId, AccountId), Behind>> {
    type Row = (IdeaId, Option<AccountId>, Option<i64>, Option<String>, Timestamp);
    let rows: Vec<Row> = votes::table
        .filter(votes::idea_id.eq_any(ideas))
        .filter(votes::account_id.is_not_null())
        .filter(votes::state.eq(VoteState::Counted))
        .filter(votes::value.eq(1_i16))
        .order((votes::cast_at, votes::person_id))
        .select((votes::idea_id, votes::account_id, votes::value_minor, votes::currency, votes::cast_at))
        .load(db)?;
    let mut counted: BTreeMap<(IdeaId, AccountId), Behind> = BTreeMap::new();
    for (idea, account, minor, currency, at) in rows {
        let Some(account) = account else { continue };
        let new = Behind { promotions: 0, value: None, first_at: at, last_at: at };
        let behind = counted.entry((idea, account)).or_insert(new);
        behind.promotions += 1;
        behind.value = Money::stored(minor, currency);
        behind.last_at = at;
    }
    Ok(counted)
}

/// The accounts behind an idea, in short.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demand {
    /// How many accounts ask for it.
    pub accounts: i64,
    /// What they pay a month, one amount per currency.
    pub values: Vec<Money>,
    /// The names of some: those with the most promotions.
    pub names: Vec<(AccountId, String)>,
}

/// The accounts behind the ideas of a page, in two queries. Ideas that no account asks for are not in it.
pub fn of_ideas(db: &mut Db, ideas: &[IdeaId]) -> Result<HashMap<IdeaId, Demand>> {
    let sum = sql::<Nullable<BigInt>>("CAST(sum(idea_accounts.value_minor) AS BIGINT)");
    let rows: Vec<(IdeaId, Option<String>, i64, Option<i64>)> = idea_accounts::table
        .filter(idea_accounts::idea_id.eq_any(ideas))
        .group_by((idea_accounts::idea_id, idea_accounts::currency))
        .select((idea_accounts::idea_id, idea_accounts::currency, count_star(), sum))
        .load(db)?;
    let mut found: HashMap<IdeaId, Demand> = HashMap::new();
    for (idea, currency, accounts, minor) in rows {
        let demand = found.entry(idea).or_default();
        demand.accounts += accounts;
        demand.values.extend(Money::stored(minor, currency));
    }
    for demand in found.values_mut() {
        demand.values.sort();
    }
    for row in named(db, &found)? {
        if let Some(demand) = found.get_mut(&row.idea_id) {
            demand.names.push((row.account_id, row.name));
        }
    }
    Ok(found)
}

#[derive(Debug, QueryableByName)]
struct Named {
    #[diesel(sql_type = BigInt)]
    idea_id: IdeaId,
    #[diesel(sql_type = BigInt)]
    account_id: AccountId,
    #[diesel(sql_type = Text)]
    name: String,
}

fn named(db: &mut Db, found: &HashMap<IdeaId, Demand>) -> Result<Vec<Named>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = found.keys().map(ToString::to_string).collect();
    let sql = format!(
        "SELECT asking.idea_id, asking.account_id, accounts.name FROM (SELECT idea_id, account_id, row_number() OVER \
         (PARTITION BY idea_id ORDER BY promotions DESC, account_id) AS place FROM idea_accounts WHERE idea_id IN ({})) \
         asking JOIN accounts ON accounts.id = asking.account_id WHERE asking.place <= {NAMED} \
         ORDER BY asking.idea_id, asking.place",
        ids.join(", ")
    );
    Ok(diesel::sql_query(sql).load(db)?)
}

/// An account that asks for an idea.
#[derive(Debug, Clone, Queryable)]
pub struct Asking {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Promotions by its people.
    pub promotions: i64,
    value_minor: Option<i64>,
    currency: Option<String>,
    /// When the first of its people promoted the idea.
    pub first_at: Timestamp,
}

impl Asking {
    /// What it paid a month when its latest vote was cast.
    pub fn value(&self) -> Option<Money> {
        Money::stored(self.value_minor, self.currency.clone())
    }
}

/// The accounts behind an idea, those with the most promotions first, at most `limit`.
pub fn asking(db: &mut Db, idea: IdeaId, limit: i64) -> Result<Vec<Asking>> {
    Ok(idea_accounts::table
        .inner_join(accounts::table)
        .filter(idea_accounts::idea_id.eq(idea))
        .order((idea_accounts::promotions.desc(), idea_accounts::account_id))
        .limit(limit)
        .select((
            accounts::id,
            accounts::name,
            idea_accounts::promotions,
            idea_accounts::value_minor,
            idea_accounts::currency,
            idea_accounts::first_at,
        ))
        .load(db)?)
}
