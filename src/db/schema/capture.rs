//! The tables of what is filed for customers, of invitations, and of what deliveries were good for. They stand alone:
//! they are never joined, only asked.

diesel::table! {
    captures (id) {
        id -> BigInt,
        idea_id -> BigInt,
        person_id -> Nullable<BigInt>,
        captured_by -> BigInt,
        is_idea -> Bool,
        words -> Text,
        source_url -> Nullable<Text>,
        form_key -> Nullable<Text>,
        state -> Text,
        created_at -> BigInt,
        decided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    invitations (idea_id, person_id) {
        idea_id -> BigInt,
        person_id -> BigInt,
        from_idea -> BigInt,
        state -> Text,
        created_at -> BigInt,
        decided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    outcomes (idea_id, person_id) {
        idea_id -> BigInt,
        person_id -> BigInt,
        account_id -> Nullable<BigInt>,
        value -> Text,
        line -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}
