//! Reply templates: the list and the form of one.

use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::fields::Fields;
use super::there;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::MayAnswer;
use crate::ids::TemplateId;
use crate::text::words::Language;
use crate::triage::replies::{self, FIELDS, Template, TemplateDraft, field_of};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// The list.
#[derive(askama::Template)]
#[template(path = "desk/replies.html")]
pub struct RepliesPage {
    layout: Layout,
    templates: Vec<Template>,
}

/// A text of the form: the language, its field, and what is in it.
pub struct TextField {
    language: Language,
    field: &'static str,
    text: String,
}

/// The form of a template.
#[derive(askama::Template)]
#[template(path = "desk/reply_form.html")]
pub struct ReplyPage {
    layout: Layout,
    template: Option<TemplateId>,
    /// When it was last changed, as of this form.
    seen: String,
    /// What somebody else stored meanwhile.
    there: Vec<(String, String)>,
    name: String,
    declines: bool,
    texts: Vec<TextField>,
    fields: Vec<(&'static str, String)>,
    form: FormErrors,
}

/// The page that asks before a template goes.
#[derive(askama::Template)]
#[template(path = "desk/reply_delete.html")]
pub struct DeletePage {
    layout: Layout,
    template: Template,
}

/// Shows the list.
pub async fn list(who: MayAnswer) -> Result<Html<RepliesPage>> {
    let templates = who.state.db.read(replies::list).await?;
    Ok(Html(RepliesPage { layout: Layout::new(&who), templates }))
}

fn filled(who: &MayAnswer, template: Option<TemplateId>, name: &str, declines: bool) -> ReplyPage {
    let meaning = |field: &str| match field {
        "author" => "reply-field-author",
        "title" => "reply-field-title",
        "board" => "reply-field-board",
        "team" => "reply-field-team",
        "status" => "reply-field-status",
        "votes" => "reply-field-votes",
        _ => "reply-field-me",
    };
    ReplyPage {
        layout: Layout::new(who),
        template,
        seen: String::new(),
        there: Vec::new(),
        name: name.to_owned(),
        declines,
        texts: Vec::new(),
        fields: FIELDS.iter().map(|field| (*field, who.words.get(meaning(field)))).collect(),
        form: FormErrors::default(),
    }
}

fn texts(text: impl Fn(Language) -> String) -> Vec<TextField> {
    let field = |own: &Language| TextField { language: *own, field: field_of(*own), text: text(*own) };
    Language::ALL.iter().map(field).collect()
}

/// Shows an empty form.
pub async fn new_page(who: MayAnswer) -> Result<Html<ReplyPage>> {
    Ok(Html(ReplyPage { texts: texts(|_| String::new()), ..filled(&who, None, "", false) }))
}

/// Shows the form of a template.
pub async fn edit_page(who: MayAnswer, template: Path<TemplateId>) -> Result<Html<ReplyPage>> {
    let id = template.into_inner();
    let found = who.state.db.read(move |db| replies::find(db, id)).await?;
    let texts = texts(|language| found.text(language).unwrap_or_default().to_owned());
    let seen = found.updated_at.micros().to_string();
    Ok(Html(ReplyPage { texts, seen, ..filled(&who, Some(id), &found.name, found.declines) }))
}

/// Makes a template.
pub async fn create(who: MayAnswer, fields: Fields) -> Result {
    save(&who, None, &fields).await
}

/// Changes a template.
pub async fn update(who: MayAnswer, template: Path<TemplateId>, fields: Fields) -> Result {
    save(&who, Some(template.into_inner()), &fields).await
}

async fn save(who: &MayAnswer, id: Option<TemplateId>, fields: &Fields) -> Result {
    let typed: Vec<(Language, &str)> =
        Language::ALL.iter().map(|own| (*own, fields.get(field_of(*own)))).collect();
    let (actor, now, seen) = (who.person.clone(), who.now, fields.seen());
    let done = match TemplateDraft::parse(fields.get("name"), fields.has("declines"), &typed) {
        Ok(draft) => {
            let draft = draft.seen(seen);
            let write = move |db: &mut Db| replies::save(db, &actor, id, &draft, now).map(drop);
            who.state.db.write(write).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        return again(who, id, fields, error).await;
    }
    who.session.flash("flash-reply-saved");
    Ok(see_other(&who.state.links.to("/desk/replies")))
}

/// The form as typed, with what is wrong and what is stored now.
async fn again(who: &MayAnswer, id: Option<TemplateId>, fields: &Fields, error: Error) -> Result {
    let (form, code) = FormErrors::from_save(error, &who.words)?;
    let texts = texts(|language| fields.get(field_of(language)).to_owned());
    let page = filled(who, id, fields.get("name"), fields.has("declines"));
    let mut page = ReplyPage { form, texts, seen: fields.get("seen").to_owned(), ..page };
    if let (StatusCode::CONFLICT, Some(id)) = (code, id) {
        let found = who.state.db.read(move |db| replies::find(db, id)).await?;
        page.seen = found.updated_at.micros().to_string();
        page.there = differing(who, &found, fields);
    }
    Ok(Html(page).with_status(code))
}

fn differing(who: &MayAnswer, found: &Template, fields: &Fields) -> Vec<(String, String)> {
    let words = &who.words;
    let mut rows = there::differing(fields, &[("name", "reply-name", found.name.clone())], words);
    for own in Language::ALL {
        let stored = found.text(*own).unwrap_or_default().to_owned();
        let row = there::differing(fields, &[(field_of(*own), "form-there", stored)], words);
        let label = words.one("reply-text", "language", own.name());
        rows.extend(row.into_iter().map(|(_, text)| (label.clone(), text)));
    }
    rows
}

/// Asks before a template goes.
pub async fn confirm_delete(who: MayAnswer, template: Path<TemplateId>) -> Result<Html<DeletePage>> {
    let id = template.into_inner();
    let template = who.state.db.read(move |db| replies::find(db, id)).await?;
    Ok(Html(DeletePage { layout: Layout::new(&who), template }))
}

/// Deletes a template.
pub async fn delete(who: MayAnswer, template: Path<TemplateId>) -> Result {
    let (id, actor) = (template.into_inner(), who.person.clone());
    who.state.db.write(move |db| replies::delete(db, &actor, id)).await?;
    who.session.flash("flash-reply-deleted");
    Ok(see_other(&who.state.links.to("/desk/replies")))
}
