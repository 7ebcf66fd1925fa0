//! Mails: the list, one mail, sending again.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use super::done;
use crate::error::Error;
use crate::http::guard::Admin;
use crate::ids::MailId;
use crate::mail::MailState;
use crate::mail::archive::{self, Mail, MailLine};
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::page::{Html, Layout};

/// Mails on one page.
const SIZE: usize = 50;

/// What the address may hold.
#[derive(Debug, Deserialize)]
pub struct MailQuery {
    #[serde(default)]
    state: String,
    after: Option<MailId>,
}

#[derive(Template)]
#[template(path = "admin/mails.html")]
struct MailsPage {
    layout: Layout,
    has_mail_server: bool,
    states: Vec<Choice>,
    mails: Vec<MailRow>,
    next: Option<String>,
}

struct MailRow {
    mail: MailLine,
    link: String,
    state: String,
    pill: &'static str,
}

/// The key of a state's name in `locales/`.
pub fn word(state: MailState) -> String {
    format!("mail-state-{state}")
}

fn pill(state: MailState) -> &'static str {
    match state {
        MailState::Waiting | MailState::Claimed => "active",
        MailState::Sent => "done",
        MailState::Failed => "alert",
        _ => "open",
    }
}

/// Mails, newest first.
pub async fn list(who: Admin, query: Query<MailQuery>) -> Result<Html<impl Template>> {
    let (state, after) = (MailState::parse(&query.state), query.after);
    let page = who.state.db.read(move |db| archive::list(db, state, after, SIZE)).await?;
    let layout = Layout::new(&who.visitor);
    let words = layout.words;
    let all = std::iter::once(("", words.get("mail-all")));
    let states = all.chain(MailState::ALL.iter().map(|state| (state.as_str(), words.get(&word(*state)))));
    let states = Choice::list(states, state.map_or("", MailState::as_str));
    let chosen = state.map_or("", MailState::as_str);
    let next = page.next.map(|after| layout.links.to(&format!("/admin/mail?state={chosen}&after={after}")));
    let row = |mail: MailLine| MailRow {
        link: layout.links.to(&format!("/admin/mail/{}", mail.id)),
        state: words.get(&word(mail.state)),
        pill: pill(mail.state),
        mail,
    };
    let mails = page.items.into_iter().map(row).collect();
    let has_mail_server = who.state.config.smtp_url.is_some();
    Ok(Html(MailsPage { layout, has_mail_server, states, mails, next }))
}

#[derive(Template)]
#[template(path = "admin/mail.html")]
struct MailPage {
    layout: Layout,
    state: String,
    pill: &'static str,
    headers: Vec<(String, String)>,
    resend: Option<String>,
    mail: Mail,
}

/// One mail. Its HTML is shown as source, so that nothing of it runs here.
pub async fn page(who: Admin, id: Path<MailId>) -> Result {
    let id = *id;
    let mail = who.state.db.read(move |db| archive::find(db, id)).await?;
    let layout = Layout::new(&who.visitor);
    let may_resend = mail.may_resend() && who.state.config.smtp_url.is_some();
    let page = MailPage {
        state: layout.words.get(&word(mail.state)),
        pill: pill(mail.state),
        headers: mail.header_list(),
        resend: may_resend.then(|| layout.links.to(&format!("/admin/mail/{id}/resend"))),
        mail,
        layout,
    };
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Puts a mail that was given up or kept back in line.
pub async fn resend(who: Admin, id: Path<MailId>) -> Result {
    if who.state.config.smtp_url.is_none() {
        return Err(Error::Conflict("error-no-mail-server").into());
    }
    let (id, now) = (*id, who.now);
    who.state.db.write(move |db| archive::resend(db, id, now)).await?;
    done(&who, "flash-mail-again", &format!("/admin/mail/{id}")).await
}
