//! Evaluation panels on the desk: the list, and the form that makes or changes one.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use chrono_tz::Tz;

use super::Tabs;
use super::fields::{Fields, QueryFields};
use super::panel_offer::Offered;
use super::there;
use crate::calls::{Phase, moment_field};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::{MayCall, Staff};
use crate::ids::{IdeaId, PanelId, PersonId};
use crate::panels::queries::{Progress, Waiting};
use crate::panels::{
    self, Criterion, CriterionInput, HIGHS, LOWS, NAMES, Panel, PanelDraft, PanelInput, WEIGHTS, policy,
    queries,
};
use crate::people::Power;
use crate::text::slug;
use crate::text::words::Words;
use crate::time::{DAY, HOUR, Timestamp};
use crate::triage::desk;
use crate::web::choice::Choice;
use crate::web::comments::form::fresh_key;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::{People, Who};

/// How long a new panel is open unless another end is chosen.
const USUAL: i64 = 7 * DAY;

/// Names of the fields of a criterion, as they are zipped.
type Names = (((&'static str, &'static str), &'static str), &'static str);

/// A panel in the list.
pub struct Row {
    panel: Panel,
    phase: Phase,
    by: Who,
    progress: Progress,
}

/// The list: all panels for those who run them, one's own for other members of staff.
#[derive(Template)]
#[template(path = "desk/panels.html")]
pub struct PanelsPage {
    layout: Layout,
    tabs: Tabs,
    rows: Vec<Row>,
    waiting: Vec<Waiting>,
    deleted: Vec<Panel>,
    may_run: bool,
    next: Option<String>,
}

/// Shows the list.
pub async fn list(who: Staff, query: QueryFields) -> Result<Html<PanelsPage>> {
    let (me, now, after) = (who.person.id, who.now, query.0.get("after").parse::<PanelId>().ok());
    let may_run = policy::may_run(&who.person).is_ok();
    let sees_desk = who.person.may(Power::Desk);
    let read = move |db: &mut Db| {
        let page = queries::list(db, (!may_run).then_some(me), after)?;
        let ids: Vec<PanelId> = page.items.iter().map(|panel| panel.id).collect();
        let people = People::load(db, page.items.iter().map(|panel| panel.created_by))?;
        let deleted = if may_run { queries::deleted(db, now)? } else { Vec::new() };
        let counts = if sees_desk { desk::counts(db)? } else { desk::Counts::default() };
        Ok((page, queries::progress(db, &ids)?, people, (queries::waiting(db, me, now)?, deleted), counts))
    };
    let (page, progress, people, (waiting, deleted), counts) = who.state.db.read(read).await?;
    let layout = Layout::new(&who);
    let row = |panel: Panel| Row {
        phase: panel.phase(now),
        by: people.who(panel.created_by, &who),
        progress: progress.get(&panel.id).copied().unwrap_or_default(),
        panel,
    };
    Ok(Html(PanelsPage {
        tabs: Tabs { current: "/desk/panels", counts },
        rows: page.items.into_iter().map(row).collect(),
        next: page.next.map(|after| layout.links.to(&format!("/desk/panels?after={after}"))),
        waiting,
        deleted,
        may_run,
        layout,
    }))
}

/// The fields of one criterion.
pub struct CriterionFields {
    number: usize,
    name: &'static str,
    low: &'static str,
    high: &'static str,
    weight: &'static str,
    typed: CriterionInput,
    weights: Vec<Choice>,
}

/// The form of a panel.
#[derive(Template)]
#[template(path = "desk/panel_form.html")]
pub struct PanelForm {
    layout: Layout,
    panel: Option<Panel>,
    /// When it was last changed, as of this form.
    seen: String,
    typed: PanelInput,
    /// What somebody else stored meanwhile.
    there: Vec<(String, String)>,
    criteria: Vec<CriterionFields>,
    /// What stands fast since something was rated.
    fixed: Vec<Criterion>,
    staff: Vec<Choice>,
    /// Those who rated and are no members of staff any more.
    left: Vec<Choice>,
    zone: &'static str,
    draft_key: String,
    form: FormErrors,
}

impl PanelForm {
    fn new(
        who: &MayCall,
        (panel, fixed): (Option<Panel>, Vec<Criterion>),
        offered: &Offered,
        typed: PanelInput,
    ) -> Self {
        let words = &who.words;
        let fields = NAMES.into_iter().zip(LOWS).zip(HIGHS).zip(WEIGHTS);
        let criterion = |(index, (((name, low), high), weight)): (usize, Names)| {
            let own: CriterionInput = typed.criteria.get(index).cloned().unwrap_or_default();
            let chosen = if own.weight.is_empty() { "1" } else { own.weight.as_str() };
            let weights = [("1", "panel-weight-1"), ("2", "panel-weight-2"), ("3", "panel-weight-3")]
                .map(|(value, key)| Choice::new(value, words.get(key), chosen));
            CriterionFields {
                number: index + 1,
                name,
                low,
                high,
                weight,
                weights: weights.into(),
                typed: own,
            }
        };
        let key = panel.as_ref().map_or_else(|| "new".to_owned(), |panel| panel.id.to_string());
        Self {
            layout: Layout::new(who),
            criteria: fields.enumerate().map(criterion).collect(),
            staff: offered.choices(&typed.people, words),
            left: offered.fixed(words),
            seen: panel.as_ref().map(|panel| panel.updated_at.micros().to_string()).unwrap_or_default(),
            there: Vec::new(),
            zone: who.settings.site.zone().name(),
            draft_key: format!("p{}-panel-{key}", who.person.id),
            form: FormErrors::default(),
            panel,
            fixed,
            typed,
        }
    }
}

fn input(fields: &Fields) -> PanelInput {
    let get = |name: &str| fields.get(name).to_owned();
    let criterion = |(((name, low), high), weight): (((&str, &str), &str), &str)| CriterionInput {
        name: get(name),
        low: get(low),
        high: get(high),
        weight: get(weight),
    };
    PanelInput {
        title: get("title"),
        introduction: get("introduction"),
        ideas: get("ideas"),
        people: fields.all("people"),
        criteria: NAMES.into_iter().zip(LOWS).zip(HIGHS).zip(WEIGHTS).map(criterion).collect(),
        closes: get("closes"),
        form_key: get("form_key"),
    }
}

/// Ideas as the form's field lists them: numbers with their titles, which are read back by the number.
fn listed(db: &mut Db, ids: &[IdeaId]) -> crate::error::Result<String> {
    let found = desk::by_ids(db, ids)?;
    let line = |id: &IdeaId| {
        let title = found.iter().find(|idea| idea.id == *id).map_or("", |idea| idea.title.as_str());
        slug::with_number(id.raw(), title)
    };
    Ok(ids.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Shows an empty form with criteria to begin with, and with the ideas that were ticked in the list.
pub async fn new_page(who: MayCall, query: QueryFields) -> Result<Html<PanelForm>> {
    let ids: Vec<IdeaId> = query.0.all("idea").iter().filter_map(|id| id.parse().ok()).collect();
    let read = move |db: &mut Db| Ok((listed(db, &ids)?, Offered::load(db, None)?));
    let (ideas, offered) = who.state.db.read(read).await?;
    let words = &who.words;
    let usual = [
        ("panel-usual-value", "panel-usual-value-low", "panel-usual-value-high"),
        ("panel-usual-fit", "panel-usual-fit-low", "panel-usual-fit-high"),
        ("panel-usual-ease", "panel-usual-ease-low", "panel-usual-ease-high"),
    ];
    let criterion = |(name, low, high)| CriterionInput {
        name: words.get(name),
        low: words.get(low),
        high: words.get(high),
        weight: "1".into(),
    };
    let hour = Timestamp::from_micros(who.now.micros() / HOUR * HOUR);
    let typed = PanelInput {
        ideas,
        criteria: usual.map(criterion).into(),
        closes: moment_field(hour.plus(USUAL), who.settings.site.zone()),
        form_key: fresh_key(),
        ..PanelInput::default()
    };
    Ok(Html(PanelForm::new(&who, (None, Vec::new()), &offered, typed)))
}

/// Makes a panel and asks its people.
pub async fn create(who: MayCall, fields: Fields) -> Result {
    let (typed, now) = (input(&fields), who.now);
    let made = match PanelDraft::parse(&typed, who.settings.site.zone(), now) {
        Ok(draft) => {
            let person = who.person.clone();
            who.state.db.write(move |db| panels::create(db, &person, &draft, now)).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => {
            who.state.wake_worker();
            who.session.flash_and_clear("flash-panel-made", &format!("p{}-panel-new", who.person.id));
            Ok(see_other(&who.state.links.panel(id)))
        }
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let offered = who.state.db.read(|db| Offered::load(db, None)).await?;
            let page = PanelForm { form, ..PanelForm::new(&who, (None, Vec::new()), &offered, typed) };
            Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// A panel as it is stored.
struct Stored {
    panel: Panel,
    ideas: String,
    people: Vec<PersonId>,
    criteria: Vec<Criterion>,
    is_rated: bool,
    offered: Offered,
}

impl Stored {
    fn load(db: &mut Db, id: PanelId) -> crate::error::Result<Self> {
        let ids = queries::idea_ids(db, id)?;
        Ok(Self {
            panel: queries::find(db, id)?,
            ideas: listed(db, &ids)?,
            people: queries::people(db, id)?,
            criteria: queries::criteria(db, id)?,
            is_rated: !queries::ratings(db, id)?.is_empty(),
            offered: Offered::load(db, Some(id))?,
        })
    }

    fn fixed(&self) -> Vec<Criterion> {
        if self.is_rated { self.criteria.clone() } else { Vec::new() }
    }

    fn input(&self, zone: Tz) -> PanelInput {
        PanelInput::of(&self.panel, self.ideas.clone(), &self.people, &self.criteria, zone)
    }

    /// Label and stored text of each field in which something else was typed.
    fn differing(&self, fields: &Fields, typed: &PanelInput, who: &MayCall) -> Vec<(String, String)> {
        let (own, words) = (self.input(who.settings.site.zone()), &who.words);
        let mut people: Vec<PersonId> = typed.people.iter().filter_map(|id| id.parse().ok()).collect();
        people.sort_unstable();
        let criteria = lines(&own.criteria, words);
        let is_other = lines(&typed.criteria, words) != criteria;
        let fields_of = [
            ("title", "panel-title", own.title),
            ("introduction", "panel-introduction", own.introduction),
            ("ideas", "panel-ideas", own.ideas),
            ("closes", "call-ends", own.closes),
        ];
        let mut rows = there::differing(fields, &fields_of, words);
        if people != self.people {
            rows.push(there::row("panel-people", &self.offered.names(&self.people, words), words));
        }
        if is_other {
            rows.push(there::row("panel-criteria", &criteria, words));
        }
        rows
    }
}

/// Criteria as they are told, each on a line.
fn lines(criteria: &[CriterionInput], words: &Words) -> String {
    let line = |own: &CriterionInput| {
        let weight = own.weight.parse::<i64>().unwrap_or(1);
        format!("{} (1: {}; 5: {}; {})", own.name, own.low, own.high, words.count("panel-counts", weight))
    };
    let named = criteria.iter().filter(|own| !own.name.trim().is_empty());
    named.map(line).collect::<Vec<_>>().join("\n")
}

/// Shows the form of a panel.
pub async fn edit_page(who: MayCall, panel: Path<PanelId>) -> Result<Html<PanelForm>> {
    let id = panel.into_inner();
    let stored = who.state.db.read(move |db| Stored::load(db, id)).await?;
    let (typed, fixed) = (stored.input(who.settings.site.zone()), stored.fixed());
    Ok(Html(PanelForm::new(&who, (Some(stored.panel), fixed), &stored.offered, typed)))
}

/// Changes a panel. Whoever saves what somebody else changed meanwhile, or what is over, gets the form back as typed with
/// what is stored now.
pub async fn update(who: MayCall, panel: Path<PanelId>, fields: Fields) -> Result {
    let (id, now) = (panel.into_inner(), who.state.now());
    let stored = who.state.db.read(move |db| Stored::load(db, id)).await?;
    let typed = as_allowed(&stored, input(&fields), &who.words);
    let done = match PanelDraft::parse(&typed, who.settings.site.zone(), now) {
        Ok(draft) => {
            let (person, draft) = (who.person.clone(), draft.seen(fields.seen()));
            who.state.db.write(move |db| panels::update(db, &person, id, &draft, now)).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            who.state.wake_worker();
            who.session.flash_and_clear("flash-panel-saved", &format!("p{}-panel-{id}", who.person.id));
            Ok(see_other(&who.state.links.panel(id)))
        }
        Err(error) => again(&who, id, (&fields, typed), error).await,
    }
}

/// What was typed, with those who stay whatever is chosen, and with the criteria where the form had none since they stand
/// fast.
fn as_allowed(stored: &Stored, mut typed: PanelInput, words: &Words) -> PanelInput {
    let left = stored.offered.fixed(words).into_iter().map(|choice| choice.value);
    typed.people.extend(left);
    typed.people.sort_unstable();
    typed.people.dedup();
    if stored.is_rated && typed.criteria.iter().all(|own| own.name.is_empty()) {
        typed.criteria = stored.criteria.iter().map(CriterionInput::from).collect();
    }
    typed
}

/// The form as typed, with what is wrong and what is stored now.
async fn again(who: &MayCall, id: PanelId, (fields, typed): (&Fields, PanelInput), error: Error) -> Result {
    let (form, code) = FormErrors::from_save_at("title", error, &who.words)?;
    let stored = who.state.db.read(move |db| Stored::load(db, id)).await?;
    let there = stored.differing(fields, &typed, who);
    let (offered, fixed) = (&stored.offered, stored.fixed());
    let mut page = PanelForm { form, ..PanelForm::new(who, (Some(stored.panel), fixed), offered, typed) };
    if code == StatusCode::CONFLICT {
        page.there = there;
    } else {
        page.seen = fields.get("seen").to_owned();
    }
    Ok(Html(page).with_status(code))
}
