//! Somebody's public page: what they say about themselves, and what they posted that the reader may see.

use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, Responder as _};
use askama::Template;
use serde::Deserialize;

use super::rows::{self, CommentRow, IdeaRow};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::Viewer;
use crate::ids::PersonId;
use crate::moderation::policy;
use crate::people::{Person, posts, queries};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

#[derive(Template)]
#[template(path = "people/show.html")]
struct PersonPage {
    layout: Layout,
    person: Person,
    name: String,
    shows_comments: bool,
    /// Where a moderator bans them.
    ban: Option<String>,
    ideas: Vec<IdeaRow>,
    comments: Vec<CommentRow>,
    next: Option<String>,
}

/// Which list, and where it begins.
#[derive(Debug, Deserialize)]
pub struct PersonQuery {
    show: Option<String>,
    after: Option<String>,
}

/// Their ideas.
pub async fn page(
    request: HttpRequest,
    visitor: Visitor,
    id: Path<PersonId>,
    query: Query<PersonQuery>,
) -> Result {
    let query = query.into_inner();
    let page = if query.show.as_deref() == Some("comments") {
        with_comments(&visitor, id.into_inner(), query.after).await?
    } else {
        with_ideas(&visitor, id.into_inner(), query.after).await?
    };
    Ok(Html(page).respond_to(&request))
}

/// Somebody who never signed in and never posted is known to staff alone: a vote may have been filed for them.
fn find(db: &mut Db, id: PersonId, viewer: Viewer) -> crate::error::Result<Person> {
    let person = queries::find(db, id)?.ok_or(Error::NotFound)?;
    if person.is_imported && !viewer.is_staff && !posts::has_posted(db, id)? {
        return Err(Error::NotFound);
    }
    Ok(person)
}

async fn with_ideas(visitor: &Visitor, id: PersonId, after: Option<String>) -> Result<PersonPage> {
    let viewer = visitor.viewer();
    let found = visitor.state.db.read(move |db| {
        let person = find(db, id, viewer)?;
        let lines = posts::ideas_of(db, id, Some(viewer.least_shown()), after.as_deref())?;
        let ids: Vec<_> = lines.items.iter().map(|line| line.id).collect();
        Ok((person, lines, rows::Beside::load(db, viewer, &ids)?))
    });
    let (person, lines, beside) = found.await?;
    let next = lines.next;
    let mut page = build(visitor, person, next);
    for line in lines.items {
        let at = line.created_at;
        page.ideas.push(rows::idea_row(visitor, line, &beside, None, at)?);
    }
    Ok(page)
}

async fn with_comments(visitor: &Visitor, id: PersonId, after: Option<String>) -> Result<PersonPage> {
    let viewer = visitor.viewer();
    let found = visitor.state.db.read(move |db| {
        let person = find(db, id, viewer)?;
        Ok((person, posts::comments_of(db, id, Some(viewer.least_shown()), after.as_deref())?))
    });
    let (person, lines) = found.await?;
    let mut page = build(visitor, person, lines.next);
    page.shows_comments = true;
    page.comments = lines.items.into_iter().map(|line| rows::comment_row(visitor, line)).collect();
    Ok(page)
}

fn build(visitor: &Visitor, person: Person, next: Option<String>) -> PersonPage {
    let name = person.label(&visitor.words);
    let may_ban = |moderator: &Person| policy::may_ban(moderator, &person).is_ok();
    let link = || visitor.state.links.to(&format!("/people/{}/ban", person.id));
    let ban = visitor.person.as_ref().is_some_and(may_ban).then(link);
    let (layout, ideas, comments) = (Layout::new(visitor), Vec::new(), Vec::new());
    PersonPage { layout, person, name, shows_comments: false, ban, ideas, comments, next }
}
