//! What is promised and waits, in the order in which it is to be answered; and how each board keeps its promise.

use std::collections::HashMap;

use askama::Template;

use super::Tabs;
use super::fields::QueryFields;
use crate::db::Db;
use crate::db::page::Page;
use crate::http::guard::{Manager, Visitor};
use crate::ids::{IdeaId, PersonId};
use crate::people::Person;
use crate::time::{DAY, Timestamp};
use crate::triage::desk;
use crate::triage::promises::{self, Figures, Filter, MEASURED_DAYS, Queued};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// An idea that waits.
pub struct Row {
    id: IdeaId,
    title: String,
    author: String,
    board: String,
    promotions: i64,
    is_first: bool,
    /// Whether a heading for those who are no first-time authors stands above it.
    begins_others: bool,
    due_at: Timestamp,
    made_at: Timestamp,
    is_broken: bool,
}

/// How a board keeps its promise.
pub struct Line {
    board: String,
    days: String,
    in_time: String,
    median: String,
    ninetieth: String,
    broken: i64,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/promises.html")]
pub struct PromisesPage {
    layout: Layout,
    tabs: Tabs,
    rows: Vec<Row>,
    lines: Vec<Line>,
    broken: usize,
    soon: usize,
    only_broken: bool,
    measured_days: i64,
    measured_at: Option<Timestamp>,
    next: Option<String>,
}

struct Loaded {
    page: Page<Queued>,
    people: HashMap<PersonId, Person>,
    figures: Vec<Figures>,
    waiting: (usize, usize),
    counts: desk::Counts,
}

/// Shows the queue: first-time authors first, in each part what breaks first; or only what is broken.
pub async fn page(who: Manager, query: QueryFields) -> Result<Html<PromisesPage>> {
    let (now, only_broken) = (who.now, query.0.get("show") == "broken");
    let after = Some(query.0.get("after").to_owned()).filter(|after| !after.is_empty());
    let filter = if only_broken { Filter::BrokenBy(now) } else { Filter::All };
    let is_first_page = after.is_none();
    let loaded = who.state.db.read(move |db| load(db, filter, after.as_deref(), now)).await?;
    Ok(Html(PromisesPage::new(&who, &loaded, only_broken, is_first_page)))
}

fn load(db: &mut Db, filter: Filter, after: Option<&str>, now: Timestamp) -> crate::error::Result<Loaded> {
    let page = promises::page(db, filter, after)?;
    let ids: Vec<PersonId> = page.items.iter().map(|row| row.author_id).collect();
    let people = crate::people::queries::by_ids(db, &ids)?;
    Ok(Loaded {
        people: people.into_iter().map(|person| (person.id, person)).collect(),
        figures: promises::figures(db)?,
        waiting: promises::counts(db, now, now.plus(DAY))?,
        counts: desk::counts(db)?,
        page,
    })
}

impl PromisesPage {
    fn new(visitor: &Visitor, loaded: &Loaded, only_broken: bool, is_first_page: bool) -> Self {
        let show = if only_broken { "show=broken&" } else { "" };
        let layout = Layout::new(visitor);
        let next = loaded.page.next.as_ref();
        Self {
            tabs: Tabs { current: "/desk/promises", counts: loaded.counts },
            rows: rows(visitor, loaded, !only_broken && is_first_page),
            lines: lines(visitor, &loaded.figures),
            measured_at: loaded.figures.iter().map(|one| one.measured_at).max(),
            measured_days: MEASURED_DAYS,
            next: next.map(|after| layout.links.to(&format!("/desk/promises?{show}after={after}"))),
            broken: loaded.waiting.0,
            soon: loaded.waiting.1,
            only_broken,
            layout,
        }
    }
}

fn rows(visitor: &Visitor, loaded: &Loaded, has_parts: bool) -> Vec<Row> {
    let catalog = &visitor.settings.catalog;
    let mut before = 0;
    let mut rows = Vec::with_capacity(loaded.page.items.len());
    for own in &loaded.page.items {
        let author = loaded.people.get(&own.author_id);
        rows.push(Row {
            id: own.idea_id,
            title: own.title.clone(),
            author: author.map(|person| person.label(&visitor.words)).unwrap_or_default(),
            board: catalog.board(own.board_id).map(|board| board.name.clone()).unwrap_or_default(),
            promotions: own.promotions,
            is_first: own.turn == 0,
            begins_others: has_parts && before == 0 && own.turn > 0,
            due_at: own.due_at,
            made_at: own.made_at,
            is_broken: own.due_at < visitor.now,
        });
        before = own.turn;
    }
    rows
}

fn lines(visitor: &Visitor, figures: &[Figures]) -> Vec<Line> {
    let words = &visitor.words;
    let days = |days: Option<i32>| {
        days.map_or_else(|| words.get("promise-none-yet"), |days| words.count("promise-days-count", days))
    };
    let catalog = &visitor.settings.catalog;
    let boards = catalog.boards.iter().filter_map(|board| {
        let own = figures.iter().find(|one| one.board_id == board.id)?;
        Some((board, own))
    });
    boards
        .map(|(board, own)| Line {
            board: board.name.clone(),
            days: days(catalog.promise(board.id).map(|promise| promise.days)),
            in_time: own.percent().map_or_else(
                || words.get("promise-none-yet"),
                |percent| words.two("promise-share", "percent", percent, "count", own.settled),
            ),
            median: days(own.median_days),
            ninetieth: days(own.ninetieth_days),
            broken: own.broken,
        })
        .collect()
}
