//! What people are called to, in words: the banner, and how much time is left.

use crate::boards::Audience;
use crate::calls::{Call, Target};
use crate::ids::BoardId;
use crate::text::words::Words;
use crate::time::{DAY, HOUR, MINUTE, Timestamp};
use crate::web::page::Layout;

/// One line of the banner.
pub struct Banner {
    /// The key of what kind of call it is.
    pub kind: &'static str,
    /// Its question or title.
    pub title: String,
    /// Where it leads.
    pub link: String,
    /// How much time is left.
    pub left: String,
}

impl Banner {
    /// A call for this reader; none when it concerns another board than the page, or one that they do not see. On its own
    /// page it is not told of.
    pub fn new(layout: &Layout, call: &Call, page_of: Option<BoardId>) -> Option<Self> {
        let left = left(&layout.words, call.period.ends_at, layout.now);
        let (kind, link, is_shown) = match call.target {
            Target::Storm(id, board) => {
                let known = layout.catalog().board(board);
                let is_known = known.is_ok_and(|board| board.is_open_to(layout.is_staff()));
                let concerns = page_of.is_none_or(|page| page == board);
                ("storm-banner", layout.links.storm(id, &call.title), is_known && concerns)
            }
            Target::Round(id, audience) => {
                let is_known = audience == Audience::Public || layout.is_staff();
                ("round-banner", layout.links.round(id, &call.title), is_known && page_of.is_none())
            }
        };
        is_shown.then(|| Self { kind, title: call.title.clone(), link, left })
    }
}

/// How much time is left until a moment, in the largest fitting unit.
pub fn left(words: &Words, until: Timestamp, now: Timestamp) -> String {
    match until.since(now) {
        rest if rest >= DAY => words.count("call-left-days", rest / DAY),
        rest if rest >= HOUR => words.count("call-left-hours", rest / HOUR),
        rest => words.count("call-left-minutes", (rest / MINUTE).max(1)),
    }
}
