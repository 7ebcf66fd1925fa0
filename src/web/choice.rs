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
    /// Options from pairs of value and label.
    pub fn list<V: AsRef<str>>(pairs: impl IntoIterator<Item = (V, String)>, chosen: &str) -> Vec<Self> {
        pairs
            .into_iter()
            .map(|(value, label)| {
                let value = value.as_ref().to_owned();
                Self { is_chosen: value == chosen, value, label }
            })
            .collect()
    }
}
