//! The tables of vote rounds.
#![allow(missing_docs, reason = "the columns are described in the migrations")]

diesel::table! {
    rounds (id) {
        id -> BigInt,
        title -> Text,
        intro -> Text,
        audience -> Text,
        budget -> Integer,
        cap -> Nullable<Integer>,
        is_published -> Bool,
        starts_at -> BigInt,
        ends_at -> BigInt,
        opened_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        people -> BigInt,
        report -> Text,
        reported_by -> Nullable<BigInt>,
        reported_at -> Nullable<BigInt>,
        created_by -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    round_ideas (round_id, idea_id) {
        round_id -> BigInt,
        idea_id -> BigInt,
        points -> BigInt,
        people -> BigInt,
    }
}

diesel::table! {
    ballots (round_id, person_id) {
        round_id -> BigInt,
        person_id -> BigInt,
        cast_at -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    ballot_points (round_id, idea_id, person_id) {
        round_id -> BigInt,
        idea_id -> BigInt,
        person_id -> BigInt,
        points -> Integer,
    }
}

diesel::table! {
    round_acts (round_id, act_id) {
        round_id -> BigInt,
        act_id -> BigInt,
    }
}
