//! The map of rules: what they cover and what not, which never acted, which overlap.

use askama::Template;

use super::Tabs;
use super::rule_words::{Names, sends_to};
use crate::http::guard::{MayRoute, Visitor};
use crate::ids::{BoardId, RuleId, TeamId};
use crate::triage::desk;
use crate::triage::rules::{self, Map, Meeting, Rule};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// A board, or a category of it, with the rules that send what is there.
pub struct Place {
    name: String,
    is_board: bool,
    /// Whether nothing covers it: neither a rule for it, nor, of a board, one for any of its categories.
    is_bare: bool,
    rules: Vec<Link>,
}

/// A rule with where it sends.
#[derive(Clone)]
pub struct Link {
    id: RuleId,
    name: String,
    team: String,
}

/// Two rules that one idea may fit.
pub struct Meet {
    first: Link,
    second: Link,
    /// The key of what comes of it.
    word: &'static str,
    is_alert: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/rules_map.html")]
pub struct MapPage {
    layout: Layout,
    tabs: Tabs,
    has_rules: bool,
    places: Vec<Place>,
    uncovered: usize,
    tags: Vec<(String, Vec<Link>)>,
    loose_tags: Vec<String>,
    idle: Vec<Link>,
    overlaps: Vec<Meet>,
}

/// Shows the map.
pub async fn page(who: MayRoute) -> Result<Html<MapPage>> {
    let settings = who.settings.clone();
    let (rules, map, names, counts) = who
        .state
        .db
        .read(move |db| {
            let all = rules::list(db)?;
            let names = Names::load(db)?;
            let active: Vec<TeamId> = names.active().iter().map(|team| team.id).collect();
            let map = rules::map(&all, &rules::sent_counts(db)?, &active, &settings.catalog)?;
            Ok((all, map, names, desk::counts(db)?))
        })
        .await?;
    Ok(Html(drawn(&who, &rules, &map, &names, counts)?))
}

fn drawn(
    visitor: &Visitor,
    rules: &[Rule],
    map: &Map,
    names: &Names,
    counts: desk::Counts,
) -> crate::error::Result<MapPage> {
    let mut links = Vec::with_capacity(rules.len());
    for rule in rules {
        let team = sends_to(&rule.actions()?, rule.team_id, names, &visitor.words);
        links.push(Link { id: rule.id, name: rule.name.clone(), team });
    }
    let link = |id: &RuleId| links.iter().find(|own| own.id == *id).cloned();
    let all = |ids: &[RuleId]| ids.iter().filter_map(link).collect::<Vec<Link>>();
    let catalog = &visitor.settings.catalog;
    let board = |id: BoardId| catalog.board(id).map(|board| board.name.clone()).unwrap_or_default();
    let places = map.places.iter().map(|(on, category, rules)| {
        let own = category.and_then(|id| catalog.category(id));
        Place {
            name: own.map_or_else(|| board(*on), |own| own.name.clone()),
            is_board: category.is_none(),
            is_bare: match category {
                Some(_) => rules.is_empty(),
                None => map.places.iter().filter(|place| place.0 == *on).all(|place| place.2.is_empty()),
            },
            rules: all(rules),
        }
    });
    let places: Vec<Place> = places.collect();
    let tag = |id| catalog.tag(id).map(|tag| tag.name.clone()).unwrap_or_default();
    let (asked, loose): (Vec<_>, Vec<_>) = map.tags.iter().partition(|(_, rules)| !rules.is_empty());
    Ok(MapPage {
        layout: Layout::new(visitor),
        tabs: Tabs { current: "/desk/rules", counts },
        has_rules: rules.iter().any(|rule| rule.is_on),
        uncovered: places.iter().filter(|place| place.is_bare).count(),
        places,
        tags: asked.into_iter().map(|(id, rules)| (tag(*id), all(rules))).collect(),
        loose_tags: loose.into_iter().map(|(id, _)| tag(*id)).collect(),
        idle: all(&map.idle),
        overlaps: map
            .overlaps
            .iter()
            .filter_map(|own| Some(meet(link(&own.first)?, link(&own.second)?, own.comes_to)))
            .collect(),
    })
}

fn meet(first: Link, second: Link, comes_to: Meeting) -> Meet {
    let word = match comes_to {
        Meeting::Both => "map-overlap-both",
        Meeting::First => "map-overlap-first",
        Meeting::Never => "map-overlap-never",
    };
    Meet { first, second, word, is_alert: comes_to == Meeting::Never }
}
