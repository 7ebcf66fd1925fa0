//! The tables of what staff did, and of administrators who looked at the site as customers see it.

diesel::table! {
    audit_log (id) {
        id -> BigInt,
        actor_id -> Nullable<BigInt>,
        role -> Text,
        act -> Text,
        object -> Text,
        object_id -> Nullable<BigInt>,
        before -> Text,
        after -> Text,
        request_id -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    audit_terms (id) {
        id -> BigInt,
        days -> Integer,
    }
}

diesel::table! {
    seen_as (id) {
        id -> BigInt,
        admin_id -> BigInt,
        person_id -> BigInt,
        began_at -> BigInt,
        until_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}
