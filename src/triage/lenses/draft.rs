//! The form of a lens, parsed.

use super::{ReachBy, Weights};
use crate::accounts::segments::Segment;
use crate::error::{FieldErrors, Result};
use crate::text::clean;
use crate::triage::columns::DeskColumn;

/// Most characters of a lens's name.
const NAME_MAX: usize = 60;
/// Most characters of the filters that a lens keeps.
const QUERY_MAX: usize = 2_000;
/// The greatest weight.
const WEIGHT_MAX: f64 = 100.0;
/// Most lenses that weigh accounts in their own way, and most lenses of one person.
pub const LENSES_MAX: i64 = 50;

/// A lens as typed.
#[derive(Debug, Clone, Default)]
pub struct LensInput {
    /// Its name.
    pub name: String,
    /// Whether everybody at the desk has it.
    pub is_shared: bool,
    /// Filters and order, as in the address of the list.
    pub query: String,
    /// Names of columns.
    pub columns: Vec<String>,
    /// What counts as reach.
    pub reach_by: String,
    /// A segment's id; empty for none.
    pub segment: String,
    /// Its weight.
    pub of_segment: String,
    /// A plan; empty for none.
    pub plan: String,
    /// Its weight.
    pub of_plan: String,
    /// The weight of accounts at risk.
    pub at_risk: String,
    /// The weight of all others.
    pub others: String,
}

/// A parsed lens.
#[derive(Debug, Clone)]
pub struct LensDraft {
    pub(super) name: String,
    pub(super) is_shared: bool,
    pub(super) query: String,
    pub(super) columns: Vec<DeskColumn>,
    pub(super) reach_by: ReachBy,
    pub(super) weights: Weights,
}

impl LensDraft {
    /// Parses the form.
    ///
    /// # Errors
    /// `Invalid` for a name that is missing or too long, no column, and weights that are no numbers from 0 to 100.
    pub fn parse(input: &LensInput, segments: &[Segment]) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = clean::single_line(&input.name).unwrap_or_default();
        if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
            errors.add_with("name", "error-lens-name", &[("limit", 60)]);
        }
        if clean::char_count(&input.query) > QUERY_MAX {
            errors.add("name", "error-lens-query");
        }
        let columns = DeskColumn::chosen(&input.columns);
        if columns.is_empty() {
            errors.add("columns", "error-columns-none");
        }
        let weights = weights(input, segments, &mut errors);
        errors.or(Self {
            name,
            is_shared: input.is_shared,
            query: input.query.clone(),
            columns,
            reach_by: ReachBy::parse(&input.reach_by).unwrap_or(ReachBy::People),
            weights,
        })
    }

    /// Whether everybody at the desk has it.
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Filters and order, as in the address of the list.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Whether it has an order of its own.
    pub fn is_weighted(&self) -> bool {
        self.reach_by != ReachBy::People || !self.weights.are_usual()
    }
}

fn weights(input: &LensInput, segments: &[Segment], errors: &mut FieldErrors) -> Weights {
    let segment = input.segment.parse().ok().filter(|id| segments.iter().any(|own| own.id == *id));
    let plan = clean::single_line(&input.plan).ok().filter(|plan| !plan.is_empty());
    let mut weight = |typed: &str, field| weight(typed, field, errors);
    Weights {
        of_segment: if segment.is_some() { weight(&input.of_segment, "of_segment") } else { 1.0 },
        of_plan: if plan.is_some() { weight(&input.of_plan, "of_plan") } else { 1.0 },
        at_risk: weight(&input.at_risk, "at_risk"),
        others: weight(&input.others, "others"),
        segment,
        plan,
    }
}

/// A weight as typed, with a full stop or a comma; 1 when nothing is.
fn weight(typed: &str, field: &'static str, errors: &mut FieldErrors) -> f64 {
    let typed = typed.trim();
    if typed.is_empty() {
        return 1.0;
    }
    let number = typed.replace(',', ".").parse::<f64>().ok();
    match number.filter(|number| (0.0..=WEIGHT_MAX).contains(number)) {
        Some(number) => number,
        None => {
            errors.add(field, "error-lens-weight");
            1.0
        }
    }
}
