//! Which mails somebody wants.

use std::collections::HashMap;

use actix_web::web::Form;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;

use crate::http::guard::SignedIn;
use crate::people::mail_choices::{self, MailKind};
use crate::web::errors::Result;
use crate::web::page::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "account/settings/notifications.html")]
struct NotificationsPage {
    layout: Layout,
    choices: Vec<(MailKind, bool)>,
}

/// The choices as they stand; kinds that never concern the person are left out.
pub async fn page(request: HttpRequest, who: SignedIn) -> Result {
    let id = who.person.id;
    let mut choices = who.state.db.read(move |db| mail_choices::of(db, id)).await?;
    choices.retain(|(kind, _)| kind.concerns(&who.person));
    Ok(Html(NotificationsPage { layout: Layout::new(&who), choices }).respond_to(&request))
}

/// Stores the choices: a box that is not checked is not sent by browsers.
pub async fn act(who: SignedIn, form: Form<HashMap<String, String>>) -> Result {
    let person = who.person.clone();
    let store = move |db: &mut _| {
        for kind in MailKind::ALL.iter().filter(|kind| kind.concerns(&person)) {
            mail_choices::choose(db, person.id, *kind, form.contains_key(kind.as_str()))?;
        }
        Ok(())
    };
    who.state.db.write(store).await?;
    who.session.flash("flash-settings-saved");
    Ok(see_other(&who.state.links.to("/settings/notifications")))
}
