//! Rules that hold posts: how they are set, what they saw, what they compare with and what they learnt.

diesel::table! {
    screening_rules (rule) {
        rule -> Text,
        is_on -> Bool,
        numbers -> Text,
    }
}

diesel::table! {
    screening_words (language) {
        language -> Text,
        words -> Text,
    }
}

diesel::table! {
    screening_findings (id) {
        id -> BigInt,
        idea_id -> BigInt,
        comment_id -> Nullable<BigInt>,
        rule -> Text,
        saw -> Text,
        created_at -> BigInt,
        decided_at -> Nullable<BigInt>,
        is_overturned -> Nullable<Bool>,
    }
}

diesel::table! {
    shingled (id) {
        id -> BigInt,
        idea_id -> BigInt,
        comment_id -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    shingle_hashes (hash, text_id) {
        hash -> BigInt,
        text_id -> BigInt,
    }
}

diesel::table! {
    lesson_words (word) {
        word -> Text,
        ham -> Integer,
        spam -> Integer,
    }
}

diesel::table! {
    lessons (id) {
        id -> BigInt,
        idea_id -> BigInt,
        comment_id -> Nullable<BigInt>,
        is_spam -> Bool,
        words -> Text,
        created_at -> BigInt,
    }
}
