//! The tables of what teams do with what they are sent.
#![allow(missing_docs, reason = "the columns are described in the migrations")]

diesel::table! {
    route_estimates (route_id) {
        route_id -> BigInt,
        effort -> Text,
        confidence -> Text,
        person_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    reply_templates (id) {
        id -> BigInt,
        name -> Text,
        declines -> Bool,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    reply_texts (template_id, language) {
        template_id -> BigInt,
        language -> Text,
        body -> Text,
    }
}

diesel::table! {
    private_lines (response_id) {
        response_id -> BigInt,
        person_id -> BigInt,
        written_by -> BigInt,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    work_items (id) {
        id -> BigInt,
        route_id -> BigInt,
        url -> Text,
        title -> Text,
        person_id -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}
