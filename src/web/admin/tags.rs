//! The tags of the site.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use askama::Template;

use super::{ConfirmPage, NameForm, NamePage, RuledPage, done, refused};
use crate::boards::{Tag, tags};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Admin;
use crate::ids::TagId;
use crate::triage::rules::{self, Named};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

#[derive(Template)]
#[template(path = "admin/tags.html")]
struct TagsPage {
    layout: Layout,
    tags: Vec<TagLine>,
}

struct TagLine {
    name: String,
    is_staff_only: bool,
    link: String,
}

/// All tags.
pub async fn list(who: Admin) -> Result<Html<impl Template>> {
    let layout = Layout::new(&who.visitor);
    let line = |tag: &Tag| TagLine {
        name: tag.name.clone(),
        is_staff_only: tag.is_staff_only,
        link: layout.links.to(&format!("/admin/tags/{}", tag.id)),
    };
    let tags = layout.catalog().tags.iter().map(line).collect();
    Ok(Html(TagsPage { layout, tags }))
}

fn name_page(who: &Admin, tag: Option<&Tag>, form: FormErrors, typed: NameForm) -> NamePage {
    let layout = Layout::new(&who.visitor);
    let own = tag.map(|tag| layout.links.to(&format!("/admin/tags/{}", tag.id)));
    NamePage {
        title: tag.map_or_else(|| layout.words.get("admin-tag-new"), |tag| tag.name.clone()),
        action: own.clone().unwrap_or_else(|| layout.links.to("/admin/tags")),
        back: layout.links.to("/admin/tags"),
        delete: own.map(|own| format!("{own}/delete")),
        max: tags::TAG_MAX,
        is_staff_only: Some(typed.staff_only.is_some()),
        name: typed.name,
        form,
        layout,
    }
}

/// The form of a new tag.
pub async fn new(who: Admin) -> Result<Html<impl Template>> {
    Ok(Html(name_page(&who, None, FormErrors::default(), NameForm::default())))
}

/// Adds it.
pub async fn add(who: Admin, form: Form<NameForm>) -> Result {
    let (name, is_staff_only, now) = (form.name.clone(), form.staff_only.is_some(), who.now);
    match who.state.db.write(move |db| tags::add(db, &name, is_staff_only, now)).await {
        Ok(_) => done(&who, "flash-saved", "/admin/tags").await,
        Err(error) => refused(error, &who, |errors| name_page(&who, None, errors, form.into_inner())),
    }
}

/// The form of a tag.
pub async fn page(who: Admin, id: Path<TagId>) -> Result {
    let tag = who.settings.catalog.tag(*id).ok_or(Error::NotFound)?;
    let typed = NameForm { name: tag.name.clone(), staff_only: tag.is_staff_only.then(|| "on".to_owned()) };
    let page = name_page(&who, Some(tag), FormErrors::default(), typed);
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Stores it.
pub async fn save(who: Admin, id: Path<TagId>, form: Form<NameForm>) -> Result {
    let tag = who.settings.catalog.tag(*id).ok_or(Error::NotFound)?;
    let (id, name, is_staff_only, now) = (tag.id, form.name.clone(), form.staff_only.is_some(), who.now);
    match who.state.db.write(move |db| tags::save(db, id, &name, is_staff_only, now)).await {
        Ok(()) => done(&who, "flash-saved", "/admin/tags").await,
        Err(error) => refused(error, &who, |errors| name_page(&who, Some(tag), errors, form.into_inner())),
    }
}

/// Asks before it is deleted, and says how many ideas carry it; or which rules stand in the way.
pub async fn delete_page(who: Admin, id: Path<TagId>) -> Result {
    ask(&who, *id, StatusCode::OK).await
}

async fn ask(who: &Admin, id: TagId, status_if_ruled: StatusCode) -> Result {
    let tag = who.settings.catalog.tag(id).ok_or(Error::NotFound)?;
    let load = move |db: &mut Db| Ok((tags::count_ideas(db, id)?, rules::naming(db, Named::Tag(id))?));
    let (count, rules) = who.state.db.read(load).await?;
    let layout = Layout::new(&who.visitor);
    let back = layout.links.to("/admin/tags");
    if !rules.is_empty() {
        return Ok(Html(RuledPage::new(layout, &tag.name, &rules, back)).with_status(status_if_ruled));
    }
    let page = ConfirmPage {
        title: layout.words.one("admin-delete-title", "name", &tag.name),
        lead: layout.words.count("admin-tag-delete-lead", count),
        action: layout.links.to(&format!("/admin/tags/{id}/delete")),
        button: layout.words.get("admin-delete"),
        back,
        layout,
    };
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Deletes it, unless a rule names it.
pub async fn delete(who: Admin, id: Path<TagId>) -> Result {
    let (id, now) = (*id, who.now);
    let delete = move |db: &mut Db| {
        rules::refuse_named(db, Named::Tag(id))?;
        tags::delete(db, id, now)
    };
    match who.state.db.write(delete).await {
        Ok(()) => done(&who, "flash-deleted", "/admin/tags").await,
        Err(Error::Conflict(_)) => ask(&who, id, StatusCode::CONFLICT).await,
        Err(error) => Err(error.into()),
    }
}
