//! Filing an idea or a vote for a customer: who said it, in which words, where, and for which idea.

use std::sync::Arc;

use actix_web::http::StatusCode;
use askama::Template;

use super::fields::{Fields, QueryFields};
use crate::accounts::queries as accounts;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::MayCapture;
use crate::ideas::links::parse_target;
use crate::ideas::queries;
use crate::ids::AccountId;
use crate::triage::capture::{self, CaptureDraft, CaptureInput, WORDS_MAX};
use crate::web::choice::Choice;
use crate::web::comments::form::fresh_key;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// The form.
#[derive(Template)]
#[template(path = "desk/capture.html")]
pub struct CapturePage {
    layout: Layout,
    typed: CaptureInput,
    boards: Vec<Choice>,
    /// The idea that was chosen, when it is one.
    chosen: Option<String>,
    /// The account that the form was opened from.
    account: Option<String>,
    words_max: usize,
    form: FormErrors,
}

/// An empty form, for an idea or out of an account.
pub async fn page(who: MayCapture, query: QueryFields) -> Result {
    let get = |name: &str| query.0.get(name).to_owned();
    let idea = get("idea");
    let typed = CaptureInput {
        what: if idea.is_empty() && get("what") == "idea" { "idea" } else { "vote" }.to_owned(),
        idea,
        account: get("account"),
        title: get("title"),
        form_key: fresh_key(),
        ..CaptureInput::default()
    };
    answer(&who, typed, FormErrors::default(), StatusCode::OK).await
}

/// Files it.
pub async fn act(who: MayCapture, fields: Fields) -> Result {
    let typed = input(&fields);
    let (settings, person, now) = (Arc::clone(&who.settings), who.person.clone(), who.now);
    let filed = match CaptureDraft::parse(&typed, &settings) {
        Ok(draft) => who.state.db.write(move |db| capture::file(db, &person, &draft, &settings, now)).await,
        Err(error) => Err(error),
    };
    match filed {
        Ok(idea) => {
            who.state.work.notify_one();
            who.session.flash("flash-captured");
            Ok(see_other(&format!("{}#captures-h", who.state.links.desk_idea(idea.id))))
        }
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            answer(&who, typed, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn input(fields: &Fields) -> CaptureInput {
    let get = |name: &str| fields.get(name).to_owned();
    CaptureInput {
        email: get("email"),
        name: get("name"),
        words: get("words"),
        source: get("source"),
        what: get("what"),
        idea: get("idea"),
        board: get("board"),
        title: get("title"),
        body: get("body"),
        account: get("account"),
        form_key: get("form_key"),
    }
}

async fn answer(who: &MayCapture, typed: CaptureInput, form: FormErrors, code: StatusCode) -> Result {
    let (viewer, idea, account) = (who.viewer(), parse_target(&typed.idea).ok(), typed.account.parse().ok());
    let load = move |db: &mut Db| {
        let chosen = match idea {
            Some(idea) => absent(queries::find_home(db, idea, viewer))?.map(|idea| idea.title),
            None => None,
        };
        let account = match account {
            Some(account) => absent(accounts::find(db, AccountId::new(account)))?.map(|account| account.name),
            None => None,
        };
        Ok((chosen, account))
    };
    let (chosen, account) = who.state.db.read(load).await?;
    let open = who.settings.catalog.boards_open_to(false);
    let boards = Choice::list(open.map(|board| (board.slug.clone(), board.name.clone())), &typed.board);
    let layout = Layout::new(who);
    let page = CapturePage { layout, typed, boards, chosen, account, words_max: WORDS_MAX, form };
    Ok(Html(page).with_status(code))
}

fn absent<T>(found: crate::error::Result<T>) -> crate::error::Result<Option<T>> {
    match found {
        Err(Error::NotFound) => Ok(None),
        other => other.map(Some),
    }
}
