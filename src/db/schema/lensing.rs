//! The tables of the desk's lenses, and of factors that were set by hand; they stand alone: never joined, only asked.
#![allow(missing_docs, reason = "the columns are described in the migrations")]

diesel::table! {
    factor_overrides (id) {
        id -> BigInt,
        idea_id -> BigInt,
        person_id -> BigInt,
        factor -> Text,
        before -> Nullable<Double>,
        after -> Nullable<Double>,
        note -> Text,
        undoes -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    desk_columns (person_id) {
        person_id -> BigInt,
        names -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    desk_exports (id) {
        id -> BigInt,
        person_id -> BigInt,
        format -> Text,
        query -> Text,
        row_count -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    lenses (id) {
        id -> BigInt,
        owner_id -> BigInt,
        name -> Text,
        is_shared -> Bool,
        query -> Text,
        names -> Text,
        reach_by -> Text,
        weights -> Text,
        is_weighted -> Bool,
        scored_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    lens_scores (lens_id, idea_id) {
        lens_id -> BigInt,
        idea_id -> BigInt,
        score -> Double,
    }
}
