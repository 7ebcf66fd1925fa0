//! What is stored now, beside a form whose save came after somebody else's.

use super::fields::Fields;
use crate::text::words::Words;

/// A field of a form: its name, the key of its label, and what is stored in it.
pub type Stored<'a> = (&'a str, &'a str, String);

/// Label and stored text of each field in which something else was typed.
pub fn differing(fields: &Fields, stored: &[Stored<'_>], words: &Words) -> Vec<(String, String)> {
    let differs = |field: &&Stored<'_>| plain(fields.chosen(field.0, &field.2)) != plain(&field.2);
    stored.iter().filter(differs).map(|(_, label, text)| row(label, text, words)).collect()
}

/// A label with a stored text, which may be empty.
pub fn row(label: &str, text: &str, words: &Words) -> (String, String) {
    let text = if text.trim().is_empty() { words.get("form-there-none") } else { text.to_owned() };
    (words.get(label), text)
}

/// A text as it would be stored: forms end lines in their own way.
fn plain(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}
