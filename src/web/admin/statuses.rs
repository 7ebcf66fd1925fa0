//! The statuses of a board.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use askama::Template;
use serde::Deserialize;

use super::{ConfirmPage, StepForm, done, refused};
use crate::boards::statuses::{self, StatusDraft};
use crate::boards::{Status, StatusKind, Step};
use crate::http::guard::Admin;
use crate::ids::{BoardId, StatusId};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

/// The key of a kind's name in `locales/`.
pub fn kind_word(kind: StatusKind) -> &'static str {
    match kind {
        StatusKind::Open => "status-kind-open",
        StatusKind::Active => "status-kind-active",
        StatusKind::Done => "status-kind-done",
        StatusKind::Closed => "status-kind-closed",
    }
}

/// The form of a status.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct StatusForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    kind: String,
    wants_reason: Option<String>,
}

impl StatusForm {
    fn draft(&self) -> crate::error::Result<StatusDraft> {
        StatusDraft::parse(&self.name, &self.kind, self.wants_reason.is_some())
    }
}

#[derive(Template)]
#[template(path = "admin/status.html")]
struct StatusPage {
    layout: Layout,
    form: FormErrors,
    title: String,
    /// What it is called while it has no name of its own.
    word: Option<String>,
    action: String,
    back: String,
    name: String,
    kinds: Vec<Choice>,
    wants_reason: bool,
    delete: Option<String>,
}

impl StatusPage {
    fn new(
        who: &Admin,
        board: BoardId,
        status: Option<&Status>,
        form: FormErrors,
        typed: StatusForm,
    ) -> Self {
        let layout = Layout::new(&who.visitor);
        let (words, links) = (layout.words, &layout.links);
        let kinds = StatusKind::ALL.iter().map(|kind| (kind.as_str(), words.get(kind_word(*kind))));
        let own = status.map(|status| links.to(&format!("/admin/statuses/{}", status.id)));
        let word = status.filter(|status| status.has_word());
        Self {
            title: status.map_or_else(|| words.get("admin-status-new"), |status| status.label(&words)),
            word: word.map(|status| Status { name: None, ..status.clone() }.label(&words)),
            action: own.clone().unwrap_or_else(|| links.to(&format!("/admin/boards/{board}/statuses"))),
            back: links.admin_board(board),
            delete: own.map(|own| format!("{own}/delete")),
            kinds: Choice::list(kinds, &typed.kind),
            wants_reason: typed.wants_reason.is_some(),
            name: typed.name,
            form,
            layout,
        }
    }
}

/// The form of a new status.
pub async fn new(who: Admin, board: Path<BoardId>) -> Result {
    let board = who.settings.catalog.board(*board)?.id;
    let typed = StatusForm { kind: StatusKind::Active.to_string(), ..StatusForm::default() };
    let page = StatusPage::new(&who, board, None, FormErrors::default(), typed);
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Adds it.
pub async fn add(who: Admin, board: Path<BoardId>, form: Form<StatusForm>) -> Result {
    let (board, now) = (who.settings.catalog.board(*board)?.id, who.now);
    let added = match form.draft() {
        Ok(draft) => who.state.db.write(move |db| statuses::add(db, board, &draft, now)).await,
        Err(error) => Err(error),
    };
    match added {
        Ok(_) => done(&who, "flash-saved", &format!("/admin/boards/{board}")).await,
        Err(error) => {
            refused(error, &who, |errors| StatusPage::new(&who, board, None, errors, form.into_inner()))
        }
    }
}

/// The form of a status.
pub async fn page(who: Admin, id: Path<StatusId>) -> Result {
    let status = who.settings.catalog.status(*id)?;
    let typed = StatusForm {
        name: status.name.clone().unwrap_or_default(),
        kind: status.kind.to_string(),
        wants_reason: status.wants_reason.then(|| "on".to_owned()),
    };
    let page = StatusPage::new(&who, status.board_id, Some(status), FormErrors::default(), typed);
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Stores it.
pub async fn save(who: Admin, id: Path<StatusId>, form: Form<StatusForm>) -> Result {
    let (status, now) = (who.settings.catalog.status(*id)?, who.now);
    let (id, board) = (status.id, status.board_id);
    let saved = match form.draft() {
        Ok(draft) => who.state.db.write(move |db| statuses::save(db, id, &draft, now)).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(_) => done(&who, "flash-saved", &format!("/admin/boards/{board}")).await,
        Err(error) => {
            let again = |errors| StatusPage::new(&who, board, Some(status), errors, form.into_inner());
            refused(error, &who, again)
        }
    }
}

/// Moves it up or down.
pub async fn shift(who: Admin, id: Path<StatusId>, form: Form<StepForm>) -> Result {
    let (id, step, now) = (*id, Step::parse(&form.step)?, who.now);
    let status = who.state.db.write(move |db| statuses::shift(db, id, step, now)).await?;
    done(&who, "flash-order", &format!("/admin/boards/{}", status.board_id)).await
}

/// Asks before it is deleted.
pub async fn delete_page(who: Admin, id: Path<StatusId>) -> Result<Html<impl Template>> {
    let id = *id;
    let status = who.settings.catalog.status(id)?;
    let count = who.state.db.read(move |db| statuses::count_ideas(db, id)).await?;
    let layout = Layout::new(&who.visitor);
    Ok(Html(ConfirmPage {
        title: layout.words.one("admin-delete-title", "name", status.label(&layout.words)),
        lead: layout.words.count("admin-status-delete-lead", count),
        action: layout.links.to(&format!("/admin/statuses/{id}/delete")),
        button: layout.words.get("admin-delete"),
        back: layout.links.admin_board(status.board_id),
        layout,
    }))
}

/// Deletes it.
pub async fn delete(who: Admin, id: Path<StatusId>) -> Result {
    let (id, now) = (*id, who.now);
    let status = who.state.db.write(move |db| statuses::delete(db, id, now)).await?;
    done(&who, "flash-deleted", &format!("/admin/boards/{}", status.board_id)).await
}
