//! Where the words of a query occur in a text, for templates to mark.
//! Words are compared folded, and cut where the original text has whole characters.

use super::fold::{self, Token};
use super::query::{Clause, Kind, Query};

/// A stretch of the original text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'t> {
    /// The text as it was.
    pub text: &'t str,
    /// Whether the query asked for it.
    pub hit: bool,
}

/// A part of a text around its first hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt<'t> {
    /// The part, in segments.
    pub segments: Vec<Segment<'t>>,
    /// Whether something was left out before it.
    pub cut_before: bool,
    /// Whether something was left out after it.
    pub cut_after: bool,
}

/// The whole text in segments; joined again they are `text`.
pub fn segments<'t>(text: &'t str, query: &Query) -> Vec<Segment<'t>> {
    cut(text, 0, text.len(), &hits(text, query))
}

/// About `max_chars` characters of a plain text, beginning shortly before the first hit, cut between words.
pub fn excerpt<'t>(text: &'t str, query: &Query, max_chars: usize) -> Excerpt<'t> {
    let hits = hits(text, query);
    let first = hits.first().map_or(0, |hit| hit.0);
    let start =
        if text.chars().nth(max_chars).is_none() { 0 } else { start_before(text, first, max_chars / 4) };
    let end = end_after(text, start, max_chars);
    Excerpt {
        segments: cut(text, start, end, &hits),
        cut_before: start > 0,
        cut_after: end < text.trim_end().len(),
    }
}

/// The first and past-the-last bytes of what the query wants, in order, not overlapping.
fn hits(text: &str, query: &Query) -> Vec<(usize, usize)> {
    let tokens = fold::tokens(text);
    let stems: Vec<String> = tokens.iter().map(|token| fold::stem(&token.word, query.language)).collect();
    let mut found: Vec<(usize, usize)> =
        query.wanted.iter().flat_map(|clause| occurrences(text, &tokens, &stems, clause)).collect();
    found.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::with_capacity(found.len());
    for (start, end) in found {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

fn occurrences(text: &str, tokens: &[Token], stems: &[String], clause: &Clause) -> Vec<(usize, usize)> {
    let length = clause.words.len();
    let stems = stems.windows(length.max(1));
    let windows = tokens.windows(length.max(1)).zip(stems);
    windows
        .filter(|(window, stems)| matches(window, stems, clause))
        .filter_map(|(window, _)| span(text, window, clause))
        .collect()
}

fn matches(window: &[Token], stems: &[String], clause: &Clause) -> bool {
    match clause.kind {
        Kind::Word => stems == clause.terms.as_slice(),
        Kind::Phrase => window.iter().map(|token| &token.word).eq(&clause.words),
        Kind::Prefix => {
            let last = window.len().saturating_sub(1);
            let mut pairs = window.iter().zip(&clause.words).enumerate();
            pairs.all(|(at, (token, word))| {
                token.word == *word || (at == last && token.word.starts_with(word))
            })
        }
    }
}

/// The bytes that a match covers: a single character of a pair is marked alone.
fn span(text: &str, window: &[Token], clause: &Clause) -> Option<(usize, usize)> {
    let (first, last) = (window.first()?, window.last()?);
    let single = last.dense && clause.words.last().is_some_and(|word| word.chars().count() == 1);
    let character = || text.get(last.start..last.end)?.chars().next().map(|c| last.start + c.len_utf8());
    Some((first.start, if single { character()? } else { last.end }))
}

/// The bytes from `start` to `end`, in segments.
fn cut<'t>(text: &'t str, start: usize, end: usize, hits: &[(usize, usize)]) -> Vec<Segment<'t>> {
    let mut segments = Vec::new();
    let mut push = |from: usize, to: usize, hit: bool| {
        segments.extend(text.get(from..to).filter(|text| !text.is_empty()).map(|text| Segment { text, hit }));
    };
    let mut at = start;
    for (from, to) in
        hits.iter().map(|(from, to)| ((*from).max(start), (*to).min(end))).filter(|(a, b)| a < b)
    {
        push(at, from, false);
        push(from, to, true);
        at = to;
    }
    push(at, end, false);
    segments
}

/// A beginning of a word up to `chars` characters before `at`.
fn start_before(text: &str, at: usize, chars: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let earliest = before.char_indices().rev().take(chars).last().map_or(at, |(start, _)| start);
    if earliest == 0 {
        return 0;
    }
    let skipped = text.get(earliest..at).unwrap_or_default();
    skipped
        .char_indices()
        .find(|(_, c)| c.is_whitespace())
        .map_or(at, |(space, c)| earliest + space + c.len_utf8())
}

/// The end of a word up to `chars` characters after `start`.
fn end_after(text: &str, start: usize, chars: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let Some((limit, _)) = rest.char_indices().nth(chars) else { return text.len() };
    let kept = rest.get(..limit).unwrap_or_default();
    let end = kept.rfind(char::is_whitespace).filter(|space| space * 2 > limit).unwrap_or(limit);
    start + end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(segments: &[Segment<'_>]) -> String {
        segments.iter().map(|s| if s.hit { format!("[{}]", s.text) } else { s.text.to_owned() }).collect()
    }

    #[test]
    fn hits_are_marked_in_the_original() {
        for (text, query, expected) in [
            ("Votación nocturna", "votacion", "[Votación] nocturna"),
            ("Dark modes, darker mode", "dark-mode", "[Dark modes], darker mode"),
            ("cafe\u{301} CAFÉ", "café", "[cafe\u{301}] [CAFÉ]"),
            ("notifications and notices", "noti*", "[notifications] and [notices]"),
            ("暗黑模式很好", "黑模", "暗[黑模]式很好"),
            ("暗黑模式", "模", "暗黑[模]式"),
            ("Straße", "strasse", "[Straße]"),
            ("one two three", "\"two three\" -one", "one [two three]"),
            ("<script>alert(1)</script>", "script", "<[script]>alert(1)</[script]>"),
            ("nothing here", "", "nothing here"),
        ] {
            assert_eq!(marked(&segments(text, &Query::parse(query))), expected);
        }
    }

    #[test]
    fn an_excerpt_begins_shortly_before_the_first_hit() {
        let text =
            format!("{} the dark mode that we want {}", "lorem ipsum ".repeat(40), "dolor ".repeat(40));
        let found = excerpt(&text, &Query::parse("dark"), 60);
        let shown = marked(&found.segments);
        assert!(shown.contains("[dark] mode that"), "{shown}");
        assert!(shown.chars().count() <= 62 && found.cut_before && found.cut_after, "{shown}");
        assert!(
            shown.starts_with("ipsum") || shown.starts_with("lorem") || shown.starts_with("the"),
            "{shown}"
        );
        let short = excerpt("short and dark", &Query::parse("dark"), 60);
        assert_eq!(
            (marked(&short.segments).as_str(), short.cut_before, short.cut_after),
            ("short and [dark]", false, false)
        );
    }

    proptest! {
        #[test]
        fn segments_join_to_the_text(text in "(?s)([abß é漢字]|\\PC|.){0,60}", query in "[abßé漢字 *\"-]{0,12}", max in 0_usize..40) {
            let query = Query::parse(&query);
            let joined: String = segments(&text, &query).iter().map(|segment| segment.text).collect();
            prop_assert_eq!(&joined, &text);
            let part: String = excerpt(&text, &query, max).segments.iter().map(|segment| segment.text).collect();
            prop_assert!(text.contains(&part) && part.chars().count() <= max);
        }
    }
}
