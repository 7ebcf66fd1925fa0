//! An idea on the desk: everything there is to decide with, the form that decides, notes and routes beside it.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::answer_help::{self, ProposalCard};
use super::clock_line::ClockLine;
use super::factors;
use super::fields::Fields;
use super::labels;
use super::need::{self, Need};
use super::send::SendForm;
use crate::accounts::Demand;
use crate::accounts::demand::{self, Asking};
use crate::captures::{self, Capture, CaptureState};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::{Manager, Visitor};
use crate::ideas::links::{self, Related};
use crate::ideas::merge::{self, MergedIdea};
use crate::ideas::{Idea, Viewer};
use crate::ids::{AccountId, IdeaId, NoteId, PersonId, ResponseId, RouteId, TeamId};
use crate::merges::{self, Merge};
use crate::outcomes::{self, Outcome};
use crate::people::Person;
use crate::ranking::impact::Effort;
use crate::text::slug;
use crate::text::words::{Language, Words};
use crate::time::{DAY, Timestamp};
use crate::triage::answer::{Response, Seen};
use crate::triage::clocks::{self, Clock};
use crate::triage::desk::{self, Momentum};
use crate::triage::factors::Factor;
use crate::triage::notes::{self, Note};
use crate::triage::private::{self, PrivateLine};
use crate::triage::promises::{self, Due};
use crate::triage::queries;
use crate::triage::replies::{self, Template as ReplyTemplate};
use crate::triage::routes::{self, Card, Estimate, RouteState, Step, WorkItem};
use crate::triage::teams::{self, Team};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Accounts that the page lists.
const ASKING_SHOWN: i64 = 50;

/// Everything on the page that comes from the database.
pub struct Loaded {
    pub(super) idea: Idea,
    pub(super) momentum: Momentum,
    pub(super) responses: Vec<Response>,
    /// Responses to the ideas that are part of it.
    of_parts: Vec<Response>,
    notes: Vec<Note>,
    pub(super) routes: Vec<Card>,
    said: HashMap<RouteId, Step>,
    clocks: HashMap<RouteId, Clock>,
    teams: Vec<Team>,
    unheard: Vec<TeamId>,
    related: Vec<Related>,
    merged: Vec<(Merge, MergedIdea)>,
    tags: Vec<crate::ids::TagId>,
    people: HashMap<PersonId, Person>,
    demand: Demand,
    asking: Vec<Asking>,
    captures: Vec<Capture>,
    invited: (i64, i64),
    helped: Vec<(PersonId, Outcome)>,
    /// By when the board promised an answer.
    promised: Option<Timestamp>,
    estimates: HashMap<RouteId, Estimate>,
    work: HashMap<RouteId, Vec<WorkItem>>,
    pub(super) templates: Vec<ReplyTemplate>,
    lines: HashMap<ResponseId, PrivateLine>,
    need: need::Loaded,
}

/// The form that decides, as it is to be shown.
#[derive(Debug, Clone, Default)]
pub struct AnswerForm {
    /// The chosen status.
    pub status: String,
    /// The chosen effort.
    pub effort: String,
    /// The text as typed.
    pub response: String,
    /// What only the author and staff will read, as typed.
    pub private: String,
    /// The chosen template.
    pub template: String,
    /// Reasons that were good before.
    pub proposals: Vec<ProposalCard>,
    /// Whether none was found.
    pub no_proposals: bool,
    /// What was seen when the form was made.
    pub seen: String,
    /// What is wrong.
    pub errors: FormErrors,
    /// The text rendered, when a preview was asked for.
    pub preview: Option<String>,
    /// Who decided in the meantime, and what.
    pub conflict: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/idea.html")]
pub struct IdeaPage {
    layout: Layout,
    idea: Idea,
    author: String,
    place: String,
    status: String,
    tags: Vec<String>,
    score: Score,
    week: String,
    month: String,
    momentum: Momentum,
    days: i64,
    is_waiting: bool,
    /// By when an answer is promised.
    due: Option<Due>,
    statuses: Vec<Choice>,
    efforts: Vec<Choice>,
    /// What a team expects it to cost, in a sentence.
    estimate: Option<String>,
    templates: Vec<Choice>,
    form: AnswerForm,
    lines: HashMap<ResponseId, PrivateLine>,
    responses: Vec<(Response, String, String)>,
    /// Responses to the ideas that are part of it, with those ideas' titles.
    of_parts: Vec<(Response, String, String, String)>,
    notes: Vec<(Note, String, bool)>,
    routes: Vec<(Card, Option<Step>, String, ClockLine)>,
    work: Vec<WorkItem>,
    teams: Vec<Team>,
    unheard: Vec<TeamId>,
    /// The form that sends it to a team.
    pub(super) sending: SendForm,
    note: String,
    note_errors: FormErrors,
    related: Vec<(Related, String)>,
    value: String,
    accounts: i64,
    asking: Vec<(AccountId, String, i64, String)>,
    merged: Vec<(Merge, MergedIdea)>,
    comments: i64,
    captures: Vec<CaptureRow>,
    /// How many were invited to it, and how many took that up.
    invited: (i64, i64),
    /// How much it is needed.
    need: Need,
    /// What voters wrote about whether it helped: who, what, their line, when.
    helped: Vec<(String, &'static str, String, Timestamp)>,
}

/// The impact with its factors, as the reader writes numbers.
pub struct Score {
    impact: String,
    uncertainty: String,
    reach: String,
    people: i64,
    counted: i64,
    held: i64,
    worth: String,
    confidence: String,
    divisor: String,
    effort_word: &'static str,
    sentence: String,
    by_hand: Vec<&'static str>,
}

/// Something filed for a customer, as staff reads it.
pub struct CaptureRow {
    words: String,
    /// Name and page of the customer.
    customer: Option<(String, String)>,
    by: String,
    state: &'static str,
    source: Option<String>,
    at: Timestamp,
}

/// The number in an address like `42` or `42-dark-mode`.
pub fn id_in(part: &str) -> Result<IdeaId> {
    Ok(slug::number(part).map(IdeaId::new).ok_or(Error::NotFound)?)
}

/// Shows the page.
pub async fn page(who: Manager, idea: Path<String>) -> Result {
    let id = id_in(&idea)?;
    let home = who.state.db.read(move |db| merges::home(db, id)).await?;
    if home != id {
        return Ok(see_other(&format!("{}#merged-h", who.state.links.desk_idea(home))));
    }
    let loaded = load(&who, id).await?;
    let form = fresh_form(&loaded);
    Ok(Html(IdeaPage::new(&who, loaded, form)).with_status(StatusCode::OK))
}

/// The form as it is when nobody has typed anything.
pub fn fresh_form(loaded: &Loaded) -> AnswerForm {
    let idea = &loaded.idea;
    AnswerForm {
        status: idea.status_id.to_string(),
        effort: idea
            .effort
            .or(loaded.estimate().map(|(own, _)| own.effort))
            .map_or("", Effort::as_str)
            .to_owned(),
        seen: seen(loaded),
        ..AnswerForm::default()
    }
}

/// What stands on the page, for the form to carry.
pub fn seen(loaded: &Loaded) -> String {
    Seen::of(&loaded.idea, loaded.responses.first().map(|last| last.id)).as_str().to_owned()
}

/// Loads the page.
pub async fn load(who: &Manager, idea: IdeaId) -> crate::error::Result<Loaded> {
    let (viewer, person, now) = (who.viewer(), who.person.clone(), who.now);
    who.state.db.read(move |db| load_all(db, idea, viewer, &person, now)).await
}

fn load_all(
    db: &mut Db,
    id: IdeaId,
    viewer: Viewer,
    person: &Person,
    now: Timestamp,
) -> crate::error::Result<Loaded> {
    let idea = crate::ideas::queries::find_visible(db, id, viewer)?;
    let responses = queries::responses_of(db, id)?;
    let notes = notes::of_idea(db, id)?;
    let merged = merge::merged_ideas(db, id, viewer.is_staff)?;
    let mut here: Vec<IdeaId> = merged.iter().map(|(_, other)| other.id).collect();
    let of_parts = queries::responses_of_any(db, &here)?;
    here.push(id);
    let (routes, said) = queries::routes_of_any(db, &here)?;
    let (captures, helped) = (captures::of_ideas(db, &here)?, outcomes::lines(db, id)?);
    let mut ids: Vec<PersonId> = vec![idea.author_id];
    ids.extend(captures.iter().flat_map(|own| [own.person_id, Some(own.captured_by)]).flatten());
    ids.extend(helped.iter().map(|(person, _)| *person));
    ids.extend(responses.iter().chain(&of_parts).map(|response| response.author_id));
    ids.extend(notes.iter().map(|note| note.author_id));
    ids.extend(routes.iter().filter_map(|card| card.route.assignee_id));
    let open: Vec<RouteId> =
        routes.iter().filter(|card| card.route.state.is_open()).map(|card| card.route.id).collect();
    let clocks = clocks::of_routes(db, &open)?;
    ids.extend(clocks.values().filter_map(|clock| clock.escalated_person));
    let people = crate::people::queries::by_ids(db, &ids)?;
    let teams = teams::list_active(db)?;
    let sent: Vec<RouteId> = routes.iter().map(|card| card.route.id).collect();
    let given: Vec<ResponseId> = responses.iter().map(|response| response.id).collect();
    Ok(Loaded {
        templates: replies::list(db)?,
        lines: private::lines_for(db, &given, Some(person))?,
        estimates: routes::estimates_of(db, &sent)?,
        work: routes::work_of(db, &sent)?,
        need: need::Loaded::load(db, id, now)?,
        promised: promises::of_idea(db, id)?.map(|own| own.due_at),
        momentum: desk::momentum(db, &[id], now)?.remove(&id).unwrap_or_default(),
        demand: demand::of_ideas(db, &[id])?.remove(&id).unwrap_or_default(),
        asking: demand::asking(db, id, ASKING_SHOWN)?,
        unheard: teams::unheard(db, &teams)?,
        teams,
        related: links::of_idea(db, id, viewer)?,
        invited: crate::invitations::counts(db, id)?,
        merged,
        captures,
        helped,
        tags: crate::ideas::queries::tags_of(db, &[id])?.into_iter().map(|(_, tag)| tag).collect(),
        people: people.into_iter().map(|person| (person.id, person)).collect(),
        idea,
        responses,
        of_parts,
        notes,
        routes,
        said,
        clocks,
    })
}

impl Loaded {
    /// The latest estimate of a team that has the idea or did its part, with the team's name.
    fn estimate(&self) -> Option<(Estimate, &str)> {
        let own = self.routes.iter().filter(|card| card.route.idea_id == self.idea.id);
        let mut cards = own.filter(|card| card.route.state != RouteState::Closed);
        cards.find_map(|card| Some((*self.estimates.get(&card.route.id)?, card.team.as_str())))
    }

    /// The author's name, for an answer.
    pub(super) fn name_of_author(&self, visitor: &Visitor) -> String {
        self.name(self.idea.author_id, visitor)
    }

    /// The author's language, if they chose one.
    pub(super) fn language_of_author(&self, visitor: &Visitor) -> Language {
        let author = self.people.get(&self.idea.author_id);
        author.and_then(|author| author.language).unwrap_or(visitor.settings.site.language)
    }

    /// The name of the team that has the idea or did its part.
    pub(super) fn team(&self) -> Option<String> {
        let card = self.routes.iter().find(|card| card.route.state != RouteState::Closed)?;
        Some(card.team.clone())
    }

    fn name(&self, id: PersonId, visitor: &Visitor) -> String {
        let known = self.people.get(&id);
        known.map_or_else(|| visitor.words.get("person-former"), |person| person.label(&visitor.words))
    }
}

impl Score {
    fn new(loaded: &Loaded, words: &Words) -> Self {
        let idea = &loaded.idea;
        let impact = idea.impact();
        Self {
            impact: labels::score(words, impact.score),
            uncertainty: labels::score(words, impact.uncertainty),
            reach: words.decimal(impact.factors.reach, 0),
            people: i64::from(impact.people),
            counted: i64::from(impact.counted),
            held: i64::from(impact.held),
            confidence: words.decimal(impact.factors.confidence, 2),
            worth: words.decimal(impact.factors.value, 1),
            divisor: factors::shown(words, Factor::Effort, impact.factors.effort),
            sentence: factors::sentence(words, &impact, &loaded.demand),
            by_hand: Factor::ALL
                .iter()
                .filter(|own| own.set_in(&idea.set).is_some())
                .map(|own| own.as_str())
                .collect(),
            effort_word: labels::effort_word(idea.effort),
        }
    }

    /// Whether a factor was set by hand.
    fn is_by_hand(&self, factor: &str) -> bool {
        self.by_hand.contains(&factor)
    }
}

impl IdeaPage {
    /// The page with a form in it.
    pub fn new(who: &Manager, loaded: Loaded, form: AnswerForm) -> Self {
        let visitor: &Visitor = who;
        let (words, catalog) = (&visitor.words, &visitor.settings.catalog);
        let idea = &loaded.idea;
        let days = visitor.now.since(idea.created_at) / DAY;
        let due = promises::due(idea, loaded.promised, &visitor.settings, visitor.now);
        let statuses = catalog.statuses_of(idea.board_id);
        let tags = loaded.tags.iter().filter_map(|id| catalog.tag(*id)).map(|tag| tag.name.clone());
        Self {
            sending: SendForm::fresh(&loaded, visitor),
            author: loaded.name(idea.author_id, visitor),
            place: labels::place(idea, catalog),
            status: labels::status(idea, catalog, words),
            tags: tags.collect(),
            score: Score::new(&loaded, words),
            week: labels::signed(words, loaded.momentum.week()),
            month: labels::signed(words, loaded.momentum.month()),
            momentum: loaded.momentum,
            days,
            is_waiting: desk::is_waiting(idea),
            due,
            statuses: statuses
                .map(|status| Choice::new(status.id, status.label(words), &form.status))
                .collect(),
            efforts: labels::effort_choices(words, &form.effort),
            responses: with_names(&loaded, &loaded.responses, visitor),
            of_parts: said_of_parts(&loaded, visitor),
            notes: notes_of(&loaded, who),
            routes: routes_of(&loaded, visitor),
            related: related_of(&loaded, visitor),
            estimate: loaded.estimate().map(|(own, team)| {
                let said = labels::estimate(words, own.effort, own.confidence);
                words.two("estimate-by", "team", team, "estimate", said)
            }),
            templates: answer_help::choices(
                &loaded.templates,
                loaded.language_of_author(visitor),
                &form.template,
            ),
            lines: loaded.lines.clone(),
            work: loaded.work.values().flatten().cloned().collect(),
            value: labels::moneys(words, &loaded.demand.values),
            accounts: loaded.demand.accounts,
            asking: loaded.asking.iter().map(|own| asking(own, words)).collect(),
            comments: idea.comment_count
                + loaded.merged.iter().map(|(_, other)| other.comment_count).sum::<i64>(),
            captures: captures_of(&loaded, visitor),
            invited: loaded.invited,
            need: Need::new(&loaded.need, words),
            helped: helped_of(&loaded, visitor),
            merged: loaded.merged.clone(),
            layout: Layout::new(visitor),
            teams: loaded.teams,
            unheard: loaded.unheard,
            idea: loaded.idea,
            form,
            note: String::new(),
            note_errors: FormErrors::default(),
        }
    }
}

fn with_names(loaded: &Loaded, responses: &[Response], visitor: &Visitor) -> Vec<(Response, String, String)> {
    let status = |response: &Response| {
        visitor.settings.catalog.status(response.status_id).map(|own| own.label(&visitor.words))
    };
    responses
        .iter()
        .map(|own| (own.clone(), loaded.name(own.author_id, visitor), status(own).unwrap_or_default()))
        .collect()
}

fn said_of_parts(loaded: &Loaded, visitor: &Visitor) -> Vec<(Response, String, String, String)> {
    let title = |id: IdeaId| {
        let part = loaded.merged.iter().find(|(_, part)| part.id == id);
        part.map(|(_, part)| part.title.clone()).unwrap_or_default()
    };
    let named = with_names(loaded, &loaded.of_parts, visitor).into_iter();
    named.map(|(own, name, status)| (own.clone(), name, status, title(own.idea_id))).collect()
}

fn captures_of(loaded: &Loaded, visitor: &Visitor) -> Vec<CaptureRow> {
    let row = |own: &Capture| CaptureRow {
        words: own.words.clone(),
        customer: own.person_id.map(|id| (loaded.name(id, visitor), visitor.state.links.person(id))),
        by: loaded.name(own.captured_by, visitor),
        state: match own.state {
            CaptureState::Waiting => "capture-state-waiting",
            CaptureState::Confirmed => "capture-state-confirmed",
            CaptureState::Withdrawn => "capture-state-withdrawn",
        },
        source: own.source_url.clone(),
        at: own.created_at,
    };
    loaded.captures.iter().map(row).collect()
}

fn helped_of(loaded: &Loaded, visitor: &Visitor) -> Vec<(String, &'static str, String, Timestamp)> {
    let row = |(person, said): &(PersonId, Outcome)| {
        (loaded.name(*person, visitor), said.value.word(), said.line.clone(), said.at)
    };
    loaded.helped.iter().map(row).collect()
}

fn notes_of(loaded: &Loaded, who: &Manager) -> Vec<(Note, String, bool)> {
    let own = |note: &Note| crate::triage::policy::may_delete_note(&who.person, note.author_id);
    loaded.notes.iter().map(|note| (note.clone(), loaded.name(note.author_id, who), own(note))).collect()
}

fn routes_of(loaded: &Loaded, visitor: &Visitor) -> Vec<(Card, Option<Step>, String, ClockLine)> {
    let team = |id: TeamId| {
        let own = loaded.teams.iter().find(|own| own.id == id);
        own.map(|own| own.name.clone()).unwrap_or_default()
    };
    let clock = |card: &Card| {
        let clock = loaded.clocks.get(&card.route.id);
        ClockLine::new(&visitor.words, clock, |id| loaded.name(id, visitor), team)
    };
    let assignee = |card: &Card| card.route.assignee_id.map(|id| loaded.name(id, visitor));
    loaded
        .routes
        .iter()
        .map(|card| {
            let said = loaded.said.get(&card.route.id).cloned();
            (card.clone(), said, assignee(card).unwrap_or_default(), clock(card))
        })
        .collect()
}

fn related_of(loaded: &Loaded, visitor: &Visitor) -> Vec<(Related, String)> {
    let word = |related: &Related| visitor.words.get(related.kind.word(related.is_outgoing));
    loaded.related.iter().map(|related| (related.clone(), word(related))).collect()
}

fn asking(own: &Asking, words: &Words) -> (AccountId, String, i64, String) {
    let value = own.value().map(|value| labels::money(words, &value)).unwrap_or_default();
    (own.account, own.name.clone(), own.promotions, value)
}

/// Adds a note.
pub async fn add_note(who: Manager, idea: Path<String>, fields: Fields) -> Result {
    let idea = id_in(&idea)?;
    let (author, now) = (who.person.clone(), who.now);
    let typed = fields.get("note").to_owned();
    let done = who.state.db.write(move |db| notes::add(db, &author, idea, fields.get("note"), now)).await;
    let place = match done {
        Ok(place) => place,
        Err(error) => {
            let note_errors = FormErrors::from_error(error, &who.words)?;
            let home = who.state.db.read(move |db| merges::home(db, idea)).await?;
            let loaded = load(&who, home).await?;
            let form = fresh_form(&loaded);
            let page = IdeaPage { note: typed, note_errors, ..IdeaPage::new(&who, loaded, form) };
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let key = if place == idea { "flash-note-added" } else { "flash-note-added-home" };
    who.session.flash_and_clear(key, &format!("p{}-note-{idea}", who.person.id));
    Ok(see_other(&format!("{}#notes-h", who.state.links.desk_idea(place))))
}

/// Takes one's own note back.
pub async fn delete_note(who: Manager, note: Path<NoteId>) -> Result {
    let (person, note) = (who.person.clone(), note.into_inner());
    let idea = who.state.db.write(move |db| notes::delete(db, &person, note)).await?;
    who.session.flash("flash-note-deleted");
    Ok(see_other(&format!("{}#notes-h", who.state.links.desk_idea(idea))))
}
