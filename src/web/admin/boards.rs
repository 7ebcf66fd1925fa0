//! Boards: the list with its order, the form of one, archiving.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use askama::Template;
use serde::Deserialize;

use super::{ConfirmPage, StepForm, done, refused};
use crate::boards::{
    self, Audience, Board, BoardDraft, BoardInput, Category, Counts, EXPLORE_EVERY, Premoderation, Status,
    Step, Voting, edit,
};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Admin;
use crate::ids::BoardId;
use crate::text::words::Words;
use crate::triage::rules::{self, Named};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

#[derive(Template)]
#[template(path = "admin/boards.html")]
struct BoardsPage {
    layout: Layout,
    boards: Vec<BoardLine>,
}

struct BoardLine {
    name: String,
    link: String,
    shift: String,
    audience: String,
    voting: String,
    premoderation: String,
    half_life_days: i32,
    counts: String,
    is_archived: bool,
}

impl BoardLine {
    fn new(layout: &Layout, board: &Board) -> Self {
        let words = layout.words;
        Self {
            name: board.name.clone(),
            link: layout.links.admin_board(board.id),
            shift: layout.links.to(&format!("/admin/boards/{}/move", board.id)),
            audience: words.get(audience_word(board.audience)),
            voting: words.get(voting_word(board.voting)),
            premoderation: words.get(premoderation_word(board.premoderation)),
            half_life_days: board.half_life_days,
            counts: counts_setting(&words, board.counts, Some(board.counts_days.into())),
            is_archived: board.archived_at.is_some(),
        }
    }
}

fn audience_word(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "board-audience-public",
        Audience::Staff => "board-audience-staff",
    }
}

/// The key of which votes a board takes.
pub fn voting_word(voting: Voting) -> &'static str {
    match voting {
        Voting::UpOnly => "board-voting-up-only",
        Voting::PromoteDemote => "board-voting-both",
    }
}

fn premoderation_word(waits: Premoderation) -> &'static str {
    match waits {
        Premoderation::Off => "board-premoderation-off",
        Premoderation::FirstPosts => "board-premoderation-first",
        Premoderation::All => "board-premoderation-all",
    }
}

fn counts_word(counts: Counts) -> &'static str {
    match counts {
        Counts::Shown => "counts-shown",
        Counts::Hidden => "counts-hidden",
        Counts::UntilVoted => "counts-until-voted",
        Counts::FirstDays => "counts-first-days",
    }
}

/// What a board shows of its counts, with the days where it depends on them.
pub fn counts_setting(words: &Words, counts: Counts, days: Option<i64>) -> String {
    match counts {
        Counts::FirstDays => words.count("counts-for-days", days.unwrap_or_default()),
        other => words.get(counts_word(other)),
    }
}

/// The share of places for ideas that hardly anybody has seen.
pub fn exploration(words: &Words, every: i64) -> String {
    words.count("explore-share", every)
}

/// All boards, in order.
pub async fn list(who: Admin) -> Result<Html<impl Template>> {
    let layout = Layout::new(&who.visitor);
    let boards = who.settings.catalog.boards.iter().map(|board| BoardLine::new(&layout, board)).collect();
    Ok(Html(BoardsPage { layout, boards }))
}

/// The form of a board, every field as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct BoardForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    slug: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    audience: String,
    #[serde(default)]
    voting: String,
    #[serde(default)]
    premoderation: String,
    #[serde(default)]
    half_life_days: String,
    #[serde(default)]
    counts: String,
    #[serde(default)]
    counts_days: String,
    #[serde(default)]
    explore_every: String,
}

impl BoardForm {
    fn draft(&self) -> crate::error::Result<BoardDraft> {
        BoardDraft::from_form(&BoardInput {
            name: &self.name,
            slug: &self.slug,
            description: &self.description,
            audience: &self.audience,
            voting: &self.voting,
            premoderation: &self.premoderation,
            half_life_days: &self.half_life_days,
            counts: &self.counts,
            counts_days: &self.counts_days,
            explore_every: &self.explore_every,
        })
    }

    fn fresh() -> Self {
        Self {
            audience: Audience::Public.to_string(),
            voting: Voting::PromoteDemote.to_string(),
            premoderation: Premoderation::Off.to_string(),
            half_life_days: crate::site::HALF_LIFE_DAYS.to_string(),
            counts: Counts::Shown.to_string(),
            explore_every: EXPLORE_EVERY.to_string(),
            ..Self::default()
        }
    }

    fn of(board: &Board) -> Self {
        Self {
            name: board.name.clone(),
            slug: board.slug.clone(),
            description: board.description.clone(),
            audience: board.audience.to_string(),
            voting: board.voting.to_string(),
            premoderation: board.premoderation.to_string(),
            half_life_days: board.half_life_days.to_string(),
            counts: board.counts.to_string(),
            counts_days: if board.counts_days > 0 { board.counts_days.to_string() } else { String::new() },
            explore_every: board.explore_every.to_string(),
        }
    }
}

#[derive(Template)]
#[template(path = "admin/board.html")]
struct BoardPage {
    layout: Layout,
    form: FormErrors,
    title: String,
    action: String,
    typed: BoardForm,
    audiences: Vec<Choice>,
    votings: Vec<Choice>,
    premoderations: Vec<Choice>,
    counts: Vec<Choice>,
    /// What belongs to a board that is there already.
    own: Option<BoardParts>,
}

struct BoardParts {
    link: String,
    is_archived: bool,
    /// What it promises, as a sentence.
    promise: String,
    statuses: Vec<StatusLine>,
    categories: Vec<CategoryLine>,
}

struct StatusLine {
    label: String,
    kind: String,
    kind_word: String,
    wants_reason: bool,
    link: String,
    shift: String,
}

struct CategoryLine {
    name: String,
    link: String,
    shift: String,
}

impl BoardPage {
    fn new(who: &Admin, board: Option<&Board>, form: FormErrors, typed: BoardForm) -> Self {
        let layout = Layout::new(&who.visitor);
        let words = layout.words;
        let audiences = Audience::ALL.iter().map(|one| (one.as_str(), words.get(audience_word(*one))));
        let votings = Voting::ALL.iter().map(|one| (one.as_str(), words.get(voting_word(*one))));
        let waits = Premoderation::ALL.iter().map(|one| (one.as_str(), words.get(premoderation_word(*one))));
        let counts = Counts::ALL.iter().map(|one| (one.as_str(), words.get(counts_word(*one))));
        Self {
            title: board.map_or_else(|| words.get("admin-board-new"), |board| board.name.clone()),
            action: board
                .map_or_else(|| layout.links.to("/admin/boards"), |b| layout.links.admin_board(b.id)),
            audiences: Choice::list(audiences, &typed.audience),
            votings: Choice::list(votings, &typed.voting),
            premoderations: Choice::list(waits, &typed.premoderation),
            counts: Choice::list(counts, &typed.counts),
            own: board.map(|board| BoardParts::new(&layout, board)),
            layout,
            form,
            typed,
        }
    }
}

impl BoardParts {
    fn new(layout: &Layout, board: &Board) -> Self {
        let catalog = layout.catalog();
        Self {
            link: layout.links.board(&board.slug),
            is_archived: board.archived_at.is_some(),
            promise: catalog.promise(board.id).map_or_else(
                || layout.words.get("promise-none"),
                |promise| layout.words.count("promise-made", promise.days),
            ),
            statuses: catalog.statuses_of(board.id).map(|status| StatusLine::new(layout, status)).collect(),
            categories: catalog.categories_of(board.id).map(|one| CategoryLine::new(layout, one)).collect(),
        }
    }
}

impl StatusLine {
    fn new(layout: &Layout, status: &Status) -> Self {
        Self {
            label: status.label(&layout.words),
            kind: status.kind.to_string(),
            kind_word: layout.words.get(super::statuses::kind_word(status.kind)),
            wants_reason: status.wants_reason,
            link: layout.links.to(&format!("/admin/statuses/{}", status.id)),
            shift: layout.links.to(&format!("/admin/statuses/{}/move", status.id)),
        }
    }
}

impl CategoryLine {
    fn new(layout: &Layout, category: &Category) -> Self {
        Self {
            name: category.name.clone(),
            link: layout.links.to(&format!("/admin/categories/{}", category.id)),
            shift: layout.links.to(&format!("/admin/categories/{}/move", category.id)),
        }
    }
}

/// The form of a new board.
pub async fn new(who: Admin) -> Result<Html<impl Template>> {
    Ok(Html(BoardPage::new(&who, None, FormErrors::default(), BoardForm::fresh())))
}

/// Makes the board.
pub async fn create(who: Admin, form: Form<BoardForm>) -> Result {
    let now = who.now;
    let made = match form.draft() {
        Ok(draft) => who.state.db.write(move |db| boards::create(db, &draft, now)).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(board) => done(&who, "flash-board-made", &format!("/admin/boards/{}", board.id)).await,
        Err(error) => refused(error, &who, |errors| BoardPage::new(&who, None, errors, form.into_inner())),
    }
}

/// A board with its statuses and categories.
pub async fn page(who: Admin, id: Path<BoardId>) -> Result {
    let board = who.settings.catalog.board(*id)?;
    let page = BoardPage::new(&who, Some(board), FormErrors::default(), BoardForm::of(board));
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Stores the changed board.
pub async fn save(who: Admin, id: Path<BoardId>, form: Form<BoardForm>) -> Result {
    let (id, actor, now) = (*id, who.person.id, who.now);
    let board = who.settings.catalog.board(id)?;
    let saved = match form.draft() {
        Ok(draft) => {
            let write = move |db: &mut Db| {
                let (before, rules) =
                    (edit::find(db, id)?.slug, rules::naming_through_lenses(db, Named::Board(id))?);
                let board = edit::save(db, actor, id, &draft, now)?;
                // A lens knows the board by its address; what rules ask for would not be there any more.
                match board.slug == before || rules.is_empty() {
                    true => Ok(board),
                    false => Err(Error::field("slug", "error-slug-in-lens")),
                }
            };
            who.state.db.write(write).await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(_) => done(&who, "flash-saved", &format!("/admin/boards/{id}")).await,
        Err(error) => {
            refused(error, &who, |errors| BoardPage::new(&who, Some(board), errors, form.into_inner()))
        }
    }
}

/// Moves a board up or down.
pub async fn shift(who: Admin, id: Path<BoardId>, form: Form<StepForm>) -> Result {
    let (id, step, now) = (*id, Step::parse(&form.step)?, who.now);
    who.state.db.write(move |db| edit::shift(db, id, step, now)).await?;
    done(&who, "flash-order", "/admin/boards").await
}

/// Asks before a board is archived.
pub async fn archive_page(who: Admin, id: Path<BoardId>) -> Result<Html<impl Template>> {
    let board = who.settings.catalog.board(*id)?;
    let layout = Layout::new(&who.visitor);
    Ok(Html(ConfirmPage {
        title: layout.words.one("admin-archive-title", "name", &board.name),
        lead: layout.words.get("admin-archive-lead"),
        action: layout.links.to(&format!("/admin/boards/{id}/archive")),
        button: layout.words.get("admin-archive"),
        back: layout.links.admin_board(*id),
        layout,
    }))
}

/// Archives a board.
pub async fn archive(who: Admin, id: Path<BoardId>) -> Result {
    set_archived(who, *id, true).await
}

/// Opens an archived board again.
pub async fn unarchive(who: Admin, id: Path<BoardId>) -> Result {
    set_archived(who, *id, false).await
}

async fn set_archived(who: Admin, id: BoardId, is_archived: bool) -> Result {
    let now = who.now;
    who.state.db.write(move |db| edit::set_archived(db, id, is_archived, now)).await?;
    let key = if is_archived { "flash-archived" } else { "flash-unarchived" };
    done(&who, key, &format!("/admin/boards/{id}")).await
}
