//! The people of the site as administrators look them up: by how a name, an address or a handle begins.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::create::{NewPerson, create};
use super::email::parse_email;
use super::profile::parse_name;
use super::{Person, Role, queries};
use crate::db::Db;
use crate::db::page::Page;
use crate::db::schema::people;
use crate::db::witness;
use crate::error::{Error, FieldErrors, Result};
use crate::ids::PersonId;
use crate::time::Timestamp;

/// The last character there is: what begins with a text lies between it and it followed by this.
const LAST: char = '\u{10FFFF}';
/// Members of staff that a choice offers.
const STAFF_MAX: i64 = 300;

/// Members of staff by name, for choices: a few hundred at the most.
pub fn staff(db: &mut Db) -> Result<Vec<Person>> {
    Ok(people::table
        .filter(people::role.eq_any(Role::ALL.iter().copied().filter(|role| role.is_staff())))
        .filter(people::former_at.is_null())
        .order((people::name, people::id))
        .limit(STAFF_MAX)
        .select(Person::as_select())
        .load(db)?)
}

/// A page of people, the latest to join first.
pub fn list(
    db: &mut Db,
    search: &str,
    role: Option<Role>,
    after: Option<PersonId>,
    size: usize,
) -> Result<Page<Person>> {
    let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let mut query =
        people::table.order(people::id.desc()).limit(limit).select(Person::as_select()).into_boxed();
    let prefix = search.trim().to_lowercase().replace('\0', "");
    if !prefix.is_empty() {
        let begins = if matches!(db, Db::Sqlite(_)) { SQLITE } else { POSTGRES };
        let end = format!("{prefix}{LAST}");
        let [name, name_end, email, email_end, handle, handle_end, close] = begins;
        query = query.filter(
            sql::<Bool>(name)
                .bind::<Text, _>(prefix.clone())
                .sql(name_end)
                .bind::<Text, _>(end.clone())
                .sql(email)
                .bind::<Text, _>(prefix.clone())
                .sql(email_end)
                .bind::<Text, _>(end.clone())
                .sql(handle)
                .bind::<Text, _>(prefix)
                .sql(handle_end)
                .bind::<Text, _>(end)
                .sql(close),
        );
    }
    if let Some(role) = role {
        query = query.filter(people::role.eq(role));
    }
    if let Some(after) = after {
        query = query.filter(people::id.lt(after));
    }
    Ok(Page::cut(query.load(db)?, size, |person| person.id.to_string()))
}

/// The conditions as their indexes want them, with the values between the pieces. Addresses and handles are stored in
/// lower case; names are folded, on SQLite within ASCII.
const SQLITE: [&str; 7] = [
    "((name COLLATE NOCASE >= ",
    " AND name COLLATE NOCASE < ",
    ") OR (email >= ",
    " AND email < ",
    ") OR (handle >= ",
    " AND handle < ",
    "))",
];
const POSTGRES: [&str; 7] = [
    "((lower(name) ~>=~ ",
    " AND lower(name) ~<~ ",
    ") OR (email ~>=~ ",
    " AND email ~<~ ",
    ") OR (handle ~>=~ ",
    " AND handle ~<~ ",
    "))",
];

/// Somebody to be added, parsed.
#[derive(Debug, Clone)]
pub struct PersonDraft {
    name: String,
    email: String,
    role: Role,
}

impl PersonDraft {
    /// Parses the form.
    pub fn parse(name: &str, email: &str, role: &str) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = parse_name(name, "name", &mut errors);
        let email = parse_email(email, &mut errors);
        let role = Role::parse(role);
        if role.is_none() {
            errors.add("role", "error-choice");
        }
        match role {
            Some(role) => errors.or(Self { name, email, role }),
            None => Err(Error::Invalid(errors)),
        }
    }

    /// Adds the person. No mail is sent; they sign in with their address whenever they like.
    pub fn add(&self, db: &mut Db, now: Timestamp) -> Result<Person> {
        if queries::find_by_email(db, &self.email)?.is_some() {
            return Err(Error::field("email", "error-email-taken"));
        }
        let new = NewPerson {
            name: &self.name,
            email: Some(&self.email),
            role: self.role,
            handle: None,
            is_imported: false,
        };
        let person = create(db, &new, now)?;
        witness::made("person", person.id.raw());
        Ok(person)
    }
}
