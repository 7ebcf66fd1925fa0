//! An account: what it asked for, what it got, how long it waited, who belongs to it. Made to be printed and taken along.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use super::labels;
use crate::accounts::{Account, JoinedBy, membership, queries as accounts};
use crate::boards::Catalog;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::{Manager, Visitor};
use crate::ids::{AccountId, IdeaId, PersonId};
use crate::people::{self, Person};
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::triage::accounts::{self as story, Asked, Fate, Question};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// An idea that the account asks for.
pub struct AskedRow {
    idea: IdeaId,
    title: String,
    status: String,
    kind: &'static str,
    votes: i64,
    value: String,
    since: Timestamp,
    days: i64,
    answered_at: Option<Timestamp>,
    decided_at: Timestamp,
}

/// Somebody who belongs to the account.
pub struct MemberRow {
    id: PersonId,
    name: String,
    handle: String,
    by: JoinedBy,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/account.html")]
pub struct AccountPage {
    layout: Layout,
    account: Account,
    value: String,
    owner: String,
    domains: Vec<String>,
    open: Vec<AskedRow>,
    got: Vec<AskedRow>,
    declined: Vec<AskedRow>,
    waiting: Option<i64>,
    waited: Option<i64>,
    has_more: bool,
    questions: Vec<Question>,
    members: Vec<MemberRow>,
    member_count: i64,
    person: String,
    form: FormErrors,
}

struct Loaded {
    account: Account,
    domains: Vec<String>,
    asked: Vec<Asked>,
    has_more: bool,
    questions: Vec<Question>,
    members: Vec<(PersonId, JoinedBy)>,
    member_count: i64,
    people: Vec<Person>,
}

fn load(db: &mut Db, id: AccountId) -> crate::error::Result<Loaded> {
    let account = accounts::find(db, id)?;
    let (asked, has_more) = story::asked(db, id)?;
    let members = accounts::people_of(db, id)?;
    let ids: Vec<PersonId> = members.iter().map(|member| member.0).chain(account.owner_id).collect();
    Ok(Loaded {
        domains: accounts::domains_of(db, id)?,
        questions: story::questions(db, id)?,
        member_count: accounts::people_counts(db, &[id])?.get(&id).copied().unwrap_or(0),
        people: people::queries::by_ids(db, &ids)?,
        account,
        asked,
        has_more,
        members,
    })
}

/// Shows the page.
pub async fn page(who: Manager, account: Path<AccountId>) -> Result<Html<AccountPage>> {
    let id = account.into_inner();
    let loaded = who.state.db.read(move |db| load(db, id)).await?;
    Ok(Html(AccountPage::new(&who, loaded)))
}

impl AccountPage {
    fn new(visitor: &Visitor, loaded: Loaded) -> Self {
        let (words, now) = (&visitor.words, visitor.now);
        let rows = |fate: Fate| {
            let own = loaded.asked.iter().filter(|asked| asked.fate() == fate);
            own.map(|asked| row(asked, &visitor.settings.catalog, words, now)).collect()
        };
        let person = |id: PersonId| loaded.people.iter().find(|person| person.id == id);
        let member = |(id, by): &(PersonId, JoinedBy)| {
            let person = person(*id)?;
            Some(MemberRow { id: *id, name: person.label(words), handle: person.handle.clone(), by: *by })
        };
        Self {
            layout: Layout::new(visitor),
            value: loaded.account.value().map(|value| labels::money(words, &value)).unwrap_or_default(),
            owner: loaded.account.owner_id.and_then(person).map(|own| own.label(words)).unwrap_or_default(),
            open: rows(Fate::Open),
            got: rows(Fate::Got),
            declined: rows(Fate::Declined),
            waiting: story::median_days(&loaded.asked, Fate::Open, now),
            waited: story::median_days(&loaded.asked, Fate::Got, now),
            members: loaded.members.iter().filter_map(member).collect(),
            member_count: loaded.member_count,
            has_more: loaded.has_more,
            domains: loaded.domains,
            questions: loaded.questions,
            account: loaded.account,
            person: String::new(),
            form: FormErrors::default(),
        }
    }
}

fn row(asked: &Asked, catalog: &Catalog, words: &Words, now: Timestamp) -> AskedRow {
    AskedRow {
        idea: asked.idea,
        title: asked.title.clone(),
        status: catalog.status(asked.status).map(|status| status.label(words)).unwrap_or_default(),
        kind: asked.kind.as_str(),
        votes: asked.promotions,
        value: asked.value().map(|value| labels::money(words, &value)).unwrap_or_default(),
        since: asked.first_at,
        days: asked.days(now),
        answered_at: asked.answered_at,
        decided_at: asked.status_at,
    }
}

/// Makes somebody belong to the account, by handle or mail address.
pub async fn add_person(who: Manager, account: Path<AccountId>, fields: Fields) -> Result {
    let (id, typed) = (account.into_inner(), fields.get("person").to_owned());
    let wanted = typed.clone();
    let add = move |db: &mut Db| {
        accounts::find(db, id)?;
        let found = accounts::person_by(db, &wanted)?;
        let person = found.ok_or_else(|| Error::field("person", "error-account-person"))?;
        membership::set(db, person, Some((id, JoinedBy::Desk)))
    };
    if let Err(error) = who.state.db.write(add).await {
        let form = FormErrors::from_error(error, &who.words)?;
        let loaded = who.state.db.read(move |db| load(db, id)).await?;
        let page = AccountPage { person: typed, form, ..AccountPage::new(&who, loaded) };
        return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    who.session.flash("flash-account-person-added");
    Ok(see_other(&who.state.links.to(&format!("/desk/accounts/{id}#people-h"))))
}

/// Makes somebody belong to no account.
pub async fn remove_person(who: Manager, path: Path<(AccountId, PersonId)>) -> Result {
    let (id, person) = path.into_inner();
    let remove = move |db: &mut Db| match membership::of(db, person)? {
        Some((account, _)) if account == id => membership::set(db, person, None),
        _ => Ok(false),
    };
    who.state.db.write(remove).await?;
    who.session.flash("flash-account-person-removed");
    Ok(see_other(&who.state.links.to(&format!("/desk/accounts/{id}#people-h"))))
}
