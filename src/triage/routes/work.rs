//! Work items: where a team keeps its own work on an idea, as addresses in its tracker. Their titles are read once and
//! kept up to date by hand.

use std::collections::HashMap;

use diesel::prelude::*;
use url::Url;

use super::StepKind;
use super::moves::{lock_for_team, tell};
use crate::db::Db;
use crate::db::schema::work_items;
use crate::error::{Error, FieldErrors, Result};
use crate::ids::{PersonId, RouteId, WorkItemId};
use crate::people::Person;
use crate::text::clean;
use crate::time::Timestamp;
use crate::triage::{clocks, policy, queries};

/// Most work items of one route.
pub const ITEMS_MAX: usize = 10;
/// Most characters in a title.
pub const TITLE_MAX: usize = 200;
/// Most characters in an address.
const URL_MAX: usize = 500;

/// An address in a team's tracker.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = work_items)]
pub struct WorkItem {
    /// Its id.
    pub id: WorkItemId,
    /// The route.
    pub route_id: RouteId,
    /// The address.
    pub url: String,
    /// The title that it had when somebody looked; empty until it is known.
    pub title: String,
    /// Who added it.
    pub person_id: PersonId,
    /// When it was added.
    pub created_at: Timestamp,
    /// When its title was last set.
    pub updated_at: Timestamp,
}

impl WorkItem {
    /// Its title, else its address without what every address has.
    pub fn label(&self) -> &str {
        let bare = self.url.trim_start_matches("https://").trim_start_matches("http://");
        if self.title.is_empty() { bare } else { &self.title }
    }
}

/// An address about to be added. Made by [`WorkDraft::parse`].
#[derive(Debug, Clone)]
pub struct WorkDraft {
    url: String,
    title: String,
}

impl WorkDraft {
    /// Parses the form. The title may be empty.
    pub fn parse(url: &str, title: &str) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let typed = url.trim();
        let url = Url::parse(typed).ok().filter(|url| {
            let is_web = matches!(url.scheme(), "https" | "http");
            is_web && url.has_host() && url.username().is_empty() && url.password().is_none()
        });
        if url.is_none() || clean::char_count(typed) > URL_MAX {
            errors.add("url", "error-work-url");
        }
        let title = parse_title(title, &mut errors);
        errors.or(Self { url: url.map(|url| url.to_string()).unwrap_or_default(), title })
    }

    /// The address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether somebody typed a title.
    pub fn has_title(&self) -> bool {
        !self.title.is_empty()
    }

    /// The same with the title that the page itself has.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        self.title = fitting(title);
        self
    }
}

/// A title that a page gave itself, as one line of what is kept.
fn fitting(title: &str) -> String {
    let line: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = clean::single_line(&line).unwrap_or_default();
    line.chars().take(TITLE_MAX).collect::<String>().trim().to_owned()
}

fn parse_title(typed: &str, errors: &mut FieldErrors) -> String {
    let title = clean::single_line(typed).unwrap_or_default();
    if clean::char_count(&title) > TITLE_MAX {
        let count = i64::try_from(clean::char_count(&title)).unwrap_or(i64::MAX);
        errors.add_with("work_title", "error-too-long", &[("limit", 200), ("count", count)]);
    }
    if clean::is_invisible(&title) { String::new() } else { title }
}

/// Adds an address. Adding one twice changes nothing.
///
/// # Errors
/// `NotFound` when the route is not theirs to see, `Conflict` when the team has nothing to do with it any more.
pub fn add_work(
    db: &mut Db,
    actor: &Person,
    route: RouteId,
    draft: &WorkDraft,
    now: Timestamp,
) -> Result<()> {
    let route = lock_for_team(db, actor, route)?;
    let there = work_of(db, &[route.id])?.remove(&route.id).unwrap_or_default();
    if there.iter().any(|item| item.url == draft.url) {
        return Ok(());
    }
    if there.len() >= ITEMS_MAX {
        return Err(Error::field("url", "error-work-many"));
    }
    diesel::insert_into(work_items::table)
        .values((
            work_items::route_id.eq(route.id),
            work_items::url.eq(&draft.url),
            work_items::title.eq(&draft.title),
            work_items::person_id.eq(actor.id),
            work_items::created_at.eq(now),
            work_items::updated_at.eq(now),
        ))
        .execute(db)?;
    let said = if draft.title.is_empty() { &draft.url } else { &draft.title };
    tell(db, actor, &route, (StepKind::WorkLinked, said), route.state, now)
}

/// Refuses whoever could not add an address: before anything is called for them.
pub fn may_work_on(db: &mut Db, actor: &Person, route: RouteId) -> Result<()> {
    let route = queries::find_route(db, route)?;
    let own = clocks::within_reach(db, actor, &route)?;
    policy::must_work_for(actor, &own, route.team_id)?;
    if route.state.is_open() { Ok(()) } else { Err(Error::Conflict("error-route-moved")) }
}

/// The address of a work item of a route.
pub fn work_url(db: &mut Db, route: RouteId, item: WorkItemId) -> Result<String> {
    let own = work_items::table.find(item).filter(work_items::route_id.eq(route));
    own.select(work_items::url).first(db).optional()?.ok_or(Error::NotFound)
}

/// Gives an address another title: what was typed, or what its page says now.
pub fn retitle_work(
    db: &mut Db,
    actor: &Person,
    (route, item): (RouteId, WorkItemId),
    title: &str,
    now: Timestamp,
) -> Result<()> {
    let route = lock_for_team(db, actor, route)?;
    let own = work_items::table.find(item).filter(work_items::route_id.eq(route.id));
    let changed = diesel::update(own)
        .set((work_items::title.eq(fitting(title)), work_items::updated_at.eq(now)))
        .execute(db)?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Takes an address off.
pub fn remove_work(
    db: &mut Db,
    actor: &Person,
    (route, item): (RouteId, WorkItemId),
    now: Timestamp,
) -> Result<()> {
    let route = lock_for_team(db, actor, route)?;
    let there = work_of(db, &[route.id])?.remove(&route.id).unwrap_or_default();
    let found = there.iter().find(|own| own.id == item).ok_or(Error::NotFound)?;
    diesel::delete(work_items::table.find(item)).execute(db)?;
    tell(db, actor, &route, (StepKind::WorkUnlinked, found.label()), route.state, now)
}

/// The addresses of these routes, in the order in which they were added; one query.
pub fn work_of(db: &mut Db, routes: &[RouteId]) -> Result<HashMap<RouteId, Vec<WorkItem>>> {
    let rows: Vec<WorkItem> = work_items::table
        .filter(work_items::route_id.eq_any(routes))
        .order(work_items::id)
        .select(WorkItem::as_select())
        .load(db)?;
    let mut found: HashMap<RouteId, Vec<WorkItem>> = HashMap::new();
    for item in rows {
        found.entry(item.route_id).or_default().push(item);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_taken() {
        for (typed, expected) in [
            ("https://tracker.example/browse/T-12", true),
            (" http://tracker.example ", true),
            ("tracker.example/T-12", false),
            ("javascript:alert(1)", false),
            ("data:text/html,hi", false),
            ("https://me:secret@tracker.example/", false),
            ("", false),
        ] {
            assert_eq!(WorkDraft::parse(typed, "").is_ok(), expected, "{typed}");
        }
    }

    #[test]
    fn a_title_of_a_page_becomes_one_line() {
        let draft = WorkDraft::parse("https://t.example/1", "").unwrap();
        assert!(!draft.has_title());
        assert_eq!(draft.clone().titled(" T-12:\n  Sew\u{0}it ").title, "T-12: Sew it");
        assert_eq!(draft.titled(&"x".repeat(500)).title.len(), TITLE_MAX);
    }
}
