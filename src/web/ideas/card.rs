//! One idea in a list: everything that a row shows, ready to be printed.

use askama::filters::Safe;

use super::filters::Filters;
use super::vote_box::VoteBox;
use super::why;
use crate::boards::{Audience, StatusKind, Veil};
use crate::error::Result;
use crate::http::guard::Visitor;
use crate::ideas::list::{Cards, ListOrder, Listed};
use crate::ids::{IdeaId, PersonId};
use crate::ranking::tie;
use crate::ranking::top::Tally;
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
    /// What is to be known of its place at a glance: that it is a tie, or worth a look.
    pub mark: Option<String>,
    /// A line on why it is offered, where that is not its place.
    pub note: Option<String>,
    /// Why it stands here; empty where nothing is ranked by votes or time.
    pub why: String,
}

/// Which list the rows are of, and what is around them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around {
    /// The list's order, where it has one that can be explained.
    pub order: Option<ListOrder>,
    /// The place of the first row in the whole list, where that was counted.
    pub first: Option<u32>,
    /// The votes of the idea before the first row, where they tell something.
    pub before: Option<Tally>,
    /// The votes of the idea behind the last row, likewise.
    pub behind: Option<Tally>,
}

/// Rows for cards, in their order.
pub fn rows(visitor: &Visitor, cards: &Cards, around: Around) -> Result<Vec<IdeaRow>> {
    let mut veils = Vec::with_capacity(cards.ideas.len());
    for idea in &cards.ideas {
        veils.push(veil_of(visitor, cards, idea)?);
    }
    let ties = if around.order == Some(ListOrder::Top) { ties(cards, &veils, around) } else { Vec::new() };
    let place = |at: usize| Some(around.first?.saturating_add(u32::try_from(at).ok()?));
    let ideas = cards.ideas.iter().zip(veils).enumerate();
    ideas
        .map(|(at, (idea, veil))| {
            let mut why = around.order.map_or_else(String::new, |order| {
                why::sentence(&visitor.words, order, place(at), (idea, cards, veil), visitor.now)
            });
            let (above, below) = ties.get(at).copied().unwrap_or_default();
            why += &why::tie(&visitor.words, above, below);
            let mut row = row(visitor, cards, idea, why)?;
            row.mark = (above || below).then(|| visitor.words.get("why-tie"));
            Ok(row)
        })
        .collect()
}

fn veil_of(visitor: &Visitor, cards: &Cards, idea: &Listed) -> Result<Option<Veil>> {
    let has_voted = cards.own.contains_key(&idea.id);
    let board = visitor.settings.catalog.board(idea.board_id)?;
    Ok(board.veil(idea.created_at, has_voted, visitor.now))
}

/// The votes of one of these ideas, unless they are hidden from the visitor.
pub fn tally(visitor: &Visitor, cards: &Cards, idea: IdeaId) -> Result<Option<Tally>> {
    let Some(idea) = cards.ideas.iter().find(|own| own.id == idea) else { return Ok(None) };
    Ok(veil_of(visitor, cards, idea)?.is_none().then(|| idea.ranks.tally()))
}

/// For each idea whether it ties with the one above, and with the one below. Where counts are hidden nothing is said.
fn ties(cards: &Cards, veils: &[Option<Veil>], around: Around) -> Vec<(bool, bool)> {
    let shown = |(idea, veil): (&Listed, &Option<Veil>)| veil.is_none().then(|| idea.ranks.tally());
    let tallies: Vec<Option<Tally>> = cards.ideas.iter().zip(veils).map(shown).collect();
    let tied = |a: Option<Tally>, b: Option<Tally>| a.zip(b).is_some_and(|(a, b)| tie::is_tie(a, b));
    // What is between two neighbours: the idea before and the first, …, the last and the idea behind.
    let upper = std::iter::once(around.before).chain(tallies.iter().copied());
    let lower = tallies.iter().copied().chain(std::iter::once(around.behind));
    let between: Vec<bool> = upper.zip(lower).map(|(a, b)| tied(a, b)).collect();
    between.iter().copied().zip(between.iter().skip(1).copied()).collect()
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
            (board, idea.status_kind, idea.created_at),
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
        mark: None,
        note: None,
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
