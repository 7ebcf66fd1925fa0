//! Markdown as a stream of events that is safe to walk: no raw HTML, no deep nesting.
//! Rendering, excerpts and mentions all read a source through [`events`], so they agree on what is code and what is a link.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeStream};

/// Containers inside containers beyond this depth are unwrapped: their content stays, their tags go.
/// Nobody reads deeper, and an HTML parser's work grows with the square of the depth.
pub(crate) const MAX_DEPTH: usize = 24;

/// Container marks at the start of one line beyond this number are taken as text.
const MAX_MARKS: usize = 48;

/// The events of `source` as CommonMark: raw HTML has become text, neighbouring texts are one event, and containers
/// nest at most [`MAX_DEPTH`] deep. Starts and ends are balanced.
pub(crate) fn events(source: &str) -> impl Iterator<Item = Event<'_>> {
    TextMergeStream::new(Bounded { parser: Parser::new_ext(source, Options::empty()), depth: 0 })
}

/// Escapes what follows the 48th container mark of a line, so that the parser itself never nests deeper.
/// Borrowed unless the source is hostile: its walk over open containers costs their number on every line.
pub(crate) fn bounded_marks(source: &str) -> Cow<'_, str> {
    if source.lines().all(|line| excess_mark(line).is_none()) {
        return source.into();
    }
    let mut bounded = String::with_capacity(source.len() + 64);
    for line in source.split_inclusive('\n') {
        let (kept, rest) = excess_mark(line).and_then(|at| line.split_at_checked(at)).unwrap_or((line, ""));
        bounded.push_str(kept);
        if !rest.is_empty() {
            bounded.push('\\');
            bounded.push_str(rest);
        }
    }
    bounded.into()
}

/// Where in `line` the first container mark too many stands.
fn excess_mark(line: &str) -> Option<usize> {
    let mut rest = line;
    for _ in 0..MAX_MARKS {
        rest = after_mark(rest.trim_start_matches([' ', '\t']))?;
    }
    rest = rest.trim_start_matches([' ', '\t']);
    after_mark(rest).filter(|_| !is_rule(line))?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    Some(line.len() - rest.len() + digits)
}

/// What follows the container mark at the start of `text`: `>`, a bullet, or a number with `.` or `)`.
fn after_mark(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix('>') {
        return Some(rest);
    }
    let unnumbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks: &[char] = if unnumbered.len() == text.len() { &['-', '+', '*'] } else { &['.', ')'] };
    unnumbered.strip_prefix(marks).filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// Whether the line is a thematic break, which may be as long as it likes.
fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    marks.next().is_some_and(|first| matches!(first, '-' | '*') && marks.all(|c| c == first))
}

struct Bounded<'a> {
    parser: Parser<'a>,
    depth: usize,
}

impl<'a> Iterator for Bounded<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            match self.parser.next()? {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.keeps(&tag.to_end()) {
                        return Some(Event::Start(visible(tag)));
                    }
                }
                Event::End(tag) => {
                    let kept = self.keeps(&tag);
                    self.depth = self.depth.saturating_sub(1);
                    if kept {
                        return Some(Event::End(if tag == TagEnd::HtmlBlock {
                            TagEnd::Paragraph
                        } else {
                            tag
                        }));
                    }
                }
                Event::Html(html) | Event::InlineHtml(html) => return Some(Event::Text(html)),
                event => return Some(event),
            }
        }
    }
}

impl Bounded<'_> {
    /// Blocks that hold words stay at any depth, so that words do not run into each other. A list goes one level
    /// earlier than the rest, for it is nothing without its items.
    fn keeps(&self, tag: &TagEnd) -> bool {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock => true,
            TagEnd::List(_) => self.depth < MAX_DEPTH,
            _ => self.depth <= MAX_DEPTH,
        }
    }
}

/// A block of raw HTML is shown as a paragraph of the characters typed.
fn visible(tag: Tag<'_>) -> Tag<'_> {
    if tag == Tag::HtmlBlock { Tag::Paragraph } else { tag }
}

/// Where in the source a walk stands: whether text met now is prose, and not code or part of a link or an image.
#[derive(Default)]
pub(crate) struct Place {
    inside: usize,
}

impl Place {
    /// Takes note of one event.
    pub(crate) fn follow(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => self.inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                self.inside = self.inside.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// Whether the text of the next event is prose.
    pub(crate) fn is_prose(&self) -> bool {
        self.inside == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_borrowed_unless_a_line_opens_too_many_containers() {
        for tame in
            ["> > - quote in a list", &"-".repeat(90), &"- ".repeat(90), "+-----+-----+\n| a | b |", ""]
        {
            assert_eq!(bounded_marks(tame), tame);
        }
        let hostile = ["> ".repeat(60), "1. ".repeat(60), "* + ".repeat(60), ">".repeat(20_000)];
        for source in hostile {
            let bounded = bounded_marks(&source);
            assert_eq!(bounded.matches('\\').count(), 1, "{bounded}");
            assert_eq!(bounded.replace('\\', ""), source);
        }
    }

    #[test]
    fn starts_and_ends_balance_and_stay_shallow() {
        for source in
            [">".repeat(500), "- ".repeat(500), "*a ".repeat(500), "**_a ".repeat(99) + &"_**".repeat(99)]
        {
            let (mut depth, mut deepest) = (0_usize, 0_usize);
            for event in events(&source) {
                match event {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth -= 1,
                    _ => {}
                }
                deepest = deepest.max(depth);
            }
            assert_eq!(depth, 0);
            assert!(deepest <= MAX_DEPTH + 1, "{deepest} deep");
        }
    }

    #[test]
    fn raw_html_is_text() {
        let words: String = events("a <b onclick=x>c</b>\n\n<script>\nd\n</script>")
            .filter_map(|event| match event {
                Event::Text(words) => Some(words.into_string()),
                Event::Html(_) | Event::InlineHtml(_) => panic!("raw HTML came through"),
                _ => None,
            })
            .collect();
        assert_eq!(words, "a <b onclick=x>c</b><script>\nd\n</script>");
    }
}
