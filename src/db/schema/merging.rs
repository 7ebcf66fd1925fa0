//! The tables of merges and of suggested duplicates, which stand alone: they are never joined, only asked.
#![allow(missing_docs, reason = "the columns are described in the migrations")]

diesel::table! {
    merges (id) {
        id -> BigInt,
        idea_id -> BigInt,
        into_idea -> BigInt,
        merged_by -> BigInt,
        created_at -> BigInt,
        undone_by -> Nullable<BigInt>,
        undone_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    merge_votes (merge_id, person_id) {
        merge_id -> BigInt,
        person_id -> BigInt,
        value -> SmallInt,
        cast_at -> BigInt,
    }
}

diesel::table! {
    merge_follows (merge_id, person_id) {
        merge_id -> BigInt,
        person_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    likenesses (id) {
        id -> BigInt,
        idea_id -> BigInt,
        like_idea -> BigInt,
        alike -> Double,
        state -> Text,
        due_at -> BigInt,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}
