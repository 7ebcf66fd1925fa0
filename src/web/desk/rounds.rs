//! Vote rounds on the desk: the list, and the form that makes or changes one.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use chrono_tz::Tz;

use super::Tabs;
use super::fields::{Fields, QueryFields};
use super::there::{self, Stored};
use crate::boards::Audience;
use crate::calls::{Phase, moment_field};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::MayCall;
use crate::ids::RoundId;
use crate::rounds::{self, Round, RoundDraft, RoundInput, queries};
use crate::time::{DAY, HOUR, Timestamp};
use crate::triage::desk;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// The list: each round with where it stands.
#[derive(Template)]
#[template(path = "desk/rounds.html")]
pub struct RoundsPage {
    layout: Layout,
    tabs: Tabs,
    rows: Vec<(Round, Phase)>,
    next: Option<String>,
}

/// Shows the list.
pub async fn list(who: MayCall, query: QueryFields) -> Result<Html<RoundsPage>> {
    let after = query.0.get("after").parse::<RoundId>().ok();
    let read = move |db: &mut Db| Ok((queries::all(db, after)?, desk::counts(db)?));
    let (page, counts) = who.state.db.read(read).await?;
    let layout = Layout::new(&who);
    Ok(Html(RoundsPage {
        tabs: Tabs { current: "/desk/storms", counts },
        next: page.next.map(|after| layout.links.to(&format!("/desk/rounds?after={after}"))),
        rows: page
            .items
            .into_iter()
            .map(|round| (round.phase(who.now), round))
            .map(|(p, r)| (r, p))
            .collect(),
        layout,
    }))
}

/// The form of a round.
#[derive(Template)]
#[template(path = "desk/round_form.html")]
pub struct RoundForm {
    layout: Layout,
    round: Option<Round>,
    /// When it was last changed, as of this form.
    seen: String,
    phase: Phase,
    typed: RoundInput,
    /// What somebody else stored meanwhile.
    there: Vec<(String, String)>,
    audiences: Vec<Choice>,
    zone: &'static str,
    draft_key: String,
    form: FormErrors,
}

impl RoundForm {
    fn new(who: &MayCall, round: Option<Round>, typed: RoundInput, form: FormErrors) -> Self {
        let audience = |audience: Audience, key| Choice::new(audience, who.words.get(key), &typed.audience);
        let key = round.as_ref().map_or_else(|| "new".to_owned(), |round| round.id.to_string());
        Self {
            layout: Layout::new(who),
            phase: round.as_ref().map_or(Phase::Draft, |round| round.phase(who.now)),
            audiences: vec![
                audience(Audience::Public, "round-for-all"),
                audience(Audience::Staff, "round-for-staff"),
            ],
            draft_key: format!("p{}-round-{key}", who.person.id),
            seen: round.as_ref().map(|round| round.updated_at.micros().to_string()).unwrap_or_default(),
            there: Vec::new(),
            round,
            typed,
            zone: who.settings.site.zone().name(),
            form,
        }
    }

    fn has_begun(&self) -> bool {
        matches!(self.phase, Phase::Open | Phase::Closed)
    }
}

fn input(fields: &Fields) -> RoundInput {
    let get = |name: &str| fields.get(name).to_owned();
    RoundInput {
        title: get("title"),
        intro: get("intro"),
        audience: get("audience"),
        budget: get("budget"),
        cap: get("cap"),
        starts: get("starts"),
        ends: get("ends"),
    }
}

/// Shows an empty form: ten points, for two weeks from tomorrow on.
pub async fn new_page(who: MayCall) -> Result<Html<RoundForm>> {
    let zone = who.settings.site.zone();
    let hour = Timestamp::from_micros(who.now.micros() / HOUR * HOUR);
    let typed = RoundInput {
        audience: Audience::Public.to_string(),
        budget: "10".into(),
        starts: moment_field(hour.plus(DAY), zone),
        ends: moment_field(hour.plus(15 * DAY), zone),
        ..RoundInput::default()
    };
    Ok(Html(RoundForm::new(&who, None, typed, FormErrors::default())))
}

/// Makes a round.
pub async fn create(who: MayCall, fields: Fields) -> Result {
    let (typed, now, person) = (input(&fields), who.now, who.person.clone());
    let made = match RoundDraft::parse(&typed, who.settings.site.zone()) {
        Ok(draft) => who.state.db.write(move |db| rounds::create(db, &person, &draft, now)).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(round) => saved(&who, round.id, "new").await,
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            Ok(Html(RoundForm::new(&who, None, typed, form)).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn saved(who: &MayCall, round: RoundId, key: &str) -> Result {
    who.state.reload().await?;
    who.session.flash_and_clear("flash-round-saved", &format!("p{}-round-{key}", who.person.id));
    Ok(see_other(&who.state.links.desk_round(round)))
}

/// Shows the form of a round.
pub async fn edit_page(who: MayCall, round: Path<RoundId>) -> Result<Html<RoundForm>> {
    let id = round.into_inner();
    let round = who.state.db.read(move |db| queries::find(db, id)).await?;
    let typed = RoundInput::of(&round, who.settings.site.zone());
    Ok(Html(RoundForm::new(&who, Some(round), typed, FormErrors::default())))
}

/// Changes a round. Whoever saves what somebody else changed meanwhile, or what has begun or ended, gets the form back as
/// typed with what is stored now, and may save again.
pub async fn update(who: MayCall, round: Path<RoundId>, fields: Fields) -> Result {
    let (id, now, person) = (round.into_inner(), who.state.now(), who.person.clone());
    let zone = who.settings.site.zone();
    let before = who.state.db.read(move |db| queries::find(db, id)).await?;
    let draft = as_allowed(&before, before.phase(now), &fields, zone);
    let done = match draft.and_then(|typed| RoundDraft::parse(&typed, zone)) {
        Ok(draft) => {
            let draft = draft.seen(fields.seen());
            who.state.db.write(move |db| rounds::update(db, &person, id, &draft, now)).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => saved(&who, id, &id.to_string()).await,
        Err(error) => again(&who, id, &fields, error).await,
    }
}

/// What is changed of a round: what is fixed is as stored, and did not come, unless the form is older than that.
fn as_allowed(before: &Round, phase: Phase, fields: &Fields, zone: Tz) -> crate::error::Result<RoundInput> {
    let (stored, typed) = (RoundInput::of(before, zone), input(fields));
    Ok(match phase {
        Phase::Draft => typed,
        Phase::Planned => RoundInput { audience: stored.audience, ..typed },
        Phase::Closed => return Err(Error::Conflict("error-round-closed")),
        Phase::Open => {
            let fixed = [("budget", &stored.budget), ("cap", &stored.cap), ("starts", &stored.starts)];
            if fixed.iter().any(|(name, stored)| fields.chosen(name, stored).trim() != stored.as_str()) {
                return Err(Error::Conflict("error-round-begun"));
            }
            RoundInput { title: typed.title, intro: typed.intro, ends: typed.ends, ..stored }
        }
    })
}

/// The form as typed, with what is wrong and what is stored now.
async fn again(who: &MayCall, id: RoundId, fields: &Fields, error: Error) -> Result {
    let (form, code) = FormErrors::from_save_at("title", error, &who.words)?;
    let there = who.state.db.read(move |db| queries::find(db, id)).await?;
    let stored = RoundInput::of(&there, who.settings.site.zone());
    let mut page = RoundForm::new(who, Some(there), input(fields), form);
    if code == StatusCode::CONFLICT {
        page.there = there::differing(fields, &named(stored), &who.words);
    } else {
        page.seen = fields.get("seen").to_owned();
    }
    Ok(Html(page).with_status(code))
}

fn named(stored: RoundInput) -> [Stored<'static>; 6] {
    [
        ("title", "round-title", stored.title),
        ("intro", "round-intro", stored.intro),
        ("budget", "round-budget", stored.budget),
        ("cap", "round-cap", stored.cap),
        ("starts", "call-starts", stored.starts),
        ("ends", "call-ends", stored.ends),
    ]
}
