//! What helps to write an answer without anything typed getting lost: a template that fills the form, and reasons that
//! were good before, each with why it is proposed.

use super::fields::Fields;
use super::idea::{AnswerForm, Loaded};
use super::labels;
use crate::boards::Status;
use crate::db::Db;
use crate::error::Result;
use crate::http::guard::Manager;
use crate::ids::{StatusId, TemplateId};
use crate::ranking::impact::Effort;
use crate::text::clean;
use crate::text::words::Language;
use crate::triage::propose::{self, Proposal, Source};
use crate::triage::replies::{self, Template};
use crate::web::choice::Choice;

/// The buttons of the form that help, and decide nothing.
pub const HELPS: [&str; 4] = ["preview", "fill", "propose", "take"];

/// A proposed reason as the page shows it.
#[derive(Debug, Clone)]
pub struct ProposalCard {
    /// How the form names it.
    pub key: String,
    /// Where it comes from, as a sentence.
    pub from: String,
    /// Why it is proposed: the words that it shares with the idea.
    pub why: String,
    /// The effort that was given then, in words.
    pub effort: String,
    /// The text, fields filled.
    pub body: String,
}

/// The templates to choose from, one choice per text; those in the author's language first.
pub fn choices(templates: &[Template], language: Language, chosen: &str) -> Vec<Choice> {
    let mut all: Vec<(bool, Choice)> = Vec::new();
    for template in templates {
        for (own, _) in &template.texts {
            let label = format!("{} ({})", template.name, own.name());
            all.push((*own != language, Choice::new(format!("{}.{own}", template.id), label, chosen)));
        }
    }
    all.sort_by_key(|(is_other, _)| *is_other);
    all.into_iter().map(|(_, choice)| choice).collect()
}

/// What the fields of a template hold for this idea.
fn values(who: &Manager, loaded: &Loaded, status: &str) -> Vec<(&'static str, String)> {
    let (idea, catalog) = (&loaded.idea, &who.settings.catalog);
    let chosen = status.parse().ok().and_then(|id: StatusId| catalog.status(id).ok());
    let board = catalog.board(idea.board_id).map(|board| board.name.clone()).unwrap_or_default();
    // Where the board hides counts, whoever answers decides whether to tell.
    let is_hidden = catalog.hides_counts(Some(idea.board_id), false);
    let votes = if is_hidden { String::new() } else { who.words.number(idea.ranks.promotions) };
    vec![
        ("author", loaded.name_of_author(who)),
        ("title", idea.title.clone()),
        ("board", board),
        ("team", loaded.team().unwrap_or_default()),
        ("status", chosen.map(|status| status.label(&who.words)).unwrap_or_default()),
        ("votes", votes),
        ("me", who.person.label(&who.words)),
    ]
}

/// The form with what was asked for: a template's text, proposals, or one of them. What was typed stays before it.
pub async fn helped(
    who: &Manager,
    loaded: &Loaded,
    fields: &Fields,
    mut form: AnswerForm,
) -> Result<AnswerForm> {
    let templates = &loaded.templates;
    if fields.has("fill") {
        let text = chosen_text(templates, fields.get("template"));
        add(&mut form, text, &values(who, loaded, fields.get("status")));
    }
    let is_silent = !form.errors.is_empty() && clean::is_invisible(&form.response);
    let wants_reason = is_silent && status_of(who, &form).is_some_and(|own| own.wants_reason);
    if wants_reason || fields.has("propose") || fields.has("take") {
        let found = proposals(who, loaded).await?;
        if let Some(taken) = found.iter().find(|own| own.key() == fields.get("take")) {
            take(who, loaded, &mut form, taken);
        } else {
            form.no_proposals = found.is_empty();
            let values = values(who, loaded, &form.status);
            form.proposals = found.iter().map(|own| card(who, own, &values)).collect();
        }
    }
    Ok(form)
}

fn chosen_text<'t>(templates: &'t [Template], chosen: &str) -> Option<&'t str> {
    let (id, language) = chosen.split_once('.')?;
    let (id, language): (TemplateId, Language) = (id.parse().ok()?, Language::parse(language)?);
    templates.iter().find(|own| own.id == id)?.text(language)
}

fn add(form: &mut AnswerForm, text: Option<&str>, values: &[(&'static str, String)]) {
    let Some(text) = text else { return };
    let text = replies::filled(text, values);
    let typed = form.response.trim_end();
    form.response = if typed.is_empty() { text } else { format!("{typed}\n\n{text}") };
}

fn status_of<'w>(who: &'w Manager, form: &AnswerForm) -> Option<&'w Status> {
    who.settings.catalog.status(form.status.parse().ok()?).ok()
}

/// In the language of the author, who is to read them.
async fn proposals(who: &Manager, loaded: &Loaded) -> Result<Vec<Proposal>> {
    let (idea, viewer, language) = (loaded.idea.clone(), who.viewer(), loaded.language_of_author(who));
    who.state.db.read(move |db: &mut Db| propose::proposals(db, &idea, viewer, language)).await
}

/// The text goes into the form; so does the status, if the one chosen is no decline, and the effort, if none is.
fn take(who: &Manager, loaded: &Loaded, form: &mut AnswerForm, taken: &Proposal) {
    let declines = status_of(who, form).is_some_and(|own| own.wants_reason);
    if let Source::Answer { status, .. } = &taken.source {
        let fits = who.settings.catalog.status(*status).is_ok_and(|own| own.board_id == loaded.idea.board_id);
        if fits && !declines {
            form.status = status.to_string();
        }
    }
    if form.effort.is_empty() {
        form.effort = taken.effort.map_or("", Effort::as_str).to_owned();
    }
    let values = values(who, loaded, &form.status);
    add(form, Some(&taken.body), &values);
}

fn card(who: &Manager, own: &Proposal, values: &[(&'static str, String)]) -> ProposalCard {
    let words = &who.words;
    let from = match &own.source {
        Source::Answer { title, .. } => words.one("propose-from-answer", "title", title),
        Source::Template { name, .. } => words.one("propose-from-template", "name", name),
    };
    let why = if own.shared.is_empty() {
        words.get("propose-why-alike")
    } else {
        words.one("propose-why", "words", own.shared.join(", "))
    };
    ProposalCard {
        key: own.key(),
        from,
        why,
        effort: own.effort.map(|band| words.get(labels::effort_word(Some(band)))).unwrap_or_default(),
        body: replies::filled(&own.body, values),
    }
}
