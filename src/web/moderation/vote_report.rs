//! What was done about votes in a period, as a page and as a file.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use askama::Template;
use chrono_tz::Tz;

use super::votes::titles;
use crate::db::Db;
use crate::db::page::Page;
use crate::error::{Error, Result as Outcome};
use crate::http::guard::Moderator;
use crate::ids::{CrowdActId, IdeaId};
use crate::integrity::act::{CrowdAct, Effect};
use crate::integrity::report::{self, Period, Sums};
use crate::moderation::queue;
use crate::text::words::Words;
use crate::time::{DAY, Timestamp};
use crate::web::desk::export::defused;
use crate::web::desk::fields::{Fields, QueryFields, date_field};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};
use crate::web::who::People;

/// Acts on one page, in one step of a file, and in a file.
const SIZE: usize = 50;
const STEP: usize = 500;
const ROWS_MAX: usize = 20_000;
/// The period that is shown unless another is asked for.
const USUAL: i64 = 30 * DAY;

/// An act in words.
pub(super) struct ActRow {
    pub(super) link: String,
    pub(super) decision: String,
    pub(super) at: Timestamp,
    pub(super) by: String,
    pub(super) reason: String,
    pub(super) note: String,
    pub(super) is_undone: bool,
    pub(super) effects: Vec<String>,
}

/// Acts as a moderator reads them.
pub(super) fn act_rows(
    who: &Moderator,
    acts: &[CrowdAct],
    titles: &[(IdeaId, String)],
    people: &People,
) -> Vec<ActRow> {
    let words = who.words;
    let row = |act: &CrowdAct| ActRow {
        link: who.state.links.to(&format!("/moderation/votes/{}", act.crowd_id)),
        decision: words.two("crowd-act-line", "act", words.get(act.decision.word()), "count", act.vote_count),
        at: act.created_at,
        by: by(who, act, people),
        reason: words.get(act.reason.word()),
        note: act.note.clone(),
        is_undone: act.undone_at.is_some(),
        effects: act.effects().iter().map(|effect| told(&words, effect, titles)).collect(),
    };
    acts.iter().map(row).collect()
}

fn by(who: &Moderator, act: &CrowdAct, people: &People) -> String {
    act.actor_id.map_or_else(|| who.words.get("log-by-site"), |id| people.who(id, &who.visitor).name)
}

/// What an act did to an idea: its votes, and its place in Trending.
fn told(words: &Words, effect: &Effect, titles: &[(IdeaId, String)]) -> String {
    let title = titles.iter().find(|(id, _)| *id == effect.idea);
    let title = title.map_or_else(|| format!("#{}", effect.idea), |(_, title)| title.clone());
    let place = |place: Option<u32>| {
        place
            .map_or_else(|| words.get("crowd-place-beyond"), |place| words.one("crowd-place", "place", place))
    };
    words.with(
        "crowd-effect-line",
        &[
            ("title", title.into()),
            ("before", effect.net.0.into()),
            ("after", effect.net.1.into()),
            ("was", place(effect.place.0).into()),
            ("is", place(effect.place.1).into()),
        ],
    )
}

/// A line of the sums.
struct SumRow {
    decision: String,
    acts: i64,
    votes: i64,
}

#[derive(Template)]
#[template(path = "moderation/vote_report.html")]
struct ReportPage {
    layout: Layout,
    form: FormErrors,
    waiting: i64,
    from: String,
    to: String,
    proposals: i64,
    undone: i64,
    sums: Vec<SumRow>,
    acts: Vec<ActRow>,
    csv: String,
    next: Option<String>,
}

/// The period that the address asks for: whole days in the reader's zone.
fn period(fields: &Fields, zone: Tz, now: Timestamp) -> Outcome<Period> {
    let since = fields.start_of_day("from", zone)?.unwrap_or_else(|| now.minus(USUAL));
    let until = fields.start_of_next_day("to", zone)?.unwrap_or_else(|| now.plus(1));
    if since < until { Ok(Period { since, until }) } else { Err(Error::field("to", "error-period")) }
}

struct Loaded {
    page: Page<CrowdAct>,
    sums: Sums,
    titles: Vec<(IdeaId, String)>,
    people: People,
    waiting: i64,
}

async fn load(who: &Moderator, period: Period, after: Option<CrowdActId>, size: usize) -> Outcome<Loaded> {
    let viewer = who.viewer();
    let load = move |db: &mut Db| {
        let page = report::acts(db, period, after, size)?;
        let effects = page.items.iter().flat_map(|act| act.effects().into_iter().map(|effect| effect.idea));
        let mut ids: Vec<IdeaId> = effects.collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Loaded {
            sums: report::sums(db, period)?,
            titles: titles(db, &ids, viewer)?,
            people: People::load(db, page.items.iter().filter_map(|act| act.actor_id))?,
            waiting: queue::count(db)?,
            page,
        })
    };
    who.state.db.read(load).await
}

/// The page.
pub async fn page(who: Moderator, query: QueryFields) -> Result {
    let (fields, zone) = (query.0, who.words.zone);
    let usual = Period { since: who.now.minus(USUAL), until: who.now.plus(1) };
    let (period, form, status) = match period(&fields, zone, who.now) {
        Ok(period) => (period, FormErrors::default(), StatusCode::OK),
        Err(error) => (usual, FormErrors::from_error(error, &who.words)?, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let loaded = load(&who, period, fields.get("after").parse().ok(), SIZE).await?;
    Ok(Html(ReportPage::new(&who, &loaded, period, form, &fields)).with_status(status))
}

impl ReportPage {
    fn new(who: &Moderator, loaded: &Loaded, period: Period, form: FormErrors, fields: &Fields) -> Self {
        let layout = Layout::new(&who.visitor);
        let (words, zone) = (layout.words, layout.words.zone);
        let (from, to) =
            (date_field(Some(period.since), zone), date_field(Some(period.until.minus(1)), zone));
        let days = format!("from={from}&to={to}");
        let typed = |name: &str, stored: &str| fields.chosen(name, stored).to_owned();
        let sum = |(decision, acts, votes): &(crate::integrity::Decision, i64, i64)| SumRow {
            decision: words.get(decision.word()),
            acts: *acts,
            votes: *votes,
        };
        let next = loaded.page.next.as_ref();
        Self {
            waiting: loaded.waiting,
            from: typed("from", &from),
            to: typed("to", &to),
            proposals: loaded.sums.proposals,
            undone: loaded.sums.undone,
            sums: loaded.sums.decisions.iter().map(sum).collect(),
            acts: act_rows(who, &loaded.page.items, &loaded.titles, &loaded.people),
            csv: layout.links.to(&format!("/moderation/votes/report.csv?{days}")),
            next: next
                .map(|after| layout.links.to(&format!("/moderation/votes/report?{days}&after={after}"))),
            form,
            layout,
        }
    }
}

/// The file: an act a line.
pub async fn csv(who: Moderator, query: QueryFields) -> Result {
    let period = period(&query.0, who.words.zone, who.now)?;
    let mut out = csv::Writer::from_writer(Vec::new());
    let head = ["act", "proposal", "at", "decision", "votes", "by", "reason", "note", "undone_at", "effect"];
    out.write_record(head).map_err(Error::internal)?;
    let (mut after, mut rows) = (None, 0);
    loop {
        let loaded = load(&who, period, after, STEP).await?;
        for act in &loaded.page.items {
            out.write_record(cells(&who, act, &loaded)).map_err(Error::internal)?;
        }
        rows += loaded.page.items.len();
        after = loaded.page.next.as_deref().and_then(|id| id.parse().ok());
        if after.is_none() || rows >= ROWS_MAX {
            break;
        }
    }
    let bytes = out.into_inner().map_err(Error::internal)?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"votes.csv\""))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(bytes))
}

fn cells(who: &Moderator, act: &CrowdAct, loaded: &Loaded) -> [String; 10] {
    let effects: Vec<String> =
        act.effects().iter().map(|effect| told(&who.words, effect, &loaded.titles)).collect();
    [
        act.id.to_string(),
        act.crowd_id.to_string(),
        act.created_at.to_rfc3339(),
        act.decision.to_string(),
        act.vote_count.to_string(),
        defused(by(who, act, &loaded.people)),
        act.reason.to_string(),
        defused(act.note.clone()),
        act.undone_at.map(Timestamp::to_rfc3339).unwrap_or_default(),
        defused(effects.join("; ")),
    ]
}
