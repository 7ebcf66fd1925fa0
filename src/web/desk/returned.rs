//! What came back from the teams: questions to the desk, what they are done with, and what they declined.

use std::collections::HashMap;

use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::MayRoute;
use crate::ids::{IdeaId, PersonId, RouteId};
use crate::people::Person;
use crate::triage::desk;
use crate::triage::routes::{self, Back, Card, Step};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

/// A route that is back.
pub struct Returned {
    card: Card,
    said: Option<Step>,
    by: String,
    /// What its idea, when that was merged, is part of.
    part_of: String,
}

/// Those that are back for one reason.
pub struct Pile {
    cards: Vec<Returned>,
    is_cut: bool,
}

/// The list.
#[derive(Template)]
#[template(path = "desk/returned.html")]
pub struct ReturnedPage {
    layout: Layout,
    tabs: Tabs,
    questions: Pile,
    done: Pile,
    declined: Pile,
}

/// Shows the list.
pub async fn page(who: MayRoute) -> Result<Html<ReturnedPage>> {
    let read = |db: &mut Db| {
        let all = (
            routes::returned(db, Back::Question)?,
            routes::returned(db, Back::Done)?,
            routes::returned(db, Back::Declined)?,
        );
        let steps = all.0.said.values().chain(all.1.said.values()).chain(all.2.said.values());
        let ids: Vec<PersonId> = steps.filter_map(|step| step.person_id).collect();
        let cards = all.0.cards.iter().chain(&all.1.cards).chain(&all.2.cards);
        let homes = routes::homes_of(db, cards)?;
        Ok((all, crate::people::queries::by_ids(db, &ids)?, homes, desk::counts(db)?))
    };
    let ((questions, done, declined), people, homes, counts) = who.state.db.read(read).await?;
    let people: HashMap<PersonId, Person> = people.into_iter().map(|person| (person.id, person)).collect();
    Ok(Html(ReturnedPage {
        tabs: Tabs { current: "/desk/returned", counts },
        questions: pile(&who, questions, &people, &homes),
        done: pile(&who, done, &people, &homes),
        declined: pile(&who, declined, &people, &homes),
        layout: Layout::new(&who),
    }))
}

fn pile(
    who: &MayRoute,
    mut found: routes::Returned,
    people: &HashMap<PersonId, Person>,
    homes: &HashMap<IdeaId, (IdeaId, String)>,
) -> Pile {
    let mut cards: Vec<Returned> = Vec::with_capacity(found.cards.len());
    for card in found.cards {
        let step = found.said.remove(&card.route.id);
        let by = step.as_ref().and_then(|step| people.get(&step.person_id?));
        let by = by.map_or_else(|| who.words.get("person-former"), |person| person.label(&who.words));
        let part_of = homes.get(&card.route.idea_id).map(|own| own.1.clone()).unwrap_or_default();
        cards.push(Returned { card, said: step, by, part_of });
    }
    Pile { cards, is_cut: found.is_cut }
}

/// Takes what a team is done with off the list.
pub async fn settle(who: MayRoute, route: Path<RouteId>) -> Result {
    let (actor, route, now) = (who.person.clone(), route.into_inner(), who.now);
    match who.state.db.write(move |db| routes::settle(db, &actor, route, now)).await {
        Ok(()) => who.session.flash("flash-route-settled"),
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&who.state.links.to("/desk/returned")))
}
