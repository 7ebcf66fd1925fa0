//! Making a part of an idea an idea of its own: linked with where it came from, and voters of that invited to say whether
//! they need it. No vote is moved.

use diesel::prelude::*;

use super::policy;
use crate::db::Db;
use crate::db::schema::invitations;
use crate::error::{Error, FieldErrors, Result};
use crate::ideas::links::{self, LinkKind, Related};
use crate::ideas::{Idea, IdeaDraft, IdeaInput, queries, submit};
use crate::ids::{IdeaId, PersonId};
use crate::invitations as invited;
use crate::outbox::{self, Event};
use crate::people::Person;
use crate::settings::Settings;
use crate::text_enum;
use crate::time::Timestamp;
use crate::votes::{Ballot, VoteValue, cast};

text_enum! {
    /// Whom a split invites.
    pub enum Whom {
        /// Everybody who promoted the idea.
        Everybody = "everybody",
        /// Those who were ticked.
        Chosen = "chosen",
        /// Nobody.
        Nobody = "nobody",
    }
}

/// The form as typed.
#[derive(Debug, Clone, Default)]
pub struct SplitInput {
    /// The part's title.
    pub title: String,
    /// The part's text.
    pub body: String,
    /// A [`Whom`].
    pub whom: String,
    /// The people ticked.
    pub people: Vec<String>,
    /// The form's key.
    pub form_key: String,
}

/// A parsed form.
#[derive(Debug, Clone)]
pub struct SplitDraft {
    idea: IdeaDraft,
    whom: Whom,
    people: Vec<PersonId>,
}

impl SplitDraft {
    /// Parses the form for a part of this idea, which goes on the same board.
    pub fn parse(input: &SplitInput, of: &Idea, settings: &Settings) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let board = settings.catalog.board(of.board_id)?;
        let category = of.category_id.and_then(|id| settings.catalog.category(id));
        let idea = IdeaDraft::parse(
            &IdeaInput {
                board: &board.slug,
                category: category.map_or("", |category| &category.slug),
                title: &input.title,
                body: &input.body,
                form_key: &input.form_key,
                ..IdeaInput::default()
            },
            &settings.catalog,
            true,
        );
        let whom = Whom::parse(&input.whom);
        let people: Vec<PersonId> = input.people.iter().filter_map(|id| id.parse().ok()).collect();
        match whom {
            None => errors.add("whom", "error-choice"),
            Some(Whom::Chosen) if people.is_empty() => errors.add("whom", "error-split-nobody"),
            Some(_) => {}
        }
        let idea = match idea {
            Err(Error::Invalid(found)) => {
                errors.0.extend(found.0);
                None
            }
            other => Some(other?),
        };
        match (idea, whom) {
            (Some(idea), Some(whom)) => errors.or(Self { idea, whom, people }),
            _ => errors.or(()).and(Err(Error::NotFound)),
        }
    }
}

/// Splits. The same form sent twice splits once. Gives the new idea.
///
/// # Errors
/// `Forbidden` for those who must not, or when the idea is hidden.
pub fn split(
    db: &mut Db,
    actor: &Person,
    of: IdeaId,
    draft: &SplitDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<Idea> {
    policy::may_merge(actor)?;
    queries::lock(db, of)?;
    let whole = queries::find_visible(db, of, actor.into())?;
    policy::may_be_worked_on(&whole)?;
    let part = submit::submit_for_another(db, actor, &draft.idea, settings, now)?;
    let is_there = |link: &Related| link.kind == LinkKind::PartOf && link.is_outgoing && link.idea == of;
    if links::of_idea(db, part.id, actor.into())?.iter().any(is_there) {
        return Ok(part);
    }
    links::link(db, actor, part.id, LinkKind::PartOf, of, now)?;
    invite(db, (part.id, of), draft, now)?;
    outbox::record(db, &Event::IdeaSplit { idea: part.id, from: of, by: actor.id }, now)?;
    queries::find(db, part.id)
}

/// One statement, however many there are. People whose votes were filed for them have no login to be invited by.
fn invite(db: &mut Db, (part, whole): (IdeaId, IdeaId), draft: &SplitDraft, now: Timestamp) -> Result<()> {
    let among = match draft.whom {
        Whom::Nobody => return Ok(()),
        Whom::Everybody => String::new(),
        Whom::Chosen => {
            let ids: Vec<String> = draft.people.iter().map(ToString::to_string).collect();
            format!(" AND v.person_id IN ({})", ids.join(", "))
        }
    };
    crate::db::execute(
        db,
        &format!(
            "INSERT INTO invitations (idea_id, person_id, from_idea, state, created_at) SELECT {part}, v.person_id, \
             {whole}, 'waiting', {} FROM votes v JOIN people p ON p.id = v.person_id WHERE v.idea_id = {whole} \
             AND v.value = 1 AND v.state <> 'void' AND NOT v.is_captured AND p.former_at IS NULL{among}",
            now.micros()
        ),
    )?;
    Ok(())
}

/// Takes an invitation up with a promotion, also after having declined it, or declines it.
///
/// # Errors
/// `NotFound` when there is none, `Conflict` for declining what was taken up before, and what voting refuses.
pub fn decide(db: &mut Db, person: &Person, idea: IdeaId, accepts: bool, now: Timestamp) -> Result<IdeaId> {
    let row = invitations::table.find((idea, person.id));
    let found: Option<String> = row.select(invitations::state).first(db).optional()?;
    let before = found.ok_or(Error::NotFound)?;
    if !accepts && before == "accepted" {
        return Err(Error::Conflict("error-capture-decided"));
    }
    let home = if accepts {
        cast::cast(db, person, idea, Ballot(Some(VoteValue::Promote)), now)?.idea
    } else {
        crate::merges::home(db, idea)?
    };
    invited::settle(db, idea, person.id, accepts, now)?;
    Ok(home)
}
