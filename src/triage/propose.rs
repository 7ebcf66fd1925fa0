//! Reasons for a no that were good before: answers that declined ideas like this one, and templates for it, each with the
//! words that it shares with the idea. Nothing is decided here; whoever answers takes one or writes their own.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::answer::Response;
use super::replies::{self, Template};
use crate::boards::StatusKind;
use crate::db::Db;
use crate::db::schema::{ideas, responses, statuses};
use crate::error::Result;
use crate::ideas::{Idea, Viewer};
use crate::ids::{IdeaId, ResponseId, StatusId, TemplateId};
use crate::ranking::impact::Effort;
use crate::search;
use crate::text::fold;
use crate::text::words::Language;

/// Words by their stems.
type Stems = BTreeMap<String, String>;

/// How many ideas like this one are looked at.
const LOOKED_AT: usize = 60;
/// How many proposals are made.
const PROPOSALS: usize = 3;
/// Letters that a word has to have to be named as shared.
const WORD_MIN: usize = 4;
/// Words that say nothing about what is asked for.
const COMMON: [&str; 74] = [
    "about", "after", "again", "also", "because", "been", "could", "does", "dont", "every", "from", "have",
    "here", "into", "just", "like", "make", "more", "need", "only", "other", "please", "should", "some",
    "than", "thank", "thanks", "that", "their", "them", "then", "there", "they", "this", "want", "when",
    "will", "with", "would", "your", "algo", "cada", "como", "cuando", "desde", "donde", "entre", "esta",
    "este", "esto", "favor", "gracias", "hacer", "hasta", "mucho", "nada", "otra", "otro", "para", "pero",
    "poder", "porque", "puede", "pueden", "quiero", "seria", "sobre", "solo", "tambien", "tener", "tiene",
    "todas", "todo", "todos",
];
/// How many shared words are named.
const NAMED: usize = 5;

/// Where a proposal comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The answer to an idea that was declined.
    Answer {
        /// The answer.
        response: ResponseId,
        /// The idea.
        idea: IdeaId,
        /// Its title.
        title: String,
        /// The status that came with it.
        status: StatusId,
    },
    /// A template, in a language.
    Template {
        /// The template.
        template: TemplateId,
        /// The language of its text.
        language: Language,
        /// Its name.
        name: String,
    },
}

/// A reason that may fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Where it comes from.
    pub source: Source,
    /// The text, with its fields still open.
    pub body: String,
    /// The effort that was given then.
    pub effort: Option<Effort>,
    /// Words that it shares with the idea.
    pub shared: Vec<String>,
}

impl Proposal {
    /// How a form names it.
    pub fn key(&self) -> String {
        match &self.source {
            Source::Answer { response, .. } => format!("r{response}"),
            Source::Template { template, language, .. } => format!("t{template}.{language}"),
        }
    }
}

/// The closest reasons, answers before templates: at most three.
pub fn proposals(db: &mut Db, idea: &Idea, viewer: Viewer, language: Language) -> Result<Vec<Proposal>> {
    let mut found = answers(db, idea, viewer)?;
    let own = (stems(&format!("{} {}", idea.title, idea.body)), stems(&idea.title));
    let mut fitting: Vec<Proposal> = replies::list(db)?
        .into_iter()
        .filter(|template| template.declines)
        .filter_map(|template| of_template(&own, template, language))
        .collect();
    fitting.sort_by_key(|proposal| std::cmp::Reverse(proposal.shared.len()));
    // One place is kept for a template, if any fits.
    found.truncate(if fitting.is_empty() { PROPOSALS } else { PROPOSALS - 1 });
    let left = PROPOSALS.saturating_sub(found.len());
    found.extend(fitting.into_iter().take(left));
    Ok(found)
}

fn answers(db: &mut Db, idea: &Idea, viewer: Viewer) -> Result<Vec<Proposal>> {
    let words = (idea.title.as_str(), idea.body.as_str());
    let alike = search::alike(db, words, viewer, Some(idea.board_id), LOOKED_AT)?;
    let closed: Vec<IdeaId> = alike
        .into_iter()
        .filter(|(_, other)| other.id != idea.id && other.status_kind == StatusKind::Closed)
        .map(|(_, other)| other.id)
        .take(2 * PROPOSALS)
        .collect();
    let bodies: Vec<(IdeaId, String, String)> = ideas::table
        .filter(ideas::id.eq_any(&closed))
        .select((ideas::id, ideas::title, ideas::body))
        .load(db)?;
    let declining = statuses::table.filter(statuses::kind.eq(StatusKind::Closed)).select(statuses::id);
    let given: Vec<Response> = responses::table
        .filter(responses::idea_id.eq_any(&closed))
        .filter(responses::status_id.eq_any(declining))
        .order(responses::id)
        .select(Response::as_select())
        .load(db)?;
    let last: BTreeMap<IdeaId, Response> = given.into_iter().map(|own| (own.idea_id, own)).collect();
    let (own, own_title) = (stems(&format!("{} {}", idea.title, idea.body)), stems(&idea.title));
    let proposal = |id: &IdeaId| {
        let response = last.get(id)?.clone();
        let (_, title, body) = bodies.iter().find(|(of, ..)| of == id)?;
        let text = format!("{title} {body}");
        if !is_told(&own, &own_title, title, &text) {
            return None;
        }
        Some(Proposal {
            shared: shared(&own, &text),
            effort: response.effort,
            source: Source::Answer {
                response: response.id,
                idea: *id,
                title: title.clone(),
                status: response.status_id,
            },
            body: response.body,
        })
    };
    Ok(closed.iter().filter_map(proposal).collect())
}

/// A template that shares a word with the idea, in the reader's language if it has a text in it.
fn of_template(
    (own, own_title): &(Stems, Stems),
    template: Template,
    language: Language,
) -> Option<Proposal> {
    let (language, body) = match template.text(language) {
        Some(body) => (language, body.to_owned()),
        None => template.texts.first().cloned()?,
    };
    let text = format!("{} {body}", template.name);
    let shared = if is_told(own, own_title, &template.name, &text) { shared(own, &text) } else { Vec::new() };
    let source = Source::Template { template: template.id, language, name: template.name };
    (!shared.is_empty()).then_some(Proposal { source, body, effort: None, shared })
}

/// Whether a text may speak of the same thing: any two share a word by chance, but seldom one that stands in a title.
/// Those without a word in common were found by their spelling.
fn is_told(own: &Stems, own_title: &Stems, title: &str, text: &str) -> bool {
    let (title, mut common) = (stems(title), stems(text));
    common.retain(|stem, _| own.contains_key(stem));
    common.is_empty() || common.keys().any(|stem| own_title.contains_key(stem) || title.contains_key(stem))
}

fn tells(word: &str) -> bool {
    word.chars().count() >= WORD_MIN && !COMMON.contains(&word)
}

/// The words of a text by their stems, the first of each.
fn stems(text: &str) -> Stems {
    let mut stems = BTreeMap::new();
    for word in fold::words(text).into_iter().filter(|word| tells(word)) {
        stems.entry(fold::stem(&word, fold::Language::default())).or_insert(word);
    }
    stems
}

/// The words of the idea that a text has as well, longest first.
fn shared(own: &Stems, text: &str) -> Vec<String> {
    let theirs: BTreeSet<String> = stems(text).into_keys().collect();
    let mut shared: Vec<String> =
        own.iter().filter(|(stem, _)| theirs.contains(*stem)).map(|(_, word)| word.clone()).collect();
    shared.sort_by_key(|word| (std::cmp::Reverse(word.chars().count()), word.clone()));
    shared.truncate(NAMED);
    shared
}
