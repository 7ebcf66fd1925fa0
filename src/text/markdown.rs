//! Markdown to HTML that is safe to show, and to plain text for excerpts.
//! CommonMark without raw HTML, then sanitised; four changes are ours: tags typed show as text, headings start at h3,
//! images show only from allowed hosts, bare web addresses and mentions become links.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use super::events::{Place, bounded_marks, events};
use super::inline::{Piece, pieces};
use super::mentions;

/// Stored beside rendered HTML: a later renderer can tell what it has not rendered yet.
pub const RENDER_VERSION: i32 = 1;

/// The schemes that links may have; other links show their words only.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// What links that people typed say to search engines and to the page they open.
const LINK_REL: &str = "nofollow ugc noopener";

/// HTML that holds no script and nothing that could become one. Made by [`render`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The HTML back from the column that [`render`]'s result was stored in, and from nowhere else.
    pub fn from_stored(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, owned, to be stored.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a rendering depends on besides the source.
pub struct RenderOptions<'o> {
    /// Hosts, in lower case, whose images are shown; every other image becomes a link.
    pub image_hosts: &'o [String],
    /// The address of the person with this handle, if there is one; the handle is in lower case.
    pub mention: &'o dyn Fn(&str) -> Option<String>,
}

impl Default for RenderOptions<'_> {
    /// No images, no mentions.
    fn default() -> Self {
        Self { image_hosts: &[], mention: &|_| None }
    }
}

/// The HTML of a Markdown source.
pub fn render(source: &str, options: &RenderOptions<'_>) -> SafeHtml {
    let source = bounded_marks(source);
    let mut rewriter = Rewriter { options, place: Place::default(), open: Vec::new(), out: Vec::new() };
    for event in events(&source) {
        rewriter.take(event);
    }
    let mut unclean = String::with_capacity(source.len() * 3 / 2);
    html::push_html(&mut unclean, rewriter.out.into_iter());
    SafeHtml(SANITISER.clean(&unclean).to_string())
}

/// The words of a Markdown source on one line, at most `max_chars` characters; a longer one is cut between words and
/// ends in `…`. Images give their alternative text.
pub fn plain(source: &str, max_chars: usize) -> String {
    let source = bounded_marks(source);
    let mut line = Line { text: String::new(), chars: 0, gap: false };
    for event in events(&source) {
        match &event {
            Event::Text(words) | Event::Code(words) => line.push(words),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }) => {}
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image) => {}
            // Blocks and line breaks part words.
            _ => line.gap = true,
        }
        if line.chars > max_chars {
            return cut(&line.text, max_chars);
        }
    }
    line.text
}

/// Text being written on one line, with single spaces between words.
struct Line {
    text: String,
    chars: usize,
    gap: bool,
}

impl Line {
    fn push(&mut self, words: &str) {
        for c in words.chars() {
            if c.is_whitespace() {
                self.gap = true;
                continue;
            }
            if self.gap && !self.text.is_empty() {
                self.text.push(' ');
                self.chars += 1;
            }
            self.gap = false;
            self.text.push(c);
            self.chars += 1;
        }
    }
}

/// The start of `text` in at most `max_chars` characters with `…` as the last, cut after a word unless that is long.
fn cut(text: &str, max_chars: usize) -> String {
    let room = max_chars.saturating_sub(1);
    let (mut chars, mut end, mut word_end) = (0, 0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        if grapheme == " " && chars * 2 > room {
            word_end = at;
        }
        chars += grapheme.chars().count();
        if chars > room {
            break;
        }
        end = at + grapheme.len();
    }
    let end = if word_end > 0 { word_end } else { end };
    let kept = text.get(..end).unwrap_or_default().trim_end();
    if max_chars == 0 { String::new() } else { format!("{kept}…") }
}

/// Turns the events of a source into those of the page.
struct Rewriter<'o, 'a> {
    options: &'o RenderOptions<'o>,
    place: Place,
    open: Vec<Open<'a>>,
    out: Vec<Event<'a>>,
}

/// A link or an image whose end is still to come.
struct Open<'a> {
    /// What is written at its end; nothing, if its start was left out.
    end: Option<TagEnd>,
    /// How many events were written before its content.
    from: usize,
    /// Where it leads; shown when it has no words.
    address: CowStr<'a>,
}

impl<'a> Rewriter<'_, 'a> {
    fn take(&mut self, event: Event<'a>) {
        self.place.follow(&event);
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.out.push(Event::Start(heading(lower(level)))),
            Event::End(TagEnd::Heading(level)) => self.out.push(Event::End(TagEnd::Heading(lower(level)))),
            Event::Start(tag @ Tag::Link { .. }) => self.open_link(tag),
            Event::Start(tag @ Tag::Image { .. }) => self.open_image(tag),
            Event::End(TagEnd::Link | TagEnd::Image) => self.close(),
            Event::Text(words) if self.place.is_prose() => self.prose(words),
            event => self.out.push(event),
        }
    }

    fn open_link(&mut self, tag: Tag<'a>) {
        if let Tag::Link { link_type, dest_url, .. } = &tag {
            let address = dest_url.clone();
            let kept = *link_type == LinkType::Email || is_safe(dest_url);
            self.start(tag, address, kept.then_some(TagEnd::Link));
        }
    }

    fn open_image(&mut self, tag: Tag<'a>) {
        let Tag::Image { dest_url, title, id, .. } = &tag else { return };
        let address = dest_url.clone();
        if self.in_image() || self.is_allowed(dest_url) {
            self.start(tag, address, Some(TagEnd::Image));
        } else {
            let (dest_url, title, id) = (address.clone(), title.clone(), id.clone());
            let link = Tag::Link { link_type: LinkType::Inline, dest_url, title, id };
            let kept = !self.in_link() && is_safe(&address);
            self.start(link, address, kept.then_some(TagEnd::Link));
        }
    }

    fn start(&mut self, tag: Tag<'a>, address: CowStr<'a>, end: Option<TagEnd>) {
        if end.is_some() {
            self.out.push(Event::Start(tag));
        }
        self.open.push(Open { end, from: self.out.len(), address });
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if open.from == self.out.len() && open.end != Some(TagEnd::Image) {
            self.out.push(Event::Text(open.address));
        }
        self.out.extend(open.end.map(Event::End));
    }

    /// Prose, with its addresses and mentions linked.
    fn prose(&mut self, words: CowStr<'a>) {
        let pieces = pieces(&words);
        if matches!(pieces.as_slice(), [Piece::Words(_)]) {
            drop(pieces);
            return self.out.push(Event::Text(words));
        }
        for piece in &pieces {
            match piece {
                Piece::Words(text) => self.text(text),
                Piece::Address(text) => self.linked(text, text),
                Piece::Mention(text) => {
                    match mentions::handle(piece).and_then(|handle| (self.options.mention)(&handle)) {
                        Some(address) => self.linked(text, &address),
                        None => self.text(text),
                    }
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.out.push(Event::Text(CowStr::from(text.to_owned())));
    }

    fn linked(&mut self, text: &str, address: &str) {
        let (dest_url, empty) = (CowStr::from(address.to_owned()), CowStr::Borrowed(""));
        let link = Tag::Link { link_type: LinkType::Inline, dest_url, title: empty.clone(), id: empty };
        self.out.push(Event::Start(link));
        self.text(text);
        self.out.push(Event::End(TagEnd::Link));
    }

    fn in_link(&self) -> bool {
        self.open.iter().any(|open| open.end == Some(TagEnd::Link))
    }

    fn in_image(&self) -> bool {
        self.open.iter().any(|open| open.end == Some(TagEnd::Image))
    }

    fn is_allowed(&self, address: &str) -> bool {
        let Ok(url) = Url::parse(address) else { return false };
        let listed = |host: &str| self.options.image_hosts.iter().any(|allowed| allowed == host);
        url.scheme() == "https" && url.port().is_none() && url.host_str().is_some_and(listed)
    }
}

/// The page has the site's name and the idea's title above: content starts at h3.
fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

fn heading(level: HeadingLevel) -> Tag<'static> {
    Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }
}

/// Whether a link may lead there: a web or mail address, or a place on this site. Browsers and the sanitiser read
/// addresses by the same standard as `Url`.
fn is_safe(address: &str) -> bool {
    match Url::parse(address) {
        Ok(url) => SCHEMES.contains(&url.scheme()),
        Err(error) => error == url::ParseError::RelativeUrlWithoutBase,
    }
}

/// Lets through what [`render`] writes and nothing else.
static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "hr",
            "h3",
            "h4",
            "h5",
            "h6",
            "em",
            "strong",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "a",
            "img",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("img", HashSet::from(["src", "alt", "title"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .set_tag_attribute_values(HashMap::from([(
            "img",
            HashMap::from([("loading", "lazy"), ("referrerpolicy", "no-referrer")]),
        )]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some(LINK_REL));
    builder
});

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
