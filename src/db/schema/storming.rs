//! The tables of storm sessions.
#![allow(missing_docs, reason = "the columns are described in the migrations")]

diesel::table! {
    storms (id) {
        id -> BigInt,
        board_id -> BigInt,
        question -> Text,
        rules -> Text,
        is_published -> Bool,
        starts_at -> BigInt,
        ends_at -> BigInt,
        opened_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        summary -> Text,
        answer -> Text,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
        created_by -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    storm_ideas (storm_id, idea_id) {
        storm_id -> BigInt,
        idea_id -> BigInt,
        is_posted -> Bool,
        added_by -> BigInt,
        added_at -> BigInt,
    }
}

diesel::table! {
    storm_acts (storm_id, act_id) {
        storm_id -> BigInt,
        act_id -> BigInt,
    }
}
