//! What every way of signing in ends in: the kept vote is cast, the session renewed, and the person led on.

use serde::{Deserialize, Serialize};

use super::{draft, leaving, second_step};
use crate::db::{Db, savepoint};
use crate::error::{Error, Result as CrateResult};
use crate::http::guard::Visitor;
use crate::identities::openid;
use crate::ids::IdeaId;
use crate::integrity::signals::{self, Origin};
use crate::people::sign_in::{self, Kept, Proof};
use crate::people::{Person, drafts, two_step};
use crate::text::words::Language;
use crate::time::Timestamp;
use crate::votes::{Ballot, cast};
use crate::web::errors::Result;
use crate::web::page::see_other;

/// Where the session keeps what comes after the welcome.
const ONWARD: &str = "onward";
/// Where it keeps the key of a provider's word that waits for a proof of the address.
pub(super) const LINK: &str = "openid_link";
/// Where it keeps the provider that somebody came in by, and where that signs them out.
pub(super) const OUT: &str = "openid_out";

/// Somebody who has just come in.
pub(super) struct Entered {
    person: Person,
    onward: Onward,
    /// Whether they have a second step to take.
    has_second_step: bool,
    /// Whether coming in this way proves who they are, as dangerous acts want it.
    is_proof: bool,
}

/// Where somebody goes from here, and what they are told there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Onward {
    /// A vote that is cast once the second step is taken.
    vote: Option<(IdeaId, String)>,
    /// A path below the site's own, or none for `return_to`.
    below: Option<String>,
    return_to: Option<String>,
    /// Key of a message, and whether it tells of trouble.
    flash: Option<(String, bool)>,
}

impl Entered {
    /// Somebody with what they had been about to post: a vote is cast now, or after the second step.
    pub(super) fn new(
        db: &mut Db,
        person: Person,
        kept: Option<Kept>,
        return_to: Option<String>,
        origin: &Origin,
        now: Timestamp,
    ) -> CrateResult<Self> {
        let mut onward = Onward { return_to, ..Onward::default() };
        let has_second_step = two_step::is_on(db, person.id)?;
        // A closed account posts nothing.
        match kept.filter(|_| person.is_here()) {
            Some(Kept::Vote(idea, vote)) if has_second_step => {
                onward.below = Some(format!("/ideas/{idea}"));
                onward.vote = Some((idea, vote));
            }
            Some(Kept::Vote(idea, vote)) => {
                onward.below = Some(format!("/ideas/{idea}"));
                onward.flash = Some(cast_kept(db, &person, (idea, &vote), origin, now)?);
            }
            Some(Kept::Comment(idea, key)) => {
                onward.below = Some(format!("/ideas/{idea}?draft={key}#comment-form"));
            }
            Some(Kept::Idea(key)) => onward.below = Some(format!("/ideas/new?draft={key}")),
            None => {}
        }
        Ok(Self { person, onward, has_second_step, is_proof: false })
    }

    /// The same by a way that proves who it is: a code by mail does, another site's word does not.
    #[must_use]
    pub(super) fn proven(self) -> Self {
        Self { is_proof: true, ..self }
    }
}

impl Onward {
    /// Casts the vote that waited for the second step.
    pub(super) fn cast(
        mut self,
        db: &mut Db,
        voter: &Person,
        origin: &Origin,
        now: Timestamp,
    ) -> CrateResult<Self> {
        if let Some((idea, vote)) = self.vote.take() {
            self.flash = Some(cast_kept(db, voter, (idea, &vote), origin, now)?);
        }
        Ok(self)
    }
}

/// The person of a proven address, with the vote cast that they had been about to. `link` is the key of a provider's word
/// that waited for the proof.
pub(super) fn arrive(
    db: &mut Db,
    (proof, link): (&Proof, Option<&str>),
    language: Language,
    origin: &Origin,
    now: Timestamp,
) -> CrateResult<Entered> {
    let arrival = sign_in::arrive(db, proof, language, now)?;
    let is_linked = match link {
        Some(key) => openid::confirm(db, key, &arrival.person, now)?,
        None => false,
    };
    let mut entered = Entered::new(db, arrival.person, arrival.kept, proof.return_to.clone(), origin, now)?;
    if is_linked && entered.onward.flash.is_none() {
        entered.onward.flash = Some(("flash-openid-linked".to_owned(), false));
    }
    Ok(entered.proven())
}

/// Somebody whom another site vouches for, with what the session keeps for them.
pub(super) fn bring(
    db: &mut Db,
    person: Person,
    draft: Option<&str>,
    return_to: &str,
    origin: &Origin,
    now: Timestamp,
) -> CrateResult<Entered> {
    let draft = draft.map(|key| drafts::find(db, key, now)).transpose()?.flatten();
    let kept = sign_in::keep_on(db, draft)?;
    Entered::new(db, person, kept, Some(return_to.to_owned()), origin, now)
}

/// Casts the kept vote. That it cannot be cast is no reason not to sign in: the next page says why.
fn cast_kept(
    db: &mut Db,
    voter: &Person,
    (idea, vote): (IdeaId, &str),
    origin: &Origin,
    now: Timestamp,
) -> CrateResult<(String, bool)> {
    let voted = savepoint(db, |db| {
        let standing = cast(db, voter, idea, Ballot::parse(vote)?, now)?;
        signals::record(db, (standing.idea, voter.id), origin, now)
    });
    match voted {
        Ok(_) => Ok(("flash-kept-vote".to_owned(), false)),
        Err(Error::Forbidden(key)) => Ok((key.to_owned(), true)),
        Err(Error::NotFound | Error::Invalid(_)) => Ok(("error-404-text".to_owned(), true)),
        Err(other) => Err(other),
    }
}

/// Signs in, or asks for the second step first.
pub(super) fn go(visitor: &Visitor, entered: &Entered) -> Result {
    for own in [draft::KEPT, LINK, OUT] {
        visitor.session.forget(own);
    }
    if entered.has_second_step {
        return second_step::begin(visitor, entered.person.id, &entered.onward);
    }
    // Whoever has neither an address nor a second step has no better proof than the way they came.
    let is_proof = entered.is_proof || entered.person.email.is_none();
    come_in(visitor, &entered.person, &entered.onward, is_proof)
}

/// Signs in under a fresh session key, and leads on; whoever has no name yet is asked for it first, and whoever is leaving
/// whether they mean it.
pub(super) fn come_in(visitor: &Visitor, person: &Person, onward: &Onward, is_proof: bool) -> Result {
    let session = &visitor.session;
    if !person.is_here() {
        return leaving::offer(visitor, person.id);
    }
    session.sign_in(person.id, &visitor.agent)?;
    if is_proof {
        session.prove(visitor.now)?;
    }
    if person.name.is_empty() {
        session.keep(ONWARD, &serde_json::to_string(onward).map_err(Error::internal)?)?;
        return Ok(see_other(&visitor.state.links.to("/welcome")));
    }
    lead_on(visitor, onward)
}

/// Leads on to where the sign-in was to lead.
pub(super) fn after_welcome(visitor: &Visitor) -> Result {
    let kept = visitor.session.kept(ONWARD);
    visitor.session.forget(ONWARD);
    let onward = kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    lead_on(visitor, &onward)
}

fn lead_on(visitor: &Visitor, onward: &Onward) -> Result {
    let links = &visitor.state.links;
    match &onward.flash {
        Some((key, true)) => visitor.session.flash_error(key),
        Some((key, false)) => visitor.session.flash(key),
        None => {}
    }
    Ok(match &onward.below {
        Some(path) => see_other(&links.to(path)),
        None => see_other(&links.safe_return(onward.return_to.as_deref())),
    })
}
