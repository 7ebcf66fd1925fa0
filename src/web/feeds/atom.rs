//! Feeds and entries as RFC 4287 wants them, and the answer that carries them, or says that nothing is new.

use std::time::{Duration, SystemTime};

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HttpDate};
use actix_web::{HttpRequest, HttpResponse};
use atom_syndication::{Category, Content, Entry, Feed, Generator, Link, Person, Text};
use sha2::{Digest as _, Sha256};

use super::Source;
use crate::error::{Error, Result};
use crate::time::Timestamp;

/// A feed at its own address, about a page.
pub(super) fn feed(source: &Source, title: &str, about: &str, own: &str, page: &str) -> Feed {
    Feed {
        title: Text::plain(clean(title)),
        subtitle: (!about.is_empty()).then(|| Text::plain(clean(about))),
        id: own.to_owned(),
        links: vec![
            link("self", own, Some("application/atom+xml")),
            link("alternate", page, Some("text/html")),
        ],
        // What is linked within a text without its host.
        base: Some(source.absolute("/")),
        lang: Some(source.words.language.to_string()),
        icon: Some(source.absolute(&crate::http::assets::path("icons/icon.svg"))),
        generator: Some(Generator { value: "Groundswell".into(), ..Generator::default() }),
        ..Feed::default()
    }
}

/// An entry. Its id stays when the title changes.
pub(super) fn entry(
    id: &str,
    title: &str,
    page: &str,
    author: &str,
    (created, edited): (Timestamp, Option<Timestamp>),
    html: &str,
) -> Entry {
    Entry {
        id: id.to_owned(),
        title: Text::plain(clean(title)),
        links: vec![link("alternate", page, Some("text/html"))],
        authors: vec![Person { name: clean(author), ..Person::default() }],
        published: Some(created.to_chrono().fixed_offset()),
        updated: edited.unwrap_or(created).to_chrono().fixed_offset(),
        content: Some(Content {
            value: Some(clean(html)),
            content_type: Some("html".into()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

/// A board or category that an entry belongs to.
pub(super) fn category((slug, name): (&str, &str)) -> Category {
    Category { term: slug.to_owned(), label: Some(clean(name)), ..Category::default() }
}

/// The feed, dated by its latest entry, or 304 when the reader has it.
pub(super) fn answer(
    request: &HttpRequest,
    mut feed: Feed,
    without_entries: Timestamp,
) -> Result<HttpResponse> {
    let latest = feed.entries.iter().map(|entry| entry.updated).max();
    feed.updated = latest.unwrap_or(without_entries.to_chrono().fixed_offset());
    let changed = Timestamp::from(feed.updated.to_utc());
    let xml = feed.write_to(Vec::new()).map_err(Error::internal)?;
    Ok(cacheable(request, "application/atom+xml; charset=utf-8", xml, Some(changed)))
}

/// A public document that readers ask for again and again.
pub(in crate::web) fn cacheable(
    request: &HttpRequest,
    media_type: &str,
    body: Vec<u8>,
    changed: Option<Timestamp>,
) -> HttpResponse {
    // Weak, since the same document goes out compressed in several ways.
    let digest: String = hex::encode(Sha256::digest(&body)).chars().take(32).collect();
    let tag = format!("W/\"{digest}\"");
    let changed = changed.and_then(http_date);
    let is_known = is_known(request.headers(), &tag, changed);
    let mut response = HttpResponse::build(if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    response.insert_header((header::ETAG, tag)).insert_header((header::CACHE_CONTROL, "public, max-age=300"));
    if let Some(changed) = changed {
        response.insert_header((header::LAST_MODIFIED, HttpDate::from(changed)));
    }
    if is_known { response.finish() } else { response.content_type(media_type).body(body) }
}

/// `If-None-Match` decides; `If-Modified-Since` only without it (RFC 9110, 13.1.3).
fn is_known(headers: &HeaderMap, tag: &str, changed: Option<SystemTime>) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(tags) = text(header::IF_NONE_MATCH) {
        let opaque = tag.trim_start_matches("W/");
        return tags.split(',').map(str::trim).any(|t| t == "*" || t.trim_start_matches("W/") == opaque);
    }
    let since = text(header::IF_MODIFIED_SINCE).and_then(|value| value.parse::<HttpDate>().ok());
    match (since, changed) {
        (Some(since), Some(changed)) => changed <= SystemTime::from(since),
        _ => false,
    }
}

/// Whole seconds, as HTTP writes them.
fn http_date(at: Timestamp) -> Option<SystemTime> {
    let seconds = u64::try_from(at.micros() / crate::time::SECOND).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

fn link(rel: &str, href: &str, media_type: Option<&str>) -> Link {
    Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        mime_type: media_type.map(str::to_owned),
        ..Link::default()
    }
}

/// Text without the characters that XML cannot hold.
pub(in crate::web) fn clean(text: &str) -> String {
    let holds = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(holds).collect()
}
