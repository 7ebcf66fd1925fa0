//! Events, and what follows from them: jobs and mails.

diesel::table! {
    events (id) {
        id -> BigInt,
        kind -> Text,
        payload -> Text,
        created_at -> BigInt,
        handled_at -> Nullable<BigInt>,
        attempts -> Integer,
        next_at -> BigInt,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        key -> Text,
        kind -> Text,
        payload -> Text,
        state -> Text,
        attempts -> Integer,
        next_at -> BigInt,
        claimed_by -> Nullable<Text>,
        claimed_at -> Nullable<BigInt>,
        progress -> Nullable<Text>,
        error -> Nullable<Text>,
        created_at -> BigInt,
        done_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    mails (id) {
        id -> BigInt,
        key -> Text,
        person_id -> Nullable<BigInt>,
        idea_id -> Nullable<BigInt>,
        comment_id -> Nullable<BigInt>,
        kind -> Text,
        recipient -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        headers -> Text,
        state -> Text,
        attempts -> Integer,
        next_at -> BigInt,
        claimed_by -> Nullable<Text>,
        claimed_at -> Nullable<BigInt>,
        error -> Nullable<Text>,
        created_at -> BigInt,
        sent_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    mail_choices (person_id, kind) {
        person_id -> BigInt,
        kind -> Text,
        is_wanted -> Bool,
    }
}
