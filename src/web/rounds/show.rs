//! A round: what it is about, the short list, the ballot while it is open, the results once it is over.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use askama::Template;

use crate::ballots::{self, Points};
use crate::boards::Audience;
use crate::calls::Phase;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::{SignedIn, Visitor};
use crate::ideas::Viewer;
use crate::ids::{IdeaId, RoundId};
use crate::people::Person;
use crate::rounds::queries::{self, RoundIdea};
use crate::rounds::{self, Round, policy};
use crate::settings::Settings;
use crate::text::markdown::plain;
use crate::text::slug;
use crate::time::Timestamp;
use crate::web::calls;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::open_graph::OpenGraph;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::{People, Who};

/// Characters of an idea's text on the list, and of the page's description.
const EXCERPT: usize = 200;

struct Loaded {
    /// As of when it is shown.
    now: Timestamp,
    round: Round,
    intro: String,
    report: String,
    options: Vec<RoundIdea>,
    own: Option<Points>,
    people: People,
}

/// An idea on the short list.
pub struct Row {
    idea: IdeaId,
    title: String,
    link: String,
    excerpt: String,
    pill: (String, &'static str),
    /// What it is part of now: title and address.
    home: Option<(String, String)>,
    /// What the reader typed, or gave.
    typed: String,
    /// The result.
    points: i64,
    people: i64,
    /// Hundredths of the points of the first.
    bar: i64,
}

#[derive(Template)]
#[template(path = "rounds/show.html")]
struct RoundPage {
    layout: Layout,
    open_graph: OpenGraph,
    description: String,
    round: Round,
    phase: Phase,
    left: String,
    intro: String,
    report: String,
    reported_by: Option<Who>,
    rows: Vec<Row>,
    /// Points that the reader has not given yet.
    rest: i64,
    has_ballot: bool,
    shows_results: bool,
    is_public: bool,
    desk: Option<String>,
    form: FormErrors,
}

impl Loaded {
    fn load(
        db: &mut Db,
        id: RoundId,
        person: Option<&Person>,
        settings: &Settings,
        now: Timestamp,
    ) -> crate::error::Result<Self> {
        let round = queries::find_visible(db, id, person)?;
        let viewer = Viewer::from(person);
        let options = if policy::shows_results(&round, now) {
            queries::results(db, &round, viewer)?
        } else {
            queries::options(db, &round, viewer)?
        };
        let own = match person {
            Some(person) => ballots::find(db, id, person.id)?,
            None => None,
        };
        let report = if round.reported_at.is_some() { round.report.as_str() } else { "" };
        Ok(Self {
            now,
            intro: settings.renderer.render(db, &round.intro)?.html.into_string(),
            report: settings.renderer.render(db, report)?.html.into_string(),
            people: People::load(db, round.reported_by)?,
            round,
            options,
            own,
        })
    }
}

async fn load(visitor: &Visitor, id: RoundId) -> Result<Loaded> {
    let (settings, person, now) =
        (Arc::clone(&visitor.settings), visitor.person.clone(), visitor.state.now());
    Ok(visitor.state.db.read(move |db| Loaded::load(db, id, person.as_ref(), &settings, now)).await?)
}

/// Shows a round, or the way to its right address.
pub async fn page(visitor: Visitor, part: Path<String>) -> Result {
    let id = slug::number(&part).map(RoundId::new).ok_or(Error::NotFound)?;
    let loaded = load(&visitor, id).await?;
    let right = visitor.state.links.round(id, &loaded.round.title);
    if !right.ends_with(&format!("/{part}")) {
        return Ok(HttpResponse::MovedPermanently()
            .insert_header(("location", right))
            .insert_header(("cache-control", "private, no-cache"))
            .finish());
    }
    let page = RoundPage::new(&visitor, loaded, None, FormErrors::default());
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Gives points: the fields are `idea-` and a number.
pub async fn cast(who: SignedIn, round: Path<RoundId>, form: Form<Vec<(String, String)>>) -> Result {
    let (id, clock, person) = (round.into_inner(), who.state.clock.clone(), who.person.clone());
    let idea = |(name, typed): (String, String)| Some((name.strip_prefix("idea-")?.parse().ok()?, typed));
    let typed: Vec<(IdeaId, String)> = form.into_inner().into_iter().filter_map(idea).collect();
    let given = typed.clone();
    let write = move |db: &mut Db| {
        rounds::cast(db, &person, id, &given, &clock)?;
        queries::find(db, id)
    };
    match who.state.db.write(write).await {
        Ok(round) => {
            who.session.flash("flash-points-saved");
            Ok(see_other(&who.state.links.round(id, &round.title)))
        }
        Err(error) => {
            let status = if matches!(error, Error::Conflict(_)) {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let form = match error {
                Error::Conflict(key) => FormErrors::from_error(Error::field("points", key), &who.words)?,
                other => FormErrors::from_error(other, &who.words)?,
            };
            let typed: HashMap<IdeaId, String> = typed.into_iter().collect();
            let page = RoundPage::new(&who, load(&who, id).await?, Some(&typed), form);
            Ok(Html(page).with_status(status))
        }
    }
}

impl RoundPage {
    fn new(
        visitor: &Visitor,
        loaded: Loaded,
        typed: Option<&HashMap<IdeaId, String>>,
        form: FormErrors,
    ) -> Self {
        let (round, now, links) = (loaded.round, loaded.now, &visitor.state.links);
        let (layout, path) = (Layout::new(visitor), links.round(round.id, &round.title));
        let description = plain(&round.intro, EXCERPT);
        let shows_results = policy::shows_results(&round, now);
        let runs = visitor.person.as_ref().is_some_and(|person| policy::may_run(person).is_ok());
        let most = loaded.options.iter().map(|option| option.points).max().unwrap_or(0).max(1);
        let own = loaded.own.clone().unwrap_or_default();
        let rows: Vec<Row> = loaded
            .options
            .into_iter()
            .map(|option| row(visitor, option, (typed, &own), shows_results, most))
            .collect();
        let given = rows.iter().filter_map(|row| row.typed.trim().parse::<i64>().ok());
        let given = given.fold(0_i64, i64::saturating_add);
        Self {
            open_graph: OpenGraph::new(&layout, "website", &path, &round.title, &description),
            description,
            phase: round.phase(now),
            left: calls::left(&visitor.words, round.ends_at, now),
            intro: loaded.intro,
            report: loaded.report,
            reported_by: round.reported_by.map(|id| loaded.people.who(id, visitor)),
            rows,
            rest: i64::from(round.budget).saturating_sub(given),
            has_ballot: loaded.own.is_some(),
            shows_results,
            is_public: round.is_published && round.audience == Audience::Public,
            desk: runs.then(|| links.desk_round(round.id)),
            round,
            layout,
            form,
        }
    }
}

fn row(
    visitor: &Visitor,
    option: RoundIdea,
    (typed, own): (Option<&HashMap<IdeaId, String>>, &Points),
    shows_results: bool,
    most: i64,
) -> Row {
    let links = &visitor.state.links;
    let given = own.get(&option.idea).map(ToString::to_string).unwrap_or_default();
    let status = visitor.settings.catalog.status(option.status);
    let points = if shows_results { option.points } else { 0 };
    Row {
        link: links.idea(option.idea, &option.title),
        excerpt: plain(&option.beginning, EXCERPT),
        pill: status.map(|own| (own.label(&visitor.words), own.kind.as_str())).unwrap_or_default(),
        home: option.home.map(|(home, title)| (title.clone(), links.idea(home, &title))),
        typed: typed.map_or(given, |typed| typed.get(&option.idea).cloned().unwrap_or_default()),
        people: if shows_results { option.people } else { 0 },
        bar: points * 100 / most,
        points,
        idea: option.idea,
        title: option.title,
    }
}
