//! The people who promoted an idea. Demotions are counted and not named.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use super::veil;
use crate::captures;
use crate::db::Db;
use crate::db::page::Page;
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::queries;
use crate::ids::{IdeaId, PersonId};
use crate::text::slug;
use crate::time::Timestamp;
use crate::votes::queries::{VoterCursor, own, voters};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};
use crate::web::who::{People, Who};

/// Voters on one page.
const PAGE: usize = 60;

/// Where the page begins.
#[derive(Debug, Deserialize)]
pub struct VotersQuery {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "ideas/voters.html")]
struct VotersPage {
    layout: Layout,
    idea_title: String,
    author: PersonId,
    back: String,
    /// Why the voters are hidden, where they are.
    hidden: Option<String>,
    promotions: i64,
    demotions: i64,
    brought: Option<(i64, String)>,
    voters: Vec<(Who, Timestamp, bool)>,
    /// Votes filed for customers, who are not named to the reader.
    captured: i64,
    more: Option<String>,
}

/// The voters, the latest first.
pub async fn page(visitor: Visitor, part: Path<String>, query: Query<VotersQuery>) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let (viewer, is_staff) = (visitor.viewer(), visitor.is_staff());
    let after = query.after.as_deref().and_then(parse);
    let (settings, now) = (Arc::clone(&visitor.settings), visitor.now);
    let load = move |db: &mut Db| {
        let idea = queries::find_home(db, id, viewer)?;
        let own = match viewer.id {
            Some(person) => own(db, person, &[idea.id])?.remove(&idea.id),
            None => None,
        };
        let board = settings.catalog.board(idea.board_id)?;
        if let Some(veil) = board.veil(idea.created_at, own.is_some(), now) {
            return Ok((idea, Vec::new(), People::default(), 0, Some(veil)));
        }
        let rows = voters(db, idea.id, after, i64::try_from(PAGE + 1).unwrap_or(i64::MAX), is_staff)?;
        let people = People::load(db, rows.iter().map(|(person, ..)| *person))?;
        let captured = if is_staff { 0 } else { captures::votes_on(db, idea.id)? };
        Ok((idea, rows, people, captured, None))
    };
    let (idea, rows, people, captured, veil) = visitor.state.db.read(load).await?;
    let rows = Page::cut(rows, PAGE, |(person, at, _)| format!("{}.{person}", at.micros()));
    let links = &visitor.state.links;
    let brought = idea.ranks.brought_promotions.saturating_add(idea.ranks.brought_demotions);
    let page = VotersPage {
        back: links.idea(idea.id, &idea.title),
        hidden: veil.map(|veil| veil::sentence(&visitor.words, veil)),
        promotions: idea.ranks.promotions,
        demotions: idea.ranks.demotions,
        brought: idea.brought_from.filter(|_| brought > 0).map(|from| (brought, from)),
        more: rows.next.map(|next| format!("{}?after={next}", links.idea_act(idea.id, "voters"))),
        voters: (rows.items.iter())
            .map(|(person, at, is_captured)| (people.who(*person, &visitor), *at, *is_captured))
            .collect(),
        captured,
        idea_title: idea.title,
        author: idea.author_id,
        layout: Layout::new(&visitor),
    };
    Ok(Html(page).with_status(StatusCode::OK))
}

fn parse(cursor: &str) -> Option<VoterCursor> {
    let (at, person) = cursor.split_once('.')?;
    Some((Timestamp::from_micros(at.parse().ok()?), person.parse::<PersonId>().ok()?))
}
