//! The rows.

use diesel::prelude::*;

use crate::calls::Phase;
use crate::db::schema::{panel_criteria, panel_ratings, panel_scores, panels};
use crate::ids::{CriterionId, IdeaId, PanelId, PersonId};
use crate::time::Timestamp;

/// An evaluation panel.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = panels)]
pub struct Panel {
    /// Its number.
    pub id: PanelId,
    /// What it is about.
    pub title: String,
    /// What its people are to know, in Markdown; may be empty.
    pub introduction: String,
    /// When it is over.
    pub closes_at: Timestamp,
    /// Who ended it before its time.
    pub closed_by: Option<PersonId>,
    /// When it was told that it is over.
    pub told_at: Option<Timestamp>,
    /// Who made it.
    pub created_by: PersonId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was deleted; it can be restored for a while.
    pub deleted_at: Option<Timestamp>,
}

impl Panel {
    /// Where it stands: open or closed.
    pub fn phase(&self, now: Timestamp) -> Phase {
        if now < self.closes_at { Phase::Open } else { Phase::Closed }
    }

    /// Whether ratings are taken.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.phase(now) == Phase::Open
    }
}

/// What ideas are rated against.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = panel_criteria)]
pub struct Criterion {
    /// Its id.
    pub id: CriterionId,
    /// What it is called.
    pub name: String,
    /// What 1 means.
    pub low: String,
    /// What 5 means.
    pub high: String,
    /// How often it counts in the overall mean.
    pub weight: i32,
}

/// What somebody says of an idea, beside the numbers.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = panel_ratings)]
pub struct Rating {
    /// The idea.
    pub idea_id: IdeaId,
    /// Who.
    pub person_id: PersonId,
    /// Their words, as plain text; may be empty.
    pub comment: String,
    /// When it was given; until then it is a draft of theirs.
    pub given_at: Option<Timestamp>,
    /// When it was changed after that.
    pub revised_at: Option<Timestamp>,
}

/// One number: how an idea does on a criterion, for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = panel_scores)]
pub struct Score {
    /// The criterion.
    pub criterion_id: CriterionId,
    /// The idea.
    pub idea_id: IdeaId,
    /// Who.
    pub person_id: PersonId,
    /// 1 to 5.
    pub score: i32,
}
