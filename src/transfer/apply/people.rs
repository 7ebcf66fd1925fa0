//! People. Whoever has the e-mail address of somebody who is here is that somebody, and stays as they are.

use diesel::prelude::*;

use super::{Batch, Known};
use crate::db::Db;
use crate::db::schema::people;
use crate::error::Result;
use crate::ids::PersonId;
use crate::people::Role;
use crate::people::create::{NewPerson, create};
use crate::people::queries::find_by_email;
use crate::time::Timestamp;
use crate::transfer::fields::Key;
use crate::transfer::origins::{self, FORMER, MATCHED, NewOrigins, Origins};
use crate::transfer::record::{self, Kind, Record};

/// Puts people in.
pub fn people(db: &mut Db, batch: &mut Batch<'_>) -> Result<()> {
    let mut new = batch.new_origins(Kind::Person);
    let keys = batch.lines.iter().filter_map(|line| match &line.record {
        Record::Person(person) => Some(&person.key),
        _ => None,
    });
    let mut known = Origins::find(db, Kind::Person, keys)?;
    for line in batch.lines {
        let Record::Person(person) = &line.record else { continue };
        let digest = origins::digest(&line.record);
        match Batch::known(&known, &person.key, &digest) {
            Known::Same => batch.applied.counts.unchanged += 1,
            Known::Changed(id) => {
                if update(db, PersonId::new(id), person)? {
                    batch.applied.counts.updated += 1;
                } else {
                    batch.applied.counts.unchanged += 1;
                    batch.applied.note(
                        line.place,
                        "source_id",
                        "has signed in here since, and stays as they are",
                    );
                }
                origins::update(db, Kind::Person, &person.key, &digest)?;
            }
            Known::New => {
                let (id, is_matched) = find_or_make(db, person, batch.context.now)?;
                let digest = if is_matched { MATCHED.to_owned() } else { digest };
                if is_matched {
                    batch.applied.counts.unchanged += 1;
                } else {
                    batch.applied.counts.created += 1;
                }
                new.push(&person.key, id.raw(), digest.clone());
                known.insert(person.key.clone(), id.raw(), digest);
            }
        }
    }
    new.store(db)
}

fn find_or_make(db: &mut Db, person: &record::Person, now: Timestamp) -> Result<(PersonId, bool)> {
    if let Some(email) = &person.email
        && let Some(there) = find_by_email(db, email)?
    {
        return Ok((there.id, true));
    }
    let new = NewPerson {
        name: &person.name,
        email: person.email.as_deref(),
        role: person.role,
        handle: person.handle.as_deref(),
        is_imported: true,
    };
    let made = create(db, &new, person.created_at.unwrap_or(now))?;
    let about = (
        people::about.eq(&person.about),
        people::language.eq(person.language),
        people::time_zone.eq(person.time_zone.as_deref()),
        people::former_at.eq(person.former_at),
    );
    diesel::update(people::table.find(made.id)).set(about).execute(db)?;
    keep_handle(db, made.id, person.handle.as_deref())?;
    Ok((made.id, false))
}

/// A handle that is fit and free stays to the letter; making a person spells it like an address.
fn keep_handle(db: &mut Db, id: PersonId, handle: Option<&str>) -> Result<()> {
    let fit = |handle: &&str| {
        (2..=32).contains(&handle.len())
            && handle.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_' || c == b'-')
    };
    let Some(handle) = handle.filter(fit) else { return Ok(()) };
    let taken: i64 =
        people::table.filter(people::handle.eq(handle)).filter(people::id.ne(id)).count().get_result(db)?;
    if taken == 0 {
        diesel::update(people::table.find(id)).set(people::handle.eq(handle)).execute(db)?;
    }
    Ok(())
}

/// Brings somebody up to date who has not been here yet. Their role stays: what they may do is not for files to say twice.
fn update(db: &mut Db, id: PersonId, person: &record::Person) -> Result<bool> {
    let taken = match &person.email {
        Some(email) => find_by_email(db, email)?.is_some_and(|there| there.id != id),
        None => false,
    };
    let set = (
        people::name.eq(&person.name),
        people::about.eq(&person.about),
        people::language.eq(person.language),
        people::time_zone.eq(person.time_zone.as_deref()),
        people::former_at.eq(person.former_at),
        // A line that does not say when they joined leaves that as it is.
        person.created_at.map(|at| people::created_at.eq(at)),
    );
    let row = people::table.find(id).filter(people::is_imported.eq(true));
    let changed = diesel::update(row).set(set).execute(db)?;
    if changed > 0 && !taken {
        diesel::update(people::table.find(id)).set(people::email.eq(person.email.as_deref())).execute(db)?;
    }
    Ok(changed > 0)
}

/// Makes the people that stand for those whose names a source did not give away, one for each of these sources.
pub fn former(db: &mut Db, batch: &mut Batch<'_>, sources: &[&str]) -> Result<Vec<Key>> {
    let keys: Vec<Key> =
        sources.iter().map(|source| Key { source: (*source).to_owned(), id: FORMER.into() }).collect();
    let known = Origins::find(db, Kind::Person, &keys)?;
    let mut new: NewOrigins = batch.new_origins(Kind::Person);
    for key in keys.iter().filter(|key| known.get(key).is_none()) {
        let nobody =
            NewPerson { name: "", email: None, role: Role::Customer, handle: None, is_imported: true };
        let id = create(db, &nobody, batch.context.now)?.id;
        diesel::update(people::table.find(id))
            .set(people::former_at.eq(Some(batch.context.now)))
            .execute(db)?;
        new.push(key, id.raw(), FORMER.into());
    }
    new.store(db)?;
    Ok(keys)
}
