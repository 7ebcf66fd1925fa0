//! The second step of signing in.

diesel::table! {
    two_steps (person_id) {
        person_id -> BigInt,
        secret -> Text,
        last_step -> BigInt,
        created_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    recovery_codes (person_id, code_hash) {
        person_id -> BigInt,
        code_hash -> Text,
        used_at -> Nullable<BigInt>,
    }
}
