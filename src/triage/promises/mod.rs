//! The promise of a first answer: made when an idea is posted on a board that promises one, kept by the company's first
//! answer in words or by a status that ends the matter, and measured by the worker, broken ones included. Where nothing was
//! promised about an idea the site's own promise holds, if it makes one.

mod due;
mod keep;
mod measure;
mod queue;

pub use due::{Due, due, of_ideas};
pub use keep::{Promise, of_idea, on_event};
pub use measure::{DAYS as MEASURED_DAYS, Figures, figures, measure, of_board};
pub use queue::{Filter, Queued, counts, page};
