//! For you: what trends among the tags and categories that somebody votes in, follows or posts in, without what they have
//! voted on, and with every fifth place for something from outside.
//!
//! A fixed number of queries, each with a bound: the latest acts of the person, and the first ideas of a few lists.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use diesel::prelude::*;

use super::Viewer;
use super::list::{ListOrder, ListQuery};
use super::queries::tags_of;
use crate::boards::{Catalog, StatusKind};
use crate::db::Db;
use crate::db::schema::{follows, ideas, votes};
use crate::error::{Error, Result};
use crate::ids::{BoardId, CategoryId, IdeaId, PersonId, TagId};

/// Ideas on the page.
pub const SIZE: usize = 25;
/// One place in so many is for ideas from outside.
const OUTSIDE_EVERY: usize = 5;
/// So many of the latest votes, follows and own ideas each say what somebody is interested in.
const RECENT: i64 = 200;
/// So many tags and so many categories are looked into, the most frequent first.
const TOPICS: usize = 5;
/// So many ideas of each list are looked at: the reader may have voted on most of the first ones.
const LOOKED_AT: usize = 100;

/// Why an idea is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// It carries a tag of theirs.
    Tag(TagId),
    /// It is in a category of theirs.
    Category(CategoryId),
    /// It is on a board where their ideas have neither category nor tag.
    Board(BoardId),
    /// It is none of that, and trends on the site.
    Outside,
}

/// What somebody is offered.
#[derive(Debug, Clone, Default)]
pub struct ForYou {
    /// The ideas in order, with why each is there.
    pub ideas: Vec<(IdeaId, Because)>,
    /// Whether anything is known of what they are interested in.
    pub has_interests: bool,
}

/// An idea among those to choose from.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = ideas)]
struct Candidate {
    id: IdeaId,
    board_id: BoardId,
    category_id: Option<CategoryId>,
    author_id: PersonId,
    status_kind: StatusKind,
    site_heat: f64,
}

/// What somebody is interested in, strongest first.
#[derive(Debug, Default, PartialEq, Eq)]
struct Interests {
    tags: Vec<TagId>,
    categories: Vec<CategoryId>,
    boards: Vec<BoardId>,
}

impl Interests {
    fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.categories.is_empty() && self.boards.is_empty()
    }

    /// The narrowest reason for an idea to be there.
    fn because(&self, idea: &Candidate, tags: &[TagId]) -> Because {
        if let Some(tag) = self.tags.iter().find(|tag| tags.contains(tag)) {
            return Because::Tag(*tag);
        }
        if let Some(category) = idea.category_id.filter(|category| self.categories.contains(category)) {
            return Because::Category(category);
        }
        if self.boards.contains(&idea.board_id) { Because::Board(idea.board_id) } else { Because::Outside }
    }
}

/// What is offered to somebody.
///
/// # Errors
/// `SignInNeeded` when nobody is signed in.
pub fn for_you(db: &mut Db, viewer: Viewer, catalog: &Catalog) -> Result<ForYou> {
    let person = viewer.id.ok_or(Error::SignInNeeded)?;
    let interests = interests(db, person, viewer, catalog)?;
    if interests.is_empty() {
        return Ok(ForYou::default());
    }
    let found = candidates(db, viewer, &interests)?;
    let ids: Vec<IdeaId> = found.iter().map(|idea| idea.id).collect();
    let voted = crate::votes::queries::own(db, person, &ids)?;
    let mut tags: HashMap<IdeaId, Vec<TagId>> = HashMap::new();
    for (idea, tag) in tags_of(db, &ids)? {
        tags.entry(idea).or_default().push(tag);
    }
    let reasons = found
        .iter()
        .filter(|idea| idea.status_kind.takes_votes() && idea.author_id != person)
        .filter(|idea| !voted.contains_key(&idea.id))
        .map(|idea| (idea.id, interests.because(idea, tags.get(&idea.id).map_or(&[], Vec::as_slice))));
    let (inside, outside): (Vec<_>, Vec<_>) = reasons.partition(|(_, because)| *because != Because::Outside);
    Ok(ForYou { ideas: mix(inside, outside), has_interests: true })
}

/// Every fifth place from outside; when one side runs out, the other fills the page.
fn mix<T>(inside: Vec<T>, outside: Vec<T>) -> Vec<T> {
    let (mut inside, mut outside) = (inside.into_iter(), outside.into_iter());
    let next = |place: usize| {
        if place.is_multiple_of(OUTSIDE_EVERY) {
            outside.next().or_else(|| inside.next())
        } else {
            inside.next().or_else(|| outside.next())
        }
    };
    (1..=SIZE).map_while(next).collect()
}

/// The hottest ideas of the interests and of the site, hottest first, each once.
fn candidates(db: &mut Db, viewer: Viewer, interests: &Interests) -> Result<Vec<Candidate>> {
    let all = || ListQuery::new(viewer, ListOrder::Trending);
    let mut lists = vec![all()];
    if !interests.tags.is_empty() {
        lists.push(ListQuery { tags: Some(interests.tags.clone()), ..all() });
    }
    if !interests.categories.is_empty() {
        lists.push(ListQuery { categories: Some(interests.categories.clone()), ..all() });
    }
    lists.extend(interests.boards.iter().map(|board| ListQuery { board: Some(*board), ..all() }));
    let mut ids: HashSet<IdeaId> = HashSet::new();
    for list in lists {
        ids.extend(list.page(db, LOOKED_AT)?.items);
    }
    let ids: Vec<IdeaId> = ids.into_iter().collect();
    let mut found: Vec<Candidate> =
        ideas::table.filter(ideas::id.eq_any(&ids)).select(Candidate::as_select()).load(db)?;
    found.sort_by(|a, b| b.site_heat.total_cmp(&a.site_heat).then(b.id.cmp(&a.id)));
    Ok(found)
}

fn interests(db: &mut Db, person: PersonId, viewer: Viewer, catalog: &Catalog) -> Result<Interests> {
    let acted = acted_on(db, person)?;
    let places: Vec<(IdeaId, BoardId, Option<CategoryId>)> = ideas::table
        .filter(ideas::id.eq_any(&acted))
        .select((ideas::id, ideas::board_id, ideas::category_id))
        .load(db)?;
    let open: HashSet<TagId> = catalog.tags_open_to(viewer.is_staff).map(|tag| tag.id).collect();
    let mut tags = tags_of(db, &acted)?;
    tags.retain(|(_, tag)| open.contains(tag));
    let tagged: HashSet<IdeaId> = tags.iter().map(|(idea, _)| *idea).collect();
    let bare =
        |place: &&(IdeaId, BoardId, Option<CategoryId>)| place.2.is_none() && !tagged.contains(&place.0);
    let seen = |board: &BoardId| catalog.board(*board).is_ok_and(|board| board.is_open_to(viewer.is_staff));
    Ok(Interests {
        tags: most_frequent(tags.iter().map(|(_, tag)| *tag), TOPICS),
        categories: most_frequent(places.iter().filter_map(|place| place.2), TOPICS),
        // A board is a wide interest, and each is a list of its own.
        boards: most_frequent(places.iter().filter(bare).map(|place| place.1).filter(seen), 2),
    })
}

/// The ideas that somebody voted on, follows or posted last.
fn acted_on(db: &mut Db, person: PersonId) -> Result<Vec<IdeaId>> {
    let voted = votes::table.filter(votes::person_id.eq(person)).order(votes::cast_at.desc());
    let mut acted: Vec<IdeaId> = voted.limit(RECENT).select(votes::idea_id).load(db)?;
    let followed = follows::table.filter(follows::person_id.eq(person)).order(follows::created_at.desc());
    let followed: Vec<(IdeaId, bool)> =
        followed.limit(RECENT).select((follows::idea_id, follows::is_on)).load(db)?;
    acted.extend(followed.into_iter().filter(|(_, is_on)| *is_on).map(|(idea, _)| idea));
    let own = ideas::table.filter(ideas::author_id.eq(person)).order(ideas::created_at.desc());
    acted.extend(own.limit(RECENT).select(ideas::id).load::<IdeaId>(db)?);
    acted.sort_unstable();
    acted.dedup();
    Ok(acted)
}

/// The most frequent values, the later one first among equals.
fn most_frequent<T: Copy + Eq + Hash + Ord>(values: impl Iterator<Item = T>, limit: usize) -> Vec<T> {
    let mut counts: HashMap<T, usize> = HashMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut counts: Vec<(T, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(value, count)| Reverse((*count, *value)));
    counts.into_iter().take(limit).map(|(value, _)| value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_fifth_place_is_from_outside() {
        let found = mix(vec!['i'; 40], vec!['o'; 40]);
        assert_eq!(found.iter().collect::<String>(), "iiiio".repeat(5));
        assert_eq!(mix(vec!['i'; 2], vec!['o'; 3]).iter().collect::<String>(), "iiooo");
        assert_eq!(mix(vec!['i'; 7], vec![]).len(), 7);
    }

    #[test]
    fn interests_are_what_is_most_frequent() {
        assert_eq!(most_frequent([1, 2, 2, 3, 3, 3, 4].into_iter(), 3), [3, 2, 4]);
        assert!(most_frequent(std::iter::empty::<i32>(), 3).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_while_there_is_room(inside in 0..40_usize, outside in 0..40_usize) {
            let found = mix(vec![true; inside], vec![false; outside]);
            prop_assert_eq!(found.len(), (inside + outside).min(SIZE));
            let strangers = found.iter().filter(|is_inside| !**is_inside).count();
            if inside >= SIZE && outside >= SIZE {
                prop_assert_eq!(strangers, SIZE / OUTSIDE_EVERY);
            }
        }
    }
}
