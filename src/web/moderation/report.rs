//! Reporting an idea or a comment: the form, and the thanks.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use askama::Template;

use super::{Place, Quote, ReasonForm, act, address, reasons};
use crate::error::{Error, Result as Outcome};
use crate::http::guard::{SignedIn, Visitor};
use crate::moderation::{NOTE_MAX, Post, Remark, Target, policy, report};
use crate::people::bans;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "moderation/report.html")]
struct ReportPage {
    layout: Layout,
    form: FormErrors,
    quote: Quote,
    action: String,
    reasons: Vec<Choice>,
    note: String,
    note_max: usize,
}

impl ReportPage {
    fn new(visitor: &Visitor, post: &Post, form: FormErrors, typed: &ReasonForm) -> Self {
        let layout = Layout::new(visitor);
        Self {
            quote: Quote::new(&layout, post),
            action: act(&layout.links, post.target, "report"),
            reasons: reasons(&layout.words, &typed.reason)
                .into_iter()
                .filter(|c| !c.value.is_empty())
                .collect(),
            note: typed.note.clone(),
            note_max: NOTE_MAX,
            form,
            layout,
        }
    }
}

/// The form; whoever has reported this already gets the thanks.
pub async fn page(who: SignedIn, place: Path<Place>) -> Result {
    let target = place.target()?;
    let (post, is_waiting) = find(&who, target).await?;
    if is_waiting {
        return Ok(see_other(&act(&who.state.links, target, "reported")));
    }
    let page = ReportPage::new(&who.visitor, &post, FormErrors::default(), &ReasonForm::default());
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Reports it.
pub async fn send(who: SignedIn, place: Path<Place>, form: Form<ReasonForm>) -> Result {
    let target = place.target()?;
    let remark = match Remark::parse(&form.reason, &form.note) {
        Ok(remark) => remark,
        Err(error) => return again(&who, target, &form, error).await,
    };
    let (reporter, now) = (who.person.clone(), who.now);
    who.state.db.write(move |db| report::report(db, &reporter, target, &remark, now)).await?;
    Ok(see_other(&act(&who.state.links, target, "reported")))
}

async fn again(who: &SignedIn, target: Target, typed: &ReasonForm, error: Error) -> Result {
    let form = FormErrors::from_error(error, &who.words)?;
    let (post, _) = find(who, target).await?;
    let page = ReportPage::new(&who.visitor, &post, form, typed);
    Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
}

async fn find(who: &SignedIn, target: Target) -> Outcome<(Post, bool)> {
    let (person, now) = (who.person.clone(), who.now);
    who.state
        .db
        .read(move |db| {
            let post = Post::find(db, target)?;
            policy::may_report(&person, &post)?;
            bans::refuse_banned_on(db, person.id, post.board, now)?;
            let is_waiting = report::is_waiting(db, person.id, &post)?;
            Ok((post, is_waiting))
        })
        .await
}

#[derive(Template)]
#[template(path = "moderation/reported.html")]
struct ReportedPage {
    layout: Layout,
    back: String,
}

/// Thanks. Leads back to the post while it is there to read.
pub async fn thanks(who: SignedIn, place: Path<Place>) -> Result<Html<impl Template>> {
    let target = place.target()?;
    let viewer = who.viewer();
    let post = who.state.db.read(move |db| Post::find(db, target)).await?;
    let layout = Layout::new(&who.visitor);
    let back = if post.is_seen_by(viewer) { address(&layout.links, &post) } else { layout.links.to("/") };
    Ok(Html(ReportedPage { layout, back }))
}
