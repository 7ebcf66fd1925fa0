//! The categories of a board.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};

use super::{ConfirmPage, NameForm, NamePage, RuledPage, StepForm, done, refused};
use crate::boards::{Category, Step, categories};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Admin;
use crate::ids::{BoardId, CategoryId};
use crate::triage::rules::{self, Named};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

/// Most characters in a category's name.
const NAME_MAX: usize = 60;

fn name_page(
    who: &Admin,
    board: BoardId,
    category: Option<&Category>,
    form: FormErrors,
    name: String,
) -> NamePage {
    let layout = Layout::new(&who.visitor);
    let links = &layout.links;
    let own = category.map(|category| links.to(&format!("/admin/categories/{}", category.id)));
    NamePage {
        title: category
            .map_or_else(|| layout.words.get("admin-category-new"), |category| category.name.clone()),
        action: own.clone().unwrap_or_else(|| links.to(&format!("/admin/boards/{board}/categories"))),
        back: links.admin_board(board),
        delete: own.map(|own| format!("{own}/delete")),
        max: NAME_MAX,
        is_staff_only: None,
        name,
        form,
        layout,
    }
}

/// The form of a new category.
pub async fn new(who: Admin, board: Path<BoardId>) -> Result {
    let board = who.settings.catalog.board(*board)?.id;
    let page = name_page(&who, board, None, FormErrors::default(), String::new());
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Adds it.
pub async fn add(who: Admin, board: Path<BoardId>, form: Form<NameForm>) -> Result {
    let (board, name, now) = (who.settings.catalog.board(*board)?.id, form.name.clone(), who.now);
    match who.state.db.write(move |db| categories::add(db, board, &name, now)).await {
        Ok(_) => done(&who, "flash-saved", &format!("/admin/boards/{board}")).await,
        Err(error) => {
            refused(error, &who, |errors| name_page(&who, board, None, errors, form.into_inner().name))
        }
    }
}

/// The form of a category.
pub async fn page(who: Admin, id: Path<CategoryId>) -> Result {
    let category = who.settings.catalog.category(*id).ok_or(Error::NotFound)?;
    let name = category.name.clone();
    let page = name_page(&who, category.board_id, Some(category), FormErrors::default(), name);
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Renames it.
pub async fn save(who: Admin, id: Path<CategoryId>, form: Form<NameForm>) -> Result {
    let category = who.settings.catalog.category(*id).ok_or(Error::NotFound)?;
    let (id, board, name, now) = (category.id, category.board_id, form.name.clone(), who.now);
    match who.state.db.write(move |db| categories::rename(db, id, &name, now)).await {
        Ok(_) => done(&who, "flash-saved", &format!("/admin/boards/{board}")).await,
        Err(error) => {
            let again = |errors| name_page(&who, board, Some(category), errors, form.into_inner().name);
            refused(error, &who, again)
        }
    }
}

/// Moves it up or down.
pub async fn shift(who: Admin, id: Path<CategoryId>, form: Form<StepForm>) -> Result {
    let (id, step, now) = (*id, Step::parse(&form.step)?, who.now);
    let category = who.state.db.write(move |db| categories::shift(db, id, step, now)).await?;
    done(&who, "flash-order", &format!("/admin/boards/{}", category.board_id)).await
}

/// Asks before it is deleted, and says how many ideas lose it; or which rules stand in the way.
pub async fn delete_page(who: Admin, id: Path<CategoryId>) -> Result {
    ask(&who, *id, StatusCode::OK).await
}

async fn ask(who: &Admin, id: CategoryId, status_if_ruled: StatusCode) -> Result {
    let category = who.settings.catalog.category(id).ok_or(Error::NotFound)?;
    let load =
        move |db: &mut Db| Ok((categories::count_ideas(db, id)?, rules::naming(db, Named::Category(id))?));
    let (count, rules) = who.state.db.read(load).await?;
    let layout = Layout::new(&who.visitor);
    let back = layout.links.admin_board(category.board_id);
    if !rules.is_empty() {
        return Ok(Html(RuledPage::new(layout, &category.name, &rules, back)).with_status(status_if_ruled));
    }
    let page = ConfirmPage {
        title: layout.words.one("admin-delete-title", "name", &category.name),
        lead: layout.words.count("admin-category-delete-lead", count),
        action: layout.links.to(&format!("/admin/categories/{id}/delete")),
        button: layout.words.get("admin-delete"),
        back,
        layout,
    };
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Deletes it, unless a rule names it.
pub async fn delete(who: Admin, id: Path<CategoryId>) -> Result {
    let (id, now) = (*id, who.now);
    let delete = move |db: &mut Db| {
        rules::refuse_named(db, Named::Category(id))?;
        categories::delete(db, id, now)
    };
    match who.state.db.write(delete).await {
        Ok(category) => done(&who, "flash-deleted", &format!("/admin/boards/{}", category.board_id)).await,
        Err(Error::Conflict(_)) => ask(&who, id, StatusCode::CONFLICT).await,
        Err(error) => Err(error.into()),
    }
}
