//! One idea in a list: everything that a row shows, ready to be printed.

use askama::filters::Safe;

use super::filters::Filters;
use super::vote_box::VoteBox;
use super::why;
use crate::boards::{Audience, StatusKind};
use crate::error::Result;
use crate::http::guard::Visitor;
use crate::ideas::list::{Cards, ListOrder, Listed};
use crate::ids::PersonId;
use crate::text::markdown::plain;
use crate::time::Timestamp;

/// Characters of an excerpt.
const EXCERPT: usize = 180;

/// A status, as a pill shows it.
pub struct Pill {
    /// The class: what the status means.
    pub kind: StatusKind,
    /// Its name.
    pub label: String,
}

/// Words that lead somewhere.
pub struct Linked {
    /// The words.
    pub label: String,
    /// Where they lead.
    pub href: String,
}

/// The company's latest answer, in a line.
pub struct AnswerLine {
    /// Who answered.
    pub name: String,
    /// "answered 2 days ago:".
    pub said: String,
    /// The beginning of the answer.
    pub text: String,
}

/// Who wrote something.
pub struct Author {
    /// Their name.
    pub name: String,
    /// Their page; none for former members.
    pub href: Option<String>,
    /// Whether they carry the staff badge.
    pub is_staff: bool,
}

/// A moment, for people and for machines.
pub struct Moment {
    /// For machines.
    pub iso: String,
    /// For people.
    pub text: String,
}

/// A row of a list.
pub struct IdeaRow {
    /// The vote box.
    pub vote: Safe<VoteBox>,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The beginning of its text, unless a snippet stands instead.
    pub excerpt: String,
    /// The latest answer.
    pub answer: Option<AnswerLine>,
    /// Its status.
    pub pill: Pill,
    /// Its category, or its board when it has none.
    pub place: Option<Linked>,
    /// Who posted it.
    pub author: Author,
    /// When.
    pub posted: Moment,
    /// How many comments, as a number to print.
    pub comments: String,
    /// "3 comments on …", for those who do not see the row.
    pub comments_label: String,
    /// The comments.
    pub comments_href: String,
    /// Its tags, as far as the reader may know them.
    pub tags: Vec<Linked>,
    /// Whether only staff sees it.
    pub is_staff_only: bool,
    /// Why it stands here; empty where nothing is ranked by votes or time.
    pub why: String,
}

/// Rows for cards, in their order. `first` is the place of the first in the whole list, where that was counted;
/// `order` is the list's, where it has one that can be explained.
pub fn rows(
    visitor: &Visitor,
    cards: &Cards,
    order: Option<ListOrder>,
    first: Option<u32>,
) -> Result<Vec<IdeaRow>> {
    let place = |at: usize| Some(first?.saturating_add(u32::try_from(at).ok()?));
    let ideas = cards.ideas.iter().enumerate();
    ideas
        .map(|(at, idea)| {
            let why = order
                .map(|order| why::sentence(&visitor.words, order, place(at), (idea, cards), visitor.now));
            row(visitor, cards, idea, why.unwrap_or_default())
        })
        .collect()
}

fn row(visitor: &Visitor, cards: &Cards, idea: &Listed, why: String) -> Result<IdeaRow> {
    let (words, links, catalog) = (&visitor.words, &visitor.state.links, &visitor.settings.catalog);
    let board = catalog.board(idea.board_id)?;
    let status = catalog.status(idea.status_id)?;
    let own = cards.own.get(&idea.id).copied();
    let href = links.idea(idea.id, &idea.title);
    Ok(IdeaRow {
        vote: Safe(VoteBox::new(
            visitor,
            (idea.id, &idea.title),
            (board, idea.status_kind),
            &idea.ranks,
            own,
        )),
        title: idea.title.clone(),
        comments_href: format!("{href}#comments"),
        href,
        excerpt: plain(&idea.beginning, EXCERPT),
        answer: answer(visitor, cards, idea),
        pill: Pill { kind: status.kind, label: status.label(words) },
        place: Some(place(visitor, idea)?),
        author: author(visitor, cards, idea.author_id),
        posted: moment(visitor, idea.created_at),
        comments: words.number(idea.comment_count),
        comments_label: words.two(
            "list-comments-on",
            "count",
            idea.comment_count,
            "title",
            idea.title.as_str(),
        ),
        tags: tags(visitor, cards, idea),
        is_staff_only: board.audience == Audience::Staff,
        why,
    })
}

fn place(visitor: &Visitor, idea: &Listed) -> Result<Linked> {
    let (links, catalog) = (&visitor.state.links, &visitor.settings.catalog);
    let board = catalog.board(idea.board_id)?;
    let path = links.board(&board.slug);
    Ok(match idea.category_id.and_then(|id| catalog.category(id)) {
        Some(category) => {
            Linked { label: category.name.clone(), href: format!("{path}?category={}", category.slug) }
        }
        None => Linked { label: board.name.clone(), href: path },
    })
}

fn tags(visitor: &Visitor, cards: &Cards, idea: &Listed) -> Vec<Linked> {
    let all = visitor.state.links.to("/");
    let own = cards.tags.get(&idea.id).map(Vec::as_slice).unwrap_or_default();
    let known = visitor.settings.catalog.tags_open_to(visitor.is_staff()).filter(|tag| own.contains(&tag.id));
    known.map(|tag| Linked { label: tag.name.clone(), href: Filters::tagged(&all, &tag.slug) }).collect()
}

fn answer(visitor: &Visitor, cards: &Cards, idea: &Listed) -> Option<AnswerLine> {
    let answer = cards.answers.get(&idea.id)?;
    Some(AnswerLine {
        name: author(visitor, cards, answer.author_id).name,
        said: why::since(
            &visitor.words,
            ("list-answered", "list-answered-on"),
            answer.created_at,
            visitor.now,
        ),
        text: plain(&answer.beginning, EXCERPT),
    })
}

/// Somebody of a list's people.
pub fn author(visitor: &Visitor, cards: &Cards, id: PersonId) -> Author {
    let person = cards.people.get(&id).filter(|person| person.former_at.is_none());
    Author {
        name: person
            .map_or_else(|| visitor.words.get("person-former"), |person| person.label(&visitor.words)),
        href: person.map(|person| visitor.state.links.person(person.id)),
        is_staff: person.is_some_and(|person| person.role.is_staff()),
    }
}

/// A moment as a list prints it: how long ago, or the day.
pub fn moment(visitor: &Visitor, at: Timestamp) -> Moment {
    Moment { iso: at.to_datetime(), text: visitor.words.ago(at, visitor.now) }
}
