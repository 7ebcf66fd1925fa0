//! Texts of other systems as Markdown: plain text that must look as it was typed, and HTML of the simple kind that
//! editors make.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

use crate::text_enum;

text_enum! {
    /// How a text is written.
    pub enum BodyFormat {
        /// CommonMark, as this site stores it.
        Markdown = "markdown",
        /// HTML: paragraphs, lists, links, emphasis, headings, quotes and code are kept; of the rest, the words.
        Html = "html",
        /// Plain text: shown as it was typed, line by line.
        Text = "text",
    }
}

/// A text as Markdown.
pub fn to_markdown(text: &str, format: BodyFormat) -> String {
    match format {
        BodyFormat::Markdown => text.to_owned(),
        BodyFormat::Text => plain(text),
        BodyFormat::Html => html(text),
    }
}

/// Plain text whose lines stay lines and whose signs stay signs.
fn plain(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| escape_line(line.trim())).collect();
    let mut markdown = String::with_capacity(text.len() + text.len() / 8);
    for (place, line) in lines.iter().enumerate() {
        markdown.push_str(line);
        let next = lines.get(place + 1);
        // A break within a paragraph has to be asked for.
        if !line.is_empty() && next.is_some_and(|next| !next.is_empty()) {
            markdown.push('\\');
        }
        if next.is_some() {
            markdown.push('\n');
        }
    }
    markdown
}

/// A line whose words mean nothing to Markdown. Addresses are left alone: a backslash would break them.
fn escape_line(line: &str) -> String {
    let words: Vec<String> = line.split(' ').map(escape_word).collect();
    let line = words.join(" ");
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    let is_numbered = digits > 0 && (rest.starts_with('.') || rest.starts_with(')'));
    if is_numbered {
        let (number, sign) = line.split_at(digits);
        return format!("{number}\\{sign}");
    }
    if line.starts_with(['#', '>', '-', '+', '=', '~', ':']) { format!("\\{line}") } else { line }
}

fn escape_word(word: &str) -> String {
    if word.starts_with("http://") || word.starts_with("https://") {
        return word.to_owned();
    }
    let mut escaped = String::with_capacity(word.len());
    for c in word.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Leaves well-formed HTML of the tags that have a Markdown of their own.
static SIMPLE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "p",
        "br",
        "div",
        "strong",
        "b",
        "em",
        "i",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ];
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(tags))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .add_tag_attributes("a", ["href"])
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(None);
    builder
});

/// HTML as Markdown.
fn html(text: &str) -> String {
    let simple = SIMPLE.clean(text).to_string();
    let mut writer = Writer::default();
    let mut rest = simple.as_str();
    while let Some(start) = rest.find('<') {
        let (words, tail) = rest.split_at(start);
        writer.words(words);
        let Some(end) = tail.find('>') else { break };
        let tag = tail.get(1..end).unwrap_or_default();
        writer.tag(tag);
        rest = tail.get(end + 1..).unwrap_or_default();
    }
    writer.words(rest);
    writer.finish()
}

/// What is being written, block by block.
#[derive(Default)]
struct Writer {
    out: String,
    /// The block being written.
    line: String,
    /// Open lists: the next number, or none for bullets.
    lists: Vec<Option<u32>>,
    quotes: usize,
    /// What goes before the block's first line: a bullet, a number, a heading's signs.
    mark: String,
    links: Vec<String>,
    in_pre: bool,
}

impl Writer {
    fn words(&mut self, words: &str) {
        let words = unescape(words);
        if self.in_pre {
            self.line.push_str(&words);
            return;
        }
        for c in words.chars() {
            if c.is_whitespace() {
                if !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
                    self.line.push(' ');
                }
            } else if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<') {
                self.line.push('\\');
                self.line.push(c);
            } else {
                self.line.push(c);
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
        if tag.starts_with('/') { self.close(name) } else { self.open(name, tag) }
    }

    fn open(&mut self, name: &str, tag: &str) {
        match name {
            "br" => self.line.push_str("\\\n"),
            "strong" | "b" => self.line.push_str("**"),
            "em" | "i" => self.line.push('*'),
            "code" if !self.in_pre => self.line.push('`'),
            "a" => {
                self.links.push(attribute(tag, "href"));
                self.line.push('[');
            }
            "ul" | "ol" => {
                self.block();
                self.lists.push((name == "ol").then_some(1));
            }
            "li" => self.item(),
            "blockquote" => {
                self.block();
                self.quotes += 1;
            }
            "pre" => {
                self.block();
                self.in_pre = true;
            }
            "hr" => {
                self.block();
                self.line.push_str("---");
                self.block();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block();
                let level = name.as_bytes().get(1).map_or(1, |digit| usize::from(digit - b'0'));
                self.mark = format!("{} ", "#".repeat(level));
            }
            "p" | "div" => self.block(),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.block();
        self.mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}. ");
                *number += 1;
                mark
            }
            _ => "- ".into(),
        };
    }

    fn close(&mut self, name: &str) {
        match name {
            "strong" | "b" => self.mark_end("**"),
            "em" | "i" => self.mark_end("*"),
            "code" if !self.in_pre => self.line.push('`'),
            "a" => {
                let address = self.links.pop().unwrap_or_default();
                if address.is_empty() {
                    self.line.push(']');
                } else {
                    self.line.push_str(&format!("](<{address}>)"));
                }
            }
            "ul" | "ol" => {
                self.block();
                self.lists.pop();
            }
            "blockquote" => {
                self.block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            "pre" => {
                self.code_block();
                self.in_pre = false;
            }
            "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.block(),
            _ => {}
        }
    }

    /// Emphasis ends before the space that ends it, or it would be none.
    fn mark_end(&mut self, mark: &str) {
        let kept = self.line.trim_end_matches(' ').len();
        let space = self.line.len() > kept;
        self.line.truncate(kept);
        self.line.push_str(mark);
        if space {
            self.line.push(' ');
        }
    }

    fn code_block(&mut self) {
        let code = std::mem::take(&mut self.line);
        let indented: Vec<String> =
            code.trim_matches('\n').lines().map(|line| format!("    {line}")).collect();
        self.write(&indented.join("\n"));
    }

    /// Ends the block being written.
    fn block(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = line.trim().trim_end_matches("\\\n").trim_end_matches('\\').trim();
        if text.is_empty() {
            return;
        }
        let text = escape_start(text);
        self.write(&text);
    }

    fn write(&mut self, text: &str) {
        let mark = std::mem::take(&mut self.mark);
        let is_item = !mark.is_empty() && !mark.starts_with('#');
        let depth = self.lists.len().saturating_sub(1);
        let indent = "    ".repeat(depth);
        let hang = if self.lists.is_empty() { String::new() } else { format!("{indent}    ") };
        let quote = "> ".repeat(self.quotes);
        if !self.out.is_empty() {
            self.out.push_str(if is_item { "\n" } else { "\n\n" });
        }
        for (place, line) in text.lines().enumerate() {
            let lead = if place > 0 {
                format!("\n{quote}{hang}")
            } else if is_item {
                format!("{quote}{indent}{mark:<4}")
            } else {
                format!("{quote}{hang}{mark}")
            };
            self.out.push_str(&lead);
            self.out.push_str(line.trim_end());
        }
    }

    fn finish(mut self) -> String {
        self.block();
        self.out
    }
}

/// A block that begins with a sign of Markdown's is no heading, list or quote.
fn escape_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')'])) {
        let (number, sign) = text.split_at(digits);
        return format!("{number}\\{sign}");
    }
    if text.starts_with(['#', '>', '-', '+', '=', '~']) && text != "---" {
        format!("\\{text}")
    } else {
        text.to_owned()
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let start = format!("{name}=\"");
    let value =
        tag.split_once(&start).and_then(|(_, rest)| rest.split_once('"')).map_or("", |(value, _)| value);
    unescape(value).replace(['<', '>', '\n'], "")
}

/// What the sanitiser escapes.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{A0}")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markdown::{RenderOptions, render};

    fn shown(text: &str, format: BodyFormat) -> String {
        render(&to_markdown(text, format), &RenderOptions::default()).into_string().replace('\n', "")
    }

    #[test]
    fn simple_html_keeps_its_shape() {
        for (html, expected) in [
            ("<p>One</p>\n\n<p>Two<br />lines</p>", "<p>One</p><p>Two<br>lines</p>"),
            ("<p>A <strong>bold </strong>word</p>", "<p>A <strong>bold</strong> word</p>"),
            ("<ul><li>a</li><li>b</li></ul><p>c</p>", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
            ("<ol><li>a</li><li>b</li></ol>", "<ol><li>a</li><li>b</li></ol>"),
            ("<h2>Head</h2>text", "<h4>Head</h4><p>text</p>"),
            ("<p>5 &lt; 6 &amp; *no*</p>", "<p>5 &lt; 6 &amp; *no*</p>"),
            ("plain words", "<p>plain words</p>"),
            ("<p># no heading</p>", "<p># no heading</p>"),
            ("<script>alert(1)</script><p>ok</p>", "<p>ok</p>"),
            ("<blockquote><p>said</p></blockquote>", "<blockquote><p>said</p></blockquote>"),
            ("<pre>a\n  b</pre>", "<pre><code>a  b</code></pre>"),
        ] {
            let found = shown(html, BodyFormat::Html);
            let found = if html.starts_with("<pre") { found } else { found.replace("<br />", "<br>") };
            assert_eq!(found, expected, "{html}: {}", to_markdown(html, BodyFormat::Html));
        }
        let link = shown("<a href=\"https://example.org/a_b\">a_b</a>", BodyFormat::Html);
        assert!(link.contains("href=\"https://example.org/a_b\"") && link.contains(">a_b</a>"), "{link}");
    }

    #[test]
    fn plain_text_looks_as_it_was_typed() {
        for (text, expected) in [
            ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
            ("1. not a list", "<p>1. not a list</p>"),
            ("# not a heading", "<p># not a heading</p>"),
            ("*stars* and _lines_", "<p>*stars* and _lines_</p>"),
            ("- dash", "<p>- dash</p>"),
            ("a &amp; b <b>", "<p>a &amp;amp; b &lt;b&gt;</p>"),
        ] {
            assert_eq!(shown(text, BodyFormat::Text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_is_read(text in "(?s)([<>/a-z &;\n#*]|.){0,80}") {
            for format in BodyFormat::ALL {
                to_markdown(&text, *format);
            }
        }
    }
}
