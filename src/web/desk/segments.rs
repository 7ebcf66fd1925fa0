//! Segments: the list with their sizes, and the form of one.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use crate::accounts::segments::{self, Segment, SegmentDraft};
use crate::accounts::{Conditions, ConditionsInput, Health, Money, queries};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::MayScore;
use crate::ids::SegmentId;
use crate::people::{Person, directory};
use crate::triage::rules::{self, Named};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// The list: each with how many accounts and people are in it.
#[derive(Template)]
#[template(path = "desk/segments.html")]
pub struct SegmentsPage {
    layout: Layout,
    segments: Vec<(Segment, i64, i64)>,
}

/// Shows the list.
pub async fn list(who: MayScore) -> Result<Html<SegmentsPage>> {
    let sized = |db: &mut Db| {
        let mut sized = Vec::new();
        for segment in segments::list(db)? {
            let (accounts, people) = queries::size(db, &segment.conditions()?)?;
            sized.push((segment, accounts, people));
        }
        Ok(sized)
    };
    let segments = who.state.db.read(sized).await?;
    Ok(Html(SegmentsPage { layout: Layout::new(&who), segments }))
}

/// The form of a segment.
#[derive(Template)]
#[template(path = "desk/segment_form.html")]
pub struct SegmentPage {
    layout: Layout,
    segment: Option<SegmentId>,
    /// When it was last changed, as of this form.
    seen: String,
    name: String,
    typed: ConditionsInput,
    healths: Vec<Choice>,
    owners: Vec<Choice>,
    /// The names of the rules that follow it.
    followers: Vec<String>,
    form: FormErrors,
}

/// The page that asks before a segment goes.
#[derive(Template)]
#[template(path = "desk/segment_delete.html")]
pub struct DeletePage {
    layout: Layout,
    segment: Segment,
}

fn filled(who: &MayScore, segment: Option<SegmentId>, staff: &[Person], fields: &Fields) -> SegmentPage {
    let typed = input(fields);
    let health = |own: &Health| Choice {
        value: own.to_string(),
        label: who.words.get(own.word()),
        is_chosen: typed.healths.iter().any(|name| name == own.as_str()),
    };
    let any = Choice::new("", who.words.get("desk-any"), &typed.owner);
    let owner = |person: &Person| Choice::new(person.id, person.label(&who.words), &typed.owner);
    SegmentPage {
        layout: Layout::new(who),
        segment,
        seen: fields.get("seen").to_owned(),
        name: fields.get("name").to_owned(),
        healths: Health::ALL.iter().map(health).collect(),
        owners: std::iter::once(any).chain(staff.iter().map(owner)).collect(),
        typed,
        followers: Vec::new(),
        form: FormErrors::default(),
    }
}

fn input(fields: &Fields) -> ConditionsInput {
    let get = |name: &str| fields.get(name).to_owned();
    ConditionsInput {
        plans: get("plans"),
        labels: get("labels"),
        currency: get("currency"),
        least: get("least"),
        most: get("most"),
        healths: fields.all("healths"),
        owner: get("owner"),
    }
}

/// A stored segment as the fields of its form.
fn fields_of(segment: &Segment) -> crate::error::Result<Fields> {
    let conditions: Conditions = segment.conditions()?;
    let currency = conditions.currency.clone().unwrap_or_default();
    let amount = |minor: Option<i64>| {
        let money = Money::stored(minor, Some(currency.clone()));
        money.map(|money| money.plain()).unwrap_or_default()
    };
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("seen", &segment.updated_at.micros().to_string());
    query.append_pair("name", &segment.name);
    query.append_pair("plans", &conditions.plans.join("\n"));
    query.append_pair("labels", &conditions.labels.join("\n"));
    query.append_pair("least", &amount(conditions.least)).append_pair("most", &amount(conditions.most));
    query.append_pair("currency", &currency);
    query.extend_pairs(conditions.healths.iter().map(|health| ("healths", health.as_str())));
    query.append_pair("owner", &conditions.owner.map_or_else(String::new, |owner| owner.to_string()));
    Ok(Fields::parse(query.finish().as_bytes()))
}

async fn staff(who: &MayScore) -> crate::error::Result<Vec<Person>> {
    who.state.db.read(directory::staff).await
}

/// Shows an empty form.
pub async fn new_page(who: MayScore) -> Result<Html<SegmentPage>> {
    let staff = staff(&who).await?;
    Ok(Html(filled(&who, None, &staff, &Fields::default())))
}

/// Shows the form of a segment.
pub async fn edit_page(who: MayScore, segment: Path<SegmentId>) -> Result<Html<SegmentPage>> {
    let id = segment.into_inner();
    let segment = who.state.db.read(move |db| segments::find(db, id)).await?;
    let staff = staff(&who).await?;
    let followers = followers(&who, Some(id)).await?;
    Ok(Html(SegmentPage { followers, ..filled(&who, Some(id), &staff, &fields_of(&segment)?) }))
}

async fn followers(who: &MayScore, segment: Option<SegmentId>) -> crate::error::Result<Vec<String>> {
    let Some(id) = segment else { return Ok(Vec::new()) };
    who.state.db.read(move |db| rules::following(db, Named::Segment(id))).await
}

/// What rules send changes with the segments that they ask for: that is for those who may change rules.
fn refuse_followed(
    db: &mut Db,
    person: &Person,
    segment: SegmentId,
    draft: &SegmentDraft,
) -> crate::error::Result<()> {
    if segments::find(db, segment)?.conditions()? == *draft.conditions() {
        return Ok(());
    }
    rules::refuse_followed(db, person, Named::Segment(segment), "error-segment-followed")
}

/// Makes a segment.
pub async fn create(who: MayScore, fields: Fields) -> Result {
    save(&who, None, &fields).await
}

/// Changes a segment.
pub async fn update(who: MayScore, segment: Path<SegmentId>, fields: Fields) -> Result {
    save(&who, Some(segment.into_inner()), &fields).await
}

async fn save(who: &MayScore, segment: Option<SegmentId>, fields: &Fields) -> Result {
    let (now, seen, person) = (who.now, fields.seen(), who.person.clone());
    let done = match SegmentDraft::parse(fields.get("name"), &input(fields)) {
        Ok(draft) => {
            let write = move |db: &mut Db| match segment {
                Some(id) => {
                    refuse_followed(db, &person, id, &draft)?;
                    segments::update(db, id, seen, &draft, now)
                }
                None => segments::create(db, &draft, now).map(drop),
            };
            who.state.db.write(write).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        let (form, code) = FormErrors::from_save(error, &who.words)?;
        let staff = staff(who).await?;
        let followers = followers(who, segment).await?;
        let mut page = SegmentPage { form, followers, ..filled(who, segment, &staff, fields) };
        if let (StatusCode::CONFLICT, Some(id)) = (code, segment) {
            let there = who.state.db.read(move |db| segments::find(db, id)).await?;
            page.seen = there.updated_at.micros().to_string();
        }
        return Ok(Html(page).with_status(code));
    }
    who.session.flash("flash-segment-saved");
    Ok(see_other(&who.state.links.to("/desk/segments")))
}

/// Asks before a segment goes.
pub async fn confirm_delete(who: MayScore, segment: Path<SegmentId>) -> Result<Html<DeletePage>> {
    let id = segment.into_inner();
    let segment = who.state.db.read(move |db| segments::find(db, id)).await?;
    Ok(Html(DeletePage { layout: Layout::new(&who), segment }))
}

/// Deletes a segment.
pub async fn delete(who: MayScore, segment: Path<SegmentId>) -> Result {
    let id = segment.into_inner();
    let done = who.state.db.write(move |db| {
        rules::refuse_named(db, Named::Segment(id))?;
        segments::delete(db, id)
    });
    match done.await {
        Ok(()) => who.session.flash("flash-segment-deleted"),
        Err(Error::Conflict(_)) => who.session.flash_error("error-segment-named"),
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&who.state.links.to("/desk/segments")))
}
