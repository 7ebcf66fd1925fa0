//! What is sent, and what came from elsewhere.

use super::Kind::{About, Secret, Technical};
use super::{Datum, Owner, Purpose, Retention, Table};

/// The tables of this area.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "events",
        purpose: Purpose::Telling,
        kept: Retention::Days(30),
        of: &[],
        fields: &[
            (Technical, &["id", "kind", "created_at", "handled_at", "attempts", "next_at", "error"]),
            (About(Datum::Who), &["payload"]),
        ],
    },
    Table {
        name: "jobs",
        purpose: Purpose::Running,
        kept: Retention::Days(30),
        of: &[],
        fields: &[(
            Technical,
            &[
                "id",
                "key",
                "kind",
                "payload",
                "state",
                "attempts",
                "next_at",
                "claimed_by",
                "claimed_at",
                "progress",
                "error",
                "created_at",
                "done_at",
            ],
        )],
    },
    Table {
        name: "mails",
        purpose: Purpose::Telling,
        kept: Retention::Days(90),
        of: &[Owner::Address("recipient")],
        fields: &[
            (
                Technical,
                &[
                    "id",
                    "key",
                    "person_id",
                    "idea_id",
                    "comment_id",
                    "state",
                    "attempts",
                    "claimed_by",
                    "error",
                ],
            ),
            (About(Datum::Text), &["kind", "subject"]),
            (About(Datum::Address), &["recipient"]),
            (Secret, &["body_text", "body_html", "headers"]),
            (About(Datum::When), &["next_at", "claimed_at", "created_at", "sent_at"]),
        ],
    },
    Table {
        name: "deliveries",
        purpose: Purpose::Telling,
        kept: Retention::Days(90),
        of: &[],
        fields: &[
            (
                Technical,
                &[
                    "id",
                    "key",
                    "team_id",
                    "event",
                    "url",
                    "state",
                    "attempts",
                    "next_at",
                    "claimed_by",
                    "claimed_at",
                    "response_status",
                    "error",
                    "created_at",
                    "done_at",
                ],
            ),
            (About(Datum::Text), &["payload", "response_excerpt"]),
        ],
    },
    Table {
        name: "imports",
        purpose: Purpose::Moving,
        kept: Retention::Site,
        of: &[],
        fields: &[(
            Technical,
            &[
                "id",
                "format",
                "source",
                "files",
                "counts",
                "started_at",
                "finished_at",
                "undone_at",
                "left_as",
            ],
        )],
    },
    Table {
        name: "origins",
        purpose: Purpose::Moving,
        kept: Retention::Site,
        of: &[],
        fields: &[
            (Technical, &["source", "kind", "row_id", "import_id", "digest"]),
            (About(Datum::Known), &["source_id"]),
        ],
    },
];
