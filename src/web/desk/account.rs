//! An account: what it asked for, what it got, how long it waited, who belongs to it. Made to be printed and taken along.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use super::labels;
use crate::accounts::{Account, JoinedBy, membership, queries as accounts};
use crate::boards::Catalog;
use crate::captures::{self, Capture};
use crate::db::Db;
use crate::error::{Error, FieldErrors};
use crate::http::guard::{Manager, MayScore, Visitor};
use crate::ideas::{Viewer, links, merge};
use crate::ids::{AccountId, IdeaId, PersonId};
use crate::outcomes::{self, Outcomes};
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
    /// What its people say of the delivery, in words, and their lines.
    helped: String,
    lines: Vec<String>,
}

/// Something that one of its people said.
pub struct SaidRow {
    idea: IdeaId,
    title: String,
    name: String,
    words: String,
    source: Option<String>,
    at: Timestamp,
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
    said: Vec<SaidRow>,
    person: String,
    /// The account that whoever is to be added belongs to.
    elsewhere: Option<String>,
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
    helped: HashMap<IdeaId, (Outcomes, Vec<String>)>,
    said: Vec<Capture>,
    titles: Vec<(IdeaId, String)>,
    people: Vec<Person>,
}

/// Titles of ideas where they are now.
fn titles(db: &mut Db, ids: &[IdeaId], viewer: Viewer) -> crate::error::Result<Vec<(IdeaId, String)>> {
    let open = links::titles(db, ids, viewer)?.into_iter().map(|(id, title, _)| (id, title));
    let mut titles: Vec<(IdeaId, String)> = open.collect();
    titles.extend(merge::titles(db, ids, viewer.is_staff)?);
    Ok(titles)
}

fn load(db: &mut Db, id: AccountId, viewer: Viewer) -> crate::error::Result<Loaded> {
    let account = accounts::find(db, id)?;
    let (asked, has_more) = story::asked(db, id)?;
    let members = accounts::people_of(db, id)?;
    let ids: Vec<PersonId> = members.iter().map(|member| member.0).chain(account.owner_id).collect();
    let here: Vec<PersonId> = members.iter().map(|member| member.0).collect();
    let said: Vec<Capture> = captures::of_people(db, &here)?;
    let said_of: Vec<IdeaId> = said.iter().map(|own| own.idea_id).collect();
    let got: Vec<IdeaId> =
        asked.iter().filter(|asked| asked.fate() == Fate::Got).map(|asked| asked.idea).collect();
    Ok(Loaded {
        helped: outcomes::of_account(db, id, &got)?,
        titles: titles(db, &said_of, viewer)?,
        said,
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
    let viewer = who.viewer();
    let loaded = who.state.db.read(move |db| load(db, id, viewer)).await?;
    Ok(Html(AccountPage::new(&who, loaded)))
}

impl AccountPage {
    fn new(visitor: &Visitor, loaded: Loaded) -> Self {
        let (words, now) = (&visitor.words, visitor.now);
        let rows = |fate: Fate| {
            let own = loaded.asked.iter().filter(|asked| asked.fate() == fate);
            own.map(|asked| row(asked, loaded.helped.get(&asked.idea), &visitor.settings.catalog, words, now))
                .collect()
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
            said: loaded.said.iter().filter_map(|own| said(own, &loaded.titles, &person, words)).collect(),
            person: String::new(),
            elsewhere: None,
            form: FormErrors::default(),
        }
    }
}

fn said<'a>(
    own: &Capture,
    titles: &[(IdeaId, String)],
    person: &impl Fn(PersonId) -> Option<&'a Person>,
    words: &Words,
) -> Option<SaidRow> {
    let (_, title) = titles.iter().find(|(id, _)| *id == own.idea_id)?;
    Some(SaidRow {
        idea: own.idea_id,
        title: title.clone(),
        name: own.person_id.and_then(person).map(|person| person.label(words)).unwrap_or_default(),
        words: own.words.clone(),
        source: own.source_url.clone(),
        at: own.created_at,
    })
}

/// What people of the account say of a delivery, as a line of words and numbers.
fn helped(counts: Outcomes, words: &Words) -> String {
    let named =
        [("outcome-solved", counts.solved), ("outcome-partly", counts.partly), ("outcome-not", counts.not)];
    let parts = named.iter().filter(|(_, count)| *count > 0);
    parts
        .map(|(key, count)| format!("{}: {}", words.get(key), words.number(*count)))
        .collect::<Vec<_>>()
        .join(", ")
}

fn row(
    asked: &Asked,
    outcome: Option<&(Outcomes, Vec<String>)>,
    catalog: &Catalog,
    words: &Words,
    now: Timestamp,
) -> AskedRow {
    AskedRow {
        helped: outcome.map(|(counts, _)| helped(*counts, words)).unwrap_or_default(),
        lines: outcome.map(|(_, lines)| lines.clone()).unwrap_or_default(),
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

/// Makes somebody belong to the account, by handle or mail address. Whoever belongs to another one moves only when the
/// form says so.
pub async fn add_person(who: MayScore, account: Path<AccountId>, fields: Fields) -> Result {
    let (id, typed, moves) = (account.into_inner(), fields.get("person").to_owned(), fields.has("move"));
    let wanted = typed.clone();
    let add = move |db: &mut Db| add(db, id, &wanted, moves);
    let (form, elsewhere) = match who.state.db.write(add).await {
        Ok(None) => {
            who.session.flash("flash-account-person-added");
            return Ok(see_other(&who.state.links.to(&format!("/desk/accounts/{id}#people-h"))));
        }
        Ok(Some(other)) => {
            let errors = FieldErrors::one("person", "error-account-elsewhere");
            (FormErrors::new(&errors, &who.words), Some(other))
        }
        Err(error) => (FormErrors::from_error(error, &who.words)?, None),
    };
    let viewer = who.viewer();
    let loaded = who.state.db.read(move |db| load(db, id, viewer)).await?;
    let page = AccountPage { person: typed, form, elsewhere, ..AccountPage::new(&who, loaded) };
    Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// Gives the name of the account that they belong to, when they are not to leave it.
fn add(db: &mut Db, id: AccountId, typed: &str, moves: bool) -> crate::error::Result<Option<String>> {
    accounts::find(db, id)?;
    let found = accounts::person_by(db, typed)?;
    let person = found.ok_or_else(|| Error::field("person", "error-account-person"))?;
    match membership::of(db, person)? {
        Some((other, _)) if other != id && !moves => Ok(Some(accounts::find(db, other)?.name)),
        _ => membership::set(db, person, Some((id, JoinedBy::Desk))).map(|_| None),
    }
}

/// Makes somebody belong to no account.
pub async fn remove_person(who: MayScore, path: Path<(AccountId, PersonId)>) -> Result {
    let (id, person) = path.into_inner();
    let taken = who.state.db.write(move |db| membership::take_out_of(db, person, id)).await?;
    if taken {
        who.session.flash("flash-account-person-removed");
    } else {
        who.session.flash_error("error-account-not-in");
    }
    Ok(see_other(&who.state.links.to(&format!("/desk/accounts/{id}#people-h"))))
}
