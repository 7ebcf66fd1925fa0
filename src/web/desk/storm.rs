//! A session on the desk: publishing, extending and ending it, its ideas, its answer, its history.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::fields::Fields;
use crate::calls::{Phase, moment, moment_field};
use crate::db::Db;
use crate::error::Error;
use crate::history::{Act, ActKind};
use crate::http::guard::MayCall;
use crate::ideas::links::parse_target;
use crate::ideas::list::{Cards, Listed};
use crate::ids::{IdeaId, StormId};
use crate::settings::Settings;
use crate::storms::ideas::{Merged, Size};
use crate::storms::{self, AnswerDraft, Storm, queries};
use crate::time::Timestamp;
use crate::triage::desk;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::{People, Who};

/// A line of the history.
pub struct Told {
    who: Option<Who>,
    text: String,
    at: Timestamp,
}

/// What was typed into the page's forms.
struct Typed {
    ends: String,
    idea: String,
    summary: String,
    answer: String,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/storm.html")]
pub struct StormPage {
    layout: Layout,
    tabs: Tabs,
    storm: Storm,
    phase: Phase,
    board: String,
    zone: &'static str,
    size: Size,
    ideas: Vec<Listed>,
    has_more: bool,
    merged: Vec<Merged>,
    history: Vec<Told>,
    typed: Typed,
    /// Keys of answer and summary on the reader's device.
    draft_keys: (String, String),
    /// Whether somebody changed the session while the answer was typed: what they stored is shown besides.
    is_changed: bool,
    form: FormErrors,
}

/// The page that asks before a session ends, or a draft goes.
#[derive(Template)]
#[template(path = "desk/storm_confirm.html")]
pub struct ConfirmPage {
    layout: Layout,
    storm: Storm,
    is_close: bool,
}

/// Shows the page.
pub async fn page(who: MayCall, storm: Path<StormId>) -> Result {
    let page = StormPage::load(&who, storm.into_inner(), FormErrors::default(), &Fields::default()).await?;
    Ok(Html(page).with_status(StatusCode::OK))
}

impl StormPage {
    /// The page with what was typed, where something was.
    async fn load(who: &MayCall, id: StormId, form: FormErrors, fields: &Fields) -> Result<Self> {
        let (viewer, settings) = (who.viewer(), Arc::clone(&who.settings));
        let read = move |db: &mut Db| {
            let found = storms::ideas::ranked(db, id, viewer, None)?;
            let history = queries::history(db, id)?;
            let people = People::load(db, history.iter().filter_map(|act| act.actor_id))?;
            let merged = storms::ideas::merged(db, id, viewer, &settings.catalog)?;
            let size = storms::ideas::sizes(db, &[id], viewer)?.remove(&id).unwrap_or_default();
            let cards = Cards::load(db, &found.items, viewer)?;
            let storm = queries::find(db, id)?;
            Ok((storm, found, cards, merged, size, (history, people), desk::counts(db)?))
        };
        let (storm, found, cards, merged, size, (history, people), counts) = who.state.db.read(read).await?;
        let zone = who.settings.site.zone();
        let or = |name: &str, stored: &str| fields.chosen(name, stored).to_owned();
        let board = who.settings.catalog.board(storm.board_id);
        Ok(Self {
            layout: Layout::new(who),
            tabs: Tabs { current: "/desk/storms", counts },
            phase: storm.phase(who.now),
            board: board.map(|board| board.name.clone()).unwrap_or_default(),
            zone: zone.name(),
            size,
            ideas: cards.ideas,
            has_more: found.next.is_some(),
            merged,
            history: history.iter().filter_map(|act| told(who, act, &people)).collect(),
            typed: Typed {
                ends: or("ends", &moment_field(storm.ends_at, zone)),
                idea: or("idea", ""),
                summary: or("summary", &storm.summary),
                answer: or("answer", &storm.answer),
            },
            draft_keys: draft_keys(who, id),
            is_changed: false,
            storm,
            form,
        })
    }
}

fn draft_keys(who: &MayCall, storm: StormId) -> (String, String) {
    let key = |field: &str| format!("p{}-storm-{storm}-{field}", who.person.id);
    (key("answer"), key("summary"))
}

fn told(who: &MayCall, act: &Act, people: &People) -> Option<Told> {
    let to = act.detail().get("to").and_then(serde_json::Value::as_i64).map(Timestamp::from_micros);
    let text = match (word(act.kind)?, to) {
        (key, Some(to)) => who.words.one(key, "to", who.words.date_time(to)),
        (key, None) => who.words.get(key),
    };
    Some(Told { who: act.actor_id.map(|id| people.who(id, who)), text, at: act.created_at })
}

fn word(kind: ActKind) -> Option<&'static str> {
    Some(match kind {
        ActKind::StormMade => "storm-act-made",
        ActKind::StormChanged => "storm-act-changed",
        ActKind::StormPublished => "storm-act-published",
        ActKind::StormExtended => "storm-act-extended",
        ActKind::StormEnded => "storm-act-ended",
        ActKind::StormOpened => "storm-act-opened",
        ActKind::StormClosed => "storm-act-closed",
        ActKind::StormAnswered => "storm-act-answered",
        ActKind::StormAdded => "storm-act-added",
        ActKind::StormRemoved => "storm-act-removed",
        _ => return None,
    })
}

/// Goes back to the page after an act, or shows it again with what was typed and what is wrong. An answer that is being
/// typed meanwhile stays on the reader's device.
async fn done(
    who: &MayCall,
    id: StormId,
    done: crate::error::Result<()>,
    flash: &str,
    fields: &Fields,
) -> Result {
    match done {
        Ok(()) => {
            who.state.reload().await?;
            who.session.flash(flash);
        }
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let page = StormPage::load(who, id, form, fields).await?;
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    }
    Ok(see_other(&who.state.links.desk_storm(id)))
}

/// Runs an act that needs no more than the session.
async fn act(
    who: &MayCall,
    f: impl Fn(&mut Db, &crate::people::Person, &Settings) -> crate::error::Result<()> + Send + 'static,
) -> crate::error::Result<()> {
    let (person, settings) = (who.person.clone(), Arc::clone(&who.settings));
    who.state.db.write(move |db| f(db, &person, &settings)).await
}

/// Publishes a draft.
pub async fn publish(who: MayCall, storm: Path<StormId>) -> Result {
    let (id, now) = (storm.into_inner(), who.now);
    let result = act(&who, move |db, by, settings| storms::publish(db, by, id, &settings.catalog, now)).await;
    who.state.wake_worker();
    done(&who, id, result, "flash-storm-published", &Fields::default()).await
}

/// Moves the end to a later moment.
pub async fn extend(who: MayCall, storm: Path<StormId>, fields: Fields) -> Result {
    let (id, now) = (storm.into_inner(), who.now);
    let ends = moment(fields.get("ends"), who.settings.site.zone());
    let result =
        act(&who, move |db, by, settings| storms::extend(db, by, id, ends, &settings.catalog, now)).await;
    done(&who, id, result, "flash-storm-extended", &fields).await
}

/// Asks before a session ends early, or a draft goes.
pub async fn confirm(who: MayCall, storm: Path<StormId>, request: HttpRequest) -> Result<Html<ConfirmPage>> {
    let id = storm.into_inner();
    let storm = who.state.db.read(move |db| queries::find(db, id)).await?;
    let is_close = request.path().ends_with("/close");
    Ok(Html(ConfirmPage { layout: Layout::new(&who), storm, is_close }))
}

/// Ends a session now.
pub async fn close(who: MayCall, storm: Path<StormId>) -> Result {
    let (id, now) = (storm.into_inner(), who.now);
    let result = act(&who, move |db, by, settings| storms::close(db, by, id, &settings.catalog, now)).await;
    who.state.wake_worker();
    done(&who, id, result, "flash-storm-ended", &Fields::default()).await
}

/// Deletes a draft.
pub async fn discard(who: MayCall, storm: Path<StormId>) -> Result {
    let id = storm.into_inner();
    if let Err(error) = act(&who, move |db, by, _| storms::discard(db, by, id)).await {
        return done(&who, id, Err(error), "", &Fields::default()).await;
    }
    who.session.flash("flash-storm-discarded");
    Ok(see_other(&who.state.links.to("/desk/storms")))
}

/// Keeps summary and answer, or publishes them.
pub async fn answer(who: MayCall, storm: Path<StormId>, fields: Fields) -> Result {
    let (id, now, publishes) = (storm.into_inner(), who.now, fields.has("publish"));
    let result = match AnswerDraft::parse(fields.get("summary"), fields.get("answer"), publishes) {
        Ok(draft) => {
            let draft = draft.seen(fields.seen());
            act(&who, move |db, by, settings| storms::answer(db, by, id, &draft, &settings.catalog, now))
                .await
        }
        Err(error) => Err(error),
    };
    if let Err(Error::Conflict(key @ "error-storm-changed")) = result {
        let form = FormErrors::from_error(Error::field("answer", key), &who.words)?;
        let page = StormPage { is_changed: true, ..StormPage::load(&who, id, form, &fields).await? };
        return Ok(Html(page).with_status(StatusCode::CONFLICT));
    }
    if result.is_err() {
        return done(&who, id, result, "", &fields).await;
    }
    let flash = if publishes { "flash-storm-answered" } else { "flash-storm-answer-kept" };
    let (answer, summary) = draft_keys(&who, id);
    who.session.flash_and_clear(flash, &format!("{answer} {summary}"));
    Ok(see_other(&who.state.links.desk_storm(id)))
}

/// Puts an idea that is there already into the session.
pub async fn add_idea(who: MayCall, storm: Path<StormId>, fields: Fields) -> Result {
    let (id, now) = (storm.into_inner(), who.now);
    let result = match parse_target(fields.get("idea")) {
        Ok(idea) => {
            let add = move |db: &mut Db, by: &crate::people::Person, settings: &Settings| {
                storms::ideas::add(db, by, id, idea, &settings.catalog, now).map(drop)
            };
            act(&who, add).await
        }
        Err(_) => Err(Error::field("idea", "error-link-target")),
    };
    done(&who, id, result, "flash-storm-idea-added", &fields).await
}

/// Takes an idea out of the session.
pub async fn remove_idea(who: MayCall, path: Path<(StormId, IdeaId)>) -> Result {
    let ((id, idea), now) = (path.into_inner(), who.now);
    let remove = move |db: &mut Db, by: &crate::people::Person, settings: &Settings| {
        storms::ideas::remove(db, by, (id, idea), &settings.catalog, now)
    };
    let result = act(&who, remove).await;
    done(&who, id, result, "flash-storm-idea-removed", &Fields::default()).await
}
