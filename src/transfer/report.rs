//! What an import did, line by line where something was refused.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::fields::Wrong;
use super::record::{Kind, Unread};

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which of the files, from 0.
    pub file: usize,
    /// Which line, from 1.
    pub line: u64,
}

/// Something to tell about a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What.
    pub wrong: Wrong,
}

/// What became of the lines of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// New rows.
    pub created: u64,
    /// Rows that were there, from the same source, and changed.
    pub updated: u64,
    /// Rows that were there already.
    pub unchanged: u64,
    /// Lines that were refused.
    pub refused: u64,
}

impl Counts {
    /// Adds others.
    pub fn add(&mut self, other: Self) {
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.refused += other.refused;
    }
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The files, as they were named.
    pub files: Vec<String>,
    /// Per kind of line.
    pub counts: BTreeMap<Kind, Counts>,
    /// Refused lines that do not even say of which kind they are.
    pub unreadable: u64,
    /// Lines that were refused.
    pub refused: Vec<Finding>,
    /// Lines that went in otherwise than written.
    pub notes: Vec<Finding>,
    /// How many findings more there are than are kept.
    pub unlisted: u64,
}

/// The row of lines that do not say of which kind they are.
const UNREADABLE: &str = "unreadable";
/// Findings that are kept; beyond, they are counted.
const KEPT: usize = 10_000;

impl Report {
    /// The counts of a kind.
    pub fn of(&self, kind: Kind) -> Counts {
        self.counts.get(&kind).copied().unwrap_or_default()
    }

    /// All kinds together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in self.counts.values() {
            total.add(*counts);
        }
        total.refused += self.unreadable;
        total
    }

    /// Adds to the counts of a kind.
    pub fn count(&mut self, kind: Kind, counts: Counts) {
        self.counts.entry(kind).or_default().add(counts);
    }

    /// Counts and keeps a line that cannot be taken as it is written.
    pub fn unread(&mut self, place: Place, unread: Unread) {
        match unread.kind {
            Some(kind) => self.count(kind, Counts { refused: 1, ..Counts::default() }),
            None => self.unreadable += 1,
        }
        self.refuse(place, unread.wrong);
    }

    /// The counts with the names of their kinds, and last, if there are any, the lines of no kind.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, Counts)> {
        let unreadable = Counts { refused: self.unreadable, ..Counts::default() };
        let kinds = self.counts.iter().map(|(kind, counts)| (kind.as_str(), *counts));
        kinds.chain((self.unreadable > 0).then_some((UNREADABLE, unreadable)))
    }

    /// Keeps a refused line, which is counted elsewhere.
    pub fn refuse(&mut self, place: Place, wrong: Wrong) {
        keep(&mut self.refused, &mut self.unlisted, Finding { place, wrong });
    }

    /// Keeps a note.
    pub fn note(&mut self, place: Place, wrong: Wrong) {
        keep(&mut self.notes, &mut self.unlisted, Finding { place, wrong });
    }

    /// A finding as one line: file, line, field, reason.
    pub fn line(&self, finding: &Finding) -> String {
        let file = self.files.get(finding.place.file).map_or("?", String::as_str);
        let field = if finding.wrong.field.is_empty() { "line" } else { &finding.wrong.field };
        format!("{file}:{}: {field}: {}", finding.place.line, finding.wrong.reason)
    }
}

fn keep(list: &mut Vec<Finding>, unlisted: &mut u64, finding: Finding) {
    if list.len() < KEPT { list.push(finding) } else { *unlisted += 1 }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.refused {
            writeln!(f, "refused {}", self.line(finding))?;
        }
        for finding in &self.notes {
            writeln!(f, "note    {}", self.line(finding))?;
        }
        if self.unlisted > 0 {
            writeln!(f, "and {} more", self.unlisted)?;
        }
        writeln!(f, "{:<10} {:>9} {:>9} {:>9} {:>9}", "", "new", "changed", "as before", "refused")?;
        for (name, counts) in self.rows().chain([("total", self.total())]) {
            let Counts { created, updated, unchanged, refused } = counts;
            writeln!(f, "{name:<10} {created:>9} {updated:>9} {unchanged:>9} {refused:>9}")?;
        }
        Ok(())
    }
}
