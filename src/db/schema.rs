//! The tables of both databases, as diesel sees them. The two sets of migrations agree on them; a test compares.
#![allow(missing_docs, reason = "the columns are described in the migrations")]

mod arriving;
mod auditing;
mod capture;
mod customers;
mod evaluating;
mod leaving;
mod lensing;
mod merging;
mod moderating;
mod polling;
mod needing;
mod powering;
mod reviewing;
mod screening;
mod searching;
mod sending;
mod stepping;
mod storming;
mod teamwork;
mod timing;
mod triage;

pub use arriving::{
    signin_accounts, signin_attempts, signin_connections, signin_identities, signin_links, signin_refusals,
    signin_tokens,
};
pub use auditing::{audit_log, audit_terms, seen_as};
pub use capture::{captures, invitations, outcomes};
pub use customers::{account_domains, accounts, idea_accounts, segments};
pub use evaluating::{
    panel_acts, panel_criteria, panel_ideas, panel_people, panel_ratings, panel_scores, panels,
};
pub use leaving::{data_export_parts, data_exports, departures, forgotten};
pub use lensing::{desk_columns, desk_exports, factor_overrides, lens_scores, lenses};
pub use merging::{likenesses, merge_follows, merge_votes, merges};
pub use moderating::{
    appeals, moderation_claims, moderation_messages, moderation_reason_texts, moderation_reasons,
    sweep_posts, sweeps,
};
pub use needing::{kano_answers, resting_ideas, shortlisted};
pub use polling::{ballot_points, ballots, round_acts, round_ideas, rounds};
pub use powering::role_powers;
pub use reviewing::{
    crowd_act_votes, crowd_acts, crowd_votes, crowds, vote_keys, vote_signals, vote_sweeps, vote_words,
};
pub use screening::{
    lesson_words, lessons, screening_findings, screening_rules, screening_words, shingle_hashes, shingled,
};
pub use searching::{search_documents, search_spellings};
pub use sending::{events, jobs, mail_choices, mails};
pub use stepping::{recovery_codes, two_steps};
pub use storming::{storm_acts, storm_ideas, storms};
pub use teamwork::{private_lines, reply_templates, reply_texts, route_estimates, work_items};
pub use timing::{
    board_promises, calendars, clocks, holidays, promise_figures, promises, rule_acts, team_terms,
};
pub use triage::{deliveries, route_steps, routes, rules, team_members, teams};

diesel::table! {
    site (id) {
        id -> BigInt,
        name -> Text,
        tagline -> Text,
        welcome -> Text,
        language -> Text,
        time_zone -> Text,
        brand_colour -> Nullable<Text>,
        logo -> Nullable<Binary>,
        logo_type -> Nullable<Text>,
        image_hosts -> Text,
        secret -> Text,
        setup_token_hash -> Nullable<Text>,
        half_life_days -> Integer,
        landmark -> BigInt,
        promise_days -> Integer,
        is_demo -> Bool,
        holds_at_once -> Bool,
        version -> BigInt,
        updated_at -> BigInt,
        two_step -> Text,
    }
}

diesel::table! {
    people (id) {
        id -> BigInt,
        handle -> Text,
        name -> Text,
        email -> Nullable<Text>,
        role -> Text,
        about -> Text,
        language -> Nullable<Text>,
        time_zone -> Nullable<Text>,
        theme -> Text,
        follows_on_vote -> Bool,
        follows_on_comment -> Bool,
        keys_off -> Bool,
        is_imported -> Bool,
        created_at -> BigInt,
        seen_at -> Nullable<BigInt>,
        former_at -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        account_by -> Nullable<Text>,
        leaving_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        key_hash -> Text,
        person_id -> Nullable<BigInt>,
        state -> Text,
        agent -> Text,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    drafts (id) {
        id -> BigInt,
        key_hash -> Text,
        kind -> Text,
        idea_id -> Nullable<BigInt>,
        payload -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    sign_ins (id) {
        id -> BigInt,
        email -> Text,
        code_hash -> Text,
        link_hash -> Text,
        browser_hash -> Text,
        return_to -> Nullable<Text>,
        draft_id -> Nullable<BigInt>,
        tries -> Integer,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    allowances (key, window_start) {
        key -> Text,
        window_start -> BigInt,
        used -> Integer,
    }
}

diesel::table! {
    boards (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        description -> Text,
        audience -> Text,
        voting -> Text,
        premoderation -> Text,
        half_life_days -> Integer,
        landmark -> BigInt,
        position -> Integer,
        created_at -> BigInt,
        archived_at -> Nullable<BigInt>,
        counts -> Text,
        counts_days -> Integer,
        explore_every -> Integer,
        usual_rate -> Double,
    }
}

diesel::table! {
    statuses (id) {
        id -> BigInt,
        board_id -> BigInt,
        slug -> Text,
        name -> Nullable<Text>,
        kind -> Text,
        wants_reason -> Bool,
        position -> Integer,
    }
}

diesel::table! {
    categories (id) {
        id -> BigInt,
        board_id -> BigInt,
        slug -> Text,
        name -> Text,
        position -> Integer,
    }
}

diesel::table! {
    tags (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        is_staff_only -> Bool,
    }
}

diesel::table! {
    imports (id) {
        id -> BigInt,
        format -> Text,
        source -> Text,
        files -> Text,
        counts -> Text,
        started_at -> BigInt,
        finished_at -> Nullable<BigInt>,
        undone_at -> Nullable<BigInt>,
        left_as -> Nullable<Text>,
    }
}

diesel::table! {
    origins (source, kind, source_id) {
        source -> Text,
        kind -> Text,
        source_id -> Text,
        row_id -> BigInt,
        import_id -> BigInt,
        digest -> Text,
    }
}

diesel::table! {
    ideas (id) {
        id -> BigInt,
        board_id -> BigInt,
        category_id -> Nullable<BigInt>,
        author_id -> BigInt,
        title -> Text,
        body -> Text,
        body_html -> Text,
        render_version -> Integer,
        status_id -> BigInt,
        status_kind -> Text,
        status_at -> BigInt,
        effort -> Nullable<Text>,
        state -> Text,
        state_reason -> Nullable<Text>,
        shown -> Integer,
        is_locked -> Bool,
        is_first_by_author -> Bool,
        form_key -> Nullable<Text>,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
        active_at -> BigInt,
        promotions -> BigInt,
        demotions -> BigInt,
        comment_count -> BigInt,
        follower_count -> BigInt,
        held_count -> BigInt,
        brought_promotions -> BigInt,
        brought_demotions -> BigInt,
        brought_from -> Nullable<Text>,
        net -> BigInt,
        wilson -> Double,
        heat -> Double,
        site_heat -> Double,
        impact -> Double,
        exposures -> Double,
        spread -> Double,
        hope -> Double,
        accounts_asking -> BigInt,
        value_factor -> Double,
        spread_factor -> Double,
        reach_set -> Nullable<Double>,
        value_set -> Nullable<Double>,
        confidence_set -> Nullable<Double>,
        effort_set -> Nullable<Double>,
    }
}

diesel::table! {
    idea_tags (idea_id, tag_id) {
        idea_id -> BigInt,
        tag_id -> BigInt,
    }
}

diesel::table! {
    revisions (id) {
        id -> BigInt,
        idea_id -> BigInt,
        editor_id -> BigInt,
        title -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    votes (idea_id, person_id) {
        idea_id -> BigInt,
        person_id -> BigInt,
        value -> SmallInt,
        state -> Text,
        is_author -> Bool,
        cast_at -> BigInt,
        import_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        value_minor -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        is_captured -> Bool,
        asked_at -> Nullable<BigInt>,
        confirmed_at -> Nullable<BigInt>,
        is_resting -> Bool,
    }
}

diesel::table! {
    follows (idea_id, person_id) {
        idea_id -> BigInt,
        person_id -> BigInt,
        is_on -> Bool,
        created_at -> BigInt,
        import_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    comments (id) {
        id -> BigInt,
        idea_id -> BigInt,
        parent_id -> Nullable<BigInt>,
        author_id -> BigInt,
        body -> Text,
        body_html -> Text,
        render_version -> Integer,
        state -> Text,
        state_reason -> Nullable<Text>,
        form_key -> Nullable<Text>,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
        deleted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    extensions (comment_id) {
        comment_id -> BigInt,
        idea_id -> BigInt,
        taken_up_by -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    responses (id) {
        id -> BigInt,
        idea_id -> BigInt,
        author_id -> BigInt,
        status_id -> BigInt,
        effort -> Nullable<Text>,
        body -> Text,
        body_html -> Text,
        render_version -> Integer,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    links (id) {
        id -> BigInt,
        from_idea -> BigInt,
        to_idea -> BigInt,
        kind -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    notes (id) {
        id -> BigInt,
        idea_id -> BigInt,
        author_id -> BigInt,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    acts (id) {
        id -> BigInt,
        kind -> Text,
        actor_id -> Nullable<BigInt>,
        idea_id -> Nullable<BigInt>,
        comment_id -> Nullable<BigInt>,
        person_id -> Nullable<BigInt>,
        board_id -> Nullable<BigInt>,
        detail -> Text,
        audience -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    reports (id) {
        id -> BigInt,
        idea_id -> BigInt,
        comment_id -> Nullable<BigInt>,
        reporter_id -> BigInt,
        reason -> Text,
        note -> Text,
        created_at -> BigInt,
        decided_at -> Nullable<BigInt>,
        decided_by -> Nullable<BigInt>,
        decision -> Nullable<Text>,
    }
}

diesel::table! {
    bans (id) {
        id -> BigInt,
        person_id -> BigInt,
        reason -> Text,
        created_by -> BigInt,
        created_at -> BigInt,
        ends_at -> Nullable<BigInt>,
        lifted_at -> Nullable<BigInt>,
        lifted_by -> Nullable<BigInt>,
        board_id -> Nullable<BigInt>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    site,
    people,
    accounts,
    account_domains,
    idea_accounts,
    segments,
    sessions,
    drafts,
    sign_ins,
    allowances,
    boards,
    statuses,
    categories,
    tags,
    imports,
    origins,
    ideas,
    idea_tags,
    revisions,
    votes,
    follows,
    comments,
    extensions,
    responses,
    links,
    notes,
    acts,
    reports,
    bans,
    teams,
    team_members,
    rules,
    routes,
    route_steps,
    events,
    jobs,
    mails,
    mail_choices,
    deliveries,
    screening_findings,
    shingle_hashes,
    shingled,
    lessons,
    shortlisted,
    search_documents,
    search_spellings,
    ballot_points,
    ballots,
    crowd_acts,
    crowd_votes,
    crowds,
    vote_words,
    panel_acts,
    panel_criteria,
    panel_ideas,
    panel_people,
    panel_ratings,
    panel_scores,
    panels,
    round_acts,
    round_ideas,
    rounds,
    storm_acts,
    storm_ideas,
    storms,
    two_steps,
    recovery_codes,
    appeals,
    moderation_claims,
    sweeps,
);

diesel::joinable!(account_domains -> accounts (account_id));
diesel::joinable!(categories -> boards (board_id));
diesel::joinable!(comments -> ideas (idea_id));
diesel::joinable!(comments -> people (author_id));
diesel::joinable!(deliveries -> teams (team_id));
diesel::joinable!(extensions -> comments (comment_id));
diesel::joinable!(extensions -> ideas (idea_id));
diesel::joinable!(follows -> ideas (idea_id));
diesel::joinable!(follows -> people (person_id));
diesel::joinable!(idea_accounts -> accounts (account_id));
diesel::joinable!(idea_accounts -> ideas (idea_id));
diesel::joinable!(idea_tags -> ideas (idea_id));
diesel::joinable!(idea_tags -> tags (tag_id));
diesel::joinable!(ideas -> boards (board_id));
diesel::joinable!(ideas -> people (author_id));
diesel::joinable!(ideas -> statuses (status_id));
diesel::joinable!(notes -> ideas (idea_id));
diesel::joinable!(notes -> people (author_id));
diesel::joinable!(panel_acts -> acts (act_id));
diesel::joinable!(panel_criteria -> panels (panel_id));
diesel::joinable!(panel_ideas -> ideas (idea_id));
diesel::joinable!(panel_ideas -> panels (panel_id));
diesel::joinable!(panel_people -> panels (panel_id));
diesel::joinable!(panel_people -> people (person_id));
diesel::joinable!(panel_ratings -> ideas (idea_id));
diesel::joinable!(panel_ratings -> panels (panel_id));
diesel::joinable!(panel_scores -> panel_criteria (criterion_id));
diesel::joinable!(reports -> ideas (idea_id));
diesel::joinable!(responses -> ideas (idea_id));
diesel::joinable!(responses -> people (author_id));
diesel::joinable!(revisions -> ideas (idea_id));
diesel::joinable!(route_steps -> routes (route_id));
diesel::joinable!(routes -> ideas (idea_id));
diesel::joinable!(routes -> teams (team_id));
diesel::joinable!(rules -> teams (team_id));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(shingle_hashes -> shingled (text_id));
diesel::joinable!(statuses -> boards (board_id));
diesel::joinable!(ballot_points -> people (person_id));
diesel::joinable!(people -> accounts (account_id));
diesel::joinable!(ballots -> rounds (round_id));
diesel::joinable!(round_acts -> acts (act_id));
diesel::joinable!(round_ideas -> ideas (idea_id));
diesel::joinable!(storm_acts -> acts (act_id));
diesel::joinable!(storm_ideas -> ideas (idea_id));
diesel::joinable!(storm_ideas -> storms (storm_id));
diesel::joinable!(storms -> boards (board_id));
diesel::joinable!(team_members -> people (person_id));
diesel::joinable!(team_members -> teams (team_id));
diesel::joinable!(votes -> ideas (idea_id));
diesel::joinable!(votes -> people (person_id));
diesel::allow_columns_to_appear_in_same_group_by_clause!(ballot_points::idea_id, accounts::segment);
