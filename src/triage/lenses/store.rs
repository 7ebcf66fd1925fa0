//! Lenses in their table: who sees and changes which, making, changing, copying, deleting.

use diesel::prelude::*;

use super::draft::{LENSES_MAX, LensDraft};
use super::{ReachBy, Weights, scores};
use crate::db::Db;
use crate::db::schema::lenses;
use crate::db::witness;
use crate::error::{Error, Result};
use crate::ids::{LensId, PersonId};
use crate::people::{Person, Role};
use crate::time::Timestamp;
use crate::triage::columns::DeskColumn;
use crate::triage::policy;

/// Lenses of others that are offered at most.
const SHARED_MAX: i64 = 200;

/// A lens.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = lenses)]
pub struct Lens {
    /// Its id.
    pub id: LensId,
    /// Whose it is.
    pub owner_id: PersonId,
    /// Its name.
    pub name: String,
    /// Whether everybody at the desk has it.
    pub is_shared: bool,
    /// Filters and order, as in the address of the list.
    pub query: String,
    names: String,
    /// What counts as reach.
    pub reach_by: ReachBy,
    weights: String,
    /// Whether it has an order of its own.
    pub is_weighted: bool,
    /// When its order was computed last.
    pub scored_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Lens {
    /// How it weighs accounts.
    pub fn weights(&self) -> Result<Weights> {
        serde_json::from_str(&self.weights).map_err(Error::internal)
    }

    /// Its columns.
    pub fn columns(&self) -> Vec<DeskColumn> {
        DeskColumn::stored(&self.names)
    }
}

/// Whether somebody may look through a lens.
pub fn may_see(person: &Person, lens: &Lens) -> bool {
    policy::may_see_desk(person).is_ok() && (lens.is_shared || lens.owner_id == person.id)
}

/// Whether somebody may change a lens: its owner, and administrators where it is shared, since an owner may leave.
pub fn may_change(person: &Person, lens: &Lens) -> bool {
    let is_admin = lens.is_shared && person.role == Role::Administrator;
    may_see(person, lens) && (lens.owner_id == person.id || is_admin)
}

/// A lens that somebody may look through.
///
/// # Errors
/// `NotFound` for those of others.
pub fn find(db: &mut Db, person: &Person, id: LensId) -> Result<Lens> {
    let found: Option<Lens> = lenses::table.find(id).select(Lens::as_select()).first(db).optional()?;
    found.filter(|lens| may_see(person, lens)).ok_or(Error::NotFound)
}

fn find_own(db: &mut Db, person: &Person, id: LensId) -> Result<Lens> {
    let lens = find(db, person, id)?;
    if may_change(person, &lens) { Ok(lens) } else { Err(Error::Forbidden("error-lens-others")) }
}

/// The lenses that somebody may look through: their own, then those of others that are shared; by name.
pub fn list(db: &mut Db, person: PersonId) -> Result<Vec<Lens>> {
    let own = lenses::table.filter(lenses::owner_id.eq(person)).order(lenses::name).limit(LENSES_MAX);
    let mut found: Vec<Lens> = own.select(Lens::as_select()).load(db)?;
    let shared = lenses::table.filter(lenses::is_shared.eq(true)).filter(lenses::owner_id.ne(person));
    found.extend(
        shared
            .order((lenses::name, lenses::id))
            .limit(SHARED_MAX)
            .select(Lens::as_select())
            .load::<Lens>(db)?,
    );
    Ok(found)
}

/// The lenses that everybody at the desk has, by name.
pub fn shared(db: &mut Db) -> Result<Vec<Lens>> {
    let shared = lenses::table.filter(lenses::is_shared.eq(true)).order((lenses::name, lenses::id));
    Ok(shared.limit(SHARED_MAX).select(Lens::as_select()).load(db)?)
}

/// Those of these lenses that everybody at the desk has.
pub fn shared_among(db: &mut Db, ids: &[LensId]) -> Result<Vec<Lens>> {
    let shared = lenses::table.filter(lenses::is_shared.eq(true)).filter(lenses::id.eq_any(ids));
    Ok(shared.order(lenses::id).select(Lens::as_select()).load(db)?)
}

/// Makes a lens.
///
/// # Errors
/// `Invalid` when the person has a lens of that name, or there are too many.
pub fn create(db: &mut Db, owner: &Person, draft: &LensDraft, now: Timestamp) -> Result<LensId> {
    policy::may_see_desk(owner)?;
    check(db, owner.id, draft, None)?;
    let weights = serde_json::to_string(&draft.weights).map_err(Error::internal)?;
    let values = (
        lenses::owner_id.eq(owner.id),
        lenses::name.eq(&draft.name),
        lenses::is_shared.eq(draft.is_shared),
        lenses::query.eq(&draft.query),
        lenses::names.eq(DeskColumn::names(&draft.columns)),
        lenses::reach_by.eq(draft.reach_by),
        lenses::weights.eq(weights),
        lenses::is_weighted.eq(draft.is_weighted()),
        lenses::created_at.eq(now),
        lenses::updated_at.eq(now),
    );
    let id: LensId =
        diesel::insert_into(lenses::table).values(values).returning(lenses::id).get_result(db)?;
    witness::made("lens", id.raw());
    if draft.is_weighted() {
        scores::enqueue(db, id, now, now)?;
    }
    Ok(id)
}

/// Changes a lens that somebody saw as of `seen`.
///
/// # Errors
/// `NotFound`, `Forbidden` for those of others, `Conflict` when somebody was quicker, and as [`create`].
pub fn update(
    db: &mut Db,
    person: &Person,
    id: LensId,
    seen: Option<Timestamp>,
    draft: &LensDraft,
    now: Timestamp,
) -> Result<()> {
    if let Db::Postgres(c) = db {
        lenses::table.find(id).select(lenses::id).for_update().first::<LensId>(c).optional()?;
    }
    let before = find_own(db, person, id)?;
    if seen.is_some_and(|seen| seen != before.updated_at) {
        return Err(Error::Conflict("error-form-outdated"));
    }
    check(db, before.owner_id, draft, Some(id))?;
    let is_weighed_anew = before.weights()? != draft.weights || before.reach_by != draft.reach_by;
    let weights = serde_json::to_string(&draft.weights).map_err(Error::internal)?;
    diesel::update(lenses::table.find(id))
        .set((
            lenses::name.eq(&draft.name),
            lenses::is_shared.eq(draft.is_shared),
            lenses::query.eq(&draft.query),
            lenses::names.eq(DeskColumn::names(&draft.columns)),
            lenses::reach_by.eq(draft.reach_by),
            lenses::weights.eq(weights),
            lenses::is_weighted.eq(draft.is_weighted()),
            lenses::updated_at.eq(now),
        ))
        .execute(db)?;
    if is_weighed_anew {
        scores::clear(db, id)?;
    }
    // A job for the lens as it was before ends without an order.
    if draft.is_weighted() && (is_weighed_anew || before.scored_at.is_none()) {
        scores::enqueue(db, id, now, now)?;
    }
    Ok(())
}

/// Gives somebody a lens of their own like this one, under a name that they do not have yet.
pub fn copy(db: &mut Db, person: &Person, id: LensId, now: Timestamp) -> Result<LensId> {
    let like = find(db, person, id)?;
    let taken: Vec<String> =
        lenses::table.filter(lenses::owner_id.eq(person.id)).select(lenses::name).load(db)?;
    let name = (2..).map(|n| format!("{} {n}", like.name)).find(|name| !taken.contains(name));
    let draft = LensDraft {
        name: if taken.contains(&like.name) { name.unwrap_or_default() } else { like.name.clone() },
        is_shared: false,
        query: like.query.clone(),
        columns: like.columns(),
        reach_by: like.reach_by,
        weights: like.weights()?,
    };
    create(db, person, &draft, now)
}

/// Deletes a lens, and the order that it had; the ideas stay.
pub fn delete(db: &mut Db, person: &Person, id: LensId) -> Result<()> {
    find_own(db, person, id)?;
    diesel::delete(lenses::table.find(id)).execute(db)?;
    Ok(())
}

fn check(db: &mut Db, owner: PersonId, draft: &LensDraft, own: Option<LensId>) -> Result<()> {
    let same = lenses::table.filter(lenses::owner_id.eq(owner)).filter(lenses::name.eq(&draft.name));
    let holder: Option<LensId> = same.select(lenses::id).first(db).optional()?;
    if holder.is_some() && holder != own {
        return Err(Error::field("name", "error-lens-taken"));
    }
    let but = own.unwrap_or(LensId::new(0));
    let others = lenses::table.filter(lenses::id.ne(but));
    let count: i64 = others.filter(lenses::owner_id.eq(owner)).count().get_result(db)?;
    let weighted: i64 = others.filter(lenses::is_weighted.eq(true)).count().get_result(db)?;
    if count >= LENSES_MAX || (draft.is_weighted() && weighted >= LENSES_MAX) {
        return Err(Error::field("name", "error-lens-many"));
    }
    Ok(())
}
