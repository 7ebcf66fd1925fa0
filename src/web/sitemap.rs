//! What search engines ask for: the sitemap, in parts of up to 50,000 addresses, and robots.txt.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::feeds::cacheable;
use crate::error::Error;
use crate::http::state::State;
use crate::ideas::syndication;
use crate::web::errors::Result;

/// What is not for search engines: what needs a person, and what has no end.
const CLOSED: [&str; 8] =
    ["/desk", "/admin", "/moderation", "/settings", "/me", "/search", "/signin", "/ideas/similar"];

/// An address and when it last changed.
struct Place {
    address: String,
    changed: Option<String>,
}

#[derive(Template)]
#[template(path = "feeds/sitemap_index.xml")]
struct Index {
    parts: Vec<String>,
}

#[derive(Template)]
#[template(path = "feeds/sitemap.xml")]
struct Part {
    places: Vec<Place>,
}

/// The list of the parts.
pub async fn index(request: HttpRequest, state: Data<State>) -> Result {
    let count = state.db.read(syndication::sitemap_parts).await?;
    let address = |name: String| state.links.absolute(&state.links.to(&format!("/sitemaps/{name}.xml")));
    let ideas = (1..=count).map(|n| n.to_string());
    let parts = std::iter::once("pages".to_owned()).chain(ideas).map(address).collect();
    Ok(xml(&request, &Index { parts })?)
}

/// One part: `pages`, or the ideas whose numbers lie in the n-th range.
pub async fn part(request: HttpRequest, state: Data<State>, name: Path<String>) -> Result {
    if *name == "pages" {
        return Ok(xml(&request, &Part { places: pages(&state).await? })?);
    }
    let number: i64 = name.parse().ok().filter(|number| *number > 0).ok_or(Error::NotFound)?;
    let (count, ideas) = state
        .db
        .read(move |db| Ok((syndication::sitemap_parts(db)?, syndication::sitemap_part(db, number)?)))
        .await?;
    if number > count {
        return Err(Error::NotFound.into());
    }
    let links = &state.links;
    let places = ideas.into_iter().map(|(id, title, active_at)| Place {
        address: links.absolute(&links.idea(id, &title)),
        changed: Some(active_at.to_rfc3339()),
    });
    Ok(xml(&request, &Part { places: places.collect() })?)
}

async fn pages(state: &State) -> crate::error::Result<Vec<Place>> {
    let settings = state.settings().await?;
    let links = &state.links;
    let boards = settings.catalog.boards_open_to(false).map(|board| links.board(&board.slug));
    let paths = [links.to("/"), links.to("/help")].into_iter().chain(boards);
    Ok(paths.map(|path| Place { address: links.absolute(&path), changed: None }).collect())
}

fn xml(request: &HttpRequest, document: &impl Template) -> crate::error::Result<HttpResponse> {
    let body = document.render().map_err(Error::internal)?.into_bytes();
    Ok(cacheable(request, "application/xml; charset=utf-8", body, None))
}

/// What robots may read.
pub async fn robots(request: HttpRequest, state: Data<State>) -> Result {
    let links = &state.links;
    let mut lines = vec!["User-agent: *".to_owned(), format!("Allow: {}", links.to("/moderation/log"))];
    lines.extend(CLOSED.iter().map(|path| format!("Disallow: {}", links.to(path))));
    lines.push(String::new());
    lines.push(format!("Sitemap: {}\n", links.absolute(&links.to("/sitemap.xml"))));
    Ok(cacheable(&request, "text/plain; charset=utf-8", lines.join("\n").into_bytes(), None))
}
