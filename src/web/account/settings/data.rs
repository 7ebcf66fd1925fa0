//! Everything that is stored about somebody, on pages and as one file.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse, Responder as _};
use askama::Template;
use serde::Deserialize;

use crate::db::page::Page;
use crate::error::Error;
use crate::http::guard::SignedIn;
use crate::people::posts::{self, Summary};
use crate::people::records::{self, OwnAccount, Record, RecordKind};
use crate::people::{Person, mail_choices, sessions};
use crate::privacy::archive::{self, Archive};
use crate::web::desk::labels;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

#[derive(Template)]
#[template(path = "account/settings/data.html")]
struct DataPage {
    layout: Layout,
    person: Person,
    summary: Summary,
    session_count: usize,
    mails_wanted: usize,
    teams: Vec<String>,
    counts: Vec<(RecordKind, i64)>,
    account: Option<OwnAccount>,
    account_value: String,
    /// The last archive, if one was asked for.
    archive: Option<Archive>,
}

impl DataPage {
    /// Whether another archive may be asked for.
    fn may_ask(&self) -> bool {
        self.archive.as_ref().is_none_or(|last| last.allows_another(self.layout.now))
    }
}

#[derive(Template)]
#[template(path = "account/settings/records.html")]
struct RecordsPage {
    layout: Layout,
    kind: RecordKind,
    page: Page<Record>,
}

/// Where a page of a list begins.
#[derive(Debug, Deserialize)]
pub struct After {
    after: Option<String>,
}

/// What there is, with links to the lists.
pub async fn page(request: HttpRequest, who: SignedIn) -> Result {
    let (person, now) = (who.person.clone(), who.now);
    let found = who.state.db.read(move |db| {
        let wanted = mail_choices::of(db, person.id)?;
        let wanted = wanted.iter().filter(|(kind, wants)| *wants && kind.concerns(&person)).count();
        let signed_in = sessions::of(db, person.id, now)?.len();
        let summary = posts::summary(db, person.id)?;
        let stored = (records::counts(db, &person)?, records::account_of(db, &person)?);
        let stored = (stored, archive::latest(db, person.id)?);
        Ok((summary, signed_in, wanted, records::teams_of(db, &person)?, stored))
    });
    let (summary, session_count, mails_wanted, teams, ((counts, account), archive)) = found.await?;
    let (layout, person) = (Layout::new(&who), who.person.clone());
    let value = account.as_ref().and_then(|own| own.account.value());
    let account_value = value.map(|value| labels::money(&who.words, &value)).unwrap_or_default();
    let page = DataPage {
        layout,
        person,
        summary,
        session_count,
        mails_wanted,
        teams,
        counts,
        account,
        account_value,
        archive,
    };
    Ok(Html(page).respond_to(&request))
}

/// One list.
pub async fn list(request: HttpRequest, who: SignedIn, kind: Path<String>, after: Query<After>) -> Result {
    let kind = RecordKind::parse(&kind).ok_or(Error::NotFound)?;
    let (person, after) = (who.person.clone(), after.into_inner().after);
    let page = who.state.db.read(move |db| records::page(db, &person, kind, after.as_deref())).await?;
    Ok(Html(RecordsPage { layout: Layout::new(&who), kind, page }).respond_to(&request))
}

/// All of it as one JSON file.
pub async fn download(who: SignedIn) -> Result {
    let (person, now) = (who.person.clone(), who.now);
    let all = who.state.db.read(move |db| records::export(db, &person, now)).await?;
    let text = serde_json::to_string_pretty(&all).map_err(Error::internal)?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(text))
}
