//! People, signing in, and what the site needs to run.

use super::Kind::{About, Secret, Technical};
use super::{Datum, Owner, Purpose, Retention, Table};

/// The tables of this area.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "site",
        purpose: Purpose::Running,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (
                Technical,
                &[
                    "id", "name", "tagline", "welcome", "language", "time_zone", "brand_colour",
                    "logo", "logo_type", "image_hosts", "half_life_days", "landmark", "promise_days",
                    "is_demo", "version", "updated_at",
                ],
            ),
            (Secret, &["secret", "setup_token_hash"]),
        ],
    },
    Table {
        name: "boards",
        purpose: Purpose::Running,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (
                Technical,
                &[
                    "id", "slug", "name", "description", "audience", "voting", "premoderation",
                    "half_life_days", "landmark", "position", "created_at", "archived_at", "counts",
                    "counts_days", "explore_every", "usual_rate",
                ],
            ),
        ],
    },
    Table {
        name: "statuses",
        purpose: Purpose::Running,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["id", "board_id", "slug", "name", "kind", "wants_reason", "position"]),
        ],
    },
    Table {
        name: "categories",
        purpose: Purpose::Running,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["id", "board_id", "slug", "name", "position"]),
        ],
    },
    Table {
        name: "tags",
        purpose: Purpose::Running,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["id", "slug", "name", "is_staff_only"]),
        ],
    },
    Table {
        name: "allowances",
        purpose: Purpose::Running,
        kept: Retention::Days(31),
        of: &[],
        fields: &[
            (Secret, &["key"]),
            (Technical, &["window_start", "used"]),
        ],
    },
    Table {
        name: "role_powers",
        purpose: Purpose::Running,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["role", "powers"]),
        ],
    },
    Table {
        name: "people",
        purpose: Purpose::Profile,
        kept: Retention::Account,
        of: &[Owner::Person("id")],
        fields: &[
            (Technical, &["id", "is_imported"]),
            (About(Datum::Name), &["handle", "name"]),
            (About(Datum::Address), &["email"]),
            (About(Datum::Role), &["role"]),
            (About(Datum::Text), &["about"]),
            (
                About(Datum::Preference),
                &[
                    "language", "time_zone", "theme", "follows_on_vote", "follows_on_comment",
                    "keys_off",
                ],
            ),
            (About(Datum::When), &["created_at", "seen_at", "former_at", "leaving_at"]),
            (About(Datum::Customer), &["account_id", "account_by"]),
        ],
    },
    Table {
        name: "mail_choices",
        purpose: Purpose::Telling,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Preference), &["kind", "is_wanted"]),
        ],
    },
    Table {
        name: "sessions",
        purpose: Purpose::SigningIn,
        kept: Retention::Days(60),
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["id"]),
            (Secret, &["key_hash", "state"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Browser), &["agent"]),
            (About(Datum::When), &["created_at", "seen_at", "expires_at"]),
        ],
    },
    Table {
        name: "drafts",
        purpose: Purpose::Posting,
        kept: Retention::Days(7),
        of: &[],
        fields: &[
            (Technical, &["id", "kind", "idea_id", "created_at"]),
            (Secret, &["key_hash"]),
            (About(Datum::Text), &["payload"]),
        ],
    },
    Table {
        name: "sign_ins",
        purpose: Purpose::SigningIn,
        kept: Retention::Days(7),
        of: &[Owner::Address("email")],
        fields: &[
            (Technical, &["id", "return_to", "draft_id", "tries"]),
            (About(Datum::Address), &["email"]),
            (Secret, &["code_hash", "link_hash", "browser_hash"]),
            (About(Datum::When), &["created_at", "expires_at", "used_at"]),
        ],
    },
    Table {
        name: "signin_connections",
        purpose: Purpose::SigningIn,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (
                Technical,
                &[
                    "id", "name", "algorithm", "key_at", "issuer", "audience", "login_url",
                    "email_claim", "name_claim", "account_claim", "role_claim", "domains", "roles",
                    "makes_accounts", "updates_accounts", "skew_seconds", "life_seconds", "is_on",
                    "created_at", "updated_at",
                ],
            ),
            (Secret, &["key"]),
        ],
    },
    Table {
        name: "signin_identities",
        purpose: Purpose::SigningIn,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["connection_id"]),
            (About(Datum::Known), &["subject"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::When), &["created_at", "used_at"]),
        ],
    },
    Table {
        name: "signin_accounts",
        purpose: Purpose::SigningIn,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["connection_id", "account_id"]),
            (About(Datum::Known), &["external_id"]),
        ],
    },
    Table {
        name: "signin_tokens",
        purpose: Purpose::SigningIn,
        kept: Retention::Days(1),
        of: &[],
        fields: &[
            (Technical, &["connection_id", "expires_at"]),
            (Secret, &["id_hash"]),
        ],
    },
    Table {
        name: "signin_refusals",
        purpose: Purpose::SigningIn,
        kept: Retention::Days(14),
        of: &[],
        fields: &[
            (Technical, &["id", "connection_id", "reason", "created_at"]),
            (About(Datum::Known), &["detail"]),
        ],
    },
    Table {
        name: "departures",
        purpose: Purpose::Leaving,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Choice), &["posts_go", "votes_go"]),
            (About(Datum::When), &["asked_at", "due_at", "reminded_at", "begun_at"]),
            (Technical, &["phase"]),
        ],
    },
    Table {
        name: "forgotten",
        purpose: Purpose::Leaving,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (About(Datum::Trace), &["key_hash"]),
            (Technical, &["posts_go", "votes_go"]),
            (About(Datum::When), &["forgotten_at"]),
        ],
    },
    Table {
        name: "data_exports",
        purpose: Purpose::Leaving,
        kept: Retention::Days(30),
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["id", "size"]),
            (About(Datum::Who), &["person_id"]),
            (Secret, &["token_hash"]),
            (About(Datum::When), &["asked_at", "ready_at", "expires_at"]),
        ],
    },
    Table {
        name: "data_export_parts",
        purpose: Purpose::Leaving,
        kept: Retention::Days(7),
        of: &[],
        fields: &[
            (Technical, &["export_id", "position"]),
            (About(Datum::Copy), &["bytes"]),
        ],
    },
];
