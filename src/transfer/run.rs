//! Running an import: kind after kind, a thousand lines to a transaction, then the search index.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use diesel::prelude::*;

use super::apply::{Applied, Context, apply};
use super::left;
use super::record::Kind;
use super::report::{Counts, Report};
use super::source::{Line, Source};
use crate::db::schema::imports;
use crate::db::{Database, Db};
use crate::error::{Error, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{IdeaId, ImportId};
use crate::links::Links;
use crate::ranking::shift;
use crate::time::Timestamp;
use crate::triage::backlog;
use crate::triage::lenses::scores;

/// Lines that one transaction takes.
const BATCH: usize = 1_000;
/// Ideas that one transaction brings to the search index.
const INDEXED: usize = 200;
/// How often lines are tried again that waited for another of their kind.
const ROUNDS: usize = 1_000;

/// What is to be imported.
#[derive(Debug, Clone)]
pub struct Import {
    /// From where.
    pub source: Arc<Source>,
    /// Name of the format, for the list of imports.
    pub format: String,
    /// Addresses of the site.
    pub links: Arc<Links>,
    /// The present moment.
    pub now: Timestamp,
}

/// Hears how far an import is.
pub trait Progress: Send {
    /// So many lines are to go in.
    fn total(&mut self, _lines: u64) {}
    /// So many more lines are done.
    fn advance(&mut self, _lines: u64) {}
}

impl Progress for () {}

/// Imports, or with `is_trial` says what would happen and leaves everything as it was. Blocks; the report names every
/// line that was refused. Gives the import's id with it.
///
/// # Errors
/// When a file cannot be read or the database fails; what was committed until then stays and can be undone.
pub async fn run(
    db: &Database,
    import: Import,
    is_trial: bool,
    progress: Box<dyn Progress>,
) -> Result<(ImportId, Report)> {
    let progress = Mutex::new(progress);
    if is_trial {
        return trial(db, import, progress).await;
    }
    let (db, runtime) = (db.clone(), tokio::runtime::Handle::current());
    let work = move || {
        let mut door = |act: Act| runtime.block_on(db.write(move |db| act(db)));
        drive(&import, &mut door, &mut **progress.lock().unwrap_or_else(PoisonError::into_inner))
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// Everything in one transaction that is taken back. On SQLite in a copy, so that a site being served goes on writing.
async fn trial(
    db: &Database,
    import: Import,
    progress: Mutex<Box<dyn Progress>>,
) -> Result<(ImportId, Report)> {
    let folder = tempfile_folder()?;
    let copy = if db.is_sqlite() { Some(copy_of(db, &folder)?) } else { None };
    let result: Arc<Mutex<Option<(ImportId, Report)>>> = Arc::new(Mutex::new(None));
    let kept = Arc::clone(&result);
    let progress = Arc::new(progress);
    let act = move |db: &mut Db| -> Result<()> {
        let mut door = |act: Act| act(db);
        let done = drive(&import, &mut door, &mut **progress.lock().unwrap_or_else(PoisonError::into_inner))?;
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        Err(Error::Gone)
    };
    let ended = match &copy {
        Some(copy) => copy.write(act).await,
        None => db.write(act).await,
    };
    drop(copy);
    let _ = std::fs::remove_dir_all(&folder);
    let done = result.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (done, ended) {
        (Some(done), _) => Ok(done),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(Error::internal("the trial did not run")),
    }
}

fn tempfile_folder() -> Result<std::path::PathBuf> {
    let name = format!("groundswell-trial-{}-{:08x}", std::process::id(), rand::random::<u32>());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir(&folder)
        .map_err(|cause| Error::internal(format!("{}: {cause}", folder.display())))?;
    Ok(folder)
}

fn copy_of(db: &Database, folder: &std::path::Path) -> Result<Database> {
    let path = folder.join("copy.db");
    crate::db::backup::copy(&mut db.connect()?, &path)?;
    Database::open(&path.to_string_lossy(), 1)
}

/// Something to be done in a transaction of its own.
type Act = Box<dyn Fn(&mut Db) -> Result<Applied> + Send>;
type Door<'d> = &'d mut dyn FnMut(Act) -> Result<Applied>;

struct Drive<'d> {
    import: &'d Import,
    door: Door<'d>,
    progress: &'d mut dyn Progress,
    context: Context,
    report: Report,
    touched: BTreeSet<IdeaId>,
}

fn drive(import: &Import, door: Door<'_>, progress: &mut dyn Progress) -> Result<(ImportId, Report)> {
    let mut report = Report { files: import.source.files(), ..Report::default() };
    let Scan { kinds, sources } = scan(import, &mut report, progress)?;
    let id = begin(import, &sources, door)?;
    let context = Context { links: Arc::clone(&import.links), import: id, now: import.now };
    let mut drive = Drive { import, door, progress, context, report, touched: BTreeSet::new() };
    for kind in Kind::ALL.iter().copied().filter(|kind| kinds.contains(kind)) {
        drive.kind(kind)?;
        if kind == Kind::Idea {
            drive.make_room()?;
        }
    }
    drive.index()?;
    drive.finish()?;
    Ok((id, drive.report))
}

/// What the lines speak of.
#[derive(Default)]
struct Scan {
    kinds: BTreeSet<Kind>,
    sources: BTreeSet<String>,
}

/// Sources that the list of imports names; more would be told as many.
const SOURCES_NAMED: usize = 5;

/// Reads everything once: what cannot be read is in the report before anything is written.
fn scan(import: &Import, report: &mut Report, progress: &mut dyn Progress) -> Result<Scan> {
    let mut found = Scan::default();
    let mut lines = 0_u64;
    import.source.scan(|place, record| match record {
        Ok(record) => {
            found.kinds.insert(record.kind());
            if found.sources.len() <= SOURCES_NAMED && !found.sources.contains(record.source()) {
                found.sources.insert(record.source().to_owned());
            }
            lines += 1;
        }
        Err(unread) => report.unread(place, unread),
    })?;
    progress.total(lines);
    Ok(found)
}

fn begin(import: &Import, sources: &BTreeSet<String>, door: Door<'_>) -> Result<ImportId> {
    let (format, now) = (import.format.clone(), import.now);
    let mut sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    if sources.len() > SOURCES_NAMED {
        sources.truncate(SOURCES_NAMED);
        sources.push("…");
    }
    let sources = sources.join(", ");
    let files = serde_json::to_string(&import.source.files()).map_err(Error::internal)?;
    let id: Arc<Mutex<Option<ImportId>>> = Arc::new(Mutex::new(None));
    let kept = Arc::clone(&id);
    door(Box::new(move |db| {
        let values = (
            imports::format.eq(&format),
            imports::source.eq(&sources),
            imports::files.eq(&files),
            imports::counts.eq("{}"),
            imports::started_at.eq(now),
        );
        let made =
            diesel::insert_into(imports::table).values(values).returning(imports::id).get_result(db)?;
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
        Ok(Applied::default())
    }))?;
    let id = id.lock().unwrap_or_else(PoisonError::into_inner).take();
    id.ok_or_else(|| Error::internal("the import has no id"))
}

impl Drive<'_> {
    /// All lines of one kind, and at the end those that waited for others.
    fn kind(&mut self, kind: Kind) -> Result<()> {
        let source = Arc::clone(&self.import.source);
        let (mut batch, mut waiting) = (Vec::with_capacity(BATCH), Vec::new());
        source.of_kind(kind, |line| {
            batch.push(line);
            if batch.len() == BATCH {
                waiting.extend(self.batch(kind, std::mem::take(&mut batch), false)?);
            }
            Ok(())
        })?;
        waiting.extend(self.batch(kind, batch, false)?);
        for round in 0..ROUNDS {
            let before = waiting.len();
            let mut still = Vec::new();
            for chunk in waiting.chunks(BATCH) {
                still.extend(self.batch(kind, chunk.to_vec(), round + 1 == ROUNDS)?);
            }
            waiting = still;
            if waiting.len() == before {
                break;
            }
        }
        for chunk in waiting.chunks(BATCH) {
            self.batch(kind, chunk.to_vec(), true)?;
        }
        Ok(())
    }

    /// One transaction. Gives the lines that wait for others.
    fn batch(&mut self, kind: Kind, lines: Vec<Line>, is_last: bool) -> Result<Vec<Line>> {
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        let lines: Arc<Vec<Line>> = Arc::new(lines);
        let (context, kept) = (self.context.clone(), Arc::clone(&lines));
        let applied = (self.door)(Box::new(move |db| apply(db, &context, kind, &kept, is_last)))?;
        let deferred: Vec<Line> =
            applied.deferred.iter().filter_map(|place| lines.get(*place)).cloned().collect();
        let done = lines.len().saturating_sub(deferred.len());
        self.progress.advance(u64::try_from(done).unwrap_or(0));
        self.report.count(kind, applied.counts);
        for finding in applied.refused {
            self.report.refuse(finding.place, finding.wrong);
        }
        for finding in applied.notes {
            self.report.note(finding.place, finding.wrong);
        }
        self.touched.extend(applied.touched);
        Ok(deferred)
    }

    /// Older ideas may lie further back than heats reach: their landmarks move before the votes come.
    fn make_room(&mut self) -> Result<()> {
        let now = self.import.now;
        (self.door)(Box::new(move |db| {
            shift::check_all(db, now)?;
            Ok(Applied::default())
        }))?;
        Ok(())
    }

    /// Brings what changed to the search index, and into the orders of lenses.
    fn index(&mut self) -> Result<()> {
        let touched: Vec<IdeaId> = std::mem::take(&mut self.touched).into_iter().collect();
        for chunk in touched.chunks(INDEXED) {
            let chunk = chunk.to_vec();
            (self.door)(Box::new(move |db| {
                for idea in &chunk {
                    crate::search::reindex(db, *idea)?;
                }
                scores::score(db, &chunk)?;
                Ok(Applied::default())
            }))?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        let (id, now) = (self.context.import, self.import.now);
        let (total, ideas) = (self.report.total(), self.report.of(Kind::Idea));
        let counts: BTreeMap<&str, Counts> = self.report.rows().collect();
        let counts = serde_json::to_string(&counts).map_err(Error::internal)?;
        (self.door)(Box::new(move |db| {
            let set = (
                imports::counts.eq(&counts),
                imports::finished_at.eq(Some(now)),
                imports::left_as.eq(Some(left::left_as(db, id)?)),
            );
            diesel::update(imports::table.find(id)).set(set).execute(db)?;
            tell(db, id, total, now)?;
            if ideas.created > 0 {
                backlog::start_after_import(db, id, now)?;
            }
            Ok(Applied::default())
        }))?;
        Ok(())
    }
}

/// An import that changed anything is in the public log.
fn tell(db: &mut Db, import: ImportId, total: Counts, now: Timestamp) -> Result<()> {
    if total.created + total.updated > 0 {
        let detail = serde_json::json!({ "import": import, "count": total.created + total.updated });
        NewAct::new(ActKind::Imported, ActAudience::Log, None).detail(detail).record(db, now)?;
    }
    Ok(())
}
