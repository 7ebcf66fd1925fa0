//! What an idea's impact is made of: each factor as it follows from the rows and as it counts, a form for each, and the
//! history of what was set by hand.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use super::idea::id_in;
use super::labels;
use crate::accounts::Demand;
use crate::accounts::demand;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Manager;
use crate::ideas::{Idea, queries};
use crate::ids::{FactorOverrideId, IdeaId, PersonId};
use crate::merges;
use crate::people::Person;
use crate::ranking::impact::{Effort, Impact};
use crate::text::words::{Arg, Words};
use crate::triage::factors::{self, Factor, Override, OverrideDraft};
use crate::triage::policy;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// A factor with its form.
pub struct Row {
    name: &'static str,
    label: String,
    computed: String,
    used: String,
    is_set: bool,
    hint: String,
    to_id: String,
    note_id: String,
    bands: Vec<Choice>,
    to: String,
    note: String,
    seen: String,
    errors: FormErrors,
}

/// An entry of the history.
pub struct Entry {
    row: Override,
    factor: String,
    who: String,
    from: String,
    to: String,
    may_undo: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/factors.html")]
pub struct FactorsPage {
    layout: Layout,
    idea: Idea,
    sentence: String,
    rows: Vec<Row>,
    history: Vec<Entry>,
    errors: FormErrors,
}

/// A form that came back.
struct Returned<'f> {
    factor: Factor,
    fields: &'f Fields,
    errors: FormErrors,
}

struct Loaded {
    idea: Idea,
    demand: Demand,
    history: Vec<Override>,
    people: HashMap<PersonId, Person>,
}

fn load(db: &mut Db, id: IdeaId, who: crate::ideas::Viewer) -> crate::error::Result<Loaded> {
    let idea = queries::find_visible(db, id, who)?;
    let history = factors::history(db, id)?;
    let ids: Vec<PersonId> = history.iter().map(|own| own.person_id).collect();
    let people = crate::people::queries::by_ids(db, &ids)?;
    Ok(Loaded {
        demand: demand::of_ideas(db, &[id])?.remove(&id).unwrap_or_default(),
        people: people.into_iter().map(|person| (person.id, person)).collect(),
        idea,
        history,
    })
}

/// Shows the factors and their history.
pub async fn page(who: Manager, idea: Path<String>) -> Result {
    let id = id_in(&idea)?;
    let home = who.state.db.read(move |db| merges::home(db, id)).await?;
    if home != id {
        return Ok(see_other(&format!("{}/factors", who.state.links.desk_idea(home))));
    }
    show(&who, id, None).await
}

async fn show(who: &Manager, id: IdeaId, returned: Option<Returned<'_>>) -> Result {
    let viewer = who.viewer();
    let loaded = who.state.db.read(move |db| load(db, id, viewer)).await?;
    let impact = loaded.idea.impact();
    let code = if returned.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = FactorsPage {
        layout: Layout::new(who),
        sentence: sentence(&who.words, &impact, &loaded.demand),
        rows: Factor::ALL
            .iter()
            .map(|own| row(who, *own, &loaded.idea, &impact, returned.as_ref()))
            .collect(),
        history: entries(who, &loaded),
        errors: returned.map(|own| own.errors).unwrap_or_default(),
        idea: loaded.idea,
    };
    Ok(Html(page).with_status(code))
}

/// Why the impact is what it is, with the numbers.
pub fn sentence(words: &Words, impact: &Impact, demand: &Demand) -> String {
    let factors = &impact.factors;
    let number = |factor: Factor, at: f64| Arg::from(shown(words, factor, at));
    let reach = shown(words, Factor::Reach, factors.reach);
    let product = words.with(
        if reach == words.number(1) { "factor-sentence-one" } else { "factor-sentence" },
        &[
            ("impact", labels::score(words, impact.score).into()),
            ("reach", reach.into()),
            ("value", number(Factor::Value, factors.value)),
            ("confidence", number(Factor::Confidence, factors.confidence)),
            ("effort", words.decimal(factors.effort, 0).into()),
        ],
    );
    let votes = words.count("desk-votes", i64::from(impact.counted));
    let held = words.count("desk-held", i64::from(impact.held));
    let asking = words.count("factor-asked-by", impact.asked.accounts);
    let worth = labels::moneys(words, &demand.values);
    let worth =
        if worth.is_empty() { worth } else { format!(", {}", words.one("desk-value-month", "value", worth)) };
    format!("{product} {asking}{worth}; {votes}, {held}.")
}

/// A factor as the reader writes numbers; effort with its band.
pub fn shown(words: &Words, factor: Factor, number: f64) -> String {
    match factor {
        Factor::Reach => words.decimal(number, 0),
        Factor::Value => words.decimal(number, 1),
        Factor::Confidence => words.decimal(number, 2),
        Factor::Effort => match factors::band(number) {
            Some(band) => format!("÷ {} ({})", words.decimal(number, 0), labels::effort(Some(band))),
            None => format!("÷ {}", words.decimal(number, 0)),
        },
    }
}

fn row(who: &Manager, factor: Factor, idea: &Idea, impact: &Impact, returned: Option<&Returned<'_>>) -> Row {
    let words = &who.words;
    let (computed, used) = factor.of(impact);
    let set = factor.set_in(&idea.set);
    let typed = returned.filter(|own| own.factor == factor);
    let to = match (typed, set) {
        (Some(own), _) => own.fields.get("to").to_owned(),
        (None, Some(by)) if factor == Factor::Effort => {
            factors::band(by).map_or("", Effort::as_str).to_owned()
        }
        (None, Some(number)) => number.to_string(),
        (None, None) => String::new(),
    };
    let rows = Choice::new("", words.get("factor-from-rows"), &to);
    let band = |own: &Effort| Choice::new(own, words.get(labels::effort_word(Some(*own))), &to);
    let bands = match factor {
        Factor::Effort => std::iter::once(rows).chain(Effort::ALL.iter().map(band)).collect(),
        _ => Vec::new(),
    };
    // The fields of the form that came back have the names that its errors lead to.
    let id = |field: &str| if typed.is_some() { field.to_owned() } else { format!("{factor}-{field}") };
    Row {
        to_id: id("to"),
        note_id: id("note"),
        name: factor.as_str(),
        label: words.get(factor.word()),
        computed: shown(words, factor, computed),
        used: shown(words, factor, used),
        is_set: set.is_some(),
        hint: hint(words, factor, impact),
        bands,
        note: typed.map(|own| own.fields.get("note").to_owned()).unwrap_or_default(),
        // Whoever sends the form again has seen what stands there now.
        seen: factors::seen(set),
        errors: typed.map(|own| own.errors.clone()).unwrap_or_default(),
        to,
    }
}

/// Where a factor comes from.
fn hint(words: &Words, factor: Factor, impact: &Impact) -> String {
    match factor {
        Factor::Reach => words.get("factor-hint-reach"),
        Factor::Value => words.get("factor-hint-value"),
        Factor::Confidence => {
            let spread = words.decimal(impact.asked.spread, 2);
            words.one("factor-hint-confidence", "spread", spread)
        }
        Factor::Effort => words.get("factor-hint-effort"),
    }
}

fn entries(who: &Manager, loaded: &Loaded) -> Vec<Entry> {
    let words = &who.words;
    let mut newest: Vec<Factor> = Vec::new();
    let text = |factor, set: Option<f64>| match set {
        Some(number) => shown(words, factor, number),
        None => words.get("factor-from-rows"),
    };
    let mut entries = Vec::with_capacity(loaded.history.len());
    for row in &loaded.history {
        let may_undo = !newest.contains(&row.factor);
        newest.push(row.factor);
        let person = loaded.people.get(&row.person_id);
        entries.push(Entry {
            factor: words.get(row.factor.word()),
            who: person.map_or_else(|| words.get("person-former"), |person| person.label(words)),
            from: text(row.factor, row.before),
            to: text(row.factor, row.after),
            row: row.clone(),
            may_undo,
        });
    }
    entries
}

/// Sets a factor by hand.
pub async fn set(who: Manager, path: Path<(String, String)>, fields: Fields) -> Result {
    policy::may_score(&who.person)?;
    let (idea, factor) = path.into_inner();
    let (idea, factor) = (id_in(&idea)?, Factor::parse(&factor).ok_or(Error::NotFound)?);
    let (actor, now) = (who.person.clone(), who.now);
    let done = match OverrideDraft::parse(factor, fields.get("to"), fields.get("note"), fields.get("seen")) {
        Ok(draft) => who.state.db.write(move |db| factors::set(db, &actor, idea, &draft, now)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(is_new) => {
            who.session.flash(if is_new { "flash-factor-set" } else { "flash-factor-same" });
            Ok(see_other(&format!("{}/factors", who.state.links.desk_idea(idea))))
        }
        Err(Error::Conflict(key)) => {
            // What was typed is kept where the idea is now.
            let home = who.state.db.read(move |db| merges::home(db, idea)).await?;
            let errors = FormErrors::from_error(Error::field("to", key), &who.words)?;
            let mut page = show(&who, home, Some(Returned { factor, fields: &fields, errors })).await?;
            *page.status_mut() = StatusCode::CONFLICT;
            Ok(page)
        }
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            show(&who, idea, Some(Returned { factor, fields: &fields, errors })).await
        }
    }
}

/// Takes back what was set.
pub async fn undo(who: Manager, what: Path<FactorOverrideId>) -> Result {
    policy::may_score(&who.person)?;
    let (actor, what, now) = (who.person.clone(), what.into_inner(), who.now);
    let done = who.state.db.write(move |db| match factors::undo(db, &actor, what, now) {
        Err(Error::Conflict("error-factor-merged")) => {
            let idea = factors::find(db, what)?.idea_id;
            Ok((merges::home(db, idea)?, true))
        }
        other => Ok((other?, false)),
    });
    let (idea, is_merged) = done.await?;
    match is_merged {
        true => who.session.flash_error("error-factor-merged"),
        false => who.session.flash("flash-factor-undone"),
    }
    Ok(see_other(&format!("{}/factors", who.state.links.desk_idea(idea))))
}
