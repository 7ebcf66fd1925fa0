//! The rounds that run, are announced, or are over.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::calls::Phase;
use crate::http::guard::Visitor;
use crate::rounds::{Round, policy, queries};
use crate::text::markdown::plain;
use crate::web::calls;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// Characters of a report that the list shows.
const EXCERPT: usize = 240;

/// Where a page begins.
#[derive(Debug, Default, Deserialize)]
pub struct After {
    after: Option<String>,
}

/// A round in the list.
pub struct Row {
    round: Round,
    phase: Phase,
    left: String,
    report: String,
    is_counted: bool,
}

/// The list.
#[derive(Template)]
#[template(path = "rounds/list.html")]
pub struct RoundsPage {
    layout: Layout,
    rows: Vec<Row>,
    next: Option<String>,
}

/// Shows the list.
pub async fn page(visitor: Visitor, query: Query<After>) -> Result<Html<RoundsPage>> {
    let (is_staff, after) = (visitor.is_staff(), query.into_inner().after);
    let page = visitor.state.db.read(move |db| queries::published(db, is_staff, after.as_deref())).await?;
    let layout = Layout::new(&visitor);
    let next = page.next.map(|after| layout.links.to(&format!("/rounds?after={after}")));
    let rows = page.items.into_iter().map(|round| row(&visitor, round)).collect();
    Ok(Html(RoundsPage { layout, rows, next }))
}

fn row(visitor: &Visitor, round: Round) -> Row {
    Row {
        phase: round.phase(visitor.now),
        left: calls::left(&visitor.words, round.ends_at, visitor.now),
        report: round.reported_at.map(|_| plain(&round.report, EXCERPT)).unwrap_or_default(),
        is_counted: policy::shows_results(&round, visitor.now),
        round,
    }
}
