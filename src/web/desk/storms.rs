//! Storm sessions on the desk: the list, and the form that makes or changes one.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::fields::{Fields, QueryFields};
use super::there::{self, Stored};
use crate::calls::{Phase, moment_field};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::MayCall;
use crate::ids::StormId;
use crate::storms::ideas::{Size, sizes};
use crate::storms::{self, Storm, StormDraft, StormInput, queries};
use crate::time::{DAY, HOUR};
use crate::triage::desk;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// A session in the list.
pub struct Row {
    storm: Storm,
    phase: Phase,
    board: String,
    size: Size,
}

/// The list.
#[derive(Template)]
#[template(path = "desk/storms.html")]
pub struct StormsPage {
    layout: Layout,
    tabs: Tabs,
    rows: Vec<Row>,
    next: Option<String>,
}

/// Shows the list.
pub async fn list(who: MayCall, query: QueryFields) -> Result<Html<StormsPage>> {
    let (viewer, after) = (who.viewer(), query.0.get("after").parse::<StormId>().ok());
    let read = move |db: &mut Db| {
        let page = queries::all(db, after)?;
        let ids: Vec<StormId> = page.items.iter().map(|storm| storm.id).collect();
        Ok((page, sizes(db, &ids, viewer)?, desk::counts(db)?))
    };
    let (page, sizes, counts) = who.state.db.read(read).await?;
    let layout = Layout::new(&who);
    Ok(Html(StormsPage {
        tabs: Tabs { current: "/desk/storms", counts },
        rows: page.items.into_iter().map(|storm| row(&who, storm, &sizes)).collect(),
        next: page.next.map(|after| layout.links.to(&format!("/desk/storms?after={after}"))),
        layout,
    }))
}

fn row(who: &MayCall, storm: Storm, sizes: &HashMap<StormId, Size>) -> Row {
    let board = who.settings.catalog.board(storm.board_id);
    Row {
        phase: storm.phase(who.now),
        board: board.map(|board| board.name.clone()).unwrap_or_default(),
        size: sizes.get(&storm.id).copied().unwrap_or_default(),
        storm,
    }
}

/// The form of a session.
#[derive(Template)]
#[template(path = "desk/storm_form.html")]
pub struct StormForm {
    layout: Layout,
    storm: Option<Storm>,
    /// When it was last changed, as of this form.
    seen: String,
    phase: Phase,
    typed: StormInput,
    /// What somebody else stored meanwhile.
    there: Vec<(String, String)>,
    boards: Vec<Choice>,
    zone: &'static str,
    draft_key: String,
    form: FormErrors,
}

impl StormForm {
    fn new(who: &MayCall, storm: Option<Storm>, typed: StormInput, form: FormErrors) -> Self {
        let open = who.settings.catalog.boards.iter().filter(|board| board.archived_at.is_none());
        let boards = open.map(|board| Choice::new(board.id, &board.name, &typed.board)).collect();
        let key = storm.as_ref().map_or_else(|| "new".to_owned(), |storm| storm.id.to_string());
        Self {
            layout: Layout::new(who),
            phase: storm.as_ref().map_or(Phase::Draft, |storm| storm.phase(who.now)),
            draft_key: format!("p{}-storm-{key}", who.person.id),
            seen: storm.as_ref().map(|storm| storm.updated_at.micros().to_string()).unwrap_or_default(),
            there: Vec::new(),
            storm,
            boards,
            typed,
            zone: who.settings.site.zone().name(),
            form,
        }
    }

    fn is_draft(&self) -> bool {
        self.phase == Phase::Draft
    }

    fn has_begun(&self) -> bool {
        matches!(self.phase, Phase::Open | Phase::Closed)
    }
}

fn input(fields: &Fields) -> StormInput {
    let get = |name: &str| fields.get(name).to_owned();
    StormInput {
        question: get("question"),
        board: get("board"),
        rules: get("rules"),
        starts: get("starts"),
        ends: get("ends"),
    }
}

/// Shows an empty form: from tomorrow's morning on, for two weeks.
pub async fn new_page(who: MayCall) -> Result<Html<StormForm>> {
    let zone = who.settings.site.zone();
    let hour = crate::time::Timestamp::from_micros(who.now.micros() / HOUR * HOUR);
    let typed = StormInput {
        starts: moment_field(hour.plus(DAY), zone),
        ends: moment_field(hour.plus(15 * DAY), zone),
        ..StormInput::default()
    };
    Ok(Html(StormForm::new(&who, None, typed, FormErrors::default())))
}

/// Makes a session.
pub async fn create(who: MayCall, fields: Fields) -> Result {
    let (typed, now, settings) = (input(&fields), who.now, Arc::clone(&who.settings));
    let made = match StormDraft::parse(&typed, &settings.catalog, None, settings.site.zone()) {
        Ok(draft) => {
            let person = who.person.clone();
            let write = move |db: &mut Db| storms::create(db, &person, &draft, &settings.catalog, now);
            who.state.db.write(write).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(storm) => saved(&who, storm.id, "new").await,
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            Ok(Html(StormForm::new(&who, None, typed, form)).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn saved(who: &MayCall, storm: StormId, key: &str) -> Result {
    who.state.reload().await?;
    who.session.flash_and_clear("flash-storm-saved", &format!("p{}-storm-{key}", who.person.id));
    Ok(see_other(&who.state.links.desk_storm(storm)))
}

/// Shows the form of a session.
pub async fn edit_page(who: MayCall, storm: Path<StormId>) -> Result<Html<StormForm>> {
    let id = storm.into_inner();
    let storm = who.state.db.read(move |db| queries::find(db, id)).await?;
    let typed = StormInput::of(&storm, who.settings.site.zone());
    Ok(Html(StormForm::new(&who, Some(storm), typed, FormErrors::default())))
}

/// Changes a session. What can no longer be changed is taken as it is. Whoever saves what somebody else changed meanwhile,
/// or what is over, gets the form back as typed with what is stored now.
pub async fn update(who: MayCall, storm: Path<StormId>, fields: Fields) -> Result {
    let (id, now, settings) = (storm.into_inner(), who.now, Arc::clone(&who.settings));
    let before = who.state.db.read(move |db| queries::find(db, id)).await?;
    let typed = as_allowed(&before, before.phase(now), input(&fields), &who);
    let fixed = before.is_published.then_some(before.board_id);
    let done = match StormDraft::parse(&typed, &settings.catalog, fixed, settings.site.zone()) {
        Ok(draft) => {
            let (person, draft) = (who.person.clone(), draft.seen(fields.seen()));
            let write = move |db: &mut Db| storms::update(db, &person, id, &draft, &settings.catalog, now);
            who.state.db.write(write).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => saved(&who, id, &id.to_string()).await,
        Err(error) => again(&who, id, (&fields, typed), error).await,
    }
}

/// The form as typed, with what is wrong and what is stored now.
async fn again(who: &MayCall, id: StormId, (fields, typed): (&Fields, StormInput), error: Error) -> Result {
    let (form, code) = FormErrors::from_save_at("question", error, &who.words)?;
    let there = who.state.db.read(move |db| queries::find(db, id)).await?;
    let (stored, board) = (StormInput::of(&there, who.settings.site.zone()), there.board_id);
    let mut page = StormForm::new(who, Some(there), typed, form);
    if code == StatusCode::CONFLICT {
        page.there = there::differing(fields, &named(stored), &who.words);
        if fields.chosen("board", &board.to_string()) != board.to_string() {
            let name = who.settings.catalog.board(board).map(|board| board.name.clone());
            page.there.push(there::row("desk-board", &name.unwrap_or_default(), &who.words));
        }
    } else {
        page.seen = fields.get("seen").to_owned();
    }
    Ok(Html(page).with_status(code))
}

fn named(stored: StormInput) -> [Stored<'static>; 4] {
    [
        ("question", "storm-question", stored.question),
        ("rules", "storm-rules", stored.rules),
        ("starts", "call-starts", stored.starts),
        ("ends", "call-ends", stored.ends),
    ]
}

fn as_allowed(before: &Storm, phase: Phase, typed: StormInput, who: &MayCall) -> StormInput {
    let stored = StormInput::of(before, who.settings.site.zone());
    match phase {
        Phase::Draft => typed,
        Phase::Planned => StormInput { board: stored.board, ..typed },
        Phase::Open | Phase::Closed => {
            StormInput { board: stored.board, starts: stored.starts, ends: stored.ends, ..typed }
        }
    }
}
