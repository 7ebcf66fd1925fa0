//! The public log of acts.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;
use serde_json::Value;

use crate::boards::{Catalog, Counts, Voting};
use crate::history::{Act, ActKind};
use crate::http::guard::Visitor;
use crate::ids::ActId;
use crate::integrity::VoteReason;
use crate::moderation::Reason;
use crate::moderation::log::{self, KINDS, LogLine, Narrowed};
use crate::moderation::queue;
use crate::people::{Power, Role};
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::web::admin::boards::{counts_setting, exploration, voting_word};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// Acts on one page.
const SIZE: usize = 50;

/// What the address may hold.
#[derive(Debug, Deserialize)]
pub struct LogQuery {
    #[serde(default)]
    kind: String,
    after: Option<ActId>,
}

#[derive(Template)]
#[template(path = "moderation/log.html")]
struct LogPage {
    layout: Layout,
    is_moderator: bool,
    /// How many posts wait; for moderators only.
    waiting: i64,
    rows: Vec<LogRow>,
    kinds: Vec<Choice>,
    is_narrowed: bool,
    is_scale: bool,
    next: Option<String>,
}

/// An act in words.
struct LogRow {
    at: Timestamp,
    act: String,
    what: String,
    link: Option<(String, String)>,
    reason: Option<String>,
    role: String,
}

impl LogRow {
    fn new(layout: &Layout, line: &LogLine) -> Self {
        let words = layout.words;
        let link = match (line.act.idea_id, &line.title) {
            (Some(id), Some(title)) => Some((layout.links.idea(id, title), title.clone())),
            _ => None,
        };
        Self {
            at: line.act.created_at,
            act: act(&words, &line.act),
            what: what(&words, layout.catalog(), layout.is_staff(), line),
            link,
            reason: line.reason.map(Reason::word).or_else(|| why(&line.act)).map(|key| words.get(key)),
            role: line.role.map_or_else(|| words.get("log-by-site"), |role| words.get(role.word())),
        }
    }
}

/// The key of an act's name in `locales/`.
pub fn word(kind: ActKind) -> String {
    format!("log-act-{}", kind.as_str().replace('_', "-"))
}

fn act(words: &Words, act: &Act) -> String {
    let until = act.detail().get("until").and_then(serde_json::Value::as_i64).map(Timestamp::from_micros);
    match (act.kind, until) {
        (ActKind::Banned, Some(until)) => words.one("log-banned-until", "until", words.date_time(until)),
        (ActKind::Banned, None) => words.get("log-banned-for-good"),
        (kind, _) => words.get(&word(kind)),
    }
}

/// Why votes were held, released or void.
fn why(act: &Act) -> Option<&'static str> {
    act.detail().get("why").and_then(|why| VoteReason::parse(why.as_str()?)).map(VoteReason::word)
}

/// What it was done to, and numbers that belong to it.
fn what(words: &Words, catalog: &Catalog, is_staff: bool, line: &LogLine) -> String {
    let (act, detail) = (&line.act, line.act.detail());
    let number = |name: &str| detail.get(name).and_then(serde_json::Value::as_i64).unwrap_or_default();
    let board = act.board_id.and_then(|id| catalog.board(id).ok()).filter(|board| board.is_open_to(is_staff));
    match act.kind {
        ActKind::HalfLifeChanged => {
            let name = board.map_or_else(|| words.get("log-a-board"), |board| board.name.clone());
            let (from, to) = (number("from"), number("to"));
            words.with("log-half-life", &[("board", name.into()), ("from", from.into()), ("to", to.into())])
        }
        ActKind::VotingChanged | ActKind::CountsChanged | ActKind::ExplorationChanged => {
            let name = board.map_or_else(|| words.get("log-a-board"), |board| board.name.clone());
            let told = |key: &str| setting(words, act.kind, detail.get(key).unwrap_or(&Value::Null));
            let (from, to) = (told("from"), told("to"));
            words.with("log-setting", &[("board", name.into()), ("from", from.into()), ("to", to.into())])
        }
        ActKind::VotesHeld | ActKind::VotesReleased | ActKind::VotesVoided => {
            words.count("log-votes", number("count"))
        }
        ActKind::Swept | ActKind::SweepUndone => words.count("log-swept", number("count")),
        ActKind::HoldingChanged => {
            let is_on = detail.get("to").and_then(Value::as_bool).unwrap_or_default();
            words.get(if is_on { "log-holding-on" } else { "log-holding-off" })
        }
        ActKind::Banned | ActKind::BanLifted if act.board_id.is_some() => {
            let name = board.map_or_else(|| words.get("log-a-board"), |board| board.name.clone());
            words.one("log-a-person-on", "board", name)
        }
        ActKind::PowersChanged => powers_changed(words, &detail),
        ActKind::SignInChanged => sign_in_changed(words, &detail),
        ActKind::RoleChanged if detail.get("connection").is_some() => {
            words.one("log-role-by-claim", "name", text(&detail, "connection"))
        }
        ActKind::Imported => words.count("log-imported", number("count")),
        _ if act.person_id.is_some() => words.get("log-a-person"),
        _ if act.comment_id.is_some() && line.title.is_some() => words.get("log-a-comment-on"),
        _ if act.comment_id.is_some() => words.get("log-a-comment"),
        _ if act.idea_id.is_some() && line.title.is_none() => words.get("log-an-idea"),
        _ => board.map(|board| board.name.clone()).unwrap_or_default(),
    }
}

fn text<'a>(detail: &'a Value, name: &str) -> &'a str {
    detail.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Which connection, and what was done to it.
fn sign_in_changed(words: &Words, detail: &Value) -> String {
    let key = match text(detail, "what") {
        "made" => "log-connection-made",
        "key" => "log-connection-key",
        "on" => "log-connection-on",
        "off" => "log-connection-off",
        "deleted" => "log-connection-deleted",
        _ => "log-connection-changed",
    };
    words.one(key, "name", text(detail, "name"))
}

/// What a role was given and what it lost.
fn powers_changed(words: &Words, detail: &Value) -> String {
    let role = detail.get("role").and_then(Value::as_str).and_then(Role::parse);
    let role = role.map_or_else(String::new, |role| words.get(role.word()));
    let told = |name: &str, key: &str| {
        let all = detail.get(name).and_then(Value::as_array).into_iter().flatten();
        let powers = all.filter_map(|power| Power::parse(power.as_str()?));
        let powers: Vec<String> = powers.map(|power| words.get(power.word())).collect();
        (!powers.is_empty()).then(|| words.one(key, "powers", powers.join(", ")))
    };
    let changes = [told("given", "log-powers-given"), told("taken", "log-powers-taken")];
    let changes: Vec<String> = changes.into_iter().flatten().collect();
    words.two("log-powers", "role", role, "changes", changes.join("; "))
}

/// A setting of a board as it was or is.
fn setting(words: &Words, kind: ActKind, value: &Value) -> String {
    match kind {
        ActKind::VotingChanged => value
            .as_str()
            .and_then(Voting::parse)
            .map_or_else(String::new, |voting| words.get(voting_word(voting))),
        ActKind::CountsChanged => {
            let counts = value.get("counts").and_then(Value::as_str).and_then(Counts::parse);
            counts_setting(words, counts.unwrap_or(Counts::Shown), value.get("days").and_then(Value::as_i64))
        }
        _ => exploration(words, value.as_i64().unwrap_or_default()),
    }
}

/// The log, newest first.
pub async fn page(visitor: Visitor, query: Query<LogQuery>) -> Result<Html<impl Template>> {
    let kind = Narrowed::parse(&query.kind);
    let (viewer, after) = (visitor.viewer(), query.after);
    let (page, waiting) = visitor
        .state
        .db
        .read(move |db| {
            let waiting = if viewer.is_moderator { queue::count(db)? } else { 0 };
            Ok((log::list(db, viewer, kind, after, SIZE)?, waiting))
        })
        .await?;
    let layout = Layout::new(&visitor);
    let words = layout.words;
    let all = [("", words.get("log-all-kinds")), (Narrowed::SCALE, words.get("log-scale"))];
    let kinds = all.into_iter().chain(KINDS.iter().map(|kind| (kind.as_str(), words.get(&word(*kind)))));
    let kinds = Choice::list(kinds, kind.map_or("", Narrowed::as_str));
    let rows = page.items.iter().map(|line| LogRow::new(&layout, line)).collect();
    let next = page.next.map(|after| {
        let kind = kind.map_or("", Narrowed::as_str);
        layout.links.to(&format!("/moderation/log?kind={kind}&after={after}"))
    });
    Ok(Html(LogPage {
        layout,
        is_moderator: viewer.is_moderator,
        waiting,
        rows,
        kinds,
        is_scale: kind == Some(Narrowed::Scale),
        is_narrowed: kind.is_some(),
        next,
    }))
}
