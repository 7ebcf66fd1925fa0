//! The earlier texts of an idea, and what each edit changed.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::queries;
use crate::ideas::revisions::{self, Edit};
use crate::ids::{IdeaId, RevisionId};
use crate::text::diff::{self, Kind, Segment};
use crate::text::slug;
use crate::time::Timestamp;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};
use crate::web::who::{People, Who};

/// Edits on one page.
const PAGE: usize = 20;

/// Where the page begins.
#[derive(Debug, Deserialize)]
pub struct HistoryQuery {
    before: Option<RevisionId>,
}

/// A text with what was taken out and what was put in.
pub struct Change(Vec<Segment>);

/// From one text to another, in words.
pub fn change(old: &str, new: &str) -> Change {
    Change(diff::words(old, new))
}

impl Change {
    /// The element and the text of every stretch: `del`, `ins`, or none for what stayed.
    pub fn segments(&self) -> Vec<(&'static str, &str)> {
        let element = |kind| match kind {
            Kind::Equal => "",
            Kind::Delete => "del",
            Kind::Insert => "ins",
        };
        self.0.iter().map(|segment| (element(segment.kind), segment.text.as_str())).collect()
    }

    /// Whether anything changed.
    pub fn is_change(&self) -> bool {
        self.0.iter().any(|segment| segment.kind != Kind::Equal)
    }
}

struct EditCard {
    who: Who,
    at: Timestamp,
    title: Change,
    body: Change,
}

#[derive(Template)]
#[template(path = "ideas/history.html")]
struct HistoryPage {
    layout: Layout,
    idea_title: String,
    back: String,
    edits: Vec<EditCard>,
    older: Option<String>,
}

/// The edits, the latest first.
pub async fn page(visitor: Visitor, part: Path<String>, query: Query<HistoryQuery>) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let (viewer, before) = (visitor.viewer(), query.before);
    let load = move |db: &mut Db| {
        let idea = queries::find_visible(db, id, viewer)?;
        let edits = revisions::list(db, &idea, before, PAGE)?;
        let people = People::load(db, edits.items.iter().map(|edit| edit.before.editor_id))?;
        Ok((idea, edits, people))
    };
    let (idea, edits, people) = visitor.state.db.read(load).await?;
    let links = &visitor.state.links;
    let card = |edit: Edit| EditCard {
        who: people.who(edit.before.editor_id, &visitor),
        at: edit.before.created_at,
        title: change(&edit.before.title, &edit.title),
        body: change(&edit.before.body, &edit.body),
    };
    let page = HistoryPage {
        back: links.idea(id, &idea.title),
        older: edits.next.map(|next| format!("{}?before={next}", links.idea_act(id, "history"))),
        edits: edits.items.into_iter().map(card).collect(),
        idea_title: idea.title,
        layout: Layout::new(&visitor),
    };
    Ok(Html(page).with_status(StatusCode::OK))
}
