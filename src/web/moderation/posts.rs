//! What moderators do with a post: hide or turn down, restore, approve, leave as it is, lock its comments.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use askama::Template;

use super::{Place, Quote, ReasonForm, act, address, remark, site_reasons, stored_reasons};
use crate::error::Error;
use crate::http::guard::{Moderator, Visitor};
use crate::ideas::PostState;
use crate::ids::ActId;
use crate::moderation::{NOTE_MAX, Post, StoredReason, Target, visibility};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "moderation/hide.html")]
struct HidePage {
    layout: Layout,
    form: FormErrors,
    quote: Quote,
    action: String,
    reasons: Vec<Choice>,
    note: String,
    note_max: usize,
    is_waiting: bool,
    return_to: String,
}

impl HidePage {
    fn new(
        visitor: &Visitor,
        (post, stored): (&Post, &[StoredReason]),
        form: FormErrors,
        typed: &ReasonForm,
    ) -> Self {
        let layout = Layout::new(visitor);
        Self {
            quote: Quote::new(&layout, post),
            action: act(&layout.links, post.target, "hide"),
            reasons: site_reasons(&layout.words, stored, &typed.reason),
            note: typed.note.clone(),
            note_max: NOTE_MAX,
            is_waiting: post.state == PostState::Pending,
            return_to: typed.return_to.clone().unwrap_or_else(|| address(&layout.links, post)),
            form,
            layout,
        }
    }
}

/// Asks why.
pub async fn hide_page(who: Moderator, place: Path<Place>) -> Result {
    let target = place.target()?;
    let (post, stored) =
        who.state.db.read(move |db| Ok((Post::find(db, target)?, stored_reasons::list(db)?))).await?;
    if post.state == PostState::Hidden {
        return Err(Error::Conflict("error-already-hidden").into());
    }
    let page = HidePage::new(&who.visitor, (&post, &stored), FormErrors::default(), &ReasonForm::default());
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Hides the post, or turns it down when it waits.
pub async fn hide(who: Moderator, place: Path<Place>, form: Form<ReasonForm>) -> Result {
    let target = place.target()?;
    let remark = match remark(&who, &form.reason, &form.note).await {
        Ok(remark) => remark,
        Err(error) => return hide_again(&who, target, &form, error).await,
    };
    let (moderator, settings, now) = (who.person.clone(), Arc::clone(&who.settings), who.now);
    let act = who
        .state
        .db
        .write(move |db| visibility::hide(db, &moderator, target, &remark, &settings, now))
        .await?;
    done(&who, target, "flash-hidden", Some(act), &form).await
}

async fn hide_again(who: &Moderator, target: Target, typed: &ReasonForm, error: Error) -> Result {
    let form = FormErrors::from_error(error, &who.words)?;
    let (post, stored) =
        who.state.db.read(move |db| Ok((Post::find(db, target)?, stored_reasons::list(db)?))).await?;
    let page = HidePage::new(&who.visitor, (&post, &stored), form, typed);
    Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// Restores a hidden post.
pub async fn restore(who: Moderator, place: Path<Place>, form: Form<ReasonForm>) -> Result {
    let target = place.target()?;
    let (moderator, now) = (who.person.clone(), who.now);
    who.state.db.write(move |db| visibility::restore(db, &moderator, target, now)).await?;
    done(&who, target, "flash-restored", None, &form).await
}

/// Approves a post that waits.
pub async fn approve(who: Moderator, place: Path<Place>, form: Form<ReasonForm>) -> Result {
    let target = place.target()?;
    let (moderator, now) = (who.person.clone(), who.now);
    who.state.db.write(move |db| visibility::approve(db, &moderator, target, now)).await?;
    done(&who, target, "flash-approved", None, &form).await
}

/// Leaves a reported post as it is.
pub async fn dismiss(who: Moderator, place: Path<Place>, form: Form<ReasonForm>) -> Result {
    let target = place.target()?;
    let (moderator, now) = (who.person.clone(), who.now);
    let act = who.state.db.write(move |db| visibility::dismiss(db, &moderator, target, now)).await?;
    done(&who, target, "flash-dismissed", Some(act), &form).await
}

/// Locks the comments of an idea.
pub async fn lock(who: Moderator, place: Path<Place>, form: Form<ReasonForm>) -> Result {
    set_locked(who, place, form, true).await
}

/// Unlocks them.
pub async fn unlock(who: Moderator, place: Path<Place>, form: Form<ReasonForm>) -> Result {
    set_locked(who, place, form, false).await
}

async fn set_locked(who: Moderator, place: Path<Place>, form: Form<ReasonForm>, is_locked: bool) -> Result {
    let target = place.target()?;
    let Target::Idea(idea) = target else { return Err(Error::NotFound.into()) };
    let (moderator, now) = (who.person.clone(), who.now);
    let act =
        who.state.db.write(move |db| visibility::set_locked(db, &moderator, idea, is_locked, now)).await?;
    let key = if is_locked { "flash-locked" } else { "flash-unlocked" };
    done(&who, target, key, act, &form).await
}

/// Tells of it on the next page: the one that the form names, else the post's own.
async fn done(
    who: &Moderator,
    target: Target,
    key: &str,
    undoable: Option<ActId>,
    form: &ReasonForm,
) -> Result {
    who.state.work.notify_one();
    let links = &who.state.links;
    match undoable {
        Some(act) => who.session.flash_with_undo(key, links.to(&format!("/moderation/undo/{act}"))),
        None => who.session.flash(key),
    }
    if form.return_to.is_some() {
        return Ok(see_other(&links.safe_return(form.return_to.as_deref())));
    }
    let post = who.state.db.read(move |db| Post::find(db, target)).await?;
    Ok(see_other(&address(links, &post)))
}
