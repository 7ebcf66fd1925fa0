//! One entry of the queue by itself: taking it, deciding it with words to its author, giving it back.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::queue::QueueCard;
use super::{site_reasons, stored_reasons};
use crate::db::Db;
use crate::error::{Error, Result as Outcome};
use crate::http::guard::Moderator;
use crate::moderation::appeals::{self, Judge, Outcome as Ruling};
use crate::moderation::queue::{self, Entry};
use crate::moderation::reasons::MESSAGE_MAX;
use crate::moderation::{Item, Remark, StoredReason, Target, claims, visibility};
use crate::text::words::Words;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Which reason the words to the author are proposed for.
#[derive(Debug, Default, Deserialize)]
pub struct ItemQuery {
    #[serde(default)]
    reason: String,
}

#[derive(Template)]
#[template(path = "moderation/item.html")]
struct ItemPage {
    layout: Layout,
    form: FormErrors,
    card: QueueCard,
    action: String,
    /// Whether it waits for a decision.
    is_open: bool,
    reasons: Vec<Choice>,
    /// The chosen reason, and what its author is going to be told.
    chosen: Option<(String, String)>,
    language: String,
    message: String,
    message_max: usize,
    /// Who is to decide an appeal.
    judge: Option<&'static str>,
    /// Why the reader may not.
    refusal: Option<String>,
}

/// What the page is made of.
struct Found {
    entry: Entry,
    stored: Vec<StoredReason>,
    /// The words of the author.
    theirs: Words,
    judge: Option<Judge>,
    refusal: Option<Error>,
}

async fn find(who: &Moderator, item: Item) -> Outcome<Found> {
    let (moderator, settings, now) = (who.person.clone(), Arc::clone(&who.settings), who.now);
    who.state
        .db
        .read(move |db| {
            let entry = queue::entry(db, item, now)?;
            let theirs = visibility::words_of(db, &entry.post, &settings)?;
            let (mut judge, mut refusal) = (None, None);
            if let Some(appeal) = &entry.appeal {
                judge = Some(appeals::judge(db, appeal)?);
                refusal = appeals::may_decide(db, &moderator, appeal).err();
            }
            Ok(Found { entry, stored: stored_reasons::list(db)?, theirs, judge, refusal })
        })
        .await
}

fn item_of(path: &str) -> Outcome<Item> {
    Item::parse(path).ok_or(Error::NotFound)
}

fn place(who: &Moderator, item: Item) -> String {
    who.state.links.to(&format!("/moderation/items/{item}"))
}

fn build(
    who: &Moderator,
    found: &Found,
    form: FormErrors,
    (reason, message): (&str, Option<&str>),
) -> ItemPage {
    let layout = Layout::new(&who.visitor);
    let entry = &found.entry;
    let chosen = found.stored.iter().find(|own| own.is_on && own.value() == reason);
    let proposed = chosen.map(|own| own.message_about(&found.theirs, &entry.post, &who.settings));
    let is_open = match &entry.appeal {
        Some(appeal) => appeal.decided_at.is_none(),
        None => queue_has(entry),
    };
    ItemPage {
        card: QueueCard::new(&layout, who, entry),
        action: place(who, entry.item),
        is_open,
        reasons: site_reasons(&layout.words, &found.stored, reason),
        chosen: chosen.map(|own| (own.value(), own.name(&layout.words))),
        language: found.theirs.language.to_string(),
        message: message.map(str::to_owned).or(proposed).unwrap_or_default(),
        message_max: MESSAGE_MAX,
        judge: found.judge.map(|judge| match judge {
            Judge::AnybodyElse => "appeal-judge-other",
            Judge::Administrator => "appeal-judge-admin",
        }),
        refusal: match &found.refusal {
            Some(Error::Forbidden(key)) => Some(layout.words.get(key)),
            _ => None,
        },
        form,
        layout,
    }
}

fn queue_has(entry: &Entry) -> bool {
    let is_pending = entry.post.state == crate::ideas::PostState::Pending && !entry.post.is_deleted;
    is_pending || !entry.complaints.is_empty()
}

/// One entry.
pub async fn page(who: Moderator, item: Path<String>, query: Query<ItemQuery>) -> Result {
    let found = find(&who, item_of(&item)?).await?;
    let page = build(&who, &found, FormErrors::default(), (&query.reason, None));
    Ok(Html(page).with_status(StatusCode::OK))
}

/// The form of claims, which may have nothing in it.
#[derive(Debug, Default, Deserialize)]
pub struct ClaimForm {
    /// Whether it is taken from whoever has it.
    over: Option<String>,
}

/// Takes it, and opens it.
pub async fn take(who: Moderator, item: Path<String>, form: Form<ClaimForm>) -> Result {
    let (item, moderator, now) = (item_of(&item)?, who.person.clone(), who.now);
    let over = form.over.is_some();
    who.state.db.write(move |db| claims::take(db, &moderator, item, over, now)).await?;
    Ok(see_other(&place(&who, item)))
}

/// Gives it back.
pub async fn give_back(who: Moderator, item: Path<String>, _: Form<ClaimForm>) -> Result {
    let (item, moderator) = (item_of(&item)?, who.person.clone());
    who.state.db.write(move |db| claims::give_back(db, &moderator, item)).await?;
    who.session.flash("flash-given-back");
    Ok(see_other(&who.state.links.to("/moderation")))
}

/// The form of a decision.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    reason: String,
    message: String,
    outcome: String,
}

/// Decides it, and tells its author.
pub async fn decide(who: Moderator, item: Path<String>, form: Form<DecisionForm>) -> Result {
    let item = item_of(&item)?;
    let done = match item {
        Item::Post(target) => hide(&who, target, &form).await,
        Item::Appeal(_) => rule(&who, item, &form).await,
    };
    if let Err(error) = done {
        let errors = FormErrors::from_error(error, &who.words)?;
        let found = find(&who, item).await?;
        let page = build(&who, &found, errors, (&form.reason, Some(&form.message)));
        return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    who.state.work.notify_one();
    Ok(see_other(&who.state.links.to("/moderation")))
}

async fn hide(who: &Moderator, target: Target, form: &DecisionForm) -> Outcome<()> {
    let stored = who.state.db.read(stored_reasons::list).await?;
    let chosen = stored.iter().find(|own| own.is_on && own.value() == form.reason);
    let chosen = chosen.ok_or_else(|| Error::field("reason", "error-reason-missing"))?;
    let remark = Remark::written(chosen, stored_reasons::parse_message(&form.message)?);
    let (moderator, settings, now) = (who.person.clone(), Arc::clone(&who.settings), who.now);
    let write = move |db: &mut Db| visibility::hide(db, &moderator, target, &remark, &settings, now);
    let act = who.state.db.write(write).await?;
    who.session.flash_with_undo("flash-hidden", who.state.links.to(&format!("/moderation/undo/{act}")));
    Ok(())
}

/// A refusal says why; that a post is back says enough.
async fn rule(who: &Moderator, item: Item, form: &DecisionForm) -> Outcome<()> {
    let Item::Appeal(id) = item else { return Err(Error::NotFound) };
    let ruling = Ruling::parse(&form.outcome).ok_or_else(|| Error::field("message", "error-choice"))?;
    let is_silent = ruling == Ruling::Granted && form.message.trim().is_empty();
    let answer = if is_silent { String::new() } else { stored_reasons::parse_message(&form.message)? };
    let (moderator, now) = (who.person.clone(), who.now);
    let write = move |db: &mut Db| appeals::decide(db, &moderator, id, ruling, &answer, now);
    who.state.db.write(write).await?;
    let granted = ruling == Ruling::Granted;
    who.session.flash(if granted { "flash-appeal-granted" } else { "flash-appeal-refused" });
    Ok(())
}
