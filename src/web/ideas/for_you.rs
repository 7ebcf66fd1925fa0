//! For you: an order of the list for whoever is signed in, with the reason at every idea.

use askama::Template;

use super::card::{Around, IdeaRow, rows};
use super::list::{Tab, tabs};
use crate::boards::Catalog;
use crate::http::guard::SignedIn;
use crate::ideas::for_you::{Because, for_you};
use crate::ideas::list::{Cards, ListOrder};
use crate::text::words::Words;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

#[derive(Template)]
#[template(path = "ideas/for_you.html")]
struct ForYouPage {
    layout: Layout,
    tabs: Vec<Tab>,
    rows: Vec<IdeaRow>,
    has_interests: bool,
}

/// The page.
pub async fn page(who: SignedIn) -> Result<Html<impl Template>> {
    let (viewer, settings) = (who.viewer(), std::sync::Arc::clone(&who.settings));
    let (found, cards) = who
        .state
        .db
        .read(move |db| {
            let found = for_you(db, viewer, &settings.catalog)?;
            let ids: Vec<_> = found.ideas.iter().map(|(idea, _)| *idea).collect();
            Ok((found, Cards::load(db, &ids, viewer)?))
        })
        .await?;
    who.was_shown(&cards);
    let around = Around { order: Some(ListOrder::Trending), ..Around::default() };
    let mut rows = rows(&who.visitor, &cards, around)?;
    let reasons: std::collections::HashMap<_, _> = found.ideas.iter().copied().collect();
    for (row, idea) in rows.iter_mut().zip(&cards.ideas) {
        if let Some(because) = reasons.get(&idea.id) {
            row.note = because_of(&who.words, &who.settings.catalog, *because);
        }
    }
    let tabs = tabs(&who.visitor, None)?;
    Ok(Html(ForYouPage { layout: Layout::new(&who.visitor), tabs, rows, has_interests: found.has_interests }))
}

/// The reason in words.
fn because_of(words: &Words, catalog: &Catalog, because: Because) -> Option<String> {
    Some(match because {
        Because::Tag(id) => words.one("for-you-tag", "name", &catalog.tag(id)?.name),
        Because::Category(id) => words.one("for-you-place", "name", &catalog.category(id)?.name),
        Because::Board(id) => words.one("for-you-place", "name", &catalog.board(id).ok()?.name),
        Because::Outside => words.get("for-you-outside"),
    })
}
