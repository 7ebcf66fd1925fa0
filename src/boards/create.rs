//! Making a board, with the statuses that every board starts with.

use diesel::prelude::*;

use super::{Audience, Board, Counts, DEFAULT_STATUSES, Premoderation, Voting};
use crate::db::Db;
use crate::db::schema::{boards, site, statuses};
use crate::db::witness;
use crate::error::{Error, FieldErrors, Result};
use crate::ids::BoardId;
use crate::text::{clean, slug};
use crate::time::Timestamp;

/// What a board is to be; made by [`BoardDraft::parse`].
#[derive(Debug, Clone)]
pub struct BoardDraft {
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) description: String,
    pub(super) audience: Audience,
    pub(super) voting: Voting,
    pub(super) premoderation: Premoderation,
    pub(super) half_life_days: i32,
    pub(super) counts: Counts,
    pub(super) counts_days: i32,
    pub(super) explore_every: i32,
}

/// How many places share one for an idea that hardly anybody has seen, unless a board says otherwise.
pub const EXPLORE_EVERY: i32 = 10;

/// Most characters in a board's name.
pub const NAME_MAX: usize = 60;
/// Most characters in a board's description.
pub const DESCRIPTION_MAX: usize = 500;

/// The form of a board, every field as typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct BoardInput<'a> {
    /// The name.
    pub name: &'a str,
    /// The name in addresses; empty: made from the name.
    pub slug: &'a str,
    /// A line or two on what belongs there.
    pub description: &'a str,
    /// Who sees it.
    pub audience: &'a str,
    /// Which votes it takes.
    pub voting: &'a str,
    /// Which posts wait for a moderator.
    pub premoderation: &'a str,
    /// Half-life of trending, in days.
    pub half_life_days: &'a str,
    /// Whether it shows how many votes its ideas have; empty: it does.
    pub counts: &'a str,
    /// For how many days it does not, where it depends on that.
    pub counts_days: &'a str,
    /// One place in how many goes to an idea that hardly anybody has seen; empty: as usual.
    pub explore_every: &'a str,
}

impl BoardDraft {
    /// A public board for promotions and demotions, from what was typed. An empty slug is made from the name.
    pub fn parse(name: &str, slug: &str, description: &str) -> Result<Self> {
        let input = BoardInput {
            name,
            slug,
            description,
            audience: Audience::Public.as_str(),
            voting: Voting::PromoteDemote.as_str(),
            premoderation: Premoderation::Off.as_str(),
            half_life_days: "7",
            ..BoardInput::default()
        };
        Self::from_form(&input)
    }

    /// A board from the whole form.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be taken.
    pub fn from_form(input: &BoardInput<'_>) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = parse_name(input.name, &mut errors);
        let slug = slug::slug(if input.slug.trim().is_empty() { &name } else { input.slug });
        if slug.is_empty() && errors.is_empty() {
            errors.add("slug", "error-slug");
        }
        let description = clean::multi_line(input.description.trim()).unwrap_or_default();
        if clean::char_count(&description) > DESCRIPTION_MAX {
            errors.add_with("description", "error-too-long", &[("limit", 500)]);
        }
        let half_life = input.half_life_days.trim().parse().ok().filter(|days| (1..=365).contains(days));
        if half_life.is_none() {
            errors.add("half_life_days", "error-half-life");
        }
        let (counts, counts_days) = parse_counts(input, &mut errors);
        let explore_every = parse_exploration(input.explore_every, &mut errors);
        let audience = Audience::parse(input.audience);
        let voting = Voting::parse(input.voting);
        let premoderation = Premoderation::parse(input.premoderation);
        for (field, is_known) in [
            ("audience", audience.is_some()),
            ("voting", voting.is_some()),
            ("premoderation", premoderation.is_some()),
        ] {
            if !is_known {
                errors.add(field, "error-choice");
            }
        }
        match (audience, voting, premoderation, half_life) {
            (Some(audience), Some(voting), Some(premoderation), Some(half_life_days)) => errors.or(Self {
                name,
                slug,
                description,
                audience,
                voting,
                premoderation,
                half_life_days,
                counts,
                counts_days,
                explore_every,
            }),
            _ => Err(Error::Invalid(errors)),
        }
    }

    /// The same with who sees it, which votes it takes, which posts wait, and its half-life in days.
    #[must_use]
    pub fn with(
        mut self,
        audience: Audience,
        voting: Voting,
        waits: Premoderation,
        half_life_days: i32,
    ) -> Self {
        self.audience = audience;
        self.voting = voting;
        self.premoderation = waits;
        self.half_life_days = half_life_days.clamp(1, 365);
        self
    }

    /// The same with what it shows of its counts, and for how many days it does not.
    #[must_use]
    pub fn with_counts(mut self, counts: Counts, days: i32) -> Self {
        self.counts = counts;
        self.counts_days = if counts == Counts::FirstDays { days.clamp(1, 365) } else { 0 };
        self
    }

    /// The same with one place in so many for ideas that hardly anybody has seen; 0 for none.
    #[must_use]
    pub fn with_exploration(mut self, every: i32) -> Self {
        self.explore_every = every;
        self
    }
}

fn parse_counts(input: &BoardInput<'_>, errors: &mut FieldErrors) -> (Counts, i32) {
    let typed = if input.counts.is_empty() { Counts::Shown.as_str() } else { input.counts };
    let Some(counts) = Counts::parse(typed) else {
        errors.add("counts", "error-choice");
        return (Counts::Shown, 0);
    };
    if counts != Counts::FirstDays {
        return (counts, 0);
    }
    let days = input.counts_days.trim().parse().ok().filter(|days| (1..=365).contains(days));
    if days.is_none() {
        errors.add("counts_days", "error-counts-days");
    }
    (counts, days.unwrap_or_default())
}

fn parse_exploration(typed: &str, errors: &mut FieldErrors) -> i32 {
    if typed.trim().is_empty() {
        return EXPLORE_EVERY;
    }
    let every = typed.trim().parse().ok().filter(|every| *every == 0 || (2..=100).contains(every));
    if every.is_none() {
        errors.add("explore_every", "error-explore-every");
    }
    every.unwrap_or(EXPLORE_EVERY)
}

/// The name of a board, a status, a category: 1 to 60 characters on one line.
pub(super) fn parse_name(typed: &str, errors: &mut FieldErrors) -> String {
    let name = clean::single_line(typed).unwrap_or_default();
    if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
        errors.add_with("name", "error-board-name", &[("limit", 60)]);
    }
    name
}

/// Makes the board and its statuses. The landmark is the site's, so that heats of all boards stay in one range.
pub fn create(db: &mut Db, draft: &BoardDraft, now: Timestamp) -> Result<Board> {
    refuse_taken(db, &draft.slug, None)?;
    let landmark: Timestamp = site::table.find(1).select(site::landmark).first(db)?;
    let last: Option<i32> = boards::table.select(diesel::dsl::max(boards::position)).first(db)?;
    let values = (
        boards::slug.eq(&draft.slug),
        boards::name.eq(&draft.name),
        boards::description.eq(&draft.description),
        boards::audience.eq(draft.audience),
        boards::voting.eq(draft.voting),
        boards::premoderation.eq(draft.premoderation),
        boards::half_life_days.eq(draft.half_life_days),
        boards::landmark.eq(landmark),
        boards::position.eq(last.unwrap_or(0) + 1),
        boards::created_at.eq(now),
        boards::counts.eq(draft.counts),
        boards::counts_days.eq(draft.counts_days),
        boards::explore_every.eq(draft.explore_every),
    );
    let id: BoardId =
        diesel::insert_into(boards::table).values(values).returning(boards::id).get_result(db)?;
    witness::made("board", id.raw());
    add_default_statuses(db, id)?;
    crate::site::touch(db, now)?;
    Ok(boards::table.find(id).select(Board::as_select()).first(db)?)
}

/// Refuses a name in addresses that another board has.
pub(super) fn refuse_taken(db: &mut Db, slug: &str, own: Option<BoardId>) -> Result<()> {
    let holder: Option<BoardId> =
        boards::table.filter(boards::slug.eq(slug)).select(boards::id).first(db).optional()?;
    if holder.is_some() && holder != own { Err(Error::field("slug", "error-slug-taken")) } else { Ok(()) }
}

fn add_default_statuses(db: &mut Db, board: BoardId) -> Result<()> {
    for (position, (slug, kind, wants_reason)) in (1_i32..).zip(DEFAULT_STATUSES) {
        let values = (
            statuses::board_id.eq(board),
            statuses::slug.eq(slug),
            statuses::kind.eq(kind),
            statuses::wants_reason.eq(wants_reason),
            statuses::position.eq(position),
        );
        diesel::insert_into(statuses::table).values(values).execute(db)?;
    }
    Ok(())
}
