//! Web addresses in what somebody wrote: in its rendered text, where no way of writing a link hides one.

use std::collections::BTreeSet;

/// What an address begins with.
const BEGINNINGS: [&str; 3] = ["https://", "http://", "www."];

/// The addresses of other sites in rendered HTML and plain text, each once, without what differs in writing alone.
/// `home` is scheme and host of this site.
pub(super) fn addresses(texts: &[&str], home: &str) -> BTreeSet<String> {
    let home = bare(&home.to_ascii_lowercase()).to_owned();
    let mut found = BTreeSet::new();
    for text in texts {
        let text = text.to_ascii_lowercase();
        let mut rest = text.as_str();
        while let Some(at) = next(rest) {
            let here = rest.get(at..).unwrap_or_default();
            let end = here.find(is_end).unwrap_or(here.len());
            let (address, after) = here.split_at(end);
            let address = bare(address);
            if address.contains('.') && host(address) != home {
                found.insert(address.to_owned());
            }
            rest = after;
        }
    }
    found
}

/// The host of an address as [`addresses`] gives it.
pub(super) fn host(address: &str) -> &str {
    address.split(['/', '?', '#']).next().unwrap_or_default()
}

fn next(text: &str) -> Option<usize> {
    BEGINNINGS.iter().filter_map(|beginning| text.find(beginning)).min()
}

fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']')
}

fn bare(address: &str) -> &str {
    let address = address.trim_start_matches("https://").trim_start_matches("http://");
    address.trim_start_matches("www.").trim_end_matches(['/', '.', ',', ';', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<String> {
        addresses(&[text], "https://ideas.example.com").into_iter().collect()
    }

    #[test]
    fn every_way_of_writing_the_same_address_is_one() {
        let html = r#"<p>Buy <a href="https://shop.example/a?b=1" rel="ugc">here</a>: https://shop.example/a?b=1, or
            HTTP://WWW.Shop.example/a?b=1/ (www.shop.example/a?b=1).</p>"#;
        assert_eq!(found(html), ["shop.example/a?b=1"]);
        assert_eq!(host("shop.example/a?b=1"), "shop.example");
    }

    #[test]
    fn the_sites_own_pages_and_mere_words_are_no_links() {
        assert!(
            found("<a href=\"/people/3\">@ann</a> https://ideas.example.com/ideas/3 www. http:// https://x")
                .is_empty()
        );
        assert_eq!(found("https://ideas.example.com.evil.example/"), ["ideas.example.com.evil.example"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "\\PC{0,200}") {
            let _ = found(&text);
        }
    }
}
