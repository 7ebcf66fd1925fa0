//! The console of votes: proposals to hold some, each with its reasons, and whether the site waits for moderators.

use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::crowd_words::sentences;
use crate::db::Db;
use crate::db::page::Page;
use crate::error::Error;
use crate::http::guard::{Admin, Moderator};
use crate::ideas::{Viewer, links};
use crate::ids::{CrowdId, IdeaId};
use crate::integrity::found::{self, Crowd, CrowdState};
use crate::integrity::{act, policy};
use crate::moderation::queue;
use crate::time::Timestamp;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

/// Proposals on one page.
const SIZE: usize = 20;

/// What the address may hold.
#[derive(Debug, Deserialize)]
pub struct VotesQuery {
    #[serde(default)]
    show: String,
    after: Option<CrowdId>,
}

/// Lists by what became of the proposals: name in addresses, word, states.
const LISTS: [(&str, &str, &[CrowdState]); 3] = [
    ("", "crowd-list-open", &[CrowdState::Open]),
    ("held", "crowd-list-held", &[CrowdState::Held]),
    ("done", "crowd-list-done", &[CrowdState::Released, CrowdState::Void, CrowdState::Dismissed]),
];

/// A link to a list.
struct ListTab {
    link: String,
    label: String,
    is_current: bool,
}

/// A proposal in the list.
pub(super) struct CrowdCard {
    pub(super) id: CrowdId,
    pub(super) kind: String,
    pub(super) state: String,
    pub(super) is_open: bool,
    pub(super) title: String,
    pub(super) idea: Option<String>,
    pub(super) link: String,
    pub(super) votes: i64,
    pub(super) found_at: Timestamp,
    pub(super) sentences: Vec<String>,
}

impl CrowdCard {
    /// A proposal as a moderator reads it.
    pub(super) fn new(layout: &Layout, crowd: &Crowd, titles: &[(IdeaId, String)]) -> Self {
        let words = &layout.words;
        let title = crowd.idea_id.and_then(|id| titles.iter().find(|(own, _)| *own == id));
        Self {
            id: crowd.id,
            kind: words.get(crowd.kind.word()),
            state: words.get(crowd.state.word()),
            is_open: crowd.state == CrowdState::Open,
            title: title.map_or_else(|| words.get("crowd-many-ideas"), |(_, title)| title.clone()),
            idea: title.map(|(id, title)| layout.links.idea(*id, title)),
            link: layout.links.to(&format!("/moderation/votes/{}", crowd.id)),
            votes: crowd.vote_count,
            found_at: crowd.found_at,
            sentences: sentences(words, crowd),
        }
    }
}

/// The titles of ideas, also of merged ones.
pub(super) fn titles(
    db: &mut Db,
    ids: &[IdeaId],
    viewer: Viewer,
) -> crate::error::Result<Vec<(IdeaId, String)>> {
    let mut all: Vec<(IdeaId, String)> =
        links::titles(db, ids, viewer)?.into_iter().map(|(id, title, _)| (id, title)).collect();
    all.extend(crate::ideas::merge::titles(db, ids, viewer.is_staff)?);
    Ok(all)
}

#[derive(Template)]
#[template(path = "moderation/votes.html")]
struct VotesPage {
    layout: Layout,
    waiting: i64,
    lists: Vec<ListTab>,
    cards: Vec<CrowdCard>,
    next: Option<String>,
    holds_at_once: bool,
    /// Whether the reader may change that.
    may_set: bool,
}

/// The proposals, the latest first.
pub async fn page(who: Moderator, query: Query<VotesQuery>) -> Result {
    let place = LISTS.iter().find(|(name, _, _)| *name == query.show);
    let (name, _, states) = *place.ok_or(Error::NotFound)?;
    let (after, viewer) = (query.after, who.viewer());
    let load = move |db: &mut Db| {
        let page = found::list(db, states, after, SIZE)?;
        let ids: Vec<IdeaId> = page.items.iter().filter_map(|crowd| crowd.idea_id).collect();
        Ok((page, titles(db, &ids, viewer)?, queue::count(db)?))
    };
    let (page, titles, waiting): (Page<Crowd>, _, _) = who.state.db.read(load).await?;
    let layout = Layout::new(&who.visitor);
    let lists = LISTS.iter().map(|(own, word, _)| ListTab {
        link: layout.links.to(&format!("/moderation/votes?show={own}")),
        label: layout.words.get(word),
        is_current: *own == name,
    });
    let next = page.next.as_ref();
    let next = next.map(|after| layout.links.to(&format!("/moderation/votes?show={name}&after={after}")));
    Ok(Html(VotesPage {
        lists: lists.collect(),
        cards: page.items.iter().map(|crowd| CrowdCard::new(&layout, crowd, &titles)).collect(),
        next,
        waiting,
        holds_at_once: layout.site().holds_at_once,
        may_set: policy::may_set(&who.person).is_ok(),
        layout,
    })
    .with_status(StatusCode::OK))
}

/// Whether the site carries proposals out at once.
pub async fn save(who: Admin, fields: Fields) -> Result {
    let at_once = match fields.get("at_once") {
        "on" => true,
        "off" => false,
        _ => return Err(Error::field("at_once", "error-choice").into()),
    };
    let (admin, now) = (who.person.clone(), who.now);
    who.state.db.write(move |db| act::set_at_once(db, &admin, at_once, now)).await?;
    who.state.reload().await?;
    who.session.flash("flash-holding");
    Ok(see_other(&who.state.links.to("/moderation/votes")))
}
