//! The tables of the moderators' queue, of appeals and of sweeps.
#![allow(missing_docs, reason = "the columns are described in the migrations")]

diesel::table! {
    moderation_claims (kind, item_id) {
        kind -> Text,
        item_id -> BigInt,
        person_id -> BigInt,
        ends_at -> BigInt,
    }
}

diesel::table! {
    moderation_reasons (id) {
        id -> BigInt,
        reason -> Text,
        is_own -> Bool,
        is_on -> Bool,
        position -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    moderation_reason_texts (reason_id, language) {
        reason_id -> BigInt,
        language -> Text,
        name -> Text,
        message -> Text,
    }
}

diesel::table! {
    moderation_messages (id) {
        id -> BigInt,
        person_id -> BigInt,
        idea_id -> Nullable<BigInt>,
        comment_id -> Nullable<BigInt>,
        kind -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    appeals (id) {
        id -> BigInt,
        idea_id -> BigInt,
        comment_id -> Nullable<BigInt>,
        person_id -> BigInt,
        act_id -> BigInt,
        first_by -> BigInt,
        body -> Text,
        created_at -> BigInt,
        decided_at -> Nullable<BigInt>,
        decided_by -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    sweeps (id) {
        id -> BigInt,
        person_id -> BigInt,
        created_by -> BigInt,
        reason -> Text,
        told -> Text,
        state -> Text,
        total -> BigInt,
        hidden_count -> BigInt,
        restored_count -> BigInt,
        created_at -> BigInt,
        undone_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    sweep_posts (id) {
        id -> BigInt,
        sweep_id -> BigInt,
        idea_id -> BigInt,
        comment_id -> Nullable<BigInt>,
        state_before -> Nullable<Text>,
        act_id -> Nullable<BigInt>,
        hidden_at -> Nullable<BigInt>,
    }
}
