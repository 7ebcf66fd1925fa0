//! Lenses: the list, the form of one, copying and deleting.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::columns as cells;
use super::fields::{Fields, QueryFields};
use super::review::kept_by_lens;
use crate::accounts::segments::{self, Segment};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Manager;
use crate::ids::{LensId, PersonId};
use crate::people::Person;
use crate::text::words::Words;
use crate::triage::columns::{self, DeskColumn};
use crate::triage::lenses::{Lens, LensDraft, LensInput, ReachBy, Weights, scores, store};
use crate::triage::rules::{self, Named, following, refuse_named};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// One lens in the list.
pub struct Row {
    lens: Lens,
    owner: String,
    may_change: bool,
}

/// The list: one's own, and those that are shared.
#[derive(Template)]
#[template(path = "desk/lenses.html")]
pub struct LensesPage {
    layout: Layout,
    rows: Vec<Row>,
}

/// Shows the list.
pub async fn list(who: Manager) -> Result<Html<LensesPage>> {
    let person = who.person.id;
    let load = move |db: &mut Db| {
        let lenses = store::list(db, person)?;
        let ids: Vec<PersonId> = lenses.iter().map(|lens| lens.owner_id).collect();
        Ok((lenses, crate::people::queries::by_ids(db, &ids)?))
    };
    let (lenses, people) = who.state.db.read(load).await?;
    let name = |id: PersonId| {
        let known = people.iter().find(|person| person.id == id);
        known.map_or_else(|| who.words.get("person-former"), |person: &Person| person.label(&who.words))
    };
    let row = |lens: Lens| Row {
        owner: name(lens.owner_id),
        may_change: store::may_change(&who.person, &lens),
        lens,
    };
    Ok(Html(LensesPage { layout: Layout::new(&who), rows: lenses.into_iter().map(row).collect() }))
}

/// The form of a lens.
#[derive(Template)]
#[template(path = "desk/lens_form.html")]
pub struct LensPage {
    layout: Layout,
    lens: Option<LensId>,
    /// When it was last changed, as of this form.
    seen: String,
    typed: LensInput,
    columns: Vec<Choice>,
    segments: Vec<Choice>,
    reach: Vec<Choice>,
    /// The names of the rules that follow it.
    followers: Vec<String>,
    form: FormErrors,
}

/// The page that asks before a lens goes.
#[derive(Template)]
#[template(path = "desk/lens_delete.html")]
pub struct DeletePage {
    layout: Layout,
    lens: Lens,
}

fn input(fields: &Fields) -> LensInput {
    let get = |name: &str| fields.get(name).to_owned();
    LensInput {
        name: get("name"),
        is_shared: fields.has("is_shared"),
        // Whatever came: only what filters the list is kept.
        query: kept_by_lens(&Fields::parse(fields.get("query").as_bytes())),
        columns: fields.all("columns"),
        reach_by: get("reach_by"),
        segment: get("lens_segment"),
        of_segment: get("of_segment"),
        plan: get("lens_plan"),
        of_plan: get("of_plan"),
        at_risk: get("at_risk"),
        others: get("others"),
    }
}

fn names(columns: &[DeskColumn]) -> Vec<String> {
    columns.iter().map(ToString::to_string).collect()
}

/// A stored lens as the fields of its form.
fn input_of(lens: &Lens) -> crate::error::Result<LensInput> {
    let weights: Weights = lens.weights()?;
    Ok(LensInput {
        name: lens.name.clone(),
        is_shared: lens.is_shared,
        query: lens.query.clone(),
        columns: names(&lens.columns()),
        reach_by: lens.reach_by.to_string(),
        segment: weights.segment.map(|id| id.to_string()).unwrap_or_default(),
        of_segment: weights.of_segment.to_string(),
        plan: weights.plan.unwrap_or_default(),
        of_plan: weights.of_plan.to_string(),
        at_risk: weights.at_risk.to_string(),
        others: weights.others.to_string(),
    })
}

fn filled(who: &Manager, lens: Option<LensId>, segments: &[Segment], typed: LensInput) -> LensPage {
    let words = &who.words;
    let column = |own: &DeskColumn| Choice {
        value: own.to_string(),
        label: words.get(cells::word(*own)),
        is_chosen: typed.columns.iter().any(|name| name == own.as_str()),
    };
    let none = Choice::new("", words.get("lens-segment-none"), &typed.segment);
    let segment = |own: &Segment| Choice::new(own.id, &own.name, &typed.segment);
    LensPage {
        layout: Layout::new(who),
        lens,
        seen: String::new(),
        columns: DeskColumn::ALL.iter().map(column).collect(),
        segments: std::iter::once(none).chain(segments.iter().map(segment)).collect(),
        reach: reach(words, &typed.reach_by),
        typed,
        followers: Vec::new(),
        form: FormErrors::default(),
    }
}

fn reach(words: &Words, chosen: &str) -> Vec<Choice> {
    let chosen = ReachBy::parse(chosen).unwrap_or(ReachBy::People);
    let key = |by: ReachBy| match by {
        ReachBy::People => "lens-reach-people",
        ReachBy::Accounts => "lens-reach-accounts",
    };
    ReachBy::ALL.iter().map(|by| Choice::new(by, words.get(key(*by)), chosen.as_str())).collect()
}

/// Shows the form of a new lens, with the filters of the address and one's own columns.
pub async fn new_page(who: Manager, query: QueryFields) -> Result<Html<LensPage>> {
    let person = who.person.id;
    let load = move |db: &mut Db| Ok((segments::list(db)?, columns::of(db, person)?));
    let (segments, columns) = who.state.db.read(load).await?;
    let typed = LensInput { query: kept_by_lens(&query.0), columns: names(&columns), ..LensInput::default() };
    Ok(Html(filled(&who, None, &segments, typed)))
}

/// Shows the form of a lens; with the filters of the address, when there are any.
pub async fn edit_page(who: Manager, lens: Path<LensId>, query: QueryFields) -> Result<Html<LensPage>> {
    let (id, person) = (lens.into_inner(), who.person.clone());
    let load = move |db: &mut Db| {
        let lens = store::find(db, &person, id)?;
        match store::may_change(&person, &lens) {
            true => Ok((lens, segments::list(db)?, following(db, Named::Lens(id))?)),
            false => Err(crate::error::Error::Forbidden("error-lens-others")),
        }
    };
    let (lens, segments, followers) = who.state.db.read(load).await?;
    let mut typed = input_of(&lens)?;
    if query.0.has("own") {
        typed.query = kept_by_lens(&query.0);
    }
    let seen = lens.updated_at.micros().to_string();
    Ok(Html(LensPage { seen, followers, ..filled(&who, Some(id), &segments, typed) }))
}

/// Makes a lens.
pub async fn create(who: Manager, fields: Fields) -> Result {
    save(&who, None, &fields).await
}

/// Changes a lens.
pub async fn update(who: Manager, lens: Path<LensId>, fields: Fields) -> Result {
    save(&who, Some(lens.into_inner()), &fields).await
}

/// A lens that a rule asks for stays shared, and its filters are for those who may change rules.
fn refuse_followed(
    db: &mut Db,
    person: &Person,
    lens: LensId,
    draft: &LensDraft,
) -> crate::error::Result<()> {
    if store::find(db, person, lens)?.query != draft.query() {
        rules::refuse_followed(db, person, Named::Lens(lens), "error-lens-followed")?;
    }
    match refuse_named(db, Named::Lens(lens)) {
        Err(Error::Conflict(_)) if !draft.is_shared() => Err(Error::field("is_shared", "error-lens-named")),
        Err(Error::Conflict(_)) => Ok(()),
        other => other,
    }
}

async fn save(who: &Manager, lens: Option<LensId>, fields: &Fields) -> Result {
    let (now, person, typed, seen) = (who.now, who.person.clone(), input(fields), fields.seen());
    let segments = who.state.db.read(segments::list).await?;
    let done = match LensDraft::parse(&typed, &segments) {
        Ok(draft) => {
            let write = move |db: &mut Db| match lens {
                Some(id) => {
                    refuse_followed(db, &person, id, &draft)?;
                    store::update(db, &person, id, seen, &draft, now).map(|()| id)
                }
                None => store::create(db, &person, &draft, now),
            };
            who.state.db.write(write).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(id) => {
            who.state.work.notify_one();
            who.session.flash("flash-lens-saved");
            Ok(see_other(&who.state.links.to(&format!("/desk?lens={id}"))))
        }
        Err(error) => {
            let (form, code) = FormErrors::from_save(error, &who.words)?;
            let seen = match lens {
                Some(id) if code == StatusCode::CONFLICT => now_at(who, id).await?,
                _ => fields.get("seen").to_owned(),
            };
            let followers = match lens {
                Some(id) => who.state.db.read(move |db| following(db, Named::Lens(id))).await?,
                None => Vec::new(),
            };
            let page = LensPage { form, seen, followers, ..filled(who, lens, &segments, typed) };
            Ok(Html(page).with_status(code))
        }
    }
}

/// When a lens was last changed.
async fn now_at(who: &Manager, lens: LensId) -> crate::error::Result<String> {
    let person = who.person.clone();
    let there = who.state.db.read(move |db| store::find(db, &person, lens)).await?;
    Ok(there.updated_at.micros().to_string())
}

/// Makes a lens of one's own like this one.
pub async fn copy(who: Manager, lens: Path<LensId>) -> Result {
    let (id, person, now) = (lens.into_inner(), who.person.clone(), who.now);
    let copy = who.state.db.write(move |db| store::copy(db, &person, id, now)).await?;
    who.state.work.notify_one();
    who.session.flash("flash-lens-copied");
    Ok(see_other(&who.state.links.to(&format!("/desk/lenses/{copy}"))))
}

/// Has the order of a lens computed anew.
pub async fn refresh(who: Manager, lens: Path<LensId>) -> Result {
    let (id, person, now) = (lens.into_inner(), who.person.clone(), who.now);
    let write = move |db: &mut Db| {
        let lens = store::find(db, &person, id)?;
        if lens.is_weighted { scores::enqueue(db, id, lens.updated_at, now) } else { Ok(()) }
    };
    who.state.db.write(write).await?;
    who.state.work.notify_one();
    who.session.flash("flash-lens-refresh");
    Ok(see_other(&who.state.links.to(&format!("/desk?lens={id}"))))
}

/// Asks before a lens goes.
pub async fn confirm_delete(who: Manager, lens: Path<LensId>) -> Result<Html<DeletePage>> {
    let (id, person) = (lens.into_inner(), who.person.clone());
    let lens = who.state.db.read(move |db| store::find(db, &person, id)).await?;
    Ok(Html(DeletePage { layout: Layout::new(&who), lens }))
}

/// Deletes a lens.
pub async fn delete(who: Manager, lens: Path<LensId>) -> Result {
    let (id, person) = (lens.into_inner(), who.person.clone());
    let done = who.state.db.write(move |db| {
        refuse_named(db, Named::Lens(id))?;
        store::delete(db, &person, id)
    });
    match done.await {
        Ok(()) => who.session.flash("flash-lens-deleted"),
        Err(Error::Conflict(_)) => who.session.flash_error("error-lens-named"),
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&who.state.links.to("/desk/lenses")))
}
