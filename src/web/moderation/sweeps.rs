//! Hiding everything of somebody: what it would do, how far it has come, taking it back.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::{ReasonForm, remark, site_reasons, stored_reasons};
use crate::db::Db;
use crate::db::page::Page;
use crate::error::{Error, Result as Outcome};
use crate::http::guard::Moderator;
use crate::ids::{PersonId, SweepId};
use crate::moderation::sweep::{self, Preview, Sweep};
use crate::moderation::{NOTE_MAX, StoredReason, policy, queue};
use crate::people::{Person, queries};
use crate::time::Timestamp;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Sweeps on one page.
const SIZE: usize = 30;

#[derive(Template)]
#[template(path = "moderation/sweep.html")]
struct SweepPage {
    layout: Layout,
    form: FormErrors,
    name: String,
    person: PersonId,
    preview: Preview,
    action: String,
    reasons: Vec<Choice>,
    note: String,
    note_max: usize,
}

async fn find(who: &Moderator, person: PersonId) -> Outcome<(Person, Preview, Vec<StoredReason>)> {
    let moderator = who.person.clone();
    who.state
        .db
        .read(move |db| {
            let person = queries::find(db, person)?.ok_or(Error::NotFound)?;
            policy::may_sweep(&moderator, &person)?;
            let preview = sweep::preview(db, person.id)?;
            Ok((person, preview, stored_reasons::list(db)?))
        })
        .await
}

fn ask(
    who: &Moderator,
    (person, preview, stored): (Person, Preview, Vec<StoredReason>),
    form: FormErrors,
    typed: &ReasonForm,
) -> SweepPage {
    let layout = Layout::new(&who.visitor);
    SweepPage {
        name: person.label(&layout.words),
        person: person.id,
        preview,
        action: layout.links.to(&format!("/people/{}/sweep", person.id)),
        reasons: site_reasons(&layout.words, &stored, &typed.reason),
        note: typed.note.clone(),
        note_max: NOTE_MAX,
        form,
        layout,
    }
}

/// Says what would be hidden.
pub async fn form(who: Moderator, person: Path<PersonId>) -> Result {
    let found = find(&who, *person).await?;
    let page = ask(&who, found, FormErrors::default(), &ReasonForm::default());
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Begins it.
pub async fn begin(who: Moderator, person: Path<PersonId>, form: Form<ReasonForm>) -> Result {
    let person = *person;
    let remark = match remark(&who, &form.reason, &form.note).await {
        Ok(remark) => remark,
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            let page = ask(&who, find(&who, person).await?, errors, &form);
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let (moderator, settings, now) = (who.person.clone(), Arc::clone(&who.settings), who.now);
    let write = move |db: &mut Db| sweep::begin(db, &moderator, person, &remark, &settings, now);
    let id = who.state.db.write(write).await?;
    who.state.work.notify_one();
    Ok(see_other(&who.state.links.to(&format!("/moderation/sweeps/{id}"))))
}

/// A sweep in words.
struct Line {
    name: String,
    reason: String,
    state: &'static str,
    is_under_way: bool,
    is_done: bool,
    total: i64,
    hidden: i64,
    restored: i64,
    at: Timestamp,
    link: String,
    undo: String,
    /// Where the person is banned.
    ban: Option<String>,
}

impl Line {
    fn new(layout: &Layout, who: &Moderator, sweep: &Sweep, person: Option<&Person>) -> Self {
        let link = layout.links.to(&format!("/moderation/sweeps/{}", sweep.id));
        let may_ban = person.is_some_and(|person| policy::may_ban(&who.person, person).is_ok());
        Self {
            name: person.map_or_else(String::new, |person| person.label(&layout.words)),
            reason: layout.words.get(sweep.reason.word()),
            state: sweep.state.word(),
            is_under_way: sweep.is_under_way(),
            is_done: sweep.state == sweep::SweepState::Hidden,
            total: sweep.total,
            hidden: sweep.hidden_count,
            restored: sweep.restored_count,
            at: sweep.created_at,
            undo: format!("{link}/undo"),
            ban: may_ban.then(|| layout.links.to(&format!("/people/{}/ban", sweep.person_id))),
            link,
        }
    }
}

#[derive(Template)]
#[template(path = "moderation/sweep_show.html")]
struct ShowPage {
    layout: Layout,
    sweep: Line,
}

/// How far it has come.
pub async fn show(who: Moderator, id: Path<SweepId>) -> Result {
    let id = *id;
    let found = who.state.db.read(move |db| {
        let sweep = sweep::find(db, id)?;
        let person = queries::find(db, sweep.person_id)?;
        Ok((sweep, person))
    });
    let (sweep, person) = found.await?;
    let layout = Layout::new(&who.visitor);
    let sweep = Line::new(&layout, &who, &sweep, person.as_ref());
    Ok(Html(ShowPage { sweep, layout }).with_status(StatusCode::OK))
}

/// The form of an undo has nothing in it.
#[derive(Debug, Deserialize)]
pub struct UndoForm {}

/// Takes it back.
pub async fn undo(who: Moderator, id: Path<SweepId>, _: Form<UndoForm>) -> Result {
    let (id, moderator, now) = (*id, who.person.clone(), who.now);
    who.state.db.write(move |db| sweep::undo(db, &moderator, id, now)).await?;
    who.state.work.notify_one();
    Ok(see_other(&who.state.links.to(&format!("/moderation/sweeps/{id}"))))
}

/// Where the list begins.
#[derive(Debug, Deserialize)]
pub struct SweepsQuery {
    after: Option<SweepId>,
}

#[derive(Template)]
#[template(path = "moderation/sweeps.html")]
struct SweepsPage {
    layout: Layout,
    waiting: i64,
    rows: Vec<Line>,
    next: Option<String>,
}

/// All sweeps, newest first.
pub async fn list(who: Moderator, query: Query<SweepsQuery>) -> Result<Html<impl Template>> {
    let after = query.after;
    let limit = i64::try_from(SIZE).unwrap_or(i64::MAX).saturating_add(1);
    let found = who.state.db.read(move |db| {
        let rows = sweep::list(db, after, limit)?;
        let ids: Vec<PersonId> = rows.iter().map(|sweep| sweep.person_id).collect();
        Ok((rows, queries::by_ids(db, &ids)?, queue::count(db)?))
    });
    let (rows, people, waiting) = found.await?;
    let layout = Layout::new(&who.visitor);
    let page =
        Page::cut(rows, SIZE, |sweep| layout.links.to(&format!("/moderation/sweeps?after={}", sweep.id)));
    let line = |sweep: &Sweep| {
        Line::new(&layout, &who, sweep, people.iter().find(|person| person.id == sweep.person_id))
    };
    let rows = page.items.iter().map(line).collect();
    Ok(Html(SweepsPage { rows, next: page.next, waiting, layout }))
}
