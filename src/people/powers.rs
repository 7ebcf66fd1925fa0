//! What each role of staff may do on the desk: a table that administrators change. It is read with every person, so that
//! a change holds from the next request on, on every instance.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::json;

use super::{Person, Role, roles};
use crate::db::Db;
use crate::db::schema::role_powers;
use crate::error::{Error, FieldErrors, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What can be let somebody do.
    pub enum Power {
        /// See the desk: its lists, ideas, notes, customers, and the inboxes of all teams.
        Desk = "desk",
        /// Move scores: factors set by hand, the shortlist, accounts and segments.
        Score = "score",
        /// Answer ideas: status, effort, response, reply templates.
        Answer = "answer",
        /// Send ideas to teams and settle what comes back; teams, rules, clocks and deliveries.
        Route = "route",
        /// Merge, unmerge and split ideas, and decide on likely duplicates.
        Merge = "merge",
        /// File ideas and votes for customers.
        Capture = "capture",
        /// Change the ideas of others, and move them between boards.
        Edit = "edit",
        /// Run storm sessions, vote rounds and evaluation panels.
        Call = "call",
    }
}

impl Power {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Desk => "power-desk",
            Self::Score => "power-score",
            Self::Answer => "power-answer",
            Self::Route => "power-route",
            Self::Merge => "power-merge",
            Self::Capture => "power-capture",
            Self::Edit => "power-edit",
            Self::Call => "power-call",
        }
    }

    /// The key of what it takes in.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Desk => "power-desk-hint",
            Self::Score => "power-score-hint",
            Self::Answer => "power-answer-hint",
            Self::Route => "power-route-hint",
            Self::Merge => "power-merge-hint",
            Self::Capture => "power-capture-hint",
            Self::Edit => "power-edit-hint",
            Self::Call => "power-call-hint",
        }
    }
}

/// The roles whose powers can be changed: administrators have them all, customers none.
pub const CHANGEABLE: [Role; 3] = [Role::TeamMember, Role::Moderator, Role::ProductManager];

/// The powers of a role in SQL, beside a row of `people`.
pub(super) const OF_PERSON: &str =
    "COALESCE((SELECT role_powers.powers FROM role_powers WHERE role_powers.role = people.role), '')";

/// The powers that the table gives a role, each once, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromSqlRow)]
pub struct Powers(Vec<Power>);

impl Powers {
    /// Those for which this holds.
    pub fn that(is_given: impl Fn(Power) -> bool) -> Self {
        Self(Power::ALL.iter().copied().filter(|power| is_given(*power)).collect())
    }

    /// From their stored names; names that this version does not know are passed over.
    pub fn parse(text: &str) -> Self {
        Self::that(|power| text.split_whitespace().any(|name| name == power.as_str()))
    }

    /// Whether the table gives it.
    pub fn has(&self, power: Power) -> bool {
        self.0.contains(&power)
    }

    /// Whether somebody of a role with these powers may do it. Whatever is done on the desk needs the desk; administrators
    /// may do everything and customers nothing, whatever the table says.
    pub fn allow(&self, role: Role, power: Power) -> bool {
        match role {
            Role::Administrator => true,
            Role::Customer => false,
            Role::TeamMember | Role::Moderator | Role::ProductManager => {
                self.has(Power::Desk) && self.has(power)
            }
        }
    }

    /// Those that the other does not have.
    fn beyond(&self, other: &Self) -> Vec<Power> {
        self.0.iter().copied().filter(|power| !other.has(*power)).collect()
    }
}

impl std::fmt::Display for Powers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|power| power.as_str()).collect();
        f.write_str(&names.join(" "))
    }
}

impl<DB: Backend> FromSql<Text, DB> for Powers
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::parse(&String::from_sql(bytes)?))
    }
}

/// The table: each role that can be changed, in their order, with its powers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerTable(Vec<(Role, Powers)>);

impl PowerTable {
    /// A table in which this is given.
    pub fn that(is_given: impl Fn(Role, Power) -> bool) -> Self {
        Self(CHANGEABLE.iter().map(|role| (*role, Powers::that(|power| is_given(*role, power)))).collect())
    }

    /// Reads it.
    pub fn load(db: &mut Db) -> Result<Self> {
        let rows: Vec<(Role, Powers)> =
            role_powers::table.select((role_powers::role, role_powers::powers)).load(db)?;
        Ok(Self::that(|role, power| rows.iter().any(|(own, powers)| *own == role && powers.has(power))))
    }

    /// Whether the table gives a role this power; of roles that cannot be changed, whether they have it.
    pub fn gives(&self, role: Role, power: Power) -> bool {
        let own = self.0.iter().find(|(own, _)| *own == role);
        own.map_or(role.is_admin(), |(_, powers)| powers.has(power))
    }

    /// Whether somebody of this role may do it.
    pub fn allows(&self, role: Role, power: Power) -> bool {
        let own = self.0.iter().find(|(own, _)| *own == role);
        own.map_or(role.is_admin(), |(_, powers)| powers.allow(role, power))
    }

    /// What a form says that it was made from, so that what somebody else changed meanwhile is not undone unseen.
    pub fn seen(&self) -> String {
        let rows: Vec<String> = self.0.iter().map(|(role, powers)| format!("{role}: {powers}")).collect();
        rows.join("; ")
    }
}

/// The table as somebody wants it.
#[derive(Debug, Clone)]
pub struct PowersDraft {
    wanted: PowerTable,
    seen: String,
}

impl PowersDraft {
    /// Takes a table; `seen` is what [`PowerTable::seen`] said of the one before.
    ///
    /// # Errors
    /// `Invalid` at each role that would have a power and not the desk, where it is used.
    pub fn parse(wanted: PowerTable, seen: &str) -> Result<Self> {
        let mut errors = FieldErrors::default();
        for (role, powers) in &wanted.0 {
            if !powers.0.is_empty() && !powers.has(Power::Desk) {
                errors.add(role.as_str(), "error-power-needs-desk");
            }
        }
        errors.or(Self { wanted, seen: seen.to_owned() })
    }
}

/// Refuses whoever may not change what roles may do.
pub fn may_change(person: &Person) -> Result<()> {
    if person.role.is_admin() { Ok(()) } else { Err(Error::Forbidden("error-role")) }
}

/// Changes the table. The public log tells what each role was given and what it lost.
///
/// # Errors
/// `Forbidden` for whoever does not administer, `Conflict` when somebody else changed the table meanwhile.
pub fn save(db: &mut Db, actor: &Person, draft: &PowersDraft, now: Timestamp) -> Result<()> {
    may_change(actor)?;
    lock(db)?;
    let before = PowerTable::load(db)?;
    if before == draft.wanted {
        return Ok(());
    }
    if before.seen() != draft.seen {
        return Err(Error::Conflict("error-powers-changed"));
    }
    for ((role, old), (_, new)) in before.0.iter().zip(&draft.wanted.0) {
        if old != new {
            store(db, *role, new)?;
            let detail = json!({ "role": role, "given": new.beyond(old), "taken": old.beyond(new) });
            NewAct::new(ActKind::PowersChanged, ActAudience::Log, Some(actor.id))
                .detail(detail)
                .record(db, now)?;
        }
    }
    roles::forget_escalations(db)
}

/// A row that a database made by hand lacks is made.
fn store(db: &mut Db, role: Role, powers: &Powers) -> Result<()> {
    let powers = powers.to_string();
    let own = role_powers::table.filter(role_powers::role.eq(role));
    if diesel::update(own).set(role_powers::powers.eq(&powers)).execute(db)? == 0 {
        let values = (role_powers::role.eq(role), role_powers::powers.eq(&powers));
        diesel::insert_into(role_powers::table).values(values).execute(db)?;
    }
    Ok(())
}

/// Nobody else changes the table until the transaction ends; SQLite has one writer and needs no lock.
fn lock(db: &mut Db) -> Result<()> {
    if let Db::Postgres(c) = db {
        let _: Vec<Role> =
            role_powers::table.order(role_powers::role).select(role_powers::role).for_update().load(c)?;
    }
    Ok(())
}

/// The roles that may do it, for lists of people.
pub fn roles_with(db: &mut Db, power: Power) -> Result<Vec<Role>> {
    let table = PowerTable::load(db)?;
    Ok(Role::ALL.iter().copied().filter(|role| table.allows(*role, power)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_powers_come_back_from_their_text() {
        let powers = Powers::parse("merge desk unknown merge");
        assert_eq!(powers.to_string(), "desk merge");
        assert_eq!(Powers::parse(&powers.to_string()), powers);
        assert_eq!(Powers::parse(""), Powers::default());
    }

    #[test]
    fn nothing_is_done_on_a_desk_that_is_not_seen() {
        let (with, without) = (Powers::parse("desk merge"), Powers::parse("merge"));
        assert!(with.allow(Role::Moderator, Power::Merge) && !with.allow(Role::Moderator, Power::Answer));
        assert!(!without.allow(Role::Moderator, Power::Merge));
    }

    #[test]
    fn administrators_may_everything_and_customers_nothing() {
        let (all, none) = (Powers::that(|_| true), Powers::default());
        for power in Power::ALL.iter().copied() {
            assert!(none.allow(Role::Administrator, power), "{power}");
            assert!(!all.allow(Role::Customer, power), "{power}");
        }
    }

    #[test]
    fn a_power_without_the_desk_is_refused_at_its_role() {
        let table = PowerTable::that(|role, power| role == Role::Moderator && power == Power::Merge);
        let fields: Vec<&str> = match PowersDraft::parse(table, "") {
            Err(Error::Invalid(errors)) => errors.0.iter().map(|error| error.field).collect(),
            _ => Vec::new(),
        };
        assert_eq!(fields, ["moderator"]);
    }
}
