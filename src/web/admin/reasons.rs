//! The reasons that moderators choose from, with what authors are told.

use actix_web::web::Path;
use askama::Template;

use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Admin;
use crate::ids::ReasonId;
use crate::moderation::Reason;
use crate::moderation::reasons::{self, MESSAGE_MAX, ReasonDraft, StoredReason, fields_of};
use crate::text::words::{Language, Words};
use crate::web::choice::Choice;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "admin/reasons.html")]
struct ReasonsPage {
    layout: Layout,
    rows: Vec<Row>,
}

struct Row {
    id: ReasonId,
    name: String,
    log: String,
    is_on: bool,
}

/// The list.
pub async fn list(who: Admin) -> Result<Html<impl Template>> {
    let stored = who.state.db.read(reasons::list).await?;
    let layout = Layout::new(&who.visitor);
    let row = |own: &StoredReason| Row {
        id: own.id,
        name: own.name(&layout.words),
        log: layout.words.get(own.reason.word()),
        is_on: own.is_on,
    };
    let rows = stored.iter().map(row).collect();
    Ok(Html(ReasonsPage { rows, layout }))
}

#[derive(Template)]
#[template(path = "admin/reason.html")]
struct ReasonPage {
    layout: Layout,
    form: FormErrors,
    title: String,
    action: String,
    seen: String,
    is_own: bool,
    log: String,
    logs: Vec<Choice>,
    is_on: bool,
    texts: Vec<TextFields>,
    message_max: usize,
}

/// Name and text of a language.
struct TextFields {
    language: Language,
    name_field: &'static str,
    message_field: &'static str,
    name: String,
    message: String,
}

fn texts(text: impl Fn(Language) -> (String, String)) -> Vec<TextFields> {
    let fields = |language: &Language| {
        let ((name_field, message_field), (name, message)) = (fields_of(*language), text(*language));
        TextFields { language: *language, name_field, message_field, name, message }
    };
    Language::ALL.iter().map(fields).collect()
}

fn build(who: &Admin, stored: Option<&StoredReason>) -> ReasonPage {
    let layout = Layout::new(&who.visitor);
    let words = layout.words;
    let stored_text = |language: Language| {
        let Some(own) = stored else { return (String::new(), String::new()) };
        let is_there = !own.is_own || own.texts.iter().any(|(there, ..)| *there == language);
        let words = Words::new(language, words.zone);
        if is_there { (own.name(&words), own.message(&words)) } else { (String::new(), String::new()) }
    };
    let log = stored.map_or("", |own| own.reason.as_str());
    let known = Reason::ALL.iter().map(|reason| (reason.as_str(), words.get(reason.word())));
    let place = stored.map_or_else(|| "new".to_owned(), |own| own.id.to_string());
    ReasonPage {
        title: stored.map_or_else(|| words.get("reason-new"), |own| own.name(&words)),
        action: layout.links.to(&format!("/admin/reasons/{place}")),
        seen: stored.map_or_else(String::new, |own| own.updated_at.micros().to_string()),
        is_own: stored.is_none_or(|own| own.is_own),
        log: log.to_owned(),
        logs: Choice::list(known, log),
        is_on: stored.is_none_or(|own| own.is_on),
        texts: texts(stored_text),
        message_max: MESSAGE_MAX,
        form: FormErrors::default(),
        layout,
    }
}

/// An empty form.
pub async fn new(who: Admin) -> Result<Html<impl Template>> {
    Ok(Html(build(&who, None)))
}

/// The form of a reason.
pub async fn page(who: Admin, id: Path<ReasonId>) -> Result<Html<impl Template>> {
    let id = *id;
    let stored = who.state.db.read(move |db| reasons::find(db, id)).await?;
    Ok(Html(build(&who, Some(&stored))))
}

/// Makes a reason.
pub async fn create(who: Admin, fields: Fields) -> Result {
    save(&who, None, &fields).await
}

/// Changes a reason.
pub async fn update(who: Admin, id: Path<ReasonId>, fields: Fields) -> Result {
    save(&who, Some(*id), &fields).await
}

async fn save(who: &Admin, id: Option<ReasonId>, fields: &Fields) -> Result {
    let text = |language: &Language| {
        let (name, message) = fields_of(*language);
        (*language, fields.get(name).to_owned(), fields.get(message).to_owned())
    };
    let typed: Vec<(Language, String, String)> = Language::ALL.iter().map(text).collect();
    let draft = ReasonDraft::parse(fields.get("reason"), fields.has("is_on"), &typed, fields.seen());
    let done = match draft {
        Ok(draft) => {
            let (admin, now) = (who.person.clone(), who.now);
            let write = move |db: &mut Db| reasons::save(db, &admin, id, &draft, now).map(drop);
            who.state.db.write(write).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        return again(who, id, fields, error).await;
    }
    who.session.flash("flash-reason-saved");
    Ok(see_other(&who.state.links.to("/admin/reasons")))
}

/// The form as typed, with what is wrong.
async fn again(who: &Admin, id: Option<ReasonId>, fields: &Fields, error: Error) -> Result {
    let (form, code) = FormErrors::from_save_at("name_en", error, &who.words)?;
    let stored = match id {
        Some(id) => Some(who.state.db.read(move |db| reasons::find(db, id)).await?),
        None => None,
    };
    let mut page = build(who, stored.as_ref());
    for own in &mut page.texts {
        own.name = fields.get(own.name_field).to_owned();
        own.message = fields.get(own.message_field).to_owned();
    }
    let chosen = fields.get("reason");
    for choice in &mut page.logs {
        choice.is_chosen = choice.value == chosen;
    }
    // What was stored meanwhile is overwritten only by whoever has seen that it was.
    page.is_on = fields.has("is_on");
    page.form = form;
    Ok(Html(page).with_status(code))
}
