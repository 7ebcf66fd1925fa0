//! The hours of a week, as people type them: `09:00-12:30, 13:30-17:00`.

use std::fmt::Write as _;

/// Minutes of a day.
pub(super) const DAY_MINUTES: u32 = 24 * 60;
/// The days of a week, Monday first, as fields of the form.
pub const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// From when to when, in minutes of the day; the end may be midnight, 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first minute.
    pub from: u32,
    /// The minute after the last.
    pub to: u32,
}

/// The hours of seven days, Monday first. Spans of a day are in order and do not touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours(pub [Vec<Span>; 7]);

impl Hours {
    /// Whether nobody ever works.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    /// The spans of a day, 0 for Monday.
    pub fn of_day(&self, day: usize) -> &[Span] {
        self.0.get(day).map(Vec::as_slice).unwrap_or_default()
    }

    /// As it is stored: seven days with `;` between them.
    pub fn to_text(&self) -> String {
        self.0.iter().map(|day| day_text(day)).collect::<Vec<_>>().join(";")
    }

    /// From what is stored.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut hours = Self::default();
        let mut days = text.split(';');
        for day in &mut hours.0 {
            *day = parse_day(days.next()?)?;
        }
        days.next().is_none().then_some(hours)
    }
}

/// The spans of a day as people read and type them.
pub fn day_text(spans: &[Span]) -> String {
    let mut text = String::new();
    for span in spans {
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing to a text cannot fail.
        let _ = write!(text, "{comma}{}-{}", clock(span.from), clock(span.to));
    }
    text
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The spans that somebody typed for a day; none for a day off. `None` when it cannot be read, or spans touch or overlap.
pub fn parse_day(typed: &str) -> Option<Vec<Span>> {
    let mut spans = Vec::new();
    for part in typed.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once(['-', '–', '—'])?;
        let span = Span { from: minutes(from)?, to: minutes(to)? };
        if span.from >= span.to {
            return None;
        }
        spans.push(span);
    }
    spans.sort_by_key(|span| span.from);
    let apart = spans.iter().zip(spans.iter().skip(1)).all(|(one, next)| one.to < next.from);
    apart.then_some(spans)
}

/// `9`, `09:00`, `9.30`, `24:00` as minutes of the day.
fn minutes(typed: &str) -> Option<u32> {
    let typed = typed.trim();
    let (hour, minute) = typed.split_once([':', '.', 'h']).unwrap_or((typed, "0"));
    let is_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(hour) || !is_number(minute) {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let all = hour * 60 + minute;
    (minute < 60 && all <= DAY_MINUTES).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them_and_come_back_the_same() {
        for (typed, shown) in [
            ("", ""),
            ("9-17", "09:00-17:00"),
            ("13:30–17:00, 09:00 - 12.30", "09:00-12:30, 13:30-17:00"),
            ("0-24", "00:00-24:00"),
        ] {
            assert_eq!(day_text(&parse_day(typed).unwrap()), shown, "{typed}");
        }
        for wrong in
            ["9", "17-9", "9-9", "9-12,12-14", "9-13,12-14", "25-26", "9:60-10", "a-b", "9-24:01", "-1-5"]
        {
            assert_eq!(parse_day(wrong), None, "{wrong}");
        }
        let week = "09:00-17:00;;;;10:00-12:00, 13:00-15:00;;";
        assert_eq!(Hours::from_text(week).unwrap().to_text(), week);
        assert_eq!(Hours::from_text("09:00-17:00"), None);
    }
}
