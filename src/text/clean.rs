//! Input as typed, made fit to store: line ends alike, nothing that no text holds.
//! What a person typed is otherwise kept character by character; limits are counted in characters.

use thiserror::Error;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// A control character or a noncharacter, which no feed, mail or spreadsheet could carry.
    #[error("the character U+{code:04X} cannot be used")]
    Control {
        /// The character's number.
        code: u32,
    },
    /// A line break in a text of one line.
    #[error("line breaks cannot be used here")]
    LineBreak,
}

/// A title, a name, a tag: trimmed; refuses line breaks and control characters.
///
/// # Errors
/// The first character that cannot be used.
pub fn single_line(typed: &str) -> Result<String, TextError> {
    let trimmed = typed.trim();
    if trimmed.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        return Err(TextError::LineBreak);
    }
    refuse(trimmed, |_| false)?;
    Ok(trimmed.to_owned())
}

/// A body: line ends become `\n`, tabs stay; refuses other control characters.
///
/// # Errors
/// The first character that cannot be used.
pub fn multi_line(typed: &str) -> Result<String, TextError> {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    refuse(&lines, |c| matches!(c, '\n' | '\t'))?;
    Ok(lines)
}

/// How many Unicode scalar values a text has: what every limit counts.
pub fn char_count(text: &str) -> usize {
    text.chars().count()
}

/// Whether a reader would see nothing: the text is empty or made of spaces, zero-width characters, fillers, tags.
pub fn is_invisible(text: &str) -> bool {
    text.chars().all(is_invisible_char)
}

/// A text for places without markup (mail subjects, notifications): what turns the reading direction cannot reach
/// beyond it. Pages use `<bdi>` instead.
pub fn isolated(text: &str) -> String {
    if !text.contains(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')) {
        return text.to_owned();
    }
    let mut isolated = String::from('\u{2068}');
    let mut open = 0_usize;
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            // One that closes nothing within the text would close the isolation around it.
            '\u{2069}' if open == 0 => continue,
            '\u{2069}' => open -= 1,
            _ => {}
        }
        isolated.push(c);
    }
    isolated.extend(std::iter::repeat_n('\u{2069}', open + 1));
    isolated
}

fn refuse(text: &str, allowed: fn(char) -> bool) -> Result<(), TextError> {
    let refused = |c: &char| (c.is_control() && !allowed(*c)) || is_noncharacter(*c);
    match text.chars().find(refused) {
        Some(c) => Err(TextError::Control { code: u32::from(c) }),
        None => Ok(()),
    }
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

fn is_invisible_char(c: char) -> bool {
    let blank = matches!(c,
        '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{2800}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{FFFC}' | '\u{1D159}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}');
    blank || c.is_whitespace() || is_unseen_category(c)
}

/// Control and format characters, except those few format characters that show as signs (Arabic number signs).
fn is_unseen_category(c: char) -> bool {
    let shown = matches!(
        c,
        '\u{600}'
            ..='\u{605}'
                | '\u{6DD}'
                | '\u{70F}'
                | '\u{890}'
                | '\u{891}'
                | '\u{8E2}'
                | '\u{110BD}'
                | '\u{110CD}'
    );
    !shown && matches!(c.general_category(), GeneralCategory::Control | GeneralCategory::Format)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_trimmed_and_control_characters_named() {
        assert_eq!(single_line("  Dark mode\u{A0} "), Ok("Dark mode".to_owned()));
        assert_eq!(single_line("a\nb"), Err(TextError::LineBreak));
        for (typed, code) in
            [("a\0b", 0), ("a\tb", 9), ("\u{7F}", 0x7F), ("a\u{9B}", 0x9B), ("\u{FFFF}", 0xFFFF)]
        {
            assert_eq!(single_line(typed), Err(TextError::Control { code }));
        }
        assert_eq!(multi_line("a\r\nb\rc\n\td "), Ok("a\nb\nc\n\td ".to_owned()));
        assert_eq!(multi_line("a\u{1F}"), Err(TextError::Control { code: 0x1F }));
        assert_eq!(TextError::Control { code: 0 }.to_string(), "the character U+0000 cannot be used");
    }

    #[test]
    fn directions_are_stored_as_typed_and_shown_isolated() {
        let typed = "abc\u{202E}fdp.exe \u{200F}שלום";
        assert_eq!(single_line(typed).as_deref(), Ok(typed));
        assert_eq!(isolated(typed), format!("\u{2068}{typed}\u{2069}"));
        assert_eq!(isolated("a\u{2069}b\u{2067}c"), "\u{2068}ab\u{2067}c\u{2069}\u{2069}");
        assert_eq!(isolated("שלום"), "שלום");
    }

    #[test]
    fn what_nobody_sees_is_invisible() {
        for text in [
            "",
            " \t\n",
            "\u{200B}\u{200C}\u{200D}\u{FEFF}",
            "\u{3164}",
            "\u{115F}\u{1160}\u{FFA0}",
            "\u{2800}",
            "\u{E0041}\u{E007F}",
            "\u{202E}\u{2066}",
            "\u{AD}\u{2060}\u{34F}",
            "\u{FE0F}\u{E0100}",
            "\u{3000}\u{2003}",
        ] {
            assert!(is_invisible(text), "{text:?}");
        }
        for text in ["a", "\u{200B}.", "漢", "👍\u{FE0F}", "\u{600}", "ـ", "\u{E9}"] {
            assert!(!is_invisible(text), "{text:?}");
        }
    }

    #[test]
    fn characters_are_counted() {
        assert_eq!((char_count("né👍漢"), char_count("e\u{301}")), (4, 2));
    }

    #[test]
    fn hostile_strings_are_kept_or_refused_for_a_character() {
        let (mut kept, mut refused) = (0, 0);
        for typed in crate::text::hostile::strings() {
            match single_line(&typed) {
                Ok(line) => {
                    kept += 1;
                    assert_eq!(line, typed.trim());
                }
                Err(_) => {
                    refused += 1;
                    assert!(
                        typed.chars().any(|c| c.is_control()
                            || is_noncharacter(c)
                            || c == '\u{2028}'
                            || c == '\u{2029}')
                    );
                }
            }
        }
        assert!(kept > 4_000 && refused > 5, "{kept} kept, {refused} refused");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(typed in "(?s)([\r\n\t ]|.){0,60}") {
            for clean in [single_line, multi_line] {
                if let Ok(once) = clean(&typed) {
                    prop_assert_eq!(clean(&once), Ok(once.clone()));
                }
            }
            let isolated = isolated(&typed);
            prop_assert!(char_count(&isolated) <= 2 * char_count(&typed) + 2);
        }
    }
}
