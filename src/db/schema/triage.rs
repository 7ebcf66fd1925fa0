//! Teams, rules, routes, and what is sent to webhooks.

diesel::table! {
    teams (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        description -> Text,
        address -> Nullable<Text>,
        webhook_url -> Nullable<Text>,
        webhook_secret -> Nullable<Text>,
        created_at -> BigInt,
        archived_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    team_members (team_id, person_id) {
        team_id -> BigInt,
        person_id -> BigInt,
    }
}

diesel::table! {
    rules (id) {
        id -> BigInt,
        name -> Text,
        position -> Integer,
        conditions -> Text,
        team_id -> BigInt,
        due_days -> Integer,
        is_on -> Bool,
        created_at -> BigInt,
        updated_at -> BigInt,
        actions -> Text,
    }
}

diesel::table! {
    routes (id) {
        id -> BigInt,
        idea_id -> BigInt,
        team_id -> BigInt,
        rule_id -> Nullable<BigInt>,
        sent_by -> Nullable<BigInt>,
        assignee_id -> Nullable<BigInt>,
        state -> Text,
        asked_of -> Nullable<Text>,
        note -> Text,
        due_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
        settled_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    route_steps (id) {
        id -> BigInt,
        route_id -> BigInt,
        person_id -> Nullable<BigInt>,
        kind -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    deliveries (id) {
        id -> BigInt,
        key -> Text,
        team_id -> BigInt,
        event -> Text,
        url -> Text,
        payload -> Text,
        state -> Text,
        attempts -> Integer,
        next_at -> BigInt,
        claimed_by -> Nullable<Text>,
        claimed_at -> Nullable<BigInt>,
        response_status -> Nullable<Integer>,
        response_excerpt -> Nullable<Text>,
        error -> Nullable<Text>,
        created_at -> BigInt,
        done_at -> Nullable<BigInt>,
    }
}
