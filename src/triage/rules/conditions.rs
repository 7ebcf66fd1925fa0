//! What a rule asks of an idea. Every condition that is set must hold; within one condition, any of its values does.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::accounts::demand::Behind;
use crate::boards::StatusKind;
use crate::ids::{AccountId, BoardId, CategoryId, IdeaId, LensId, SegmentId, TagId, TeamId};
use crate::text::fold;

/// The conditions of a rule, stored as JSON. An empty list and no number ask nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conditions {
    /// On one of these boards.
    pub boards: Vec<BoardId>,
    /// In one of these categories.
    pub categories: Vec<CategoryId>,
    /// With one of these tags.
    pub tags: Vec<TagId>,
    /// With a status of one of these kinds; open or active when none is named.
    pub kinds: Vec<StatusKind>,
    /// With one of these words or phrases in title or body, whatever their case, accents and endings.
    pub words: Vec<String>,
    /// With at least so many net votes.
    pub votes: Option<i64>,
    /// With counted votes of at least so many people.
    pub people: Option<i64>,
    /// Among the first so many in Trending on its board.
    pub trending: Option<i64>,
    /// Asked for by an account in one of these segments.
    pub segments: Vec<SegmentId>,
    /// Among the ideas that the filters of one of these lenses let pass.
    pub lenses: Vec<LensId>,
    /// Asked for by accounts that together pay at least so much a month, in minor units of `currency`.
    pub value: Option<i64>,
    /// The currency of `value`.
    pub currency: Option<String>,
    /// With at least this impact.
    pub impact: Option<i64>,
    /// For at least so many days without an answer, while its status is of kind open.
    pub waiting: Option<i64>,
}

/// What a rule may name that can be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A board.
    Board(BoardId),
    /// A category.
    Category(CategoryId),
    /// A tag.
    Tag(TagId),
    /// A segment.
    Segment(SegmentId),
    /// A lens.
    Lens(LensId),
    /// A team that is sent to or told.
    Team(TeamId),
}

/// What a rule sees of an idea.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The idea.
    pub id: IdeaId,
    /// Its board.
    pub board: BoardId,
    /// Its category.
    pub category: Option<CategoryId>,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// What its status means.
    pub kind: StatusKind,
    /// Promotions less demotions.
    pub net: i64,
    /// People with a counted vote.
    pub people: i64,
    /// Its impact.
    pub impact: f64,
    /// Whole days without an answer; none when it has one, or needs none any more.
    pub waiting: Option<i64>,
}

/// Title and body as rules look at them: folded words, whose endings are taken off when they are compared.
#[derive(Debug, Clone)]
pub struct Text {
    title: Vec<String>,
    body: Vec<String>,
}

impl Text {
    /// Folds title and body.
    pub fn new(title: &str, body: &str) -> Self {
        Self { title: fold::words(title), body: fold::words(body) }
    }

    fn has(&self, phrase: &[String]) -> bool {
        let found = |words: &[String]| {
            words
                .windows(phrase.len())
                .any(|window| window.iter().zip(phrase).all(|(word, term)| is_term(word, term)))
        };
        !phrase.is_empty() && (found(&self.title) || found(&self.body))
    }
}

/// Whether a word of a text is the wanted term. One character of a script without spaces is found at the start of the
/// pairs that it begins.
fn is_term(word: &str, wanted: &str) -> bool {
    // Taking an ending off is what costs, and leaves the first character alone.
    word.chars().next() == wanted.chars().next()
        && (fold::stem(word, fold::Language::default()) == wanted || is_start(word, wanted))
}

/// A threshold for comparing: whole numbers this small are exact.
fn whole(number: i64) -> f64 {
    i32::try_from(number).map_or(f64::MAX, f64::from)
}

fn is_start(term: &str, wanted: &str) -> bool {
    !wanted.is_ascii() && wanted.chars().count() == 1 && term.starts_with(wanted)
}

/// The terms of a phrase. The last character of a run without spaces stands alone and is part of the pair before it.
fn phrase(words: &str) -> Vec<String> {
    let mut terms = fold::terms(words);
    let tokens = fold::tokens(words);
    let ends_dense = tokens.last().is_some_and(|last| last.dense && last.word.chars().count() == 1);
    if terms.len() > 1 && ends_dense {
        terms.pop();
    }
    terms
}

impl Conditions {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether this is among what is asked for.
    pub fn asks_for(&self, what: Named) -> bool {
        match what {
            Named::Board(id) => self.boards.contains(&id),
            Named::Category(id) => self.categories.contains(&id),
            Named::Tag(id) => self.tags.contains(&id),
            Named::Segment(id) => self.segments.contains(&id),
            Named::Lens(id) => self.lenses.contains(&id),
            Named::Team(_) => false,
        }
    }

    /// The kinds of status that fit: ideas that are done or closed only where that is asked for, so that nobody is sent or
    /// asked about what was just declined.
    pub fn kinds(&self) -> &[StatusKind] {
        if self.kinds.is_empty() { &[StatusKind::Open, StatusKind::Active] } else { &self.kinds }
    }

    /// Whether time, accounts, lenses, factors, other ideas or a status's kind can make it fit though nothing happened to
    /// the idea itself.
    pub fn can_fit_by_itself(&self) -> bool {
        let is_timed = self.waiting.is_some() || self.impact.is_some() || self.trending.is_some();
        is_timed || self.wants_customers() || !self.lenses.is_empty() || !self.kinds.is_empty()
    }

    /// Whether it speaks of who asks for an idea.
    pub fn wants_customers(&self) -> bool {
        !self.segments.is_empty() || self.value.is_some()
    }

    /// Whether what it asks of the accounts behind an idea holds; `members` are the accounts in its segments.
    pub fn hold_for_accounts(&self, members: &HashSet<AccountId>, behind: &[(AccountId, Behind)]) -> bool {
        let is_asked =
            self.segments.is_empty() || behind.iter().any(|(account, _)| members.contains(account));
        let values = behind.iter().filter_map(|(_, behind)| behind.value.as_ref());
        let own = values.filter(|value| Some(&value.currency) == self.currency.as_ref());
        let sum = own.fold(0_i64, |sum, value| sum.saturating_add(value.minor));
        is_asked && self.value.is_none_or(|least| sum >= least)
    }

    /// Whether everything holds that can be seen in the idea's row and tags: all but its words, its place in Trending, who
    /// asks for it, and lenses.
    pub fn hold_for(&self, idea: &Subject) -> bool {
        let any = |list_is_empty: bool, found: bool| list_is_empty || found;
        any(self.boards.is_empty(), self.boards.contains(&idea.board))
            && any(
                self.categories.is_empty(),
                idea.category.is_some_and(|category| self.categories.contains(&category)),
            )
            && any(self.tags.is_empty(), idea.tags.iter().any(|tag| self.tags.contains(tag)))
            && self.kinds().contains(&idea.kind)
            && self.impact.is_none_or(|least| idea.impact >= whole(least))
            && self.waiting.is_none_or(|least| idea.waiting.is_some_and(|days| days >= least))
            && self.votes.is_none_or(|least| idea.net >= least)
            && self.people.is_none_or(|least| idea.people >= least)
    }

    /// Whether it has one of the words or phrases asked for.
    pub fn hold_for_text(&self, text: &Text) -> bool {
        self.words.is_empty() || self.words.iter().any(|words| text.has(&phrase(words)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idea() -> Subject {
        Subject {
            id: IdeaId::new(1),
            board: BoardId::new(1),
            category: Some(CategoryId::new(1)),
            tags: vec![TagId::new(1), TagId::new(2)],
            kind: StatusKind::Open,
            net: 20,
            people: 25,
            impact: 7.5,
            waiting: Some(3),
        }
    }

    fn text(title: &str) -> Text {
        Text::new(title, "The stove burnt my sleeve.")
    }

    fn words(words: &str) -> Conditions {
        Conditions { words: vec![words.to_owned()], ..Conditions::default() }
    }

    #[test]
    fn words_are_found_whatever_their_case_accents_and_endings() {
        for (wanted, title, expected) in [
            ("leak", "My tent LEAKS", true),
            ("rain sheet", "Sell the rain sheets alone", true),
            ("rain sheet", "A sheet in the rain", false),
            ("votación", "Una VOTACION", true),
            ("burnt", "x", true),
            ("模式", "黑暗模式设置", true),
            ("暗", "黑暗模式", true),
            ("模黑", "黑暗模式", false),
            ("skies", "The SKY is the limit", true),
            ("dying", "Batteries die", true),
            ("fire", "A bonfire", false),
            ("!!!", "what!!!", false),
        ] {
            assert_eq!(words(wanted).hold_for_text(&text(title)), expected, "{wanted} in {title}");
        }
    }

    #[test]
    fn every_condition_must_hold_and_within_one_any_value_does() {
        let fits = Conditions {
            boards: vec![BoardId::new(9), BoardId::new(1)],
            categories: vec![CategoryId::new(1)],
            tags: vec![TagId::new(2), TagId::new(7)],
            kinds: vec![StatusKind::Open],
            words: vec!["nowhere".into(), "sleeve".into()],
            votes: Some(20),
            people: Some(25),
            impact: Some(7),
            waiting: Some(3),
            ..Conditions::default()
        };
        let holds = |asked: &Conditions| asked.hold_for(&idea()) && asked.hold_for_text(&text("Tent"));
        assert!(holds(&fits));
        let changes: [fn(&mut Conditions); 9] = [
            |c| c.impact = Some(8),
            |c| c.waiting = Some(4),
            |c| c.boards = vec![BoardId::new(2)],
            |c| c.categories = vec![CategoryId::new(2)],
            |c| c.tags = vec![TagId::new(3)],
            |c| c.kinds = vec![StatusKind::Done],
            |c| c.words = vec!["nowhere".into()],
            |c| c.votes = Some(21),
            |c| c.people = Some(26),
        ];
        for change in changes {
            let mut other = fits.clone();
            change(&mut other);
            assert!(!holds(&other), "{other:?}");
        }
    }

    #[test]
    fn accounts_are_asked_for_together_and_per_currency() {
        let behind = |account: i64, minor: i64, currency: &str| {
            let value = crate::accounts::Money::stored(Some(minor), Some(currency.to_owned()));
            let at = crate::time::Timestamp::from_micros(0);
            (AccountId::new(account), Behind { promotions: 1, value, first_at: at, last_at: at })
        };
        let all = [behind(1, 500, "EUR"), behind(2, 700, "EUR"), behind(3, 9_000, "USD")];
        let worth = |least, currency: &str| Conditions {
            value: Some(least),
            currency: Some(currency.to_owned()),
            ..Conditions::default()
        };
        assert!(worth(1_200, "EUR").hold_for_accounts(&HashSet::new(), &all));
        assert!(!worth(1_201, "EUR").hold_for_accounts(&HashSet::new(), &all));
        assert!(!worth(1, "GBP").hold_for_accounts(&HashSet::new(), &all));
        let own = Conditions { segments: vec![SegmentId::new(1)], ..Conditions::default() };
        assert!(own.hold_for_accounts(&HashSet::from([AccountId::new(2)]), &all));
        assert!(!own.hold_for_accounts(&HashSet::from([AccountId::new(9)]), &all));
    }

    #[test]
    fn hostile_words_are_looked_for_and_nothing_breaks() {
        let tent = text("Tent");
        for text in ["", "\u{301}", "👍", "\u{202E}", "%_'\\"] {
            assert!(!words(text).hold_for_text(&tent), "{text:?}");
        }
    }
}
