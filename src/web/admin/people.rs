//! People: looking them up, adding, their roles.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::{done, refused};
use crate::error::Error;
use crate::http::guard::Admin;
use crate::http::kept_form;
use crate::identities::{self, Known};
use crate::ids::PersonId;
use crate::moderation::policy;
use crate::people::directory::{self, PersonDraft};
use crate::people::{Person, Role, bans, queries, roles, two_step};
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

/// People on one page.
const SIZE: usize = 50;

/// What the address may hold.
#[derive(Debug, Deserialize)]
pub struct PeopleQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    after: Option<PersonId>,
}

#[derive(Template)]
#[template(path = "admin/people.html")]
struct PeoplePage {
    layout: Layout,
    search: String,
    roles: Vec<Choice>,
    people: Vec<PersonLine>,
    is_narrowed: bool,
    next: Option<String>,
}

struct PersonLine {
    id: PersonId,
    name: String,
    handle: String,
    email: String,
    role: String,
    is_staff: bool,
    joined: Timestamp,
    link: String,
}

impl PersonLine {
    fn new(layout: &Layout, person: &Person) -> Self {
        Self {
            id: person.id,
            name: person.label(&layout.words),
            handle: person.handle.clone(),
            email: person.email.clone().unwrap_or_default(),
            role: layout.words.get(person.role.word()),
            is_staff: person.role.is_staff(),
            joined: person.created_at,
            link: layout.links.to(&format!("/admin/people/{}", person.id)),
        }
    }
}

fn role_choices(words: &Words, chosen: &str) -> Vec<Choice> {
    Choice::list(Role::ALL.iter().map(|role| (role.as_str(), words.get(role.word()))), chosen)
}

/// People, the latest to join first, as far as they fit what is looked for.
pub async fn list(who: Admin, query: Query<PeopleQuery>) -> Result<Html<impl Template>> {
    let query = query.into_inner();
    let (search, role, after) = (query.q.clone(), Role::parse(&query.role), query.after);
    let page = who.state.db.read(move |db| directory::list(db, &search, role, after, SIZE)).await?;
    let layout = Layout::new(&who.visitor);
    let mut roles = role_choices(&layout.words, &query.role);
    let all =
        Choice { value: String::new(), label: layout.words.get("people-all"), is_chosen: role.is_none() };
    roles.insert(0, all);
    let next = page.next.map(|after| {
        let mut address = url::form_urlencoded::Serializer::new(String::new());
        address.append_pair("q", &query.q).append_pair("role", &query.role).append_pair("after", &after);
        layout.links.to(&format!("/admin/people?{}", address.finish()))
    });
    Ok(Html(PeoplePage {
        people: page.items.iter().map(|person| PersonLine::new(&layout, person)).collect(),
        is_narrowed: role.is_some() || !query.q.trim().is_empty(),
        search: query.q,
        roles,
        next,
        layout,
    }))
}

/// The form of somebody to be added.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct PersonForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
}

#[derive(Template)]
#[template(path = "admin/person_new.html")]
struct NewPersonPage {
    layout: Layout,
    form: FormErrors,
    typed: PersonForm,
    roles: Vec<Choice>,
}

impl NewPersonPage {
    fn new(who: &Admin, form: FormErrors, typed: PersonForm) -> Self {
        let layout = Layout::new(&who.visitor);
        Self { roles: role_choices(&layout.words, &typed.role), layout, form, typed }
    }
}

/// The form.
pub async fn new(who: Admin) -> Result<Html<impl Template>> {
    let kept = kept_form::take(&who.session, &who.path);
    let kept = kept.and_then(|body| Query::<PersonForm>::from_query(&body).ok());
    let fresh = || PersonForm { role: Role::Customer.to_string(), ..PersonForm::default() };
    let typed = kept.map_or_else(fresh, Query::into_inner);
    Ok(Html(NewPersonPage::new(&who, FormErrors::default(), typed)))
}

/// Adds the person; sends nothing.
pub async fn add(who: Admin, form: Form<PersonForm>) -> Result {
    let now = who.now;
    let added = match PersonDraft::parse(&form.name, &form.email, &form.role) {
        Ok(draft) => who.state.db.write(move |db| draft.add(db, now)).await,
        Err(error) => Err(error),
    };
    match added {
        Ok(person) => done(&who, "flash-person-added", &format!("/admin/people/{}", person.id)).await,
        Err(error) => refused(error, &who, |errors| NewPersonPage::new(&who, errors, form.into_inner())),
    }
}

#[derive(Template)]
#[template(path = "admin/person.html")]
struct PersonPage {
    layout: Layout,
    form: FormErrors,
    person: PersonLine,
    is_former: bool,
    is_imported: bool,
    seen: Option<String>,
    roles: Vec<Choice>,
    action: String,
    /// Where the site is seen as they see it, for customers.
    see_as: Option<String>,
    /// What staff did to them.
    audit: String,
    /// Where a ban begins or is lifted, for whom that may be done.
    ban: Option<String>,
    /// Why they are banned now.
    banned: Option<String>,
    /// Other sites that sign them in here.
    known: Vec<Known>,
    has_second_step: bool,
    /// Where their second step is taken away, if they have one and it is not the reader's own.
    reset: Option<String>,
}

/// What there is to tell of somebody.
struct Facts {
    person: Person,
    ban: Option<bans::Ban>,
    known: Vec<Known>,
    has_second_step: bool,
}

impl PersonPage {
    /// `role` is what is chosen in the form.
    fn new(who: &Admin, facts: Facts, role: &str) -> Self {
        let layout = Layout::new(&who.visitor);
        let Facts { person, ban, known, has_second_step } = facts;
        let person = &person;
        let may_reset = has_second_step && person.id != who.person.id;
        let may_ban = policy::may_ban(&who.person, person).is_ok();
        Self {
            is_former: person.former_at.is_some(),
            is_imported: person.is_imported,
            seen: person.seen_at.map(|seen| layout.words.ago(seen, layout.now)),
            roles: role_choices(&layout.words, role),
            has_second_step,
            reset: may_reset.then(|| layout.links.to(&format!("/admin/people/{}/two-step", person.id))),
            action: layout.links.to(&format!("/admin/people/{}/role", person.id)),
            see_as: (person.is_here() && person.role == Role::Customer)
                .then(|| layout.links.to(&format!("/admin/people/{}/see-as", person.id))),
            audit: layout.links.to(&format!("/admin/audit?object=person&id={}", person.id)),
            ban: may_ban.then(|| layout.links.to(&format!("/people/{}/ban", person.id))),
            banned: ban.map(|ban| ban.reason),
            known,
            person: PersonLine::new(&layout, person),
            form: FormErrors::default(),
            layout,
        }
    }
}

/// One person.
pub async fn page(who: Admin, id: Path<PersonId>) -> Result {
    let (id, now) = (*id, who.now);
    let found = who.state.db.read(move |db| {
        Ok(Facts {
            person: queries::find(db, id)?.ok_or(Error::NotFound)?,
            ban: bans::active(db, id, now)?,
            known: identities::known_of(db, id)?,
            has_second_step: two_step::is_on(db, id)?,
        })
    });
    let facts = found.await?;
    let kept = kept_form::take(&who.session, &who.path);
    let kept = kept.and_then(|body| Query::<RoleForm>::from_query(&body).ok());
    let role = kept.map_or_else(|| facts.person.role.to_string(), |form| form.into_inner().role);
    Ok(Html(PersonPage::new(&who, facts, &role)).with_status(StatusCode::OK))
}

/// The form of a role.
#[derive(Debug, Deserialize)]
pub struct RoleForm {
    role: String,
}

/// Changes somebody's role, which ends their sessions.
pub async fn change_role(who: Admin, id: Path<PersonId>, form: Form<RoleForm>) -> Result {
    let role = Role::parse(&form.role).ok_or(Error::field("role", "error-choice"))?;
    let (id, actor, now) = (*id, who.person.id, who.now);
    who.state.db.write(move |db| roles::change(db, actor, id, role, now)).await?;
    done(&who, "flash-role-changed", &format!("/admin/people/{id}")).await
}

/// Takes somebody's second step away, for a lost phone.
pub async fn reset_second_step(who: Admin, id: Path<PersonId>) -> Result {
    let (id, actor, settings, now) = (*id, who.person.clone(), who.settings.clone(), who.now);
    let reset = who.state.db.write(move |db| {
        let person = queries::find(db, id)?.ok_or(Error::NotFound)?;
        two_step::reset(db, Some(&actor), &person, (&settings.site, &settings.links), now)
    });
    reset.await?;
    done(&who, "flash-two-step-reset", &format!("/admin/people/{id}")).await
}
