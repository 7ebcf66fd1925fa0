//! Connections: where people are signed in already, and whose word signs them in here.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::Path;
use askama::Template;

use super::{ConfirmPage, done, refused};
use crate::http::guard::Admin;
use crate::http::kept_form;
use crate::identities::{
    self, Algorithm, Connection, ConnectionDraft, ConnectionInput, KeyDraft, Refusal, refusals, save,
};
use crate::ids::ConnectionId;
use crate::links::{Links, TOKEN_SIGN_IN};
use crate::people::Role;
use crate::web::account::openid::callback_address;
use crate::web::choice::Choice;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

/// Refusals that a page shows.
const SHOWN: i64 = 20;

#[derive(Template)]
#[template(path = "admin/connections.html")]
struct ConnectionsPage {
    layout: Layout,
    connections: Vec<Connection>,
    /// Tokens that belong to no connection.
    refusals: Vec<Refusal>,
}

/// A box for a role.
pub(super) struct RoleBox {
    pub(super) role: Role,
    pub(super) is_on: bool,
}

#[derive(Template)]
#[template(path = "admin/connection_new.html")]
struct NewPage {
    layout: Layout,
    form: FormErrors,
    typed: ConnectionInput,
    algorithms: Vec<Choice>,
    roles: Vec<RoleBox>,
    key: String,
}

#[derive(Template)]
#[template(path = "admin/connection.html")]
struct ConnectionPage {
    layout: Layout,
    form: FormErrors,
    typed: ConnectionInput,
    roles: Vec<RoleBox>,
    connection: Connection,
    /// Where tokens are sent; of an OpenID provider, where it sends people back.
    address: String,
    refusals: Vec<Refusal>,
    key: String,
    seen: String,
}

#[derive(Template)]
#[template(path = "admin/connection_secret.html")]
struct SecretPage {
    layout: Layout,
    name: String,
    secret: String,
    next: String,
}

/// The address of a connection's page, or of what lies below it.
pub(super) fn place(id: ConnectionId, below: &str) -> String {
    format!("/admin/sign-in/{id}{below}")
}

/// Where tokens are sent, in full.
pub(super) fn token_address(links: &Links) -> String {
    links.absolute(&links.to(TOKEN_SIGN_IN))
}

pub(super) fn role_boxes(typed: &ConnectionInput) -> Vec<RoleBox> {
    let staff = Role::ALL.iter().copied().filter(|role| role.is_staff());
    staff.map(|role| RoleBox { role, is_on: typed.roles.iter().any(|own| own == role.as_str()) }).collect()
}

pub(super) fn input(fields: &Fields) -> ConnectionInput {
    let get = |name: &str| fields.get(name).to_owned();
    ConnectionInput {
        name: get("name"),
        issuer: get("issuer"),
        audience: get("audience"),
        login_url: get("login_url"),
        email_claim: get("email_claim"),
        name_claim: get("name_claim"),
        account_claim: get("account_claim"),
        role_claim: get("role_claim"),
        domains: get("domains"),
        roles: fields.all("roles"),
        makes_accounts: fields.has("makes_accounts"),
        updates_accounts: fields.has("updates_accounts"),
        skew: get("skew"),
        life: get("life"),
        scopes: get("scopes"),
        role_map: get("role_map"),
        needs_verified: fields.has("needs_verified"),
        links_by_mail: fields.has("links_by_mail"),
    }
}

/// What was typed before a proof was asked for.
pub(super) fn kept(who: &Admin) -> Option<Fields> {
    kept_form::take(&who.session, &who.path).map(|body| Fields::parse(body.as_bytes()))
}

/// All connections, and tokens that none of them knows.
pub async fn list(who: Admin) -> Result<Html<impl Template>> {
    let found = who.state.db.read(|db| Ok((identities::list(db)?, refusals::list(db, None, SHOWN)?))).await?;
    let (connections, refusals) = found;
    Ok(Html(ConnectionsPage { layout: Layout::new(&who.visitor), connections, refusals }))
}

impl NewPage {
    fn new(who: &Admin, typed: ConnectionInput, (algorithm, key): (&str, &str), form: FormErrors) -> Self {
        let words = &who.words;
        let named = Algorithm::OF_TOKENS.iter().map(|own| (own.as_str(), words.get(own.word())));
        Self {
            algorithms: Choice::list(named, algorithm),
            roles: role_boxes(&typed),
            // A secret that was refused is not worth keeping; a public key is.
            key: if key.contains("PRIVATE") || algorithm == Algorithm::Hs256.as_str() { "" } else { key }
                .to_owned(),
            layout: Layout::new(&who.visitor),
            form,
            typed,
        }
    }
}

/// The form of a new connection.
pub async fn new(who: Admin) -> Result<Html<impl Template>> {
    if let Some(fields) = kept(&who) {
        let (algorithm, key) = (fields.get("algorithm"), fields.get("key"));
        return Ok(Html(NewPage::new(&who, input(&fields), (algorithm, key), FormErrors::default())));
    }
    let links = &who.state.links;
    let audience = links.absolute(&links.to("/"));
    let typed = ConnectionInput::fresh(audience.trim_end_matches('/').to_owned());
    Ok(Html(NewPage::new(&who, typed, (Algorithm::Hs256.as_str(), ""), FormErrors::default())))
}

/// Makes a connection. A secret that the site made up is shown now and never again.
pub async fn create(who: Admin, fields: Fields) -> Result {
    let typed = input(&fields);
    let (algorithm, key) = (fields.get("algorithm").to_owned(), fields.get("key").to_owned());
    let parsed =
        ConnectionDraft::parse(&typed).and_then(|own| Ok((own, KeyDraft::parse_both(&algorithm, &key)?)));
    let made = match parsed {
        Ok((draft, key)) => {
            let (actor, now, kept) = (who.person.id, who.now, key.clone());
            let id = who.state.db.write(move |db| save::create(db, actor, &draft, &key, now)).await;
            id.map(|id| (id, kept))
        }
        Err(error) => Err(error),
    };
    match made {
        Ok((id, key)) => after_key(&who, id, &typed.name, &key, "flash-connection-made").await,
        Err(error) => refused(error, &who, |form| NewPage::new(&who, typed, (&algorithm, &key), form)),
    }
}

/// The page that shows a secret once, or the connection's when there is none to show.
pub(super) async fn after_key(
    who: &Admin,
    id: ConnectionId,
    name: &str,
    key: &KeyDraft,
    flash: &str,
) -> Result {
    let Some(secret) = key.secret() else { return done(who, flash, &place(id, "")).await };
    let page = SecretPage {
        layout: Layout::new(&who.visitor),
        name: name.to_owned(),
        secret: secret.to_owned(),
        next: who.state.links.to(&place(id, "")),
    };
    let mut answer = Html(page).with_status(StatusCode::OK);
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

async fn build(who: &Admin, id: ConnectionId, form: FormErrors) -> Result<ConnectionPage> {
    let found =
        who.state.db.read(move |db| Ok((identities::find(db, id)?, refusals::list(db, Some(id), SHOWN)?)));
    let (connection, refusals) = found.await?;
    let typed = ConnectionInput::of(&connection);
    let links = &who.state.links;
    let address = if connection.is_openid() { callback_address(links) } else { token_address(links) };
    Ok(ConnectionPage {
        roles: role_boxes(&typed),
        seen: connection.updated_at.micros().to_string(),
        address,
        layout: Layout::new(&who.visitor),
        key: String::new(),
        form,
        typed,
        connection,
        refusals,
    })
}

/// One connection: what is set, its key, how to send people, what was refused.
pub async fn page(who: Admin, id: Path<ConnectionId>) -> Result {
    let mut page = build(&who, *id, FormErrors::default()).await?;
    if let Some(fields) = kept(&who) {
        page.key = fields.get("key").to_owned();
        if fields.has("name") {
            page.typed = input(&fields);
            page.roles = role_boxes(&page.typed);
            page.seen = fields.get("seen").to_owned();
        }
    }
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Changes a connection.
pub async fn save(who: Admin, id: Path<ConnectionId>, fields: Fields) -> Result {
    let (id, typed, seen) = (*id, input(&fields), fields.seen());
    let connection = who.state.db.read(move |db| identities::find(db, id)).await?;
    let is_openid = connection.is_openid();
    let parsed =
        if is_openid { ConnectionDraft::parse_openid(&typed) } else { ConnectionDraft::parse(&typed) };
    let saved = match parsed {
        Ok(draft) => {
            let (actor, now) = (who.person.id, who.now);
            who.state.db.write(move |db| save::update(db, actor, id, (&draft, seen), now)).await
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => done(&who, "flash-connection-saved", &place(id, "")).await,
        Err(error) => {
            let (form, status) = FormErrors::from_save(error, &who.words)?;
            let mut page = build(&who, id, form).await?;
            page.roles = role_boxes(&typed);
            page.typed = typed;
            Ok(Html(page).with_status(status))
        }
    }
}

/// Gives a connection another key.
pub async fn replace_key(who: Admin, id: Path<ConnectionId>, fields: Fields) -> Result {
    let (id, typed) = (*id, fields.get("key").to_owned());
    let connection = who.state.db.read(move |db| identities::find(db, id)).await?;
    let flash = if connection.is_openid() { "flash-openid-secret" } else { "flash-connection-key" };
    match KeyDraft::parse_anew(connection.algorithm, &typed) {
        Ok(key) => {
            let (actor, now, kept) = (who.person.id, who.now, key.clone());
            who.state.db.write(move |db| save::replace_key(db, actor, id, &key, now)).await?;
            after_key(&who, id, &connection.name, &kept, flash).await
        }
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            Ok(Html(build(&who, id, form).await?).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// Switches a connection on or off.
pub async fn switch(who: Admin, id: Path<ConnectionId>, fields: Fields) -> Result {
    let (id, is_on, actor, now) = (*id, fields.get("to") == "on", who.person.id, who.now);
    who.state.db.write(move |db| save::switch(db, actor, id, is_on, now)).await?;
    let flash = if is_on { "flash-connection-on" } else { "flash-connection-off" };
    done(&who, flash, &place(id, "")).await
}

/// Asks before a connection is deleted.
pub async fn delete_page(who: Admin, id: Path<ConnectionId>) -> Result<HttpResponse> {
    let id = *id;
    let connection = who.state.db.read(move |db| identities::find(db, id)).await?;
    let layout = Layout::new(&who.visitor);
    let page = ConfirmPage {
        title: layout.words.one("connection-delete-title", "name", connection.name),
        lead: layout.words.get("connection-delete-lead"),
        action: layout.links.to(&place(id, "/delete")),
        button: layout.words.get("connection-delete"),
        back: layout.links.to(&place(id, "")),
        layout,
    };
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Deletes a connection; the people stay.
pub async fn delete(who: Admin, id: Path<ConnectionId>) -> Result {
    let (id, actor, now) = (*id, who.person.id, who.now);
    who.state.db.write(move |db| save::delete(db, actor, id, now)).await?;
    done(&who, "flash-connection-deleted", "/admin/sign-in").await
}
