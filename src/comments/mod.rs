//! Comments and one level of replies.
