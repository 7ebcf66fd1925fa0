//! The tables of working time, of the clocks of routes and of the promise of an answer.
#![allow(missing_docs, reason = "the columns are described in the migrations")]

use super::{ideas, routes};

diesel::table! {
    calendars (id) {
        id -> BigInt,
        team_id -> Nullable<BigInt>,
        time_zone -> Text,
        hours -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    holidays (calendar_id, day) {
        calendar_id -> BigInt,
        day -> Text,
        name -> Text,
    }
}

diesel::table! {
    team_terms (team_id) {
        team_id -> BigInt,
        due_days -> Nullable<Integer>,
        remind_hours -> Nullable<Integer>,
        escalate_hours -> Nullable<Integer>,
        escalate_person -> Nullable<BigInt>,
        escalate_team -> Nullable<BigInt>,
        pauses -> Bool,
    }
}

diesel::table! {
    clocks (route_id) {
        route_id -> BigInt,
        due_at -> Nullable<BigInt>,
        paused_at -> Nullable<BigInt>,
        left_micros -> Nullable<BigInt>,
        reminded_at -> Nullable<BigInt>,
        escalated_at -> Nullable<BigInt>,
        escalated_person -> Nullable<BigInt>,
        escalated_team -> Nullable<BigInt>,
        next_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    board_promises (board_id) {
        board_id -> BigInt,
        days -> Integer,
        team_id -> Nullable<BigInt>,
        since -> BigInt,
    }
}

diesel::table! {
    promises (idea_id) {
        idea_id -> BigInt,
        board_id -> BigInt,
        days -> Integer,
        turn -> Integer,
        made_at -> BigInt,
        due_at -> BigInt,
        answered_at -> Nullable<BigInt>,
        waited_days -> Nullable<Integer>,
        settles_at -> BigInt,
    }
}

diesel::table! {
    promise_figures (board_id) {
        board_id -> BigInt,
        settled -> BigInt,
        in_time -> BigInt,
        median_days -> Nullable<Integer>,
        ninetieth_days -> Nullable<Integer>,
        broken -> BigInt,
        measured_at -> BigInt,
    }
}

diesel::table! {
    rule_acts (rule_id, idea_id) {
        rule_id -> BigInt,
        idea_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(clocks, routes);
diesel::allow_tables_to_appear_in_same_query!(promises, ideas);
diesel::joinable!(clocks -> routes (route_id));
diesel::joinable!(promises -> ideas (idea_id));
