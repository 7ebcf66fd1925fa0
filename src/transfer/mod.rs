//! Import of what other systems gave away, undoing an import, and export: one neutral format, told in `docs/import.md`.
//! An import sends nothing to anybody; dates stay what they were.

mod apply;
mod customers;
mod export;
mod fields;
mod ideascale;
mod left;
mod markup;
mod origins;
mod record;
mod report;
mod run;
pub mod runs;
mod source;
mod undo;

pub use customers::{Sheet, SheetReport, customers};
pub use export::export;
pub use fields::Dates;
pub use ideascale::Options as IdeaScaleOptions;
pub use record::Kind;
pub use report::{Counts, Finding, Place, Report};
pub use run::{Import, Progress, run};
pub use source::Source;
pub use undo::undo;
