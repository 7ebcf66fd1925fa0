//! What prose holds besides words: web addresses and mentions.
//! Both the rendering and the list of people mentioned cut prose with [`pieces`], so they always agree.

use url::Url;

/// The shortest and the longest handle, in characters.
const HANDLE: std::ops::RangeInclusive<usize> = 2..=32;

/// The longest address that is linked, in characters; browsers take no longer ones everywhere.
const MAX_ADDRESS: usize = 2_000;

/// A stretch of prose.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Words.
    Words(&'t str),
    /// A web address written out, `https://…`.
    Address(&'t str),
    /// An `@handle` as typed, the `@` included.
    Mention(&'t str),
}

/// Cuts prose into words, addresses and mentions; joined again they are `text`.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut rest, mut before) = (text, None);
    while let Some((start, end)) = next_find(rest, before) {
        let (words, tail) = rest.split_at(start);
        let (found, tail) = tail.split_at(end - start);
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        pieces.push(if found.starts_with('@') { Piece::Mention(found) } else { Piece::Address(found) });
        before = found.chars().next_back();
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

/// Start and end of the first address or mention in `text`, which follows the character `before`.
fn next_find(text: &str, before: Option<char>) -> Option<(usize, usize)> {
    let mut previous = before;
    for (at, c) in text.char_indices() {
        let here = text.get(at..).unwrap_or_default();
        let length = match c {
            '@' if opens_mention(previous) => mention_length(here),
            'h' | 'H' if !previous.is_some_and(char::is_alphanumeric) => address_length(here),
            _ => None,
        };
        if let Some(length) = length {
            return Some((at, at + length));
        }
        previous = Some(c);
    }
    None
}

/// An `@` after a letter, a digit or one of these belongs to an e-mail address or a path.
fn opens_mention(previous: Option<char>) -> bool {
    !previous.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '_' | '-' | '.' | '/' | '+' | '%'))
}

/// Bytes of the mention that `text` starts with, the `@` included.
fn mention_length(text: &str) -> Option<usize> {
    let handle = text.strip_prefix('@')?;
    // One more than the longest is enough to see that it is too long.
    let length = handle.chars().take(HANDLE.end() + 1).take_while(|c| is_handle(*c)).count();
    let follows = handle.get(length..)?.chars().next();
    let ends = !follows.is_some_and(|c| c.is_alphanumeric() || c == '@');
    (HANDLE.contains(&length) && ends).then_some(length + 1)
}

fn is_handle(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// Bytes of the web address that `text` starts with, without the punctuation that ends a sentence.
fn address_length(text: &str) -> Option<usize> {
    let head = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    if !head.starts_with("https://") && !head.starts_with("http://") {
        return None;
    }
    let outside = |c: char| c.is_whitespace() || c.is_control() || "<>\"`|\\^{}".contains(c);
    let end = text.char_indices().take(MAX_ADDRESS + 1).find(|(_, c)| outside(*c));
    let address = match end {
        Some((end, _)) => text.get(..end)?,
        None if text.chars().nth(MAX_ADDRESS).is_some() => return None,
        None => text,
    };
    let address = without_closing(address);
    Url::parse(address).ok().filter(Url::has_host).map(|_| address.len())
}

/// Cuts the punctuation at the end, and a closing bracket that nothing in the address opens.
fn without_closing(address: &str) -> &str {
    let opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    let mut kept = address;
    loop {
        let shorter = if closed > opened { kept.strip_suffix(')') } else { None };
        closed -= usize::from(shorter.is_some());
        match shorter.or_else(|| kept.strip_suffix(['.', ',', ':', ';', '!', '?', '\'', '*', '_', '~', ']']))
        {
            Some(shorter) => kept = shorter,
            None => return kept,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Piece::{Address, Mention, Words};
    use super::*;

    #[test]
    fn addresses_end_before_the_punctuation_of_the_sentence() {
        let text = "See (https://example.org/a_(b)), or HTTP://EXAMPLE.org/?q=@me. xhttps://no https://";
        let found: Vec<_> = pieces(text).into_iter().filter(|piece| matches!(piece, Address(_))).collect();
        let endless = format!("https://example.org/{}", "x".repeat(MAX_ADDRESS));
        assert_eq!(pieces(&endless), [Words(&endless)]);
        assert_eq!(found, [Address("https://example.org/a_(b)"), Address("HTTP://EXAMPLE.org/?q=@me")]);
    }

    #[test]
    fn mentions_stand_alone() {
        assert_eq!(pieces("hi @Ana-b, ok"), [Words("hi "), Mention("@Ana-b"), Words(", ok")]);
        assert_eq!(pieces("(@ana)"), [Words("("), Mention("@ana"), Words(")")]);
        let long = format!("@{}", "a".repeat(33));
        for none in ["ana@example.org", "@a", "@@ana", "@josé", "/@ana", "@", "@ana@host", &long] {
            assert_eq!(pieces(none), [Words(none)]);
        }
        let longest = format!("@{}", "a".repeat(32));
        assert_eq!(pieces(&longest), [Mention(&longest)]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(text in "(?s)([@a-z. (]|https://|.){0,40}") {
            let joined: String = pieces(&text)
                .into_iter()
                .map(|piece| match piece { Words(t) | Address(t) | Mention(t) => t })
                .collect();
            proptest::prop_assert_eq!(joined, text);
        }
    }
}
