//! Several entries of the queue at once: a page that says what will happen to each, then the act, then what became of it.

use std::sync::Arc;

use actix_web::http::StatusCode;
use askama::Template;
use serde::{Deserialize, Serialize};

use super::{remark, site_reasons, stored_reasons};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Moderator;
use crate::moderation::bulk::{self, BULK_MAX, Verdict};
use crate::moderation::queue::{self, Entry};
use crate::moderation::{Item, NOTE_MAX};
use crate::web::choice::Choice;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Where the report waits for its page.
const REPORT: &str = "moderated";

#[derive(Template)]
#[template(path = "moderation/bulk.html")]
struct BulkPage {
    layout: Layout,
    form: FormErrors,
    verdict: Verdict,
    lines: Vec<Line>,
    left: Vec<(String, String)>,
    reasons: Vec<Choice>,
    note: String,
    note_max: usize,
}

/// What will happen to one of them.
struct Line {
    item: Item,
    seen: String,
    what: String,
    author: String,
    outlook: String,
}

fn items(fields: &Fields) -> Vec<Item> {
    let mut items: Vec<Item> = fields.all("item").iter().filter_map(|item| Item::parse(item)).collect();
    items.sort();
    items.dedup();
    items
}

fn verdict(fields: &Fields) -> crate::error::Result<Verdict> {
    Verdict::parse(fields.get("verdict")).ok_or_else(|| Error::field("verdict", "error-choice"))
}

/// Says what will happen to each.
pub async fn preview(who: Moderator, fields: Fields) -> Result {
    let chosen = items(&fields);
    if chosen.is_empty() || chosen.len() > BULK_MAX {
        who.session.flash_error(if chosen.is_empty() { "flash-queue-none" } else { "flash-queue-many" });
        return Ok(see_other(&who.state.links.to("/moderation")));
    }
    show(&who, &fields, FormErrors::default(), StatusCode::OK).await
}

async fn show(who: &Moderator, fields: &Fields, form: FormErrors, code: StatusCode) -> Result {
    let (chosen, verdict, now) = (items(fields), verdict(fields)?, who.now);
    let (entries, stored) = who
        .state
        .db
        .read(move |db| Ok((queue::by_items(db, &chosen, now)?, stored_reasons::list(db)?)))
        .await?;
    let layout = Layout::new(&who.visitor);
    let words = layout.words;
    let (mut lines, mut left) = (Vec::new(), Vec::new());
    for entry in &entries {
        let what = what(&layout, entry);
        match bulk::outlook(entry, verdict, &who.person) {
            Ok(key) => lines.push(Line {
                item: entry.item,
                seen: bulk::stamp(entry),
                what,
                author: entry.author.label(&words),
                outlook: words.get(key),
            }),
            Err(key) => left.push((what, words.get(key))),
        }
    }
    let page = BulkPage {
        verdict,
        lines,
        left,
        reasons: site_reasons(&words, &stored, fields.get("reason")),
        note: fields.get("note").to_owned(),
        note_max: NOTE_MAX,
        form,
        layout,
    };
    Ok(Html(page).with_status(code))
}

fn what(layout: &Layout, entry: &Entry) -> String {
    super::Quote::new(layout, &entry.post).what
}

/// Decides them, as they stood on the page before.
pub async fn apply(who: Moderator, fields: Fields) -> Result {
    let verdict = verdict(&fields)?;
    let mut remark_of_all = None;
    if verdict == Verdict::Hide {
        match remark(&who, fields.get("reason"), fields.get("note")).await {
            Ok(own) => remark_of_all = Some(own),
            Err(error) => {
                let errors = FormErrors::from_error(error, &who.words)?;
                return show(&who, &fields, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
            }
        }
    }
    let seen = fields.all("seen");
    let seen = |item: Item| {
        let pairs = seen.iter().filter_map(|pair| pair.split_once(':'));
        pairs.filter(|(own, _)| Item::parse(own) == Some(item)).map(|(_, seen)| seen.to_owned()).next()
    };
    let chosen: Vec<(Item, String)> =
        items(&fields).into_iter().map(|item| (item, seen(item).unwrap_or_default())).collect();
    let (moderator, settings, now) = (who.person.clone(), Arc::clone(&who.settings), who.now);
    let write = move |db: &mut Db| {
        bulk::apply(db, &moderator, &chosen, (verdict, remark_of_all.as_ref()), &settings, now)
    };
    let report = who.state.db.write(write).await?;
    who.state.work.notify_one();
    let kept = Kept {
        done: report.done.len(),
        left: report.left.iter().map(|(item, key)| (item.to_string(), (*key).to_owned())).collect(),
        undo: report.undo.map(|act| act.to_string()),
    };
    who.session.keep(REPORT, &serde_json::to_string(&kept).map_err(Error::internal)?)?;
    Ok(see_other(&who.state.links.to("/moderation/bulk/done")))
}

/// The report, as it waits in the session.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    done: usize,
    left: Vec<(String, String)>,
    undo: Option<String>,
}

#[derive(Template)]
#[template(path = "moderation/bulk_done.html")]
struct DonePage {
    layout: Layout,
    done: usize,
    left: Vec<(String, String)>,
    undo: Option<String>,
}

/// What became of it.
pub async fn done(who: Moderator) -> Result {
    let Some(kept) = who.session.kept(REPORT) else {
        return Ok(see_other(&who.state.links.to("/moderation")));
    };
    let kept: Kept = serde_json::from_str(&kept).unwrap_or_default();
    let (items, now): (Vec<Item>, _) =
        (kept.left.iter().filter_map(|(item, _)| Item::parse(item)).collect(), who.now);
    let entries = who.state.db.read(move |db| queue::by_items(db, &items, now)).await?;
    let layout = Layout::new(&who.visitor);
    let name = |item: &str| {
        let entry = entries.iter().find(|entry| entry.item.to_string() == item);
        entry.map_or_else(|| layout.words.get("bulk-gone"), |entry| what(&layout, entry))
    };
    let left = kept.left.iter().map(|(item, key)| (name(item), layout.words.get(key))).collect();
    let undo = kept.undo.map(|act| layout.links.to(&format!("/moderation/undo/{act}")));
    Ok(Html(DonePage { done: kept.done, left, undo, layout }).with_status(StatusCode::OK))
}
