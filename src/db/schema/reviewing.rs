//! The tables of votes under review.

diesel::table! {
    vote_keys (id) {
        id -> BigInt,
        secret -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    vote_signals (idea_id, person_id) {
        idea_id -> BigInt,
        person_id -> BigInt,
        network -> Nullable<BigInt>,
        agent -> Nullable<BigInt>,
        account_age -> BigInt,
        cast_at -> BigInt,
    }
}

diesel::table! {
    vote_sweeps (id) {
        id -> BigInt,
        until -> BigInt,
    }
}

diesel::table! {
    crowds (id) {
        id -> BigInt,
        kind -> Text,
        idea_id -> Nullable<BigInt>,
        state -> Text,
        facts -> Text,
        vote_count -> BigInt,
        found_at -> BigInt,
        decided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    crowd_votes (crowd_id, idea_id, person_id) {
        crowd_id -> BigInt,
        idea_id -> BigInt,
        person_id -> BigInt,
        cast_at -> BigInt,
    }
}

diesel::table! {
    crowd_acts (id) {
        id -> BigInt,
        crowd_id -> BigInt,
        decision -> Text,
        actor_id -> Nullable<BigInt>,
        reason -> Text,
        note -> Text,
        vote_count -> BigInt,
        is_partial -> Bool,
        state_before -> Text,
        effect -> Text,
        created_at -> BigInt,
        undone_at -> Nullable<BigInt>,
        undone_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    crowd_act_votes (act_id, idea_id, person_id) {
        act_id -> BigInt,
        idea_id -> BigInt,
        person_id -> BigInt,
        state -> Text,
    }
}

diesel::table! {
    vote_words (idea_id, person_id) {
        idea_id -> BigInt,
        person_id -> BigInt,
        line -> Text,
        written_at -> BigInt,
    }
}
