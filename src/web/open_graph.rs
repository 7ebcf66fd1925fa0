//! What a page says of itself to those who link to it: its canonical address and Open Graph properties.

use askama::Template;

use super::page::Layout;

/// The tags, for the `head` block of a page: `{{ open_graph|safe }}`.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/_open_graph.html")]
pub struct OpenGraph {
    title: String,
    description: String,
    kind: &'static str,
    address: String,
    site_name: String,
    locale: &'static str,
}

impl OpenGraph {
    /// The tags of the page at `path`, which a [`crate::links::Links`] gave. `kind` is `website` or `article`;
    /// the description is plain text on one line.
    pub fn new(layout: &Layout, kind: &'static str, path: &str, title: &str, description: &str) -> Self {
        Self {
            title: title.to_owned(),
            description: description.to_owned(),
            kind,
            address: layout.links.absolute(path),
            site_name: layout.site_name().to_owned(),
            locale: match layout.words.language {
                crate::text::words::Language::En => "en_GB",
                crate::text::words::Language::Es => "es_ES",
            },
        }
    }
}
