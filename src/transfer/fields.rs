//! Taking a line apart: every field is asked for by name, so that whatever is wrong names its field, and a field that
//! nobody asked for is refused instead of being lost in silence.

use chrono::{NaiveDate, NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use serde_json::{Map, Value};

use crate::text::clean;
use crate::time::{DAY, Timestamp};

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The field, or empty for the whole line.
    pub field: String,
    /// What is wrong.
    pub reason: String,
}

impl Wrong {
    /// Something wrong with a field.
    pub fn new(field: &str, reason: impl Into<String>) -> Self {
        Self { field: field.to_owned(), reason: reason.into() }
    }
}

/// Where a row comes from: the other system's name, and what the row is called there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Name of the other system.
    pub source: String,
    /// The row's own name there, unique among rows of its kind.
    pub id: String,
}

/// How dates are read.
#[derive(Debug, Clone, Copy)]
pub struct Dates {
    /// The time zone of dates that name none.
    pub zone: Tz,
    /// The present moment; later dates are refused.
    pub now: Timestamp,
}

/// The fields of one line.
#[derive(Debug)]
pub struct Fields {
    map: Map<String, Value>,
    source: String,
    dates: Dates,
}

/// Most characters in a source or a source id.
const ID_MAX: usize = 200;

impl Fields {
    /// The fields of an object whose `source` is the default for what it refers to.
    pub fn new(map: Map<String, Value>, dates: Dates) -> Result<Self, Wrong> {
        let mut fields = Self { map, source: String::new(), dates };
        fields.source = fields.name("source")?.ok_or_else(|| missing("source"))?;
        Ok(fields)
    }

    /// Refuses whatever nobody asked for.
    pub fn finish(self) -> Result<(), Wrong> {
        match self.map.keys().next() {
            Some(name) => Err(Wrong::new(name, "is no field of this kind of line")),
            None => Ok(()),
        }
    }

    /// The line's own key.
    pub fn key(&mut self) -> Result<Key, Wrong> {
        self.own_key()?.ok_or_else(|| missing("source_id"))
    }

    /// The line's own key, if it has one.
    pub fn own_key(&mut self) -> Result<Option<Key>, Wrong> {
        Ok(self.name("source_id")?.map(|id| Key { source: self.source.clone(), id }))
    }

    /// The name of the other system.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// A reference to another line: its source id, or `{"source": …, "source_id": …}`.
    pub fn reference(&mut self, name: &str) -> Result<Option<Key>, Wrong> {
        let Some(Value::Object(object)) = self.map.get(name) else {
            return Ok(self.name(name)?.map(|id| Key { source: self.source.clone(), id }));
        };
        let part = |part: &str| match object.get(part) {
            Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
            _ => Err(Wrong::new(name, format!("wants a text `{part}`"))),
        };
        let key = Key { source: part("source")?, id: part("source_id")? };
        if object.len() > 2 {
            return Err(Wrong::new(name, "has more than `source` and `source_id`"));
        }
        self.map.remove(name);
        Ok(Some(key))
    }

    /// A reference that must be there.
    pub fn wanted(&mut self, name: &str) -> Result<Key, Wrong> {
        self.reference(name)?.ok_or_else(|| missing(name))
    }

    /// A short name, written as text or number.
    pub fn name(&mut self, name: &str) -> Result<Option<String>, Wrong> {
        let text = match self.map.remove(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) => tidy_line(&text),
            Some(Value::Number(number)) => number.to_string(),
            Some(other) => return Err(kind(name, "a text or a number", &other)),
        };
        if text.is_empty() || clean::char_count(&text) > ID_MAX {
            return Err(Wrong::new(name, format!("must have 1 to {ID_MAX} characters")));
        }
        Ok(Some(text))
    }

    /// A text on one line of at most `limit` characters; line breaks become spaces. Empty counts as missing.
    pub fn line(&mut self, name: &str, limit: usize) -> Result<Option<String>, Wrong> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let line = tidy_line(&text);
        match clean::char_count(&line) {
            0 => Ok(None),
            count if count > limit => Err(too_long(name, count, limit)),
            _ => Ok(Some(line)),
        }
    }

    /// A text of any number of lines, at most `limit` characters; empty when missing.
    pub fn body(&mut self, name: &str, limit: usize) -> Result<String, Wrong> {
        let text = tidy_body(&self.text(name)?.unwrap_or_default());
        match clean::char_count(&text) {
            count if count > limit => Err(too_long(name, count, limit)),
            _ => Ok(text),
        }
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, Wrong> {
        match self.map.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(kind(name, "a text", &other)),
        }
    }

    /// One of a closed set.
    pub fn choice<T: std::str::FromStr<Err = String>>(&mut self, name: &str) -> Result<Option<T>, Wrong> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        text.parse().map(Some).map_err(|reason| Wrong::new(name, reason))
    }

    /// A whole number within bounds.
    pub fn number(&mut self, name: &str, least: i64, most: i64) -> Result<Option<i64>, Wrong> {
        let number = match self.map.remove(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Number(number)) => number.as_i64(),
            Some(other) => return Err(kind(name, "a whole number", &other)),
        };
        number
            .filter(|number| (least..=most).contains(number))
            .map(Some)
            .ok_or_else(|| Wrong::new(name, format!("must be a whole number from {least} to {most}")))
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &str) -> Result<Option<bool>, Wrong> {
        match self.map.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(kind(name, "true or false", &other)),
        }
    }

    /// A moment: RFC 3339, or without a zone, or a date alone.
    pub fn moment(&mut self, name: &str) -> Result<Option<Timestamp>, Wrong> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let at = parse_moment(&text, self.dates.zone)
            .ok_or_else(|| Wrong::new(name, format!("`{text}` is no date like 2016-03-17T14:25:48Z")))?;
        refuse_future(name, at, self.dates.now).map(Some)
    }

    /// A list of objects or of texts.
    pub fn list(&mut self, name: &str) -> Result<Option<Vec<Value>>, Wrong> {
        match self.map.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(list)) => Ok(Some(list)),
            Some(other) => Err(kind(name, "a list", &other)),
        }
    }

    /// A list of objects, each taken apart by `each`; what is wrong names the list and its field.
    pub fn objects<T>(
        &mut self,
        name: &str,
        each: impl Fn(&mut Self) -> Result<T, Wrong>,
    ) -> Result<Option<Vec<T>>, Wrong> {
        let Some(list) = self.list(name)? else { return Ok(None) };
        let within = |wrong: Wrong| Wrong::new(&format!("{name}.{}", wrong.field), wrong.reason);
        let mut found = Vec::with_capacity(list.len());
        for value in list {
            let Value::Object(map) = value else { return Err(kind(name, "a list of objects", &value)) };
            let mut inner = Self { map, source: self.source.clone(), dates: self.dates };
            found.push(each(&mut inner).map_err(within)?);
            inner.finish().map_err(within)?;
        }
        Ok(Some(found))
    }
}

/// Says that a field is not there.
pub fn missing(name: &str) -> Wrong {
    Wrong::new(name, "is missing")
}

fn kind(name: &str, wanted: &str, found: &Value) -> Wrong {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Wrong::new(name, format!("must be {wanted}, not {found}"))
}

fn too_long(name: &str, count: usize, limit: usize) -> Wrong {
    Wrong::new(name, format!("has {count} characters; at most {limit} are taken"))
}

/// A day's grace, for clocks that are ahead.
pub fn refuse_future(name: &str, at: Timestamp, now: Timestamp) -> Result<Timestamp, Wrong> {
    if at > now.plus(DAY) { Err(Wrong::new(name, "lies in the future")) } else { Ok(at) }
}

/// A moment in one of the forms that a file may have it in.
pub fn parse_moment(text: &str, zone: Tz) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc().into());
    }
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))?;
    in_zone(local, zone)
}

/// A local time as a moment; one that a change of clocks left out counts an hour later.
pub fn in_zone(local: NaiveDateTime, zone: Tz) -> Option<Timestamp> {
    let later = || zone.from_local_datetime(&(local + chrono::Duration::hours(1))).earliest();
    Some(zone.from_local_datetime(&local).earliest().or_else(later)?.to_utc().into())
}

/// A text on one line, as it is if it can be; else line breaks become spaces and what nothing could carry is left out.
pub fn tidy_line(text: &str) -> String {
    if let Ok(line) = clean::single_line(text) {
        return line;
    }
    let kept: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let kept = clean_characters(&kept);
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of any number of lines: line ends alike, characters that nothing could carry left out.
pub fn tidy_body(text: &str) -> String {
    clean_characters(&text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn clean_characters(text: &str) -> String {
    if clean::multi_line(text).is_ok() {
        return text.to_owned();
    }
    text.chars().filter(|c| clean::multi_line(c.encode_utf8(&mut [0; 4])).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_a_zone() {
        let madrid = chrono_tz::Europe::Madrid;
        let rfc = |text: &str, zone| parse_moment(text, zone).map(Timestamp::to_rfc3339);
        for (text, expected) in [
            ("2016-03-17T14:25:48Z", "2016-03-17T14:25:48Z"),
            ("2016-03-17T14:25:48+02:00", "2016-03-17T12:25:48Z"),
            ("2016-03-17T14:25:48", "2016-03-17T13:25:48Z"),
            ("2016-07-17 14:25", "2016-07-17T12:25:00Z"),
            ("2016-01-22", "2016-01-21T23:00:00Z"),
            // The hour that was left out that night.
            ("2016-03-27T02:30:00", "2016-03-27T01:30:00Z"),
        ] {
            assert_eq!(rfc(text, madrid).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(rfc("yesterday", madrid), None);
    }

    #[test]
    fn texts_lose_only_what_nothing_could_carry() {
        assert_eq!(tidy_line("  a\u{0}b\r\n c\u{FFFF} "), "a b c");
        assert_eq!(tidy_body("a\r\nb\u{0}\tc\u{7}"), "a\nb\tc");
    }
}
