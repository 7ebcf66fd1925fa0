//! What the company makes of it: customers, answers, decisions.

use super::Kind::{About, Secret, Technical};
use super::{Datum, Owner, Purpose, Retention, Table};

/// The tables of this area.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "accounts",
        purpose: Purpose::Customers,
        kept: Retention::Site,
        of: &[Owner::Person("owner_id")],
        fields: &[
            (Technical, &["id"]),
            (About(Datum::Customer), &["name", "name_key", "segment"]),
            (About(Datum::Value), &["plan", "value_minor", "currency", "health"]),
            (About(Datum::Who), &["owner_id"]),
            (About(Datum::When), &["created_at", "updated_at"]),
        ],
    },
    Table {
        name: "account_domains",
        purpose: Purpose::Customers,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (About(Datum::Customer), &["domain"]),
            (Technical, &["account_id", "created_at"]),
        ],
    },
    Table {
        name: "idea_accounts",
        purpose: Purpose::Customers,
        kept: Retention::Post,
        of: &[],
        fields: &[
            (Technical, &["idea_id", "promotions", "first_at", "last_at"]),
            (About(Datum::Customer), &["account_id"]),
            (About(Datum::Value), &["value_minor", "currency"]),
        ],
    },
    Table {
        name: "segments",
        purpose: Purpose::Customers,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["id", "name", "created_at", "updated_at"]),
            (About(Datum::Customer), &["conditions"]),
        ],
    },
    Table {
        name: "responses",
        purpose: Purpose::Answering,
        kept: Retention::Post,
        of: &[Owner::Person("author_id")],
        fields: &[
            (Technical, &["id", "idea_id", "status_id", "effort", "render_version"]),
            (About(Datum::Who), &["author_id"]),
            (About(Datum::Text), &["body", "body_html"]),
            (About(Datum::When), &["created_at", "edited_at"]),
        ],
    },
    Table {
        name: "notes",
        purpose: Purpose::Answering,
        kept: Retention::Post,
        of: &[Owner::Person("author_id")],
        fields: &[
            (Technical, &["id", "idea_id"]),
            (About(Datum::Who), &["author_id"]),
            (About(Datum::Text), &["body"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "private_lines",
        purpose: Purpose::Answering,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["response_id"]),
            (About(Datum::Who), &["person_id", "written_by"]),
            (About(Datum::Text), &["body"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "teams",
        purpose: Purpose::Answering,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["id", "slug", "name", "description", "webhook_url", "created_at", "archived_at"]),
            (About(Datum::Address), &["address"]),
            (Secret, &["webhook_secret"]),
        ],
    },
    Table {
        name: "team_members",
        purpose: Purpose::Answering,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["team_id"]),
            (About(Datum::Who), &["person_id"]),
        ],
    },
    Table {
        name: "rules",
        purpose: Purpose::Answering,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (
                Technical,
                &[
                    "id", "name", "position", "team_id", "due_days", "is_on", "created_at",
                    "updated_at", "actions",
                ],
            ),
            (About(Datum::Customer), &["conditions"]),
        ],
    },
    Table {
        name: "rule_acts",
        purpose: Purpose::Answering,
        kept: Retention::Post,
        of: &[],
        fields: &[
            (Technical, &["rule_id", "idea_id", "created_at"]),
        ],
    },
    Table {
        name: "routes",
        purpose: Purpose::Answering,
        kept: Retention::Post,
        of: &[Owner::Person("sent_by"), Owner::Person("assignee_id")],
        fields: &[
            (Technical, &["id", "idea_id", "team_id", "rule_id", "state", "asked_of"]),
            (About(Datum::Who), &["sent_by", "assignee_id"]),
            (About(Datum::Text), &["note"]),
            (About(Datum::When), &["due_at", "created_at", "updated_at", "settled_at"]),
        ],
    },
    Table {
        name: "route_steps",
        purpose: Purpose::Answering,
        kept: Retention::Post,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["id", "route_id", "kind"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Text), &["body"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "route_estimates",
        purpose: Purpose::Answering,
        kept: Retention::Post,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["route_id", "effort", "confidence"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "reply_templates",
        purpose: Purpose::Answering,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["id", "name", "declines", "created_at", "updated_at"]),
        ],
    },
    Table {
        name: "reply_texts",
        purpose: Purpose::Answering,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["template_id", "language", "body"]),
        ],
    },
    Table {
        name: "work_items",
        purpose: Purpose::Answering,
        kept: Retention::Post,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["id", "route_id"]),
            (About(Datum::Text), &["url", "title"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::When), &["created_at", "updated_at"]),
        ],
    },
    Table {
        name: "calendars",
        purpose: Purpose::Answering,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["id", "team_id", "time_zone", "hours", "updated_at"]),
        ],
    },
    Table {
        name: "holidays",
        purpose: Purpose::Answering,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["calendar_id", "day", "name"]),
        ],
    },
    Table {
        name: "board_promises",
        purpose: Purpose::Answering,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["board_id", "days", "team_id", "since"]),
        ],
    },
    Table {
        name: "promise_figures",
        purpose: Purpose::Answering,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (
                Technical,
                &[
                    "board_id", "settled", "in_time", "median_days", "ninetieth_days", "broken",
                    "measured_at",
                ],
            ),
        ],
    },
    Table {
        name: "promises",
        purpose: Purpose::Answering,
        kept: Retention::Post,
        of: &[],
        fields: &[
            (
                Technical,
                &[
                    "idea_id", "board_id", "days", "turn", "made_at", "due_at", "answered_at",
                    "waited_days", "settles_at",
                ],
            ),
        ],
    },
    Table {
        name: "team_terms",
        purpose: Purpose::Answering,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (
                Technical,
                &[
                    "team_id", "due_days", "remind_hours", "escalate_hours", "escalate_team", "pauses",
                ],
            ),
            (About(Datum::Who), &["escalate_person"]),
        ],
    },
    Table {
        name: "clocks",
        purpose: Purpose::Answering,
        kept: Retention::Post,
        of: &[],
        fields: &[
            (
                Technical,
                &[
                    "route_id", "due_at", "paused_at", "left_micros", "reminded_at", "escalated_at",
                    "escalated_team", "next_at",
                ],
            ),
            (About(Datum::Who), &["escalated_person"]),
        ],
    },
    Table {
        name: "factor_overrides",
        purpose: Purpose::Deciding,
        kept: Retention::Post,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["id", "idea_id", "factor", "before", "after", "undoes"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Text), &["note"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "desk_columns",
        purpose: Purpose::Deciding,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Preference), &["names"]),
            (About(Datum::When), &["updated_at"]),
        ],
    },
    Table {
        name: "desk_exports",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["id", "format", "row_count"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Text), &["query"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "lenses",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[Owner::Person("owner_id")],
        fields: &[
            (Technical, &["id", "is_shared", "names", "reach_by", "weights", "is_weighted"]),
            (About(Datum::Who), &["owner_id"]),
            (About(Datum::Text), &["name", "query"]),
            (About(Datum::When), &["scored_at", "created_at", "updated_at"]),
        ],
    },
    Table {
        name: "lens_scores",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["lens_id", "idea_id", "score"]),
        ],
    },
    Table {
        name: "shortlisted",
        purpose: Purpose::Deciding,
        kept: Retention::Post,
        of: &[Owner::Person("added_by")],
        fields: &[
            (Technical, &["idea_id"]),
            (About(Datum::Who), &["added_by"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "panels",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[Owner::Person("created_by")],
        fields: &[
            (Technical, &["id"]),
            (About(Datum::Text), &["title", "introduction"]),
            (About(Datum::When), &["closes_at", "told_at", "created_at", "updated_at", "deleted_at"]),
            (About(Datum::Who), &["closed_by", "created_by"]),
            (Secret, &["form_key"]),
        ],
    },
    Table {
        name: "panel_criteria",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["id", "panel_id", "position", "name", "low", "high", "weight"]),
        ],
    },
    Table {
        name: "panel_ideas",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["panel_id", "idea_id", "position"]),
        ],
    },
    Table {
        name: "panel_acts",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["panel_id", "act_id"]),
        ],
    },
    Table {
        name: "panel_people",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["panel_id"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::When), &["asked_at"]),
        ],
    },
    Table {
        name: "panel_ratings",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["panel_id", "idea_id"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Text), &["comment"]),
            (About(Datum::When), &["given_at", "revised_at", "updated_at"]),
        ],
    },
    Table {
        name: "panel_scores",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["criterion_id", "idea_id"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Choice), &["score"]),
        ],
    },
    Table {
        name: "rounds",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[Owner::Person("created_by")],
        fields: &[
            (Technical, &["id", "audience", "budget", "cap", "is_published", "people"]),
            (About(Datum::Text), &["title", "intro", "report"]),
            (
                About(Datum::When),
                &[
                    "starts_at", "ends_at", "opened_at", "closed_at", "reported_at", "created_at",
                    "updated_at",
                ],
            ),
            (About(Datum::Who), &["reported_by", "created_by"]),
        ],
    },
    Table {
        name: "round_ideas",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["round_id", "idea_id", "points", "people"]),
        ],
    },
    Table {
        name: "round_acts",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["round_id", "act_id"]),
        ],
    },
    Table {
        name: "storms",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[Owner::Person("created_by")],
        fields: &[
            (Technical, &["id", "board_id", "is_published"]),
            (About(Datum::Text), &["question", "rules", "summary", "answer"]),
            (
                About(Datum::When),
                &[
                    "starts_at", "ends_at", "opened_at", "closed_at", "answered_at", "created_at",
                    "updated_at",
                ],
            ),
            (About(Datum::Who), &["answered_by", "created_by"]),
        ],
    },
    Table {
        name: "storm_ideas",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[Owner::Person("added_by")],
        fields: &[
            (Technical, &["storm_id", "idea_id", "is_posted"]),
            (About(Datum::Who), &["added_by"]),
            (About(Datum::When), &["added_at"]),
        ],
    },
    Table {
        name: "storm_acts",
        purpose: Purpose::Deciding,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["storm_id", "act_id"]),
        ],
    },
];
