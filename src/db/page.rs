//! Keyset pages: a list ends in a cursor, and the next page starts behind it.

/// One page of a list, and where the next one starts, if there is one.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// The cursor behind the last row, opaque to whoever carries it.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of at most `size` out of up to `size + 1` rows; the surplus row only shows that there is more.
    pub fn cut(mut rows: Vec<T>, size: usize, cursor: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(cursor) } else { None };
        Self { items: rows, next }
    }

    /// The same page with every row turned into something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}
