//! The tables of signing in by tokens of other sites.

diesel::table! {
    signin_connections (id) {
        id -> BigInt,
        name -> Text,
        algorithm -> Text,
        key -> Text,
        key_at -> BigInt,
        issuer -> Text,
        audience -> Text,
        login_url -> Nullable<Text>,
        email_claim -> Text,
        name_claim -> Text,
        account_claim -> Text,
        role_claim -> Text,
        domains -> Text,
        roles -> Text,
        makes_accounts -> Bool,
        updates_accounts -> Bool,
        skew_seconds -> Integer,
        life_seconds -> Integer,
        is_on -> Bool,
        created_at -> BigInt,
        updated_at -> BigInt,
        scopes -> Text,
        role_map -> Text,
        needs_verified -> Bool,
        links_by_mail -> Bool,
    }
}

diesel::table! {
    signin_identities (connection_id, subject) {
        connection_id -> BigInt,
        subject -> Text,
        person_id -> BigInt,
        created_at -> BigInt,
        used_at -> BigInt,
        gave_role -> Nullable<Text>,
    }
}

diesel::table! {
    signin_accounts (connection_id, external_id) {
        connection_id -> BigInt,
        external_id -> Text,
        account_id -> BigInt,
    }
}

diesel::table! {
    signin_tokens (connection_id, id_hash) {
        connection_id -> BigInt,
        id_hash -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    signin_refusals (id) {
        id -> BigInt,
        connection_id -> Nullable<BigInt>,
        reason -> Text,
        detail -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    signin_attempts (state_hash) {
        state_hash -> Text,
        connection_id -> BigInt,
        browser_hash -> Text,
        return_to -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    signin_links (key_hash) {
        key_hash -> Text,
        connection_id -> BigInt,
        subject -> Text,
        email -> Text,
        expires_at -> BigInt,
    }
}

diesel::joinable!(signin_identities -> signin_connections (connection_id));
diesel::allow_tables_to_appear_in_same_query!(signin_identities, signin_connections);
