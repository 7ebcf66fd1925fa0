//! Files as a stream of records: read again for every kind, so that nothing but the batch at hand is in memory.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;

use super::fields::{Dates, Wrong};
use super::ideascale::{self, Options};
use super::record::{Kind, Record, Unread};
use super::report::Place;
use crate::error::{Error, Result};

/// Longest line of a file, in bytes: a text of the longest kind, escaped throughout.
const LINE_MAX: usize = 4 * 1024 * 1024;

/// A record with its place.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it was read.
    pub place: Place,
    /// What it says.
    pub record: Record,
}

/// What is imported.
#[derive(Debug, Clone)]
pub enum Source {
    /// The neutral format.
    Ndjson(Vec<PathBuf>, Dates),
    /// IdeaScale's CSV, already read: its comments come newest first and are put in order.
    IdeaScale(Vec<PathBuf>, Vec<Line>, Vec<(Place, Unread)>),
}

impl Source {
    /// The neutral format in these files.
    pub fn ndjson(files: Vec<PathBuf>, dates: Dates) -> Result<Self> {
        for file in &files {
            open(file)?;
        }
        Ok(Self::Ndjson(files, dates))
    }

    /// IdeaScale's CSV in these files.
    pub fn ideascale(files: Vec<PathBuf>, dates: Dates, options: &Options) -> Result<Self> {
        let (lines, unread) = ideascale::read(&files, dates, options)?;
        Ok(Self::IdeaScale(files, lines, unread))
    }

    /// The files as they were named.
    pub fn files(&self) -> Vec<String> {
        let (Self::Ndjson(files, _) | Self::IdeaScale(files, ..)) = self;
        files.iter().map(|file| file.display().to_string()).collect()
    }

    /// Everything once, whether it can be read or not.
    pub fn scan(&self, mut each: impl FnMut(Place, Result<Record, Unread>)) -> Result<()> {
        match self {
            Self::Ndjson(files, dates) => read_lines(files, |place, line| {
                let line = line.map_err(|wrong| Unread { kind: None, wrong });
                each(place, line.and_then(|line| Record::parse(line, *dates)));
                Ok(())
            }),
            Self::IdeaScale(_, lines, unread) => {
                for line in lines {
                    each(line.place, Ok(line.record.clone()));
                }
                for (place, unread) in unread {
                    each(*place, Err(unread.clone()));
                }
                Ok(())
            }
        }
    }

    /// The records of one kind, in the order of the files; what cannot be read is passed over.
    pub fn of_kind(&self, kind: Kind, mut each: impl FnMut(Line) -> Result<()>) -> Result<()> {
        match self {
            Self::Ndjson(files, dates) => {
                // A line of this kind has its name in it; most others need not be taken apart again.
                let name = format!("\"{kind}\"");
                read_lines(files, |place, line| {
                    let Ok(line) = line else { return Ok(()) };
                    let may_be = line.contains(&name) || line.contains("\\u");
                    match may_be.then(|| Record::parse(line, *dates)) {
                        Some(Ok(record)) if record.kind() == kind => each(Line { place, record }),
                        _ => Ok(()),
                    }
                })
            }
            Self::IdeaScale(_, lines, _) => {
                lines.iter().filter(|line| line.record.kind() == kind).cloned().try_for_each(each)
            }
        }
    }
}

/// Opens a file; the error names it.
pub fn open(path: &PathBuf) -> Result<File> {
    let named = |cause: std::io::Error| Error::internal(format!("{}: {cause}", path.display()));
    let file = File::open(path).map_err(named)?;
    if file.metadata().map_err(named)?.is_dir() {
        return Err(Error::internal(format!("{} is a folder", path.display())));
    }
    Ok(file)
}

/// Hands over every line that is not empty.
fn read_lines(
    files: &[PathBuf],
    mut each: impl FnMut(Place, Result<&str, Wrong>) -> Result<()>,
) -> Result<()> {
    for (file, path) in files.iter().enumerate() {
        let mut input = BufReader::with_capacity(1 << 16, open(path)?);
        let mut bytes = Vec::new();
        let mut number = 0_u64;
        loop {
            bytes.clear();
            let read = read_line(&mut input, &mut bytes)
                .map_err(|cause| Error::internal(format!("{}: {cause}", path.display())))?;
            if read == 0 {
                break;
            }
            number += 1;
            let place = Place { file, line: number };
            let start = if number == 1 && bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
            let line = bytes.get(start..).unwrap_or_default().trim_ascii();
            if read > LINE_MAX {
                each(place, Err(Wrong::new("", format!("has more than {LINE_MAX} bytes"))))?;
            } else if !line.is_empty() {
                each(place, std::str::from_utf8(line).map_err(|_| Wrong::new("", "is no UTF-8")))?;
            }
        }
    }
    Ok(())
}

/// Reads a line with its end and gives how long it is; of one that is too long only the start is kept.
fn read_line(input: &mut BufReader<File>, line: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut total = 0;
    loop {
        let available = input.fill_buf()?;
        if available.is_empty() {
            return Ok(total);
        }
        let end = available.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let taken = end.unwrap_or(available.len());
        if line.len() <= LINE_MAX {
            line.extend_from_slice(available.get(..taken).unwrap_or_default());
        }
        input.consume(taken);
        total += taken;
        if end.is_some() {
            return Ok(total);
        }
    }
}
