//! A round on the desk: its short list, publishing and closing it, results by segment, the report-back, its history.

use std::collections::BTreeSet;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::fields::Fields;
use crate::calls::Phase;
use crate::db::Db;
use crate::error::Error;
use crate::history::{Act, ActKind};
use crate::http::guard::MayCall;
use crate::ideas::links::parse_target;
use crate::ids::{IdeaId, RoundId};
use crate::people::Person;
use crate::rounds::queries::{self, BySegment, RoundIdea};
use crate::rounds::{self, ReportDraft, Round, policy};
use crate::time::Timestamp;
use crate::triage::desk;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::{People, Who};

/// A line of the history.
pub struct Told {
    who: Option<Who>,
    text: String,
    at: Timestamp,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/round.html")]
pub struct RoundPage {
    layout: Layout,
    tabs: Tabs,
    round: Round,
    phase: Phase,
    ideas: Vec<RoundIdea>,
    may_change_list: bool,
    shows_results: bool,
    /// Names of the segments that gave points.
    segments: Vec<String>,
    /// Each idea with points and people of each of those.
    by_segment: Vec<(RoundIdea, Vec<(i64, i64)>)>,
    history: Vec<Told>,
    idea: String,
    report: String,
    draft_key: String,
    /// Whether somebody changed the round while the report was typed: what they stored is shown besides.
    is_changed: bool,
    form: FormErrors,
}

/// The page that asks before a round ends, or a draft goes.
#[derive(Template)]
#[template(path = "desk/round_confirm.html")]
pub struct ConfirmPage {
    layout: Layout,
    round: Round,
    is_close: bool,
}

/// Shows the page.
pub async fn page(who: MayCall, round: Path<RoundId>) -> Result {
    let page = RoundPage::load(&who, round.into_inner(), FormErrors::default(), &Fields::default()).await?;
    Ok(Html(page).with_status(StatusCode::OK))
}

impl RoundPage {
    async fn load(who: &MayCall, id: RoundId, form: FormErrors, fields: &Fields) -> Result<Self> {
        let (viewer, now) = (who.viewer(), who.now);
        let read = move |db: &mut Db| {
            let round = queries::find(db, id)?;
            let is_over = policy::shows_results(&round, now);
            let ideas = if is_over {
                queries::results(db, &round, viewer)?
            } else {
                queries::options(db, &round, viewer)?
            };
            let segments = if is_over { queries::by_segment(db, id)? } else { BySegment::new() };
            let history = queries::history(db, id)?;
            let people = People::load(db, history.iter().filter_map(|act| act.actor_id))?;
            Ok((round, ideas, segments, history, people, desk::counts(db)?))
        };
        let (round, ideas, found, history, people, counts) = who.state.db.read(read).await?;
        let named: BTreeSet<&String> = found.keys().map(|(_, segment)| segment).collect();
        let segments: Vec<String> = named.into_iter().cloned().collect();
        let given = |idea: &RoundIdea| {
            let of = |segment: &String| found.get(&(idea.idea, segment.clone())).copied().unwrap_or_default();
            (idea.clone(), segments.iter().map(of).collect::<Vec<_>>())
        };
        let report = fields.chosen("report", &round.report).to_owned();
        Ok(Self {
            layout: Layout::new(who),
            tabs: Tabs { current: "/desk/storms", counts },
            phase: round.phase(now),
            may_change_list: policy::may_change_list(&round, now).is_ok(),
            shows_results: policy::shows_results(&round, now),
            by_segment: ideas.iter().map(given).collect(),
            history: history.iter().filter_map(|act| told(who, act, &people)).collect(),
            idea: fields.get("idea").to_owned(),
            draft_key: draft_key(who, id),
            is_changed: false,
            segments,
            ideas,
            report,
            round,
            form,
        })
    }
}

fn draft_key(who: &MayCall, round: RoundId) -> String {
    format!("p{}-round-{round}-report", who.person.id)
}

fn told(who: &MayCall, act: &Act, people: &People) -> Option<Told> {
    let text = who.words.get(word(act.kind)?);
    Some(Told { who: act.actor_id.map(|id| people.who(id, who)), text, at: act.created_at })
}

fn word(kind: ActKind) -> Option<&'static str> {
    Some(match kind {
        ActKind::RoundMade => "storm-act-made",
        ActKind::RoundChanged => "storm-act-changed",
        ActKind::RoundPublished => "storm-act-published",
        ActKind::RoundEnded => "storm-act-ended",
        ActKind::RoundOpened => "storm-act-opened",
        ActKind::RoundClosed => "storm-act-closed",
        ActKind::RoundReported => "round-act-reported",
        ActKind::RoundAdded => "storm-act-added",
        ActKind::RoundRemoved => "storm-act-removed",
        _ => return None,
    })
}

/// Does it, and goes back to the page, or shows it again with what was typed and what is wrong.
async fn act(
    who: &MayCall,
    id: RoundId,
    flash: &str,
    fields: &Fields,
    f: impl Fn(&mut Db, &Person) -> crate::error::Result<()> + Send + 'static,
) -> Result {
    let person = who.person.clone();
    match who.state.db.write(move |db| f(db, &person)).await {
        Ok(()) => {
            who.state.reload().await?;
            who.session.flash(flash);
        }
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let page = RoundPage::load(who, id, form, fields).await?;
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    }
    Ok(see_other(&who.state.links.desk_round(id)))
}

/// Publishes a draft.
pub async fn publish(who: MayCall, round: Path<RoundId>) -> Result {
    let (id, now) = (round.into_inner(), who.now);
    let publish = move |db: &mut Db, by: &Person| rounds::publish(db, by, id, now);
    act(&who, id, "flash-round-published", &Fields::default(), publish).await
}

/// Asks before a round ends early, or a draft goes.
pub async fn confirm(who: MayCall, round: Path<RoundId>, request: HttpRequest) -> Result<Html<ConfirmPage>> {
    let id = round.into_inner();
    let round = who.state.db.read(move |db| queries::find(db, id)).await?;
    let is_close = request.path().ends_with("/close");
    Ok(Html(ConfirmPage { layout: Layout::new(&who), round, is_close }))
}

/// Ends a round now.
pub async fn close(who: MayCall, round: Path<RoundId>) -> Result {
    let (id, now) = (round.into_inner(), who.now);
    let close = move |db: &mut Db, by: &Person| rounds::close(db, by, id, now);
    act(&who, id, "flash-round-ended", &Fields::default(), close).await
}

/// Deletes a draft.
pub async fn discard(who: MayCall, round: Path<RoundId>) -> Result {
    let (id, person) = (round.into_inner(), who.person.clone());
    match who.state.db.write(move |db| rounds::discard(db, &person, id)).await {
        Ok(()) => who.session.flash("flash-storm-discarded"),
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&who.state.links.to("/desk/rounds")))
}

/// Keeps the report-back, or publishes it. Of two who write at the same time, the second is shown what the first stored.
pub async fn report(who: MayCall, round: Path<RoundId>, fields: Fields) -> Result {
    let (id, now, publishes) = (round.into_inner(), who.now, fields.has("publish"));
    let done = match ReportDraft::parse(fields.get("report"), publishes, fields.seen()) {
        Ok(draft) => {
            let person = who.person.clone();
            who.state.db.write(move |db| rounds::report(db, &person, id, &draft, now)).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        let (form, code) = FormErrors::from_save_at("report", error, &who.words)?;
        let page = RoundPage::load(&who, id, form, &fields).await?;
        let is_changed = code == StatusCode::CONFLICT && page.round.report != page.report.trim();
        return Ok(Html(RoundPage { is_changed, ..page }).with_status(code));
    }
    who.state.wake_worker();
    let flash = if publishes { "flash-round-reported" } else { "flash-storm-answer-kept" };
    who.session.flash_and_clear(flash, &draft_key(&who, id));
    Ok(see_other(&who.state.links.desk_round(id)))
}

/// Puts an idea on the short list.
pub async fn add_idea(who: MayCall, round: Path<RoundId>, fields: Fields) -> Result {
    let (id, now) = (round.into_inner(), who.now);
    let idea = parse_target(fields.get("idea")).ok();
    let add = move |db: &mut Db, by: &Person| {
        let idea = idea.ok_or_else(|| Error::field("idea", "error-link-target"))?;
        rounds::add(db, by, id, idea, now)
    };
    act(&who, id, "flash-round-idea-added", &fields, add).await
}

/// Takes an idea off the short list.
pub async fn remove_idea(who: MayCall, path: Path<(RoundId, IdeaId)>) -> Result {
    let ((id, idea), now) = (path.into_inner(), who.now);
    let remove = move |db: &mut Db, by: &Person| rounds::remove(db, by, id, idea, now);
    act(&who, id, "flash-round-idea-removed", &Fields::default(), remove).await
}
