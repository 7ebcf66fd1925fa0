//! The last look before a mail goes: what it tells of may have been hidden, and its reader may have left.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{comments, ideas};
use crate::error::Result;
use crate::ideas::{PostState, Viewer};
use crate::ids::{CommentId, IdeaId, MailId, PersonId};
use crate::mail::Outgoing;
use crate::merges;
use crate::people::mail_choices::MailKind;
use crate::people::{Person, queries};

/// Those of these mails that must not go any more.
pub fn no_longer_for(db: &mut Db, mails: &[Outgoing]) -> Result<Vec<MailId>> {
    if mails.iter().all(|mail| mail.idea_id.is_none() && mail.person_id.is_none()) {
        return Ok(Vec::new());
    }
    let idea_ids: Vec<IdeaId> = mails.iter().filter_map(|mail| mail.idea_id).collect();
    let shown: HashMap<IdeaId, i32> = ideas::table
        .filter(ideas::id.eq_any(&idea_ids))
        .select((ideas::id, ideas::shown))
        .load(db)?
        .into_iter()
        .collect();
    // A merged idea is seen as part of another; but what told that it stands for itself would be wrong.
    let mut seen: HashMap<IdeaId, i32> = HashMap::new();
    for (id, _) in shown.iter().filter(|(_, shown)| **shown == merges::SHOWN) {
        seen.insert(*id, merges::seen_by(db, *id)?);
    }
    let comment_ids: Vec<CommentId> = mails.iter().filter_map(|mail| mail.comment_id).collect();
    let comments: HashSet<CommentId> = comments::table
        .filter(comments::id.eq_any(&comment_ids))
        .filter(comments::state.eq(PostState::Visible))
        .filter(comments::deleted_at.is_null())
        .select(comments::id)
        .load(db)?
        .into_iter()
        .collect();
    let ids: Vec<PersonId> = mails.iter().filter_map(|mail| mail.person_id).collect();
    let people: HashMap<PersonId, Person> =
        queries::by_ids(db, &ids)?.into_iter().map(|person| (person.id, person)).collect();
    let may_go = |mail: &&Outgoing| {
        let reader = mail.person_id.map(|id| people.get(&id));
        // A mail to no person goes to a team, which is staff.
        let least = reader.flatten().map_or(1, |person| Viewer::from(person).least_shown());
        // Whoever is leaving hears of that alone, in mails that belong to no person.
        let is_here = reader.is_none_or(|reader| reader.is_some_and(|person| person.is_here()));
        let as_part = |id: &IdeaId| seen.get(id).filter(|_| mail.kind != MailKind::Merged.as_str());
        let shown = |id: &IdeaId| as_part(id).or_else(|| shown.get(id)).is_some_and(|shown| *shown >= least);
        let sees = mail.idea_id.as_ref().is_none_or(shown);
        // Of teams and desk only those hear who still have to do with them.
        let concerns = |person: &Person| MailKind::parse(&mail.kind).is_none_or(|kind| kind.concerns(person));
        let is_theirs = reader.flatten().is_none_or(concerns);
        is_here && is_theirs && sees && mail.comment_id.is_none_or(|id| comments.contains(&id))
    };
    Ok(mails.iter().filter(|mail| !may_go(mail)).map(|mail| mail.id).collect())
}
