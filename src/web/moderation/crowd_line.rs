//! Votes on a line of time: bars for a picture, and the same numbers for a table.

use crate::integrity::found::Moments;
use crate::text::words::Words;
use crate::time::Timestamp;

/// Bars on the line.
const BARS: i64 = 24;
/// The shortest stretch of time of a bar, in microseconds.
const LEAST: i64 = 5 * crate::time::MINUTE;
/// The picture: width of a bar with its gap, of a bar, and height.
const STEP: i64 = 20;
const WIDTH: i64 = 16;
const HEIGHT: i64 = 120;

/// A stretch of time.
pub(super) struct Bar {
    pub(super) from: Timestamp,
    pub(super) own: i64,
    pub(super) others: i64,
    pub(super) x: i64,
    pub(super) own_y: i64,
    pub(super) own_height: i64,
    pub(super) others_y: i64,
    pub(super) others_height: i64,
}

/// The line.
pub(super) struct Line {
    pub(super) bars: Vec<Bar>,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) bar: i64,
    pub(super) title: String,
    pub(super) description: String,
}

impl Line {
    /// From the moments of votes. The picture says what its table says.
    pub(super) fn new(words: &Words, moments: &Moments) -> Self {
        let step = (moments.to.since(moments.from) / BARS).max(LEAST);
        let count = |all: &[Timestamp], from: Timestamp| {
            let inside = all.iter().filter(|at| (0..step).contains(&at.since(from))).count();
            i64::try_from(inside).unwrap_or(i64::MAX)
        };
        let counted: Vec<(Timestamp, i64, i64)> = (0..=BARS)
            .map(|place| moments.from.plus(place * step))
            .filter(|from| *from <= moments.to)
            .map(|from| (from, count(&moments.own, from), count(&moments.others, from)))
            .collect();
        let most = counted.iter().map(|(_, own, others)| own + others).max().unwrap_or(0).max(1);
        let height = |votes: i64| votes * HEIGHT / most;
        let bars: Vec<Bar> = (0_i64..)
            .zip(&counted)
            .map(|(place, (from, own, others))| Bar {
                from: *from,
                own: *own,
                others: *others,
                x: place * STEP,
                own_y: HEIGHT - height(*own),
                own_height: height(*own),
                others_y: HEIGHT - height(*own) - height(*others),
                others_height: height(*others),
            })
            .collect();
        let peak = counted.iter().max_by_key(|(_, own, _)| *own).copied().unwrap_or_default();
        Self {
            width: STEP * i64::try_from(bars.len()).unwrap_or(1).max(1),
            height: HEIGHT,
            bar: WIDTH,
            title: words.get("crowd-line-title"),
            description: words.with(
                "crowd-line-description",
                &[
                    ("from", words.date_time(moments.from).into()),
                    ("to", words.date_time(moments.to).into()),
                    ("own", peak.1.into()),
                    ("others", peak.2.into()),
                    ("at", words.date_time(peak.0).into()),
                ],
            ),
            bars,
        }
    }
}
