//! What came back from the teams: declined routes and questions to the desk.

use std::collections::HashMap;

use askama::Template;

use super::Tabs;
use crate::http::guard::Manager;
use crate::ids::PersonId;
use crate::people::Person;
use crate::triage::desk;
use crate::triage::routes::{self, Card, RouteState, Step};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// A route that is back.
pub struct Returned {
    card: Card,
    said: Option<Step>,
    by: String,
    /// What its idea, when that was merged, is part of.
    part_of: String,
}

/// The list.
#[derive(Template)]
#[template(path = "desk/returned.html")]
pub struct ReturnedPage {
    layout: Layout,
    tabs: Tabs,
    questions: Vec<Returned>,
    declined: Vec<Returned>,
}

/// Shows the list.
pub async fn page(who: Manager) -> Result<Html<ReturnedPage>> {
    let (cards, mut said, people, counts, homes) = who
        .state
        .db
        .read(|db| {
            let (cards, said) = routes::returned(db)?;
            let ids: Vec<PersonId> = said.values().filter_map(|step| step.person_id).collect();
            let people = crate::people::queries::by_ids(db, &ids)?;
            let homes = routes::homes_of(db, cards.iter())?;
            Ok((cards, said, people, desk::counts(db)?, homes))
        })
        .await?;
    let people: HashMap<PersonId, Person> = people.into_iter().map(|person| (person.id, person)).collect();
    let mut all: Vec<Returned> = Vec::with_capacity(cards.len());
    for card in cards {
        let step = said.remove(&card.route.id);
        let by = step.as_ref().and_then(|step| people.get(&step.person_id?));
        let by = by.map_or_else(|| who.words.get("person-former"), |person| person.label(&who.words));
        let part_of = homes.get(&card.route.idea_id).map(|own| own.1.clone()).unwrap_or_default();
        all.push(Returned { card, said: step, by, part_of });
    }
    let (declined, questions) = all.into_iter().partition(|own| own.card.route.state == RouteState::Declined);
    let tabs = Tabs { current: "/desk/returned", counts };
    Ok(Html(ReturnedPage { layout: Layout::new(&who), tabs, questions, declined }))
}
