//! What waits for the reader: what staff filed for them, parts of ideas that they are invited to, votes of long ago, and
//! deliveries of which nobody knows yet whether they helped.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::needed::Needed;
use crate::captures;
use crate::db::Db;
use crate::error::Error;
use crate::freshness::{self, OldVote};
use crate::http::guard::SignedIn;
use crate::ideas::links;
use crate::ids::{CaptureId, IdeaId};
use crate::invitations;
use crate::outcomes;
use crate::time::Timestamp;
use crate::triage::capture;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::People;

/// Deliveries that are asked about at once.
const ASKED: i64 = 10;

/// Something that was filed for the reader.
struct Filed {
    title: String,
    link: String,
    act: String,
    is_idea: bool,
    by: String,
    words: String,
    source: Option<String>,
    at: Timestamp,
}

/// A part of an idea that the reader is invited to.
struct Invited {
    title: String,
    link: String,
    act: String,
    from: String,
    at: Timestamp,
}

#[derive(Template)]
#[template(path = "people/waiting.html")]
struct WaitingPage {
    layout: Layout,
    filed: Vec<Filed>,
    invited: Vec<Invited>,
    delivered: Vec<(String, String)>,
    needed: Vec<Needed>,
}

struct Loaded {
    filed: Vec<captures::Capture>,
    invited: Vec<invitations::Invitation>,
    delivered: Vec<(IdeaId, String)>,
    titles: Vec<(IdeaId, String)>,
    people: People,
    needed: Vec<OldVote>,
}

/// Shows it.
pub async fn page(who: SignedIn) -> Result {
    let (id, viewer, me) = (who.person.id, who.viewer(), who.person.clone());
    let load = move |db: &mut Db| {
        let (filed, invited) = (captures::waiting(db, id)?, invitations::waiting(db, id)?);
        let mut ids: Vec<IdeaId> = filed.iter().map(|own| own.idea_id).collect();
        ids.extend(invited.iter().flat_map(|own| [own.idea_id, own.from_idea]));
        let mut titles: Vec<(IdeaId, String)> =
            links::titles(db, &ids, viewer)?.into_iter().map(|(id, title, _)| (id, title)).collect();
        titles.extend(crate::ideas::merge::titles(db, &ids, viewer.is_staff)?);
        let people = People::load(db, filed.iter().map(|own| own.captured_by))?;
        let needed = freshness::waiting(db, &me)?;
        Ok(Loaded { needed, delivered: outcomes::asked_of(db, id, ASKED)?, filed, invited, titles, people })
    };
    let loaded = who.state.db.read(load).await?;
    Ok(Html(WaitingPage::new(&who, &loaded)).with_status(StatusCode::OK))
}

impl WaitingPage {
    fn new(who: &SignedIn, loaded: &Loaded) -> Self {
        let addresses = &who.state.links;
        let title = |id: IdeaId| {
            let found = loaded.titles.iter().find(|(other, _)| *other == id).map(|(_, title)| title.clone());
            found.unwrap_or_else(|| format!("#{id}"))
        };
        let filed = loaded.filed.iter().map(|own| Filed {
            title: title(own.idea_id),
            link: addresses.idea(own.idea_id, &title(own.idea_id)),
            act: addresses.to(&format!("/me/waiting/{}", own.id)),
            is_idea: own.is_idea,
            by: loaded.people.who(own.captured_by, who).name,
            words: own.words.clone(),
            source: own.source_url.clone(),
            at: own.created_at,
        });
        let invited = loaded.invited.iter().map(|own| Invited {
            title: title(own.idea_id),
            link: addresses.idea(own.idea_id, &title(own.idea_id)),
            act: addresses.idea_act(own.idea_id, "invitation"),
            from: title(own.from_idea),
            at: own.created_at,
        });
        let delivered = loaded
            .delivered
            .iter()
            .map(|(id, title)| (format!("{}#outcome", addresses.idea(*id, title)), title.clone()));
        Self {
            filed: filed.collect(),
            invited: invited.collect(),
            delivered: delivered.collect(),
            needed: loaded.needed.iter().map(|vote| Needed::new(who, vote)).collect(),
            layout: Layout::new(who),
        }
    }
}

/// The reader stands by what was filed for them, or takes it back.
pub async fn decide(who: SignedIn, id: Path<CaptureId>, fields: Fields) -> Result {
    let (id, person, now) = (id.into_inner(), who.person.clone(), who.now);
    let settings = Arc::clone(&who.settings);
    let done = match fields.get("decision") {
        "confirm" => {
            let done = who.state.db.write(move |db| capture::confirm(db, &person, id, now)).await;
            done.map(|_| "flash-capture-confirmed")
        }
        "withdraw" => {
            let done = who.state.db.write(move |db| capture::withdraw(db, &person, id, &settings, now)).await;
            done.map(|_| "flash-capture-withdrawn")
        }
        _ => Err(Error::field("decision", "error-choice")),
    };
    match done {
        Ok(flash) => {
            who.state.work.notify_one();
            who.session.flash(flash);
        }
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&who.state.links.to("/me/waiting")))
}
