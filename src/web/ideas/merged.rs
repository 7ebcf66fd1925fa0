//! What a merged idea leaves behind: a page with its text, its author and where it went.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::{Idea, merge, policy, queries};
use crate::ids::IdeaId;
use crate::text::slug;
use crate::time::Timestamp;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::{People, Who};

#[derive(Template)]
#[template(path = "ideas/merged.html")]
struct MergedPage {
    layout: Layout,
    idea: Idea,
    author: Who,
    merged_by: Who,
    merged_at: Timestamp,
    target: String,
    link: String,
    undo: Option<String>,
    /// None where counts are hidden.
    promotions: Option<i64>,
}

/// The page; an idea that is not merged, or not any more, is at its own address.
pub async fn page(visitor: Visitor, part: Path<String>) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let viewer = visitor.viewer();
    let load = move |db: &mut Db| match merge::find_merged(db, id, viewer)? {
        Some((merge, idea, home)) => {
            let people = People::load(db, [idea.author_id, merge.merged_by])?;
            Ok(Ok((merge, idea, home, people)))
        }
        None => queries::find_visible(db, id, viewer).map(Err),
    };
    let links = &visitor.state.links;
    let (merge, idea, home, people) = match visitor.state.db.read(load).await? {
        Ok(found) => found,
        Err(idea) => return Ok(see_other(&links.idea(id, &idea.title))),
    };
    let may = visitor.person.as_ref().is_some_and(|person| policy::may_merge(person).is_ok());
    let board = visitor.settings.catalog.board(idea.board_id)?;
    let is_shown = board.veil(idea.created_at, false, visitor.now).is_none();
    let page = MergedPage {
        promotions: is_shown.then_some(idea.ranks.promotions),
        author: people.who(idea.author_id, &visitor),
        merged_by: people.who(merge.merged_by, &visitor),
        merged_at: merge.created_at,
        link: links.idea(home.id, &home.title),
        target: home.title,
        undo: may.then(|| format!("{}/unmerge", links.desk_idea(id))),
        idea,
        layout: Layout::new(&visitor),
    };
    Ok(Html(page).with_status(StatusCode::OK))
}
