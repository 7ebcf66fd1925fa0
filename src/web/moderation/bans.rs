//! Bans: the list, the form, lifting.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::{ReasonForm, reasons};
use crate::db::page::Page;
use crate::error::{Error, Result as Outcome};
use crate::http::guard::Moderator;
use crate::ids::{BanId, PersonId};
use crate::moderation::bans::{self, BanDraft, BanRow, BanTerm};
use crate::moderation::{NOTE_MAX, Remark, policy, queue};
use crate::people::bans::{Ban, active};
use crate::people::{Person, queries};
use crate::time::Timestamp;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Bans on one page.
const SIZE: usize = 30;

/// What the address of the list may hold.
#[derive(Debug, Deserialize)]
pub struct BansQuery {
    after: Option<BanId>,
}

#[derive(Template)]
#[template(path = "moderation/bans.html")]
struct BansPage {
    layout: Layout,
    waiting: i64,
    bans: Vec<BanCard>,
    next: Option<String>,
}

struct BanCard {
    person: PersonId,
    name: String,
    reason: String,
    created_at: Timestamp,
    until: Option<String>,
    lift: String,
}

impl BanCard {
    fn new(layout: &Layout, row: BanRow) -> Self {
        Self {
            person: row.person.id,
            name: row.person.label(&layout.words),
            reason: row.reason,
            created_at: row.created_at,
            until: row.ends_at.map(|until| layout.words.date_time(until)),
            lift: layout.links.to(&format!("/people/{}/ban/lift", row.person.id)),
        }
    }
}

/// The bans in force.
pub async fn list(who: Moderator, query: Query<BansQuery>) -> Result<Html<impl Template>> {
    let (after, now) = (query.after, who.now);
    let limit = i64::try_from(SIZE).unwrap_or(i64::MAX) + 1;
    let (rows, count) =
        who.state.db.read(move |db| Ok((bans::list(db, after, limit, now)?, queue::count(db)?))).await?;
    let layout = Layout::new(&who.visitor);
    let cursor = |row: &BanRow| layout.links.to(&format!("/moderation/bans?after={}", row.id));
    let page = Page::cut(rows, SIZE, cursor);
    let next = page.next.clone();
    let bans = page.map(|row| BanCard::new(&layout, row)).items;
    Ok(Html(BansPage { layout, waiting: count, bans, next }))
}

/// The form of a ban.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct BanForm {
    #[serde(default)]
    term: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
}

#[derive(Template)]
#[template(path = "moderation/ban.html")]
struct BanPage {
    layout: Layout,
    form: FormErrors,
    name: String,
    person: PersonId,
    action: String,
    lift: String,
    /// Why and until when they are banned now.
    ban: Option<(String, Option<String>)>,
    reasons: Vec<Choice>,
    terms: Vec<Choice>,
    typed: BanForm,
    note_max: usize,
    zone: String,
}

impl BanPage {
    fn new(who: &Moderator, person: &Person, ban: Option<Ban>, form: FormErrors, typed: &BanForm) -> Self {
        let layout = Layout::new(&who.visitor);
        let words = layout.words;
        let terms = BanTerm::ALL.iter().map(|term| (term.as_str(), words.get(term.word())));
        Self {
            name: person.label(&words),
            reasons: reasons(&words, &typed.reason),
            terms: Choice::list(terms, if typed.term.is_empty() { "week" } else { &typed.term }),
            typed: typed.clone(),
            note_max: NOTE_MAX,
            zone: words.zone.name().to_owned(),
            person: person.id,
            action: layout.links.to(&format!("/people/{}/ban", person.id)),
            lift: layout.links.to(&format!("/people/{}/ban/lift", person.id)),
            ban: ban.map(|ban| (ban.reason, ban.ends_at.map(|until| words.date_time(until)))),
            form,
            layout,
        }
    }
}

/// Asks why and for how long.
pub async fn form(who: Moderator, person: Path<PersonId>) -> Result {
    let (person, ban) = find(&who, *person).await?;
    let page = BanPage::new(&who, &person, ban, FormErrors::default(), &BanForm::default());
    Ok(Html(page).with_status(StatusCode::OK))
}

async fn find(who: &Moderator, person: PersonId) -> Outcome<(Person, Option<Ban>)> {
    let (moderator, now) = (who.person.clone(), who.now);
    who.state
        .db
        .read(move |db| {
            let person = queries::find(db, person)?.ok_or(Error::NotFound)?;
            policy::may_ban(&moderator, &person)?;
            let ban = active(db, person.id, now)?;
            Ok((person, ban))
        })
        .await
}

/// Bans somebody.
pub async fn ban(who: Moderator, person: Path<PersonId>, form: Form<BanForm>) -> Result {
    let (person, now) = (*person, who.now);
    let remark = Remark::parse(&form.reason, &form.note);
    let draft = match BanDraft::parse(remark, &form.term, &form.until, who.words.zone, now) {
        Ok(draft) => draft,
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            let (person, ban) = find(&who, person).await?;
            let page = BanPage::new(&who, &person, ban, errors, &form);
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let (moderator, settings) = (who.person.clone(), Arc::clone(&who.settings));
    let act = who.state.db.write(move |db| bans::ban(db, &moderator, person, &draft, &settings, now)).await?;
    who.session.flash_with_undo("flash-banned", who.state.links.to(&format!("/moderation/undo/{act}")));
    Ok(see_other(&who.state.links.to("/moderation/bans")))
}

/// Lifts somebody's ban.
pub async fn lift(who: Moderator, person: Path<PersonId>, form: Form<ReasonForm>) -> Result {
    let (moderator, person, now) = (who.person.clone(), *person, who.now);
    who.state.db.write(move |db| bans::lift(db, &moderator, person, now)).await?;
    who.session.flash("flash-ban-lifted");
    let to = form.return_to.clone().unwrap_or_else(|| who.state.links.to("/moderation/bans"));
    Ok(see_other(&who.state.links.safe_return(Some(&to))))
}
