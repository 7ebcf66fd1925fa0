//! The columns of the desk's list: which there are, and which ones somebody has chosen for themselves.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::desk_columns;
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// A column beside the idea itself.
    pub enum DeskColumn {
        /// The score, and how far off it may be.
        Impact = "impact",
        /// How many want it.
        Reach = "reach",
        /// What the accounts that ask are worth.
        Value = "value",
        /// How sure that is.
        Confidence = "confidence",
        /// What it would cost.
        Effort = "effort",
        /// Counted promotions.
        Promotions = "promotions",
        /// Counted demotions.
        Demotions = "demotions",
        /// How many accounts ask.
        Accounts = "accounts",
        /// What those pay a month.
        Worth = "worth",
        /// Visible comments.
        Comments = "comments",
        /// People who follow it.
        Followers = "followers",
        /// Net votes of the last 7 days.
        Week = "week",
        /// Net votes of the last 30 days.
        Month = "month",
        /// Days since it was posted.
        Waiting = "waiting",
        /// When it was posted.
        Posted = "posted",
        /// When the company last answered.
        Answered = "answered",
        /// Why it stands where it does, in a sentence.
        Why = "why",
    }
}

impl DeskColumn {
    /// The columns of whoever has chosen none.
    pub const USUAL: [Self; 8] = [
        Self::Impact,
        Self::Reach,
        Self::Value,
        Self::Confidence,
        Self::Effort,
        Self::Week,
        Self::Month,
        Self::Waiting,
    ];

    /// The columns with these names, each once, in the order of the table.
    pub fn chosen(names: &[String]) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|own| names.iter().any(|name| name == own.as_str())).collect()
    }

    /// The names, as stored.
    pub fn names(columns: &[Self]) -> String {
        columns.iter().map(|own| own.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Columns out of their stored names; those that there are no more are left out.
    pub fn stored(names: &str) -> Vec<Self> {
        names.split(' ').filter_map(Self::parse).collect()
    }
}

/// The columns that somebody sees.
pub fn of(db: &mut Db, person: PersonId) -> Result<Vec<DeskColumn>> {
    let row = desk_columns::table.find(person).select(desk_columns::names);
    let names: Option<String> = row.first(db).optional()?;
    Ok(names.map_or_else(|| DeskColumn::USUAL.to_vec(), |names| DeskColumn::stored(&names)))
}

/// Remembers the columns that somebody chose.
///
/// # Errors
/// `Invalid` when there is none.
pub fn save(db: &mut Db, person: PersonId, columns: &[DeskColumn], now: Timestamp) -> Result<()> {
    if columns.is_empty() {
        return Err(Error::field("columns", "error-columns-none"));
    }
    forget(db, person)?;
    let values = (
        desk_columns::person_id.eq(person),
        desk_columns::names.eq(DeskColumn::names(columns)),
        desk_columns::updated_at.eq(now),
    );
    diesel::insert_into(desk_columns::table).values(values).execute(db)?;
    Ok(())
}

/// Forgets what somebody chose: they see the usual columns.
pub fn forget(db: &mut Db, person: PersonId) -> Result<()> {
    diesel::delete(desk_columns::table.find(person)).execute(db)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_survive_being_stored() {
        assert_eq!(DeskColumn::stored(&DeskColumn::names(&DeskColumn::USUAL)), DeskColumn::USUAL);
        assert_eq!(DeskColumn::stored("why gone impact"), [DeskColumn::Why, DeskColumn::Impact]);
        let chosen = DeskColumn::chosen(&["why".into(), "impact".into(), "why".into(), "x".into()]);
        assert_eq!(chosen, [DeskColumn::Impact, DeskColumn::Why]);
    }
}
