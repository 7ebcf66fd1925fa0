//! The tables of customer organisations, and of what they ask for.

diesel::table! {
    accounts (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Text,
        plan -> Text,
        segment -> Text,
        value_minor -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        health -> Nullable<Text>,
        owner_id -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    account_domains (domain) {
        domain -> Text,
        account_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    idea_accounts (idea_id, account_id) {
        idea_id -> BigInt,
        account_id -> BigInt,
        promotions -> BigInt,
        value_minor -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        first_at -> BigInt,
        last_at -> BigInt,
    }
}

diesel::table! {
    segments (id) {
        id -> BigInt,
        name -> Text,
        conditions -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}
