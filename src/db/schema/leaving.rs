//! The tables of leaving, and of taking one's data along. They stand alone: they are never joined, only asked.

diesel::table! {
    departures (person_id) {
        person_id -> BigInt,
        posts_go -> Bool,
        votes_go -> Bool,
        asked_at -> BigInt,
        due_at -> BigInt,
        reminded_at -> Nullable<BigInt>,
        begun_at -> Nullable<BigInt>,
        phase -> Text,
    }
}

diesel::table! {
    forgotten (key_hash) {
        key_hash -> Text,
        posts_go -> Bool,
        votes_go -> Bool,
        forgotten_at -> BigInt,
    }
}

diesel::table! {
    data_exports (id) {
        id -> BigInt,
        person_id -> BigInt,
        token_hash -> Nullable<Text>,
        size -> Nullable<BigInt>,
        asked_at -> BigInt,
        ready_at -> Nullable<BigInt>,
        expires_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    data_export_parts (export_id, position) {
        export_id -> BigInt,
        position -> Integer,
        bytes -> Binary,
    }
}
