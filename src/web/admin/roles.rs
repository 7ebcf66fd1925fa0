//! What each role of staff may do on the desk: one table, to be ticked.

use actix_web::http::StatusCode;
use askama::Template;

use super::{done, refused};
use crate::error::{Error, FieldErrors};
use crate::http::guard::Admin;
use crate::http::kept_form;
use crate::people::Role;
use crate::people::powers::{self, CHANGEABLE, Power, PowerTable, PowersDraft};
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

/// A box of the table, or a fixed place in it.
struct Cell {
    /// Its id; errors of a role lead to the first box of the role.
    id: String,
    /// What the box is called in the form.
    field: String,
    role: Role,
    is_on: bool,
    /// Whether this can be changed at all.
    is_open: bool,
    /// Whether the errors of the role stand here.
    is_first: bool,
}

/// What can be done, and who may.
struct Row {
    power: Power,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "admin/roles.html")]
struct RolesPage {
    layout: Layout,
    form: FormErrors,
    roles: Vec<Role>,
    rows: Vec<Row>,
    seen: String,
}

impl RolesPage {
    fn new(who: &Admin, table: &PowerTable, seen: String, form: FormErrors) -> Self {
        let row = |power: &Power| Row {
            power: *power,
            cells: Role::ALL.iter().map(|role| cell(table, *role, *power)).collect(),
        };
        Self {
            layout: Layout::new(&who.visitor),
            form,
            roles: Role::ALL.to_vec(),
            rows: Power::ALL.iter().map(row).collect(),
            seen,
        }
    }
}

fn field(role: Role, power: Power) -> String {
    format!("{role}-{power}")
}

fn cell(table: &PowerTable, role: Role, power: Power) -> Cell {
    let is_first = power == Power::Desk;
    Cell {
        id: if is_first { role.to_string() } else { field(role, power) },
        field: field(role, power),
        role,
        is_on: table.gives(role, power),
        is_open: CHANGEABLE.contains(&role),
        is_first,
    }
}

/// The table as it was ticked.
fn wanted(fields: &Fields) -> PowerTable {
    PowerTable::that(|role, power| fields.has(&field(role, power)))
}

/// Shows the table.
pub async fn page(who: Admin) -> Result {
    let table = who.state.db.read(PowerTable::load).await?;
    let page = match kept_form::take(&who.session, &who.path).map(|body| Fields::parse(body.as_bytes())) {
        Some(fields) => {
            let seen = fields.get("seen").to_owned();
            RolesPage::new(&who, &wanted(&fields), seen, FormErrors::default())
        }
        None => RolesPage::new(&who, &table, table.seen(), FormErrors::default()),
    };
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Stores the table. What somebody else changed meanwhile is told first, with what was ticked kept.
pub async fn save(who: Admin, fields: Fields) -> Result {
    let wanted = wanted(&fields);
    let stored = match PowersDraft::parse(wanted.clone(), fields.get("seen")) {
        Ok(draft) => {
            let (actor, now) = (who.person.clone(), who.now);
            who.state.db.write(move |db| powers::save(db, &actor, &draft, now)).await
        }
        Err(error) => Err(error),
    };
    match stored {
        Ok(()) => done(&who, "flash-powers-changed", "/admin/roles").await,
        Err(Error::Conflict(key)) => {
            let seen = who.state.db.read(PowerTable::load).await?.seen();
            let form = FormErrors::new(&FieldErrors::one("roles", key), &who.words);
            Ok(Html(RolesPage::new(&who, &wanted, seen, form)).with_status(StatusCode::CONFLICT))
        }
        Err(error) => {
            refused(error, &who, |form| RolesPage::new(&who, &wanted, fields.get("seen").to_owned(), form))
        }
    }
}
