//! Typed links between two ideas, read from both ends.

use std::collections::HashSet;

use diesel::prelude::*;
use serde_json::json;

use super::{Viewer, policy, queries};
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{ideas, links};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{IdeaId, LinkId, PersonId};
use crate::merges;
use crate::people::Person;
use crate::text::slug;
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What one idea is to another.
    pub enum LinkKind {
        /// The same wish again.
        DuplicateOf = "duplicate_of",
        /// A part of a larger idea.
        PartOf = "part_of",
        /// Another way to the same end; reads the same from both ends.
        AlternativeTo = "alternative_to",
        /// Not possible before the other.
        DependsOn = "depends_on",
        /// Goes further than the other.
        Extends = "extends",
    }
}

impl LinkKind {
    /// The key of its words in `locales/`, seen from the idea it starts at or from the one it leads to.
    pub fn word(self, is_outgoing: bool) -> &'static str {
        match (self, is_outgoing) {
            (Self::DuplicateOf, true) => "link-duplicate-of",
            (Self::DuplicateOf, false) => "link-has-duplicate",
            (Self::PartOf, true) => "link-part-of",
            (Self::PartOf, false) => "link-has-part",
            (Self::AlternativeTo, _) => "link-alternative-to",
            (Self::DependsOn, true) => "link-depends-on",
            (Self::DependsOn, false) => "link-needed-by",
            (Self::Extends, true) => "link-extends",
            (Self::Extends, false) => "link-extended-by",
        }
    }
}

/// Most links that one idea shows.
const LINKS_MAX: i64 = 100;

/// An idea at the other end of a link.
#[derive(Debug, Clone)]
pub struct Related {
    /// The link.
    pub link: LinkId,
    /// What it says.
    pub kind: LinkKind,
    /// Whether it starts at the idea it was asked of.
    pub is_outgoing: bool,
    /// The other idea.
    pub idea: IdeaId,
    /// Its title.
    pub title: String,
    /// What its status means.
    pub status_kind: StatusKind,
}

/// The number of an idea out of what somebody typed or pasted: `42`, `#42`, `42-dark-mode` or the whole address.
pub fn parse_target(typed: &str) -> Result<IdeaId> {
    let path = typed.trim().split(['?', '#']).find(|part| !part.is_empty()).unwrap_or_default();
    let part = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    slug::number(part).map(IdeaId::new).ok_or_else(|| Error::field("to", "error-link-target"))
}

/// Links two ideas, the second where it is now if it was merged. A link that is there already is left as it is.
///
/// # Errors
/// `Forbidden` for those who must not; a field error on `to` when the other idea is not there, or is the same one or part
/// of it.
pub fn link(
    db: &mut Db,
    actor: &Person,
    from: IdeaId,
    kind: LinkKind,
    to: IdeaId,
    now: Timestamp,
) -> Result<()> {
    policy::may_link(actor)?;
    queries::lock(db, from)?;
    queries::find_visible(db, from, actor.into())?;
    if from == to {
        return Err(Error::field("to", "error-link-itself"));
    }
    let home = queries::find_home(db, to, actor.into()).map_err(|error| match error {
        Error::NotFound => Error::field("to", "error-link-target"),
        other => other,
    })?;
    let to = home.id;
    if from == to {
        return Err(Error::field("to", "error-link-part"));
    }
    if is_there(db, from, kind, to)? {
        return Ok(());
    }
    let values = (
        links::from_idea.eq(from),
        links::to_idea.eq(to),
        links::kind.eq(kind),
        links::created_by.eq(Some(actor.id)),
        links::created_at.eq(now),
    );
    diesel::insert_into(links::table).values(values).execute(db)?;
    record(db, ActKind::Linked, actor.id, (from, kind, to), now)
}

fn is_there(db: &mut Db, from: IdeaId, kind: LinkKind, to: IdeaId) -> Result<bool> {
    let mut ends = vec![(from, to)];
    if kind == LinkKind::AlternativeTo {
        ends.push((to, from));
    }
    for (from, to) in ends {
        let same = links::table
            .filter(links::from_idea.eq(from))
            .filter(links::to_idea.eq(to))
            .filter(links::kind.eq(kind));
        if same.select(links::id).first::<LinkId>(db).optional()?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes a link, from whichever end, also over what is part of that end. One that is gone already is no error.
pub fn unlink(db: &mut Db, actor: &Person, at: IdeaId, id: LinkId, now: Timestamp) -> Result<()> {
    policy::may_link(actor)?;
    queries::find_visible(db, at, actor.into())?;
    let found: Option<(IdeaId, LinkKind, IdeaId)> =
        links::table.find(id).select((links::from_idea, links::kind, links::to_idea)).first(db).optional()?;
    let Some(ends) = found else { return Ok(()) };
    if at != ends.0 && at != ends.2 && merges::home(db, ends.0)? != at && merges::home(db, ends.2)? != at {
        return Ok(());
    }
    if diesel::delete(links::table.find(id)).execute(db)? > 0 {
        record(db, ActKind::Unlinked, actor.id, ends, now)?;
    }
    Ok(())
}

/// Both ideas tell of it.
fn record(
    db: &mut Db,
    act: ActKind,
    actor: PersonId,
    (from, kind, to): (IdeaId, LinkKind, IdeaId),
    now: Timestamp,
) -> Result<()> {
    for (here, there, is_outgoing) in [(from, to, true), (to, from, false)] {
        NewAct::new(act, ActAudience::Public, Some(actor))
            .idea(here)
            .detail(json!({ "kind": kind, "to": there, "outgoing": is_outgoing }))
            .record(db, now)?;
    }
    Ok(())
}

/// The ideas linked with this one, or with one that is part of it, that the viewer may see. What was merged is told where
/// it is now, and once. A fixed number of queries.
pub fn of_idea(db: &mut Db, idea: IdeaId, viewer: Viewer) -> Result<Vec<Related>> {
    let parts = merges::seen_in(db, idea, viewer.is_staff)?;
    let here: Vec<IdeaId> = std::iter::once(idea).chain(parts.iter().map(|merge| merge.idea_id)).collect();
    let mut rows: Vec<(LinkId, LinkKind, IdeaId, IdeaId)> = links::table
        .filter(links::from_idea.eq_any(&here).or(links::to_idea.eq_any(&here)))
        .order(links::id)
        .limit(LINKS_MAX)
        .select((links::id, links::kind, links::from_idea, links::to_idea))
        .load(db)?;
    let ends: Vec<IdeaId> = rows.iter().flat_map(|(_, _, from, to)| [*from, *to]).collect();
    let homes = merges::homes(db, &ends)?;
    let readable = merges::readable(db, &Vec::from_iter(homes.keys().copied()), viewer.least_shown())?;
    rows.retain(|(_, _, from, to)| {
        [from, to].iter().all(|end| !homes.contains_key(end) || readable.contains(end))
    });
    let now = |end: IdeaId| homes.get(&end).copied().unwrap_or(end);
    let others: HashSet<IdeaId> =
        rows.iter().flat_map(|(_, _, from, to)| [now(*from), now(*to)]).filter(|id| *id != idea).collect();
    let seen = titles(db, &Vec::from_iter(others), viewer)?;
    let mut told: HashSet<(LinkKind, bool, IdeaId)> = HashSet::new();
    let related = rows.into_iter().filter_map(|(link, kind, from, to)| {
        let is_outgoing = now(from) == idea;
        let other = if is_outgoing { now(to) } else { now(from) };
        let (_, title, status_kind) = seen.iter().find(|(id, ..)| *id == other)?;
        if !told.insert((kind, is_outgoing || kind == LinkKind::AlternativeTo, other)) {
            return None;
        }
        Some(Related {
            link,
            kind,
            is_outgoing,
            idea: other,
            title: title.clone(),
            status_kind: *status_kind,
        })
    });
    Ok(related.collect())
}

/// The ideas that this one is linked with otherwise than as the same wish again, however many.
pub fn linked_with(db: &mut Db, idea: IdeaId) -> Result<HashSet<IdeaId>> {
    let rows: Vec<(IdeaId, IdeaId)> = links::table
        .filter(links::from_idea.eq(idea).or(links::to_idea.eq(idea)))
        .filter(links::kind.ne(LinkKind::DuplicateOf))
        .select((links::from_idea, links::to_idea))
        .load(db)?;
    Ok(rows.into_iter().map(|(from, to)| if from == idea { to } else { from }).collect())
}

/// Titles and kinds of status of those among these ideas that the viewer may see; one query.
pub fn titles(db: &mut Db, ids: &[IdeaId], viewer: Viewer) -> Result<Vec<(IdeaId, String, StatusKind)>> {
    let rows: Vec<(IdeaId, String, StatusKind, i32, PersonId)> = ideas::table
        .filter(ideas::id.eq_any(ids))
        .select((ideas::id, ideas::title, ideas::status_kind, ideas::shown, ideas::author_id))
        .load(db)?;
    let seen = rows.into_iter().filter(|(_, _, _, shown, author)| viewer.sees(*shown, *author));
    Ok(seen.map(|(id, title, kind, _, _)| (id, title, kind)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idea_is_named_by_its_number_or_its_address() {
        for typed in
            ["42", " #42 ", "42-dark-mode", "/ideas/42-dark-mode", "https://x.example/a/ideas/42-x?y=1#z"]
        {
            assert_eq!(parse_target(typed).unwrap(), IdeaId::new(42), "{typed}");
        }
        for typed in ["", "#", "dark mode", "/ideas/", "-42", "https://x.example/"] {
            assert!(parse_target(typed).is_err(), "{typed}");
        }
    }
}
