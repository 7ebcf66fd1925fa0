//! Holidays as people have them: a list with a day on each line, or a calendar file (iCalendar, RFC 5545).

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::error::FieldErrors;
use crate::text::clean;

/// Most holidays of one calendar.
pub const HOLIDAYS_MAX: usize = 500;
/// Most characters of a holiday's name; what is longer is cut.
const NAME_MAX: usize = 100;
/// Most days that one entry of a calendar file may cover.
const SPAN_MAX: usize = 31;

/// A day without work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// What it is called.
    pub name: String,
}

/// The list as its field shows it: `2026-12-25 Christmas Day`.
pub fn as_text(holidays: &[Holiday]) -> String {
    holidays
        .iter()
        .map(|one| format!("{} {}", one.day, one.name).trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The holidays of the list and those that are to be added, each day once, in order. The list's names win.
///
/// Errors go to the fields `holidays` and `more`; `count` is the line.
pub fn merged(list: &str, more: &str, errors: &mut FieldErrors) -> Vec<Holiday> {
    let mut all: BTreeMap<NaiveDate, String> = BTreeMap::new();
    let added = if more.contains("BEGIN:VCALENDAR") || more.contains("BEGIN:VEVENT") {
        from_calendar_file(more, errors)
    } else {
        from_lines(more, "more", errors)
    };
    for one in from_lines(list, "holidays", errors).into_iter().chain(added) {
        all.entry(one.day).or_insert(one.name);
    }
    if all.len() > HOLIDAYS_MAX {
        errors.add_with("holidays", "error-holidays-many", &[("limit", 500)]);
    }
    all.into_iter().map(|(day, name)| Holiday { day, name }).collect()
}

fn from_lines(text: &str, field: &'static str, errors: &mut FieldErrors) -> Vec<Holiday> {
    let mut found = Vec::new();
    for (line, typed) in (1_i64..).zip(text.lines()) {
        let typed = typed.trim();
        if clean::is_invisible(typed) {
            continue;
        }
        let (day, name) = typed.split_once([' ', '\t', ',', ';']).unwrap_or((typed, ""));
        match parse_day(day) {
            Some(day) => found.push(Holiday { day, name: parse_name(name) }),
            None => {
                errors.add_with(field, "error-holiday-line", &[("line", line)]);
                break;
            }
        }
    }
    found
}

/// `2026-12-25`, `20261225` or `25.12.2026`. What could be read in two ways is not taken.
fn parse_day(typed: &str) -> Option<NaiveDate> {
    let day = ["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(typed, format).ok())?;
    (1970..=2200).contains(&day.year()).then_some(day)
}

fn parse_name(typed: &str) -> String {
    let name = clean::single_line(typed.trim_matches([' ', ',', ';', '\t', '-', '–'])).unwrap_or_default();
    name.chars().take(NAME_MAX).collect()
}

/// The whole days of a calendar file. Entries with a time of day are no holidays; those that recur by a rule stand for
/// the day they name alone.
fn from_calendar_file(text: &str, errors: &mut FieldErrors) -> Vec<Holiday> {
    let mut found = Vec::new();
    let (mut start, mut end, mut name) = (None, None, String::new());
    // What reminds of an entry has a summary of its own.
    let mut is_alarm = false;
    for line in unfolded(text) {
        let Some((property, value)) = line.split_once(':') else { continue };
        let key = property.split(';').next().unwrap_or_default().to_ascii_uppercase();
        match (key.as_str(), value.trim()) {
            ("BEGIN", "VALARM") => is_alarm = true,
            ("END", "VALARM") => is_alarm = false,
            _ if is_alarm => {}
            ("BEGIN", "VEVENT") => (start, end, name) = (None, None, String::new()),
            ("DTSTART", value) if value.len() == 8 => start = parse_day(value),
            ("DTEND", value) if value.len() == 8 => end = parse_day(value),
            ("SUMMARY", value) => name = parse_name(&unescaped(value)),
            ("END", "VEVENT") => {
                let Some(first) = start else { continue };
                // The end is the day after the last.
                let days = first.iter_days().take(SPAN_MAX);
                let last = end.and_then(|end| end.pred_opt()).filter(|last| *last > first).unwrap_or(first);
                found.extend(
                    days.take_while(|day| *day <= last).map(|day| Holiday { day, name: name.clone() }),
                );
            }
            _ => {}
        }
    }
    if found.is_empty() {
        errors.add("more", "error-holidays-file");
    }
    found
}

/// The lines of a calendar file; a line that begins with a space goes on with the one before.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.trim_end().to_owned()),
        }
    }
    lines
}

fn unescaped(value: &str) -> String {
    value
        .replace("\\n", " ")
        .replace("\\N", " ")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The field of an error, with the numbers that its text names.
    type Refused = (&'static str, Vec<(&'static str, i64)>);

    fn read(list: &str, more: &str) -> Result<String, Vec<Refused>> {
        let mut errors = FieldErrors::default();
        let all = merged(list, more, &mut errors);
        if errors.is_empty() {
            Ok(as_text(&all))
        } else {
            Err(errors.0.into_iter().map(|error| (error.field, error.args)).collect())
        }
    }

    #[test]
    fn lists_are_read_line_by_line_and_each_day_counts_once() {
        let read_one = read("2026-12-25 Christmas Day\n\n", "01.01.2027\tNew Year\n20261225 Navidad");
        assert_eq!(read_one.unwrap(), "2026-12-25 Christmas Day\n2027-01-01 New Year");
        assert_eq!(read("2026-12-25\n12/24/2026 Eve", ""), Err(vec![("holidays", vec![("line", 2)])]));
        assert_eq!(read("", "2026-02-30"), Err(vec![("more", vec![("line", 1)])]));
    }

    #[test]
    fn calendar_files_give_their_whole_days() {
        let file = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\n\
            SUMMARY:Christmas\\, and\r\n  after\r\nBEGIN:VALARM\r\nACTION:EMAIL\r\nSUMMARY:Alarm\r\nEND:VALARM\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261230T090000Z\r\n\
            SUMMARY:A meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let expected = "2026-12-24 Christmas, and after\n2026-12-25 Christmas, and after\n2026-12-26 Christmas, and after";
        assert_eq!(read("", file).unwrap(), expected);
        assert_eq!(read("", "BEGIN:VCALENDAR\nEND:VCALENDAR"), Err(vec![("more", vec![])]));
    }
}
