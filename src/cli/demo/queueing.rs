//! What waits for the moderators of the demo beside reports: advertising, a part of which was swept away, and an appeal.

use serde::Deserialize;

use super::schema::parse;
use super::stage::Stage;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::ideas::{Idea, IdeaDraft, IdeaInput, submit};
use crate::moderation::{Remark, Target, appeals, reasons, sweep, visibility};
use crate::people::create::{NewPerson, create};
use crate::people::{Person, Role};
use crate::settings::Settings;
use crate::time::{DAY, HOUR, MINUTE, Timestamp};

/// Who moderates the demo.
const MODERATOR: &str = "sunniva";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    advertising: Vec<Advertising>,
    appeal: Appeal,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advertising {
    name: String,
    handle: String,
    board: String,
    category: String,
    days_ago: i64,
    is_swept: bool,
    titles: Vec<String>,
    body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Appeal {
    board: String,
    category: String,
    author: String,
    title: String,
    body: String,
    days_ago: i64,
    reason: String,
    message: String,
    text: String,
}

/// Fills the queue. First posts wait on the board that these are on.
pub fn fill(db: &mut Db, stage: &Stage, settings: &Settings, now: Timestamp) -> Result<()> {
    let file: File = parse(include_str!("queueing.toml"))?;
    for own in &file.advertising {
        advertise(db, stage, own, settings, now)?;
    }
    appeal(db, stage, &file.appeal, settings, now)
}

fn advertise(
    db: &mut Db,
    stage: &Stage,
    own: &Advertising,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let mut at = now.minus(own.days_ago * DAY);
    let email = format!("{}@example.com", own.handle);
    let person = NewPerson {
        name: &own.name,
        email: Some(&email),
        role: Role::Customer,
        handle: Some(&own.handle),
        is_imported: false,
    };
    let author = create(db, &person, at)?;
    for title in &own.titles {
        at = at.plus(20 * MINUTE);
        post(db, &author, (&own.board, &own.category), (title, &own.body), settings, at)?;
    }
    if own.is_swept {
        let remark = Remark::parse("spam", "")?;
        sweep::begin(db, stage.person(MODERATOR)?, author.id, &remark, settings, at.plus(HOUR))?;
    }
    Ok(())
}

fn post(
    db: &mut Db,
    author: &Person,
    (board, category): (&str, &str),
    (title, body): (&str, &str),
    settings: &Settings,
    at: Timestamp,
) -> Result<Idea> {
    let input = IdeaInput { board, category, title, body, ..IdeaInput::default() };
    let draft = IdeaDraft::parse(&input, &settings.catalog, author.role.is_staff())?;
    submit::submit(db, author, &draft, settings, at)
}

fn appeal(db: &mut Db, stage: &Stage, own: &Appeal, settings: &Settings, now: Timestamp) -> Result<()> {
    let (author, at) = (stage.person(&own.author)?, now.minus(own.days_ago * DAY));
    let place = (own.board.as_str(), own.category.as_str());
    let idea = post(db, author, place, (&own.title, &own.body), settings, at)?;
    let stored = reasons::list(db)?;
    let reason = stored.iter().find(|reason| reason.value() == own.reason).ok_or(Error::NotFound)?;
    let remark = Remark::written(reason, own.message.clone());
    let by = stage.person(MODERATOR)?;
    visibility::hide(db, by, Target::Idea(idea.id), &remark, settings, at.plus(5 * HOUR))?;
    appeals::make(db, author, Target::Idea(idea.id), &own.text, at.plus(DAY)).map(drop)
}
