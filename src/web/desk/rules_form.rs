//! Making and changing a rule, and trying it as typed before it is saved.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use super::rule_trial::Tried;
use super::rule_words::{self, Names};
use crate::accounts::Money;
use crate::boards::{Board, StatusKind};
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::MayRoute;
use crate::ids::{LensId, PersonId, RuleId, SegmentId, TeamId};
use crate::text::words::Words;
use crate::triage::rules::{self, Actions, Known, Period, Rule, RuleDraft, RuleInput, TRENDING_MAX};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Days that the form of a new rule proposes.
const DUE_DAYS: &str = "14";

/// The form of a rule.
#[derive(Template)]
#[template(path = "desk/rule_form.html")]
pub struct RulePage {
    layout: Layout,
    rule: Option<RuleId>,
    name: String,
    teams: Vec<Choice>,
    due_days: String,
    boards: Vec<Choice>,
    categories: Vec<Choice>,
    tags: Vec<Choice>,
    kinds: Vec<Choice>,
    words: String,
    votes: String,
    people: String,
    trending: String,
    segments: Vec<Choice>,
    lenses: Vec<Choice>,
    value: String,
    currency: String,
    impact: String,
    waiting: String,
    others: Vec<Choice>,
    owners: Vec<Choice>,
    question: String,
    add_tags: Vec<Choice>,
    tell_people: Vec<Choice>,
    tell_teams: Vec<Choice>,
    trending_max: i64,
    /// When it was last changed, as of this form.
    seen: String,
    /// What it says now, when somebody else changed it meanwhile.
    there: String,
    form: FormErrors,
    tried: Option<Tried>,
}

/// The form as typed, with its choices marked.
fn filled(who: &MayRoute, names: &Names, fields: &Fields, rule: Option<RuleId>) -> RulePage {
    let (catalog, words) = (&who.settings.catalog, &who.words);
    let get = |name: &str| fields.get(name).to_owned();
    let chosen = |name: &str, value: String, label: String| chosen(fields, name, value, label);
    let Places { boards, categories, tags } = places(who, fields);
    let gone = |name: &'static str, listed: Vec<Choice>| with_gone(listed, &fields.all(name), words);
    let listed = |name: &'static str, own: Vec<(String, String)>| {
        gone(name, own.into_iter().map(|(id, label)| chosen(name, id, label)).collect())
    };
    let people = |name: &'static str| {
        listed(name, names.staff.iter().map(|(id, label)| (id.to_string(), label.clone())).collect())
    };
    let teams = |name: &'static str| {
        let own = names.offered(&fields.all(name), words).into_iter();
        listed(name, own.map(|(id, label)| (id.to_string(), label)).collect())
    };
    let segments = names.segments.iter().map(|own| (own.id.to_string(), own.name.clone()));
    let lenses = names.lenses.iter().map(|own| (own.id.to_string(), own.name.clone()));
    RulePage {
        layout: Layout::new(who),
        rule,
        name: get("name"),
        teams: teams("team"),
        due_days: get("due_days"),
        boards,
        categories,
        tags,
        kinds: StatusKind::ALL
            .iter()
            .map(|kind| chosen("kind", kind.to_string(), words.get(&format!("kind-{kind}"))))
            .collect(),
        words: get("words"),
        votes: get("votes"),
        people: get("people"),
        trending: get("trending"),
        segments: listed("segment", segments.collect()),
        lenses: listed("lens", lenses.collect()),
        value: get("value"),
        currency: get("currency"),
        impact: get("impact"),
        waiting: get("waiting"),
        others: teams("other"),
        owners: people("owner"),
        question: get("question"),
        add_tags: catalog
            .tags
            .iter()
            .map(|own| Choice::new(own.id, &own.name, fields.get("add_tag")))
            .collect(),
        tell_people: people("tell_person"),
        tell_teams: teams("tell_team"),
        trending_max: TRENDING_MAX,
        seen: get("seen"),
        there: String::new(),
        form: FormErrors::default(),
        tried: None,
    }
}

/// Where a rule looks.
struct Places {
    boards: Vec<Choice>,
    categories: Vec<Choice>,
    tags: Vec<Choice>,
}

fn places(who: &MayRoute, fields: &Fields) -> Places {
    let catalog = &who.settings.catalog;
    let has = |name: &str, id: &str| fields.all(name).iter().any(|chosen| chosen == id);
    // An archived board is offered as long as the rule names it or one of its categories.
    let is_listed = |board: &&Board| {
        board.archived_at.is_none()
            || has("board", &board.id.to_string())
            || catalog.categories_of(board.id).any(|own| has("category", &own.id.to_string()))
    };
    let boards = || catalog.boards.iter().filter(is_listed);
    let categories = boards().flat_map(|board| {
        catalog.categories_of(board.id).map(move |own| (own.id, format!("{}: {}", board.name, own.name)))
    });
    let gone = |name: &'static str, listed: Vec<Choice>| with_gone(listed, &fields.all(name), &who.words);
    let named = |name: &str, value: String, label: String| chosen(fields, name, value, label);
    Places {
        boards: gone(
            "board",
            boards().map(|own| named("board", own.id.to_string(), own.name.clone())).collect(),
        ),
        categories: gone(
            "category",
            categories.map(|(id, label)| named("category", id.to_string(), label)).collect(),
        ),
        tags: gone(
            "tag",
            catalog.tags.iter().map(|own| named("tag", own.id.to_string(), own.name.clone())).collect(),
        ),
    }
}

/// One of several that can be ticked.
fn chosen(fields: &Fields, name: &str, value: String, label: String) -> Choice {
    Choice { is_chosen: fields.all(name).contains(&value), value, label }
}

/// The choices with those that are not there any more and stay until they are taken out.
fn with_gone(mut listed: Vec<Choice>, chosen: &[String], words: &Words) -> Vec<Choice> {
    for value in chosen.iter().filter(|value| !value.is_empty()) {
        if !listed.iter().any(|choice| choice.value == *value) {
            listed.push(Choice { value: value.clone(), label: words.get("rule-gone"), is_chosen: true });
        }
    }
    listed
}

/// A stored rule as the fields of its form.
fn fields_of(rule: &Rule) -> crate::error::Result<Fields> {
    let (conditions, actions) = (rule.conditions()?, rule.actions()?);
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("seen", &rule.updated_at.micros().to_string());
    query.append_pair("name", &rule.name);
    if actions.sends {
        query.append_pair("team", &rule.team_id.to_string());
    }
    add_actions(&mut query, &actions);
    query.extend_pairs(conditions.segments.iter().map(|id| ("segment", id.to_string())));
    query.extend_pairs(conditions.lenses.iter().map(|id| ("lens", id.to_string())));
    if let Some(value) = Money::stored(conditions.value, conditions.currency.clone()) {
        query.append_pair("value", &value.plain()).append_pair("currency", &value.currency);
    }
    query.append_pair("due_days", &rule.due_days.to_string());
    query.extend_pairs(conditions.boards.iter().map(|id| ("board", id.to_string())));
    query.extend_pairs(conditions.categories.iter().map(|id| ("category", id.to_string())));
    query.extend_pairs(conditions.tags.iter().map(|id| ("tag", id.to_string())));
    query.extend_pairs(conditions.kinds.iter().map(|kind| ("kind", kind.as_str())));
    query.append_pair("words", &conditions.words.join("\n"));
    let counts = [
        ("votes", conditions.votes),
        ("people", conditions.people),
        ("trending", conditions.trending),
        ("impact", conditions.impact),
        ("waiting", conditions.waiting),
    ];
    for (name, count) in counts {
        query.append_pair(name, &count.map_or_else(String::new, |count| count.to_string()));
    }
    Ok(Fields::parse(query.finish().as_bytes()))
}

fn add_actions(query: &mut url::form_urlencoded::Serializer<'_, String>, actions: &Actions) {
    query.extend_pairs(actions.others.iter().map(|id| ("other", id.to_string())));
    query.append_pair("question", &actions.question);
    let chosen = [
        ("owner", actions.owner.map(|id| id.to_string())),
        ("add_tag", actions.tag.map(|id| id.to_string())),
        ("tell_person", actions.person.map(|id| id.to_string())),
        ("tell_team", actions.team.map(|id| id.to_string())),
    ];
    for (name, id) in chosen {
        query.append_pair(name, &id.unwrap_or_default());
    }
}

async fn names(who: &MayRoute) -> crate::error::Result<Names> {
    who.state.db.read(Names::load).await
}

fn draft(who: &MayRoute, names: &Names, fields: &Fields) -> crate::error::Result<RuleDraft> {
    // A team that takes no routes at present may be named: the rule waits for it.
    let (active, archived): (Vec<_>, Vec<_>) =
        names.teams.iter().partition(|team| team.archived_at.is_none());
    let teams: Vec<TeamId> = active.into_iter().chain(archived).map(|team| team.id).collect();
    let segments: Vec<SegmentId> = names.segments.iter().map(|own| own.id).collect();
    let lenses: Vec<LensId> = names.lenses.iter().map(|own| own.id).collect();
    let staff: Vec<PersonId> = names.staff.iter().map(|(id, _)| *id).collect();
    let others = fields.all("other").into_iter().filter(|id| id != fields.get("team")).collect::<Vec<_>>();
    let input = RuleInput {
        name: fields.get("name"),
        team: fields.get("team"),
        others: &others,
        due_days: fields.get("due_days"),
        boards: &fields.all("board"),
        categories: &fields.all("category"),
        tags: &fields.all("tag"),
        kinds: &fields.all("kind"),
        words: fields.get("words"),
        votes: fields.get("votes"),
        people: fields.get("people"),
        trending: fields.get("trending"),
        segments: &fields.all("segment"),
        lenses: &fields.all("lens"),
        value: fields.get("value"),
        currency: fields.get("currency"),
        impact: fields.get("impact"),
        waiting: fields.get("waiting"),
        owner: fields.get("owner"),
        question: fields.get("question"),
        add_tag: fields.get("add_tag"),
        tell_person: fields.get("tell_person"),
        tell_team: fields.get("tell_team"),
        known: Known { segments: &segments, lenses: &lenses, staff: &staff },
    };
    RuleDraft::parse(&input, &who.settings.catalog, &teams)
}

/// Shows an empty form.
pub async fn new_page(who: MayRoute) -> Result<Html<RulePage>> {
    let names = names(&who).await?;
    let page = filled(&who, &names, &Fields::default(), None);
    Ok(Html(RulePage { due_days: DUE_DAYS.into(), ..page }))
}

/// Shows the form of a rule.
pub async fn edit_page(who: MayRoute, rule: Path<RuleId>) -> Result<Html<RulePage>> {
    let id = rule.into_inner();
    let names = names(&who).await?;
    let rule = who.state.db.read(move |db| rules::find(db, id)).await?;
    Ok(Html(filled(&who, &names, &fields_of(&rule)?, Some(id))))
}

/// Makes a rule, switched off; or tries it as typed.
pub async fn create(who: MayRoute, fields: Fields) -> Result {
    save(&who, &fields, None).await
}

/// Changes a rule; or tries it as typed.
pub async fn update(who: MayRoute, rule: Path<RuleId>, fields: Fields) -> Result {
    save(&who, &fields, Some(rule.into_inner())).await
}

async fn save(who: &MayRoute, fields: &Fields, rule: Option<RuleId>) -> Result {
    let names = names(who).await?;
    let draft = match draft(who, &names, fields) {
        Ok(draft) => draft,
        Err(error) => return refused(who, &names, fields, rule, error),
    };
    let now = who.now;
    if fields.has("try") {
        let period = Period::usual(now, who.words.zone);
        let (settings, plan) = (who.settings.clone(), draft.plan(rule));
        let trial = who.state.db.read(move |db| rules::trial(db, &plan, period, &settings, now)).await?;
        let tried = Some(Tried::new(trial, period.days(), &names));
        let page = RulePage { tried, ..filled(who, &names, fields, rule) };
        return Ok(Html(page).with_status(StatusCode::OK));
    }
    let seen = fields.seen();
    let write = move |db: &mut Db| match rule {
        Some(rule) => rules::update(db, rule, seen, &draft, now),
        None => rules::create(db, &draft, now),
    };
    let saved = match who.state.db.write(write).await {
        Ok(saved) => saved,
        Err(Error::Conflict(key)) => return outdated(who, &names, fields, rule, key).await,
        // It was deleted meanwhile: what was typed may become a new one.
        Err(Error::NotFound) => return outdated(who, &names, fields, None, "error-rule-deleted").await,
        Err(error) => return refused(who, &names, fields, rule, error),
    };
    who.session.flash(if rule.is_some() { "flash-rule-saved" } else { "flash-rule-made" });
    let path = if saved.is_on { "/desk/rules".to_owned() } else { format!("/desk/rules/{}/try", saved.id) };
    Ok(see_other(&who.state.links.to(&path)))
}

/// The form as typed, beside what the rule says by now.
async fn outdated(
    who: &MayRoute,
    names: &Names,
    fields: &Fields,
    rule: Option<RuleId>,
    key: &'static str,
) -> Result {
    let (form, code) = FormErrors::from_save(Error::Conflict(key), &who.words)?;
    let mut page = RulePage { form, seen: String::new(), ..filled(who, names, fields, rule) };
    if let Some(id) = rule {
        let there = who.state.db.read(move |db| rules::find(db, id)).await?;
        page.seen = there.updated_at.micros().to_string();
        page.there = rule_words::told(&there, &who.settings.catalog, names, &who.words)?;
    }
    Ok(Html(page).with_status(code))
}

fn refused(who: &MayRoute, names: &Names, fields: &Fields, rule: Option<RuleId>, error: Error) -> Result {
    let form = FormErrors::from_error(error, &who.words)?;
    let page = RulePage { form, ..filled(who, names, fields, rule) };
    Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
}
