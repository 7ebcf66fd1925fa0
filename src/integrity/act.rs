//! Holding, releasing and voiding the votes of a proposal, and taking that back. The votes of one person on an idea and on
//! ideas that are part of it share their fate, so that neither merging nor undoing a merge is a way around it. Counters and
//! ranks are made anew from the rows.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::found::{self, Crowd, CrowdState};
use super::policy;
use super::turn;
use crate::db::Db;
use crate::db::schema::{crowd_acts, crowds};
use crate::error::{Error, FieldErrors, Result};
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ids::{CrowdActId, CrowdId, IdeaId, PersonId};
use crate::people::Person;
use crate::ranking::standing::trending_place;
use crate::ranking::store::{Ranked, VoteState};
use crate::text::clean;
use crate::text_enum;
use crate::time::Timestamp;

/// Most characters in a note.
pub const NOTE_MAX: usize = 500;
/// Ideas whose ranks before and after are kept with an act.
const EFFECTS: usize = 5;

text_enum! {
    /// What is done about a proposal.
    pub enum Decision {
        /// Its votes do not count for now.
        Hold = "hold",
        /// They count.
        Release = "release",
        /// They do not count, for good.
        Void = "void",
        /// They are left as they are.
        Dismiss = "dismiss",
    }
}

impl Decision {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hold => "crowd-act-hold",
            Self::Release => "crowd-act-release",
            Self::Void => "crowd-act-void",
            Self::Dismiss => "crowd-act-dismiss",
        }
    }

    /// Which votes it changes, and what they become.
    pub(super) fn turns(self) -> Option<(&'static [VoteState], VoteState)> {
        match self {
            Self::Hold => Some((&[VoteState::Counted], VoteState::Held)),
            Self::Release => Some((&[VoteState::Held, VoteState::Void], VoteState::Counted)),
            Self::Void => Some((&[VoteState::Counted, VoteState::Held], VoteState::Void)),
            Self::Dismiss => None,
        }
    }

    fn leads_to(self) -> CrowdState {
        match self {
            Self::Hold => CrowdState::Held,
            Self::Release => CrowdState::Released,
            Self::Void => CrowdState::Void,
            Self::Dismiss => CrowdState::Dismissed,
        }
    }

    /// Whether a proposal in this state can be decided about so. Votes are held before they are void, so that whoever
    /// cast them can say a word.
    pub fn is_open_from(self, state: CrowdState) -> bool {
        match self {
            Self::Hold => !matches!(state, CrowdState::Held | CrowdState::Void),
            Self::Release => matches!(state, CrowdState::Held | CrowdState::Void),
            Self::Void => state == CrowdState::Held,
            Self::Dismiss => state == CrowdState::Open,
        }
    }

    fn logged(self) -> Option<ActKind> {
        match self {
            Self::Hold => Some(ActKind::VotesHeld),
            Self::Release => Some(ActKind::VotesReleased),
            Self::Void => Some(ActKind::VotesVoided),
            Self::Dismiss => None,
        }
    }
}

text_enum! {
    /// Why votes are held, released or void. The public log names it.
    pub enum VoteReason {
        /// A burst of new accounts.
        NewAccounts = "new_accounts",
        /// Many accounts from one place.
        OneSource = "one_source",
        /// People who promote one another.
        Ring = "ring",
        /// On a second look the votes are genuine.
        Genuine = "genuine",
        /// Whoever cast them explained it.
        Explained = "explained",
        /// Something else, which the note tells.
        Other = "other",
    }
}

impl VoteReason {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::NewAccounts => "vote-reason-new-accounts",
            Self::OneSource => "vote-reason-one-source",
            Self::Ring => "vote-reason-ring",
            Self::Genuine => "vote-reason-genuine",
            Self::Explained => "vote-reason-explained",
            Self::Other => "vote-reason-other",
        }
    }
}

/// A decision, parsed.
#[derive(Debug, Clone)]
pub struct DecisionDraft {
    decision: Decision,
    reason: VoteReason,
    note: String,
    /// The votes that were picked; none for all.
    only: Option<Vec<(IdeaId, PersonId)>>,
}

impl DecisionDraft {
    /// Parses the form. `only` are the votes that were picked, when it is not about all of them.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be taken.
    pub fn parse(
        decision: &str,
        reason: &str,
        note: &str,
        only: Option<Vec<(IdeaId, PersonId)>>,
    ) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let decision = Decision::parse(decision);
        if decision.is_none() {
            errors.add("decision", "error-choice");
        }
        let reason = VoteReason::parse(reason);
        if reason.is_none() {
            errors.add("reason", "error-reason-missing");
        }
        let note = clean::multi_line(note.trim()).unwrap_or_else(|_| {
            errors.add("note", "error-control-characters");
            String::new()
        });
        let count = clean::char_count(&note);
        if count > NOTE_MAX {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            errors.add_with("note", "error-too-long", &[("limit", 500), ("count", count)]);
        } else if reason == Some(VoteReason::Other) && clean::is_invisible(&note) && errors.is_empty() {
            errors.add("note", "error-note-missing");
        }
        if only.as_ref().is_some_and(Vec::is_empty) {
            errors.add("vote", "error-votes-none");
        }
        match (decision, reason) {
            (Some(decision), Some(reason)) => errors.or(Self { decision, reason, note, only }),
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// What an act did to an idea.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The idea.
    pub idea: IdeaId,
    /// Its net votes before and after.
    pub net: (i64, i64),
    /// Its place in Trending before and after; none beyond the hundredth.
    pub place: (Option<u32>, Option<u32>),
}

/// What was done about a proposal.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crowd_acts)]
pub struct CrowdAct {
    /// Its id.
    pub id: CrowdActId,
    /// The proposal.
    pub crowd_id: CrowdId,
    /// What was done.
    pub decision: Decision,
    /// Who did it; none when the site itself did.
    pub actor_id: Option<PersonId>,
    /// Why.
    pub reason: VoteReason,
    /// What else was said; for moderators.
    pub note: String,
    /// Votes whose state it changed.
    pub vote_count: i64,
    /// Whether they were picked one by one.
    pub is_partial: bool,
    state_before: CrowdState,
    effect: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

impl CrowdAct {
    /// What it did to the ideas that it moved most.
    pub fn effects(&self) -> Vec<Effect> {
        serde_json::from_str(&self.effect).unwrap_or_default()
    }
}

/// Decides about a proposal.
///
/// # Errors
/// `Conflict` when somebody decided otherwise meanwhile.
pub fn decide(
    db: &mut Db,
    moderator: &Person,
    crowd: CrowdId,
    draft: &DecisionDraft,
    now: Timestamp,
) -> Result<CrowdActId> {
    policy::may_review(moderator)?;
    let crowd = lock(db, crowd)?;
    if draft.only.is_none() && !draft.decision.is_open_from(crowd.state) {
        return Err(Error::Conflict("error-crowd-moved"));
    }
    if draft.only.is_some() && draft.decision == Decision::Dismiss {
        return Err(Error::field("decision", "error-choice"));
    }
    carry_out(db, Some(moderator.id), &crowd, draft, now)
}

/// Holds the votes of a proposal that was just made, where the site does not wait for moderators.
pub fn hold_by_site(db: &mut Db, crowd: CrowdId, now: Timestamp) -> Result<()> {
    let crowd = lock(db, crowd)?;
    if crowd.state != CrowdState::Open {
        return Ok(());
    }
    let reason = match crowd.kind {
        super::CrowdKind::Ring => VoteReason::Ring,
        super::CrowdKind::Machine => VoteReason::OneSource,
        super::CrowdKind::Network | super::CrowdKind::Browser => VoteReason::NewAccounts,
    };
    let draft = DecisionDraft { decision: Decision::Hold, reason, note: String::new(), only: None };
    carry_out(db, None, &crowd, &draft, now).map(drop)
}

fn lock(db: &mut Db, id: CrowdId) -> Result<Crowd> {
    if let Db::Postgres(c) = db {
        crowds::table.find(id).select(crowds::id).for_update().first::<CrowdId>(c).optional()?;
    }
    found::find(db, id)
}

fn carry_out(
    db: &mut Db,
    actor: Option<PersonId>,
    crowd: &Crowd,
    draft: &DecisionDraft,
    now: Timestamp,
) -> Result<CrowdActId> {
    let act = insert(db, actor, crowd, draft, now)?;
    if let Some((from, to)) = draft.decision.turns() {
        let touched = turn::lock(db, crowd.id)?;
        turn::list_votes(db, (crowd.id, act), draft.only.as_deref(), (from, to))?;
        turn::list_copies(db, (crowd.id, act), &touched, from, draft.decision == Decision::Release)?;
        let count = turn::count(db, act)?;
        if count == 0 && draft.only.is_some() {
            return Err(Error::Conflict("error-crowd-moved"));
        }
        let moved = turn::most_moved(db, act, EFFECTS)?;
        let before = standing(db, &moved)?;
        turn::apply(db, act, to)?;
        turn::recount(db, &touched.ideas)?;
        let effect = effects(&before, &standing(db, &moved)?);
        diesel::update(crowd_acts::table.find(act))
            .set((
                crowd_acts::vote_count.eq(count),
                crowd_acts::effect.eq(serde_json::to_string(&effect).map_err(Error::internal)?),
            ))
            .execute(db)?;
        record(db, (actor, crowd), (draft.decision, draft.reason, count), now)?;
    }
    if draft.only.is_none() {
        settle(db, crowd.id, draft.decision.leads_to(), Some(now))?;
    }
    Ok(act)
}

fn insert(
    db: &mut Db,
    actor: Option<PersonId>,
    crowd: &Crowd,
    draft: &DecisionDraft,
    now: Timestamp,
) -> Result<CrowdActId> {
    let values = (
        crowd_acts::crowd_id.eq(crowd.id),
        crowd_acts::decision.eq(draft.decision),
        crowd_acts::actor_id.eq(actor),
        crowd_acts::reason.eq(draft.reason),
        crowd_acts::note.eq(&draft.note),
        crowd_acts::vote_count.eq(0_i64),
        crowd_acts::is_partial.eq(draft.only.is_some()),
        crowd_acts::state_before.eq(crowd.state),
        crowd_acts::effect.eq("[]"),
        crowd_acts::created_at.eq(now),
    );
    Ok(diesel::insert_into(crowd_acts::table).values(values).returning(crowd_acts::id).get_result(db)?)
}

fn settle(db: &mut Db, crowd: CrowdId, state: CrowdState, at: Option<Timestamp>) -> Result<()> {
    diesel::update(crowds::table.find(crowd))
        .set((crowds::state.eq(state), crowds::decided_at.eq(at)))
        .execute(db)?;
    Ok(())
}

type Place = (IdeaId, i64, Option<u32>);

fn standing(db: &mut Db, ideas: &[IdeaId]) -> Result<Vec<Place>> {
    let all = Ranked::load_all(db, ideas)?;
    let mut places = Vec::with_capacity(all.len());
    for ranked in all {
        let place = trending_place(db, ranked.idea(), &ranked.ranks)?;
        places.push((ranked.idea(), ranked.ranks.net, place));
    }
    Ok(places)
}

fn effects(before: &[Place], after: &[Place]) -> Vec<Effect> {
    let pair = |(was, is): (&Place, &Place)| Effect { idea: was.0, net: (was.1, is.1), place: (was.2, is.2) };
    before.iter().zip(after).map(pair).collect()
}

/// The public log tells of it in numbers; the idea's history too, when it is one idea.
fn record(
    db: &mut Db,
    (actor, crowd): (Option<PersonId>, &Crowd),
    (decision, reason, count): (Decision, VoteReason, i64),
    now: Timestamp,
) -> Result<()> {
    let Some(kind) = decision.logged().filter(|_| count > 0) else { return Ok(()) };
    let act = NewAct::new(kind, ActAudience::Log, actor);
    let act = match crowd.idea_id {
        Some(idea) => act.idea(idea),
        None => act,
    };
    act.detail(json!({ "count": count, "why": reason })).record(db, now)?;
    Ok(())
}

/// Takes back the last act on a proposal: every vote that still is what the act made of it becomes what it was.
///
/// # Errors
/// `Gone` when it was taken back already, `Conflict` when something was done since.
pub fn undo(db: &mut Db, moderator: &Person, act: CrowdActId, now: Timestamp) -> Result<CrowdId> {
    policy::may_review(moderator)?;
    let found: Option<CrowdAct> =
        crowd_acts::table.find(act).select(CrowdAct::as_select()).first(db).optional()?;
    let crowd = lock(db, found.ok_or(Error::NotFound)?.crowd_id)?;
    let act: CrowdAct = crowd_acts::table.find(act).select(CrowdAct::as_select()).first(db)?;
    if act.undone_at.is_some() {
        return Err(Error::Gone);
    }
    if last(db, crowd.id)? != Some(act.id) {
        return Err(Error::Conflict("error-crowd-moved"));
    }
    if let Some((_, to)) = act.decision.turns() {
        let touched = turn::lock(db, crowd.id)?;
        turn::list_copies(db, (crowd.id, act.id), &touched, &[to], true)?;
        let back = turn::restore(db, (crowd.id, act.id), to)?;
        turn::recount(db, &touched.ideas)?;
        for (state, count) in back {
            let decision = match state {
                VoteState::Counted => Decision::Release,
                VoteState::Held => Decision::Hold,
                VoteState::Void => Decision::Void,
            };
            record(db, (Some(moderator.id), &crowd), (decision, act.reason, count), now)?;
        }
    }
    diesel::update(crowd_acts::table.find(act.id))
        .set((crowd_acts::undone_at.eq(Some(now)), crowd_acts::undone_by.eq(Some(moderator.id))))
        .execute(db)?;
    let decided = Some(now).filter(|_| act.state_before != CrowdState::Open);
    settle(db, crowd.id, act.state_before, decided)?;
    Ok(crowd.id)
}

/// The last act on a proposal that stands: the only one that can be taken back.
pub fn last(db: &mut Db, crowd: CrowdId) -> Result<Option<CrowdActId>> {
    Ok(crowd_acts::table
        .filter(crowd_acts::crowd_id.eq(crowd))
        .filter(crowd_acts::undone_at.is_null())
        .order(crowd_acts::id.desc())
        .select(crowd_acts::id)
        .first(db)
        .optional()?)
}

/// What was done about a proposal, the latest first.
pub fn of(db: &mut Db, crowd: CrowdId, limit: i64) -> Result<Vec<CrowdAct>> {
    Ok(crowd_acts::table
        .filter(crowd_acts::crowd_id.eq(crowd))
        .order(crowd_acts::id.desc())
        .limit(limit)
        .select(CrowdAct::as_select())
        .load(db)?)
}

/// Turns carrying out at once on or off, for administrators. The public log tells of it.
pub fn set_at_once(db: &mut Db, admin: &Person, at_once: bool, now: Timestamp) -> Result<()> {
    policy::may_set(admin)?;
    let mut site = crate::site::find(db)?;
    if site.holds_at_once == at_once {
        return Ok(());
    }
    site.holds_at_once = at_once;
    crate::site::save(db, site, now)?;
    NewAct::new(ActKind::HoldingChanged, ActAudience::Log, Some(admin.id))
        .detail(json!({ "to": at_once }))
        .record(db, now)?;
    Ok(())
}
