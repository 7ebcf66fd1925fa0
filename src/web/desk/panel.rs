//! A panel: what the reader has to rate, how far the others are, what came out, and ending, reopening and deleting it.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::fields::Fields;
use super::panel_marks::{MarkView, OverallView, SaidView};
use crate::calls::{Phase, moment, moment_field};
use crate::db::Db;
use crate::error::Error;
use crate::history::{Act, ActKind};
use crate::http::guard::{MayCall, Staff, Visitor};
use crate::ideas::Viewer;
use crate::ids::{IdeaId, PanelId, PersonId};
use crate::panels::queries::Shortlisted;
use crate::panels::result::{Standing, standings};
use crate::panels::{self, Criterion, Panel, Rating, Score, policy, queries};
use crate::people::{Person, Power};
use crate::settings::Settings;
use crate::time::{DAY, HOUR, Timestamp};
use crate::triage::desk;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::{People, Who};

/// Everything about a panel.
pub(super) struct Loaded {
    pub panel: Panel,
    pub criteria: Vec<Criterion>,
    pub shortlist: Vec<Shortlisted>,
    pub panelists: Vec<PersonId>,
    pub ratings: Vec<Rating>,
    pub scores: Vec<Score>,
    pub people: People,
    pub history: Vec<Act>,
    pub introduction: String,
    pub counts: desk::Counts,
}

impl Loaded {
    /// A panel for somebody who may open it; not found for others.
    pub fn find(
        db: &mut Db,
        id: PanelId,
        person: &Person,
        settings: &Settings,
    ) -> crate::error::Result<Self> {
        let panel = queries::find(db, id)?;
        let panelists = queries::people(db, id)?;
        policy::may_see(person, panelists.contains(&person.id))?;
        let criteria = queries::criteria(db, id)?;
        let ratings = queries::ratings(db, id)?;
        let history = queries::history(db, id)?;
        let named = panelists
            .iter()
            .copied()
            .chain(ratings.iter().map(|rating| rating.person_id))
            .chain(history.iter().filter_map(|act| act.actor_id))
            .chain([panel.created_by]);
        let counts = if person.may(Power::Desk) { desk::counts(db)? } else { desk::Counts::default() };
        Ok(Self {
            people: People::load(db, named)?,
            shortlist: queries::shortlist(db, id, Viewer::from(person))?,
            scores: queries::scores(db, &criteria)?,
            introduction: settings.renderer.render(db, &panel.introduction)?.html.into_string(),
            panel,
            criteria,
            panelists,
            ratings,
            history,
            counts,
        })
    }

    /// What somebody said of an idea, given or not.
    pub fn rating(&self, idea: IdeaId, person: PersonId) -> Option<&Rating> {
        self.ratings.iter().find(|own| own.idea_id == idea && own.person_id == person)
    }

    /// Whether somebody has given their rating of an idea.
    pub fn has_given(&self, idea: IdeaId, person: PersonId) -> bool {
        self.rating(idea, person).is_some_and(|own| own.given_at.is_some())
    }

    /// Whether somebody sees what others gave for an idea.
    pub fn sees(&self, idea: &Shortlisted, person: PersonId, now: Timestamp) -> bool {
        let is_panelist = self.panelists.contains(&person);
        let sees = policy::sees_ratings(&self.panel, is_panelist, self.has_given(idea.idea, person), now);
        idea.title.is_some() && sees
    }

    /// The numbers of ratings that were given.
    pub fn given_scores(&self) -> Vec<Score> {
        self.scores.iter().filter(|own| self.has_given(own.idea_id, own.person_id)).copied().collect()
    }

    /// What was given for an idea, with names.
    pub fn said(&self, idea: IdeaId, visitor: &Visitor) -> Vec<SaidView> {
        let given = self.ratings.iter().filter(|own| own.idea_id == idea && own.given_at.is_some());
        given
            .map(|own| {
                let name = self.people.who(own.person_id, visitor).name;
                SaidView::new(own, name, &self.criteria, &self.scores)
            })
            .collect()
    }

    /// The next idea that somebody has not given a rating of, after this one and then from the start.
    pub fn next(&self, person: PersonId, after: Option<IdeaId>) -> Option<&Shortlisted> {
        let at = after.and_then(|idea| self.shortlist.iter().position(|own| own.idea == idea));
        let from = at.map_or(0, |at| at + 1);
        let is_left = |own: &&Shortlisted| own.is_open && !self.has_given(own.idea, person);
        let rest = self.shortlist.iter().skip(from);
        rest.chain(self.shortlist.iter().take(from)).find(is_left)
    }
}

/// An idea that the reader is to rate.
pub struct Task {
    idea: IdeaId,
    title: String,
    state: &'static str,
    pill: &'static str,
}

/// How far one of the panel's people is.
pub struct ProgressRow {
    who: Who,
    given: usize,
}

/// An idea with what was said of it.
pub struct ResultRow {
    idea: IdeaId,
    title: String,
    place: Option<usize>,
    is_tied: bool,
    merged: Option<(IdeaId, String)>,
    overall: Option<OverallView>,
    marks: Vec<MarkView>,
    said: Vec<SaidView>,
}

/// A line of the history.
pub struct Told {
    who: Option<Who>,
    text: String,
    at: Timestamp,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/panel.html")]
pub struct PanelPage {
    layout: Layout,
    tabs: Tabs,
    panel: Panel,
    phase: Phase,
    by: Who,
    introduction: String,
    criteria: Vec<Criterion>,
    tasks: Vec<Task>,
    progress: Vec<ProgressRow>,
    ideas: usize,
    given: usize,
    results: Vec<ResultRow>,
    /// Ideas of which the reader does not see what was said, with where they went.
    others: Vec<ResultRow>,
    hidden: usize,
    has_ties: bool,
    history: Vec<Told>,
    may_run: bool,
    closes: String,
    zone: &'static str,
    form: FormErrors,
}

/// The page that asks before a panel ends or is deleted.
#[derive(Template)]
#[template(path = "desk/panel_confirm.html")]
pub struct ConfirmPage {
    layout: Layout,
    panel: Panel,
    is_close: bool,
}

/// Shows the page.
pub async fn page(who: Staff, panel: Path<PanelId>) -> Result {
    let loaded = load(&who, &who.person, panel.into_inner()).await?;
    Ok(Html(PanelPage::new(&who, &who.person, loaded)).with_status(StatusCode::OK))
}

/// A panel for somebody who may open it.
pub(super) async fn load(visitor: &Visitor, person: &Person, id: PanelId) -> crate::error::Result<Loaded> {
    let (person, settings) = (person.clone(), visitor.settings.clone());
    visitor.state.db.read(move |db| Loaded::find(db, id, &person, &settings)).await
}

impl PanelPage {
    fn new(visitor: &Visitor, person: &Person, mut loaded: Loaded) -> Self {
        let (now, zone) = (visitor.now, visitor.settings.site.zone());
        let is_open = loaded.panel.is_open(now);
        let (results, others) = results(visitor, person, &loaded);
        let open: Vec<IdeaId> =
            loaded.shortlist.iter().filter(|own| own.is_open).map(|own| own.idea).collect();
        let progress = progress(visitor, &loaded, &open);
        let takes_part = policy::may_take_part(person, loaded.panelists.contains(&person.id));
        let tasks = if takes_part && is_open { tasks(&loaded, person.id) } else { Vec::new() };
        let hour = Timestamp::from_micros(now.micros() / HOUR * HOUR);
        Self {
            layout: Layout::new(visitor),
            tabs: Tabs { current: "/desk/panels", counts: loaded.counts },
            phase: loaded.panel.phase(now),
            by: loaded.people.who(loaded.panel.created_by, visitor),
            introduction: std::mem::take(&mut loaded.introduction),
            tasks,
            ideas: open.len(),
            given: progress.iter().map(|row| row.given).sum(),
            progress,
            hidden: loaded.shortlist.iter().filter(|own| own.title.is_none()).count(),
            has_ties: results.iter().any(|row| row.is_tied),
            results,
            others,
            history: loaded.history.iter().filter_map(|act| told(visitor, act, &loaded.people)).collect(),
            may_run: policy::may_run(person).is_ok(),
            closes: moment_field(hour.plus(7 * DAY), zone),
            zone: zone.name(),
            criteria: loaded.criteria,
            panel: loaded.panel,
            form: FormErrors::default(),
        }
    }

    fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    /// What all would have given.
    fn of(&self) -> usize {
        self.ideas * self.progress.len()
    }
}

fn tasks(loaded: &Loaded, person: PersonId) -> Vec<Task> {
    let open = loaded.shortlist.iter().filter(|own| own.is_open);
    open.filter_map(|own| {
        let (state, pill) = match loaded.rating(own.idea, person) {
            None => ("panel-task-new", "open"),
            Some(rating) if rating.given_at.is_none() => ("panel-task-draft", "active"),
            Some(_) => ("panel-task-given", "done"),
        };
        Some(Task { idea: own.idea, title: own.title.clone()?, state, pill })
    })
    .collect()
}

fn progress(visitor: &Visitor, loaded: &Loaded, open: &[IdeaId]) -> Vec<ProgressRow> {
    let row = |person: &PersonId| ProgressRow {
        who: loaded.people.who(*person, visitor),
        given: open.iter().filter(|idea| loaded.has_given(**idea, *person)).count(),
    };
    loaded.panelists.iter().map(row).collect()
}

/// The ideas of which the reader sees what was said, in order, and the others as far as they may be known.
fn results(visitor: &Visitor, person: &Person, loaded: &Loaded) -> (Vec<ResultRow>, Vec<ResultRow>) {
    let is_final = !loaded.panel.is_open(visitor.now);
    let seen: Vec<&Shortlisted> =
        loaded.shortlist.iter().filter(|own| loaded.sees(own, person.id, visitor.now)).collect();
    let ranked: Vec<IdeaId> = seen.iter().filter(|own| own.is_open).map(|own| own.idea).collect();
    let merged: Vec<IdeaId> = seen.iter().filter(|own| !own.is_open).map(|own| own.idea).collect();
    let scores = loaded.given_scores();
    let mut rows: Vec<ResultRow> = Vec::new();
    let by_mean = standings(&loaded.criteria, &ranked, &scores);
    let rest = standings(&loaded.criteria, &merged, &scores);
    for (own, is_placed) in
        by_mean.iter().map(|own| (own, is_final)).chain(rest.iter().map(|own| (own, false)))
    {
        let Some(listed) = seen.iter().find(|listed| listed.idea == own.idea) else { continue };
        rows.push(row(visitor, loaded, listed, own, is_placed));
    }
    if !is_final {
        let place = |row: &ResultRow| loaded.shortlist.iter().position(|own| own.idea == row.idea);
        rows.sort_by_key(place);
    }
    let unseen = loaded.shortlist.iter().filter(|own| !seen.iter().any(|other| other.idea == own.idea));
    let unseen = unseen.filter(|own| own.title.is_some()).map(|own| ResultRow {
        idea: own.idea,
        title: own.title.clone().unwrap_or_default(),
        place: None,
        is_tied: false,
        merged: own.merged.as_ref().map(|one| (one.home, one.home_title.clone())),
        overall: None,
        marks: Vec::new(),
        said: Vec::new(),
    });
    (rows, unseen.collect())
}

fn row(
    visitor: &Visitor,
    loaded: &Loaded,
    listed: &Shortlisted,
    own: &Standing,
    is_placed: bool,
) -> ResultRow {
    let words = &visitor.words;
    let marks = loaded.criteria.iter().zip(&own.marks);
    ResultRow {
        idea: own.idea,
        title: listed.title.clone().unwrap_or_default(),
        place: (is_placed && own.overall.is_some()).then_some(own.place),
        is_tied: is_placed && own.overall.is_some() && own.is_tied,
        merged: listed.merged.as_ref().map(|one| (one.home, one.home_title.clone())),
        overall: own.overall.as_ref().map(|overall| OverallView::new(overall, words)),
        marks: marks.map(|(criterion, mark)| MarkView::new(criterion, mark.as_ref(), words)).collect(),
        said: loaded.said(own.idea, visitor),
    }
}

fn told(visitor: &Visitor, act: &Act, people: &People) -> Option<Told> {
    let words = &visitor.words;
    let to = act.detail().get("to").and_then(serde_json::Value::as_i64).map(Timestamp::from_micros);
    let key = match act.kind {
        ActKind::PanelMade => "panel-act-made",
        ActKind::PanelChanged => "panel-act-changed",
        ActKind::PanelEnded => "panel-act-ended",
        ActKind::PanelClosed => "panel-act-closed",
        ActKind::PanelReopened => "panel-act-reopened",
        ActKind::PanelDeleted => "panel-act-deleted",
        ActKind::PanelRestored => "panel-act-restored",
        _ => return None,
    };
    let text = match (act.kind, to) {
        (ActKind::PanelReopened, Some(to)) => words.one(key, "to", words.date_time(to)),
        _ => words.get(key),
    };
    Some(Told { who: act.actor_id.map(|id| people.who(id, visitor)), text, at: act.created_at })
}

/// Asks before a panel ends early, or is deleted.
pub async fn confirm(who: MayCall, panel: Path<PanelId>, request: HttpRequest) -> Result<Html<ConfirmPage>> {
    let id = panel.into_inner();
    let panel = who.state.db.read(move |db| queries::find(db, id)).await?;
    let is_close = request.path().ends_with("/close");
    Ok(Html(ConfirmPage { layout: Layout::new(&who), panel, is_close }))
}

/// Ends a panel now.
pub async fn close(who: MayCall, panel: Path<PanelId>) -> Result {
    let (id, person, now) = (panel.into_inner(), who.person.clone(), who.now);
    let result = who.state.db.write(move |db| panels::close(db, &person, id, now)).await;
    who.state.wake_worker();
    done(&who, id, result, "flash-panel-closed").await
}

/// Opens a panel again, until a later moment.
pub async fn reopen(who: MayCall, panel: Path<PanelId>, fields: Fields) -> Result {
    let (id, person, now) = (panel.into_inner(), who.person.clone(), who.now);
    let closes = moment(fields.get("closes"), who.settings.site.zone());
    let write = move |db: &mut Db| panels::reopen(db, &person, id, closes, now);
    match who.state.db.write(write).await {
        Err(error @ Error::Invalid(_)) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let loaded = load(&who, &who.person, id).await?;
            let closes = fields.get("closes").to_owned();
            let page = PanelPage { form, closes, ..PanelPage::new(&who, &who.person, loaded) };
            Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        result => done(&who, id, result, "flash-panel-reopened").await,
    }
}

/// Deletes a panel, and offers to take that back.
pub async fn delete(who: MayCall, panel: Path<PanelId>) -> Result {
    let (id, person, now) = (panel.into_inner(), who.person.clone(), who.now);
    who.state.db.write(move |db| panels::delete(db, &person, id, now)).await?;
    let undo = format!("{}/restore", who.state.links.panel(id));
    who.session.flash_with_undo("flash-panel-deleted", undo);
    Ok(see_other(&who.state.links.to("/desk/panels")))
}

/// Restores a deleted panel.
pub async fn restore(who: MayCall, panel: Path<PanelId>) -> Result {
    let (id, person, now) = (panel.into_inner(), who.person.clone(), who.now);
    let result = who.state.db.write(move |db| panels::restore(db, &person, id, now)).await;
    who.state.wake_worker();
    done(&who, id, result, "flash-panel-restored").await
}

async fn done(who: &MayCall, id: PanelId, done: crate::error::Result<()>, flash: &str) -> Result {
    match done {
        Ok(()) => who.session.flash(flash),
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(error) => return Err(error.into()),
    }
    Ok(see_other(&who.state.links.panel(id)))
}
