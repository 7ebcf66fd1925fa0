//! What roles may do.

diesel::table! {
    role_powers (role) {
        role -> Text,
        powers -> Text,
    }
}
