//! CSV of accounts and of who belongs to which: one line each, columns known by their headings in any order. A column that
//! nobody asked for is refused, and a line that cannot be taken is named with its field while the rest goes in.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read as _;
use std::path::PathBuf;

use csv::StringRecord;
use diesel::prelude::*;

use super::fields::{Wrong, missing};
use super::report::{Counts, Place, Report};
use super::source::open;
use crate::accounts::{self, AccountDraft, AccountInput, JoinedBy, membership, queries};
use crate::db::schema::people as people_rows;
use crate::db::{Database, Db, savepoint};
use crate::error::{Error, FieldErrors, Result};
use crate::ids::AccountId;
use crate::people::create::{NewPerson, create};
use crate::people::email::parse_email;
use crate::people::profile::parse_name;
use crate::people::{self, Role};
use crate::text::words::{Language, Words};
use crate::time::Timestamp;

/// Lines that one transaction takes.
const BATCH: usize = 500;
/// Largest file, in bytes: it is read whole.
const FILE_MAX: u64 = 64 * 1024 * 1024;

/// What the lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// Accounts.
    Accounts,
    /// People, and the accounts that they belong to.
    People,
}

impl Sheet {
    /// The columns there may be; the first ones must be there.
    fn columns(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Accounts => {
                (&["name"], &["domains", "plan", "segment", "value", "currency", "health", "owner"])
            }
            Self::People => (&["email", "account"], &["name"]),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Accounts => "account",
            Self::People => "person",
        }
    }
}

/// What became of the lines.
#[derive(Debug, Clone, Default)]
pub struct SheetReport {
    what: &'static str,
    counts: Counts,
    report: Report,
}

impl SheetReport {
    /// How many lines did what.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Every refused line: file, line, field, reason.
    pub fn refused(&self) -> Vec<String> {
        self.report.refused.iter().map(|finding| self.report.line(finding)).collect()
    }

    fn refuse(&mut self, place: Place, wrong: Wrong) {
        self.counts.refused += 1;
        self.report.refuse(place, wrong);
    }
}

impl fmt::Display for SheetReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.refused() {
            writeln!(f, "refused {line}")?;
        }
        if self.report.unlisted > 0 {
            writeln!(f, "and {} more", self.report.unlisted)?;
        }
        writeln!(f, "{:<10} {:>9} {:>9} {:>9} {:>9}", "", "new", "changed", "as before", "refused")?;
        let Counts { created, updated, unchanged, refused } = self.counts;
        writeln!(f, "{:<10} {created:>9} {updated:>9} {unchanged:>9} {refused:>9}", self.what)
    }
}

/// A line by the names of its columns; a column that is not in the file is not in here.
type Line = BTreeMap<String, String>;
type Lines = Vec<(Place, Line)>;

/// What became of a line that went in.
enum Done {
    Created,
    Updated,
    Unchanged,
}

/// Brings the lines of CSV files in, or with `is_trial` says what would happen and leaves everything as it was.
///
/// # Errors
/// When a file cannot be read or the database fails; what was committed until then stays.
pub async fn customers(
    db: &Database,
    sheet: Sheet,
    files: &[PathBuf],
    is_trial: bool,
    now: Timestamp,
) -> Result<SheetReport> {
    let mut report = SheetReport { what: sheet.name(), ..SheetReport::default() };
    report.report.files = files.iter().map(|file| file.display().to_string()).collect();
    let lines = read(sheet, files, &mut report)?;
    // A trial is one transaction, which is taken back: a line may need what another one brings.
    let size = if is_trial { lines.len().max(1) } else { BATCH };
    for batch in lines.chunks(size) {
        let (batch, before) = (batch.to_vec(), report.clone());
        report = db.write(move |db| bring(db, sheet, &batch, before.clone(), is_trial, now)).await?;
    }
    Ok(report)
}

fn bring(
    db: &mut Db,
    sheet: Sheet,
    lines: &[(Place, Line)],
    mut report: SheetReport,
    is_trial: bool,
    now: Timestamp,
) -> Result<SheetReport> {
    let all = savepoint(db, |db| {
        for (place, line) in lines {
            one(db, sheet, *place, line, &mut report, now)?;
        }
        if is_trial { Err(Error::Gone) } else { Ok(()) }
    });
    match all {
        Err(Error::Gone) if is_trial => Ok(report),
        other => other.map(|()| report),
    }
}

/// A line that is refused leaves nothing behind.
fn one(
    db: &mut Db,
    sheet: Sheet,
    place: Place,
    line: &Line,
    report: &mut SheetReport,
    now: Timestamp,
) -> Result<()> {
    let done = savepoint(db, |db| match sheet {
        Sheet::Accounts => account(db, line, now),
        Sheet::People => person(db, line, now),
    });
    match done {
        Ok(Done::Created) => report.counts.created += 1,
        Ok(Done::Updated) => report.counts.updated += 1,
        Ok(Done::Unchanged) => report.counts.unchanged += 1,
        Err(Error::Invalid(errors)) => {
            let words = Words::new(Language::En, chrono_tz::UTC);
            if let Some(error) = errors.0.first() {
                report.refuse(place, Wrong::new(error.field, words.field_error(error)));
            }
        }
        Err(cause) => return Err(cause),
    }
    Ok(())
}

/// An account of this name is the same account; columns that are not in the file stay as they are.
fn account(db: &mut Db, line: &Line, now: Timestamp) -> Result<Done> {
    let name = line.get("name").map(String::as_str).unwrap_or_default();
    let Some(id) = queries::id_by_name(db, name)? else {
        let draft = AccountDraft::parse(&told(line, AccountInput::default()))?;
        accounts::create(db, &draft, now)?;
        return Ok(Done::Created);
    };
    let stored = queries::find(db, id)?;
    let owner = match stored.owner_id {
        Some(owner) => people::queries::find(db, owner)?.map(|owner| owner.handle),
        None => None,
    };
    let domains = queries::domains_of(db, id)?;
    let draft = AccountDraft::parse(&told(line, AccountInput::of(&stored, owner, &domains)))?;
    let changed = accounts::update(db, id, &draft, now)?;
    Ok(if changed { Done::Updated } else { Done::Unchanged })
}

/// What a line says, over what is there.
fn told(line: &Line, before: AccountInput) -> AccountInput {
    let get = |name: &str, before: String| line.get(name).cloned().unwrap_or(before);
    AccountInput {
        name: get("name", before.name),
        plan: get("plan", before.plan),
        segment: get("segment", before.segment),
        value: get("value", before.value),
        currency: get("currency", before.currency),
        health: get("health", before.health),
        owner: get("owner", before.owner),
        domains: get("domains", before.domains),
    }
}

/// Somebody by their address; unknown ones become customers that an import brought, and are theirs who proves the
/// address. Without an account they belong to none; staff cannot belong to one.
fn person(db: &mut Db, line: &Line, now: Timestamp) -> Result<Done> {
    let mut errors = FieldErrors::default();
    let typed = |name: &str| line.get(name).map(String::as_str).unwrap_or_default();
    let email = parse_email(typed("email"), &mut errors);
    let name = match typed("name") {
        "" => String::new(),
        name => parse_name(name, "name", &mut errors),
    };
    let account = account_named(db, typed("account"), &mut errors)?;
    errors.or(())?;
    let joins = account.map(|id| (id, JoinedBy::Import));
    let Some(found) = people::queries::find_by_email(db, &email)? else {
        let new = NewPerson {
            name: &name,
            email: Some(&email),
            role: Role::Customer,
            handle: None,
            is_imported: true,
        };
        let made = create(db, &new, now)?;
        if joins.is_some() {
            membership::set(db, made.id, joins)?;
        }
        return Ok(Done::Created);
    };
    let mut changed = match joins {
        Some(_) if !membership::may_belong(db, found.id)? => {
            return Err(Error::field("email", "error-account-staff"));
        }
        Some(_) => membership::set(db, found.id, joins)?,
        None => membership::take_out(db, found.id, JoinedBy::Import)?,
    };
    // Whoever has been here chose their own name.
    if found.is_imported && !name.is_empty() && found.name != name {
        diesel::update(people_rows::table.find(found.id)).set(people_rows::name.eq(&name)).execute(db)?;
        changed = true;
    }
    Ok(if changed { Done::Updated } else { Done::Unchanged })
}

fn account_named(db: &mut Db, name: &str, errors: &mut FieldErrors) -> Result<Option<AccountId>> {
    if name.is_empty() {
        return Ok(None);
    }
    let found = queries::id_by_name(db, name)?;
    if found.is_none() {
        errors.add("account", "error-account-unknown");
    }
    Ok(found)
}

/// Reads all files; refuses whole files whose headings are not as they should be.
fn read(sheet: Sheet, files: &[PathBuf], report: &mut SheetReport) -> Result<Lines> {
    let mut lines = Vec::new();
    for (file, path) in files.iter().enumerate() {
        let text = whole(path)?;
        let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        // Spreadsheets of countries with a decimal comma write semicolons between cells.
        let between = if first.contains(&b';') && !first.contains(&b',') { b';' } else { b',' };
        let mut input = csv::ReaderBuilder::new().delimiter(between).from_reader(text.as_slice());
        let top = Place { file, line: 1 };
        let headings: Vec<String> = match input.headers() {
            Ok(headings) => headings.iter().map(|name| name.trim().to_lowercase()).collect(),
            Err(cause) => {
                report.refuse(top, Wrong::new("", format!("is no CSV: {cause}")));
                continue;
            }
        };
        if let Err(wrong) = check(sheet, &headings) {
            report.refuse(top, wrong);
            continue;
        }
        for record in input.records() {
            take(record, file, &headings, report, &mut lines);
        }
    }
    Ok(lines)
}

fn whole(path: &PathBuf) -> Result<Vec<u8>> {
    let mut file = open(path)?;
    let named = |cause: std::io::Error| Error::internal(format!("{}: {cause}", path.display()));
    if file.metadata().map_err(named)?.len() > FILE_MAX {
        return Err(Error::internal(format!("{} is larger than 64 MiB", path.display())));
    }
    let mut text = Vec::new();
    file.read_to_end(&mut text).map_err(named)?;
    Ok(text.strip_prefix("\u{FEFF}".as_bytes()).map(<[u8]>::to_vec).unwrap_or(text))
}

fn check(sheet: Sheet, headings: &[String]) -> Result<(), Wrong> {
    let (wanted, others) = sheet.columns();
    for (place, heading) in headings.iter().enumerate() {
        let is_known = wanted.iter().chain(others).any(|column| column == heading);
        if !is_known {
            let known: Vec<&str> = wanted.iter().chain(others).copied().collect();
            let reason = format!("is no column of this format, which are {}", known.join(", "));
            return Err(Wrong::new(heading, reason));
        }
        if headings.iter().take(place).any(|other| other == heading) {
            return Err(Wrong::new(heading, "is there twice"));
        }
    }
    match wanted.iter().find(|column| !headings.iter().any(|heading| heading == *column)) {
        Some(column) => Err(missing(column)),
        None => Ok(()),
    }
}

fn take(
    record: csv::Result<StringRecord>,
    file: usize,
    headings: &[String],
    report: &mut SheetReport,
    lines: &mut Lines,
) {
    match record {
        Ok(record) => {
            let line = record.position().map_or(0, csv::Position::line);
            let cells = headings.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned()));
            lines.push((Place { file, line }, cells.collect()));
        }
        Err(cause) => {
            let line = cause.position().map_or(0, csv::Position::line);
            report.refuse(Place { file, line }, Wrong::new("", format!("cannot be read: {cause}")));
        }
    }
}
