//! Rules that hold posts: what each did lately, how it is set, the lists of words, and a text to try them with. Moderators
//! read, administrators change.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use askama::Template;
use serde::Deserialize;

use crate::db::Db;
use crate::error::{Error, FieldErrors, Result as Outcome};
use crate::http::guard::{Admin, Moderator, Visitor};
use crate::ideas::parse_body;
use crate::moderation::queue;
use crate::screening::{
    self, Finding, LIST_MAX, Rule, RuleDraft, Rules, Saw, Setting, Sign, Text, Tried, WORD_MAX, Week,
    WordLists, WordsDraft,
};
use crate::text::words::{Language, Words};
use crate::time::Timestamp;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// How many of the last hits are shown.
const SHOWN: i64 = 15;
/// Most characters of a text that is tried.
const TRIED_MAX: usize = 5_000;
/// Height of the tallest bar.
const BAR: i64 = 22;

/// What a rule saw, in words.
pub struct SawBox {
    /// What the rule is called.
    pub rule: String,
    /// What it saw.
    pub said: String,
    /// Another post that this speaks of.
    pub link: Option<String>,
}

impl SawBox {
    /// For the queue, the last hits and a trial.
    pub fn new(layout: &Layout, saw: &Saw) -> Self {
        let link = match saw {
            Saw::Alike { comment: Some(comment), .. } => {
                Some(layout.links.to(&format!("/comments/{comment}")))
            }
            Saw::Alike { idea, .. } => Some(layout.links.to(&format!("/ideas/{idea}"))),
            _ => None,
        };
        Self { rule: layout.words.get(saw.rule().word()), said: said(&layout.words, saw), link }
    }
}

fn said(words: &Words, saw: &Saw) -> String {
    match saw {
        Saw::Links { count, hosts } => words
            .with("screening-saw-links", &[("count", (*count).into()), ("hosts", hosts.join(", ").into())]),
        Saw::Rate { count, hours } => words.two("screening-saw-rate", "count", *count, "hours", *hours),
        Saw::Alike { percent, .. } => words.one("screening-saw-alike", "percent", *percent),
        Saw::Words { words: found } => words.one("screening-saw-words", "words", found.join(", ")),
        Saw::Form { sign, seconds } => match sign {
            Sign::Trap => words.get("screening-saw-trap"),
            Sign::Fast => words.count("screening-saw-fast", *seconds),
            Sign::Old => words.get("screening-saw-old"),
            Sign::Unsigned => words.get("screening-saw-unsigned"),
        },
        Saw::Learnt { percent, words: found } => {
            words.two("screening-saw-learnt", "percent", *percent, "words", weighed(words, found))
        }
    }
}

/// Words with their weights: "casino (98 %), bonus (91 %)".
fn weighed(words: &Words, found: &[(String, i64)]) -> String {
    let one = |(word, percent): &(String, i64)| {
        words.two("screening-weight", "word", word.as_str(), "percent", *percent)
    };
    found.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A number to set.
struct NumberField {
    id: &'static str,
    label: String,
    value: String,
    limits: String,
}

/// A bar of the trend.
struct Bar {
    x: i64,
    y: i64,
    height: i64,
}

/// A rule with what it did.
struct RuleBox {
    rule: Rule,
    is_on: bool,
    numbers: Vec<NumberField>,
    hits: i64,
    decided: i64,
    overturned: String,
    bars: Vec<Bar>,
    trend: String,
    /// What else there is to say.
    note: Option<String>,
}

impl RuleBox {
    fn new(words: &Words, setting: &Setting, weeks: &[Week], typed: Option<(&Fields, Rule)>) -> Self {
        let own = typed.filter(|(_, rule)| *rule == setting.rule).map(|(fields, _)| fields);
        let numbers = setting.rule.numbers().iter().enumerate().map(|(place, number)| NumberField {
            id: number.field,
            label: words.get(number.word),
            value: own.map_or_else(
                || setting.number(place).to_string(),
                |fields| fields.get(number.field).to_owned(),
            ),
            limits: words.two("screening-limits", "least", number.least, "most", number.most),
        });
        let sum = |of: fn(&Week) -> i64| weeks.iter().map(of).sum::<i64>();
        let (decided, overturned) = (sum(|week| week.decided), sum(|week| week.overturned));
        let counts: Vec<String> = weeks.iter().map(|week| words.number(week.hits)).collect();
        let percent = if decided > 0 { overturned * 100 / decided } else { 0 };
        Self {
            rule: setting.rule,
            is_on: own.map_or(setting.is_on, |fields| fields.has("is_on")),
            numbers: numbers.collect(),
            hits: sum(|week| week.hits),
            decided,
            overturned: words.two("screening-overturned-of", "count", overturned, "percent", percent),
            bars: bars(weeks),
            trend: words.one("screening-trend", "counts", counts.join(", ")),
            note: None,
        }
    }
}

fn bars(weeks: &[Week]) -> Vec<Bar> {
    let most = weeks.iter().map(|week| week.hits).max().unwrap_or(0).max(1);
    let bar = |(x, week): (i64, &Week)| {
        let height = (week.hits * BAR / most).max(i64::from(week.hits > 0));
        Bar { x: x * 5, y: BAR + 1 - height, height }
    };
    (0..).zip(weeks).map(bar).collect()
}

/// A list of words.
struct ListBox {
    id: &'static str,
    language: Language,
    words: String,
    count: usize,
}

/// A hit.
struct HitLine {
    seen: SawBox,
    what: String,
    link: String,
    at: Timestamp,
    outcome: &'static str,
}

impl HitLine {
    fn new(layout: &Layout, finding: &Finding) -> Self {
        let (place, links) = (finding.place, &layout.links);
        let (key, link) = match place.comment {
            Some(comment) => ("moderation-a-comment", links.comment(place.idea, &finding.title, comment)),
            None => ("moderation-an-idea", links.idea(place.idea, &finding.title)),
        };
        Self {
            seen: SawBox::new(layout, &finding.saw),
            what: layout.words.one(key, "title", &finding.title),
            link,
            at: finding.at,
            outcome: match finding.is_overturned {
                None => "screening-waits",
                Some(true) => "screening-approved",
                Some(false) => "screening-refused",
            },
        }
    }
}

/// What a rule says of the text that was tried.
struct TriedLine {
    rule: String,
    is_on: bool,
    seen: Option<SawBox>,
    opinion: Option<String>,
}

impl TriedLine {
    fn new(layout: &Layout, tried: &Tried) -> Self {
        let opinion = tried.opinion.as_ref().filter(|_| tried.saw.is_none());
        Self {
            rule: layout.words.get(tried.rule.word()),
            is_on: tried.is_on,
            seen: tried.saw.as_ref().map(|saw| SawBox::new(layout, saw)),
            opinion: opinion.map(|own| layout.words.one("screening-opinion", "percent", own.percent)),
        }
    }
}

#[derive(Template)]
#[template(path = "moderation/screening.html")]
struct ScreeningPage {
    layout: Layout,
    form: FormErrors,
    waiting: i64,
    may_change: bool,
    rules: Vec<RuleBox>,
    lists: Vec<ListBox>,
    list_max: usize,
    word_max: usize,
    hits: Vec<HitLine>,
    text: String,
    text_max: usize,
    tried: Option<Vec<TriedLine>>,
}

/// What of the page was typed and comes back.
#[derive(Default)]
struct Typed<'a> {
    rule: Option<(&'a Fields, Rule)>,
    words: Option<(Language, String)>,
    text: String,
    tried: Option<Vec<Tried>>,
}

async fn build(who: &Visitor, form: FormErrors, typed: Typed<'_>) -> Outcome<ScreeningPage> {
    let now = who.now;
    let read = move |db: &mut Db| {
        let findings = (screening::weeks(db, now)?, screening::latest(db, SHOWN)?);
        Ok((Rules::load(db)?, WordLists::load(db)?, findings, screening::decisions(db)?, queue::count(db)?))
    };
    let (rules, lists, (weeks, latest), decisions, waiting) = who.state.db.read(read).await?;
    let layout = Layout::new(who);
    let rule = |setting: &Setting| {
        let weeks = weeks.get(&setting.rule).copied().unwrap_or_default();
        let mut own = RuleBox::new(&layout.words, setting, &weeks, typed.rule);
        if setting.rule == Rule::Learnt {
            let (ham, spam) = decisions;
            own.note = Some(layout.words.two("screening-learnt-from", "ham", ham, "spam", spam));
        }
        own
    };
    let list = |language: &Language| {
        let came = typed.words.as_ref().filter(|(own, _)| own == language).map(|(_, words)| words.clone());
        let words = came.unwrap_or_else(|| lists.of(*language).to_owned());
        let count = lists.of(*language).lines().count();
        ListBox { id: WordsDraft::field(*language), language: *language, words, count }
    };
    let tried =
        typed.tried.as_ref().map(|tried| tried.iter().map(|own| TriedLine::new(&layout, own)).collect());
    Ok(ScreeningPage {
        waiting,
        may_change: who.person.as_ref().is_some_and(|person| screening::may_change(person).is_ok()),
        rules: rules.all().iter().map(rule).collect(),
        lists: Language::ALL.iter().map(list).collect(),
        list_max: LIST_MAX,
        word_max: WORD_MAX,
        hits: latest.iter().map(|finding| HitLine::new(&layout, finding)).collect(),
        text: typed.text,
        text_max: TRIED_MAX,
        tried,
        form,
        layout,
    })
}

/// The rules with what they did.
pub async fn page(who: Moderator) -> Result {
    let page = build(&who.visitor, FormErrors::default(), Typed::default()).await?;
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Sets a rule.
pub async fn save_rule(who: Admin, rule: Path<String>, fields: Fields) -> Result {
    let rule = Rule::parse(&rule).ok_or(Error::NotFound)?;
    let typed: Vec<&str> = rule.numbers().iter().map(|number| fields.get(number.field)).collect();
    let draft = match RuleDraft::parse(rule, fields.has("is_on"), &typed) {
        Ok(draft) => draft,
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let typed = Typed { rule: Some((&fields, rule)), ..Typed::default() };
            let page = build(&who.visitor, form, typed).await?;
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let (actor, now) = (who.person.clone(), who.now);
    who.state.db.write(move |db| screening::save(db, &actor, &draft, now)).await?;
    done(&who, &format!("rule-{rule}"))
}

/// The form of a list of words.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct WordsForm {
    #[serde(default)]
    words: String,
}

/// Stores a list of words.
pub async fn save_words(who: Admin, language: Path<String>, form: Form<WordsForm>) -> Result {
    let language = Language::parse(&language).ok_or(Error::NotFound)?;
    let draft = match WordsDraft::parse(language, &form.words) {
        Ok(draft) => draft,
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            let typed = Typed { words: Some((language, form.into_inner().words)), ..Typed::default() };
            let page = build(&who.visitor, errors, typed).await?;
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let (actor, now) = (who.person.clone(), who.now);
    who.state.db.write(move |db| screening::save_words(db, &actor, &draft, now)).await?;
    done(&who, WordsDraft::field(language))
}

fn done(who: &Admin, place: &str) -> Result {
    who.session.flash("flash-screening-saved");
    Ok(see_other(&who.state.links.to(&format!("/moderation/screening#{place}"))))
}

/// The form of a text to try.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct TrialForm {
    #[serde(default)]
    body: String,
}

/// Says which rules would hold a text, and why. Nothing of it is kept.
pub async fn attempt(who: Moderator, form: Form<TrialForm>) -> Result {
    let text = form.into_inner().body;
    let mut errors = FieldErrors::default();
    let clean = parse_body(&text, TRIED_MAX, &mut errors);
    if !errors.is_empty() {
        let form = FormErrors::new(&errors, &who.words);
        let page = build(&who.visitor, form, Typed { text, ..Typed::default() }).await?;
        return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let (settings, now) = (Arc::clone(&who.settings), who.now);
    let try_it = move |db: &mut Db| {
        let html = settings.renderer.render(db, &clean)?.html;
        let home = settings.links.origin();
        screening::attempt(db, &Text { title: "", body: &clean, html: html.as_str(), home }, now)
    };
    let tried = Some(who.state.db.read(try_it).await?);
    let page = build(&who.visitor, FormErrors::default(), Typed { text, tried, ..Typed::default() }).await?;
    Ok(Html(page).with_status(StatusCode::OK))
}
