//! The list of accounts, and the form that makes or changes one.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::Tabs;
use super::fields::{Fields, QueryFields};
use super::labels;
use crate::accounts::segments::{self, Segment};
use crate::accounts::{self, Account, AccountDraft, AccountInput, Health, queries};
use crate::db::Db;
use crate::http::guard::{Manager, MayScore, Visitor};
use crate::ids::AccountId;
use crate::text::words::Words;
use crate::triage::desk;
use crate::triage::lenses::filters::segment_named;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// One account in the list.
pub struct Row {
    id: AccountId,
    name: String,
    plan: String,
    segment: String,
    value: String,
    health: Option<Health>,
    people: i64,
}

/// The list.
#[derive(Template)]
#[template(path = "desk/accounts.html")]
pub struct AccountsPage {
    layout: Layout,
    tabs: Tabs,
    rows: Vec<Row>,
    q: String,
    plan: String,
    healths: Vec<Choice>,
    segments: Vec<Choice>,
    is_filtered: bool,
    next: Option<String>,
}

struct Loaded {
    rows: Vec<Row>,
    next: Option<String>,
    segments: Vec<Segment>,
    counts: desk::Counts,
}

const FILTERS: [&str; 4] = ["q", "plan", "health", "segment"];

/// Shows the list.
pub async fn list(who: Manager, query: QueryFields) -> Result<Html<AccountsPage>> {
    let fields = query.0;
    let (typed, words) = (fields.clone(), who.words);
    let loaded = who.state.db.read(move |db| load(db, &typed, &words)).await?;
    let layout = Layout::new(&who);
    let next = loaded.next.map(|after| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(
            FILTERS.iter().filter(|name| fields.has(name)).map(|name| (*name, fields.get(name))),
        );
        layout.links.to(&format!("/desk/accounts?{}", query.append_pair("after", &after).finish()))
    });
    Ok(Html(AccountsPage {
        tabs: Tabs { current: "/desk/accounts", counts: loaded.counts },
        rows: loaded.rows,
        q: fields.get("q").to_owned(),
        plan: fields.get("plan").to_owned(),
        healths: healths(&words, "desk-any", fields.get("health")),
        segments: segment_choices(&words, &loaded.segments, fields.get("segment")),
        is_filtered: FILTERS.iter().any(|name| fields.has(name)),
        next,
        layout,
    }))
}

fn load(db: &mut Db, fields: &Fields, words: &Words) -> crate::error::Result<Loaded> {
    let segments = segments::list(db)?;
    let mut conditions = segment_named(&segments, fields.get("segment"))?.unwrap_or_default();
    if fields.has("plan") {
        conditions.plans = vec![fields.get("plan").trim().to_owned()];
    }
    if let Some(health) = Health::parse(fields.get("health")) {
        conditions.healths = vec![health];
    }
    let after = Some(fields.get("after")).filter(|after| !after.is_empty());
    let page = queries::list(db, fields.get("q"), &conditions, after)?;
    let ids: Vec<AccountId> = page.items.iter().map(|account| account.id).collect();
    let people = queries::people_counts(db, &ids)?;
    let rows = page.items.into_iter().map(|account| row(account, &people, words)).collect();
    Ok(Loaded { rows, next: page.next, segments, counts: desk::counts(db)? })
}

fn row(account: Account, people: &std::collections::HashMap<AccountId, i64>, words: &Words) -> Row {
    Row {
        value: account.value().map(|value| labels::money(words, &value)).unwrap_or_default(),
        people: people.get(&account.id).copied().unwrap_or(0),
        id: account.id,
        name: account.name,
        plan: account.plan,
        segment: account.segment,
        health: account.health,
    }
}

/// The healths, with a choice of none before them under the word of `key`.
pub(super) fn healths(words: &Words, key: &str, chosen: &str) -> Vec<Choice> {
    let own = Health::ALL.iter().map(|health| Choice::new(health, words.get(health.word()), chosen));
    std::iter::once(Choice::new("", words.get(key), chosen)).chain(own).collect()
}

/// The segments, with a choice of any before them.
pub(super) fn segment_choices(words: &Words, segments: &[Segment], chosen: &str) -> Vec<Choice> {
    let own = segments.iter().map(|segment| Choice::new(segment.id, &segment.name, chosen));
    std::iter::once(Choice::new("", words.get("desk-any"), chosen)).chain(own).collect()
}

/// The form of an account.
#[derive(Template)]
#[template(path = "desk/account_form.html")]
pub struct AccountForm {
    layout: Layout,
    account: Option<(AccountId, String)>,
    /// When it was last changed, as of this form.
    seen: i64,
    typed: AccountInput,
    healths: Vec<Choice>,
    form: FormErrors,
}

impl AccountForm {
    fn new(visitor: &Visitor, account: Option<&Account>, typed: AccountInput, form: FormErrors) -> Self {
        Self {
            layout: Layout::new(visitor),
            account: account.map(|account| (account.id, account.name.clone())),
            seen: account.map_or(0, |account| account.updated_at.micros()),
            healths: healths(&visitor.words, "health-unknown", &typed.health),
            typed,
            form,
        }
    }
}

fn input(fields: &Fields) -> AccountInput {
    let get = |name: &str| fields.get(name).to_owned();
    AccountInput {
        name: get("name"),
        plan: get("plan"),
        segment: get("segment"),
        value: get("value"),
        currency: get("currency"),
        health: get("health"),
        owner: get("owner"),
        domains: get("domains"),
    }
}

/// Shows an empty form.
pub async fn new_page(who: MayScore) -> Result<Html<AccountForm>> {
    Ok(Html(AccountForm::new(&who, None, AccountInput::default(), FormErrors::default())))
}

/// Makes an account.
pub async fn create(who: MayScore, fields: Fields) -> Result {
    let (typed, now) = (input(&fields), who.now);
    let made = match AccountDraft::parse(&typed) {
        Ok(draft) => who.state.db.write(move |db| accounts::create(db, &draft, now)).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(account) => Ok(saved(&who, account.id)),
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let page = AccountForm::new(&who, None, typed, form);
            Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

fn saved(who: &MayScore, account: AccountId) -> actix_web::HttpResponse {
    who.state.work.notify_one();
    who.session.flash("flash-account-saved");
    see_other(&who.state.links.to(&format!("/desk/accounts/{account}")))
}

/// Shows the form of an account.
pub async fn edit_page(who: MayScore, account: Path<AccountId>) -> Result<Html<AccountForm>> {
    let id = account.into_inner();
    let (account, typed) = who.state.db.read(move |db| stored(db, id)).await?;
    Ok(Html(AccountForm::new(&who, Some(&account), typed, FormErrors::default())))
}

fn stored(db: &mut Db, id: AccountId) -> crate::error::Result<(Account, AccountInput)> {
    let account = queries::find(db, id)?;
    let owner = match account.owner_id {
        Some(owner) => crate::people::queries::find(db, owner)?.map(|owner| owner.handle),
        None => None,
    };
    let domains = queries::domains_of(db, id)?;
    let typed = AccountInput::of(&account, owner, &domains);
    Ok((account, typed))
}

/// Changes an account. Whoever saves what somebody else changed meanwhile is told, and may save again.
pub async fn update(who: MayScore, account: Path<AccountId>, fields: Fields) -> Result {
    let (id, typed, seen, now) = (account.into_inner(), input(&fields), fields.seen(), who.now);
    let done = match AccountDraft::parse(&typed) {
        Ok(draft) => {
            let write = move |db: &mut Db| {
                accounts::refuse_outdated(db, id, seen)?;
                accounts::update(db, id, &draft, now)
            };
            who.state.db.write(write).await
        }
        Err(error) => Err(error),
    };
    let Err(error) = done else { return Ok(saved(&who, id)) };
    let (form, code) = FormErrors::from_save(error, &who.words)?;
    let mut before = who.state.db.read(move |db| queries::find(db, id)).await?;
    if let (StatusCode::UNPROCESSABLE_ENTITY, Some(seen)) = (code, seen) {
        before.updated_at = seen;
    }
    Ok(Html(AccountForm::new(&who, Some(&before), typed, form)).with_status(code))
}
