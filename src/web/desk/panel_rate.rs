//! Rating an idea of a panel, and reading what the others gave once that is done.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use super::meantime::KeptPage;
use super::panel::{self, Loaded};
use super::panel_marks::{MarkView, OverallView, SaidView};
use crate::error::Error;
use crate::http::guard::Staff;
use crate::ideas::{Idea, queries as ideas};
use crate::ids::{CriterionId, IdeaId, PanelId, PersonId};
use crate::panels::result::standings;
use crate::panels::{self, Criterion, Panel, RatingDraft, RatingInput, SCORES, policy};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// A criterion with the numbers to choose from.
pub struct Scale {
    field: &'static str,
    criterion: Criterion,
    /// 1 to 5, and whether it is the chosen one.
    choices: Vec<(i32, bool)>,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/panel_rate.html")]
pub struct RatePage {
    layout: Layout,
    panel: Panel,
    idea: Idea,
    body: String,
    number: usize,
    of: usize,
    /// Ids of the criteria, as the form shows them.
    criteria: String,
    scales: Vec<Scale>,
    comment: String,
    draft_key: String,
    is_given: bool,
    is_revised: bool,
    /// Whether it can be rated now.
    is_open: bool,
    /// What all gave so far; none as long as the reader must not know.
    overall: Option<OverallView>,
    marks: Vec<MarkView>,
    said: Vec<SaidView>,
    /// The next idea to rate.
    next: Option<(IdeaId, String)>,
    form: FormErrors,
}

/// Shows the page.
pub async fn page(who: Staff, path: Path<(PanelId, IdeaId)>) -> Result {
    let (loaded, idea) = load(&who, path.into_inner()).await?;
    let typed = stored(&loaded, idea.id, who.person.id);
    let page = RatePage::new(&who, &loaded, idea, typed, FormErrors::default());
    Ok(Html(page).with_status(StatusCode::OK))
}

/// The panel and its idea, for one of its people.
async fn load(who: &Staff, (id, idea): (PanelId, IdeaId)) -> crate::error::Result<(Loaded, Idea)> {
    let loaded = panel::load(who, &who.person, id).await?;
    let is_known = loaded.shortlist.iter().any(|own| own.idea == idea && own.title.is_some());
    let is_panelist = loaded.panelists.contains(&who.person.id);
    if !is_known || !policy::may_take_part(&who.person, is_panelist) {
        return Err(Error::NotFound);
    }
    let idea = who.state.db.read(move |db| ideas::find(db, idea)).await?;
    Ok((loaded, idea))
}

/// The rating as it is stored.
fn stored(loaded: &Loaded, idea: IdeaId, person: PersonId) -> RatingInput {
    let number = |criterion: CriterionId| {
        loaded
            .scores
            .iter()
            .find(|own| own.criterion_id == criterion && own.idea_id == idea && own.person_id == person)
            .map(|own| own.score.to_string())
            .unwrap_or_default()
    };
    RatingInput {
        scores: loaded.criteria.iter().map(|own| number(own.id)).collect(),
        comment: loaded.rating(idea, person).map(|own| own.comment.clone()).unwrap_or_default(),
    }
}

impl RatePage {
    fn new(who: &Staff, loaded: &Loaded, idea: Idea, typed: RatingInput, form: FormErrors) -> Self {
        let (me, words) = (who.person.id, &who.words);
        let open: Vec<IdeaId> =
            loaded.shortlist.iter().filter(|own| own.is_open).map(|own| own.idea).collect();
        let listed = loaded.shortlist.iter().find(|own| own.idea == idea.id);
        let sees = listed.is_some_and(|own| loaded.sees(own, me, who.now));
        let standing = standings(&loaded.criteria, &[idea.id], &loaded.given_scores()).pop().filter(|_| sees);
        let rating = loaded.rating(idea.id, me);
        let marks = standing.as_ref().map(|own| {
            let pairs = loaded.criteria.iter().zip(&own.marks);
            pairs.map(|(criterion, mark)| MarkView::new(criterion, mark.as_ref(), words)).collect()
        });
        let next = loaded.next(me, Some(idea.id)).filter(|own| own.idea != idea.id);
        Self {
            layout: Layout::new(who),
            body: idea.body_html.to_string(),
            number: open.iter().position(|own| *own == idea.id).map_or(0, |at| at + 1),
            of: open.len(),
            criteria: ids(&loaded.criteria),
            scales: scales(&loaded.criteria, &typed),
            comment: typed.comment,
            draft_key: draft_key(me, loaded.panel.id, idea.id),
            is_given: loaded.has_given(idea.id, me),
            is_revised: rating.is_some_and(|own| own.revised_at.is_some()),
            is_open: policy::may_rate(&loaded.panel, &idea, who.now).is_ok(),
            overall: standing
                .as_ref()
                .and_then(|own| own.overall.as_ref())
                .map(|overall| OverallView::new(overall, words)),
            marks: marks.unwrap_or_default(),
            said: if sees { loaded.said(idea.id, who) } else { Vec::new() },
            next: next.and_then(|own| Some((own.idea, own.title.clone()?))),
            panel: loaded.panel.clone(),
            idea,
            form,
        }
    }
}

fn draft_key(person: PersonId, panel: PanelId, idea: IdeaId) -> String {
    format!("p{person}-panel-{panel}-{idea}")
}

fn scales(criteria: &[Criterion], typed: &RatingInput) -> Vec<Scale> {
    let scale = |(index, (criterion, field)): (usize, (&Criterion, &'static str))| {
        let chosen = typed.scores.get(index).map_or("", String::as_str);
        let choices = (1..=5).map(|score| (score, score.to_string() == chosen)).collect();
        Scale { field, criterion: criterion.clone(), choices }
    };
    criteria.iter().zip(SCORES).enumerate().map(scale).collect()
}

fn ids(criteria: &[Criterion]) -> String {
    criteria.iter().map(|own| own.id.to_string()).collect::<Vec<_>>().join(",")
}

/// Keeps a rating as a draft, or gives it. Words that were typed for an idea that is off the panel by now come back.
pub async fn act(who: Staff, path: Path<(PanelId, IdeaId)>, fields: Fields) -> Result {
    match keep(&who, path.into_inner(), &fields).await {
        Err(error) if matches!(error.0, Error::NotFound) && !fields.get("comment").trim().is_empty() => {
            let panels = (who.words.get("panels-title"), who.state.links.to("/desk/panels"));
            let told = (panels.0.clone(), who.words.get("panel-left-panel"));
            Ok(KeptPage::answer(&who, told, panels, fields.get("comment")))
        }
        done => done,
    }
}

async fn keep(who: &Staff, key: (PanelId, IdeaId), fields: &Fields) -> Result {
    let gives = fields.has("give");
    let (loaded, idea) = load(who, key).await?;
    let mut typed = RatingInput {
        scores: SCORES.iter().map(|field| fields.get(field).to_owned()).collect(),
        comment: fields.get("comment").to_owned(),
    };
    let was_given = loaded.has_given(idea.id, who.person.id);
    let is_other = fields.has("criteria") && fields.get("criteria") != ids(&loaded.criteria);
    let done = match RatingDraft::parse(&typed, &loaded.criteria, gives || was_given) {
        _ if is_other => Err(Error::Conflict("error-panel-other-criteria")),
        Ok(draft) => {
            let (person, clock) = (who.person.clone(), who.state.clock.clone());
            who.state.db.write(move |db| panels::rate(db, &person, key, &draft, &clock)).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        let (form, code) = FormErrors::from_save_at("score_1", error, &who.words)?;
        let (loaded, idea) = load(who, key).await?;
        if code == StatusCode::CONFLICT {
            typed.scores.clear();
        }
        return Ok(Html(RatePage::new(who, &loaded, idea, typed, form)).with_status(code));
    }
    let flash = match (was_given, gives) {
        (true, _) => "flash-rating-changed",
        (false, true) => "flash-rating-given",
        (false, false) => "flash-rating-kept",
    };
    who.session.flash_and_clear(flash, &draft_key(who.person.id, key.0, key.1));
    Ok(see_other(&format!("{}/ideas/{}", who.state.links.panel(key.0), key.1)))
}
