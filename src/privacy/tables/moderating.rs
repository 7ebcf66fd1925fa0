//! Keeping the place fit to be in: reports, bans, what is held and why, votes that look alike, and the log of what staff did.

use super::Kind::{About, Secret, Technical};
use super::{Datum, Owner, Purpose, Retention, Table};

/// The tables of this area.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "reports",
        purpose: Purpose::Moderating,
        kept: Retention::Post,
        of: &[Owner::Person("reporter_id")],
        fields: &[
            (Technical, &["id", "idea_id", "comment_id"]),
            (About(Datum::Who), &["reporter_id", "decided_by"]),
            (About(Datum::Text), &["reason", "note"]),
            (About(Datum::When), &["created_at", "decided_at"]),
            (About(Datum::Reason), &["decision"]),
        ],
    },
    Table {
        name: "bans",
        purpose: Purpose::Moderating,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["id", "board_id"]),
            (About(Datum::Who), &["person_id", "created_by", "lifted_by"]),
            (About(Datum::Reason), &["reason"]),
            (About(Datum::When), &["created_at", "ends_at", "lifted_at"]),
        ],
    },
    Table {
        name: "acts",
        purpose: Purpose::Moderating,
        kept: Retention::Site,
        of: &[Owner::Person("actor_id")],
        fields: &[
            (Technical, &["id", "kind", "idea_id", "comment_id", "board_id", "audience"]),
            (About(Datum::Who), &["actor_id", "person_id"]),
            (About(Datum::Text), &["detail"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "moderation_claims",
        purpose: Purpose::Moderating,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["kind", "item_id"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::When), &["ends_at"]),
        ],
    },
    Table {
        name: "moderation_reasons",
        purpose: Purpose::Moderating,
        kept: Retention::Site,
        of: &[],
        fields: &[(Technical, &["id", "reason", "is_own", "is_on", "position", "updated_at"])],
    },
    Table {
        name: "moderation_reason_texts",
        purpose: Purpose::Moderating,
        kept: Retention::Site,
        of: &[],
        fields: &[(Technical, &["reason_id", "language", "name", "message"])],
    },
    Table {
        name: "moderation_messages",
        purpose: Purpose::Moderating,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["id", "idea_id", "comment_id"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Deed), &["kind"]),
            (About(Datum::Reason), &["body"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "appeals",
        purpose: Purpose::Moderating,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["id", "idea_id", "comment_id", "act_id"]),
            (About(Datum::Who), &["person_id", "first_by", "decided_by"]),
            (About(Datum::Text), &["body"]),
            (About(Datum::Reason), &["outcome", "answer"]),
            (About(Datum::When), &["created_at", "decided_at"]),
        ],
    },
    Table {
        name: "sweeps",
        purpose: Purpose::Moderating,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["id", "state", "total", "hidden_count", "restored_count"]),
            (About(Datum::Who), &["person_id", "created_by", "undone_by"]),
            (About(Datum::Reason), &["reason", "told"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "sweep_posts",
        purpose: Purpose::Moderating,
        kept: Retention::Post,
        of: &[],
        fields: &[(
            Technical,
            &["id", "sweep_id", "idea_id", "comment_id", "state_before", "act_id", "hidden_at"],
        )],
    },
    Table {
        name: "screening_rules",
        purpose: Purpose::Moderating,
        kept: Retention::Site,
        of: &[],
        fields: &[(Technical, &["rule", "is_on", "numbers"])],
    },
    Table {
        name: "screening_words",
        purpose: Purpose::Moderating,
        kept: Retention::Site,
        of: &[],
        fields: &[(Technical, &["language", "words"])],
    },
    Table {
        name: "screening_findings",
        purpose: Purpose::Moderating,
        kept: Retention::Days(90),
        of: &[],
        fields: &[
            (Technical, &["id", "idea_id", "comment_id", "rule", "is_overturned"]),
            (About(Datum::Text), &["saw"]),
            (About(Datum::When), &["created_at", "decided_at"]),
        ],
    },
    Table {
        name: "shingled",
        purpose: Purpose::Moderating,
        kept: Retention::Post,
        of: &[],
        fields: &[(Technical, &["id", "idea_id", "comment_id", "created_at"])],
    },
    Table {
        name: "shingle_hashes",
        purpose: Purpose::Moderating,
        kept: Retention::Post,
        of: &[],
        fields: &[(Technical, &["hash", "text_id"])],
    },
    Table {
        name: "lesson_words",
        purpose: Purpose::Moderating,
        kept: Retention::Site,
        of: &[],
        // Words of many posts, each with how often; which posts, it does not say.
        fields: &[(Technical, &["word", "ham", "spam"])],
    },
    Table {
        name: "lessons",
        purpose: Purpose::Moderating,
        kept: Retention::Days(90),
        of: &[],
        fields: &[
            (Technical, &["id", "idea_id", "comment_id", "is_spam", "created_at"]),
            (About(Datum::Text), &["words"]),
        ],
    },
    Table {
        name: "vote_signals",
        purpose: Purpose::Reviewing,
        kept: Retention::Days(30),
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["idea_id"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Signal), &["network", "agent"]),
            (About(Datum::When), &["account_age", "cast_at"]),
        ],
    },
    Table {
        name: "vote_keys",
        purpose: Purpose::Reviewing,
        kept: Retention::Days(15),
        of: &[],
        fields: &[(Technical, &["id", "created_at"]), (Secret, &["secret"])],
    },
    Table {
        name: "vote_sweeps",
        purpose: Purpose::Reviewing,
        kept: Retention::Site,
        of: &[],
        fields: &[(Technical, &["id", "until"])],
    },
    Table {
        name: "vote_words",
        purpose: Purpose::Reviewing,
        kept: Retention::Account,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["idea_id"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Text), &["line"]),
            (About(Datum::When), &["written_at"]),
        ],
    },
    Table {
        name: "crowds",
        purpose: Purpose::Reviewing,
        kept: Retention::Site,
        of: &[],
        fields: &[(
            Technical,
            &["id", "kind", "idea_id", "state", "facts", "vote_count", "found_at", "decided_at"],
        )],
    },
    Table {
        name: "crowd_votes",
        purpose: Purpose::Reviewing,
        // With the votes: while those stay, it must be known what may be done about them.
        kept: Retention::Post,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["crowd_id", "idea_id"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::When), &["cast_at"]),
        ],
    },
    Table {
        name: "crowd_acts",
        purpose: Purpose::Reviewing,
        kept: Retention::Site,
        of: &[Owner::Person("actor_id"), Owner::Person("undone_by")],
        fields: &[
            (Technical, &["id", "crowd_id", "vote_count", "is_partial", "state_before", "effect"]),
            (About(Datum::Who), &["actor_id", "undone_by"]),
            (About(Datum::Deed), &["decision"]),
            (About(Datum::Reason), &["reason", "note"]),
            (About(Datum::When), &["created_at", "undone_at"]),
        ],
    },
    Table {
        name: "crowd_act_votes",
        purpose: Purpose::Reviewing,
        kept: Retention::Post,
        of: &[Owner::Person("person_id")],
        fields: &[
            (Technical, &["act_id", "idea_id"]),
            (About(Datum::Who), &["person_id"]),
            (About(Datum::Vote), &["state"]),
        ],
    },
    Table {
        name: "audit_log",
        purpose: Purpose::Auditing,
        // As long as administrators set; this is what it is at first.
        kept: Retention::Days(730),
        of: &[Owner::Person("actor_id")],
        fields: &[
            // What changed is told without names, addresses and what people wrote: no row can be changed later.
            (Technical, &["id", "object", "object_id", "before", "after", "request_id"]),
            (About(Datum::Who), &["actor_id"]),
            (About(Datum::Role), &["role"]),
            (About(Datum::Deed), &["act"]),
            (About(Datum::When), &["created_at"]),
        ],
    },
    Table {
        name: "audit_terms",
        purpose: Purpose::Auditing,
        kept: Retention::Site,
        of: &[],
        fields: &[(Technical, &["id", "days"])],
    },
    Table {
        name: "seen_as",
        purpose: Purpose::Auditing,
        // As long as the log.
        kept: Retention::Days(730),
        of: &[Owner::Person("person_id"), Owner::Person("admin_id")],
        fields: &[
            (Technical, &["id"]),
            (About(Datum::Who), &["admin_id", "person_id"]),
            (About(Datum::When), &["began_at", "until_at", "ended_at"]),
        ],
    },
];
