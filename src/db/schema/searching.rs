//! What search looks in on SQLite and PostgreSQL alike.

diesel::table! {
    search_documents (idea_id) {
        idea_id -> BigInt,
        title -> Text,
        body -> Text,
    }
}

diesel::table! {
    search_spellings (part, word) {
        part -> Text,
        word -> Text,
    }
}
