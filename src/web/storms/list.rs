//! The sessions that run, are announced, or are over.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::calls::Phase;
use crate::db::Db;
use crate::http::guard::Visitor;
use crate::ids::StormId;
use crate::storms::ideas::{Size, sizes};
use crate::storms::{Storm, queries};
use crate::text::markdown::plain;
use crate::web::calls;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// Characters of an answer that the list shows.
const EXCERPT: usize = 240;

/// Where a page begins.
#[derive(Debug, Default, Deserialize)]
pub struct After {
    after: Option<String>,
}

/// A session in the list.
pub struct Row {
    storm: Storm,
    phase: Phase,
    board: String,
    size: Size,
    left: String,
    answer: String,
}

/// The list.
#[derive(Template)]
#[template(path = "storms/list.html")]
pub struct StormsPage {
    layout: Layout,
    now: Vec<Row>,
    past: Vec<Row>,
    next: Option<String>,
}

/// Shows the list.
pub async fn page(visitor: Visitor, query: Query<After>) -> Result<Html<StormsPage>> {
    let (viewer, settings) = (visitor.viewer(), Arc::clone(&visitor.settings));
    let after = query.into_inner().after;
    let read = move |db: &mut Db| {
        let page = queries::published(db, viewer.is_staff, &settings.catalog, after.as_deref())?;
        let ids: Vec<StormId> = page.items.iter().map(|storm| storm.id).collect();
        Ok((page, sizes(db, &ids, viewer)?))
    };
    let (page, sizes) = visitor.state.db.read(read).await?;
    let layout = Layout::new(&visitor);
    let next = page.next.map(|after| layout.links.to(&format!("/storms?after={after}")));
    let rows = page.items.into_iter().map(|storm| row(&visitor, storm, &sizes));
    let (past, now) = rows.partition(|row| row.phase == Phase::Closed);
    Ok(Html(StormsPage { layout, now, past, next }))
}

fn row(visitor: &Visitor, storm: Storm, sizes: &HashMap<StormId, Size>) -> Row {
    let board = visitor.settings.catalog.board(storm.board_id);
    Row {
        phase: storm.phase(visitor.now),
        board: board.map(|board| board.name.clone()).unwrap_or_default(),
        size: sizes.get(&storm.id).copied().unwrap_or_default(),
        left: calls::left(&visitor.words, storm.ends_at, visitor.now),
        answer: storm.answered_at.map(|_| plain(&storm.answer, EXCERPT)).unwrap_or_default(),
        storm,
    }
}
