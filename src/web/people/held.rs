//! The reader's votes that do not count, and a line about each.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use crate::error::Error;
use crate::http::guard::SignedIn;
use crate::ids::IdeaId;
use crate::integrity::plea::{self, LINE_MAX, Line, Reviewed};
use crate::ranking::store::VoteState;
use crate::time::Timestamp;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// A vote of the reader.
struct HeldVote {
    idea: IdeaId,
    title: String,
    link: String,
    act: String,
    is_void: bool,
    is_promotion: bool,
    at: Timestamp,
    line: String,
    /// Why what was typed cannot be taken.
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "people/held.html")]
struct HeldPage {
    layout: Layout,
    votes: Vec<HeldVote>,
    line_max: usize,
}

/// What was typed, when it could not be taken: for which idea, the text, and why not.
type Refused = (IdeaId, String, FormErrors);

/// Shows them.
pub async fn page(who: SignedIn) -> Result {
    answer(&who, None, StatusCode::OK).await
}

async fn answer(who: &SignedIn, refused: Option<Refused>, status: StatusCode) -> Result {
    let id = who.person.id;
    let found = who.state.db.read(move |db| plea::of(db, id)).await?;
    let votes = found.into_iter().map(|own| held_vote(who, own, refused.as_ref())).collect();
    Ok(Html(HeldPage { layout: Layout::new(who), votes, line_max: LINE_MAX }).with_status(status))
}

fn held_vote(who: &SignedIn, own: Reviewed, refused: Option<&Refused>) -> HeldVote {
    let links = &who.state.links;
    let refused = refused.filter(|(idea, _, _)| *idea == own.idea);
    HeldVote {
        link: links.idea(own.idea, &own.title),
        act: links.to(&format!("/me/held/{}", own.idea)),
        idea: own.idea,
        title: own.title,
        is_void: own.state == VoteState::Void,
        is_promotion: own.value > 0,
        at: own.cast_at,
        line: refused.map_or_else(|| own.line.unwrap_or_default(), |(_, typed, _)| typed.clone()),
        error: refused.and_then(|(_, _, errors)| errors.of("line").map(str::to_owned)),
    }
}

/// Keeps what they say.
pub async fn write(who: SignedIn, idea: Path<IdeaId>, fields: Fields) -> Result {
    let (idea, typed, now) = (idea.into_inner(), fields.get("line").to_owned(), who.now);
    let line = match Line::parse(&typed) {
        Ok(line) => line,
        Err(error @ Error::Invalid(_)) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            return answer(&who, Some((idea, typed, errors)), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(other) => return Err(other.into()),
    };
    let person = who.person.clone();
    who.state.db.write(move |db| plea::write(db, &person, idea, &line, now)).await?;
    who.session.flash("flash-vote-line");
    Ok(see_other(&who.state.links.to("/me/held")))
}
