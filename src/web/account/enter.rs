//! What every way of signing in ends in: the kept vote is cast, the session renewed, and the person led on.

use serde::{Deserialize, Serialize};

use super::{draft, leaving};
use crate::db::{Db, savepoint};
use crate::error::{Error, Result as CrateResult};
use crate::http::guard::Visitor;
use crate::ids::IdeaId;
use crate::people::Person;
use crate::people::sign_in::{self, Kept, Proof};
use crate::text::words::Language;
use crate::time::Timestamp;
use crate::votes::{Ballot, cast};
use crate::web::errors::Result;
use crate::web::page::see_other;

/// Where the session keeps what comes after the welcome.
const ONWARD: &str = "onward";

/// Somebody who has just come in.
pub(super) struct Entered {
    person: Person,
    onward: Onward,
}

/// Where somebody goes from here, and what they are told there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Onward {
    /// A path below the site's own, or none for `return_to`.
    below: Option<String>,
    return_to: Option<String>,
    /// Key of a message, and whether it tells of trouble.
    flash: Option<(String, bool)>,
}

impl Entered {
    /// Somebody with what they had been about to post: a vote is cast now.
    pub(super) fn new(
        db: &mut Db,
        person: Person,
        kept: Option<Kept>,
        return_to: Option<String>,
        now: Timestamp,
    ) -> CrateResult<Self> {
        let mut onward = Onward { return_to, ..Onward::default() };
        // A closed account posts nothing.
        match kept.filter(|_| person.is_here()) {
            Some(Kept::Vote(idea, vote)) => {
                onward.below = Some(format!("/ideas/{idea}"));
                onward.flash = Some(cast_kept(db, &person, idea, &vote, now)?);
            }
            Some(Kept::Comment(idea, key)) => {
                onward.below = Some(format!("/ideas/{idea}?draft={key}#comment-form"));
            }
            Some(Kept::Idea(key)) => onward.below = Some(format!("/ideas/new?draft={key}")),
            None => {}
        }
        Ok(Self { person, onward })
    }
}

/// The person of a proven address, with the vote cast that they had been about to.
pub(super) fn arrive(db: &mut Db, proof: &Proof, language: Language, now: Timestamp) -> CrateResult<Entered> {
    let arrival = sign_in::arrive(db, proof, language, now)?;
    Entered::new(db, arrival.person, arrival.kept, proof.return_to.clone(), now)
}

/// Casts the kept vote. That it cannot be cast is no reason not to sign in: the next page says why.
fn cast_kept(
    db: &mut Db,
    voter: &Person,
    idea: IdeaId,
    vote: &str,
    now: Timestamp,
) -> CrateResult<(String, bool)> {
    let voted = savepoint(db, |db| cast(db, voter, idea, Ballot::parse(vote)?, now));
    match voted {
        Ok(_) => Ok(("flash-kept-vote".to_owned(), false)),
        Err(Error::Forbidden(key)) => Ok((key.to_owned(), true)),
        Err(Error::NotFound | Error::Invalid(_)) => Ok(("error-404-text".to_owned(), true)),
        Err(other) => Err(other),
    }
}

/// Signs in under a fresh session key, and leads on; whoever has no name yet is asked for it first, and whoever is leaving
/// whether they mean it.
pub(super) fn go(visitor: &Visitor, entered: &Entered) -> Result {
    let session = &visitor.session;
    session.forget(draft::KEPT);
    if !entered.person.is_here() {
        return leaving::offer(visitor, entered.person.id);
    }
    session.sign_in(entered.person.id, &visitor.agent)?;
    if entered.person.name.is_empty() {
        session.keep(ONWARD, &serde_json::to_string(&entered.onward).map_err(Error::internal)?)?;
        return Ok(see_other(&visitor.state.links.to("/welcome")));
    }
    lead_on(visitor, &entered.onward)
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
