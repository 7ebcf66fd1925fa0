//! What was decided about somebody's own post, and their appeal; and the list of all that moderators told them.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::{Place, Quote, act};
use crate::db::Db;
use crate::error::{Error, Result as Outcome};
use crate::http::guard::SignedIn;
use crate::ideas::PostState;
use crate::ids::MessageId;
use crate::moderation::appeals::{self, APPEAL_MAX, Appeal, Judge, Outcome as Ruling};
use crate::moderation::messages::{self, Message};
use crate::moderation::{Post, Target};
use crate::time::Timestamp;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "moderation/decision.html")]
struct DecisionPage {
    layout: Layout,
    form: FormErrors,
    quote: Quote,
    /// Where the post stands, as the key of a sentence.
    stands: &'static str,
    reason: Option<String>,
    message: Option<(String, Timestamp)>,
    appeal: Option<AppealLine>,
    /// Where an appeal goes, while there may be one.
    action: Option<String>,
    judge: Option<&'static str>,
    typed: String,
    appeal_max: usize,
}

/// The appeal as its author sees it.
struct AppealLine {
    body: String,
    at: Timestamp,
    outcome: &'static str,
    answer: Option<String>,
}

impl From<Appeal> for AppealLine {
    fn from(appeal: Appeal) -> Self {
        Self {
            outcome: match appeal.outcome {
                None => "appeal-waits",
                Some(Ruling::Granted) => "appeal-was-granted",
                Some(Ruling::Refused) => "appeal-was-refused",
            },
            body: appeal.body,
            at: appeal.created_at,
            answer: appeal.answer.filter(|answer| !answer.is_empty()),
        }
    }
}

struct Found {
    post: Post,
    reason: Option<String>,
    message: Option<Message>,
    appeal: Option<Appeal>,
    judge: Option<Judge>,
    may_appeal: bool,
}

async fn find(who: &SignedIn, target: Target) -> Outcome<Found> {
    let person = who.person.clone();
    who.state
        .db
        .read(move |db| {
            let post = Post::find(db, target)?;
            if post.author != person.id {
                return Err(Error::NotFound);
            }
            let appeal = appeals::of_post(db, &post)?;
            Ok(Found {
                reason: post.reason(db)?,
                message: messages::last_about(db, &post)?,
                judge: appeal.as_ref().map(|own| appeals::judge(db, own)).transpose()?,
                may_appeal: appeals::may_appeal(db, &person, &post).is_ok(),
                appeal,
                post,
            })
        })
        .await
}

fn build(who: &SignedIn, found: Found, form: FormErrors, typed: &str) -> DecisionPage {
    let layout = Layout::new(&who.visitor);
    DecisionPage {
        quote: Quote::new(&layout, &found.post),
        stands: match found.post.state {
            PostState::Visible => "decision-visible",
            PostState::Pending => "decision-pending",
            PostState::Hidden => "decision-not-shown",
        },
        message: found.message.filter(|own| !own.body.is_empty()).map(|own| (own.body, own.created_at)),
        reason: found.reason,
        action: found.may_appeal.then(|| act(&layout.links, found.post.target, "appeal")),
        judge: found.judge.map(|judge| match judge {
            Judge::AnybodyElse => "appeal-judge-other",
            Judge::Administrator => "appeal-judge-admin",
        }),
        appeal: found.appeal.map(AppealLine::from),
        typed: typed.to_owned(),
        appeal_max: APPEAL_MAX,
        form,
        layout,
    }
}

/// The post with what was decided about it.
pub async fn page(who: SignedIn, place: Path<Place>) -> Result {
    let found = find(&who, place.target()?).await?;
    Ok(Html(build(&who, found, FormErrors::default(), "")).with_status(StatusCode::OK))
}

/// The form of an appeal.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AppealForm {
    appeal: String,
}

/// Appeals.
pub async fn appeal(who: SignedIn, place: Path<Place>, form: Form<AppealForm>) -> Result {
    let target = place.target()?;
    let body = match appeals::parse(&form.appeal) {
        Ok(body) => body,
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            let page = build(&who, find(&who, target).await?, errors, &form.appeal);
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let (person, now) = (who.person.clone(), who.now);
    let write = move |db: &mut Db| appeals::make(db, &person, target, &body, now);
    who.state.db.write(write).await?;
    who.session.flash("flash-appealed");
    Ok(see_other(&act(&who.state.links, target, "decision")))
}

/// Where the list begins.
#[derive(Debug, Deserialize)]
pub struct DecisionsQuery {
    after: Option<MessageId>,
}

#[derive(Template)]
#[template(path = "moderation/decisions.html")]
struct DecisionsPage {
    layout: Layout,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    what: &'static str,
    body: String,
    at: Timestamp,
    link: Option<String>,
}

/// All that moderators told the reader.
pub async fn list(who: SignedIn, query: Query<DecisionsQuery>) -> Result<Html<impl Template>> {
    let (person, after) = (who.person.id, query.after);
    let page = who.state.db.read(move |db| messages::of_person(db, person, after)).await?;
    let layout = Layout::new(&who.visitor);
    let next = page.next.map(|after| layout.links.to(&format!("/me/decisions?after={after}")));
    let row = |own: Message| Row {
        what: own.kind.word(),
        link: own.target().map(|target| act(&layout.links, target, "decision")),
        body: own.body,
        at: own.created_at,
    };
    let rows = page.items.into_iter().map(row).collect();
    Ok(Html(DecisionsPage { rows, next, layout }))
}
