//! A new OpenID provider. Once it is made it is a connection like any other, on the same pages.

use askama::Template;

use super::connections::{RoleBox, after_key, input, kept, role_boxes};
use super::refused;
use crate::http::guard::Admin;
use crate::identities::{Algorithm, ConnectionDraft, ConnectionInput, KeyDraft, save};
use crate::web::account::openid::callback_address;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

#[derive(Template)]
#[template(path = "admin/provider_new.html")]
struct NewPage {
    layout: Layout,
    form: FormErrors,
    typed: ConnectionInput,
    roles: Vec<RoleBox>,
    /// Where the provider sends people back.
    address: String,
}

impl NewPage {
    fn new(who: &Admin, typed: ConnectionInput, form: FormErrors) -> Self {
        Self {
            layout: Layout::new(&who.visitor),
            form,
            roles: role_boxes(&typed),
            typed,
            address: callback_address(&who.state.links),
        }
    }
}

/// The form of a new provider.
pub async fn new(who: Admin) -> Result<Html<impl Template>> {
    let typed = kept(&who).map_or_else(ConnectionInput::fresh_openid, |fields| input(&fields));
    Ok(Html(NewPage::new(&who, typed, FormErrors::default())))
}

/// Makes a provider, switched off. Its secret is not shown again, not even in a form that comes back.
pub async fn create(who: Admin, fields: Fields) -> Result {
    let typed = input(&fields);
    let parsed = ConnectionDraft::parse_openid(&typed)
        .and_then(|own| Ok((own, KeyDraft::parse(Algorithm::OpenId, fields.get("key"))?)));
    let made = match parsed {
        Ok((draft, key)) => {
            let (actor, now, kept) = (who.person.id, who.now, key.clone());
            let id = who.state.db.write(move |db| save::create(db, actor, &draft, &key, now)).await;
            id.map(|id| (id, kept))
        }
        Err(error) => Err(error),
    };
    match made {
        Ok((id, key)) => after_key(&who, id, &typed.name, &key, "flash-openid-made").await,
        Err(error) => refused(error, &who, |form| NewPage::new(&who, typed, form)),
    }
}
