//! The tables of the desk's shortlist and of how much ideas are needed. They stand alone: they are never joined, only asked.

diesel::table! {
    shortlisted (idea_id) {
        idea_id -> BigInt,
        added_by -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    kano_answers (idea_id, person_id) {
        idea_id -> BigInt,
        person_id -> BigInt,
        account_id -> Nullable<BigInt>,
        functional -> Text,
        dysfunctional -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    resting_ideas (idea_id) {
        idea_id -> BigInt,
    }
}
