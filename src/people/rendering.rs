//! Turning what people wrote into HTML, with the people they mention linked.

use std::collections::HashMap;
use std::sync::Arc;

use super::queries;
use crate::db::Db;
use crate::error::Result;
use crate::ids::PersonId;
use crate::links::Links;
use crate::text::markdown::{RENDER_VERSION, RenderOptions, SafeHtml, render};
use crate::text::mentions;

/// Most people that one post may mention; the rest stay plain text.
const MENTIONS_MAX: usize = 20;

/// Renders posts with this site's addresses and image hosts.
#[derive(Debug, Clone)]
pub struct Renderer {
    links: Arc<Links>,
    image_hosts: Arc<[String]>,
}

/// A rendered post.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// What a page shows.
    pub html: SafeHtml,
    /// Which renderer made it.
    pub version: i32,
    /// Who is mentioned in it, by the handles that exist.
    pub mentioned: Vec<PersonId>,
}

impl Renderer {
    /// A renderer for a site.
    pub fn new(links: Arc<Links>, image_hosts: Vec<String>) -> Self {
        Self { links, image_hosts: image_hosts.into() }
    }

    /// Renders Markdown; looks the mentioned handles up in one query.
    pub fn render(&self, db: &mut Db, source: &str) -> Result<Rendered> {
        let handles: Vec<String> = mentions::find(source).into_iter().take(MENTIONS_MAX).collect();
        let found = if handles.is_empty() { Vec::new() } else { queries::by_handles(db, &handles)? };
        let known: HashMap<&str, PersonId> = found
            .iter()
            .filter(|person| person.former_at.is_none())
            .map(|person| (person.handle.as_str(), person.id))
            .collect();
        let mention = |handle: &str| known.get(handle).map(|id| self.links.person(*id));
        let options = RenderOptions { image_hosts: &self.image_hosts, mention: &mention };
        let html = render(source, &options);
        Ok(Rendered { html, version: RENDER_VERSION, mentioned: known.into_values().collect() })
    }
}
