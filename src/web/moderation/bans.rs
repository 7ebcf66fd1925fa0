//! Bans: the list, the form, lifting.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::reasons;
use crate::db::page::Page;
use crate::error::{Error, Result as Outcome};
use crate::http::guard::Moderator;
use crate::ids::{BanId, BoardId, PersonId};
use crate::moderation::bans::{self, BanDraft, BanRow, BanTerm};
use crate::moderation::{NOTE_MAX, Remark, policy, queue};
use crate::people::bans::{Ban, all};
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
    /// From what, in words.
    from: String,
    /// The board, as forms send it.
    board: String,
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
            from: from(layout, row.board),
            board: value(row.board),
            lift: layout.links.to(&format!("/people/{}/ban/lift", row.person.id)),
        }
    }
}

/// From what somebody is banned, in words.
fn from(layout: &Layout, board: Option<BoardId>) -> String {
    let name = board.and_then(|id| layout.catalog().board(id).ok()).map(|own| own.name.clone());
    match board {
        Some(_) => name.unwrap_or_else(|| layout.words.get("log-a-board")),
        None => layout.words.get("ban-from-site"),
    }
}

fn value(board: Option<BoardId>) -> String {
    board.map_or_else(String::new, |board| board.to_string())
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
    #[serde(default)]
    board: String,
}

/// A ban in force.
struct NowCard {
    told: String,
    reason: String,
    board: String,
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
    /// The bans that hold now.
    bans: Vec<NowCard>,
    boards: Vec<Choice>,
    reasons: Vec<Choice>,
    terms: Vec<Choice>,
    typed: BanForm,
    note_max: usize,
    zone: String,
}

impl BanPage {
    fn new(who: &Moderator, person: &Person, bans: &[Ban], form: FormErrors, typed: &BanForm) -> Self {
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
            bans: bans.iter().map(|ban| now_card(&layout, ban)).collect(),
            boards: boards(&layout, &typed.board),
            form,
            layout,
        }
    }
}

fn now_card(layout: &Layout, ban: &Ban) -> NowCard {
    let (words, from) = (&layout.words, from(layout, ban.board_id));
    let told = match ban.ends_at {
        Some(until) => words.two("ban-now-until", "from", from, "until", words.date_time(until)),
        None => words.one("ban-now", "from", from),
    };
    NowCard { told, reason: ban.reason.clone(), board: value(ban.board_id) }
}

fn boards(layout: &Layout, chosen: &str) -> Vec<Choice> {
    let all = std::iter::once((String::new(), layout.words.get("ban-from-site")));
    let each = layout.catalog().boards.iter().map(|board| (board.id.to_string(), board.name.clone()));
    Choice::list(all.chain(each), chosen)
}

/// Asks why and for how long.
pub async fn form(who: Moderator, person: Path<PersonId>) -> Result {
    let (person, bans) = find(&who, *person).await?;
    let page = BanPage::new(&who, &person, &bans, FormErrors::default(), &BanForm::default());
    Ok(Html(page).with_status(StatusCode::OK))
}

async fn find(who: &Moderator, person: PersonId) -> Outcome<(Person, Vec<Ban>)> {
    let (moderator, now) = (who.person.clone(), who.now);
    who.state
        .db
        .read(move |db| {
            let person = queries::find(db, person)?.ok_or(Error::NotFound)?;
            policy::may_ban(&moderator, &person)?;
            let bans = all(db, person.id, now)?;
            Ok((person, bans))
        })
        .await
}

/// Bans somebody.
pub async fn ban(who: Moderator, person: Path<PersonId>, form: Form<BanForm>) -> Result {
    let (person, now) = (*person, who.now);
    let remark = Remark::parse(&form.reason, &form.note);
    let draft = match BanDraft::parse(remark, &form.term, &form.until, who.words.zone, now) {
        Ok(draft) => draft.from_board(form.board.parse().ok()),
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            let (person, bans) = find(&who, person).await?;
            let page = BanPage::new(&who, &person, &bans, errors, &form);
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let (moderator, settings) = (who.person.clone(), Arc::clone(&who.settings));
    let act = who.state.db.write(move |db| bans::ban(db, &moderator, person, &draft, &settings, now)).await?;
    who.session.flash_with_undo("flash-banned", who.state.links.to(&format!("/moderation/undo/{act}")));
    Ok(see_other(&who.state.links.to("/moderation/bans")))
}

/// The form of lifting: from what, and where the browser goes afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LiftForm {
    board: String,
    return_to: Option<String>,
}

/// Lifts somebody's ban.
pub async fn lift(who: Moderator, person: Path<PersonId>, form: Form<LiftForm>) -> Result {
    let (moderator, person, now) = (who.person.clone(), *person, who.now);
    let board: Option<BoardId> = form.board.parse().ok();
    let act = who.state.db.write(move |db| bans::lift(db, &moderator, person, board, now)).await?;
    who.session.flash_with_undo("flash-ban-lifted", who.state.links.to(&format!("/moderation/undo/{act}")));
    let to = form.return_to.clone().unwrap_or_else(|| who.state.links.to("/moderation/bans"));
    Ok(see_other(&who.state.links.safe_return(Some(&to))))
}
