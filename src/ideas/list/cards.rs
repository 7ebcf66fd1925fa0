//! What a list shows of its ideas: a fixed number of queries however many they are.

use std::collections::HashMap;
use std::fmt::Write as _;

use diesel::dsl::{max, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::super::Viewer;
use super::super::queries::tags_of;
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{ideas, responses};
use crate::error::Result;
use crate::ids::{BoardId, CategoryId, IdeaId, PersonId, ResponseId, StatusId, TagId};
use crate::merges;
use crate::people::{self, Person};
use crate::ranking::explain::half_index;
use crate::ranking::store::Ranks;
use crate::time::Timestamp;
use crate::votes::{self, VoteValue};

/// Up to so many votes the middle one is looked for: it costs a walk over half of them.
const MIDDLE_MAX: i64 = 2_000;

/// What a list shows of an idea.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = ideas)]
pub struct Listed {
    /// Its number.
    pub id: IdeaId,
    /// Its board.
    pub board_id: BoardId,
    /// Its category.
    pub category_id: Option<CategoryId>,
    /// Who posted it.
    pub author_id: PersonId,
    /// Its title, as typed.
    pub title: String,
    /// The beginning of its text, in Markdown.
    #[diesel(select_expression = sql::<Text>("substr(ideas.body, 1, 600)"))]
    #[diesel(select_expression_type = diesel::expression::SqlLiteral<Text>)]
    pub beginning: String,
    /// Its status.
    pub status_id: StatusId,
    /// What the status means.
    pub status_kind: StatusKind,
    /// Who sees it: 2 everybody, 1 staff, 0 its author and moderators.
    pub shown: i32,
    /// Whether it was its author's first.
    pub is_first_by_author: bool,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When the company last answered.
    pub answered_at: Option<Timestamp>,
    /// Visible comments and replies, with those of ideas that are part of it.
    pub comment_count: i64,
    /// Where totals without voters were brought from.
    pub brought_from: Option<String>,
    /// Counters and ranks.
    #[diesel(embed)]
    pub ranks: Ranks,
}

/// The company's latest answer to an idea.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = responses)]
pub struct Answer {
    /// The idea.
    pub idea_id: IdeaId,
    /// Who answered.
    pub author_id: PersonId,
    /// The beginning of the answer, in Markdown.
    #[diesel(select_expression = sql::<Text>("substr(responses.body, 1, 600)"))]
    #[diesel(select_expression_type = diesel::expression::SqlLiteral<Text>)]
    pub beginning: String,
    /// When.
    pub created_at: Timestamp,
}

/// Ideas in the order of a list, with what is shown beside them.
#[derive(Debug, Clone, Default)]
pub struct Cards {
    /// The ideas, in order.
    pub ideas: Vec<Listed>,
    /// Their tags, also those for staff only.
    pub tags: HashMap<IdeaId, Vec<TagId>>,
    /// Authors of the ideas and of the answers.
    pub people: HashMap<PersonId, Person>,
    /// The viewer's own votes.
    pub own: HashMap<IdeaId, VoteValue>,
    /// The latest answers.
    pub answers: HashMap<IdeaId, Answer>,
    /// When the vote was cast that completes half of the counted ones, latest first.
    pub middles: HashMap<IdeaId, Timestamp>,
}

impl Cards {
    /// Loads the cards of these ideas, which the caller has found to be visible to the viewer.
    pub fn load(db: &mut Db, ids: &[IdeaId], viewer: Viewer) -> Result<Self> {
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let mut ideas = listed(db, ids)?;
        let brought = merges::comments_brought(db, ids, viewer.is_staff)?;
        for idea in &mut ideas {
            idea.comment_count += brought.get(&idea.id).copied().unwrap_or(0);
        }
        let answers = latest_answers(db, ids)?;
        let mut tags: HashMap<IdeaId, Vec<TagId>> = HashMap::new();
        for (idea, tag) in tags_of(db, ids)? {
            tags.entry(idea).or_default().push(tag);
        }
        let mut authors: Vec<PersonId> = ideas.iter().map(|idea| idea.author_id).collect();
        authors.extend(answers.values().map(|answer| answer.author_id));
        authors.sort_unstable();
        authors.dedup();
        let people = people::queries::by_ids(db, &authors)?.into_iter().map(|person| (person.id, person));
        let own = match viewer.id {
            Some(person) => votes::queries::own(db, person, ids)?,
            None => HashMap::new(),
        };
        Ok(Self { middles: middles(db, &ideas)?, people: people.collect(), ideas, tags, own, answers })
    }
}

fn listed(db: &mut Db, ids: &[IdeaId]) -> Result<Vec<Listed>> {
    let rows: Vec<Listed> =
        ideas::table.filter(ideas::id.eq_any(ids)).select(Listed::as_select()).load(db)?;
    let mut by_id: HashMap<IdeaId, Listed> = rows.into_iter().map(|idea| (idea.id, idea)).collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}

fn latest_answers(db: &mut Db, ids: &[IdeaId]) -> Result<HashMap<IdeaId, Answer>> {
    let latest: Vec<Option<ResponseId>> = responses::table
        .filter(responses::idea_id.eq_any(ids))
        .group_by(responses::idea_id)
        .select(max(responses::id))
        .load(db)?;
    let latest: Vec<ResponseId> = latest.into_iter().flatten().collect();
    if latest.is_empty() {
        return Ok(HashMap::new());
    }
    let answers: Vec<Answer> =
        responses::table.filter(responses::id.eq_any(latest)).select(Answer::as_select()).load(db)?;
    Ok(answers.into_iter().map(|answer| (answer.idea_id, answer)).collect())
}

#[derive(QueryableByName)]
struct Middle {
    #[diesel(sql_type = BigInt)]
    idea_id: IdeaId,
    #[diesel(sql_type = Nullable<BigInt>)]
    middle: Option<Timestamp>,
}

/// One statement for the whole page: one row of the votes' index an idea, found by its rank.
fn middles(db: &mut Db, ideas: &[Listed]) -> Result<HashMap<IdeaId, Timestamp>> {
    let mut statement = String::new();
    for idea in ideas {
        let votes = idea.ranks.promotions + idea.ranks.demotions;
        let Some(half) = usize::try_from(votes).ok().and_then(half_index) else { continue };
        if votes > MIDDLE_MAX {
            continue;
        }
        let union = if statement.is_empty() { "" } else { " UNION ALL " };
        // Numbers only: nothing that anybody typed.
        let written = write!(
            statement,
            "{union}SELECT {id} AS idea_id, (SELECT cast_at FROM votes WHERE idea_id = {id} AND state = 'counted' \
             ORDER BY cast_at DESC, person_id DESC LIMIT 1 OFFSET {half}) AS middle",
            id = idea.id,
        );
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
    }
    if statement.is_empty() {
        return Ok(HashMap::new());
    }
    let statement = statement.replacen(" AS idea_id", " + CAST(0 AS BIGINT) AS idea_id", 1);
    let found: Vec<Middle> = diesel::sql_query(statement).load(db)?;
    Ok(found.into_iter().filter_map(|row| Some((row.idea_id, row.middle?))).collect())
}
