//! Acting on many ideas at once: one page that says what will change, then each idea by itself, then what became of it.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use askama::Template;
use serde::{Deserialize, Serialize};

use super::fields::{Fields, date_field, zone_of};
use super::labels;
use crate::boards::Status;
use crate::db::Db;
use crate::error::{Error, FieldErrors};
use crate::http::guard::Manager;
use crate::ideas::Idea;
use crate::ids::{IdeaId, TagId, TeamId};
use crate::settings::Settings;
use crate::text::clean;
use crate::time::DAY;
use crate::triage::answer::{RESPONSE_MAX, Seen};
use crate::triage::bulk::{self, BULK_MAX, Change};
use crate::triage::effort::EffortChange;
use crate::triage::{desk, queries, teams};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Where the report waits for its page.
const REPORT: &str = "bulk-report";
/// Why an idea is left out that somebody else decided about since the form was made.
const DECIDED: &str = "error-answer-conflict";
/// The fields that the form has again for such ideas.
const AGAIN: [&str; 7] = ["status", "effort", "team", "tag", "shortlist", "response", "due"];

/// The page that says what will change.
#[derive(Template)]
#[template(path = "desk/bulk.html")]
pub struct BulkPage {
    layout: Layout,
    ideas: Vec<Listed>,
    changes: Vec<String>,
    status: String,
    effort: String,
    team: String,
    tag: String,
    shortlist: bool,
    response: String,
    due: String,
    wants_reason: bool,
    sets_status: bool,
    routes: bool,
    form: FormErrors,
}

/// An idea that will change.
struct Listed {
    id: IdeaId,
    title: String,
    status: String,
    /// How it stands, for the form to carry.
    seen: String,
}

/// Says what will change.
pub async fn confirm(who: Manager, fields: Fields) -> Result {
    let ids = ids(&fields);
    if fields.has("panel") && !ids.is_empty() {
        return Ok(see_other(&who.state.links.to(&panel_of(&ids))));
    }
    let change = parse(&who, &fields).await;
    if let Ok(change) = &change {
        bulk::may_apply(&who.person, change)?;
    }
    if ids.is_empty() || matches!(change, Ok(ref change) if change.is_empty()) {
        who.session.flash_error(if ids.is_empty() { "flash-bulk-no-ideas" } else { "flash-bulk-no-change" });
        return Ok(see_other(&who.state.links.to("/desk")));
    }
    if ids.len() > BULK_MAX {
        who.session.flash_error("flash-bulk-many");
        return Ok(see_other(&who.state.links.to("/desk")));
    }
    show(&who, &fields, FormErrors::default(), StatusCode::OK).await
}

/// The form of a new panel with these ideas on its list.
fn panel_of(ids: &[IdeaId]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for id in ids.iter().take(BULK_MAX) {
        query.append_pair("idea", &id.to_string());
    }
    format!("/desk/panels/new?{}", query.finish())
}

fn ids(fields: &Fields) -> Vec<IdeaId> {
    let mut found: Vec<IdeaId> = fields.all("idea").iter().filter_map(|id| id.parse().ok()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

async fn show(who: &Manager, fields: &Fields, form: FormErrors, code: StatusCode) -> Result {
    let (ids, team) = (ids(fields), fields.get("team").parse::<TeamId>().ok());
    let (ideas, last, team) = who
        .state
        .db
        .read(move |db| {
            let team = team.map(|team| teams::find(db, team)).transpose()?;
            Ok((desk::by_ids(db, &ids)?, queries::last_responses(db, &ids)?, team))
        })
        .await?;
    // A form that comes back carries what was seen before.
    let before = seen_in(fields);
    let seen = |idea: &Idea| {
        let own = before.get(&idea.id).cloned();
        own.unwrap_or_else(|| Seen::of(idea, last.get(&idea.id).copied()))
    };
    let status = chosen_status(&who.settings, fields);
    let page = BulkPage {
        changes: changes(who, fields, status, team.as_ref().map(|team| team.name.as_str())),
        ideas: ideas.iter().map(|idea| listed(who, idea, &seen(idea))).collect(),
        wants_reason: status.is_some_and(|status| status.wants_reason),
        sets_status: status.is_some(),
        routes: team.is_some(),
        status: fields.get("status").to_owned(),
        effort: fields.get("effort").to_owned(),
        team: fields.get("team").to_owned(),
        tag: fields.get("tag").to_owned(),
        shortlist: fields.has("shortlist"),
        response: fields.get("response").to_owned(),
        due: if fields.has("due") {
            fields.get("due").to_owned()
        } else {
            date_field(Some(who.now.plus(14 * DAY)), who.words.zone)
        },
        layout: Layout::new(who),
        form,
    };
    Ok(Html(page).with_status(code))
}

fn listed(who: &Manager, idea: &Idea, seen: &Seen) -> Listed {
    Listed {
        id: idea.id,
        title: idea.title.clone(),
        status: labels::status(idea, &who.settings.catalog, &who.words),
        seen: seen.as_str().to_owned(),
    }
}

/// How each idea stood when the form was made.
fn seen_in(fields: &Fields) -> HashMap<IdeaId, Seen> {
    let all = fields.all("seen");
    let pairs = all.iter().filter_map(|pair| pair.split_once(':'));
    pairs.filter_map(|(id, seen)| Some((id.parse().ok()?, Seen::from_form(seen)))).collect()
}

fn chosen_status<'s>(settings: &'s Settings, fields: &Fields) -> Option<&'s Status> {
    settings.catalog.statuses.iter().find(|own| own.slug == fields.get("status"))
}

/// What will change, a sentence each.
fn changes(who: &Manager, fields: &Fields, status: Option<&Status>, team: Option<&str>) -> Vec<String> {
    let words = &who.words;
    let status = status.map(|own| words.one("bulk-will-status", "status", own.label(words)));
    let effort = match EffortChange::parse(fields.get("effort")) {
        Some(EffortChange::Set(effort)) if fields.get("effort") != "keep" => {
            Some(words.one("bulk-will-effort", "effort", words.get(labels::effort_word(effort))))
        }
        _ => None,
    };
    let team = team.map(|name| words.one("bulk-will-route", "team", name));
    let tag = fields.get("tag").parse::<TagId>().ok().and_then(|id| who.settings.catalog.tag(id));
    let tag = tag.map(|tag| words.one("bulk-will-tag", "tag", &tag.name));
    let shortlist = fields.has("shortlist").then(|| words.get("bulk-will-shortlist"));
    [status, effort, team, tag, shortlist].into_iter().flatten().collect()
}

/// What the form asks for.
async fn parse(who: &Manager, fields: &Fields) -> crate::error::Result<Change> {
    let team: Option<TeamId> = fields.get("team").parse().ok();
    let due_at = match team {
        Some(team) => fields.due("due", zone_of(&who.state.db, team).await?, who.now)?,
        None => None,
    };
    let effort = EffortChange::parse(if fields.has("effort") { fields.get("effort") } else { "keep" });
    let response = clean::multi_line(fields.get("response"))
        .map_err(|_| Error::field("response", "error-control-characters"))?;
    let status = chosen_status(&who.settings, fields);
    refuse_long(&response)?;
    Ok(Change {
        status: status.map(|own| own.slug.clone()),
        response,
        effort: effort.unwrap_or_default(),
        team,
        due_at,
        tag: fields.get("tag").parse().ok().filter(|id| who.settings.catalog.tag(*id).is_some()),
        shortlist: fields.has("shortlist"),
        seen: seen_in(fields),
    })
}

fn refuse_long(response: &str) -> crate::error::Result<()> {
    let mut errors = FieldErrors::default();
    let count = clean::char_count(response);
    if count > RESPONSE_MAX {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        errors.add_with("response", "error-answer-long", &[("limit", 10_000), ("count", count)]);
    }
    errors.or(())
}

/// Changes them, each by itself, so that one that cannot be changed keeps no other back.
pub async fn apply(who: Manager, fields: Fields) -> Result {
    let ids: Vec<IdeaId> = ids(&fields).into_iter().take(BULK_MAX).collect();
    let change = match parse(&who, &fields).await.and_then(|change| reasoned(&who, &fields, change)) {
        Ok(change) => change,
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            return show(&who, &fields, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    bulk::may_apply(&who.person, &change)?;
    let mut report = Report::default();
    for idea in ids {
        let (actor, settings, change, now) =
            (who.person.clone(), who.settings.clone(), change.clone(), who.now);
        let act = move |db: &mut Db| bulk::change(db, &actor, idea, &change, &settings, now);
        match who.state.db.write(act).await {
            Ok(true) => report.done.push(idea),
            Ok(false) => report.skipped.push((idea, "bulk-skipped-same".into())),
            Err(Error::Conflict(DECIDED)) => {
                report.skipped.push((idea, DECIDED.into()));
                report.again = AGAIN.map(|name| fields.get(name).to_owned());
            }
            Err(error) => report.skipped.push((idea, reason(error)?)),
        }
    }
    who.state.work.notify_one();
    let kept = serde_json::to_string(&report).map_err(Error::internal)?;
    who.session.keep(REPORT, &kept)?;
    Ok(see_other(&who.state.links.to("/desk/bulk/done")))
}

/// A status that wants a reason gets one for all.
fn reasoned(who: &Manager, fields: &Fields, change: Change) -> crate::error::Result<Change> {
    let wants = chosen_status(&who.settings, fields).is_some_and(|status| status.wants_reason);
    if wants && clean::is_invisible(&change.response) {
        return Err(Error::field("response", "error-answer-reason"));
    }
    Ok(change)
}

/// Why one idea was left as it is: the key of a message.
fn reason(error: Error) -> crate::error::Result<String> {
    match error {
        Error::NotFound | Error::Gone => Ok("bulk-skipped-gone".into()),
        Error::Forbidden(key) | Error::Conflict(key) => Ok(key.into()),
        Error::Invalid(errors) => {
            Ok(errors.0.first().map_or("bulk-skipped-same", |error| error.key).to_owned())
        }
        other => Err(other),
    }
}

/// What became of each idea.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Report {
    done: Vec<IdeaId>,
    skipped: Vec<(IdeaId, String)>,
    /// What was typed and chosen, when somebody else was first with one of them; else empty.
    #[serde(default)]
    again: [String; AGAIN.len()],
}

/// The page that says what became of it.
#[derive(Template)]
#[template(path = "desk/bulk_done.html")]
pub struct DonePage {
    layout: Layout,
    done: Vec<(IdeaId, String)>,
    skipped: Vec<(IdeaId, String, String)>,
    /// Those that somebody else was first with, and the fields of the form for them.
    decided: Vec<IdeaId>,
    again: Vec<(&'static str, String)>,
}

/// Says what became of it.
pub async fn done(who: Manager) -> Result {
    let report: Option<Report> = who.session.kept(REPORT).and_then(|kept| serde_json::from_str(&kept).ok());
    let Some(report) = report else { return Ok(see_other(&who.state.links.to("/desk"))) };
    let mut ids = report.done.clone();
    ids.extend(report.skipped.iter().map(|(id, _)| *id));
    let ideas = who.state.db.read(move |db| desk::by_ids(db, &ids)).await?;
    let title = |id: IdeaId| ideas.iter().find(|idea| idea.id == id).map(|idea| idea.title.clone());
    let decided = report.skipped.iter().filter(|(_, key)| key == DECIDED).map(|(id, _)| *id).collect();
    let page = DonePage {
        decided,
        again: AGAIN.into_iter().zip(report.again.clone()).filter(|(_, typed)| !typed.is_empty()).collect(),
        done: report.done.iter().filter_map(|id| Some((*id, title(*id)?))).collect(),
        skipped: report
            .skipped
            .iter()
            .filter_map(|(id, key)| Some((*id, title(*id)?, who.words.get(key))))
            .collect(),
        layout: Layout::new(&who),
    };
    let mut response = Html(page).with_status(StatusCode::OK);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
