//! What can be chosen in a form. The macros are in `parts/choice.html`.

/// One option of a list or a group of radio buttons.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// Whether it is the present one.
    pub is_chosen: bool,
}

impl Choice {
    /// One option, the present one when `value` is what was chosen.
    #[allow(clippy::needless_pass_by_value, reason = "numbers and texts are handed over alike")]
    pub fn new(value: impl ToString, label: impl Into<String>, chosen: &str) -> Self {
        let value = value.to_string();
        Self { is_chosen: value == chosen, label: label.into(), value }
    }

    /// Options from pairs of value and label.
    pub fn list<V: AsRef<str>>(pairs: impl IntoIterator<Item = (V, String)>, chosen: &str) -> Vec<Self> {
        pairs.into_iter().map(|(value, label)| Self::new(value.as_ref(), label, chosen)).collect()
    }
}
