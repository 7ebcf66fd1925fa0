//! The readable part of an idea's address, `42-dark-mode`. The number decides, the words are for people.

/// The longest slug, in characters.
const MAX_LENGTH: usize = 60;
/// Characters of a title that are read: enough for any slug.
const MAX_READ: usize = 200;

/// The words of a title in lower-case ASCII joined by hyphens; empty if it has none that ASCII can spell.
pub fn slug(title: &str) -> String {
    let start: String = title.chars().take(MAX_READ).collect();
    let ascii = deunicode::deunicode_with_tofu(&start, " ").to_ascii_lowercase().replace('\'', "");
    let mut slug = String::with_capacity(MAX_LENGTH);
    for word in ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let hyphen = usize::from(!slug.is_empty());
        if slug.len() + hyphen + word.len() > MAX_LENGTH {
            if slug.is_empty() {
                slug.extend(word.chars().take(MAX_LENGTH));
            }
            break;
        }
        if hyphen == 1 {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// The last part of an idea's address: `42-dark-mode`, or `42` if the title has no slug.
pub fn with_number(number: i64, title: &str) -> String {
    let slug = slug(title);
    if slug.is_empty() { number.to_string() } else { format!("{number}-{slug}") }
}

/// The number of an address part like `42-anything` or `42`.
pub fn number(part: &str) -> Option<i64> {
    let digits = part.split_once('-').map_or(part, |(digits, _)| digits);
    let written = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_slugs() {
        for (title, expected) in [
            ("Dark mode!", "42-dark-mode"),
            ("  Modo oscuro: ¿cuándo?", "42-modo-oscuro-cuando"),
            ("Don't e-mail me", "42-dont-e-mail-me"),
            ("Größe über alles", "42-grosse-uber-alles"),
            ("黑暗模式", "42-hei-an-mo-shi"),
            ("?!… \u{200B}", "42"),
            ("", "42"),
        ] {
            assert_eq!(with_number(42, title), expected);
        }
        assert_eq!(slug(&"abcdefghi ".repeat(20)), ["abcdefghi"; 6].join("-"));
        assert_eq!(slug(&"x".repeat(500)), "x".repeat(60));
    }

    #[test]
    fn the_number_decides() {
        for (part, expected) in [
            ("42-dark-mode", Some(42)),
            ("42", Some(42)),
            ("42-", Some(42)),
            ("42x", None),
            ("-42", None),
            ("+42", None),
            ("", None),
            ("٤٢", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(number(part), expected, "{part}");
        }
    }

    #[test]
    fn hostile_titles_have_plain_slugs() {
        for title in crate::text::hostile::strings() {
            let slug = slug(&title);
            assert!(
                slug.len() <= MAX_LENGTH && slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'),
                "{slug}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_title_leads_back_to_its_number(title in "(?s).{0,80}", id in 0..i64::MAX) {
            proptest::prop_assert_eq!(number(&with_number(id, &title)), Some(id));
        }
    }
}
