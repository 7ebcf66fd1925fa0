//! What members of staff did: the list with its filters, the same as a file, and how long it is kept.

use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Form;
use askama::Template;
use serde::Deserialize;

use super::{done, refused};
use crate::audit::{self, Entry, Filter};
use crate::db::Db;
use crate::db::page::Page;
use crate::error::{Error, Result as Outcome};
use crate::history::ActKind;
use crate::http::guard::Admin;
use crate::http::kept_form;
use crate::ids::PersonId;
use crate::people::{Person, Role, directory, queries};
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::web::choice::Choice;
use crate::web::desk::export::{defused, pieces, rewound};
use crate::web::desk::fields::{Fields, QueryFields};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::moderation::log::word;
use crate::web::page::{Html, Layout};

/// Rows on one page.
const SIZE: usize = 50;
/// Rows of a file that are in memory at once.
const BATCH: usize = 500;
/// The fields of the filters.
const FIELDS: [&str; 6] = ["person", "act", "object", "id", "from", "to"];

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct AuditPage {
    layout: Layout,
    form: FormErrors,
    rows: Vec<AuditRow>,
    people: Vec<Choice>,
    acts: Vec<Choice>,
    objects: Vec<Choice>,
    id: String,
    from: String,
    to: String,
    is_narrowed: bool,
    file: String,
    next: Option<String>,
    days: String,
}

struct AuditRow {
    at: Timestamp,
    who: String,
    role: String,
    act: String,
    told: String,
    object: String,
    before: String,
    after: String,
    request_id: String,
}

/// Everything that the page shows of the log.
#[derive(Clone)]
struct Found {
    page: Page<Entry>,
    people: Vec<Person>,
    staff: Vec<Person>,
    acts: Vec<String>,
    objects: Vec<String>,
    days: i32,
}

fn filter(fields: &Fields, words: &Words) -> Outcome<Filter> {
    Ok(Filter {
        actor: fields.get("person").parse().ok().map(PersonId::new),
        act: fields.get("act").to_owned(),
        object: fields.get("object").to_owned(),
        object_id: fields.get("id").trim().parse().ok(),
        since: fields.start_of_day("from", words.zone)?,
        until: fields.start_of_next_day("to", words.zone)?,
    })
}

fn find(db: &mut Db, filter: &Filter, after: Option<&str>) -> Outcome<Found> {
    let page = audit::list(db, filter, after, SIZE)?;
    let ids: Vec<PersonId> = page.items.iter().filter_map(|entry| entry.actor_id).collect();
    let ids: Vec<PersonId> = ids.into_iter().chain(filter.actor).collect();
    Ok(Found {
        people: queries::by_ids(db, &ids)?,
        staff: directory::staff(db)?,
        acts: audit::acts(db)?,
        objects: audit::objects(db)?,
        days: audit::days(db)?,
        page,
    })
}

/// What somebody is called; a number for whoever is gone, and nothing for the site itself.
fn name(people: &[Person], id: Option<PersonId>, words: &Words) -> String {
    let Some(id) = id else { return words.get("log-by-site") };
    let known = people.iter().find(|person| person.id == id);
    known.map_or_else(|| format!("#{id}"), |person| person.label(words))
}

impl AuditRow {
    fn new(entry: &Entry, people: &[Person], words: &Words) -> Self {
        let told = entry.told();
        let told = told.iter().filter_map(|act| ActKind::parse(act)).map(|kind| words.get(&word(kind)));
        let number = entry.object_id.map(|id| format!(" {id}")).unwrap_or_default();
        Self {
            at: entry.created_at,
            who: name(people, entry.actor_id, words),
            role: Role::parse(&entry.role).map_or_else(String::new, |role| words.get(role.word())),
            act: entry.act.clone(),
            told: told.collect::<Vec<_>>().join(", "),
            object: format!("{}{number}", entry.object),
            before: bare(&entry.before),
            after: bare(&entry.after),
            request_id: entry.request_id.clone(),
        }
    }
}

/// JSON as it is shown: nothing where there is nothing in it.
fn bare(json: &str) -> String {
    if matches!(json, "{}" | "null") { String::new() } else { json.to_owned() }
}

impl AuditPage {
    fn new(who: &Admin, found: &Found, fields: &Fields, form: FormErrors) -> Self {
        let layout = Layout::new(&who.visitor);
        let words = layout.words;
        let any = |key: &str| (String::new(), words.get(key));
        let chosen = fields.get("person");
        let mut people: Vec<(String, String)> =
            found.staff.iter().map(|person| (person.id.to_string(), person.label(&words))).collect();
        if !chosen.is_empty() && !people.iter().any(|(id, _)| id == chosen) {
            let id = chosen.parse().ok().map(PersonId::new);
            people.push((chosen.to_owned(), name(&found.people, id, &words)));
        }
        people.insert(0, any("audit-anybody"));
        let plain = |all: &[String]| {
            all.iter().map(|value| (value.clone(), value.clone())).collect::<Vec<(String, String)>>()
        };
        let with = |first, rest: Vec<(String, String)>| std::iter::once(first).chain(rest);
        let rows = found.page.items.iter().map(|entry| AuditRow::new(entry, &found.people, &words));
        let next = found.page.next.as_ref();
        Self {
            rows: rows.collect(),
            people: Choice::list(people, chosen),
            acts: Choice::list(with(any("audit-any-act"), plain(&found.acts)), fields.get("act")),
            objects: Choice::list(with(any("audit-any-object"), plain(&found.objects)), fields.get("object")),
            id: fields.get("id").to_owned(),
            from: fields.get("from").to_owned(),
            to: fields.get("to").to_owned(),
            is_narrowed: FIELDS.iter().any(|field| fields.has(field)),
            file: address(&layout, "/admin/audit.csv", fields, None),
            next: next.map(|after| address(&layout, "/admin/audit", fields, Some(after))),
            days: found.days.to_string(),
            form,
            layout,
        }
    }
}

/// An address with the filters as they are.
fn address(layout: &Layout, path: &str, fields: &Fields, after: Option<&str>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for field in FIELDS.iter().filter(|field| fields.has(field)) {
        query.append_pair(field, fields.get(field));
    }
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    let query = query.finish();
    layout.links.to(&if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
}

/// The log, newest first. A day that is none comes back with what is wrong, over the whole log.
pub async fn page(who: Admin, fields: QueryFields) -> Result {
    let fields = fields.0;
    let (filter, form) = match filter(&fields, &who.words) {
        Ok(filter) => (filter, FormErrors::default()),
        Err(error) => (Filter::default(), FormErrors::from_error(error, &who.words)?),
    };
    let status = if form.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let after = Some(fields.get("after").to_owned()).filter(|after| !after.is_empty());
    let found = who.state.db.read(move |db| find(db, &filter, after.as_deref())).await?;
    let mut page = AuditPage::new(&who, &found, &fields, form);
    if let Some(body) = kept_form::take(&who.session, &who.path) {
        page.days = Fields::parse(body.as_bytes()).get("days").to_owned();
    }
    Ok(Html(page).with_status(status))
}

/// The same as values with commas between them, as of one moment, sent from the disk.
pub async fn csv(who: Admin, fields: QueryFields) -> Result {
    let filter = Arc::new(filter(&fields.0, &who.words)?);
    // That it was taken is a row of the log, too: this write leaves it.
    who.state.db.write(audit::days).await?;
    let words = who.words;
    let file = who.state.db.snapshot(move |db| lines(db, &filter, &words)).await?;
    let day = who.now.to_chrono().with_timezone(&who.words.zone).format("%Y-%m-%d");
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"audit-{day}.csv\"")))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .streaming(pieces(file)))
}

/// The lines on disk, in a file that is gone when it is closed.
fn lines(db: &mut Db, filter: &Filter, words: &Words) -> Outcome<File> {
    let mut file = tempfile::tempfile().map_err(Error::internal)?;
    // The mark tells spreadsheets that the text is UTF-8.
    file.write_all("\u{feff}".as_bytes()).map_err(Error::internal)?;
    let mut out = csv::Writer::from_writer(file);
    let head =
        ["id", "at", "person", "name", "role", "act", "object", "object_id", "before", "after", "request_id"];
    out.write_record(head).map_err(Error::internal)?;
    let mut after = None;
    loop {
        let page = audit::list(db, filter, after.as_deref(), BATCH)?;
        let ids: Vec<PersonId> = page.items.iter().filter_map(|entry| entry.actor_id).collect();
        let people = queries::by_ids(db, &ids)?;
        for entry in page.items {
            out.write_record(cells(entry, &people, words)).map_err(Error::internal)?;
        }
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    rewound(out.into_inner().map_err(Error::internal)?)
}

fn cells(entry: Entry, people: &[Person], words: &Words) -> Vec<String> {
    let number = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let cells = [
        entry.id.to_string(),
        entry.created_at.to_rfc3339(),
        number(entry.actor_id.map(PersonId::raw)),
        name(people, entry.actor_id, words),
        entry.role,
        entry.act,
        entry.object,
        number(entry.object_id),
        entry.before,
        entry.after,
        entry.request_id,
    ];
    cells.into_iter().map(defused).collect()
}

/// The form of how long the log is kept.
#[derive(Debug, Deserialize)]
pub struct KeepForm {
    #[serde(default)]
    days: String,
}

/// Changes how long the log is kept.
pub async fn keep(who: Admin, form: Form<KeepForm>) -> Result {
    let typed = form.into_inner().days;
    match audit::parse_days(&typed) {
        Ok(days) => {
            who.state.db.write(move |db| audit::set_days(db, days)).await?;
            done(&who, "flash-saved", "/admin/audit").await
        }
        Err(error) => {
            let found = who.state.db.read(|db| find(db, &Filter::default(), None)).await?;
            refused(error, &who, |errors| {
                let page = AuditPage::new(&who, &found, &Fields::default(), errors);
                AuditPage { days: typed, ..page }
            })
        }
    }
}
