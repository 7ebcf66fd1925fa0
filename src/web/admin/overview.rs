//! The front page of the administration: what there is to set, and what wants attention.

use askama::Template;

use crate::http::guard::Admin;
use crate::mail::MailState;
use crate::mail::archive;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

#[derive(Template)]
#[template(path = "admin/overview.html")]
struct OverviewPage {
    layout: Layout,
    boards: usize,
    tags: usize,
    has_mail_server: bool,
    has_failed_mails: bool,
}

/// The overview.
pub async fn page(who: Admin) -> Result<Html<impl Template>> {
    let failed =
        who.state.db.read(|db| Ok(archive::list(db, Some(MailState::Failed), None, 1)?.items)).await?;
    let catalog = &who.settings.catalog;
    Ok(Html(OverviewPage {
        boards: catalog.boards.iter().filter(|board| board.archived_at.is_none()).count(),
        tags: catalog.tags.len(),
        has_mail_server: who.state.config.smtp_url.is_some(),
        has_failed_mails: !failed.is_empty(),
        layout: Layout::new(&who.visitor),
    }))
}
