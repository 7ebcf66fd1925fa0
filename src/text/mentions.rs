//! The people that a Markdown source mentions as `@handle`. Code, links and addresses mention nobody.

use std::collections::BTreeSet;

use pulldown_cmark::Event;

use super::events::{Place, bounded_marks, events};
use super::inline::{Piece, pieces};

/// The handles mentioned in `source`, lowercased, each once, in alphabetical order. A handle is 2 to 32 of `a-z`,
/// `0-9`, `_` and `-`; whether a person has it is for the caller to find out.
pub fn find(source: &str) -> BTreeSet<String> {
    let source = bounded_marks(source);
    let mut place = Place::default();
    let mut handles = BTreeSet::new();
    for event in events(&source) {
        place.follow(&event);
        if let Event::Text(words) = &event
            && place.is_prose()
        {
            handles.extend(pieces(words).iter().filter_map(handle));
        }
    }
    handles
}

/// The handle of a mention, as it is stored.
pub(crate) fn handle(piece: &Piece<'_>) -> Option<String> {
    match piece {
        Piece::Mention(typed) => Some(typed.trim_start_matches('@').to_ascii_lowercase()),
        Piece::Words(_) | Piece::Address(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_mentions_and_code_and_links_do_not() {
        let source = "Thanks @Ana and **@bob_2**, @ana!\n\n> @quoted\n\n`@code` [@link](/x) <https://a.org/@auto> \
                      https://b.org/@bare ana@example.org\n\n    @block\n\n```\n@fenced\n```\n\n![@image](/i.png)";
        assert_eq!(Vec::from_iter(find(source)), ["ana", "bob_2", "quoted"]);
    }

    #[test]
    fn hostile_sources_are_read() {
        for source in crate::text::hostile::strings() {
            for handle in find(&source) {
                assert!((2..=32).contains(&handle.len()), "{handle}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_source_is_read(source in "(?s).{0,200}") {
            find(&source);
        }
    }
}
