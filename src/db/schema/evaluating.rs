//! The tables of evaluation panels.
#![allow(missing_docs, reason = "the columns are described in the migrations")]

diesel::table! {
    panels (id) {
        id -> BigInt,
        title -> Text,
        introduction -> Text,
        closes_at -> BigInt,
        closed_by -> Nullable<BigInt>,
        told_at -> Nullable<BigInt>,
        created_by -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        deleted_at -> Nullable<BigInt>,
        form_key -> Nullable<Text>,
    }
}

diesel::table! {
    panel_criteria (id) {
        id -> BigInt,
        panel_id -> BigInt,
        position -> Integer,
        name -> Text,
        low -> Text,
        high -> Text,
        weight -> Integer,
    }
}

diesel::table! {
    panel_ideas (panel_id, idea_id) {
        panel_id -> BigInt,
        idea_id -> BigInt,
        position -> Integer,
    }
}

diesel::table! {
    panel_people (panel_id, person_id) {
        panel_id -> BigInt,
        person_id -> BigInt,
        asked_at -> BigInt,
    }
}

diesel::table! {
    panel_ratings (panel_id, idea_id, person_id) {
        panel_id -> BigInt,
        idea_id -> BigInt,
        person_id -> BigInt,
        comment -> Text,
        given_at -> Nullable<BigInt>,
        revised_at -> Nullable<BigInt>,
        updated_at -> BigInt,
    }
}

diesel::table! {
    panel_scores (criterion_id, idea_id, person_id) {
        criterion_id -> BigInt,
        idea_id -> BigInt,
        person_id -> BigInt,
        score -> Integer,
    }
}

diesel::table! {
    panel_acts (panel_id, act_id) {
        panel_id -> BigInt,
        act_id -> BigInt,
    }
}
