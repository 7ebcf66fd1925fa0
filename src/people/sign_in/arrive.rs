//! What follows from a proven address: the person, made or taken over, and the draft that waited.

use diesel::prelude::*;

use super::Proof;
use crate::accounts::membership;
use crate::db::schema::people;
use crate::db::{Db, savepoint};
use crate::error::{Error, Result};
use crate::ids::{IdeaId, PersonId};
use crate::people::create::{NewPerson, create};
use crate::people::drafts::{self, Draft, DraftKind};
use crate::people::{Person, Role, queries};
use crate::text::words::Language;
use crate::time::Timestamp;

/// Who came, and with what.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The person.
    pub person: Person,
    /// What they were about to post.
    pub kept: Option<Kept>,
}

/// A draft that has survived signing in.
#[derive(Debug, Clone)]
pub enum Kept {
    /// A vote, taken out of the drafts: up, down or none.
    Vote(IdeaId, String),
    /// A comment on an idea, behind a fresh key.
    Comment(IdeaId, String),
    /// An idea, behind a fresh key.
    Idea(String),
}

/// The person of a proven address. Unknown ones become customers, who read in `language`; whoever an import brought with
/// this address is theirs from now on. Their mail domain may make them belong to an account.
pub fn arrive(db: &mut Db, proof: &Proof, language: Language, now: Timestamp) -> Result<Arrival> {
    let person = match queries::find_by_email(db, &proof.email)? {
        Some(person) => person,
        None => join(db, &proof.email, language, now)?,
    };
    settle_in(db, person.id, Some(&proof.email), now)?;
    let draft = match proof.draft {
        Some(id) => drafts::by_id(db, id, now)?,
        None => None,
    };
    let kept = keep_on(db, draft)?;
    Ok(Arrival { person, kept })
}

/// What every way of signing in does to a person: nobody is merely imported any more, and whoever has proved an address may
/// belong to the account of its domain.
pub fn settle_in(db: &mut Db, person: PersonId, email: Option<&str>, now: Timestamp) -> Result<()> {
    diesel::update(people::table.find(person))
        .set((people::is_imported.eq(false), people::seen_at.eq(Some(now))))
        .execute(db)?;
    match email {
        Some(email) => membership::join_by_mail(db, person, email),
        None => Ok(()),
    }
}

/// Makes the account. Somebody who does so twice at the same moment gets one.
fn join(db: &mut Db, email: &str, language: Language, now: Timestamp) -> Result<Person> {
    let new =
        NewPerson { name: "", email: Some(email), role: Role::Customer, handle: None, is_imported: false };
    let made = savepoint(db, |db| {
        let person = create(db, &new, now)?;
        diesel::update(people::table.find(person.id)).set(people::language.eq(Some(language))).execute(db)?;
        Ok(person)
    });
    match made {
        Err(error) if error.is_unique_violation() => {
            queries::find_by_email(db, email)?.ok_or(Error::Conflict("error-409-text"))
        }
        other => other,
    }
}

/// What a draft becomes once its author has signed in.
pub fn keep_on(db: &mut Db, draft: Option<Draft>) -> Result<Option<Kept>> {
    let Some(draft) = draft else { return Ok(None) };
    Ok(match (draft.kind, draft.idea_id) {
        (DraftKind::Vote, Some(idea)) => {
            drafts::remove_by_id(db, draft.id)?;
            Some(Kept::Vote(idea, draft.text("vote")))
        }
        (DraftKind::Comment, Some(idea)) => Some(Kept::Comment(idea, drafts::rekey(db, draft.id)?)),
        (DraftKind::Idea, _) => Some(Kept::Idea(drafts::rekey(db, draft.id)?)),
        (DraftKind::Vote | DraftKind::Comment, None) => None,
    })
}
